"""White space shared out on a page: between units, under pictures and headlines, and what is left at the foot, each at its cost."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.dataclass import NamedTuple
from pipeline.pdf.grid import LINES

MISS = 40.0
"""Cost of each limit of the design that a page misses."""
BETWEEN = 1.0
"""Cost of a first blank line more between two units."""
UNDER_RULE = 3.0
"""Cost of a second one, where a rule parts them."""
INSIDE = 3.0
"""Cost of a blank line more under a picture or headline: beside headlines with one it is read as a mistake."""
FEW = 2
"""Lines that may stay empty at a page's foot; the page still counts as full."""
FEW_LINE = 4.0
HOLE = 12.0
HOLE_LINE = 3.0
LAST_LINE = 0.25
"""Cost of an empty line on the last page, and of each that it lacks to be as full as the design asks."""
LAST_LACK = 2.5
LAST_LEAST = 0.65
LAST_EMPTY = int(LINES * (1 - LAST_LEAST)) - 1  # the blank line over the colophon is one of them


class Place(NamedTuple):
    """What can grow: the gap over a unit (``over``, with a rule in it or not) and lines inside the unit."""

    over: bool
    ruled: bool
    inside: int


class Growable(NamedTuple):
    """How many lines the places of a page can take up at each price: in gaps, in gaps with a rule once more, inside units."""

    overs: int = 0
    ruled: int = 0
    insides: int = 0


class Growth(NamedTuple):
    """Lines that the gap over a unit and the unit itself gain."""

    over: int
    inside: int


def spread(places: Sequence[Place], white: int) -> tuple[list[Growth], int]:
    """Share so many lines out, the cheapest way first; what is left over."""
    over, inside = [0] * len(places), [0] * len(places)
    for _, kind, at in _order(places):
        if white == 0:
            break
        (inside if kind else over)[at] += 1
        white -= 1
    return [Growth(*pair) for pair in zip(over, inside, strict=True)], white


def _order(places: Sequence[Place]) -> list[tuple[float, int, int]]:
    """(cost, 1 for inside, place) of each line that can be taken up, cheapest first."""
    found = [(BETWEEN, 0, at) for at, place in enumerate(places) if place.over]
    found += [(UNDER_RULE, 0, at) for at, place in enumerate(places) if place.ruled]
    return found + [(INSIDE, 1, at) for at, place in enumerate(places) for _ in range(place.inside)]


def growable(places: Sequence[Place]) -> Growable:
    """What all places together can take up."""
    return Growable(sum(place.over for place in places), sum(place.ruled for place in places), sum(place.inside for place in places))


def taken_up(growable: Growable, white: int, *, last: bool) -> int:
    """How many of the empty lines are shared out: all where that fills the page, on the last page only what it lacks."""
    overs, ruled, insides = growable
    if last:
        return white if white <= overs else min(overs + ruled + insides, max(white - LAST_EMPTY, 0))
    return min(white, overs + ruled + insides)


def cost(growable: Growable, white: int, *, last: bool, few: int = FEW) -> float:
    """The cost of so many empty lines."""
    overs, ruled, _ = growable
    shared = taken_up(growable, white, last=last)
    under_rules = min(max(shared - overs, 0), ruled)
    total = BETWEEN * min(shared, overs) + UNDER_RULE * under_rules + INSIDE * max(shared - overs - ruled, 0)
    left = white - shared
    if last:
        return total + LAST_LINE * left + LAST_LACK * max(left - LAST_EMPTY, 0) + (MISS if left > LAST_EMPTY else 0.0)
    if left <= few:
        return total + FEW_LINE * left
    return total + MISS + HOLE + HOLE_LINE * left
