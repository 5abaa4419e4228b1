"""Rows that people added to tables or took out of them: of those present, and of a vote's names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING

from pipeline.jobs.newcomers import Step, Takes
from pipeline.jobs.roll import People
from pipeline.jobs.rowchanges import changed_rows
from pipeline.jobs.tabular import LIST, bare, cells_of, has_no_rows, has_row, lacks_row, problem_at, table_rows
from pipeline.problems import say
from pipeline.records.editing import with_field

if TYPE_CHECKING:
    from pipeline.records.source import Source
    from pipeline.word.recorded import Line
    from pipeline.word.returned import Addition, Refusal, Returned


def row_steps(record: Source, returned: Returned, now: Sequence[Line]) -> Iterator[Step]:
    """The rows that came and went, those that went first: of people, and of a vote's names."""
    gone = [one for one in returned.refusals if one.kind == "row_deleted"]
    came = [one for one in returned.additions if one.kind == "row"]
    edited = [one for one in returned.refusals if one.kind == "edited" and one.row]
    reader = People(record, returned, now) if gone or came or edited else None
    if reader is not None:
        yield from changed_rows(reader, edited, now)
    for refusal in gone:
        if reader is not None and refusal.source == LIST:
            yield reader.gone(refusal)
    yield from _votes(record, gone, now)
    for one in came:
        if reader is not None and one.section == LIST and len(one.cells) == 4:
            yield reader.came(one)
        else:
            yield _other(record, one)


def _other(record: Source, one: Addition) -> Step:
    """A row that is worked out from something else than lists of people; the record may say it already."""
    words = " | ".join(cell for cell in one.cells if cell)
    wanted = tuple(bare(cell) for cell in one.cells)
    origin = one.after if one.section != LIST else LIST
    why = None
    if re.fullmatch(r"items\..+\.vote", origin):
        why = problem_at(record, origin, say("the table of a vote names those who took part in the decision: they follow from attendance"))
    return Step(say("new row: {words}", words=words), one.hands, origin, None, partial(has_row, cells=wanted), source=one, why=why)


def _votes(record: Source, gone: Sequence[Refusal], now: Sequence[Line]) -> Iterator[Step]:
    """A vote's table that is gone whole: the vote is then told without names. A row alone cannot go."""
    votes = {f"items.{item.id}.vote": item.vote for item in record.meeting.items if item.vote is not None}
    for origin, rows in groupby((one for one in gone if one.source in votes), key=lambda one: one.source):
        told = list(rows)
        if len(told) >= len(table_rows(now, origin)):
            takes = Takes(fields=with_field(record, origin, "table", value=False))
            words = say("table of a vote's names deleted: {words}", words="; ".join(one.was for one in told))
            yield Step(words, told[0].hands, f"{origin}.table", takes, partial(has_no_rows, origin=origin), source=told[0])
            continue
        for one in told:
            why = problem_at(
                record, origin, say("the table of a vote names those who took part in the decision: they follow from attendance")
            )
            done = partial(lacks_row, cells=cells_of(one.was), origin=origin)
            yield Step(say("row deleted: {words}", words=one.was), one.hands, origin, None, done, source=one, why=why)
