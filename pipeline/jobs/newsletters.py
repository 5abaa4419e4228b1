"""Making the newsletter: the screen edition, the print edition, the booklet."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.jobs.documents import attachment, read, readable, remark_problem
from pipeline.jobs.files import write_file
from pipeline.jobs.outcome import Outcome, ProgressSink, Written, no_progress
from pipeline.problems import BadInput, Message, Place, Problem, Report, say

if TYPE_CHECKING:
    from pipeline.look import Look
    from pipeline.pdf.outcome import CopyRemark, Layout
    from pipeline.records.source import Source
    from pipeline.story import Document


ONE_LEAF = 2
"""Pages that stand on the two sides of one sheet of A4: there is nothing to fold."""
FITS = "the copy fits"
"""What the copy report says of an article that needs nothing."""


def make_newsletter(
    *,
    source: str,
    meeting: str | None,
    output: str,
    edition: str = "screen",
    marks: bool = False,
    booklet: bool = False,
    attach: bool = False,
    progress: ProgressSink = no_progress,
) -> Outcome:
    """Write newsletter.pdf, or with ``edition`` print newsletter-print.pdf; with ``booklet`` newsletter-booklet.pdf too."""
    begun = time.perf_counter()
    if edition not in {"screen", "print"}:
        raise BadInput([Problem(Place("--edition"), "", say("expected screen or print, found {found}", found=edition))])
    if marks and edition == "screen":
        raise BadInput(
            [Problem(Place("--marks"), "", say("expected a print edition, found the screen edition"), say("add --edition print"))]
        )
    if attach and edition == "print":
        message = say("expected a screen edition, found the print edition, which may hold no other file")
        raise BadInput([Problem(Place("--attach-record"), "", message, say("leave out --attach-record, or --edition print"))])
    report = Report()
    progress(say("Reading the record"), 0, 0)
    record, look = read(source, meeting, report)
    progress(say("Laying out the pages"), 0, 0)
    document, layout = lay_out(record, look, report)
    report.problems.extend(remark_problem(record, missed.origin, missed.message) for missed in layout.shortfalls)
    folder = Path(output) / record.slug
    if edition == "print":
        path = folder / "newsletter-print.pdf"
        progress(say("Writing {name}", name=path.name), 0, 0)
        data = print_edition(document, layout, look, record, report, name=path.as_posix(), marks=marks)
    else:
        from pipeline.pdf.screen import write_screen

        path = folder / "newsletter.pdf"
        data = write_screen(document, layout.pages, look, attachment=attachment(document, record) if attach else None)
    pages = len(layout.pages.pages)
    written: list[Written] = [write_file(path, data, pages=pages, begun=begun)]
    if booklet and pages > ONE_LEAF:
        written.append(_booklet(folder / "newsletter-booklet.pdf", data))
    if booklet:
        report.problems.extend(_unfilled_sheets(record, pages, folder))
    return Outcome(tuple(written), tuple(report.problems), plan_words(layout))


def _unfilled_sheets(record: Source, pages: int, folder: Path) -> list[Problem]:
    """A warning where a newsletter needs no booklet, or does not fill its sheets."""
    name, booklet = "newsletter.pdf", folder / "newsletter-booklet.pdf"
    blank = -pages % 4
    if not blank:
        return []
    if pages <= ONE_LEAF:
        message = say(
            "expected 4, 8 or 12 pages for a booklet, found {pages}: no booklet is written, as there is nothing to fold", pages=pages
        )
        hint = (
            say("print {name} on one sheet of A4, on both sides", name=name)
            if pages > 1
            else say("print {name} on one sheet of A4", name=name)
        )
        if booklet.exists():
            hint = say("{hint}, and delete {booklet}, which an earlier run wrote", hint=hint, booklet=booklet.as_posix())
    else:
        message = say(
            "expected 4, 8 or 12 pages for a booklet, found {pages}: {blank} of the booklet's pages are blank", pages=pages, blank=blank
        )
        hint = say("print {name} itself on both sides of the paper, or write a newsletter of whole sheets", name=name)
    return [Problem(record.place("newsletter"), "", message, hint, "warning")]


def _booklet(path: Path, data: bytes) -> Written:
    from pipeline.pdf.booklet import write_booklet

    begun = time.perf_counter()
    return write_file(path, write_booklet(data), begun=begun)


def lay_out(record: Source, look: Look, report: Report) -> tuple[Document, Layout]:
    """The newsletter's story and pages; what the layout could not do is a warning at its place, what keeps a reader out raises BadInput."""
    from pipeline.compose.newsletter import compose_newsletter
    from pipeline.pdf.newsletter import layout_newsletter
    from pipeline.pdf.notes import MOST, crowded

    document = compose_newsletter(record, typefaces=look.fonts_named)
    readable(document, look, record)
    layout = layout_newsletter(document, look)
    report.problems.extend(remark_problem(record, remark.origin, remark.message) for remark in layout.warnings)
    for page, count in crowded(layout.pages.pages):
        message = say("expected at most {limit} footnotes on page {page}, found {count}", limit=MOST, page=page, count=count)
        report.problems.append(Problem(record.place("newsletter"), "", message, say("work some of them into the text"), "warning"))
    return document, layout


