"""The plan of pages: which units stand on which page, in which of their ways, so that pages fill and nothing is torn apart needlessly."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import field, replace

from pipeline.dataclass import NamedTuple, dataclass
from pipeline.pdf.ends import AT_FOOT, End, Ends, KnownPages
from pipeline.pdf.grid import LINES
from pipeline.pdf.spread import FEW, LAST_EMPTY, growable, spread, taken_up
from pipeline.pdf.units import RULE_LINES, Unit, Zone

SHEETS = (1, 2, 4, 8, 12)
GOOD_PAGE = 3.0
"""Cost of a page with which a plan is good enough."""
LONG = 16
"""Pages from which on only the best way is followed."""
LOST = 1e5
ALIKE = 2
"""Lines up to which two states have as much left."""
LOWERED = (0.0, 0.5, 0.75)
"""Lines by which a rule stands lower where the gap over a unit has none, one or two more: nearer to what follows, yet never under three blank lines."""
REACH = 24
"""Units that one page may hold at most."""


class Effort(NamedTuple):
    """How widely plans are sought."""

    beam: int
    """States followed from page to page, and of those how many that have ``alike`` much left."""
    alike: int
    parted: int
    """Places where a unit is parted that are followed for each end of a page, of so many ``tried``."""
    tried: int


QUICK = Effort(2, 2, 1, 2)
THOROUGH = Effort(6, 6, 1, 6)
WIDE = Effort(24, 2, 4, 30)
EFFORTS = (QUICK, THOROUGH, WIDE)


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

    def few(self, number: int) -> int:
        """Lines that may stand empty at a page's foot: the blank one over the first page's foot is one of them."""
        return FEW - (1 if number == 1 and self.foot else 0)


class Placed(NamedTuple):
    """A unit's zone on a page: its first grid line, how many lines higher it stands, the line of the rule over it (0: none)."""

    unit: Unit
    zone: Zone
    line: int
    more: int
    rule: float


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
    def empty(self) -> float:
        """Lines that should not be empty: more than two at the foot of a page, more than a third of the last."""
        *inner, last = self.pages
        least = LAST_EMPTY if inner else LINES
        return sum(page.white for page in inner if page.white > FEW) + max(last.white - least, 0)

    @property
    def misses(self) -> int:
        """Limits of the design that the pages miss."""
        feet = sum(placed.zone.missed for page in self.pages for placed in page.zones)
        *inner, last = self.pages
        holes = sum(1 for number, page in enumerate(inner, start=1) if page.white > self.frame.few(number))
        return feet + holes + (1 if last.white > LAST_EMPTY else 0)

    @property
    def good(self) -> bool:
        """Whether no other plan need be sought."""
        return not self.misses and self.cost < GOOD_PAGE * len(self.pages)

    @property
    def full(self) -> bool:
        """Whether every page but the last is full, and the last one full enough."""
        return self.empty <= 0


@dataclass(frozen=True, slots=True)
class _Node:
    """A state between two pages: the next unit, the rest of one begun, the units taken ahead of their turn, and the page before."""

    index: int
    rest: Unit | None
    cost: float
    ahead: frozenset[int] = frozenset()
    end: End | None = None
    before: _Node | None = None

    @property
    def ends(self) -> list[End]:
        """How the pages so far end."""
        found: list[End] = []
        node: _Node | None = self
        while node is not None and node.end is not None:
            found.append(node.end)
            node = node.before
        found.reverse()
        return found


