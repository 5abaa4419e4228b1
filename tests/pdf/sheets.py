"""What the tests of layout ask of laid-out pages: which lines stand where, and what no page may do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from pipeline.pdf.grid import LEFT, RIGHT, SPAN_6, baseline
from pipeline.pdf.outcome import Layout
from pipeline.pdf.placed import Page, PlacedLine, PlacedPicture, PlacedQr, PlacedRect
from pipeline.story import Document, Heading, walk

HANGING = 9.0
"""Points by which hanging punctuation may leave the measure."""
FOOT = baseline(52) + 3


def lines(page: Page, slot: str | None = None) -> list[PlacedLine]:
    return [item for item in page.items if isinstance(item, PlacedLine) and (slot is None or item.slot == slot)]


def grid_line(item: PlacedLine) -> float:
    return round((item.y_pt - baseline(0)) / 13, 2)


def words(layout: Layout) -> str:
    return "".join(item.line.text for page in layout.pages.pages for item in lines(page) if item.artifact is None)


def faults(layout: Layout) -> list[str]:
    """Everything outside the frame, every text or picture on another, every body line off the grid, every box close upon its text."""
    checks = (outside, overlaps, off_grid, crowded)
    return [f"page {page.number}: {fault}" for page in layout.pages.pages for check in checks for fault in check(page)]


def outside(page: Page) -> Iterator[str]:
    for item in page.items:
        if isinstance(item, PlacedLine):
            left = item.x_pt + item.line.x_pt
            if left < LEFT - HANGING or left + item.line.width_pt > RIGHT + HANGING:
                yield f"sideways: {item.line.text}"
            if item.artifact is None and item.y_pt > FOOT:
                yield f"under the foot: {item.line.text}"
        elif isinstance(item, PlacedPicture | PlacedRect) and (
            item.y_pt + item.height_pt > FOOT or item.x_pt + item.width_pt > RIGHT + 0.5
        ):
            yield f"outside: {item}"


def overlaps(page: Page) -> Iterator[str]:
    """Ink boxes that cross, tones and rules apart."""
    boxes = sorted(
        ((left, top, right, bottom, name) for item in page.items for left, top, right, bottom, name in ink(item)), key=lambda box: box[1]
    )
    for index, (left, _, right, bottom, name) in enumerate(boxes):
        for other in boxes[index + 1 :]:
            if other[1] >= bottom:
                break
            if min(right, other[2]) - max(left, other[0]) > 1 and min(bottom, other[3]) - other[1] > 0.6:
                yield f"{name} on {other[4]}"


def ink(item: object) -> Iterator[tuple[float, float, float, float, str]]:
    match item:
        case PlacedLine():
            size = max((piece.size_pt for piece in item.line.pieces), default=0.0)
            left = item.x_pt + item.line.x_pt
            yield left, item.y_pt - size / 2, left + item.line.width_pt, item.y_pt, item.line.text
        case PlacedPicture():
            yield item.x_pt, item.y_pt, item.x_pt + item.width_pt, item.y_pt + item.height_pt, "picture"
        case PlacedQr():
            yield item.x_pt, item.y_pt, item.x_pt + item.size_pt, item.y_pt + item.size_pt, "code"


def off_grid(page: Page) -> Iterator[str]:
    for item in lines(page):
        if item.body and abs(grid_line(item) - round(grid_line(item))) > 0.02:
            yield f"off the grid: {item.line.text}"


def crowded(page: Page) -> Iterator[str]:
    """Boxes in a column without a blank line between them and the text over them."""
    for box in page.items:
        if isinstance(box, PlacedRect) and box.colour == "box" and abs(box.width_pt - SPAN_6) < 1:
            over = [item for item in lines(page) if item.body and abs(item.x_pt - box.x_pt) < 20 and 0 < box.y_pt - item.y_pt < 19]
            yield from (f"a box right under: {item.line.text}" for item in over)


def stranded(layout: Layout, document: Document) -> list[str]:
    """Subheadings with fewer than three lines of their text under them in their column."""
    owner = {id(part): number for number, block in enumerate(document.blocks) for part in walk(block)}
    order = [item for page in layout.pages.pages for item in text_in_order(page)]
    pages = {id(item): page.number for page in layout.pages.pages for item in lines(page)}
    found = []
    for index, item in enumerate(order):
        if not isinstance(item.part, Heading) or (index + 1 < len(order) and isinstance(order[index + 1].part, Heading)):
            continue
        section = []
        for following in order[index + 1 :]:
            if isinstance(following.part, Heading) or owner[id(following.part)] != owner[id(item.part)]:
                break
            section.append(following)
        near = [one for one in section if (pages[id(one)], one.column) == (pages[id(item)], item.column) and 0 < one.y_pt - item.y_pt < 45]
        if len(near) < min(3, len(section)):
            found.append(item.line.text)
    return found


def text_in_order(page: Page) -> list[PlacedLine]:
    """Running text and its headings as they were placed: zone after zone, column after column."""
    return [item for item in lines(page) if item.column and (item.body or isinstance(item.part, Heading))]


def feet(page: Page) -> dict[int, float]:
    """The last grid line of body text in each column."""
    last: dict[int, float] = defaultdict(float)
    for item in lines(page):
        if item.body and item.column:
            last[item.column] = max(last[item.column], grid_line(item))
    return dict(last)


def single_lines(layout: Layout) -> list[str]:
    """Lines of a paragraph that stand alone in a column while the rest of it stands in another."""
    found = []
    owners: dict[tuple[int, str], dict[tuple[int, int], list[PlacedLine]]] = defaultdict(lambda: defaultdict(list))
    for page in layout.pages.pages:
        for item in lines(page):
            if item.body and item.column:
                owners[id(item.part), item.slot][page.number, item.column].append(item)
    for columns in owners.values():
        if len(columns) > 1:
            found += [placed[0].line.text for placed in columns.values() if len(placed) == 1]
    return found
