"""What a refusal means: for this recipient, for the sender, or for now only (RFC 5321 4.2, RFC 3463, and what servers do in practice)."""

from __future__ import annotations

from typing import Literal, TypeAlias

from pipeline.dataclass import dataclass
from pipeline.mail.transport import Stage
from pipeline.mail.wire import Reply

Outcome: TypeAlias = Literal["sent", "in_doubt", "deferred", "failed", "lost", "sender_refused", "sender_deferred", "too_large"]
"""lost: nothing whole was sent, try again; sender_…: nobody would get it now, the recipient waits; too_large: nobody ever, in this form."""

_LOG_IN_FIRST = frozenset({530, 534, 535, 538})
_TOO_LARGE = frozenset({"5.3.4", "5.2.3"})


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome of one attempt, the server's words for it, and whether the refusal may be aimed at the sender (``suspect``)."""

    outcome: Outcome
    answer: str
    suspect: bool = False


def judge(stage: Stage, reply: Reply) -> Verdict:
    """The meaning of a 4xx or 5xx; ``stage`` "content" is the answer to end-of-data."""
    if reply.code in _LOG_IN_FIRST:
        return Verdict("sender_refused", reply.words)
    if stage != "content" and reply.code == 421:
        return Verdict("lost", reply.words)
    if stage == "MAIL":
        return _sender(reply)
    if reply.temporary:
        return Verdict("deferred", reply.words)
    if reply.enhanced == "5.3.4" or (stage == "content" and reply.code == 552 and not reply.enhanced):
        return Verdict("too_large", reply.words)
    return Verdict("failed", reply.words, suspect=stage != "RCPT" or _about_policy(reply))


def _sender(reply: Reply) -> Verdict:
    if reply.temporary:
        return Verdict("sender_deferred", reply.words)
    too_large = reply.enhanced in _TOO_LARGE or (reply.code == 552 and not reply.enhanced)
    return Verdict("too_large" if too_large else "sender_refused", reply.words)


def _about_policy(reply: Reply) -> bool:
    """Postfix and others say only at RCPT what they hold against the sender (smtpd_delay_reject)."""
    return reply.enhanced.startswith("5.7.") or "relay" in reply.words.lower() or "sender" in reply.words.lower()
