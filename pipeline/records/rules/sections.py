"""§ numbers have no gap, and meetings follow each other."""

from __future__ import annotations

from pipeline.problems import say
from pipeline.records.items import section_numbers
from pipeline.records.rules.sense import Sense


def check_sections(sense: Sense) -> None:
    """The first § against the record before, §§ within the record, and the meeting's number."""
    source, meeting = sense.source, sense.meeting
    previous = source.previous
    running = sense.body is not None and sense.body.sections == "through_the_year"
    if (
        previous is not None
        and running
        and previous.year == meeting.meeting.year
        and meeting.first_section not in {None, previous.last_section + 1}
    ):
        message = say(
            "expected § {expected}, since minutes {name} end with § {last}; found § {found}",
            expected=previous.last_section + 1, name=previous.name, last=previous.last_section, found=meeting.first_section,
        )  # fmt: skip
        sense.error("first_section", message, say("take first_section away: it follows from the record before"))
    numbers = section_numbers(meeting.items, source.first_section)
    following = source.first_section
    for item, number in zip(meeting.items, numbers, strict=True):
        if number != following:
            message = say("expected § {expected} after the one before, found § {found}", expected=following, found=number)
            sense.error(f"items.{item.id}.number", message, say("take number away: it follows from the item before"))
        following = number + 1
    name = meeting.meeting
    if previous is not None and previous.year == name.year and name.number is not None and previous.number is not None:
        if name.number == previous.number:
            hint = say("{slug} has it already", slug=previous.slug)
            sense.error("meeting", say("expected a number of its own, found {number} again", number=name.number), hint)
        elif name.number != previous.number + 1:
            message = say(
                "expected number {expected} after {name}, found {found}",
                expected=previous.number + 1,
                name=previous.name,
                found=name.number,
            )
            sense.warn("meeting", message, say("is a record missing?"))
    for item in meeting.items:
        if item.previous is not None and previous is not None and item.previous != previous.name:
            message = say("expected {expected}, the record before this one; found {found}", expected=previous.name, found=item.previous)
            sense.warn(
                f"items.{item.id}.previous", message, say("correct the number, or take it away: then it follows from the record before")
            )
