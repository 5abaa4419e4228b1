"""Checking without writing: the record, its copy, both documents, and the newsletter's pages measured."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipeline.jobs.documents import read, write_formal_pdf, write_word
from pipeline.jobs.newsletters import lay_out, plan_words
from pipeline.jobs.outcome import Outcome, ProgressSink, TableOut, no_progress
from pipeline.problems import ExitCode, Message, Problem, Report, say

if TYPE_CHECKING:
    from pipeline.look import Look
    from pipeline.preflight.running_text import Tell
    from pipeline.records.source import Source
    from pipeline.story import Document


def check(*, source: str, meeting: str | None, strict: bool = False, aloud: bool = False, progress: ProgressSink = no_progress) -> Outcome:
    """Every problem and warning of the record and of the documents made from it; with ``strict`` a missed limit of the page is an error."""
    report = Report()
    progress(say("Reading the record"), 0, 0)
    record, look = read(source, meeting, report)
    from pipeline.records.copy_defects import copy_defects

    report.problems.extend(copy_defects(record))
    said: list[Message | str | TableOut] = []
    progress(say("Checking the minutes"), 0, 0)
    spoken = _check_minutes(record, look, report)
    if record.meeting.newsletter is not None:
        progress(say("Checking the newsletter"), 0, 0)
        newsletter, words = _check_newsletter(record, look, report, strict=strict)
        said.extend(words)
        spoken = [*newsletter, "", *spoken]
    if aloud:
        said = list(spoken)
    warnings = len(report.warnings)
    if not report.errors:
        said.append(say("No errors; warnings: {warnings}.", warnings=warnings) if warnings else say("No errors, no warnings."))
    return Outcome(problems=tuple(report.problems), said=tuple(said), exit_code=ExitCode.BAD_INPUT if report.errors else ExitCode.DONE)


def _check_minutes(record: Source, look: Look, report: Report) -> list[str]:
    """The Word file against the accessibility rules, the PDF by what a screen reader speaks of it."""
    from pipeline.compose.minutes import compose_minutes
    from pipeline.preflight.structure import read_aloud
    from pipeline.preflight.word import check_docx

    document = compose_minutes(record)
    report.problems.extend(check_docx(write_word(document, look, record, report)))
    data, _ = write_formal_pdf(document, look, record, report)
    _check_tags(data, document, record, report, "minutes.pdf")
    return read_aloud(data)


def _check_tags(data: bytes, document: Document, record: Source, report: Report, name: str, left_out: Sequence[object] = ()) -> None:
    """The written file's structure, and whether a screen reader speaks the story word for word, by other readers than the writer."""
    from pipeline.preflight.aloud import differences
    from pipeline.preflight.structure import check_structure

    for words in (*check_structure(data), *differences(data, document, left_out)):
        report.error(record.place(""), name, say("expected a file that can be read aloud, found: {fault}", fault=words))


def _check_newsletter(record: Source, look: Look, report: Report, *, strict: bool) -> tuple[list[str], list[Message | str | TableOut]]:
    from pipeline.pdf.screen import write_screen
    from pipeline.preflight.structure import read_aloud

    document, layout = lay_out(record, look, report)
    data = write_screen(document, layout.pages, look)
    _check_tags(data, document, record, report, "newsletter.pdf", layout.pages.left_out)
    tells = newsletter_tells(data, look)
    for tell in tells:
        for place in tell.missed:
            message = say(
                "{name}: limit {limit}, found {figure} at {place}", name=tell.name, limit=tell.limit, figure=tell.figure, place=place
            )
            problem = Problem(record.place("newsletter"), "newsletter.pdf", message, severity="error" if strict else "warning")
            report.problems.append(problem)
    return read_aloud(data), [*plan_words(layout), tells_table(tells)]


def newsletter_tells(data: bytes, look: Look) -> list[Tell]:
    """The ten tells of a written newsletter."""
    from pipeline.preflight.page_text import read_pages
    from pipeline.preflight.tells import measure_tells

    return measure_tells(read_pages(data), _word_space_em(look))


def _word_space_em(look: Look) -> float:
    """The body face's word space, from the file itself."""
    from io import BytesIO

    from fontTools.ttLib import TTFont

    font = TTFont(BytesIO(look.faces["body"].data), lazy=True)
    return float(font["hmtx"][font.getBestCmap()[32]][0] / font["head"].unitsPerEm)


def tells_table(tells: list[Tell]) -> TableOut:
    """Figure beside limit, and how many misses."""
    heads = (say("No."), say("Tell"), say("Found"), say("Limit"), say("Missed"))
    rows = tuple((str(tell.number), tell.name, tell.figure, tell.limit, str(len(tell.missed)) if tell.missed else "✓") for tell in tells)
    return TableOut(heads, rows, frozenset({0}))
