"""Articles of the newsletter, from texts of their own or from the talks and items that they tell of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.compose.decisions import resolved, sentence
from pipeline.compose.pictures import figure
from pipeline.compose.standard import heading
from pipeline.compose.titles import missing
from pipeline.compose.words import phrase, prose, without_fields, without_notes
from pipeline.problems import say
from pipeline.story import Article, Bar, Block, Chart, FactBox, Heading, Inlines, Pair, Paragraph, PullQuote, Text

if TYPE_CHECKING:
    from pipeline.compose.context import Context
    from pipeline.records.newsletter import Article as Told
    from pipeline.records.newsletter import FactBox as Box
    from pipeline.records.newsletter import Series


def article_anchor(article: Told) -> str:
    """The anchor of an article."""
    return f"article-{article.id}"


def article(ctx: Context, told: Told, origin: str, *, lead: bool = False) -> Article:
    """One article; BadInput where neither it nor what it tells of has a text."""
    return Article(
        kicker=ctx.finish(told.kicker),
        headline=phrase(told.headline, ctx.language),
        blocks=(*_text(ctx, told, origin), *(_chart(ctx, series, f"{origin}.charts.{series.id}") for series in told.charts)),
        section=ctx.finish(told.section or told.kicker),
        ingress=_ingress(ctx, told, origin),
        byline=_byline(ctx, told),
        figure=figure(ctx, told.picture) if told.picture else None,
        pull_quote=_quote(ctx, told, origin),
        boxes=tuple(_box(ctx, box, f"{origin}.boxes.{box.id}") for box in told.boxes),
        lead=lead,
        anchor=article_anchor(told),
        origin=origin,
    )


def _text(ctx: Context, told: Told, origin: str) -> tuple[Block, ...]:
    """The article's own text, or the newsletter texts of its talks and the texts of its items."""
    if told.text:
        return prose(told.text.text, ctx.language, f"{origin}.text", editable=False, tables=True)
    blocks = tuple(block for name in told.source for block in _source(ctx, name))
    if not blocks:
        hint = say("write text: for the article, or newsletter: at the talk that it tells of")
        raise missing(ctx, origin, say("expected a text, found none"), hint)
    return blocks


def _source(ctx: Context, name: str) -> tuple[Block, ...]:
    if name in ctx.meeting.talks:
        talk = ctx.meeting.talks[name]
        if talk.newsletter:
            return prose(talk.newsletter.text, ctx.language, f"talks.{name}.newsletter", editable=False, tables=True)
        return prose(talk.text.text, ctx.language, f"talks.{name}.text", editable=False) if talk.text else ()
    item, origin = ctx.meeting.items[ctx.order[name]], f"items.{name}"
    told = item.text or item.background
    field = "text" if item.text else "background"
    blocks = prose(told.text, ctx.language, f"{origin}.{field}", editable=False) if told else ()
    decided = [sentence(ctx, one, unanimous=item.unanimous) for one in resolved(ctx, item, fields=False)]
    return (*blocks, *(Paragraph(words, f"{origin}.decide") for words in decided))


def _ingress(ctx: Context, told: Told, origin: str) -> Inlines:
    """The ingress as one paragraph."""
    if not told.ingress:
        return ()
    words: Inlines = ()
    for block in prose(told.ingress.text, ctx.language, f"{origin}.ingress", editable=False):
        if isinstance(block, Paragraph):
            words += (Text(" "), *block.children) if words else block.children
    return words


def _byline(ctx: Context, told: Told) -> str:
    """'Text: NN'; a byline that says by itself who did what stays as it is."""
    if not told.byline:
        return ""
    words = ctx.finish(told.byline)
    return words if ":" in words else ctx.phrases.say("nl.byline.text", x=words)


def _quote(ctx: Context, told: Told, origin: str) -> PullQuote | None:
    """The article's pull quote, or a talk's quotation; quotation marks only where somebody is quoted."""
    if told.quote:
        return _pull_quote(ctx, told.quote, told.quote_speaker, f"{origin}.quote")
    for name in told.source:
        talk = ctx.meeting.talks.get(name)
        if talk and talk.quotation:
            return _pull_quote(ctx, talk.quotation.text, talk.quotation.speaker, f"talks.{name}.quotation")
    return None


def _pull_quote(ctx: Context, words: str, speaker: str | None, origin: str) -> PullQuote:
    if not speaker:
        return PullQuote(without_notes(phrase(words, ctx.language)), origin=origin)
    marks = ctx.finish('"x"')
    inner = without_notes(phrase(words.strip().strip('"”“'), ctx.language))
    return PullQuote((Text(marks[0]), *inner, Text(marks[-1])), ctx.finish(speaker), origin)


def _box(ctx: Context, box: Box, origin: str) -> FactBox:
    blocks: tuple[Block, ...] = ()
    if box.text:
        blocks = tuple(
            Paragraph(block.children, block.origin) if isinstance(block, Heading) else block
            for block in prose(box.text.text, ctx.language, f"{origin}.text", editable=False)
        )
    pairs = tuple(Pair(ctx.finish(label), phrase(words, ctx.language), f"{origin}.pairs.{label}") for label, words in box.pairs.items())
    numbered = tuple(phrase(words, ctx.language) for words in box.numbered)
    return FactBox(ctx.finish(box.title), blocks, pairs, numbered, box.optional, origin)


def _chart(ctx: Context, series: Series, origin: str) -> Chart:
    unit = ctx.finish(series.unit or "")

    def shown(value: float) -> str:
        return "\u00a0".join(filter(None, ctx.language.measured(ctx.language.number(value), unit)))

    bars = tuple(Bar(ctx.finish(label), value, shown(value)) for label, value in series.values.items())
    caption = phrase(series.caption, ctx.language) if series.caption else ()
    return Chart(ctx.finish(series.title), ctx.finish(series.alt), bars, caption, origin)


def item_title(ctx: Context, name: str) -> Inlines:
    """An item's heading where it is repeated."""
    return without_fields(heading(ctx, ctx.meeting.items[ctx.order[name]]))
