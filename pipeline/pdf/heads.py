"""What opens pages and articles: masthead, kicker and headline, ingress, byline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field, replace
from math import ceil

from pipeline.dataclass import dataclass
from pipeline.look import Logo
from pipeline.pdf.grid import GUTTER, LINE, SPAN_3, SPAN_8, SPAN_9, THICK_RULE_Y, THIN_RULE_Y, WIDTH, baseline, column_x, top
from pipeline.pdf.line import Line
from pipeline.pdf.paragraph import TextStyle
from pipeline.pdf.pictures import WHOLE, proportions
from pipeline.pdf.setter import Setter
from pipeline.pdf.sheet import Sheet, Slab
from pipeline.pdf.styles import (
    BYLINE,
    DATELINE,
    DATELINE_LAST,
    FINE_RULE,
    HEADLINE,
    INGRESS,
    KICKER,
    LEAD,
    LEAD_LONG,
    NAMEPLATE,
    NAMEPLATE_LEAST,
    NAMEPLATE_TWO_LINES,
    THICK_RULE,
)
from pipeline.story import Article, Image, Inlines, Masthead, MemberList, Notices, plain

NAMEPLATE_BASELINE = 3
LOGO_TOP = 56.0
UNEVEN = 0.55
"""The shortest line of a headline is at least so much of the longest."""


@dataclass(slots=True)
class MastheadSlab:
    """Nameplate or logo over columns 1 to 9, the dateline beside it, thick and thin rule over both."""

    setter: Setter
    masthead: Masthead
    logo: Logo | None
    lines: int = 5
    names: Sequence[Line] = field(default_factory=tuple)
    style: TextStyle = NAMEPLATE
    step_pt: float = 0.0

    def __post_init__(self) -> None:
        """Fit the nameplate: on one line from 84 down to 46 pt, then on two."""
        dates = sum(len(self._date(index)) for index in range(len(self.masthead.dateline)))
        self.lines = max(5, dates + 1)
        if self.logo:
            return
        room = SPAN_9 + sum(_bearing(line) for line in self.setter.lines(self.masthead.nameplate, NAMEPLATE, 4 * WIDTH)[:1])
        width = self.setter.width(self.masthead.nameplate, NAMEPLATE)
        size = min(NAMEPLATE.size_pt, NAMEPLATE.size_pt * room / width) if width else NAMEPLATE.size_pt
        if size >= NAMEPLATE_LEAST:
            size = size if size == NAMEPLATE.size_pt else int(size * 2) / 2
            self._set(size, 4 * WIDTH)
            return
        size = NAMEPLATE_LEAST
        self._set(size, room)
        while size > 14 and (len(self.names) > 2 or any(line.width_pt > room for line in self.names)):
            size -= 2
            self._set(size, room)

    def _set(self, size: float, width_pt: float) -> None:
        self.style = replace(NAMEPLATE, size_pt=size, balanced=True)
        self.step_pt = NAMEPLATE_TWO_LINES * size / NAMEPLATE_LEAST
        self.names = self.setter.lines(self.masthead.nameplate, self.style, width_pt)

    def _date(self, index: int) -> Sequence[Line]:
        style = DATELINE_LAST if index + 1 == len(self.masthead.dateline) else DATELINE
        return self.setter.lines(self.masthead.dateline[index], style, SPAN_3)

    def place(self, sheet: Sheet, x_pt: float, line: float) -> None:
        """Draw rules, name and dateline."""
        sheet.rect(x_pt, THICK_RULE_Y, WIDTH, THICK_RULE, "brand")
        sheet.rect(x_pt, THIN_RULE_Y, WIDTH, FINE_RULE, "text")
        last = line + NAMEPLATE_BASELINE + (1 if len(self.names) > 1 else 0)
        if self.logo:
            self._place_logo(sheet, self.logo, x_pt, baseline(last))
        y_pt = baseline(last) - self.step_pt * (len(self.names) - 1)
        for name in self.names:
            sheet.line(name, x_pt - _bearing(name), y_pt, self.masthead, "nameplate")
            y_pt += self.step_pt
        dates = [(index, date) for index in range(len(self.masthead.dateline)) for date in self._date(index)]
        first = max(line, last - len(dates) + 1)
        for offset, (index, date) in enumerate(dates):
            sheet.line(date, column_x(10), baseline(first + offset), self.masthead, f"dateline.{index}")

    def _place_logo(self, sheet: Sheet, logo: Logo, x_pt: float, foot_pt: float) -> None:
        image = Image("logo", "image/svg+xml", logo.data)
        height = min(foot_pt - LOGO_TOP, SPAN_9 / proportions(image))
        sheet.picture(image, (x_pt, foot_pt - height, height * proportions(image), height), WHOLE, self.masthead)


def _bearing(line: Line) -> float:
    """How far the first letter's ink begins into the line: it stands out by this, so that its stem or serif stands on the margin."""
    piece = next((piece for piece in line.pieces if piece.glyphs), None)
    return piece.typeface.bearing(piece.glyphs[0]) * piece.size_pt / 1000 if piece else 0.0


