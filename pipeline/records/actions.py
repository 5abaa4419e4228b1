"""Open decisions: those of all records with an owner or a date that are not marked done."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from pipeline.dataclass import dataclass
from pipeline.problems import Report
from pipeline.records.folder import MeetingFile, Texts, meeting_files, read_file
from pipeline.records.items import Decision, Item
from pipeline.records.meeting import Meeting
from pipeline.records.organisation import Organisation
from pipeline.records.shape import read_shape
from pipeline.yamlfile import read_yaml


@dataclass(frozen=True, slots=True)
class Action:
    """A decision that waits: the meeting ("Styrelsen 1/2023"), the item's heading, the clause in markup, the owner's name ('' for none)."""

    meeting: str
    item: str
    clause: str
    owner: str
    due: dt.date | None
    slug: str
    origin: str


def open_actions(source: Path, *, before: str | None = None, report: Report | None = None) -> list[Action]:
    """The open decisions of all records (of those before a slug), the earliest date first and those without a date last.

    Records that cannot be read are told in the report (BadInput without one).
    """
    own = Report() if report is None else report
    tree = read_file(source / "organisation.yaml", own)
    organisation = read_shape(tree, Organisation, own) if tree is not None else None
    files = meeting_files(source)
    if before is not None:
        last = next((file.order for file in files if file.slug == before), None)
        files = [file for file in files if last is None or file.order < last]
    records = [(file, _read(file, own)) for file in files]
    if report is None:
        own.close()
    found = [action for file, record in records if record is not None for action in _of_record(file, record, organisation)]
    return sorted(found, key=lambda action: (action.due is None, action.due or dt.date.min))


def _read(file: MeetingFile, report: Report) -> Meeting | None:
    tree = read_yaml(file.data, file.path.as_posix(), report)
    return read_shape(tree, Meeting, report, Texts(file.path.parent, report)) if tree is not None else None


def _of_record(file: MeetingFile, record: Meeting, organisation: Organisation | None) -> list[Action]:
    bodies = organisation.bodies if organisation is not None else {}
    name = record.meeting
    body = bodies[name.body].name if name.body in bodies else name.body
    meeting = f"{body} {name.number}/{name.year}" if name.number is not None else f"{body} {name.year}"
    people = {person.id: person.name for one in bodies.values() for person in (*one.people, *one.staff)}
    people |= {guest.id: guest.name for guest in record.attendance.others if guest.name}
    found: list[Action] = []
    for item in record.items:
        for decision in item.decide:
            if decision.done is None and (decision.owner is not None or decision.by is not None):
                owner = people.get(decision.owner, decision.owner) if decision.owner is not None else ""
                origin = f"items.{item.id}.decide.{decision.id}"
                found.append(Action(meeting, item.heading or item.id, clause_of(item, decision), owner, decision.by, file.slug, origin))
    return found


def clause_of(item: Item, decision: Decision) -> str:
    """The words of a decision as the record has them: its clause, the motion's or the proposal's, else the item's heading."""
    if decision.clause is not None:
        return decision.clause
    motion = next((motion.text for motion in item.motions if motion.id == decision.motion and motion.text), None)
    if motion is not None:
        return motion
    return "; ".join(item.proposal) if decision.standard == "proposal" and item.proposal else item.heading or item.id
