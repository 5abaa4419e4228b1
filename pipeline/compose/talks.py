"""Talks in the minutes: topic, speaker with the presentation's number, and the summary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.compose.words import dotted, prose, without_fields
from pipeline.story import Block, Field, Heading, Inlines, Paragraph, plain, text

if TYPE_CHECKING:
    from pipeline.compose.context import Context
    from pipeline.records.meeting import Item, Talk


def talk_blocks(ctx: Context, item: Item) -> tuple[Block, ...]:
    """The talks of an item, each under its topic; the newsletter's text stands in for a summary that is missing.

    A talk that an earlier item tells of already has its topic and speaker alone.
    """
    found: list[Block] = []
    for name in item.talks:
        talk, origin = ctx.meeting.talks[name], f"talks.{name}"
        topic = _topic(ctx, talk, origin)
        speaker = _speaker(ctx, talk, origin, plain(topic))
        if ctx.told_at[name] != item.id:
            found += [Heading(2, without_fields(topic), origin), Paragraph(without_fields(speaker), origin, "fact")]
            continue
        found += [Heading(2, topic, origin), Paragraph(speaker, origin, "fact")]
        if talk.text:
            found += prose(talk.text.text, ctx.language, f"{origin}.text")
        elif talk.newsletter:
            found += _under_heading(prose(talk.newsletter.text, ctx.language, f"{origin}.newsletter"))
    return tuple(found)


def _under_heading(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The newsletter's subheadings one level under the talk's own heading."""
    return tuple(Heading(3, block.children, block.origin) if isinstance(block, Heading) else block for block in blocks)


def _topic(ctx: Context, talk: Talk, origin: str) -> Inlines:
    if talk.topic:
        return (Field(text(ctx.finish(talk.topic)), f"{origin}.topic"),)
    if talk.organisation:
        return (Field(text(ctx.finish(talk.organisation)), f"{origin}.organisation"),)
    return text(ctx.finish(talk.speaker))


def _speaker(ctx: Context, talk: Talk, origin: str, topic: str) -> Inlines:
    """'Föredragande: Lotta Sartz, projektledare, Örebro universitet · Bilaga 4'; the organisation only where it is not the heading."""
    told: list[Inlines] = [(Field(text(ctx.finish(talk.speaker)), f"{origin}.speaker"),)]
    if talk.title:
        told.append((Field(text(ctx.finish(talk.title)), f"{origin}.title"),))
    if talk.organisation and ctx.finish(talk.organisation) != topic:
        told.append((Field(text(ctx.finish(talk.organisation)), f"{origin}.organisation"),))
    names: Inlines = told[0]
    for part in told[1:]:
        names = (*names, *text(", "), *part)
    line = ctx.phrases.fill("item.presenter.one", names=names)
    return dotted((line, ctx.appendix(talk.appendix, label=True) if talk.appendix else ()))
