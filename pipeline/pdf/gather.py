"""The story sorted for the page: what heads the front, what ends the issue, and the units between, in the story's order."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import field

from pipeline.dataclass import NamedTuple, dataclass
from pipeline.look import Look
from pipeline.pdf.agenda import agenda_slab
from pipeline.pdf.article_flow import Flow, Stretch, stretches
from pipeline.pdf.articles import ArticleUnit, Parts
from pipeline.pdf.boxes import BoxSlab, QuoteSlab, bands, fact_box, too_wide
from pipeline.pdf.desk import Desk
from pipeline.pdf.edition import Edition
from pipeline.pdf.ends import KnownPages
from pipeline.pdf.flow import RowsItem, TextItem
from pipeline.pdf.front import LEAST_FIGURES, Front, make_front, spell_run_in
from pipeline.pdf.grid import SPAN_6, SPAN_8
from pipeline.pdf.heads import MastheadSlab
from pipeline.pdf.imprint import ColophonSlab
from pipeline.pdf.oversize import Texts, long_decisions, sort_texts
from pipeline.pdf.rows import key_pairs
from pipeline.pdf.spell import COLUMN_VOICE, Spelled, spell
from pipeline.pdf.styles import BOX_PAD
from pipeline.pdf.units import (
    SlabUnit,
    Unit,
    agenda_unit,
    box_unit,
    contents_unit,
    members_unit,
    notices_unit,
    presentations_unit,
    rows_unit,
)
from pipeline.problems import say
from pipeline.story import (
    Article,
    Block,
    Colophon,
    Contents,
    DecisionsInBrief,
    Inlines,
    KeyFigures,
    Masthead,
    MemberList,
    NextMeeting,
    Notice,
    Notices,
    Presentations,
    plain,
    text,
)

QUOTE_LINES = 9
"""Lines of a pull quote that still lift it out of the text."""
BOX_LINES = 26
"""Lines of a box that may stand in a column, and of all of an article's boxes together."""
BOXES_LINES = 64
NOTICE_LINES = 36


@dataclass(slots=True)
class Issue:
    """Everything to place."""

    front: Front
    units: list[Unit] = field(default_factory=list)
    colophon: ColophonSlab | None = None
    left_out: list[object] = field(default_factory=list)


class Composed(NamedTuple):
    """An article's words, with what there was to say of them at a ``desk`` of their own; ``others`` stand after its first stretch."""

    desk: Desk
    texts: Texts
    flow: Flow
    others: Sequence[Stretch]
    boxes: Sequence[BoxSlab]
    quote: QuoteSlab | None
    left_out: Sequence[object]


@dataclass(slots=True)
class Shared:
    """What a newsletter's editions have in common: articles, composed once and worked out once for each way they are led in, other units, pages."""

    composed: dict[Hashable, Composed] = field(default_factory=dict)
    parts: dict[Hashable, Parts] = field(default_factory=dict)
    units: dict[Hashable, Sequence[SlabUnit]] = field(default_factory=dict)
    pages: KnownPages = field(default_factory=dict)


def gather(desk: Desk, look: Look, blocks: Sequence[Block], edition: Edition, shared: Shared | None = None) -> Issue:
    """Sort the story; ``shared`` with its other editions, so that what is worked out for one holds for all."""
    return _Gatherer(desk, look, blocks, edition, shared or Shared()).gather()


