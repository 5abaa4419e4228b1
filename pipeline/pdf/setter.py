"""The compositor with a memory: every text is composed once per style and measure, however often the page search asks for it."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache

from pipeline.look import ColourRole, Look
from pipeline.pdf.line import Line
from pipeline.pdf.paragraph import Composition, Compositor, TextStyle
from pipeline.pdf.styles import coloured
from pipeline.story import Inlines, Text

ENDLESS = 1e6
"""A measure that nothing fills: for words whose natural width is asked."""


@lru_cache(maxsize=512)
def in_colour(style: TextStyle, colour: ColourRole) -> TextStyle:
    """``styles.coloured``, the same object every time."""
    return coloured(style, colour)


_LAST: list[tuple[Look, str, Compositor]] = []


def _compositor(look: Look, language: str) -> Compositor:
    """The compositor of the last look, which knows its words already, or a new one."""
    if not (_LAST and _LAST[0][0] is look and _LAST[0][1] == language):
        _LAST[:] = [(look, language, Compositor(look, language))]
    return _LAST[0][2]


class Setter:
    """Composes for one document; keys are identities, so it keeps what it was given alive."""

    def __init__(self, look: Look, language: str) -> None:
        self.look = look
        self.compositor = _compositor(look, language)
        self._kept: dict[tuple[object, ...], tuple[Composition, object, object]] = {}
        self._words: dict[str, Inlines] = {}

    def inlines(self, words: str) -> Inlines:
        """Plain words as inlines, the same object for the same words."""
        found = self._words.get(words)
        if found is None:
            found = self._words[words] = (Text(words),) if words else ()
        return found

    def compose(
        self,
        words: str | Inlines,
        style: TextStyle,
        width_pt: float,
        *,
        indent_pt: float | None = None,
        no_hyphen_at: Collection[int] = (),
        end_mark_pt: float = 0.0,
        first_note: int = 1,
    ) -> Composition:
        """``Compositor.compose``, remembered."""
        inlines = self.inlines(words) if isinstance(words, str) else words
        key = (id(inlines), id(style), width_pt, indent_pt, tuple(no_hyphen_at), end_mark_pt, first_note)
        kept = self._kept.get(key)
        if kept is None:
            composition = self.compositor.compose(
                inlines,
                style,
                width_pt,
                indent_pt=indent_pt,
                no_hyphen_at=no_hyphen_at,
                end_mark_pt=end_mark_pt,
                first_note=first_note,
            )
            kept = self._kept[key] = (composition, inlines, style)
        return kept[0]

    def lines(self, words: str | Inlines, style: TextStyle, width_pt: float, indent_pt: float | None = None) -> tuple[Line, ...]:
        """The best lines; none for no words."""
        if not words:
            return ()
        return self.compose(words, style, width_pt, indent_pt=indent_pt).lines()

    def count(self, words: str | Inlines, style: TextStyle, width_pt: float) -> int:
        """How many lines the words take; 0 for none."""
        return self.compose(words, style, width_pt).natural if words else 0

    def width(self, words: str | Inlines, style: TextStyle) -> float:
        """The natural width of words on one line."""
        lines = self.lines(words, style, ENDLESS)
        return max((line.x_pt + line.width_pt for line in lines), default=0.0)
