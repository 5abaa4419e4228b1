"""Paragraphs of a Word file that people edited, in two views: as it stands with every tracked change accepted, and with every one rejected."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field, replace
from typing import Literal

from pipeline.dataclass import dataclass
from pipeline.word.returned import Hand

View = Literal["final", "original"]


@dataclass(slots=True)
class Piece:
    """A stretch of text alike in dress and fate; ``inserted`` and ``deleted`` are the hands that did it, None where nobody did.

    ``odd`` names formatting that the record cannot hold; ``result`` is True for what a field code shows; ``note`` are the words of
    the footnote whose mark this is (U+FFFB); ``dressed`` is the hand of a tracked change of bold, italic and odd, ``before`` what they were.
    """

    text: str
    strong: bool = False
    emphasis: bool = False
    link: str = ""
    inserted: Hand | None = None
    deleted: Hand | None = None
    odd: str = ""
    result: bool = False
    language: str = ""
    note: str = ""
    dressed: Hand | None = None
    before: tuple[bool, bool, str] = (False, False, "")

    def stands(self, view: View) -> bool:
        """Whether the view shows it."""
        return self.deleted is None if view == "final" else self.inserted is None


@dataclass(slots=True)
class Mark:
    """Where something begins in a paragraph: ``at`` counts pieces before it."""

    name: str
    at: int


@dataclass(slots=True)
class RawParagraph:
    """A ``w:p`` as it is written, with the fate of its mark and of the table row around it.

    ``style`` is the style's name in lower case; ``kind`` '-' or '1.' for a list's item with its ``level``, ``series`` the list and level by name; ``row`` and ``cell`` count
    the document's (-1 outside tables); ``bookmarks`` are the names that begin or end in it; ``comments`` where they begin and end;
    ``contents`` is True in a table of contents, ``tracked`` where a change is tracked in it.
    """

    style: str = ""
    pieces: list[Piece] = field(default_factory=list)
    kind: str = ""
    level: int = 0
    row: int = -1
    cell: int = -1
    bookmarks: list[str] = field(default_factory=list)
    comments: list[Mark] = field(default_factory=list)
    comment_ends: list[Mark] = field(default_factory=list)
    mark_inserted: Hand | None = None
    mark_deleted: Hand | None = None
    row_inserted: Hand | None = None
    row_deleted: Hand | None = None
    series: tuple[str, int] = ("0", 0)
    contents: bool = False
    tracked: bool = False

    def mark_stands(self, view: View) -> bool:
        """Whether the paragraph ends here in the view, or runs on into the next."""
        return self.mark_deleted is None if view == "final" else self.mark_inserted is None

    def row_stands(self, view: View) -> bool:
        """Whether the view shows the row that it stands in."""
        return self.row_deleted is None if view == "final" else self.row_inserted is None

    def hands(self) -> Iterator[Hand]:
        """Everybody who tracked a change in it."""
        for hand in (self.mark_inserted, self.mark_deleted, self.row_inserted, self.row_deleted):
            if hand is not None:
                yield hand
        for piece in self.pieces:
            for hand in (piece.inserted, piece.deleted, piece.dressed):
                if hand is not None:
                    yield hand


@dataclass(slots=True)
class Seen:
    """A paragraph of one view: one or more raw ones run together, the style of the last; ``raws`` are their numbers."""

    raws: list[int]
    style: str
    kind: str
    level: int
    row: int
    cell: int
    pieces: list[Piece]
    bookmarks: list[str]
    hands: tuple[Hand, ...]
    series: tuple[str, int] = ("0", 0)

    @property
    def text(self) -> str:
        """The words that the view shows."""
        return self.pieces[0].text if len(self.pieces) == 1 else "".join(piece.text for piece in self.pieces)


def _as_it_was(piece: Piece) -> Piece:
    """The piece without a tracked change of its formatting (17.13.5.31)."""
    if piece.dressed is None:
        return piece
    strong, emphasis, odd = piece.before
    return replace(piece, strong=strong, emphasis=emphasis, odd=odd)


def view_of(paragraphs: list[RawParagraph], view: View) -> list[Seen]:
    """The paragraphs of a view, in order; what is wholly new (or wholly gone) is not in the other one."""
    seen: list[Seen] = []
    gathered: list[int] = []
    for number, raw in enumerate(paragraphs):
        if not raw.row_stands(view):
            continue
        gathered.append(number)
        ends_cell = raw.cell >= 0 and (number + 1 == len(paragraphs) or paragraphs[number + 1].cell != raw.cell)
        if raw.mark_stands(view) or ends_cell:
            seen.append(_joined(paragraphs, gathered, view))
            gathered = []
    if gathered:
        seen.append(_joined(paragraphs, gathered, view))
    return seen


def _joined(paragraphs: list[RawParagraph], numbers: list[int], view: View) -> Seen:
    raws = [paragraphs[number] for number in numbers]
    if len(raws) == 1 and not raws[0].tracked:
        raw = raws[0]
        return Seen(list(numbers), raw.style, raw.kind, raw.level, raw.row, raw.cell, raw.pieces, raw.bookmarks, (), raw.series)
    pieces = [_as_it_was(piece) if view == "original" else piece for raw in raws for piece in raw.pieces if piece.stands(view)]
    # What is left of a paragraph whose mark is gone takes the dress of the one it runs into (17.13.5.15).
    dress = raws[-1]
    hands = dict.fromkeys(hand for raw in raws if raw.tracked for hand in raw.hands())
    # A paragraph that shows nothing here leaves its bookmarks behind with its words.
    shown = [raw for raw in raws if raw is dress or any(piece.stands(view) for piece in raw.pieces)]
    names = [name for raw in shown for name in raw.bookmarks]
    return Seen(list(numbers), dress.style, dress.kind, dress.level, dress.row, dress.cell, pieces, names, tuple(hands), dress.series)
