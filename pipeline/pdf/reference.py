"""What a newsletter gives to look up and ends with: notices, presentations with their QR code, members, colophon."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from math import ceil

from pipeline.dataclass import dataclass
from pipeline.pdf.desk import Desk
from pipeline.pdf.grid import COLUMN, GUTTER, LINE, SPAN_3, SPAN_4, SPAN_6, SPAN_8, WIDTH, baseline, cap
from pipeline.pdf.line import Line
from pipeline.pdf.rows import RunIn, block_rows, run_in
from pipeline.pdf.setter import Setter
from pipeline.pdf.sheet import Sheet, Slab
from pipeline.pdf.spell import NOTICE_VOICE
from pipeline.pdf.styles import (
    BLOCK_RULE,
    BOX_TITLE,
    LINK,
    MEMBERS,
    PRESENTER,
    QR_GAP,
    QR_SIZE,
    QR_TEXT,
    QR_TITLE,
    STATUS,
    SUBHEADING,
)
from pipeline.story import MemberList, Notice, Presentation, Presentations

THIRD = SPAN_4 + GUTTER
"""The pitch of three columns."""
PRESENTER_LEFT = 5 * (COLUMN + GUTTER)
QR_LINES = 5
ARROW = "→"
ARROW_SPACE = 1.9
"""On either side of the arrow."""


@dataclass(slots=True)
class NoticesSlab:
    """Notices side by side: in order down the columns, broken between notices where the highest column becomes lowest.

    ``before`` counts the footnotes before them where they are a part of others, which have composed and counted them already.
    """

    desk: Desk
    notices: Sequence[Notice]
    before: int | None = None
    lines: int = 0
    columns: list[list[int]] = field(default_factory=list)
    headings: list[Sequence[Line]] = field(default_factory=list)
    rows: list[Sequence[Slab]] = field(default_factory=list)
    noted: list[int] = field(default_factory=list)
    width_pt: float = SPAN_4

    def __post_init__(self) -> None:
        """Compose, then share out; a part's footnotes keep their numbers."""
        self.width_pt = {1: SPAN_8, 2: SPAN_6}.get(len(self.notices), SPAN_4)
        self.headings = [self.desk.setter.lines(notice.heading, SUBHEADING, self.width_pt) for notice in self.notices]
        counted = self.desk.notes
        self.desk.notes = counted if self.before is None else self.before
        for notice in self.notices:
            self.noted.append(self.desk.notes)
            self.rows.append(block_rows(self.desk, notice.blocks, NOTICE_VOICE, self.width_pt))
        if self.before is not None:
            self.desk.notes = counted
        self.columns = share_out([self.height(index) for index in range(len(self.notices))], 3)
        self.lines = max((column_height([self.height(index) for index in column]) for column in self.columns), default=0)

    def height(self, index: int) -> int:
        """A notice's lines."""
        return len(self.headings[index]) + sum(row.lines for row in self.rows[index])

    def place(self, sheet: Sheet, x_pt: float, line: float) -> None:
        """Draw column by column."""
        for number, column in enumerate(self.columns):
            left, at = x_pt + number * (self.width_pt + GUTTER), line
            for index in column:
                sheet.lines(self.headings[index], left, baseline(at), LINE, self.notices[index], "heading")
                at += len(self.headings[index])
                for row in self.rows[index]:
                    row.place(sheet, left, at)
                    at += row.lines
                at += 1


def column_height(heights: Sequence[int]) -> int:
    """Lines of things one under the other with a blank line between them."""
    return sum(heights) + max(len(heights) - 1, 0)


def share_out(heights: Sequence[int], columns: int) -> list[list[int]]:
    """Indexes in order, cut into at most so many groups so that the highest is as low as can be."""
    limit = max(heights, default=0)
    while True:
        groups: list[list[int]] = []
        for index, height in enumerate(heights):
            if groups and column_height([heights[one] for one in groups[-1]]) + 1 + height <= limit:
                groups[-1].append(index)
            else:
                groups.append([index])
        if len(groups) <= columns:
            return groups
        limit += 1


