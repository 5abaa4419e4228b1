"""Link annotations: where on a page they lie, where they lead, and what they are called (ISO 32000-1, 12.5.6.5; PDF/UA-1, 7.18.5)."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING
from urllib.parse import quote

from pipeline import story
from pipeline.dataclass import dataclass
from pipeline.pdf.canvas import number, text_string
from pipeline.pdf.tree import StructureError, even

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.pdf.canvas import Canvas
    from pipeline.pdf.tree import Element, Tree

Box = tuple[float, float, float, float]
URI_CHARACTERS = "%/:=&?~#+!$,;'@()*[]-._"


@dataclass(slots=True)
class Spot:
    """Boxes of one link on one page (left, bottom, right, top), one for each line of its words."""

    element: Element
    page: int
    number: int
    key: int
    boxes: list[Box] = field(default_factory=list)


class Links:
    """The links of a document while its pages are painted."""

    def __init__(self, canvas: Canvas, tree: Tree) -> None:
        self._canvas = canvas
        self._tree = tree
        self._spots: list[Spot] = []

    def touch(self, element: Element, page: int, box: Box) -> None:
        """Make a box on a page (from 0) part of a link: one annotation for lines that follow each other, another one elsewhere."""
        last = self._spots[-1] if self._spots else None
        if last is None or last.element is not element or last.page != page or not _near(last.boxes[-1], box):
            reserved = self._canvas.reserve()
            last = Spot(element, page, reserved, self._tree.annotate(element, page, reserved))
            self._spots.append(last)
        if last.boxes and abs(last.boxes[-1][1] - box[1]) < 0.5:
            left, bottom, right, top = last.boxes[-1]
            last.boxes[-1] = (min(left, box[0]), min(bottom, box[1]), max(right, box[2]), max(top, box[3]))
        else:
            last.boxes.append(box)

    def on_page(self, page: int) -> tuple[int, ...]:
        """The object numbers of a page's annotations."""
        return tuple(spot.number for spot in self._spots if spot.page == page)

    def put(self, first_key: int, anchors: Mapping[str, tuple[int, float]], pages: Sequence[int], heights: Sequence[float]) -> None:
        """Put all annotations; ``anchors`` as in placed.Pages, ``pages`` the object numbers and ``heights`` of the pages."""
        for spot in self._spots:
            link = spot.element.link
            assert link is not None
            words = even(story.plain(link.children)) or (link.address if isinstance(link, story.Link) else "")
            target = _target(link, anchors, pages, heights)
            self._canvas.put(
                f"<</Type/Annot/Subtype/Link/Rect{_box(_around(spot.boxes))}{_quads(spot.boxes)}/Border[0 0 0]/F 4/P {pages[spot.page]} 0 R"
                f"/Contents{text_string(words)}/StructParent {first_key + spot.key}{target}>>",
                spot.number,
            )


def _target(
    link: story.Link | story.Reference, anchors: Mapping[str, tuple[int, float]], pages: Sequence[int], heights: Sequence[float]
) -> str:
    if isinstance(link, story.Link):
        return f"/A<</S/URI/URI({quote(link.address, safe=URI_CHARACTERS).replace('(', '%28').replace(')', '%29')})>>"
    if link.anchor not in anchors:
        raise StructureError(f"the pages have no anchor {link.anchor!r}")
    page, y_pt = anchors[link.anchor]
    return f"/Dest[{pages[page - 1]} 0 R/XYZ null {number(heights[page - 1] - y_pt)} null]"


def _near(last: Box, box: Box) -> bool:
    return abs(last[1] - box[1]) < 1.8 * min(box[3] - box[1], last[3] - last[1])


def _around(boxes: Sequence[Box]) -> Box:
    return min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)


def _box(box: Box) -> str:
    return "[" + " ".join(map(number, box)) + "]"


def _quads(boxes: Sequence[Box]) -> str:
    """The corners of each line's box, in the order that readers expect (left and right on top, then below)."""
    if len(boxes) < 2:
        return ""
    corners = (f"{number(l)} {number(t)} {number(r)} {number(t)} {number(l)} {number(b)} {number(r)} {number(b)}" for l, b, r, t in boxes)  # noqa: E741
    return f"/QuadPoints[{' '.join(corners)}]"
