"""Justified setting: lines that fill their measure by word spaces, tracking and glyph width, alike on neighbouring lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pipeline.dataclass import NamedTuple
from pipeline.pdf.breaking import Edge
from pipeline.pdf.fit import Fit, Flex

_SWEEPS: Final = 12


class _Shape(NamedTuple):
    """A chosen line: natural and wanted width with what hangs out, word spaces, ems of tracking, and the strain it needs (None for a last line)."""

    natural: float
    goal: float
    gaps: int
    ems: float
    need: float | None


class JustifiedFit(Fit):
    """A line's fill is its strain: -1 at the shrink limits, 1 at the stretch limits, above that word spaces alone grow.

    Gaps are counted as a reader measures them, with tracking on both sides of the space and its own change of width.
    """

    unevenness = 0.25
    hyphen_weight = 1.2
    STRETCH_COST: Final = 1.0
    SHRINK_COST: Final = 0.7
    OVER_LIMIT: Final = 0.1
    """A gap that outgrows the elasticity by this part of a natural space costs 2."""
    SMOOTHNESS: Final = 4.0
    """How much neighbours' tracking and width weigh against each line's own need."""
    LOOSE_COST: Final = 50.0
    GAP_MAX: Final = 0.3
    """What a gap may take beyond the elasticity at most, in natural spaces: 1.8 natural spaces from letter to letter, tracking counted.

    A line that no legal break fills so far (a long name behind short words) stays short: an edge that gives way disturbs less than holes.
    """
    EASY_GAP: Final = 0.2
    """What gaps may take so that a line can follow its neighbours, in natural spaces."""

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
        return to, cost + self._costs[to], strain, point.hyphen

    def _over(self, origin: int, to: int, width: float, measure: float, strain: float) -> float:
        """What the word spaces take beyond the elasticity, in natural spaces."""
        gaps = self._points[to].gaps_end - self._points[origin].gaps_start
        return (measure - width) * (1 - 1 / strain) / (gaps * self._limits.space_pt) if gaps else 1e6

    def flexes(self, lines: Sequence[tuple[int, int, float]]) -> list[Flex]:
        """Tracking and width vary slowly from line to line, the word spaces take up the rest; last lines keep natural spaces."""
        shapes = [self._shape(*line) for line in lines]
        strains = _smooth([shape.need for shape in shapes], [self._scope(shape) for shape in shapes], self.SMOOTHNESS)
        return [self._flex(shape, strain) for shape, strain in zip(shapes, strains, strict=True)]

    def _shape(self, origin: int, to: int, measure: float) -> _Shape:
        """What a line is and needs."""
        begin, end = self._points[origin], self._points[to]
        width = end.end - begin.start
        hang = begin.hang_start + end.hang_end
        strain = self._strain(origin, to, width, measure)
        need = None if to == self._stops[origin] and strain > 0 else min(max(strain, -1.0), 1.0)
        return _Shape(width + hang, measure + hang, end.gaps_end - begin.gaps_start, end.ems_end - begin.ems_start, need)

    def _scope(self, shape: _Shape) -> tuple[float, float]:
        """Between which strains a line may follow its neighbours: its word spaces stay near the natural one."""
        if shape.need is None:
            return (-1.0, max(-1.0, min(1.0, (shape.goal - shape.natural) / (self._room(shape, 1.0) or 1.0))))
        if not shape.gaps:
            return shape.need, shape.need
        give, space = self._limits.elasticity, self._limits.space_pt
        widest = space * max(self.EASY_GAP, shape.need * give.gap_stretch)
        least = -space * max(self.EASY_GAP, -shape.need * give.gap_shrink)
        low, high = (
            (shape.goal - shape.natural - gap * shape.gaps) / (self._room(shape, shape.need) or 1.0)
            for gap in (widest, max(least, -space * give.gap_shrink))
        )
        return max(-1.0, min(low, shape.need)), min(1.0, max(high, shape.need))

    def _room(self, shape: _Shape, sign: float) -> float:
        """By how many points tracking and width alone change a line at the limits."""
        give = self._limits.elasticity
        return (give.tracking_stretch if sign > 0 else give.tracking_shrink) * shape.ems + give.scale * shape.natural

    def _flex(self, shape: _Shape, strain: float) -> Flex:
        """The flex of a line at the strain of its neighbourhood; a line too loose for its measure stays short of it."""
        tracking, scale = self._give(strain)
        rest = shape.goal - (shape.natural + tracking * shape.ems) * scale
        if shape.need is None or not shape.gaps:
            if rest < 0:  # tracking is scaled too, by a hair more than the strain says
                scale *= shape.goal / (shape.goal - rest)
            return Flex(0.0, tracking, scale)
        give, space = self._limits.elasticity, self._limits.space_pt
        return Flex(min(rest / shape.gaps, space * (give.gap_stretch + self.GAP_MAX)), tracking, scale)


def _smooth(needs: Sequence[float | None], scopes: Sequence[tuple[float, float]], weight: float) -> list[float]:
    """Values near the needs and near their neighbours, each in its scope, by least squares (projected Gauss-Seidel sweeps)."""
    values = [need or 0.0 for need in needs]
    for _ in range(_SWEEPS):
        for index, (need, (low, high)) in enumerate(zip(needs, scopes, strict=True)):
            neighbours = values[max(index - 1, 0) : index] + values[index + 1 : index + 2]
            pull = 0.0 if need is None else 1.0
            total = pull + weight * len(neighbours)
            value = ((need or 0.0) + weight * sum(neighbours)) / total if total else 0.0
            values[index] = min(max(value, low), high)
    return values
