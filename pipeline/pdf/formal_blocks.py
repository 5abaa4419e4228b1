"""Blocks of formal documents as strips: each paragraph line by line, each table row by row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from pipeline.pdf import formal_styles as look
from pipeline.pdf.formal_figures import Figures
from pipeline.pdf.formal_styles import HANG, Setting, baseline
from pipeline.pdf.formal_tables import Tables
from pipeline.pdf.line import Line
from pipeline.pdf.outcome import Remark
from pipeline.pdf.paragraph import TextStyle
from pipeline.pdf.placed import Artifact, PlacedLine
from pipeline.pdf.setter import Setter
from pipeline.pdf.strips import Strip
from pipeline.problems import say
from pipeline.story import (
    Appendices,
    Article,
    Block,
    Chart,
    Colophon,
    Contents,
    Cover,
    Decision,
    DecisionsInBrief,
    FactBox,
    Figure,
    Heading,
    Inlines,
    KeyFigures,
    List,
    Masthead,
    MemberList,
    NextMeeting,
    NoteMark,
    Notices,
    Paragraph,
    Presentations,
    Quotation,
    Section,
    Signatures,
    Table,
    plain,
    walk,
)

ROLES = {"body": look.BODY, "lead_in": look.LEAD_IN, "statement": look.QUOTE, "fact": look.FACT, "remark": look.FACT}


def bind(strips: list[Strip], keep: int) -> list[Strip]:
    """No single first or last line: both hold to their neighbours; the last strip binds to what follows by ``keep``."""
    for index, strip in enumerate(strips[:-1]):
        if index == 0 or index == len(strips) - 2:
            strip.keep = 2
    if strips:
        strips[-1].keep = max(strips[-1].keep, keep)
    return strips


def label_of(section: Section) -> str:
    """'§ 17 Verksamhetsplan 2024', or the heading alone."""
    number = f"§\u00a0{section.number} " if section.number is not None else ""
    return f"{number}{plain(section.heading)}"


class Blocks:
    """Turns the blocks of one document into strips; what it cannot show is a warning, never dropped silently."""

    def __init__(self, setter: Setter) -> None:
        self.setter = setter
        self.tables = Tables(setter)
        self.figures = Figures(setter)
        self.warnings: list[Remark] = []
        self._panel = 0
        self._notes = 0

    def blocks(self, blocks: Sequence[Block], shift: float = 0.0, *, headed: bool = False) -> list[Strip]:
        """Blocks one under the other, ``shift`` further right; particulars under a heading stay with what they are about."""
        found: list[Strip] = []
        for number, block in enumerate(blocks, 1):
            made = self.block(block, shift)
            headed = (headed and isinstance(block, Paragraph) and block.role == "fact") or isinstance(block, Heading)
            if headed and made and number < len(blocks):
                made[-1].keep = 2
            found += made
        return found

    def block(self, block: Block, shift: float = 0.0) -> list[Strip]:
        """One block of running text or of minutes."""
        match block:
            case Paragraph():
                return self.paragraph(block, ROLES[block.role], shift)
            case Heading():
                return self._heading(block)
            case List():
                return self.listing(block, shift)
            case Quotation():
                return [strip for inner in block.blocks for strip in self._quoted(inner, shift)]
            case Section():
                return self.section(block)
            case Table() | Appendices():
                return self.tables.table(block) if isinstance(block, Table) else self.tables.appendices(block)
            case Cover() | Decision() | Signatures():
                return self._formal(block)
            case Figure() | Chart():
                return self.figures.figure(block) if isinstance(block, Figure) else self.figures.chart(block)
            case (
                Masthead()
                | Contents()
                | FactBox()
                | KeyFigures()
                | Article()
                | Notices()
                | DecisionsInBrief()
                | NextMeeting()
                | Presentations()
                | MemberList()
                | Colophon()
            ):
                return self._unplaced(block, type(block).__name__)
            case _:
                assert_never(block)

    def _formal(self, block: Cover | Decision | Signatures) -> list[Strip]:
        match block:
            case Cover():
                return self._cover(block)
            case Decision():
                return self._decision(block)
            case Signatures():
                return self._signatures(block)

    def _unplaced(self, block: Block, words: str) -> list[Strip]:
        message = say("expected text, tables and decisions in a formal document, found: {words}", words=words)
        self.warnings.append(Remark(block.origin, message))
        return []

    # ── running text ──

    def text(self, words: Inlines | str, part: object, slot: str, setting: Setting, shift: float = 0.0) -> list[Strip]:
        """The words line by line; spaces before and after on the first and last."""
        style, x = setting.style, look.LEFT + setting.left + shift
        width = look.WIDTH - setting.left - setting.right - shift
        lines = self.setter.compose(words, style, width, first_note=self._notes + 1).lines() if words else ()
        strips = [self._line(line, style, x, part, slot) for line in lines]
        if strips:
            strips[0].before_pt, strips[-1].after_pt = setting.before, setting.after
        return bind(strips, setting.keep)

    @staticmethod
    def _line(line: Line, style: TextStyle, x: float, part: object | None, slot: str, artifact: Artifact | None = None) -> Strip:
        return Strip(style.leading_pt, [PlacedLine(line, x, baseline(style), part, slot, artifact)])

    def paragraph(self, block: Paragraph, setting: Setting, shift: float = 0.0) -> list[Strip]:
        """A paragraph, its footnotes bound to the line that holds their mark."""
        notes = [node.note for node in walk(block.children) if isinstance(node, NoteMark)]
        strips = self.text(block.children, block, "", setting, shift)
        for note in notes:
            self._notes += 1
            made = self._note(note)
            holder = next(
                (strip for strip in strips if any(self._marks(item, note) for item in strip.items)), strips[-1] if strips else None
            )
            if holder is not None:
                holder.notes.extend(made)
        return strips

    @staticmethod
    def _marks(item: object, note: tuple[Paragraph, ...]) -> bool:
        return isinstance(item, PlacedLine) and any(
            isinstance(inline, NoteMark) and inline.note is note for piece in item.line.pieces for inline in piece.context
        )

    def _note(self, note: Sequence[Paragraph]) -> list[Strip]:
        strips: list[Strip] = []
        for index, paragraph in enumerate(note):
            made = self.text(paragraph.children, paragraph, "", look.NOTE, look.LIST_HANG)
            if index == 0 and made:
                mark = self.setter.lines(str(self._notes), look.NOTE.style, 40)
                made[0].items.insert(0, PlacedLine(mark[0], look.LEFT + HANG, baseline(look.NOTE.style), paragraph, "mark"))
            strips.extend(made)
        return strips

    def _heading(self, block: Heading) -> list[Strip]:
        strips = self.text(block.children, block, "", look.SUBHEADING)
        if strips:
            strips[0].bookmark = (plain(block.children), 2)
        return strips

    def _quoted(self, block: Block, shift: float) -> list[Strip]:
        return self.paragraph(block, look.QUOTE, shift) if isinstance(block, Paragraph) else self.block(block, shift + look.LIST_HANG)

    def listing(self, block: List, shift: float) -> list[Strip]:
        """Items under each other with hanging marks, no space between them."""
        strips: list[Strip] = []
        hang = look.NUMBER_HANG if block.ordered else look.LIST_HANG
        for index, item in enumerate(block.items):
            mark = f"{block.start + index}." if block.ordered else "–"
            made = self.blocks(item.blocks, shift + hang)
            line = self.setter.lines(mark, look.MARK, 40)[0]
            if not made:
                made = [Strip(look.MARK.leading_pt)]
            made[0].items.insert(0, PlacedLine(line, look.LEFT + HANG + shift, baseline(look.MARK), item, "mark"))
            made[-1].after_pt = 6.0 if index == len(block.items) - 1 else 0.0
            strips.extend(made)
        if len(block.items) > 1 and strips:
            strips[0].keep = max(strips[0].keep, 2)
        return strips

    # ── minutes ──

    def _cover(self, block: Cover) -> list[Strip]:
        title = self.text(block.title, block, "title", look.TITLE)
        if title:
            title[0].bookmark = (block.title, 1)
        status = self.text(block.status, block, "status", look.STATUS)
        if title and not status:
            title[-1].after_pt = look.STATUS.after
        return [*title, *status, *self.tables.particulars(block.particulars)]

    def section(self, block: Section) -> list[Strip]:
        """Number in the margin column, heading, then what it holds."""
        numbered = block.number is not None
        heading = self.text(block.heading, block, "heading", look.SECTION if numbered else look.PLAIN_SECTION)
        if heading:
            heading[0].anchor = block.anchor
            heading[0].bookmark = (label_of(block), 1)
            if numbered:
                line = self.setter.lines(f"§\u00a0{block.number}", look.SECTION.style, HANG)[0]
                heading[0].items.insert(0, PlacedLine(line, look.LEFT, baseline(look.SECTION.style), block, "number"))
        return [*heading, *self.blocks(block.blocks, headed=True)]

    def _decision(self, block: Decision) -> list[Strip]:
        self._panel += 1
        strips = self.text(block.label, block, "label", look.DECISION_LABEL)
        strips += self.text(block.lead, block, "lead", look.DECISION_LEAD)
        for index, clause in enumerate(block.clauses):
            setting = look.CLAUSE_WITH_ACTION if clause.action else look.CLAUSE
            made = self.text(clause.children, clause, "", setting)
            if clause.action:
                made += self.text(clause.action, clause, "action", look.ACTION)
            if index == 0:
                bind(strips, 2)
            strips += made
        for strip in strips:
            strip.panel = self._panel
        for strip in strips[:-1]:  # what was decided is read in one place, where a page holds it
            strip.keep = max(strip.keep, 1)
        if strips:
            strips[-1].after_pt, strips[-1].foot_pt = 8.0, look.PANEL[3]
        return strips

    def _signatures(self, block: Signatures) -> list[Strip]:
        statement = self.text(block.statement, block, "statement", look.BODY)
        return [*statement, *self.tables.signatures(block.signatures)]


def last_section_start(blocks: Sequence[Block]) -> int | None:
    """The index of the last numbered section: from there to the signatures everything stays together where a page holds it."""
    return next(
        (index for index in range(len(blocks) - 1, -1, -1) if isinstance(section := blocks[index], Section) and section.number is not None),
        None,
    )
