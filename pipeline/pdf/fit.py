"""How lines are weighed: ragged, justified and balanced setting, each with what a line may give to fit its measure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import Final

from pipeline.dataclass import NamedTuple, dataclass
from pipeline.pdf.breaking import LADDER_MAX, Edge
from pipeline.pdf.breakpoints import Breakpoints, Point
from pipeline.pdf.words import Kind

BREAK_COSTS: Final = {
    Kind.SPACE: 0.0, Kind.OPEN: 0.2, Kind.HYPHEN: 0.5, Kind.SYLLABLE: 1.0, Kind.PART: 2.0, Kind.SOFT: 0.2, Kind.JOINT: 0.2,
    Kind.ANYWHERE: 1e6, Kind.FORCED: 0.0, Kind.END: 0.0,
}  # fmt: skip
"""A joint against a syllable as 0.8 against 4, the design's weights; dearer still in a compound that could break at its joint."""
RUNT_COST: Final = 8.0
RUNT_LETTERS: Final = 7
RUNT_PART: Final = 0.16
"""The least last line, as a part of its measure: what the design asks of a column, in a list item too."""
DESPERATE_COST: Final = 5e5
"""Above it a way breaks a word by no rule, or overfills a line."""
OVERFULL_COST: Final = 1e8
_REACH: Final = 3.0  # glyphs per em of the measure, at most


class Elasticity(NamedTuple):
    """What a line may give at most: tracking in em, glyph width as a part of 1, word spaces as a part of the natural one."""

    tracking_shrink: float
    tracking_stretch: float
    scale: float
    gap_shrink: float = 0.0
    gap_stretch: float = 0.0


