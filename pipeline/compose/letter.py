"""Letters: what accompanies a newsletter, minutes or a notice, in each language that somebody among the recipients reads."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.compose.colophon import issue_line
from pipeline.compose.context import Context
from pipeline.compose.correspondence import (
    attached,
    change,
    closing,
    following_event,
    imprint,
    instead,
    meeting_event,
    privacy,
    registry,
)
from pipeline.compose.cover import time_and_place
from pipeline.compose.newsletter import nameplate, newsletter_of
from pipeline.compose.standard import heading
from pipeline.compose.titles import meeting_dates, meeting_noun, minutes_name, minutes_title, name_in_sentence, the_meeting
from pipeline.compose.useful import next_meeting, read_more
from pipeline.compose.words import phrase, prose, without_fields
from pipeline.dataclass import dataclass
from pipeline.language import language_for
from pipeline.letter import Edition, EditionKind, Headline, Letter
from pipeline.story import Foreign, Inlines, Paragraph, Particular, Text, plain, text

if TYPE_CHECKING:
    from pipeline.records.source import Source


@dataclass(frozen=True, slots=True)
class Sending:
    """What is known of the sending besides the record: the PDF's pages and size in octets, the reason of a correction, a test copy."""

    pages: int = 0
    size: int = 0
    correction: str = ""
    test: bool = False


def compose_letters(
    source: Source, document: str, *, pages: int = 0, size: int = 0, correction: str = "", test: bool = False
) -> Mapping[str, Letter]:
    """The letter in the organisation's language and in each other that a member reads, by language ('sv', 'en').

    ``document`` is newsletter, minutes, verification (minutes to those who verify them) or agenda; ``correction`` is a reason or ''.
    """
    languages = dict.fromkeys([source.organisation.language, *(member.language for member in source.members.members if member.language)])
    sending = Sending(pages, size, correction, test)
    compose = COMPOSERS[document]
    contexts = {language: Context(source, spoken=language) for language in languages}
    return {language: _marked(compose(ctx, sending), ctx, sending) for language, ctx in contexts.items()}


def _marked(letter: Letter, ctx: Context, sending: Sending) -> Letter:
    """The letter with the mark of a correction or test in subject and text, its subject and names in plain spaces."""
    subject, notice = letter.subject, letter.notice
    if sending.correction:
        subject = ctx.phrases.say("mail.subject.correction", subject=subject)
        notice = _added(notice, ctx.phrases.fill("mail.notice.correction", reason=ctx.finish(sending.correction)))
    if sending.test:
        subject = ctx.phrases.say("mail.subject.test", subject=subject)
        notice = _added(notice, text(ctx.phrases.say("mail.notice.test")))
    unfinish = ctx.language.unfinish
    return replace(
        letter,
        subject=unfinish(subject),
        notice=notice,
        preview=unfinish(letter.preview),
        file_name=unfinish(letter.file_name),
        event_file_name=unfinish(letter.event_file_name),
    )


def _added(notice: Inlines, more: Inlines) -> Inlines:
    return (*notice, Text(" "), *more) if notice else more


def _newsletter(ctx: Context, sending: Sending) -> Letter:
    newsletter = newsletter_of(ctx)
    own = language_for(ctx.organisation.language)
    headline = plain(phrase(newsletter.lead.headline, own))
    number: dict[str, str | int] = {"n": newsletter.issue, "year": newsletter.date.year}
    values = {**number, "org": name_in_sentence(ctx)}
    ingress = _paragraph(ctx, newsletter.lead.ingress.text) if newsletter.lead.ingress else ()
    address = read_more(ctx)
    inside = [told.inside or told.headline for told in newsletter.articles]
    return Letter(
        edition=_edition(ctx, "newsletter", newsletter.date.year, str(newsletter.issue)),
        language=ctx.language.tag,
        subject=ctx.phrases.say("mail.subject.news", **values, headline=headline),
        nameplate=nameplate(ctx),
        file_name=ctx.phrases.say("mail.file.news", **number, org=ctx.finish(ctx.organisation.name)),
        opening=(text(ctx.phrases.say("mail.open", **values)),),
        dateline=(ctx.phrases.say("nl.from"), name_in_sentence(ctx), issue_line(ctx, newsletter)),
        preview=plain(ingress) or headline,
        headline=Headline(headline, address, _foreign(ctx)),
        ingress=ingress,
        list_title=ctx.phrases.say("mail.list") if inside else "",
        headlines=tuple(Headline(plain(phrase(words, own)), address, _foreign(ctx)) for words in inside),
        attached=attached(ctx, "mail.attached", sending.pages, sending.size),
        instead=instead(ctx, "mail.instead"),
        next_meeting=next((meeting for meeting in next_meeting(ctx)), None),
        event=following_event(ctx),
        event_file_name=_event_name(ctx),
        registry=registry(ctx, "mail.registry"),
        change=change(ctx),
        closing=closing(ctx),
        privacy=privacy(ctx),
        imprint=imprint(ctx),
        unsubscribe_subject=ctx.phrases.say("mail.unsubscribe"),
    )


