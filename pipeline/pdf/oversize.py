"""What is too long for its place, found before planning: it runs with the text or becomes rows that can be parted, with a warning."""

from __future__ import annotations

from dataclasses import replace

from pipeline.dataclass import dataclass
from pipeline.pdf.boxes import BoxSlab
from pipeline.pdf.desk import Desk
from pipeline.pdf.figures import caption_text
from pipeline.pdf.grid import SPAN_6, SPAN_8, WIDTH
from pipeline.pdf.rows import TextRow
from pipeline.pdf.sheet import Slab
from pipeline.pdf.spell import Piece, Spelled
from pipeline.pdf.styles import (
    BOX,
    BOX_PAD,
    BOX_STRONG,
    BYLINE,
    HEADLINE,
    INGRESS,
    KICKER,
    SECTION_MARK,
    STATUS,
    SUBHEADING,
    unhyphenated,
)
from pipeline.problems import say
from pipeline.story import Article, DecisionsInBrief, Figure, Inlines, text

INGRESS_LINES = 10
HEADLINE_LINES = 3
SMALL_LINES = 3
CAPTION_ROWS = 8
DECISION_LINES = 24


@dataclass(frozen=True, slots=True)
class Texts:
    """An article's texts that stand in places of their own; what is too long for its place is empty here."""

    kicker: str = ""
    headline: Inlines = ()
    ingress: Inlines = ()
    byline: str = ""
    captioned: bool = True

    @property
    def headed(self) -> bool:
        """Whether there is a head at all."""
        return bool(self.kicker or self.headline)


def sort_texts(desk: Desk, article: Article) -> tuple[Texts, list[Piece]]:
    """The texts that keep their places, and those that are too long for them as pieces to run before the article's own.

    What stands around a headline goes with it, so that no kicker stands alone and no ingress before its headline.
    """
    setter = desk.setter
    texts = Texts(article.kicker, article.headline, article.ingress, article.byline)
    moved: list[Piece] = []
    headless = setter.count(article.headline, HEADLINE, WIDTH) > HEADLINE_LINES
    if article.kicker and (headless or setter.count(article.kicker, KICKER, WIDTH) > SMALL_LINES):
        moved.append(Spelled(article, "kicker", text(article.kicker), SUBHEADING))
        texts = replace(texts, kicker="")
    if headless:
        moved.append(Spelled(article, "headline", article.headline, SUBHEADING))
        texts = replace(texts, headline=())
    if article.ingress and (headless or setter.count(article.ingress, INGRESS, SPAN_8) > INGRESS_LINES):
        moved.append(Spelled(article, "ingress", article.ingress, unhyphenated(desk.voice.body)))
        texts = replace(texts, ingress=())
    if setter.count(article.byline, BYLINE, SPAN_6) > SMALL_LINES:
        moved.append(Spelled(article, "byline", text(article.byline), desk.voice.remark))
        texts = replace(texts, byline="")
    figure = article.figure
    if figure and caption_text(setter, figure, WIDTH if figure.span == 12 else SPAN_6).rows > CAPTION_ROWS:
        moved += caption_pieces(desk, figure)
        texts = replace(texts, captioned=False)
    if moved:
        desk.warn(article, say("a headline, ingress, byline or caption is too long for its place and runs with the text"))
    return texts, moved


def caption_pieces(desk: Desk, figure: Figure) -> list[Piece]:
    """A figure's caption and credit as running text."""
    pieces = [
        Spelled(figure, "caption", figure.caption, desk.voice.remark),
        Spelled(figure, "credit", text(figure.credit), desk.voice.remark),
    ]
    return [piece for piece in pieces if piece.words]


def long_decisions(desk: Desk, block: DecisionsInBrief) -> BoxSlab | None:
    """The decisions as a box that can be parted at any line, where one of them is too long to keep together; None otherwise."""
    room = SPAN_8 - 2 * BOX_PAD
    if all(desk.setter.count(entry.children, BOX, room) <= DECISION_LINES for entry in block.entries):
        return None
    rows: list[Slab] = []
    for entry in block.entries:
        for words, style, slot in (
            (text(entry.label), SECTION_MARK, "label"),
            (text(entry.title), BOX_STRONG, "title"),
            (entry.children, BOX, ""),
        ):
            rows += [TextRow(line, entry, slot) for line in desk.setter.lines(words, style, room)]
    rows += [TextRow(line, block, "status") for line in desk.setter.lines(block.status, STATUS, room)]
    return BoxSlab(desk.setter, block, block.title, rows, SPAN_8)
