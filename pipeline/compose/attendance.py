"""The two lists of the cover: those who decide, and everybody else who was there, with the §§ at which they took part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.language import capitalised
from pipeline.records.presence import Attendees, Service, attendees_of
from pipeline.story import Cell, Column, Row, Section, Table, text

if TYPE_CHECKING:
    from pipeline.compose.context import Context

SHARES = (41.0, 45.0, 42.0, 27.0)
"""Widths of name, member, office and presence relative to each other (design §7)."""


def attendance_sections(ctx: Context) -> tuple[Section, ...]:
    """'Närvarande' and 'Övriga närvarande'; a list with nobody in it is left out."""
    who = attendees_of(ctx.meeting, ctx.presence)
    deciding = tuple(_deciding_row(ctx, person) for person in who.deciding if _shown(ctx, person))
    others = _other_rows(ctx, who)
    sections = []
    if deciding:
        sections.append(_section(ctx, ctx.phrases.say("cover.deciding"), "table.member", deciding))
    if others:
        sections.append(_section(ctx, ctx.phrases.say("cover.others"), "table.organisation", others))
    return tuple(sections)


def _section(ctx: Context, title: str, second: str, rows: tuple[Row, ...]) -> Section:
    heads = ("table.name", second, "table.office", "table.present")
    columns = tuple(Column(ctx.phrases.say(head), share=share) for head, share in zip(heads, SHARES, strict=True))
    table = Table("attendance", title, ctx.phrases.say("table.description"), columns, rows, origin="attendance")
    return Section(text(title), (table,), origin="attendance")


def _shown(ctx: Context, person: str) -> bool:
    """Whether somebody stands in this copy: in an extract only those who were there at one of its §§."""
    return ctx.shown is None or person not in ctx.presence.there or any(ctx.presence.present(person, index) for index in ctx.shown)


def _row(name: str, organisation: str, office: str, present: str, origin: str = "attendance") -> Row:
    return Row(tuple(Cell(text(words)) for words in (name, organisation, office, present)), origin=origin)


def _deciding_row(ctx: Context, person: str) -> Row:
    named = ctx.people[person]
    office = "; ".join(_service(ctx, service) for service in ctx.presence.services_of(person)) or named.office
    return _row(named.listed, named.organisation, office, presence_words(ctx, person))


def _service(ctx: Context, service: Service) -> str:
    """'tjänstgör för Ledamot 7', with the §§ where the service is for a part of the meeting."""
    if service.member is None:
        return ctx.phrases.say("serving.office.vacant")
    name = ctx.people.name(service.member)
    if service.first == 0 and service.last == ctx.presence.items - 1:
        return ctx.phrases.say("serving.office", member=name)
    sections = ctx.sections(tuple(range(service.first, service.last + 1)))
    return ctx.phrases.say("serving.office.part", member=name, sections=sections)


def presence_words(ctx: Context, person: str) -> str:
    """'hela mötet' or '§§ 12–18, 20–21', and whether it was from afar."""
    if ctx.presence.throughout(person):
        words = ctx.phrases.say("present.all")
    else:
        numbers = [ctx.numbers[index] for index in ctx.presence.there.get(person, frozenset())]
        key = ctx.phrases.plural("present.part", len(numbers)) if numbers else "present.none"
        words = ctx.phrases.say(key, a=ctx.language.spans(numbers))
    return ctx.phrases.say("present.remote", present=words) if person in ctx.meeting.attendance.remote else words


def _other_rows(ctx: Context, who: Attendees) -> tuple[Row, ...]:
    """Substitutes who do not serve, guests in the record's order, the secretary, and the speakers of talks."""
    rows = [
        _row(ctx.people[sub].listed, ctx.people[sub].organisation, ctx.phrases.say("office.not_serving"), presence_words(ctx, sub))
        for sub in who.not_serving
        if _shown(ctx, sub)
    ]
    guests = [guest.id for guest in ctx.meeting.attendance.others]
    secretary = ctx.people.secretary
    if secretary in ctx.people.named and secretary not in {*guests, *who.deciding, *who.not_serving}:
        guests.append(secretary)
    rows += [_guest_row(ctx, guest) for guest in guests if _shown(ctx, guest)]
    names = {ctx.people.name(guest) for guest in guests}
    return (*rows, *_speaker_rows(ctx, names))


def _guest_row(ctx: Context, guest: str) -> Row:
    named = ctx.people[guest]
    office = ctx.phrases.say("role.secretary") if guest == ctx.people.secretary else named.office
    present = presence_words(ctx, guest) if guest in ctx.presence.there else ctx.phrases.say("present.all")
    return _row(named.listed, capitalised(named.organisation), office, present)


def _speaker_rows(ctx: Context, known: set[str]) -> list[Row]:
    """Speakers who are not guests by themselves, in the order of their talks, present at the §§ where they speak."""
    items: dict[str, set[int]] = {}
    for index, item in enumerate(ctx.meeting.items):
        for talk in item.talks:
            items.setdefault(talk, set()).add(index)
    if ctx.shown is not None:
        items = {talk: where for talk, where in items.items() if where & set(ctx.shown)}
    speakers: dict[tuple[str, str], tuple[set[int], str]] = {}
    for talk, where in items.items():
        told = ctx.meeting.talks[talk]
        key = (ctx.finish(told.speaker), capitalised(ctx.finish(told.organisation or "")))
        speakers.setdefault(key, (set(), f"talks.{talk}"))[0].update(where)
    role = ctx.phrases.say("role.presenter")
    return [
        _row(name, organisation, role, ctx.sections(where), origin)
        for (name, organisation), (where, origin) in speakers.items()
        if name not in known
    ]
