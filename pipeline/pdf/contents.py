"""The list of contents: under a rule beside the ingress, or as a box in the lead's columns; page numbers come when every page is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field

from pipeline.dataclass import dataclass
from pipeline.pdf.boxes import BoxSlab
from pipeline.pdf.grid import GUTTER, LINE, SPAN_6, SPAN_8, baseline, top
from pipeline.pdf.line import Line
from pipeline.pdf.setter import Setter
from pipeline.pdf.sheet import Anchors, Sheet, Slab
from pipeline.pdf.styles import BLOCK_RULE, BOX, BOX_LABEL, BOX_PAD, BOX_TITLE
from pipeline.story import Contents, ContentsEntry

NUMBER_ROOM = 24.0
"""Points beside an entry for its page number."""


@dataclass(slots=True)
class ContentsSlab:
    """What is inside: a rule level with the ingress' capitals, the title on the second line, an entry a line with its page number.

    Over all twelve columns the entries stand in two, the first the longer.
    """

    setter: Setter
    contents: Contents
    entries: Sequence[ContentsEntry]
    width_pt: float
    first: bool = True
    texts: Sequence[Sequence[Line]] = field(default_factory=tuple)
    titles: Sequence[Line] = field(default_factory=tuple)
    lines: int = 0
    cut: int = 0
    """Entries in the first column."""

    def __post_init__(self) -> None:
        """Compose the entries beside room for the numbers."""
        self.texts = [self.setter.lines(entry.title, BOX, self._measure - NUMBER_ROOM) for entry in self.entries]
        self.titles = self.setter.lines(self.contents.title, BOX_TITLE, self.width_pt) if self.first else ()
        heights = list(map(len, self.texts))
        self.cut = len(heights)
        if self.width_pt > SPAN_8:
            self.cut = min(range(1, self.cut + 1), key=lambda cut: (max(sum(heights[:cut]), sum(heights[cut:])), -cut), default=0)
        self.lines = 1 + len(self.titles) + max(sum(heights[: self.cut]), sum(heights[self.cut :]))

    @property
    def _measure(self) -> float:
        return SPAN_6 if self.width_pt > SPAN_8 else self.width_pt

    def place(self, sheet: Sheet, x_pt: float, line: float) -> None:
        """Draw; the numbers come when every page is known."""
        sheet.rect(x_pt, top(line) + 7.1, self.width_pt, BLOCK_RULE, "brand")
        head_pt = y_pt = sheet.lines(self.titles, x_pt, baseline(line + 1), LINE, self.contents, "title")
        for number, (entry, lines) in enumerate(zip(self.entries, self.texts, strict=True)):
            if number == self.cut:
                x_pt, y_pt = x_pt + SPAN_6 + GUTTER, head_pt
            y_pt = sheet.lines(lines, x_pt, y_pt, LINE, entry, "title")
            page_number(sheet, entry, x_pt + self._measure, y_pt - LINE)


@dataclass(slots=True)
class ContentsRow:
    """An entry of the contents in a box, its page number at the right edge."""

    entry: ContentsEntry
    texts: Sequence[Line]
    width_pt: float
    lines: int = 0

    def __post_init__(self) -> None:
        """Count those of the title."""
        self.lines = len(self.texts)

    def place(self, sheet: Sheet, x_pt: float, line: float) -> None:
        """Draw; the number comes when every page is known."""
        y_pt = sheet.lines(self.texts, x_pt, baseline(line), LINE, self.entry, "title")
        page_number(sheet, self.entry, x_pt + self.width_pt, y_pt - LINE)


def contents_box(setter: Setter, contents: Contents, width_pt: float) -> BoxSlab:
    """The contents as a box."""
    inner = width_pt - 2 * BOX_PAD
    rows: list[Slab] = [ContentsRow(entry, setter.lines(entry.title, BOX, inner - NUMBER_ROOM), inner) for entry in contents.entries]
    return BoxSlab(setter, contents, contents.title, rows, width_pt)


def page_number(sheet: Sheet, entry: ContentsEntry, right_pt: float, y_pt: float) -> None:
    """Put the number of an entry's page at a right edge, once every page is known."""

    def put(anchors: Anchors) -> None:
        if entry.anchor in anchors:
            sheet.right(str(anchors[entry.anchor][0]), BOX_LABEL, right_pt, y_pt, entry, "page")

    sheet.later.append(put)
