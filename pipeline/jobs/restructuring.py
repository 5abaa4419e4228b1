"""New, deleted and moved §§, paragraphs and clauses of a returned document: taken where the minutes then say them there, else told with the reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

from pipeline.collector import resting_collector
from pipeline.dataclass import dataclass
from pipeline.jobs.newcomers import Order, Step, Takes, steps_of
from pipeline.jobs.roll import Roll
from pipeline.jobs.saying import keeps_words
from pipeline.jobs.tablerows import row_steps
from pipeline.problems import BadInput, Message, Problem, Report
from pipeline.records.corrections import silent_changes
from pipeline.records.editing import REMOVED, CannotEdit, Rearranged, edit_record
from pipeline.word.returned import Addition
from pipeline.yamlfile.rearranging import rearrange
from pipeline.yamlfile.splicing import Added, Change

if TYPE_CHECKING:
    from pipeline.records.source import Source
    from pipeline.story import Document
    from pipeline.word.recorded import Line
    from pipeline.word.returned import Returned

Files: TypeAlias = dict[Path, bytes]
Wanted: TypeAlias = "Change | Rearranged"
"""What becomes of a field or a list; None: it goes."""
Told: TypeAlias = "tuple[Document, Mapping[str, str]]"
"""A record's minutes, and the fields that they show."""


@dataclass(slots=True)
class Plan:
    """The files as they would be written and the paragraphs that the minutes would have.

    The steps are taken, left (with the reason) or in the record already (``there``); ``short`` are fields without words of their own,
    ``wrong`` those that the record could not be read with.
    """

    files: Files = field(default_factory=dict)
    taken: list[Step] = field(default_factory=list)
    left: list[tuple[Step, Problem | None]] = field(default_factory=list)
    short: list[str] = field(default_factory=list)
    wrong: list[tuple[str, Problem]] = field(default_factory=list)
    there: list[Step] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)

    @property
    def steps(self) -> list[Step]:
        """All of them: taken, left, and those that the record has already."""
        return [*self.taken, *(step for step, _ in self.left), *self.there]


@dataclass(frozen=True)
class _Tried:
    """A record as it would be, read and composed."""

    files: Files
    record: Source
    lines: list[Line]


def plan(record: Source, meeting: str | None, returned: Returned, values: Mapping[str, Wanted], told: Told | None = None) -> Plan:
    """What can be written of the new words and lists (``values``) and of everything else that came, went and moved; nothing is written.

    ``told`` are the record's minutes and the fields that they show, where they are worked out already.
    """
    with resting_collector():
        return _planned(record, meeting, returned, values, told if told is not None else _told(record))


def _told(record: Source) -> Told:
    from pipeline.compose.minutes import compose_minutes
    from pipeline.compose.public_record import base_fields

    story = compose_minutes(record)
    return story, base_fields(story)


def _planned(record: Source, meeting: str | None, returned: Returned, values: Mapping[str, Wanted], told: Told) -> Plan:
    result = Plan()
    wanted = dict(values)
    story, fields = told
    now = shown(story)
    found = [*steps_of(record, returned, now, fields), *row_steps(record, returned, now)]
    result.there = [one for one in found if one.done(now)]
    steps = [one for one in found if not one.done(now)]
    for step in found:
        for origin in step.covers & wanted.keys():
            del wanted[origin]
    tried = _all_at_once(record, meeting, wanted, steps, now) if steps else None
    if tried is not None:
        result.taken = steps
    else:
        tried = _words_alone(record, meeting, wanted, result)
        if steps:
            tried = _with_steps(record, meeting, wanted, steps, tried, result)
    result.lines = tried.lines
    result.files = {path: data for path, data in tried.files.items() if data != path.read_bytes()}
    return result


def shown(story: Document) -> list[Line]:
    """The paragraphs that a story has as a Word file."""
    from pipeline.word.blocks import Making, pieces_of
    from pipeline.word.recorded import read_lines
    from pipeline.word.shown import shown_lines

    return read_lines(shown_lines(pieces_of(story.blocks, Making(frozen=True))))


def _lines_of(record: Source) -> list[Line]:
    from pipeline.compose.minutes import compose_minutes

    return shown(compose_minutes(record))


def _all_at_once(record: Source, meeting: str | None, wanted: Mapping[str, Wanted], steps: list[Step], now: list[Line]) -> _Tried | None:
    """The record with all words and steps, read once, where everything has its place; what is not so is taken apart by the slower ways."""
    if any(step.takes is None for step in steps):
        return None
    try:
        whole = _try(record, meeting, wanted, steps)
    except (BadInput, CannotEdit, ValueError, LookupError, TypeError):
        return None
    return whole if all(_holds(step, whole.lines, now) is None for step in steps) else None


