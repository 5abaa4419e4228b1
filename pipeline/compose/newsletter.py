"""The newsletter: every block in reading order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.compose.articles import article, article_anchor
from pipeline.compose.colophon import colophon, issue_line
from pipeline.compose.context import Context
from pipeline.compose.titles import missing, name_in_sentence
from pipeline.compose.useful import decisions, member_list, next_meeting, notices, presentations, useful_title
from pipeline.compose.words import phrase
from pipeline.problems import say
from pipeline.story import Block, Contents, ContentsEntry, Document, Furniture, KeyFigure, KeyFigures, Masthead, Metadata, plain

if TYPE_CHECKING:
    from pipeline.records.newsletter import Newsletter
    from pipeline.records.source import Source

ROOT = "newsletter"


def compose_newsletter(source: Source, *, typefaces: str = "") -> Document:
    """The newsletter of the meeting; ``typefaces`` are the names that the colophon gives ('' for none).

    Raises BadInput where the record has no newsletter, an article no text or a picture no words.
    """
    ctx = Context(source, public=True)
    newsletter = newsletter_of(ctx)
    decided: tuple[Block, ...] = (*decisions(ctx, newsletter), *next_meeting(ctx))
    first = newsletter.decisions_on_front and bool(newsletter.decisions)
    blocks: tuple[Block, ...] = (
        _masthead(ctx, newsletter),
        article(ctx, newsletter.lead, f"{ROOT}.lead", lead=True),
        *(decided if first else ()),
        *_contents(ctx, newsletter),
        *_figures(ctx, newsletter),
        *(article(ctx, told, f"{ROOT}.articles.{told.id}") for told in newsletter.articles),
        *notices(ctx, newsletter),
        *(() if first else decided),
        *presentations(ctx, newsletter),
        *member_list(ctx, newsletter),
        colophon(ctx, newsletter, typefaces),
    )
    return Document("newsletter", _metadata(ctx, newsletter), _furniture(ctx, newsletter), blocks, newsletter.pages)


def newsletter_of(ctx: Context) -> Newsletter:
    """The record's newsletter; BadInput where it has none."""
    if ctx.meeting.newsletter is None:
        hint = say("write newsletter: with issue, date and lead")
        raise missing(ctx, ROOT, say("expected a newsletter, found none"), hint)
    return ctx.meeting.newsletter


def nameplate(ctx: Context) -> str:
    """The word of the nameplate."""
    return ctx.finish(ctx.organisation.issues.nameplate or ctx.organisation.short_name)


def _masthead(ctx: Context, newsletter: Newsletter) -> Masthead:
    lines = (ctx.phrases.say("nl.from"), name_in_sentence(ctx), issue_line(ctx, newsletter))
    return Masthead(nameplate(ctx), lines, f"{ROOT}.issue")


def _contents(ctx: Context, newsletter: Newsletter) -> tuple[Contents, ...]:
    """'I detta nummer': the articles after the lead, and the useful page."""
    entries = [
        ContentsEntry(
            ctx.finish(told.inside) if told.inside else plain(phrase(told.headline, ctx.language)),
            article_anchor(told),
            f"{ROOT}.articles.{told.id}",
        )
        for told in newsletter.articles
    ]
    page = newsletter.notices
    if page and page.items:
        title = ctx.finish(page.inside or page.section or "") or plain(phrase(page.headline, ctx.language))
        entries.append(ContentsEntry(title, "notices", f"{ROOT}.notices"))
    elif newsletter.decisions and not newsletter.decisions_on_front:
        entries.append(ContentsEntry(useful_title(ctx, newsletter), "decisions", f"{ROOT}.decisions"))
    return (Contents(ctx.phrases.say("nl.inside"), tuple(entries), ROOT),) if entries else ()


def _figures(ctx: Context, newsletter: Newsletter) -> tuple[KeyFigures, ...]:
    """The band; a | in a label breaks its line."""
    if not newsletter.figures:
        return ()
    measured = [ctx.language.measured(ctx.finish(band.value), ctx.finish(band.unit or "")) for band in newsletter.figures]
    entries = tuple(
        KeyFigure(
            value=value,
            label="\n".join(ctx.finish(line.strip()) for line in band.label.split("|")),
            unit=unit,
            more_than=band.more_than,
            short=ctx.finish(band.short or band.label.replace("|", " ")),
            origin=f"{ROOT}.figures.{band.id}",
        )
        for band, (value, unit) in zip(newsletter.figures, measured, strict=True)
    )
    title = ctx.finish(newsletter.figures_title) if newsletter.figures_title else ctx.phrases.say("nl.figures")
    return (KeyFigures(title, entries, f"{ROOT}.figures"),)


def _furniture(ctx: Context, newsletter: Newsletter) -> Furniture:
    running = ctx.phrases.say("nl.running", short=nameplate(ctx), n=newsletter.issue, year=newsletter.date.year)
    return Furniture(nameplate=nameplate(ctx), running_head=running, continued=ctx.phrases.say("nl.continued", n="{n}"))


def _metadata(ctx: Context, newsletter: Newsletter) -> Metadata:
    title = ctx.phrases.say("nl.title", n=newsletter.issue, year=newsletter.date.year)
    headline = plain(phrase(newsletter.lead.headline, ctx.language))
    sections = dict.fromkeys(told.section or told.kicker for told in (newsletter.lead, *newsletter.articles))
    return Metadata(
        title=ctx.language.unfinish(f"{nameplate(ctx)} – {title}"),
        author=ctx.organisation.name,
        language=ctx.language.tag,
        date=newsletter.date.isoformat(),
        subject=ctx.language.unfinish(headline),
        keywords=tuple(sections),
    )
