"""The running text of a written newsletter, paragraph by paragraph and column by column, and what a measurement of it says."""

from __future__ import annotations

from collections import Counter

from pipeline.dataclass import dataclass
from pipeline.preflight.page_text import COLUMN_LEFTS_PT, PrintedLine, PrintedPages
from pipeline.problems import Message

GRID_PT = 13.0
FIRST_BASELINE_PT = 80.87
LAST_LINE = 52
MEASURE_PT = 239.53
TEXT_SIZE_LIMIT_PT = 17.0
INDENT_PT = 10.0


@dataclass(frozen=True, slots=True)
class Tell:
    """One measurement: ``figure`` and ``limit`` as printed, ``missed`` where each miss stands (page and column, words)."""

    number: int
    name: Message
    figure: str
    limit: str
    missed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chunk:
    """The lines of one paragraph in one column."""

    page: int
    column: int
    lines: tuple[PrintedLine, ...]
    first: bool
    last: bool


def body_face(pages: PrintedPages) -> tuple[str, float]:
    """The face and size that most characters under 12 pt are set in within the two text columns."""
    count: Counter[tuple[str, float]] = Counter()
    for line in pages.lines:
        if line.tag == "P" and 9.5 <= line.size_pt < 12:
            count[line.font, line.size_pt] += len(line.text)
    return max(count, key=lambda key: (count[key], key)) if count else ("", 0.0)


def column_of(line: PrintedLine) -> int:
    """1 or 2 for the text columns of the page, 0 elsewhere; hanging punctuation and indents count with their column."""
    for number, left in enumerate(COLUMN_LEFTS_PT, start=1):
        if left - 6 <= line.x_pt <= left + 2 * INDENT_PT + 12:
            return number
    return 0


def body_chunks(pages: PrintedPages) -> list[Chunk]:
    """Every paragraph of running text, cut where columns and pages cut it."""
    face = body_face(pages)
    chunks: list[list[PrintedLine]] = []
    for line in pages.lines:
        if (line.font, line.size_pt) != face and face not in line.fonts:
            continue
        if line.tag not in {"P", "LI", "L"} or not column_of(line):
            continue
        last = chunks[-1][-1] if chunks else None
        together = (
            last is not None and last.element == line.element and last.page == line.page
            and column_of(last) == column_of(line) and 0 < line.y_pt - last.y_pt < 1.5 * GRID_PT
        )  # fmt: skip
        if together:
            chunks[-1].append(line)
        else:
            chunks.append([line])
    owners = [chunk[0].element for chunk in chunks]
    return [
        Chunk(
            c[0].page,
            column_of(c[0]),
            tuple(c),
            index == 0 or owners[index - 1] != owners[index],
            index + 1 == len(chunks) or owners[index + 1] != owners[index],
        )
        for index, c in enumerate(chunks)
    ]


def full_lines(chunk: Chunk) -> tuple[PrintedLine, ...]:
    """The chunk's lines but the paragraph's last."""
    return chunk.lines[:-1] if chunk.last else chunk.lines


def where(line: PrintedLine) -> str:
    """Page and column, with the line's first words."""
    return f"{line.page + 1}:{column_of(line)} {line.text.strip()[:32]}"
