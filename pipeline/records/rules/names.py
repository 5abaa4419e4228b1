"""Ids name what there is, and each just once."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.problems import say
from pipeline.records.items import Item
from pipeline.records.rules.sense import Sense


def check_names(sense: Sense) -> None:
    """Bodies, people, items and talks that are named but unknown; ids that stand twice."""
    meeting = sense.meeting
    if sense.body is None:
        sense.unknown("meeting", say("a body of organisation.yaml"), meeting.meeting.body, sense.source.organisation.bodies)
    for origin, person in people_named(sense):
        if person not in sense.known:
            known = {*sense.known, "all-members"} if origin.startswith("attendance.present") else sense.known
            sense.unknown(origin, say("the id of a person"), person, known)
    for guest in meeting.attendance.others:
        if guest.name is None and guest.id not in sense.people:
            sense.unknown(f"attendance.others.{guest.id}", say("the id of a standing person, or a name with it"), guest.id, sense.people)
    for origin, item in items_named(sense):
        if item not in sense.order:
            sense.unknown(origin, say("the id of an item"), item, sense.order)
    _check_talks(sense)
    _check_repeated(sense)


def people_named(sense: Sense) -> Iterator[tuple[str, str]]:
    """Everybody whom the meeting names by id, with the origin."""
    meeting, attendance = sense.meeting, sense.meeting.attendance
    for field in ("chair", "secretary"):
        if (person := getattr(meeting, field)) is not None:
            yield field, person
    yield from _each("adjust.by", meeting.adjust.by)
    if isinstance(attendance.present, tuple):
        yield from _each("attendance.present", attendance.present)
    for field in ("apologies", "absent", "substitutes", "remote"):
        yield from _each(f"attendance.{field}", getattr(attendance, field))
    for serving in attendance.serving:
        yield f"attendance.serving.{serving.substitute}", serving.substitute
        if serving.member is not None:
            yield f"attendance.serving.{serving.substitute}", serving.member
    for field in ("late", "left"):
        for movement in getattr(attendance, field):
            yield f"attendance.{field}.{movement.person}", movement.person
    for item in meeting.items:
        yield from _people_of_item(item, f"items.{item.id}")


def _people_of_item(item: Item, origin: str) -> Iterator[tuple[str, str]]:
    yield from _each(f"{origin}.presenters", item.presenters)
    yield from _each(f"{origin}.not_deciding", item.not_deciding)
    for motion in item.motions:
        yield from _each(f"{origin}.motions.{motion.id}.by", motion.by)
        yield from _each(f"{origin}.motions.{motion.id}.seconded", motion.seconded)
    if item.vote is not None:
        yield from _each(f"{origin}.vote.against", item.vote.against)
        yield from _each(f"{origin}.vote.abstain", item.vote.abstain)
    for decision in item.decide:
        if decision.owner is not None:
            yield f"{origin}.decide.{decision.id}.owner", decision.owner
    for conflict in item.conflict:
        yield f"{origin}.conflict.{conflict.person}", conflict.person
        if conflict.substitute is not None:
            yield f"{origin}.conflict.{conflict.person}", conflict.substitute
    for field in ("reservations", "notes"):
        for entry in getattr(item, field):
            yield from _each(f"{origin}.{field}.{entry.id}.by", entry.by)
    for correction in item.corrections:
        if correction.by is not None:
            yield f"{origin}.corrections.{correction.id}.by", correction.by


def _each(origin: str, people: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for person in people:
        yield f"{origin}.{person}", person


def items_named(sense: Sense) -> Iterator[tuple[str, str]]:
    """Every item that is named from elsewhere, with the origin."""
    attendance = sense.meeting.attendance
    for serving in attendance.serving:
        for item in (serving.first, serving.last):
            if item is not None:
                yield f"attendance.serving.{serving.substitute}", item
    for field in ("late", "left"):
        for movement in getattr(attendance, field):
            yield f"attendance.{field}.{movement.person}", movement.item
    for guest in attendance.others:
        for item in guest.items:
            yield f"attendance.others.{guest.id}.items.{item}", item
    for day in sense.meeting.days:
        if day.last is not None:
            yield f"days.{day.date.isoformat()}.last", day.last


def _check_talks(sense: Sense) -> None:
    meeting = sense.meeting
    held: dict[str, str] = {}
    for item in meeting.items:
        for talk in item.talks:
            origin = f"items.{item.id}.talks.{talk}"
            if talk not in meeting.talks:
                sense.unknown(origin, say("the id of a talk"), talk, meeting.talks)
            elif talk in held:
                sense.warn(
                    origin,
                    say("expected each talk at one item, found '{talk}' at {item} too", talk=talk, item=held[talk]),
                    say("take it away from one of the items; the later one tells of it in short"),
                )
            held.setdefault(talk, item.id)
    for talk in meeting.talks:
        if talk not in held:
            sense.warn(
                f"talks.{talk}",
                say("expected each talk at an item, found none for '{talk}'", talk=talk),
                say("name it under talks: of its item"),
            )


def _check_repeated(sense: Sense) -> None:
    meeting, organisation = sense.meeting, sense.source.organisation
    sense.repeated((item.id for item in meeting.items), "items")
    for item in meeting.items:
        for field in ("decide", "motions", "reservations", "notes", "corrections"):
            sense.repeated((entry.id or "" for entry in getattr(item, field)), f"items.{item.id}.{field}")
    for talk, content in meeting.talks.items():
        sense.repeated((figure.id for figure in content.figures), f"talks.{talk}.figures")
    sense.repeated((guest.id for guest in meeting.attendance.others), "attendance.others")
    for name, body in organisation.bodies.items():
        sense.repeated((person.id for person in body.people), f"organisation.bodies.{name}.people")
        sense.repeated((person.id for person in body.staff), f"organisation.bodies.{name}.staff")
    sense.repeated((member.id for member in sense.source.members.members), "members.members")
    news = meeting.newsletter
    if news is not None:
        sense.repeated((article.id for article in news.articles), "newsletter.articles")
        sense.repeated((figure.id for figure in news.figures), "newsletter.figures")
        if news.notices is not None:
            sense.repeated((notice.id for notice in news.notices.items), "newsletter.notices.items")
