"""A chart's bars, in newsletters and formal documents alike: where they stand on their common scale, and how they are drawn.

ReportLab's graphics draw them; they are loaded for a document that has a chart, since they cost a cold start a good part of a newsletter's time.
Labels and numbers are composed as all other words, so that they are read, broken and set as such.
"""

from __future__ import annotations

from collections.abc import Sequence

THINNEST = 0.5
"""A bar that is not 0 can be seen, however long the longest one is."""


def bar_spans(values: Sequence[float], room_pt: float) -> list[tuple[float, float]]:
    """Left edge and length of each bar within the room: from a common zero, those below it to the left, no bar for 0."""
    lowest, highest = min((0.0, *values)), max((0.0, *values))
    # each side apart: the difference of two great numbers may be greater than any number
    left = -lowest / (highest / 2 - lowest / 2) / 2 if lowest else 0.0
    zero = room_pt * left
    spans = []
    for value in values:
        side, end = (zero, lowest) if value < 0 else (room_pt - zero, highest)
        length = max(side * (value / end), THINNEST) if value else 0.0
        spans.append((zero - length if value < 0 else zero, length))
    return spans


def bar_operators(left_pt: float, bottom_pt: float, length_pt: float, height_pt: float, fill: str) -> str:
    """A bar as operators of a page's content, from the page's bottom left corner; ``fill`` are those that set its colour in the edition's inks."""
    from reportlab.graphics import renderPDF
    from reportlab.graphics.shapes import Drawing, Rect

    from pipeline.pdf.canvas import Recorder

    def ink(_colour: tuple[float, float, float], stroke: bool) -> str:
        return "" if stroke else fill

    recorder = Recorder(ink, lambda _fill, _stroke: "", lambda: None)
    bar = Rect(0, 0, length_pt, height_pt, strokeColor=None)  # type: ignore[arg-type]  # its own sign for no line
    renderPDF.draw(Drawing(length_pt, height_pt, bar), recorder, left_pt, bottom_pt)
    return "\n".join(filter(None, recorder.operators))
