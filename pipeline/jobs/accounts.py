"""What the ledger knows afterwards: deliveries as a table, doubts settled by a person, bounces read, particulars removed."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime, timedelta
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, cast

from pipeline.jobs import postbox
from pipeline.jobs.extras import wanting
from pipeline.jobs.outcome import Outcome, ProgressSink, TableOut, no_progress
from pipeline.problems import BadInput, ExitCode, Message, Place, Problem, counted, say

if TYPE_CHECKING:
    from pipeline.letter import Edition, EditionKind
    from pipeline.mail.accounts import Account, Decision
    from pipeline.mail.ledger import Ledger

MOST_DAYS = 36_500
"""A hundred years: a typing error beyond that would reach before the calendar's first day."""

STATES = {
    "pending": say("pending"),
    "in_doubt": say("in doubt"),
    "sent": say("sent"),
    "deferred": say("deferred"),
    "failed": say("failed"),
    "cancelled": say("cancelled"),
}


Wanted = ParamSpec("Wanted")


def later(job: Callable[Wanted, Outcome]) -> Callable[Wanted, Outcome]:
    """A job that says 'try again later' where the ledger cannot be used now, as while a run is sending."""

    @wraps(job)
    def told(*values: Wanted.args, **given: Wanted.kwargs) -> Outcome:
        from pipeline.mail.ledger import LedgerFault

        try:
            return job(*values, **given)
        except LedgerFault as fault:
            return Outcome(problems=(fault.problem,), exit_code=ExitCode.TRY_LATER)

    return told


@later
def show_deliveries(
    *,
    ledger: str | None,
    form: str = "table",
    resolve: str = "",
    recipient: str = "",
    edition: str = "",
    progress: ProgressSink = no_progress,
) -> Outcome:
    """Every delivery of the ledger (``form`` table, json or csv), after settling doubts where ``resolve`` says so."""
    from pipeline.mail.accounts import accounts

    progress(say("Reading the ledger"), 0, 0)
    opened = _open(ledger)
    try:
        chosen = read_edition(edition) if edition else None
        said: list[Message | str | TableOut] = []
        if resolve:
            said.append(_resolve(opened, resolve, chosen, recipient))
        found = list(accounts(opened, chosen))
        dead = _dead(opened) if form == "table" else ()
    finally:
        opened.close()
    said += [_written(found, form), *dead]
    return Outcome(said=tuple(said))


def read_edition(key: str) -> Edition:
    """'organisation/newsletter/2023/2' as an edition; raises BadInput for anything else."""
    from pipeline.letter import Edition

    parts = key.split("/")
    if len(parts) == 4 and parts[2].isdigit() and parts[1] in {"newsletter", "minutes", "verification", "agenda"}:
        return Edition(parts[0], cast("EditionKind", parts[1]), int(parts[2]), parts[3])
    message = say("expected organisation/kind/year/number, found {found}", found=key)
    raise BadInput([Problem(Place("--edition"), "", message, say("as the table of invoke deliveries shows it"))])


def _open(ledger: str | None) -> Ledger:
    from pipeline.mail.ledger import Ledger

    return Ledger(postbox.ledger_path(ledger))


def _resolve(ledger: Ledger, wish: str, edition: Edition | None, recipient: str) -> Message:
    from pipeline.mail.accounts import accounts
    from pipeline.mail.accounts import resolve as settle

    before, _, decision = wish.partition("=")
    if before != "in-doubt" or decision not in {"sent", "again"}:
        message = say("expected in-doubt=sent or in-doubt=again, found {found}", found=wish)
        raise BadInput([Problem(Place("--resolve"), "", message)])
    in_question = [a for a in accounts(ledger, edition) if a.state == "in_doubt" or a.note == "replaced"]
    editions = {read_edition(f"{a.organisation}/{a.kind}/{a.year}/{a.number}") for a in in_question}
    now = postbox.clock().now()
    settled = [
        account
        for one in sorted(editions, key=lambda found: found.key)
        for account in settle(ledger, one, cast("Decision", decision), now, recipient)
    ]
    if recipient and not settled:
        names = ", ".join(dict.fromkeys(account.name or account.recipient for account in accounts(ledger, edition, "in_doubt"))) or "–"
        message = say("expected somebody who is in doubt, found {found}", found=recipient)
        raise BadInput([Problem(Place("--recipient"), "", message, say("in doubt are: {names}", names=names))])
    return say("Settled: {count}.", count=len(settled))


def local_time(stamp: str) -> str:
    """A moment of the ledger, which keeps UTC, as this computer's clock shows it; to the minute."""
    from pipeline.mail.ledger import moment

    return moment(stamp).astimezone().strftime("%Y-%m-%d %H:%M")


