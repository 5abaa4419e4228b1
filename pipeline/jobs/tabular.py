"""The rows of the minutes' tables, as comparison sees them, and what else changes when one comes or goes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipeline.problems import Message, Problem, say
from pipeline.word.strangers import name_of
from pipeline.word.wording import key

if TYPE_CHECKING:
    from pipeline.records.source import Source
    from pipeline.word.recorded import Line

LIST = "attendance"


def bare(words: str) -> str:
    """Words without regard to typography, spaces and capitals."""
    return " ".join(key(words).split()).casefold()


def same(one: str, other: str) -> bool:
    """Whether two cells say the same."""
    return bare(one) == bare(other)


def cells_of(words: str) -> tuple[str, ...]:
    """A row that was told with bars between its cells."""
    return tuple(bare(cell) for cell in words.split(" | "))


def table_rows(lines: Sequence[Line], origin: str = "") -> list[tuple[str, ...]]:
    """The rows of all tables, or of those made from one field."""
    rows: dict[int, list[str]] = {}
    for line in lines:
        if line.row >= 0 and (not origin or name_of(line) == origin):
            rows.setdefault(line.row, []).append(bare(line.text))
    return [tuple(cells) for cells in rows.values()]


def rows_of(lines: Sequence[Line], under: str = "") -> list[tuple[str, ...]]:
    """The rows of the tables of those present, cell by cell, as comparison sees them; ``under`` a heading, or all."""
    rows: dict[int, list[str]] = {}
    heading = ""
    for line in lines:
        if line.row >= 0 and (name_of(line) == LIST or line.origin.startswith("talks.")) and (not under or same(heading, under)):
            rows.setdefault(line.row, []).append(bare(line.text))
        elif line.row < 0 and line.text:
            heading = line.text
    return [tuple(cells) for cells in rows.values() if len(cells) == 4]


def has_row(lines: Sequence[Line], *, cells: tuple[str, ...]) -> bool:
    """Whether a row says just this."""
    return cells in table_rows(lines)


def lacks_row(lines: Sequence[Line], *, cells: tuple[str, ...], origin: str) -> bool:
    """Whether no row made from a field says just this."""
    return cells not in table_rows(lines, origin)


def has_no_rows(lines: Sequence[Line], *, origin: str) -> bool:
    """Whether no row is made from a field."""
    return not table_rows(lines, origin)


def keeps_rest(lines: Sequence[Line], before: Sequence[Line], *, name: str) -> Message | None:
    """What else would change than what speaks of somebody: a count of votes is not to become another one by a row of the attendance."""
    old, new = Counter(_paragraphs(before)), Counter(_paragraphs(lines))
    changed = (list(old - new), list(new - old))
    naming = [bare(words) for side in changed for words in side if bare(name) in bare(words)]
    for words in (*changed[0], *changed[1]):  # a sentence may gain or lose what it says of somebody
        plain = bare(words)
        if plain not in naming and not any(other.startswith(plain) for other in naming):
            return say("expected that the rest of the minutes stays as it is, found this changed by it: {words}", words=words)
    return None


def keeps_others(lines: Sequence[Line], before: Sequence[Line], *, origin: str) -> Message | None:
    """What else would change than what is made from one field."""
    old, new = (Counter(_paragraphs([line for line in side if name_of(line) != origin])) for side in (before, lines))
    words = next(iter([*(old - new), *(new - old)]), None)
    return say("expected that the rest of the minutes stays as it is, found this changed by it: {words}", words=words) if words else None


def _paragraphs(lines: Sequence[Line]) -> list[str]:
    """Paragraphs outside tables, and rows within."""
    rows: dict[int, list[str]] = {}
    found = []
    for line in lines:
        if line.row < 0:
            found.append(f"{line.shown} {line.text}".strip())
        else:
            rows.setdefault(line.row, []).append(line.text)
    return found + [" | ".join(cells) for cells in rows.values()]


def problem_at(record: Source, origin: str, words: Message) -> Problem:
    """Why a row is not taken, at its field."""
    return Problem(record.place(origin), origin, words)
