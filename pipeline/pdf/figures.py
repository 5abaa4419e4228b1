"""Figures with their labels, caption and credit, as slabs of whole grid lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import ceil, inf

from pipeline.dataclass import NamedTuple, dataclass
from pipeline.pdf.grid import GUTTER, LINE, SPAN_4, SPAN_6, WIDTH, baseline, cap, object_height
from pipeline.pdf.line import Line
from pipeline.pdf.pictures import WHOLE, Framing, frame, frame_lines, shows_focus
from pipeline.pdf.setter import Setter
from pipeline.pdf.sheet import Sheet
from pipeline.pdf.styles import CAPTION, CREDIT, DRAWING_LABEL, DRAWING_NUMBER
from pipeline.story import Figure, plain

CREDIT_GAP = 14.0
NUMBER_GAP = 3.0
LAST_PART = 1 / 3
"""The part of its measure that a caption's last line fills at least, where a narrower measure can do that."""
MEASURES = (0.94, 0.88, 0.82, 0.76)


class Frames(NamedTuple):
    """The heights that a place on the page gives a picture, in grid lines: usual, least, most."""

    usual: int
    least: int
    most: int


FULL = Frames(10, 6, 15)
LEAD = Frames(13, 8, 18)
LOW_LEAD = Frames(10, 8, 10)
HALF = Frames(18, 6, 24)
SMALL = Frames(12, 4, 16)


class CaptionText(NamedTuple):
    """Composed words under a picture: caption lines, credit line (None without credit), whether the credit has a line of its own."""

    caption: tuple[Line, ...]
    credit: Line | None
    apart: bool

    @property
    def rows(self) -> int:
        """Lines of 9.75 pt."""
        return len(self.caption) + (1 if self.credit and self.apart else 0)


def caption_text(setter: Setter, figure: Figure, width_pt: float) -> CaptionText:
    """Caption over the whole measure, the credit at the right end of its last line where there is room, under it otherwise."""
    credit = setter.lines(figure.credit, CREDIT, width_pt)
    lines = setter.lines(figure.caption, CAPTION, width_pt)
    if not credit or len(credit) > 1:
        return CaptionText((*_without_runt(setter, figure, lines, width_pt), *credit), None, apart=False)
    room = width_pt - credit[0].width_pt - CREDIT_GAP
    if lines and lines[-1].x_pt + lines[-1].width_pt > room:
        narrow = setter.lines(figure.caption, CAPTION, room) if room > width_pt / 2 else ()
        if narrow and len(narrow) <= len(lines):
            return CaptionText(narrow, credit[0], apart=False)
        return CaptionText(_without_runt(setter, figure, lines, width_pt), credit[0], apart=True)
    return CaptionText(_without_runt(setter, figure, lines, width_pt, room), credit[0], apart=not lines)


def _without_runt(setter: Setter, figure: Figure, lines: Sequence[Line], measure_pt: float, room_pt: float = inf) -> tuple[Line, ...]:
    """A caption whose last line is no lone word, in a narrower measure where that takes no more lines and leaves the last one ``room_pt``."""
    for part in MEASURES if len(lines) > 1 else ():
        if lines[-1].x_pt + lines[-1].width_pt >= LAST_PART * measure_pt:
            break
        narrow = setter.lines(figure.caption, CAPTION, part * measure_pt)
        if len(narrow) > len(lines) or narrow[-1].x_pt + narrow[-1].width_pt > room_pt:
            break
        lines = narrow
    return tuple(lines)


