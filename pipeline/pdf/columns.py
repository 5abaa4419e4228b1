"""Text into columns: where each column ends and how many lines each paragraph takes, so that every column is full (dynamic programming)."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import field
from typing import Protocol, TypeVar

from pipeline.dataclass import NamedTuple, dataclass
from pipeline.pdf.sheet import Sheet, Slab
from pipeline.pdf.spread import MISS

_Key = TypeVar("_Key")

HOLE = MISS
"""Cost of a column that is not full, and of each line that it lacks."""
HOLE_LINE = 8.0
ONE_SHORT = 4.0
"""Cost of a line that the first column lacks where the text ends, so that the last one may be the longer."""
GIVEN = (0.0, 0.5, 2.5, 6.0)
"""Cost of lines lacking where an object of the column takes them up."""
SPLIT = 0.4
"""Cost of a paragraph that goes on in the next column."""
FOOT_HYPHEN = MISS
LOOSE = 1.5
"""Cost of a second blank line over a subheading or table."""
UNBOUND = 400.0
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
    loose: bool
    """It may have a blank line more over it."""
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
    """The foot of a column while it is drawn: its number, the first grid line under it, and the lines that notes have taken there."""

    column: int
    line: int
    noted: int = 0
    notes: list[tuple[Slab, float]] = field(default_factory=list)
    """Notes to draw, in order, with their left edges."""
    flush: bool = False
    """The next text begins right under an object."""


class Spot(NamedTuple):
    """A place in a flow: before an item, or after ``row`` of its rows when set in ``setting`` lines."""

    item: int = 0
    setting: int = 0
    row: int = 0


class Slot(NamedTuple):
    """A stretch of a column for text: column from 1, left edge, first grid line, number of lines.

    ``under`` an object and ``over`` one it may lack a line each, by which the blank beside the object grows; over a box those too by which it ``grows``.
    """

    column: int
    x_pt: float
    line: int
    lines: int
    under: bool = False
    over: bool = False
    grows: int = 0

    @property
    def room(self) -> Room:
        """Its lines, and how many of them it may lack."""
        return Room(self.lines, min((1 if self.under else 0) + (1 + self.grows if self.over else 0), len(GIVEN) - 1))


class Room(NamedTuple):
    """Lines of a slot, and how many of them may stay empty."""

    lines: int
    give: int = 0


class Run(NamedTuple):
    """An item, or a part of one, in a slot, from ``line`` to before ``end``, counted from the slot's first."""

    slot: int
    line: int
    end: int
    item: int
    setting: int
    start: int
    stop: int


class Filled(NamedTuple):
    """A way to fill slots: where everything stands, where the text stops, what it costs."""

    runs: tuple[Run, ...]
    end: Spot
    cost: float
    high: bool = False
    """The last stretch stands close under its object, though a line is lacking: its foot is higher by it."""

    def lacks(self, slot: int, lines: int) -> int:
        """Empty lines of a slot of so many lines."""
        return lines - max((run.end for run in self.runs if run.slot == slot), default=0)


_State = tuple[float, object]
"""Cost so far, and the runs so far as nested pairs."""


Searched = dict[Hashable, list[Filled]]
"""What searches through the same items have found, by what was asked."""


def fill(
    items: Sequence[Item],
    start: Spot,
    rooms: tuple[Room, ...],
    *,
    finish: bool,
    even: tuple[float, ...] = (0.5,),
    enough: float = 1.0,
    searched: Searched | None = None,
) -> list[Filled]:
    """Fill slots: to the end of the items (``finish``) or as far as they reach; nothing where it cannot be done.

    ``even`` are costs of a last column that ends one line short: one way is found for each.
    Natural line counts are tried first, others where that costs ``enough``; what ``searched`` knows already is not sought again.
    """
    searched = {} if searched is None else searched

    def ways(*, vary: bool) -> list[Filled]:
        key = (start, rooms, finish, even, vary)
        found = searched.get(key)
        if found is None:
            found = searched[key] = _Search(items, rooms, finish, even, vary=vary).run(start)
        return found

    plain = ways(vary=False)
    if plain and max(found.cost for found in plain) < enough:
        return plain
    return ways(vary=True) or plain


