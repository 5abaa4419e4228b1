"""Base, theirs and ours, field by field: what to take, what to keep, what needs a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

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
    """Every field of the three in base's order, then ours' new ones: word by word where both sides changed."""
    raise NotImplementedError
