"""A box over all twelve columns, under an article's text: where one in a column would keep the columns from ending level."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.dataclass import dataclass
from pipeline.pdf.boxes import BoxSlab
from pipeline.pdf.grid import LINE, SECOND_COLUMN_X, WIDTH, baseline
from pipeline.pdf.rows import TextRow
from pipeline.pdf.sheet import Sheet, Slab
from pipeline.pdf.styles import BOX_PAD


@dataclass(slots=True)
class WideBoxSlab:
    """A box over all twelve columns, its rows in two columns of their own, the longer one first."""

    box: BoxSlab
    cut: int
    lines: int = 0

    def __post_init__(self) -> None:
        """Count the lines."""
        self.lines = len(self.box.titles) + 2 + _height(self.box.rows[: self.cut])

    def place(self, sheet: Sheet, x_pt: float, line: float) -> None:
        """Draw tone, rule, title, then either column."""
        box = self.box
        sheet.box(x_pt, line, self.lines, WIDTH, box.tone, box.rule)
        sheet.lines(box.titles, x_pt + BOX_PAD, baseline(line + 1), LINE, box.part, "title")
        for left, rows in ((x_pt, box.rows[: self.cut]), (SECOND_COLUMN_X, box.rows[self.cut :])):
            at = line + 1 + len(box.titles)
            for row in rows:
                row.place(sheet, left + BOX_PAD, at)
                at += row.lines


def wide_box(box: BoxSlab) -> WideBoxSlab | None:
    """The box over twelve columns, its rows parted where an entry begins or two lines at least of a text stand on either side."""
    cuts = [
        cut
        for cut in range(1, len(box.rows))
        if _height(box.rows[cut:]) <= _height(box.rows[:cut])
        and (_begins(box.rows, cut) or not (_begins(box.rows, cut - 1) or _ends(box.rows, cut)))
    ]
    if not cuts:
        return None
    cut = min(cuts, key=lambda cut: _height(box.rows[:cut]))
    return WideBoxSlab(box, cut) if _height(box.rows[:cut]) <= _height(box.rows) // 2 + 1 else None


def _height(rows: Sequence[Slab]) -> int:
    return sum(row.lines for row in rows)


def _begins(rows: Sequence[Slab], at: int) -> bool:
    """Whether a row is the first of its entry or text."""
    row, before = rows[at], rows[at - 1] if at else None
    if isinstance(row, TextRow) and isinstance(before, TextRow):
        return (row.part, row.slot) != (before.part, before.slot)
    return True


def _ends(rows: Sequence[Slab], at: int) -> bool:
    """Whether a row is the last of its entry or text."""
    return at + 1 == len(rows) or _begins(rows, at + 1)
