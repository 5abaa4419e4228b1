"""A face of the look as HarfBuzz sees it: metrics and shaped words, in 1/1000 em so that they serve every size."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

import uharfbuzz as hb

from pipeline.look import Face
from pipeline.pdf.line import Glyph

STEERING = "\u00ad\u200b\u2060\ufeff"
"""Soft hyphen, zero width space, word joiner: they steer line breaks and are never drawn where they stand."""

JOINERS = "\u200c\u200d"
"""Zero width (non-)joiner: they steer shaping and are not drawn either."""

_STAND_INS = {"\u2011": "\u2010-", "\u2010": "-"}
_SPACES = frozenset("\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f")
_UNREAD = dict.fromkeys(map(ord, JOINERS))
_INVISIBLE = frozenset(STEERING + JOINERS + "\n\r\t")
_FEATURES = {"lnum": True}
"""Beside kerning and standard ligatures, which HarfBuzz sets unasked: each one named costs every word 1 µs."""
_TABULAR = {"lnum": True, "tnum": True}


def drawn(text: str) -> str:
    """A text without the characters that steer line breaks."""
    if not text.isascii():
        for character in STEERING:
            text = text.replace(character, "")  # a tenth of what str.translate takes
    return text


@lru_cache(maxsize=32)
def opened_face(face: Face) -> hb.Face:
    """The face's file as HarfBuzz has read it, once for those who set words, those who look for missing characters and those who embed it."""
    return hb.Face(face.data)


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
        self.face = face
        source = opened_face(face)
        self._font = font = hb.Font(source)
        self.units_per_em = source.upem
        self._unit = 1000 / source.upem
        extents = font.get_font_extents("ltr")
        self.ascent = extents.ascender * self._unit
        self.descent = extents.descender * self._unit
        self.cap_height = self._height(hb.OTMetricsTag.CAP_HEIGHT, "H")
        self.x_height = self._height(hb.OTMetricsTag.X_HEIGHT, "x")
        self._buffer = hb.Buffer()
        self._buffer.flags = hb.BufferFlags.REMOVE_DEFAULT_IGNORABLES
        self._replace = self._stand_ins()
        self._shaped: dict[tuple[str, bool], tuple[Glyph, ...]] = {}
        self._glyphs: dict[tuple[int, float, str, float, float], Glyph] = {}
        self._shown = set(_INVISIBLE)
        self._known: dict[tuple[int, int, str, int, int], Glyph] = {}  # the same by the face's own units

    def _height(self, tag: hb.OTMetricsTag, letter: str) -> float:
        """A height that OS/2 gives, or that of a letter where an old font has none."""
        units = self._font.get_metric_position(tag)
        if not units:
            glyph = self._font.get_nominal_glyph(ord(letter))
            extents = self._font.get_glyph_extents(glyph) if glyph else None
            units = extents.y_bearing if extents else 0
        return float(units * self._unit)

    def _stand_ins(self) -> dict[int, str]:
        """For characters that the face lacks, others that look the same (the many spaces HarfBuzz replaces by itself)."""
        table = {}
        for character, candidates in _STAND_INS.items():
            if not self._has(character):
                table.update({ord(character): candidate for candidate in reversed(candidates) if self._has(candidate)})
        return table

    def _has(self, character: str) -> bool:
        return bool(self._font.get_nominal_glyph(ord(character)))

    def shape(self, text: str, tabular: bool = False) -> tuple[Glyph, ...]:
        """Glyphs of a text with kerning and standard ligatures, cached; the characters that only steer line breaks have none.

        ``tabular`` asks for lining figures of one width.
        """
        key = (text, tabular)
        glyphs = self._shaped.get(key)
        if glyphs is None:
            glyphs = self._shaped[key] = self._run(drawn(text), tabular)
        return glyphs

    def _run(self, text: str, tabular: bool) -> tuple[Glyph, ...]:
        """One call of HarfBuzz; a cluster's words go to its first glyph."""
        if not text:
            return ()
        buffer = self._buffer
        buffer.clear_contents()
        buffer.add_str(text.translate(self._replace) if self._replace else text)
        buffer.guess_segment_properties()
        buffer.direction = "ltr"
        hb.shape(self._font, buffer, _TABULAR if tabular else _FEATURES)
        infos = buffer.glyph_infos
        starts = [info.cluster for info in infos]
        words = text if starts == list(range(len(text))) else _words(text, starts)
        known = self._known
        glyphs = []
        for info, position, read in zip(infos, buffer.glyph_positions, words, strict=True):
            key = (info.codepoint, position.x_advance, read, position.x_offset, position.y_offset)
            glyph = known.get(key)
            if glyph is None:
                gid, advance, _, x_offset, y_offset = key
                unit = self._unit
                glyph = known[key] = self.glyph(gid, advance * unit, read, x_offset * unit, y_offset * unit)
            glyphs.append(glyph)
        return tuple(glyphs)

    def glyph(self, gid: int, advance: float, text: str, x_offset: float = 0.0, y_offset: float = 0.0) -> Glyph:
        """A glyph of this face, the same object for the same values, so that a painter may look it up by identity."""
        key = (gid, advance, text, x_offset, y_offset)
        found = self._glyphs.get(key)
        if found is None:
            found = self._glyphs[key] = Glyph(*key)
        return found

    def width(self, text: str) -> float:
        """Advance of the shaped text in 1/1000 em."""
        return sum(glyph.advance for glyph in self.shape(text))

    def bearing(self, glyph: Glyph) -> float:
        """The left side bearing: how far into its advance a glyph begins to be ink, in 1/1000 em."""
        extents = self._font.get_glyph_extents(glyph.gid)
        return float(extents.x_bearing * self._unit) if extents else 0.0

    def missing(self, text: str) -> tuple[str, ...]:
        """The characters of a text that the face cannot show, each once, in order."""
        fresh = set(text) - self._shown
        self._shown |= {character for character in fresh if self._shows(character)}
        return tuple(dict.fromkeys(character for character in text if character not in self._shown)) if fresh else ()

    def _shows(self, character: str) -> bool:
        """Whether a character has a glyph, or something stands in for it."""
        return self._has(character) or ord(character) in self._replace or (character in _SPACES and self._has(" "))


def _words(text: str, starts: list[int]) -> list[str]:
    """What each glyph reads as where some stand for several characters or for none: clusters begin at ``starts``, ascending."""
    firsts = sorted(set(starts))
    ends = dict(zip(firsts, [*firsts[1:], len(text)], strict=True))
    return [text[start : ends[start]].translate(_UNREAD) if start != before else "" for before, start in pairwise([-1, *starts])]
