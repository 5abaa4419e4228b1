"""The first brand's faces for tests that compose lines, and what those tests ask of a line."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pipeline.look import Face, FaceRole, Look
from pipeline.pdf.line import Line
from pipeline.pdf.typeface import STEERING

FONTS = Path(__file__).parents[2] / "source" / "brand" / "fonts"
FILES: dict[FaceRole, str] = {
    "body": "SourceSerif4SmText-Regular",
    "body_italic": "SourceSerif4SmText-It",
    "body_bold": "SourceSerif4SmText-Bold",
    "body_bold_italic": "SourceSerif4SmText-BoldIt",
    "subhead": "SourceSerif4Subhead-Regular",
    "subhead_italic": "SourceSerif4Subhead-It",
    "display": "SourceSerif4Display-Bold",
    "sans": "SourceSans3-Regular",
    "sans_italic": "SourceSans3-It",
    "sans_semibold": "SourceSans3-Semibold",
    "sans_bold": "SourceSans3-Bold",
}


@cache
def face(name: str) -> Face:
    """A vendored face."""
    path = FONTS / f"{name}.ttf"
    return Face(name, name, path.read_bytes())


@cache
def look() -> Look:
    """A look of the vendored faces and no colours."""
    return Look("test", {}, {role: face(name) for role, name in FILES.items()})


def drawn(line: Line) -> str:
    """What the glyphs of a line read as."""
    return "".join(glyph.text for piece in line.pieces for glyph in piece.glyphs)


def readable(text: str) -> str:
    """What the glyphs of a story's words must read as: nothing that only steers line breaks, a space for each blank."""
    return "".join(" " if character in "\n\t\r" else character for character in text if character not in STEERING)


def width_pt(line: Line) -> float:
    """The width of a line by its glyphs, with the line's flex, up to the last one that is not a trailing space."""
    pen = ink = 0.0
    for piece in line.pieces:
        for glyph in piece.glyphs:
            tracking = (piece.tracking_em + line.tracking_em) * piece.size_pt * line.scale
            pen += glyph.advance / 1000 * piece.size_pt * line.scale + tracking
            if glyph.text == " ":
                pen += line.gap_pt
            elif glyph.advance:
                ink = pen - tracking
    return ink
