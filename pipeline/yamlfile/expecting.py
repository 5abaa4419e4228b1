"""What a file's plain value is to be after changes: the measure that every splice is held against."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping as MappingType
from enum import Enum
from typing import Any, TypeAlias

from pipeline.dataclass import dataclass
from pipeline.yamlfile.nodes import Plain, Steps
from pipeline.yamlfile.writing import Value


class Removed(Enum):
    """The type of REMOVED."""

    REMOVED = "removed"


REMOVED = Removed.REMOVED
"""As a change: the list entry or the key goes, with its lines."""


@dataclass(frozen=True, slots=True)
class Added:
    """As a change: a new entry before the one that stands at this index (at the end if there is none), or a new key.

    The key stands behind the last of the mapping's keys that are named ``behind``, at the end where there is none of them.
    """

    value: Value
    behind: frozenset[str] = frozenset()


Change: TypeAlias = "Value | Added | Removed"


def expected(value: Plain, changes: MappingType[Steps, Change]) -> Plain:
    """The plain value after the changes; KeyError, IndexError or TypeError for a way that leads nowhere."""
    root: dict[str, Any] = {"": _copy(value)}
    groups: dict[Steps, list[tuple[str | int, Added | Removed]]] = {}
    for steps, change in changes.items():
        if isinstance(change, Added | Removed):
            groups.setdefault(("", *steps[:-1]), []).append((steps[-1], change))
        else:
            holder, last = _reach(root, ("", *steps))
            holder[last]  # it must be there
            holder[last] = as_plain(change)
    for path in sorted(groups, key=len, reverse=True):
        _rearrange(root, path, groups[path])
    result: Plain = root[""]
    return result


def _reach(root: Any, steps: Steps) -> tuple[Any, Any]:
    """The container of the last step, and that step."""
    for step in steps[:-1]:
        root = root[step]
    return root, steps[-1]


def _rearrange(root: Any, path: Steps, moves: list[tuple[str | int, Added | Removed]]) -> None:
    """Take out and put in below one container; an empty value becomes the container that the new entry needs."""
    holder, last = _reach(root, path)
    container = holder[last]
    if container is None:
        container = holder[last] = [] if isinstance(moves[0][0], int) else {}
    if isinstance(container, dict):
        for key, move in moves:
            if isinstance(move, Added):
                pairs = list(container.items())
                at = place_of(container, move.behind)
                pairs.insert(at, (str(key), as_plain(move.value)))
                container.clear()
                container.update(pairs)
            else:
                del container[str(key)]
        return
    gone = {step for step, move in moves if isinstance(move, Removed)}
    entries: list[Plain] = []
    for index in range(len(container) + 1):
        for step, move in moves:
            assert isinstance(step, int)
            if isinstance(move, Added) and min(step, len(container)) == index:
                entries.append(as_plain(move.value))
        if index < len(container) and index not in gone:
            entries.append(container[index])
    container[:] = entries


def place_of(keys: Iterable[str], behind: frozenset[str]) -> int:
    """Where among a mapping's keys a new one stands: behind the last of those named, else last."""
    names = list(keys)
    return max((index + 1 for index, name in enumerate(names) if name in behind), default=len(names))


def same(one: Plain, other: Plain) -> bool:
    """Equal in order too; a number counts as the same as the text of its characters, since the models read either."""
    if isinstance(one, dict) and isinstance(other, dict):
        return list(one) == list(other) and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, int | float) and isinstance(other, str) and not isinstance(one, bool):
        return repr(one) == other
    return type(one) is type(other) and one == other


def _copy(value: Plain) -> Plain:
    if isinstance(value, dict):
        return {key: _copy(item) for key, item in value.items()}
    return [_copy(item) for item in value] if isinstance(value, list) else value


def as_plain(value: Value) -> Plain:
    """A value to be written, as it will be read."""
    if isinstance(value, MappingType):
        return {str(key): as_plain(item) for key, item in value.items()}
    return [as_plain(item) for item in value] if isinstance(value, list | tuple) else value
