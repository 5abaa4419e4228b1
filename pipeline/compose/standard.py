"""What standard items say by themselves, where the record says nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.compose.titles import missing
from pipeline.compose.words import phrase
from pipeline.problems import say
from pipeline.story import Block, Inlines, Paragraph, Text, text

if TYPE_CHECKING:
    from pipeline.compose.context import Context
    from pipeline.records.meeting import Item
    from pipeline.records.presence import Service


def heading(ctx: Context, item: Item) -> Inlines:
    """The item's own heading, which may be edited, or the wording's."""
    if item.heading:
        return phrase(item.heading, ctx.language, f"items.{item.id}.heading")
    if item.standard:
        return text(ctx.phrases.say(f"head.{item.standard}"))
    message = say("expected a heading, found none")
    raise missing(ctx, f"items.{item.id}", message, say("write heading: with the item's heading"))


def standard_text(ctx: Context, item: Item, index: int) -> tuple[Block, ...]:
    """The sentences of a standard item that has no text and no decision of its own; () for the others."""
    if item.text or item.decide:
        return ()
    origin = f"items.{item.id}"
    match item.standard:
        case "opening" | "closing" | "follow_up":
            return (_sentence(ctx.phrases.say(item.standard), origin),)
        case "quorum":
            return (_quorum(ctx, index, origin),)
        case "conflicts":
            return (_sentence(_conflicts(ctx), origin),)
        case "other":
            return (_sentence(ctx.phrases.say("other.none"), origin),) if not item.background and not item.notes else ()
        case "next_meeting":
            return (_next_meeting(ctx, origin),)
        case _:
            return ()


def _sentence(words: str, origin: str) -> Paragraph:
    return Paragraph(text(words), origin)


def _quorum(ctx: Context, index: int, origin: str) -> Paragraph:
    key = ("quorum" if ctx.presence.quorate(index) else "quorum.lost") + (".neuter" if ctx.neuter else "")
    serving = [f"{service_words(ctx, service)}." for service in ctx.presence.services if told_at_quorum(service, index)]
    return _sentence(" ".join([ctx.phrases.say(key), *serving]), origin)


def told_at_quorum(service: Service, index: int | None) -> bool:
    """Whether a service is told where quorum is: it has begun by then and is not for jäv alone."""
    return index is not None and not service.conflict and service.first <= index


def service_words(ctx: Context, service: Service) -> str:
    """'Ersättare 2 tjänstgör för Ledamot 7 §§ 18–19' without a full stop."""
    sub = ctx.people.name(service.substitute)
    if service.member is None:
        return ctx.phrases.say("serving.vacant", sub=sub)
    member = ctx.people.name(service.member)
    if service.first == 0 and service.last == ctx.presence.items - 1:
        return ctx.phrases.say("serving.whole", sub=sub, member=member)
    spanned = range(service.first, service.last + 1)
    sections = ctx.language.spans(ctx.numbers[item] for item in spanned)
    return ctx.phrases.say(ctx.phrases.plural("serving.part", len(spanned)), sub=sub, member=member, a=sections)


def _conflicts(ctx: Context) -> str:
    where = tuple(index for index, people in enumerate(ctx.presence.conflicts) if people)
    return ctx.phrases.say("conflicts", sections=ctx.sections(where)) if where else ctx.phrases.say("conflicts.none")


def _next_meeting(ctx: Context, origin: str) -> Paragraph:
    following = ctx.meeting.next
    if following is None:
        hint = say("write next: with date, time and place, or give the item a text: of its own")
        raise missing(ctx, origin, say("expected the next meeting's date, found none"), hint)
    key = {
        (True, True): "next.sentence",
        (False, True): "next.sentence.untimed",
        (True, False): "next.sentence.unplaced",
        (False, False): "next.sentence.bare",
    }[bool(following.start), bool(following.place)]
    values = {"date": ctx.language.date(following.date)}
    if following.start:
        values["t"] = ctx.language.time(following.start)
    if following.place:
        values["place"] = town(ctx.finish(following.place))
    return Paragraph(ctx.phrases.fill(key, **values), "next")


def town(place: str) -> str:
    """The town of a place: what stands after its last comma."""
    return place.rpartition(",")[2].strip()


def service_lines(ctx: Context, index: int) -> tuple[Text, ...]:
    """The services that begin with this item after quorum was established, a sentence each."""
    begun = [service for service in ctx.presence.services if service.first == index and not service.conflict]
    return tuple(Text(f"{service_words(ctx, service)}.") for service in begun if index > 0 and not told_at_quorum(service, ctx.quorum_item))
