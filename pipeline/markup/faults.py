"""What a text holds that the light markup does not know, with line and column."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.dataclass import dataclass
from pipeline.markup.tokens import block_tokens, has_blocks, has_stars_alone, inline_tokens, is_plain, is_plain_line
from pipeline.problems import Message, say

if TYPE_CHECKING:
    from markdown_it.token import Token


@dataclass(frozen=True, slots=True)
class Fault:
    """Something beyond the markup: line and column from 1 within the text, what was found, what to do."""

    line: int
    column: int
    message: Message
    hint: Message


_MARKUP = say("paragraphs, bold, italic, links and lists")
MOST_COLUMNS = 12
"""Of a table that a page holds."""
_PARTED = re.compile(r"(?<!\\)\|")
_NOTE_MARK = re.compile(r"(?<!\\)\[\^[^\]\n]*\]")
"""A footnote as other programs write it: a mark in the text, the note somewhere else."""


@lru_cache(maxsize=8192)
def find_faults(text: str, *, phrase: bool = False, article: bool = False, notes: bool = True) -> tuple[Fault, ...]:
    """The faults of a text in order.

    A ``phrase`` is one line without blocks; an ``article`` may hold '## …' lines and tables; no ``notes`` may stand where nothing is under the words.
    """
    if phrase:
        if is_plain_line(text) or has_stars_alone(text):
            return ()
        lines = text.split("\n")
        return (*_note_marks(lines), *_inline_faults(inline_tokens(text.strip(), every_link=True), lines, 0, notes=notes))
    if is_plain(text) or (has_stars_alone(text) and not has_blocks(text)):
        return ()
    lines = text.split("\n")
    faults: list[Fault] = list(_note_marks(lines))
    in_table = False
    for token in block_tokens(text, every_link=True):
        first = token.map[0] if token.map else 0
        in_table = token.type == "table_open" or (in_table and token.type != "table_close")
        if token.type == "inline":
            faults += _inline_faults(token.children or [], lines, first, notes=notes and not in_table)
        elif token.type == "heading_open" and not (article and token.tag == "h2" and token.markup == "##"):
            faults.append(_fault(lines, first, "", *_heading(article, token)))
        elif token.type == "table_open" and article and token.level == 0:
            count = len(_PARTED.split(lines[first].strip().strip("|")))
            if count > MOST_COLUMNS:
                faults.append(_fault(lines, first, "", *_too_wide(count)))
        elif token.type in _BLOCKS:
            faults.append(_fault(lines, first, "", *_BLOCKS[token.type]))
    return tuple(sorted(faults, key=lambda fault: (fault.line, fault.column)))


def _note_marks(lines: list[str]) -> Iterator[Fault]:
    """Marks of footnotes, which would be printed as they are written."""
    for number, line in enumerate(lines):
        for mark in _NOTE_MARK.findall(line):
            hint = say("write the note itself where its mark is to stand: ^[words of the note]")
            yield _fault(lines, number, mark, say("the mark of a footnote ({mark})", mark=mark), hint)


_BLOCKS: dict[str, tuple[Message, Message]] = {
    "fence": (say("a block of code"), say("take the ``` away")),
    "code_block": (say("a block of code"), say("begin the line further to the left: four spaces make it code")),
    "html_block": (say("HTML"), say("write the words alone; bold is **so**, italic is *so*")),
    "table_open": (say("a table"), say("write it as a list, or attach it as a document")),
    "hr": (say("a line across the page"), say("take it away; paragraphs are parted by an empty line")),
}


def _too_wide(columns: int) -> tuple[Message, Message]:
    hint = say("take columns away, or attach the table as a document")
    return say("a table of {count} columns", count=columns), hint


def _heading(headings: bool, token: Token) -> tuple[Message, Message]:
    if headings:
        return say("a heading of another level"), say("a subheading begins with ## and a space")
    if token.markup in {"-", "="}:
        return say("a heading (words with a line of {mark} under them)", mark=token.markup), say("put an empty line between them")
    return say("a heading"), say("subheadings stand in the newsletter's texts only; here, take the # away or put \\ before it")


def _inline_faults(tokens: list[Token], lines: list[str], line: int, *, notes: bool) -> Iterator[Fault]:
    """The faults within a paragraph that begins at a line (from 0)."""
    opened: Token | None = None
    words = False
    for token in tokens:
        words = words or bool(token.content.strip())
        match token.type:
            case "softbreak" | "hardbreak":
                line += 1
            case "image":
                yield _fault(lines, line, "![", say("a picture"), say("name pictures under images:, and use them by their names"))
            case "code_inline":
                yield _fault(lines, line, token.markup, say("code between backticks"), say("take the backticks away"))
            case "html_inline":
                yield _fault(lines, line, token.content, say("HTML"), say("write the words alone; bold is **so**, italic is *so*"))
            case "note_open" if not notes:
                yield _fault(
                    lines, line, "^[", say("a footnote"), say("footnotes stand in running text: move it there, or write its words here")
                )
            case "link_open":
                opened, words = token, False
                yield from _address_faults(str(token.attrs.get("href", "")), lines, line)
            case "link_close" if opened is not None:
                if not words:
                    hint = say("write the words that are to be read between [ and ]")
                    yield _fault(lines, line, "[](", say("none"), hint, say("words for the link"))
                opened = None
            case "text" if (found := re.search(r"\]\{(?!lang=)[^}\n]*\}", token.content)) is not None:
                yield _fault(
                    lines,
                    line,
                    found[0],
                    say("{words}", words=found[0][1:]),
                    say("words of another language are written [words]{lang}", lang="{lang=en}"),
                )
            case _:
                pass


def _address_faults(address: str, lines: list[str], line: int) -> Iterator[Fault]:
    expected = say("a whole address for the link")
    if not address:
        yield _fault(lines, line, "]()", say("none"), say("write the address between the round brackets, from https:// on"), expected)
    elif re.match(r"https?://[^/\s]|mailto:[^@\s]+@", address) is None:
        hint = say("write the whole address, from https:// on, or mailto: and a mail address")
        yield _fault(lines, line, address, say("'{words}'", words=address), hint, expected)


def _fault(lines: list[str], line: int, mark: str, found: Message, hint: Message, expected: Message = _MARKUP) -> Fault:
    """A fault at the place of its mark, or where the line's words begin."""
    source = lines[line] if line < len(lines) else ""
    column = source.find(mark) if mark else -1
    if column < 0:
        column = len(source) - len(source.lstrip())
    return Fault(line + 1, column + 1, say("expected {expected}, found {found}", expected=expected, found=found), hint)