@dataclass(slots=True)
class HeadSlab:
    """Kicker and headline: the lead's in 39 pt (30 when it needs three lines), the others' in 24."""

    setter: Setter
    part: Article | Notices | MemberList
    kicker: str
    headline: Inlines
    width_pt: float
    lead: bool = False
    style: TextStyle = HEADLINE
    kickers: Sequence[Line] = field(default_factory=tuple)
    headlines: Sequence[Line] = field(default_factory=tuple)
    lines: int = 0
    first: float = 0.0
    """The first headline's baseline in lines under the slab's first."""

    def __post_init__(self) -> None:
        """Compose and count."""
        self.kickers = self.setter.lines(self.kicker, KICKER, self.width_pt)
        self.style = self._style() if self.lead else HEADLINE
        self.headlines = self.setter.lines(self.headline, self.style, self.width_pt)
        over = len(self.kickers)
        if self.style is HEADLINE:
            self.first = over + 1
        else:
            self.first = over + 2
        step = self.style.leading_pt / LINE
        self.lines = ceil(self.first + step * (len(self.headlines) - 1)) + 1 if self.headlines else over

    def _style(self) -> TextStyle:
        setter, words = self.setter, self.headline
        if setter.count(words, LEAD, self.width_pt) <= 2:
            return LEAD
        return LEAD_LONG if setter.count(words, LEAD_LONG, self.width_pt) <= 3 else HEADLINE

    def place(self, sheet: Sheet, x_pt: float, line: float) -> None:
        """Draw; the kicker in the page's accent."""
        sheet.anchor(self.part.anchor, line)
        sheet.bookmark(plain(self.headline).replace("\u00ad", ""), line)
        sheet.words(self.kicker, sheet.accented(KICKER), self.width_pt, x_pt, baseline(line), self.part, "kicker")
        sheet.lines(self.headlines, x_pt, baseline(line + self.first), self.style.leading_pt, self.part, "headline")


def breaks_badly(head: HeadSlab) -> bool:
    """Whether a headline has more than three lines, one much shorter than another, or a word broken in two."""
    widths = [line.width_pt for line in head.headlines]
    return len(widths) > 3 or any(line.hyphenated for line in head.headlines) or (len(widths) > 1 and min(widths) < UNEVEN * max(widths))


@dataclass(slots=True)
class IngressSlab:
    """The ingress from the top of its line, and what stands beside it in columns 9 to 12."""

    setter: Setter
    part: Article
    words: Inlines
    width_pt: float = SPAN_8
    beside: Slab | None = None
    texts: Sequence[Line] = field(default_factory=tuple)
    lines: int = 0

    def __post_init__(self) -> None:
        """Two lines of text take three grid lines."""
        self.texts = self.setter.lines(self.words, INGRESS, self.width_pt)
        self.lines = max(ceil(len(self.texts) * 1.5), self.beside.lines if self.beside else 0)

    def place(self, sheet: Sheet, x_pt: float, line: float) -> None:
        """Draw both."""
        sheet.lines(self.texts, x_pt, top(line) + 16.5, INGRESS.leading_pt, self.part, "ingress")
        if self.beside:
            self.beside.place(sheet, x_pt + SPAN_8 + GUTTER, line)


@dataclass(slots=True)
class BylineSlab:
    """Who wrote and photographed, under a fine rule."""

    setter: Setter
    part: Article
    width_pt: float
    lines: int = 0

    def __post_init__(self) -> None:
        """Count."""
        self.lines = self.setter.count(self.part.byline, BYLINE, self.width_pt)

    def place(self, sheet: Sheet, x_pt: float, line: float) -> None:
        """Draw."""
        sheet.rect(x_pt, top(line), self.width_pt, FINE_RULE, "text")
        sheet.words(self.part.byline, BYLINE, self.width_pt, x_pt, baseline(line), self.part, "byline")
