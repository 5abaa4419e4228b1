"""The imprint: who publishes, who answers for it, who gets it, how it was made; what is not known is left out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.compose.members import counted
from pipeline.compose.pictures import figure
from pipeline.compose.titles import address
from pipeline.compose.useful import absolute
from pipeline.compose.words import phrase
from pipeline.story import Colophon, ColophonEntry, Inlines, Link, text

if TYPE_CHECKING:
    from pipeline.compose.context import Context
    from pipeline.records.newsletter import Newsletter


def colophon(ctx: Context, newsletter: Newsletter, typefaces: str = "") -> Colophon:
    """Three columns: publisher; responsibility, readers and thanks; this issue and how it was made."""
    columns = (_publisher(ctx), _readers(ctx, newsletter), _issue(ctx, newsletter, typefaces))
    vignette = replace(figure(ctx, newsletter.vignette), caption=(), credit="", labels=()) if newsletter.vignette else None
    return Colophon(tuple(column for column in columns if column), vignette, "newsletter")


def issue_line(ctx: Context, newsletter: Newsletter) -> str:
    """'Nr 2 · juni 2023'."""
    month, year = ctx.language.month_year(newsletter.date).rsplit(" ", 1)
    return ctx.phrases.say("nl.dateline", n=newsletter.issue, month=month, year=year)


def _publisher(ctx: Context) -> tuple[ColophonEntry, ...]:
    facts = ctx.organisation
    lines: list[Inlines] = [text(ctx.finish(facts.name))]
    if facts.number:
        lines.append(text(ctx.phrases.say("org_number", number=facts.number)))
    if facts.address:
        lines.append(text(address(ctx)))
    if facts.web:
        lines.append((Link(text(facts.web), absolute(facts.web)),))
    lines.append((Link(text(facts.contact.email), f"mailto:{facts.contact.email}"),))
    if facts.contact.phone:
        lines.append(text(ctx.finish(facts.contact.phone)))
    return (ColophonEntry(ctx.phrases.say("nl.publisher"), tuple(lines), origin="organisation"),)


def _readers(ctx: Context, newsletter: Newsletter) -> tuple[ColophonEntry, ...]:
    issues = ctx.organisation.issues
    responsible = "nl.responsible.certificate" if issues.certificate else "nl.responsible"
    entries = (
        _run_in(ctx, responsible, issues.responsible, "organisation.issues.responsible"),
        _run_in(ctx, "nl.certificate", issues.certificate, "organisation.issues.certificate"),
        _run_in(ctx, "nl.editor", issues.editor, "organisation.issues.editor"),
        _run_in(ctx, "nl.sent_to", text(counted(ctx)), "members"),
        _run_in(ctx, "nl.thanks", phrase(newsletter.thanks, ctx.language) if newsletter.thanks else (), "newsletter.thanks"),
    )
    return tuple(entry for entry in entries if entry)


def _issue(ctx: Context, newsletter: Newsletter, typefaces: str) -> tuple[ColophonEntry, ...]:
    remark = (phrase(newsletter.remark, ctx.language),) if newsletter.remark else ()
    entries = (
        ColophonEntry(issue_line(ctx, newsletter), remark, origin="newsletter.remark" if remark else "newsletter.issue"),
        _run_in(ctx, "nl.issn", ctx.organisation.issues.issn, "organisation.issues.issn"),
        _run_in(ctx, "nl.illustrations", newsletter.illustrations, "newsletter.illustrations"),
        _run_in(ctx, "nl.printing", newsletter.printing, "newsletter.printing"),
        _run_in(ctx, "nl.typefaces", typefaces, ""),
    )
    return tuple(entry for entry in entries if entry)


def _run_in(ctx: Context, key: str, words: str | Inlines | None, origin: str) -> ColophonEntry | None:
    """'Illustrationer: redaktionen' on one line, the colon with the head; heads of their own have only the publisher and the issue."""
    if not words:
        return None
    return ColophonEntry(
        f"{ctx.phrases.say(key)}:", (text(ctx.finish(words)) if isinstance(words, str) else words,), run_in=True, origin=origin
    )