class _Search:
    """One search; states are (item, lines used in the slot), the cheapest way to each kept."""

    def __init__(self, items: Sequence[Item], rooms: Sequence[Room], finish: bool, even: Sequence[float], *, vary: bool) -> None:
        self.items = items
        self.rooms = rooms
        self.finish = finish
        self.even = even
        self.vary = vary
        self.best: list[_State | None] = [None] * len(even)
        self.number = 0
        self.room = Room(0)
        self.reached: dict[int, dict[int, _State]] = {}
        self.ends: dict[Spot, _State] = {}
        self.forced: dict[Spot, _State] = {}

    def run(self, start: Spot) -> list[Filled]:
        """The cheapest ways from ``start``."""
        starts: dict[Spot, _State] = {start: (0.0, None)}
        for number, room in enumerate(self.rooms):
            self.number, self.room = number, room
            starts = self._slot(starts)
            if not starts:
                break
        if self.finish:
            return [Filled(_runs(trail), Spot(len(self.items)), cost) for cost, trail in filter(None, self.best)]
        if not starts:
            return []
        end, (cost, trail) = min(starts.items(), key=lambda entry: entry[1][0])
        return [Filled(_runs(trail), end, cost)]

    def _slot(self, starts: dict[Spot, _State]) -> dict[Spot, _State]:
        """The ends of the slot that are worth following."""
        self.reached, self.ends, self.forced = {}, {}, {}
        for spot, (cost, trail) in starts.items():
            if spot.row:
                self._go_on(spot, cost, trail)
            else:
                _relax(self.reached.setdefault(spot.item, {}), 0, cost, trail)
        for at in range(min(self.reached, default=len(self.items) + 1), len(self.items) + 1):
            for used, (cost, trail) in sorted(self.reached.pop(at, {}).items()):
                if at == len(self.items):
                    self._end(used, cost, trail)
                else:
                    self._close(at, used, cost, trail)
                    self._take(at, used, cost, trail)
        last = self.number + 1 == len(self.rooms)
        helpless = not self.ends and not (self.finish and (last or self.best[0]))
        return _cheapest(self.forced if helpless else self.ends)

    def _lack(self, lacks: int) -> float:
        """Cost of a slot that is not full."""
        if lacks <= self.room.give:
            return GIVEN[lacks]
        if self.finish and self.vary and lacks == 1:
            return ONE_SHORT
        return HOLE + HOLE_LINE * (lacks - self.room.give)

    def _end(self, used: int, cost: float, trail: object) -> None:
        """All items stand: the last column may be a line short, an empty one costs."""
        lacks = self.room.lines - used - self.room.give
        if lacks <= 0:
            cost += GIVEN[self.room.lines - used]
        elif lacks > 1:
            cost += HOLE + HOLE_LINE * (lacks - 2)
        cost += sum(HOLE + HOLE_LINE * room.lines for room in self.rooms[self.number + 1 :])
        for number, even in enumerate(self.even):
            price = cost + (even if lacks > 0 else 0.0)
            found = self.best[number]
            if found is None or price < found[0]:
                self.best[number] = (price, trail)

    def _close(self, at: int, used: int, cost: float, trail: object) -> None:
        """Let the slot end before item ``at``."""
        lacks = self.room.lines - used
        if used and self.items[at - 1].binds:
            _relax(self.forced, Spot(at), cost + UNBOUND + HOLE_LINE * lacks, trail)
        elif lacks <= WIDEST_HOLE:
            _relax(self.ends, Spot(at), cost + self._lack(lacks), trail)
        else:
            _relax(self.forced, Spot(at), cost + self._lack(lacks), trail)

    def _take(self, at: int, used: int, cost: float, trail: object) -> None:
        """Set item ``at`` from line ``used`` on, whole or as much of it as there is room for."""
        item = self.items[at]
        line = used + item.before if used else 0
        self._set(at, line, cost, trail)
        if self.vary and used and item.loose:
            self._set(at, line + 1, cost + LOOSE, trail)

    def _set(self, at: int, line: int, cost: float, trail: object) -> None:
        """Set item ``at`` from this line on."""
        item, room = self.items[at], self.room.lines
        if line >= room:
            return
        for count in item.counts if self.vary else (item.natural,):
            end = line + item.rows(count)
            price = cost + item.cost(count) if self.vary else cost
            if end <= room:
                _relax(self.reached.setdefault(at + 1, {}), end, price, (Run(self.number, line, end, at, count, 0, -1), trail))
                if end + WIDEST_HOLE < room:
                    continue
            for cut in item.cuts(count):
                if 0 <= room - line - cut.before <= WIDEST_HOLE:
                    self._part(Run(self.number, line, line + cut.before, at, count, 0, cut.row), cut, price, trail)

    def _go_on(self, spot: Spot, cost: float, trail: object) -> None:
        """Set the rest of a parted item at the slot's head."""
        item, count, room = self.items[spot.item], spot.setting, self.room.lines
        done = next(cut for cut in item.cuts(count) if cut.row == spot.row)
        if done.after <= room:
            run = Run(self.number, 0, done.after, spot.item, count, spot.row, -1)
            _relax(self.reached.setdefault(spot.item + 1, {}), done.after, cost, (run, trail))
            if done.after + WIDEST_HOLE < room:
                return
        for cut in item.cuts(count):
            end = done.after - cut.after
            if cut.row - spot.row >= 2 and 0 <= room - end <= WIDEST_HOLE:
                self._part(Run(self.number, 0, end, spot.item, count, spot.row, cut.row), cut, cost, trail)

    def _part(self, run: Run, cut: Cut, cost: float, trail: object) -> None:
        cost += cut.cost + SPLIT + self._lack(self.room.lines - run.end)
        _relax(self.ends, Spot(run.item, run.setting, cut.row), cost, (run, trail))


