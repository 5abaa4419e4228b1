"""Entries of lists that are known by their number alone, found again by their words after others came or went."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import SequenceMatcher

_NUMBERED = re.compile(r"(?P<list>.+)\.(?P<number>\d+)(?P<field>(?:\.[^.\d]+)?)")
_ALIKE = 0.5
"""Share of signs that two entries must have in common to be the same one."""


def renumbered(base: Mapping[str, str], ours: Mapping[str, str]) -> dict[str, str | None]:
    """For every origin of ``base`` that counts a list's entry where ``ours`` has that entry now; None where it is gone."""
    old, new = _lists(base), _lists(ours)
    found: dict[str, str | None] = {}
    for name, origins in old.items():
        found.update(_aligned(origins, new.get(name, []), base, ours))
    return found


def _lists(fields: Mapping[str, str]) -> dict[tuple[str, str], list[str]]:
    """The origins of every list, by its name and the field of its entries, in the order of their numbers."""
    found: dict[tuple[str, str], list[tuple[int, str]]] = {}
    for origin in fields:
        if match := _NUMBERED.fullmatch(origin):
            found.setdefault((match["list"], match["field"]), []).append((int(match["number"]), origin))
    return {name: [origin for _, origin in sorted(numbered)] for name, numbered in found.items()}


def _aligned(old: list[str], new: list[str], base: Mapping[str, str], ours: Mapping[str, str]) -> dict[str, str | None]:
    found: dict[str, str | None] = dict.fromkeys(old)
    words, others = [base[origin] for origin in old], [ours[origin] for origin in new]
    if words == others:
        return dict(zip(old, new, strict=True))
    for kind, first, last, begin, end in SequenceMatcher(None, words, others, autojunk=False).get_opcodes():
        if kind == "equal" or (kind == "replace" and last - first == end - begin):
            found.update(zip(old[first:last], new[begin:end], strict=True))
        elif kind == "replace":
            found.update(_alike(old[first:last], new[begin:end], base, ours))
    return found


def _alike(old: list[str], new: list[str], base: Mapping[str, str], ours: Mapping[str, str]) -> dict[str, str]:
    """The entries that are changed but still the same, in order."""
    found: dict[str, str] = {}
    free = list(new)
    for origin in old:
        likest = max(free, key=lambda one: SequenceMatcher(None, base[origin], ours[one]).ratio(), default=None)
        if likest is not None and SequenceMatcher(None, base[origin], ours[likest]).ratio() >= _ALIKE:
            found[origin] = likest
            free = free[free.index(likest) + 1 :]
    return found
