"""Rows of tables that came back: which is which that was written, and their cells by position."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from pipeline.word.recorded import Line
from pipeline.word.revisions import Seen

_CERTAIN = 100.0
"""What a bookmark says of a row, counted in words that stand there alone."""
_KNOWN = 0.34
"""How much of a row's own words must be found for it to be the same row."""


def pair_rows(lines: Sequence[Line], seen: Sequence[Seen], old: Sequence[str], marked: set[int], place: list[int | None]) -> None:
    """Pair rows by their rarest words, and the cells in them by position: what fills a column says little of which row it is.

    ``place`` says where each line was found by its words so far; rows with another number of paragraphs are left as they are.
    """
    rows, came = _grouped(line.row for line in lines), _grouped(one.row for one in seen)
    owner: dict[int, int] = {}
    for share, row, there in _likeliest(rows, seen, old, marked, place):
        if there in owner or len(came[there]) != len(rows[row]):
            continue
        if share >= _KNOWN:
            owner[there] = row
        for number, at in zip(rows[row], came[there], strict=True):
            if share >= _KNOWN:
                place[number] = at
            elif number not in marked:
                place[number] = None
    for number, spot in enumerate(place):  # a cell that another row has got
        if spot is not None and number not in marked and owner.get(seen[spot].row, lines[number].row) != lines[number].row:
            place[number] = None


def _grouped(rows: Iterable[int]) -> dict[int, list[int]]:
    """The paragraphs of each row by their numbers."""
    found: dict[int, list[int]] = {}
    for number, row in enumerate(rows):
        if row >= 0:
            found.setdefault(row, []).append(number)
    return found


def _likeliest(
    rows: dict[int, list[int]], seen: Sequence[Seen], old: Sequence[str], marked: set[int], place: Sequence[int | None]
) -> list[tuple[float, int, int]]:
    """(share, row that was written, row that came back), the surest pairs first."""
    common = Counter(old[number] for numbers in rows.values() for number in numbers)
    found: list[tuple[float, int, int]] = []
    for row, numbers in rows.items():
        votes: dict[int, float] = {}
        for number in numbers:
            if (at := place[number]) is not None and seen[at].row >= 0:
                votes[seen[at].row] = votes.get(seen[at].row, 0.0) + (_CERTAIN if number in marked else 1 / common[old[number]])
        if votes:
            there = max(votes, key=lambda one: votes[one])
            found.append((votes[there], row, there))
    return sorted(found, key=lambda one: (-one[0], one[1]))
