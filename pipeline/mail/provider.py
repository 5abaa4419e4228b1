"""What providers allow, how fast that is, and how long a mailing therefore takes."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import replace

from pipeline.dataclass import dataclass
from pipeline.letter import ProviderName, Settings

MOST_CONNECTIONS = 10
SECONDS_A_DAY = 86_400
SECONDS_PER_MESSAGE = 0.5
"""A first guess for a message of some hundred kilobytes over a common line, until the run has measured its own."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Messages a minute and a day (0 for no limit), and connections at a time."""

    per_minute: int
    per_day: int
    connections: int


PROVIDERS: Mapping[ProviderName, Limits] = {
    "generic": Limits(per_minute=0, per_day=0, connections=1),
    "microsoft365": Limits(per_minute=30, per_day=10_000, connections=3),
    "gmail": Limits(per_minute=60, per_day=2_000, connections=1),
}
"""As the providers publish them (Microsoft 365, Google Workspace), but Gmail's minute, for which it names no figure."""


def limits(settings: Settings) -> Limits:
    """The provider's limits, tighter where the settings are; only ``generic`` takes more connections than its own, up to ten."""
    own = PROVIDERS[settings.provider]
    connections = settings.connections or own.connections
    return replace(
        own,
        per_minute=_tighter(own.per_minute, settings.per_minute),
        per_day=_tighter(own.per_day, settings.per_day),
        connections=min(connections, MOST_CONNECTIONS if settings.provider == "generic" else own.connections),
    )


def seconds_needed(messages: int, allowed: Limits, seconds_per_message: float = SECONDS_PER_MESSAGE) -> float:
    """How long so many messages take at the given pace, one message's own time over all connections; a full day is followed by the next."""
    own = seconds_per_message / allowed.connections
    pace = max(own, 60.0 / allowed.per_minute if allowed.per_minute else 0.0)
    days = (messages - 1) // allowed.per_day if allowed.per_day and messages else 0
    return days * SECONDS_A_DAY + (messages - days * allowed.per_day) * pace


def _tighter(own: int, wished: int) -> int:
    return min(own, wished) if own and wished else own or wished


class Pace:
    """Hands out moments to begin a message at, evenly spread over the minute, to all connections together."""

    def __init__(self, allowed: Limits, monotonic: Callable[[], float]) -> None:
        """Begin now."""
        self._interval = 60.0 / allowed.per_minute if allowed.per_minute else 0.0
        self._monotonic = monotonic
        self._next = monotonic()
        self._lock = threading.Lock()

    def seconds_to_wait(self) -> float:
        """Take the next moment; the time until it comes."""
        with self._lock:
            now = self._monotonic()
            at = max(self._next, now)
            self._next = at + self._interval
            return at - now
