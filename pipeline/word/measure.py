"""An estimate of how long paragraphs are and where pages end, for what must be known before Word has laid out anything."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from math import ceil

import uharfbuzz

from pipeline.dataclass import NamedTuple, dataclass
from pipeline.look import Face
from pipeline.word.flow import Grid, Par, Piece, TableRow
from pipeline.word.styles import TEXT, keeps_next, lineage

PAGE_HEIGHT = (16838 - 1701 - 1417) / 20
"""Height of the text area in points: A4 less the margins above and below."""
_LETTERS = "eeeeeeeeeeaaaaaaaaannnnnnnnrrrrrrrrttttttttsssssssiiiiiiilllllddddddooooogggkkkkmmmmvvvhhäääföpub,. " + "      " * 2
_RAG = 0.965
"""Part of a ragged line that words fill on average."""
_CELL_PADDING = 4
_PICTURE_LINES = 14


@dataclass(frozen=True, slots=True)
class Widths:
    """Mean width of a character in em: running text, headings and tables, and what bold adds."""

    serif: float
    sans: float
    bold: float = 1.05


@dataclass(frozen=True, slots=True)
class Measures:
    """A paragraph style in points: size, leading, space before and after, free width lost to indents; what keeps together."""

    size: float
    leading: float
    before: float
    after: float
    indents: float
    sans: bool
    bold: bool
    keep_next: bool
    keep_lines: bool


_NOTHING = set("\u00ad\u2060\u200b")
_NARROW, _WIDE = set("fijlrtI.,:;'’!|()[] -\u00a0"), set("mwMW@%—")


def rough_width(words: str) -> float:
    """Width of words in em in a sans of ordinary make, a little too wide rather than too narrow."""
    return sum(
        0.0 if sign in _NOTHING else 0.3 if sign in _NARROW else 0.84 if sign in _WIDE else 0.61 if sign.isupper() else 0.52
        for sign in words
    )


def mean_width(face: Face) -> float:
    """Mean advance of Swedish running text in em, by the face's own metrics."""
    font = uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob(face.data)))
    buffer = uharfbuzz.Buffer()
    buffer.add_str(_LETTERS)
    buffer.guess_segment_properties()
    uharfbuzz.shape(font, buffer, {"kern": False, "liga": False})
    advance: int = sum(position.x_advance for position in buffer.glyph_positions)
    return float(advance / len(_LETTERS) / font.face.upem)


@cache
def measures(style_id: str) -> Measures:
    """What the style and those it is based on say."""
    chain = lineage(style_id)
    spaced = next((style for style in chain if style.spaced), None)
    sans = next((style.sans for style in chain if style.sans is not None), False)
    left = next((style.left for style in chain if style.left is not None), 0)
    right = next((style.right for style in chain if style.right is not None), 0)
    return Measures(
        next((style.size for style in chain if style.size), 10.5),
        (spaced.leading if spaced else 0) or 15,
        spaced.before if spaced else 0,
        spaced.after if spaced else 0,
        (left + right) / 20,
        sans,
        any(style.bold for style in chain),
        keeps_next(style_id),
        any(style.keep_lines for style in chain),
    )


def line_count(par: Par, width: float, widths: Widths) -> int:
    """Lines of a paragraph in ``width`` points; counted once, since variants of a style differ in neither size nor indents."""
    if not par.lines:
        style = measures(par.style)
        em = (widths.sans if style.sans else widths.serif) * style.size * (widths.bold if style.bold else 1)
        room = (width - style.indents) * _RAG
        par.lines = _PICTURE_LINES if par.picture else sum(max(1, ceil(len(part) * em / room)) for part in par.text.split("\n"))
    return par.lines


def height(piece: Piece, widths: Widths) -> float:
    """Height of a paragraph without the space around it, or of a whole table."""
    if isinstance(piece, Par):
        return line_count(piece, TEXT / 20, widths) * measures(piece.style).leading
    return sum(row_height(piece, number, widths) for number in range(len(piece.rows)))


def row_height(grid: Grid, number: int, widths: Widths) -> float:
    """Height of one row: its tallest cell with the padding."""
    tallest = 0.0
    for cell, width in zip(grid.rows[number].cells, grid.widths, strict=True):
        tall = 0.0
        for par in cell:
            style = measures(par.style)
            tall += style.before + line_count(par, width / 20, widths) * style.leading + style.after
        tallest = max(tallest, tall)
    return tallest + (0 if grid.style == "Underskriftstabell" else _CELL_PADDING)


class _Extent(NamedTuple):
    """A piece in points: the space before it, its height, the space after it, and the height that must fit on its page."""

    before: float
    height: float
    after: float
    need: float


def pages_of(pieces: list[Piece], widths: Widths) -> list[int]:
    """The page (from 1) on which each piece begins, as well as averages can tell."""
    pages: list[int] = []
    page, used, follows = 1, 0.0, 0.0
    for before, tall, after, need in _extents(pieces, widths):
        gap = max(before, follows) if used else 0.0
        if used and used + gap + need > PAGE_HEIGHT and need <= PAGE_HEIGHT:
            page, used, gap = page + 1, 0.0, 0.0
        pages.append(page)
        used += gap + tall
        while used > PAGE_HEIGHT:
            page, used = page + 1, used - PAGE_HEIGHT
        follows = after
    return pages


def _extents(pieces: list[Piece], widths: Widths) -> list[_Extent]:
    """Each piece's extent; it needs itself or two lines of itself, and what it keeps with."""
    found: list[_Extent] = []
    following = _Extent(0.0, 0.0, 0.0, 0.0)
    for piece in reversed(pieces):
        if isinstance(piece, Par):
            style = measures(piece.style)
            lines = piece.lines or line_count(piece, TEXT / 20, widths)
            need = (lines if lines < 3 or style.keep_lines or style.keep_next else 2) * style.leading
            if style.keep_next and found:
                need += max(style.after, following.before) + following.need
            following = _Extent(style.before, lines * style.leading, style.after, need)
        else:
            whole = height(piece, widths)
            need = whole if _kept(piece.rows[:-1]) else sum(row_height(piece, row, widths) for row in range(min(2, len(piece.rows))))
            following = _Extent(0.0, whole, 0.0, need + (following.need if _kept(piece.rows) else 0.0))
        found.append(following)
    found.reverse()
    return found


def _kept(rows: Sequence[TableRow]) -> bool:
    """Whether each of the rows keeps with the next, so that they stand together."""
    return all(measures(row.cells[0][-1].style).keep_next for row in rows if row.cells and row.cells[0])
