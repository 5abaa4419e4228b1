"""Tell 8 measured on a written newsletter: where neighbouring columns end, and whether their lines keep one baseline grid."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.dataclass import NamedTuple
from pipeline.preflight.page_text import COLUMN_LEFTS_PT, PrintedLine, PrintedPages, Shape
from pipeline.preflight.running_text import (
    FIRST_BASELINE_PT,
    GRID_PT,
    LAST_LINE,
    MEASURE_PT,
    Chunk,
    Tell,
    where,
)
from pipeline.problems import say

RIGHT_PT = COLUMN_LEFTS_PT[1] + MEASURE_PT
HANGING_PT = 10.0
"""What may hang out of a column, or stand outside it as its mark."""
FULL_PT = 1.0
"""Difference between the feet of a full page, and, a line, between those of columns where an article ends or something else follows."""
END_PT = GRID_PT + 0.3
BESIDE_PT = 2 * GRID_PT + 0.3
"""The same between text and a picture or table that fills the other column: the design's hole of two lines."""
NEAR_FOOT_PT = 3 * GRID_PT
SMALL_PT = 154.96
"""The least width of a picture: four columns."""
END_MARK_PT = 4.5
UNPARTED = 3
"""Lines of text that stand in one column because no column may have a line alone."""


class Zone(NamedTuple):
    """A part of a page over which nothing wider than a column stands, y from the top."""

    page: int
    top_pt: float
    bottom_pt: float


def feet(pages: PrintedPages, chunks: Sequence[Chunk]) -> list[Tell]:
    """How far apart the two columns of each zone with running text end, and body lines off the grid."""
    differences = []
    for zone in zones(pages):
        found = _difference(pages, chunks, zone)
        if found is not None:
            differences.append((*found, zone.page))
    over = tuple(f"{page + 1} ({difference:.1f} pt)" for difference, limit, page in differences if difference > limit)
    largest = max((value for value, _, _ in differences), default=0)
    off = [(abs((line.y_pt - FIRST_BASELINE_PT + GRID_PT / 2) % GRID_PT - GRID_PT / 2), line) for chunk in chunks for line in chunk.lines]
    worst = max((value for value, _ in off), default=0.0)
    return [
        Tell(8, say("Column feet, largest difference"), f"{largest:.1f} pt", "1 / 13 pt", over),
        Tell(8, say("Baselines off the grid"), f"{worst:.2f} pt", "0.3 pt", tuple(where(line) for value, line in off if value > 0.3)),
    ]


def zones(pages: PrintedPages) -> Iterator[Zone]:
    """Every page cut where a headline, rule, picture or box begins that is wider than a column."""
    end = FIRST_BASELINE_PT + GRID_PT * LAST_LINE
    for page in range(len(pages.heights_pt)):
        wide = {
            round(shape.top_pt, 1)
            for shape in pages.shapes
            if shape.page == page and not _column(shape.left_pt, shape.right_pt, shape.kind)
        }
        wide |= {round(line.y_pt + 1, 1) for line in pages.lines if line.page == page and _is_wide(line)}
        cuts = [0.0, *sorted(cut for cut in wide if cut < end), end + 1]
        for top, bottom in pairwise(cuts):
            if bottom - top > GRID_PT:
                yield Zone(page, top, bottom)


def _is_wide(line: PrintedLine) -> bool:
    return bool(line.element) and not _column(line.x_pt, line.end_pt)


def _column(left: float, right: float, kind: str = "path") -> int:
    """The column in which something stands whole; 0 for what is wider (a picture is measured with what its frame cuts off)."""
    wide = left <= COLUMN_LEFTS_PT[0] + 1 and right >= RIGHT_PT - 1 if kind == "form" else right - left > MEASURE_PT + 2 * HANGING_PT
    return 0 if wide else 1 if (left + right) / 2 < COLUMN_LEFTS_PT[1] - HANGING_PT else 2


def _difference(pages: PrintedPages, chunks: Sequence[Chunk], zone: Zone) -> tuple[float, float] | None:
    """Difference and limit; None where no running text stands, or so little that one column holds it."""
    text = [
        sum(
            zone.top_pt < line.y_pt < zone.bottom_pt
            for chunk in chunks
            if (chunk.page, chunk.column) == (zone.page, column)
            for line in chunk.lines
        )
        for column in (1, 2)
    ]
    if not any(text):
        return None
    boxed = [any(_stands(shape, zone, column, "path") for shape in pages.shapes) for column in (1, 2)]
    beside = not all(lines or box for lines, box in zip(text, boxed, strict=True))
    if beside and sum(text) <= UNPARTED and not any(boxed):
        return None
    ends = [_foot(pages, zone, column) for column in (1, 2)]
    if not all(ends):
        return GRID_PT * sum(text), END_PT
    last = FIRST_BASELINE_PT + GRID_PT * LAST_LINE
    full = zone.bottom_pt >= last and zone.page + 1 < len(pages.heights_pt) and max(ends) > last - NEAR_FOOT_PT
    if beside:
        return abs(ends[0] - ends[1]), BESIDE_PT
    return abs(ends[0] - ends[1]), FULL_PT if full and not _article_ends(pages, zone) else END_PT


def _foot(pages: PrintedPages, zone: Zone, column: int) -> float:
    """The lowest baseline in the column, or foot of a box or picture that stands in it; 0 for an empty one."""
    wide = {line.element for line in pages.lines if line.page == zone.page and _is_wide(line)}
    lines = [
        line.y_pt
        for line in pages.lines
        if line.element and line.element not in wide and _inside(zone, line.page, line.y_pt) and _column(line.x_pt, line.end_pt) == column
    ]
    boxes = [shape.bottom_pt for shape in pages.shapes if _stands(shape, zone, column, "path")]
    pictures = [shape.bottom_pt for shape in pages.shapes if _stands(shape, zone, column)]  # measured with what the frame cuts off
    return max(lines + boxes, default=max(pictures, default=0.0))


def _article_ends(pages: PrintedPages, zone: Zone) -> bool:
    """Whether an end mark, the small square after an article's last word, stands in the zone."""
    return any(
        _inside(zone, shape.page, shape.bottom_pt)
        and max(abs(side - END_MARK_PT) for side in (shape.right_pt - shape.left_pt, shape.bottom_pt - shape.top_pt)) < 0.2
        for shape in pages.shapes
    )


def _stands(shape: Shape, zone: Zone, column: int, kind: str = "") -> bool:
    """Whether a shape is a box or picture of the column, not an end mark or a bar."""
    broad = (
        shape.right_pt - shape.left_pt > (MEASURE_PT if shape.kind == "path" else SMALL_PT) - 2 and shape.bottom_pt - shape.top_pt > GRID_PT
    )
    return (
        broad
        and kind in {"", shape.kind}
        and _inside(zone, shape.page, shape.bottom_pt - 1)
        and _column(shape.left_pt, shape.right_pt, shape.kind) == column
    )


def _inside(zone: Zone, page: int, y_pt: float) -> bool:
    return page == zone.page and zone.top_pt < y_pt < zone.bottom_pt
