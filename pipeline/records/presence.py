"""Who was there and who decided, § by §, worked out from arrivals, departures, serving substitutes and jäv."""

from __future__ import annotations

from typing import Literal

from pipeline.dataclass import dataclass
from pipeline.records.attendance import Attendance
from pipeline.records.meeting import Meeting
from pipeline.records.organisation import Body

VOTING = frozenset({"chair", "vice_chair", "second_vice_chair", "member", "delegate"})
"""Offices that hold a seat and a vote."""


@dataclass(frozen=True, slots=True)
class Service:
    """A substitute's service: for whom (None for a vacant seat), from which item to which by index, and whether it is for jäv alone."""

    substitute: str
    member: str | None
    first: int
    last: int
    conflict: bool = False

    def covers(self, index: int) -> bool:
        """Whether the item lies in the span."""
        return self.first <= index <= self.last


@dataclass(frozen=True, slots=True)
class Presence:
    """Attendance by index of the items: ``there`` the items at which a person was in the room and took part (without jäv)."""

    members: tuple[str, ...]
    substitutes: tuple[str, ...]
    items: int
    there: dict[str, frozenset[int]]
    services: tuple[Service, ...]
    needed: int
    conflicts: tuple[frozenset[str], ...]
    not_deciding: tuple[frozenset[str], ...]

    def present(self, person: str, index: int) -> bool:
        """Whether somebody took part in an item."""
        return index in self.there.get(person, frozenset())

    def throughout(self, person: str) -> bool:
        """Whether somebody took part in every item."""
        return len(self.there.get(person, frozenset())) == self.items

    def serving(self, index: int) -> tuple[Service, ...]:
        """The services that hold at an item, the substitute being there."""
        return tuple(service for service in self.services if service.covers(index) and self.present(service.substitute, index))

    def deciding(self, index: int) -> tuple[str, ...]:
        """Those who hold a seat at an item, in the order of the attendance list: members, then substitutes serving."""
        serving = self.serving(index)
        replaced = {service.member for service in serving}
        subs = {service.substitute for service in serving}
        there = self.there
        members = [member for member in self.members if index in there.get(member, ()) and member not in replaced]
        return (*members, *(sub for sub in self.substitutes if sub in subs))

    def voting(self, index: int) -> tuple[str, ...]:
        """Those who may vote on an item: the deciding ones who do not stay out of the decision."""
        return tuple(person for person in self.deciding(index) if person not in self.not_deciding[index])

    def quorate(self, index: int) -> bool:
        """Whether enough seats are filled at an item; always where the body has no standing members."""
        return not self.members or len(self.deciding(index)) >= self.needed

    def services_of(self, person: str) -> tuple[Service, ...]:
        """A substitute's services in order."""
        return tuple(service for service in self.services if service.substitute == person)


def presence_of(meeting: Meeting, body: Body) -> Presence:
    """The attendance of a meeting, § by §; unknown ids are the reader's to report and count for nothing here."""
    order = {item.id: index for index, item in enumerate(meeting.items)}
    count = len(meeting.items)
    members = tuple(person.id for person in body.people if person.office in VOTING)
    conflicts = tuple(frozenset(conflict.person for conflict in item.conflict) for item in meeting.items)
    services = _services(meeting, order, count)
    there: dict[str, frozenset[int]] = {}
    for person in _attending(meeting, members):
        spans = _spans(person, meeting.attendance, order, count, begins=_begins(person, meeting, members))
        there[person] = frozenset(index for first, end in spans for index in range(first, end) if person not in conflicts[index])
    for guest in meeting.attendance.others:
        if guest.items:
            wanted = {order[item] for item in guest.items if item in order}
            there[guest.id] = there[guest.id] & wanted
    return Presence(
        members,
        _substitutes(body, services, meeting),
        count,
        there,
        services,
        seats_needed(body, len(members)),
        conflicts,
        tuple(frozenset(item.not_deciding) for item in meeting.items),
    )


def seats_needed(body: Body, seats: int) -> int:
    """How many must decide for the body to be quorate: more than half, half rounded up, or the number its rules give."""
    match body.quorum:
        case "more_than_half":
            return seats // 2 + 1
        case "half":
            return (seats + 1) // 2
        case number:
            return number


def _services(meeting: Meeting, order: dict[str, int], count: int) -> tuple[Service, ...]:
    standing = [
        Service(entry.substitute, entry.member, order.get(entry.first or "", 0), order.get(entry.last or "", count - 1))
        for entry in meeting.attendance.serving
    ]
    for_conflict = [
        Service(conflict.substitute, conflict.person, order[item.id], order[item.id], conflict=True)
        for item in meeting.items
        for conflict in item.conflict
        if conflict.substitute
    ]
    return (*standing, *for_conflict)


