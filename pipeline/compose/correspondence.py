"""The parts that letters share: what is attached, who to write to, the meeting for the calendar, the sender's imprint."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pipeline.compose.standard import town
from pipeline.compose.titles import imprint_line, meeting_noun, missing
from pipeline.compose.useful import absolute, read_more
from pipeline.language import capitalised
from pipeline.letter import Event
from pipeline.problems import say
from pipeline.story import Inlines, Link, Text, text

if TYPE_CHECKING:
    from pipeline.compose.context import Context


def attached(ctx: Context, key: str, pages: int, size: int) -> Inlines:
    """'Nyhetsbrevet bifogas som pdf (4 sidor, 0,3 MB) och finns även på bergslaget.se/nyhetsbrev.'; () while pages and size are unknown."""
    if not pages:
        return ()
    shown = ctx.phrases.say(ctx.phrases.plural("mail.pages", pages), n=pages)
    megabytes = ctx.language.number(max(1, round(size / 100_000)) / 10)
    web = _published(ctx)
    if not web and f"{key}.only" in ctx.phrases:
        key = f"{key}.only"
    return ctx.phrases.fill(key, p=shown, s=megabytes, web=web)


def instead(ctx: Context, key: str) -> Inlines:
    """Where the document can be read when it is too large to be sent; () where it is published nowhere: a front page is no archive."""
    facts = ctx.organisation
    address = absolute(facts.archive or (facts.issues.read_more if key == "mail.instead" else None) or "")
    return ctx.phrases.fill(key, web=(Link(text(_short(address)), address),)) if address else ()


def _published(ctx: Context) -> Inlines:
    address = read_more(ctx)
    return (Link(text(_short(address)), address),) if address else ()


def _short(address: str) -> str:
    return address.removeprefix("https://").removeprefix("http://").rstrip("/")


def registry(ctx: Context, key: str) -> Inlines:
    """What the registrator needs to know."""
    return text(ctx.phrases.say(key))


def change(ctx: Context) -> Inlines:
    """How to change or end the mailing."""
    return text(ctx.phrases.say("mail.change"))


def closing(ctx: Context) -> tuple[Inlines, ...]:
    """'Vänliga hälsningar' and who writes, with telephone."""
    contact = ctx.organisation.contact
    name = ", ".join(ctx.finish(part) for part in (contact.person, contact.title) if part)
    parts = (name, ctx.finish(ctx.organisation.name), ctx.finish(contact.phone or ""))
    return (text(ctx.phrases.say("mail.close")), text(" · ".join(part for part in parts if part)))


def privacy(ctx: Context) -> Inlines:
    """Where it is told how personal data is handled."""
    address = absolute(ctx.organisation.privacy or "")
    return ctx.phrases.fill("mail.privacy", url=(Link(text(_short(address)), address),)) if address else ()


def imprint(ctx: Context) -> tuple[Inlines, ...]:
    """The sender: name, number, address, web and mail address."""
    address = ctx.organisation.contact.email
    lines = (text(ctx.finish(ctx.organisation.name)), text(imprint_line(ctx)), (Link(text(address), f"mailto:{address}"),))
    return tuple(line for line in lines if line)


def following_event(ctx: Context) -> Event | None:
    """The next meeting for calendars."""
    following = ctx.meeting.next
    if following is None:
        return None
    start, end = _moments(ctx, following.date, following.start, following.date, following.end)
    return _event(ctx, start, end, ctx.finish(following.place or ""), "next")


def meeting_event(ctx: Context) -> Event:
    """The meeting itself for calendars, each of its days with its own times; in one where the first day has none."""
    first, last = ctx.meeting.days[0], ctx.meeting.days[-1]
    if first.start is None:
        return _event(ctx, *_moments(ctx, first.date, None, last.date, None), ctx.finish(ctx.meeting.place), "meeting")
    spans = [_moments(ctx, day.date, day.start, day.date, day.end) for day in ctx.meeting.days]
    return replace(_event(ctx, *spans[0], ctx.finish(ctx.meeting.place), "meeting"), later=tuple(spans[1:]))


def _event(ctx: Context, start: dt.date, end: dt.date | None, place: str, what: str) -> Event:
    day = start.date() if isinstance(start, dt.datetime) else start
    domain = ctx.organisation.contact.email.rpartition("@")[2]
    title = ctx.phrases.say("mail.event", meeting=capitalised(meeting_noun(ctx)), org=ctx.finish(ctx.organisation.name))
    unfinish = ctx.language.unfinish
    return Event(
        uid=f"{ctx.organisation.id}-{ctx.meeting.meeting.body}-{day.isoformat()}@{domain}",
        title=unfinish(title),
        start=start,
        end=end,
        place=unfinish(place),
        description=unfinish(ctx.finish(ctx.meeting.theme or "")) if what == "meeting" else "",
        address=absolute(ctx.organisation.web or ""),
    )


def _moments(ctx: Context, first: dt.date, start: dt.time | None, last: dt.date, end: dt.time | None) -> tuple[dt.date, dt.date | None]:
    """Aware start and end, or whole days where no time is told."""
    if start is None:
        return first, last
    try:
        zone = ZoneInfo(ctx.organisation.time_zone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        message = say("expected a time zone as Europe/Stockholm, found '{zone}'", zone=ctx.organisation.time_zone)
        raise missing(ctx, "organisation.time_zone", message) from error
    begins = dt.datetime.combine(first, start, zone)
    return begins, dt.datetime.combine(last, end, zone) if end else None


def next_line(ctx: Context) -> Inlines:
    """'Nästa möte: 14 september 2023 i Falun' on one line; () where it is not known."""
    following = ctx.meeting.next
    if following is None or not following.place:
        return ()
    return (Text(ctx.phrases.say("nl.next", date=ctx.language.date(following.date), place=town(ctx.finish(following.place)))),)
