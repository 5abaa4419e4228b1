"""Stretches of text as the record's markup, and markup compared without regard to what typography or an editor made of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from pipeline.dataclass import dataclass
from pipeline.language.typography import unfinish
from pipeline.markup import normal, write_phrase, write_prose
from pipeline.story import (
    Block,
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
    Strong,
    Text,
)  # fmt: skip
from pipeline.word.revisions import Piece

_TOKEN = re.compile(
    r"\n[ \t]*(?:\n[ \t]*)+(?:[-*+][ \t]+|\d+[.)][ \t]+|#+[ \t]+|>[ \t]*)?"
    r"|\\\n[ \t]*|[ \t]{2,}\n[ \t]*|\n[ \t]*(?:[-*+][ \t]+|\d+[.)][ \t]+|>[ \t]*)|\\[^\w\s]|\*\*|__|\w+|\s+|."
)
_ALIKE = str.maketrans(
    {"”": '"', "“": '"', "„": '"', "«": '"', "»": '"', "’": "'", "‘": "'", "−": "-", "…": "...", "\u00ad": None, "\ufffa": None}
)
_FINISHED = re.compile("[”“„«»’‘−…\u00ad\u00a0\u202f\u2060\u2011\ufffa]")
"""What typography or an editor may have put in."""


def key(text: str) -> str:
    """The text as comparison sees it: what typography puts in (no-break spaces, quotes, soft hyphens) is as it was typed."""
    return unfinish(text).translate(_ALIKE) if _FINISHED.search(text) else text


def matching(old: Sequence[str], new: Sequence[str]) -> Sequence[tuple[str, int, int, int, int]]:
    """The opcodes that make one sequence of words of the other; the longest runs of words are found first, then the spaces beside them.

    As difflib's ``get_opcodes``, whose own way with spaces takes the first word alike for the longest run.
    """
    mine, theirs = ([at for at, word in enumerate(words) if not word.isspace()] for words in (old, new))
    blocks = SequenceMatcher(None, [old[at] for at in mine], [new[at] for at in theirs], autojunk=False).get_matching_blocks()
    pairs = [(mine[block.a + step], theirs[block.b + step]) for block in blocks for step in range(block.size)]
    found: list[tuple[int, int]] = []
    at = (0, 0)
    for pair in [*pairs, (len(old), len(new))]:
        ahead = _alike(old[at[0] : pair[0]], new[at[1] : pair[1]])
        behind = _alike(old[at[0] + ahead : pair[0]][::-1], new[at[1] + ahead : pair[1]][::-1])
        found += [(at[0] + step, at[1] + step) for step in range(ahead)]
        found += [(pair[0] - step, pair[1] - step) for step in range(behind, 0, -1)]
        found.append(pair)
        at = (pair[0] + 1, pair[1] + 1)
    return _opcodes(found)


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """Spaces that both begin with."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b or not a.isspace()), min(len(one), len(other)))


def _opcodes(pairs: Sequence[tuple[int, int]]) -> list[tuple[str, int, int, int, int]]:
    """The opcodes between and at such pairs of equal elements; the last pair is the end of both."""
    found: list[tuple[str, int, int, int, int]] = []
    first = begin = 0
    for place, (last, end) in enumerate(pairs):
        if first < last or begin < end:
            found.append(("replace" if first < last and begin < end else "delete" if first < last else "insert", first, last, begin, end))
        if place + 1 == len(pairs):
            break
        if found and found[-1][0] == "equal" and (found[-1][2], found[-1][4]) == (last, end):
            found[-1] = ("equal", found[-1][1], last + 1, found[-1][3], end + 1)
        else:
            found.append(("equal", last, last + 1, end, end + 1))
        first, begin = last + 1, end + 1
    return found


@dataclass(slots=True)
class Entry:
    """A paragraph of running text: ``form`` '' plain, '-' or '1.' an item, '+' more of the item before, '>' quoted, '#' a subheading."""

    form: str
    level: int
    pieces: Sequence[Piece]


def inlines_of(pieces: Iterable[Piece], languages: frozenset[str] = frozenset(), *, bold: bool = True, italic: bool = True) -> Inlines:
    """Pieces as inlines in the form that markup has; ``languages`` are the only ones believed, ``bold`` and ``italic`` False where the style itself is so."""
    done: list[Inline] = []
    for piece in pieces:
        done.extend(_dressed(piece, languages, bold=bold, italic=italic))
    return normal(tuple(done))


def _dressed(piece: Piece, languages: frozenset[str], *, bold: bool, italic: bool) -> Iterable[Inline]:
    inner: Inlines = tuple(_content(piece))
    if piece.emphasis and italic:
        inner = (Emphasis(inner),)
    if piece.strong and bold:
        inner = (Strong(inner),)
    if piece.language and piece.language in languages:
        inner = (Foreign(inner, _short(piece.language)),)
    return (Link(inner, piece.link),) if piece.link and not piece.link.startswith("#") else inner


