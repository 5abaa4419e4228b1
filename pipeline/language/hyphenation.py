"""Where Swedish and English words may be broken: kept exceptions first, then compound joints, then syllables by Liang's patterns."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from pipeline.dataclass import NamedTuple

WORD_MIN: Final = 7
HEAD_MIN: Final = 3
TAIL_MIN: Final = 3
_JOINT_CLEARANCE: Final = 3
_PART_MIN: Final = 3
_DICTIONARIES: Final = {"sv": "hyph_sv.dic", "en": "hyph_en_GB.dic"}
_DIGITS: Final = b"0123456789"
_ENDINGS: Final = frozenset(
    (
        "", "a", "ad", "ade", "ades", "an", "ande", "andes", "ans", "ar", "are", "aren", "arens", "ares", "arna", "arnas", "ars", "as", "at", "ats",
        "e", "en", "ens", "er", "erna", "ernas", "ers", "es", "et", "ets", "n", "na", "nas", "ns", "or", "orna", "ornas", "ors",
        "r", "re", "rna", "rnas", "rs", "s", "t", "ts",
    )
)  # fmt: skip
_ENDING_MAX: Final = max(map(len, _ENDINGS))
_JOINING: Final = ("ings", "hets", "tions", "sions", "skaps", "itets", "doms")
_VOWELS: Final = frozenset("aeiouyåäöé")
_NAME_ENDINGS: Final = (
    "berg", "blad", "by", "dal", "fors", "gren", "hamn", "holm", "kvist", "land", "lund", "man", "mark", "näs", "sjö", "stad", "strand", "ström",
    "vik", "verket",
)  # fmt: skip


class Point(NamedTuple):
    """A break after ``offset`` characters; ``joint`` where two parts of a compound meet, else between syllables."""

    offset: int
    joint: bool


class Patterns:
    """Hyphenation patterns of one language (F. M. Liang, Word Hy-phen-a-tion by Com-put-er, 1983), each read when it first matches."""

    def __init__(self, path: Path) -> None:
        """Read a ``hyph_*.dic`` of LibreOffice's format: its first line names the encoding, capitals and comments are no patterns."""
        first, _, body = path.read_bytes().partition(b"\n")
        encoding = first.strip().decode("ascii")
        raw = body.decode(encoding).split("\n")
        keys = body.translate(None, _DIGITS).decode(encoding).split("\n")  # bytes lose their digits three times as fast as text does
        self._raw = dict(zip(keys, raw, strict=True))
        self._values: dict[str, list[tuple[int, int]]] = {}
        self._longest = max(map(len, keys))

    def offsets(self, word: str) -> list[int]:
        """Every offset in a lower-case word at which the patterns allow a break."""
        dotted = f".{word}."
        weights = [0] * (len(dotted) + 1)
        raw, longest, size = self._raw, self._longest, len(dotted)
        for start in range(size):
            for end in range(start + 1, min(start + longest, size) + 1):
                key = dotted[start:end]
                if key in raw:
                    for index, value in self._read(key):
                        weights[start + index] = max(weights[start + index], value)
        return [index - 1 for index in range(2, size - 1) if weights[index] & 1]

    def _read(self, key: str) -> list[tuple[int, int]]:
        """The values of a pattern, each with the number of letters before it."""
        values = self._values.get(key)
        if values is None:
            digits = [(at, int(character)) for at, character in enumerate(self._raw[key]) if character.isdigit()]
            values = self._values[key] = [(at - before, value) for before, (at, value) in enumerate(digits)]
        return values


def _hiatus(word: str, index: int) -> bool:
    """Whether a break would part two vowels (regi-onen), which looks wrong even where it is allowed."""
    return word[index - 1] in _VOWELS and word[index] in _VOWELS


@cache
def _patterns(language: str) -> Patterns:
    """The patterns that come with pyphen, read without importing it: its import alone costs more than all the breaks of a newsletter."""
    package = find_spec("pyphen")
    if package is None or package.origin is None:
        raise ModuleNotFoundError("pyphen", name="pyphen")
    return Patterns(Path(package.origin).parent / "dictionaries" / _DICTIONARIES[language])


def _entries(name: str) -> list[str]:
    """The words of a data file beside this module, comments left out."""
    lines = Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()
    return [word for line in lines if not line.startswith("#") for word in line.split()]


class _Parts(NamedTuple):
    """Parts of compounds: forms that stand first, those of them whose joining s is a guess, and stems that stand last before an ending."""

    first: frozenset[str]
    guessed: frozenset[str]
    last: frozenset[str]


@cache
def _parts() -> _Parts:
    first: set[str] = set()
    joined: set[str] = set()
    last: set[str] = set()
    for entry in _entries("compound_parts_sv.txt"):
        if entry.endswith("-"):
            first.add(entry[:-1])
            continue
        part = entry.lstrip("-")
        last.update(_stems(part))
        if part == entry:
            first.add(part)
            joined.add(part + "s")
    guessed = frozenset(form for form in joined - first if not form.endswith(_JOINING))
    return _Parts(frozenset(first | joined), guessed, frozenset(last))


def _stems(part: str) -> tuple[str, ...]:
    """What endings are added to: skola gives skol-, medel gives medl- as well."""
    if part.endswith("a"):
        return (part[:-1],)
    if part[-2:] in {"el", "er", "en"} and len(part) > 4:
        return (part, part[:-2] + part[-1])
    return (part,)


