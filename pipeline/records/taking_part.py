"""Who could take part in each item, as far as the rules must know it."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.records.meeting import Meeting
from pipeline.records.organisation import Body

SEATS = frozenset({"chair", "vice_chair", "second_vice_chair", "member", "delegate"})
"""Offices that hold a seat and a vote."""


@dataclass(frozen=True, slots=True)
class Seats:
    """One item: who was in the room and not conflicted, who held a seat, and how many the body needs to decide."""

    there: frozenset[str]
    deciding: frozenset[str]
    needed: int


def seats_by_item(meeting: Meeting, body: Body) -> dict[str, Seats]:
    """The seats at each item; unknown ids count for nothing."""
    members = [person.id for person in body.people if person.office in SEATS]
    needed = {"more_than_half": len(members) // 2 + 1, "half": (len(members) + 1) // 2}.get(str(body.quorum), body.quorum)
    order = {item.id: index for index, item in enumerate(meeting.items)}
    found: dict[str, Seats] = {}
    for index, item in enumerate(meeting.items):
        out = {conflict.person for conflict in item.conflict}
        there = frozenset(person for person in _called(meeting, members) if _inside(person, index, meeting, order) and person not in out)
        stands_for = {
            serving.substitute: serving.member
            for serving in meeting.attendance.serving
            if order.get(serving.first or "", 0) <= index <= order.get(serving.last or "", len(order)) and serving.substitute in there
        }
        stands_for |= {conflict.substitute: conflict.person for conflict in item.conflict if conflict.substitute}
        replaced = set(stands_for.values())
        deciding = frozenset(person for person in there if person in members and person not in replaced) | frozenset(stands_for)
        found[item.id] = Seats(there | frozenset(stands_for), deciding, int(needed) if members else 0)
    return found


def _called(meeting: Meeting, members: list[str]) -> set[str]:
    """Those who may have been in the room at some time."""
    attendance = meeting.attendance
    away = {*attendance.apologies, *attendance.absent}
    present = set(members) - away if attendance.present == "all-members" else set(attendance.present)
    moved = {movement.person for movement in (*attendance.late, *attendance.left)}
    return present | moved | {serving.substitute for serving in attendance.serving} | set(attendance.substitutes)


def _inside(person: str, index: int, meeting: Meeting, order: dict[str, int]) -> bool:
    """Whether somebody had come and not left again: the last movement up to the item tells, else what the first one after it says."""
    moves = [(order[move.item], 1) for move in meeting.attendance.late if move.person == person and move.item in order]
    moves += [(order[move.item] + 1, 0) for move in meeting.attendance.left if move.person == person and move.item in order]
    before = [move for move in moves if move[0] <= index]
    if before:
        return bool(max(before)[1])
    return not moves or min(moves)[1] == 0
