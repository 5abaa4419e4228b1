"""Pictures and charts in formal documents: as wide as the text column, never parted from their captions."""

from __future__ import annotations

from pipeline.pdf import formal_styles as look
from pipeline.pdf.bars import bar_spans
from pipeline.pdf.formal_styles import COLUMN, HANG, LEFT, baseline
from pipeline.pdf.paragraph import TextStyle
from pipeline.pdf.pictures import WHOLE, proportions
from pipeline.pdf.placed import PlacedLine, PlacedPicture, PlacedRect
from pipeline.pdf.setter import Setter
from pipeline.pdf.strips import Strip
from pipeline.story import Chart, Figure, Inlines

HIGHEST_PT = 320.0
LABEL_SHARE, SHOWN_PT, BAR_PT = 0.3, 60.0, 7.0


class Figures:
    """Makes the strips of pictures and charts."""

    def __init__(self, setter: Setter) -> None:
        self.setter = setter

    def figure(self, block: Figure) -> list[Strip]:
        """The picture, its labels, its caption and credit."""
        ratio = proportions(block.image)
        width = min(COLUMN, HIGHEST_PT * ratio)
        picture = PlacedPicture(block.image, LEFT + HANG, 0.0, width, width / ratio, WHOLE, block)
        strips = [Strip(width / ratio, [picture], before_pt=8.0, after_pt=4.0, keep=2)]
        for index, label in enumerate(block.labels):
            strips += self._lines(label, block, f"label.{index}", look.CAPTION.style)
        strips += self._lines(block.caption, block, "caption", look.CAPTION.style)
        strips += self._lines(block.credit, block, "credit", look.CAPTION.style)
        return _bound(strips)

    def chart(self, block: Chart) -> list[Strip]:
        """Title, a row a bar with its label and number, caption."""
        strips = self._lines(block.title, block, "title", look.CELL_HEAD)
        start = LEFT + HANG + COLUMN * LABEL_SHARE
        spans = bar_spans([bar.value for bar in block.bars], COLUMN * (1 - LABEL_SHARE) - SHOWN_PT)
        for bar, (left, length) in zip(block.bars, spans, strict=True):
            label = self.setter.lines(bar.label, look.CELL, COLUMN * LABEL_SHARE - 6)
            shown = self.setter.lines(bar.shown, look.CELL, SHOWN_PT)
            row = Strip(13.0 * max(1, len(label), len(shown)), keep=2)
            row.items += [PlacedLine(line, LEFT + HANG, baseline(look.CELL) + 13.0 * n, bar, "label") for n, line in enumerate(label)]
            if length:
                row.items.append(PlacedRect(start + left, 3.0, length, BAR_PT, "accent", None, block))
            after = start + left + length + 4
            row.items += [PlacedLine(line, after, baseline(look.CELL) + 13.0 * n, bar, "shown") for n, line in enumerate(shown)]
            strips.append(row)
        strips += self._lines(block.caption, block, "caption", look.CAPTION.style)
        return _bound(strips)

    def _lines(self, words: Inlines | str, part: object, slot: str, style: TextStyle) -> list[Strip]:
        lines = self.setter.lines(words, style, COLUMN)
        return [Strip(style.leading_pt, [PlacedLine(line, LEFT + HANG, baseline(style), part, slot)], keep=2) for line in lines]


def _bound(strips: list[Strip]) -> list[Strip]:
    """The last strip is free to part from what follows."""
    if strips:
        strips[0].before_pt = 8.0
        strips[-1].keep, strips[-1].after_pt = 0, 10.0
    return strips
