"""Writes "sent" into the ledger while the next message is already under way, so that a disk's slowness costs no time on the line."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Self


class Scribe:
    """One step at a time in a thread of its own; ``settle`` comes before whatever must find it on disk."""

    def __init__(self) -> None:
        """Idle."""
        self._pool = ThreadPoolExecutor(max_workers=1)
        self._step: Future[None] | None = None

    def write(self, step: Callable[[], None]) -> None:
        """Begin a step once the one before is on disk; raises what that one met."""
        self.settle()
        self._step = self._pool.submit(step)

    def settle(self) -> None:
        """Wait until the last step is on disk; raises what it met."""
        step, self._step = self._step, None
        if step is not None:
            step.result()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._pool.shutdown()
        if error is None:
            self.settle()
