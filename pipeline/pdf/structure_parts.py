"""What the modules of the logical tree share: attributes, slots that bear no words, headings and links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline import story

if TYPE_CHECKING:
    from pipeline.pdf.tree import Element

COLUMN_HEAD = "<</O/Table/Scope/Column>>"
ROW_HEAD = "<</O/Table/Scope/Row>>"
DECIMAL = "<</O/List/ListNumbering/Decimal>>"
DISC = "<</O/List/ListNumbering/Disc>>"
UNNUMBERED = "<</O/List/ListNumbering/None>>"
PICTURE = "<picture>"
"""The slot of a part's picture, rectangles and drawn shapes."""
QR, QR_LINK = "<qr>", "<qr link>"
"""The slots of a part's QR code and of the link around it."""


def heading(level: int) -> str:
    """The tag of a heading."""
    return f"H{min(max(level, 1), 6)}"


def linked(parent: Element, address: str, words: str) -> Element:
    """The link to an address, or its parent where there is none."""
    return parent.add("Link", link=story.Link(story.text(words), address)) if address else parent
