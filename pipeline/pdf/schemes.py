"""Schemes: where an article's head, picture, quote and boxes stand around two columns of text, and what room that leaves for any height."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from pipeline.dataclass import dataclass
from pipeline.pdf.boxes import BoxSlab, QuoteSlab
from pipeline.pdf.columns import Slot
from pipeline.pdf.figures import FigureSlab
from pipeline.pdf.grid import LEFT, SECOND_COLUMN_X
from pipeline.pdf.heads import HeadSlab, IngressSlab
from pipeline.pdf.sheet import Sheet, Slab

LEFTS = (LEFT, SECOND_COLUMN_X)
UNPARTED = 3
"""Lines of text that one column holds because no column may have a line alone."""
AROUND_QUOTE = 6
"""Text lines at least over and under a quote that stands inside a column."""


@dataclass(frozen=True)
class Scheme:
    """Slabs over the columns, at each column's head and foot and inside the second, and under them; a blank line parts them.

    ``closed`` keeps text out of the second column. ``cost`` is that of what the scheme gives up; ``left_out`` names it.
    """

    top: tuple[Slab, ...] = ()
    heads: tuple[tuple[Slab, ...], tuple[Slab, ...]] = ((), ())
    inside: Slab | None = None
    feet: tuple[tuple[Slab, ...], tuple[Slab, ...]] = ((), ())
    bottom: tuple[Slab, ...] = ()
    closed: bool = False
    cost: float = 0.0
    left_out: tuple[object, ...] = ()
    boxes: int = 0
    wides: int = 0
    quoted: bool = False
    changed: int = 0
    later: bool = False
    """The picture stands on the article's next page."""
    beside: bool = False
    """All text stands in the second column, beside the head."""

    @cached_property
    def over(self) -> int:
        """Lines over the columns."""
        return sum(slab.lines + 1 for slab in self.top)

    @cached_property
    def under(self) -> int:
        """Lines under the columns."""
        return sum(slab.lines + 1 for slab in self.bottom)

    @cached_property
    def taken(self) -> tuple[int, int]:
        """Lines of each column that its objects take, with the blank lines that part them from text."""
        first, second = (sum(slab.lines + 1 for slab in (*self.heads[column], *self.feet[column])) for column in (0, 1))
        return first, second + (self.inside.lines + 2 if self.inside else 0)

    @cached_property
    def objects(self) -> int:
        """Lines of a second column that holds objects only, one set close under the other."""
        return sum(slab.lines for slab in (*self.heads[1], *self.feet[1]))

    def room(self, height: int) -> int:
        """Lines of text in columns of this height."""
        first = max(height - self.taken[0], 0) if not self.beside else 0
        return first if self.closed else first + max(height - self.taken[1], 0)

    def height_for(self, lines: int) -> int:
        """The least height of columns that holds so many lines of text."""
        if self.closed:
            return max(lines + self.taken[0], self.objects)
        if self.beside:
            return max(lines + self.taken[1], self.taken[0] - 1)
        return max((lines + sum(self.taken) + 1) // 2, *self.taken)

    def slots(self, height: int) -> list[Slot] | None:
        """The stretches for text; None where the objects do not fit or leave a stretch of one line."""
        if height not in self._slots:
            self._slots[height] = self._make_slots(height)
        return self._slots[height]

    @cached_property
    def _slots(self) -> dict[int, list[Slot] | None]:
        """The stretches by height, each worked out once."""
        return {}

    def _make_slots(self, height: int) -> list[Slot] | None:
        slots: list[Slot] = []
        for column in (0, 1):
            if column == 1 and self.closed:
                return slots if self.objects <= height else None
            if column == 0 and self.beside:
                if self.taken[0] - 1 > height:
                    return None
                continue
            start = sum(slab.lines + 1 for slab in self.heads[column])
            stop = height - sum(slab.lines + 1 for slab in self.feet[column])
            if stop - start < 0:
                return None
            under = column == 1 and bool(self.heads[1])
            over = bool(self.feet[column])
            grows = _grows(self.feet[column])
            inside = self.inside if column == 1 else None
            if inside:
                middle = start + (stop - start - inside.lines) // 2
                if middle - 1 - start < AROUND_QUOTE or stop - (middle + inside.lines + 1) < AROUND_QUOTE:
                    return None
                slots.append(Slot(column + 1, LEFTS[column], start, middle - 1 - start, under))
                start, under = middle + inside.lines + 1, True
            if stop - start == 1 and not self.closed:
                return None
            slots.append(Slot(column + 1, LEFTS[column], start, stop - start, under, over, grows))
        return slots

    def hole(self, height: int) -> int:
        """Lines of a column without text that nothing fills, beyond one."""
        if self.beside and self.feet[0]:
            return max(height - self.taken[0], 0)
        return max(height - self.objects - self.growth(height) - 1, 0) if self.closed and self.objects else 0

    def growth(self, height: int) -> int:
        """Lines that a box at the foot of a closed second column gains beside higher text."""
        spare = height - self.objects - (1 if self.heads[1] else 0)
        return max(min(_grows(self.feet[1]), spare), 0) if self.closed else 0

    def feet_of(self, height: int, ends: Mapping[int, int]) -> tuple[int, int]:
        """Lines after which each column ends, whose text ends after the lines of ``ends`` (by column from 1); 0 for an empty one."""
        found = []
        for column in (0, 1):
            tight = 0 if self.closed and column else 1
            objects = sum(slab.lines + tight for slab in self.heads[column]) - tight if self.heads[column] else 0
            last = self.heads[column][-1] if self.heads[column] else None
            if isinstance(last, QuoteSlab) and not last.speakers:
                objects -= 1  # its last line stands a line over its foot
            if self.feet[column]:
                objects = height if not (self.closed and column) else self.objects + self.growth(height)
            found.append(max(objects, ends.get(column + 1, 0)))
        return found[0], found[1]

    def apart(self, feet: tuple[int, int], ends: Mapping[int, int]) -> int:
        """Lines between the columns' ``feet``; 0 for a few lines that no column can share."""
        if not all(feet):
            return max(feet) if max(feet) > UNPARTED else 0
        apart = abs(feet[0] - feet[1])
        beside = any(
            column + 1 not in ends and not self.feet[column] for column in (0, 1)
        )  # a picture beside the text: two lines more or less are no hole
        return apart if not beside else max(apart - 1, 0)

    @cached_property
    def spare(self) -> int:
        """Lines that may stand empty under a wide picture and under a wide headline beyond the one that must."""
        return sum(1 for slab in self.top if isinstance(slab, FigureSlab | HeadSlab | IngressSlab))

    def place(self, sheet: Sheet, line: int, height: int, grown: tuple[int, int], more: int) -> None:
        """Draw everything but the text.

        ``height`` is that of the columns, ``grown`` how many lines a box at each foot gains, ``more`` the empty lines under picture and headline.
        """
        growing = sorted(
            (slab for slab in self.top if isinstance(slab, FigureSlab | HeadSlab | IngressSlab)),
            key=lambda slab: isinstance(slab, HeadSlab),
        )
        for slab in self.top:
            line = _stack(sheet, (slab,), LEFT, line, 2 if any(slab is one for one in growing[:more]) else 1)
        for column in (0, 1):
            tight = 0 if self.closed and column == 1 else 1
            _stack(sheet, self.heads[column], LEFTS[column], line, tight)
            more_lines = grown[column] + (self.growth(height) if column else 0)
            feet = [taller(slab, more_lines if at == 0 else 0) for at, slab in enumerate(self.feet[column])]
            foot = line + height - sum(slab.lines + tight for slab in feet) + tight
            _stack(sheet, feet, LEFTS[column], foot, tight)
        if self.inside:
            start = sum(slab.lines + 1 for slab in self.heads[1])
            stop = height - sum(slab.lines + 1 for slab in self.feet[1])
            self.inside.place(sheet, LEFTS[1], line + start + (stop - start - self.inside.lines) // 2)
        _stack(sheet, self.bottom, LEFT, line + height + 1, 1)


def _grows(feet: Sequence[Slab]) -> int:
    """Lines that the first box of a column's foot may gain."""
    return feet[0].grows if feet and isinstance(feet[0], BoxSlab) else 0


def taller(slab: Slab, lines: int) -> Slab:
    """A box so many lines higher; anything else as it is."""
    return replace(slab, lines=slab.lines + lines) if lines and isinstance(slab, BoxSlab) else slab


def _stack(sheet: Sheet, slabs: Sequence[Slab], x_pt: float, line: int, blank: int) -> int:
    for slab in slabs:
        slab.place(sheet, x_pt, line)
        line += slab.lines + blank
    return line
