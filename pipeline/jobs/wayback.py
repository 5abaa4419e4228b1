"""The way back: what people changed in a Word file, shown against the record and on request written into it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.jobs.entries import Bookkeeping
from pipeline.jobs.files import write_file
from pipeline.jobs.fillings import Entries
from pipeline.jobs.outcome import Outcome, ProgressSink, Written, no_progress
from pipeline.jobs.renames import found_again
from pipeline.jobs.restructuring import Plan, Wanted, plan
from pipeline.jobs.telling import telling
from pipeline.problems import BadInput, ExitCode, Message, Place, Problem, Report, counted, reason_of, say

if TYPE_CHECKING:
    from pipeline.merge.fields import Merged
    from pipeline.records.source import Source
    from pipeline.word.returned import FieldBack, Refusal, Returned

LARGEST = 64_000_000


def pull(
    *,
    file: str,
    source: str,
    meeting: str | None,
    apply: bool = False,
    ours: bool = False,
    theirs: bool = False,
    progress: ProgressSink = no_progress,
) -> Outcome:
    """Show what ``file`` changes field by field; with ``apply`` write it, with ``ours`` or ``theirs`` deciding conflicts."""
    from pipeline.compose.minutes import compose_minutes
    from pipeline.compose.public_record import as_base, base_fields
    from pipeline.records.reading import read_source
    from pipeline.word.reading import read_docx

    if ours and theirs:
        raise BadInput([Problem(Place("--ours"), "", say("expected --ours or --theirs, found both"))])
    report = Report()
    progress(say("Reading the record"), 0, 0)
    record = read_source(Path(source), meeting, report=report)
    report.close()
    progress(say("Reading {name}", name=Path(file).name), 0, 0)
    story = compose_minutes(record)
    shown = base_fields(story)
    returned = read_docx(_bytes(file), file, meeting=record.slug, fallback=story, base=as_base(shown))
    returned = found_again(returned, _known(record), _shown_now(record, shown, returned))
    changes, entries, values, returned = worked_out(record, returned, _shown_now(record, shown, returned), ours=ours, theirs=theirs)
    planned = plan(record, meeting, returned, values, (story, shown)) if apply or entries.changes or _restructured(returned) else Plan()
    covered = frozenset(origin for step in planned.steps for origin in step.covers)
    changes = [one for one in changes if one.origin not in covered | entries.hidden]
    told = telling(changes, returned, entries, planned, applied=apply)
    said = tuple(told.lines)
    if record.verified is not None and (changes or entries.changes or planned.taken):
        touched = {one.origin for one in changes} | entries.changes.keys()
        if record.verified.versions:
            said = (*said, say("The minutes are verified: what changes in a § needs a dated note there, under corrections:."))
        elif any(origin.startswith(f"items.{item}.") for item in record.verified.at_once for origin in touched):
            said = (*said, say("A § that changes was verified at once: that needs a dated note there, under corrections:."))
    if not apply:
        anything = changes or entries.changes or planned.taken
        tail = say("Nothing is written yet; --apply writes it into the record.") if anything else told.nothing
        return Outcome(problems=tuple(report.problems), said=(*said, tail))
    written = _write(planned)
    if not (changes or written):
        said = (*said, told.nothing)
    open_conflicts = [one for one in changes if one.outcome == "conflict"] if not (ours or theirs) else []
    left = [*_left_out(record, planned, entries), *_open(record, open_conflicts), *([told.problem(file)] if told.untaken else [])]
    return Outcome(written, (*report.problems, *left), said, ExitCode.BAD_INPUT if left else ExitCode.DONE)


def _known(record: Source) -> Iterator[str]:
    """The record's §§, talks and documents, by kind and id."""
    meeting = record.meeting
    for kind, names in (("items", [item.id for item in meeting.items]), ("talks", meeting.talks), ("documents", meeting.documents)):
        yield from (f"{kind}.{name}" for name in names)


def _shown_now(record: Source, shown: Mapping[str, str], returned: Returned) -> Mapping[str, str]:
    """The fields that the record's minutes show, and those of its notice where the document has some that minutes have not."""
    from pipeline.compose.agenda import compose_agenda
    from pipeline.compose.public_record import base_fields

    return shown if returned.fields.keys() <= shown.keys() else {**base_fields(compose_agenda(record)), **shown}


def worked_out(
    record: Source, returned: Returned, now: Mapping[str, str], *, ours: bool = False, theirs: bool = False
) -> tuple[list[Merged], Entries, dict[str, Wanted], Returned]:
    """What fields change, what lists and texts gain and lose, what of both is to be written, and the document with what is left for ``plan``.

    ``now`` are the fields that the record's minutes show.
    """
    from pipeline.merge.fields import merge_fields
    from pipeline.merge.lists import renumbered

    base = {origin: back.base for origin, back in returned.fields.items()}
    places = renumbered(base, now)
    stands = {origin: now[place] for origin in base for place in [places.get(origin, origin)] if place is not None and place in now}
    merged = merge_fields(base, {origin: _tidied(record, back) for origin, back in returned.fields.items()}, stands)
    changes = [one for one in merged if one.outcome == "conflict" or (one.outcome in {"take", "merge"} and one.value != one.ours)]
    decided = {one.origin: _written(one, ours=ours, theirs=theirs) for one in changes if one.outcome != "conflict" or ours or theirs}
    entries = Bookkeeping(record, returned, decided, places, now).work()
    values: dict[str, Wanted] = {places.get(name) or name: value for name, value in decided.items() if name not in entries.covered}
    values.update(entries.changes)
    since = sum(one.outcome in {"keep", "merge", "conflict"} for one in merged)
    notes = (*returned.notes, *([_older(since)] if since else []))
    left = replace(returned, notes=notes, additions=tuple(entries.additions), refusals=(*entries.refusals, *_dress(returned)))
    return changes, entries, values, left


