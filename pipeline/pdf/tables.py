"""Tables and bar charts as rows of whole grid lines, the head apart so that it can be repeated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.dataclass import dataclass
from pipeline.pdf.bars import bar_spans
from pipeline.pdf.flow import RowsItem
from pipeline.pdf.grid import LINE, baseline, cap, top
from pipeline.pdf.line import Line
from pipeline.pdf.paragraph import TextStyle
from pipeline.pdf.setter import Setter
from pipeline.pdf.sheet import Sheet, Slab
from pipeline.pdf.styles import BLOCK_RULE, BOX_TITLE, CAPTION, ROW_RULE, TABLE, TABLE_GAP, TABLE_HEAD, TABLE_RULE
from pipeline.story import Bar, Chart, Column, Row, Table

TABLE_RIGHT = replace(TABLE, alignment="right", hanging=False)
TABLE_HEAD_RIGHT = replace(TABLE_HEAD, alignment="right", hanging=False)
TABLE_STRONG = replace(TABLE, faces=TABLE_HEAD.faces)
TABLE_STRONG_RIGHT = replace(TABLE_STRONG, alignment="right", hanging=False)
TALLEST = 12
"""Lines of a row that stay together; a longer one is parted."""
RULE_UNDER = 12.4
"""Where a row's rule stands under the top of its last line: clear of descenders, and above the next line's ascenders."""
BAR_HEIGHT = 7.0
VALUE_GAP = 5.0
LABEL_SHARE, NUMBER_SHARE = 0.38, 0.42
"""Of the column at most for a chart's labels and numbers: a fifth stays for its bars."""

_STYLES: dict[tuple[str, bool], TextStyle] = {
    ("text", False): TABLE,
    ("text", True): TABLE_STRONG,
    ("number", False): TABLE_RIGHT,
    ("number", True): TABLE_STRONG_RIGHT,
}


@dataclass(slots=True)
class CellsSlab:
    """One row's cells, or some lines of them; ``parts`` are the story's cells or columns, None in a repeated head."""

    parts: Sequence[object | None]
    texts: Sequence[Sequence[Line]]
    lefts: Sequence[float]
    width_pt: float
    rule_pt: float
    lines: int
    first: int = 0

    def place(self, sheet: Sheet, x_pt: float, line: float) -> None:
        """Draw the cells and the rule under them."""
        for part, texts, left in zip(self.parts, self.texts, self.lefts, strict=True):
            for offset, one in enumerate(texts[self.first : self.first + self.lines]):
                sheet.line(one, x_pt + left, baseline(line + offset), part, artifact=None if part else "repeated_head")
        if self.rule_pt:
            sheet.rect(x_pt, top(line + self.lines - 1) + RULE_UNDER, self.width_pt, self.rule_pt, "text" if self.rule_pt > 0.5 else "rule")


def widths_of(setter: Setter, table: Table, width_pt: float) -> list[float]:
    """Column widths in points: what the words want, shared out by the columns' own shares where there is too little or too much room."""
    wanted = [column_width(setter, table, index) for index in range(len(table.columns))]
    room = width_pt - TABLE_GAP * max(len(wanted) - 1, 0)
    if not wanted or room <= 0:
        return [max(width_pt / max(len(wanted), 1), 1.0)] * len(wanted)
    total = sum(wanted)
    if total <= room:
        shares = [column.share if column.align == "text" else 0.0 for column in table.columns]
        spare = room - total
        weight = sum(shares)
        return [want + spare * share / weight if weight else want + spare / len(wanted) for want, share in zip(wanted, shares, strict=True)]
    fair = room / len(wanted)
    small = [want if want <= fair else 0.0 for want in wanted]
    left = room - sum(small)
    rest = sum(want for want in wanted if want > fair)
    return [want if want <= fair else left * want / rest for want in wanted]


def column_width(setter: Setter, table: Table, index: int) -> float:
    """The width that a column's words take on one line."""
    column = table.columns[index]
    widths = [setter.width(column.head, TABLE_HEAD)]
    widths += [setter.width(row.cells[index].children, _STYLES["text", row.total]) for row in table.rows if index < len(row.cells)]
    return max(widths) + 0.5


def natural_width(setter: Setter, table: Table) -> float:
    """The width at which no cell breaks."""
    columns = range(len(table.columns))
    return sum(column_width(setter, table, index) for index in columns) + TABLE_GAP * max(len(table.columns) - 1, 0)


def table_rows(setter: Setter, table: Table, width_pt: float) -> RowsItem:
    """A table's rows under its head."""
    widths = widths_of(setter, table, width_pt)
    lefts = [sum(widths[:index]) + TABLE_GAP * index for index in range(len(widths))]
    head = _head(setter, table.columns, widths, lefts, width_pt, repeated=False)
    repeated = _head(setter, table.columns, widths, lefts, width_pt, repeated=True)
    slabs: list[Slab] = []
    for number, row in enumerate(table.rows):
        following = table.rows[number + 1] if number + 1 < len(table.rows) else None
        rule = TABLE_RULE if row.total or (following and following.total) else ROW_RULE
        slabs.extend(_row(setter, table.columns, row, widths, lefts, width_pt, rule))
    return RowsItem(slabs, head, repeated)


def _head(
    setter: Setter, columns: Sequence[Column], widths: Sequence[float], lefts: Sequence[float], width_pt: float, *, repeated: bool
) -> CellsSlab | None:
    styles = [TABLE_HEAD if column.align == "text" else TABLE_HEAD_RIGHT for column in columns]
    texts = [setter.lines(column.head, style, width) for column, style, width in zip(columns, styles, widths, strict=True)]
    lines = max((len(text) for text in texts), default=0)
    parts = [None if repeated else column for column in columns]
    return CellsSlab(parts, texts, lefts, width_pt, TABLE_RULE, lines) if lines else None


