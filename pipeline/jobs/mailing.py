"""Mailing a document: a rehearsal by default, the real thing with --live."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.dataclass import dataclass
from pipeline.jobs import postbox
from pipeline.jobs.accounts import STATES
from pipeline.jobs.addressees import addressees, refuse_half_done
from pipeline.jobs.begun import as_begun
from pipeline.jobs.documents import keep_verified, read, write_formal_pdf
from pipeline.jobs.ending import ending
from pipeline.jobs.files import empty_folder, write_file
from pipeline.jobs.newsletters import lay_out
from pipeline.jobs.outcome import Outcome, ProgressSink, TableOut, no_progress
from pipeline.jobs.sending_words import arrival, as_it_stands, note_of, summary, told, unreached
from pipeline.problems import BadInput, ExitCode, Message, Place, Problem, Report, counted, say

if TYPE_CHECKING:
    from pipeline.look import Look
    from pipeline.mail.campaign import Mailing
    from pipeline.mail.tally import Progress
    from pipeline.records.source import Source


@dataclass(frozen=True, slots=True)
class Wish:
    """What the command line asks for."""

    live: bool = False
    everything: bool = False
    document: str = "newsletter"
    to: str = ""
    test: str = ""
    correction: str = ""
    anyway: str = ""
    yes: bool = False
    ledger: str | None = None
    new_ledger: bool = False


def nobody(question: Message) -> bool:
    """Nobody can be asked."""
    del question
    return False


def send(
    *,
    source: str,
    meeting: str | None,
    output: str,
    wish: Wish,
    ask: Callable[[Message], bool] = nobody,
    progress: ProgressSink = no_progress,
) -> Outcome:
    """Rehearse into output/SLUG/mail/, or send what is pending and say what is left."""
    from pipeline.mail.connecting import CannotConnect
    from pipeline.mail.ledger import LedgerFault

    report = Report()
    progress(say("Reading the record"), 0, 0)
    record, look = read(source, meeting, report)
    mailing, misses = _mailing(record, look, wish, report, progress)
    _gate(record, misses, wish, report)
    try:
        if wish.test:
            return _test_copy(mailing, wish, report)
        if wish.live:
            return _live(mailing, record, wish, ask, report, progress)
        return _rehearse(mailing, record, Path(output), wish, report)
    except CannotConnect as fault:
        if fault.lasting:
            raise BadInput([*report.problems, fault.problem]) from fault
        return Outcome(problems=(*report.problems, fault.problem), exit_code=ExitCode.TRY_LATER)
    except LedgerFault as fault:
        return Outcome(problems=(*report.problems, fault.problem), exit_code=ExitCode.TRY_LATER, mailed=wish.live)


def _mailing(record: Source, look: Look, wish: Wish, report: Report, progress: ProgressSink) -> tuple[Mailing, list[Message]]:
    """The document, its letters and recipients, and why it should not be sent."""
    from pipeline.compose.letter import compose_letters
    from pipeline.letter import Enclosure
    from pipeline.mail.campaign import Mailing

    progress(say("Making the document"), 0, 0)
    data, pages, misses = _document(record, look, wish, report)
    verifying = wish.document == "minutes" and bool(wish.to) and record.meeting.status == "unadjusted"
    kind = "verification" if verifying else wish.document
    letters = compose_letters(record, kind, pages=pages, size=len(data), correction=wish.correction, test=bool(wish.test))
    settings = postbox.mail_settings(record)
    recipients = addressees(record, wish.document, wish.to)
    return Mailing(letters, record.organisation.language, look, Enclosure(data, pages), recipients, settings), misses


def _document(record: Source, look: Look, wish: Wish, report: Report) -> tuple[bytes, int, list[Message]]:
    """The PDF's bytes and pages, and the misses that a gate asks about."""
    if wish.document == "newsletter":
        return _newsletter(record, look, report)
    if wish.document == "minutes":
        from pipeline.compose.minutes import compose_minutes

        data, pages = write_formal_pdf(compose_minutes(record), look, record, report)
        unadjusted = record.meeting.status != "adjusted" and not wish.to
        return (
            data,
            pages,
            [say("expected adjusted minutes for the members, found status: {status}", status=record.meeting.status)] if unadjusted else [],
        )
    if wish.document == "agenda":
        from pipeline.compose.agenda import compose_agenda
        from pipeline.records.actions import open_actions

        document = compose_agenda(record, open_decisions=open_actions(record.root, before=record.slug, report=report))
        data, pages = write_formal_pdf(document, look, record, report)
        return data, pages, []
    message = say("expected newsletter, minutes or agenda, found {found}", found=wish.document)
    raise BadInput([Problem(Place("--document"), "", message)])


