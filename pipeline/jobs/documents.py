"""Making the formal documents of a meeting: minutes, extract, notice and agenda."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.jobs.files import keep_edited, write_file
from pipeline.jobs.outcome import Outcome, ProgressSink, Written, no_progress
from pipeline.problems import BadInput, Message, Place, Problem, Report, say

if TYPE_CHECKING:
    from pipeline.look import Look
    from pipeline.pdf.appended import Complete
    from pipeline.records.source import Source
    from pipeline.story import Document
    from pipeline.word.comments import Comment

FORMATS = {"docx": ("docx",), "pdf": ("pdf",), "all": ("docx", "pdf")}


def remark_problem(source: Source, origin: str, message: Message) -> Problem:
    """A writer's remark as a warning at its place in the record."""
    return Problem(source.place(origin), origin, message, severity="warning")


def read(source: str, meeting: str | None, report: Report) -> tuple[Source, Look]:
    """The source and its look, every problem of both at once."""
    from pipeline.records.reading import read_look, read_source

    folder = Path(source)
    record = read_source(folder, meeting, report=report)
    look = read_look(folder, report=report)
    report.close()
    return record, look


def endings(form: str) -> tuple[str, ...]:
    """The file endings of ``--format``; raises BadInput for any other word."""
    if form in FORMATS:
        return FORMATS[form]
    raise BadInput([Problem(Place("--format"), "", say("expected docx, pdf or all, found {found}", found=form))])


def make_minutes(  # noqa: PLR0913 - one flag each of the command
    *,
    source: str,
    meeting: str | None,
    output: str,
    form: str = "all",
    items: str | None = None,
    public: bool = False,
    attach: bool = False,
    appendices: bool = False,
    since: str | None = None,
    comments: bool = False,
    progress: ProgressSink = no_progress,
) -> Outcome:
    """Write minutes.docx and minutes.pdf (or the extract of ``items``, ids with commas between) under output/SLUG/; a corrected version has its number in its name."""
    begun = time.perf_counter()
    report = Report()
    wanted = tuple(part.strip() for part in items.split(",") if part.strip()) if items else ()
    progress(say("Reading the record"), 0, 0)
    kinds = endings(form)
    record, look = read(source, meeting, report)
    from pipeline.compose.minutes import compose_immediate_sheet, compose_minutes
    from pipeline.compose.remarks import remarks_on

    report.problems.extend(remarks_on(record))
    document = compose_minutes(record, public=public, items=wanted)
    name = ("extract" if wanted else "minutes") + _versioned(record) + ("-public" if public else "")
    if since:
        return _since(since, Path(source), record, document, look, Path(output), report, begun)
    stem = Path(output) / record.slug / name
    whole, said = _complete(document, record, look, report, f"{name}.pdf") if appendices else (None, ())
    notes = warnings_as_comments(record, report) if comments else ()
    written = write_formal(stem, kinds, document, look, record, report, progress, begun, attach=attach, comments=notes)
    if any(item.immediate for item in record.meeting.items) and not wanted:
        sheet = compose_immediate_sheet(record, public=public)
        written = (
            *written,
            *write_formal(stem.with_name(f"{name}-immediate"), kinds, sheet, look, record, report, progress, time.perf_counter()),
        )
    if whole is not None:
        written = (*written, write_file(stem.with_name(f"{name}-complete.pdf"), whole.data, pages=whole.pages))
    kept, told = keep_verified(record, report)
    return Outcome((*written, *kept), tuple(report.problems), (*said, *told))


def _versioned(record: Source) -> str:
    """'-version-2' for corrected minutes: the original that was signed and registered keeps its name and is never written over."""
    return f"-version-{record.version}" if record.meeting.status == "adjusted" and record.version > 1 else ""


def warnings_as_comments(record: Source, report: Report) -> tuple[Comment, ...]:
    """What there is to look at in the record, each as a comment in the document's language."""
    from pipeline.messages import spoken
    from pipeline.records.copy_defects import copy_defects
    from pipeline.word.comments import Comment

    language, shown = record.organisation.language, set(type(record.meeting).model_fields) - {"newsletter"}
    found: dict[Comment, None] = {}
    for problem in (*report.warnings, *copy_defects(record)):
        first, _, rest = problem.field.partition(".")
        if first in shown and (rest or first not in {"documents", "images"}):  # files that lie about are nobody's to verify
            told = (problem.message, problem.hint) if problem.hint is not None else (problem.message,)
            found[Comment(problem.field, tuple(spoken(words, language) for words in told))] = None
    return tuple(found)


def keep_verified(record: Source, report: Report) -> tuple[tuple[Written, ...], tuple[Message, ...]]:
    """Keep what verified minutes say beside the record once they are published, and say so; a folder that cannot be written is warned of."""
    from pipeline.records.corrections import at_once_say, minutes_say
    from pipeline.records.verified import NAME, next_at_once, next_verified, write_verified

    if record.meeting.status == "adjusted":
        kept = next_verified(record.meeting, record.verified, minutes_say(record))
    elif record.meeting.status == "unadjusted" and any(item.immediate for item in record.meeting.items):
        kept = next_at_once(record.meeting, record.verified, at_once_say(record))
    else:
        return (), ()
    if kept is None:
        return (), ()
    path = record.folder / NAME
    try:
        written = write_file(path, write_verified(kept))
    except BadInput as bad:
        report.problems.extend(replace(problem, severity="warning") for problem in bad.problems)
        return (), ()
    words = (
        say(
            "The verified minutes (version {version}) are kept in {path}; from now on a change needs a note under corrections:.",
            version=len(kept.versions),
            path=path.as_posix(),
        )
        if kept.versions
        else say(
            "What was verified at once is kept in {path}; from now on a change of it needs a note under corrections:.", path=path.as_posix()
        )
    )
    return (written,), (words, say("Add that file to version control or to your backup, together with the record."))


