"""Making the documents of a meeting: minutes, newsletter, agenda and extract."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pipeline.jobs.files import write_file
from pipeline.jobs.outcome import Outcome, ProgressSink, no_progress
from pipeline.problems import Message, Problem, Report, say

if TYPE_CHECKING:
    from pipeline.look import Look
    from pipeline.pdf.outcome import Layout
    from pipeline.records.reading import Source
    from pipeline.story import Document

Format = Literal["docx", "pdf", "all"]


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


def make_minutes(
    *,
    source: str,
    meeting: str | None,
    output: str,
    form: str = "docx",
    items: str | None = None,
    public: bool = False,
    progress: ProgressSink = no_progress,
) -> Outcome:
    """Write minutes.docx and minutes.pdf (or the extract of ``items``, ids with commas between) under output/SLUG/."""
    begun = time.perf_counter()
    report = Report()
    progress(say("Reading the record"), 0, 0)
    record, look = read(source, meeting, report)
    from pipeline.compose.minutes import compose_minutes

    wanted = tuple(part.strip() for part in items.split(",") if part.strip()) if items else ()
    document = compose_minutes(record, public=public, items=wanted)
    name = ("extract" if wanted else "minutes") + ("-public" if public else "")
    made = []
    for ending in endings(form):
        path = Path(output) / record.slug / f"{name}.{ending}"
        progress(say("Writing {name}", name=path.name), 0, 0)
        made.append(_write(path, document, look, record, report))
    return Outcome(tuple(write_file(path, data, pages=pages, begun=begun) for path, data, pages in made), tuple(report.problems))


def endings(form: str) -> tuple[str, ...]:
    """The file endings of ``--format``."""
    return ("docx", "pdf") if form == "all" else (form,)


def _write(path: Path, document: Document, look: Look, record: Source, report: Report) -> tuple[Path, bytes, int | None]:
    if path.suffix == ".docx":
        return path, write_word(document, look, record, report), None
    data, pages = write_formal_pdf(document, look, record, report)
    return path, data, pages


def write_word(document: Document, look: Look, record: Source, report: Report) -> bytes:
    """The Word file, with the base record that lets edits come back."""
    from pipeline.compose.public_record import base_of
    from pipeline.word.document import write_docx

    status = record.meeting.status
    file = write_docx(document, look, base=base_of(document), meeting=record.slug, track=status == "unadjusted", frozen=status != "draft")
    report.problems.extend(remark_problem(record, remark.origin, remark.message) for remark in file.warnings)
    return file.data


def write_formal_pdf(document: Document, look: Look, record: Source, report: Report) -> tuple[bytes, int]:
    """minutes.pdf and its number of pages."""
    from pipeline.pdf.formal import layout_formal
    from pipeline.pdf.screen import write_screen

    layout = layout_formal(document, look)
    report.problems.extend(remark_problem(record, remark.origin, remark.message) for remark in layout.warnings)
    return write_screen(document, layout.pages, look), len(layout.pages.pages)


def make_newsletter(*, source: str, meeting: str | None, output: str, progress: ProgressSink = no_progress) -> Outcome:
    """Write newsletter.pdf under output/SLUG/."""
    begun = time.perf_counter()
    report = Report()
    progress(say("Reading the record"), 0, 0)
    record, look = read(source, meeting, report)
    progress(say("Laying out the pages"), 0, 0)
    document, layout = lay_out(record, look, report)
    progress(say("Writing {name}", name="newsletter.pdf"), 0, 0)
    from pipeline.pdf.screen import write_screen

    data = write_screen(document, layout.pages, look)
    written = write_file(Path(output) / record.slug / "newsletter.pdf", data, pages=len(layout.pages.pages), begun=begun)
    return Outcome((written,), tuple(report.problems), plan_words(layout))


def lay_out(record: Source, look: Look, report: Report) -> tuple[Document, Layout]:
    """The newsletter's story and pages; what the layout could not do is a warning at its place."""
    from pipeline.compose.newsletter import compose_newsletter
    from pipeline.pdf.newsletter import layout_newsletter

    document = compose_newsletter(record, typefaces=look.fonts_named)
    layout = layout_newsletter(document, look)
    report.problems.extend(remark_problem(record, remark.origin, remark.message) for remark in layout.warnings)
    return document, layout


def plan_words(layout: Layout) -> tuple[Message, ...]:
    """What the page planner decided and why, and what the copy lacks, as lines."""
    decided = tuple(remark.message for remark in layout.decisions)
    copy = tuple(say("page {page}, {title}: {words}", page=remark.page, title=remark.title, words=remark.message) for remark in layout.copy)
    return decided + copy
