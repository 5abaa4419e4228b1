"""The story sorted for the page: what heads the front, what ends the issue, and the units between, in the story's order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.look import Look
from pipeline.pdf.agenda import agenda_slab
from pipeline.pdf.article_flow import Flow, stretches
from pipeline.pdf.articles import ArticleUnit, Parts
from pipeline.pdf.boxes import BoxSlab, ContentsSlab, PairsSlab, QuoteSlab, bands, fact_box
from pipeline.pdf.desk import Desk
from pipeline.pdf.flow import RowsItem, TextItem
from pipeline.pdf.grid import LINES, SPAN_4, SPAN_6
from pipeline.pdf.heads import MastheadSlab
from pipeline.pdf.imprint import ColophonSlab
from pipeline.pdf.rows import key_pairs
from pipeline.pdf.sheet import Slab
from pipeline.pdf.spell import Piece, Spelled, Voice, spell
from pipeline.pdf.styles import BOX_PAD
from pipeline.pdf.units import SlabUnit, StackSlab, Unit, agenda_unit, box_unit, members_unit, notices_unit, presentations_unit, rows_unit
from pipeline.problems import say
from pipeline.story import (
    Article,
    Block,
    Colophon,
    Contents,
    DecisionsInBrief,
    Heading,
    Inlines,
    KeyFigures,
    List,
    Masthead,
    MemberList,
    NextMeeting,
    Notices,
    Paragraph,
    Presentations,
    plain,
)

LEAST_FIGURES = 3
"""Key figures that make a band; fewer stand as pairs in a box."""
BESIDE_MOST = 12
"""Lines that may stand beside the ingress."""


@dataclass(slots=True)
class Front:
    """The first page's fixed parts: masthead, the slab beside the lead's ingress, the band at the foot."""

    masthead: MastheadSlab | None = None
    beside: Slab | None = None
    box: BoxSlab | None = None
    band: StackSlab | None = None
    lead: Article | None = None


@dataclass(slots=True)
class Issue:
    """Everything to place."""

    front: Front
    units: list[Unit] = field(default_factory=list)
    colophon: ColophonSlab | None = None
    left_out: list[object] = field(default_factory=list)


def gather(desk: Desk, look: Look, blocks: Sequence[Block], *, members: bool = True, vignette: bool = True) -> Issue:
    """Sort the story; what an edition leaves out is decided here: ``members`` and ``vignette`` False leave those out."""
    return _Gatherer(desk, look, blocks, members=members, vignette=vignette).gather()


class _Gatherer:
    """Walks the blocks once."""

    def __init__(self, desk: Desk, look: Look, blocks: Sequence[Block], *, members: bool, vignette: bool) -> None:
        self.desk = desk
        self.look = look
        self.blocks = list(blocks)
        self.members = members
        self.vignette = vignette and not desk.compact
        self.issue = Issue(Front())
        self.loose: list[Block] = []
        self.run_in: list[Article] = []
        """Short articles that run on in the lead's columns."""

    def gather(self) -> Issue:
        """Front first, then the rest in order."""
        self._front()
        if self.desk.compact:
            self._run_in()
        for index, block in enumerate(self.blocks):
            self._block(block, self.blocks[index + 1] if index + 1 < len(self.blocks) else None)
        self._flush()
        return self.issue

    # ── the front ────────────────────────────────────────────────────────────────────────────────────────────────────

    def _front(self) -> None:
        front = self.issue.front
        masthead = next((block for block in self.blocks if isinstance(block, Masthead)), None)
        if masthead:
            front.masthead = MastheadSlab(self.desk.setter, masthead, self.look.logo)
            self._take(masthead)
        articles = [block for block in self.blocks if isinstance(block, Article)]
        front.lead = next((article for article in articles if article.lead), articles[0] if articles else None)
        contents = next((block for block in self.blocks if isinstance(block, Contents)), None)
        figures = next((block for block in self.blocks if isinstance(block, KeyFigures) and block.entries), None)
        if front.lead is None:
            return
        if contents and (self.desk.compact or not contents.entries):
            self._take(contents)
            self._leave(contents)
            contents = None
        if figures:
            self._take(figures)
            self._figures(figures, contents is None)
        if contents and front.beside is None:
            self._contents(contents)

    def _take(self, block: Block) -> None:
        self.blocks = [other for other in self.blocks if other is not block]

    def _figures(self, figures: KeyFigures, beside: bool) -> None:
        front, desk = self.issue.front, self.desk
        lead = front.lead
        pairs = PairsSlab(desk, figures, SPAN_4)
        if beside and lead and lead.ingress and (desk.compact or len(figures.entries) < LEAST_FIGURES) and pairs.lines <= BESIDE_MOST:
            front.beside = pairs
            desk.decide(figures, say("the key figures stand as pairs beside the ingress"))
        elif len(figures.entries) >= LEAST_FIGURES and not desk.compact:
            front.band = StackSlab(bands(desk.setter, figures))
        else:
            front.box = BoxSlab(desk.setter, figures, figures.title, key_pairs(desk, figures, SPAN_6 - 2 * BOX_PAD), SPAN_6)
            desk.decide(figures, say("the key figures stand in a box, since fewer than three make no band"))

    def _contents(self, contents: Contents) -> None:
        lead = self.issue.front.lead
        slab = ContentsSlab(self.desk.setter, contents, SPAN_4)
        if lead and lead.ingress and slab.lines <= BESIDE_MOST:
            self.issue.front.beside = slab
            self._take(contents)

    def _leave(self, part: object) -> None:
        self.issue.left_out.append(part)
        if isinstance(part, Contents):
            self.desk.decide(part, say("the list of contents is left out: on one sheet everything is in sight"))
        else:
            self.desk.decide(part, say("left out, so that the pages of the plan hold the rest"))

    def _run_in(self) -> None:
        """Short articles after the lead, as many as its page holds."""
        front, desk = self.issue.front, self.desk
        if front.lead is None:
            return
        room = front_room(desk, front)
        room -= lines_of(desk, spell(front.lead.blocks, desk.voice))
        start = next(index for index, block in enumerate(self.blocks) if block is front.lead)
        for block in self.blocks[start + 1 :]:
            if not (isinstance(block, Article) and is_brief(block)):
                return
            room -= lines_of(desk, spell_run_in(block, desk.voice))
            if room < -2:
                return
            self.run_in.append(block)
            if block.kicker:
                self.issue.left_out.append((block, "kicker"))
            desk.decide(block, say("runs on in the columns of the lead, under a subheading"))

    # ── the rest, in order ───────────────────────────────────────────────────────────────────────────────────────────

    def _block(self, block: Block, following: Block | None) -> None:
        units = self.issue.units
        match block:
            case Article():
                self._flush()
                if all(block is not other for other in self.run_in):
                    units.extend(self._article(block))
            case Notices():
                self._flush()
                self._notices(block)
            case DecisionsInBrief():
                self._flush()
                meeting = following if isinstance(following, NextMeeting) else None
                units.append(agenda_unit(agenda_slab(self.desk.setter, block, meeting, compact=self.desk.compact), block))
            case NextMeeting():
                self._flush()
                if not (units and isinstance(units[-1].part, DecisionsInBrief)):
                    units.append(agenda_unit(agenda_slab(self.desk.setter, None, block, compact=self.desk.compact), block))
            case Presentations():
                self._flush()
                units.append(presentations_unit(self.desk, block, block.entries))
            case MemberList() | Colophon() | Masthead() | Contents() | KeyFigures():
                self._flush()
                self._matter(block)
            case _:
                self.loose.append(block)

    def _matter(self, block: MemberList | Colophon | Masthead | Contents | KeyFigures) -> None:
        units, desk = self.issue.units, self.desk
        match block:
            case MemberList():
                if self.members:
                    units.append(members_unit(desk, block))
                else:
                    self._leave(block)
            case Colophon():
                if self.issue.colophon is None:
                    self.issue.colophon = ColophonSlab(desk.setter, block, self.vignette, gaps=not desk.compact)
                    if block.vignette and not self.vignette:
                        self._leave(block.vignette)
                else:
                    units.append(SlabUnit(ColophonSlab(desk.setter, block), block))
            case Masthead():
                units.append(SlabUnit(MastheadSlab(desk.setter, block, self.look.logo), block))
            case Contents():
                units.append(SlabUnit(ContentsSlab(desk.setter, block, SPAN_6), block))
            case KeyFigures():
                if len(block.entries) >= LEAST_FIGURES:
                    units.append(SlabUnit(StackSlab(bands(desk.setter, block)), block))
                elif block.entries:
                    rows = key_pairs(desk, block, SPAN_6 - 2 * BOX_PAD)
                    units.append(box_unit(BoxSlab(desk.setter, block, block.title, rows, SPAN_6), block))

    def _notices(self, block: Notices) -> None:
        if block.notices:
            self.issue.units.append(notices_unit(self.desk, block, block.notices))

    def _flush(self) -> None:
        """Blocks outside any article, as an article without a head."""
        blocks, self.loose = self.loose, []
        for stretch in stretches(self.desk, spell(blocks, self.desk.voice), ends=False):
            self.issue.units.extend(self._stretch(stretch, None))

    def _article(self, article: Article) -> Iterator[Unit]:
        lead = article is self.issue.front.lead
        pieces = spell(article.blocks, self.desk.voice)
        for other in self.run_in if lead else ():
            pieces += spell_run_in(other, self.desk.voice)
        first, *found = stretches(self.desk, pieces, ends=True) or [Flow().close()]
        if not isinstance(first, Flow):
            first, found = Flow().close(), [first, *found]
        beside = self.issue.front.beside if lead else None
        quote = QuoteSlab(self.desk.setter, article.pull_quote, SPAN_6) if article.pull_quote else None
        parts = Parts(self.desk, article, first, beside, lead, quote)
        if article.pull_quote:
            parts.quote_items = quoted_items(first, article.pull_quote.children)
        boxes = tuple(fact_box(self.desk, box, SPAN_6) for box in article.boxes)
        extra = (self.issue.front.box,) if lead and self.issue.front.box else ()
        yield ArticleUnit(parts, article.section, boxes=(*boxes, *extra, *first.boxes))
        for stretch in found:
            yield from self._stretch(stretch, article)

    def _stretch(self, stretch: Flow | RowsItem | Block, article: Article | None) -> Iterator[Unit]:
        if isinstance(stretch, Flow):
            parts = Parts(self.desk, article, stretch)
            yield ArticleUnit(parts, headed=False, opened=True, pictured=True, boxes=tuple(stretch.boxes))
        elif isinstance(stretch, RowsItem):
            yield rows_unit(stretch, article)
        else:
            units, self.issue.units = self.issue.units, []
            self._block(stretch, None)
            self._flush()
            inner, self.issue.units = self.issue.units, units
            yield from inner


