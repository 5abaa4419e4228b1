"""Boxes and other objects that stand in or beside columns: fact box, pull quote, contents, key figures, decisions, next meeting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from functools import lru_cache
from itertools import pairwise
from math import ceil

from pipeline.dataclass import dataclass
from pipeline.look import ColourRole
from pipeline.pdf.desk import Desk
from pipeline.pdf.grid import BASELINE, LINE, WIDTH, baseline, cap, top
from pipeline.pdf.line import Line
from pipeline.pdf.rows import fact_rows, key_pairs
from pipeline.pdf.setter import Setter
from pipeline.pdf.sheet import Sheet, Slab
from pipeline.pdf.styles import (
    BLOCK_RULE,
    BOX_PAD,
    BOX_TITLE,
    FIGURE_LABEL,
    FIGURE_PLUS,
    FIGURE_UNIT,
    FIGURE_VALUE,
    PULL_QUOTE,
    SPEAKER,
)
from pipeline.story import FactBox, Inlines, KeyFigure, KeyFigures, LineBreak, PullQuote, Text

FIRST_QUOTED = 28.3
"""A pull quote's first baseline under the top of its line."""
HIGH_BOX = 8
"""Grid lines from which on a box may stand two lines higher."""
TITLE_AND_PADDING = 3
"""Grid lines of a box beside its text: the rule's, the title's, the foot's."""


@dataclass(slots=True)
class BoxSlab:
    """Rows on a tone under a rule; a box that goes on after a break has no title of its own."""

    setter: Setter
    part: object
    title: str
    rows: Sequence[Slab]
    width_pt: float
    tone: ColourRole = "box"
    rule: ColourRole = "brand"
    lines: int = 0
    titles: Sequence[Line] = field(default_factory=tuple)

    def __post_init__(self) -> None:
        """Count the lines, unless more are given."""
        self.titles = self.setter.lines(self.title, BOX_TITLE, self.width_pt - 2 * BOX_PAD)
        self.lines = max(self.lines, self.needed)

    @property
    def needed(self) -> int:
        """Grid lines of rule, title, rows and foot."""
        return sum(row.lines for row in self.rows) + len(self.titles) + 2

    @property
    def grows(self) -> int:
        """Lines that it may stand higher: a high box more than a low one."""
        return 2 if self.needed >= HIGH_BOX else 1

    def place(self, sheet: Sheet, x_pt: float, line: float) -> None:
        """Draw tone, rule, title and rows; a box that is higher than they need has half of the rest over them, half under."""
        sheet.box(x_pt, line, self.lines, self.width_pt, self.tone, self.rule)
        line += 1
        sheet.lines(self.titles, x_pt + BOX_PAD, baseline(line), LINE, self.part, "title")
        line += len(self.titles) + (self.lines - self.needed) / 2
        for row in self.rows:
            row.place(sheet, x_pt + BOX_PAD, line)
            line += row.lines

    def parted(self, lines: int) -> tuple[BoxSlab, BoxSlab] | None:
        """The box cut in two, the first at most so many lines high; None where that leaves fewer than three lines on either side."""
        room = lines - 2 - len(self.titles)
        taken = used = 0
        while taken < len(self.rows) and used + self.rows[taken].lines <= room:
            used += self.rows[taken].lines
            taken += 1
        if taken < 3 or len(self.rows) - taken < 1:
            return None
        taken -= max(0, 3 - (len(self.rows) - taken)) if taken > 5 else 0
        head = BoxSlab(self.setter, self.part, self.title, self.rows[:taken], self.width_pt, self.tone, self.rule)
        return head, BoxSlab(self.setter, self.part, "", self.rows[taken:], self.width_pt, self.tone, self.rule)


def fact_box(desk: Desk, box: FactBox, width_pt: float) -> BoxSlab:
    """A fact box."""
    return BoxSlab(desk.setter, box, box.title, fact_rows(desk, box, width_pt - 2 * BOX_PAD), width_pt)


@dataclass(slots=True)
class QuoteSlab:
    """Words lifted out of the article under a rule, 19.5 pt apart; the speaker stands close under them."""

    setter: Setter
    quote: PullQuote
    width_pt: float
    texts: Sequence[Line] = field(default_factory=tuple)
    speakers: Sequence[Line] = field(default_factory=tuple)
    lines: int = 0

    def __post_init__(self) -> None:
        """Three lines of text take six grid lines, each further one a line and a half."""
        self.texts = self.setter.lines(self.quote.children, PULL_QUOTE, self.width_pt)
        self.speakers = self.setter.lines(self.quote.speaker, SPEAKER, self.width_pt)
        self.lines = self._speaker_line + len(self.speakers) if self.speakers else ceil(1.5 * len(self.texts) + 1.5)

    @property
    def _speaker_line(self) -> int:
        """The first grid line on which the speaker stands clear of the words."""
        last = FIRST_QUOTED + PULL_QUOTE.leading_pt * (len(self.texts) - 1)
        return ceil((last + LINE - BASELINE) / LINE)

    def place(self, sheet: Sheet, x_pt: float, line: float) -> None:
        """Draw rule, words, speaker."""
        sheet.rect(x_pt, cap(line), self.width_pt, BLOCK_RULE, "brand")
        sheet.lines(self.texts, x_pt, top(line) + FIRST_QUOTED, PULL_QUOTE.leading_pt, self.quote)
        sheet.lines(self.speakers, x_pt, baseline(line + self._speaker_line), LINE, self.quote, "speaker")


