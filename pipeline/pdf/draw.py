"""A plan drawn: heads and feet, rules between units, zones, running heads, folios, and what had to wait for page numbers."""

from __future__ import annotations

from pipeline.look import Look
from pipeline.pdf.accents import accent_of
from pipeline.pdf.desk import Desk
from pipeline.pdf.gather import Issue
from pipeline.pdf.grid import FOLIO_Y, LEFT, LINES, RIGHT, RUNNING_HEAD_Y, RUNNING_RULE_Y, SPAN_6, WIDTH, baseline, top
from pipeline.pdf.placed import Page, Pages
from pipeline.pdf.plan import PagePlan, Plan
from pipeline.pdf.sheet import Sheet
from pipeline.pdf.styles import CONTINUED, FINE_RULE, FOLIO, FOLIO_TOTAL, RUNNING_HEAD
from pipeline.problems import say
from pipeline.story import Article, ContentsEntry, Document, Furniture, Reference, walk

CONTINUED_LINE = LINES
"""The line under the last one: the words stand in the margin, so that both columns keep their foot."""


def draw(desk: Desk, look: Look, issue: Issue, plan: Plan, furniture: Furniture) -> Pages:
    """The pages of a plan."""
    pages = Pages([])
    sheets: list[Sheet] = []
    total = len(plan.pages)
    for number, page in enumerate(plan.pages, start=1):
        vignette = issue.colophon.colophon.vignette if issue.colophon and number == total else None
        accent = accent_of(look, page, number, vignette)
        sheet = Sheet(Page(number), desk.setter, accent, pages.anchors, pages.outline)
        _draw_page(sheet, issue, page, number, total)
        _furnish(sheet, furniture, page, total)
        sheets.append(sheet)
        pages.pages.append(sheet.page)
    for sheet in sheets:
        for put in sheet.later:
            put(pages.anchors)
    return pages


def mend_anchors(desk: Desk, pages: Pages, document: Document) -> None:
    """Let references to what no page has lead to the first page, with a warning."""
    for part in walk(document.blocks):
        if isinstance(part, Reference | ContentsEntry) and part.anchor and part.anchor not in pages.anchors:
            pages.anchors[part.anchor] = (1, 0.0)
            desk.warn(part, say("a reference leads to {anchor}, which no page holds", anchor=part.anchor))


def _draw_page(sheet: Sheet, issue: Issue, page: PagePlan, number: int, total: int) -> None:
    front = issue.front
    if number == 1 and front.masthead:
        front.masthead.place(sheet, LEFT, 0)
    for placed in page.zones:
        if placed.rule:
            sheet.rect(LEFT, top(placed.rule), WIDTH, FINE_RULE, "text")
        placed.zone.draw(sheet, placed.line, placed.more)
    foot = LINES
    if number == total and issue.colophon:
        foot -= issue.colophon.lines
        issue.colophon.place(sheet, LEFT, foot)
        foot -= issue.colophon.blank
    if number == 1 and front.band:
        front.band.place(sheet, LEFT, foot - front.band.lines)


def _furnish(sheet: Sheet, furniture: Furniture, page: PagePlan, total: int) -> None:
    """Running head from page 2 on, folio at the outer edge, and where the last article goes on."""
    number = sheet.page.number
    if number > 1:
        _running_head(sheet, furniture.running_head, section_of(page))
    _folio(sheet, furniture.page, number, total)
    last = page.zones[-1] if page.zones else None
    if last and last.zone.rest and isinstance(last.unit.part, Article) and furniture.continued:
        words = furniture.continued.replace("{n}", str(number + 1))
        sheet.right(words, sheet.accented(CONTINUED), RIGHT, baseline(CONTINUED_LINE), None, artifact="footer")


def section_of(page: PagePlan) -> str:
    """The section that begins on a page, else the one that goes on there."""
    return next((placed.unit.section for placed in page.zones if placed.unit.section), "")


def _running_head(sheet: Sheet, left: str, right: str) -> None:
    sheet.rect(LEFT, RUNNING_RULE_Y, WIDTH, FINE_RULE, "rule")
    for words, edge in ((left, LEFT), (right, RIGHT)):
        lines = sheet.setter.lines(words, RUNNING_HEAD, SPAN_6)
        for offset, line in enumerate(reversed(lines)):
            x_pt = edge if edge == LEFT else RIGHT - line.x_pt - line.width_pt
            sheet.line(line, x_pt, RUNNING_HEAD_Y - 9 * offset, None, artifact="header")


def _folio(sheet: Sheet, pattern: str, number: int, total: int) -> None:
    """The page's number in Semibold, the rest of the pattern lighter."""
    before, _, after = pattern.partition("{n}")
    pieces = [(before, FOLIO_TOTAL), (str(number), FOLIO), (after.replace("{total}", str(total)), FOLIO_TOTAL)]
    setter = sheet.setter
    placed = []
    at = 0.0
    for words, style in pieces:
        gap = setter.width("n n", style) - setter.width("nn", style) if words.startswith(" ") else 0.0
        for line in setter.lines(words.strip(), style, 4 * WIDTH)[:1]:
            placed.append((line, at + gap))
            at += gap + line.width_pt
        if words.endswith(" ") and words.strip():
            at += setter.width("n n", style) - setter.width("nn", style)
    left = RIGHT - at if number % 2 else LEFT
    for line, x_pt in placed:
        sheet.line(line, left + x_pt, FOLIO_Y, None, artifact="page_number")
