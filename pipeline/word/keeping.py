"""What must not be parted: signatures from the last §, a table from what follows it, a document from its last words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from pipeline.word.flow import Grid, Par, Piece, Run, TableRow
from pipeline.word.measure import PAGE_HEIGHT, Widths, height, measures
from pipeline.word.styles import AFTER_TABLE, FREE, kept

_HEADINGS = {"Heading1": 1, "Rubrikutanparagraf": 1, "Heading2": 2, "Heading3": 3}
_SHORT, _FEW_ROWS = 24, 8
"""Rows of a vote, and of any other table, that do not ask for a page of their own: they stand on one."""
_FEW_LINES = 10 * 15.0
"""Height in points of what moves to the next page whole rather than part."""
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
    for first, last in _runs(pieces, lambda piece: piece.style.startswith("Beslut")):
        if first and (before := pieces[first - 1]).origin.endswith(".vote"):
            _keep_short(pieces[first - 1 : first], widths)
            if isinstance(before, Grid):
                _keep_row(before.rows[-1])
        _keep_short(pieces[first:last], widths, but_last=True)
    heads = [number for number, piece in enumerate(pieces) if _level(piece) == 1]
    for first, last in pairwise((*heads, len(pieces))):
        if isinstance(pieces[first], Par) and pieces[first].style.startswith("Heading1"):
            _keep_short(pieces[first:last], widths, but_last=True)


def _runs(pieces: list[Piece], wanted: Callable[[Par], bool]) -> Iterator[tuple[int, int]]:
    """Where paragraphs of a kind follow one another: first and behind the last; a decision's label begins anew."""
    first = -1
    for number, piece in enumerate([*pieces, None]):
        inside = isinstance(piece, Par) and wanted(piece)
        begins = inside and isinstance(piece, Par) and piece.style == "Beslutsrubrik"
        if first >= 0 and (not inside or begins):
            yield first, number
            first = -1
        if inside and first < 0:
            first = number


def _keep_short(pieces: Sequence[Piece], widths: Widths, *, but_last: bool = False) -> None:
    """Chain paragraphs that take no more than a few lines."""
    if any(isinstance(piece, Grid) for piece in pieces) or sum(height(piece, widths) for piece in pieces) > _FEW_LINES:
        return
    for piece in pieces[: len(pieces) - but_last]:
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
