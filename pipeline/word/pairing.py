"""Which paragraph that came back is which that was written: by the fields' bookmarks, and by their words where those are gone."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import field
from itertools import takewhile

from pipeline.dataclass import dataclass
from pipeline.word.alike import likeness
from pipeline.word.recorded import Line
from pipeline.word.revisions import Seen
from pipeline.word.rows import pair_rows
from pipeline.word.wording import key

_ALIKE = 0.5
"""Share of words that two paragraphs must have in common to be the same one."""
_MOST_COMPARED = 250_000
"""Pairs of paragraphs that are compared word by word at once; beyond, only equal ones are found."""


@dataclass(slots=True)
class Pairing:
    """For every paragraph that came back the lines that it holds (more than one where some were joined), and for every line its paragraph.

    ``marked`` are the lines found by their bookmarks, ``moved`` those that stand out of order.
    """

    held: list[list[int]]
    place: list[int | None]
    marked: set[int] = field(default_factory=set)
    moved: set[int] = field(default_factory=set)


def pair(lines: Sequence[Line], seen: Sequence[Seen]) -> Pairing:
    """Bookmarks first, then equal words, then words alike, then what stands alone between two neighbours."""
    place: list[int | None] = [None] * len(lines)
    marked = _by_marks(lines, seen, place)
    old, new = [key(line.text) for line in lines], [key(one.text) for one in seen]
    taken = {at for at in place if at is not None}
    for mine, theirs in _gaps(place, taken, len(seen)):
        _by_words(old, new, mine, theirs, place)
        taken |= {at for number in mine if (at := place[number]) is not None}
    _strays(old, new, place)
    _beside(old, new, place)
    pair_rows(lines, seen, old, marked, place)
    _fallen(old, new, marked, place)
    _neighbours(lines, seen, old, new, place)
    held: list[list[int]] = [[] for _ in seen]
    for number, at in enumerate(place):
        if at is not None:
            held[at].append(number)
    pairs = [(number, at) for number, at in enumerate(place) if at is not None]
    return Pairing(held, place, marked, {number for number, _ in pairs} - set(_backbone(pairs)))


def _by_marks(lines: Sequence[Line], seen: Sequence[Seen], place: list[int | None]) -> set[int]:
    owner = {mark: number for number, line in enumerate(lines) for mark in line.marks}
    for at, one in enumerate(seen):
        for name in one.bookmarks:
            number = owner.get(name)
            if number is not None and place[number] is None:
                place[number] = at
    return {number for number, at in enumerate(place) if at is not None}


def _backbone(pairs: Sequence[tuple[int, int]]) -> list[int]:
    """The lines of the longest run that is in order on both sides (several lines may stand in one paragraph)."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for index, (_, at) in enumerate(pairs):
        # Equal places count as in order: find the first tail beyond.
        spot = bisect_left(tails, at + 1)
        before.append(ends[spot - 1] if spot else -1)
        if spot == len(tails):
            tails.append(at)
            ends.append(index)
        else:
            tails[spot], ends[spot] = at, index
    chain: list[int] = []
    index = ends[-1] if ends else -1
    while index >= 0:
        chain.append(pairs[index][0])
        index = before[index]
    return chain[::-1]


def _gaps(place: Sequence[int | None], taken: set[int], size: int) -> Iterator[tuple[list[int], list[int]]]:
    """Every run of free lines with the free paragraphs between those of its neighbours, or beside them where one of the two moved away.

    ``place`` and ``taken`` may fill while this goes on.
    """
    number = 0
    while number < len(place):
        if place[number] is not None:
            number += 1
            continue
        end = next((later for later in range(number, len(place)) if place[later] is not None), len(place))
        before, after = place[number - 1] if number else -1, place[end] if end < len(place) else size
        assert before is not None
        assert after is not None
        if before < after:
            theirs = [free for free in range(before + 1, after) if free not in taken]
        else:
            below = takewhile(lambda at: at not in taken, range(before + 1, size))
            above = takewhile(lambda at: at not in taken, range(after - 1, -1, -1))
            theirs = list(dict.fromkeys((*below, *reversed(list(above)))))
        if theirs:
            yield list(range(number, end)), theirs
        number = end


def _by_words(old: Sequence[str], new: Sequence[str], mine: Sequence[int], theirs: Sequence[int], place: list[int | None]) -> None:
    """Pair within a gap: equal at the ends, then unique and equal, then alike."""
    stack = [(mine, theirs)]
    while stack:
        mine, theirs = stack.pop()
        common = 0
        while common < min(len(mine), len(theirs)) and old[mine[common]] == new[theirs[common]]:
            place[mine[common]] = theirs[common]
            common += 1
        mine, theirs = mine[common:], theirs[common:]
        common = 0
        while common < min(len(mine), len(theirs)) and old[mine[-1 - common]] == new[theirs[-1 - common]]:
            place[mine[-1 - common]] = theirs[-1 - common]
            common += 1
        mine, theirs = mine[: len(mine) - common], theirs[: len(theirs) - common]
        if not mine or not theirs:
            continue
        unique = _unique(old, new, mine, theirs)
        if not unique:
            _alike(old, new, mine, theirs, place)
        begin, first = 0, 0
        for i, j in (*unique, (len(mine), len(theirs))) if unique else ():
            if i < len(mine):
                place[mine[i]] = theirs[j]
            stack.append((mine[first:i], theirs[begin:j]))
            first, begin = i + 1, j + 1


