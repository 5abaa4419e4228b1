"""Decisions in brief and the next meeting: two boxes of the same height, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import field
from math import ceil

from pipeline.dataclass import dataclass
from pipeline.pdf.grid import GUTTER, LINE, SPAN_4, SPAN_8, WIDTH, baseline
from pipeline.pdf.hues import tone_of
from pipeline.pdf.line import Line
from pipeline.pdf.paragraph import TextStyle
from pipeline.pdf.rows import RunIn, run_in
from pipeline.pdf.setter import Setter
from pipeline.pdf.sheet import Sheet
from pipeline.pdf.styles import BOX, BOX_PAD, BOX_STRONG, BOX_TITLE, DAY, DAY_OUT, HEADLINE, SECTION_LABEL, SECTION_MARK, STATUS
from pipeline.story import BriefDecision, DecisionsInBrief, NextMeeting

MOST_BETWEEN = 0.75
"""Lines between two decisions at most, so that they read as one list."""
WORD_SPACE = 1.8
"""Between a title and the words that go on after it, at 9 pt."""
DAY_LINES = 3
"""Text lines that the day takes, the last of which it stands on."""
DAY_ROOM = 0.45
"""How much of a wide box the day may take beside its month."""


@dataclass(slots=True)
class DecisionsSlab:
    """The decisions box; ``gap`` is the space between two decisions in lines, so that they read as one list, ``last`` whether the status stands under them."""

    setter: Setter
    decisions: DecisionsInBrief
    entries: Sequence[BriefDecision]
    width_pt: float = SPAN_8
    gap: float = 0.5
    first: bool = True
    last: bool = True
    lines: int = 0
    composed: Sequence[RunIn] = field(default_factory=tuple)
    heights: Sequence[int] = field(default_factory=tuple)
    titles: Sequence[Line] = field(default_factory=tuple)
    status: Sequence[Line] = field(default_factory=tuple)
    label_pt: float = SECTION_LABEL

    def __post_init__(self) -> None:
        """Compose and count: the gaps and the space over the status make whole lines together."""
        setter, room = self.setter, self.width_pt - 2 * BOX_PAD
        widest = max((setter.width(entry.label, SECTION_MARK) for entry in self.entries), default=0.0)
        self.label_pt = min(max(SECTION_LABEL, widest + 8), room / 3)
        measure = room - self.label_pt
        self.composed = [run_in(setter, one.title, BOX_STRONG, one.children, BOX, measure, WORD_SPACE) for one in self.entries]
        labels = [setter.count(one.label, SECTION_MARK, self.label_pt) for one in self.entries]
        self.heights = [max(text.rows, label, 1) for text, label in zip(self.composed, labels, strict=True)]
        self.titles = setter.lines(self.decisions.title, BOX_TITLE, room) if self.first else ()
        self.status = setter.lines(self.decisions.status, STATUS, room) if self.last else ()
        self.lines = ceil(self._content() + (0.5 if self.status else 0.0)) + len(self.status) + len(self.titles) + 2

    def _content(self) -> float:
        return sum(self.heights) + self.gap * max(len(self.composed) - 1, 0)

    def _spaces(self) -> tuple[float, float]:
        """The spaces over and between the decisions, in lines: what a box has to spare, as beside the next meeting, parts the decisions first.

        Of what is left then, half stands over them.
        """
        free = self.lines - 2 - len(self.titles) - len(self.status) - self._content() - (0.5 if self.status else 0.0)
        between = max(len(self.composed) - 1, 0)
        spaces = between + (1 if self.status else 0)  # the status keeps clear of the decisions as they do of each other
        more = min(int(4 * max(free, 0.0) / spaces) / 4, MOST_BETWEEN - self.gap) if between else 0.0
        return max(int(free - more * between) / 2, 0.0), self.gap + more

    def place(self, sheet: Sheet, x_pt: float, line: float) -> None:
        """Draw; the status on the box's last text line."""
        sheet.box(x_pt, line, self.lines, self.width_pt, "box", "brand")
        left = x_pt + BOX_PAD
        sheet.lines(self.titles, left, baseline(line + 1), LINE, self.decisions, "title")
        over, gap = self._spaces()
        at = line + 1 + len(self.titles) + over
        for entry, text, height in zip(self.entries, self.composed, self.heights, strict=True):
            sheet.words(entry.label, SECTION_MARK, self.label_pt, left, baseline(at), entry, "label")
            sheet.lines(text.head, left + self.label_pt, baseline(at), LINE, entry, "title")
            sheet.lines(text.tail, left + self.label_pt, baseline(at + text.start), LINE, entry)
            at += height + gap
        sheet.lines(self.status, left, baseline(line + self.lines - 1 - len(self.status)), LINE, self.decisions, "status")


