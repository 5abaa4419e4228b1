"""The logical tree of what stands in minutes, extracts and agendas only."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from pipeline import story
from pipeline.pdf.structure_parts import DECIMAL, ROW_HEAD, heading, linked

if TYPE_CHECKING:
    from pipeline.pdf.structure import Builder
    from pipeline.pdf.tree import Element


def formal(
    builder: Builder, parent: Element, block: story.Cover | story.Section | story.Decision | story.Appendices | story.Signatures, level: int
) -> None:
    """The blocks of minutes, extracts and agendas."""
    match block:
        case story.Cover():
            cover(builder, parent, block)
        case story.Section():
            whole = parent.add("Sect")
            title = whole.add(heading(level))
            builder.tree.slot(title, block, "number", None, needed=False, spaced=True)
            builder.tree.slot(title, block, "heading", block.heading)
            builder.notes_of(whole, block.heading)
            builder.blocks(whole, block.blocks, level + 1)
        case story.Decision():
            whole = parent.add("Sect")
            builder.said(whole, "P", block, "label", block.label)
            builder.said(whole, "P", block, "lead", block.lead)
            for clause in block.clauses:
                builder.words(whole, "P", clause, "", clause.children)
                builder.said(whole, "P", clause, "action", clause.action)
        case story.Appendices():
            appendices(builder, parent, block)
        case story.Signatures():
            builder.said(parent, "P", block, "statement", block.statement)
            for signature in block.signatures:
                whole = parent.add("Div")
                builder.said(whole, "P", signature, "label", signature.label)
                builder.said(whole, "P", signature, "name", signature.name)
                builder.said(whole, "P", signature, "place_and_date", signature.place_and_date)
        case _:
            assert_never(block)


def cover(builder: Builder, parent: Element, block: story.Cover) -> None:
    """Title, status and a table whose rows the labels head."""
    builder.words(parent, "H1", block, "title", block.title)
    builder.said(parent, "P", block, "status", block.status)
    if not block.particulars:
        return
    table = parent.add("Table")
    for particular in block.particulars:
        row = table.add("TR")
        builder.tree.slot(row.add("TH", attributes=ROW_HEAD, kept=True), particular, "label", particular.label)
        builder.tree.slot(row.add("TD", kept=True), particular, "", particular.children)


def appendices(builder: Builder, parent: Element, block: story.Appendices) -> None:
    """The list of appendices; a title leads to the address where its file lies open."""
    element = parent.add("L", attributes=DECIMAL)
    for entry in block.entries:
        row = element.add("LI")
        builder.tree.slot(row.add("Lbl"), entry, "label", entry.label)
        body = row.add("LBody")
        builder.tree.slot(linked(body, entry.address, story.plain(entry.title)), entry, "title", entry.title, spaced=True)
        builder.tree.slot(body, entry, "mentioned", entry.mentioned)