def _unique(old: Sequence[str], new: Sequence[str], mine: Sequence[int], theirs: Sequence[int]) -> list[tuple[int, int]]:
    """Positions of equal texts that stand once on either side of the gap, in order."""
    here, there = Counter(old[number] for number in mine), Counter(new[at] for at in theirs)
    where = {new[at]: j for j, at in enumerate(theirs)}
    pairs = [(i, where[text]) for i, number in enumerate(mine) if (text := old[number]) and here[text] == 1 == there.get(text, 0)]
    chain = set(_backbone(pairs))
    return [one for one in pairs if one[0] in chain]


def _alike(old: Sequence[str], new: Sequence[str], mine: Sequence[int], theirs: Sequence[int], place: list[int | None]) -> None:
    """The best pairs in order (Needleman and Wunsch) among paragraphs that have half of their words in common."""
    if len(mine) * len(theirs) > _MOST_COMPARED:
        return
    scores = [[score if (score := likeness(old[a], new[b])) >= _ALIKE else 0.0 for b in theirs] for a in mine]
    best = [[0.0] * (len(theirs) + 1) for _ in range(len(mine) + 1)]
    for i in range(len(mine) - 1, -1, -1):
        for j in range(len(theirs) - 1, -1, -1):
            here = scores[i][j] + best[i + 1][j + 1] if scores[i][j] else 0.0
            best[i][j] = max(here, best[i + 1][j], best[i][j + 1])
    i = j = 0
    while i < len(mine) and j < len(theirs):
        if scores[i][j] and best[i][j] == scores[i][j] + best[i + 1][j + 1]:
            place[mine[i]] = theirs[j]
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1


def _strays(old: Sequence[str], new: Sequence[str], place: list[int | None]) -> None:
    """Pair what moved: long texts that stand once among what is left on either side."""
    taken = {at for at in place if at is not None}
    left = [at for at in range(len(new)) if at not in taken]
    here = Counter(old[number] for number, at in enumerate(place) if at is None)
    there = Counter(new[at] for at in left)
    where = {new[at]: at for at in left}
    for number, at in enumerate(place):
        text = old[number]
        if at is None and len(text) >= 12 and here[text] == 1 == there.get(text, 0):
            place[number] = where[text]


def _beside(old: Sequence[str], new: Sequence[str], place: list[int | None]) -> None:
    """Pair what moved along with its neighbour, though it is too short to be known by itself ("Dnr 2023-14")."""
    taken = {at for at in place if at is not None}
    for numbers, step in ((range(1, len(old)), 1), (range(len(old) - 2, -1, -1), -1)):
        for number in numbers:
            beside = place[number - step]
            if place[number] is None and beside is not None and old[number].strip():
                at = beside + step
                if 0 <= at < len(new) and at not in taken and old[number] == new[at]:
                    place[number] = at
                    taken.add(at)


def _fallen(old: Sequence[str], new: Sequence[str], marked: set[int], place: list[int | None]) -> None:
    """Where a paragraph went, its bookmark falls on the next one: give that to the free line that it is more like."""
    for number in sorted(marked):
        at = place[number]
        if at is None or old[number] == new[at]:
            continue
        own = likeness(old[number], new[at])
        later = number + 1
        while later < len(old) and place[later] is None:
            if likeness(old[later], new[at]) > max(own, _ALIKE):
                place[later] = at
                break
            later += 1


def _neighbours(lines: Sequence[Line], seen: Sequence[Seen], old: Sequence[str], new: Sequence[str], place: list[int | None]) -> None:
    """Pair the one line and the one paragraph that are left between two pairs, and give joined lines to the paragraph that swallowed them."""
    taken = {at for at in place if at is not None}
    for number in range(len(lines)):
        if place[number] is not None:
            continue
        before = place[number - 1] if number else -1
        after = place[number + 1] if number + 1 < len(lines) else len(seen)
        if before is not None and after is not None and after == before + 2 and before + 1 not in taken:
            if (seen[before + 1].row >= 0) == (lines[number].row >= 0) and new[before + 1].strip():
                place[number] = before + 1
                taken.add(before + 1)
        elif old[number] and lines[number].cell < 0:
            # Its words within its neighbour: somebody took the paragraph mark away.
            if before is not None and before >= 0 and _swallowed(old[number], new[before], old[number - 1]):
                place[number] = before
            elif after is not None and after < len(seen) and _swallowed(old[number], new[after], old[number + 1]):
                place[number] = after


def _swallowed(words: str, by: str, neighbour: str) -> bool:
    return words == by or (words in by and words not in neighbour and len(by) >= len(words) + len(neighbour) // 2)
