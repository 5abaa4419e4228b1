"""The way back: what people changed in a Word file, shown against the record and on request written into it."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.jobs.files import write_file
from pipeline.jobs.outcome import Outcome, ProgressSink, Written, no_progress
from pipeline.problems import BadInput, ExitCode, Message, Place, Problem, Report, say

if TYPE_CHECKING:
    from pipeline.merge.fields import Merged
    from pipeline.records.source import Source
    from pipeline.word.returned import Returned

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
    from pipeline.merge.fields import merge_fields
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
    now = base_fields(story)
    base = {origin: back.base for origin, back in returned.fields.items()}
    merged = merge_fields(
        base, {origin: back.final for origin, back in returned.fields.items()}, {**now, **{o: now[o] for o in base if o in now}}
    )
    changes = [one for one in merged if one.outcome in {"take", "merge", "conflict"} and one.origin in base]
    said = _shown(changes, returned)
    if changes and record.verified is not None:
        said = (*said, say("The minutes are verified: what changes in a § needs a dated note there, under corrections:."))
    conflicts = [one for one in changes if one.outcome == "conflict"]
    values = {one.origin: _decided(one, ours=ours, theirs=theirs) for one in changes if one.outcome != "conflict" or ours or theirs}
    if not apply:
        tail = say("Nothing is written yet; --apply writes it into the record.") if changes else say("No field differs from the record.")
        return Outcome(problems=tuple(report.problems), said=(*said, tail))
    written, refused = _write(record, values)
    open_conflicts = conflicts if not (ours or theirs) else []
    code = ExitCode.BAD_INPUT if open_conflicts else ExitCode.DONE
    return Outcome(written, (*report.problems, *refused, *_open(record, open_conflicts)), said, code)


def _bytes(file: str) -> bytes:
    path = Path(file)
    try:
        if path.stat().st_size > LARGEST:
            message = say("expected a Word file of at most {limit} MB", limit=LARGEST // 1_000_000)
            raise BadInput([Problem(Place(path.as_posix()), "", message)])
        return path.read_bytes()
    except OSError as error:
        message = say("expected a Word file that can be read, found: {reason}", reason=error.strerror or type(error).__name__)
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


def _write(record: Source, values: Mapping[str, str | None]) -> tuple[tuple[Written, ...], list[Problem]]:
    """The record's files with the new words, a backup beside each; fields that cannot be written are told."""
    from pipeline.records.editing import REMOVED, CannotEdit, edit_record

    wanted = {origin: REMOVED if value is None else value for origin, value in values.items()}
    refused: list[Problem] = []
    while wanted:
        try:
            files = edit_record(record, wanted)
        except CannotEdit as fault:
            del wanted[fault.origin]
            message = say("expected words of the record's own, found a short form that makes several")
            refused.append(Problem(record.place(fault.origin), fault.origin, message, say("change it in the record by hand"), "warning"))
        else:
            written: list[Written] = []
            for path, data in files.items():
                write_file(_backup(path), path.read_bytes())
                written.append(write_file(path, data))
            return tuple(written), refused
    return (), refused


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
    """Notes, changes, conflicts, comments, what has no field, what is generated."""
    lines: list[Message | str] = list(returned.notes)
    for one in changes:
        back = returned.fields[one.origin]
        hands = ", ".join(f"{hand.author} {hand.date[:16].replace('T', ' ')}".strip() for hand in back.hands)
        lines.append(say("{field} ({who})", field=one.origin, who=hands or say("untracked")))
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
    for addition in returned.additions:
        lines.append(say("new in the document, without a field: after {field}: {text}", field=addition.after or "–", text=addition.text))
    for refusal in returned.refusals:
        lines.append(
            say(
                "generated words were changed; they come from {source}: {was} → {now}",
                source=refusal.source or "–",
                was=refusal.was,
                now=refusal.now,
            )
        )
    for move in returned.moves:
        lines.append(say("moved in the document: {field} stands after {after}", field=move.origin, after=move.after or "–"))
    return tuple(lines)


def marked_difference(old: str, new: str) -> str:
    """A word difference: red and green on a terminal, [-old-] and {+new+} elsewhere."""
    from pipeline.merge.words import difference

    colours = sys.stdout.isatty()
    before, between = (REMOVED_COLOUR, PLAIN) if colours else ("[-", "-]")
    after, end = (ADDED_COLOUR, PLAIN) if colours else ("{+", "+}")
    marks = {"deleted": (before, between), "inserted": (after, end), "same": ("", "")}
    return "".join(f"{marks[stretch.kind][0]}{stretch.text}{marks[stretch.kind][1]}" for stretch in difference(old, new))
