"""Blocks of the story as pieces of a Word document: each block a paragraph or table in its named style."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import field
from typing import assert_never

from pipeline import story
from pipeline.dataclass import dataclass
from pipeline.story import Block
from pipeline.word.flow import Grid, Par, Picture, Piece, Run
from pipeline.word.grids import chart_grid, cover_grid, signature_grid, table_grid
from pipeline.word.measure import measures, rough_width
from pipeline.word.numbering import APPENDICES, NUMBERS, SECTIONS, Numbering
from pipeline.word.runs import runs_of
from pipeline.word.styles import TEXT

_ROLES = {"body": "BodyText", "lead_in": "Brodtextmednasta", "statement": "Yttrande", "fact": "Uppgift", "remark": "Uppgift"}
_DOT = re.compile("[ \u00a0]·[ \u00a0]")
_LEVELS = ("", "2", "3")


@dataclass(slots=True)
class Making:
    """What runs through a document while its pieces are made; ``frozen`` gives every § and appendix a list instance of its own.

    ``contents`` is the title that the story gives a table of contents, ``heading`` that of the section being made.
    """

    frozen: bool
    numbering: Numbering = field(default_factory=Numbering)
    section: int | None = None
    appendix: int | None = None
    pictures: int = 0
    contents: str = ""
    heading: str = ""

    def beside(self) -> Making:
        """For an older version in the same file: its numbers frozen, in instances of their own beside this one's."""
        return Making(frozen=True, numbering=self.numbering, section=0, appendix=0)

    def section_list(self, number: int) -> int:
        """The list instance of a §: 0 where the running series already gives its number."""
        if self.section is None:
            self.numbering.section_start = number
        runs_on = self.section is None or number == self.section + 1
        self.section = number
        return 0 if runs_on and not self.frozen else self.numbering.instance(SECTIONS, number)

    def appendix_list(self, entry: story.Appendix) -> int:
        """The list instance of an appendix, in the same way; the label's words come from the first."""
        if self.appendix is None:
            self.numbering.appendix_start = entry.number
            self.numbering.appendix_label = entry.label.replace(str(entry.number), "%1")
        runs_on = self.appendix is None or entry.number == self.appendix + 1
        self.appendix = entry.number
        return 0 if runs_on and not self.frozen else self.numbering.instance(APPENDICES, entry.number)


def pieces_of(blocks: tuple[Block, ...], making: Making) -> list[Piece]:
    """The pieces of a whole document; tables never touch each other or the document's end (closing words are the caller's)."""
    pieces: list[Piece] = []
    for piece in _pieces(blocks, making):
        if isinstance(piece, Grid) and pieces and isinstance(pieces[-1], Grid):
            pieces.append(Par("Caption", [Run(piece.caption)]))
        pieces.append(piece)
    return pieces


def _pieces(blocks: tuple[Block, ...], making: Making) -> Iterator[Piece]:
    for block in blocks:
        yield from _block(block, making)


def _block(block: Block, making: Making) -> Iterator[Piece]:  # noqa: C901, PLR0912 - one branch per kind of block
    """The pieces of one block."""
    match block:
        case story.Paragraph(children, origin, role):
            yield Par(_ROLES[role], runs_of(children), origin)
        case story.Section():
            yield from _section(block, making)
        case story.Decision():
            yield from _decision(block)
        case story.Heading(level, children, origin):
            yield Par(("Rubrikutanparagraf", "Heading2", "Heading3")[min(level, 3) - 1], runs_of(children), origin)
        case story.List():
            yield from _list(block, making, 0)
        case story.Quotation(blocks, origin):
            yield from _quotation(blocks, making)
        case story.Table():
            yield table_grid(block)
        case story.Figure():
            yield from _figure(block, making)
        case story.Chart(_, _, _, caption, origin):
            yield chart_grid(block)
            yield Par("Caption", runs_of(caption) or [Run(block.title)], origin)
        case story.Cover():
            yield from _cover(block)
        case story.Appendices(entries):
            for entry in entries:
                yield _appendix(entry, making)
        case story.Signatures(signatures, statement, origin):
            if statement:
                yield Par("BodyText", runs_of(statement), origin)
            if signatures:
                yield signature_grid(signatures, making.heading)
        case story.Contents(title):
            making.contents = title
        case (
            story.Masthead() | story.FactBox() | story.KeyFigures() | story.Article() | story.Notices() | story.DecisionsInBrief()
            | story.NextMeeting() | story.Presentations() | story.MemberList() | story.Colophon()
        ):  # fmt: skip
            raise TypeError(f"a formal document has no place for {type(block).__name__}")
        case _:
            assert_never(block)


