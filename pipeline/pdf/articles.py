"""Articles: every scheme that an article's content allows, and the text filled into it."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from pipeline.pdf.article_flow import Flow
from pipeline.pdf.boxes import BoxSlab, QuoteSlab
from pipeline.pdf.columns import Filled, Spot, fill, place_runs
from pipeline.pdf.desk import Desk
from pipeline.pdf.figures import FULL, HALF, LEAD, LOW_LEAD, figure_slab
from pipeline.pdf.grid import SPAN_6, WIDTH
from pipeline.pdf.heads import BylineSlab, HeadSlab, IngressSlab
from pipeline.pdf.schemes import Scheme
from pipeline.pdf.sheet import Sheet, Slab
from pipeline.pdf.units import PARTED, Choice, Zone
from pipeline.story import Article, FactBox

PICTURE_LINE = 1.5
"""Cost of each line that a picture is higher or lower than it asks for."""
NO_QUOTE = 3.0
NO_BOX = 6.0
SECOND_BEST = 2.0
LINE_OFF = 1.1
"""Guessed cost of each line that the text must be stretched or tightened."""
HOLE_OFF = 6.0
QUOTE_FROM = 11
"""Lines of a column from which a pull quote has the room it needs."""
INSIDE_FROM = 25
START = Spot()
BRIEF = 8
"""Lines of text that may stand in one column."""
LEAST_PART = 8
"""Lines per column at least where an article is parted between pages."""
SHORT = 50
"""Lines of text under which an article is better not parted."""


@dataclass(slots=True)
class Parts:
    """What an article is made of, composed once for all its pages."""

    desk: Desk
    article: Article | None
    flow: Flow
    beside: Slab | None = None
    lead: bool = False
    quote: QuoteSlab | None = None
    quote_items: frozenset[int] = frozenset()
    """Items that hold the quote's words."""
    filled: dict[tuple[object, ...], Filled | None] = field(default_factory=dict)
    heads: dict[float, HeadSlab] = field(default_factory=dict)

    def head(self, width_pt: float) -> HeadSlab | None:
        """The headline over this width."""
        if self.article is None or not (self.article.kicker or self.article.headline):
            return None
        if width_pt not in self.heads:
            self.heads[width_pt] = HeadSlab(self.desk, self.article, width_pt, self.lead)
        return self.heads[width_pt]


