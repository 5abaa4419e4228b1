"""Text into columns: where each column ends and how many lines each paragraph takes, so that every column is full (dynamic programming)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from pipeline.pdf.sheet import Sheet

HOLE = 12.0
"""Cost of a column that is not full, and of each line that it lacks."""
HOLE_LINE = 8.0
SPLIT = 0.4
"""Cost of a paragraph that goes on in the next column."""
FOOT_HYPHEN = 5.0
UNBOUND = 60.0
"""Cost of parting what belongs together, where a column cannot hold it."""
WIDEST_HOLE = 4


class Cut(NamedTuple):
    """A place where an item may be parted: after so many of its rows, which take ``before`` grid lines and leave ``after``."""

    row: int
    cost: float
    before: int
    after: int


class Item(Protocol):
    """Something that runs through columns; a text may be set in several numbers of lines (``counts``)."""

    before: int
    """Blank lines over it, unless it begins a column."""
    binds: bool
    """No column may end after it."""
    natural: int
    counts: tuple[int, ...]

    def cost(self, count: int, /) -> float:
        """What it costs to set it so; 0 for the natural count."""

    def rows(self, count: int, /) -> int:
        """The grid lines that it takes."""

    def cuts(self, count: int, /) -> Sequence[Cut]:
        """Where it may be parted."""

    def place(self, sheet: Sheet, x_pt: float, line: int, count: int, rows: tuple[int, int], foot: Foot, /) -> None:
        """Draw its rows from ``rows[0]`` up to ``rows[1]`` (-1: to the end)."""


@dataclass(slots=True)
class Foot:
    """The foot of a column while it is drawn: its number and the first grid line under the text that notes have not taken."""

    column: int
    line: int
    flush: bool = False
    """The next text begins right under an object."""


class Spot(NamedTuple):
    """A place in a flow: before an item, or after ``row`` of its rows when set in ``setting`` lines."""

    item: int = 0
    setting: int = 0
    row: int = 0


class Slot(NamedTuple):
    """A stretch of a column for text: column from 1, left edge, first grid line, number of lines; ``under`` an object of the column."""

    column: int
    x_pt: float
    line: int
    lines: int
    under: bool = False


class Run(NamedTuple):
    """An item, or a part of one, in a slot; ``line`` counts from the slot's first."""

    slot: int
    line: int
    item: int
    setting: int
    start: int
    stop: int


class Filled(NamedTuple):
    """A way to fill slots: where everything stands, where the text stops, what it costs, how many lines the last slot lacks."""

    runs: tuple[Run, ...]
    end: Spot
    cost: float
    lacks: int


_Reached = dict[int, dict[int, tuple[float, object]]]


def fill(items: Sequence[Item], start: Spot, slots: Sequence[int], *, finish: bool, even: float = 0.5) -> Filled | None:
    """Fill slots of so many lines: to the end of the items (``finish``) or as far as they reach.

    ``even`` is the cost of a last column that ends one line short. Natural line counts are tried first. None where it cannot be done.
    """
    plain = _Search(items, slots, finish, even, vary=False).run(start)
    if plain and plain.cost < 1.0:
        return plain
    varied = _Search(items, slots, finish, even, vary=True).run(start)
    return varied or plain