def _minutes(ctx: Context, sending: Sending) -> Letter:
    """Minutes for information."""
    date = meeting_dates(ctx)
    status = ctx.phrases.say(f"mail.status.{ctx.meeting.status}")
    notice = () if ctx.meeting.status == "adjusted" else text(ctx.phrases.say("mail.notice.unadjusted"))
    subject = ctx.phrases.say("mail.subject.minutes", meeting=meeting_noun(ctx), date=date, status=status)
    return replace(
        _formal(ctx, "minutes", sending, "mail.attached.minutes", "mail.instead.minutes"),
        subject=subject,
        file_name=_minutes_file(ctx),
        opening=(text(ctx.phrases.say("mail.open.minutes", meeting=the_meeting(ctx), date=date)),),
        notice=notice,
        list_title=ctx.phrases.say("mail.list.decisions"),
        headlines=_sections(ctx),
        registry=registry(ctx, "mail.registry.minutes"),
        change=change(ctx),
        unsubscribe_subject=ctx.phrases.say("mail.unsubscribe"),
        official=False,
    )


def _verification(ctx: Context, sending: Sending) -> Letter:
    """Unadjusted minutes for those who verify them, with the day by which they answer."""
    latest, document = ctx.meeting.adjust.latest, minutes_name(ctx)
    suffix = "" if latest else ".undated"
    date = ctx.language.the_date(latest) if latest else ""
    answer = ctx.phrases.say(f"mail.adjust.answer{suffix}", date=date)
    return replace(
        _formal(ctx, "verification", sending, "mail.attached.minutes", ""),
        subject=ctx.phrases.say(f"mail.subject.adjust{suffix}", document=document, date=date),
        file_name=_minutes_file(ctx),
        opening=(
            text(ctx.phrases.say("mail.open.adjust", document=document)),
            text(f"{answer} {ctx.phrases.say('mail.adjust.how')}"),
        ),
        notice=text(ctx.phrases.say("mail.notice.unadjusted")),
    )


def _agenda(ctx: Context, sending: Sending) -> Letter:
    """The notice of a meeting, with the meeting for the calendar."""
    date = meeting_dates(ctx)
    return replace(
        _formal(ctx, "agenda", sending, "mail.attached.agenda", "mail.instead.agenda"),
        subject=ctx.phrases.say("mail.subject.agenda", meeting=meeting_noun(ctx), date=date),
        file_name=ctx.phrases.say("mail.file.agenda", org=ctx.finish(ctx.organisation.name), name=_number_words(ctx)),
        opening=(text(ctx.phrases.say("mail.open.agenda", meeting=the_meeting(ctx), date=date)), *_absence(ctx)),
        list_title=ctx.phrases.say("mail.list.agenda"),
        headlines=tuple(
            Headline(plain(without_fields(heading(ctx, item))), language=_foreign(ctx) if item.heading else "")
            for item in ctx.meeting.items
        ),
        event=meeting_event(ctx),
        event_file_name=ctx.phrases.say(
            "mail.file.event", org=ctx.finish(ctx.organisation.name), date=ctx.meeting.days[0].date.isoformat()
        ),
    )


