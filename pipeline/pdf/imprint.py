"""The colophon on its tone at the foot of the last page, with the drawing that stands on its upper edge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from math import ceil

from pipeline.dataclass import dataclass
from pipeline.pdf.grid import CAP, GUTTER, LINE, SPAN_4, WIDTH, cap, object_height
from pipeline.pdf.line import Line
from pipeline.pdf.paragraph import TextStyle
from pipeline.pdf.pictures import crop, proportions
from pipeline.pdf.rows import run_in
from pipeline.pdf.setter import Setter
from pipeline.pdf.sheet import Sheet
from pipeline.pdf.styles import BOX_PAD, COLOPHON, COLOPHON_GAP, COLOPHON_HEAD
from pipeline.story import Colophon, ColophonEntry

CAPITALS = 5.05
"""Cap height of 7.5 pt Source Sans."""
LAST_BASELINE = 13.0
"""The last line stands so far over the foot, on the grid, where the box has the room."""
STEP = COLOPHON.leading_pt
VIGNETTE_HIGHEST = 72.0
MOST_ENTRIES = 8
"""Entries of a column that are left where the story puts them."""
COLUMN_WIDTH = SPAN_4 - BOX_PAD


@dataclass(frozen=True, slots=True)
class Words:
    """A composed line of the colophon at its depth under the column's first line."""

    line: Line
    depth_pt: float
    part: object
    slot: str
    style: TextStyle


@dataclass(slots=True)
class ColophonSlab:
    """Three columns on a tone; ``drawn`` keeps the vignette over them, ``gaps`` the gaps between entries even where they cost a line."""

    setter: Setter
    colophon: Colophon
    drawn: bool = True
    gaps: bool = True
    lines: int = 0
    columns: list[list[Words]] = field(default_factory=list)
    depth_pt: float = 0.0
    head: int = 0
    """Lines of the vignette over the colophon."""
    box: int = 0

    def __post_init__(self) -> None:
        """Compose, then find the height in whole lines."""
        self._compose(gaps=True)
        if not self.gaps:
            roomy = self.box
            self._compose(gaps=False)
            if self.box == roomy:  # the gaps are free: another column is the longest
                self._compose(gaps=True)
        self.head = ceil((self._vignette_height() - CAP) / LINE) if self._vignette_height() else 0
        self.lines = self.box + self.head

    def _compose(self, *, gaps: bool) -> None:
        self.columns = [self._column(column, gaps=gaps) for column in self._shares()]
        self.depth_pt = max((words.depth_pt for column in self.columns for words in column), default=0.0)
        needed = 2 * BOX_PAD + CAPITALS + self.depth_pt
        self.box = max(3, ceil((needed - object_height(1)) / LINE + 1 - 1e-6))

    def _shares(self) -> Sequence[Sequence[ColophonEntry]]:
        """The entries by column, as they come; shared out anew where one column is much too long."""
        columns = self.colophon.columns
        if len(columns) <= 3 and max((len(column) for column in columns), default=0) <= MOST_ENTRIES:
            return columns
        entries = [entry for column in columns for entry in column]
        return [entries[round(at * len(entries) / 3) : round((at + 1) * len(entries) / 3)] for at in range(3)]

    @property
    def blank(self) -> int:
        """Blank lines over it: none over the vignette, which brings its own sky."""
        return 0 if self.head else 1

    def _vignette_height(self) -> float:
        if not (self.drawn and self.colophon.vignette):
            return 0.0
        return min(WIDTH / proportions(self.colophon.vignette.image), VIGNETTE_HIGHEST)

    def _column(self, entries: Sequence[ColophonEntry], *, gaps: bool) -> list[Words]:
        placed: list[Words] = []
        depth = 0.0
        previous: ColophonEntry | None = None
        for entry in entries:
            if gaps and previous is not None and not (previous.run_in and entry.run_in):
                depth += COLOPHON_GAP
            lines, taken = self._entry(entry, depth)
            placed += lines
            depth += taken
            previous = entry
        return placed

    def _entry(self, entry: ColophonEntry, depth: float) -> tuple[list[Words], float]:
        placed: list[Words] = []
        start = depth
        rest = list(enumerate(entry.lines))
        if entry.run_in and rest:
            text = run_in(self.setter, entry.head, COLOPHON_HEAD, rest[0][1], COLOPHON, COLUMN_WIDTH, 1.5)
            placed += [Words(one, depth + row * STEP, entry, "head", COLOPHON_HEAD) for row, one in enumerate(text.head)]
            placed += [Words(one, depth + (text.start + row) * STEP, entry, "line.0", COLOPHON) for row, one in enumerate(text.tail)]
            depth += text.rows * STEP
            rest = rest[1:]
        else:
            for one in self.setter.lines(entry.head, COLOPHON_HEAD, COLUMN_WIDTH):
                placed.append(Words(one, depth, entry, "head", COLOPHON_HEAD))
                depth += STEP
        for index, words in rest:
            for one in self.setter.lines(words, COLOPHON, COLUMN_WIDTH):
                placed.append(Words(one, depth, entry, f"line.{index}", COLOPHON))
                depth += STEP
        return placed, depth - start

    def place(self, sheet: Sheet, x_pt: float, line: float) -> None:
        """Draw vignette, tone and columns."""
        edge = cap(line + self.head)
        height = self._vignette_height()
        if height and self.colophon.vignette:
            vignette = self.colophon.vignette
            part = crop(vignette.image, WIDTH / height)
            sheet.picture(vignette.image, (x_pt, edge - height, WIDTH, height), part, vignette)
        sheet.rect(x_pt, edge, WIDTH, object_height(self.box), "tone", "background")
        foot = edge + object_height(self.box)
        first = max(min(foot - LAST_BASELINE - self.depth_pt, edge + 2.3 * BOX_PAD), edge + BOX_PAD + CAPITALS)
        for number, column in enumerate(self.columns):
            left = x_pt + BOX_PAD + number * (SPAN_4 + GUTTER) - (0 if number == 0 else BOX_PAD)
            for words in column:
                sheet.line(words.line, left, first + words.depth_pt, words.part, words.slot)