def print_edition(document: Document, layout: Layout, look: Look, record: Source, report: Report, *, name: str, marks: bool) -> bytes:
    """PDF/X-4, read back by the preflight; raises BadInput where the pages miss their plan or the printer would send the file back."""
    from pipeline.pdf.print import check_print, write_print
    from pipeline.preflight.print_edition import check_print_edition

    problems = [_at_its_place(problem, record) for problem in check_print(document, layout.pages, look)]
    if not layout.planned:
        problems += _unplanned(layout, record)
    if any(problem.severity == "error" for problem in problems):
        raise BadInput(problems)
    report.problems.extend(problems)
    data = write_print(document, layout.pages, look, marks=marks)
    if faults := check_print_edition(data, name):
        raise BadInput(faults)
    return data


def _unplanned(layout: Layout, record: Source) -> list[Problem]:
    """Pages that no sheets hold: by how many lines, and what the copy of each article lacks or has over."""
    from pipeline.pdf.desk import lines_words, pages_words

    found, lines = len(layout.pages.pages), lines_words(abs(layout.excess))
    message = say("expected {wanted} for whole sheets, found {found}", wanted=pages_words(layout.demanded), found=found)
    if found > layout.demanded:
        hint = say("the copy is {lines} too long: shorten it, or demand another number under pages:", lines=lines)
    else:
        hint = say("the copy is {lines} too short: add to it, or demand another number under pages:", lines=lines)
    where = record.place("newsletter")
    return [
        Problem(where, "newsletter.pages", message, hint),
        *(remark_problem(record, remark.origin, words) for remark, words in copy_words(layout)),
    ]


def _at_its_place(problem: Problem, record: Source) -> Problem:
    """What the printer asks of the look stands in brand.yaml, the rest in the record."""
    if not problem.field:
        return problem
    origin = f"brand.{problem.field}" if problem.where.file == "brand.yaml" else problem.field
    return replace(problem, where=record.place(origin))


def plan_words(layout: Layout) -> tuple[Message, ...]:
    """What the page planner decided and why, and what the copy lacks, as lines."""
    decided = tuple(
        say("{place}: {words}", place=remark.origin, words=remark.message) if remark.origin else remark.message
        for remark in layout.decisions
    )
    return decided + tuple(words for _, words in copy_words(layout))


def copy_words(layout: Layout) -> list[tuple[CopyRemark, Message]]:
    """What the copy report says of each article that does not just fit."""
    told = [remark for remark in layout.copy if remark.lines or remark.characters or remark.message.text != FITS]
    return [(remark, say("page {page}, {title}: {words}", page=remark.page, title=remark.title, words=remark.message)) for remark in told]
