"""Markup to the story's inlines and blocks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from pipeline.markup.tokens import block_tokens, has_blocks, has_stars_alone, inline_tokens, is_plain, is_plain_line, starred
from pipeline.story import (
    Block,
    Cell,
    Column,
    Emphasis,
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
    Row,
    Strong,
    Table,
    Text,
    plain,
)

if TYPE_CHECKING:
    from markdown_it.token import Token

_FIGURE = re.compile(r"[-+−–±]?[£€$]?\d[\d  .,:]*\s?(?:%|[^\W\d]{1,4})?|[-–—]")
"""A number as a table holds it, or the dash that stands for none."""
_PARTING = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
_DRESSED: dict[str, Callable[[str], Inline]] = {
    "": Text,
    "*": lambda words: Emphasis((Text(words),)),
    "**": lambda words: Strong((Text(words),)),
}
_KINDS: dict[str, type[Strong | Emphasis]] = {"strong": Strong, "em": Emphasis}


@lru_cache(maxsize=8192)
def parse_phrase(text: str) -> Inlines:
    """Words of one line; a line end is a space, a backslash before it a new line."""
    text = text.strip()
    if is_plain_line(text):
        words = _joined(text)
        return (Text(words),) if words else ()
    dressed = _starred(text) if has_stars_alone(text) else ()
    return dressed or _inlines(iter(inline_tokens(text)), "")


@lru_cache(maxsize=2048)
def parse_prose(text: str, *, tables: bool = False) -> tuple[Block, ...]:
    """Running text; what the light markup does not know stands as the words it is written with, as does a table without ``tables``."""
    if is_plain(text):
        paragraphs = (_joined(part) for part in _PARTING.split(text))
        return tuple(Paragraph((Text(words),)) for words in paragraphs if words)
    if has_stars_alone(text) and not has_blocks(text):
        dressed = [_starred(part) for part in _PARTING.split(text) if part.strip()]
        if all(dressed):
            return tuple(Paragraph(words) for words in dressed)
    return _blocks(iter(block_tokens(text)), "", text.split("\n"), tables=tables)


def _starred(text: str) -> Inlines:
    """The inlines of a paragraph whose only marks are stars around whole words; () for others."""
    return tuple(_DRESSED[mark](words) for mark, words in starred(_joined(text)) or ())


def _joined(text: str) -> str:
    """The words of a paragraph's lines on one."""
    return " ".join(line.strip(" \t") for line in text.strip().split("\n")) if "\n" in text else text.strip()


def _inlines(tokens: Iterator[Token], until: str) -> Inlines:
    """The inlines up to the closing token."""
    done: list[Inline] = []
    for token in tokens:
        match token.type:
            case kind if kind == until:
                break
            case "strong_open" | "em_open":
                tag = token.type.removesuffix("_open")
                done.append(_KINDS[tag](_inlines(tokens, f"{tag}_close")))
            case "link_open":
                done.append(Link(_inlines(tokens, "link_close"), str(token.attrs.get("href", ""))))
            case "span_open":
                done.append(Foreign(_inlines(tokens, "span_close"), str(token.attrs["lang"])))
            case "note_open":
                done.append(NoteMark((Paragraph(_inlines(tokens, "note_close")),)))
            case "hardbreak":
                done.append(LineBreak())
            case _:
                _add_words(done, " " if token.type == "softbreak" else token.content)
    return tuple(done)


def _add_words(done: list[Inline], words: str) -> None:
    """Put words after words."""
    if done and isinstance(done[-1], Text):
        done[-1] = Text(done[-1].text + words)
    elif words:
        done.append(Text(words))


def _blocks(tokens: Iterator[Token], until: str, lines: list[str], *, tables: bool = False) -> tuple[Block, ...]:
    """The blocks up to the closing token."""
    done: list[Block] = []
    for token in tokens:
        match token.type:
            case kind if kind == until:
                break
            case "paragraph_open":
                children = _content(tokens, "paragraph_close")
                done += [Paragraph(children)] if children else []
            case "heading_open":
                done.append(Heading(int(token.tag[1:]), _content(tokens, "heading_close")))
            case "bullet_list_open":
                done.append(List(_items(tokens, "bullet_list_close", lines)))
            case "ordered_list_open":
                done.append(List(_items(tokens, "ordered_list_close", lines), ordered=True, start=int(token.attrs.get("start", 1))))
            case "blockquote_open":
                done.append(Quotation(_blocks(tokens, "blockquote_close", lines)))
            case "table_open" if tables:
                done.append(_table(tokens))
            case "table_open":
                _skip(tokens, "table_close")
                done.append(_as_written(token, lines))
            case _:
                done.append(_as_written(token, lines))
    return tuple(done)


def _table(tokens: Iterator[Token]) -> Table:
    """A table with its first row as head; columns of figures align as numbers unless the line under the head says otherwise."""
    styles: list[str] = []
    rows: list[list[Inlines]] = []
    for token in tokens:
        match token.type:
            case "table_close":
                break
            case "tr_open":
                rows.append([])
            case "th_open" | "td_open":
                if len(rows) == 1:
                    styles.append(str(token.attrs.get("style", "")))
                rows[-1].append(_content(tokens, token.type.replace("open", "close")))
            case _:
                pass
    heads, *body = rows
    columns = []
    for number, (head, style) in enumerate(zip(heads, styles, strict=True)):
        figures = [plain(row[number]) for row in body if plain(row[number]).strip()]
        numeric = bool(figures) and all(_FIGURE.fullmatch(words.strip()) for words in figures)
        align: Literal["text", "number"] = "number" if style.endswith("right") or (not style and numeric and number > 0) else "text"
        columns.append(Column(plain(head), align))
    return Table("data", "", "", tuple(columns), tuple(Row(tuple(Cell(words) for words in row), _is_total(row)) for row in body))


def _is_total(row: list[Inlines]) -> bool:
    """A row that sums those above begins with bold words."""
    return bool(row) and len(row[0]) == 1 and isinstance(row[0][0], Strong)


def _skip(tokens: Iterator[Token], until: str) -> None:
    for token in tokens:
        if token.type == until:
            return


def _as_written(token: Token, lines: list[str]) -> Paragraph:
    """A construct beyond the markup, as its source."""
    first, last = token.map or [0, 0]
    return Paragraph((Text(" ".join(line.strip() for line in lines[first:last])),))


def _content(tokens: Iterator[Token], until: str) -> Inlines:
    """The inlines of a leaf block."""
    inlines: Inlines = ()
    for token in tokens:
        if token.type == until:
            break
        inlines = _inlines(iter(token.children or []), "")
    return inlines


def _items(tokens: Iterator[Token], until: str, lines: list[str]) -> tuple[ListItem, ...]:
    items: list[ListItem] = []
    for token in tokens:
        if token.type == until:
            break
        items.append(ListItem(_blocks(tokens, "list_item_close", lines)))
    return tuple(items)
