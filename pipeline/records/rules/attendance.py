"""Who was there: lists that agree with each other, substitutes who may serve, enough people to decide."""

from __future__ import annotations

import itertools

from pipeline.problems import say
from pipeline.records.organisation import Body
from pipeline.records.presence import VOTING
from pipeline.records.rules.sense import Sense


def check_attendance(sense: Sense) -> None:
    """Contradictions between the lists are errors; a lost quorum, a missing adjuster and the like are warnings."""
    if sense.body is None:
        return
    _check_lists(sense)
    _check_serving(sense, sense.body)
    _check_movements(sense)
    _check_service_again(sense)
    _check_quorum(sense)
    _check_officers(sense, sense.body)


def _check_lists(sense: Sense) -> None:
    """Nobody is both there and away; no seat is left unsaid."""
    attendance = sense.meeting.attendance
    present = set(attendance.present) if isinstance(attendance.present, tuple) else set()
    for field in ("apologies", "absent"):
        for person in getattr(attendance, field):
            other = "present" if person in present else "apologies" if field == "absent" and person in attendance.apologies else ""
            if other:
                message = say("expected each person in one list, found '{person}' under {other} too", person=person, other=other)
                sense.error(f"attendance.{field}.{person}", message, say("take the name out of one of them"))
    for serving in attendance.serving:
        if serving.substitute in attendance.substitutes:
            message = say(
                "expected each person in one list, found '{person}' under {other} too", person=serving.substitute, other="serving"
            )
            hint = say("under substitutes stand those who do not serve at all")
            sense.error(f"attendance.substitutes.{serving.substitute}", message, hint)
    if isinstance(attendance.present, tuple) and sense.body is not None:
        told = {*present, *attendance.apologies, *attendance.absent, *(move.person for move in (*attendance.late, *attendance.left))}
        missing = [person.id for person in sense.body.people if person.office in VOTING and person.id not in told]
        if missing:
            message = say("expected every member under present, apologies or absent; found nothing of {names}", names=", ".join(missing))
            sense.warn("attendance.present", message, say("put each of them under one of the three"))


def _check_serving(sense: Sense, body: Body) -> None:
    """Substitutes stand in for members who are away, in the order agreed on."""
    attendance, order = sense.meeting.attendance, sense.order
    away = {*attendance.apologies, *attendance.absent, *(move.person for move in (*attendance.late, *attendance.left))}
    standing = {person.id: person for person in body.people}
    for serving in attendance.serving:
        origin = f"attendance.serving.{serving.substitute}"
        person = standing.get(serving.substitute)
        named = person or sense.people.get(serving.substitute)
        if named is not None and (person is None or person.office != "substitute"):
            sense.warn(
                origin,
                say("expected a substitute of the body, found {name} ({office})", name=named.name, office=named.office),
                say("correct the id, or the person's office in organisation.yaml"),
            )
        whole = serving.first is None and serving.last is None
        missing = serving.member is not None and serving.member not in away and serving.member in standing
        if missing and whole and (attendance.present == "all-members" or serving.member in attendance.present):
            message = say("expected a member who is away, found {member}, who is present", member=serving.member)
            sense.error(
                origin, message, say("put the member under apologies or absent, or tell from which item to which the substitute serves")
            )
        if serving.first in order and serving.last in order and order[str(serving.last)] < order[str(serving.first)]:
            sense.error(
                origin,
                say("expected items in order, found {first} after {last}", first=serving.first, last=serving.last),
                say("write the earlier item after from, the later one after to"),
            )
        for waiting in attendance.substitutes:
            other = standing.get(waiting)
            if person and other and person.order and other.order and other.order < person.order and other.group == person.group:
                message = say(
                    "expected substitutes in their order, found {first} serving before {second}", first=person.name, second=other.name
                )
                sense.warn(origin, message, say("if it was so, nothing needs to be done; the order stands in organisation.yaml"))


