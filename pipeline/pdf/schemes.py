"""Schemes: where an article's head, picture, quote and boxes stand around two columns of text, and what room that leaves for any height."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from pipeline.dataclass import dataclass
from pipeline.pdf.boxes import BoxSlab
from pipeline.pdf.columns import Slot
from pipeline.pdf.figures import FigureSlab
from pipeline.pdf.grid import LEFT, SECOND_COLUMN_X
from pipeline.pdf.heads import HeadSlab
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
            inside = self.inside if column == 1 else None
            if inside:
                middle = start + (stop - start - inside.lines) // 2
                if middle - 1 - start < AROUND_QUOTE or stop - (middle + inside.lines + 1) < AROUND_QUOTE:
                    return None
                slots.append(Slot(column + 1, LEFTS[column], start, middle - 1 - start, under))
                start, under = middle + inside.lines + 1, True
            if stop - start == 1:
                return None
            slots.append(Slot(column + 1, LEFTS[column], start, stop - start, under, over))
        return slots

    def hole(self, height: int) -> int:
        """Lines of a closed second column that nothing fills, beyond one."""
        return max(height - self.objects - 1, 0) if self.closed and self.objects else 0

    def apart(self, height: int, ends: dict[int, int]) -> int:
        """Lines between the feet of the columns, whose text ends after the lines of ``ends``; 0 for a few lines that no column can share."""
        found = []
        for column in (0, 1):
            tight = 0 if self.closed and column else 1
            objects = sum(slab.lines + tight for slab in self.heads[column]) - tight if self.heads[column] else 0
            if self.feet[column]:
                objects = height if not (self.closed and column) else self.objects
            found.append(max(objects, ends.get(column + 1, 0)))
        if not all(found):
            return max(found) if max(found) > UNPARTED else 0
        apart = abs(found[0] - found[1])
        beside = any(
            column + 1 not in ends and not self.feet[column] for column in (0, 1)
        )  # a picture beside the text: two lines more or less are no hole
        return apart if not beside else max(apart - 1, 0)

    @cached_property
    def spare(self) -> int:
        """Lines that may stand empty under a wide picture and under a wide headline beyond the one that must."""
        return sum(1 for slab in self.top if isinstance(slab, FigureSlab | HeadSlab))

    def place(self, sheet: Sheet, line: int, height: int, grown: tuple[int, int], more: int) -> None:
        """Draw everything but the text.

        ``height`` is that of the columns, ``grown`` how many lines a box at each foot gains, ``more`` the empty lines under picture and headline.
        """
        growing = sorted(
            (slab for slab in self.top if isinstance(slab, FigureSlab | HeadSlab)), key=lambda slab: isinstance(slab, HeadSlab)
        )
        for slab in self.top:
            line = _stack(sheet, (slab,), LEFT, line, 2 if any(slab is one for one in growing[:more]) else 1)
        for column in (0, 1):
            tight = 0 if self.closed and column == 1 else 1
            _stack(sheet, self.heads[column], LEFTS[column], line, tight)
            feet = [taller(slab, grown[column] if at == 0 else 0) for at, slab in enumerate(self.feet[column])]
            foot = line + height - sum(slab.lines + tight for slab in feet) + tight
            _stack(sheet, feet, LEFTS[column], foot, tight)
        if self.inside:
            start = sum(slab.lines + 1 for slab in self.heads[1])
            stop = height - sum(slab.lines + 1 for slab in self.feet[1])
            self.inside.place(sheet, LEFTS[1], line + start + (stop - start - self.inside.lines) // 2)
        _stack(sheet, self.bottom, LEFT, line + height + 1, 1)


def taller(slab: Slab, lines: int) -> Slab:
    """A box so many lines higher; anything else as it is."""
    return replace(slab, lines=slab.lines + lines) if lines and isinstance(slab, BoxSlab) else slab


def _stack(sheet: Sheet, slabs: Sequence[Slab], x_pt: float, line: int, blank: int) -> int:
    for slab in slabs:
        slab.place(sheet, x_pt, line)
        line += slab.lines + blank
    return line
