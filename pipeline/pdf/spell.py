"""Blocks of running text spelled out: each paragraph, heading, list item and clause with its style, its place in the measure and its mark."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Literal, TypeAlias, assert_never

from pipeline.dataclass import NamedTuple, dataclass
from pipeline.pdf.paragraph import TextStyle
from pipeline.pdf.styles import (
    BODY,
    BOX,
    BOX_LABEL,
    LIST_HANG,
    MINOR_HEADING,
    NOTICE,
    QUOTATION,
    QUOTATION_INDENT,
    REMARK,
    SECTION_LABEL,
    SECTION_MARK,
    STATUS,
    SUBHEADING,
    in_brand,
)
from pipeline.story import (
    Appendices,
    Block,
    Clause,
    Cover,
    Decision,
    Heading,
    Inlines,
    List,
    ListItem,
    Paragraph,
    Particular,
    Quotation,
    Section,
    Signatures,
    text,
)

Kind: TypeAlias = Literal["body", "heading", "lead_in", "item"]
NUMBER_HANG = 15.0


class Voice(NamedTuple):
    """The styles of running text in one surrounding."""

    body: TextStyle
    heading: TextStyle
    minor: TextStyle
    remark: TextStyle
    quotation: TextStyle


COLUMN_VOICE = Voice(BODY, SUBHEADING, MINOR_HEADING, REMARK, QUOTATION)
BOX_VOICE = Voice(BOX, BOX_LABEL, BOX_LABEL, STATUS, BOX)
NOTICE_VOICE = Voice(NOTICE, SUBHEADING, BOX_LABEL, STATUS, NOTICE)


class Mark(NamedTuple):
    """What hangs before a text: a dash, a number, a §."""

    words: str
    part: object
    slot: str
    style: TextStyle
    hang_pt: float


@dataclass(frozen=True, slots=True)
class Spelled:
    """One text: whose words in which slot, how it is set, and how far in from left and right; ``before`` counts blank lines over it."""

    part: object
    slot: str
    words: Inlines
    style: TextStyle
    kind: Kind = "body"
    left_pt: float = 0.0
    right_pt: float = 0.0
    mark: Mark | None = None
    before: int = 0
    anchor: str = ""
    group: int = 0
    """Items of one list share a number; 0 for other texts."""


Piece: TypeAlias = Spelled | Block


def spell(blocks: Iterable[Block], voice: Voice) -> list[Piece]:
    """The texts in reading order; blocks that are no running text (tables, figures, boxes …) stand among them as they are."""
    return list(_Speller(voice).blocks(blocks))


class _Speller:
    """Keeps the voice and counts lists."""

    def __init__(self, voice: Voice) -> None:
        self.voice = voice
        self.lists = 0

    def blocks(self, blocks: Iterable[Block]) -> Iterator[Piece]:
        """Every block in turn."""
        for block in blocks:
            yield from self.block(block)

    def block(self, block: Block) -> Iterator[Piece]:
        """One block."""
        voice = self.voice
        match block:
            case Paragraph(children, _, role):
                style = voice.remark if role in {"fact", "remark"} else voice.body
                yield Spelled(block, "", children, style, "lead_in" if role == "lead_in" else "body")
            case Heading(level, children):
                style = voice.heading if level <= 2 else voice.minor
                yield Spelled(block, "", children, style, "heading", before=1 if level <= 2 else 0)
            case List():
                yield from self.list(block)
            case Quotation(inner):
                for piece in self.blocks(inner):
                    yield self._quoted(piece)
            case Section():
                yield self._section_heading(block)
                yield from self.blocks(block.blocks)
            case Decision():
                yield from self.decision(block)
            case Cover() | Appendices() | Signatures():
                yield from self.formal(block)
            case _:
                yield block

    def formal(self, block: Cover | Appendices | Signatures) -> Iterator[Piece]:
        """Blocks of minutes, one text under the other."""
        voice = self.voice
        match block:
            case Cover():
                yield Spelled(block, "title", text(block.title), voice.heading, "heading", before=1)
                yield Spelled(block, "status", text(block.status), voice.remark)
                for particular in block.particulars:
                    yield from self._labelled(particular)
            case Appendices():
                for entry in block.entries:
                    yield Spelled(entry, "label", text(entry.label), voice.minor, "heading", anchor=entry.anchor)
                    yield Spelled(entry, "title", entry.title, voice.body)
                    yield Spelled(entry, "mentioned", text(entry.mentioned), voice.remark)
            case Signatures():
                yield from self.signatures(block)
            case _:
                assert_never(block)

    def list(self, block: List) -> Iterator[Piece]:
        """Items with hanging marks; a nested list hangs further in."""
        self.lists += 1
        group = self.lists
        hang = NUMBER_HANG if block.ordered else LIST_HANG
        for index, item in enumerate(block.items):
            words = f"{block.start + index}." if block.ordered else "–"
            hang = max(hang, 5.2 * len(words)) if block.ordered else hang
            mark = Mark(words, item, "mark", in_brand(self.voice.body), hang)
            yield from self._item(item, mark, group)

    def _item(self, item: ListItem, mark: Mark, group: int) -> Iterator[Piece]:
        first = True
        for piece in self.blocks(item.blocks):
            if not isinstance(piece, Spelled):
                yield piece
                continue
            yield replace(
                piece,
                kind="item" if piece.kind == "body" else piece.kind,
                left_pt=piece.left_pt + mark.hang_pt,
                mark=mark if first and piece.mark is None else piece.mark,
                group=piece.group or group,
            )
            first = False

    def _quoted(self, piece: Piece) -> Piece:
        if not isinstance(piece, Spelled):
            return piece
        return replace(
            piece,
            style=self.voice.quotation if piece.style is self.voice.body else piece.style,
            left_pt=piece.left_pt + QUOTATION_INDENT,
            right_pt=piece.right_pt + QUOTATION_INDENT,
        )

    def _section_heading(self, block: Section) -> Spelled:
        number = f"§\u00a0{block.number}"
        mark = Mark(number, block, "number", SECTION_MARK, SECTION_LABEL) if block.number is not None else None
        left = mark.hang_pt if mark else 0.0
        return Spelled(block, "heading", block.heading, self.voice.heading, "heading", left, mark=mark, before=1, anchor=block.anchor)

    def decision(self, block: Decision) -> Iterator[Piece]:
        """Label, lead and clauses, each clause with its owner line."""
        yield Spelled(block, "label", text(block.label), self.voice.heading, "heading", before=1)
        if block.lead:
            yield Spelled(block, "lead", block.lead, self.voice.body, "lead_in")
        for clause in block.clauses:
            yield from self._clause(clause)

    def _clause(self, clause: Clause) -> Iterator[Piece]:
        yield Spelled(clause, "", clause.children, self.voice.body, "item")
        if clause.action:
            yield Spelled(clause, "action", clause.action, self.voice.remark)

    def _labelled(self, particular: Particular) -> Iterator[Piece]:
        yield Spelled(particular, "label", text(particular.label), self.voice.minor, "heading")
        yield Spelled(particular, "", particular.children, self.voice.body, "item")

    def signatures(self, block: Signatures) -> Iterator[Piece]:
        """The places to sign one under the other, or the statement in their stead."""
        if block.statement:
            yield Spelled(block, "statement", block.statement, self.voice.body, "item")
        for signature in block.signatures:
            yield Spelled(signature, "label", text(signature.label), self.voice.minor, "heading", before=1)
            yield Spelled(signature, "name", text(signature.name), self.voice.body, "item", before=3)
            yield Spelled(signature, "place_and_date", text(signature.place_and_date), self.voice.remark)


def indent_of(piece: Spelled, previous: Piece | None) -> float:
    """The first line's indent: the style's inside running text, none at its beginning, after a heading, a list or an object."""
    runs_on = isinstance(previous, Spelled) and previous.kind == "body" and previous.style is piece.style
    return piece.style.indent_pt if runs_on and piece.kind in {"body", "lead_in"} and not piece.mark else 0.0


def bound(pieces: Sequence[Piece], index: int, counts: Sequence[int]) -> bool:
    """Whether no column may end after a text: headings keep three lines, a lead-in two items, a list its last two."""
    piece = pieces[index]
    following = pieces[index + 1] if index + 1 < len(pieces) else None
    if not isinstance(piece, Spelled) or following is None:
        return False
    if piece.kind == "lead_in" and isinstance(following, Spelled) and following.group:
        return True
    if piece.group and isinstance(following, Spelled) and following.group == piece.group:
        before = pieces[index - 1] if index else None
        if isinstance(before, Spelled) and before.kind == "lead_in":
            return True
        after = pieces[index + 2] if index + 2 < len(pieces) else None
        if not isinstance(after, Spelled) or after.group != piece.group:
            return counts[index + 1] < 2
    if piece.kind != "heading" and isinstance(following, Spelled) and following.kind == "heading":
        return False  # all that its heading has
    return _under_heading(pieces, index, counts) < 3


def _under_heading(pieces: Sequence[Piece], index: int, counts: Sequence[int]) -> int:
    """Lines of text from the last heading to the end of this one; 3 where there is none near."""
    lines = 0
    for at in range(index, -1, -1):
        piece = pieces[at]
        if not isinstance(piece, Spelled):
            return 3
        if piece.kind == "heading":
            return lines
        lines += counts[at]
        if lines >= 3:
            return 3
    return 3
