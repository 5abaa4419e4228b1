"""Mail addresses, web addresses and the list of members."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.problems import Message, say
from pipeline.records.rules.sense import Sense

_PLAIN = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}"
)
"""The form of nearly all addresses (RFC 5321, dot-string and domain of letters, digits and hyphens); others are looked at closely."""


def check_addresses(sense: Sense) -> None:
    """Addresses that are none, members that stand twice, counts that cannot be."""
    for origin, address in mail_addresses(sense):
        fault = mail_fault(address)
        if fault is not None:
            sense.error(origin, say("expected a mail address, found '{address}'", address=address), fault)
    organisation, members = sense.source.organisation, sense.source.members.members
    for field in ("archive", "privacy"):
        value = getattr(organisation, field)
        if value is not None and re.match(r"https?://[^/\s.]+\.[^\s]+$", value) is None:
            sense.error(
                f"organisation.{field}",
                say("expected a whole web address, found '{address}'", address=value),
                say("write it from https:// on"),
            )
    if organisation.web is not None and "://" in organisation.web:
        sense.warn(
            "organisation.web",
            say("expected a web address without https://, found '{address}'", address=organisation.web),
            say("take https:// away"),
        )
    for name, document in sense.meeting.documents.items():
        if document.address is not None and re.match(r"https?://[^/\s.]+\.[^\s]+$", document.address) is None:
            message = say("expected a whole web address, found '{address}'", address=document.address)
            sense.error(f"documents.{name}.address", message, say("write it from https:// on"))
    mail = sense.source.mail
    if mail is not None and mail.unsubscribe is not None and not mail.unsubscribe.startswith("https://"):
        sense.error(
            "mail.unsubscribe",
            say("expected an address from https:// on, found '{address}'", address=mail.unsubscribe),
            say("write the whole address, from https:// on"),
        )
    codes: dict[str, str] = {}
    for member in members:
        if member.code is not None and member.code in codes:
            message = say("expected each code once, found that of {name}", name=codes[member.code])
            sense.warn(f"members.members.{member.id}.code", message, say("correct one of the two codes"))
        codes.setdefault(member.code or "", member.name)
    if organisation.members_total is not None and organisation.members_total < len(members):
        message = say(
            "expected at least as many as members.yaml lists ({count}), found {total}", count=len(members), total=organisation.members_total
        )
        sense.error("organisation.members_total", message, say("correct the number, or take it away: then the list is counted"))


def mail_addresses(sense: Sense) -> Iterator[tuple[str, str]]:
    """Every mail address of the source, with its origin."""
    organisation, mail = sense.source.organisation, sense.source.mail
    yield "organisation.contact.email", organisation.contact.email
    for name, body in organisation.bodies.items():
        for field in ("people", "staff"):
            for person in getattr(body, field):
                if person.email is not None:
                    yield f"organisation.bodies.{name}.{field}.{person.id}.email", person.email
    for member in sense.source.members.members:
        for field in ("mail", "opt_out", "dead"):
            for address in getattr(member, field):
                yield f"members.members.{member.id}.{field}.{address}", address
    if mail is not None:
        for field in ("sender", "reply_to", "bounces"):
            if (address := getattr(mail, field)) is not None:
                yield f"mail.{field}", address


def mail_fault(address: str) -> Message | None:
    """Why an address is none, None where it is one (RFC 5321, 6531, 5890)."""
    if len(address) <= 254 and _PLAIN.fullmatch(address) and len(address.split("@", maxsplit=1)[0]) <= 64:
        return None
    from email_validator import EmailNotValidError, validate_email

    try:
        validate_email(address, check_deliverability=False, globally_deliverable=False, allow_smtputf8=True)
    except EmailNotValidError:
        return _reason(address)
    return None


def _reason(address: str) -> Message:
    """What a person would say first of an address that the rules refuse; the library's own reasons are in English only."""
    if address.count("@") != 1:
        return say("an address has one @, as name@town.example")
    if re.search(r"\s", address):
        return say("an address has no spaces; several addresses are a list")
    local, _, domain = address.partition("@")
    if not local:
        return say("there is a name before the @, as name@town.example")
    if not domain:
        return say("there is a domain after the @, as name@town.example")
    if any(not part for part in (*local.split("."), *domain.split("."))):
        return say("a full stop stands neither first nor last on a side of the @, nor twice in a row")
    if len(local.encode()) > 64 or len(address.encode()) > 254 or any(len(label) > 63 for label in domain.split(".")):
        return say("it is too long: at most 64 characters before the @, 63 between two full stops after it, 254 in all")
    if not all(character.isalnum() or character in ".-" for character in domain):
        return say("after the @ there are only letters, digits, full stops and hyphens")
    if any(label.startswith("-") or label.endswith("-") for label in domain.split(".")):
        return say("a hyphen after the @ stands between letters or digits")
    if not all(character.isalnum() or character in "!#$%&'*+-/=?^_`{|}~." for character in local):
        return say("before the @ there are letters, digits and signs like . - _ +, and no brackets, commas or quotation marks")
    return say("the domain after the @ cannot be registered")