STIFF: Final = Elasticity(0.0, 0.0, 0.0)
SNUG: Final = Elasticity(0.004, 0.004, 0.006)
RAGGED: Final = Elasticity(0.010, 0.016, 0.019)
RAGGED_HARD: Final = Elasticity(0.012, 0.02, 0.0195)
"""A hair under 2 % of width, which exact lengths of line take up."""
JUSTIFIED: Final = Elasticity(0.012, 0.02, 0.02, 0.18, 0.30)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one attempt allows.

    ``tolerance``: how much of the measure may stay free, or by how much of a natural word space gaps may outgrow the elasticity;
    without ``strict`` a stub and an overfull line cost and are not forbidden; ``runt_pt``: the least last line; ``space_pt``: a natural word space;
    ``hyphen_cost`` multiplies the costs of breaks; ``ladder``: hyphens one under the other that are no fault.
    """

    tolerance: float
    elasticity: Elasticity
    strict: bool
    runt_pt: float
    space_pt: float
    hyphen_cost: float = 1.0
    ladder: int = LADDER_MAX


class Flex(NamedTuple):
    """What a line gives, as in Line."""

    gap_pt: float
    tracking_em: float
    scale: float


NATURAL: Final = Flex(0.0, 0.0, 1.0)


class Fit:
    """Weighs the lines between points, each once."""

    unevenness = 0.0
    stairs = False
    hyphen_weight = 1.0

    def __init__(self, breakpoints: Breakpoints, limits: Limits) -> None:
        """Take the points apart into lists, which are read faster."""
        points = breakpoints.points
        self._points: Sequence[Point] | Mapping[int, Point] = points
        self._starts = [point.start for point in points]
        self._ends = [point.end for point in points]
        weight = self.hyphen_weight * limits.hyphen_cost
        costs = {kind: cost * weight for kind, cost in BREAK_COSTS.items()}
        self._costs = [costs[point.kind] for point in points]
        self._stops: Sequence[int] | Mapping[int, int] = _stops(points)
        self._slack = max([point.hang_end for point in points]) + 6.0
        self._limits = limits
        self._known: dict[tuple[int, float], list[Edge]] = {}
        self.strict = limits.strict
        self.ladder = limits.ladder

    def settle(self, points: Mapping[int, Point]) -> None:
        """Keep these points alone, by index, when the search is over: ``flexes`` meets no others, and long documents have many."""
        self._stops = {at: self._stops[at] for at in points}
        self._points = points
        self._starts, self._ends, self._costs = [], [], []
        self._known.clear()

    def edges(self, origin: int, measure: float) -> list[Edge]:
        """The lines from a point that the measure allows; one overfull line where none fits and the limits are not strict."""
        key = (origin, measure)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._find(origin, measure)
            if not found and not self._limits.strict:
                found.append((origin + 1, OVERFULL_COST, 0.0, self._points[origin + 1].hyphen))
        return found

    def _find(self, origin: int, measure: float) -> list[Edge]:
        """Weigh every point in reach: ends ascend but for what hangs out."""
        ends, weigh = self._ends, self._weigh
        start = self._starts[origin]
        least, most = self._reach(measure)
        stop = self._stops[origin]
        found: list[Edge] = []
        at = bisect_left(ends, start + least - self._slack, origin + 1, stop)
        farthest = start + most + self._slack
        while at < stop and ends[at] <= farthest:
            if (edge := weigh(origin, at, ends[at] - start, measure)) is not None:
                found.append(edge)
            at += 1
        if ends[stop] - start <= most and (edge := self._last(origin, stop, ends[stop] - start, measure)) is not None:
            found.append(edge)
        return found

    def _reach(self, measure: float) -> tuple[float, float]:
        """Outside these natural widths no line fits; wider than need be, for ``_weigh`` has the last word."""
        give = self._limits.elasticity
        stretch = give.scale + give.tracking_stretch * _REACH + self._limits.tolerance
        shrink = give.scale + (give.tracking_shrink + give.gap_shrink) * _REACH
        return max(0.0, measure * (1 - stretch)), measure * (1 + shrink)

    def _weigh(self, origin: int, to: int, width: float, measure: float) -> Edge | None:
        """The edge of a full line, None where it does not fit."""
        raise NotImplementedError

    def _last(self, origin: int, to: int, width: float, measure: float) -> Edge | None:
        """The line that ends the paragraph or stands before a line break: free to be short, yet no stub."""
        begin, end = self._points[origin], self._points[to]
        cost = 0.0
        if width > measure:
            strain = self._strain(origin, to, width, measure)
            if strain < -1:
                return None
            cost = 0.2 * strain * strain
        alone = origin == 0 or begin.kind is Kind.FORCED
        if end.kind is Kind.END and not alone and (width < self._limits.runt_pt or end.position - begin.position < RUNT_LETTERS):
            if self._limits.strict:
                return None
            cost += RUNT_COST
        return to, cost, 0.0, 0

    def _strain(self, origin: int, to: int, width: float, measure: float) -> float:
        """How far a line is stretched (to 1 at its limits, and beyond) or shrunk (to -1) where it fills its measure."""
        begin, end = self._points[origin], self._points[to]
        give = self._limits.elasticity
        short = measure - width
        tracking, gap = (give.tracking_stretch, give.gap_stretch) if short > 0 else (give.tracking_shrink, give.gap_shrink)
        room = (
            tracking * (end.ems_end - begin.ems_start)
            + give.scale * (width + begin.hang_start + end.hang_end)
            + gap * self._limits.space_pt * (end.gaps_end - begin.gaps_start)
        )
        if room <= 0:
            return 0.0 if short == 0 else short / measure * 1e6
        return short / room

    def flexes(self, lines: Sequence[tuple[int, int, float]]) -> list[Flex]:
        """What each line (from point, to point, measure) gives."""
        return [NATURAL] * len(lines)

    def _give(self, strain: float) -> tuple[float, float]:
        """Tracking and scale at a strain."""
        give = self._limits.elasticity
        return strain * (give.tracking_stretch if strain > 0 else give.tracking_shrink), 1 + strain * give.scale


class UnweighedFit(Fit):
    """For a text that one line holds as it is: there is nothing to weigh, and most texts of a newsletter are such."""

    def __init__(self) -> None:
        """Keep nothing."""

    def settle(self, points: Mapping[int, Point]) -> None:
        """Nothing to let go of."""


class RaggedFit(Fit):
    """Lines that end freely: they shrink where that brings in a word, and grow only towards a comfortable rag."""

    stairs = True
    hyphen_weight = 4.0
    COMFORT: Final = 0.08
    """The free part of the measure from which on lines grow."""
    LIMIT: Final = 0.10
    """The free part that costs 1."""
    STRAIN_COST: Final = 0.5
    STEEPNESS: Final = 7

    def _weigh(self, origin: int, to: int, width: float, measure: float) -> Edge | None:
        free = (measure - width) / measure
        strain = 0.0
        if free < 0:
            strain = self._strain(origin, to, width, measure)
            if strain < -1:
                return None
            free = 0.0
        elif free > self.COMFORT:
            comfort = measure * (1 - self.COMFORT)
            strain = self._strain(origin, to, width, comfort)
            if strain <= 1:
                free = self.COMFORT
            else:
                free -= (comfort - width) / strain / measure
                strain = 1.0
            if free > self._limits.tolerance:
                return None
        cost = (free / self.LIMIT) ** self.STEEPNESS + self.STRAIN_COST * strain * strain
        return to, cost + self._costs[to], free, self._points[to].hyphen

    def flexes(self, lines: Sequence[tuple[int, int, float]]) -> list[Flex]:
        """Tracking and width alone; word spaces stay natural."""
        return [self._flex(*line) for line in lines]

    def _flex(self, origin: int, to: int, measure: float) -> Flex:
        begin, end = self._points[origin], self._points[to]
        width = end.end - begin.start
        last = to == self._stops[origin]
        goal = measure if width > measure else measure * (1 - self.COMFORT)
        if (last and width <= measure) or goal >= width >= measure * (1 - self.COMFORT) or measure >= width > goal:
            return NATURAL
        strain = min(max(self._strain(origin, to, width, goal), -1.0), 1.0)
        tracking, scale = self._give(strain)
        if -1 < strain < 1:  # tracking is scaled too: so the line ends where it should to the last hair
            hang = begin.hang_start + end.hang_end
            scale = (goal + hang) / (width + hang + tracking * (end.ems_end - begin.ems_start))
        return Flex(0.0, tracking, scale)


class BalancedFit(Fit):
    """Lines of even length, the last one too; a break behind a little word costs."""

    COST: Final = 10.0
    DANGLING_COST: Final = 0.5
    DANGLING_LETTERS: Final = 3

    def __init__(self, breakpoints: Breakpoints, limits: Limits) -> None:
        """Find the little words."""
        super().__init__(breakpoints, limits)
        tokens = breakpoints.tokens
        words = [tokens[point.token - 1].word if point.token else None for point in breakpoints.points]
        self._dangling = [word is not None and self._is_little(word.text) for word in words]

    @classmethod
    def _is_little(cls, word: str) -> bool:
        """A word that leads on to the next one; a letter alone does, also where it begins a sentence."""
        return len(word) <= cls.DANGLING_LETTERS and (word.islower() or (len(word) == 1 and word.isalpha()))

    def _reach(self, measure: float) -> tuple[float, float]:
        return 0.0, measure

    def _weigh(self, origin: int, to: int, width: float, measure: float) -> Edge | None:  # noqa: ARG002
        if width > measure:
            return None
        free = 1 - width / measure
        point = self._points[to]
        dangling = self.DANGLING_COST if self._dangling[to] and point.kind is Kind.SPACE else 0.0
        return to, self.COST * free * free + dangling + self._costs[to], free, point.hyphen

    def _last(self, origin: int, to: int, width: float, measure: float) -> Edge | None:  # noqa: ARG002
        free = 1 - width / measure
        return to, self.COST * free * free, free, 0


def _stops(points: Sequence[Point]) -> list[int]:
    """For each point the next one that ends a line for certain."""
    stops = [len(points) - 1] * len(points)
    for at in range(len(points) - 2, -1, -1):
        stops[at] = at + 1 if points[at + 1].kind is Kind.FORCED else stops[at + 1]
    return stops
