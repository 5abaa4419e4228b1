"""Styles and measures of formal documents: those of the Word file, set by this project's own composer."""

from __future__ import annotations

from dataclasses import replace

from pipeline.dataclass import dataclass
from pipeline.pdf.paragraph import BODY as SERIF
from pipeline.pdf.paragraph import SANS, SANS_BOLD, Faces, TextStyle

MM = 72 / 25.4
LEFT = 30 * MM
RIGHT = 25 * MM
TOP = 30 * MM
BOTTOM = 25 * MM
PAGE_WIDTH = 595.276
PAGE_HEIGHT = 841.89
WIDTH = PAGE_WIDTH - LEFT - RIGHT
HANG = 30 * MM
"""The margin column, where only § and appendix numbers stand."""
COLUMN = WIDTH - HANG
EDGE = 12.5 * MM
"""Header and footer from the paper's edge."""

DISPLAY = Faces("body_bold", "body_bold_italic", "body_bold", "body_bold_italic")
ITALIC = Faces("body_italic", "body", "body_bold_italic", "body_bold")


@dataclass(frozen=True, slots=True)
class Setting:
    """A style with its space before and after, its indents from the left and right edge of the text, and how it binds to what follows."""

    style: TextStyle
    before: float = 0.0
    after: float = 0.0
    left: float = HANG
    right: float = 0.0
    keep: int = 0


NAMEPLATE = TextStyle(DISPLAY, 17, 22, "brand", hanging=False)
HEADER = TextStyle(SANS, 8.5, 11, "secondary", hanging=False)
FOOTER = TextStyle(SANS, 8, 11, "secondary", hanging=False)

TITLE = Setting(TextStyle(DISPLAY, 25, 30, balanced=True), 24, 2, 0, keep=2)
STATUS = Setting(TextStyle(SANS_BOLD, 12, 16, "brand"), 0, 14, 0, keep=2)
SECTION = Setting(TextStyle(SANS_BOLD, 12.5, 17, balanced=True), 18, 4, HANG, keep=2)
PLAIN_SECTION = replace(SECTION, left=0.0)
SUBHEADING = Setting(TextStyle(SANS_BOLD, 10, 15, balanced=True), 8, 0, keep=2)
BODY = Setting(TextStyle(SERIF, 10.5, 15, link_colour="accent"), 0, 6)
LEAD_IN = replace(BODY, keep=2)
FACT = Setting(TextStyle(SANS, 9.5, 13, "secondary", link_colour="accent"), 0, 6)
QUOTE = Setting(TextStyle(ITALIC, 10.5, 15), 3, 9, HANG + 11, 11)
DECISION_LABEL = Setting(TextStyle(SANS_BOLD, 10.5, 15, "brand"), 14, 0, HANG, 4.5, keep=2)
DECISION_LEAD = Setting(TextStyle(SERIF, 10.5, 15), 0, 2, HANG, 4.5, keep=2)
CLAUSE = Setting(TextStyle(SERIF, 10.5, 15, link_colour="accent"), 0, 5, HANG, 4.5)
CLAUSE_WITH_ACTION = replace(CLAUSE, after=2, keep=2)
ACTION = Setting(TextStyle(SANS, 9.5, 14, "secondary"), 0, 5, HANG, 4.5)
CELL = TextStyle(SANS, 9.5, 13, link_colour="accent", tabular=True)
CELL_HEAD = TextStyle(SANS_BOLD, 9.5, 13)
CELL_LABEL = TextStyle(SANS, 9.5, 13, "secondary")
CAPTION = Setting(TextStyle(SANS, 8.5, 11), 4, 10)
APPENDIX_LABEL = TextStyle(SANS_BOLD, 9.5, 15)
APPENDIX = TextStyle(SANS, 9.5, 15, link_colour="accent")
APPENDIX_LINKED = replace(APPENDIX, colour="accent")
SIGNATURE_DETAIL = TextStyle(SANS, 8.5, 12, "secondary")
NOTE = Setting(TextStyle(SANS, 8, 10, "secondary"), 0, 0)
MARK = TextStyle(SERIF, 10.5, 15, "brand", hanging=False)

LIST_HANG = 11.0
NUMBER_HANG = 15.0
CELL_PAD = 2.0
COLUMN_GAP = 8.0
PANEL = (8.0, 4.0, 4.0, 5.0)
"""The decision block's tone reaches so far beyond the words: left (where the bar stands), top, right, foot."""
BAR = 2.25


def baseline(style: TextStyle) -> float:
    """The first baseline under a line's top: the face's body stands in the middle of the leading."""
    return style.leading_pt / 2 + 0.35 * style.size_pt
