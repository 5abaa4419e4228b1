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


def _growable(places: Sequence[Place]) -> tuple[int, int, int]:
    """How many lines can be taken up at each price, the cheapest first."""
    overs = ruled = insides = 0
    for over, rule, inside in places:
        overs += over
        ruled += rule
        insides += inside
    return overs, ruled, insides


def taken_up(places: Sequence[Place], white: int, *, last: bool) -> int:
    """How many of the empty lines are shared out: all where that fills the page, on the last page only what it lacks."""
    return _taken_up(_growable(places), white, last=last)


def _taken_up(growable: tuple[int, int, int], white: int, *, last: bool) -> int:
    if last:
        return white if white <= growable[0] else min(sum(growable), max(white - LAST_EMPTY, 0))
    return min(white, sum(growable))


def cost(places: Sequence[Place], white: int, *, last: bool, few: int = FEW) -> float:
    """The cost of so many empty lines."""
    growable = _growable(places)
    overs, ruled, _ = growable
    shared = _taken_up(growable, white, last=last)
    under_rules = min(max(shared - overs, 0), ruled)
    total = BETWEEN * min(shared, overs) + UNDER_RULE * under_rules + INSIDE * max(shared - overs - ruled, 0)
    left = white - shared
    if last:
        return total + LAST_LINE * left + LAST_LACK * max(left - LAST_EMPTY, 0) + (MISS if left > LAST_EMPTY else 0.0)
    if left <= few:
        return total + FEW_LINE * left
    return total + MISS + HOLE + HOLE_LINE * left
