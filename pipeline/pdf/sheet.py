"""A page while it is filled: places lines, rules, tones and pictures, and remembers anchors and what must wait for page numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import field
from typing import Protocol

from pipeline.dataclass import dataclass
from pipeline.look import ColourRole
from pipeline.pdf.grid import WIDTH, baseline, cap, object_height
from pipeline.pdf.line import Line
from pipeline.pdf.paragraph import TextStyle
from pipeline.pdf.placed import Artifact, Bookmark, Page, PlacedLine, PlacedPicture, PlacedQr, PlacedRect
from pipeline.pdf.setter import Setter, in_colour
from pipeline.pdf.styles import BLOCK_RULE
from pipeline.story import Image, Inlines

Anchors = Mapping[str, tuple[int, float]]


class Slab(Protocol):
    """Something that stands so many grid lines high; ``place`` draws it with its first line at ``line``."""

    lines: int

    def place(self, sheet: Sheet, x_pt: float, line: float) -> None:
        """Draw it."""


@dataclass(slots=True)
class Sheet:
    """One page in the making; ``accent`` is its colour beside the brand's."""

    page: Page
    setter: Setter
    accent: ColourRole = "accent"
    anchors: dict[str, tuple[int, float]] = field(default_factory=dict)
    outline: list[Bookmark] = field(default_factory=list)
    later: list[Callable[[Anchors], None]] = field(default_factory=list)

    def line(
        self,
        line: Line,
        x_pt: float,
        y_pt: float,
        part: object | None,
        slot: str = "",
        *,
        artifact: Artifact | None = None,
        body: bool = False,
        column: int = 0,
    ) -> None:
        """Place one composed line."""
        self.page.items.append(PlacedLine(line, x_pt, y_pt, part, slot, artifact, body, column))

    def lines(self, lines: Iterable[Line], x_pt: float, y_pt: float, leading_pt: float, part: object | None, slot: str = "") -> float:
        """Place lines one under the other from the baseline ``y_pt``; the next free baseline."""
        for line in lines:
            self.line(line, x_pt, y_pt, part, slot)
            y_pt += leading_pt
        return y_pt

    def words(
        self, words: str | Inlines, style: TextStyle, width_pt: float, x_pt: float, y_pt: float, part: object | None, slot: str = ""
    ) -> float:
        """Compose and place words from the baseline ``y_pt``; the next free baseline."""
        return self.lines(self.setter.lines(words, style, width_pt), x_pt, y_pt, style.leading_pt, part, slot)

    def right(
        self,
        words: str,
        style: TextStyle,
        right_pt: float,
        y_pt: float,
        part: object | None,
        slot: str = "",
        artifact: Artifact | None = None,
    ) -> float:
        """Place words on one line that ends at ``right_pt``; where it begins."""
        x_pt = right_pt
        for line in self.setter.lines(words, style, 4 * WIDTH)[:1]:
            x_pt = right_pt - line.x_pt - line.width_pt
            self.line(line, x_pt, y_pt, part, slot, artifact=artifact)
        return x_pt

    def mark(self, words: str, style: TextStyle, x_pt: float, y_pt: float) -> float:
        """Place a mark that no part of the story says (a number in front, an arrow); its width."""
        lines = self.setter.lines(words, style, 4 * WIDTH)
        for line in lines[:1]:
            self.line(line, x_pt, y_pt, None, artifact="ornament")
        return lines[0].width_pt if lines else 0.0

    def rect(
        self,
        x_pt: float,
        y_pt: float,
        width_pt: float,
        height_pt: float,
        colour: ColourRole,
        artifact: Artifact | None = "rule",
        part: object | None = None,
    ) -> None:
        """A filled rectangle, an artifact unless it belongs to a figure."""
        self.page.items.append(PlacedRect(x_pt, y_pt, width_pt, height_pt, colour, artifact, part))

    def box(self, x_pt: float, line: float, lines: int, width_pt: float, tone: ColourRole, rule: ColourRole | None) -> None:
        """A tone from the cap line of ``line`` to the last line's baseline, under a rule."""
        self.rect(x_pt, cap(line), width_pt, object_height(lines), tone, "background")
        if rule:
            self.rect(x_pt, cap(line), width_pt, BLOCK_RULE, rule)

    def picture(
        self,
        image: Image,
        frame: tuple[float, float, float, float],
        crop: tuple[float, float, float, float],
        part: object | None,
        artifact: Artifact | None = None,
    ) -> None:
        """A picture in its frame (x, y, width, height), the part ``crop`` of it shown."""
        self.page.items.append(PlacedPicture(image, *frame, crop, part, artifact))

    def qr(self, address: str, alt: str, x_pt: float, y_pt: float, size_pt: float, part: object) -> None:
        """A QR code, its dark edge on the frame."""
        self.page.items.append(PlacedQr(address, alt, x_pt, y_pt, size_pt, part))

    def accented(self, style: TextStyle) -> TextStyle:
        """The style in the page's accent."""
        return in_colour(style, self.accent)

    def anchor(self, name: str, line: float) -> None:
        """Let references to ``name`` lead to a grid line of this page; the first place of a name counts."""
        if name:
            self.anchors.setdefault(name, (self.page.number, baseline(line) - 13))

    def bookmark(self, title: str, line: float, level: int = 1) -> None:
        """An outline entry that leads to a grid line of this page."""
        if title:
            self.outline.append(Bookmark(title, level, self.page.number, baseline(line) - 13))
