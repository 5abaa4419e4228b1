"""The ends that a page can have: after which unit, or inside which one, with what it costs to get there."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence

from pipeline.dataclass import NamedTuple, dataclass
from pipeline.pdf.spread import FEW, Growable, Place, cost, taken_up
from pipeline.pdf.units import BLANK_LINES, RULE_LINES, Choice, Unit, over

AHEAD = 3.0
"""Cost of a unit that stands before its turn to fill a page."""
AT_FOOT = 3
"""Empty lines from which on a page's last columns do not stand at its foot."""
QUOTED_TWICE = 40.0
LEAST_ROOM = 3


class Step(NamedTuple):
    """A unit set in one way, with the lines over it."""

    unit: Unit
    choice: Choice
    blank: int

    @property
    def place(self) -> Place:
        """Where it can grow."""
        return Place(self.blank > 0, self.blank == RULE_LINES, self.choice.spare)


class Partial(NamedTuple):
    """A page under way: cost when more follows and when the page ends here, lines used, pull quotes, steps, what can take up empty lines."""

    cost: float
    foot: float
    used: int
    quotes: int
    steps: tuple[Step, ...]
    growable: Growable

    def grown_by(self, choice: Choice, blank: int) -> Growable:
        """What the page can take up when a unit follows."""
        overs, ruled, insides = self.growable
        return Growable(overs + (blank > 0), ruled + (blank == RULE_LINES), insides + choice.spare)


class End(NamedTuple):
    """A page's end; ``after`` is the index of the next unit; ``parted`` when the last unit goes on, and then ``cost`` is a guess.

    ``ahead`` is the index of a unit taken before its turn, -1 for none.
    """

    cost: float
    after: int
    parted: bool
    white: int
    steps: tuple[Step, ...]
    ahead: int = -1


KnownPages = dict[Hashable, tuple[Sequence[tuple[Unit, int]], Sequence[Sequence[End]]]]
"""By what was asked of a page, its queue (kept, for units are told apart by identities) and its ends, those alike together, the cheapest first."""


@dataclass(frozen=True, slots=True)
class Ends:
    """All ends of one page with ``room`` lines for what is in the ``queue`` (units with their indexes); ``last`` when the issue ends here."""

    queue: Sequence[tuple[Unit, int]]
    beyond: int
    """The index after the queue's last unit."""
    room: int
    last: bool
    breadth: int
    """Ways kept for each number of units."""
    few: int = FEW
    """Lines that may stay empty."""
    quick: bool = False
    """Units are asked for their first ways only."""

    def alike(self, known: KnownPages) -> Sequence[Sequence[End]]:
        """Ends after the same unit or inside it together, the cheapest first; of those after a unit only the best. A ``known`` page's are as they were."""
        queue = tuple((unit.key, index) for unit, index in self.queue)
        key = (queue, self.beyond, self.room, self.last, self.breadth, self.few, self.quick)
        if key not in known:
            groups: dict[tuple[int, bool, int], list[End]] = {}
            for end in self:
                groups.setdefault((end.after, end.parted, end.ahead), []).append(end)
            found = [sorted(ends, key=_price) if parted else [min(ends, key=_price)] for (_, parted, _), ends in groups.items()]
            known[key] = (self.queue, found)
        return known[key][1]

    def __iter__(self) -> Iterator[End]:
        """Unit after unit."""
        fillers = () if self.last else self._fillers()
        partials = [Partial(0.0, 0.0, 0, 0, (), Growable())]
        for at in range(len(self.queue) + 1):
            unit, index = self.queue[at] if at < len(self.queue) else (None, self.beyond)
            for partial in partials:
                if (partial.steps or unit is None) and (unit is None or not self.last):
                    yield self._end(partial, index)
                if unit is not None and not self.last:
                    yield from self._filled(partial, at, fillers)
                    yield from self._parted(unit, partial, self._index(at + 1))
            if unit is None or not partials:
                return
            partials = self._follow(unit, partials)

    def _index(self, at: int) -> int:
        return self.queue[at][1] if at < len(self.queue) else self.beyond

    def _follow(self, unit: Unit, partials: Sequence[Partial]) -> list[Partial]:
        """The unit set after each page under way; the cheapest way for each number of lines, followed or at the foot."""
        best: dict[tuple[int, int], tuple[Partial, Partial]] = {}
        for partial in partials:
            blank = over(unit) if partial.used else 0
            for choice in unit.whole(self.room - partial.used - blank):
                quotes = partial.quotes + choice.quotes
                twice = QUOTED_TWICE if choice.quotes and quotes > 1 else 0.0
                used = partial.used + blank + choice.lines
                cost, foot = partial.cost + choice.cost + twice, partial.cost + choice.foot + twice
                known = best.get((used, quotes))
                if known is not None and cost >= known[0].cost and foot >= known[1].foot:
                    continue
                steps = (*partial.steps, Step(unit, choice, blank))
                found = Partial(cost, foot, used, quotes, steps, partial.grown_by(choice, blank))
                followed, last = known or (found, found)
                best[used, quotes] = (found if cost < followed.cost else followed, found if foot < last.foot else last)
        unique = {id(partial): partial for pair in best.values() for partial in pair}
        return sorted(unique.values(), key=lambda partial: (min(partial.cost, partial.foot), -partial.used))[: self.breadth]

    def _end(self, partial: Partial, index: int) -> End:
        white = self.room - partial.used
        return End(self._price(partial, white), index, False, white, partial.steps)

    def _price(self, partial: Partial, white: int) -> float:
        """The cost of a page that ends here: its ways, and the lines that nothing fills."""
        growable = partial.growable
        at_foot = not self.last and white - taken_up(growable, white, last=False) < AT_FOOT
        return (partial.foot if at_foot else partial.cost) + (cost(growable, white, last=self.last, few=self.few) if white else 0.0)

    def _fillers(self) -> Sequence[tuple[int, Unit, int, int]]:
        """Units that may stand anywhere and are high enough to fill a page's foot: place in the queue, unit, index, lines with the blank one."""
        found = [(at, unit, index, unit.length + BLANK_LINES) for at, (unit, index) in enumerate(self.queue) if unit.fills]
        return [filler for filler in found if filler[-1] > FEW]

    def _filled(self, partial: Partial, at: int, fillers: Sequence[tuple[int, Unit, int, int]]) -> Iterator[End]:
        """Ends where a later unit that may stand anywhere fills the page's foot."""
        white = self.room - partial.used
        for place, unit, index, lines in fillers if partial.steps else ():
            if place <= at or lines > white:
                continue
            for choice in unit.whole(white - over(unit)):
                blank = over(unit)
                left = white - blank - choice.lines
                steps = (*partial.steps, Step(unit, choice, blank))
                filled = Partial(partial.cost + choice.cost, partial.cost + choice.foot, 0, 0, steps, partial.grown_by(choice, blank))
                yield End(self._price(filled, left) + AHEAD, self._index(at), False, left, filled.steps, index)

    def _parted(self, unit: Unit, partial: Partial, after: int) -> Iterator[End]:
        """Ends inside a unit."""
        blank = over(unit) if partial.used else 0
        left = self.room - partial.used - blank
        if left < LEAST_ROOM:
            return
        for choice in unit.begun(left, fresh=not partial.used):
            steps = (*partial.steps, Step(unit, choice, blank))
            white = left - choice.lines
            price = partial.cost + choice.cost
            if white:
                price += cost(partial.grown_by(choice, blank), white, last=False, few=self.few)
            yield End(price + (QUOTED_TWICE if choice.quotes and partial.quotes else 0.0), after, True, white, steps)


def _price(end: End) -> float:
    return end.cost
