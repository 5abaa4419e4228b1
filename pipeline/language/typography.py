"""Typographic finishing of record text: quotes, dashes and no-break spaces put in place without touching what is said.

Every rule proposes edits of single characters of the text as it was written, so that finished text can be unfinished again and
a text that is spread over several inlines can be finished as the whole that it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import TypeAlias

from pipeline.dataclass import dataclass

NO_BREAK_SPACE = "\u00a0"
NARROW_SPACE = "\u202f"
WORD_JOINER = "\u2060"
NO_BREAK_HYPHEN = "\u2011"
MINUS = "\u2212"
ELLIPSIS = "\u2026"

Edit: TypeAlias = tuple[int, int, str]
"""Start, end and what stands there instead."""

Quotes: TypeAlias = Callable[[str, int], str]
"""The mark that belongs at a position of a text where a straight or wrong one stands."""

# The patterns are held against a text whose spaces are all plain ones, and say apart what Latin-1 lacks: sets with it take long to compile.
NUMBER = r"\d{1,3}(?: \d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)*"
UNITS = "%|‰|°C|°|€|£|\\$|§|kW|MW|GW|TWh|GWh|MWh|kWh|MB|GB|kB|Mbit|Gbit|Hz"
DOMAINS = "se|eu|com|org|net|nu|example|int|info"
ADDRESS = re.compile(rf"\S*(?:://|@|www\.)\S*|\b[\w-]+(?:\.[\w-]+)*\.(?:{DOMAINS})\b\S*", re.IGNORECASE)
ADDRESS_SIGNS = ("@", "://", "www.", *(f".{domain}" for domain in DOMAINS.split("|")))
GROUPS = re.compile(r"(?<![\d,.:/-])(?<!–)\d{1,3}(?: \d{3})+(?!\d)")
POSTCODE = re.compile(r"(?<![\d,.:/-])(?<!–)\d{3}( )\d{2}( )(?=[A-ZÅÄÖ])")
RANGE = re.compile(rf"(?<=\d){WORD_JOINER}?–{WORD_JOINER}?(?=\d)")
INITIAL = re.compile(r"(?<![\w.])[A-ZÅÄÖ]\.( )(?=[A-ZÅÄÖ])")
DOTS = re.compile(r"(?<!\.)\.\.\.(?!\.)")
NEGATIVE = re.compile(r"(?:^|(?<=[\s(]))-(?=\d)")
HYPHENED_NAME = re.compile(r"(?<![\w-])[A-ZÅÄÖ][a-zåäöéü]+(?:-[A-ZÅÄÖ][a-zåäöéü]+)+(?![\w-])")
PAUSE = re.compile(r"(?<=\S)( )(?=[–—] )")
AFTER_SIGN = re.compile(r"§( )(?=\d)")
COUNTED = re.compile(
    rf"(?<![\w.,:/-])(?<![–{MINUS}])(?<!{WORD_JOINER})"
    rf"(?P<number>(?:(?<![^\s(])[{MINUS}-])?(?:{NUMBER})(?:{WORD_JOINER}?–{WORD_JOINER}?(?:{NUMBER}))?)(?P<space> )"
    rf"(?=(?P<word>(?:{UNITS})(?![a-zåäö])|[a-zåäöéµ]+))"
)

_INVISIBLE = ((NO_BREAK_SPACE, " "), (NARROW_SPACE, " "), (WORD_JOINER, ""), (NO_BREAK_HYPHEN, "-"))


@dataclass(frozen=True, eq=False)
class Rules:
    """A language's own part of the rules, compiled.

    ``marked`` and ``others``: each group is a space that does not break, written as a plain one. ``marker``: what before a number makes it a name.
    ``apart``: words that a number before them does not count. ``measured``: words that always stay with their number.
    ``quotes`` gives the mark for the one at a position of the text.
    """

    marked: re.Pattern[str]
    marker: re.Pattern[str]
    apart: frozenset[str]
    measured: re.Pattern[str]
    scaled: re.Pattern[str]
    others: tuple[re.Pattern[str], ...]
    quotes: Quotes


def rules_of(
    *, markers: str, names: str, months: str, apart: str, scales: str, measures: str, others: tuple[str, ...], quotes: Quotes
) -> Rules:
    """Rules from alternations: ``markers`` "nr", ``names`` "Ledamot", ``apart`` "och" (words alone), ``scales`` "miljoner", ``measures`` "kronor"."""
    return Rules(
        marked=re.compile(rf"(?<!\w)(?:{markers})( )(?=\d)"),
        marker=re.compile(rf"(?:§|(?<!\w)(?:{markers}|{names})|[^\W\d_] [A-ZÅÄÖ][^\W\d_]{{2,}}) ?$"),
        apart=frozenset(apart.split("|")),
        measured=re.compile(rf"(?:{UNITS}|{months}|(?:{scales}))$"),
        scaled=re.compile(rf"\d (?:{scales})( )(?=(?:{measures})\b|€)"),
        others=tuple(re.compile(pattern) for pattern in others),
        quotes=quotes,
    )


def _counts(match: re.Match[str], rules: Rules) -> bool:
    """Whether a number belongs to the word after it: no year, no number that names what stands before it."""
    number, word = match["number"], match["word"]
    if word in rules.apart:
        return False
    if rules.measured.match(word):
        return True
    if any(len(part) == 4 and part.isdigit() and "1000" <= part < "2200" for part in re.split("\u2060?–\u2060?", number)):
        return False
    return not rules.marker.search(match.string, max(0, match.start() - 24), match.start())


@lru_cache(maxsize=4096)
def edits_of(text: str, rules: Rules) -> tuple[Edit, ...]:
    """The edits that finish ``text``, in order and without overlap; none inside an address."""
    found: dict[int, Edit] = {}
    written = text
    text = text.replace(NO_BREAK_SPACE, " ").replace(NARROW_SPACE, " ")
    if any(mark in text for mark in "\"'“„‘"):
        _quotes(text, rules, found)
    if "..." in text:
        _replace(DOTS, text, ELLIPSIS, found)
    if "–" in text or "—" in text:
        _spaces(PAUSE, text, found)
    if "-" in text:
        _replace(NEGATIVE, text, MINUS, found)
        for match in HYPHENED_NAME.finditer(text):
            for hyphen in re.finditer("-", match[0]):
                at = match.start() + hyphen.start()
                found.setdefault(at, (at, at + 1, NO_BREAK_HYPHEN))
    if "." in text:
        _spaces(INITIAL, text, found)
    if any(character.isdigit() for character in text):
        _numbers(text, rules, found)
    for pattern in rules.others:
        _spaces(pattern, text, found)
    if not found:
        return ()
    addresses = [match.span() for match in ADDRESS.finditer(text)] if any(sign in text for sign in ADDRESS_SIGNS) else []
    kept = (edit for edit in found.values() if written[edit[0] : edit[1]] != edit[2])
    return tuple(sorted(edit for edit in kept if not any(start <= edit[0] < end for start, end in addresses)))


def _quotes(text: str, rules: Rules, found: dict[int, Edit]) -> None:
    for position, character in enumerate(text):
        if character in "\"'“„‘":
            found.setdefault(position, (position, position + 1, rules.quotes(text, position)))


def _numbers(text: str, rules: Rules, found: dict[int, Edit]) -> None:
    for match in GROUPS.finditer(text):
        for space in re.finditer(" ", match[0]):
            at = match.start() + space.start()
            found.setdefault(at, (at, at + 1, NARROW_SPACE))
    _spaces(POSTCODE, text, found)
    _spaces(AFTER_SIGN, text, found)
    _spaces(rules.marked, text, found)
    for match in COUNTED.finditer(text):
        if _counts(match, rules):
            at = match.start("space")
            found.setdefault(at, (at, at + 1, NO_BREAK_SPACE))
    _spaces(rules.scaled, text, found)
    _replace(RANGE, text, f"{WORD_JOINER}–{WORD_JOINER}", found)


def _spaces(pattern: re.Pattern[str], text: str, found: dict[int, Edit]) -> None:
    for match in pattern.finditer(text):
        for group in range(1, pattern.groups + 1):
            at = match.start(group)
            if at >= 0:
                found.setdefault(at, (at, at + 1, NO_BREAK_SPACE))


def _replace(pattern: re.Pattern[str], text: str, replacement: str, found: dict[int, Edit]) -> None:
    for match in pattern.finditer(text):
        found.setdefault(match.start(), (match.start(), match.end(), replacement))


def apply_edits(text: str, edits: tuple[Edit, ...]) -> str:
    """The text with its edits made."""
    if not edits:
        return text
    parts: list[str] = []
    position = 0
    for start, end, replacement in edits:
        parts += (text[position:start], replacement)
        position = end
    return "".join((*parts, text[position:]))


def unfinish(text: str) -> str:
    """Words as they are typed: no-break spaces and hyphens become plain, word joiners go; what is visible stays as it is."""
    for finished, typed in _INVISIBLE:
        text = text.replace(finished, typed)
    return text