@dataclass(slots=True)
class FigureSlab:
    """A picture of ``framing.lines`` with labels and caption under it."""

    setter: Setter
    figure: Figure
    width_pt: float
    framing: Framing
    captioned: bool = True
    lines: int = 0

    def __post_init__(self) -> None:
        """Count the lines."""
        rows = caption_text(self.setter, self.figure, self.width_pt).rows if self.captioned else 0
        self.lines = self.framing.lines + self._label_lines() + (1 + ceil((rows - 1) * 0.75) if rows else 0)

    def _label_lines(self) -> int:
        labels = self.figure.labels
        pitch = self.width_pt / len(labels) if labels else 0
        return max((self.setter.count(label, DRAWING_LABEL, max(pitch - 12, 20)) for label in labels), default=0)

    def place(self, sheet: Sheet, x_pt: float, line: float) -> None:
        """Picture from the cap line, labels and caption from the next grid line."""
        height = object_height(self.framing.lines)
        sheet.picture(self.framing.image, (x_pt, cap(line), self.width_pt, height), self.framing.crop, self.figure)
        line += self.framing.lines
        self._place_labels(sheet, x_pt, line)
        if self.captioned:
            self._place_caption(sheet, x_pt, baseline(line + self._label_lines()))

    def _place_caption(self, sheet: Sheet, x_pt: float, y_pt: float) -> None:
        text = caption_text(self.setter, self.figure, self.width_pt)
        whole = len(text.caption) - (0 if text.credit or not self.figure.credit else len(self._credit_lines()))
        sheet.lines(text.caption[:whole], x_pt, y_pt, CAPTION.leading_pt, self.figure, "caption")
        last = y_pt + (max(len(text.caption), 1) - 1) * CAPTION.leading_pt
        sheet.lines(text.caption[whole:], x_pt, y_pt + whole * CAPTION.leading_pt, CAPTION.leading_pt, self.figure, "credit")
        if text.credit:
            y_pt = last + CAPTION.leading_pt if text.apart and text.caption else last
            sheet.line(text.credit, x_pt + self.width_pt - text.credit.width_pt - text.credit.x_pt, y_pt, self.figure, "credit")

    def _credit_lines(self) -> tuple[Line, ...]:
        return self.setter.lines(self.figure.credit, CREDIT, self.width_pt)

    def _place_labels(self, sheet: Sheet, x_pt: float, line: float) -> None:
        labels = self.figure.labels
        pitch = self.width_pt / len(labels) if labels else 0.0
        for index, label in enumerate(labels):
            lines = self.setter.lines(label, DRAWING_LABEL, max(pitch - 12, 20))
            number = self.setter.width(str(index + 1), DRAWING_NUMBER)
            width = number + NUMBER_GAP + max((one.width_pt for one in lines), default=0.0)
            left = x_pt + (index + 0.5) * pitch - width / 2
            sheet.mark(str(index + 1), DRAWING_NUMBER, left, baseline(line))
            sheet.lines(lines, left + number + NUMBER_GAP, baseline(line), LINE, self.figure, f"label.{index}")


@dataclass(slots=True)
class SmallFigureSlab:
    """A picture four columns wide; caption and credit stand beside it, their last line on its foot."""

    setter: Setter
    figure: Figure
    framing: Framing
    captions: tuple[Line, ...]
    credits: tuple[Line, ...]
    lines: int = 0

    def __post_init__(self) -> None:
        """Count those of the picture."""
        self.lines = self.framing.lines

    def place(self, sheet: Sheet, x_pt: float, line: float) -> None:
        """Picture from the cap line, words up from its foot."""
        sheet.picture(self.framing.image, (x_pt, cap(line), SPAN_4, object_height(self.lines)), self.framing.crop, self.figure)
        step = CAPTION.leading_pt
        y_pt = baseline(line + self.lines - 1) - step * (len(self.captions) + len(self.credits) - 1)
        left = x_pt + SPAN_4 + GUTTER
        y_pt = sheet.lines(self.captions, left, y_pt, step, self.figure, "caption")
        sheet.lines(self.credits, left, y_pt, step, self.figure, "credit")


def small_figure_slab(setter: Setter, figure: Figure, more: int = 0) -> SmallFigureSlab | None:
    """A figure four columns wide, ``more`` lines higher than it asks for; None where its words would stand higher than the picture, where it has labels, or where its focus would be cut."""
    width = SPAN_6 - SPAN_4 - GUTTER
    credits_ = setter.lines(figure.credit, CREDIT, width)
    framing = frame(figure, SPAN_4, frame_lines(figure, SPAN_4, *SMALL) + more)
    room = object_height(framing.lines)
    captions = setter.lines(figure.caption, CAPTION, width)
    long_word = any(setter.width(word, CAPTION) > width for word in plain(figure.caption).split())
    if long_word or CAPTION.leading_pt * (len(captions) + len(credits_)) > room:
        captions = setter.lines(figure.caption, replace(CAPTION, hyphenate=True), width)
    if figure.labels or not shows_focus(framing) or CAPTION.leading_pt * (len(captions) + len(credits_)) > room:
        return None
    return SmallFigureSlab(setter, figure, framing, tuple(captions), tuple(credits_))


def figure_slab(
    setter: Setter, figure: Figure, columns: int, frames: Frames, more: int = 0, *, captioned: bool = True
) -> FigureSlab | None:
    """A figure six or twelve columns wide, ``more`` lines higher than it asks for.

    None where that would change it by over 10 %, cut its focus, or cut parts with labels off; never for ``more`` 0.
    """
    width = WIDTH if columns == 12 else SPAN_6
    asked = frame_lines(figure, width, frames.usual, frames.least, frames.most)
    if abs(more) > max(1, asked // 10) or asked + more < 2:
        return None
    framing = frame(figure, width, asked + more)
    if more and (not shows_focus(framing) or (figure.labels and framing.crop[0] > WHOLE[0])):
        return None
    return FigureSlab(setter, figure, width, framing, captioned)
