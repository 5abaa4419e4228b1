"""The numbers that a record does not write down: §§ in their series, appendices in the order in which they are mentioned."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.dataclass import dataclass
from pipeline.records.items import section_numbers as numbered

if TYPE_CHECKING:
    from pipeline.records.meeting import Item, Meeting
    from pipeline.records.source import Source


@dataclass(frozen=True, slots=True)
class Mention:
    """An appendix: its number, the document's id and the item (by index) that mentions it first."""

    number: int
    document: str
    item: int


def section_numbers(source: Source) -> tuple[int, ...]:
    """The § of each item: on from the meeting's first, and on from wherever an item has a number of its own."""
    return tuple(numbered(source.meeting.items, source.first_section))


def mentioned_documents(item: Item, meeting: Meeting) -> Iterator[str]:
    """The documents of one item in the order in which its § speaks of them."""
    yield from item.documents
    for talk in item.talks:
        if talk in meeting.talks and meeting.talks[talk].appendix:
            yield str(meeting.talks[talk].appendix)
    yield from item.basis
    for reservation in item.reservations:
        if reservation.document:
            yield reservation.document


def mentions(meeting: Meeting) -> dict[str, Mention]:
    """The appendices by the document's id, numbered over the whole of the minutes."""
    found: dict[str, Mention] = {}
    for index, item in enumerate(meeting.items):
        for document in mentioned_documents(item, meeting):
            if document not in found:
                found[document] = Mention(len(found) + 1, document, index)
    return found
