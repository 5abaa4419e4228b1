"""The logical tree of what a newsletter tells."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from pipeline import story
from pipeline.pdf.structure_parts import DECIMAL, PICTURE, UNNUMBERED, heading

if TYPE_CHECKING:
    from pipeline.pdf.structure import Builder
    from pipeline.pdf.tree import Element


def news(
    builder: Builder,
    parent: Element,
    block: story.Masthead | story.Contents | story.Article | story.FactBox | story.KeyFigures | story.Notices,
    level: int,
) -> None:
    """What a newsletter tells."""
    match block:
        case story.Masthead():
            masthead(builder, parent, block)
        case story.Contents():
            whole = parent.add("Aside")
            builder.said(whole, heading(level), block, "title", block.title)
            list_ = whole.add("TOC")
            for entry in block.entries:
                reference = story.Reference(story.text(entry.title), entry.anchor)
                link = list_.add("TOCI").add("Link", link=reference) if entry.anchor else list_.add("TOCI")
                builder.tree.slot(link, entry, "title", entry.title, spaced=True)
                builder.tree.slot(link, entry, "page", None, needed=False)
        case story.Article():
            article(builder, parent, block, level)
        case story.FactBox():
            fact_box(builder, parent, block, level)
        case story.KeyFigures():
            key_figures(builder, parent, block, level)
        case story.Notices():
            whole = parent.add("Sect")
            builder.said(whole, "P", block, "kicker", block.kicker)
            builder.said(whole, heading(level), block, "headline", block.headline)
            for notice in block.notices:
                item = whole.add("Sect")
                builder.said(item, heading(level + 1), notice, "heading", notice.heading)
                builder.blocks(item, notice.blocks, level + 2)
        case _:
            assert_never(block)


def masthead(builder: Builder, parent: Element, block: story.Masthead) -> None:
    """The nameplate (or the logo in its place) as the document's title, and the dateline as one paragraph."""
    title = parent.add("H1")
    builder.tree.slot(title.add("Figure", alt=builder.logo_words or block.nameplate), block, PICTURE, None, needed=False)
    builder.tree.slot(title, block, "nameplate", block.nameplate, needed=False)
    dateline = parent.add("P")
    for index, words in enumerate(block.dateline):
        builder.tree.slot(dateline, block, f"dateline.{index}", words, spaced=True)


def article(builder: Builder, parent: Element, block: story.Article, level: int) -> None:
    """An article: heads, picture, text, then what stands beside the text."""
    whole = parent.add("Art")
    builder.said(whole, "P", block, "kicker", block.kicker)
    builder.said(whole, heading(level), block, "headline", block.headline)
    builder.said(whole, "P", block, "ingress", block.ingress)
    builder.said(whole, "P", block, "byline", block.byline)
    if block.figure:
        builder.figure(whole, block.figure)
    builder.blocks(whole, block.blocks, level + 1)
    if block.pull_quote:
        quote = whole.add("BlockQuote")
        builder.words(quote, "P", block.pull_quote, "", block.pull_quote.children)
        builder.said(quote, "P", block.pull_quote, "speaker", block.pull_quote.speaker)
    for box in block.boxes:
        fact_box(builder, whole, box, level + 1)


def fact_box(builder: Builder, parent: Element, block: story.FactBox, level: int) -> None:
    """A box beside the article: text, or labelled or numbered lines as a list."""
    whole = parent.add("Aside")
    builder.said(whole, heading(level), block, "title", block.title)
    builder.blocks(whole, block.blocks, level + 1)
    if block.pairs:
        pairs = whole.add("L", attributes=UNNUMBERED)
        for pair in block.pairs:
            row = pairs.add("LI")
            builder.tree.slot(row.add("Lbl"), pair, "label", pair.label)
            builder.words(row, "LBody", pair, "", pair.children)
    if block.numbered:
        numbers = whole.add("L", attributes=DECIMAL)
        for index, words in enumerate(block.numbered):
            row = numbers.add("LI")
            builder.tree.slot(row.add("Lbl"), block, f"mark.{index}", None, needed=False)
            builder.words(row, "LBody", block, f"numbered.{index}", words)


def key_figures(builder: Builder, parent: Element, block: story.KeyFigures, level: int) -> None:
    """Numbers with their labels, a list under a title that is read also where the page does not show it."""
    whole = parent.add("Aside")
    builder.said(whole, heading(level), block, "title", block.title)
    if block.title and block.entries:
        builder.tree.titled[id(block.entries[0])] = (block, block.title)
    figures = whole.add("L", attributes=UNNUMBERED)
    for entry in block.entries:
        body = figures.add("LI").add("LBody")
        builder.tree.slot(body, entry, "value", entry.value, spaced=not entry.more_than)
        builder.tree.slot(body, entry, "more_than", "+" if entry.more_than else "", spaced=True)
        builder.tree.slot(body, entry, "unit", entry.unit, spaced=True)
        builder.tree.slot(body, entry, "label", (entry.label, entry.short or entry.label))
