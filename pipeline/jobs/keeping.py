"""Jobs that keep source/ in order: the next meeting's folder, the schemas, open decisions, members from a spreadsheet."""

from __future__ import annotations

from pathlib import Path

from pipeline.jobs.files import write_file, write_files
from pipeline.jobs.outcome import Outcome, ProgressSink, TableOut, no_progress
from pipeline.problems import BadInput, Place, Problem, Report, say


def make_new(*, source: str, progress: ProgressSink = no_progress) -> Outcome:
    """Make the next meeting's folder; a folder that is there already is left alone and is BadInput."""
    progress(say("Reading the record"), 0, 0)
    from pipeline.records.new import next_meeting_folder

    folder = Path(source)
    files = {folder / name: text.encode() for name, text in next_meeting_folder(folder).items()}
    there = sorted(path for path in files if path.exists())
    if there:
        message = say("expected a new folder, found the next meeting's record already there")
        hint = say("fill it in, or change the date or number of the next meeting in the last record")
        raise BadInput([Problem(Place(path.as_posix()), "", message, hint) for path in there])
    return Outcome(write_files(files), said=(say("Fill in what happened; invoke check tells what is missing."),))


def make_schemas(*, source: str, progress: ProgressSink = no_progress) -> Outcome:
    """Write the JSON Schemas that editors complete and check with, under schema/ of the source folder."""
    progress(say("Reading the record"), 0, 0)
    from pipeline.records.schemas import make_schemas as schemas

    folder = Path(source) / "schema"
    return Outcome(write_files({folder / name: data for name, data in schemas().items()}))


def list_actions(*, source: str, progress: ProgressSink = no_progress) -> Outcome:
    """Decisions of all records that have an owner or a date and are not marked done, the earliest date first."""
    progress(say("Reading the record"), 0, 0)
    from pipeline.records.actions import open_actions

    report = Report()
    actions = open_actions(Path(source), report=report)
    report.close()
    if not actions:
        return Outcome(problems=tuple(report.problems), said=(say("No open decisions."),))
    heads = (say("Meeting"), say("Item"), say("Decision"), say("Owner"), say("Due"))
    rows = tuple(
        (action.meeting, action.item, action.clause, action.owner, action.due.isoformat() if action.due else "") for action in actions
    )
    return Outcome(problems=tuple(report.problems), said=(TableOut(heads, rows),))


def import_members(*, source: str, file: str, apply: bool, progress: ProgressSink = no_progress) -> Outcome:
    """Show how a spreadsheet changes members.yaml; with ``apply`` change it in place, comments kept."""
    progress(say("Reading the record"), 0, 0)
    from pipeline.records.members_import import import_members as changed

    target = Path(source) / "members.yaml"
    text, lines = changed(target, Path(file))
    if not lines:
        return Outcome(said=(say("The members are the same; nothing to change."),))
    if not apply:
        return Outcome(said=(*lines, say("Nothing is written yet; add --apply to change {path}.", path=target.as_posix())))
    return Outcome((write_file(target, text.encode()),), said=lines)