def _since(wish: str, source: Path, record: Source, document: Document, look: Look, output: Path, report: Report, begun: float) -> Outcome:
    """minutes-changes.docx: what differs from the older record as tracked changes."""
    from pipeline.compose.minutes import compose_minutes
    from pipeline.jobs.revisions import older_record
    from pipeline.word.document import write_docx

    with older_record(wish, source, record.slug) as older:
        before = compose_minutes(older)
    file = write_docx(document, look, meeting=record.slug, since=before)
    report.problems.extend(remark_problem(record, remark.origin, remark.message) for remark in file.warnings)
    written = write_file(output / record.slug / "minutes-changes.docx", file.data, begun=begun)
    return Outcome((written,), tuple(report.problems))


def _complete(document: Document, record: Source, look: Look, report: Report, tagged: str) -> tuple[Complete, tuple[Message, ...]]:
    from pipeline.jobs.appendices import complete

    main, _ = write_formal_pdf(document, look, record, report)
    return complete(document, main, record, look, tagged)


def make_agenda(*, source: str, meeting: str | None, output: str, form: str = "all", progress: ProgressSink = no_progress) -> Outcome:
    """Write agenda.docx, agenda.pdf and meeting.ics under output/SLUG/; open decisions of earlier records stand in it."""
    begun = time.perf_counter()
    report = Report()
    progress(say("Reading the record"), 0, 0)
    kinds = endings(form)
    record, look = read(source, meeting, report)
    from pipeline.compose.agenda import compose_agenda
    from pipeline.compose.context import Context
    from pipeline.compose.correspondence import meeting_event
    from pipeline.jobs.postbox import edition_date
    from pipeline.mail.event import write_event
    from pipeline.records.actions import open_actions

    folder = Path(output) / record.slug
    document = compose_agenda(record, open_decisions=open_actions(Path(source), before=record.slug, report=report))
    written = write_formal(folder / "agenda", kinds, document, look, record, report, progress, begun)
    calendar = write_file(folder / "meeting.ics", write_event(meeting_event(Context(record)), edition_date(record)))
    return Outcome((*written, calendar), tuple(report.problems))


def write_formal(  # noqa: PLR0913 - one file per format of one document of one record
    stem: Path,
    kinds: tuple[str, ...],
    document: Document,
    look: Look,
    record: Source,
    report: Report,
    progress: ProgressSink,
    begun: float,
    *,
    attach: bool = False,
    comments: Sequence[Comment] = (),
) -> tuple[Written, ...]:
    """The document in each format; nothing is written unless all of them could be made."""
    made: list[tuple[Path, bytes, int | None, float]] = []
    for ending in kinds:
        path = stem.with_name(f"{stem.name}.{ending}")
        progress(say("Writing {name}", name=path.name), 0, 0)
        if ending == "docx":
            data, pages = write_word(document, look, record, report, comments), None
        else:
            data, pages = write_formal_pdf(document, look, record, report, attach=attach)
        made.append((path, data, pages, time.perf_counter() - begun))
        begun = time.perf_counter()
    for path, data, _, _ in made:
        if path.suffix == ".docx" and (kept := keep_edited(path, data)) is not None:
            report.problems.append(_kept_problem(path, kept))
    return tuple(replace(write_file(path, data, pages=pages), seconds=seconds) for path, data, pages, seconds in made)


def _kept_problem(path: Path, kept: Path) -> Problem:
    message = say(
        "expected the document as it was written, found that somebody has edited it; their copy is kept as {name}", name=kept.name
    )
    hint = say("bring their changes into the record: invoke pull {path}", path=kept.as_posix())
    return Problem(Place(path.as_posix()), "", message, hint, "warning")


def write_word(document: Document, look: Look, record: Source, report: Report, comments: Sequence[Comment] = ()) -> bytes:
    """The Word file, with the base record that lets edits come back."""
    from pipeline.compose.public_record import base_of
    from pipeline.word.document import write_docx

    status = record.meeting.status
    tracked, frozen = status == "unadjusted", status != "draft"
    file = write_docx(document, look, base=base_of(document), meeting=record.slug, track=tracked, frozen=frozen, comments=comments)
    report.problems.extend(remark_problem(record, remark.origin, remark.message) for remark in file.warnings)
    return file.data


def write_formal_pdf(document: Document, look: Look, record: Source, report: Report, *, attach: bool = False) -> tuple[bytes, int]:
    """The PDF and its number of pages; raises BadInput for what would keep a reader out."""
    from pipeline.pdf.formal import layout_formal
    from pipeline.pdf.screen import write_screen

    readable(document, look, record)
    layout = layout_formal(document, look)
    report.problems.extend(remark_problem(record, remark.origin, remark.message) for remark in layout.warnings)
    return write_screen(document, layout.pages, look, attachment=attachment(document, record) if attach else None), len(layout.pages.pages)


def readable(document: Document, look: Look, record: Source) -> None:
    """Raise BadInput, at its place in the record, for a missing glyph, a picture without words, a link without words, a skipped heading level."""
    from pipeline.pdf.readable import check_readable

    found = check_readable(document, look, record.first_place)
    if any(problem.severity == "error" for problem in found):
        raise BadInput(found)


def attachment(document: Document, record: Source) -> bytes:
    """The record's public fields that this kind of document shows."""
    from pipeline.compose.public_record import public_record

    return public_record(record, document.kind)
