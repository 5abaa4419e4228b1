"""The plan of pages: which units stand on which page, in which of their ways, so that pages fill and nothing is torn apart needlessly."""

from __future__ import annotations

import sys
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple

from pipeline.pdf.grid import LINES
from pipeline.pdf.units import Choice, Unit, Zone, over

SPREAD = 1.0
"""Cost of each blank line more between two units."""
WHITE = 10.0
"""Cost of a page that is not full, and of each line that it lacks."""
WHITE_LINE = 3.0
LAST_LINE = 0.25
"""Cost of each blank line on the last page, and of each that it lacks to be filled as the design asks."""
LAST_LACK = 2.5
LAST_LEAST = 0.65
HOLE_ALLOWED = 2
QUOTED_TWICE = 40.0
SHEETS = (1, 2, 4, 8, 12)
TRIED = 6
"""Ways that are worked out for each end of a page before the cheapest is taken."""
BEAM = 6
LONG = 16
"""Pages from which on only the best way is followed."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What is fixed: lines that the first page's head and foot take, and the last page's foot, blank lines included."""

    head: int = 0
    foot: int = 0
    last: int = 0

    def room(self, number: int, *, last: bool) -> int:
        """Lines between head and foot of a page (from 1)."""
        first = self.head + self.foot if number == 1 else 0
        return LINES - first - (self.last if last else 0)


class Placed(NamedTuple):
    """A unit's zone on a page: its first grid line, the lines that part it from what stands over it, whether a rule does."""

    unit: Unit
    zone: Zone
    line: int
    blank: int
    ruled: bool


@dataclass(frozen=True, slots=True)
class PagePlan:
    """One page: its zones, and how many lines stand empty at its foot."""

    zones: tuple[Placed, ...]
    white: int


@dataclass(frozen=True, slots=True)
class Plan:
    """All pages and what they cost."""

    pages: tuple[PagePlan, ...]
    cost: float
    frame: Frame

    @property
    def used(self) -> int:
        """Grid lines of all pages that something stands on."""
        return sum(LINES - page.white for page in self.pages)

    @property
    def full(self) -> bool:
        """Whether every page but the last is full, and the last one full enough."""
        *inner, last = self.pages
        least = LINES * (1 - LAST_LEAST) if inner else LINES
        return all(page.white <= HOLE_ALLOWED for page in inner) and last.white <= least


@dataclass(frozen=True, slots=True)
class _Node:
    """A state between two pages: the next unit, the rest of one begun, and how it came about."""

    index: int
    rest: Unit | None
    cost: float
    page: PagePlan | None = None
    before: _Node | None = None

    def pages(self) -> tuple[PagePlan, ...]:
        """The pages so far."""
        found: list[PagePlan] = []
        node: _Node | None = self
        while node is not None and node.page is not None:
            found.append(node.page)
            node = node.before
        return tuple(reversed(found))


class _Step(NamedTuple):
    """A unit set in one way, with the lines over it; or, as ``choice`` None, nothing."""

    unit: Unit
    choice: Choice
    blank: int
    ruled: bool


class _Partial(NamedTuple):
    """A page under way: cost as guessed, lines used, pull quotes, its steps."""

    cost: float
    used: int
    quotes: int
    steps: tuple[_Step, ...]


class _End(NamedTuple):
    """A page's possible end, as guessed; ``after`` is the index of the next unit, after one that is parted."""

    cost: float
    after: int
    parted: bool
    white: int
    steps: tuple[_Step, ...]


