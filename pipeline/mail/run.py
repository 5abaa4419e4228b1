"""A sending run: takes due deliveries one by one, keeps the provider's pace, waits where waiting helps and stops where it does not."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import TypeAlias

from pipeline.dataclass import dataclass
from pipeline.mail.brakes import Brakes, Stop
from pipeline.mail.connecting import CannotConnect
from pipeline.mail.deliveries import Deliveries, Delivery, State
from pipeline.mail.handover import Job, Line, defer, hand_over
from pipeline.mail.ledger import LedgerFault
from pipeline.mail.message import Message
from pipeline.mail.provider import Limits, Pace
from pipeline.mail.tally import Progress, Tally
from pipeline.mail.transport import Session, SessionMaker
from pipeline.mail.verdict import Verdict
from pipeline.problems import Place, Problem, say

LOSSES = 3
"""Connections that one delivery may lose before it has to wait like a deferred one."""

WAITS = (5.0, 15.0, 60.0, 120.0, 300.0)
"""Seconds to wait for a server that takes nothing at all now, longer each time."""

AT_A_TIME = 50
"""Deliveries that are read from the ledger together; only this run moves them, as it alone holds the sending lock."""

STEP = 0.5
"""Seconds after which a waiting run looks whether it is to stop."""


@dataclass(frozen=True, slots=True)
class Clock:
    """The time of day (aware), a time that never jumps, and sleep; the caller holds the real ones."""

    now: Callable[[], datetime]
    monotonic: Callable[[], float]
    sleep: Callable[[float], None]


def _never() -> bool:
    return False


def _unseen(progress: Progress) -> None:
    del progress


@dataclass(frozen=True, slots=True)
class Conduct:
    """How a run behaves: the sum of seconds to wait for what is deferred or unreachable, whether it is to end, whom to tell how far it is."""

    patience: float = 1800.0
    stop: Callable[[], bool] = _never
    progress: Callable[[Progress], None] = _unseen


MessageMaker: TypeAlias = Callable[[Delivery], Message]


class Run:
    """One run over one mailing; afterwards ``reason`` says why it stopped early, ``interrupted`` that it was asked to."""

    def __init__(
        self,
        deliveries: Deliveries,
        make_message: MessageMaker,
        make_session: SessionMaker,
        allowed: Limits,
        clock: Clock,
        conduct: Conduct,
        place: Place,
    ) -> None:
        """``place`` is the server's name in what is said about it."""
        self.deliveries = deliveries
        self.reason: Stop | None = None
        self.interrupted = False
        self._make_message, self._make_session = make_message, make_session
        self._allowed, self._clock, self._place = allowed, clock, place
        self._patience, self._stop, self._show = conduct.patience, conduct.stop, conduct.progress
        self._pace = Pace(allowed, clock.monotonic)
        self._tally = Tally(deliveries.counts(), allowed)
        self._brakes = Brakes(place)
        self._lock = threading.RLock()
        self._due: deque[Delivery] = deque()
        self._taken: set[int] = set()
        self._error: BaseException | None = None
        self._began, self._waited = clock.monotonic(), 0.0

    def go(self) -> None:
        """Send until nothing is left to do now; raises LedgerFault, and whatever is a bug."""
        helpers = [threading.Thread(target=self._work, daemon=True) for _ in range(self._allowed.connections - 1)]
        for helper in helpers:
            helper.start()
        self._work()
        for helper in helpers:
            helper.join()
        if self._error is not None:
            raise self._error

    def _work(self) -> None:
        line = Line(self._make_session(), self.deliveries, self._clock.now)
        try:
            self._serve_all(line)
            line.settle()
            self.deliveries.ledger.sync()
        except BaseException as error:  # noqa: BLE001 - go() raises it again, in the thread that called
            self._error = self._error or error
        finally:
            with suppress(LedgerFault):
                line.settle()
            line.session.close()

    def _serve_all(self, line: Line) -> None:
        ahead: list[Job] = []

        def look_ahead() -> None:
            """Fetch and write the next message while the server digests this one."""
            if not ahead and not self._allowed.per_minute:
                with suppress(LedgerFault):  # it will be met again when the step counts
                    ahead.extend(self._fetch())

        while (job := ahead.pop() if ahead else self._take()) is not None:
            try:
                self._serve(line, job, look_ahead)
                if not ahead:
                    line.settle()  # no envelope follows at once that could take the outcome along
            finally:
                with self._lock:
                    self._taken.discard(job.delivery.id)

    # ── what to do next ──────────────────────────────────────────────────────────────────────────────────────────────

    def _take(self) -> Job | None:
        """The next job, after as much waiting as patience allows; None when this run is over."""
        while not self._over():
            job = next(iter(self._fetch()), None)
            if job is not None:
                return job
            if self._taken:
                self._clock.sleep(0.02)
            elif not self._wait_for_deferred():
                return None
        return None

    def _fetch(self) -> list[Job]:
        """The next due job, kept from the other connections; none when nothing is due or the day is full."""
        with self._lock:
            if not self._due:
                self._due.extend(self.deliveries.due(self._clock.now(), self._taken, AT_A_TIME))
            if not self._due or self._day_is_full():
                return []
            delivery = self._due.popleft()
            self._taken.add(delivery.id)
        return [Job(delivery, self._make_message(delivery))]

    def _over(self) -> bool:
        if self._stop():
            self.interrupted = True
        return self.interrupted or self.reason is not None or self._error is not None

    def _end(self, stop: Stop) -> None:
        """The run ends; the first reason stands, and a wish to end is none."""
        if self.reason is None and not self.interrupted:
            self.reason = stop

    def _day_is_full(self) -> bool:
        """Whether no more may be begun today; the run ends when what other connections have in hand has come to its outcome too."""
        limit = self._allowed.per_day
        ledger, yesterday = self.deliveries.ledger, self._clock.now() - timedelta(days=1)
        if not limit or ledger.handed_over_since(yesterday, self._taken) < limit:
            return False
        if ledger.handed_over_since(yesterday) >= limit:
            found = say("expected room for more today, found the limit of {count} messages a day reached", count=limit)
            self._end(Stop(Problem(self._place, "", found, say("run the command again tomorrow")), lasting=False))
        return True

    def _wait_for_deferred(self) -> bool:
        """Wait for the first deferred row; False when there is none, or none within patience."""
        at = self.deliveries.next_time()
        if at is None:
            return False
        seconds = max((at - self._clock.now()).total_seconds(), 0.0) + 1.0
        return self._wait(seconds, until=lambda: bool(self.deliveries.due(self._clock.now())))

    def _wait(self, seconds: float, until: Callable[[], bool] = lambda: False) -> bool:
        """Wait in small steps; False when patience does not reach so far or the run is to end."""
        if seconds > self._patience:
            return False
        self.deliveries.ledger.sync()
        end = self._clock.monotonic() + seconds
        while (rest := end - self._clock.monotonic()) > 0 and not until():
            if self._over():
                return False
            self._report(rest)
            self._clock.sleep(min(STEP, rest))
            with self._lock:
                self._patience -= min(STEP, rest)
                self._waited += min(STEP, rest)
        return not self._over()

    # ── one delivery ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _serve(self, line: Line, job: Job, meanwhile: Callable[[], None]) -> None:
        """Bring one delivery to an outcome, over new connections where one is lost; it waits as before when the run has to stop."""
        delivery = job.delivery
        losses = waits = 0
        while self._ready(line.session, job):
            verdict = hand_over(line, job, meanwhile)
            match verdict.outcome:
                case "lost":
                    losses += 1
                    if losses < LOSSES:
                        continue
                    defer(self.deliveries, delivery, verdict.answer, self._clock.now())
                case "sender_deferred":
                    line.session.close()
                    if self._wait(WAITS[min(waits, len(WAITS) - 1)]):
                        waits += 1
                        continue
                    self._end(self._brakes.halt(verdict))
                    return
                case "sender_refused" | "too_large":
                    self._end(self._brakes.halt(verdict))
                    return
                case _:
                    pass
            self._account(delivery, verdict)
            return

    def _ready(self, session: Session, job: Job) -> bool:
        """Connected, allowed by the pace, and of a kind that the server takes; False when the delivery is done with or the run is."""
        delivery, message = job.delivery, job.message
        if not self._connect(session):
            return False
        if session.size_limit and message.size > session.size_limit:
            self._end(self._brakes.halt(Verdict("too_large", f"SIZE {session.size_limit}")))
            return False
        if message.international and not session.takes_international:
            self.deliveries.fail(delivery.id, "", self._clock.now(), note="no_smtputf8")
            self._account(delivery, Verdict("failed", ""))
            return False
        end = self._clock.monotonic() + self._pace.seconds_to_wait()
        while (rest := end - self._clock.monotonic()) > 0 and not self._over():
            self._clock.sleep(min(STEP, rest))
        return not self._over()

    def _connect(self, session: Session) -> bool:
        waits = 0
        while not self._over():
            try:
                session.open()
            except CannotConnect as fault:
                if fault.lasting or not self._wait(WAITS[min(waits, len(WAITS) - 1)]):
                    self._end(Stop(fault.problem, fault.lasting))
                    return False
                waits += 1
            else:
                return True
        return False

    def _account(self, delivery: Delivery, verdict: Verdict) -> None:
        """Count the outcome, brake if it is one too many of its kind, and tell how far the run has come."""
        with self._lock:
            after = self._state(delivery, verdict)
            self._tally.move(delivery.state, after)
            stop = self._brakes.look(delivery, verdict)
            if stop is not None:
                self._end(stop)
                self._retract()
        self._report()

    def _state(self, delivery: Delivery, verdict: Verdict) -> State:
        """The row's state now: what was to be deferred may have failed by its deadline."""
        match verdict.outcome:
            case "sent" | "failed" | "in_doubt":
                return verdict.outcome
            case _:
                return self.deliveries.state(delivery.id)

    def _retract(self) -> None:
        """Let those wait again whom the server refused for the sender's sake, unless they have been given that chance before."""
        for delivery in self._brakes.suspects:
            if delivery.attempts == 0:
                self.deliveries.retract(delivery.id, self._clock.now())
                self._tally.move("failed", "pending")
        self._brakes.suspects.clear()

    def _report(self, waiting: float = 0.0) -> None:
        with self._lock:
            at = self.deliveries.next_time() if self._tally.counts["deferred"] else None
            until_deferred = (at - self._clock.now()).total_seconds() if at is not None else 0.0
            sending = self._clock.monotonic() - self._began - self._waited
            self._show(self._tally.progress(sending, until_deferred, waiting))