@dataclass(slots=True)
class PairsSlab:
    """Key figures as pairs under a rule, where the contents stand in larger editions."""

    desk: Desk
    figures: KeyFigures
    width_pt: float
    rows: Sequence[Slab] = field(default_factory=tuple)
    lines: int = 0

    def __post_init__(self) -> None:
        """Compose."""
        self.rows = key_pairs(self.desk, self.figures, self.width_pt)
        self.lines = 1 + self.desk.setter.count(self.figures.title, BOX_TITLE, self.width_pt) + sum(row.lines for row in self.rows)

    def place(self, sheet: Sheet, x_pt: float, line: float) -> None:
        """Draw rule, title, pairs."""
        sheet.rect(x_pt, top(line) + 7.1, self.width_pt, BLOCK_RULE, "brand")
        sheet.words(self.figures.title, BOX_TITLE, self.width_pt, x_pt, baseline(line + 1), self.figures, "title")
        line += self.lines - sum(row.lines for row in self.rows)
        for row in self.rows:
            row.place(sheet, x_pt, line)
            line += row.lines


LABEL = 3.25
"""The first label's baseline under the band's first, in lines; where a number has a comma the labels stand so much lower that it is clear of them."""
LOWER = 0.25
FIELD_GAP = 8.0
UNIT_GAP = 2.0
PLUS_GAP = 0.5
PLUS_RISE = 10.0


@dataclass(slots=True)
class BandSlab:
    """Key figures side by side on a tone: six lines, more where a label needs them; seven figures and more stand in two rows."""

    setter: Setter
    figures: KeyFigures
    lines: int = 0
    entries: Sequence[KeyFigure] = field(default_factory=tuple)

    def __post_init__(self) -> None:
        """Count the lines of the highest label."""
        self.entries = self.entries or self.figures.entries
        labels = max((self.setter.count(label_of(one), FIGURE_LABEL, self._field()) for one in self.entries), default=1)
        self.lines = max(6, ceil(self._label() + (labels - 1) * 0.75 + 1.2))

    def _label(self) -> float:
        """Lines from the band's first baseline to the labels', the same in all fields."""
        return LABEL + (LOWER if any("," in one.value for one in self.entries) else 0.0)

    def _field(self) -> float:
        count = len(self.entries)
        return (WIDTH - 2 * BOX_PAD - FIELD_GAP * (count - 1)) / count

    def place(self, sheet: Sheet, x_pt: float, line: float) -> None:
        """Draw the fields on the tone."""
        sheet.box(x_pt, line, self.lines, WIDTH, "box", "brand")
        width = self._field()
        for index, figure in enumerate(self.entries):
            self._place_figure(sheet, figure, x_pt + BOX_PAD + index * (width + FIELD_GAP), line, width)

    def _place_figure(self, sheet: Sheet, figure: KeyFigure, x_pt: float, line: float, width_pt: float) -> None:
        y_pt, at = baseline(line + 2.25), x_pt
        for one in sheet.setter.lines(figure.value, FIGURE_VALUE, 4 * WIDTH)[:1]:
            sheet.line(one, at, y_pt, figure, "value")
            at += one.width_pt
        if figure.more_than:
            for one in sheet.setter.lines("+", FIGURE_PLUS, WIDTH)[:1]:
                sheet.line(one, at + PLUS_GAP, y_pt - PLUS_RISE, figure, "more_than")
                at += PLUS_GAP + one.width_pt
        if figure.unit:
            sheet.words(figure.unit, FIGURE_UNIT, 4 * WIDTH, at + UNIT_GAP, y_pt, figure, "unit")
        sheet.words(label_of(figure), FIGURE_LABEL, width_pt, x_pt, baseline(line + self._label()), figure, "label")


@lru_cache(maxsize=256)
def label_of(figure: KeyFigure) -> Inlines:
    """A key figure's label, its own line break kept."""
    first, *rest = figure.label.split("\n")
    words: list[Text | LineBreak] = [Text(first)]
    for line in rest:
        words += [LineBreak(), Text(line)]
    return tuple(words)


def figures_width(setter: Setter, figure: KeyFigure) -> float:
    """The width of a key figure's number with plus and unit."""
    width = setter.width(figure.value, FIGURE_VALUE)
    width += PLUS_GAP + setter.width("+", FIGURE_PLUS) if figure.more_than else 0.0
    return width + (UNIT_GAP + setter.width(figure.unit, FIGURE_UNIT) if figure.unit else 0.0)


def too_wide(setter: Setter, figures: KeyFigures) -> bool:
    """Whether a number is wider than half a band, so that it is no number."""
    return any(figures_width(setter, one) > WIDTH / 2 for one in figures.entries)


def bands(setter: Setter, figures: KeyFigures) -> list[BandSlab]:
    """Rows of at most six fields, fewer where a number needs more room, as even as they come."""
    entries = figures.entries
    widest = max((figures_width(setter, one) for one in entries), default=0.0)
    fitting = max(1, min(6, int((WIDTH - 2 * BOX_PAD + FIELD_GAP) // (widest + FIELD_GAP))))
    rows = ceil(len(entries) / fitting)
    cuts = [round(index * len(entries) / rows) for index in range(rows + 1)]
    return [BandSlab(setter, figures, 0, entries[start:stop]) for start, stop in pairwise(cuts)]
