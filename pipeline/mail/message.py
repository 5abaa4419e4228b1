"""One message per recipient: the fields that all share and the body are frozen once, only the recipient's own fields are made anew.

The same frozen mailing and recipient give the same bytes, so that a retry is the same message (RFC 5322 3.6.4).
"""

from __future__ import annotations

import hashlib
import json
import re
from base64 import b32encode
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import quote

from pipeline.dataclass import dataclass
from pipeline.letter import Edition, Enclosure, Letter, Mailbox, Settings
from pipeline.look import Look
from pipeline.mail.address import Address, read_address
from pipeline.mail.body import base64_lines, write_body
from pipeline.mail.header import Field, clean, fold, mailboxes, tokens, unstructured

if TYPE_CHECKING:
    from pipeline.mail.signing import Signer

TOKEN_LENGTH = 16
"""Lower-case letters and digits that a plus address carries and a bounce brings back."""

ID_OCTETS = 16


@dataclass(frozen=True, slots=True)
class Routing:
    """Where answers go: bounces, wishes to leave, and the domain of message ids; addresses as ASCII or RFC 6531 text."""

    envelope: str
    plus_addressing: bool
    unsubscribe_address: str
    unsubscribe_url: str
    id_domain: str


@dataclass(frozen=True)
class Shared:
    """What all recipients of one language get alike; ``fields`` are folded when the message is made."""

    fields: tuple[Field, ...]
    body: bytes
    official: bool
    unsubscribe_subject: str

    @cached_property
    def folded(self) -> bytes:
        """The fields as they travel."""
        return fold(self.fields)

    @cached_property
    def quoted_subject(self) -> str:
        """The subject of a wish to leave, up to the token, as a URI has it (RFC 6068)."""
        return quote(f"{self.unsubscribe_subject} ".lstrip(), safe="")

    @cached_property
    def body_hash(self) -> bytes:
        """SHA-256, for DKIM."""
        return hashlib.sha256(self.body).digest()


@dataclass(frozen=True)
class Frozen:
    """A mailing as it was when its first message left; ``languages`` by BCP 47 tag, ``default`` one of them."""

    edition: Edition
    correction: int
    date: datetime
    enclosed: bool
    routing: Routing
    default: str
    languages: Mapping[str, Shared]

    @property
    def size(self) -> int:
        """Octets of the largest message, as RFC 1870 counts them, with room for a recipient's own fields."""
        return max(len(shared.folded) + len(shared.body) for shared in self.languages.values()) + 4096


@dataclass(frozen=True, slots=True)
class Message:
    """A message and its envelope; ``body`` is shared with all other messages of its language."""

    sender: str
    recipient: str
    head: bytes
    body: bytes
    message_id: str
    token: str
    international: bool

    @property
    def size(self) -> int:
        """Octets on the wire."""
        return len(self.head) + 2 + len(self.body)

    @property
    def data(self) -> bytes:
        """The whole message with CRLF line ends."""
        return self.head + b"\r\n" + self.body


def freeze(
    letters: Mapping[str, Letter],
    default: str,
    look: Look,
    enclosure: Enclosure | None,
    settings: Settings,
    date: datetime,
    correction: int = 0,
) -> Frozen:
    """Encode everything once; ``enclosure`` None makes letters that link to the document instead, ``date`` is aware and becomes Date."""
    date = date.astimezone(UTC).replace(microsecond=0)  # as ledgers and headers keep it
    encoded = base64_lines(enclosure.data) if enclosure is not None else None
    languages = {tag: _share(letter, look, encoded, settings, date) for tag, letter in sorted(letters.items())}
    return Frozen(letters[default].edition, correction, date, enclosure is not None, route(settings), default, languages)


def route(settings: Settings) -> Routing:
    """Where answers go, with the stand-ins that Settings promises."""
    sender = read_address(settings.sender.address)
    human = settings.reply_to or settings.sender
    return Routing(
        envelope=str(read_address(settings.envelope or settings.sender.address)),
        plus_addressing=settings.plus_addressing,
        unsubscribe_address=str(read_address(settings.unsubscribe_address or human.address)),
        unsubscribe_url=settings.unsubscribe_url,
        id_domain=sender.domain,
    )


def _share(letter: Letter, look: Look, encoded: bytes | None, settings: Settings, date: datetime) -> Shared:
    body = write_body(letter, look, encoded, date)
    fields = [tokens("Date", format_datetime(date)), mailboxes("From", [settings.sender])]
    if settings.reply_to is not None:
        fields.append(mailboxes("Reply-To", [settings.reply_to]))
    fields.append(unstructured("Subject", letter.subject))
    if not letter.official:
        if settings.list_id:
            fields.append(_list_id(settings))
        fields.append(tokens("Precedence", "bulk"))
    fields += [
        tokens("Auto-Submitted", "auto-generated"),
        tokens("X-Auto-Response-Suppress", "OOF"),
        tokens("Content-Language", letter.language),
        tokens("MIME-Version", "1.0"),
        *body.fields,
    ]
    return Shared(tuple(fields), body.data, letter.official, clean(letter.unsubscribe_subject))


