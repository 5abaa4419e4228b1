"""The notice and agenda of a meeting that is still to come."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipeline.compose.context import Context
from pipeline.compose.cover import time_and_place
from pipeline.compose.decisions import proposal_clauses
from pipeline.compose.item import fact, presented_by
from pipeline.compose.standard import heading
from pipeline.compose.titles import furniture, meeting_dates, meeting_noun, metadata
from pipeline.compose.words import dotted, listed, phrase, prose
from pipeline.language import capitalised
from pipeline.story import (
    Block,
    Cover,
    Document,
    Field,
    Heading,
    Inlines,
    Link,
    List,
    ListItem,
    Paragraph,
    Particular,
    Section,
    Text,
    text,
)

if TYPE_CHECKING:
    from pipeline.records.actions import Action
    from pipeline.records.meeting import Item
    from pipeline.records.source import Source


def compose_agenda(source: Source, *, open_decisions: Sequence[Action] = ()) -> Document:
    """The notice and agenda: where and when, who is called, the items with their papers, and the decisions still open.

    ``open_decisions`` stand under the item 'follow_up', where the record has one.
    """
    ctx = Context(source)
    title, status = ctx.phrases.say("doc.notice"), meeting_line(ctx)
    blocks: tuple[Block, ...] = (
        Cover(title, status, _particulars(ctx), "meeting"),
        *_absence(ctx),
        Section(text(ctx.phrases.say("agenda.head")), _items(ctx, open_decisions), origin="items"),
    )
    return Document("agenda", metadata(ctx, title), furniture(ctx, title, status), blocks)


def meeting_line(ctx: Context) -> str:
    """'Styrelsemöte nr 2/2023'."""
    name = ctx.meeting.meeting
    key = "agenda.status" if name.number is not None else "agenda.status.unnumbered"
    return ctx.phrases.say(key, meeting=capitalised(meeting_noun(ctx)), n=name.number or "", year=name.year)


def _particulars(ctx: Context) -> tuple[Particular, ...]:
    say, meeting = ctx.phrases.say, ctx.meeting
    facts = (
        Particular(say("cover.date"), text(meeting_dates(ctx)), "days"),
        Particular(say("cover.time_place"), time_and_place(ctx), "days"),
        Particular(say("agenda.host"), _editable(ctx, meeting.host, "host"), "host"),
        Particular(say("agenda.theme"), _editable(ctx, meeting.theme, "theme"), "theme"),
        Particular(say("agenda.called"), _called(ctx), "called"),
        Particular(say("agenda.absence"), _short_absence(ctx), "agenda"),
    )
    return tuple(fact for fact in facts if fact.children)


def _absence_told(ctx: Context) -> tuple[Block, ...]:
    return prose(ctx.meeting.agenda.text, ctx.language, "agenda") if ctx.meeting.agenda else ()


def _short_absence(ctx: Context) -> Inlines:
    """How to give notice of absence in one line: the record's paragraph, and the address."""
    told = _absence_told(ctx)
    address = ctx.organisation.contact.email
    link = Link(text(address), f"mailto:{address}")
    if len(told) == 1 and isinstance(told[0], Paragraph):
        return (*told[0].children, Text(" "), link)
    return (link,)


def _absence(ctx: Context) -> tuple[Section, ...]:
    """What the record says of it at length, under a heading of its own."""
    told = _absence_told(ctx)
    if not told or (len(told) == 1 and isinstance(told[0], Paragraph)):
        return ()
    return (Section(text(ctx.phrases.say("agenda.absence")), told, origin="agenda"),)


def _editable(ctx: Context, words: str | None, origin: str) -> Inlines:
    return (Field(text(ctx.finish(words)), origin),) if words else ()


def _called(ctx: Context) -> Inlines:
    """The body with its substitutes (the members, to an annual meeting), and those who are called besides."""
    if ctx.source.body.kind == "annual_meeting":
        return listed([text(ctx.phrases.say("agenda.called.members")), *_called_besides(ctx)], ctx.language.conjunction)
    subs = any(person.office == "substitute" for person in ctx.source.body.people)
    body = ctx.phrases.say("agenda.body.substitutes") if subs else capitalised(ctx.phrases.body)
    return listed([text(body), *_called_besides(ctx)], ctx.language.conjunction)