def _older(count: int) -> Message:
    """How far the record has gone on without the document."""
    one = say("the document is older than the record: one of its fields has changed in the record since")
    return counted(
        count, one, say("the document is older than the record: {count} of its fields have changed in the record since", count=count)
    )


def _tidied(record: Source, back: FieldBack) -> str | None:
    """What came back of a field: of a clause without what joins it to the next, of plain words without dress."""
    from pipeline.compose.context import Context
    from pipeline.compose.typed import ended, is_dressed, is_plain, undressed
    from pipeline.markup import write_phrase
    from pipeline.story import Text

    if back.final is None or not back.changed:
        return back.final
    if is_plain(back.origin):
        return write_phrase((Text(undressed(back.final)),)) if is_dressed(back.final) else back.final
    return ended(Context(record), back.final) if back.origin.startswith("items.") and back.origin.endswith(".clause") else back.final


def _dress(returned: Returned) -> Iterator[Refusal]:
    """Dress that was given to fields of plain words."""
    from pipeline.compose.typed import is_dressed, is_plain, undressed
    from pipeline.word.returned import Refusal

    for back in returned.fields.values():
        if back.final is not None and back.changed and is_plain(back.origin) and is_dressed(back.final):
            yield Refusal(back.origin, "line break" if "\n" in back.final else "dressed", undressed(back.final), "formatting", back.hands)


def _written(one: Merged, *, ours: bool, theirs: bool) -> str | None:
    """What is to stand in the record: plain words without the signs that keep markup away."""
    from pipeline.compose.typed import is_plain, undressed

    value = _decided(one, ours=ours, theirs=theirs)
    return undressed(value) if value is not None and is_plain(one.origin) else value


def _restructured(returned: Returned) -> bool:
    """Whether more than words may have changed."""
    gone = any(one.kind in ("section_deleted", "row_deleted") or one.row for one in returned.refusals) or any(
        one.final is None for one in returned.fields.values()
    )
    return gone or bool(returned.additions) or returned.sections != returned.sections_before


def _bytes(file: str) -> bytes:
    from pipeline.records.folder import contents

    path = Path(file)
    try:
        if path.stat().st_size > LARGEST:
            message = say("expected a Word file of at most {limit} MB", limit=LARGEST // 1_000_000)
            raise BadInput([Problem(Place(path.as_posix()), "", message)])
        return contents(path)
    except OSError as error:
        message = say("expected a Word file that can be read, found: {reason}", reason=reason_of(error))
        raise BadInput([Problem(Place(path.as_posix()), "", message)]) from error


def _decided(one: Merged, *, ours: bool, theirs: bool) -> str | None:
    if one.outcome != "conflict":
        return one.value
    return one.theirs if theirs and not ours else one.ours


def _open(record: Source, conflicts: list[Merged]) -> list[Problem]:
    hint = say("edit the record by hand, or run again with --theirs or --ours")
    return [
        Problem(
            record.place(one.origin),
            one.origin,
            say("expected one version, found the record and the document changed in the same words"),
            hint,
        )
        for one in conflicts
    ]


def _write(planned: Plan) -> tuple[Written, ...]:
    """The record's files as planned, a backup beside each."""
    written: list[Written] = []
    for path, data in planned.files.items():
        write_file(_backup(path), path.read_bytes())
        written.append(write_file(path, data))
    return tuple(written)


def _left_out(record: Source, planned: Plan, entries: Entries) -> list[Problem]:
    """Fields that cannot be written, and why."""
    message = say("expected words that stand by themselves in the record, found a short form, an alias, or comments within brackets")
    hint = say("change it in the record by hand")
    there = {item.id for item in record.meeting.items}
    gone = [
        origin for origin in planned.short if origin.startswith("items.") and not any(origin.startswith(f"items.{one}.") for one in there)
    ]
    found = [Problem(record.place(origin), origin, message, hint) for origin in planned.short if origin not in gone]
    for origin in (*entries.lost, *gone):
        words = say("expected the entry that the document changed, found it gone from the record")
        found.append(Problem(record.place(origin), origin, words, say("write it by hand, if it is to stand there again")))
    for origin, problem in planned.wrong:
        words = say("the document's words cannot be written here: {problem}", problem=problem.message)
        found.append(Problem(record.place(origin), origin, words, hint))
    return found


def _backup(path: Path) -> Path:
    """The first free name of FILE.before-pull, FILE.before-pull-2  and so on."""
    number = 1
    while True:
        name = path.with_name(f"{path.name}.before-pull" + (f"-{number}" if number > 1 else ""))
        if not name.exists():
            return name
        number += 1