def _newsletter(record: Source, look: Look, report: Report) -> tuple[bytes, int, list[Message]]:
    from pipeline.jobs.checking import newsletter_tells
    from pipeline.pdf.screen import write_screen

    document, layout = lay_out(record, look, report)
    data = write_screen(document, layout.pages, look)
    tells = newsletter_tells(data, look)
    misses = [
        say("{name}: limit {limit}, found {figure}", name=tell.name, limit=tell.limit, figure=tell.figure) for tell in tells if tell.missed
    ]
    return data, len(layout.pages.pages), misses


def _gate(record: Source, misses: list[Message], wish: Wish, report: Report) -> None:
    """A live mailing of what is not fit to be sent needs a reason; a rehearsal says so beforehand."""
    if wish.live and misses and not wish.anyway:
        hint = say("mend it, or send all the same with --anyway REASON, which the ledger keeps")
        raise BadInput([Problem(record.place(""), f"{wish.document}", miss, hint) for miss in misses])
    for miss in misses:
        if not wish.live:
            report.warn(
                record.place(""), wish.document, miss, say("to be sent with --live it needs --anyway REASON, which the ledger keeps")
            )


def _rehearse(mailing: Mailing, record: Source, output: Path, wish: Wish, report: Report) -> Outcome:
    """One .eml per recipient, the addresses to paste, and the table."""
    from pipeline.mail.ledger import Ledger
    from pipeline.mail.rehearsal import rehearse

    path = postbox.ledger_path(wish.ledger)
    ledger = Ledger(path) if path.exists() else None
    try:
        mailing = as_begun(mailing, record, ledger, wish.correction)
        shown = rehearse(mailing, postbox.edition_date(record), ledger, everything=wish.everything)
    finally:
        if ledger is not None:
            ledger.close()
    folder = output / record.slug / "mail"
    empty_folder(folder, "*.eml")
    for file in shown.files:
        write_file(folder / file.name, file.data)
    addresses = write_file(folder / "addresses.txt", shown.pasteable.encode())
    rows = tuple((row.name, row.address, _state(row.state, row.note), note_of(row.note)) for row in shown.rows)
    rows += tuple((recipient.name, "–", say("not reached"), note_of(note)) for recipient, note in shown.unreached)
    said: list[Message | str | TableOut] = [TableOut((say("Recipient"), say("Address"), say("State"), say("Remark")), rows)]
    where, files = folder.as_posix(), len(shown.files)
    one = say("Rehearsal: one message in {folder}; nothing was sent.", folder=where)
    said.append(counted(files, one, say("Rehearsal: {files} messages in {folder}; nothing was sent.", files=files, folder=where)))
    if shown.left_out:
        many = say("{count} more messages got no file; --all writes them too.", count=shown.left_out)
        said.append(counted(shown.left_out, say("One more message got no file; --all writes it too."), many))
    return Outcome((addresses,), tuple(report.problems), tuple(said))


def _state(state: str | None, note: str) -> Message:
    """What a rehearsal says of one address: as the ledger knows it, or what a run would do."""
    if state:
        return STATES[state]
    return say("would be left out") if note else say("would be sent")


def _host(mailing: Mailing) -> None:
    if not mailing.settings.host:
        message = say("expected a mail server, found none")
        hint = say("fill in host in mail.yaml, or leave --live out to rehearse")
        raise BadInput([Problem(Place("mail.yaml"), "host", message, hint)])


