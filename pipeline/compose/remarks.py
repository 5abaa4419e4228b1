"""What a person should look at before minutes go out: warnings that only the worked-out presence can tell, § by §."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.compose.context import Context
from pipeline.problems import Message, Problem, say

if TYPE_CHECKING:
    from pipeline.records.meeting import Item
    from pipeline.records.source import Source

ADJUSTED_WITHIN = dt.timedelta(days=14)
POSTED_WITHIN = dt.timedelta(days=2)
POSTED_FOR = dt.timedelta(weeks=3)
"""Kommunallagen 5 kap. 69 § and 8 kap. 12 §: adjusted within fourteen days, announced by the second day after, for three weeks."""


def remarks_on(source: Source) -> tuple[Problem, ...]:
    """Warnings about quorum, voters, reservations, substitutes, adjournments and the notice; never an error, since minutes tell what happened."""
    ctx = Context(source)
    found = [*_meeting(ctx), *(_notice(ctx) if source.organisation.profile == "municipal_federation" else ())]
    for index, item in enumerate(source.meeting.items):
        found += _item(ctx, item, index)
    return tuple(Problem(source.place(field), field, message, hint, "warning") for field, message, hint in found)


Remark = tuple[str, Message, Message | None]


def _item(ctx: Context, item: Item, index: int) -> Iterator[Remark]:
    yield from _quorum(ctx, item, index)
    yield from _voters(ctx, item, index)
    yield from _reservations(ctx, item, index)


def _section(ctx: Context, index: int) -> str:
    return f"§ {ctx.numbers[index]}"


def _quorum(ctx: Context, item: Item, index: int) -> Iterator[Remark]:
    if item.decide and not ctx.presence.quorate(index):
        message = say(
            "{section}: a decision was taken by {count} of the {needed} that make a quorum",
            section=_section(ctx, index),
            count=len(ctx.presence.deciding(index)),
            needed=ctx.presence.needed,
        )
        yield f"items.{item.id}.decide", message, say("check attendance, arrivals, departures and jäv; what happened stays as it is")


def _voters(ctx: Context, item: Item, index: int) -> Iterator[Remark]:
    """Somebody whose vote is told could not vote on the item."""
    if item.vote is None or item.vote.secret:
        return
    voters = ctx.presence.voting(index)
    for field, people in (("against", item.vote.against), ("abstain", item.vote.abstain)):
        for person in people:
            if person not in voters:
                message = say("{section}: {name} did not take part in the vote", section=_section(ctx, index), name=_name(ctx, person))
                yield f"items.{item.id}.vote.{field}", message, say("check attendance and jäv, or take the name out of the vote")


def _reservations(ctx: Context, item: Item, index: int) -> Iterator[Remark]:
    voters = ctx.presence.voting(index)
    for reservation in item.reservations:
        for person in reservation.by:
            if person not in voters:
                message = say(
                    "{section}: {name} records dissent without having taken part in the decision",
                    section=_section(ctx, index),
                    name=_name(ctx, person),
                )
                yield f"items.{item.id}.reservations.{reservation.id}", message, say("others can have a statement noted: use notes:")


def _meeting(ctx: Context) -> Iterator[Remark]:
    yield from _seats(ctx)
    if ctx.organisation.profile == "municipal_federation":
        yield from _served_again(ctx)
    missing = len(ctx.meeting.days) - 1 - len(ctx.adjourned)
    if missing > 0 and ctx.meeting.items:
        message = say("the minutes do not tell after which item a day was adjourned")
        yield "days", message, say("write the day as a mapping with last: and the item's id")


def _seats(ctx: Context) -> Iterator[Remark]:
    """A member is there while a substitute serves for them."""
    for service in ctx.presence.services:
        if service.member is None:
            continue
        both = [
            index
            for index in range(service.first, service.last + 1)
            if ctx.presence.present(service.member, index) and ctx.presence.present(service.substitute, index)
        ]
        if both and not service.conflict:
            message = say(
                "{substitute} serves for {member}, who is present at {section}",
                substitute=_name(ctx, service.substitute),
                member=_name(ctx, service.member),
                section=_section(ctx, both[0]),
            )
            yield "attendance.serving", message, say("write until when: sub-2 for member-7 from ITEM to ITEM")


def _served_again(ctx: Context) -> Iterator[Remark]:
    """Who leaves in the course of a federation's meeting may not serve again, jäv excepted."""
    for move in ctx.meeting.attendance.left:
        if move.item not in ctx.order:
            continue
        after = range(ctx.order[move.item] + 1, len(ctx.meeting.items))
        again = next((index for index in after if move.person in ctx.presence.deciding(index)), None)
        if again is not None:
            message = say("{name} leaves and decides again at {section}", name=_name(ctx, move.person), section=_section(ctx, again))
            yield "attendance.late", message, say("after leaving for another reason than jäv nobody may serve again at the same meeting")


def _notice(ctx: Context) -> Iterator[Remark]:
    adjust, last = ctx.meeting.adjust, ctx.meeting.days[-1].date
    if adjust.adjusted and adjust.adjusted - last > ADJUSTED_WITHIN:
        message = say("adjusted {days} days after the meeting; fourteen are allowed", days=(adjust.adjusted - last).days)
        yield "adjust.adjusted", message, None
    if adjust.adjusted and adjust.posted and not dt.timedelta() <= adjust.posted - adjust.adjusted <= POSTED_WITHIN:
        yield "adjust.posted", say("the notice is to be put up by the second day after the adjustment"), None
    if adjust.posted and adjust.taken_down and adjust.taken_down - adjust.posted <= POSTED_FOR:
        hint = say("take it down on {date} or later", date=(adjust.posted + POSTED_FOR + dt.timedelta(days=1)).isoformat())
        yield "adjust.taken_down", say("the notice is to hang for three whole weeks"), hint


def _name(ctx: Context, person: str) -> str:
    return ctx.people.name(person) if person in ctx.people.named else person
