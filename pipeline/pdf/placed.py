"""Laid-out pages as a display list: what stands where, in points from the top left, and which part of the story it says.

Layout makes it, painting turns it into a screen PDF, a print PDF or a booklet; the order of ``items`` is the order of painting for
shapes and pictures, words come after them, and the reading order is the story's. ``part`` is the story's own object (block, list item, cell, pair …), or None for an artifact.
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Literal, TypeAlias

from pipeline.dataclass import dataclass

if TYPE_CHECKING:
    from pipeline.look import ColourRole
    from pipeline.pdf.line import Line
    from pipeline.story import Image

Artifact: TypeAlias = Literal["header", "footer", "page_number", "background", "rule", "repeated_head", "ornament"]


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """A line with its baseline at ``y_pt`` and its measure's left edge at ``x_pt``.

    ``slot`` tells apart the texts of one part; pipeline.pdf.slots lists them all. The lines of one part and slot stand in reading order.
    ``body`` marks running text whose baseline must meet the grid; ``column`` counts text columns on the page from 1 (0: none).
    """

    line: Line
    x_pt: float
    y_pt: float
    part: object | None
    slot: str = ""
    artifact: Artifact | None = None
    body: bool = False
    column: int = 0


@dataclass(frozen=True, slots=True)
class PlacedRect:
    """A filled rectangle (background, rule, bar), an artifact unless it belongs to a figure's ``part``."""

    x_pt: float
    y_pt: float
    width_pt: float
    height_pt: float
    colour: ColourRole
    artifact: Artifact | None = "background"
    part: object | None = None


@dataclass(frozen=True, slots=True)
class PlacedPicture:
    """A picture in its frame; ``crop`` is the part of the picture shown (left, top, right, bottom as parts of 1)."""

    image: Image
    x_pt: float
    y_pt: float
    width_pt: float
    height_pt: float
    crop: tuple[float, float, float, float]
    part: object | None
    artifact: Artifact | None = None


@dataclass(frozen=True, slots=True)
class PlacedQr:
    """A QR code, its dark edge on the frame, with the words that stand for it."""

    address: str
    alt: str
    x_pt: float
    y_pt: float
    size_pt: float
    part: object | None


Placed: TypeAlias = PlacedLine | PlacedRect | PlacedPicture | PlacedQr


@dataclass(slots=True)
class Page:
    """One page; ``number`` from 1."""

    number: int
    items: list[Placed] = field(default_factory=list)
    width_pt: float = 595.276
    height_pt: float = 841.89


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An outline entry: level from 1, where it leads (``y_pt`` from the top)."""

    title: str
    level: int
    page: int
    y_pt: float


@dataclass(slots=True)
class Pages:
    """A laid-out document: pages, where anchors are, the outline; ``left_out`` names the story's parts that the plan drops, for every other word must stand.

    An entry of ``left_out`` is a part with all that is in it, or ``(part, slot)`` for the words of one slot.
    """

    pages: list[Page]
    anchors: dict[str, tuple[int, float]] = field(default_factory=dict)
    outline: list[Bookmark] = field(default_factory=list)
    left_out: list[object] = field(default_factory=list)