def _short(language: str) -> str:
    return {"sv-SE": "sv", "en-GB": "en"}.get(language, language)


def _content(piece: Piece) -> Iterable[Inline]:
    text = unfinish(piece.text).replace("\u00ad", "").replace("\t", " ").replace("\ufffc", "").replace("\ufffa", " ")
    for number, line in enumerate(text.split("\n")):
        if number:
            yield LineBreak()
        for place, part in enumerate(line.split("\ufffb")):
            if place and piece.note:
                yield NoteMark((Paragraph((Text(piece.note),)),))
            if part:
                yield Text(part)


def phrase_markup(pieces: Iterable[Piece], languages: frozenset[str] = frozenset(), *, bold: bool = True) -> str:
    """A field of one line."""
    return write_phrase(inlines_of(pieces, languages, bold=bold))


def prose_markup(entries: Sequence[Entry], languages: frozenset[str] = frozenset()) -> str:
    """A field of running text."""
    return write_prose(_blocks(entries, languages))


def _blocks(entries: Sequence[Entry], languages: frozenset[str]) -> tuple[Block, ...]:
    done: list[Block] = []
    place = 0
    while place < len(entries):
        entry = entries[place]
        end = place + 1
        if entry.form in ("-", "1."):
            while end < len(entries) and _belongs(entries[end], entry):
                end += 1
            done.append(_list(entries[place:end], languages))
        elif entry.form == ">":
            while end < len(entries) and entries[end].form == ">":
                end += 1
            inner = tuple(Paragraph(inlines_of(one.pieces, languages, italic=False)) for one in entries[place:end])
            done.append(Quotation(inner))
        elif entry.form == "#":
            done.append(Heading(2, inlines_of(entry.pieces, languages, bold=False)))
        else:
            words = inlines_of(entry.pieces, languages)
            done += [Paragraph(words)] if words else []
        place = end
    return tuple(done)


def _belongs(entry: Entry, first: Entry) -> bool:
    """Whether a paragraph goes on with the list that ``first`` began."""
    if entry.form == "+":
        return True
    return entry.form in ("-", "1.") and (entry.level > first.level or (entry.form == first.form and entry.level == first.level))


def _list(entries: Sequence[Entry], languages: frozenset[str]) -> List:
    """The entries of one list: an item at its level, with what is deeper inside the item."""
    items: list[ListItem] = []
    own = entries[0].level
    place = 0
    while place < len(entries):
        end = place + 1
        while end < len(entries) and (entries[end].level > own or entries[end].form == "+"):
            end += 1
        inside = [Entry("" if entry.form == "+" else entry.form, entry.level, entry.pieces) for entry in entries[place + 1 : end]]
        first = inlines_of(entries[place].pieces, languages)
        items.append(ListItem((Paragraph(first), *_blocks(inside, languages))))
        place = end
    return List(tuple(items), ordered=entries[0].form == "1.")


_START = "\n\n"
"""Stands before a text while it is compared, so that a list's first mark is one like the others."""


def tokens(markup: str) -> list[str]:
    """Markup as words, signs and breaks, which together are the text."""
    return _TOKEN.findall(markup)


@lru_cache(maxsize=4096)
def token_key(word: str) -> str:
    """What a token says, however it is written: all bullets are one, a wrapped line is a space, a backslash is nothing."""
    if word.startswith("\n") or (word.endswith("\n") and word.isspace()):
        mark = word.strip()
        if word.startswith(("  ", "\t")):
            return "\\n"
        if mark[:1] in ("-", "*", "+"):
            return "\n-"
        if mark[:1].isdigit():
            return "\n1"
        if mark:
            return "\n" + mark[0]
        return "\n\n" if word.count("\n") > 1 else " "
    if word.startswith("\\\n"):
        return "\\n"
    if word.startswith("\\") and len(word) == 2:
        return key(word[1])
    if word == "__":
        return "**"
    if word == "_":
        return "*"
    return " " if word.isspace() else key(word)


def respelled(old: str, new: str) -> str:
    """``new`` with the spelling of ``old`` wherever the two say the same; ``old`` itself where they say nothing different."""
    mine, theirs = tokens(_START + old), tokens(_START + new)
    mine_keys, theirs_keys = [token_key(token) for token in mine], [token_key(token) for token in theirs]
    if mine_keys == theirs_keys:
        return old
    done: list[str] = []
    for kind, first, last, begin, end in matching(mine_keys, theirs_keys):
        done += mine[first:last] if kind == "equal" else theirs[begin:end]
    return "".join(done).removeprefix(_START)
