"""What the line composer hands on: glyphs, pieces and lines, measured in points and ready to be placed and painted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.look import ColourRole
    from pipeline.pdf.typeface import Typeface
    from pipeline.story import Inline


@dataclass(frozen=True, slots=True)
class Glyph:
    """One glyph of a face; ``advance`` in 1/1000 em with kerning, offsets too.

    ``text`` is what it reads as: "fi" for a ligature, "" for a later glyph of the same cluster, U+00AD for the hyphen that hyphenation adds.
    """

    gid: int
    advance: float
    text: str
    x_offset: float = 0.0
    y_offset: float = 0.0


@dataclass(frozen=True, slots=True)
class Piece:
    """Glyphs of one face, size and colour in one inline context.

    ``context`` holds the enclosing Link, Reference, Foreign and NoteMark inlines (the story's own objects, outermost first).
    ``rise_pt`` lifts superior figures.
    """

    typeface: Typeface
    size_pt: float
    colour: ColourRole
    glyphs: tuple[Glyph, ...]
    context: tuple[Inline, ...] = ()
    tracking_em: float = 0.0
    rise_pt: float = 0.0


@dataclass(frozen=True, slots=True)
class Line:
    """A composed line.

    ``x_pt``: where the first glyph starts, from the left edge of the measure (negative where punctuation hangs out, positive for an indent or alignment).
    ``width_pt``: drawn width from that start, trailing space left out, hanging glyphs included.
    ``gap_pt``: added to each word space (0 in ragged setting); ``tracking_em`` and ``scale`` (1.0 = natural) flex lines: a glyph moves the pen
    ``((advance / 1000 + piece.tracking_em + tracking_em) * size_pt) * scale`` on, one that reads as U+0020 ``gap_pt`` further.
    ``text``: the line's logical text: it ends with the space (or U+00AD, or nothing where a real hyphen or dash allowed the break) that
    joins it to the next line, so that the texts of a paragraph's lines, concatenated, are the story's text plus hyphenation's U+00AD.
    A trailing space is also the last glyph of the last piece, drawn beyond ``width_pt``.
    Not drawn, though in ``text``: U+2060, U+200B, U+FEFF and soft hyphens inside the line; a line break reads as a space.
    Not in ``text``, though drawn: the figure of a NoteMark.
    """

    pieces: tuple[Piece, ...]
    x_pt: float
    width_pt: float
    text: str
    gap_pt: float = 0.0
    tracking_em: float = 0.0
    scale: float = 1.0
    hyphenated: bool = False


def advance(glyphs: Sequence[Glyph], piece: Piece, line: Line) -> float:
    """How far glyphs of a piece move the pen, in points."""
    tracking = (piece.tracking_em + line.tracking_em) * len(glyphs)
    moved = (sum(glyph.advance for glyph in glyphs) / 1000 + tracking) * piece.size_pt * line.scale
    return moved + line.gap_pt * sum(glyph.text == " " for glyph in glyphs)
