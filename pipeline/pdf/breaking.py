"""Total-fit line breaking (D. E. Knuth and M. F. Plass, Breaking Paragraphs into Lines, 1981), kept apart by the number of lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol, TypeAlias

from pipeline.dataclass import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

LADDER_MAX: Final = 2
"""Hyphens one under the other, at most: fewer where that leaves a way."""
LADDER_COST: Final = 4.0
"""Beside the cost of a hyphen in the same setting."""
STAIR_COST: Final = 6.0
STAIR_STEP: Final = 0.02
BAN_COST: Final = 100.0
_HOPELESS: Final = 60.0

Edge: TypeAlias = tuple[int, float, float, int]
"""A line that could be: the point it leads to, its cost, its fill, what its edge shows (Point.hyphen)."""


class State(NamedTuple):
    """The cheapest way to a point in so many lines: ``ladder`` hyphens end it, ``stair`` lines in a row grew (+) or shrank (-)."""

    cost: float
    lines: int
    ladder: int
    fill: float
    stair: int
    point: int
    before: State | None


class Fit(Protocol):
    """How lines are weighed in one setting; a line's fill is the part of the measure left free, or how far it is stretched."""

    unevenness: float
    """Cost of neighbours that differ in fill, times the square of the difference."""
    hyphen_weight: float
    """Cost of a break inside a word."""
    stairs: bool
    """Whether four lines that grow or shrink step by step cost."""
    ladder: int
    """Hyphens one under the other that are no fault, ``LADDER_MAX`` at most."""

    def edges(self, origin: int, measure: float) -> list[Edge]:
        """The lines from a point that the measure allows."""


def search(fit: Fit, size: int, widths: Sequence[float], no_hyphen_at: Collection[int], *, strict: bool) -> dict[int, State]:
    """The best way through ``size`` points by number of lines; the last of ``widths`` repeats.

    ``strict`` forbids a longer ladder than the fit allows and hyphens at the lines (from 0) of ``no_hyphen_at``, which may leave no way at all.
    """
    reached: list[dict[int, State]] = [{} for _ in range(size)]
    reached[0][0] = State(0.0, 0, 0, 0.0, 0, 0, None)
    for origin in range(size - 1):
        if states := reached[origin]:
            _extend(list(states.values()), fit, reached, widths, no_hyphen_at, strict=strict)
            states.clear()
    finals: dict[int, State] = {}
    for state in reached[-1].values():
        if state.lines not in finals or state.cost < finals[state.lines].cost:
            finals[state.lines] = state
    return finals


def _extend(
    states: list[State], fit: Fit, reached: list[dict[int, State]], widths: Sequence[float], bans: Collection[int], *, strict: bool
) -> None:
    """Add every line that may begin where the states end."""
    last_width = len(widths) - 1
    hopeless = min([state.cost for state in states]) + _HOPELESS
    unevenness, stairs, ladder_cost, ladder_max = fit.unevenness, fit.stairs, LADDER_COST * fit.hyphen_weight, fit.ladder
    for state in states:
        cost, lines, ladder, fill, stair, origin, _ = state
        if cost > hopeless:
            continue
        banned = lines in bans
        key = (lines + 1) * (LADDER_MAX + 2)
        for to, line_cost, line_fill, hyphen in fit.edges(origin, widths[min(lines, last_width)]):
            total = cost + line_cost
            rungs = steps = 0
            if hyphen:
                rungs = ladder + 1
                if (banned and hyphen == 1) or rungs > ladder_max:
                    if strict:
                        continue
                    rungs = min(rungs, LADDER_MAX + 1)
                    total += BAN_COST
                if rungs > 1:
                    total += ladder_cost
            if lines:
                step = line_fill - fill
                total += unevenness * step * step
                if stairs:
                    steps = _stair(stair, step)
                    if not -3 < steps < 3:
                        total += STAIR_COST
            known = reached[to].get(key + rungs)
            if known is None or total < known[0]:
                reached[to][key + rungs] = State(total, lines + 1, rungs, line_fill, steps, to, state)


def _stair(stair: int, step: float) -> int:
    """The steps of a stair after one more line: free space that shrinks makes lines grow."""
    if step > STAIR_STEP:
        return min(stair, 0) - 1
    if step < -STAIR_STEP:
        return max(stair, 0) + 1
    return 0