@dataclass(frozen=True, slots=True)
class ArticleUnit:
    """An article from a place in its text on; ``boxes`` and ``wides`` count those already placed."""

    parts: Parts
    section: str = ""
    headed: bool = True
    opened: bool = False
    spot: Spot = START
    boxes: tuple[BoxSlab, ...] = ()
    wides: int = 0
    quoted: bool = False

    @property
    def part(self) -> object:
        """The article, for remarks."""
        return self.parts.article

    @property
    def key(self) -> Hashable:
        """Identity and place."""
        return (id(self.parts), self.opened, self.spot, len(self.boxes), self.wides, self.quoted)

    @property
    def lines(self) -> int:
        """Lines of text still to place."""
        return self.parts.flow.left(self.spot, self.parts.flow.sums)

    @property
    def length(self) -> int:
        """Roughly, with the first scheme."""
        scheme = next(iter(self._schemes(whole=True)))
        return scheme.over + scheme.height_for(self.lines) + scheme.under

    # ── ways to stand ────────────────────────────────────────────────────────────────────────────────────────────────

    def whole(self, room: int) -> Sequence[Choice]:
        """All text, in any scheme and height that comes near."""
        flow = self.parts.flow
        natural, least, most = (flow.left(self.spot, sums) for sums in (flow.sums, flow.least, flow.most))
        choices: list[Choice] = []
        for scheme in self._schemes(whole=True):
            usual = scheme.height_for(natural)
            for height in range(max(usual - 3, 0), usual + 4):
                lines = scheme.over + height + scheme.under
                space = scheme.room(height)
                if lines > room or space < least - 2 or (space > most + 3 and height > usual) or scheme.slots(height) is None:
                    continue
                estimate = scheme.cost + self._off(space - natural) + HOLE_OFF * scheme.hole(height)
                choices.append(Choice(lines, estimate, partial(self._finish, scheme, height), int(scheme.quoted)))
        return choices

    def begun(self, room: int, *, fresh: bool) -> Sequence[Choice]:
        """Columns down to the page's foot, the rest on the next page."""
        choices: list[Choice] = []
        for scheme in self._schemes(whole=False):
            height = room - scheme.over - scheme.under
            space = scheme.room(height)
            left = self.lines - space
            if (height < LEAST_PART and not fresh) or space < 1 or scheme.closed or scheme.slots(height) is None:
                continue
            if left < 2 and not (self._pending(scheme) and fresh):
                continue
            cost = scheme.cost + (PARTED if self.lines < SHORT and not self.opened else 1.0)
            cost += 0.0 if left >= 2 * LEAST_PART else 3.0
            choices.append(Choice(room, cost, partial(self._go_on, scheme, height, cost), int(scheme.quoted)))
        return choices

    def _pending(self, scheme: Scheme) -> bool:
        return len(self.boxes) > scheme.boxes or len(self.parts.flow.wides) > self.wides + scheme.wides

    @staticmethod
    def _off(lines: int) -> float:
        """Guessed cost of text that is so many lines shorter than its room."""
        return 0.0 if -1 <= lines <= 1 else LINE_OFF * (abs(lines) - 1)

    # ── working them out ─────────────────────────────────────────────────────────────────────────────────────────────

    def _finish(self, scheme: Scheme, height: int, at_foot: bool) -> Zone | None:
        found = self._filled(scheme, height, finish=True, at_foot=at_foot)
        if found is None:
            return None
        cost = scheme.cost + found.cost + HOLE_OFF * scheme.hole(height) + self._quote_cost(scheme, height, found)
        items = self.parts.flow.items
        stretched = sum(run.setting - items[run.item].natural for run in found.runs if run.start == 0)
        lines = scheme.over + height + scheme.under
        return Zone(
            lines, cost, partial(self._draw, scheme, height, found), None, scheme.left_out, stretched, scheme.changed, _head(scheme)
        )

    def _go_on(self, scheme: Scheme, height: int, cost: float, at_foot: bool) -> Zone | None:
        found = self._filled(scheme, height, finish=False, at_foot=at_foot)
        rest_spot = found.end if found else Spot(len(self.parts.flow.items))
        if found is None:
            found = self._filled(scheme, height, finish=True, at_foot=False)
        if found is None or (rest_spot == self.spot and not (scheme.boxes or scheme.wides)):
            return None
        rest = replace(
            self,
            headed=False,
            opened=True,
            spot=rest_spot,
            boxes=self.boxes[scheme.boxes :],
            wides=self.wides + scheme.wides,
            quoted=self.quoted or scheme.quoted,
        )
        cost += found.cost + self._quote_cost(scheme, height, found)
        lines = scheme.over + height + scheme.under
        return Zone(lines, cost, partial(self._draw, scheme, height, found), rest, scheme.left_out, 0, scheme.changed, _head(scheme))

    def _filled(self, scheme: Scheme, height: int, *, finish: bool, at_foot: bool) -> Filled | None:
        slots = scheme.slots(height)
        if slots is None:
            return None
        if self.spot.item >= len(self.parts.flow.items):
            return Filled((), self.spot, 0.0, 0)
        rooms = tuple(slot.lines for slot in slots)
        boxed = bool(scheme.feet[1])
        even = 3.0 if scheme.closed else 0.3 if boxed or not at_foot else 6.0
        key = (self.spot, rooms, finish, even)
        if key not in self.parts.filled:
            self.parts.filled[key] = fill(self.parts.flow.items, self.spot, rooms, finish=finish, even=even)
        return self.parts.filled[key]

    def _quote_cost(self, scheme: Scheme, height: int, found: Filled) -> float:
        """A quote that stands right beside its own sentence is told twice."""
        slots = scheme.slots(height)
        if not scheme.quoted or slots is None:
            return 0.0
        number = len(slots) - 1
        near = [run for run in found.runs if run.slot == number and run.line < 2]
        return NO_QUOTE + 1.0 if any(run.item in self.parts.quote_items for run in near) else 0.0

    def _draw(self, scheme: Scheme, height: int, found: Filled, sheet: Sheet, line: int) -> None:
        if self.parts.article and not self.opened:
            sheet.anchor(self.parts.article.anchor, line)
        scheme.place(sheet, line, height)
        place_runs(sheet, self.parts.flow.items, scheme.slots(height) or (), found.runs, line + scheme.over)

    # ── schemes ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def _schemes(self, *, whole: bool) -> Iterator[Scheme]:
        """Every scheme for this content, the design's own first."""
        for opening in self.openings():
            for boxed in self._boxed(opening, whole=whole):
                for widened in self._widened(boxed, whole=whole):
                    yield from self._quoted(widened, whole=whole)

    def openings(self) -> Iterator[Scheme]:
        """Head and picture."""
        article = self.parts.article
        if self.opened or article is None:
            yield Scheme()
            yield from self._single(Scheme())
            return
        byline: tuple[Slab, ...] = (BylineSlab(self.parts.desk.setter, article, SPAN_6),) if article.byline else ()
        if article.figure is None:
            scheme = Scheme(top=self._tops(WIDTH), heads=(byline, ()))
            yield from self._single(scheme)
            yield scheme
            if self.lines <= BRIEF and not article.ingress and not self.parts.lead:
                yield from self._beside(byline)
        elif article.figure.span == 12 or self.parts.lead:
            yield from self._full_picture(byline)
        else:
            yield from self._half_picture(byline)

    def _tops(self, width_pt: float, *figures: Slab) -> tuple[Slab, ...]:
        """Headline, ingress and picture in the order of the design: the lead's picture first."""
        article, parts = self.parts.article, self.parts
        assert article is not None
        head = parts.head(width_pt)
        slabs: list[Slab] = [head] if head else []
        if article.ingress or parts.beside:
            slabs.append(IngressSlab(parts.desk.setter, article, beside=parts.beside))
        return (*figures, *slabs) if parts.lead else (*slabs, *figures)

    def _full_picture(self, byline: tuple[Slab, ...]) -> Iterator[Scheme]:
        article, parts = self.parts.article, self.parts
        assert article is not None
        assert article.figure is not None
        frames = (LOW_LEAD if parts.desk.compact else LEAD) if parts.lead else FULL
        for more in (0, -1, 1):
            slab = figure_slab(parts.desk.setter, article.figure, 12, frames, more)
            if slab:
                scheme = Scheme(top=self._tops(WIDTH, slab), heads=(byline, ()), cost=PICTURE_LINE * abs(more), changed=more)
                yield scheme
                yield from self._single(scheme)

    def _half_picture(self, byline: tuple[Slab, ...]) -> Iterator[Scheme]:
        """The picture heads the second column: headline and text beside it, or the headline over both."""
        article, parts = self.parts.article, self.parts
        assert article is not None
        assert article.figure is not None
        narrow = parts.head(SPAN_6)
        for more in (0, -1, 1):
            slab = figure_slab(parts.desk.setter, article.figure, 6, HALF, more)
            if slab is None:
                continue
            cost = PICTURE_LINE * abs(more)
            if narrow and len(narrow.headlines) <= 3 and not article.ingress:
                scheme = Scheme(heads=((narrow, *byline), (slab,)), cost=cost, changed=more)
                yield replace(scheme, closed=True)
                yield scheme
            over = Scheme(top=self._tops(WIDTH), heads=(byline, (slab,)), cost=cost + SECOND_BEST, changed=more)
            yield replace(over, closed=True)
            yield over

    def _beside(self, byline: tuple[Slab, ...]) -> Iterator[Scheme]:
        """A brief article: headline in the first column, its few lines in the second."""
        head = self.parts.head(SPAN_6)
        if head and len(head.headlines) <= 3 and not byline and not self.boxes:
            slack = max(self.lines - head.lines, 0)
            yield Scheme(heads=((head,), ()), cost=SECOND_BEST + slack)

    def _single(self, scheme: Scheme) -> Iterator[Scheme]:
        """A few lines in the first column alone."""
        if self.lines <= BRIEF and not scheme.heads[1]:
            yield replace(scheme, closed=True, cost=scheme.cost + (0.0 if self.lines < 4 else SECOND_BEST))

    def _boxed(self, scheme: Scheme, *, whole: bool) -> Iterator[Scheme]:
        """Boxes at the feet of the columns, the first in the second column; optional ones may be left out."""
        boxes = self.boxes
        if not boxes:
            yield scheme
            return
        if not whole:
            yield from (with_boxes(scheme, boxes[:count]) for count in ((1, 0) if len(boxes) < 3 else (2, 1, 0)))
            return
        yield with_boxes(scheme, boxes)
        optional = [box for box in boxes if isinstance(box.part, FactBox) and box.part.optional]
        if optional:
            kept = tuple(box for box in boxes if box not in optional)
            fewer = with_boxes(scheme, kept)
            yield replace(
                fewer,
                cost=fewer.cost + NO_BOX * len(optional),
                boxes=len(boxes),
                left_out=(*fewer.left_out, *(box.part for box in optional)),
            )

    def _widened(self, scheme: Scheme, *, whole: bool) -> Iterator[Scheme]:
        """Wide things over the text when they are due, under it otherwise; where the text goes on, as many as come up."""
        pending = self.parts.flow.wides[self.wides :]
        if not pending:
            yield scheme
            return
        due = [wide for wide in pending if wide.item <= self.spot.item]
        if whole:
            over = tuple(wide.slab for wide in due)
            yield replace(scheme, top=scheme.top + over, bottom=tuple(wide.slab for wide in pending[len(due) :]), wides=len(pending))
            return
        for count in (2, 1, 0) if len(due) >= 2 else (1, 0):
            if count <= len(pending):
                yield replace(
                    scheme,
                    top=scheme.top + tuple(wide.slab for wide in pending[:count]),
                    wides=count,
                    cost=scheme.cost + 2.0 * max(len(due) - count, 0) + 1.0 * max(count - len(due), 0),
                )

    def _quoted(self, scheme: Scheme, *, whole: bool) -> Iterator[Scheme]:
        """The pull quote at the second column's head or, in long columns, inside it; without it at a cost."""
        quote = self.parts.quote
        if quote is None or self.quoted:
            yield scheme
            return
        without = replace(scheme, cost=scheme.cost + NO_QUOTE, left_out=(*scheme.left_out, quote.quote) if whole else scheme.left_out)
        if scheme.closed:
            yield without
            return
        height = scheme.height_for(self.lines)
        if height - scheme.taken(1) >= QUOTE_FROM - 1:
            if height >= INSIDE_FROM:
                yield replace(scheme, inside=quote, quoted=True)
            if not scheme.heads[1]:
                heads = (scheme.heads[0], (quote,))
                yield replace(scheme, heads=heads, quoted=True, cost=scheme.cost + (0.5 if height >= INSIDE_FROM else 0.0))
        yield without


def _head(scheme: Scheme) -> HeadSlab | None:
    """The headline in a scheme."""
    return next((slab for slab in (*scheme.top, *scheme.heads[0]) if isinstance(slab, HeadSlab)), None)


def with_boxes(scheme: Scheme, boxes: Sequence[BoxSlab]) -> Scheme:
    """The boxes shared out to the columns' feet, the first in the second column, the next where less stands."""
    feet: tuple[list[Slab], list[Slab]] = ([], [])
    for box in boxes:
        lines = [sum(slab.lines + 1 for slab in (*scheme.heads[column], *feet[column])) for column in (0, 1)]
        column = 1 if not feet[1] or scheme.closed or lines[1] + box.lines <= lines[0] + box.lines // 2 else 0
        feet[column].append(box)
    return replace(scheme, feet=(tuple(feet[0]), tuple(feet[1])), boxes=len(boxes))
