"""§ numbers: where a meeting's series begins, and what the meetings before it have used."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.problems import Place, Report, say
from pipeline.records.folder import MeetingFile
from pipeline.records.items import section_numbers
from pipeline.records.meeting import Meeting
from pipeline.records.organisation import Body
from pipeline.records.shape import read_shape
from pipeline.records.source import Previous
from pipeline.yamlfile import read_yaml


def earlier_meetings(
    meeting: Meeting, file: MeetingFile, files: Sequence[MeetingFile], report: Report
) -> list[tuple[MeetingFile, Meeting]]:
    """The records of the same body before this one that a series needs, oldest first: those of its year and the last before them.

    A record that cannot be read is left out with a warning.
    """
    before = [
        one for one in files if one.body == meeting.meeting.body and one.order < file.order and one.path.resolve() != file.path.resolve()
    ]
    this_year = [one for one in before if one.date.year == file.date.year]
    wanted = [*[one for one in before if one.date.year < file.date.year][-1:], *this_year]
    read = [(one, _read(one, report)) for one in wanted]
    return [(one, record) for one, record in read if record is not None]


def _read(file: MeetingFile, report: Report) -> Meeting | None:
    aside = Report()
    name = file.path.as_posix()
    tree = read_yaml(file.data, name, aside)
    record = read_shape(tree, Meeting, aside) if tree is not None else None
    if record is None:
        message = say("expected a record that can be read, found mistakes in it; the §§ are not compared with it")
        report.warn(Place(name), "", message, say("see them with invoke check --meeting {slug}", slug=file.slug))
    return record


def follow_series(body: Body, meeting: Meeting, year: int, earlier: Sequence[tuple[MeetingFile, Meeting]]) -> tuple[int, Previous | None]:
    """The meeting's first §, and the meeting before it; where the record gives a first § of its own, that holds."""
    previous: Previous | None = None
    running = 1
    running_year: int | None = None
    for file, record in earlier:
        if body.sections == "per_meeting" or running_year != file.date.year:
            running, running_year = 1, file.date.year
        first = record.first_section or running
        numbers = section_numbers(record.items, first)
        running = (numbers[-1] if numbers else first - 1) + 1
        name = record.meeting
        previous = Previous(file.slug, name.number, name.year, running - 1, record.status, record.next)
    follows = body.sections == "through_the_year" and running_year == year
    return meeting.first_section or (running if follows else 1), previous