class _Gatherer:
    """Walks the blocks once."""

    def __init__(self, desk: Desk, look: Look, blocks: Sequence[Block], edition: Edition, shared: Shared) -> None:
        self.desk = desk
        self.look = look
        self.edition = edition
        self.shared = shared
        self.members = edition.members
        self.vignette = edition.vignette and not desk.compact
        self.front = make_front(desk, look, blocks, edition)
        taken = {id(block) for block in (*self.front.taken, *self.front.run_in)}
        self.blocks = [block for block in blocks if id(block) not in taken]
        self.issue = Issue(self.front, left_out=list(self.front.left_out))
        self.loose: list[Block] = []

    def gather(self) -> Issue:
        """Every block in order."""
        for index, block in enumerate(self.blocks):
            self._block(block, self.blocks[index + 1] if index + 1 < len(self.blocks) else None)
        self._flush()
        return self.issue

    def _leave(self, part: object) -> None:
        self.issue.left_out.append(part)
        self.desk.decide(part, say("left out, so that the pages of the plan hold the rest"))

    def _block(self, block: Block, following: Block | None) -> None:
        match block:
            case Article() | Notices() | DecisionsInBrief() | NextMeeting() | Presentations() | MemberList() | Colophon() | Masthead():
                self._flush()
                self.issue.units.extend(self._units(block, following))
            case Contents() | KeyFigures():
                self._flush()
                self.issue.units.extend(self._once(id(block), lambda desk: list(_leftover(desk, block))))
            case _:
                self.loose.append(block)

    def _units(
        self,
        block: Article | Notices | DecisionsInBrief | NextMeeting | Presentations | MemberList | Colophon | Masthead,
        following: Block | None,
    ) -> Sequence[Unit]:
        """A block's units."""
        match block:
            case Article():
                return list(self._article(block))
            case Notices():
                return list(self._notices(block))
            case DecisionsInBrief() | NextMeeting():
                return self._agenda(block, following)
            case Presentations():
                return self._once(id(block), lambda desk: [presentations_unit(desk, block, block.entries)])
            case MemberList() if self.members:
                return self._once(id(block), lambda desk: [members_unit(desk, block)])
            case MemberList():
                self._leave(block)
                return []
            case Colophon():
                return self._colophon(block)
            case Masthead():
                return [SlabUnit(MastheadSlab(self.desk.setter, block, self.look.logo), block)]

    def _colophon(self, block: Colophon) -> list[Unit]:
        if self.issue.colophon is not None:
            return [SlabUnit(ColophonSlab(self.desk.setter, block), block)]
        self.issue.colophon = ColophonSlab(self.desk.setter, block, self.vignette, gaps=not self.desk.compact)
        if block.vignette and not self.vignette:
            self._leave(block.vignette)
        return []

    def _once(self, key: Hashable, make: Callable[[Desk], Sequence[SlabUnit]]) -> Sequence[SlabUnit]:
        """The same units in every edition, unless there is something to say of them, or a note in them, whose number what stands before gives."""
        known, desk = self.shared.units, self.desk
        if key not in known:
            own = Desk(desk.setter, desk.voice, desk.compact)
            units = make(own)
            if not units or own.notes or own.warnings or own.decisions:
                return make(desk)
            known[key] = units
        return known[key]

    def _agenda(self, block: DecisionsInBrief | NextMeeting, following: Block | None) -> Sequence[Unit]:
        units, key = self.issue.units, (id(block), self.desk.compact)
        if isinstance(block, NextMeeting):
            beside = units and isinstance(units[-1], SlabUnit) and units[-1].paired
            return () if beside else self._once(key, lambda desk: [_agenda_unit(desk, None, block, block)])
        meeting = following if isinstance(following, NextMeeting) else None
        return self._once((*key, id(meeting)), lambda desk: [_decisions_unit(desk, block, meeting)])

    def _notices(self, block: Notices) -> Iterator[Unit]:
        """Notices side by side; one that is as long as an article runs in two columns."""
        if not block.notices:
            return
        counted = self.desk.notes
        (unit,) = self._once(id(block), lambda desk: [notices_unit(desk, block, block.notices)])
        if unit.slab.lines <= NOTICE_LINES or len(block.notices) > 3:
            yield unit
            return
        self.desk.notes = counted  # set anew in columns, the notices count their footnotes anew
        yield notices_unit(self.desk, block, ())
        for notice in block.notices:
            yield from self._long_notice(notice)

    def _long_notice(self, notice: Notice) -> Iterator[Unit]:
        heading = Spelled(notice, "heading", text(notice.heading), COLUMN_VOICE.heading, "heading")
        for stretch in stretches(self.desk, [heading, *spell(notice.blocks, self.desk.voice)], ends=False):
            yield from self._stretch(stretch, None)

    def _flush(self) -> None:
        """Blocks outside any article, as an article without a head."""
        blocks, self.loose = self.loose, []
        for stretch in stretches(self.desk, spell(blocks, self.desk.voice), ends=False):
            self.issue.units.extend(self._stretch(stretch, None))

    def _article(self, article: Article) -> Iterator[Unit]:
        desk, front = self.desk, self.front
        lead = article is front.lead
        composed = self._composed(article, front.run_in if lead else ())
        desk.take(composed.desk)
        self.issue.left_out.extend(composed.left_out)
        place = (desk.compact, self.edition.figures, self.edition.boxed) if lead else None
        key = (id(composed.flow), place)
        parts = self.shared.parts.get(key)
        if parts is None:
            parts = Parts(desk, article, composed.flow, composed.texts, front.beside if lead else None, lead, composed.quote)
            parts.quote_items = quoted_items(composed.flow, article.pull_quote.children) if article.pull_quote else frozenset()
            self.shared.parts[key] = parts
        small, large = _sorted_boxes([*composed.boxes, *(front.boxes if lead else ()), *composed.flow.boxes])
        yield ArticleUnit(parts, article.section, headed=parts.texts.headed, boxes=tuple(small))
        for stretch in composed.others:
            yield from self._stretch(stretch, article)
        for box in large:
            yield box_unit(BoxSlab(desk.setter, box.part, box.title, box.rows, SPAN_8), article)

    def _composed(self, article: Article, run_in: Sequence[Article]) -> Composed:
        key = (id(article), self.desk.notes, tuple(map(id, run_in)))
        known = self.shared.composed
        if key not in known:
            known[key] = _compose(Desk(self.desk.setter, self.desk.voice, notes=self.desk.notes), article, run_in)
        return known[key]

    def _stretch(self, stretch: Stretch, article: Article | None) -> Iterator[Unit]:
        if isinstance(stretch, Flow):
            parts = self.shared.parts.setdefault(id(stretch), Parts(self.desk, article, stretch))
            small, large = _sorted_boxes(stretch.boxes)
            yield ArticleUnit(parts, headed=False, opened=True, pictured=True, boxes=tuple(small))
            for box in large:
                yield box_unit(BoxSlab(self.desk.setter, box.part, box.title, box.rows, SPAN_8), article)
        elif isinstance(stretch, RowsItem):
            yield from self._once(id(stretch), lambda _: [rows_unit(stretch, article)])
        else:
            units, self.issue.units = self.issue.units, []
            self._block(stretch, None)
            self._flush()
            inner, self.issue.units = self.issue.units, units
            yield from inner


