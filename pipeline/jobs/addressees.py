"""Who a document goes to when nobody else is named: newsletters and minutes to the members, a notice to those who are called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from pipeline.problems import BadInput, Place, Problem, say

if TYPE_CHECKING:
    from pipeline.letter import Recipient
    from pipeline.records.organisation import Person
    from pipeline.records.source import Source


def addressees(record: Source, document: str, to: str) -> tuple[Recipient, ...]:
    """``to`` as the command line has it, '' for the document's own readers; raises BadInput for who is unknown or has no address."""
    wanted = tuple(part.strip() for part in to.split(",") if part.strip())
    if wanted:
        return _people(record, wanted)
    return _called(record) if document == "agenda" else _members(record)


def refuse_half_done(waiting: Mapping[str, str], record: Source) -> None:
    """Raise BadInput when people of the record wait for a mailing that was begun for them and this run is for others; who has left the record may go."""
    bodies = record.organisation.bodies.values()
    still = {member.id for member in record.members.members} | {person.id for body in bodies for person in (*body.people, *body.staff)}
    names = [name for one, name in waiting.items() if one in still]
    if names:
        found = say("expected nobody to wait for this mailing but those it now goes to, found: {names}", names=", ".join(names))
        hint = say("finish first what was begun: run the command with the --to of that time, or without")
        raise BadInput([Problem(Place("--to"), "", found, hint)])


def _called(record: Source) -> tuple[Recipient, ...]:
    """The body with its substitutes (the members, to an annual meeting) and those who are called besides; raises BadInput when nobody can be reached."""
    from pipeline.letter import Recipient

    annual = record.body.kind == "annual_meeting"
    summoned = _members(record) if annual else tuple(_person(person) for person in record.body.people)
    known = {person.id: person for body in record.organisation.bodies.values() for person in (*body.people, *body.staff)}
    taken = {recipient.id for recipient in summoned}
    besides = [
        _person(known[name]) if name in known else Recipient(name, name, (), kind="person")
        for name in dict.fromkeys(record.meeting.called)
        if name not in taken
    ]
    found = (*summoned, *besides)
    if not any(recipient.addresses for recipient in found):
        message = say("expected a mail address of somebody who is called, found none")
        hint = say("write email at the people in organisation.yaml, or name who is to get the notice with --to")
        raise BadInput([Problem(record.place(f"organisation.bodies.{record.meeting.meeting.body}"), "email", message, hint)])
    return found


def _person(person: Person) -> Recipient:
    from pipeline.letter import Recipient

    return Recipient(person.id, person.name, (person.email,) if person.email else (), kind="person")


def _members(record: Source) -> tuple[Recipient, ...]:
    """Every member with its addresses, in the order of members.yaml; one without an address is told as not reached."""
    from pipeline.letter import Recipient

    return tuple(
        Recipient(
            member.id,
            member.name,
            member.mail,
            member.language or "",
            opted_out=member.opt_out,
            dead=member.dead,
            where=record.place(f"members.{member.id}"),
        )
        for member in record.members.members
    )


def _people(record: Source, wanted: tuple[str, ...]) -> tuple[Recipient, ...]:
    """Board, adjusters or people by id; raises BadInput for an id that nobody has and for a person without an address."""
    people = {person.id: person for person in (*record.body.people, *record.body.staff)}
    groups = {"board": tuple(person.id for person in record.body.people), "adjusters": record.meeting.adjust.by}
    chosen: list[str] = []
    problems: list[Problem] = []
    for name in wanted:
        for one in groups.get(name, (name,)):
            if one not in people:
                message = say("expected board, adjusters or a person's id, found {found}", found=one)
                problems.append(Problem(record.place("organisation.bodies"), "--to", message, say("the ids stand in organisation.yaml")))
            elif one not in chosen:
                chosen.append(one)
    for one in chosen:
        if not people[one].email:
            message = say("expected a mail address of {person}, found none", person=people[one].name)
            problems.append(
                Problem(
                    record.place(f"organisation.bodies.{record.meeting.meeting.body}.people.{one}"),
                    "email",
                    message,
                    say("write it in organisation.yaml"),
                )
            )
    if problems:
        raise BadInput(problems)
    return tuple(_person(people[one]) for one in chosen)
