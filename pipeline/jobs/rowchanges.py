"""Rows of tables whose cells people changed: how somebody voted, at which §§ somebody was there, for whom a substitute serves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Any

from pipeline.jobs.newcomers import Step, Takes
from pipeline.jobs.tabular import LIST, bare, keeps_others, keeps_rest, problem_at, rows_of, same, table_rows
from pipeline.problems import Message, Problem, say
from pipeline.records.editing import REMOVED, Added, Rearranged, with_field

if TYPE_CHECKING:
    from pipeline.jobs.roll import People, Roll
    from pipeline.records.items import Vote
    from pipeline.records.source import Source
    from pipeline.word.recorded import Line
    from pipeline.word.returned import Refusal
    from pipeline.yamlfile.expecting import Change

Fields = dict[str, "Change | Rearranged"]
_CELLS = 4


def changed_rows(reader: People, edited: Sequence[Refusal], now: Sequence[Line]) -> Iterator[Step]:
    """A step for every vote and for every person whose rows were changed; what else stands in rows is left to be told."""
    votes = {f"items.{item.id}.vote": item.vote for item in reader.record.meeting.items if item.vote is not None}
    for origin, group in groupby((one for one in edited if one.source in votes and len(one.row) == _CELLS), key=lambda one: one.source):
        yield _vote(reader, origin, votes[origin], list(group), now)
    for _, group in groupby((one for one in edited if one.source == LIST and len(one.row) == _CELLS), key=lambda one: one.row):
        if (step := _person(reader, list(group))) is not None:
            yield step


def _told(one: Refusal) -> Message:
    return say("row changed: {was} → {now}", was=" | ".join(one.row), now=" | ".join(one.cells))


def _cells(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(bare(cell) for cell in words)


def _meanwhile(record: Source, origin: str) -> Problem:
    return problem_at(record, origin, say("expected the row as the document had it, found that the record has changed it meanwhile"))


# ── votes ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _vote(reader: People, origin: str, vote: Vote, found: Sequence[Refusal], now: Sequence[Line]) -> Step:
    """The marks of one vote; its totals follow from them, and must be those that were typed."""
    record = reader.record
    rows = list({one.row: one for one in found}.values())
    done = partial(_stand, rows=tuple(_cells(one.cells) for one in rows), origin=origin)
    people = {bare(reader.ctx.people.name(one)): one for one in (*reader.ctx.presence.members, *reader.ctx.presence.substitutes)}
    choice, why = _choices(record, origin, rows, people, total=bare(reader.ctx.phrases.say("vote.total")))
    if why is None and not {_cells(one.row) for one in rows} <= set(table_rows(now, origin)):
        why = _meanwhile(record, origin)
    takes = Takes(fields=_marks(record, origin, vote, choice)) if why is None else None
    what = _told(rows[0]) if len(rows) == 1 else say("rows changed: {words}", words="; ".join(" | ".join(one.cells) for one in rows))
    if why is None:
        why = problem_at(record, origin, say("expected totals and marks that belong together, found others"))
    keeps = partial(keeps_others, origin=origin)
    return Step(what, found[0].hands, origin, takes, done, source=found[0], why=why, keeps=keeps, beside=tuple(found[1:]))


def _choices(
    record: Source, origin: str, rows: Sequence[Refusal], people: Mapping[str, str], *, total: str
) -> tuple[dict[str, int], Problem | None]:
    """How people voted by the rows (1 yes, 2 no, 3 abstaining), or why that cannot be told."""
    choice: dict[str, int] = {}
    for one in rows:
        name, *marks = _cells(one.cells)
        if bare(one.row[0]) == total and name == total:
            continue
        if name != bare(one.row[0]) or name not in people:
            return {}, problem_at(
                record, origin, say("the table of a vote names those who took part in the decision: they follow from attendance")
            )
        at = [number for number, mark in enumerate(marks, 1) if mark]
        if len(at) != 1:
            return {}, problem_at(record, origin, say("expected one mark for '{name}', found {count}", name=one.row[0], count=len(at)))
        choice[people[name]] = at[0]
    if not choice:
        return {}, problem_at(record, origin, say("expected marks that add up to the totals: they are counted from how each voted"))
    return choice, None


def _marks(record: Source, origin: str, vote: Vote, choice: Mapping[str, int]) -> Fields:
    """The changes of the lists of those who vote no and who abstain; all others vote yes."""
    fields: Fields = {}
    for key, column in (("against", 2), ("abstain", 3)):
        old: tuple[str, ...] = getattr(vote, key)
        kept = [at for at, person in enumerate(old) if choice.get(person, column) == column]
        fresh = [person for person, where in choice.items() if where == column and person not in old]
        if fresh and not old:
            fields.update(with_field(record, origin, key, tuple(fresh)))
        elif old and not kept and not fresh:
            fields[f"{origin}.{key}"] = REMOVED
        elif fresh or len(kept) < len(old):
            fields[f"{origin}.{key}"] = Rearranged((*kept, *(Added(person) for person in fresh)))
    return fields


def _stand(lines: Sequence[Line], *, rows: Sequence[tuple[str, ...]], origin: str) -> bool:
    return set(rows) <= set(table_rows(lines, origin))


# ── those present ────────────────────────────────────────────────────────────────────────────────────────────────────


def _person(reader: People, found: Sequence[Refusal]) -> Step | None:
    """Somebody's row where the §§ or the service became others; None where something else of it did, which other files hold."""
    one = found[0]
    names = reader.known(one.row[0])
    if len(names) != 1 or _cells(one.row[:2]) != _cells(one.cells[:2]):
        return None
    takes, why = _whereabouts(reader, names[0], one.row, one.cells)
    if takes is None and why is None:
        return None
    if why is None and _cells(one.row) not in reader.rows:
        takes, why = None, _meanwhile(reader.record, LIST)
    done = partial(_is_told, cells=_cells(one.cells))
    keeps = partial(keeps_rest, name=one.row[0])
    return Step(_told(one), one.hands, LIST, takes, done, source=one, why=why, keeps=keeps, beside=tuple(found[1:]))


