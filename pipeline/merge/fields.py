"""Base, theirs and ours, field by field: what to take, what to keep, what needs a person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pipeline.dataclass import dataclass
from pipeline.merge.words import merge_words

Outcome = Literal["same", "take", "keep", "merge", "conflict"]
"""same: nobody differs; take: theirs alone changed; keep: ours alone changed; merge: both, in different words; conflict: both, in the same words."""


@dataclass(frozen=True, slots=True)
class Merged:
    """One field's three sides and what became of it; None is a field that is not there; ``value`` is None too in a conflict."""

    origin: str
    base: str | None
    theirs: str | None
    ours: str | None
    outcome: Outcome
    value: str | None


def merge_fields(base: Mapping[str, str], theirs: Mapping[str, str | None], ours: Mapping[str, str]) -> tuple[Merged, ...]:
    """Every field of the three in base's order, then ours' new ones: word by word where both sides changed.

    A field that ``theirs`` does not name at all was not shown to them and is as it was.
    """
    order = dict.fromkeys((*base, *theirs, *ours))
    return tuple(merge_field(origin, base.get(origin), theirs.get(origin, base.get(origin)), ours.get(origin)) for origin in order)


def merge_field(origin: str, base: str | None, theirs: str | None, ours: str | None) -> Merged:
    """One field; a deletion against a change is a conflict."""
    if theirs == ours:
        return Merged(origin, base, theirs, ours, "same", ours)
    if theirs == base:
        return Merged(origin, base, theirs, ours, "keep", ours)
    if ours == base:
        return Merged(origin, base, theirs, ours, "take", theirs)
    if base is not None and theirs is not None and ours is not None:
        value = merge_words(base, theirs, ours)
        if value is not None:
            return Merged(origin, base, theirs, ours, "merge", value)
    return Merged(origin, base, theirs, ours, "conflict", None)
