"""How an article's columns look once they are filled: feet, scraps, empty lines, and a quote beside its own sentence."""

from __future__ import annotations

from collections.abc import Collection

from pipeline.dataclass import NamedTuple
from pipeline.pdf.columns import Filled, lowered
from pipeline.pdf.heads import HeadSlab
from pipeline.pdf.openings import NO_QUOTE
from pipeline.pdf.schemes import Scheme
from pipeline.pdf.spread import MISS

MISS_LINE = 4.0
"""Cost of each line of a missed limit."""
SCRAP_LINES = 4
SCRAP = 2.5
"""Cost of a stretch of fewer lines under a picture or over a box."""


class Level(NamedTuple):
    """How level columns are as they are drawn: lines between their feet, and lines that stand empty under both."""

    apart: int
    hollow: int


def level(scheme: Scheme, height: int, filled: Filled) -> Level:
    """How level the columns are."""
    ends = _ends(scheme, height, filled)
    feet = scheme.feet_of(height, ends)
    return Level(scheme.apart(feet, ends), height - max(feet))


def _ends(scheme: Scheme, height: int, filled: Filled) -> dict[int, int]:
    """The line after which the text of each column (from 1) ends."""
    slots = scheme.slots(height) or ()
    ends: dict[int, int] = {}
    for number, end in {run.slot: run.end for run in filled.runs}.items():
        slot = slots[number]
        ends[slot.column] = max(ends.get(slot.column, 0), slot.line + end + lowered(slot, number, filled))
    return ends


def missed(scheme: Scheme, height: int, filled: Filled, *, ends: bool) -> float:
    """Cost of columns that end further apart than the design allows, and of lines that stand empty under both; ``ends``: all text stands."""
    if filled.cost >= MISS:
        return 0.0  # the columns have been charged for it
    apart, hollow = level(scheme, height, filled)
    return sum(MISS + MISS_LINE * lines for lines in (apart - (1 if ends else 0), hollow) if lines > 0)


def scraps(scheme: Scheme, height: int) -> float:
    """Cost of stretches of text so short that they look left over."""
    return SCRAP * sum(1 for slot in scheme.slots(height) or () if 0 < slot.lines < SCRAP_LINES and (slot.under or slot.over))


def lacking(scheme: Scheme, height: int, filled: Filled) -> int:
    """Lines of text that are missing for even columns, beyond the one that may."""
    slots = scheme.slots(height) or ()
    lacks = sum(max(filled.lacks(number, slot.lines) - slot.room.give, 0) for number, slot in enumerate(slots))
    return max(lacks - 1, 0)


def quote_cost(scheme: Scheme, height: int, filled: Filled, quote_items: Collection[int]) -> float:
    """A quote that stands right beside its own sentence is told twice."""
    slots = scheme.slots(height)
    if not scheme.quoted or slots is None:
        return 0.0
    number = len(slots) - 1
    near = [run for run in filled.runs if run.slot == number and run.line < 2]
    return NO_QUOTE + 1.0 if any(run.item in quote_items for run in near) else 0.0


def head_of(scheme: Scheme) -> HeadSlab | None:
    """The headline in a scheme."""
    return next((slab for slab in (*scheme.top, *scheme.heads[0]) if isinstance(slab, HeadSlab)), None)
