"""Origins: dotted paths by stable id into a record ('items.plan.decide.1'), followed through the models to where the field is written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import field
from pathlib import PurePosixPath
from typing import TypeAlias

from pydantic import BaseModel

from pipeline.dataclass import dataclass
from pipeline.problems import Place
from pipeline.records.attendance import Day, Movement, Serving
from pipeline.records.items import Conflict, Correction
from pipeline.records.model import Prose
from pipeline.records.shape import Location, locate
from pipeline.yamlfile import Node, Scalar, YamlFile


def entry_names(entry: object, index: int) -> Iterator[str]:
    """What an entry of a list may be called in an origin, the best name first; its number from 1 always does."""
    match entry:
        case Movement():
            yield entry.person
        case Serving():
            yield entry.substitute
        case Conflict():
            yield entry.person
        case Day():
            yield entry.date.isoformat()
        case Correction():
            yield entry.id
            yield entry.date.isoformat()
        case BaseModel():
            name = getattr(entry, "id", None) or getattr(entry, "item", None)
            if name:
                yield str(name)
        case str():
            yield entry
        case _:
            pass
    yield str(index + 1)


def follow(value: object, origin: str) -> tuple[Location, object, bool]:
    """The location that an origin names below a value, what stands there, and whether the whole origin was followed."""
    location: list[str | int] = []
    rest = origin
    while rest:
        step = _step(value, rest)
        if step is None:
            return tuple(location), value, False
        key, value, rest = step
        location.append(key)
    return tuple(location), value, True


def _step(value: object, rest: str) -> tuple[str | int, object, str] | None:
    """One step down: its key, what stands there and what is left of the origin; names may hold dots, so the longest that fits counts."""
    candidates: list[tuple[str, str | int, object]] = []
    if isinstance(value, BaseModel):
        fields = type(value).model_fields
        candidates = [
            (key, info.alias or name, getattr(value, name)) for name, info in fields.items() for key in {name, info.alias or name}
        ]
    elif isinstance(value, dict):
        candidates = [(str(key), str(key), item) for key, item in value.items()]
    elif isinstance(value, tuple):
        candidates = _entries(value).get(rest.partition(".")[0], [])
    fitting = [candidate for candidate in candidates if rest == candidate[0] or rest.startswith(f"{candidate[0]}.")]
    if not fitting:
        return None
    name, key, below = max(fitting, key=lambda candidate: len(candidate[0]))
    return key, below, rest[len(name) + 1 :]


_Named: TypeAlias = "dict[str, list[tuple[str, str | int, object]]]"
_LOOKED_UP: dict[int, tuple[tuple[object, ...], _Named]] = {}
"""The entries of lists by the first words of their names, by the list's identity: a list of a thousand is followed into as often."""
_MOST_LISTS = 64


def _entries(value: tuple[object, ...]) -> _Named:
    """(name, index, entry) by what stands before a name's first full stop, the numbers behind the names that last."""
    known = _LOOKED_UP.get(id(value))
    if known is not None and known[0] is value:
        return known[1]
    found: _Named = {}
    for index, item in enumerate(value):
        for name in entry_names(item, index):
            found.setdefault(name.partition(".")[0], []).append((name, index, item))
    for candidates in found.values():
        candidates.sort(key=lambda candidate: candidate[0] == str(int(candidate[1]) + 1))
    if len(_LOOKED_UP) >= _MOST_LISTS:
        _LOOKED_UP.clear()
    _LOOKED_UP[id(value)] = (value, found)
    return found


@dataclass(frozen=True)
class Part:
    """A file of the source with the model made from it; ``folder`` is that of the meeting's texts, as the user names it."""

    file: YamlFile
    model: BaseModel
    folder: str = ""

    def node(self, origin: str) -> tuple[Node, bool]:
        """The node that an origin is written in, and whether it is that of the whole origin."""
        location, _, complete = follow(self.model, origin)
        return locate(self.file.root, location)[0], complete

    def prose(self, origin: str) -> Prose | None:
        """The running text at an origin, if that is what stands there."""
        _, value, _ = follow(self.model, origin)
        return value if isinstance(value, Prose) else None

    def place(self, origin: str) -> Place:
        """Where an origin is written; the first line of its file under texts/ for a text of its own."""
        prose = self.prose(origin)
        if prose is not None and prose.file is not None:
            return Place(str(PurePosixPath(self.folder, prose.file)), 1, 1)
        return self.file.place_of(self.node(origin)[0])

    def words_place(self, origin: str, line: int, column: int = 1) -> Place:
        """Where a line and column (from 1) of a field's words stand, as near as its style tells."""
        prose = self.prose(origin)
        if prose is not None and prose.file is not None:
            return Place(str(PurePosixPath(self.folder, prose.file)), line, column)
        node, _ = self.node(origin)
        if not isinstance(node, Scalar):
            return self.file.place_of(node)
        if node.style == "|":
            indent = _indent(self.file.text, node)
            return Place(self.file.file, node.line + 1 + line, column + indent)
        words = node.raw.strip().split("\n")
        return self._word_place(node, "\n".join([*words[: line - 1], words[line - 1][: column - 1] if line <= len(words) else ""]))

    def first_place(self, origin: str, words: str) -> Place:
        """Where a field first says some words; where it begins if it says them otherwise."""
        _, value, _ = follow(self.model, origin)
        text = value.text if isinstance(value, Prose) else value
        if not words or not isinstance(text, str) or words not in text:
            return self.place(origin)
        at = text.index(words)
        return self.words_place(origin, text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at))

    def _word_place(self, node: Scalar, before: str) -> Place:
        """The place of what follows ``before`` in a value whose spaces and line ends may be written otherwise: counted in words."""
        text = self.file.text
        number, inside = len(before.split()), 0
        if before and not before[-1].isspace():
            number, inside = number - 1, len(before.rsplit(maxsplit=1)[-1])
        skipped = 1 if node.style == ">" else 0
        found = [match.start() for match in re.finditer(r"\S+", text[node.start : node.end])]
        if number + skipped >= len(found):
            return self.file.place_of(node)
        at = node.start + found[number + skipped] + inside + (len(node.style) if number == 0 and not skipped else 0)
        return Place(self.file.file, text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at))


def _indent(text: str, node: Scalar) -> int:
    lines = text[node.start : node.end].split("\n")[1:]
    return next((len(line) - len(line.lstrip(" ")) for line in lines if line.strip()), 0)


@dataclass(frozen=True)
class Parts:
    """The files of a source by the first word of their origins; the meeting's origins begin with its fields."""

    meeting: Part
    others: dict[str, Part] = field(default_factory=dict)

    def part(self, origin: str) -> tuple[Part, str]:
        """The file of an origin, and the origin within it."""
        first, _, rest = origin.partition(".")
        return (self.others[first], rest) if first in self.others else (self.meeting, origin)

    def place(self, origin: str) -> Place:
        """Where an origin is written."""
        part, rest = self.part(origin)
        return part.place(rest)


def names_of(entries: Sequence[object]) -> list[str]:
    """The first names of a list's entries."""
    return [next(entry_names(entry, index)) for index, entry in enumerate(entries)]
