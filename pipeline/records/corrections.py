"""Verified minutes do not change silently: what differs between two versions of a record needs a dated note at its §."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel

from pipeline.problems import Message, say
from pipeline.records.items import Item
from pipeline.records.meeting import Meeting
from pipeline.records.origins import entry_names

UNBOUND = frozenset({"newsletter", "images", "status", "adjust", "internal", "agenda", "called", "remark", "corrections"})
"""What is no part of the minutes, or says itself that it changes them."""


def silent_changes(before: Meeting, after: Meeting) -> list[tuple[str, Message, Message]]:
    """Origin, message and hint for every change of verified minutes without a new correction at the §; [] where they were not verified."""
    if before.status != "adjusted":
        return []
    mended = {item.id for item in after.items if _new_corrections(before, item)}
    found: list[tuple[str, Message, Message]] = []
    for origin in _differences(before, after, ""):
        item = origin.split(".")[1] if origin.startswith("items.") else ""
        if item in mended or (not item and mended):
            continue
        message = say("expected verified minutes to stay as they are, found a change")
        hint = say("add a note under corrections: of the § with today's date and what is corrected, or undo the change")
        found.append((origin, message, hint))
    return found


def _new_corrections(before: Meeting, item: Item) -> bool:
    old = next((one for one in before.items if one.id == item.id), None)
    return len(item.corrections) > (len(old.corrections) if old is not None else 0)


def _differences(one: object, other: object, origin: str) -> Iterator[str]:
    """The origins of what differs, as deep as both have it."""
    if one == other:
        return
    if isinstance(one, BaseModel) and type(one) is type(other):
        for name in type(one).model_fields:
            if name not in UNBOUND:
                yield from _differences(getattr(one, name), getattr(other, name), f"{origin}.{name}" if origin else name)
    elif isinstance(one, dict) and isinstance(other, dict):
        for key in dict.fromkeys([*one, *other]):
            yield from _differences(one.get(key), other.get(key), f"{origin}.{key}")
    elif isinstance(one, tuple) and isinstance(other, tuple):
        left = {next(entry_names(entry, index)): entry for index, entry in enumerate(one)}
        right = {next(entry_names(entry, index)): entry for index, entry in enumerate(other)}
        if list(left) == list(right):
            for name, entry in left.items():
                yield from _differences(entry, right[name], f"{origin}.{name}")
        else:
            yield origin
    else:
        yield origin
