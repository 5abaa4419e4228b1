"""Minutes and extracts of them: the whole document in reading order."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipeline.compose.appendices import appendices_section
from pipeline.compose.attendance import attendance_sections
from pipeline.compose.context import Context
from pipeline.compose.cover import cover
from pipeline.compose.item import section
from pipeline.compose.signatures import certification, initials, notice_section, signature_section
from pipeline.compose.titles import furniture, metadata, minutes_title, running_title, status_line
from pipeline.compose.words import phrase
from pipeline.problems import BadInput, Problem, say
from pipeline.story import Block, Document, Paragraph, Particular, text

if TYPE_CHECKING:
    from pipeline.records.source import Source


def compose_minutes(source: Source, *, public: bool = False, items: Sequence[str] | None = None) -> Document:
    """The minutes; with ``items`` (ids) an extract of those §§ under their own numbers; ``public`` leaves out what is personal.

    An extract is certified only where every § in it is verified. Raises BadInput for an unknown item and where a fact is missing that
    minutes cannot do without.
    """
    if items:
        return _extract(source, _wanted(source, items), public=public)
    ctx = Context(source, public)
    title, status = minutes_title(ctx), status_line(ctx)
    blocks = (
        cover(ctx, title, status),
        *attendance_sections(ctx),
        *_signed_cover(ctx),
        *(section(ctx, index) for index in range(len(source.meeting.items))),
        *appendices_section(ctx),
        *(() if _signs_on_cover(ctx) else (signature_section(ctx),)),
        *_remark(ctx),
    )
    return Document("minutes", metadata(ctx, title), furniture(ctx, running_title(ctx), status, initials=initials(ctx)), blocks)


def compose_immediate_sheet(source: Source, *, public: bool = False) -> Document:
    """The sheet on which the §§ that were verified at once are signed, before the minutes are; BadInput where there is none."""
    shown = tuple(index for index, item in enumerate(source.meeting.items) if item.immediate)
    ctx = Context(source, public, shown)
    if not shown:
        message = say("expected an item that is verified at once, found none")
        raise BadInput([Problem(source.place("items"), "items", message, say("write immediate: true at the item"))])
    title = ctx.phrases.say(ctx.phrases.plural("sheet.head", len(shown)))
    head = Particular(ctx.phrases.say("cover.from"), text(minutes_title(ctx)))
    blocks: tuple[Block, ...] = (
        cover(ctx, title, "", head, sheet=True),
        *attendance_sections(ctx),
        *(section(ctx, index) for index in shown),
        *((Paragraph(text(ctx.phrases.say("immediate.many")), "items"),) if len(shown) > 1 else ()),
        *appendices_section(ctx),
        signature_section(ctx, sheet=True),
    )
    return Document("extract", metadata(ctx, title), furniture(ctx, title, running_title(ctx), initials=initials(ctx)), blocks)


def _signs_on_cover(ctx: Context) -> bool:
    """Federations sign before the first §, under those present; associations after the last one."""
    return ctx.organisation.profile == "municipal_federation"


def _signed_cover(ctx: Context) -> tuple[Block, ...]:
    return (signature_section(ctx), *notice_section(ctx)) if _signs_on_cover(ctx) else ()


def _remark(ctx: Context) -> tuple[Block, ...]:
    """The remark about the record itself."""
    if not ctx.meeting.remark:
        return ()
    return (Paragraph(phrase(ctx.meeting.remark, ctx.language, "remark"), "remark", "remark"),)


def _wanted(source: Source, items: Sequence[str]) -> tuple[int, ...]:
    """The items of an extract by index, in the order of the minutes."""
    order = {item.id: index for index, item in enumerate(source.meeting.items)}
    problems = []
    for name in items:
        if name not in order:
            close = difflib.get_close_matches(name, order, n=1)
            hint = say("did you mean '{word}'?", word=close[0]) if close else say("the items are {names}", names=", ".join(order))
            message = say("expected the id of an item, found '{name}'", name=name)
            problems.append(Problem(source.place("items"), "items", message, hint))
    if problems:
        raise BadInput(problems)
    return tuple(sorted({order[name] for name in items}))


def _extract(source: Source, shown: tuple[int, ...], *, public: bool) -> Document:
    """A protokollsutdrag: cover, attendance, the §§ asked for, their appendices and the certification."""
    ctx = Context(source, public, shown)
    title, status = ctx.phrases.say("extract.head"), status_line(ctx)
    head = Particular(ctx.phrases.say("cover.from"), text(minutes_title(ctx)))
    open_sections = tuple(index for index in shown if not _verified(ctx, index))
    blocks: tuple[Block, ...] = (
        cover(ctx, title, status, head, *_uncertified(ctx, open_sections)),
        *attendance_sections(ctx),
        *(section(ctx, index) for index in shown),
        *appendices_section(ctx),
        *(() if open_sections else (certification(ctx),)),
    )
    footer = "" if open_sections or public else ctx.phrases.say("extract.footer")
    return Document("extract", metadata(ctx, title), furniture(ctx, f"{title} · {running_title(ctx)}", status, initials=footer), blocks)


def _verified(ctx: Context, index: int) -> bool:
    """Whether a § is verified: with the minutes, or at once."""
    return ctx.meeting.status == "adjusted" or ctx.meeting.items[index].immediate


def _uncertified(ctx: Context, items: tuple[int, ...]) -> tuple[Particular, ...]:
    """On the cover, where nobody overlooks it: which §§ are not verified, so that the extract is not certified."""
    if not items:
        return ()
    among = len(items) == 1 and len(ctx.shown or ()) > 1
    key = "extract.uncertified.among" if among else ctx.phrases.plural("extract.uncertified", len(items))
    words = ctx.phrases.say(key, sections=ctx.sections(items))
    return (Particular(ctx.phrases.say("extract.footer"), text(words), "status"),)
