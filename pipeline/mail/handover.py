"""One message to the server: every outcome is in the ledger before anything else is done, and doubt is written down before it can arise."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from pipeline.dataclass import dataclass
from pipeline.mail.deliveries import Deliveries, Delivery, Taken
from pipeline.mail.message import Message
from pipeline.mail.transport import Refused, Session
from pipeline.mail.verdict import Verdict, judge
from pipeline.mail.wire import Lost

BACKOFF_MINUTES = (5, 10, 20, 40, 60, 120, 240)
"""Waits after the first, second … temporary refusal; greylisting mostly ends with the first."""

DEADLINE = timedelta(hours=48)


@dataclass(frozen=True, slots=True)
class Job:
    """A delivery with its message."""

    delivery: Delivery
    message: Message


class Line:
    """A way to the server, and what it took last, which is not written yet."""

    def __init__(self, session: Session, deliveries: Deliveries, now: Callable[[], datetime]) -> None:
        """``now`` is the time of day."""
        self.session, self.deliveries, self.now = session, deliveries, now
        self.taken: Taken | None = None

    def settle(self) -> None:
        """Write that the server took the last message, if that is still to be done; raises LedgerFault."""
        taken, self.taken = self.taken, None
        if taken is not None:
            self.deliveries.sent(taken)


def hand_over(line: Line, job: Job, meanwhile: Callable[[], None]) -> Verdict:
    """Try once; raises LedgerFault when a step cannot be written, with the connection cut before end-of-data if that was still to come.

    ``meanwhile`` is done while the server digests the message, and must not raise.
    """
    try:
        verdict = _transmit(line, job, meanwhile)
        _write(line, job.delivery, verdict)
    except BaseException:
        line.session.abort()
        raise
    return verdict


def _transmit(line: Line, job: Job, meanwhile: Callable[[], None]) -> Verdict:
    session = line.session
    try:
        session.begin(job.message, line.settle)
        session.content(job.message)
        early = session.early_refusal()
    except Refused as refused:
        _forget(session)
        return judge(refused.stage, refused.reply)
    except Lost as lost:
        session.abort()
        return Verdict("lost", str(lost))
    if early is not None:
        session.abort()
        return judge("content", early)
    line.deliveries.doubt(job.delivery.id, line.now())  # a quick server still reads what has been sent: the disk costs no time
    try:
        reply = session.end(meanwhile)
    except Lost as lost:
        session.abort()
        return Verdict("in_doubt", str(lost))
    if reply.code < 300:
        return Verdict("sent", reply.words)
    if reply.code < 400:
        session.abort()
        return Verdict("in_doubt", reply.words)
    if reply.code == 421:
        session.abort()
    return judge("content", reply)


def _forget(session: Session) -> None:
    """Clear the refused message from the server's mind, or the connection if that fails."""
    if session.is_open:
        try:
            session.reset()
        except Lost:
            session.abort()


def _write(line: Line, delivery: Delivery, verdict: Verdict) -> None:
    """The outcome into the ledger; that it was sent is written while the server reads the next envelope, or by ``settle`` where none follows."""
    line.settle()
    deliveries = line.deliveries
    if verdict.outcome == "sent":
        line.taken = Taken(delivery.id, verdict.answer, line.now())
        return
    now = line.now()
    match verdict.outcome:
        case "failed":
            deliveries.fail(delivery.id, verdict.answer, now)
        case "deferred":
            defer(deliveries, delivery, verdict.answer, now)
        case "in_doubt":
            deliveries.annotate(delivery.id, verdict.answer)
        case "lost" | "sender_refused" | "sender_deferred" | "too_large":
            deliveries.release(delivery.id, now)


def defer(deliveries: Deliveries, delivery: Delivery, answer: str, now: datetime) -> None:
    """Wait for the next attempt, longer each time; past the deadline it has failed."""
    if delivery.first_tried_at is not None and now - delivery.first_tried_at > DEADLINE:
        deliveries.fail(delivery.id, answer, now, note="deadline")
        return
    minutes = BACKOFF_MINUTES[min(delivery.attempts, len(BACKOFF_MINUTES) - 1)]
    deliveries.defer(delivery.id, answer, now + timedelta(minutes=minutes), now)
