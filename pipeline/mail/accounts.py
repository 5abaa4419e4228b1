"""What the ledger can tell afterwards, and what people decide in it: the table of deliveries, doubts settled, particulars removed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import datetime
from typing import Literal, TypeAlias

from pipeline.dataclass import dataclass
from pipeline.letter import Edition
from pipeline.mail.address import AddressFault, read_address
from pipeline.mail.deliveries import State
from pipeline.mail.enrolment import Note
from pipeline.mail.ledger import Ledger, stamp
from pipeline.problems import BadInput, Place, Problem, say

Decision: TypeAlias = Literal["sent", "again"]
"""sent: it has arrived, let it be; again: it has not, send it anew."""


@dataclass(frozen=True, slots=True)
class Account:
    """A delivery as the ledger tells it; times in ISO 8601, '' where there is none, particulars '' once purged."""

    organisation: str
    kind: str
    year: int
    number: str
    correction: int
    reason: str
    recipient: str
    name: str
    address: str
    state: State
    changed_at: str
    next_at: str
    attempts: int
    answer: str
    note: str
    message_id: str


_ACCOUNTS = """
    SELECT organisation, kind, year, number, correction, reason, recipient, coalesce(name, '') AS name, coalesce(address, '') AS address, state,
        changed_at, coalesce(next_at, '') AS next_at, attempts, answer, note, coalesce(message_id, '') AS message_id
    FROM delivery JOIN mailing ON mailing.id = delivery.mailing
    WHERE (:organisation IS NULL OR organisation = :organisation) AND (:kind IS NULL OR kind = :kind)
        AND (:year IS NULL OR year = :year) AND (:number IS NULL OR number = :number) AND (:state IS NULL OR state = :state)
    ORDER BY organisation, year, kind, number, correction, delivery.id
"""


def accounts(
    ledger: Ledger, edition: Edition | None = None, state: State | None = None, organisation: str | None = None
) -> Iterator[Account]:
    """Every delivery, or those of an edition, an organisation, in a state; corrections behind what they correct."""
    values = {
        "organisation": edition.organisation if edition else organisation,
        "kind": edition.kind if edition else None,
        "year": edition.year if edition else None,
        "number": edition.number if edition else None,
        "state": state,
    }
    for row in ledger.rows(_ACCOUNTS, values):
        yield Account(**dict(row))


def resolve(ledger: Ledger, edition: Edition, decision: Decision, now: datetime, recipient: str = "") -> list[Account]:
    """Settle the edition's doubts (of one recipient, by id, name or address) by a person's decision, which is kept; gives what was in doubt.

    Rows that got nothing because their recipient has the edition at an earlier address wait again too when ``again`` names that recipient.
    """
    settled = [account for account in accounts(ledger, edition) if _in_question(account, decision, recipient)]
    after: State = "sent" if decision == "sent" else "pending"
    note: Note = "" if decision == "sent" else "decided"
    with ledger.transaction() as connection:
        for account in settled:
            connection.execute(
                "UPDATE delivery SET state = ?, note = ?, changed_at = ? WHERE recipient = ? AND state = ? AND note = ? AND address IS ? AND mailing IN"
                " (SELECT id FROM mailing WHERE organisation = ? AND kind = ? AND year = ? AND number = ? AND correction = ?)",
                (
                    *(after, note, stamp(now), account.recipient, account.state, account.note, account.address or None),
                    *(edition.organisation, edition.kind, edition.year, edition.number, account.correction),
                ),
            )
    for row in ledger.mailings(edition):
        mine = [account for account in settled if account.correction == row.correction]
        if mine:
            ledger.note_decision(row.id, f"in-doubt={decision}", ", ".join(account.recipient for account in mine), now)
    return settled


def _in_question(account: Account, decision: Decision, recipient: str) -> bool:
    if recipient and recipient.casefold() not in (account.recipient.casefold(), account.name.casefold(), account.address.casefold()):
        return False
    if decision == "again" and not account.address:
        return False
    replaced = bool(recipient) and decision == "again" and account.note == "replaced"
    return account.state == "in_doubt" or replaced


_PURGE = (
    """UPDATE delivery SET state = 'cancelled', note = 'purged', next_at = NULL, changed_at = :now
    WHERE state IN ('pending', 'deferred') AND mailing IN (SELECT id FROM mailing WHERE queued_at < :before)""",
    """UPDATE delivery SET name = NULL, address = NULL, answer = '', token = NULL, message_id = NULL
    WHERE mailing IN (SELECT id FROM mailing WHERE queued_at < :before)""",
    "DELETE FROM spool WHERE mailing IN (SELECT id FROM mailing WHERE queued_at < :before)",
    "UPDATE dead_address SET address = NULL, answer = '' WHERE since < :before",
)


def purge(ledger: Ledger, before: datetime, now: datetime) -> int:
    """Remove names, addresses, answers and messages of mailings queued before then; gives their number.

    Who has which edition stays as keyed hashes, so that nobody is sent it again; what still waited is cancelled.
    """
    with ledger.transaction() as connection:
        number = int(connection.execute("SELECT count(*) FROM mailing WHERE queued_at < ?", (stamp(before),)).fetchone()[0])
        for statement in _PURGE:
            connection.execute(statement, {"before": stamp(before), "now": stamp(now)})
    with ledger.guard():
        ledger.connection.execute("VACUUM")
        ledger.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return number


def revive(ledger: Ledger, address: str) -> bool:
    """Take an address off the list of dead ones; whether it stood there. Raises BadInput for what is no address."""
    try:
        key = ledger.address_hash(read_address(address))
    except AddressFault as fault:
        raise BadInput([Problem(Place(ledger.path.as_posix()), "address", fault.words, say("write the whole address"))]) from fault
    with ledger.guard():
        return ledger.connection.execute("DELETE FROM dead_address WHERE address_hash = ?", (key,)).rowcount > 0


def decisions(ledger: Ledger, edition: Edition) -> list[tuple[str, str, str]]:
    """What people decided about an edition: when, what, why."""
    found: list[sqlite3.Row] = []
    for row in ledger.mailings(edition):
        found += ledger.rows("SELECT at, what, reason FROM decision WHERE mailing = ? ORDER BY id", (row.id,))
    return [(row["at"], row["what"], row["reason"]) for row in found]
