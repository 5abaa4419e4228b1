"""The difference between two documents as tracked changes: accepting all gives the new one, rejecting all the old."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from typing import TypeVar

from pipeline.word.alike import likeness, words_of
from pipeline.word.flow import Change, Grid, Par, Piece, Run, TableRow, paragraphs
from pipeline.word.styles import kept, plain_id

_T = TypeVar("_T")
_ALIKE = 0.4
"""Share of words in common from which a paragraph counts as edited and not as another one."""


def tracked(old: Sequence[Piece], new: Sequence[Piece]) -> list[Piece]:
    """The new pieces with what differs from the old marked; lists that go on keep one count."""
    lists: dict[int, int] = {}
    merged: list[Piece] = []
    for before, after in _aligned(old, new, _piece_key, _piece_likeness):
        if before is None:
            assert after is not None
            merged.append(_whole(after, "inserted"))
        elif after is None:
            merged.append(_whole(before, "deleted"))
        else:
            merged.append(_piece(before, after, lists))
    for par in paragraphs(merged):
        if par.change == "deleted":
            par.number = lists.get(par.number, par.number)
    return merged


def _aligned(
    old: Sequence[_T], new: Sequence[_T], key: Callable[[_T], Hashable], alike: Callable[[_T, _T], float]
) -> Iterator[tuple[_T | None, _T | None]]:
    """Pairs in the order in which they stand: equal ones, alike ones within what differs, and what stands on one side only (the old first)."""
    codes = SequenceMatcher(None, [key(one) for one in old], [key(one) for one in new], autojunk=False).get_opcodes()
    for kind, first, last, begin, end in codes:
        if kind == "equal":
            yield from zip(old[first:last], new[begin:end], strict=True)
        else:
            yield from _within(old[first:last], new[begin:end], alike)


def _within(old: Sequence[_T], new: Sequence[_T], alike: Callable[[_T, _T], float]) -> Iterator[tuple[_T | None, _T | None]]:
    """Greedy from the top: each new one takes the first old one that is alike, what lies before it is deleted."""
    at = 0
    for one in new:
        taken = next((number for number in range(at, len(old)) if alike(old[number], one) >= _ALIKE), None)
        if taken is None:
            yield None, one
            continue
        for gone in old[at:taken]:
            yield gone, None
        yield old[taken], one
        at = taken + 1
    for gone in old[at:]:
        yield gone, None


def _piece_key(piece: Piece) -> Hashable:
    if isinstance(piece, Par):
        return plain_id(piece.style), piece.shown, tuple(_run_key(run) for run in piece.runs), piece.picture and piece.picture.image
    return piece.style, len(piece.widths), tuple(_row_key(row) for row in piece.rows)


def _run_key(run: Run) -> Hashable:
    return run.text, run.traits, run.link, run.language, tuple(par.text for par in run.note)


def _row_key(row: TableRow) -> Hashable:
    return row.head, tuple(tuple(_piece_key(par) for par in cell) for cell in row.cells)


def _piece_likeness(old: Piece, new: Piece) -> float:
    """From 0 to 1; a § or appendix under another number is another one, and so are pictures; a table's widths are no change of what it says."""
    if isinstance(old, Par) and isinstance(new, Par):
        if old.shown != new.shown or old.picture or new.picture:
            return 0.0
        return 1.0 if old.shown and old.origin == new.origin else likeness(old.text, new.text)
    if isinstance(old, Grid) and isinstance(new, Grid):
        return 1.0 if (old.style, len(old.widths), old.caption) == (new.style, len(new.widths), new.caption) else 0.0
    return 0.0


def _row_likeness(old: TableRow, new: TableRow) -> float:
    if old.head != new.head or len(old.cells) != len(new.cells):
        return 0.0
    first = [cells[0][0].text for cells in (old.cells, new.cells)]
    return 1.0 if first[0] == first[1] else likeness(_row_text(old), _row_text(new))


def _row_text(row: TableRow) -> str:
    return " ".join(par.text for cell in row.cells for par in cell)


def _whole(piece: Piece, change: Change) -> Piece:
    """A piece that stands on one side only."""
    if isinstance(piece, Par):
        return _whole_par(piece, change)
    return replace(piece, rows=[_whole_row(row, change) for row in piece.rows])


def _whole_row(row: TableRow, change: Change) -> TableRow:
    return replace(row, cells=[[_whole_par(par, change) for par in cell] for cell in row.cells], change=change)


def _whole_par(par: Par, change: Change) -> Par:
    gone = change == "deleted"
    runs = [replace(run, change=change, origin="" if gone else run.origin) for run in par.runs]
    return replace(par, runs=runs, change=change, anchor="" if gone else par.anchor)


def _piece(old: Piece, new: Piece, lists: dict[int, int]) -> Piece:
    """A piece that stands on both sides."""
    if isinstance(old, Par) and isinstance(new, Par):
        return _par(old, new, lists)
    assert isinstance(old, Grid)
    assert isinstance(new, Grid)
    rows: list[TableRow] = []
    for before, after in _aligned(old.rows, new.rows, _row_key, _row_likeness):
        if before is None:
            assert after is not None
            rows.append(_whole_row(after, "inserted"))
        elif after is None:
            rows.append(_whole_row(before, "deleted"))
        else:
            rows.append(_row(before, after, lists))
    return replace(new, rows=rows)


def _row(old: TableRow, new: TableRow, lists: dict[int, int]) -> TableRow:
    """A row on both sides; a cell's paragraphs stay, their words change."""
    cells = []
    for before, after in zip(old.cells, new.cells, strict=True):
        if len(before) == len(after):
            cells.append([_par(one, other, lists) for one, other in zip(before, after, strict=True)])
        else:
            cells.append([*(_whole_par(one, "deleted") for one in before), *(_whole_par(one, "inserted") for one in after)])
    return replace(new, cells=cells)


def _par(old: Par, new: Par, lists: dict[int, int]) -> Par:
    """A paragraph on both sides: its words compared, the style that it had noted where that differs by more than what it keeps with."""
    if old.number:
        lists[old.number] = new.number
    was = old.style if kept(plain_id(old.style)) != kept(plain_id(new.style)) else ""
    if _piece_key(old) == _piece_key(new):
        return new
    return replace(new, runs=compared(old.runs, new.runs), was=was)


def compared(old: Sequence[Run], new: Sequence[Run]) -> list[Run]:
    """The new runs with what is new and what is gone marked, word by word; what is gone lies in the field that it is gone from."""
    before, after = _words(old), _words(new)
    found: list[Run] = []
    codes = SequenceMatcher(None, [_run_key(run) for run in before], [_run_key(run) for run in after], autojunk=False).get_opcodes()
    for kind, first, last, begin, end in codes:
        if kind == "equal":
            found += after[begin:end]
            continue
        neighbour = found[-1].origin if found else after[begin].origin if begin < len(after) else ""
        found += [replace(run, change="deleted", origin=neighbour) for run in before[first:last]]
        found += [replace(run, change="inserted") for run in after[begin:end]]
    return _joined(found)


def _words(runs: Sequence[Run]) -> list[Run]:
    """A run for each word."""
    return [
        part for run in runs for part in ([replace(run, text=word) for word in words_of(run.text)] if run.text and not run.note else [run])
    ]


def _joined(runs: Sequence[Run]) -> list[Run]:
    """Neighbours that are alike joined again."""
    joined: list[Run] = []
    for run in runs:
        if joined and joined[-1].same_dress(run) and joined[-1].change == run.change:
            joined[-1] = replace(joined[-1], text=joined[-1].text + run.text)
        else:
            joined.append(run)
    return joined
