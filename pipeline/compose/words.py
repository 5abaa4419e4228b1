"""Record text as inlines and blocks: markup parsed, typography finished, and each editable field inside a Field that names it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, assert_never

from pipeline.language.typography import Edit, apply_edits, unfinish
from pipeline.markup import parse_phrase, parse_prose
from pipeline.story import (
    Block,
    Cell,
    Emphasis,
    Field,
    Foreign,
    Heading,
    Inline,
    Inlines,
    LineBreak,
    Link,
    List,
    ListItem,
    NoteMark,
    Paragraph,
    Quotation,
    Reference,
    Row,
    Strong,
    Table,
    Text,
)

if TYPE_CHECKING:
    from pipeline.language import Language

FOREIGN, NOTE = "\ufffc", "\ufffb"
"""Stand for inlines whose words are none of the sentence's."""


def finish_inlines(inlines: Inlines, language: Language) -> Inlines:
    """Finish the words as the one text that they are, whatever is bold or linked in it; words in another language stay as they are."""
    leaves = list(_leaves(inlines))
    edits = language.edits("".join(leaves))
    if not edits and NOTE not in leaves:
        return inlines
    return _rebuilt(inlines, _Cutter(leaves, edits), language)


def unfinished(inlines: Inlines) -> Inlines:
    """The same inlines with their words as they are typed."""
    done: list[Inline] = []
    for inline in inlines:
        match inline:
            case Text(words):
                done.append(Text(unfinish(words)))
            case LineBreak():
                done.append(inline)
            case NoteMark(note):
                done.append(NoteMark(tuple(replace(part, children=unfinished(part.children)) for part in note)))
            case _:
                done.append(replace(inline, children=unfinished(inline.children)))
    return tuple(done)


def _leaves(inlines: Inlines) -> Iterable[str]:
    for inline in inlines:
        match inline:
            case Text(words):
                yield words
            case Foreign():
                yield FOREIGN
            case LineBreak():
                yield "\n"
            case NoteMark():
                yield NOTE
            case _:
                yield from _leaves(inline.children)


class _Cutter:
    """Hands out the edits leaf by leaf; an edit that spans two leaves is left out."""

    def __init__(self, leaves: Sequence[str], edits: Sequence[Edit]) -> None:
        self.lengths = iter([len(leaf) for leaf in leaves])
        self.edits = edits
        self.position = 0

    def next(self, words: str) -> str:
        """The next leaf with its edits made."""
        start = self.position
        self.position = end = start + next(self.lengths)
        own = tuple((first - start, last - start, mark) for first, last, mark in self.edits if start <= first and last <= end)
        return apply_edits(words, own)


def _rebuilt(inlines: Inlines, cutter: _Cutter, language: Language) -> Inlines:
    done: list[Inline] = []
    for inline in inlines:
        match inline:
            case Text(words):
                done.append(Text(cutter.next(words)))
            case Foreign() | LineBreak():
                cutter.next("")
                done.append(inline)
            case NoteMark(note):
                cutter.next("")
                done.append(NoteMark(tuple(replace(part, children=finish_inlines(part.children, language)) for part in note)))
            case _:
                done.append(replace(inline, children=_rebuilt(inline.children, cutter, language)))
    return tuple(done)


def phrase(text: str, language: Language, origin: str = "") -> Inlines:
    """Words of one line in the light markup, finished; inside a Field where ``origin`` names one; () for none."""
    inlines = finish_inlines(parse_phrase(text), language)
    return (Field(inlines, origin),) if origin and inlines else inlines


def clause(text: str, language: Language, prefix: str, origin: str = "") -> Inlines:
    """A clause as it stands in a sentence: without the conjunction that the wording sets before it and the full stop that it sets after."""
    words = text.strip()
    if words.casefold().startswith(prefix):
        words = words[len(prefix) :].lstrip()
    return phrase(words.removesuffix(".") if not words.endswith("..") else words, language, origin)


def prose(text: str, language: Language, origin: str = "", *, editable: bool = True, tables: bool = False) -> tuple[Block, ...]:
    """Running text in the light markup as finished blocks of ``origin``; each paragraph's words inside a Field where they are ``editable``."""
    blocks = tuple(_finished(block, language, origin, editable=editable) for block in parse_prose(text, tables=tables))
    return tuple(
        replace(block, role="lead_in") if isinstance(block, Paragraph) and isinstance(after, List) else block
        for block, after in zip(blocks, (*blocks[1:], None), strict=True)
    )


def _finished(block: Block, language: Language, origin: str, *, editable: bool) -> Block:
    def words(children: Inlines) -> Inlines:
        inlines = finish_inlines(children, language)
        return (Field(inlines, origin),) if origin and editable else inlines

    def below(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        return tuple(_finished(part, language, origin, editable=editable) for part in blocks)

    match block:
        case Paragraph(children, _, role):
            return Paragraph(words(children), origin, role)
        case Heading(level, children):
            return Heading(level, words(children), origin)
        case List():
            return replace(block, items=tuple(ListItem(below(item.blocks), origin) for item in block.items), origin=origin)
        case Quotation():
            return replace(block, blocks=below(block.blocks), origin=origin)
        case Table(columns=columns, rows=rows):
            heads = tuple(replace(column, head=language.finish(column.head)) for column in columns)
            cells = tuple(Row(tuple(Cell(words(cell.children), origin) for cell in row.cells), origin=origin) for row in rows)
            return replace(block, columns=heads, rows=cells, origin=origin)
        case _:
            return block


def listed(parts: Sequence[Inlines], conjunction: str) -> Inlines:
    """'A, B och C' of inlines."""
    done: list[Inline] = []
    for number, part in enumerate(parts):
        if number:
            done.append(Text(f" {conjunction} " if number == len(parts) - 1 else ", "))
        done.extend(part)
    return tuple(done)


def dotted(parts: Iterable[Inlines]) -> Inlines:
    """Facts on one line with a middle dot between them."""
    done: list[Inline] = []
    for part in parts:
        if part:
            done += [Text("\u00a0· "), *part] if done else part
    return tuple(done)


def without_fields(inlines: Inlines) -> Inlines:
    """The same words, not editable: for words that are repeated from where they may be edited."""
    done: list[Inline] = []
    for inline in inlines:
        match inline:
            case Field():
                done.extend(without_fields(inline.children))
            case Text() | LineBreak() | NoteMark():
                done.append(inline)
            case Strong() | Emphasis() | Link() | Reference() | Foreign():
                done.append(replace(inline, children=without_fields(inline.children)))
            case _:
                assert_never(inline)
    return tuple(done)


def without_notes(inlines: Inlines) -> Inlines:
    """The same words without the marks of footnotes: for words that are repeated where no note can stand."""
    done: list[Inline] = []
    for inline in inlines:
        match inline:
            case NoteMark():
                pass
            case Text() | LineBreak():
                done.append(inline)
            case _:
                done.append(replace(inline, children=without_notes(inline.children)))
    return tuple(done)
