"""Mail that came back (RFC 3464 reports and what servers send instead): read, matched to recipient and edition, and kept in the ledger."""

from __future__ import annotations

import email
import email.message
import email.policy
import logging
import mailbox
import re
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import datetime
from email.message import Message
from pathlib import Path
from typing import Literal, TypeAlias

from pipeline.dataclass import dataclass
from pipeline.mail.address import AddressFault, read_address
from pipeline.mail.ledger import Ledger, stamp
from pipeline.mail.lock import SendingLock
from pipeline.mail.message import token_of
from pipeline.problems import BadInput, Place, Problem, say

Kind: TypeAlias = Literal["failed", "delayed", "delivered", "other"]
Effect: TypeAlias = Literal["failed", "dead", "confirmed", "nothing", "unmatched"]
"""dead: failed, and the address too; confirmed: the report proves that what was in doubt had been taken."""

_READERS = logging.getLogger("flufl.bounce")
_READERS.propagate = False  # it tells of its own readers' faults,
_READERS.addHandler(logging.NullHandler())  # on standard error where nobody takes them
_TOKEN = re.compile(r"\+([a-z2-7]{16})@")
_ENVELOPE_ID = re.compile(r"[a-z2-7]{16}\Z")
_CAME_TO = ("To", "Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To")
_ALIVE = re.compile(r"5\.(2\.[2-4]|3\.|4\.[0-37]|5\.|6\.|7\.)")
"""Lasting refusals of a message by an address that lives: a full mailbox, a policy, a route, a size."""


@dataclass(frozen=True, slots=True)
class Bounce:
    """One report: the addresses it names, its status ("5.1.1" or ''), the distant server's words, the tokens of messages it may be about."""

    source: str
    kind: Kind
    addresses: frozenset[str]
    status: str
    words: str
    tokens: frozenset[str]


@dataclass(frozen=True, slots=True)
class Match:
    """What a report did: the edition's key and the recipient ('' where it matched nothing)."""

    bounce: Bounce
    effect: Effect
    edition: str = ""
    recipient: str = ""
    name: str = ""


def read_bounces(paths: Iterable[Path]) -> Iterator[Bounce]:
    """Every message of maildirs, folders of .eml files, mbox files and single files, in the order given; raises BadInput for what is not there."""
    for path in paths:
        for source, message in _messages(path):
            yield read_bounce(source, message)


def _messages(path: Path) -> Iterator[tuple[str, Message]]:
    if not path.is_dir() and not path.is_file():  # a pipe might never end
        found = say("expected a maildir, an mbox file or messages, found nothing there")
        raise BadInput([Problem(Place(path.as_posix()), "", found, say("name the folder or file in which returned mail is kept"))])
    if path.is_dir() and (path / "cur").is_dir():
        box = mailbox.Maildir(path, create=False)
        yield from ((f"{path.as_posix()}/{key}", _parse(box.get_bytes(key))) for key in sorted(box.keys()))
    elif path.is_dir():
        yield from ((file.as_posix(), _parse(file.read_bytes())) for file in sorted(path.iterdir()) if file.is_file())
    elif _is_mbox(path):
        with closing(mailbox.mbox(path, create=False)) as mbox:
            yield from ((f"{path.as_posix()}:{key}", _parse(mbox.get_bytes(key))) for key in mbox.keys())  # noqa: SIM118 - a mailbox, no dict
    else:
        yield path.as_posix(), _parse(path.read_bytes())