def _row(
    setter: Setter,
    columns: Sequence[Column],
    row: Row,
    widths: Sequence[float],
    lefts: Sequence[float],
    width_pt: float,
    rule_pt: float,
) -> list[Slab]:
    count = min(len(columns), len(row.cells))
    cells = row.cells[:count]
    if len(row.cells) > count and count:  # cells beyond the columns must not be lost
        return [*_row(setter, columns, Row(cells, row.total), widths, lefts, width_pt, 0.0), *_extra(setter, row, count, width_pt)]
    styles = [_STYLES[column.align, row.total] for column in columns[:count]]
    texts = [setter.lines(cell.children, style, width) for cell, style, width in zip(cells, styles, widths, strict=False)]
    lines = max((len(text) for text in texts), default=0)
    if lines == 0:
        return []
    step = TALLEST if lines > 2 * TALLEST else lines
    return [
        CellsSlab(cells, texts, lefts[:count], width_pt, rule_pt if start + step >= lines else 0.0, min(step, lines - start), start)
        for start in range(0, lines, step)
    ]


def _extra(setter: Setter, row: Row, count: int, width_pt: float) -> list[Slab]:
    slabs: list[Slab] = []
    for cell in row.cells[count:]:
        lines = setter.lines(cell.children, TABLE, width_pt)
        slabs.extend(CellsSlab((cell,), (lines,), (0.0,), width_pt, ROW_RULE, 1, start) for start in range(len(lines)))
    return slabs


@dataclass(slots=True)
class BarSlab:
    """A chart's bar between its label and its number; ``span`` is its left edge after the label, and its length."""

    chart: Chart
    bar: Bar
    label: Sequence[Line]
    number: Sequence[Line]
    label_pt: float
    span: tuple[float, float]
    number_pt: float
    lines: int

    def place(self, sheet: Sheet, x_pt: float, line: float) -> None:
        """Draw label, bar, number."""
        y_pt = baseline(line)
        sheet.lines(self.label, x_pt, y_pt, LINE, self.bar, "label")
        left = x_pt + self.label_pt
        if self.span[1] > 0:
            sheet.rect(left + self.span[0], y_pt - BAR_HEIGHT + 0.7, self.span[1], BAR_HEIGHT, sheet.accent, None, self.chart)
        sheet.lines(self.number, left + self.number_pt + VALUE_GAP, y_pt, LINE, self.bar, "shown")


@dataclass(slots=True)
class ChartHeadSlab:
    """A chart's title under a rule, as a box has it, so that it is no subheading of the text; ``width_pt`` is the rule's, 0 for none."""

    chart: Chart
    titles: Sequence[Line]
    width_pt: float
    lines: int = 0

    def __post_init__(self) -> None:
        """A line for the rule."""
        self.lines = len(self.titles) + (1 if self.width_pt else 0)

    def place(self, sheet: Sheet, x_pt: float, line: float) -> None:
        """Draw both."""
        if self.width_pt:
            sheet.rect(x_pt, cap(line), self.width_pt, BLOCK_RULE, "brand")
        sheet.lines(self.titles, x_pt, baseline(line + self.lines - len(self.titles)), LINE, self.chart, "title")


@dataclass(slots=True)
class WordsSlab:
    """Lines of one part and slot, at a leading of their own."""

    texts: Sequence[Line]
    leading_pt: float
    part: object
    slot: str
    lines: int

    def place(self, sheet: Sheet, x_pt: float, line: float) -> None:
        """Draw them."""
        sheet.lines(self.texts, x_pt, baseline(line), self.leading_pt, self.part, self.slot)


def chart_rows(setter: Setter, chart: Chart, width_pt: float, *, boxed: bool = False) -> RowsItem:
    """Title (under a rule, but not in a box, which has its own), bars from a common zero, caption; labels and numbers that are words break rather than leave the column."""
    labels = [setter.lines(bar.label, TABLE, width_pt * LABEL_SHARE) for bar in chart.bars]
    numbers = [setter.lines(bar.shown, TABLE_HEAD, width_pt * NUMBER_SHARE) for bar in chart.bars]
    label = _widest(labels) + (TABLE_GAP if any(labels) else 0.0)
    room = max(width_pt - label - _widest(numbers) - VALUE_GAP, 10.0)
    spans = bar_spans([bar.value for bar in chart.bars], room)
    zero = max((left for (left, _), bar in zip(spans, chart.bars, strict=True) if bar.value >= 0), default=room)
    slabs: list[Slab] = [
        BarSlab(chart, bar, words, number, label, span, max(sum(span), zero), max(len(words), len(number), 1))
        for bar, words, number, span in zip(chart.bars, labels, numbers, spans, strict=True)
    ]
    title = setter.lines(chart.title, BOX_TITLE, width_pt)
    head = ChartHeadSlab(chart, title, 0.0 if boxed else width_pt) if title else None
    caption = setter.lines(chart.caption, CAPTION, width_pt)
    if caption:
        slabs.append(WordsSlab(caption, CAPTION.leading_pt, chart, "caption", 1 + -(-(len(caption) - 1) * 3 // 4)))
    return RowsItem(slabs, head, None, least=len(slabs) if len(slabs) < 30 else 2)


def _widest(texts: Sequence[Sequence[Line]]) -> float:
    return max((line.width_pt for lines in texts for line in lines), default=0.0)