@dataclass(slots=True)
class Planner:
    """Plans for one sequence of units; ``plans`` are the cheapest found by page count."""

    units: Sequence[Unit]
    frame: Frame
    wanted: int = 0
    """The page count to reach; 0 for the next that sheets allow."""
    effort: Effort = THOROUGH
    known: KnownPages = field(default_factory=dict)
    """Pages that were sought before, for this plan or another edition's."""
    plans: dict[int, Plan] = field(default_factory=dict)
    lost: list[Unit] = field(default_factory=list)
    """Units that no page can hold."""

    def run(self) -> dict[int, Plan]:
        """Plan page after page, the best states of each kept."""
        nodes = [_Node(0, None, 0.0)]
        number = 0
        while nodes and number < self._most():
            number += 1
            for node in nodes:
                self._end(node, number)
            following = self._kept([found for node in nodes for found in self._expand(node, number, last=False)])
            if not following and not self.plans:
                following = self._without(nodes)
                number -= 1  # the page is still to be filled
            nodes = following
        return self.plans

    def _without(self, nodes: Sequence[_Node]) -> list[_Node]:
        """No page can hold what comes next: go on without it."""
        node = max(nodes, key=lambda node: (node.index, -node.cost))
        unit, index = self._queue(node)[0] if self._queue(node) else (None, len(self.units))
        if unit is None:
            return []
        self.lost.append(unit)
        return [replace(node, index=index if node.rest else index + 1, rest=None, cost=node.cost + LOST)]

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
                pages = [self._page(end, at, last=at == number) for at, end in enumerate(found.ends, start=1)]
                self.plans[number] = Plan(tuple(pages), found.cost, self.frame)

    def _kept(self, nodes: Sequence[_Node]) -> list[_Node]:
        """The cheapest node of each state, at most ``beam`` of them."""
        best: dict[Hashable, _Node] = {}
        for node in nodes:
            key = (node.index, node.rest.key if node.rest else None, node.ahead)
            if key not in best or node.cost < best[key].cost:
                best[key] = node
        kept: list[_Node] = []
        alike: Counter[int] = Counter()
        for node in sorted(best.values(), key=lambda node: (node.cost, -node.index)):
            left = sum(unit.length for unit, _ in self._queue(node)) // ALIKE
            alike[left] += 1
            if alike[left] <= self.effort.alike:
                kept.append(node)
                if len(kept) == self.effort.beam:
                    break
        return kept

    def _expand(self, node: _Node, number: int, *, last: bool) -> Iterator[_Node]:
        """The states after one more page, the best for each place where the page can end."""
        room = self.frame.room(number, last=last)
        breadth, quick = 4 * self.effort.beam, self.effort is QUICK
        for ends in Ends(self._queue(node), len(self.units), room, last, breadth, self.frame.few(number), quick).alike(self.known):
            end = ends[0]
            if end.parted:
                yield from self._parted(node, ends)
            else:
                yield _Node(end.after, None, node.cost + end.cost, _ahead(node, end), end, node)

    def _queue(self, node: _Node) -> list[tuple[Unit, int]]:
        """What is still to place, as far as a page can reach, with the index of each unit."""
        found: list[tuple[Unit, int]] = [(node.rest, node.index)] if node.rest else []
        reach = range(node.index, min(node.index + REACH, len(self.units)))
        return found + [(self.units[index], index) for index in reach if index not in node.ahead]

    def _parted(self, node: _Node, ends: Sequence[End]) -> Sequence[_Node]:
        """The cheapest ends inside a unit, one for each place in it; their costs are guesses, so some are worked out."""
        best: dict[Hashable, _Node] = {}
        tried = 0
        for end in ends:
            if best and (
                tried >= self.effort.tried
                or (len(best) >= self.effort.parted and max(found.cost for found in best.values()) <= node.cost + end.cost)
            ):
                break
            choice = end.steps[-1].choice
            zone = choice.make(False)
            if zone is None or zone.rest is None:
                continue
            tried += 1
            key = zone.rest.key
            cost = node.cost + end.cost + (zone.cost - choice.cost)
            if key not in best or cost < best[key].cost:
                best[key] = _Node(end.after, zone.rest, cost, _ahead(node, end), end, node)
        return sorted(best.values(), key=lambda found: found.cost)[: self.effort.parted]

    def _page(self, end: End, number: int, *, last: bool) -> PagePlan:
        """Place a page's zones line by line."""
        places = [step.place for step in end.steps]
        growth, _ = spread(places, taken_up(growable(places), end.white, last=last))
        white = end.white - sum(map(sum, growth))
        line = self.frame.head if number == 1 else 0
        zones: list[Placed] = []
        for at, (step, grown) in enumerate(zip(end.steps, growth, strict=True)):
            final = at + 1 == len(end.steps)
            zone = step.choice.make(final and white < AT_FOOT and not last)
            assert zone is not None  # what stands whole always can, and what is parted was made before
            rule = line + step.blank - 1 + LOWERED[grown.over] if step.blank == RULE_LINES else 0
            line += step.blank + grown.over
            zones.append(Placed(step.unit, zone, line, grown.inside, rule))
            line += zone.lines + grown.inside
        return PagePlan(tuple(zones), white)


def _ahead(node: _Node, end: End) -> frozenset[int]:
    """The units taken ahead of their turn when a page ends so."""
    return node.ahead | {end.ahead} if end.ahead >= 0 else node.ahead


def next_sheets(pages: int) -> int:
    """The least number of pages from this on that sheets allow."""
    return next((count for count in SHEETS if count >= pages), -(-pages // 4) * 4)
