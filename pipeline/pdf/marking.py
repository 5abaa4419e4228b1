"""How content is marked: artifacts by their kind, and what painting notes for the tree of a tagged document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.pdf.canvas import number

if TYPE_CHECKING:
    from pipeline.pdf.links import Box, Links
    from pipeline.pdf.placed import Artifact
    from pipeline.pdf.tree import Element, Tree

ARTIFACTS: dict[Artifact, str] = {
    "header": "/Artifact<</Type/Pagination/Subtype/Header>>BDC",
    "footer": "/Artifact<</Type/Pagination/Subtype/Footer>>BDC",
    "page_number": "/Artifact<</Type/Pagination/Subtype/Footer>>BDC",
    "repeated_head": "/Artifact<</Type/Pagination>>BDC",
    "background": "/Artifact<</Type/Background>>BDC",
    "rule": "/Artifact<</Type/Layout>>BDC",
    "ornament": "/Artifact<</Type/Layout>>BDC",
}
"""How each kind of artifact is marked (14.8.2.2)."""


class Marks:
    """The tree of a tagged document with its links and the boxes of its figures."""

    def __init__(self, tree: Tree, links: Links) -> None:
        self.tree = tree
        self.links = links
        self.figures: dict[int, tuple[Element, Box]] = {}

    def frame(self, element: Element, box: Box) -> None:
        """Widen the bounding box of a figure (PDF/UA-1, 7.3)."""
        if element.tag != "Figure":
            return
        _, (left, bottom, right, top) = self.figures.get(id(element), (element, box))
        around = (min(left, box[0]), min(bottom, box[1]), max(right, box[2]), max(top, box[3]))
        self.figures[id(element)] = (element, around)
        element.attributes = f"<</O/Layout/Placement/Block/BBox[{' '.join(map(number, around))}]>>"
