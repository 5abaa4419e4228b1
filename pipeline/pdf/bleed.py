"""What touches the edge of a page goes on beyond it, so that no white line shows where the sheet is cut."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.pdf.placed import Page, PlacedPicture, PlacedRect

if TYPE_CHECKING:
    from pipeline.pdf.placed import Placed

BLEED = 8.504
"""3 mm in points."""
NEAR = 0.5
Edges = tuple[float, float, float, float]


def bleeding(page: Page) -> Page:
    """The page with rectangles and pictures at its edges drawn out by the bleed; its own size stays the trimmed one."""
    return Page(page.number, [_drawn_out(item, page) for item in page.items], page.width_pt, page.height_pt)


def _drawn_out(item: Placed, page: Page) -> Placed:
    if not isinstance(item, PlacedRect | PlacedPicture):
        return item
    left = BLEED if item.x_pt <= NEAR else 0.0
    top = BLEED if item.y_pt <= NEAR else 0.0
    right = BLEED if item.x_pt + item.width_pt >= page.width_pt - NEAR else 0.0
    bottom = BLEED if item.y_pt + item.height_pt >= page.height_pt - NEAR else 0.0
    if not (left or top or right or bottom):
        return item
    grown = replace(
        item,
        x_pt=item.x_pt - left,
        y_pt=item.y_pt - top,
        width_pt=item.width_pt + left + right,
        height_pt=item.height_pt + top + bottom,
    )
    return (
        replace(grown, crop=_wider(item, (left, top, right, bottom)))
        if isinstance(item, PlacedPicture) and isinstance(grown, PlacedPicture)
        else grown
    )


def _wider(item: PlacedPicture, by: Edges) -> Edges:
    """The crop of a picture that shows so much more of it, as far as there is more."""
    left, top, right, bottom = item.crop
    across, down = (right - left) / item.width_pt, (bottom - top) / item.height_pt
    return max(left - by[0] * across, 0.0), max(top - by[1] * down, 0.0), min(right + by[2] * across, 1.0), min(bottom + by[3] * down, 1.0)