def _is_mbox(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(5) == b"From "


def _parse(data: bytes) -> Message:
    return email.message_from_bytes(data, policy=email.policy.compat32)


def read_bounce(source: str, message: Message) -> Bounce:
    """What a message reports; ``other`` for one that is no report."""
    blocks = [block for part in message.walk() if part.get_content_type() == "message/delivery-status" for block in _blocks(part)]
    recipients = [block for block in blocks if block.get("Final-Recipient") or block.get("Action")]
    temporary, permanent = _failures(message)
    named = {_key(_without_type(str(block.get("Final-Recipient", "")))) for block in recipients}
    named |= {_key(address.decode("utf-8", "replace")) for address in (*permanent, *temporary)}
    actions = {str(block.get("Action", "")).strip().lower() for block in recipients}
    return Bounce(
        source,
        _kind(actions, failed=bool(permanent), delayed=bool(temporary)),
        frozenset(named - {""}),
        next((status for block in recipients if (status := _status(block))), ""),
        next((words for block in recipients if (words := _without_type(str(block.get("Diagnostic-Code", ""))))), ""),
        frozenset(_tokens(message, blocks)) - {""},
    )


def _failures(message: Message) -> tuple[frozenset[bytes], frozenset[bytes]]:
    """Temporary and permanent failures by the formats that flufl.bounce knows, some of whose readers trip over what is no report."""
    from flufl.bounce import all_failures  # of the extra 'mail'

    try:
        temporary, permanent = all_failures(message)
    except Exception:  # noqa: BLE001 - of any kind, and then it is no report
        return frozenset(), frozenset()
    return frozenset(temporary), frozenset(permanent)


def _kind(actions: set[str], *, failed: bool, delayed: bool) -> Kind:
    if failed or "failed" in actions:
        return "failed"
    if delayed or "delayed" in actions:
        return "delayed"
    return "delivered" if actions & {"delivered", "relayed", "expanded"} else "other"


def _blocks(part: Message) -> list[Message]:
    payload = part.get_payload()
    return [block for block in payload if isinstance(block, Message)] if isinstance(payload, list) else []


def _status(block: Message) -> str:
    found = re.match(r"\s*([245]\.\d{1,3}\.\d{1,3})", str(block.get("Status", "")))
    return found[1] if found else ""


def _without_type(field: str) -> str:
    """``rfc822; name@host`` and ``smtp; 550 words`` without what is before the semicolon, on one line of at most 300 characters."""
    return " ".join(field.rpartition(";")[2].split())[:300] if re.match(r"\s*[\w-]+\s*;", field) else " ".join(field.split())[:300]


def _key(address: str) -> str:
    try:
        return read_address(address.strip(" <>")).key
    except AddressFault:
        return ""


def _tokens(message: Message, blocks: list[Message]) -> Iterator[str]:
    for name in _CAME_TO:
        for value in message.get_all(name, []):
            yield from _TOKEN.findall(str(value).lower())
    for block in blocks:
        identity = str(block.get("Original-Envelope-Id", "")).strip().lower()
        if _ENVELOPE_ID.match(identity):
            yield identity
    yield from map(token_of, _message_ids(message))


def _message_ids(message: Message) -> Iterator[str]:
    """Of the message that came back, whole or its headers only."""
    for part in message.walk():
        inner: list[Message] = []
        if part.get_content_type() == "message/rfc822":
            inner = _blocks(part)
        elif part.get_content_type() in ("text/rfc822-headers", "message/rfc822-headers"):
            payload = part.get_payload(decode=True)
            inner = [_parse(payload)] if isinstance(payload, bytes) else _blocks(part)
        for returned in inner:
            identity = str(returned.get("Message-ID", "")).strip().strip("<>")
            if identity:
                yield identity


# ── into the ledger ──────────────────────────────────────────────────────────────────────────────────────────────────

_BY_TOKEN = "SELECT delivery.*, organisation, kind, year, number FROM delivery JOIN mailing ON mailing.id = mailing WHERE token = ?"  # noqa: S105


def apply_bounces(ledger: Ledger, bounces: Iterable[Bounce], now: datetime) -> list[Match]:
    """Mark what came back; a report counts only by a mark of ours that it brings (plus address, ENVID, Message-ID), never by an address alone.

    Raises LedgerFault while a run is sending.
    """
    with SendingLock(ledger.path):
        return [_apply(ledger, bounce, now) for bounce in bounces]


def _apply(ledger: Ledger, bounce: Bounce, now: datetime) -> Match:
    row = next((found[0] for token in sorted(bounce.tokens) if (found := ledger.rows(_BY_TOKEN, (token,)))), None)
    if row is None:
        return Match(bounce, "unmatched")
    effect: Effect = "nothing"
    if bounce.kind == "failed" and row["state"] in ("sent", "in_doubt"):
        dead = not _ALIVE.match(bounce.status) and (not bounce.addresses or _key(row["address"] or "") in bounce.addresses)
        answer = f"{bounce.status} {bounce.words}".strip()
        with ledger.transaction() as connection:
            connection.execute(
                "UPDATE delivery SET state = 'failed', note = 'bounced', answer = ?, changed_at = ? WHERE id = ?",
                (answer, stamp(now), row["id"]),
            )
            if dead:
                values = (row["address_hash"], row["address"], stamp(now), answer)
                connection.execute("INSERT OR REPLACE INTO dead_address VALUES (?, ?, ?, ?)", values)
        effect = "dead" if dead else "failed"
    elif bounce.kind in ("delayed", "delivered") and row["state"] == "in_doubt":
        with ledger.guard():
            ledger.connection.execute("UPDATE delivery SET state = 'sent', changed_at = ? WHERE id = ?", (stamp(now), row["id"]))
        effect = "confirmed"
    edition = f"{row['organisation']}/{row['kind']}/{row['year']}/{row['number']}"
    return Match(bounce, effect, edition, row["recipient"], row["name"] or "")


def dead_addresses(ledger: Ledger) -> list[tuple[str, str, str]]:
    """Addresses that mail came back from: address ('' once purged), since when, the distant server's words."""
    found = ledger.rows("SELECT coalesce(address, '') AS address, since, answer FROM dead_address ORDER BY since, address")
    return [(row["address"], row["since"], row["answer"]) for row in found]
