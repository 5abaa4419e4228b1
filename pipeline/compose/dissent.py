"""Those who step aside, take no part, record dissent or have something noted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.compose.decisions import motion_id
from pipeline.compose.motions import carried
from pipeline.compose.voting import tally
from pipeline.compose.words import prose
from pipeline.story import Block, Heading, Inlines, Paragraph, Text, text

if TYPE_CHECKING:
    from pipeline.compose.context import Context
    from pipeline.records.meeting import Item, Motion, Reservation


def conflict_blocks(ctx: Context, item: Item) -> tuple[Block, ...]:
    """'Jäv': who steps aside, and who serves instead."""
    if not item.conflict:
        return ()
    origin = f"items.{item.id}.conflict"
    people = [conflict.person for conflict in item.conflict]
    told = [ctx.phrases.say(ctx.phrases.plural("jav", len(people)), names=ctx.people.names(people))]
    told += [
        ctx.phrases.say("jav.sub", sub=ctx.people.name(conflict.substitute), name=ctx.people.name(conflict.person))
        for conflict in item.conflict
        if conflict.substitute
    ]
    return (Heading(2, text(ctx.phrases.say("jav.head")), origin), Paragraph(text(" ".join(told)), origin))


def not_deciding_blocks(ctx: Context, item: Item) -> tuple[Block, ...]:
    """Those who take no part in the decision, which is neither jäv nor abstention."""
    if not item.not_deciding:
        return ()
    key = ctx.phrases.plural("not_deciding", len(item.not_deciding))
    return (Paragraph(text(ctx.phrases.say(key, names=ctx.people.names(item.not_deciding))), f"items.{item.id}.not_deciding"),)


def dissent_blocks(ctx: Context, item: Item) -> tuple[Block, ...]:
    """'Reservation' with whose motion it is in favour of, the written statement's number, and words."""
    if not item.reservations:
        return ()
    origin = f"items.{item.id}.reservations"
    blocks: list[Block] = [Heading(2, text(ctx.phrases.say(ctx.phrases.plural("reserve.head", len(item.reservations)))), origin)]
    for reservation in item.reservations:
        blocks.append(Paragraph(_reserved(ctx, item, reservation), f"{origin}.{reservation.id}"))
        if reservation.text:
            blocks += _statement(prose(reservation.text.text, ctx.language, f"{origin}.{reservation.id}.text"))
    return tuple(blocks)


def _reserved(ctx: Context, item: Item, reservation: Reservation) -> Inlines:
    names = ctx.people.names(reservation.by)
    motions = _favoured(ctx, item, reservation)
    movers = [person for motion in motions for person in motion.by]
    key = "reserve"
    if motions and all(person in movers for person in reservation.by):
        key = "reserve.own" if len(motions) == 1 else "reserve.owns"
    elif motions:
        key = "reserve.other"
    whose = ctx.people.genitives(list(dict.fromkeys(movers)))
    told: Inlines = text(ctx.phrases.say(ctx.phrases.plural(key, len(reservation.by)), names=names, whose=whose))
    if reservation.document:
        told += (Text(" "), *ctx.phrases.fill("reserve.written", appendix=ctx.appendix(reservation.document)))
    return told


def _favoured(ctx: Context, item: Item, reservation: Reservation) -> list[Motion]:
    """The motions that were lost and that those who dissent moved, or else supported."""
    won = carried(item)
    if item.vote:
        won = tally(item.vote, ctx.presence.voting(ctx.order[item.id])).winner or won
    lost = [motion for motion in item.motions if motion_id(motion) != won and not (motion.kind == "approve" and won == "proposal")]
    own = [motion for motion in lost if any(person in motion.by for person in reservation.by)]
    return own or [motion for motion in lost if any(person in motion.seconded for person in reservation.by)]


def note_blocks(ctx: Context, item: Item) -> tuple[Block, ...]:
    """'Protokollsanteckning': who has it made, and the words."""
    if not item.notes:
        return ()
    origin = f"items.{item.id}.notes"
    blocks: list[Block] = [Heading(2, text(ctx.phrases.say(ctx.phrases.plural("note.head", len(item.notes)))), origin)]
    for note in item.notes:
        lead = ctx.phrases.say(ctx.phrases.plural("note.lead", len(note.by)), names=ctx.people.names(note.by))
        blocks.append(Paragraph(text(lead), f"{origin}.{note.id}", "lead_in"))
        blocks += _statement(prose(note.text.text, ctx.language, f"{origin}.{note.id}.text"))
    return tuple(blocks)


def _statement(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Running text as somebody's own words, set apart from those of the minutes."""
    for block in blocks:
        yield replace(block, role="statement") if isinstance(block, Paragraph) and block.role == "body" else block