class _Search:
    """One search; states are (item, lines used in the slot), kept cheapest first."""

    def __init__(self, items: Sequence[Item], slots: Sequence[int], finish: bool, even: float, *, vary: bool) -> None:
        self.items = items
        self.slots = slots
        self.finish = finish
        self.even = even
        self.vary = vary
        self.best: tuple[float, object, int] | None = None

    def run(self, start: Spot) -> Filled | None:
        """The cheapest way from ``start``."""
        starts: dict[Spot, tuple[float, object]] = {start: (0.0, None)}
        for number, room in enumerate(self.slots):
            starts = self._slot(number, room, starts)
            if not starts:
                break
        if self.finish:
            if self.best is None:
                return None
            cost, trail, lacks = self.best
            return Filled(_runs(trail), Spot(len(self.items)), cost, lacks)
        if not starts:
            return None
        end, (cost, trail) = min(starts.items(), key=lambda entry: entry[1][0])
        return Filled(_runs(trail), end, cost, 0)

    def _slot(self, number: int, room: int, starts: dict[Spot, tuple[float, object]]) -> dict[Spot, tuple[float, object]]:
        reached: _Reached = {}
        ends: dict[Spot, tuple[float, object]] = {}
        for spot, (cost, trail) in starts.items():
            if spot.row:
                self._go_on(number, room, spot, cost, trail, reached, ends)
            else:
                _relax(reached.setdefault(spot.item, {}), 0, cost, trail)
        last = number + 1 == len(self.slots)
        at = min(reached, default=len(self.items) + 1)
        forced: dict[Spot, tuple[float, object]] = {}
        while at <= len(self.items):
            for used, (cost, trail) in sorted(reached.pop(at, {}).items()):
                if at == len(self.items):
                    self._end(number, room - used, cost, trail)
                    continue
                self._close(at, used, room, cost, trail, ends, forced)
                self._take(number, room, at, used, cost, trail, reached, ends)
            at += 1
        if not ends and not (self.finish and (last or self.best)):
            ends = forced
        return _cheapest(ends)

    def _end(self, number: int, lacks: int, cost: float, trail: object) -> None:
        """All items stand: the last column may be a line short, an empty one costs."""
        cost += 0.0 if lacks <= 0 else self.even if lacks == 1 else self.even + HOLE_LINE * (lacks - 1)
        cost += sum(HOLE + HOLE_LINE * room for room in self.slots[number + 1 :])
        if self.best is None or cost < self.best[0]:
            self.best = (cost, trail, lacks + sum(self.slots[number + 1 :]))

    def _close(
        self,
        at: int,
        used: int,
        room: int,
        cost: float,
        trail: object,
        ends: dict[Spot, tuple[float, object]],
        forced: dict[Spot, tuple[float, object]],
    ) -> None:
        """Let the slot end before item ``at``."""
        lacks = room - used
        if used and self.items[at - 1].binds:
            _relax(forced, Spot(at), cost + UNBOUND + HOLE_LINE * lacks, trail)
        elif lacks <= WIDEST_HOLE:
            _relax(ends, Spot(at), cost + (HOLE + HOLE_LINE * lacks if lacks else 0.0), trail)
        else:
            _relax(forced, Spot(at), cost + HOLE + HOLE_LINE * lacks, trail)

    def _take(
        self,
        number: int,
        room: int,
        at: int,
        used: int,
        cost: float,
        trail: object,
        reached: _Reached,
        ends: dict[Spot, tuple[float, object]],
    ) -> None:
        """Set item ``at`` from line ``used`` on, whole or as much of it as there is room for."""
        item = self.items[at]
        line = used + item.before if used else 0
        if line >= room:
            return
        for count in item.counts if self.vary else (item.natural,):
            rows = item.rows(count)
            price = cost + item.cost(count) if self.vary else cost
            if line + rows <= room:
                run = (Run(number, line, at, count, 0, -1), trail)
                _relax(reached.setdefault(at + 1, {}), line + rows, price, run)
                if line + rows + WIDEST_HOLE < room:
                    continue
            for cut in item.cuts(count):
                lacks = room - line - cut.before
                if 0 <= lacks <= WIDEST_HOLE:
                    self._part(Run(number, line, at, count, 0, cut.row), cut, lacks, price, trail, ends)

    def _go_on(
        self,
        number: int,
        room: int,
        spot: Spot,
        cost: float,
        trail: object,
        reached: _Reached,
        ends: dict[Spot, tuple[float, object]],
    ) -> None:
        """Set the rest of a parted item at the slot's head."""
        item = self.items[spot.item]
        done = next(cut for cut in item.cuts(spot.setting) if cut.row == spot.row)
        if done.after <= room:
            run = (Run(number, 0, spot.item, spot.setting, spot.row, -1), trail)
            _relax(reached.setdefault(spot.item + 1, {}), done.after, cost, run)
            if done.after + WIDEST_HOLE < room:
                return
        for cut in item.cuts(spot.setting):
            lacks = room - (done.after - cut.after)
            if cut.row > spot.row and 0 <= lacks <= WIDEST_HOLE:
                self._part(Run(number, 0, spot.item, spot.setting, spot.row, cut.row), cut, lacks, cost, trail, ends)

    @staticmethod
    def _part(run: Run, cut: Cut, lacks: int, cost: float, trail: object, ends: dict[Spot, tuple[float, object]]) -> None:
        cost += cut.cost + SPLIT + (HOLE + HOLE_LINE * lacks if lacks else 0.0)
        _relax(ends, Spot(run.item, run.setting, cut.row), cost, (run, trail))


def _relax(states: dict, key: object, cost: float, trail: object) -> None:  # type: ignore[type-arg]
    found = states.get(key)
    if found is None or cost < found[0]:
        states[key] = (cost, trail)


def _cheapest(ends: dict[Spot, tuple[float, object]]) -> dict[Spot, tuple[float, object]]:
    """What is worth following."""
    if len(ends) <= 1:
        return ends
    limit = min(cost for cost, _ in ends.values()) + 2 * HOLE + 2 * HOLE_LINE
    kept = sorted((entry for entry in ends.items() if entry[1][0] <= limit), key=lambda entry: (entry[1][0], entry[0]))
    return dict(kept[:24])


def _runs(trail: object) -> tuple[Run, ...]:
    runs: list[Run] = []
    while isinstance(trail, tuple):
        runs.append(trail[0])
        trail = trail[1]
    runs.reverse()
    return tuple(runs)


def place_runs(sheet: Sheet, items: Sequence[Item], slots: Sequence[Slot], runs: Sequence[Run], line: int) -> None:
    """Draw what ``fill`` found; ``line`` is the grid line that the slots' lines count from."""
    feet: dict[int, Foot] = {}
    for run in runs:
        slot = slots[run.slot]
        foot = feet.setdefault(run.slot, Foot(slot.column, line + slot.line + slot.lines))
        foot.flush = slot.under and run.line == 0
        items[run.item].place(sheet, slot.x_pt, line + slot.line + run.line, run.setting, (run.start, run.stop), foot)
