"""A sending run in a process of its own, which a test can kill; imported by the fork server once, so that each run starts at once."""

from __future__ import annotations

import multiprocessing
import resource
import time
from datetime import UTC, datetime
from pathlib import Path

from pipeline.mail.campaign import prepare, send, standing
from pipeline.mail.ledger import Ledger, LedgerFault
from pipeline.mail.run import Clock, Conduct
from pipeline.mail.transport import Session
from pipeline.problems import ExitCode
from tests.mail.desk import QUICK, a_mailing

CLOCK = Clock(lambda: datetime.now(UTC), time.monotonic, time.sleep)
SPAWN = multiprocessing.get_context("forkserver")
SPAWN.set_forkserver_preload(["tests.mail.killing"])


def deliver(path: str, port: int, count: int, file_limit: int = 0, busy_seconds: float = 30.0) -> None:
    """One run over the ledger at ``path``; ends the process with the run's exit code."""
    if file_limit:
        resource.setrlimit(resource.RLIMIT_FSIZE, (file_limit, file_limit))
    mailing = a_mailing(port, count)
    try:
        ledger = Ledger(Path(path), busy_seconds=busy_seconds)
        plan = prepare(ledger, mailing, standing(ledger, mailing.edition, mailing.document_sha256), CLOCK.now(), 0)
        outcome = send(ledger, mailing, plan, lambda: Session(mailing.settings, None, timeouts=QUICK), CLOCK, Conduct(patience=0))
    except LedgerFault:
        raise SystemExit(int(ExitCode.TRY_LATER)) from None
    raise SystemExit(int(outcome.exit_code))


def spawn(path: Path, port: int, count: int, **limits: float) -> multiprocessing.process.BaseProcess:
    """A running process that delivers."""
    process = SPAWN.Process(target=deliver, args=(str(path), port, count), kwargs=limits)
    process.start()
    return process