def _written(found: list[Account], form: str) -> str | TableOut | Message:
    if form == "json":
        return json.dumps([asdict(account) for account in found], ensure_ascii=False, indent=2)
    if form == "csv":
        stream = io.StringIO()
        rows = [asdict(account) for account in found]
        writer = csv.DictWriter(stream, list(rows[0]) if rows else ["recipient"], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        return stream.getvalue().rstrip("\n")
    if not found:
        return say("The ledger holds no deliveries.")
    from pipeline.mail.enrolment import note_words

    heads = (say("Edition"), say("Recipient"), say("Address"), say("State"), say("When"), say("The server's answer"))
    rows_out = tuple(
        (
            f"{a.organisation}/{a.kind}/{a.year}/{a.number}{f' ({a.correction})' if a.correction else ''}",
            a.name or a.recipient,
            a.address,
            say("deferred until {at}", at=local_time(a.next_at)) if a.next_at else STATES[a.state],
            local_time(a.changed_at),
            a.answer or note_words(a.note) or "",
        )
        for a in found
    )
    return TableOut(heads, rows_out)


@later
def purge_deliveries(*, ledger: str | None, days: str, progress: ProgressSink = no_progress) -> Outcome:
    """Remove names, addresses and messages of mailings older than so many days; who has which edition stays known by keyed hashes."""
    if not (days.isascii() and days.isdigit() and len(days) <= len(str(MOST_DAYS)) and 0 < int(days) <= MOST_DAYS):
        message = say("expected a number of days from 1 to {most}, found {found}", most=MOST_DAYS, found=days)
        raise BadInput([Problem(Place("--purge"), "", message)])
    from pipeline.mail.accounts import purge

    progress(say("Reading the ledger"), 0, 0)
    now: datetime = postbox.clock().now()
    opened = _open(ledger)
    try:
        count = purge(opened, now - timedelta(days=int(days)), now)
    finally:
        opened.close()
    return Outcome(
        said=(counted(count, say("Particulars removed of one mailing."), say("Particulars removed of {count} mailings.", count=count)),)
    )


@later
def revive_address(*, ledger: str | None, address: str, progress: ProgressSink = no_progress) -> Outcome:
    """Take an address off the list of those that mail came back from, and say so; raises BadInput for one that is not on it."""
    from pipeline.mail.accounts import revive

    progress(say("Reading the ledger"), 0, 0)
    opened = _open(ledger)
    try:
        stood = revive(opened, address)
    finally:
        opened.close()
    if not stood:
        message = say("expected an address that mail came back from, found {address}, which is not marked", address=address)
        raise BadInput(
            [Problem(Place("--revive"), "", message, say("invoke deliveries lists the marked ones; dead in members.yaml is yours to mend"))]
        )
    return Outcome(said=(say("{address} is written to again from the next mailing on.", address=address),))


def _dead(ledger: Ledger) -> tuple[Message | TableOut, ...]:
    """The addresses that mail came back from, with the way back."""
    from pipeline.mail.bounces import dead_addresses

    rows = tuple((address or "–", since[:10], answer) for address, since, answer in dead_addresses(ledger))
    if not rows:
        return ()
    heads = (say("Dead address"), say("Since"), say("The server's answer"))
    return TableOut(heads, rows), say("Where an address works again: invoke deliveries --revive ADDRESS.")


@later
def read_returned_mail(*, ledger: str | None, paths: tuple[str, ...], progress: ProgressSink = no_progress) -> Outcome:
    """Match bounces to recipients and editions, mark dead addresses, and list what was done."""
    from pipeline.mail.bounces import apply_bounces, read_bounces

    with wanting("flufl", Place("invoke bounces")):
        import flufl.bounce  # noqa: F401 - before anything is opened
    progress(say("Reading mail that came back"), 0, 0)
    opened = _open(ledger)
    try:
        matches = apply_bounces(opened, read_bounces([Path(path) for path in paths]), postbox.clock().now())
    finally:
        opened.close()
    words = {
        "failed": say("failed"),
        "dead": say("address marked as dead"),
        "confirmed": say("confirmed as taken"),
        "nothing": say("nothing to do"),
        "unmatched": say("belongs to no mailing"),
    }
    heads = (say("File"), say("Edition"), say("Recipient"), say("Done"), say("The server's answer"))
    rows = tuple((m.bounce.source, m.edition, m.name or m.recipient, words[m.effect], m.bounce.words) for m in matches)
    return Outcome(said=(TableOut(heads, rows),) if rows else (say("No mail that came back was found."),))
