"""A face of the look as HarfBuzz sees it: metrics and shaped words, in 1/1000 em so that they serve every size."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.look import Face
    from pipeline.pdf.line import Glyph


class Typeface:
    """Shapes words in one face; metrics in 1/1000 em, descent negative."""

    face: Face
    units_per_em: int
    ascent: float
    descent: float
    cap_height: float
    x_height: float

    def __init__(self, face: Face) -> None:
        """Read the face's tables."""
        raise NotImplementedError

    def shape(self, text: str, tabular: bool = False) -> tuple[Glyph, ...]:
        """Glyphs of a text with kerning and standard ligatures, cached; the characters that only steer line breaks have none."""
        raise NotImplementedError

    def width(self, text: str) -> float:
        """Advance of the shaped text in 1/1000 em."""
        raise NotImplementedError

    def missing(self, text: str) -> tuple[str, ...]:
        """The characters of a text that the face cannot show, each once, in order."""
        raise NotImplementedError