def _compose(desk: Desk, article: Article, run_in: Sequence[Article]) -> Composed:
    texts, pieces = sort_texts(desk, article)
    pieces = [*pieces, *spell(article.blocks, desk.voice)]
    for other in run_in:
        pieces += spell_run_in(other, desk.voice)
    first, *others = stretches(desk, pieces, ends=True) or [Flow().close()]
    if not isinstance(first, Flow):
        first, others = Flow().close(), [first, *others]
    quote = QuoteSlab(desk.setter, article.pull_quote, SPAN_6) if article.pull_quote else None
    left_out: list[object] = []
    if quote and len(quote.texts) > QUOTE_LINES:
        left_out.append(quote.quote)
        desk.decide(quote.quote, say("the pull quote is left out: it is too long to be one"))
        quote = None
    return Composed(desk, texts, first, others, [fact_box(desk, box, SPAN_6) for box in article.boxes], quote, left_out)


def _agenda_unit(desk: Desk, decisions: DecisionsInBrief | None, meeting: NextMeeting | None, part: object) -> SlabUnit:
    return agenda_unit(agenda_slab(desk.setter, decisions, meeting, compact=desk.compact), part)


def _decisions_unit(desk: Desk, block: DecisionsInBrief, meeting: NextMeeting | None) -> SlabUnit:
    if box := long_decisions(desk, block):
        return box_unit(box, block)
    unit = _agenda_unit(desk, block, meeting, block)
    unit.paired = meeting is not None
    return unit


def _leftover(desk: Desk, block: Contents | KeyFigures) -> Iterator[SlabUnit]:
    """Contents and key figures that have no place on the front."""
    if isinstance(block, Contents):
        if block.entries or block.title:
            yield contents_unit(desk, block, block.entries)
    elif len(block.entries) >= LEAST_FIGURES and not too_wide(desk.setter, block):
        yield from (SlabUnit(band, block) for band in bands(desk.setter, block))
    elif rows := key_pairs(desk, block, SPAN_6 - 2 * BOX_PAD):
        yield box_unit(BoxSlab(desk.setter, block, block.title, rows, SPAN_6), block)


def _sorted_boxes(boxes: Sequence[BoxSlab]) -> tuple[list[BoxSlab], list[BoxSlab]]:
    """Boxes that may stand in columns, and those that are too high or too many."""
    small: list[BoxSlab] = []
    large: list[BoxSlab] = []
    for box in boxes:
        fits = box.lines <= BOX_LINES and sum(other.lines for other in small) + box.lines <= BOXES_LINES
        (small if fits else large).append(box)
    return small, large


def quoted_items(flow: Flow, words: Inlines) -> frozenset[int]:
    """The items in which the quote's words stand."""
    sought = _bare(plain(words))
    return frozenset(
        index for index, item in enumerate(flow.items) if isinstance(item, TextItem) and sought and sought in _bare(plain(item.text.words))
    )


def _bare(words: str) -> str:
    return "".join(character for character in words.casefold() if character.isalnum())
