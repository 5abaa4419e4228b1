"""What documents are called: titles, status lines, running heads, and the meeting's name in sentences."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from pipeline.language import capitalised
from pipeline.problems import BadInput, Message, Problem, say
from pipeline.story import Furniture, Metadata

if TYPE_CHECKING:
    from pipeline.compose.context import Context


def _kind(ctx: Context) -> str:
    kind = ctx.source.body.kind
    if ctx.organisation.profile == "municipal_federation":
        return "doc.federation" if kind == "executive_board" else "doc.other"
    return {"board": "doc.board", "annual_meeting": "doc.annual"}.get(kind, "doc.other")


def _named(ctx: Context, key: str) -> str:
    """A title with number and year, or with the date where the meeting has no number."""
    name = ctx.meeting.meeting
    if name.number is None and f"{key}.unnumbered" in ctx.phrases:
        key = f"{key}.unnumbered"
    number = "" if name.number is None else name.number
    return ctx.phrases.say(key, n=number, year=name.year, date=meeting_dates(ctx))


def meeting_dates(ctx: Context) -> str:
    """The meeting's days as one date."""
    return ctx.language.dates([day.date for day in ctx.meeting.days])


def minutes_title(ctx: Context) -> str:
    """'Styrelseprotokoll nr 2/2023'."""
    return _named(ctx, _kind(ctx))


def running_title(ctx: Context) -> str:
    """The title as it stands on later pages, with the date or year where the title itself has neither."""
    key = {"doc.federation": "run.federation", "doc.annual": "run.annual"}.get(_kind(ctx))
    return _named(ctx, key) if key else minutes_title(ctx)


def minutes_name(ctx: Context) -> str:
    """The minutes within a sentence: 'protokoll nr 2/2023', or by their date."""
    if ctx.organisation.profile == "municipal_federation":
        return ctx.phrases.say("named.federation", date=ctx.language.the_date(ctx.meeting.days[0].date))
    key = "named.board" if ctx.meeting.meeting.number is not None else "named.board.unnumbered"
    values = {
        "n": ctx.meeting.meeting.number or "",
        "year": ctx.meeting.meeting.year,
        "date": ctx.language.the_date(ctx.meeting.days[0].date),
    }
    return ctx.phrases.say(key, **values)


def meeting_noun(ctx: Context) -> str:
    """'styrelsemöte', 'direktionssammanträde'."""
    return ctx.phrases.say(f"meeting.{ctx.source.body.kind}")


def the_meeting(ctx: Context) -> str:
    """'styrelsemötet': the meeting within a sentence."""
    return ctx.phrases.say(f"the_meeting.{ctx.source.body.kind}")


def status_line(ctx: Context) -> str:
    """'Ojusterat protokoll', 'Justerat 5 juni 2023', with the latest correction; BadInput where adjusted minutes have no date."""
    meeting = ctx.meeting
    if meeting.status != "adjusted":
        return ctx.phrases.say(f"status.{meeting.status}")
    if meeting.adjust.adjusted is None:
        message = say("expected the date when the minutes were adjusted, found none")
        raise missing(ctx, "adjust.adjusted", message, say("write adjusted: with that date under adjust:"))
    line = ctx.phrases.say("status.adjusted", date=ctx.language.date(meeting.adjust.adjusted))
    corrected = last_correction(ctx)
    if corrected is None:
        return line
    return ctx.phrases.say("status.corrected", status=line, date=ctx.language.date(corrected[0]), n=ctx.source.version)


def last_correction(ctx: Context) -> tuple[dt.date, tuple[int, ...]] | None:
    """The latest date of a correction, and the items (by index) that bear corrections; None where there is none."""
    notes = [(correction.date, index) for index, item in enumerate(ctx.meeting.items) for correction in item.corrections]
    return (max(notes)[0], tuple(dict.fromkeys(index for _, index in notes))) if notes else None


def missing(ctx: Context, field: str, message: Message, hint: Message | None = None) -> BadInput:
    """The error for a fact that a document cannot do without."""
    return BadInput([Problem(ctx.source.place(field), field, message, hint)])


def furniture(ctx: Context, title: str, status: str, *, initials: str = "") -> Furniture:
    """What stands on every page of a formal document."""
    name = ctx.finish(ctx.organisation.name)
    return Furniture(
        nameplate=name,
        body=ctx.body_heading,
        running_head=" · ".join(part for part in (name, title, status) if part),
        page=ctx.phrases.say("page", n="{n}", total="{total}"),
        footer=imprint_line(ctx),
        initials=initials,
        resumed=ctx.phrases.say("page.resumed", section="{section}"),
    )


def name_in_sentence(ctx: Context) -> str:
    """'the Association of Quayside Towns': the organisation in a sentence of its own language, by its full name in another."""
    facts = ctx.organisation
    own = facts.name_in_sentence if facts.language == ctx.language.code else None
    return ctx.finish(own or facts.name)


def imprint_line(ctx: Context) -> str:
    """Number, address and web, as far as they are known."""
    facts = ctx.organisation
    number = ctx.phrases.say("org_number", number=facts.number) if facts.number else ""
    return " · ".join(part for part in (number, address(ctx), facts.web or "") if part)


def address(ctx: Context) -> str:
    """Street, postcode and town in the order of the language; '' where the organisation gives none."""
    where = ctx.organisation.address
    return ctx.finish(ctx.phrases.say("address", street=where.street, postcode=where.postcode, town=where.town)) if where else ""


def metadata(ctx: Context, title: str) -> Metadata:
    """Properties of a formal document, in plain spaces; its date is the meeting's last day."""
    meeting = ctx.phrases.say("subject", org=ctx.finish(ctx.organisation.name), meeting=meeting_noun(ctx), date=meeting_dates(ctx))
    theme = (ctx.meeting.theme,) if ctx.meeting.theme else ()
    return Metadata(
        title=ctx.language.unfinish(title),
        author=ctx.organisation.name,
        language=ctx.language.tag,
        date=ctx.meeting.days[-1].date.isoformat(),
        subject=ctx.language.unfinish(capitalised(meeting)),
        keywords=(ctx.body_heading, *theme),
    )