@cache
def _exceptions() -> dict[str, tuple[Point, ...]]:
    """Points of the kept words by the word without its marks."""
    kept: dict[str, tuple[Point, ...]] = {}
    for entry in _entries("hyphenation_exceptions_sv.txt"):
        points: list[Point] = []
        letters = ""
        for character in entry:
            if character in "=-":
                points.append(Point(len(letters), character == "="))
            else:
                letters += character
        kept[letters] = tuple(points)
    return kept


def _kept(word: str) -> tuple[Point, ...] | None:
    """The points of the exception that the word is, or is with an ending."""
    kept = _exceptions()
    for size in range(len(word), max(len(word) - _ENDING_MAX, _PART_MIN) - 1, -1):
        if word[:size] in kept and word[size:] in _ENDINGS:
            return kept[word[:size]]
    return None


def _is_last(text: str) -> bool:
    """Whether the text is a known last part with an ending or none."""
    last = _parts().last
    sizes = range(len(text), max(len(text) - _ENDING_MAX, _PART_MIN) - 1, -1)
    return any(text[:size] in last and text[size:] in _ENDINGS for size in sizes)


def _known_split(word: str) -> tuple[int, ...] | None:
    """Joints of the division into the fewest known parts, with the fewest guesses at a joining s (kultur-skola, not kulturs-kola).

    () for one part alone, None where the parts do not make the word.
    """
    first, guessed, _ = _parts()
    size = len(word)

    @cache
    def split(start: int) -> tuple[int, tuple[int, ...]] | None:
        if _is_last(word[start:]):
            return 0, ()
        found: tuple[int, tuple[int, ...]] | None = None
        for end in range(size - _PART_MIN, start + _PART_MIN - 1, -1):
            form = word[start:end]
            if form in first and (rest := split(end)) is not None:
                cost = rest[0] + (3 if form in guessed else 2)
                if found is None or cost < found[0]:
                    found = cost, (end, *rest[1])
        return found

    whole = split(0)
    return None if whole is None else whole[1]


def _likely_split(word: str) -> tuple[int, ...]:
    """Joints that one side alone gives away: a joining s after -ning, -het, -tion …, or a long last part behind unknown letters."""
    for joining in _JOINING:
        at = word.find(joining, HEAD_MIN)
        end = at + len(joining)
        if at > 0 and len(word) - end >= _PART_MIN + 1 and word[end:] not in _ENDINGS and _syllabic(word[end:]):
            return (end, *(end + joint for joint in _known_split(word[end:]) or ()))
    for start in range(_PART_MIN + 1, len(word) - 6):
        if _syllabic(word[:start]) and word[start - 1] not in _VOWELS and len(word) - start >= 7 and _is_last(word[start:]):
            return (start,)
    return ()


def _syllabic(text: str) -> bool:
    return any(letter in _VOWELS for letter in text)


def _joints(word: str) -> tuple[int, ...]:
    """Offsets at which parts of a Swedish compound meet."""
    known = _known_split(word)
    return _likely_split(word) if known is None else known


def _swedish(word: str) -> tuple[Point, ...]:
    """Points of a lower-case Swedish word before the rules of length; syllables are sought inside each part by itself."""
    kept = _kept(word)
    if kept is not None:
        return kept
    joints = _joints(word)
    found = [Point(joint, True) for joint in joints]
    for start, end in zip((0, *joints), (*joints, len(word)), strict=True):
        inner = _kept(word[start:end])
        if inner is None:
            part = word[start:end]
            inner = tuple(Point(offset, False) for offset in _patterns("sv").offsets(part) if not _hiatus(part, offset))
        least = _JOINT_CLEARANCE if start else 0
        most = end - start - (_JOINT_CLEARANCE if end < len(word) else 0)
        found += [Point(start + offset, joint) for offset, joint in inner if least <= offset <= most]
    return tuple(sorted(found))


@cache
def points(word: str, language: str, sentence_start: bool = False) -> tuple[Point, ...]:
    """Where one word may be broken, ascending; () for languages other than Swedish and English.

    No points in words of under seven letters, with figures, signs or capitals inside; none in capitalised words, which are names,
    save that at ``sentence_start`` the compound joints of a Swedish word hold, and all points of one whose every part is known,
    unless it ends as surnames, places and authorities do (Sjöberg, Trafikverket).
    """
    language = language.partition("-")[0]
    if language not in _DICTIONARIES or len(word) < WORD_MIN or not word.isalpha() or not word[1:].islower():
        return ()
    lower = word.lower()
    capital = word[0] != lower[0]
    if len(lower) != len(word) or (capital and (not sentence_start or _named(lower, language))):
        return ()
    found = _swedish(lower) if language == "sv" else tuple(Point(offset, False) for offset in _patterns(language).offsets(lower))
    joints_alone = capital and not _common(lower, language)
    return tuple(point for point in found if HEAD_MIN <= point.offset <= len(word) - TAIL_MIN and (point.joint or not joints_alone))


def _named(word: str, language: str) -> bool:
    """Whether a lower-case word that begins a sentence is more likely a name than a compound."""
    return language == "sv" and word.removesuffix("s").endswith(_NAME_ENDINGS) and _kept(word) is None


def _common(word: str, language: str) -> bool:
    """Whether a lower-case word is known for no name: kept by hand, or made of known parts."""
    return language == "sv" and (_kept(word) is not None or _known_split(word) is not None)
