"""§§, talks and documents whose ids became others in the record since a document was made: found again by what they say, and said so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.problems import Message, say
from pipeline.word.alike import likeness

if TYPE_CHECKING:
    from pipeline.word.returned import Returned

_SAME = {"items": 0.5, "talks": 0.5, "documents": 0.75}
"""Share of words that two entries must have in common to be the same one under another id: of a document there is but a title."""


def found_again(returned: Returned, entries: Iterable[str], now: Mapping[str, str]) -> Returned:
    """The document with the ids that the record has now; ``entries`` are the record's, as 'items.plan', and ``now`` its fields."""
    there = list(entries)
    sections = (one for one in returned.sections_before if one.startswith("items."))
    before = dict.fromkeys((*sections, *(entry for origin in returned.fields if (entry := _entry(origin)))))
    gone = [one for one in before if one not in there]
    if not gone:
        return returned
    fresh = [one for one in there if one not in before]
    base = {origin: back.base for origin, back in returned.fields.items()}
    scores = sorted(
        (
            (likeness(old, new), one, other)
            for one in gone
            for other in fresh
            if _kind(one) == _kind(other) and (old := _words(base, one)) and (new := _words(now, other))
        ),
        key=lambda score: -score[0],
    )
    names: dict[str, str] = {}
    for score, one, other in scores:
        if score >= _SAME[_kind(one)] and one not in names and other not in names.values():
            names[one] = other
    return _renamed(returned, names) if names else returned


def _kind(entry: str) -> str:
    return entry.partition(".")[0]


def _entry(origin: str) -> str:
    """The talk or document that a field is in: 'talks.region' for 'talks.region.text'; '' for what else there is. An id may have full stops."""
    return origin.rpartition(".")[0] if origin.startswith(("talks.", "documents.")) else ""


def _words(fields: Mapping[str, str], section: str) -> str:
    return " ".join(words for origin, words in fields.items() if origin.startswith(f"{section}."))


def _renamed(returned: Returned, names: Mapping[str, str]) -> Returned:
    def now(origin: str) -> str:
        return next((f"{new}{origin[len(old) :]}" for old, new in names.items() if origin == old or origin.startswith(f"{old}.")), origin)

    notes: tuple[Message, ...] = tuple(
        say("{old} is called {new} in the record now; it was found again by its words", old=old, new=new) for old, new in names.items()
    )
    return replace(
        returned,
        fields={now(origin): replace(back, origin=now(origin)) for origin, back in returned.fields.items()},
        comments=tuple(replace(one, origin=now(one.origin)) for one in returned.comments),
        additions=tuple(
            replace(one, after=now(one.after), section=now(one.section), before=now(one.before), beside=now(one.beside))
            for one in returned.additions
        ),
        refusals=tuple(replace(one, source=now(one.source)) for one in returned.refusals),
        moves=tuple(replace(one, origin=now(one.origin), after=now(one.after)) for one in returned.moves),
        notes=(*returned.notes, *notes),
        sections_before=tuple(map(now, returned.sections_before)),
        sections=tuple(map(now, returned.sections)),
        gone=frozenset(map(now, returned.gone)),
    )
