"""How far a run has come, counted in memory so that telling it costs nothing, and how long it will take."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.dataclass import dataclass
from pipeline.mail.deliveries import State
from pipeline.mail.provider import SECONDS_PER_MESSAGE, Limits, seconds_needed

ENOUGH = 5
"""Messages after which a run trusts its own pace more than the first guess."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Counts of the whole mailing, seconds until it has come to everyone, seconds that the run now waits (0 while it sends)."""

    total: int
    sent: int
    failed: int
    deferred: int
    in_doubt: int
    left: int
    seconds_left: float
    waiting_seconds: float = 0.0


class Tally:
    """Counts by state, moved as the ledger's rows move."""

    def __init__(self, counts: Mapping[State, int], allowed: Limits) -> None:
        """Begin where the ledger stands."""
        self.counts = dict(counts)
        self._allowed = allowed
        self._done = 0

    @property
    def left(self) -> int:
        """Rows that a run has still to bring to an end."""
        return self.counts["pending"] + self.counts["deferred"]

    def move(self, before: State, after: State) -> None:
        """One row went from one state to another."""
        self.counts[before] -= 1
        self.counts[after] += 1
        self._done += after != "pending"

    def progress(self, sending_seconds: float, deferred_seconds: float, waiting_seconds: float = 0.0) -> Progress:
        """What to show: after ``sending_seconds`` of sending so far, with the first deferred row due in ``deferred_seconds``."""
        counts = self.counts
        own = sending_seconds / self._done * self._allowed.connections if self._done >= ENOUGH else SECONDS_PER_MESSAGE
        needed = seconds_needed(self.left, self._allowed, own)
        if counts["deferred"]:
            needed = max(needed, deferred_seconds)
        total = sum(counts.values()) - counts["cancelled"]
        return Progress(
            total,
            counts["sent"],
            counts["failed"],
            counts["deferred"],
            counts["in_doubt"],
            self.left,
            max(needed, waiting_seconds),
            waiting_seconds,
        )