def _size_limit(make_session: Callable[[], object]) -> int:
    """What the server says of the largest message; raises CannotConnect."""
    from pipeline.mail.transport import Session

    session = make_session()
    assert isinstance(session, Session)
    try:
        session.open()
        return session.size_limit
    finally:
        session.close()


def _live(mailing: Mailing, record: Source, wish: Wish, ask: Callable[[Message], bool], report: Report, progress: ProgressSink) -> Outcome:
    from pipeline.mail.campaign import open_ledger, prepare, standing
    from pipeline.mail.campaign import send as send_mailing
    from pipeline.mail.enrolment import left_of_others
    from pipeline.mail.run import Conduct

    _host(mailing)
    clock = postbox.clock()
    make_session = postbox.session_maker(mailing.settings)
    ledger = open_ledger(postbox.ledger_path(wish.ledger), mailing.edition.organisation, clock.now(), new=wish.new_ledger)
    try:
        mailing = as_begun(mailing, record, ledger, wish.correction)
        stand = standing(ledger, mailing.edition, mailing.document_sha256, wish.correction)
        if stand.row is not None:
            refuse_half_done(left_of_others(ledger, stand.row.id, mailing.recipients), record)
        plan = prepare(ledger, mailing, stand, clock.now(), _size_limit(make_session))
        if not plan.to_send:
            nothing = say("Nothing of {edition} is left to send.", edition=mailing.edition.key)
            stands = as_it_stands(ledger, mailing, plan, report)
            return replace(stands, said=(nothing, *stands.said, *unreached(plan)))
        question = summary(mailing, plan)
        if not wish.yes and not ask(question):
            return Outcome(problems=tuple(report.problems), said=(question, say("Nothing was sent; --yes answers the question.")))
        kept, words = keep_verified(record, report) if wish.document == "minutes" else ((), ())
        with ending() as stop:

            def show(state: Progress) -> None:
                progress(arrival(state, clock.now()), state.total - state.left, state.total)

            sent = send_mailing(
                ledger, mailing, plan, make_session, clock, Conduct(stop=stop, progress=show), wish.anyway, postbox.signer(record)
            )
        done = told(ledger, mailing, sent, report)
        return replace(done, written=(*done.written, *kept), said=(*done.said, *unreached(plan), *words))
    finally:
        ledger.close()


def _test_copy(mailing: Mailing, wish: Wish, report: Report) -> Outcome:
    """One marked copy, outside the ledger; raises BadInput for an address that is none or is refused, CannotConnect."""
    from pipeline.mail.address import AddressFault, read_address
    from pipeline.mail.campaign import copy_for
    from pipeline.mail.transport import Refused, Session
    from pipeline.mail.wire import Lost

    _host(mailing)
    try:
        read_address(wish.test)
    except AddressFault as fault:
        raise BadInput([Problem(Place("--test"), "", fault.words, say("write the whole address"))]) from fault
    session: Session = postbox.session_maker(mailing.settings)()
    place = Place(wish.test)
    try:
        session.open()
        message = copy_for(mailing, wish.test, postbox.clock().now(), session.size_limit)
        if message.international and not session.takes_international:
            words = say("the mail server takes no address with letters beyond a to z before the @")
            raise BadInput([Problem(place, "--test", words)])
        session.begin(message)
        session.content(message)
        reply = session.end()
    except Refused as refused:
        reply = refused.reply
    except Lost as lost:
        found = say("expected the server to take the copy, found: {answer}", answer=lost.words)
        return Outcome(problems=(*report.problems, Problem(place, "--test", found)), exit_code=ExitCode.TRY_LATER)
    finally:
        session.close()
    if reply.code >= 300:
        found = say("expected the server to take the copy, found: {answer}", answer=reply.words)
        problem = Problem(place, "--test", found)
        if reply.temporary:
            return Outcome(problems=(*report.problems, problem), exit_code=ExitCode.TRY_LATER)
        raise BadInput([problem])
    return Outcome(problems=tuple(report.problems), said=(say("A marked copy was sent to {address}.", address=wish.test),))
