"""The useful page: notices, decisions in brief, the next meeting, presentations and members."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.compose.articles import item_title
from pipeline.compose.decisions import Resolved, one_sentence, own_clause, resolved, sentence
from pipeline.compose.members import headline, listed_groups, total_members
from pipeline.compose.words import phrase, prose, without_notes
from pipeline.language import capitalised
from pipeline.story import (
    BriefDecision,
    DecisionsInBrief,
    Inlines,
    MemberList,
    NextMeeting,
    Notice,
    Notices,
    Presentation,
    Presentations,
    plain,
    text,
)

if TYPE_CHECKING:
    from pipeline.compose.context import Context
    from pipeline.records.newsletter import BriefDecision as Brief
    from pipeline.records.newsletter import Newsletter


def notices(ctx: Context, newsletter: Newsletter) -> tuple[Notices, ...]:
    """Short items side by side."""
    page = newsletter.notices
    if page is None or not page.items:
        return ()
    origin = "newsletter.notices"
    told = tuple(
        Notice(
            ctx.finish(notice.heading),
            prose(notice.text.text, ctx.language, f"{origin}.items.{notice.id}.text", editable=False),
            f"{origin}.items.{notice.id}",
        )
        for notice in page.items
    )
    section = ctx.finish(page.section) if page.section else useful_title(ctx, newsletter)
    return (Notices(ctx.finish(page.kicker), phrase(page.headline, ctx.language), told, section, "notices", origin),)


def useful_title(ctx: Context, newsletter: Newsletter) -> str:
    """'Beslut, kalender och medlemmar': what the page holds."""
    parts = []
    if newsletter.decisions and not newsletter.decisions_on_front:
        parts.append("decisions")
    if ctx.meeting.next and not (newsletter.decisions and newsletter.decisions_on_front):
        parts.append("calendar")
    parts.append("members" if newsletter.show_members and listed_groups(ctx) else "contact")
    return capitalised(ctx.language.listing([ctx.phrases.say(f"nl.useful.{part}") for part in parts]))


def decisions(ctx: Context, newsletter: Newsletter) -> tuple[DecisionsInBrief, ...]:
    """'Beslut i korthet', with a line that says so while the minutes are not adjusted."""
    if not newsletter.decisions:
        return ()
    entries = tuple(_brief(ctx, brief) for brief in newsletter.decisions if not ctx.meeting.items[ctx.order[brief.item]].personal)
    if not entries:
        return ()
    status = "" if ctx.meeting.status == "adjusted" else ctx.phrases.say("nl.unadjusted")
    title, front = ctx.phrases.say("nl.decisions"), newsletter.decisions_on_front
    return (DecisionsInBrief(title, entries, status, "decisions", "newsletter.decisions", front),)


def _brief(ctx: Context, brief: Brief) -> BriefDecision:
    index = ctx.order[brief.item]
    title = ctx.finish(brief.title) if brief.title else plain(item_title(ctx, brief.item))
    stopped = title if title.endswith((".", "?", "!")) else f"{title}."
    return BriefDecision(ctx.sections((index,)), stopped, without_notes(_words(ctx, brief)), f"newsletter.decisions.{brief.item}")


def _words(ctx: Context, brief: Brief) -> Inlines:
    """The short clause of the record, or the decision's own clauses in one sentence."""
    if brief.words:
        return sentence(ctx, Resolved(own_clause(ctx, brief.words), ""))
    item = ctx.meeting.items[ctx.order[brief.item]]
    return one_sentence(ctx, resolved(ctx, item, fields=False), unanimous=item.unanimous)


def next_meeting(ctx: Context) -> tuple[NextMeeting, ...]:
    """Day as a numeral, month and year, time, place."""
    following = ctx.meeting.next
    if following is None:
        return ()
    return (
        NextMeeting(
            title=ctx.phrases.say("nl.next.head"),
            day=str(following.date.day),
            month=ctx.language.month_year(following.date),
            time=ctx.language.clock(following.start, following.end) if following.start else "",
            place=ctx.finish(following.place or ""),
            origin="next",
        ),
    )


def presentations(ctx: Context, newsletter: Newsletter) -> tuple[Presentations, ...]:
    """The talks' presentations (or those that the record names) with speaker and address, and where to read more."""
    speakers = {talk.appendix: talk.speaker for talk in ctx.meeting.talks.values() if talk.appendix}
    wanted = newsletter.presentations if newsletter.presentations is not None else tuple(speakers)
    entries = tuple(_presentation(ctx, name, speakers.get(name)) for name in wanted if not ctx.meeting.documents[name].personal)
    address = read_more(ctx)
    if not entries:
        return ()
    say = ctx.phrases.say
    return (
        Presentations(
            title=say("nl.appendices" if speakers.keys() & set(wanted) else "nl.documents"),
            entries=entries,
            qr_address=address,
            qr_text=(say("nl.scan"), say("nl.scan.or"), *_short_address(address)) if address else (),
            qr_title=say("nl.more") if address else "",
            anchor="presentations",
            origin="newsletter.presentations",
        ),
    )


def _presentation(ctx: Context, name: str, speaker: str | None) -> Presentation:
    document = ctx.meeting.documents[name]
    mention = ctx.mentions.get(name)
    return Presentation(
        label=ctx.phrases.say("appendix", n=mention.number) if mention else "",
        title=ctx.finish(document.short or document.title),
        presenter=ctx.finish(speaker or ""),
        address=document.address or "",
        origin=f"documents.{name}",
    )


def read_more(ctx: Context) -> str:
    """Where newsletter and presentations are published, as an absolute address; '' where the organisation has no such place."""
    facts = ctx.organisation
    return absolute(facts.issues.read_more or facts.archive or facts.web or "")


def absolute(address: str) -> str:
    """An address with its scheme; '' stays ''."""
    return address if not address or "://" in address else f"https://{address}"


def _short_address(address: str) -> tuple[str, ...]:
    """The address as people type it, broken after a slash where it is long."""
    words = address.removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")
    host, slash, rest = words.partition("/")
    return (host + slash, rest) if rest else (host,)


def member_list(ctx: Context, newsletter: Newsletter) -> tuple[MemberList, ...]:
    """The members in groups; a remark where the list is not complete."""
    groups = listed_groups(ctx)
    if not newsletter.show_members or not groups:
        return ()
    shown, total = sum(len(group) for group in groups), total_members(ctx)
    remark = ctx.phrases.say("nl.partial_list", n=ctx.language.number(shown), total=ctx.language.number(total)) if shown < total else ""
    section = newsletter.notices.section if newsletter.notices and newsletter.notices.section else None
    return (
        MemberList(
            kicker=ctx.phrases.say("nl.members"),
            headline=text(headline(ctx)),
            groups=groups,
            remark=remark,
            section=ctx.finish(section) if section else useful_title(ctx, newsletter),
            anchor="members",
            origin="members",
        ),
    )
