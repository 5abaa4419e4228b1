"""What composing alone can tell that a person should look at; what the record itself shows is told when it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.compose.context import Context
from pipeline.problems import Problem, say

if TYPE_CHECKING:
    from pipeline.records.source import Source


def remarks_on(source: Source) -> tuple[Problem, ...]:
    """Warnings: days whose adjournment has no place among the §§."""
    ctx = Context(source)
    if not source.meeting.items or len(ctx.adjourned) >= len(source.meeting.days) - 1:
        return ()
    message = say("expected the last item of each day but the last, found no arrival or departure that tells it")
    hint = say("write the day as a mapping with date, start, end and last: the item's id")
    return (Problem(source.place("days"), "days", message, hint, "warning"),)
