"""The way back: what people changed in a Word file, shown against the record and on request written into it."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.jobs.entries import Bookkeeping
from pipeline.jobs.files import write_file
from pipeline.jobs.fillings import Entries
from pipeline.jobs.outcome import Outcome, ProgressSink, Written, no_progress
from pipeline.jobs.restructuring import Plan, Wanted, plan
from pipeline.problems import BadInput, ExitCode, Message, Place, Problem, Report, reason_of, say

if TYPE_CHECKING:
    from pipeline.merge.fields import Merged
    from pipeline.records.source import Source
    from pipeline.word.returned import FieldBack, Hand, Returned

REMOVED_COLOUR, ADDED_COLOUR, PLAIN = "\x1b[31m", "\x1b[32m", "\x1b[0m"
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
    from pipeline.compose.public_record import base_fields, base_of
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
    returned = read_docx(_bytes(file), file, meeting=record.slug, fallback=story, base=base_of(story))
    changes, entries, values, returned = worked_out(record, returned, base_fields(story), ours=ours, theirs=theirs)
    planned = plan(record, meeting, returned, values) if apply or entries.changes or _restructured(returned) else Plan()
    covered = frozenset(origin for step in planned.steps for origin in step.covers)
    changes = [one for one in changes if one.origin not in covered | entries.hidden]
    said = (*_shown(changes, returned), *_entries_told(entries), *_steps_told(planned, applied=apply), *_rest(returned, planned))
    if (changes or entries.changes or planned.taken) and record.verified is not None:
        said = (*said, say("The minutes are verified: what changes in a § needs a dated note there, under corrections:."))
    if not apply:
        anything = changes or entries.changes or planned.taken
        tail = say("Nothing is written yet; --apply writes it into the record.") if anything else say("No field differs from the record.")
        return Outcome(problems=tuple(report.problems), said=(*said, tail))
    written = _write(planned)
    if not (changes or written):
        said = (*said, say("No field differs from the record."))
    open_conflicts = [one for one in changes if one.outcome == "conflict"] if not (ours or theirs) else []
    code = ExitCode.BAD_INPUT if open_conflicts or planned.wrong or entries.lost else ExitCode.DONE
    return Outcome(written, (*report.problems, *_left_out(record, planned, entries), *_open(record, open_conflicts)), said, code)


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
    decided = {one.origin: _decided(one, ours=ours, theirs=theirs) for one in changes if one.outcome != "conflict" or ours or theirs}
    entries = Bookkeeping(record, returned, decided, places, now).work()
    values: dict[str, Wanted] = {places.get(name) or name: value for name, value in decided.items() if name not in entries.covered}
    values.update(entries.changes)
    left = replace(returned, additions=tuple(entries.additions), refusals=tuple(entries.refusals))
    return changes, entries, values, left


def _tidied(record: Source, back: FieldBack) -> str | None:
    """What came back of a field; of a clause without the sign or word that joins it to the next, which the wording sets."""
    from pipeline.compose.context import Context
    from pipeline.compose.typed import ended

    if back.final is None or not back.changed or not (back.origin.startswith("items.") and back.origin.endswith(".clause")):
        return back.final
    return ended(Context(record), back.final)


def _restructured(returned: Returned) -> bool:
    """Whether more than words may have changed."""
    gone = any(one.kind == "section_deleted" for one in returned.refusals) or any(one.final is None for one in returned.fields.values())
    return gone or bool(returned.additions) or returned.sections != returned.sections_before


def _bytes(file: str) -> bytes:
    path = Path(file)
    try:
        if path.stat().st_size > LARGEST:
            message = say("expected a Word file of at most {limit} MB", limit=LARGEST // 1_000_000)
            raise BadInput([Problem(Place(path.as_posix()), "", message)])
        return path.read_bytes()
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
    found = [Problem(record.place(origin), origin, message, hint, "warning") for origin in planned.short]
    for origin in entries.lost:
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


# ── what is shown ────────────────────────────────────────────────────────────────────────────────────────────────────


def _shown(changes: list[Merged], returned: Returned) -> tuple[Message | str, ...]:
    """Notes, changes, conflicts, comments."""
    lines: list[Message | str] = list(returned.notes)
    for one in changes:
        back = returned.fields[one.origin]
        lines.append(say("{field} ({who})", field=one.origin, who=_hands(back.hands)))
        if one.outcome == "conflict":
            lines += [
                say("  conflict; when it was made: {words}", words=one.base or "–"),
                say("  the document: {words}", words=one.theirs or "–"),
                say("  the record: {words}", words=one.ours or "–"),
            ]
        else:
            lines.append(f"  {marked_difference(one.ours or '', one.value or '')}")
    for comment in returned.comments:
        lines.append(
            say(
                "comment at {field} by {author}: {text} (“{quoted}”)",
                field=comment.origin or "–",
                author=comment.author,
                text=comment.text,
                quoted=comment.quoted,
            )
        )
    return tuple(lines)


def _entries_told(entries: Entries) -> Iterator[Message | str]:
    """Clauses that came or went, and texts of §§ that had none."""
    for one in entries.shown:
        yield say("{field} ({who})", field=one.origin, who=_hands(one.hands))
        yield from one.more
        yield f"  {marked_difference(one.old, one.new)}"


def _steps_told(planned: Plan, *, applied: bool) -> Iterator[Message]:
    """What came, went and moved: what is taken, what has no place in the record and why."""
    for step in planned.taken:
        who = _hands(step.hands)
        yield (
            say("{what} ({who}): taken", what=step.what, who=who)
            if applied
            else say("{what} ({who}): will be taken", what=step.what, who=who)
        )
    for step, problem in planned.left:
        who, field = _hands(step.hands), step.origin or "–"
        if problem is not None:
            yield say(
                "{what} ({who}): not taken, the record would be wrong at {field}: {problem}",
                what=step.what,
                who=who,
                field=problem.field or "–",
                problem=problem.message,
            )
        else:
            yield say(
                "{what} ({who}): not taken, the record has no place for it there; write it by hand, at {field}",
                what=step.what,
                who=who,
                field=field,
            )
    for step in planned.there:
        yield say("{what}: the record has it already", what=step.what)


def _rest(returned: Returned, planned: Plan) -> Iterator[Message]:
    """Generated words that were changed, unless the minutes will say just that; and what moved within a §."""
    stepped = {id(step.source) for step in planned.steps}
    will = {" ".join(line.text.split()) for line in planned.lines}
    for refusal in returned.refusals:
        was, now = " ".join(refusal.was.split()), " ".join(refusal.now.split())
        settled = planned.lines and ((refusal.kind == "deleted" and was not in will) or (refusal.kind == "edited" and now in will))
        if id(refusal) in stepped or settled:
            continue
        yield say(
            "generated words were changed; they come from {source}: {was} → {now}",
            source=refusal.source or "–",
            was=refusal.was,
            now=refusal.now or "–",
        )
    for move in returned.moves:
        if move.origin not in returned.sections or not planned.steps:
            yield say("moved in the document: {field} stands after {after}", field=move.origin, after=move.after or "–")


def _hands(hands: Iterable[Hand]) -> Message | str:
    """Who and when, as far as the file tells."""
    return ", ".join(f"{hand.author} {hand.date[:16].replace('T', ' ')}".strip() for hand in hands) or say("untracked")


def marked_difference(old: str, new: str) -> str:
    """A word difference: red and green on a terminal, [-old-] and {+new+} elsewhere."""
    from pipeline.merge.words import difference

    colours = sys.stdout.isatty()
    before, between = (REMOVED_COLOUR, PLAIN) if colours else ("[-", "-]")
    after, end = (ADDED_COLOUR, PLAIN) if colours else ("{+", "+}")
    marks = {"deleted": (before, between), "inserted": (after, end), "same": ("", "")}
    return "".join(f"{marks[stretch.kind][0]}{stretch.text}{marks[stretch.kind][1]}" for stretch in difference(old, new))
