"""Texts word by word: what differs between two, and what becomes of one that two people changed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Literal

from pipeline.dataclass import dataclass

_TOKEN = re.compile(r"\w+(?:[-’':./]\w+)*|\s+|[^\w\s]")
_WORD = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Neighbouring words of a difference that met the same fate."""

    kind: Literal["same", "deleted", "inserted"]
    text: str


def words_of(text: str) -> list[str]:
    """Words, stretches of space and single signs, which together are the text."""
    return _TOKEN.findall(text)


def difference(old: str, new: str) -> tuple[Stretch, ...]:
    """What makes ``new`` of ``old``: deleted words before the inserted ones that took their place."""
    before, after = words_of(old), words_of(new)
    found: list[Stretch] = []
    for kind, first, last, begin, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append(Stretch("same", "".join(before[first:last])))
            continue
        if first < last:
            found.append(Stretch("deleted", "".join(before[first:last])))
        if begin < end:
            found.append(Stretch("inserted", "".join(after[begin:end])))
    return tuple(found)


def merge_words(base: str, theirs: str, ours: str) -> str | None:
    """Both sides' changes to ``base``; None where they changed the same words, or words with no unchanged word between them."""
    if ours in (theirs, base):
        return theirs
    if theirs == base:
        return ours
    old = words_of(base)
    changes = _together(_changes(old, words_of(theirs), 0) + _changes(old, words_of(ours), 1), old)
    merged: list[str] = []
    at = 0
    for group in changes:
        first, last = min(change.first for change in group), max(change.last for change in group)
        sides = [[change for change in group if change.side == side] for side in (0, 1)]
        told = [_applied(old, first, last, side) for side in sides]
        if sides[0] and sides[1] and told[0] != told[1]:
            return None
        merged += old[at:first] + (told[0] if sides[0] else told[1])
        at = last
    return "".join(merged + old[at:])


@dataclass(frozen=True, slots=True)
class _Change:
    """Words ``first`` to ``last`` of the base become ``new`` on one side."""

    first: int
    last: int
    new: tuple[str, ...]
    side: int


def _changes(old: Sequence[str], new: Sequence[str], side: int) -> list[_Change]:
    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [_Change(first, last, tuple(new[begin:end]), side) for kind, first, last, begin, end in codes if kind != "equal"]


def _together(changes: list[_Change], old: Sequence[str]) -> list[list[_Change]]:
    """Changes in groups that no whole word of the base keeps apart."""
    groups: list[list[_Change]] = []
    for change in sorted(changes, key=lambda one: (one.first, one.last, one.side)):
        if groups and not _apart(groups[-1], change, old):
            groups[-1].append(change)
        else:
            groups.append([change])
    return groups


def _apart(group: list[_Change], change: _Change, old: Sequence[str]) -> bool:
    end = max(one.last for one in group)
    return any(_WORD.search(word) for word in old[end : change.first])


def _applied(old: Sequence[str], first: int, last: int, changes: Sequence[_Change]) -> list[str]:
    """The base from ``first`` to ``last`` with one side's changes."""
    done: list[str] = []
    at = first
    for change in changes:
        done += [*old[at : change.first], *change.new]
        at = change.last
    return done + list(old[at:last])