def _formal(ctx: Context, kind: EditionKind, sending: Sending, attached_key: str, instead_key: str) -> Letter:
    """What letters with minutes or a notice have in common."""
    place = tuple(part for part in time_and_place(ctx))
    facts = (
        Particular(ctx.phrases.say("cover.date"), text(meeting_dates(ctx)), "days"),
        Particular(ctx.phrases.say("cover.time_place"), without_fields(place), "days"),
    )
    return Letter(
        edition=_edition(ctx, kind, ctx.meeting.meeting.year, _series(ctx)),
        language=ctx.language.tag,
        subject="",
        nameplate=ctx.finish(ctx.organisation.name),
        file_name="",
        dateline=(ctx.body_heading, minutes_title(ctx)) if kind != "agenda" else (ctx.body_heading, ctx.phrases.say("doc.notice")),
        preview=minutes_title(ctx) if kind != "agenda" else ctx.phrases.say("doc.notice"),
        particulars=facts,
        attached=attached(ctx, attached_key, sending.pages, sending.size),
        instead=instead(ctx, instead_key) if instead_key else (),
        closing=closing(ctx),
        privacy=privacy(ctx),
        imprint=imprint(ctx),
        official=True,
    )


def _paragraph(ctx: Context, words: str) -> Inlines:
    """The record's own words, marked as such in a letter that speaks another language."""
    found: Inlines = ()
    for block in prose(words, language_for(ctx.organisation.language), editable=False):
        if isinstance(block, Paragraph):
            found = _added(found, block.children)
    foreign = _foreign(ctx)
    return (Foreign(found, foreign),) if found and foreign else found


def _foreign(ctx: Context) -> str:
    """The record's language where the letter speaks another, so that a screen reader pronounces its words; '' otherwise."""
    own = language_for(ctx.organisation.language)
    return own.tag if own.code != ctx.language.code else ""


def _edition(ctx: Context, kind: EditionKind, year: int, number: str) -> Edition:
    return Edition(ctx.organisation.id, kind, year, number)


def _series(ctx: Context) -> str:
    """The meeting within its year, bodies kept apart: 'board-2', 'annual'; by its date where it has no number and is no annual meeting."""
    name = ctx.meeting.meeting
    if name.number is not None:
        return f"{name.body}-{name.number}"
    return name.body if ctx.source.body.kind == "annual_meeting" else f"{name.body}-{ctx.meeting.days[0].date.isoformat()}"


def _number_words(ctx: Context) -> str:
    """'styrelsemöte 2-2023', 'årsmöte 2023': the meeting in a file's name."""
    name = ctx.meeting.meeting
    number = f"{name.number}-{name.year}" if name.number is not None else ctx.meeting.days[0].date.isoformat()
    return f"{meeting_noun(ctx)} {number}"


def _minutes_file(ctx: Context) -> str:
    status = ctx.phrases.say(f"mail.status.{ctx.meeting.status}")
    return ctx.phrases.say("mail.file.minutes", org=ctx.finish(ctx.organisation.name), name=_number_words(ctx), status=status)


def _event_name(ctx: Context) -> str:
    if ctx.meeting.next is None:
        return ""
    return ctx.phrases.say("mail.file.event", org=ctx.finish(ctx.organisation.name), date=ctx.meeting.next.date.isoformat())


def _sections(ctx: Context) -> tuple[Headline, ...]:
    """The §§ that are not standard items, with their numbers."""
    shown = [index for index, item in enumerate(ctx.meeting.items) if item.standard is None and not item.personal]
    words = ((ctx.sections((index,)), plain(without_fields(heading(ctx, ctx.meeting.items[index])))) for index in shown)
    return tuple(Headline(f"{sections} {title}", language=_foreign(ctx)) for sections, title in words)


def _absence(ctx: Context) -> tuple[Inlines, ...]:
    return (_paragraph(ctx, ctx.meeting.agenda.text),) if ctx.meeting.agenda else ()


COMPOSERS: Mapping[str, Callable[[Context, Sending], Letter]] = {
    "newsletter": _newsletter,
    "minutes": _minutes,
    "verification": _verification,
    "agenda": _agenda,
}
