"""One sender at a time on one ledger: an SQLite lock, which every platform lets go when its holder dies."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from types import TracebackType
from typing import Self

from pipeline.mail.ledger import LedgerFault
from pipeline.problems import Place, Problem, say


class SendingLock:
    """Held inside a ``with``; entering raises LedgerFault while another run holds it."""

    def __init__(self, ledger: Path) -> None:
        """Lock by a file of its own beside the ledger, which stays readable meanwhile."""
        self._where = ledger.as_posix()
        self._connection = sqlite3.connect(ledger.with_name(ledger.name + ".sending"), timeout=0.0, isolation_level=None)

    def __enter__(self) -> Self:
        """Take the lock or raise."""
        try:
            self._connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            self._connection.close()
            found = say("expected no other run that sends, found one at work")
            hint = say("wait until it has ended; what it leaves is sent by the next run")
            raise LedgerFault(Problem(Place(self._where), "ledger", found, hint)) from error
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Let go."""
        self._connection.close()
