"""Footnotes: found by their marks in composed lines, set small at the foot of the column that marks them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import ceil

from pipeline.dataclass import dataclass
from pipeline.pdf.grid import LINE, baseline
from pipeline.pdf.line import Line
from pipeline.pdf.placed import Page, PlacedLine
from pipeline.pdf.setter import Setter
from pipeline.pdf.sheet import Sheet
from pipeline.pdf.styles import FINE_RULE, FOOTNOTE
from pipeline.story import Inlines, LineBreak, NoteMark, Paragraph, Text

NUMBER_WIDTH = 10.0
AIR = 6.5
RULE_WIDTH = 40.0
MOST = 3
"""Footnotes of one page."""


@dataclass(slots=True)
class Note:
    """A footnote's text under a short rule; ``lines`` are the grid lines it takes at the column's foot."""

    setter: Setter
    mark: NoteMark
    number: int
    width_pt: float
    lines: int = 0

    def __post_init__(self) -> None:
        """Count whole grid lines for its lines of 9.75 pt and the air over them."""
        self.lines = ceil((self._count() * FOOTNOTE.leading_pt + AIR) / LINE)

    def _count(self) -> int:
        return sum(len(self._composed(paragraph.children)) for paragraph in self.mark.note)

    def _composed(self, words: Inlines) -> tuple[Line, ...]:
        return self.setter.lines(words, FOOTNOTE, self.width_pt - NUMBER_WIDTH)

    def place(self, sheet: Sheet, x_pt: float, line: float) -> None:
        """Draw it so that its last line stands on a grid line."""
        y_pt = baseline(line + self.lines - 1) - (self._count() - 1) * FOOTNOTE.leading_pt
        sheet.rect(x_pt, y_pt - FOOTNOTE.leading_pt, RULE_WIDTH, FINE_RULE, "secondary")
        for index, paragraph in enumerate(self.mark.note):
            if index == 0:
                for one in self.setter.lines(str(self.number), FOOTNOTE, NUMBER_WIDTH * 3):
                    sheet.line(one, x_pt, y_pt, paragraph, "mark")
            y_pt = sheet.lines(self._composed(paragraph.children), x_pt + NUMBER_WIDTH, y_pt, FOOTNOTE.leading_pt, paragraph)


def note_of(setter: Setter, lines: Sequence[Line], width_pt: float, first: int) -> list[tuple[int, Note]]:
    """The footnotes marked in these lines, with the line of each, numbered from ``first``."""
    found: list[tuple[int, Note]] = []
    seen: set[int] = set()
    for at, line in enumerate(lines):
        for piece in line.pieces:
            for inline in piece.context:
                if isinstance(inline, NoteMark) and id(inline) not in seen:
                    seen.add(id(inline))
                    found.append((at, Note(setter, inline, first + len(found), width_pt)))
    return found


def crowded(pages: Iterable[Page]) -> list[tuple[int, int]]:
    """Pages with more footnotes than the design allows, and how many they have."""
    found = []
    for page in pages:
        marks = sum(isinstance(item, PlacedLine) and item.slot == "mark" and isinstance(item.part, Paragraph) for item in page.items)
        if marks > MOST:
            found.append((page.number, marks))
    return found


def count_notes(inlines: Iterable[object]) -> int:
    """How many footnotes the words carry."""
    total = 0
    for inline in inlines:
        if isinstance(inline, NoteMark):
            total += 1
        elif not isinstance(inline, Text | LineBreak):
            total += count_notes(getattr(inline, "children", ()))
    return total