def _check_movements(sense: Sense) -> None:
    """Arrivals and departures of one person take turns; in a municipal federation nobody who left serves again."""
    attendance, order = sense.meeting.attendance, sense.order
    for person in dict.fromkeys(move.person for move in (*attendance.late, *attendance.left)):
        moves = [(order[move.item], "late") for move in attendance.late if move.person == person and move.item in order]
        moves += [(order[move.item] + 1, "left") for move in attendance.left if move.person == person and move.item in order]
        moves.sort()
        for before, after in itertools.pairwise(moves):
            if before[1] == after[1]:
                message = say("expected arrivals and departures in turn, found two of one kind for '{person}'", person=person)
                hint = say("between two arrivals stands a departure under left:, between two departures an arrival under late:")
                sense.error(f"attendance.{after[1]}.{person}", message, hint)
            elif after[1] == "late" and sense.source.organisation.profile == "municipal_federation":
                message = say("expected that nobody who left serves again, found '{person}' coming back", person=person)
                sense.warn(
                    f"attendance.late.{person}", message, say("in a municipal federation only a conflict of interest is an exception")
                )


def _check_service_again(sense: Sense) -> None:
    """In a municipal federation a substitute whose service has ended does not serve again."""
    if sense.presence is None or sense.source.organisation.profile != "municipal_federation":
        return
    for person in dict.fromkeys(service.substitute for service in sense.presence.services):
        spans = sorted((one.first, one.last) for one in sense.presence.services_of(person) if not one.conflict)
        if any(after > before + 1 for (_, before), (after, _) in itertools.pairwise(spans)):
            message = say("expected that nobody whose service has ended serves again, found '{person}'", person=person)
            sense.warn(
                f"attendance.serving.{person}", message, say("in a municipal federation only a conflict of interest is an exception")
            )


def _check_quorum(sense: Sense) -> None:
    presence = sense.presence
    for index, item in enumerate(sense.meeting.items):
        if item.decide and presence is not None and not presence.quorate(index):
            message = say(
                "expected at least {needed} to decide, found {found}", needed=presence.needed, found=len(presence.deciding(index))
            )
            sense.warn(
                f"items.{item.id}.decide",
                message,
                say("the decision was taken without a quorum; if it really was so, a note should say it"),
            )


def _check_officers(sense: Sense, body: Body) -> None:
    """Somebody chairs, somebody takes the minutes, somebody verifies them."""
    meeting = sense.meeting
    offices = {person.office for person in (*body.people, *body.staff)}
    if meeting.chair is None and not offices & {"chair", "vice_chair", "second_vice_chair"}:
        sense.error(
            "chair",
            say("expected a chair, found none"),
            say("add chair: with a person's id, or give somebody the office chair in organisation.yaml"),
        )
    for official in body.staff:
        if official.party is not None:
            origin = f"organisation.bodies.{meeting.meeting.body}.staff.{official.id}.party"
            message = say("expected a party for elected people only, found one of {name}", name=official.name)
            sense.warn(origin, message, say("take the party away"))
    guests = {guest.role for guest in meeting.attendance.others}
    if meeting.secretary is None and "secretary" not in offices | guests:
        hint = say("add secretary: with a person's id, or give somebody the office secretary in organisation.yaml")
        sense.warn("secretary", say("expected somebody who takes the minutes, found nobody"), hint)
    if not meeting.adjust.by and meeting.status != "draft":
        sense.warn("adjust", say("expected somebody who verifies the minutes, found nobody"), say("add by: with their ids under adjust:"))
    away = {*meeting.attendance.apologies, *meeting.attendance.absent}
    chair = meeting.chair or next((person.id for person in body.people if person.office == "chair" and person.id not in away), None)
    for index, item in enumerate(meeting.items):
        if chair and sense.presence and item.text is None and not sense.presence.present(chair, index):
            message = say("expected to read who chairs while '{person}' takes no part, found nothing of it", person=chair)
            sense.warn(f"items.{item.id}", message, say("tell it in text: of the item, as “NN chairs this item”"))
    for person in meeting.adjust.by:
        if person in away:
            sense.warn(
                f"adjust.by.{person}",
                say("expected an adjuster who was present, found '{person}', who was not", person=person),
                say("name somebody who was there, or correct the attendance"),
            )
        if person in {chair, meeting.secretary}:
            sense.warn(
                f"adjust.by.{person}",
                say("expected an adjuster beside chair and secretary, found '{person}'", person=person),
                say("name somebody else under by:"),
            )
