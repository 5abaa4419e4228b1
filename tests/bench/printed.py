"""Lines of text as they stand on paper, whether their spaces are drawn or not: LuaTeX draws none, and readers leave some of WeasyPrint's out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pypdfium2

from pipeline.preflight.page_text import characters

SPACES = " \u00a0\u202f"
LEAST_GAP_EM = 0.1
"""What is narrower between two glyphs is kerning or tracking."""
BASELINE_PT = 0.2
COLUMN_JUMP_EM = 3.0


@dataclass(slots=True)
class Line:
    """One line: edges and baseline on its page, size, words, and the gaps between them in points, from glyph to glyph."""

    x_pt: float
    y_pt: float
    end_pt: float
    size_pt: float
    text: str = ""
    gaps: list[float] = field(default_factory=list)


def read_lines(data: bytes) -> list[Line]:
    """Every line of every page in painting order."""
    with pypdfium2.PdfDocument(data) as document:
        return [line for page in document for line in _lines(page)]


def _lines(page: pypdfium2.PdfPage) -> Iterator[Line]:
    line: Line | None = None
    for character, x, y, end, size, *_ in characters(page):
        if character in SPACES:
            continue
        gap = x - line.end_pt if line is not None else 0.0
        if line is None or abs(y - line.y_pt) > BASELINE_PT or gap < -size or gap > COLUMN_JUMP_EM * size:
            if line is not None:
                yield line
            line = Line(x, y, end, size)
        elif gap > LEAST_GAP_EM * size:
            line.gaps.append(gap)
            line.text += " "
        line.text += character
        line.end_pt = max(line.end_pt, end)
    if line is not None:
        yield line