def _list_id(settings: Settings) -> Field:
    """RFC 2919: a phrase and the id, which looks like a domain."""
    phrase = unstructured("List-Id", settings.list_name).parts if settings.list_name else ()
    return Field("List-Id", (*phrase, f"<{settings.list_id}>"))


def address_message(
    frozen: Frozen, recipient: str, box: Mailbox, language: str = "", signer: Signer | None = None, marks: tuple[str, str] | None = None
) -> Message:
    """The message for one address of the recipient with this id; an unknown language gets the edition's own.

    ``marks`` are those of ``marks_of`` where they are known already.
    """
    shared = frozen.languages.get(language) or frozen.languages[frozen.default]
    to = read_address(box.address)
    token, message_id = marks or marks_of(frozen, recipient, to)
    own = [mailboxes("To", [box]), tokens("Message-ID", f"<{message_id}>")]
    if not shared.official:
        own += _unsubscribe(frozen.routing, shared, token)
    head = shared.folded + fold(own)
    if signer is not None:
        head = signer.sign((*shared.fields, *own), shared.body_hash, frozen.date).fold() + head
    envelope = read_address(frozen.routing.envelope)
    sender = envelope.tagged(token) if frozen.routing.plus_addressing else envelope
    international = sender.international or not head.isascii()
    return Message(str(sender), str(to), head, shared.body, message_id, token, international)


def marks_of(frozen: Frozen, recipient: str, address: Address) -> tuple[str, str]:
    """Token and Message-ID of this edition at this recipient's address, the same on every machine; the one can be told from the other."""
    words = (frozen.edition.key, str(frozen.correction), recipient, address.key)
    digest = hashlib.sha256("\n".join(words).encode("utf-8")).digest()[:ID_OCTETS]
    return _token(digest), f"{digest.hex()}@{frozen.routing.id_domain}"


def token_of(message_id: str) -> str:
    """The token of a Message-ID of ours, '' for a stranger's."""
    stem = message_id.partition("@")[0]
    return _token(bytes.fromhex(stem)) if re.fullmatch(f"[0-9a-f]{{{2 * ID_OCTETS}}}", stem) else ""


def _token(digest: bytes) -> str:
    return b32encode(digest).decode("ascii").lower()[:TOKEN_LENGTH]


def _unsubscribe(routing: Routing, shared: Shared, token: str) -> list[Field]:
    """RFC 2369 by mail; RFC 8058 in one click only where an HTTPS endpoint stands behind it."""
    mailto = f"<mailto:{quote(routing.unsubscribe_address, safe='@+')}?subject={shared.quoted_subject}{token}>"
    if not routing.unsubscribe_url:
        return [tokens("List-Unsubscribe", mailto)]
    address = routing.unsubscribe_url.replace("{token}", token)
    return [tokens("List-Unsubscribe", f"{mailto},", f"<{address}>"), tokens("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")]


# ── the frozen mailing as named bytes, for the ledger's spool ────────────────────────────────────────────────────────


def to_spool(frozen: Frozen) -> dict[str, bytes]:
    """Everything a retry needs: ``mailing.json`` and one body per language."""
    facts = {
        "edition": asdict(frozen.edition),
        "correction": frozen.correction,
        "date": frozen.date.isoformat(),
        "enclosed": frozen.enclosed,
        "routing": asdict(frozen.routing),
        "default": frozen.default,
        "languages": {
            tag: {
                "fields": [[field.name, *field.parts] for field in shared.fields],
                "official": shared.official,
                "unsubscribe_subject": shared.unsubscribe_subject,
            }
            for tag, shared in frozen.languages.items()
        },
    }
    files = {"mailing.json": json.dumps(facts, ensure_ascii=False, sort_keys=True).encode("utf-8")}
    return files | {f"body-{tag}": shared.body for tag, shared in frozen.languages.items()}


def from_spool(files: Mapping[str, bytes]) -> Frozen:
    """The mailing that ``to_spool`` put down."""
    facts = json.loads(files["mailing.json"])
    languages = {
        tag: Shared(
            tuple(Field(name, tuple(parts)) for name, *parts in words["fields"]),
            files[f"body-{tag}"],
            words["official"],
            words["unsubscribe_subject"],
        )
        for tag, words in facts["languages"].items()
    }
    return Frozen(
        Edition(**facts["edition"]),
        facts["correction"],
        datetime.fromisoformat(facts["date"]),
        facts["enclosed"],
        Routing(**facts["routing"]),
        facts["default"],
        languages,
    )
