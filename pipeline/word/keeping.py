"""What must not be parted: signatures from the last §, a table from what follows it, a document from its last words."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from pipeline.word.flow import Grid, Par, Piece, Run, TableRow
from pipeline.word.measure import PAGE_HEIGHT, Widths, height, measures
from pipeline.word.styles import AFTER_TABLE, FREE, kept, plain_id

_HEADINGS = {"Heading1": 1, "Rubrikutanparagraf": 1, "Heading2": 2, "Heading3": 3}
_SHORT, _FEW_ROWS = 24, 8
"""Rows of a vote, and of any other table, that do not ask for a page of their own: they stand on one."""
_FEW_LINES, _LINE = 10, 15.0
"""Lines of what moves to the next page whole rather than part, and the height of one in points."""
_ROOM = PAGE_HEIGHT * 0.92
"""What a chain may fill: a longer one would be broken anywhere by Word."""


def close(pieces: list[Piece], words: str) -> None:
    """Let a table never be the last thing of a document, since Word would add an empty paragraph: ``words`` follow it."""
    if not pieces or isinstance(pieces[-1], Grid):
        pieces.append(Par("Uppgift", [Run(words)]))


def space_after_tables(pieces: list[Piece]) -> None:
    """Give what follows a ruled table its distance, since a table has none below; and places to sign that follow a list of appendices."""
    for table, par in pairwise(pieces):
        if isinstance(table, Par) and table.style == "Bilaga" and isinstance(par, Grid) and par.style == "Underskriftstabell":
            for cell in par.rows[0].cells:
                cell[0].style += AFTER_TABLE
        if isinstance(table, Grid) and isinstance(par, Par) and table.style != "Underskriftstabell" and measures(par.style).before < 8:
            par.style += AFTER_TABLE


def free_headings(pieces: list[Piece]) -> None:
    """Let a heading with nothing under it (an item of an agenda) part from the next, else they would all go to one page."""
    for heading, after in pairwise([*pieces, None]):
        if isinstance(heading, Par) and heading.style in ("Heading2", "Heading3") and (after is None or _level(after) <= _level(heading)):
            heading.style += FREE


def _level(piece: Piece) -> int:
    return _HEADINGS.get(piece.style, 9) if isinstance(piece, Par) else 9


def hold_rows(pieces: list[Piece]) -> None:
    """Keep a table's last row from going alone to a page, and a short table on one page."""
    for table in pieces:
        if isinstance(table, Grid) and table.first_row and len(table.rows) > 2:
            whole = len(table.rows) <= (_SHORT if table.style == "Omrostningstabell" else _FEW_ROWS)
            for row in table.rows[:-1] if whole else (table.rows[0], table.rows[-2]):
                _keep_row(row)


def hold_decisions(pieces: list[Piece], widths: Widths) -> None:
    """Keep a short decision on one page, with the result of the vote that it follows from, and a short § whole."""
    begun = -1
    for number, piece in enumerate([*pieces, None]):
        style = piece.style if piece is not None else "Heading1"
        if style == "Beslutsrubrik":
            if number and pieces[number - 1].origin.endswith(".vote"):
                _keep_last(pieces[number - 1], widths)
            end = number + 1
            while end < len(pieces) and pieces[end].style.startswith("Beslut") and pieces[end].style != style:
                end += 1
            _keep_short(pieces[number:end], widths)
        elif _HEADINGS.get(plain_id(style)) == 1:
            if begun >= 0:
                _keep_short(pieces[begun:number], widths)
            begun = number if style.startswith("Heading1") else -1


def _keep_short(pieces: Sequence[Piece], widths: Widths) -> None:
    """Chain paragraphs that take no more than a few lines: all but the first, which is a heading, and the last."""
    if not 2 < len(pieces) <= _FEW_LINES:
        return
    room = _FEW_LINES * _LINE
    for piece in pieces:
        room -= height(piece, widths) if isinstance(piece, Par) else room + 1
        if room < 0:
            return
    for piece in pieces[1:-1]:
        _keep(piece)


def _keep_last(piece: Piece, widths: Widths) -> None:
    """Keep the last row of a table, or a short paragraph, with what follows."""
    if isinstance(piece, Grid):
        _keep_row(piece.rows[-1])
    elif height(piece, widths) <= _FEW_LINES * _LINE:
        _keep(piece)


def hold_recipients(pieces: list[Piece]) -> None:
    """Keep 'Beslutet skickas till' with what stands before it: alone on a page nobody sees which decision is meant."""
    for before, par in pairwise(pieces):
        if isinstance(par, Par) and par.origin.endswith(".send_to") and isinstance(before, Par):
            _keep(before)


def hold_signatures(pieces: list[Piece], widths: Widths) -> None:
    """Chain everything from the last §'s heading to the signatures, as far up as a page allows."""
    end = next((number for number, piece in enumerate(pieces) if isinstance(piece, Grid) and piece.style == "Underskriftstabell"), None)
    if end is None:
        return
    room = _ROOM - height(pieces[end], widths) - sum(height(piece, widths) for piece in pieces[end + 1 :])
    for number in range(end - 1, -1, -1):
        piece = pieces[number]
        room -= height(piece, widths) + (measures(piece.style).before + measures(piece.style).after if isinstance(piece, Par) else 0)
        if room < 0:
            return
        _keep(piece)
        if isinstance(piece, Par) and piece.style == "Heading1":
            return


def _keep(piece: Piece) -> None:
    if isinstance(piece, Par):
        piece.style = kept(piece.style)
        return
    for row in piece.rows:
        _keep_row(row)


def _keep_row(row: TableRow) -> None:
    for cell in row.cells:
        for par in cell:
            par.style = kept(par.style)
