"""What a sending run says: what is about to leave and for how long, when it will be done, who got it and who did not."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from pipeline.jobs.accounts import STATES
from pipeline.jobs.files import size_words
from pipeline.jobs.outcome import Outcome, TableOut
from pipeline.problems import Message, Report, counted, say

if TYPE_CHECKING:
    from pipeline.mail.campaign import Mailing, Plan
    from pipeline.mail.campaign import Outcome as Sent
    from pipeline.mail.ledger import Ledger
    from pipeline.mail.tally import Progress


def note_of(note: str) -> Message | str:
    """Why somebody is left out, in words."""
    from pipeline.mail.enrolment import note_words

    return note_words(note) or ""


def unreached(plan: Plan) -> tuple[TableOut, ...]:
    """The members of whose addresses none gets the mailing, with the reason."""
    rows = tuple((recipient.name, note_of(note)) for recipient, note in plan.unreached)
    return (TableOut((say("Not reached"), say("Why")), rows),) if rows else ()


def summary(mailing: Mailing, plan: Plan) -> Message:
    """What is about to leave, as a question."""
    pages = mailing.enclosure.pages
    question = say(
        "Send {edition} ({pages}, {size} a message) to {addresses} through {host} ({provider}), in about {time}?",
        edition=mailing.edition.key,
        pages=counted(pages, say("1 page"), say("{pages} pages", pages=pages)),
        size=size_words(plan.frozen.size),
        addresses=counted(plan.to_send, say("1 address"), say("{count} addresses", count=plan.to_send)),
        host=mailing.settings.host,
        provider=mailing.settings.provider,
        time=_span(plan.seconds),
    )
    if not plan.unreached:
        return question
    names = ", ".join(recipient.name or recipient.id for recipient, _ in plan.unreached)
    return say("Not reached ({count}): {names}. {question}", count=len(plan.unreached), names=names, question=question)


def as_it_stands(ledger: Ledger, mailing: Mailing, plan: Plan, report: Report) -> Outcome:
    """What earlier runs left failed or in doubt, which a run with nothing to do must not pass over."""
    from pipeline.mail.campaign import Outcome as Standing
    from pipeline.mail.deliveries import Deliveries

    row = plan.standing.row
    if row is None:
        return Outcome(problems=tuple(report.problems))
    return told(ledger, mailing, Standing(row.id, Deliveries(ledger, row.id).counts(), None, False, None), report)


def told(ledger: Ledger, mailing: Mailing, sent: Sent, report: Report) -> Outcome:
    """Counts by state, who failed or is in doubt, and what to do next."""
    from pipeline.mail.accounts import accounts

    rows = tuple((STATES[state], str(count)) for state, count in sent.counts.items() if count)
    said: list[Message | str | TableOut] = [TableOut((say("State"), say("Number")), rows, frozenset({1}))]
    correction = next(row.correction for row in ledger.mailings(mailing.edition) if row.id == sent.mailing)
    rows_now = (account for account in accounts(ledger, mailing.edition) if account.correction == correction)
    open_rows = [account for account in rows_now if account.state in {"failed", "in_doubt"}]
    if open_rows:
        heads = (say("Recipient"), say("Address"), say("State"), say("The server's answer"))
        said.append(TableOut(heads, tuple((account.name, account.address, STATES[account.state], account.answer) for account in open_rows)))
    problems = list(report.problems)
    if sent.stop is not None:
        problems.append(sent.stop.problem)
    if sent.left:
        many = say("{count} addresses are left; the same command goes on where this one stopped.", count=sent.left)
        said.append(counted(sent.left, say("One address is left; the same command goes on where this one stopped."), many))
    if sent.counts["in_doubt"]:
        said.append(say("In doubt: ask them, then run invoke deliveries --resolve in-doubt=sent or in-doubt=again."))
    return Outcome(problems=tuple(problems), said=tuple(said), exit_code=sent.exit_code, mailed=True)


def arrival(state: Progress, now: datetime) -> Message:
    """What the run does and when it will have come to everyone, as the provider's pace and what was put off let it; ``now`` is aware."""
    at = _clock(now + timedelta(seconds=state.seconds_left), now)
    if state.waiting_seconds:
        return say("Waiting until {until}, done at about {at}", until=_clock(now + timedelta(seconds=state.waiting_seconds), now), at=at)
    return say("Sending, done at about {at}", at=at)


def _clock(moment: datetime, now: datetime) -> str:
    """Hours and minutes, with the date where it is another day's."""
    return moment.strftime("%H:%M" if moment.date() == now.date() else "%Y-%m-%d %H:%M")


def _span(seconds: float) -> Message:
    """A time that people can plan with: minutes, then hours, then days."""
    minutes = max(1, round(seconds / 60))
    hours, days = round(seconds / 3600), round(seconds / 86_400)
    if days > 1:
        return say("{count} days", count=days)
    return say("{count} h", count=hours) if minutes > 120 else say("{count} min", count=minutes)
