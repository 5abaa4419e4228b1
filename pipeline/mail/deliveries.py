"""One mailing's deliveries, each taken from state to state in single steps that are on disk before the next thing happens.

States: pending → in_doubt → sent | deferred | failed; cancelled at any time before in_doubt. What is in_doubt stays so until
the server's answer or a person settles it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from datetime import datetime
from typing import Literal, TypeAlias

from pipeline.dataclass import dataclass
from pipeline.mail.ledger import Ledger, moment, stamp

State: TypeAlias = Literal["pending", "in_doubt", "sent", "deferred", "failed", "cancelled"]
_OPEN: tuple[State, ...] = ("pending", "deferred", "in_doubt")
_TRIED = "answer = :answer, first_tried_at = coalesce(first_tried_at, :at), attempts = attempts + (state != 'in_doubt')"
"""An attempt counts once: what was in doubt has been counted then."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message to hand over, pending or deferred; ``first_tried_at`` None before the first attempt."""

    id: int
    state: State
    recipient: str
    name: str
    address: str
    language: str
    token: str
    message_id: str
    attempts: int
    first_tried_at: datetime | None


@dataclass(frozen=True, slots=True)
class Taken:
    """A row whose message the server took, with the server's answer."""

    delivery: int
    answer: str
    now: datetime


class Deliveries:
    """The rows of one mailing in an open ledger."""

    def __init__(self, ledger: Ledger, mailing: int) -> None:
        """Look at one mailing."""
        self.ledger = ledger
        self.mailing = mailing

    def due(self, now: datetime, taken: Collection[int] = (), most: int = 1) -> list[Delivery]:
        """The next rows to hand over, but none in ``taken``: what waits first, then what was deferred and is due.

        A row changed later than ``now`` is due as well: the clock has jumped back, and nobody is to wait for it.
        """
        others = ",".join(str(int(number)) for number in taken)
        for condition in ("state = 'pending'", "state = 'deferred' AND (next_at <= :now OR changed_at > :now)"):
            found = self.ledger.rows(
                f"SELECT * FROM delivery WHERE mailing = :mailing AND {condition} AND id NOT IN ({others}) ORDER BY next_at, id LIMIT :most",  # noqa: S608
                {"mailing": self.mailing, "now": stamp(now), "most": most},
            )
            if found:
                return [_delivery(row) for row in found]
        return []

    def next_time(self) -> datetime | None:
        """When the first deferred row comes due."""
        found = self.ledger.rows("SELECT min(next_at) AS at FROM delivery WHERE mailing = ? AND state = 'deferred'", (self.mailing,))
        return moment(found[0]["at"]) if found and found[0]["at"] else None

    def doubt(self, delivery: int, now: datetime) -> None:
        """On disk before end-of-data is sent: from here on only the server or a person can say what happened."""
        tried = "next_at = NULL, attempts = attempts + 1, first_tried_at = coalesce(first_tried_at, :at)"
        self._step(delivery, ("pending", "deferred"), "in_doubt", now, tried)

    def release(self, delivery: int, now: datetime) -> None:
        """Back to pending out of doubt, when the message was never whole or the server refused for a reason that is not the recipient's.

        The attempt does not count; nothing happens where no doubt was.
        """
        with self.ledger.guard():
            self.ledger.connection.execute(
                "UPDATE delivery SET state = 'pending', attempts = attempts - 1, changed_at = ? WHERE id = ? AND state = 'in_doubt'",
                (stamp(now), delivery),
            )

    def annotate(self, delivery: int, answer: str) -> None:
        """Why a row stays in doubt."""
        with self.ledger.guard():
            self.ledger.connection.execute("UPDATE delivery SET answer = ? WHERE id = ? AND state = 'in_doubt'", (answer, delivery))

    def sent(self, row: Taken) -> None:
        """The server took it.

        A killed process loses none of this; a power cut may lose it until the next step is synced, and then leaves a doubt to be listed.
        """
        with self.ledger.unsynced():
            self._step(row.delivery, ("in_doubt",), "sent", row.now, "answer = :answer, note = ''", answer=row.answer)

    def defer(self, delivery: int, answer: str, next_at: datetime, now: datetime) -> None:
        """The server asked to come back."""
        self._step(delivery, _OPEN, "deferred", now, f"{_TRIED}, next_at = :next_at", answer=answer, next_at=stamp(next_at))

    def fail(self, delivery: int, answer: str, now: datetime, note: str = "") -> None:
        """The server refused for good, or the deadline has passed, which ``note`` then says."""
        self._step(delivery, _OPEN, "failed", now, f"{_TRIED}, next_at = NULL, note = :note", answer=answer, note=note)

    def retract(self, delivery: int, now: datetime) -> None:
        """A refusal was the sender's own fault: the recipient waits as before."""
        self._step(delivery, ("failed",), "pending", now, "next_at = NULL")

    def _step(self, delivery: int, before: tuple[State, ...], after: State, now: datetime, extra: str, **values: str) -> None:
        """One state to the next, committed and synced; a row that is not in a state of ``before`` is a bug of the caller."""
        allowed = ",".join(f"'{state}'" for state in before)
        with self.ledger.guard():
            cursor = self.ledger.connection.execute(
                f"UPDATE delivery SET {extra}, state = '{after}', changed_at = :at WHERE id = :id AND state IN ({allowed})",  # noqa: S608
                {"id": delivery, "at": stamp(now), **values},
            )
        if cursor.rowcount != 1:
            raise AssertionError(f"delivery {delivery} is not {' or '.join(before)}")

    def state(self, delivery: int) -> State:
        """Where a row stands."""
        found: State = self.ledger.rows("SELECT state FROM delivery WHERE id = ?", (delivery,))[0]["state"]
        return found

    def counts(self) -> dict[State, int]:
        """How many rows are in each state, every state named."""
        states: tuple[State, ...] = ("pending", "in_doubt", "sent", "deferred", "failed", "cancelled")
        found = {
            row["state"]: int(row["n"])
            for row in self.ledger.rows("SELECT state, count(*) AS n FROM delivery WHERE mailing = ? GROUP BY state", (self.mailing,))
        }
        return {state: found.get(state, 0) for state in states}


def _delivery(row: sqlite3.Row) -> Delivery:
    first = moment(row["first_tried_at"]) if row["first_tried_at"] else None
    return Delivery(
        id=row["id"],
        state=row["state"],
        recipient=row["recipient"],
        name=row["name"] or "",
        address=row["address"] or "",
        language=row["language"],
        token=row["token"] or "",
        message_id=row["message_id"] or "",
        attempts=row["attempts"],
        first_tried_at=first,
    )
