"""The logical tree of a story, in the order in which it is to be read: what a screen reader will find, before anything is painted."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from pipeline import story
from pipeline.pdf.canvas import text_string
from pipeline.pdf.structure_parts import COLUMN_HEAD, DECIMAL, DISC, PICTURE, ROW_HEAD, heading
from pipeline.pdf.tree import Element, Tree

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.story import Block, Document, Inlines


def structure(document: Document, logo_words: str = "") -> Tree:
    """The tree with a place for every word, picture and QR code of the document; ``logo_words`` stand for a logo in place of the nameplate."""
    tree = Tree(document.metadata.language)
    titled = any(isinstance(block, story.Masthead | story.Cover) for block in document.blocks)
    builder = Builder(tree, 1 if titled else 0, logo_words)
    builder.blocks(tree.root, document.blocks, 2 if titled else 1)
    return tree


class Builder:
    """Grows the tree block by block; ``level`` is that of the headings which the block itself brings (1 for the document's title)."""

    def __init__(self, tree: Tree, shift: int, logo_words: str) -> None:
        self.tree = tree
        self.shift = shift
        self.logo_words = logo_words
        self.notes = 0

    def blocks(self, parent: Element, blocks: Iterable[Block], level: int) -> None:
        """Blocks one after the other."""
        for block in blocks:
            self.block(parent, block, level)

    def block(self, parent: Element, block: Block, level: int) -> None:
        """One block: running text here, the rest in the functions that know the document's kind."""
        match block:
            case story.Paragraph():
                self.words(parent, "P", block, "", block.children)
            case story.Heading():
                self.words(parent, heading(block.level + self.shift), block, "", block.children)
            case story.List():
                self.list(parent, block, level)
            case story.Quotation():
                self.blocks(parent.add("BlockQuote"), block.blocks, level)
            case story.Table():
                self.table(parent, block)
            case story.Figure():
                self.figure(parent, block)
            case story.Chart():
                self.chart(parent, block)
            case story.Cover() | story.Section() | story.Decision() | story.Appendices() | story.Signatures():
                from pipeline.pdf.structure_formal import formal

                formal(self, parent, block, level)
            case story.Masthead() | story.Contents() | story.Article() | story.FactBox() | story.KeyFigures() | story.Notices():
                from pipeline.pdf.structure_news import news

                news(self, parent, block, level)
            case story.DecisionsInBrief() | story.NextMeeting() | story.Presentations() | story.MemberList() | story.Colophon():
                from pipeline.pdf.structure_reference import reference

                reference(self, parent, block, level)
            case _:
                assert_never(block)

    # ── running text ─────────────────────────────────────────────────────────────────────────────────────────────────

    def words(self, parent: Element, tag: str, part: object, name: str, expected: str | Inlines, **options: bool) -> Element:
        """An element with the words of one slot; the notes that they mention follow it."""
        element = parent.add(tag)
        self.tree.slot(element, part, name, expected, **options)
        if not isinstance(expected, str):
            self.notes_of(parent, expected)
        return element

    def said(self, parent: Element, tag: str, part: object, name: str, expected: str | Inlines, **options: bool) -> None:
        """An element with words, where there are any."""
        if expected:
            self.words(parent, tag, part, name, expected, **options)

    def notes_of(self, parent: Element, inlines: Inlines) -> None:
        """The notes that some words mention, each with an identifier (PDF/UA-1, 7.9)."""
        for inline in inlines:
            if isinstance(inline, story.NoteMark):
                self.notes += 1
                note = parent.add("Note", identifier=f"note-{self.notes}")
                if inline.note:
                    self.tree.slot(note.add("Lbl"), inline.note[0], "mark", None, needed=False)
                self.blocks(note, inline.note, 0)
            elif not isinstance(inline, story.Text | story.LineBreak):
                self.notes_of(parent, inline.children)

    def list(self, parent: Element, block: story.List, level: int) -> None:
        """L of LI with Lbl and LBody; nested lists stand in the body."""
        element = parent.add("L", attributes=DECIMAL if block.ordered else DISC)
        for item in block.items:
            row = element.add("LI")
            self.tree.slot(row.add("Lbl"), item, "mark", None, needed=False)
            self.blocks(row.add("LBody"), item.blocks, level)

    def table(self, parent: Element, block: story.Table) -> None:
        """Table of TR with TH that say what they head; cells without words keep their place."""
        if block.title:
            self.tree.slot(parent.add("Caption"), block, "title", block.title, needed=False)
        summary = ": ".join(filter(None, (block.title, block.description)))
        element = parent.add("Table", attributes=f"<</O/Table/Summary{text_string(summary)}>>" if summary else "")
        head = element.add("TR")
        for column in block.columns:
            cell = head.add("TH", attributes=COLUMN_HEAD, kept=True)
            self.tree.slot(cell, column, "", column.head)
        for row in block.rows:
            line = element.add("TR")
            for index, content in enumerate(row.cells):
                heads = block.row_heads and index == 0
                cell = line.add("TH" if heads else "TD", attributes=ROW_HEAD if heads else "", kept=True)
                self.tree.slot(cell, content, "", content.children)
                self.notes_of(cell, content.children)

    def figure(self, parent: Element, block: story.Figure) -> None:
        """The picture and, beside it so that nobody's reader passes over them, its labels and caption."""
        whole = parent.add("Div")
        self.tree.slot(whole.add("Figure", alt=block.alt), block, PICTURE, None)
        if block.labels:
            labels = whole.add("P")
            for index, label in enumerate(block.labels):
                self.tree.slot(labels, block, f"label.{index}", label, spaced=True)
        if block.caption or block.credit:
            caption = whole.add("Caption")
            self.tree.slot(caption, block, "caption", block.caption, spaced=True)
            self.tree.slot(caption, block, "credit", block.credit)

    def chart(self, parent: Element, block: story.Chart) -> None:
        """The chart as one figure, its bars' words in it."""
        whole = parent.add("Div")
        self.said(whole, "P", block, "title", block.title)
        drawing = whole.add("Figure", alt=block.alt)
        self.tree.slot(drawing, block, PICTURE, None, needed=bool(block.bars))
        for bar in block.bars:
            self.tree.slot(drawing, bar, "label", bar.label, spaced=True)
            self.tree.slot(drawing, bar, "shown", bar.shown, spaced=True)
        self.said(whole, "Caption", block, "caption", block.caption)
