"""People by id: what they are called in print, in lists, in the genitive and by their office."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from pipeline.dataclass import dataclass
from pipeline.language import capitalised
from pipeline.language.typography import NO_BREAK_SPACE
from pipeline.records.presence import VOTING

if TYPE_CHECKING:
    from pipeline.compose.wording import Phrases
    from pipeline.language import Language
    from pipeline.records.meeting import Guest, Meeting
    from pipeline.records.organisation import Body, Organisation, Person


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody in print: ``name`` as it stands in sentences, ``office`` in small letters, ``party`` for elected people only."""

    id: str
    name: str
    organisation: str = ""
    office: str = ""
    party: str = ""

    @property
    def listed(self) -> str:
        """The name as it stands in tables, the party behind it."""
        return f"{self.name}{NO_BREAK_SPACE}({self.party})" if self.party else self.name


@dataclass(frozen=True)
class People:
    """Everybody whom a record may name; chair and secretary of the meeting as it was held."""

    named: dict[str, Named]
    language: Language
    chair: str
    secretary: str

    def __getitem__(self, person: str) -> Named:
        return self.named[person]

    def name(self, person: str) -> str:
        """The name in sentences."""
        return self.named[person].name

    def names(self, people: Sequence[str]) -> str:
        """'A, B och C'."""
        return self.language.listing([self.name(person) for person in people])

    def genitives(self, people: Sequence[str]) -> str:
        """'A:s och B:s': whose motion it is."""
        return self.language.listing([self.language.genitive(self.name(person)) for person in people])


def people_of(organisation: Organisation, body: Body, meeting: Meeting, language: Language, phrases: Phrases, *, public: bool) -> People:
    """Standing people of all bodies (the one that met first) and the guests; ``public`` calls those marked as personal by their office."""
    found: dict[str, Named] = {}
    for one in (body, *(other for other in organisation.bodies.values() if other is not body)):
        for person in (*one.people, *one.staff):
            found.setdefault(person.id, _standing(person, language, phrases, public=public))
    for guest in meeting.attendance.others:
        found[guest.id] = _guest(guest, found.get(guest.id), language, phrases)
    return People(found, language, _chair(body, meeting), _secretary(body, meeting))


def _standing(person: Person, language: Language, phrases: Phrases, *, public: bool) -> Named:
    title = language.finish(person.title) if person.title else ""
    office = title or phrases.say(f"office.{person.office}")
    hidden = public and person.personal
    return Named(
        person.id,
        capitalised(office) if hidden else language.finish(person.name),
        language.finish(person.member or ""),
        office,
        "" if hidden else language.finish(person.party or ""),
    )


def _guest(guest: Guest, standing: Named | None, language: Language, phrases: Phrases) -> Named:
    """A guest as the record tells them, over what is known of them as a standing person."""
    told = language.finish(guest.title) if guest.title else ""
    default = standing.office if standing and guest.role == "official" else phrases.say(f"role.{guest.role}")
    return Named(
        guest.id,
        language.finish(guest.name) if guest.name else standing.name if standing else guest.id,
        language.finish(guest.organisation) if guest.organisation else standing.organisation if standing else "",
        told or default,
        standing.party if standing else "",
    )


def _chair(body: Body, meeting: Meeting) -> str:
    """The record's chair, or the body's; a vice chair where the chair was not there at all; '' where nobody is known."""
    if meeting.chair:
        return meeting.chair
    attendance = meeting.attendance
    away = {*attendance.apologies, *attendance.absent}
    for office in ("chair", "vice_chair", "second_vice_chair"):
        for person in body.people:
            here = attendance.present == "all-members" or person.id in attendance.present
            if person.office == office and person.id not in away and here:
                return person.id
    return next((person.id for person in body.people if person.office == "chair"), "")


def _secretary(body: Body, meeting: Meeting) -> str:
    """The record's secretary, a guest in that role, or the body's; '' where nobody is known."""
    if meeting.secretary:
        return meeting.secretary
    guests = (guest.id for guest in meeting.attendance.others if guest.role == "secretary")
    standing = (person.id for person in (*body.staff, *body.people) if person.office == "secretary")
    return next((*guests, *standing).__iter__(), "")


def voting_members(people: Iterable[Person]) -> list[Person]:
    """Those of a body who hold its seats."""
    return [person for person in people if person.office in VOTING]
