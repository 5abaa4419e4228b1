"""Tables of formal documents row by row: particulars, attendance, votes, appendices, signatures."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.pdf import formal_styles as look
from pipeline.pdf.formal_styles import CELL_PAD, COLUMN_GAP, HANG, LEFT, MM, WIDTH, baseline
from pipeline.pdf.line import Line
from pipeline.pdf.paragraph import TextStyle
from pipeline.pdf.placed import Placed, PlacedLine, PlacedRect
from pipeline.pdf.setter import Setter
from pipeline.pdf.strips import Strip
from pipeline.story import Appendices, Block, Column, Inlines, Particular, Row, Signature, Table, walk

THIN, STRONG = 0.5, 0.75
SHORT = 24
"""Rows of a vote that stays on one page."""
LAST_MOST = 32 * MM
"""What the last column of attendance may take at most."""
SHARES = {"attendance": (41, 45, 42, 27), "votes": (65, 20, 20, 20)}
"""Column widths in mm where the story leaves all columns equal."""


class Tables:
    """Makes the strips of tables; numbers them so that a head row is repeated only within its own."""

    def __init__(self, setter: Setter) -> None:
        self.setter = setter
        self._table = 0
        self._attending: list[Table] = []

    def together(self, blocks: Sequence[Block]) -> None:
        """Take note of the document's tables of attendance: they stand one over the other, so their columns are one."""
        self._attending = [node for node in walk(blocks) if isinstance(node, Table) and node.role == "attendance"]

    def _cell(
        self, words: Inlines | str, style: TextStyle, x: float, width: float, part: object | None, slot: str, *, number: bool = False
    ) -> list[PlacedLine]:
        lines = self.setter.lines(words, style, width)
        top = CELL_PAD + baseline(style)
        return [
            PlacedLine(line, x + (width - line.width_pt - line.x_pt if number else 0.0), top + index * style.leading_pt, part, slot)
            for index, line in enumerate(lines)
        ]

    @staticmethod
    def _row(items: Sequence[PlacedLine], least: float, *, leading: float = 13.0) -> Strip:
        """A row as high as its longest cell, with its padding."""
        lines = max((round((item.y_pt - CELL_PAD) / leading + 0.2) for item in items), default=1)
        height = max(least, lines * leading + 2 * CELL_PAD + THIN)
        return Strip(height, list(items))

    @staticmethod
    def _rule(strip: Strip, x: float, width: float, weight: float, *, strong: bool, top: bool = False) -> None:
        y = 0.0 if top else strip.height_pt - weight / 2
        strip.items.append(PlacedRect(x, y, width, weight, "text" if strong else "rule", "rule"))

    def particulars(self, particulars: Sequence[Particular]) -> list[Strip]:
        """Label and words with thin rules above, between and below."""
        strips = []
        words = (word for particular in particulars for word in particular.label.split())
        first = max([HANG, *(self.setter.width(word, look.CELL_LABEL) + COLUMN_GAP for word in words)])
        for index, particular in enumerate(particulars):
            items = self._cell(particular.label, look.CELL_LABEL, LEFT, first - COLUMN_GAP, particular, "label")
            items += self._cell(particular.children, look.CELL, LEFT + first, WIDTH - first, particular, "")
            strip = self._row(items, 17.5)
            if index == 0:
                self._rule(strip, LEFT, WIDTH, THIN, strong=False, top=True)
            self._rule(strip, LEFT, WIDTH, THIN, strong=False)
            strips.append(strip)
        return strips

    def table(self, table: Table) -> list[Strip]:
        """Head row, rows with thin rules, a strong rule under the head and over a total."""
        self._table += 1
        x0, total = (LEFT + HANG, WIDTH - HANG) if table.role == "votes" else (LEFT, WIDTH)
        shares: Sequence[float] = [column.share for column in table.columns]
        if len(set(shares)) == 1 and len(shares) == len(SHARES.get(table.role, ())):
            shares = SHARES[table.role]
        widths = [total * share / sum(shares) for share in shares]
        if table.role == "attendance":
            self._even(table, widths)
        edges = [x0 + sum(widths[:index]) for index in range(len(widths))]
        head = self._head(table.columns, edges, widths, artifact=False)
        repeated = self._head(table.columns, edges, widths, artifact=True)
        for strip in (head, repeated):
            self._rule(strip, x0, total, STRONG, strong=True)
        head.keep = 2
        strips = [head]
        whole = table.role == "votes" and len(table.rows) < SHORT
        for index, row in enumerate(table.rows):
            strip = self._body_row(row, table.columns, edges, widths)
            last = index == len(table.rows) - 1
            before_total = not last and table.rows[index + 1].total
            self._rule(strip, x0, total, STRONG if before_total else THIN, strong=last or before_total)
            strip.head = repeated
            strips.append(strip)
        for strip in strips:
            strip.table = self._table
        strips[-1].after_pt = 8.0
        for strip in strips[1:-1] if whole else strips[-2:-1] if len(strips) > 2 else ():  # the last row never goes alone
            strip.keep = 2
        if len(strips) > 3:  # nor does the first stay behind alone
            strips[1].keep = 2
        return strips

    def _even(self, table: Table, widths: list[float]) -> None:
        """Give the last column what its words lack ("hela sammanträdet") from the column that has most to spare."""
        alike = [other for other in self._attending if len(other.columns) == len(widths)] or [table]
        rows = [row for other in alike for row in other.rows]
        needs = [
            max((self.setter.width(row.cells[place].children, look.CELL) for row in rows), default=0.0) + COLUMN_GAP
            for place in range(len(widths))
        ]
        lacks = min(needs[-1] - COLUMN_GAP, LAST_MOST) - widths[-1]
        spare = [width - need for width, need in zip(widths[:-1], needs, strict=False)]
        if lacks > 0 and max(spare) >= lacks:
            widths[spare.index(max(spare))] -= lacks
            widths[-1] += lacks

    def _head(self, columns: Sequence[Column], edges: Sequence[float], widths: Sequence[float], *, artifact: bool) -> Strip:
        items: list[PlacedLine] = []
        for column, x, width in zip(columns, edges, widths, strict=True):
            number = column.align == "number"
            gap = 0.0 if number or column is columns[-1] else COLUMN_GAP
            cells = self._cell(column.head, look.CELL_HEAD, x, width - gap, column, "", number=number)
            items += [PlacedLine(cell.line, cell.x_pt, cell.y_pt, None, "", "repeated_head") for cell in cells] if artifact else cells
        return self._row(items, 17.5)

    def _body_row(self, row: Row, columns: Sequence[Column], edges: Sequence[float], widths: Sequence[float]) -> Strip:
        items: list[PlacedLine] = []
        for cell, column, x, width in zip(row.cells, columns, edges, widths, strict=True):
            number = column.align == "number"
            style = look.CELL_HEAD if row.total else look.CELL
            gap = 0.0 if number or column is columns[-1] else COLUMN_GAP
            items += self._cell(cell.children, style, x, width - gap, cell, "", number=number)
        return self._row(items, 17.5)

    def appendices(self, block: Appendices) -> list[Strip]:
        """Label in the margin column, title, where it is mentioned at the right edge."""
        strips = []
        for entry in block.entries:
            base = baseline(look.APPENDIX)
            mentioned = self.setter.lines(entry.mentioned, look.APPENDIX, 120)
            room = WIDTH - HANG - max((line.width_pt for line in mentioned), default=0.0) - COLUMN_GAP
            title = self.setter.lines(entry.title, look.APPENDIX_LINKED if entry.address else look.APPENDIX, room)
            items: list[Placed] = [
                PlacedLine(line, LEFT, base, entry, "label") for line in self.setter.lines(entry.label, look.APPENDIX_LABEL, HANG)[:1]
            ]
            items += [PlacedLine(line, LEFT + HANG, base + index * 15, entry, "title") for index, line in enumerate(title)]
            items += [PlacedLine(line, LEFT + WIDTH - line.width_pt - line.x_pt, base, entry, "mentioned") for line in mentioned]
            last = entry is block.entries[-1]
            strips.append(Strip(15.0 * max(1, len(title)), items, after_pt=14.0 if last else 2.0, anchor=entry.anchor))
        return strips

    def signatures(self, signatures: Sequence[Signature]) -> list[Strip]:
        """Two to a row: label, room to sign over a line, name in print, place and date with a line."""
        width = 62.5 * MM
        strips = []
        for start in range(0, len(signatures), 2):
            items: list[Placed] = []
            lowest = 0.0
            for index, signature in enumerate(signatures[start : start + 2]):
                height, made = self._signature(signature, LEFT + HANG + index * width, 57.5 * MM)
                items += made
                lowest = max(lowest, height)
            strips.append(Strip(lowest, items, after_pt=16.0))
        return strips

    def _signature(self, signature: Signature, x: float, width: float) -> tuple[float, list[Placed]]:
        items: list[Placed] = []
        y = 0.0
        label = self.setter.lines(signature.label, look.CELL_HEAD, width)
        items += _lines(label, look.CELL_HEAD, x, y, signature, "label")
        y += 13.0 * len(label) + 51.0
        items.append(PlacedRect(x, y, width, THIN, "text", "rule"))
        y += 3.0
        name = self.setter.lines(signature.name, look.CELL, width)
        items += _lines(name, look.CELL, x, y, signature, "name")
        y += 13.0 * len(name) + 15.0
        detail = self.setter.lines(signature.place_and_date, look.SIGNATURE_DETAIL, width)
        items += _lines(detail, look.SIGNATURE_DETAIL, x, y, signature, "place_and_date")
        if detail:
            begin = x + detail[-1].width_pt + 3
            foot = y + 12.0 * (len(detail) - 1) + baseline(look.SIGNATURE_DETAIL) + 1.5
            items.append(PlacedRect(begin, foot, x + width - begin, THIN, "secondary", "rule"))
            y += 12.0 * len(detail)
        return y, items


def _lines(lines: Sequence[Line], style: TextStyle, x: float, y: float, part: object, slot: str) -> list[PlacedLine]:
    return [PlacedLine(line, x, y + baseline(style) + index * style.leading_pt, part, slot) for index, line in enumerate(lines)]
