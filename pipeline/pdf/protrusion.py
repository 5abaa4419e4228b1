"""How far characters hang out of a column so that its edges look straight, in parts of their own width."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pipeline.pdf.line import Glyph

_RIGHT: Final = {
    **dict.fromkeys("-\u00ad\u2010\u2011", 0.7),
    **dict.fromkeys(",.", 0.75),
    **dict.fromkeys("”’\"'“‘", 1.0),
    **dict.fromkeys("»«›‹", 0.6),
    **dict.fromkeys(":;", 0.4),
    **dict.fromkeys("–—", 0.25),
    **dict.fromkeys("!?)]", 0.1),
    **dict.fromkeys("TVWYA", 0.05),
}  # fmt: skip
_LEFT: Final = {
    **dict.fromkeys("”’\"'“‘„‚", 1.0),
    **dict.fromkeys("»«›‹", 0.6),
    **dict.fromkeys("–—", 0.25),
    **dict.fromkeys("([", 0.1),
    **dict.fromkeys("TVWYA", 0.05),
}  # fmt: skip


def left(glyphs: tuple[Glyph, ...], first: str) -> float:
    """What hangs out before a line that begins with the drawn character ``first``, in 1/1000 em."""
    return _LEFT.get(first, 0.0) * glyphs[0].advance if glyphs else 0.0


def right(glyphs: tuple[Glyph, ...], last: str) -> float:
    """What hangs out behind a line that ends with the drawn character ``last``, in 1/1000 em."""
    return _RIGHT.get(last, 0.0) * glyphs[-1].advance if glyphs else 0.0
