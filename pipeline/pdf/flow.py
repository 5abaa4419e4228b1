"""What runs through columns: texts with their marks and footnotes, and rows that stay whole (a single thing is one row)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from math import inf
from typing import TYPE_CHECKING

from pipeline.dataclass import dataclass
from pipeline.pdf.columns import FOOT_HYPHEN, Cut, Foot
from pipeline.pdf.grid import baseline
from pipeline.pdf.notes import Note, note_of
from pipeline.pdf.setter import Setter
from pipeline.pdf.sheet import Sheet, Slab
from pipeline.pdf.spell import Spelled
from pipeline.pdf.styles import BODY, END_MARK
from pipeline.story import plain

if TYPE_CHECKING:
    from pipeline.pdf.line import Line
    from pipeline.pdf.paragraph import Composition

LOOSENESS = 1
"""A paragraph may run so many lines shorter or longer than it would by itself."""
LOOSE = 0.3
"""What that costs beside the lines' own demerits."""


@dataclass(slots=True)
class TextItem:
    """A paragraph, heading or list item; ``first`` lines at least stay before a column's end, two after it."""

    setter: Setter
    text: Spelled
    width_pt: float
    indent_pt: float
    before: int = 0
    binds: bool = False
    first: int = 2
    first_note: int = 1
    notes: bool = False
    loose: bool = False
    ends: bool = False
    """The article's last words: the end mark follows them."""
    natural: int = 0
    counts: tuple[int, ...] = ()
    _composition: Composition | None = None
    _placed: Composition | None = None
    """The composition whose first lines are drawn: the rest must come from the same."""
    _cuts: dict[int, tuple[Cut, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Compose."""
        self.loose = self.text.kind == "heading"
        self._composition = self._compose(self.indent_pt)
        self.natural = self._composition.natural
        near = range(self.natural - LOOSENESS, self.natural + LOOSENESS + 1)
        self.counts = tuple(count for count in self._composition.counts if count in near) or (self.natural,)

    def _compose(self, indent_pt: float, no_hyphen_at: tuple[int, ...] = ()) -> Composition:
        text = self.text
        return self.setter.compose(
            text.words,
            text.style,
            max(self.width_pt - text.left_pt - text.right_pt, 24.0),
            indent_pt=indent_pt,
            no_hyphen_at=no_hyphen_at,
            end_mark_pt=END_MARK if self.ends else 0.0,
            first_note=self.first_note,
        )

    @property
    def composition(self) -> Composition:
        """The text's settings."""
        assert self._composition is not None
        return self._composition

    def cost(self, count: int) -> float:
        """How much worse than the natural setting."""
        if count == self.natural:
            return 0.0
        more = self.composition.demerits(count) - self.composition.demerits(self.natural)
        return LOOSE * abs(count - self.natural) + max(more, 0.0)

    def rows(self, count: int) -> int:
        """Its lines, with those that its footnotes take."""
        return count + (sum(note.lines for _, note in self.noted(count)) if self.notes else 0)

    def noted(self, count: int) -> list[tuple[int, Note]]:
        """Footnotes with the line that marks them."""
        if not self.notes:
            return []
        return note_of(self.setter, self.composition.lines(count), self.width_pt, self.first_note)

    def cuts(self, count: int) -> Sequence[Cut]:
        """Between lines, two at least on either side; a hyphen at the foot costs."""
        found = self._cuts.get(count)
        if found is None:
            hyphens = self._hyphens(count)
            noted = self.noted(count)
            whole = self.rows(count)
            cuts = []
            for row in range(self.first, count - 1):
                before = row + sum(note.lines for at, note in noted if at < row)
                cuts.append(Cut(row, FOOT_HYPHEN if row - 1 in hyphens else 0.0, before, whole - before))
            found = self._cuts[count] = tuple(cuts)
        return found

    def _hyphens(self, count: int) -> frozenset[int]:
        """Lines that end in a hyphen, also one that stands for a part of a word left out ("landsbygds- och")."""
        hyphens = self.composition.hyphens(count)
        if "- " in plain(self.text.words):
            hyphens |= {at for at, line in enumerate(self.composition.lines(count)) if line.text.endswith("- ")}
        return hyphens

    def place(self, sheet: Sheet, x_pt: float, line: int, count: int, rows: tuple[int, int], foot: Foot) -> None:
        """Draw lines, mark, end mark, and the footnotes at the column's foot."""
        start, stop = rows
        if start == 0 or self._placed is None:
            self._placed = self._chosen(count, stop, flush=foot.flush)
        setting = self._placed.setting(count)
        lines = setting.lines[start : stop if stop > 0 else None]
        x_pt += self.text.left_pt
        if start == 0:
            self._begin(sheet, x_pt, line)
        self._place_lines(sheet, lines, x_pt, line, foot)
        notes = [note for at, note in self.noted(count) if start <= at < (stop if stop > 0 else count)]
        foot.noted += sum(note.lines for note in notes)
        foot.notes += [(note, x_pt - self.text.left_pt) for note in notes]
        if setting.end_mark_x_pt is not None and stop < 0 and lines:
            y_pt = baseline(line + len(lines) - 1)
            sheet.rect(x_pt + setting.end_mark_x_pt, y_pt - END_MARK, END_MARK, END_MARK, "brand", "ornament")

    def _chosen(self, count: int, stop: int, *, flush: bool) -> Composition:
        """Without indent under an object, and without a hyphen at the column's foot where the words allow it."""
        indent = 0.0 if flush else self.indent_pt
        composition = self.composition
        if indent != self.indent_pt and count in (unindented := self._compose(indent)).counts:
            composition = unindented
        if stop > 0 and stop - 1 in composition.hyphens(count) and count in (better := self._compose(indent, (stop - 1,))).counts:
            composition = better
        return composition

    def _begin(self, sheet: Sheet, x_pt: float, line: int) -> None:
        text = self.text
        sheet.anchor(text.anchor, line)
        if text.slot == "headline":
            sheet.bookmark(plain(text.words).replace("\u00ad", ""), line)
        if text.mark:
            mark_x = x_pt - text.mark.hang_pt
            lines = self.setter.lines(text.mark.words, text.mark.style, 4 * text.mark.hang_pt + 40)
            for one in lines[:1]:
                sheet.line(one, mark_x, baseline(line), text.mark.part, text.mark.slot)

    def _place_lines(self, sheet: Sheet, lines: Sequence[Line], x_pt: float, line: int, foot: Foot) -> None:
        body = self.text.style.size_pt == BODY.size_pt
        for offset, one in enumerate(lines):
            y_pt = baseline(line + offset)
            sheet.line(one, x_pt, y_pt, self.text.part, self.text.slot, body=body, column=foot.column)


@dataclass(slots=True)
class RowsItem:
    """Rows that stay whole, under a head that is repeated where they go on in another column."""

    slabs: Sequence[Slab]
    head: Slab | None = None
    repeated: Slab | None = None
    before: int = 1
    after: int = 1
    loose: bool = True
    binds: bool = False
    natural: int = 1
    counts: tuple[int, ...] = (1,)
    least: int = 2
    """Rows at least on either side of a break."""
    keep: int = 40
    """Rows that take more lines than this in all may be parted anywhere."""

    def cost(self, count: int) -> float:
        """Rows have one way to stand."""
        return 0.0 if count == 1 else inf

    def rows(self, count: int) -> int:
        """Head and rows."""
        return count * (sum(slab.lines for slab in self.slabs) + (self.head.lines if self.head else 0))

    def cuts(self, count: int) -> Sequence[Cut]:
        """Between rows."""
        head = self.head.lines if self.head else 0
        again = self.repeated.lines if self.repeated else 0
        whole, used, cuts = self.rows(count), head, []
        for row, slab in enumerate(self.slabs[:-1], start=1):
            used += slab.lines
            if self.least <= row <= len(self.slabs) - self.least or (slab.lines > 2 and whole > self.keep):
                cuts.append(Cut(row, 1.0, used, whole - used + again))
        return cuts

    def place(self, sheet: Sheet, x_pt: float, line: float, _count: int, rows: tuple[int, int], _foot: Foot) -> None:
        """Draw head, then rows."""
        start, stop = rows
        head = self.head if start == 0 else self.repeated
        if head:
            head.place(sheet, x_pt, line)
            line += head.lines
        for slab in self.slabs[start : stop if stop > 0 else None]:
            slab.place(sheet, x_pt, line)
            line += slab.lines
