"""The paragraphs that a document had when it was made, with the fields in them: what a returned file is held against."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import field
from typing import Any

from pipeline.dataclass import dataclass
from pipeline.word.names import field_mark
from pipeline.word.revisions import Piece
from pipeline.word.styles import find_style, plain_id

PROSE_STYLES = {
    "BodyText", "Brodtextmednasta", "ListBullet", "ListBullet2", "ListBullet3", "ListNumber", "ListNumber2", "ListNumber3", "ListContinue",
    "ListContinue2", "ListContinue3", "Quote", "Yttrande", "Heading3",
}  # fmt: skip
"""Where running text of a field stands."""
SECTION_STYLES = ("Heading1", "Rubrikutanparagraf")
"""Where a § or another part of the document begins."""


@dataclass(slots=True)
class Part:
    """Words of one field (``origin``), or generated ones ('')."""

    origin: str
    pieces: list[Piece]
    text: str


@dataclass(slots=True)
class Line:
    """A paragraph as it was written: all its words, the fields in it with the names of their bookmarks, the one that it is wholly made of."""

    style: str
    origin: str
    shown: str
    row: int
    cell: int
    parts: list[Part]
    text: str = ""
    fields: list[str] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    prose: str = ""


def read_lines(content: Iterable[Any]) -> list[Line]:
    """The lines of the custom part (``shown.shown_lines``); ValueError, TypeError, KeyError or IndexError where it is not of that shape."""
    lines: list[Line] = []
    met: dict[str, int] = {}
    running: dict[str, bool] = {}
    for style, origin, shown, row, cell, content_parts in content:
        if style not in running:
            find_style(style)
            running[style] = plain_id(style) in PROSE_STYLES
        parts = [_part(*part) for part in content_parts]
        line = Line(str(style), str(origin), str(shown), int(row), int(cell), parts)
        line.text = parts[0].text if len(parts) == 1 else "".join([part.text for part in parts])
        line.fields = [part.origin for part in parts if part.origin]
        for ident in line.fields:
            mark = field_mark(ident)
            met[mark] = count = met.get(mark, 0) + 1
            line.marks.append(mark if count == 1 else f"{mark}_{count}")
        if len(parts) == 1 and line.cell < 0 and running[style]:
            line.prose = parts[0].origin
        lines.append(line)
    return lines


def _part(origin: str, content: str | list[list[Any]]) -> Part:
    if isinstance(content, str):
        return Part(origin, [Piece(content)] if content else [], content)
    pieces = [
        Piece(str(text), bool(traits & 1), bool(traits & 2), str(link), language=str(language), note=str(note))
        for text, traits, link, language, note in content
    ]
    return Part(origin, pieces, "".join(piece.text for piece in pieces))


def read_base(text: str) -> Mapping[str, str]:
    """The record that travelled; ValueError where it is no object of texts."""
    found = json.loads(text)
    if not isinstance(found, dict) or not all(isinstance(value, str) for value in found.values()):
        raise ValueError("no record")
    return found
