"""Schemes: where an article's head, picture, quote and boxes stand around two columns of text, and what room that leaves for any height."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.pdf.columns import Slot
from pipeline.pdf.grid import LEFT, SECOND_COLUMN_X
from pipeline.pdf.sheet import Sheet, Slab

LEFTS = (LEFT, SECOND_COLUMN_X)
AROUND_QUOTE = 6
"""Text lines at least over and under a quote that stands inside a column."""


@dataclass(frozen=True, slots=True)
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

    @property
    def over(self) -> int:
        """Lines over the columns."""
        return sum(slab.lines + 1 for slab in self.top)

    @property
    def under(self) -> int:
        """Lines under the columns."""
        return sum(slab.lines + 1 for slab in self.bottom)

    def taken(self, column: int) -> int:
        """Lines of a column that its objects take, with the blank lines that part them from text."""
        slabs = (*self.heads[column], *self.feet[column])
        inside = self.inside.lines + 2 if self.inside and column == 1 else 0
        return sum(slab.lines for slab in slabs) + len(slabs) + inside

    def objects(self, column: int) -> int:
        """Lines of a column that holds objects only, one set close under the other."""
        return sum(slab.lines for slab in (*self.heads[column], *self.feet[column]))

    def room(self, height: int) -> int:
        """Lines of text in columns of this height."""
        first = max(height - self.taken(0), 0)
        return first if self.closed else first + max(height - self.taken(1), 0)

    def height_for(self, lines: int) -> int:
        """The least height of columns that holds so many lines of text."""
        if self.closed:
            return max(lines + self.taken(0), self.objects(1))
        return max((lines + self.taken(0) + self.taken(1) + 1) // 2, self.taken(0), self.taken(1))

    def slots(self, height: int) -> list[Slot] | None:
        """The stretches for text; None where the objects do not fit or leave a stretch of one line."""
        slots: list[Slot] = []
        for column in (0, 1):
            if column == 1 and self.closed:
                return slots if self.objects(1) <= height else None
            start = sum(slab.lines + 1 for slab in self.heads[column])
            stop = height - sum(slab.lines + 1 for slab in self.feet[column])
            if stop - start < 0:
                return None
            under = bool(self.heads[column])
            inside = self.inside if column == 1 else None
            if inside:
                middle = start + (stop - start - inside.lines) // 2
                if middle - 1 - start < AROUND_QUOTE or stop - (middle + inside.lines + 1) < AROUND_QUOTE:
                    return None
                slots.append(Slot(column + 1, LEFTS[column], start, middle - 1 - start, under))
                start, under = middle + inside.lines + 1, True
            if stop - start == 1:
                return None
            slots.append(Slot(column + 1, LEFTS[column], start, stop - start, under))
        return slots

    def hole(self, height: int) -> int:
        """Lines of a closed second column that nothing fills, beyond one."""
        return max(height - self.objects(1) - 1, 0) if self.closed and self.objects(1) else 0

    def place(self, sheet: Sheet, line: int, height: int) -> None:
        """Draw everything but the text; ``height`` is that of the columns."""
        line = _stack(sheet, self.top, LEFT, line, 1)
        for column in (0, 1):
            tight = 0 if self.closed and column == 1 else 1
            _stack(sheet, self.heads[column], LEFTS[column], line, tight)
            foot = line + height - sum(slab.lines + tight for slab in self.feet[column]) + tight
            _stack(sheet, self.feet[column], LEFTS[column], foot, tight)
        if self.inside:
            start = sum(slab.lines + 1 for slab in self.heads[1])
            stop = height - sum(slab.lines + 1 for slab in self.feet[1])
            self.inside.place(sheet, LEFTS[1], line + start + (stop - start - self.inside.lines) // 2)
        _stack(sheet, self.bottom, LEFT, line + height + 1, 1)


def _stack(sheet: Sheet, slabs: Sequence[Slab], x_pt: float, line: int, blank: int) -> int:
    for slab in slabs:
        slab.place(sheet, x_pt, line)
        line += slab.lines + blank
    return line
