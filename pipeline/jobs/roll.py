"""Rows that people added to the tables of those present, or took away, as changes of the record's lists of people."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, get_args

from pipeline.compose.context import Context
from pipeline.jobs.newcomers import Step, Takes, slug
from pipeline.jobs.tabular import LIST, bare, cells_of, keeps_rest, problem_at, rows_of, same
from pipeline.problems import Place, Problem, say
from pipeline.records.attendance import Guest
from pipeline.records.editing import Added, Rearranged, with_field
from pipeline.records.origins import names_of
from pipeline.records.presence import attendees_of

if TYPE_CHECKING:
    from pipeline.records.source import Source
    from pipeline.word.recorded import Line
    from pipeline.word.returned import Addition, Refusal, Returned
    from pipeline.yamlfile.expecting import Change
    from pipeline.yamlfile.writing import Value

_ROLES: tuple[str, ...] = get_args(Guest.model_fields["role"].annotation)
_SECTIONS = re.compile(r"§+\s*(?P<spans>\d+(?:\s*[–-]\s*\d+)?(?:\s*(?:,|och|and)\s*\d+(?:\s*[–-]\s*\d+)?)*)")


class Roll:
    """The record's lists of people as they will be: who leaves each of them, what comes to its end."""

    def __init__(self, record: Source) -> None:
        self.record = record
        self.gone: dict[str, set[str]] = {}
        self.fresh: dict[str, list[Value]] = {}
        self.swapped: dict[str, dict[str, Value]] = {}

    def drop(self, name: str, person: str) -> None:
        """Somebody leaves a list that they may stand in."""
        self.gone.setdefault(name, set()).add(person)

    def add(self, name: str, entry: Value) -> None:
        """An entry comes to the end of a list, once."""
        if entry not in self.fresh.setdefault(name, []):
            self.fresh[name].append(entry)

    def swap(self, name: str, person: str, entry: Value) -> None:
        """Somebody's entry becomes another one where it stands, or comes to the end."""
        if person in names_of(getattr(self.record.meeting.attendance, name)):
            self.swapped.setdefault(name, {})[person] = entry
        else:
            self.add(name, entry)

    def changes(self) -> dict[str, Change | Rearranged]:
        """The lists that become others, by origin."""
        found: dict[str, Change | Rearranged] = {}
        for name in dict.fromkeys((*self.gone, *self.fresh, *self.swapped)):
            entries = getattr(self.record.meeting.attendance, name)
            fresh = self.fresh.get(name, [])
            if not isinstance(entries, tuple):
                continue  # "all-members" says them all
            swapped, gone = self.swapped.get(name, {}), self.gone.get(name, ())
            kept = [Added(swapped[one]) if one in swapped else at for at, one in enumerate(names_of(entries)) if one not in gone]
            if not entries and fresh:
                found.update(with_field(self.record, LIST, name, fresh))
            elif fresh or swapped or len(kept) < len(entries):
                found[f"{LIST}.{name}"] = Rearranged((*kept, *(Added(entry) for entry in fresh)))
        return found


