"""Layout of formal documents (minutes, extract, agenda): the Word file's look as pages, from the same story."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.pdf import formal_styles as look
from pipeline.pdf.formal_blocks import Blocks, label_of, last_section_start
from pipeline.pdf.formal_styles import EDGE, LEFT, MM, PAGE_HEIGHT, TOP, WIDTH, baseline
from pipeline.pdf.outcome import Layout
from pipeline.pdf.paragraph import TextStyle
from pipeline.pdf.placed import Artifact, Bookmark, Page, Pages, Placed, PlacedLine, PlacedRect
from pipeline.pdf.setter import Setter
from pipeline.pdf.strips import NOTE_RULE_PT, Stack, Strip, break_pages, moved, panels
from pipeline.pdf.underlines import underlines
from pipeline.story import Document, Furniture, Section

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.look import Look

INITIALS = LEFT + 93 * MM
"""Where the label of the adjusters' line begins."""
ROOM = PAGE_HEIGHT - TOP - look.BOTTOM


def layout_formal(document: Document, brand: Look) -> Layout:
    """Pages with first-page and running headers, footers and page numbers; what has no place in a formal document is a warning."""
    setter = Setter(brand, document.metadata.language)
    blocks = Blocks(setter)
    stacks = break_pages(_strips(document, blocks), ROOM)
    pages = Pages([])
    for number, stack in enumerate(stacks, start=1):
        page = Page(number)
        _place(page, stack, pages)
        _furnish(page, document.furniture, len(stacks), setter)
        _resume(page, document.furniture, len(stacks), stack, setter)
        pages.pages.append(page)
    return Layout(pages, warnings=tuple(blocks.warnings), demanded=len(stacks))


def _strips(document: Document, blocks: Blocks) -> list[Strip]:
    """All strips in order; from the last numbered section on they hold together, so that signatures never stand alone."""
    blocks.tables.together(document.blocks)
    last = last_section_start(document.blocks)
    strips: list[Strip] = []
    start = 0
    for index, block in enumerate(document.blocks):
        made = blocks.block(block)
        if isinstance(block, Section):
            for strip in made[1:]:
                strip.section = label_of(block)
        if index == last:
            start = len(strips)
        strips.extend(made)
    if last is not None:
        _hold_end(strips, start)
    if strips:
        strips[-1].keep = 0
    return strips


def _hold_end(strips: list[Strip], start: int) -> None:
    """Hold the last strips together from ``start`` on, or where no page holds them, half a page of them."""
    heights = [
        strip.height_pt + strip.foot_pt + max(strip.before_pt, strip.after_pt) + sum(note.height_pt for note in strip.notes)
        for strip in strips[start:]
    ]
    room = ROOM if sum(heights) <= ROOM else ROOM / 2
    for strip, height in zip(reversed(strips), reversed(heights), strict=False):
        room -= height
        if room < 0:
            return
        strip.keep = max(strip.keep, 1)


def _place(page: Page, stack: Stack, pages: Pages) -> None:
    """Tones first, then strips in order, then footnotes at the foot."""
    left, top_pad, right_pad, foot_pad = look.PANEL
    for top, foot in panels(stack):
        x = LEFT + look.HANG - left
        height = foot - top + top_pad + foot_pad
        page.items.append(
            PlacedRect(x, TOP + top - top_pad, LEFT + WIDTH - x - look.DECISION_LABEL.right + right_pad, height, "tone", "background")
        )
        page.items.append(PlacedRect(x - look.BAR, TOP + top - top_pad, look.BAR, height, "brand", "background"))
    for top, strip in stack.placed:
        page.items.extend(_underlined(strip, TOP + top))
        if strip.anchor:
            pages.anchors[strip.anchor] = (page.number, TOP + top)
        if strip.bookmark is not None:
            title, level = strip.bookmark
            pages.outline.append(Bookmark(title, level, page.number, TOP + top))
    if stack.notes:
        y = TOP + ROOM - sum(note.height_pt for note in stack.notes)
        page.items.append(PlacedRect(LEFT + look.HANG, y - NOTE_RULE_PT / 2, 20 * MM, 0.5, "rule", "rule"))
        for note in stack.notes:
            page.items.extend(_underlined(note, y))
            y += note.height_pt


