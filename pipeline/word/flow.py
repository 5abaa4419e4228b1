"""A document as Word sees it, before it is XML: paragraphs of runs, and tables of them, in a row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, TypeAlias

from pipeline.dataclass import dataclass
from pipeline.story import Figure, Image

STRONG, EMPHASIS = 1, 2

Change: TypeAlias = Literal["", "inserted", "deleted"]
"""The fate of a run, a paragraph's mark or a row between two versions."""


@dataclass(slots=True)
class Run:
    """Words alike in everything: tab and line break stand in ``text`` as their characters.

    ``link`` is an address, or '#' and an anchor; ``origin`` the record's field whose words they are; ``note`` makes it a footnote's mark.
    """

    text: str
    traits: int = 0
    link: str = ""
    language: str = ""
    origin: str = ""
    note: tuple[Par, ...] = ()
    change: Change = ""

    def same_dress(self, other: Run) -> bool:
        """Whether the two could be one run."""
        return (
            self.traits == other.traits
            and self.link == other.link
            and self.language == other.language
            and self.origin == other.origin
            and not self.note
            and not other.note
        )


@dataclass(slots=True)
class Picture:
    """A figure's picture; ``number`` counts the pictures of the document."""

    image: Image
    figure: Figure
    number: int


@dataclass(slots=True)
class Par:
    """A paragraph: style id, runs, a list instance of its own (0: the style's), and the anchor that references lead to.

    ``shown`` is the number that the list is to show (for §§ and appendices), ``origin`` the field or entry it is made from;
    ``raw`` is finished XML that stands for the runs (entries of a table of contents), ``lines`` its estimated length once measured;
    ``change`` is the fate of its mark, ``was`` the style that it had in the version before ('' for the same).
    """

    style: str
    runs: list[Run]
    origin: str = ""
    number: int = 0
    level: int = 0
    anchor: str = ""
    shown: str = ""
    picture: Picture | None = None
    raw: str = ""
    lines: int = 0
    change: Change = ""
    was: str = ""

    @property
    def text(self) -> str:
        """The words alone."""
        return "".join(run.text for run in self.runs)


@dataclass(slots=True)
class TableRow:
    """A row of cells, each with its paragraphs."""

    cells: list[list[Par]]
    head: bool = False
    origin: str = ""
    change: Change = ""


@dataclass(slots=True)
class Grid:
    """A table: style id, column widths and indent in twips, which conditions of the style hold, and its words for screen readers."""

    style: str
    widths: tuple[int, ...]
    rows: list[TableRow]
    caption: str
    description: str
    indent: int = 0
    first_row: bool = False
    last_row: bool = False
    first_column: bool = False
    origin: str = ""


Piece: TypeAlias = Par | Grid


def paragraphs(pieces: Iterable[Piece]) -> Iterator[Par]:
    """Every paragraph in reading order, those in tables too."""
    for piece in pieces:
        if isinstance(piece, Par):
            yield piece
        else:
            for row in piece.rows:
                for cell in row.cells:
                    yield from cell