def _cover(cover: story.Cover) -> Iterator[Piece]:
    yield Par("Title" if cover.status else "Titelensam", [Run(_parted(cover.title))], cover.origin)
    if cover.status:
        yield Par("Subtitle", [Run(cover.status)], cover.origin)
    if cover.particulars:
        yield cover_grid(cover)


def _parted(title: str) -> str:
    """A title too long for a line, in two where its dot stands: no line ends with a dot that has nothing to part."""
    points = rough_width(title) * measures("Title").size
    return _DOT.sub("\n", title, count=1) if points * 20 > TEXT else title


def _section(section: story.Section, making: Making) -> Iterator[Piece]:
    runs = runs_of(section.heading)
    making.heading = "".join(run.text for run in runs)
    if section.number is None:
        yield Par("Rubrikutanparagraf", runs, section.origin, anchor=section.anchor)
    else:
        number = making.section_list(section.number)
        yield Par("Heading1", runs, section.origin, number, anchor=section.anchor, shown=f"§\u00a0{section.number}")
    facts = True
    for piece in _pieces(section.blocks, making):
        # Particulars right under a heading stay with what they are about.
        facts = facts and isinstance(piece, Par) and piece.style == "Uppgift"
        if facts and isinstance(piece, Par):
            piece.style = "UppgiftHalls"
        yield piece
        facts = isinstance(piece, Par) and piece.style in ("Heading2", "Heading3", "UppgiftHalls")


def _decision(decision: story.Decision) -> Iterator[Par]:
    yield Par("Beslutsrubrik", [Run(decision.label)], decision.origin)
    if decision.lead:
        yield Par("Beslutmednasta", runs_of(decision.lead), decision.origin)
    for clause in decision.clauses:
        origin = clause.origin or decision.origin
        yield Par("Beslutmednasta" if clause.action else "Beslut", runs_of(clause.children), origin)
        if clause.action:
            yield Par("Beslutsuppgift", runs_of(clause.action), origin)


def _appendix(entry: story.Appendix, making: Making) -> Par:
    runs = runs_of(entry.title)
    if entry.address:
        for run in runs:
            run.link = run.link or entry.address
    if entry.mentioned:
        runs.append(Run("\t" + entry.mentioned))
    return Par("Bilaga", runs, entry.origin, making.appendix_list(entry), anchor=entry.anchor, shown=entry.label)


def _list(items: story.List, making: Making, level: int) -> Iterator[Piece]:
    """A list's items; each ordered list counts in an instance of its own, nested ones in the style of their level (three at most)."""
    level = min(level, 2)
    style = ("ListNumber" if items.ordered else "ListBullet") + _LEVELS[level]
    instance = making.numbering.instance(NUMBERS, items.start, level) if items.ordered else 0
    for item in items.items:
        first = True
        for block in item.blocks:
            match block:
                case story.Paragraph(children, origin):
                    if first:
                        yield Par(style, runs_of(children), origin or item.origin, instance, level)
                    else:
                        yield Par("ListContinue" + _LEVELS[level], runs_of(children), origin or item.origin)
                case story.List():
                    yield from _list(block, making, level + 1)
                case _:
                    yield from _block(block, making)
            first = False


def _quotation(blocks: tuple[Block, ...], making: Making) -> Iterator[Piece]:
    for piece in _pieces(blocks, making):
        if isinstance(piece, Par) and piece.style in ("BodyText", "Brodtextmednasta"):
            piece.style = "Quote"
        yield piece


def _figure(figure: story.Figure, making: Making) -> Iterator[Par]:
    """The picture in its line, then caption, drawing labels and credit."""
    making.pictures += 1
    yield Par("Bild", [], figure.origin, picture=Picture(figure.image, figure, making.pictures))
    words = runs_of(figure.caption)
    for extra in (" · ".join(figure.labels), figure.credit):
        if extra:
            words.append(Run(f" {extra}" if words else extra))
    if words:
        yield Par("Caption", words, figure.origin)
