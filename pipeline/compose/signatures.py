"""Who signs, how, and what a federation announces once its minutes are verified."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.compose.titles import meeting_dates
from pipeline.records.working_days import taken_down_from
from pipeline.story import Block, Cell, Column, Row, Section, Signature, Signatures, Table, text

if TYPE_CHECKING:
    from pipeline.compose.context import Context


def signature_section(ctx: Context, *, sheet: bool = False) -> Section:
    """'Underskrifter': places to sign on paper; a statement where signing is digital or the copy public; ``sheet`` is an immediate adjustment's."""
    return Section(text(ctx.phrases.say("sign.head")), (signatures(ctx, sheet=sheet),), origin="adjust")


def signatures(ctx: Context, *, sheet: bool = False) -> Signatures:
    """The signatures of secretary, chair and adjusters, in that order."""
    if ctx.public:
        return Signatures((), text(ctx.phrases.say("sign.public")), "adjust")
    if ctx.meeting.adjust.signing == "digital":
        at_once = sum(item.immediate for item in ctx.meeting.items)
        key = ctx.phrases.plural("sign.digital.sheet", at_once) if sheet else "sign.digital"
        return Signatures((), text(ctx.phrases.say(key)), "adjust")
    signers = [("sign.secretary", ctx.people.secretary, "office.secretary"), ("sign.chair", ctx.people.chair, "office.chair")]
    signers += [("sign.adjuster", person, "office.adjuster") for person in ctx.meeting.adjust.by]
    return Signatures(tuple(_signature(ctx, *signer) for signer in signers if signer[1] in ctx.people.named), origin="adjust")


def _signature(ctx: Context, label: str, person: str, role: str) -> Signature:
    name = ctx.phrases.say("sign.name", name=ctx.people.name(person), role=ctx.phrases.say(role))
    return Signature(ctx.phrases.say(label), name, _fields(ctx)[1])


def _fields(ctx: Context) -> tuple[str, str]:
    """'Namnförtydligande' and 'Ort och datum'."""
    name, _, place = ctx.phrases.say("sign.fields").partition("\u00a0· ")
    return name, place


def initials(ctx: Context) -> str:
    """The label of the adjusters' line on every page: on paper only, never in a public copy."""
    paper = ctx.meeting.adjust.signing == "paper" and not ctx.public and bool(ctx.meeting.adjust.by)
    return ctx.phrases.say("sign.initials") if paper else ""


def notice_section(ctx: Context) -> tuple[Section, ...]:
    """A federation's notice of verification, once the minutes are adjusted; () otherwise."""
    adjust = ctx.meeting.adjust
    if ctx.organisation.profile != "municipal_federation" or ctx.meeting.status != "adjusted" or adjust.adjusted is None:
        return ()
    taken_down = adjust.taken_down or (taken_down_from(adjust.posted) if adjust.posted else None)
    facts = (
        ("notice.body", ctx.body_heading, "meeting"),
        ("notice.date", meeting_dates(ctx), "days"),
        ("notice.adjusted", ctx.language.date(adjust.adjusted), "adjust.adjusted"),
        ("notice.posted", ctx.language.date(adjust.posted) if adjust.posted else "", "adjust.posted"),
        ("notice.taken_down", ctx.language.date(taken_down) if taken_down else "", "adjust.taken_down"),
        ("notice.kept_at", ctx.finish(adjust.kept_at or ""), "adjust.kept_at"),
    )
    say = ctx.phrases.say
    columns = (Column(say("notice.field"), share=2.0), Column(say("notice.value"), share=3.0))
    rows = tuple(Row((Cell(text(say(key))), Cell(text(words))), origin=origin) for key, words, origin in facts if words)
    title = say("notice.head")
    blocks: tuple[Block, ...] = (Table("data", title, say("notice.description"), columns, rows, origin="adjust"),)
    if adjust.signing == "paper" and not ctx.public and ctx.people.secretary in ctx.people.named:
        name = say("sign.name", name=ctx.people.name(ctx.people.secretary), role=say("office.secretary"))
        blocks = (*blocks, Signatures((Signature(say("notice.signature"), name, _fields(ctx)[1]),), origin="adjust"))
    return (Section(text(title), blocks, origin="adjust"),)


def certification(ctx: Context) -> Signatures:
    """The line on which an extract is certified."""
    return Signatures((Signature(ctx.phrases.say("extract.certify"), *_fields(ctx)),), origin="adjust")