@dataclass(slots=True)
class NextMeetingSlab:
    """The next meeting: the day as a numeral, then month, time and place; in a wide box they stand beside the day."""

    setter: Setter
    meeting: NextMeeting
    width_pt: float = SPAN_4
    short: bool = False
    """Time and place share a line where they fit."""
    lines: int = 0
    facts: Sequence[tuple[str, str, TextStyle]] = field(default_factory=tuple)
    together: RunIn | None = None

    def __post_init__(self) -> None:
        """Count: three lines for the day, then the facts."""
        meeting, room = self.meeting, self.width_pt - 2 * BOX_PAD
        if self.short and meeting.time and meeting.place:
            joined = run_in(self.setter, meeting.time, BOX, meeting.place, BOX, room, self.setter.width(",", BOX) + WORD_SPACE)
            self.together = joined if joined.rows == 1 else None
        facts = [(meeting.day, "day", BOX_STRONG)] if self._in_words else []
        facts.append((meeting.month, "month", BOX_STRONG))
        if not self.together:
            facts += [(meeting.time, "time", BOX), (meeting.place, "place", BOX)]
        self.facts = [fact for fact in facts if fact[0]]
        used = sum(self.setter.count(words, style, self._measure()) for words, _, style in self.facts) + (1 if self.together else 0)
        self.lines = self.setter.count(meeting.title, BOX_TITLE, room) + 2
        numeral = 0 if self._in_words else DAY_LINES
        self.lines += max(numeral, used + 1) if self.wide else numeral + used

    @property
    def wide(self) -> bool:
        """Whether the facts stand beside the day."""
        return self.width_pt > SPAN_8

    def _day(self) -> TextStyle:
        return DAY if self.setter.width(self.meeting.day, DAY) <= self.width_pt * (DAY_ROOM if self.wide else 0.85) else HEADLINE

    @property
    def _in_words(self) -> bool:
        """Whether the day is no numeral but too long to stand as one."""
        return self.setter.width(self.meeting.day, HEADLINE) > self.width_pt * (DAY_ROOM if self.wide else 0.85)

    def _measure(self) -> float:
        return self.width_pt - 2 * BOX_PAD - (self._beside() if self.wide and not self._in_words else 0.0)

    def _beside(self) -> float:
        return min(self.setter.width(self.meeting.day, self._day()), self.width_pt / 2) + GUTTER

    def place(self, sheet: Sheet, x_pt: float, line: float) -> None:
        """Draw, in the page's accent."""
        sheet.box(x_pt, line, self.lines, self.width_pt, tone_of(self.setter.look, sheet.accent), sheet.accent)
        left = x_pt + BOX_PAD
        room = self.width_pt - 2 * BOX_PAD
        titles = self.setter.count(self.meeting.title, BOX_TITLE, room)
        sheet.words(self.meeting.title, sheet.accented(BOX_TITLE), room, left, baseline(line + 1), self.meeting, "title")
        day = line + titles + DAY_LINES
        y_pt = baseline(day + 1)
        if self._in_words:
            y_pt = baseline(line + titles + 1)
        else:
            sheet.words(self.meeting.day, sheet.accented(self._day()), room, left - DAY_OUT, baseline(day), self.meeting, "day")
            if self.wide:
                left, y_pt = left + self._beside(), baseline(line + titles + 2)
        for words, slot, style in self.facts:
            y_pt = sheet.words(words, style, self._measure(), left, y_pt, self.meeting, slot)
        if self.together:
            sheet.lines(self.together.head, left, y_pt, LINE, self.meeting, "time")
            sheet.mark(",", BOX, left + self.together.head[-1].x_pt + self.together.head[-1].width_pt, y_pt)
            sheet.lines(self.together.tail, left, y_pt, LINE, self.meeting, "place")


@dataclass(slots=True)
class AgendaSlab:
    """Decisions in columns 1 to 8 and the next meeting in 9 to 12, as high as the higher; either one alone is twelve wide."""

    decisions: DecisionsSlab | None
    meeting: NextMeetingSlab | None
    lines: int = 0

    def __post_init__(self) -> None:
        """Make both equally high."""
        both = [slab for slab in (self.decisions, self.meeting) if slab]
        self.lines = max((self.lines, *(slab.lines for slab in both)))
        for slab in both:
            slab.lines = self.lines

    def taller(self, more: int) -> AgendaSlab:
        """Both boxes so many lines higher."""
        return AgendaSlab(copy(self.decisions) if self.decisions else None, copy(self.meeting) if self.meeting else None, self.lines + more)

    def place(self, sheet: Sheet, x_pt: float, line: float) -> None:
        """Draw both."""
        if self.decisions:
            sheet.anchor(self.decisions.decisions.anchor, line)
            if self.decisions.first:
                sheet.bookmark(self.decisions.decisions.title, line)
            self.decisions.place(sheet, x_pt, line)
        if self.meeting:
            self.meeting.place(sheet, x_pt + (SPAN_8 + GUTTER if self.decisions else 0.0), line)


def agenda_slab(setter: Setter, decisions: DecisionsInBrief | None, meeting: NextMeeting | None, *, compact: bool) -> AgendaSlab:
    """Both boxes in the edition's spacing."""
    width = SPAN_8 if meeting else WIDTH
    box = DecisionsSlab(setter, decisions, decisions.entries, width, 0.25 if compact else 0.5) if decisions else None
    return AgendaSlab(box, NextMeetingSlab(setter, meeting, SPAN_4 if decisions else WIDTH, compact) if meeting else None)