def _words_alone(record: Source, meeting: str | None, wanted: dict[str, Wanted], result: Plan) -> _Tried:
    """The record with the new words; what it could not be read with is left out and told."""
    while True:
        try:
            return _try(record, meeting, wanted, ())
        except CannotEdit as fault:
            del wanted[fault.origin]
            result.short.append(fault.origin)
        except BadInput as bad:
            wrong = [problem for problem in bad.problems if problem.severity == "error"]
            guilty = {origin: problem for problem in wrong for origin in wanted if _about(problem, origin)}
            for origin, problem in guilty.items() or [(origin, wrong[0]) for origin in wanted]:
                wanted.pop(origin)
                result.wrong.append((origin, problem))
            if not guilty and not wanted:
                return _Tried({}, record, _lines_of(record))


def _about(problem: Problem, origin: str) -> bool:
    """Whether a problem speaks of an origin, of what it is in, or of what is in it."""
    here, there = f"{problem.field}.", f"{origin}."
    return bool(problem.field) and (there.startswith(here) or here.startswith(there))


def _with_steps(
    record: Source, meeting: str | None, wanted: Mapping[str, Wanted], steps: list[Step], tried: _Tried, result: Plan
) -> _Tried:
    """The steps of paragraphs and §§, then those of rows: all of them at once where that holds, else one by one."""
    for group in ([one for one in steps if not one.row], [one for one in steps if one.row]):
        if group:
            tried = _with_group(record, meeting, wanted, group, tried, result)
    return tried


def _with_group(
    record: Source, meeting: str | None, wanted: Mapping[str, Wanted], steps: list[Step], tried: _Tried, result: Plan
) -> _Tried:
    if len(steps) > 1:
        try:
            whole = _try(record, meeting, wanted, [*result.taken, *steps]) if any(step.takes is not None for step in steps) else tried
        except (BadInput, CannotEdit, ValueError, LookupError, TypeError):
            whole = None
        if whole is not None and all(_holds(step, whole.lines, tried.lines) is None for step in (*result.taken, *steps)):
            result.taken += steps
            return whole
    for step in steps:
        further, reason = _one_more(record, meeting, wanted, [*result.taken, step], tried)
        if further is not None:
            result.taken.append(step)
            tried = further
        else:
            result.left.append((step, reason))
    return tried


def _one_more(
    record: Source, meeting: str | None, wanted: Mapping[str, Wanted], steps: list[Step], tried: _Tried
) -> tuple[_Tried | None, Problem | None]:
    """The record with the last of the steps too, or why not."""
    step = steps[-1]
    if step.takes is None:
        return (tried, None) if step.done(tried.lines) else (None, step.why)
    try:
        further = _try(record, meeting, wanted, steps)
    except BadInput as bad:
        return None, next(problem for problem in bad.problems if problem.severity == "error")
    except (CannotEdit, ValueError, LookupError, TypeError):
        return None, None  # the text has no place for it, written as it is
    if not all(one.done(further.lines) for one in steps):
        return None, step.why
    lost = _holds(step, further.lines, tried.lines)
    return (further, None) if lost is None else (None, Problem(record.place(step.origin), step.origin, lost) if lost else None)


def _holds(step: Step, lines: list[Line], before: list[Line]) -> Message | Literal[False] | None:
    """None where a step is done and nothing else was lost by it; else what, False where that has no words."""
    if not step.done(lines):
        return False
    if step.keeps is not None:
        return step.keeps(lines, before)
    kept = not isinstance(step.source, Addition) or step.source.section == "" or keeps_words(lines, step.source.section, before)
    return None if kept else False


def _try(record: Source, meeting: str | None, wanted: Mapping[str, Wanted], steps: Iterable[Step]) -> _Tried:
    """The record with new words and steps, read as it would be and composed; BadInput where it has problems that it did not have."""
    from pipeline.records.reading import read_source

    takes = [step.takes for step in steps if step.takes is not None]
    roll = Roll(record)
    for one in takes:
        if one.roll is not None:
            one.roll(roll)
    fields = {origin: change for one in takes for origin, change in one.fields.items()}
    words = {origin: REMOVED if value is None else value for origin, value in wanted.items()}
    files = edit_record(record, {**words, **fields, **roll.changes()})
    if any(one.arrange is not None for one in takes):
        path = Path(record.parts.meeting.file.file)
        files[path] = _rearranged(files.get(path, path.read_bytes()), takes)
    report = Report()
    changed = read_source(record.root, meeting, report=report, instead=files)
    noted = {message for _, message, _ in silent_changes(changed)}  # a note of correction comes after its change
    if wrong := [problem for problem in report.errors if problem.message not in noted]:
        raise BadInput(wrong)
    return _Tried(files, changed, _lines_of(changed))


def _rearranged(data: bytes, takes: list[Takes]) -> bytes:
    """meeting.yaml with its items in their new order."""
    mark = b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b""
    text = data.decode("utf-8-sig")
    arranged = sorted((one for one in takes if one.arrange is not None), key=lambda one: one.rank)
    if arranged:
        count = max(one.count for one in arranged)
        order: Order = list(range(count))
        for one in arranged:
            assert one.arrange is not None
            one.arrange(order)
        text = rearrange(text, {("items",): [one if isinstance(one, int) else Added(one) for one in order]})
    return mark + text.encode()
