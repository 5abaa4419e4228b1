"""What a Word file says when it comes back: what stands at each field, who changed it, and what has no field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import TYPE_CHECKING, Literal

from pipeline.dataclass import dataclass

if TYPE_CHECKING:
    from pipeline.problems import Message

Found = Literal["bookmark", "alignment", "lost"]
"""bookmark: by its hidden mark; alignment: by its words, since the mark was gone; lost: nowhere."""


@dataclass(frozen=True, slots=True)
class Hand:
    """Who changed something and when: name and ISO 8601 instant as the editor wrote them, '' where it wrote nothing."""

    author: str
    date: str


@dataclass(frozen=True, slots=True)
class FieldBack:
    """One field as it came back, in the record's markup.

    ``base`` is the record's value when the document was made; ``final`` what stands there with every tracked change accepted,
    None where it was deleted whole; ``original`` the same with every tracked change rejected. Words that nobody touched keep
    ``base``'s spelling to the character, so that a field nobody edited gives ``final == base``.
    """

    origin: str
    base: str
    final: str | None
    original: str | None
    found: Found
    hands: tuple[Hand, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether the field differs from what the document said when it was made."""
        return self.final != self.base

    @property
    def untracked(self) -> bool:
        """Whether something was changed without being tracked."""
        return self.original != self.base


@dataclass(frozen=True, slots=True)
class CommentBack:
    """A comment with the field that it stands at ('' where it stands at generated words or nowhere) and the words that it marks.

    ``replies`` answer it, ``resolved`` is True where somebody marked it as done.
    """

    origin: str
    author: str
    date: str
    text: str
    quoted: str
    replies: tuple[CommentBack, ...] = ()
    resolved: bool = False


@dataclass(frozen=True, slots=True)
class NewParagraph:
    """A new paragraph's words, in markup and plain; ``form`` is 'section' for a § heading, 'resolution' for a clause, 'label' above clauses, else as in running text ('', '-', '1.', '+', '>', '#')."""

    form: str
    markup: str
    plain: str


@dataclass(frozen=True, slots=True)
class Addition:
    """A paragraph, table row or whole § that the document did not have: ``after`` is the field before it ('' at the top).

    ``section`` is the § that it stands in or, for a whole §, follows; ``behind`` and ``ahead`` are the plain words of its neighbours there,
    ``before`` the field or entry that it stands before, ``beside`` the last field of the paragraph that it follows; ``cells`` are a row's plain
    words, empty cells too, and ``under`` the heading that it stands under.
    """

    kind: Literal["paragraph", "list_item", "heading", "row", "section"]
    after: str
    text: str
    hands: tuple[Hand, ...] = ()
    section: str = ""
    paragraphs: tuple[NewParagraph, ...] = ()
    behind: str = ""
    ahead: str = ""
    before: str = ""
    beside: str = ""
    cells: tuple[str, ...] = ()
    under: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """An edit that the record has no place for: words made from ``source`` (a field or entry, '' where from the wording alone).

    joined: a paragraph mark was taken away between two things that the record keeps apart; renumbered: a list shows another number,
    though no § came, went or moved; formatting: ``was`` says what kind ("underlined"), ``now`` which words; furniture: headers and footers; section_deleted: a whole §. ``row`` and ``cells`` are the plain words of the table's row that an edited
    cell stands in, before and now.
    """

    source: str
    was: str
    now: str
    kind: Literal["edited", "deleted", "row_deleted", "section_deleted", "joined", "renumbered", "formatting", "furniture"]
    hands: tuple[Hand, ...] = ()
    row: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Move:
    """A § or paragraph that stands elsewhere now: the entry or field, the one that it follows ('' at the top), and its first words."""

    origin: str
    after: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Returned:
    """A Word file read back; ``meeting`` as it was written ('' where it was stripped), ``notes`` what had to be found another way.

    ``sections_before`` and ``sections`` are the §§ by their entries, in the order that they were written in and
    that they stand in now,
    ``gone`` the entries and fields of which no paragraph is left.
    """

    meeting: str
    fields: Mapping[str, FieldBack]
    comments: tuple[CommentBack, ...] = ()
    additions: tuple[Addition, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    moves: tuple[Move, ...] = ()
    notes: tuple[Message, ...] = field(default=())
    sections_before: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    gone: frozenset[str] = frozenset()