def is_brief(article: Article) -> bool:
    """Whether an article is nothing but text."""
    bare = not (article.figure or article.boxes or article.pull_quote or article.ingress or article.byline)
    return bare and all(isinstance(block, Paragraph | Heading | List) for block in article.blocks)


def spell_run_in(article: Article, voice: Voice) -> list[Piece]:
    """An article under its headline as a subheading."""
    heading = Spelled(article, "headline", article.headline, voice.heading, "heading", before=1, anchor=article.anchor)
    return [heading, *spell(article.blocks, voice)]


def lines_of(desk: Desk, pieces: Sequence[Piece]) -> int:
    """Lines that pieces take in a column, roughly: every stretch's natural lines."""
    notes = desk.notes
    total = sum(stretch.sums[-1] for stretch in stretches(desk, pieces, ends=False) if isinstance(stretch, Flow))
    desk.notes = notes
    return total


def front_room(desk: Desk, front: Front) -> int:
    """Lines of text that the first page has under the lead's head."""
    assert front.lead is not None
    masthead = front.masthead.lines + 1 if front.masthead else 0
    scheme = ArticleUnit(Parts(desk, front.lead, Flow().close(), front.beside, lead=True)).schemes(whole=False)[0]
    return scheme.room(LINES - masthead - scheme.over)


def quoted_items(flow: Flow, words: Inlines) -> frozenset[int]:
    """The items in which the quote's words stand."""
    sought = _bare(plain(words))
    return frozenset(
        index for index, item in enumerate(flow.items) if isinstance(item, TextItem) and sought and sought in _bare(plain(item.text.words))
    )


def _bare(words: str) -> str:
    return "".join(character for character in words.casefold() if character.isalnum())
