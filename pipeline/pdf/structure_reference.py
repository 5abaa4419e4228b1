"""The logical tree of what a newsletter gives to look up: decisions, dates, links, members, imprint."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from pipeline import story
from pipeline.pdf.structure_parts import QR, QR_LINK, UNNUMBERED, heading, linked

if TYPE_CHECKING:
    from pipeline.pdf.structure import Builder
    from pipeline.pdf.tree import Element


def reference(
    builder: Builder,
    parent: Element,
    block: story.DecisionsInBrief | story.NextMeeting | story.Presentations | story.MemberList | story.Colophon,
    level: int,
) -> None:
    """What a newsletter gives to look up."""
    match block:
        case story.DecisionsInBrief():
            decisions(builder, parent, block, level)
        case story.NextMeeting():
            whole = parent.add("Aside")
            builder.said(whole, heading(level), block, "title", block.title)
            day = whole.add("P")
            builder.tree.slot(day, block, "day", block.day, spaced=True)
            builder.tree.slot(day, block, "month", block.month)
            builder.said(whole, "P", block, "time", block.time)
            builder.said(whole, "P", block, "place", block.place)
        case story.Presentations():
            presentations(builder, parent, block, level)
        case story.MemberList():
            members(builder, parent, block, level)
        case story.Colophon():
            colophon(builder, parent, block)
        case _:
            assert_never(block)


def decisions(builder: Builder, parent: Element, block: story.DecisionsInBrief, level: int) -> None:
    """Decisions as a list labelled by their §§."""
    whole = parent.add("Aside")
    builder.said(whole, heading(level), block, "title", block.title)
    entries = whole.add("L", attributes=UNNUMBERED)
    for entry in block.entries:
        row = entries.add("LI")
        builder.tree.slot(row.add("Lbl"), entry, "label", entry.label)
        body = row.add("LBody")
        builder.tree.slot(body, entry, "title", entry.title, spaced=True)
        builder.tree.slot(body, entry, "", entry.children)
        builder.notes_of(body, entry.children)
    builder.said(whole, "P", block, "status", block.status)


def presentations(builder: Builder, parent: Element, block: story.Presentations, level: int) -> None:
    """Presentations as a list of links, then the code that leads to them."""
    whole = parent.add("Sect")
    builder.said(whole, heading(level), block, "title", block.title)
    entries = whole.add("L", attributes=UNNUMBERED)
    for entry in block.entries:
        row = entries.add("LI")
        builder.tree.slot(row.add("Lbl"), entry, "label", entry.label)
        body = row.add("LBody")
        builder.tree.slot(linked(body, entry.address, entry.title), entry, "title", entry.title, spaced=True)
        builder.tree.slot(body, entry, "presenter", entry.presenter, spaced=True)
        builder.tree.slot(linked(body, entry.address, entry.address), entry, "address", entry.address, needed=False)
    builder.tree.slot(whole.add("Figure"), block, QR, None, needed=bool(block.qr_address))
    builder.said(whole, "P", block, "qr_title", block.qr_title)
    words = linked(whole.add("P"), block.qr_address, block.qr_address)
    builder.tree.slot(words, block, QR_LINK, None, needed=False)
    for index, line in enumerate(block.qr_text):
        builder.tree.slot(words, block, f"qr_text.{index}", line, spaced=not line.endswith("/"))


def members(builder: Builder, parent: Element, block: story.MemberList, level: int) -> None:
    """One list for each group of members."""
    whole = parent.add("Sect")
    builder.said(whole, "P", block, "kicker", block.kicker)
    builder.said(whole, heading(level), block, "headline", block.headline)
    for group, names in enumerate(block.groups):
        element = whole.add("L", attributes=UNNUMBERED)
        for index, member in enumerate(names):
            builder.tree.slot(element.add("LI").add("LBody"), block, f"member.{group}.{index}", member)
    builder.said(whole, "P", block, "remark", block.remark)


def colophon(builder: Builder, parent: Element, block: story.Colophon) -> None:
    """The drawing over the imprint, then its entries, each a head with lines."""
    whole = parent.add("Sect")
    if block.vignette:
        builder.figure(whole, block.vignette)
    for column in block.columns:
        for entry in column:
            target = whole.add("P") if entry.run_in else None
            if entry.head:
                builder.tree.slot(target or whole.add("P"), entry, "head", entry.head, spaced=entry.run_in)
            for index, words in enumerate(entry.lines):
                builder.tree.slot(target or whole.add("P"), entry, f"line.{index}", words, spaced=entry.run_in)