def _relax(states: dict[_Key, _State], key: _Key, cost: float, trail: object) -> None:
    found = states.get(key)
    if found is None or cost < found[0]:
        states[key] = (cost, trail)


def _cheapest(ends: dict[Spot, _State]) -> dict[Spot, _State]:
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


def lowered(slot: Slot, number: int, found: Filled) -> int:
    """Lines by which the text of a slot stands lower than its runs say: under an object it takes up an empty one."""
    if found.high and number == found.runs[-1].slot:
        return 0
    return 1 if slot.under and found.lacks(number, slot.lines) else 0


def place_runs(sheet: Sheet, items: Sequence[Item], slots: Sequence[Slot], found: Filled, line: int) -> None:
    """Draw what ``fill`` found; ``line`` is the grid line that the slots' lines count from."""
    feet: dict[int, Foot] = {}
    for run in found.runs:
        slot = slots[run.slot]
        lower = lowered(slot, run.slot, found)
        # notes over a box stand under the text: the free lines between them and the box are the box's to take
        free = found.lacks(run.slot, slot.lines) - lower if slot.over else 0
        foot = feet.setdefault(run.slot, Foot(slot.column, line + slot.line + slot.lines - free))
        foot.flush = slot.under and run.line == 0
        first = line + slot.line + run.line + lower - foot.noted
        items[run.item].place(sheet, slot.x_pt, first, run.setting, (run.start, run.stop), foot)
    for foot in feet.values():
        at = foot.line - foot.noted
        for note, x_pt in foot.notes:
            note.place(sheet, x_pt, at)
            at += note.lines
