"""The newsletter's type: every style of the design as a constant; sizes and leadings in points, tracking in em."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Literal

from pipeline.look import ColourRole
from pipeline.pdf.paragraph import BODY as BODY_FACES
from pipeline.pdf.paragraph import DISPLAY, SANS, SANS_BOLD, SANS_SEMIBOLD, SUBHEAD, SUBHEAD_ITALIC, Faces, TextStyle

ITALIC_FACES = Faces("body_italic", "body", "body_bold_italic", "body_bold")

NAMEPLATE = TextStyle(DISPLAY, 84, 84, "brand", tracking_em=-0.026, hanging=False)
NAMEPLATE_LEAST = 46.0
NAMEPLATE_TWO_LINES = 45.5
DATELINE = TextStyle(SANS_SEMIBOLD, 8.5, 13, "secondary")
DATELINE_LAST = replace(DATELINE, colour="brand")

KICKER = TextStyle(SANS_BOLD, 8, 13, "accent", tracking_em=0.08, caps=True, hanging=False)
LEAD = TextStyle(DISPLAY, 39, 39, balanced=True, tracking_em=-0.012, hanging=False)
LEAD_LONG = TextStyle(DISPLAY, 30, 32.5, balanced=True, tracking_em=-0.012, hanging=False)
HEADLINE = TextStyle(DISPLAY, 24, 26, balanced=True, tracking_em=-0.008, hanging=False)
INGRESS = TextStyle(SUBHEAD, 14, 19.5)
BYLINE = TextStyle(SANS, 8.5, 13, "secondary", link_colour="accent")

BODY = TextStyle(BODY_FACES, 10, 13, hyphenate=True, indent_pt=10, link_colour="accent")
REMARK = TextStyle(SANS, 9, 13, "secondary", link_colour="accent")
QUOTATION = TextStyle(ITALIC_FACES, 10, 13, hyphenate=True, link_colour="accent")
SUBHEADING = TextStyle(SANS_SEMIBOLD, 10.5, 13, "brand")
MINOR_HEADING = TextStyle(SANS_SEMIBOLD, 9, 13)
LIST_HANG = 11.0
QUOTATION_INDENT = 11.0

PULL_QUOTE = TextStyle(SUBHEAD_ITALIC, 17, 19.5, "brand", balanced=True)
SPEAKER = TextStyle(SANS, 8.5, 13, "secondary")

BOX = TextStyle(SANS, 9, 13, link_colour="accent")
BOX_TITLE = TextStyle(SANS_BOLD, 10.5, 13, "brand")
BOX_LABEL = TextStyle(SANS_SEMIBOLD, 9, 13)
BOX_NUMBER = TextStyle(SANS_BOLD, 9, 13, "brand", hanging=False)
BOX_STRONG = TextStyle(SANS_BOLD, 9, 13)
BOX_PAD = 10.0
PAIR_LABEL = 56.0
NUMBER_LABEL = 16.0
SECTION_LABEL = 34.0
STATUS = TextStyle(SANS, 8, 13, "secondary")
SECTION_MARK = TextStyle(SANS_SEMIBOLD, 9, 13, "brand")

FIGURE_VALUE = TextStyle(DISPLAY, 36, 39, "brand", tracking_em=-0.02, hanging=False)
FIGURE_UNIT = TextStyle(SANS_SEMIBOLD, 12, 39, "brand", hanging=False)
FIGURE_PLUS = TextStyle(SANS_SEMIBOLD, 17, 39, "brand", hanging=False)
FIGURE_LABEL = TextStyle(SANS, 8, 9.75)
FIGURE_PAIR = 42.0

CAPTION = TextStyle(SANS, 8, 9.75, link_colour="accent")
CREDIT = TextStyle(SANS, 7, 9.75, "muted")
DRAWING_LABEL = TextStyle(SANS, 8, 13)
DRAWING_NUMBER = TextStyle(SANS_BOLD, 8, 13, "brand", hanging=False)

NOTICE = TextStyle(SANS, 9, 13, link_colour="accent")
MEMBERS = TextStyle(SANS, 9, 13)
DAY = TextStyle(DISPLAY, 39, 39, "accent", tracking_em=-0.012, hanging=False)
DAY_OUT = 1.0

TABLE = TextStyle(SANS, 8.5, 13, tabular=True, link_colour="accent")
TABLE_HEAD = TextStyle(SANS_SEMIBOLD, 8.5, 13)
TABLE_GAP = 8.0

FOOTNOTE = TextStyle(SANS, 7.5, 9.75, "secondary", link_colour="accent")

LINK = TextStyle(SANS_SEMIBOLD, 9, 13, "accent", link_colour="accent")
PRESENTER = TextStyle(SANS, 9, 13, "secondary")
QR_TITLE = TextStyle(SANS_SEMIBOLD, 8.5, 13)
QR_TEXT = TextStyle(SANS, 8.5, 13)
QR_SIZE = 58.7
QR_GAP = 12.0

COLOPHON = TextStyle(SANS, 7.5, 9.75, "secondary", link_colour="secondary")
COLOPHON_HEAD = TextStyle(SANS_BOLD, 7.5, 9.75, "secondary")
COLOPHON_GAP = 4.875

RUNNING_HEAD = TextStyle(SANS, 7.5, 13, "muted")
FOLIO = TextStyle(SANS_SEMIBOLD, 8.5, 13)
FOLIO_TOTAL = TextStyle(SANS, 8.5, 13, "muted")
CONTINUED = TextStyle(SANS_SEMIBOLD, 8.5, 13, "accent")

THICK_RULE = 3.0
BLOCK_RULE = 2.5
FINE_RULE = 0.5
TABLE_RULE = 0.75
ROW_RULE = 0.4
END_MARK = 4.5


def coloured(style: TextStyle, colour: ColourRole) -> TextStyle:
    """The style in another colour, its links too."""
    return replace(style, colour=colour, link_colour=colour if style.link_colour else None)


@lru_cache(maxsize=64)
def aligned(style: TextStyle, alignment: Literal["ragged", "justified"]) -> TextStyle:
    """The style in a brand's alignment; the same object every time."""
    return replace(style, alignment=alignment)


@lru_cache(maxsize=64)
def in_brand(style: TextStyle) -> TextStyle:
    """The style in the brand's colour and without hanging punctuation, for marks before items; the same object every time."""
    return replace(style, colour="brand", hyphenate=False, indent_pt=0.0, hanging=False)


@lru_cache(maxsize=64)
def unhyphenated(style: TextStyle) -> TextStyle:
    """The style with its words left whole, for what must not be hyphenated where it stands; the same object every time."""
    return replace(style, hyphenate=False)
