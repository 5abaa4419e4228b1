"""The cover of minutes and extracts: title, status and the particulars in the profile's order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.compose.titles import last_correction, meeting_dates
from pipeline.records.presence import attendees_of
from pipeline.story import Cover, Field, Inlines, LineBreak, Particular, Text, text

if TYPE_CHECKING:
    from pipeline.compose.context import Context
    from pipeline.records.meeting import Day


def cover(ctx: Context, title: str, status: str, *extra: Particular, sheet: bool = False) -> Cover:
    """The cover; ``extra`` particulars stand first, empty ones are left out; ``sheet`` is an immediate adjustment's, verified at the meeting."""
    facts = (
        *extra,
        Particular(ctx.phrases.say("cover.date"), text(meeting_dates(ctx)), "days"),
        Particular(ctx.phrases.say("cover.time_place"), time_and_place(ctx, adjourned=True), "days"),
        Particular(ctx.phrases.say("cover.chair"), _name(ctx, ctx.people.chair), "chair"),
        Particular(ctx.phrases.say("cover.secretary"), _name(ctx, ctx.people.secretary), "secretary"),
        Particular(_adjuster_label(ctx), text(ctx.people.names(ctx.meeting.adjust.by)), "adjust.by"),
        Particular(ctx.phrases.say("cover.adjusting"), _adjusting(ctx, sheet=sheet), "adjust"),
        *_version(ctx),
        *_sections(ctx),
        *_missing_people(ctx),
        *_public(ctx),
    )
    return Cover(title, status, tuple(fact for fact in facts if fact.children), "meeting")


def _name(ctx: Context, person: str) -> Inlines:
    return text(ctx.people.name(person)) if person in ctx.people.named else ()


def _adjuster_label(ctx: Context) -> str:
    return ctx.phrases.say(ctx.phrases.plural("cover.adjuster", len(ctx.meeting.adjust.by)))


def time_and_place(ctx: Context, *, adjourned: bool = False) -> Inlines:
    """'22 maj kl. 13.00–17.00 och 23 maj kl. 08.30–12.00, Region Örebro län, Örebro'; ``adjourned`` tells of pauses within a day too."""
    days = ctx.meeting.days
    times = [words for words in (_times(ctx, day, named=len(days) > 1) for day in days) if words]
    when = ctx.language.listing(times)
    place = Field(text(ctx.finish(ctx.meeting.place)), "place")
    said = "adjourn.break.day" if len(days) > 1 else "adjourn.break"
    pauses = [
        ctx.phrases.say(said, day=ctx.language.day_month(day.date), a=ctx.language.time(start), b=ctx.language.time(end))
        for day in days
        for start, end in (day.breaks if adjourned else ())
    ]
    # On a line of their own: Word has no dash that holds a range together at a line's end.
    after = (Text("."), LineBreak(), *text(" ".join(pauses))) if pauses else ()
    return (*text(f"{when}, " if when else ""), place, *after)


def _times(ctx: Context, day: Day, *, named: bool) -> str:
    clock = ""
    if day.start and day.end:
        clock = ctx.phrases.say("time.range", a=ctx.language.time(day.start), b=ctx.language.time(day.end))
    elif day.start:
        clock = ctx.language.clock(day.start)
    return " ".join(part for part in (ctx.language.day_month(day.date) if named else "", clock) if part)


def _adjusting(ctx: Context, *, sheet: bool) -> Inlines:
    """'Kansliet i Falun, senast den 5 juni 2023', the day itself once adjusted; digital signing says so, and a sheet the meeting's own."""
    adjust = ctx.meeting.adjust
    days = ctx.meeting.days
    if sheet:
        when = ctx.language.the_date(days[0].date) if len(days) == 1 else ""  # of several days nobody said which
    elif adjust.adjusted and ctx.meeting.status == "adjusted":
        when = ctx.language.the_date(adjust.adjusted)
    else:
        when = ctx.phrases.say("cover.latest", date=ctx.language.the_date(adjust.latest)) if adjust.latest else ""
    where: Inlines = ()
    if adjust.signing == "digital":
        where = text(ctx.phrases.say("cover.adjusting.digital")) if adjust.by or when else ()
    elif sheet:
        where = (Field(text(ctx.finish(ctx.meeting.place)), "place"),)
    elif adjust.place:
        where = (Field(text(ctx.finish(adjust.place)), "adjust.place"),)
    if where and when:
        return (*where, Text(f", {when}"))
    return where or text(when)


def _sections(ctx: Context) -> tuple[Particular, ...]:
    """'Paragrafer 12–21', and which of them were verified at once."""
    shown = ctx.shown if ctx.shown is not None else tuple(range(len(ctx.meeting.items)))
    if not shown:
        return ()
    label = ctx.phrases.say(ctx.phrases.plural("cover.sections", len(shown)))
    found = [Particular(label, text(ctx.language.spans(ctx.numbers[index] for index in shown)), "items")]
    at_once = tuple(index for index in shown if ctx.meeting.items[index].immediate)
    if at_once:
        key = ctx.phrases.plural("cover.immediate", len(at_once))
        found.append(Particular(ctx.phrases.say(key), text(ctx.sections(at_once)), "items"))
    return tuple(found)


def _missing_people(ctx: Context) -> tuple[Particular, ...]:
    who = attendees_of(ctx.meeting, ctx.presence)
    return (
        Particular(ctx.phrases.say("cover.apologies"), text(ctx.people.names(who.apologies)), "attendance.apologies"),
        Particular(ctx.phrases.say("cover.absent"), text(ctx.people.names(who.absent)), "attendance.absent"),
    )


def _version(ctx: Context) -> tuple[Particular, ...]:
    """'2, rättad 2 november 2024: § 63' where verified minutes bear corrections."""
    corrected = last_correction(ctx)
    if corrected is None or ctx.meeting.status != "adjusted":
        return ()
    date, items = corrected
    words = ctx.phrases.say("cover.version.words", n=ctx.source.version, date=ctx.language.date(date), sections=ctx.sections(items))
    return (Particular(ctx.phrases.say("cover.version"), text(words), "status"),)


def _public(ctx: Context) -> tuple[Particular, ...]:
    if not ctx.public:
        return ()
    return (Particular(ctx.phrases.say("cover.public"), text(ctx.phrases.say("cover.public.words"))),)