class People:
    """Reads rows of the tables of those present as what the record's lists would say."""

    def __init__(self, record: Source, returned: Returned, now: Sequence[Line]) -> None:
        self.record, self.returned, self.rows = record, returned, rows_of(now)
        self.ctx = Context(record)
        self.who = attendees_of(record.meeting, self.ctx.presence)
        self.standing = {person.id: person for person in (*record.body.people, *record.body.staff)}
        self.taken = list(self.ctx.people.named)

    # ── rows that went ──

    def gone(self, one: Refusal) -> Step:
        """A row that somebody took out."""
        cells, name = cells_of(one.was), one.was.split(" | ")[0]
        what = say("row deleted: {words}", words=one.was)
        names = self.known(name)
        elsewhere = any(bare(other.cells[0]) == cells[0] for other in self.returned.additions if other.kind == "row" and other.cells)
        done = partial(_is_gone, cells=cells, elsewhere=elsewhere)
        if len(names) != 1:
            return Step(what, one.hands, LIST, None, done, source=one, why=_nobody(name, len(names)))
        if cells not in self.rows:
            why = say("expected the row as the document had it, found that the record has changed it meanwhile")
            return Step(what, one.hands, LIST, None, done, source=one, why=problem_at(self.record, LIST, why))
        takes = Takes(roll=partial(self._leave, person=names[0], apologies=self._apologised(name)))
        return Step(what, one.hands, LIST, takes, done, source=one, keeps=partial(keeps_rest, name=name))

    def _leave(self, roll: Roll, *, person: str, apologies: bool) -> None:
        """Out of every list that says somebody was there; a member of the body is then absent, or has given notice."""
        attendance = self.record.meeting.attendance
        for name in ("present", "serving", "substitutes", "others", "remote"):
            roll.drop(name, person)
        if person in self.ctx.presence.members and (attendance.present == "all-members" or apologies):
            roll.add("apologies" if apologies else "absent", person)

    def _apologised(self, name: str) -> bool:
        """Whether the document counts somebody among those who have given notice."""
        label = self.ctx.phrases.say("cover.apologies")
        told = [one.now for one in self.returned.refusals if one.source == f"{LIST}.apologies" and one.kind == "edited"]
        told += [one.cells[1] for one in self.returned.additions if len(one.cells) == 2 and same(one.cells[0], label)]
        return any(re.search(rf"(?<!\w){re.escape(bare(name))}(?!\w)", bare(words)) for words in told)

    # ── rows that came ──

    def came(self, one: Addition) -> Step:
        """A row of four cells that somebody added."""
        what = say("new row: {words}", words=" | ".join(cell for cell in one.cells if cell))
        roll, why = self._entry(one)
        wanted = tuple(bare(cell) for cell in one.cells)
        done = partial(_is_there, cells=wanted, under=one.under)
        takes = Takes(roll=roll) if roll is not None else None
        keeps = partial(keeps_rest, name=one.cells[0])
        return Step(what, one.hands, LIST, takes, done, source=one, why=why, keeps=keeps)

    def _entry(self, one: Addition) -> tuple[Any, Problem | None]:
        """What a row makes of the lists, or why it cannot."""
        name, _, office, _ = one.cells
        names = self.known(name)
        if not name or len(names) > 1:
            return None, _nobody(name, len(names))
        deciding = same(one.under, self.ctx.phrases.say("cover.deciding"))
        if not names:
            return self._stranger(one.cells, deciding=deciding)
        person = names[0]
        if person in self.ctx.presence.members:
            return partial(self._member, person=person), None
        if person in {one.id for one in self.record.body.people}:
            return self._substitute(person, office)
        return partial(self._guest, entry=self._as_guest(person, one.cells)), None

    def known(self, name: str) -> list[str]:
        """The people of the record who are called so, those of the body that met before others."""
        told = bare(name)
        found = [one.id for one in self.ctx.people.named.values() if told and told in (bare(one.name), bare(one.listed))]
        return [one for one in found if one in self.standing] or found

    def _member(self, roll: Roll, *, person: str) -> None:
        roll.drop("apologies", person)
        roll.drop("absent", person)
        if self.record.meeting.attendance.present != "all-members":
            roll.add("present", person)

    def _substitute(self, person: str, office: str) -> tuple[Any, Problem | None]:
        """Serving for whom the row says, or not serving."""
        if same(office, self.ctx.phrases.say("office.not_serving")):
            return partial(self._sits, person=person), None
        if words := self.service(person, office):
            return partial(self._serves, person=person, words=words), None
        reason = say(
            "expected whom '{person}' serves for, or that '{person}' does not serve, as the minutes say it; found '{office}'",
            person=person,
            office=office or "–",
        )
        return None, problem_at(self.record, f"{LIST}.serving", reason)

    def service(self, person: str, office: str) -> str:
        """What the record's list says of somebody's service, from what the minutes say of it; '' where they say something else."""
        told = bare(office)
        for member, words in self._services():
            if told == words:
                return f"{person} for {member}"
            if told.startswith(f"{words} §") and (items := self.items(told.removeprefix(words))):
                return f"{person} for {member} " + (f"from {items[0]} to {items[-1]}" if len(items) > 1 else f"at {items[0]}")
        return ""

    def _services(self) -> Iterator[tuple[str, str]]:
        """Whom one may serve for, and how the minutes say it."""
        yield "vacant", bare(self.ctx.phrases.say("serving.office.vacant"))
        for member in self.ctx.presence.members:
            yield member, bare(self.ctx.phrases.say("serving.office", member=self.ctx.people.name(member)))

    def _sits(self, roll: Roll, *, person: str) -> None:
        roll.drop("serving", person)
        roll.add("substitutes", person)

    def _serves(self, roll: Roll, *, person: str, words: str) -> None:
        roll.drop("substitutes", person)
        roll.add("serving", words)

    def _guest(self, roll: Roll, *, entry: Value) -> None:
        roll.add("others", entry)

    def _as_guest(self, person: str, cells: Sequence[str]) -> Value:
        """Somebody known who was there: the id alone, or with the role and the §§ that the row tells."""
        named = self.ctx.people[person]
        entry: dict[str, Value] = {"id": person}
        if cells[1] and not same(cells[1], named.organisation):
            entry["organisation"] = cells[1]
        if cells[2] and not same(cells[2], named.office):
            entry.update(self._role(cells[2]))
        entry.update(self._when(cells[3]))
        return person if len(entry) == 1 else entry

    def _stranger(self, cells: Sequence[str], *, deciding: bool) -> tuple[Any, Problem | None]:
        """Somebody without a standing place: a guest with a role, never one who decides."""
        name, organisation, office, when = cells
        if deciding:
            words = say("expected one of the people of the body in that list, found '{name}'", name=name)
            return None, problem_at(self.record, f"{LIST}.present", words)
        if not office:
            words = say("expected in what role '{name}' was there, found an empty cell", name=name)
            return None, problem_at(self.record, f"{LIST}.others", words)
        ident = slug(name, self.taken)
        self.taken.append(ident)
        entry: dict[str, Value] = {"id": ident, "name": name, **({"organisation": organisation} if organisation else {})}
        return partial(self._guest, entry={**entry, **self._role(office), **self._when(when)}), None

    def _role(self, office: str) -> Mapping[str, Value]:
        """A role that the wording has a word for, else a guest's title."""
        role = next((role for role in _ROLES if same(office, self.ctx.phrases.say(f"role.{role}"))), None)
        return {"role": role} if role else {"role": "guest", "title": office}

    def _when(self, words: str) -> Mapping[str, Value]:
        items = self.items(bare(words))
        return {"items": list(items)} if items else {}

    def items(self, words: str) -> list[str]:
        """The items of the §§ that a cell names; none where it says something else."""
        match = _SECTIONS.fullmatch(words.strip())
        if match is None:
            return []
        numbers: set[int] = set()
        for first, last in re.findall(r"(\d+)(?:\s*[–-]\s*(\d+))?", match["spans"]):
            numbers.update(range(int(first), int(last or first) + 1))
        by_number = dict(zip(self.ctx.numbers, (item.id for item in self.record.meeting.items), strict=True))
        return [by_number[number] for number in sorted(numbers)] if numbers <= by_number.keys() else []


def _nobody(name: str, found: int) -> Problem:
    if found:
        return Problem(Place(""), LIST, say("expected one person of that name, found {count} called '{name}'", count=found, name=name))
    return Problem(Place(""), LIST, say("expected the name of somebody whom the record knows, found '{name}'", name=name or "–"))


def _is_there(lines: Sequence[Line], *, cells: Sequence[str], under: str) -> bool:
    """Whether a row says what was typed, under the same heading; a cell left empty says nothing against what is worked out."""
    return any(all(not typed or typed == shown for typed, shown in zip(cells, row, strict=True)) for row in rows_of(lines, under))


def _is_gone(lines: Sequence[Line], *, cells: tuple[str, ...], elsewhere: bool) -> bool:
    """Whether no row speaks of somebody, or none in the same words where they came into another row."""
    rows = rows_of(lines)
    return cells not in rows if elsewhere else cells[0] not in {row[0] for row in rows}