def _attending(meeting: Meeting, members: tuple[str, ...]) -> list[str]:
    """Everybody who may have been there at some time, each once."""
    attendance = meeting.attendance
    everybody = [
        *members,
        *(entry.substitute for entry in attendance.serving),
        *attendance.substitutes,
        *(conflict.substitute for item in meeting.items for conflict in item.conflict if conflict.substitute),
        *(guest.id for guest in attendance.others),
        *(movement.person for movement in (*attendance.late, *attendance.left)),
        *(attendance.present if isinstance(attendance.present, tuple) else ()),
    ]
    return list(dict.fromkeys(everybody))


def _begins(person: str, meeting: Meeting, members: tuple[str, ...]) -> bool:
    """Whether somebody was there from the beginning, before arrivals and departures are looked at."""
    attendance = meeting.attendance
    if person in members:
        if attendance.present == "all-members":
            return person not in attendance.apologies and person not in attendance.absent
        return person in attendance.present
    return True


def _spans(person: str, attendance: Attendance, order: dict[str, int], count: int, *, begins: bool) -> list[tuple[int, int]]:
    """From which item to before which somebody was in the room."""
    moves: list[tuple[int, Literal["in", "out"]]] = [
        (order[move.item], "in") for move in attendance.late if move.person == person and move.item in order
    ]
    moves += [(order[move.item] + 1, "out") for move in attendance.left if move.person == person and move.item in order]
    moves.sort(key=lambda move: (move[0], move[1] == "in"))
    inside = moves[0][1] == "out" if moves else begins
    spans: list[tuple[int, int]] = []
    entered = 0
    for index, direction in moves:
        if direction == "in" and not inside:
            entered, inside = index, True
        elif direction == "out" and inside:
            spans.append((entered, index))
            inside = False
    if inside:
        spans.append((entered, count))
    return spans


def _substitutes(body: Body, services: tuple[Service, ...], meeting: Meeting) -> tuple[str, ...]:
    """Substitutes in the order of the body's list, then those it does not know, in the order of the record."""
    known = [person.id for person in body.people if person.office not in VOTING]
    named = [service.substitute for service in services] + list(meeting.attendance.substitutes)
    return tuple(dict.fromkeys([*(person for person in known if person in set(named)), *named]))


def adjournments(meeting: Meeting) -> dict[int, int]:
    """After which item (by index) each day but the last was adjourned: {item: day}.

    A day's ``last`` says it; otherwise the times of arrivals and departures do, where they fit one day alone. Days that cannot be
    told apart are left out.
    """
    order = {item.id: index for index, item in enumerate(meeting.items)}
    told = _days_of_items(meeting, order)
    found: dict[int, int] = {}
    for day, entry in enumerate(meeting.days[:-1]):
        if entry.last is not None and entry.last in order:
            found[order[entry.last]] = day
            continue
        before = [index for index, known in told if known <= day]
        after = [index for index, known in told if known > day]
        if before:
            found[max(before)] = day
        elif after and min(after) > 0:
            found[min(after) - 1] = day
    return found


def _days_of_items(meeting: Meeting, order: dict[str, int]) -> list[tuple[int, int]]:
    """Items (by index) with the day they are known to have been dealt with on."""
    known: list[tuple[int, int]] = []
    for move in (*meeting.attendance.late, *meeting.attendance.left):
        if move.time is None or move.item not in order:
            continue
        days = [day for day, entry in enumerate(meeting.days) if entry.start and entry.end and entry.start <= move.time <= entry.end]
        if len(days) == 1:
            known.append((order[move.item], days[0]))
    return known


@dataclass(frozen=True, slots=True)
class Attendees:
    """Who stands in which list: those who decide (members and substitutes who serve), substitutes who do not, members who never came."""

    deciding: tuple[str, ...]
    not_serving: tuple[str, ...]
    apologies: tuple[str, ...]
    absent: tuple[str, ...]


def attendees_of(meeting: Meeting, presence: Presence) -> Attendees:
    """The lists of the cover; a member who came at no time and gave no notice is absent."""
    attendance = meeting.attendance
    came = [
        member
        for member in presence.members
        if presence.there.get(member) or (_excused_only(member, meeting) and _in_the_room(member, meeting, presence.members))
    ]
    serving = [sub for sub in presence.substitutes if presence.services_of(sub)]
    missing = [member for member in presence.members if member not in came and member not in attendance.apologies]
    absent = dict.fromkeys([*attendance.absent, *missing])
    return Attendees(
        (*came, *serving),
        tuple(sub for sub in attendance.substitutes if sub not in serving),
        tuple(person for person in attendance.apologies if person not in came),
        tuple(person for person in absent if person not in came),
    )


def _in_the_room(member: str, meeting: Meeting, members: tuple[str, ...]) -> bool:
    """Whether a member was there at some time, jäv aside."""
    return _begins(member, meeting, members) or any(move.person == member for move in (*meeting.attendance.late, *meeting.attendance.left))


def _excused_only(member: str, meeting: Meeting) -> bool:
    """Whether somebody was in the room but stepped aside from every item."""
    return bool(meeting.items) and all(any(conflict.person == member for conflict in item.conflict) for item in meeting.items)
