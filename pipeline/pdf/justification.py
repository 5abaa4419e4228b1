"""Justified setting: lines that fill their measure by word spaces, tracking and glyph width, alike on neighbouring lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pipeline.pdf.breaking import Edge
from pipeline.pdf.fit import BREAK_COSTS, NATURAL, Fit, Flex

_SWEEPS: Final = 12


class JustifiedFit(Fit):
    """A line's fill is its strain: -1 at the shrink limits, 1 at the stretch limits, above that word spaces alone grow.

    Gaps are counted as a reader measures them, with tracking on both sides of the space and its own change of width.
    """

    unevenness = 0.25
    STRETCH_COST: Final = 1.0
    SHRINK_COST: Final = 1.2
    OVER_LIMIT: Final = 0.15
    """A gap that outgrows the elasticity by this part of a natural space costs 2."""
    SMOOTHNESS: Final = 1.5
    """How much neighbours' tracking and width weigh against each line's own need."""
    LOOSE_COST: Final = 50.0

    def _weigh(self, origin: int, to: int, width: float, measure: float) -> Edge | None:
        point = self._points[to]
        strain = self._strain(origin, to, width, measure)
        if strain < -1:
            return None
        if strain <= 0:
            cost = -self.SHRINK_COST * strain**3
        elif strain <= 1:
            cost = self.STRETCH_COST * strain**3
        else:
            over = self._over(origin, to, width, measure, strain)
            if over > self._limits.tolerance:
                if self._limits.strict:
                    return None
                return to, self.LOOSE_COST + 100 * (1 - width / measure), 0.0, point.hyphen
            cost = self.STRETCH_COST + (over / self.OVER_LIMIT) ** 2
            strain = 1 + over
        return to, cost + BREAK_COSTS[point.kind], strain, point.hyphen

    def _over(self, origin: int, to: int, width: float, measure: float, strain: float) -> float:
        """What the word spaces take beyond the elasticity, in natural spaces."""
        gaps = self._points[to].gaps_end - self._points[origin].gaps_start
        return (measure - width) * (1 - 1 / strain) / (gaps * self._limits.space_pt) if gaps else 1e6

    def flexes(self, lines: Sequence[tuple[int, int, float]]) -> list[Flex]:
        """Tracking and width vary slowly from line to line, the word spaces take up the rest; last lines keep natural spaces."""
        needs = [self._need(*line) for line in lines]
        strains = _smooth(needs, self.SMOOTHNESS)
        return [self._flex(*line, need, strain) for line, need, strain in zip(lines, needs, strains, strict=True)]

    def _need(self, origin: int, to: int, measure: float) -> float | None:
        """The strain of a line, None for one that does not have to fill its measure."""
        width = self._ends[to] - self._starts[origin]
        strain = self._strain(origin, to, width, measure)
        if to == self._stops[origin] and strain > 0:
            return None
        if strain > 1 and self._over(origin, to, width, measure, strain) > max(self._limits.tolerance, 0.7):
            return None
        return min(max(strain, -1.0), 1.0)

    def _flex(self, origin: int, to: int, measure: float, need: float | None, strain: float) -> Flex:
        """The gap that fills the measure at the strain of its neighbourhood, or at its own where the gap would leave its limits."""
        begin, end = self._points[origin], self._points[to]
        natural = self._ends[to] - self._starts[origin] + begin.hang_start + end.hang_end
        goal = measure + begin.hang_start + end.hang_end
        gaps = end.gaps_end - begin.gaps_start
        ems = end.ems_end - begin.ems_start
        if need is None:
            tracking, scale = self._give(strain)
            return Flex(0.0, tracking, scale) if (natural + tracking * ems) * scale <= goal else NATURAL
        give, space = self._limits.elasticity, self._limits.space_pt
        for candidate in (strain, (strain + need) / 2, need):
            tracking, scale = self._give(candidate)
            rest = goal - (natural + tracking * ems) * scale
            gap = rest / gaps if gaps else 0.0
            if -give.gap_shrink * space <= gap <= give.gap_stretch * space:
                break
        if not gaps and natural:
            scale = min(max(goal / (natural + tracking * ems), 1 - give.scale), 1 + give.scale)
        return Flex(gap, tracking, scale)


def _smooth(needs: Sequence[float | None], weight: float) -> list[float]:
    """Values near the needs and near their neighbours, by least squares (Gauss-Seidel sweeps)."""
    values = [need or 0.0 for need in needs]
    for _ in range(_SWEEPS):
        for index, need in enumerate(needs):
            neighbours = values[max(index - 1, 0) : index] + values[index + 1 : index + 2]
            pull = 0.0 if need is None else 1.0
            total = pull + weight * len(neighbours)
            if total:
                values[index] = ((need or 0.0) + weight * sum(neighbours)) / total
    return values
