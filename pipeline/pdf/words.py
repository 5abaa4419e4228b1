"""Words as the composer weighs them: shaped once per face, with what hangs out of a line and where they may break."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Final

from pipeline.dataclass import NamedTuple
from pipeline.language import hyphenation
from pipeline.pdf import protrusion
from pipeline.pdf.typeface import drawn

if TYPE_CHECKING:
    from pipeline.pdf.line import Glyph
    from pipeline.pdf.typeface import Typeface

SOFT_HYPHEN: Final = "\u00ad"
_ZERO_WIDTH_SPACE: Final = "\u200b"
_QUOTES: Final = "”’\"'»)]“‘›"
_HYPHENS: Final = "-\u2010"
_DASHES: Final = "–—"
_JOINING: Final = _HYPHENS + _DASHES
_MARKS: Final = ".,;:!?…()[]{}\"'”’“‘»«›‹„‚*"
_EDGES: Final = _MARKS + _JOINING


class Kind(IntEnum):
    """Why a line may end here: from HYPHEN to JOINT inside a word, PART between syllables of a compound that has a joint; ANYWHERE is the last resort."""

    SPACE = 0
    OPEN = 1
    HYPHEN = 2
    SYLLABLE = 3
    SOFT = 4
    PART = 5
    JOINT = 6
    ANYWHERE = 7
    FORCED = 8
    END = 9


class Break(NamedTuple):
    """A break inside a word, ``offset`` characters on: its glyphs before (with the hyphen drawn) and behind; widths and hangs in 1/1000 em."""

    offset: int
    kind: Kind
    head: tuple[Glyph, ...]
    head_width: float
    head_hang: float
    tail: tuple[Glyph, ...]
    tail_width: float
    tail_hang: float
    hyphen: str


class Word:
    """A shaped stretch without spaces; widths and hangs in 1/1000 em, ``breaks`` within a sentence and at its start."""

    __slots__ = (
        "breaks",
        "ends_in_hyphen",
        "ends_sentence",
        "glyphs",
        "hang_left",
        "hang_right",
        "letters",
        "opening_breaks",
        "spaced",
        "text",
        "width",
    )

    def __init__(self, text: str, glyphs: tuple[Glyph, ...], space: Glyph) -> None:
        """Weigh the shaped word."""
        letters = drawn(text)
        self.text = text
        self.glyphs = glyphs
        self.spaced = (*glyphs, space)
        self.width = sum([glyph.advance for glyph in glyphs])
        self.letters = len(glyphs)
        self.hang_left = protrusion.left(glyphs, letters[:1])
        self.hang_right = protrusion.right(glyphs, letters[-1:])
        self.ends_in_hyphen = letters.endswith("-")
        self.ends_sentence = letters.rstrip(_QUOTES).endswith((".", "!", "?", "…", ":"))
        self.breaks: tuple[Break, ...] = ()
        self.opening_breaks: tuple[Break, ...] = ()


class Stock:
    """The words met in one face, language and manner of setting."""

    def __init__(self, typeface: Typeface, language: str, hyphenate: bool, caps: bool = False, tabular: bool = False) -> None:
        """``language`` rules the hyphenation; without ``hyphenate`` words break after a slash or a zero width space only."""
        self.typeface = typeface
        self.language = language
        self.hyphenate = hyphenate
        self.caps = caps
        self.tabular = tabular
        self.space = self.shape(" ")[0]
        self.no_break_space = self.shape("\u00a0")[0]
        self._words: dict[str, Word] = {}

    def shape(self, text: str) -> tuple[Glyph, ...]:
        """Glyphs of a text; in capitals they keep the letters that the story has."""
        if not self.caps:
            return self.typeface.shape(text, self.tabular)
        letters = drawn(text)
        capitals = "".join(upper if len(upper := letter.upper()) == 1 else letter for letter in letters)
        glyphs = []
        at = 0
        for glyph in self.typeface.shape(capitals, self.tabular):
            size = len(glyph.text)
            glyphs.append(self.typeface.glyph(glyph.gid, glyph.advance, letters[at : at + size], glyph.x_offset, glyph.y_offset))
            at += size
        return tuple(glyphs)

    def word(self, text: str) -> Word:
        """The shaped word, kept for the next time."""
        word = self._words.get(text)
        if word is None:
            word = self._words[text] = Word(text, self.shape(text), self.space)
            word.breaks = self._breaks(text, sentence_start=False)
            word.opening_breaks = self._breaks(text, sentence_start=True) if text[:1].isupper() or not text[:1].isalnum() else word.breaks
        return word

    def part(self, word: Word, start: int, end: Break) -> tuple[Glyph, ...]:
        """Glyphs of a word from a character to a later break in it."""
        return self._head(word.text[start : end.offset], end.hyphen)

    def _breaks(self, text: str, sentence_start: bool) -> tuple[Break, ...]:
        """The breaks of a word by the manner of setting."""
        if not self.hyphenate:
            return tuple(self.cut(text, offset, Kind.OPEN) for offset in open_offsets(text))
        return tuple(self.cut(text, offset, kind) for offset, kind in break_offsets(text, self.language, sentence_start))

    def last_resort(self, word: Word) -> tuple[Break, ...]:
        """Every place between letters: by rule where there is one (a name is hyphenated like other words), ANYWHERE else."""
        lower = word.text.lower()
        ruled = dict(break_offsets(lower, self.language, sentence_start=True)) if len(lower) == len(word.text) else {}
        glyphs = self.typeface.shape(word.text)
        if "@" in word.text or "/" in word.text or "." in word.text.strip(_MARKS):
            ruled |= {at: Kind.OPEN for at in range(2, len(word.text) - 1) if word.text[at] in "./?&=#@_"}
        whole = len(word.text) == sum(len(glyph.text) for glyph in glyphs)
        starts = set(_clusters(glyphs) if whole else range(1, len(word.text)))
        return tuple(self.cut(word.text, offset, ruled.get(offset, Kind.ANYWHERE)) for offset in sorted(starts | set(ruled)))

    def cut(self, text: str, offset: int, kind: Kind) -> Break:
        """A word broken after ``offset`` characters; a hyphen is drawn unless the text has its own or is an address."""
        plain = kind in {Kind.OPEN, Kind.HYPHEN} or (kind is Kind.ANYWHERE and not text.strip(_MARKS).replace(SOFT_HYPHEN, "").isalpha())
        hyphen = "" if plain else SOFT_HYPHEN
        head = self._head(text[:offset], hyphen)
        tail = self.shape(text[offset:])
        first = drawn(text[offset:])[:1]
        last = hyphen or drawn(text[:offset])[-1:]
        return Break(
            offset,
            kind,
            head,
            sum([glyph.advance for glyph in head]),
            protrusion.right(head, last),
            tail,
            sum([glyph.advance for glyph in tail]),
            protrusion.left(tail, first),
            hyphen,
        )

    def _head(self, text: str, hyphen: str) -> tuple[Glyph, ...]:
        """The glyphs before a break, the hyphen kerned and read as a soft one."""
        if not hyphen:
            return self.shape(text)
        *glyphs, last = self.shape(drawn(text) + "-")
        return (*glyphs, self.typeface.glyph(last.gid, last.advance, SOFT_HYPHEN, last.x_offset, last.y_offset))


def _clusters(glyphs: tuple[Glyph, ...]) -> list[int]:
    """Offsets between the clusters of a shaped text."""
    at = 0
    offsets = []
    for glyph in glyphs:
        if glyph.text and at:
            offsets.append(at)
        at += len(glyph.text)
    return offsets


def break_offsets(text: str, language: str, sentence_start: bool) -> list[tuple[int, Kind]]:
    """Where a stretch without spaces may break by rule, as offsets behind the character that ends the line.

    Soft hyphens are obeyed and leave no room for the language's rules; addresses break after a slash alone;
    a real hyphen or a dash between words is a break unless a name, a figure or an abbreviation touches it.
    """
    if SOFT_HYPHEN in text:
        return [(at, Kind.SOFT) for at in range(1, len(text)) if text[at - 1] == SOFT_HYPHEN and text[:at].strip(SOFT_HYPHEN)]
    opened = [(at, Kind.OPEN) for at in open_offsets(text)]
    if "@" in text or "://" in text or "www." in text or (opened and "." in text.rstrip(_MARKS)):
        return opened
    if any(mark in text for mark in _JOINING) and any(mark in text.strip(_EDGES) for mark in _JOINING):
        return sorted(opened + _real_hyphens(text))
    core = text.strip(_MARKS).rstrip(_HYPHENS)
    found = hyphenation.points(core, language, sentence_start)
    if not found:
        return opened
    start = len(text) - len(text.lstrip(_MARKS))
    syllable = Kind.PART if any(point.joint for point in found) else Kind.SYLLABLE
    return opened + [(start + point.offset, Kind.JOINT if point.joint else syllable) for point in found]


def open_offsets(text: str) -> list[int]:
    """Where a stretch without spaces may break without a mark; soft hyphens leave no room for that either."""
    if SOFT_HYPHEN in text or ("/" not in text and _ZERO_WIDTH_SPACE not in text):
        return []
    return [at for at in range(2, len(text)) if _opens(text, at)]


def _opens(text: str, at: int) -> bool:
    """Whether a break without a mark stands before the character ``at``."""
    if text[at - 1] != "/":
        return text[at - 1] == _ZERO_WIDTH_SPACE
    before, after = text[at - 2], text[at]
    return before.isalnum() and after.isalnum() and ("." in text or (before.isalpha() and after.isalpha()))


def _real_hyphens(text: str) -> list[tuple[int, Kind]]:
    """Breaks behind hyphens and dashes with three letters of a common word after them and two before."""
    found = []
    for at in range(2, len(text) - 2):
        if text[at - 1] in _JOINING and text[at - 2 : at - 1].isalpha() and text[at - 3 : at - 2].isalpha():
            after = text[at : at + 3]
            common = after.islower() and after.isalpha() and len(after) == 3
            if common or (text[at - 1] in _DASHES and after.isalpha()):
                found.append((at, Kind.HYPHEN))
    return found
