"""Strips: the lines, rows and rules of a formal document, stacked and broken into pages with what belongs together kept together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field

from pipeline.dataclass import dataclass
from pipeline.pdf.placed import Placed, PlacedLine, PlacedPicture, PlacedQr, PlacedRect


@dataclass(slots=True)
class Strip:
    """What stands at one height and is never parted; ``items`` have their y from the strip's top.

    ``keep`` binds it to the next strip: 2 always (lines of a paragraph, a heading and its text), 1 where it fits on one page.
    ``foot_pt`` is what its tone reaches under it, outside which the spaces begin.
    ``panel`` numbers the decision block that it belongs to (0: none); ``head`` is repeated over later rows of the same ``table``;
    ``section`` is the heading of the § that it goes on with ('' where that begins with it).
    """

    height_pt: float
    items: list[Placed] = field(default_factory=list)
    before_pt: float = 0.0
    after_pt: float = 0.0
    foot_pt: float = 0.0
    keep: int = 0
    panel: int = 0
    table: int = 0
    head: Strip | None = None
    notes: list[Strip] = field(default_factory=list)
    anchor: str = ""
    bookmark: tuple[str, int] | None = None
    section: str = ""


@dataclass(slots=True)
class Stack:
    """The strips of one page with the y of each top; ``notes`` stand at the foot."""

    placed: list[tuple[float, Strip]] = field(default_factory=list)
    notes: list[Strip] = field(default_factory=list)


def moved(item: Placed, by_pt: float) -> Placed:
    """The item so much further down."""
    match item:
        case PlacedLine(line, x, y, part, slot, artifact, body, column):
            return PlacedLine(line, x, y + by_pt, part, slot, artifact, body, column)
        case PlacedRect(x, y, width, height, colour, artifact, part):
            return PlacedRect(x, y + by_pt, width, height, colour, artifact, part)
        case PlacedPicture(image, x, y, width, height, crop, part, artifact):
            return PlacedPicture(image, x, y + by_pt, width, height, crop, part, artifact)
        case PlacedQr(address, alt, x, y, size, part):
            return PlacedQr(address, alt, x, y + by_pt, size, part)


def gap(upper: Strip, lower: Strip) -> float:
    """The larger of the space after and the space before, as word processors set it."""
    return upper.foot_pt + max(upper.after_pt, lower.before_pt)


def break_pages(strips: Sequence[Strip], room_pt: float) -> list[Stack]:
    """Pages as full as what must stay together allows; what is taller than a page on its own is parted all the same."""
    pages: list[Stack] = []
    start = 0
    while start < len(strips):
        end = _fit(strips, start, room_pt, first=not pages)
        pages.append(_stack(strips, start, end, first=not pages))
        start = end
    return pages or [Stack()]


def _repeated(strips: Sequence[Strip], start: int) -> Strip | None:
    """The head row that a table broken before ``start`` shows again."""
    if start and strips[start].table and strips[start].table == strips[start - 1].table:
        return strips[start].head
    return None


def _fit(strips: Sequence[Strip], start: int, room: float, *, first: bool) -> int:
    """The index after the last strip of the page that begins with ``start``: where it is full, drawn back to where it may be parted."""
    head = _repeated(strips, start)
    used = (head.height_pt if head else 0.0) + (strips[start].before_pt if first else 0.0)
    end = start
    noted = 0.0
    while end < len(strips):
        strip = strips[end]
        space = gap(strips[end - 1], strip) if end > start else 0.0
        notes = sum(note.height_pt for note in strip.notes)
        over = notes + (NOTE_RULE_PT if notes and not noted else 0.0)
        if end > start and used + space + strip.height_pt + noted + over > room + 0.01:
            break
        used += space + strip.height_pt
        noted += over
        end += 1
    if end == len(strips):
        return end
    for strength in (1, 2):
        back = end
        while back > start and strips[back - 1].keep >= strength:
            back -= 1
        if back > start and (strength == 2 or back - start > 2):
            return back
    return end


NOTE_RULE_PT = 8.0
"""Space and rule over the footnotes."""


def _stack(strips: Sequence[Strip], start: int, end: int, *, first: bool) -> Stack:
    stack = Stack()
    head = _repeated(strips, start)
    y = strips[start].before_pt if first else 0.0
    if head is not None:
        stack.placed.append((y, head))
        y += head.height_pt
    for index in range(start, end):
        if index > start:
            y += gap(strips[index - 1], strips[index])
        stack.placed.append((y, strips[index]))
        y += strips[index].height_pt
        stack.notes.extend(strips[index].notes)
    return stack


def panels(stack: Stack) -> list[tuple[float, float]]:
    """Top and foot of each decision block's part of a page."""
    found: list[tuple[int, float, float]] = []
    for top, strip in stack.placed:
        foot = top + strip.height_pt
        if strip.panel and found and found[-1][0] == strip.panel:
            found[-1] = (strip.panel, found[-1][1], foot)
        elif strip.panel:
            found.append((strip.panel, top, foot))
    return [(top, foot) for _, top, foot in found]
