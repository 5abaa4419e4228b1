"""An article's blocks as a flow through two columns, cut where something stands that no column holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field

from pipeline.dataclass import dataclass
from pipeline.pdf.boxes import BoxSlab, fact_box
from pipeline.pdf.columns import Foot, Item, Searched, Spot
from pipeline.pdf.desk import Desk
from pipeline.pdf.figures import FULL, HALF, figure_slab
from pipeline.pdf.flow import RowsItem, TextItem
from pipeline.pdf.grid import SPAN_6, WIDTH
from pipeline.pdf.notes import count_notes
from pipeline.pdf.sheet import Sheet, Slab
from pipeline.pdf.spell import Piece, Spelled, bound, indent_of
from pipeline.pdf.tables import chart_rows, natural_width, table_rows
from pipeline.story import Block, Chart, FactBox, Figure, Table

LONG_TABLE = 20
"""A table of more lines stands in the run of the page; a shorter one may stand where there is room."""


@dataclass(slots=True)
class Wide:
    """A thing of twelve columns and the item after which the text speaks of it."""

    slab: Slab
    item: int


@dataclass(slots=True)
class Flow:
    """The items of one stretch of an article, the wide things it speaks of, and its boxes; ``sums`` are prefix sums of natural lines."""

    items: list[Item] = field(default_factory=list)
    wides: list[Wide] = field(default_factory=list)
    boxes: list[BoxSlab] = field(default_factory=list)
    sums: list[int] = field(default_factory=list)
    least: list[int] = field(default_factory=list)
    most: list[int] = field(default_factory=list)
    tallest: int = 0
    """Lines of the highest thing that is not text."""
    searched: Searched = field(default_factory=dict)
    """Ways to fill columns with it that were sought."""

    def close(self) -> Flow:
        """Add up the lines."""
        self.tallest = max((item.rows(1) for item in self.items if isinstance(item, RowsItem)), default=0)
        for sums, pick in ((self.sums, None), (self.least, min), (self.most, max)):
            total = 0
            sums.append(0)
            for item in self.items:
                total += item.before + item.rows(pick(item.counts) if pick else item.natural) + (pick is max and item.loose)
                sums.append(total)
        return self

    def left(self, spot: Spot, sums: Sequence[int]) -> int:
        """Lines from a place to the end, by one of the prefix sums."""
        if spot.item >= len(self.items):
            return 0
        total = sums[-1] - sums[spot.item] - self.items[spot.item].before
        if spot.row:
            item = self.items[spot.item]
            after = next(cut.after for cut in item.cuts(spot.setting) if cut.row == spot.row)
            total += after - item.rows(item.natural)
        return total


Stretch = Flow | RowsItem | Block
"""A flow, a long table, or a block that is a unit of its own."""


def stretches(desk: Desk, pieces: Sequence[Piece], *, ends: bool) -> list[Stretch]:
    """An article's blocks, spelled out, in order; ``ends`` puts the end mark after the last words."""
    return _Builder(desk, pieces).build(ends=ends)


class _Builder:
    """Collects items until something stands in the way."""

    def __init__(self, desk: Desk, pieces: Sequence[Piece]) -> None:
        self.desk = desk
        self.pieces = [piece for piece in pieces if not isinstance(piece, Spelled) or piece.words]
        self.found: list[Stretch] = []
        self.flow = Flow()

    def build(self, *, ends: bool) -> list[Stretch]:
        """Every piece in turn, then what no column may end after."""
        last = max((at for at, piece in enumerate(self.pieces) if isinstance(piece, Spelled)), default=-1)
        texts: dict[int, TextItem] = {}
        for index, piece in enumerate(self.pieces):
            if isinstance(piece, Spelled):
                texts[index] = self._text(index, piece, ends=ends and index == last)
                self.flow.items.append(texts[index])
            else:
                self._object(piece)
        counts = [texts[index].natural if index in texts else 3 for index in range(len(self.pieces))]
        for index, item in texts.items():
            item.binds = bound(self.pieces, index, counts)
            if self._after_heading(index):
                item.first = 3
        self._close()
        return self.found

    def _after_heading(self, index: int) -> bool:
        before = self.pieces[index - 1] if index else None
        return isinstance(before, Spelled) and before.kind == "heading"

    def _text(self, index: int, piece: Spelled, *, ends: bool) -> TextItem:
        previous = self.pieces[index - 1] if index else None
        notes = count_notes(piece.words)
        first_note = self.desk.notes + 1
        self.desk.notes += notes
        return TextItem(
            self.desk.setter,
            piece,
            SPAN_6,
            indent_of(piece, previous),
            before=max(piece.before, self._after()),
            first_note=first_note,
            notes=notes > 0,
            ends=ends,
        )

    def _after(self) -> int:
        previous = self.flow.items[-1] if self.flow.items else None
        return previous.after if isinstance(previous, RowsItem) else 0

    def _object(self, piece: Block) -> None:
        desk = self.desk
        match piece:
            case Table():
                self._table(piece)
            case Chart():
                self.flow.items.append(chart_rows(desk.setter, piece, SPAN_6))
            case Figure(span=6):
                slab = figure_slab(desk.setter, piece, 6, HALF)
                self.flow.items.append(RowsItem((slab,) if slab else ()))
            case Figure():
                wide = figure_slab(desk.setter, piece, 12, FULL)
                if wide:
                    self.flow.wides.append(Wide(wide, len(self.flow.items)))
            case FactBox():
                self.flow.boxes.append(fact_box(desk, piece, SPAN_6))
            case _:
                self._close()
                self.found.append(piece)

    def _table(self, piece: Table) -> None:
        setter = self.desk.setter
        if natural_width(setter, piece) <= SPAN_6 or len(piece.columns) <= 1:
            self.flow.items.append(table_rows(setter, piece, SPAN_6))
            return
        rows = table_rows(setter, piece, WIDTH)
        if rows.rows(1) > LONG_TABLE:
            self._close()
            self.found.append(rows)
        elif rows.rows(1):
            self.flow.wides.append(Wide(RowsSlab(rows), len(self.flow.items)))

    def _close(self) -> None:
        if self.flow.items or self.flow.wides or self.flow.boxes:
            self.found.append(self.flow.close())
        self.flow = Flow()


@dataclass(slots=True)
class RowsSlab:
    """All rows of a table, or those from ``start`` to ``stop``, as one slab."""

    rows: RowsItem
    start: int = 0
    stop: int = -1
    lines: int = 0

    def __post_init__(self) -> None:
        """Count."""
        head = self.rows.head if self.start == 0 else self.rows.repeated
        stop = self.stop if self.stop > 0 else None
        self.lines = sum(slab.lines for slab in self.rows.slabs[self.start : stop]) + (head.lines if head else 0)

    def place(self, sheet: Sheet, x_pt: float, line: float) -> None:
        """Draw them."""
        self.rows.place(sheet, x_pt, line, 1, (self.start, self.stop), Foot(0, 0))
