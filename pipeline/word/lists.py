"""What lists of a returned file are (17.9): marks or numbers, and the label that Word computes for each paragraph of a series like "§ %1"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lxml.etree import _Element

from pipeline.dataclass import dataclass
from pipeline.word.names import W

_W = f"{{{W}}}"
_LABEL = re.compile(r"[^\W\d_]|§")
_DEEPEST = 9


@dataclass(frozen=True, slots=True)
class Level:
    """A level of a series: '-' for marks, '1.' for numbers, '' for none; its pattern and where it begins."""

    kind: str
    pattern: str
    start: int


class Lists:
    """The numbering part; a paragraph names its list by (number, level), ("0", 0) for none."""

    def __init__(self, root: _Element | None) -> None:
        self.levels: dict[tuple[str, int], Level] = {}
        self.series: dict[str, str] = {}
        self.starts: dict[tuple[str, int], int] = {}
        if root is None:
            return
        for series in root.iterfind(f"{_W}abstractNum"):
            for level in series.iterfind(f"{_W}lvl"):
                self.levels[series.get(f"{_W}abstractNumId", ""), number_of(level.get(f"{_W}ilvl"))] = _level(level)
        for instance in root.iterfind(f"{_W}num"):
            ident, of = instance.get(f"{_W}numId", ""), instance.find(f"{_W}abstractNumId")
            self.series[ident] = of.get(f"{_W}val", "") if of is not None else ""
            for override in instance.iterfind(f"{_W}lvlOverride"):
                start = override.find(f"{_W}startOverride")
                if start is not None:
                    self.starts[ident, number_of(override.get(f"{_W}ilvl"))] = number_of(start.get(f"{_W}val"))

    def level(self, place: tuple[str, int]) -> Level | None:
        """The level that a paragraph stands at."""
        return self.levels.get((self.series.get(place[0], ""), place[1]))

    def kind(self, place: tuple[str, int]) -> str:
        """'-' or '1.' for a list of somebody's text; '' for none, and for §§ and appendices, which count but are no such list."""
        level = self.level(place)
        return "" if level is None or _LABEL.search(level.pattern) else level.kind

    def labels(self, places: Iterable[tuple[str, int]]) -> Iterator[str]:
        """The label of each paragraph in order, '' for those without one: a series counts on, an instance that starts anew does so once."""
        counts: dict[tuple[str, int], int] = {}
        begun: set[tuple[str, int]] = set()
        for place in places:
            level = self.level(place)
            if level is None or not _LABEL.search(level.pattern):
                yield ""
                continue
            series = (self.series[place[0]], place[1])
            if place in self.starts and place not in begun:
                counts[series] = self.starts[place]
            else:
                counts[series] = counts.get(series, level.start - 1) + 1
            begun.add(place)
            yield level.pattern.replace(f"%{place[1] + 1}", str(counts[series]))


def _level(level: _Element) -> Level:
    form, words, start = (level.find(f"{_W}{tag}") for tag in ("numFmt", "lvlText", "start"))
    name = form.get(f"{_W}val", "") if form is not None else "none"
    kind = "" if name == "none" else "-" if name == "bullet" else "1."
    first = number_of(start.get(f"{_W}val")) if start is not None else 1
    return Level(kind, words.get(f"{_W}val", "") if words is not None else "", first)


def place_of(numbering: _Element) -> tuple[str, int]:
    """The list and level that a ``w:numPr`` names."""
    number, level = numbering.find(f"{_W}numId"), numbering.find(f"{_W}ilvl")
    depth = number_of(level.get(f"{_W}val")) if level is not None else 0
    return (number.get(f"{_W}val", "0") if number is not None else "0", min(depth, _DEEPEST - 1))


def number_of(words: str | None) -> int:
    """A whole number as XML writes it; 0 for anything else."""
    return int(words) if words and words.isascii() and words.isdigit() and len(words) < _DEEPEST else 0
