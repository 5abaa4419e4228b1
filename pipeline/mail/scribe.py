"""Writes into the ledger beside the wire: a doubt takes along what was taken just before, so that a message costs one commit."""

from __future__ import annotations

import threading
from queue import Empty, SimpleQueue
from typing import Literal

from pipeline.mail.deliveries import Deliveries, Doubted, Taken

HOLD_SECONDS = 0.01
"""So long does 'sent' wait for the next doubt; a run that dies meanwhile leaves one doubt more to be listed, so no longer."""


class Scribe:
    """One thread that writes in the order of what it is given; what fails is raised when its outcome is waited for."""

    def __init__(self, deliveries: Deliveries) -> None:
        """Wait for something to write."""
        self._deliveries = deliveries
        self._inbox: SimpleQueue[Doubted | Taken | Literal["settle", "close"]] = SimpleQueue()
        self._done: SimpleQueue[BaseException | None] = SimpleQueue()
        self._held: list[Taken] = []
        self._error: BaseException | None = None
        self._pending = False
        self._thread = threading.Thread(target=self._work, daemon=True)
        self._thread.start()

    def doubt(self, row: Doubted) -> None:
        """Begin to write a doubt; ``settle`` says that it is on disk."""
        self._pending = True
        self._inbox.put(row)

    def sent(self, row: Taken) -> None:
        """Write that a message was taken, with the next doubt or soon without one."""
        self._inbox.put(row)

    def settle(self) -> None:
        """Wait until all that was begun is written; raises LedgerFault."""
        if not self._pending:
            self._inbox.put("settle")
        self._pending = False
        error = self._done.get()
        if error is not None:
            raise error

    def close(self) -> None:
        """Write what is held and end."""
        self._inbox.put("close")
        self._thread.join()

    def _work(self) -> None:
        while True:
            try:
                given = self._inbox.get(timeout=HOLD_SECONDS if self._held else None)
            except Empty:
                self._write(None)
                continue
            if isinstance(given, Taken):
                self._held.append(given)
                continue
            self._write(given if isinstance(given, Doubted) else None)
            if given == "close":
                return
            error, self._error = self._error, None
            self._done.put(error)

    def _write(self, doubted: Doubted | None) -> None:
        """What is held, and a doubt with it; after a fault nothing more is written, so that none is passed over."""
        held, self._held = self._held, []
        if self._error is not None:
            return
        try:
            if doubted is not None:
                self._deliveries.doubt(doubted, held)
            else:
                for row in held:
                    self._deliveries.sent(row)
        except BaseException as error:  # noqa: BLE001 - settle() raises it again, in the thread that sends
            self._error = error
