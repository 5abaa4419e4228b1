"""Where the laid-out pages miss a limit of the design that no setting of the words could meet: said, never passed over in silence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from pipeline.pdf.desk import lines_words
from pipeline.pdf.grid import LEFT, SECOND_COLUMN_X, SPAN_6
from pipeline.pdf.outcome import Shortfall
from pipeline.pdf.placed import Page, PlacedLine
from pipeline.pdf.spread import LAST_EMPTY
from pipeline.problems import Message, say

if TYPE_CHECKING:
    from pipeline.pdf.plan import PagePlan, Plan

FREE = 0.16
"""Free part of the measure at the end of a ragged line, at most, and for 95 of 100 lines."""
FREE_95 = 0.125
STEP = 0.02
"""Steps of a wedge, of the measure; and how many windows of four lines may be one."""
WEDGES = 0.03
STUB = 0.15
STUB_LETTERS = 7
GAP = 2.2
"""Mean word space of a justified line against the natural one, at most."""
LADDER = 2
HYPHENS = {"ragged": 0.18, "justified": 0.20}
EMPTY = 2
"""Lines that may stand empty on a page without a word."""
WORDS = 32
"""Letters of a line that are quoted to find it."""


def shortfalls(plan: Plan, pages: Sequence[Page], alignment: str) -> Iterator[Shortfall]:
    """Every miss of pages, columns and lines, page after page."""
    for number, page in enumerate(plan.pages, start=1):
        yield from _columns(page, number)
        empty = page.white + (1 if number == 1 and plan.frame.foot and page.white else 0)
        if empty > EMPTY and number < len(plan.pages):
            yield Shortfall(9, number, "", _not_full(number, empty))
        if page.white > LAST_EMPTY and number == len(plan.pages):
            yield Shortfall(9, number, "", _not_full(number, page.white))
    paragraphs = list(_paragraphs(pages))
    for paragraph in paragraphs:
        yield from _paragraph(paragraph, ragged=alignment == "ragged")
    yield from _throughout(paragraphs, alignment)


def _columns(page: PagePlan, number: int) -> Iterator[Shortfall]:
    """Columns whose feet differ: by more than a line where an article ends, at all where it goes on."""
    for placed in page.zones:
        apart = placed.zone.apart
        if apart > (1 if placed.zone.rest is None else 0):
            message = say("the columns on page {page} end {lines} apart", page=number, lines=lines_words(apart))
            yield Shortfall(8, number, getattr(placed.unit.part, "origin", ""), message)
        hollow = placed.zone.hollow
        if hollow and (placed.zone.rest is None or hollow + page.white > EMPTY):
            yield Shortfall(9, number, "", _not_full(number, hollow))


def _not_full(number: int, empty: int) -> Message:
    return say("page {page} is not full: {lines} free", page=number, lines=lines_words(empty))


_Line = tuple[int, PlacedLine]
"""A line with its page."""


def _paragraphs(pages: Sequence[Page]) -> Iterator[list[_Line]]:
    """The lines of body text, paragraph by paragraph."""
    found: dict[tuple[int, str], list[_Line]] = {}
    for page in pages:
        for item in page.items:
            if isinstance(item, PlacedLine) and item.body and item.column:
                found.setdefault((id(item.part), item.slot), []).append((page.number, item))
    yield from found.values()


def _paragraph(lines: Sequence[_Line], *, ragged: bool) -> Iterator[Shortfall]:
    for page, item in lines[:-1]:
        if ragged and _free(item) > FREE:
            yield _quoted(
                4,
                page,
                item,
                say("a line on page {page} ends far from the edge: ”{words}”; write the sentence otherwise", **_where(page, item)),
            )
        if not ragged and _gap(item) > GAP:
            yield _quoted(
                1,
                page,
                item,
                say("the words of a line on page {page} stand far apart: ”{words}”; write the sentence otherwise", **_where(page, item)),
            )
    for three in zip(lines, lines[1:], lines[2:], strict=False):
        if all(item.line.hyphenated for _, item in three):
            page, item = three[-1]
            yield _quoted(3, page, item, say("three lines in a row on page {page} end in a hyphen: ”{words}”", **_where(page, item)))
    columns = [list(group) for _, group in groupby(lines, key=lambda one: (one[0], one[1].column))]
    for column in columns[:-1]:
        page, item = column[-1]
        if item.line.hyphenated:
            yield _quoted(3, page, item, say("a word is broken at the foot of a column on page {page}: ”{words}”", **_where(page, item)))
    for column in columns if len(columns) > 1 else ():
        page, item = column[0]
        if len(column) == 1:
            yield _quoted(
                6, page, item, say("a line of a paragraph stands alone in a column on page {page}: ”{words}”", **_where(page, item))
            )
    if len(lines) > 1:
        page, item = lines[-1]
        if item.line.width_pt < STUB * SPAN_6 or len(item.line.text.strip()) < STUB_LETTERS:
            yield _quoted(
                5,
                page,
                item,
                say(
                    "a paragraph on page {page} ends in a very short line: ”{words}”; write it a little longer or shorter",
                    **_where(page, item),
                ),
            )


def _throughout(paragraphs: Sequence[Sequence[_Line]], alignment: str) -> Iterator[Shortfall]:
    """What no single line is to blame for."""
    lines = [item for paragraph in paragraphs for _, item in paragraph]
    hyphens = sum(item.line.hyphenated for item in lines) / len(lines) if lines else 0.0
    if hyphens > HYPHENS.get(alignment, 1.0):
        yield Shortfall(3, 0, "", say("{share} of the lines end in a hyphen", share=f"{hyphens:.0%}"))
    if alignment != "ragged":
        return
    free = sorted(_free(item) for paragraph in paragraphs for _, item in paragraph[:-1])
    if free and free[min(len(free) - 1, int(0.95 * len(free)))] > FREE_95:
        yield Shortfall(4, 0, "", say("the right edge of the text is more uneven than the design wants"))
    windows = [[_free(item) for _, item in paragraph[at : at + 4]] for paragraph in paragraphs for at in range(len(paragraph) - 4)]
    if windows and sum(map(_wedge, windows)) > WEDGES * len(windows):
        yield Shortfall(4, 0, "", say("the right edge of the text runs in wedges more often than the design wants"))


def _wedge(free: Sequence[float]) -> bool:
    steps = [after - before for before, after in pairwise(free)]
    return all(step > STEP for step in steps) or all(step < -STEP for step in steps)


def _free(item: PlacedLine) -> float:
    """The part of the measure that stands free behind a line."""
    left = LEFT if item.column == 1 else SECOND_COLUMN_X
    return max(left + SPAN_6 - item.x_pt - item.line.x_pt - item.line.width_pt, 0.0) / SPAN_6


def _gap(item: PlacedLine) -> float:
    """A line's word space against the natural one."""
    line = item.line
    for piece in line.pieces:
        natural = next((glyph.advance * piece.size_pt / 1000 for glyph in piece.glyphs if glyph.text == " "), 0.0)
        if natural:
            return (natural * line.scale + line.tracking_em * piece.size_pt + line.gap_pt) / natural
    return 1.0


def _where(page: int, item: PlacedLine) -> dict[str, object]:
    return {"page": page, "words": item.line.text.replace("\u00ad", "").strip()[:WORDS]}


def _quoted(tell: int, page: int, item: PlacedLine, message: Message) -> Shortfall:
    return Shortfall(tell, page, getattr(item.part, "origin", ""), message)