def _underlined(strip: Strip, by_pt: float) -> Iterator[Placed]:
    """What the strip holds, so far down, and the lines under its links."""
    for item in (moved(one, by_pt) for one in strip.items):
        yield item
        if isinstance(item, PlacedLine):
            yield from underlines(item)


def _furnish(page: Page, furniture: Furniture, total: int, setter: Setter) -> None:
    """Header, footer and page number: all of it said elsewhere too, so all of it artifacts."""
    number = furniture.page.format(n=page.number, total=total)
    if page.number == 1:
        _artifact(page, setter, furniture.nameplate, look.NAMEPLATE, LEFT, EDGE, "header")
        y = EDGE + look.NAMEPLATE.leading_pt + 6
        page.items.append(PlacedRect(LEFT, y, WIDTH, 3, "brand", "header"))
        page.items.append(PlacedRect(LEFT, y + 6, WIDTH, 0.5, "text", "header"))
        _artifact(page, setter, furniture.body, look.HEADER, LEFT, y + 9.5, "header")
        _artifact(page, setter, number, look.HEADER, LEFT, y + 9.5, "page_number", right=True)
    else:
        room = WIDTH - setter.width(number, look.HEADER) - 2 * look.COLUMN_GAP
        _artifact(page, setter, furniture.running_head, look.HEADER, LEFT, EDGE, "header", width=room)
        _artifact(page, setter, number, look.HEADER, LEFT, EDGE, "page_number", right=True)
        page.items.append(PlacedRect(LEFT, EDGE + 15 + _more(setter, furniture.running_head, room), WIDTH, 0.5, "text", "header"))
    foot = PAGE_HEIGHT - EDGE - look.FOOTER.leading_pt
    words = _artifact(page, setter, furniture.footer, look.FOOTER, LEFT, foot, "footer")
    if furniture.initials:
        line = foot - look.FOOTER.leading_pt if words > INITIALS - look.COLUMN_GAP else foot  # a long footer has the line over it
        end = _artifact(page, setter, furniture.initials, look.FOOTER, INITIALS, line, "footer")
        page.items.append(PlacedRect(end + 3, line + baseline(look.FOOTER) + 1.5, LEFT + WIDTH - end - 3, 0.5, "secondary", "footer"))


def _more(setter: Setter, words: str, width: float) -> float:
    """What a running head of more than one line needs besides."""
    return (max(setter.count(words, look.HEADER, width), 1) - 1) * look.HEADER.leading_pt


def _resume(page: Page, furniture: Furniture, total: int, stack: Stack, setter: Setter) -> None:
    """Under the running head, what goes on from the page before."""
    begun = [strip for _, strip in stack.placed[:2]]  # the first may be a table's head that is shown again
    section = next((strip.section for strip in begun if strip.section), "")
    pattern, number = furniture.resumed, furniture.page.format(n=page.number, total=total)
    begins = begun[:1] and begun[0].bookmark is not None and begun[0].bookmark[1] == 1
    if page.number == 1 or begins or not section or not pattern:
        return
    told = section.split(" ")
    while len(told) > 1 and setter.width(pattern.format(section=" ".join(told)), look.HEADER) > WIDTH:
        told = [*told[:-2], "…"]
    more = _more(setter, furniture.running_head, WIDTH - setter.width(number, look.HEADER) - 2 * look.COLUMN_GAP)
    _artifact(page, setter, pattern.format(section=" ".join(told)), look.HEADER, LEFT, EDGE + 19 + more, "header")


def _artifact(  # noqa: PLR0913 - what, how, where and as what
    page: Page,
    setter: Setter,
    words: str,
    style: TextStyle,
    x: float,
    top: float,
    kind: Artifact,
    *,
    right: bool = False,
    width: float = WIDTH,
) -> float:
    """Place words of the furniture; the x at which they end."""
    end = x
    for index, line in enumerate(setter.lines(words, style, width)):
        start = LEFT + WIDTH - line.width_pt - line.x_pt if right else x
        page.items.append(PlacedLine(line, start, top + baseline(style) + index * style.leading_pt, None, "", kind))
        end = start + line.x_pt + line.width_pt
    return end
