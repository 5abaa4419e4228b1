"""Lines under the links of formal documents: colour alone must not tell them (WCAG 2.2, 1.4.1)."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.pdf.line import Piece, advance
from pipeline.pdf.placed import PlacedLine, PlacedRect
from pipeline.story import Appendix, Link, Reference

UNDER_PT = 1.6
"""The line's upper edge under the baseline."""
HEIGHT_PT = 0.5


def underlines(item: PlacedLine) -> Iterator[PlacedRect]:
    """One line under each stretch of linked words, without the space that ends it."""
    line = item.line
    pen = item.x_pt + line.x_pt
    begun: float | None = None
    end = pen
    whole = isinstance(item.part, Appendix) and item.slot == "title" and bool(item.part.address)
    for piece in line.pieces:
        linked = whole or _linked(piece)
        if linked and begun is None:
            begun = pen
        elif not linked and begun is not None:
            yield _under(item, begun, end)
            begun = None
        glyphs = piece.glyphs
        while glyphs and not glyphs[-1].text.strip():
            glyphs = glyphs[:-1]
        end = pen + advance(glyphs, piece, line)
        pen += advance(piece.glyphs, piece, line)
    if begun is not None:
        yield _under(item, begun, end)


def _linked(piece: Piece) -> bool:
    return any(isinstance(one, Link | Reference) for one in piece.context)


def _under(item: PlacedLine, begin: float, end: float) -> PlacedRect:
    return PlacedRect(begin, item.y_pt + UNDER_PT, end - begin, HEIGHT_PT, "rule", "rule")