@dataclass(slots=True)
class Planner:
    """Plans for one sequence of units; ``plans`` are the cheapest found by page count."""

    units: Sequence[Unit]
    frame: Frame
    wanted: int = 0
    """The page count to reach; 0 for the next that sheets allow."""
    beam: int = BEAM
    plans: dict[int, Plan] = field(default_factory=dict)

    def run(self) -> dict[int, Plan]:
        """Plan page after page, the best states of each kept."""
        nodes = [_Node(0, None, 0.0)]
        number = 0
        self.beam = BEAM if sum(unit.length for unit in self.units) < LONG * LINES else 1
        while nodes and number < self._most():
            number += 1
            for node in nodes:
                self._end(node, number)
            nodes = self._kept([found for node in nodes for found in self._expand(node, number, last=False)])
        return self.plans

    def _most(self) -> int:
        """The last page worth trying."""
        if not self.plans:
            return sys.maxsize
        fewest = min(self.plans)
        return max(self.wanted, fewest) if self.wanted else next_sheets(fewest) if fewest <= SHEETS[-1] else fewest

    def _end(self, node: _Node, number: int) -> None:
        """Let the issue end on this page, if all that is left fits on it."""
        for found in self._expand(node, number, last=True):
            best = self.plans.get(number)
            if best is None or found.cost < best.cost:
                self.plans[number] = Plan(found.pages(), found.cost, self.frame)

    def _kept(self, nodes: Sequence[_Node]) -> list[_Node]:
        """The cheapest node of each state, at most ``beam`` of them, of different progress first."""
        best: dict[Hashable, _Node] = {}
        for node in nodes:
            key = (node.index, node.rest.key if node.rest else None)
            if key not in best or node.cost < best[key].cost:
                best[key] = node
        kept = sorted(best.values(), key=lambda node: (node.cost, -node.index))
        return kept[: self.beam]

    def _expand(self, node: _Node, number: int, *, last: bool) -> Iterator[_Node]:
        """The states after one more page, its cheapest ways worked out."""
        room = self.frame.room(number, last=last)
        ends: dict[tuple[int, bool], list[_End]] = {}
        for end in self._ends(node, room, last=last):
            ends.setdefault((end.after, end.parted), []).append(end)
        for some in ends.values():
            some.sort(key=lambda end: end.cost)
            found = self._best(node, some, number, last=last)
            if found:
                yield found

    def _best(self, node: _Node, ends: Sequence[_End], number: int, *, last: bool) -> _Node | None:
        best: _Node | None = None
        for tried, end in enumerate(ends):
            if best is not None and (best.cost <= node.cost + end.cost or tried >= (TRIED if self.beam > 1 else 2)):
                break
            found = self._resolve(node, end, number, last=last)
            if found is not None and (best is None or found.cost < best.cost):
                best = found
        return best

    # ── a page's ends, as guessed ────────────────────────────────────────────────────────────────────────────────────

    def _ends(self, node: _Node, room: int, *, last: bool) -> Iterator[_End]:
        """Every end of the page: before each unit, and inside each that can be parted."""
        partials = [_Partial(0.0, 0, 0, ())]
        queue = self._queue(node)
        for placed in range(len(self.units) + 2):
            unit = next(queue, None)
            index = node.index + max(placed - (1 if node.rest else 0), 0)
            for partial in partials:
                if (partial.steps or unit is None) and (unit is None or not last):
                    yield self._end_of(partial, index, room, last=last)
                if unit is not None and not last:
                    after = node.index if node.rest and placed == 0 else index + 1
                    yield from self._parted(unit, partial, after, room)
            if unit is None or not partials:
                return
            partials = self._follow(unit, partials, room)

    def _queue(self, node: _Node) -> Iterator[Unit]:
        """What is still to place."""
        if node.rest:
            yield node.rest
        yield from islice(self.units, node.index, None)

    def _follow(self, unit: Unit, partials: Sequence[_Partial], room: int) -> list[_Partial]:
        """The unit set after each page under way, the cheapest way for each number of lines kept."""
        best: dict[tuple[int, int], _Partial] = {}
        for partial in partials:
            blank = over(unit) if partial.used else 0
            for choice in unit.whole(room - partial.used - blank):
                quotes = partial.quotes + choice.quotes
                state = (partial.used + blank + choice.lines, quotes)
                cost = partial.cost + choice.estimate + (QUOTED_TWICE if choice.quotes and quotes > 1 else 0.0)
                if state not in best or cost < best[state].cost:
                    step = _Step(unit, choice, blank, unit.headed and blank > 0)
                    best[state] = _Partial(cost, *state, (*partial.steps, step))
        kept = sorted(best.values(), key=lambda partial: (partial.cost, -partial.used))
        return kept[: 4 * self.beam]

    def _parted(self, unit: Unit, partial: _Partial, index: int, room: int) -> Iterator[_End]:
        blank = over(unit) if partial.used else 0
        left = room - partial.used - blank
        if left < 3:
            return
        for choice in unit.begun(left, fresh=not partial.used):
            step = _Step(unit, choice, blank, unit.headed and blank > 0)
            white = left - choice.lines
            cost = partial.cost + choice.estimate + self._white(white, 0, last=False)
            cost += QUOTED_TWICE if choice.quotes and partial.quotes else 0.0
            yield _End(cost, index, True, white, (*partial.steps, step))

    def _end_of(self, partial: _Partial, index: int, room: int, *, last: bool) -> _End:
        white = room - partial.used
        gaps = sum(1 for step in partial.steps if step.blank)
        return _End(partial.cost + self._white(white, gaps, last=last), index, False, white, partial.steps)

    def _white(self, white: int, gaps: int, *, last: bool) -> float:
        """Cost of lines that nothing fills; a few go between the units."""
        if last:
            lacking = max(white - int(LINES * (1 - LAST_LEAST)), 0)
            return LAST_LINE * white + LAST_LACK * lacking
        if white <= gaps:
            return SPREAD * white
        return WHITE + WHITE_LINE * white

    # ── working one out ──────────────────────────────────────────────────────────────────────────────────────────────

    def _resolve(self, node: _Node, end: _End, number: int, *, last: bool) -> _Node | None:
        gaps = sum(1 for step in end.steps if step.blank)
        spread = min(end.white, gaps) if end.white <= gaps or not last else 0
        cost = node.cost + (self._white(end.white, gaps, last=last))
        line = self.frame.head if number == 1 else 0
        zones: list[Placed] = []
        for at, step in enumerate(end.steps):
            at_foot = at + 1 == len(end.steps) and end.white <= spread and not last
            zone = step.choice.resolve(at_foot)
            if zone is None:
                return None
            cost += zone.cost
            more = 1 if step.blank and spread > sum(1 for placed in zones if placed.blank) else 0
            line += step.blank + more
            zones.append(Placed(step.unit, zone, line, step.blank, step.ruled))
            line += zone.lines
        page = PagePlan(tuple(zones), end.white - spread)
        rest = zones[-1].zone.rest if end.parted else None
        if end.parted and rest is None:
            return None
        return _Node(end.after, rest, cost, page, node)


def next_sheets(pages: int) -> int:
    """The least number of pages from this on that sheets allow."""
    return next((count for count in SHEETS if count >= pages), -(-pages // 4) * 4)