def _is_told(lines: Sequence[Line], *, cells: tuple[str, ...]) -> bool:
    return cells in rows_of(lines)


def _whereabouts(reader: People, person: str, row: Sequence[str], cells: Sequence[str]) -> tuple[Takes | None, Problem | None]:
    """What a row's office and §§ make of the lists; nothing at all where the office is not one of a substitute who serves."""
    record, attendance = reader.record, reader.record.meeting.attendance
    service = ""
    if not same(row[2], cells[2]):
        service = reader.service(person, cells[2])
        if not service or all(one.substitute != person for one in attendance.serving):
            return None, None
        if same(row[3], cells[3]):
            return Takes(roll=partial(_serves, person=person, service=service)), None
    everything = tuple(item.id for item in record.meeting.items)
    whole = same(cells[3], reader.ctx.phrases.say("present.all"))
    items = everything if whole else tuple(reader.items(bare(cells[3])))
    if not items:
        found = say("expected §§ of this meeting as the minutes name them, found '{found}'", found=cells[3] or "–")
        return None, problem_at(record, LIST, found)
    guest = next((one for one in attendance.others if one.id == person), None)
    if guest is not None:
        return Takes(fields=_attended(record, person, list(guest.items), () if whole else items)), None
    moves = [[one.person for one in moved].count(person) for moved in (attendance.late, attendance.left)]
    if max(moves) > 1 or person not in (*reader.ctx.presence.members, *reader.ctx.presence.substitutes):
        return None, None
    return Takes(roll=partial(_comes_and_goes, person=person, items=items, everything=everything, service=service)), None


def _serves(roll: Roll, *, person: str, service: str) -> None:
    """Whom a substitute serves for, and from where to where."""
    if service:
        roll.swap("serving", person, service)


def _attended(record: Source, person: str, old: Sequence[str], new: Sequence[str]) -> Fields:
    """The items that a guest attended; none say that it was all of them."""
    entry = f"{LIST}.others.{person}"
    if not old:
        return dict(with_field(record, entry, "items", tuple(new)))
    if not new:
        return {f"{entry}.items": REMOVED}
    return {f"{entry}.items": Rearranged(tuple(list(old).index(item) if item in old else Added(item) for item in new))}


def _comes_and_goes(roll: Roll, *, person: str, items: Sequence[str], everything: Sequence[str], service: str) -> None:
    """Arrival and departure as the first and the last item tell; times that are known stay."""
    _serves(roll, person=person, service=service)
    for name, word, item, wanted in (
        ("late", "at", items[0], items[0] != everything[0]),
        ("left", "after", items[-1], items[-1] != everything[-1]),
    ):
        mine: Any = next((one for one in getattr(roll.record.meeting.attendance, name) if one.person == person), None)
        if not wanted:
            if mine is not None:
                roll.drop(name, person)
        elif mine is None or mine.item != item:
            time = f" {mine.time:%H.%M}" if mine is not None and mine.time else ""
            roll.swap(name, person, f"{person} {word} {item}{time}")
