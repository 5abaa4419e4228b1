"""The CommonMark parser with the house's two inline rules, made once and only when a text needs it."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

LANGUAGE = re.compile(r"\{lang=([A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*)\}")

_INLINE = re.compile(r"[\\*_`\[<\t]|&[#\w]|\^\[|\]\{|  \n")
"""What may mean something within a paragraph."""
_BLOCK = re.compile(
    r"^(?: {4}|\t| {0,3}(?:#{1,6}(?:[ \t]|$)|>|[-+*](?:[ \t]|$)|\d{1,9}[.)](?:[ \t]|$)|[=\-]+[ \t]*$|(?:[-*_][ \t]*){3,}$|~~~))",
    re.MULTILINE,
)
"""What may mean something at a line's beginning."""


_DRESS = re.compile(r"(?<![^ (/\"'.,:;-])(\*\*?)(?=[^\W_])([^*]*)(?<=[^\W_])\1(?![^ )/\"'.,:;?!-])")
"""Whole words in bold or italic, with a sign beside them that leaves no doubt which mark opens and which closes (CommonMark 0.31.2, 6.2)."""
_BEYOND = re.compile(r"[\\_`\[<\t\r\0]|&[#\w]|\]\{|  \n")
"""What is more than words and stars, within a paragraph."""


def is_plain_line(text: str) -> bool:
    """Whether no character of a paragraph's words means anything but itself."""
    return _INLINE.search(text) is None


def is_plain(text: str) -> bool:
    """Whether a text is nothing but paragraphs of plain words (bars may be a table)."""
    return _INLINE.search(text) is None and _BLOCK.search(text) is None and "|" not in text and "\r" not in text and "\0" not in text


def has_stars_alone(text: str) -> bool:
    """Whether stars are all that may mean anything within a paragraph."""
    return _BEYOND.search(text) is None


def starred(line: str) -> list[tuple[str, str]] | None:
    """A line that has stars alone, if they all stand around whole words: the words with their marks ('', '*' or '**'); None for other lines.

    Most texts with any markup are such, and are read in a twentieth of the parser's time.
    """
    before, *rest = _DRESS.split(line)
    parts = [("", before)]
    for mark, words, after in zip(rest[::3], rest[1::3], rest[2::3], strict=True):
        parts += [(mark, words), ("", after)]
    return None if any("*" in words for _, words in parts) else [part for part in parts if part[1]]


def has_blocks(text: str) -> bool:
    """Whether a line of a text may begin something else than a paragraph, or hold a table's cells."""
    return "|" in text or _BLOCK.search(text) is not None


def block_tokens(text: str, *, every_link: bool = False) -> list[Token]:
    """The tokens of running text; with ``every_link`` links of forbidden schemes (javascript:) are links too, to be told of."""
    return _parser(every_link).parse(text)


def inline_tokens(text: str, *, every_link: bool = False) -> list[Token]:
    """The tokens of one line of words."""
    [token] = _parser(every_link).parseInline(text)
    return token.children or []


@cache
def _parser(every_link: bool) -> MarkdownIt:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark").enable("table")
    if every_link:
        parser.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005 - its name is the library's
    parser.inline.ruler.before("link", "language", _language)
    parser.inline.ruler.before("link", "note", _note)
    return parser


def _language(state: StateInline, silent: bool) -> bool:
    """[words]{lang=en}."""
    return _bracketed(state, state.pos, silent, LANGUAGE, "span") if state.src[state.pos] == "[" else False


def _note(state: StateInline, silent: bool) -> bool:
    """^[words]."""
    return _bracketed(state, state.pos + 1, silent, None, "note") if state.src.startswith("^[", state.pos) else False


def _bracketed(state: StateInline, bracket: int, silent: bool, after: re.Pattern[str] | None, kind: str) -> bool:
    """Open and close a pair of tokens around what stands between brackets, if ``after`` follows them."""
    start, end = bracket + 1, state.md.helpers.parseLinkLabel(state, bracket)
    if end < 0:
        return False
    found = after.match(state.src, end + 1) if after is not None else None
    if after is not None and (found is None or found.end() > state.posMax):
        return False
    if not silent:
        token = state.push(f"{kind}_open", kind, 1)
        if found is not None:
            token.attrs = {"lang": found[1]}
        outer = state.posMax
        state.pos, state.posMax = start, end
        state.md.inline.tokenize(state)
        state.posMax = outer
        state.push(f"{kind}_close", kind, -1)
    state.pos = found.end() if found is not None else end + 1
    return True
