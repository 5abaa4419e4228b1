"""Chosen breaks into lines: pieces, offsets and the words they read as."""

from __future__ import annotations

from pipeline.pdf.breakpoints import Breakpoints, Point
from pipeline.pdf.fit import Flex
from pipeline.pdf.line import Glyph, Line, Piece
from pipeline.pdf.words import Kind


def build_line(breakpoints: Breakpoints, begin: Point, end: Point, flex: Flex, tracking_em: float) -> Line:
    """The line between two points at ``x_pt`` 0 less what hangs out; its text is the story's, with U+00AD where hyphenation broke it."""
    chunks = _chunks(breakpoints, begin, end)
    runs = breakpoints.runs
    pieces = []
    for index, glyphs in chunks:
        run = runs[index]
        pieces.append(Piece(run.stock.typeface, run.size_pt, run.colour, glyphs, run.context, tracking_em, run.rise_pt))
    text = breakpoints.plain[begin.position : end.position]
    if end.cut is not None and end.cut.hyphen and end.cut.kind is not Kind.SOFT:
        text += end.cut.hyphen
    if begin.cut is not None and end.cut is not None and begin.token == end.token:
        natural = _width(pieces)  # the points know a word's head and tail, not what lies between two breaks of one word
    else:
        natural = end.end + end.hang_end - begin.start + begin.hang_start
    if flex.gap_pt or flex.tracking_em or flex.scale != 1:
        natural = (natural + flex.tracking_em * (end.ems_end - begin.ems_start)) * flex.scale + flex.gap_pt * (
            end.gaps_end - begin.gaps_start
        )
    return Line(tuple(pieces), -begin.hang_start, natural, text, flex.gap_pt, flex.tracking_em, flex.scale, end.hyphen == 1)


def _width(pieces: list[Piece]) -> float:
    """The drawn width of pieces without tracking behind the last glyph."""
    width = sum((glyph.advance / 1000 + piece.tracking_em) * piece.size_pt for piece in pieces for glyph in piece.glyphs)
    return width - (pieces[-1].tracking_em * pieces[-1].size_pt if pieces else 0.0)


def _chunks(breakpoints: Breakpoints, begin: Point, end: Point) -> list[tuple[int, tuple[Glyph, ...]]]:
    """The glyphs of a line by run: whole tokens, with the tail of the first and the head of the last where those are broken."""
    tokens = breakpoints.tokens
    first, last = begin.token, end.token
    start = first
    parts: list[tuple[int, tuple[Glyph, ...]]] = []
    if begin.cut is not None:
        token = tokens[first]
        word = token.word
        if word is not None and end.cut is not None and last == first:
            return [(token.run, breakpoints.runs[token.run].stock.part(word, begin.cut.offset, end.cut))]
        parts.append((token.run, begin.cut.tail + token.glyphs[word.letters if word is not None else 0 :]))
        start += 1
    parts += [(token.run, token.glyphs) for token in tokens[start:last]]
    if end.cut is not None:
        parts.append((tokens[last].run, end.cut.head))
    if len(parts) < 2:
        return parts
    return _merge(parts)


def _merge(parts: list[tuple[int, tuple[Glyph, ...]]]) -> list[tuple[int, tuple[Glyph, ...]]]:
    """Join neighbours of one run."""
    merged = []
    run, glyphs = parts[0][0], list(parts[0][1])
    for index, more in parts[1:]:
        if index != run:
            merged.append((run, tuple(glyphs)))
            run, glyphs = index, []
        glyphs += more
    merged.append((run, tuple(glyphs)))
    return merged