@dataclass(slots=True)
class PresentationsSlab:
    """Links under a rule, presenters from column 6, the QR code in columns 9 and 10 and its words beside it."""

    setter: Setter
    block: Presentations
    entries: Sequence[Presentation]
    first: bool = True
    last: bool = True
    lines: int = 0
    titles: Sequence[Line] = field(default_factory=tuple)
    texts: list[tuple[RunIn, Sequence[Line]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Compose and count."""
        self.titles = self.setter.lines(self.block.title, BOX_TITLE, SPAN_8) if self.first else ()
        self.texts = [self._compose(entry) for entry in self.entries]
        rows = sum(max(text.rows, len(who)) for text, who in self.texts)
        self.lines = 1 + len(self.titles) + rows
        if self._has_code:
            self.lines = max(self.lines, 1 + QR_LINES, 1 + self._words())
        self.lines = max(self.lines, 2)

    @property
    def _has_code(self) -> bool:
        return self.first and bool(self.block.qr_address or self.block.qr_text or self.block.qr_title)

    @property
    def _words_left(self) -> float:
        return SPAN_8 + GUTTER + (QR_SIZE + QR_GAP if self.block.qr_address else 0.0)

    def _words(self) -> int:
        room = WIDTH - self._words_left
        count = self.setter.count(self.block.qr_title, QR_TITLE, room)
        return count + sum(self.setter.count(words, QR_TEXT, room) for words in self.block.qr_text)

    def _compose(self, entry: Presentation) -> tuple[RunIn, Sequence[Line]]:
        room = PRESENTER_LEFT - GUTTER if entry.presenter else SPAN_8
        gap = self._gap(entry)
        return run_in(self.setter, entry.label, LINK, entry.title, LINK, room, gap), self.setter.lines(entry.presenter, PRESENTER, SPAN_3)

    def _gap(self, entry: Presentation) -> float:
        return self.setter.width(ARROW, LINK) + 2 * ARROW_SPACE if entry.label and entry.title else 0.0

    def place(self, sheet: Sheet, x_pt: float, line: float) -> None:
        """Draw; links in the page's accent."""
        if self.first:
            sheet.anchor(self.block.anchor, line)
            sheet.bookmark(self.block.title, line)
        sheet.rect(x_pt, cap(line), WIDTH, BLOCK_RULE, "brand")
        at = line + 1
        sheet.lines(self.titles, x_pt, baseline(at), LINE, self.block, "title")
        at += len(self.titles)
        for entry, (text, who) in zip(self.entries, self.texts, strict=True):
            self._place_entry(sheet, entry, text, x_pt, at)
            sheet.lines(who, x_pt + PRESENTER_LEFT, baseline(at), LINE, entry, "presenter")
            at += max(text.rows, len(who))
        if self._has_code:
            self._place_code(sheet, x_pt, line + 1)

    def _place_entry(self, sheet: Sheet, entry: Presentation, text: RunIn, x_pt: float, line: float) -> None:
        style = sheet.accented(LINK)
        room = PRESENTER_LEFT - GUTTER if entry.presenter else SPAN_8
        gap = self._gap(entry)
        text = run_in(self.setter, entry.label, style, entry.title, style, room, gap)
        sheet.lines(text.head, x_pt, baseline(line), LINE, entry, "label")
        if text.head and text.tail:
            last = text.head[-1]
            sheet.mark(ARROW, style, x_pt + last.x_pt + last.width_pt + ARROW_SPACE, baseline(line + len(text.head) - 1))
        sheet.lines(text.tail, x_pt, baseline(line + text.start), LINE, entry, "title")

    def _place_code(self, sheet: Sheet, x_pt: float, line: float) -> None:
        left = x_pt + SPAN_8 + GUTTER
        if self.block.qr_address:
            words = " ".join(filter(None, (self.block.qr_title, self.block.qr_said))) or self.block.qr_address
            sheet.qr(self.block.qr_address, words, left, cap(line), QR_SIZE, self.block)
        left = x_pt + self._words_left
        room = WIDTH - self._words_left
        y_pt = sheet.words(self.block.qr_title, QR_TITLE, room, left, baseline(line), self.block, "qr_title")
        for index, words in enumerate(self.block.qr_text):
            y_pt = sheet.words(words, QR_TEXT, room, left, y_pt, self.block, f"qr_text.{index}")


@dataclass(slots=True)
class MembersSlab:
    """Members in three columns: the smaller of two groups in one of its own, the other downwards in two; ``names`` are (group, index)."""

    setter: Setter
    block: MemberList
    names: Sequence[tuple[int, int]]
    last: bool = True
    lines: int = 0
    columns: list[list[tuple[int, int]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Share out and count."""
        self.columns = self._columns()
        heights = [sum(self._height(name) for name in column) for column in self.columns]
        self.lines = max(heights, default=0)
        if self.last and self.block.remark:
            remark = self.setter.count(self.block.remark, STATUS, SPAN_4)
            self.lines = max(self.lines, (heights[0] + 1 if heights else 0) + remark)

    def _height(self, name: tuple[int, int]) -> int:
        return max(self.setter.count(self.block.groups[name[0]][name[1]], MEMBERS, SPAN_4), 1)

    def _columns(self) -> list[list[tuple[int, int]]]:
        groups = [[name for name in self.names if name[0] == group] for group in sorted({name[0] for name in self.names})]
        if len(groups) == 2:
            first, second = (sum(map(self._height, group)) for group in groups)
            if first <= ceil(second / 2) + 2:
                return [groups[0], *self._downwards(groups[1], 2)]
            if second <= ceil(first / 2) + 2:
                return [*self._downwards(groups[0], 2), groups[1]]
        if len(groups) == 3:
            return groups
        return self._downwards(self.names, 3)

    def _downwards(self, names: Sequence[tuple[int, int]], count: int) -> list[list[tuple[int, int]]]:
        total = sum(map(self._height, names))
        columns: list[list[tuple[int, int]]] = [[] for _ in range(count)]
        used = number = 0
        for name in names:
            if number + 1 < count and used >= ceil(total / count) * (number + 1):
                number += 1
            columns[number].append(name)
            used += self._height(name)
        return columns

    def place(self, sheet: Sheet, x_pt: float, line: float) -> None:
        """Draw column by column; the remark under the first."""
        for number, column in enumerate(self.columns):
            y_pt = baseline(line)
            for group, index in column:
                words = self.block.groups[group][index]
                y_pt = sheet.words(words, MEMBERS, SPAN_4, x_pt + number * THIRD, y_pt, self.block, f"member.{group}.{index}")
        if self.last and self.block.remark:
            under = sum(self._height(name) for name in self.columns[0]) + 1 if self.columns else 0
            sheet.words(self.block.remark, STATUS, SPAN_4, x_pt, baseline(line + under), self.block, "remark")
