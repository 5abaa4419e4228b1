"""A rehearsal: the very messages as files that mail programs open ready to send, the addresses to paste, and who would get what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from pipeline.dataclass import dataclass
from pipeline.letter import Mailbox, Recipient
from pipeline.mail.address import Address
from pipeline.mail.campaign import Mailing, checked, fitting
from pipeline.mail.deliveries import State
from pipeline.mail.enrolment import Intended, Note, intend, known_rows, unreached
from pipeline.mail.filename import ascii_file_name
from pipeline.mail.ledger import Ledger
from pipeline.mail.message import Message, address_message

MOST_FILES = 50
UNSENT = b"X-Unsent: 1\r\n"
"""Outlook opens a file with this field as a draft with a Send button."""


@dataclass(frozen=True, slots=True)
class MailFile:
    """A message as an .eml file; ``data`` is put together when asked for, so that many files share one document in memory."""

    name: str
    message: Message

    @property
    def data(self) -> bytes:
        """The file's bytes."""
        return UNSENT + self.message.data


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table: ``state`` '' when the ledger has no row yet, ``note`` '' for who gets the mailing."""

    recipient: str
    name: str
    address: str
    language: str
    state: State | None
    note: Note


@dataclass(frozen=True)
class Rehearsal:
    """What a rehearsal shows; ``left_out`` messages got no file because there are many."""

    rows: tuple[Row, ...]
    files: tuple[MailFile, ...]
    left_out: int
    pasteable: str
    unreached: tuple[tuple[Recipient, Note], ...]


def rehearse(mailing: Mailing, date: datetime, ledger: Ledger | None = None, *, everything: bool = False, size_limit: int = 0) -> Rehearsal:
    """The messages that a run at ``date`` would send, at most 50 files unless ``everything``; what the ledger has already is told in the rows."""
    earlier = ledger.mailings(mailing.edition)[-1:] if ledger is not None else []
    frozen = fitting(mailing, checked(mailing, date, earlier[0].correction if earlier else 0), size_limit)
    known = known_rows(ledger, earlier[0].id) if ledger is not None and earlier else {}
    key = ledger.address_hash if ledger is not None else _plain_key
    dead = ledger.dead_hashes() if ledger is not None else frozenset[str]()
    entries = intend(mailing.recipients, known, key, official=mailing.official, dead=dead)
    rows = tuple(_row(entry, {where: row.state for where, row in known.items()}, mailing.default) for entry in entries)
    open_entries = [entry for entry, row in zip(entries, rows, strict=True) if not row.note and row.state in (None, "pending", "deferred")]
    shown = open_entries if everything else open_entries[:MOST_FILES]
    names = _file_names(shown)
    files = tuple(
        MailFile(
            name, address_message(frozen, entry.recipient.id, Mailbox(entry.recipient.name, str(entry.address)), entry.recipient.language)
        )
        for name, entry in zip(names, shown, strict=True)
    )
    missed = tuple(unreached(mailing.recipients, entries))
    return Rehearsal(rows, files, len(open_entries) - len(files), pasteable(open_entries), missed)


def pasteable(entries: Sequence[Intended]) -> str:
    """Addresses for the Bcc line of any mail program: one a line, each line ended by a semicolon."""
    return "".join(f"{entry.address};\n" for entry in entries)


def _plain_key(address: Address) -> str:
    return address.key


def _row(entry: Intended, states: Mapping[tuple[str, str], State], default: str) -> Row:
    recipient = entry.recipient
    return Row(
        recipient.id, recipient.name, str(entry.address), recipient.language or default, states.get((recipient.id, entry.key)), entry.note
    )


def _file_names(entries: Sequence[Intended]) -> list[str]:
    """A name per message from the recipient's id, numbered from the second address on."""
    counts: dict[str, int] = {}
    names: list[str] = []
    for entry in entries:
        stem = ascii_file_name(entry.recipient.id, "")
        counts[stem.lower()] = number = counts.get(stem.lower(), 0) + 1
        names.append(f"{stem}.eml" if number == 1 else f"{stem}-{number}.eml")
    return names