def _called_besides(ctx: Context) -> list[Inlines]:
    return [text(ctx.people.name(name)) if name in ctx.people.named else phrase(name, ctx.language) for name in ctx.meeting.called]


def _items(ctx: Context, open_decisions: Sequence[Action]) -> tuple[Block, ...]:
    """The items under numbered headings."""
    return tuple(block for number, item in enumerate(ctx.meeting.items, start=1) for block in _item(ctx, item, number, open_decisions))


def _item(ctx: Context, item: Item, number: int, open_decisions: Sequence[Action]) -> tuple[Block, ...]:
    """Number and heading, particulars, what is proposed, and the talks or open decisions under it."""
    origin = f"items.{item.id}"
    blocks: list[Block] = [Heading(2, ctx.phrases.fill("agenda.item", n=number, heading=heading(ctx, item)), origin)]
    line = dotted((_number(ctx, item), _presenters(ctx, item), _previous(ctx, item)))
    if line:
        blocks.append(fact(line, origin))
    names = [ctx.title(name) for name in dict.fromkeys([*item.basis, *item.documents])]
    if names:
        blocks.append(fact(ctx.phrases.fill("agenda.documents", names=listed(names, ctx.language.conjunction)), f"{origin}.basis"))
    blocks += (
        Paragraph(ctx.phrases.fill("agenda.proposal.one", clause=words), f"{origin}.proposal") for words in proposal_clauses(ctx, item)
    )
    points = [*_talks(ctx, item), *(_open(ctx, open_decisions) if item.standard == "follow_up" else ())]
    if item.standard == "follow_up" and not points:
        blocks.append(Paragraph(text(ctx.phrases.say("agenda.open.none")), origin))
    if points:
        blocks.append(List(tuple(ListItem((Paragraph(words, origin),), origin) for words in points), origin=origin))
    return tuple(blocks)


def _number(ctx: Context, item: Item) -> Inlines:
    if not item.dnr:
        return ()
    return ctx.phrases.fill("item.dnr", dnr=(Field(text(ctx.finish(item.dnr)), f"items.{item.id}.dnr"),))


def _presenters(ctx: Context, item: Item) -> Inlines:
    return presented_by(ctx, [text(ctx.people.name(person)) for person in item.presenters]) if item.presenters else ()


def _previous(ctx: Context, item: Item) -> Inlines:
    """'Protokoll nr 1/2023' at the item that files it."""
    named = item.previous or (ctx.source.previous.name if ctx.source.previous else "")
    if item.standard != "previous" or not named:
        return ()
    return text(ctx.phrases.say("agenda.previous" if "/" in named else "agenda.previous.unnumbered", n=named))


def _talks(ctx: Context, item: Item) -> list[Inlines]:
    """'Lotta Sartz, projektledare, Örebro universitet: Vad händer i Bergslagen'."""
    told: list[Inlines] = []
    for name in item.talks:
        talk = ctx.meeting.talks[name]
        who = ", ".join(ctx.finish(part) for part in (talk.speaker, talk.title, talk.organisation) if part)
        named = talk.topic and talk.topic != talk.organisation
        told.append(text(ctx.phrases.say("agenda.talk", speaker=who, topic=ctx.finish(talk.topic or "")) if named else who))
    return told


def _open(ctx: Context, open_decisions: Sequence[Action]) -> list[Inlines]:
    """'Styrelsen 1/2023: ta fram en tidplan (ansvarig: Kanslichef, klart senast 1 september 2023)'."""
    told: list[Inlines] = []
    for action in open_decisions:
        key = {(True, True): "agenda.open.due", (True, False): "agenda.open.owner", (False, True): "agenda.open.date"}.get(
            (bool(action.owner), bool(action.due)), "agenda.open"
        )
        due = ctx.language.date(action.due) if action.due else ""
        words = ctx.phrases.fill(key, clause=phrase(action.clause, ctx.language), owner=ctx.finish(action.owner), date=due)
        told.append(ctx.phrases.fill("agenda.open.from", meeting=ctx.finish(action.meeting), words=words))
    return told
