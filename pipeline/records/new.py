"""The next meeting's folder: a record that can be read as it is, with everything known filled in and the rest explained."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import get_args

from pipeline.dataclass import dataclass
from pipeline.problems import Place, Report, say
from pipeline.records.actions import Action, open_actions
from pipeline.records.attendance import NextMeeting
from pipeline.records.folder import MeetingFile, meeting_files, read_file
from pipeline.records.items import StandardItem, section_numbers
from pipeline.records.meeting import Meeting
from pipeline.records.organisation import Body, Organisation
from pipeline.records.series import earlier_meetings, follow_series
from pipeline.records.shape import read_shape, slug
from pipeline.yamlfile import read_yaml
from pipeline.yamlfile.writing import scalar_text

EXPLAINED: dict[str, dict[str, str]] = {
    "sv": {
        "head": "Nästa möte. Fyll i det som hände: rader som börjar med # är förklaringar och exempel. Kontrollera med: invoke check",
        "meeting": "organ nummer/år",
        "status": "draft (utkast), unadjusted (ojusterat) eller adjusted (justerat)",
        "days": "en rad för varje dag",
        "time": "lägg till tid: 13.00-17.00",
        "place": "orten sist",
        "adjust": "vem som justerar, hur (digital eller paper) och senaste svarsdag",
        "next": "nästa möte: datum, tid, plats",
        "section": "första §: {first}, efter protokoll nr {name}; det räknas ut",
        "present": "alla ledamöter, utom dem som står under apologies; eller en lista",
        "apologies": "anmält förhinder, aldrig något skäl",
        "serving": "tjänstgörande ersättare",
        "substitutes": "ersättare på plats som inte tjänstgör",
        "late": "kommer till ett ärende",
        "left": "går efter ett ärende",
        "others": "övriga närvarande",
        "people": "Fasta personer:",
        "items": "ett ensamt ord är en stående punkt; rubrik och text kommer av sig själva",
        "own": "ett eget ärende:",
        "heading": "Ärendets rubrik",
        "background": "Vad det gäller, i löpande text.",
        "clause": "godkänna förslaget",
        "att": "att",
        "task": "ge kansliet i uppdrag att ta fram en tidplan",
        "open": "Öppna beslut ur tidigare protokoll:",
        "documents": "bilagor: filen under attachments/ och dess titel",
        "title": "Förslag",
    },
    "en": {
        "head": "The next meeting. Fill in what happened: lines that begin with # are explanations and examples. Check with: invoke check",
        "meeting": "body number/year",
        "status": "draft, unadjusted or adjusted",
        "days": "one line for each day",
        "time": "add the time: 13.00-17.00",
        "place": "the town last",
        "adjust": "who verifies the minutes, how (digital or paper) and the latest date for answers",
        "next": "the next meeting: date, time, place",
        "section": "first section: {first}, after minutes No. {name}; it is worked out",
        "present": "all members but those under apologies; or a list",
        "apologies": "announced that they could not come; never a reason",
        "serving": "substitutes serving",
        "substitutes": "substitutes present, not serving",
        "late": "arrives at an item",
        "left": "leaves after an item",
        "others": "others present",
        "people": "Standing people:",
        "items": "a single word is a standard item; heading and text come by themselves",
        "own": "an item of your own:",
        "heading": "Heading of the item",
        "background": "What it is about, in running text.",
        "clause": "approve the proposal",
        "att": "to",
        "task": "instruct the office to draw up a timetable",
        "open": "Open decisions of earlier minutes:",
        "documents": "appendices: the file under attachments/ and its title",
        "title": "Proposal",
    },
}
"""What the comments say in each language of documents."""

LAST = ("other", "next_meeting", "closing")
DEFAULT = ("opening", "quorum", "adjusters", "agenda", "previous", *LAST)


@dataclass(frozen=True)
class Coming:
    """What is known of the next meeting."""

    body: str
    number: int | None
    year: int
    when: NextMeeting
    place: str
    items: tuple[str, ...]
    previous: str
    first: int | None


def next_meeting_folder(source: Path, *, today: dt.date | None = None) -> dict[str, str]:
    """The files of the next meeting by their paths below the source; BadInput where the last record does not say when it is.

    Where there is no record yet, the first one is dated ``today``.
    """
    report = Report()
    tree = read_file(source / "organisation.yaml", report)
    organisation = read_shape(tree, Organisation, report) if tree is not None else None
    report.close()
    assert organisation is not None
    files = meeting_files(source)
    coming = _following(organisation, files, report) if files else _first(source, organisation, today, report)
    body = organisation.bodies[coming.body]
    actions = open_actions(source, report=Report())
    folder = f"meetings/{_slug(coming, files)}"
    record = _record(coming, body, organisation.language, actions)
    return {f"{folder}/meeting.yaml": record, **{f"{folder}/{name}/.gitkeep": "" for name in ("texts", "images", "attachments")}}


def _slug(coming: Coming, files: list[MeetingFile]) -> str:
    """The year and the town; the whole date where another meeting has that name."""
    name = f"{coming.when.date.year}-{slug(coming.place.rsplit(',', 1)[-1]) or slug(coming.body)}"
    taken = {file.slug for file in files if file.date != coming.when.date}
    return name if name not in taken else f"{coming.when.date.isoformat()}-{slug(coming.place.rsplit(',', 1)[-1])}".rstrip("-")


def _first(source: Path, organisation: Organisation, today: dt.date | None, report: Report) -> Coming:
    """The first record of all."""
    if today is None:
        hint = say("write the first record by hand: meetings/SLUG/meeting.yaml")
        report.error(Place((source / "meetings").as_posix()), "", say("expected an earlier record to go on from, found none"), hint)
        report.close()
    assert today is not None
    name, body = next(iter(organisation.bodies.items()))
    town = organisation.address.town if organisation.address is not None else organisation.short_name
    number = None if body.kind == "annual_meeting" else 1
    return Coming(name, number, today.year, NextMeeting(date=today), town, tuple(word for word in DEFAULT if word != "previous"), "", None)


def _following(organisation: Organisation, files: list[MeetingFile], report: Report) -> Coming:
    """The meeting that the last record names."""
    file = files[-1]
    tree = read_yaml(file.data, file.path.as_posix(), report)
    last = read_shape(tree, Meeting, report) if tree is not None else None
    report.close()
    assert tree is not None
    assert last is not None
    if last.meeting.body not in organisation.bodies:
        hint = say("the bodies are {names}", names=", ".join(organisation.bodies))
        report.error(
            tree.place(("meeting",)), "meeting", say("expected a body of organisation.yaml, found '{name}'", name=last.meeting.body), hint
        )
    if last.next is None:
        hint = say("add the line next: with date, time and place, as next: 2023-09-14 10.00, Falun")
        report.error(tree.place(), "next", say("expected the last record to say when the next meeting is, found nothing"), hint)
    report.close()
    assert last.next is not None
    name, year = last.meeting, last.next.date.year
    number = None if name.number is None else name.number + 1 if year == name.year else 1
    standard = tuple(item.standard for item in last.items if item.standard is not None and item.standard == item.id)
    body = organisation.bodies[name.body]
    earlier = earlier_meetings(last, file, files, Report())
    first, _ = follow_series(body, last, file.date.year, earlier)
    numbers = section_numbers(last.items, first)
    follows = body.sections == "through_the_year" and year == file.date.year and bool(numbers)
    previous = f"{name.number}/{name.year}" if name.number is not None else str(name.year)
    return Coming(
        name.body,
        number,
        year,
        last.next,
        last.next.place or last.place,
        standard or DEFAULT,
        previous,
        numbers[-1] + 1 if follows else None,
    )


def _record(coming: Coming, body: Body, language: str, actions: list[Action]) -> str:
    """The text of meeting.yaml."""
    words = EXPLAINED[language]
    people = [person for person in body.people if person.office not in {"substitute", "staff", "secretary"}]
    substitutes = [person for person in body.people if person.office == "substitute"]
    member = people[0].id if people else "member-1"
    adjuster = next((person.id for person in people if person.office != "chair"), member)
    number = f"{coming.number}/" if coming.number is not None else ""
    when = _when(coming.when)
    lines = [
        "# yaml-language-server: $schema=../../schema/meeting.json",
        f"# {words['head']}",
        "format: 1",
        _explained(f"meeting: {coming.body} {number}{coming.year}", words["meeting"]),
        _explained("status: draft", words["status"]),
        "days:",
        _explained(f"  - {when}", words["days"] if coming.when.start else f"{words['days']}; {words['time']}"),
        _explained(f"place: {scalar_text(coming.place)}", words["place"]),
        _explained(f"# adjust: {{by: [{adjuster}], signing: digital, latest: {_later(coming.when.date, 21)}}}", words["adjust"]),
        _explained(f"# next: {_later(coming.when.date, 91)} 10.00, {coming.place.rsplit(',', 1)[-1].strip()}", words["next"]),
    ]
    if coming.first is not None:
        lines.append(f"# {words['section'].format(first=coming.first, name=coming.previous)}")
    sub = substitutes[0].id if substitutes else "sub-1"
    lines += [
        "",
        "attendance:",
        _explained("  present: all-members", words["present"]),
        _explained(f"  # apologies: [{member}]", words["apologies"]),
        _explained(f"  # serving: [{sub} for {member}]", words["serving"]),
        _explained(f"  # substitutes: [{sub}]", words["substitutes"]),
        _explained(f"  # late: [{member} at agenda 10.30]", words["late"]),
        _explained(f"  # left: [{member} after agenda 11.30]", words["left"]),
        _explained(f"  # others: [{', '.join(person.id for person in body.staff) or 'office'}]", words["others"]),
        *_people_lines(body, words["people"]),
        "",
        *_item_lines(coming, words, next((person.id for person in body.staff), member), actions),
        "",
        _explained("# documents:", words["documents"]),
        f"#   proposal.pdf: {words['title']}",
    ]
    return "\n".join(lines) + "\n"


def _explained(line: str, words: str) -> str:
    """A line with its explanation in a column of its own."""
    return f"{line:<36}  # {words}"


def _when(when: NextMeeting) -> str:
    times = "-".join(f"{time:%H.%M}" for time in (when.start, when.end) if time is not None)
    return f"{when.date.isoformat()} {times}".strip()


def _later(date: dt.date, days: int) -> str:
    return (date + dt.timedelta(days=days)).isoformat()


def _people_lines(body: Body, head: str) -> list[str]:
    """The standing people as comments."""
    people = [*body.people, *body.staff]
    width = max((len(person.id) for person in people), default=0)
    lines = [
        f"  #   {person.id:<{width}}  {', '.join(part for part in (person.name, person.member, person.title or person.office) if part)}"
        for person in people
    ]
    return [f"  # {head}", *lines] if lines else []


def _item_lines(coming: Coming, words: dict[str, str], owner: str, actions: list[Action]) -> list[str]:
    """The standard items of the last record, an example of an own one, and what waits from earlier."""
    standard = set(get_args(StandardItem))
    first = [item for item in coming.items if item in standard and item not in LAST]
    last = [item for item in coming.items if item in LAST]
    lines = [_explained("items:", words["items"])]
    lines += [f"  - previous: {coming.previous}" if item == "previous" and coming.previous else f"  - {item}" for item in first]
    if actions:
        lines.append(f"  # {words['open']}")
        lines += [
            f"  #   {action.meeting}: {_one_line(action.clause)} ({', '.join(part for part in (action.owner, action.due.isoformat() if action.due else '') if part)})"
            for action in actions
        ]
        lines += [] if "follow_up" in first else ["  - follow_up"]
    lines += [
        f"  # {words['own']}",
        "  # - id: plan",
        f"  #   heading: {words['heading']}",
        "  #   background: |",
        f"  #     {words['background']}",
        f"  #   proposal: {words['clause']}",
        "  #   decide:",
        "  #     - proposal",
        f"  #     - {{{words['att']}: {words['task']}, owner: {owner}, by: {_later(coming.when.date, 60)}}}",
    ]
    return lines + [f"  - {item}" for item in last]


def _one_line(words: str) -> str:
    return " ".join(words.split())
