"""Who is to get a mailing: one row per address, and for each address that gets nothing the reason, so that nobody drops out unseen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Literal, TypeAlias

from pipeline.dataclass import dataclass
from pipeline.letter import Recipient
from pipeline.mail.address import Address, AddressFault, read_address
from pipeline.mail.deliveries import State
from pipeline.mail.ledger import Ledger, stamp
from pipeline.mail.message import Frozen, marks_of
from pipeline.problems import Message, Place, Problem, say

Note: TypeAlias = Literal["", "opted_out", "dead", "same_address", "replaced", "removed", "superseded", "purged", "no_address", "decided"]
"""Why a row is cancelled: same_address: another recipient gets it there; replaced: the recipient has it at an earlier address; decided: waits because a person said so."""

_DELIVERED: frozenset[State] = frozenset({"sent", "in_doubt"})
_SETTLED: frozenset[State] = frozenset({"sent", "in_doubt", "failed"})
_OPEN: frozenset[State] = frozenset({"pending", "deferred"})


@dataclass(frozen=True, slots=True)
class Known:
    """A row of an earlier run."""

    id: int
    state: State
    note: str


@dataclass(frozen=True, slots=True)
class Intended:
    """An address of a recipient as it is now: ``note`` '' when it is to get the mailing; ``key`` stands for the address."""

    recipient: Recipient
    address: Address
    key: str
    note: Note


KnownRows: TypeAlias = Mapping[tuple[str, str], Known]
"""Rows by recipient and key of the address."""


def address_problems(recipients: Iterable[Recipient]) -> Iterator[Problem]:
    """Every address that is none, with its recipient's place."""
    for recipient in recipients:
        for text in recipient.addresses:
            try:
                read_address(text)
            except AddressFault as fault:
                hint = say("mend the address of {name}", name=recipient.name or recipient.id)
                yield Problem(recipient.where or Place(recipient.id), "mail", fault.words, hint)


def intend(
    recipients: Iterable[Recipient],
    known: KnownRows,
    key: Callable[[Address], str],
    *,
    official: bool = False,
    dead: frozenset[str] = frozenset(),
) -> list[Intended]:
    """Every address once, in the order given, each with the reason why it gets nothing; official mail goes to those who opted out too."""
    recipients = list(recipients)
    present = {(recipient.id, key(read_address(text))) for recipient in recipients for text in recipient.addresses}
    moved = {who for (who, where), row in known.items() if row.state in _DELIVERED and (who, where) not in present}
    covered = {where for (_, where), row in known.items() if row.state in _SETTLED}
    result: list[Intended] = []
    seen: set[tuple[str, str]] = set()
    for recipient in recipients:
        gone = {key(read_address(text)) for text in recipient.dead} | dead
        declined = set() if official else {key(read_address(text)) for text in recipient.opted_out}
        for text in recipient.addresses:
            address = read_address(text)
            where = key(address)
            if (recipient.id, where) in seen:
                continue
            seen.add((recipient.id, where))
            row = known.get((recipient.id, where))
            note: Note = ""
            if row is None or row.state not in _SETTLED:
                moved_on = recipient.id in moved and (row is None or row.note != "decided")
                note = _reason(where, gone, declined, covered, moved=moved_on)
            if not note:
                covered.add(where)
            result.append(Intended(recipient, address, where, note))
    return result


def _reason(where: str, gone: set[str] | frozenset[str], declined: set[str], covered: set[str], *, moved: bool) -> Note:
    if where in declined:
        return "opted_out"
    if where in gone:
        return "dead"
    if where in covered:
        return "same_address"
    return "replaced" if moved else ""


def unreached(recipients: Iterable[Recipient], intended: Iterable[Intended]) -> list[tuple[Recipient, Note]]:
    """Recipients whose every address gets nothing for a reason of its own (not because a neighbour has it), with the first reason."""
    reasons: dict[str, list[Note]] = {}
    for entry in intended:
        reasons.setdefault(entry.recipient.id, []).append(entry.note)
    result: list[tuple[Recipient, Note]] = []
    for recipient in recipients:
        notes = reasons.get(recipient.id, [])
        if not notes:
            result.append((recipient, "no_address"))
        elif all(note in ("opted_out", "dead") for note in notes):
            result.append((recipient, notes[0]))
    return result


