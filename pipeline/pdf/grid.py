"""The page's geometry: A4 with a 13 pt baseline grid of 53 lines and 12 columns; lines count from 0, columns from 1, points from the top left."""

from __future__ import annotations

PAGE_WIDTH = 595.276
PAGE_HEIGHT = 841.89
BLEED = 8.504

LEFT = 51.024
TOP = 70.866
WIDTH = 493.228
RIGHT = LEFT + WIDTH

LINE = 13.0
"""The grid's step: the leading of body text."""
LINES = 53
BASELINE = 10.004
"""A line's baseline under its top."""
CAP = 3.3
"""A line's cap height under its top: where pictures, boxes and rules begin."""

COLUMNS = 12
COLUMN = 28.11
GUTTER = 14.173

RUNNING_HEAD_Y = 41.1
RUNNING_RULE_Y = 47.0
FOLIO_Y = 805.0
THICK_RULE_Y = 38.0
THIN_RULE_Y = 44.0


def top(line: float) -> float:
    """The top of a grid line."""
    return TOP + LINE * line


def baseline(line: float) -> float:
    """The baseline of a grid line; halves and quarters lie between lines."""
    return TOP + BASELINE + LINE * line


def cap(line: float) -> float:
    """The cap line of a grid line."""
    return TOP + CAP + LINE * line


def column_x(column: int) -> float:
    """The left edge of a column."""
    return LEFT + (column - 1) * (COLUMN + GUTTER)


def span(columns: int) -> float:
    """The width of so many columns with the gutters between them."""
    return columns * COLUMN + (columns - 1) * GUTTER


def object_height(lines: int) -> float:
    """The height of a picture or box that stands so many lines: from the first one's cap line to the last one's baseline."""
    return LINE * (lines - 1) + BASELINE - CAP


SPAN_3 = span(3)
SPAN_4 = span(4)
SPAN_6 = span(6)
SPAN_8 = span(8)
SPAN_9 = span(9)
SECOND_COLUMN_X = column_x(7)
"""Where the second of two text columns begins."""