def known_rows(ledger: Ledger, mailing: int) -> dict[tuple[str, str], Known]:
    """What the ledger has of a mailing."""
    found = ledger.rows("SELECT id, recipient, address_hash, state, note FROM delivery WHERE mailing = ?", (mailing,))
    return {(row["recipient"], row["address_hash"]): Known(row["id"], row["state"], row["note"]) for row in found}


def left_of_others(ledger: Ledger, mailing: int, recipients: Iterable[Recipient]) -> dict[str, str]:
    """Ids and names of those who wait for the mailing and are not among these recipients, whom a run with these would cancel."""
    mine = {recipient.id for recipient in recipients}
    found = ledger.rows(
        "SELECT recipient, name FROM delivery WHERE mailing = ? AND state IN ('pending', 'deferred') ORDER BY id", (mailing,)
    )
    return {row["recipient"]: row["name"] or row["recipient"] for row in found if row["recipient"] not in mine}


def enrol(
    ledger: Ledger, mailing: int, frozen: Frozen, recipients: Iterable[Recipient], now: datetime, *, official: bool = False
) -> list[Intended]:
    """Bring the mailing's rows in line with the recipients of today, in one transaction; what has left or may have left stays as it is."""
    known = known_rows(ledger, mailing)
    entries = intend(recipients, known, ledger.address_hash, official=official, dead=ledger.dead_hashes())
    at = stamp(now)
    new: list[tuple[object, ...]] = []
    changed: list[tuple[object, ...]] = []
    wanted: set[tuple[str, str]] = set()
    for entry in entries:
        wanted.add((entry.recipient.id, entry.key))
        row = known.get((entry.recipient.id, entry.key))
        state: State = "cancelled" if entry.note else "pending"
        if row is None:
            words = (entry.recipient.name, str(entry.address), entry.recipient.language)
            marks = marks_of(frozen, entry.recipient.id, entry.address)
            new.append((mailing, entry.recipient.id, entry.key, *words, *marks, state, entry.note, at))
        elif _changes(row, entry.note):
            changed.append((state, entry.note, at, row.id))
    changed += [("cancelled", "removed", at, row.id) for key, row in known.items() if row.state in _OPEN and key not in wanted]
    with ledger.transaction() as connection:
        connection.executemany(
            "INSERT INTO delivery (mailing, recipient, address_hash, name, address, language, token, message_id, state, note, changed_at)"
            " VALUES (?,?,?,?,?,?,?,?,?,?,?)",
            new,
        )
        connection.executemany("UPDATE delivery SET state = ?, note = ?, next_at = NULL, changed_at = ? WHERE id = ?", changed)
    return entries


def _changes(row: Known, note: Note) -> bool:
    """Whether today's recipients alter a row: waiting ones may be cancelled, and those cancelled for a reason that has passed wait again."""
    if row.state in _OPEN:
        return bool(note)
    return row.state == "cancelled" and row.note not in ("superseded", "purged") and row.note != note


def note_words(note: str) -> Message | None:
    """The reason in words for a person, None where there is none."""
    return {
        "opted_out": say("wants no copies"),
        "dead": say("mail to this address came back; if it works again: invoke deliveries --revive ADDRESS"),
        "same_address": say("another recipient has the same address and gets it"),
        "replaced": say("has this edition already, at an earlier address"),
        "removed": say("is no longer among the recipients"),
        "superseded": say("a correction went out instead"),
        "decided": say("is sent anew, as a person decided"),
        "purged": say("particulars removed for data protection"),
        "no_address": say("has no address"),
        "deadline": say("was put off by the server until the deadline had passed"),
        "no_smtputf8": say("the mail server takes no address with letters beyond a to z before the @"),
        "bounced": say("came back after the server had taken it"),
    }.get(note)
