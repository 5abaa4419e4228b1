"""Articles: every scheme that an article's content allows, and the text filled into it."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import field, replace
from functools import partial
from itertools import islice

from pipeline.dataclass import dataclass
from pipeline.pdf.article_flow import Flow
from pipeline.pdf.boxes import BoxSlab, QuoteSlab
from pipeline.pdf.columns import Filled, Spot, fill, place_runs
from pipeline.pdf.desk import Desk
from pipeline.pdf.grid import LINES, SPAN_6, WIDTH
from pipeline.pdf.heads import HeadSlab
from pipeline.pdf.openings import Content
from pipeline.pdf.oversize import Texts
from pipeline.pdf.schemes import Scheme
from pipeline.pdf.sheet import Sheet, Slab
from pipeline.pdf.units import PARTED, Choice, Zone
from pipeline.pdf.verdicts import head_of, lacking, level, missed, quote_cost, scraps
from pipeline.story import Article

HOLE_OFF = 9.0
"""Cost of each line that stands empty beside something."""
UNEVEN = 5.0
"""Cost of a last column that ends a line short at the page's foot, over something else, and beside a column of objects."""
UNEVEN_INSIDE = 0.5
UNEVEN_BESIDE = 3.0
START = Spot()
NO_TEXTS = Texts()
GOOD = 4.0
"""Cost under which a long issue looks no further."""
FEW_SCHEMES = 8
LEAST_PART = 2
"""Lines per column at least where an article is parted between pages."""
FAIR_PART = 9
"""Lines per column under which either part of an article looks like a scrap, and the cost of each line of text less."""
BIT = 0.8
SHORTER = 2
"""Lines by which an article's first page may be shorter than the page, where picture and headline take them up."""
SHORT = 50
"""Lines of text under which an article is better not parted."""


@dataclass(slots=True)
class Worked:
    """What was worked out for an article at one pace, by its state and what was asked."""

    schemes: dict[Hashable, list[Scheme]] = field(default_factory=dict)
    choices: dict[Hashable, list[Choice]] = field(default_factory=dict)
    begun: dict[Hashable, list[Choice]] = field(default_factory=dict)
    zones: dict[Hashable, Zone | None] = field(default_factory=dict)


@dataclass(slots=True)
class Parts:
    """What an article is made of, composed once for all its pages."""

    desk: Desk
    article: Article | None
    flow: Flow
    texts: Texts = NO_TEXTS
    beside: Slab | None = None
    lead: bool = False
    quote: QuoteSlab | None = None
    quote_items: frozenset[int] = frozenset()
    """Items that hold the quote's words."""
    heads: dict[float, HeadSlab] = field(default_factory=dict)
    quick: bool = False
    """Only the first ways are tried."""
    paces: dict[bool, Worked] = field(default_factory=dict)
    """What was worked out quickly, and not."""

    @property
    def worked(self) -> Worked:
        """What was worked out at the pace of now."""
        found = self.paces.get(self.quick)
        if found is None:
            found = self.paces[self.quick] = Worked()
        return found

    def head(self, width_pt: float) -> HeadSlab | None:
        """The headline over this width."""
        if self.article is None or not self.texts.headed:
            return None
        if width_pt not in self.heads:
            texts = self.texts
            self.heads[width_pt] = HeadSlab(self.desk.setter, self.article, texts.kicker, texts.headline, width_pt, self.lead)
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
    pictured: bool = False

    @property
    def fills(self) -> bool:
        """An article keeps its turn."""
        return False

    @property
    def part(self) -> object:
        """The article, for remarks."""
        return self.parts.article

    @property
    def key(self) -> Hashable:
        """Identity and place."""
        return (id(self.parts), self.opened, self.spot, len(self.boxes), self.wides, self.quoted, self.pictured)

    @property
    def lines(self) -> int:
        """Lines of text still to place."""
        return self.parts.flow.left(self.spot, self.parts.flow.sums)

    @property
    def length(self) -> int:
        """Roughly, with the first scheme."""
        scheme = self.schemes(whole=True)[0]
        return scheme.over + scheme.height_for(self.lines) + scheme.under

    @property
    def bulk(self) -> int:
        """The text alone."""
        return self.lines // 2

    def pace(self, *, quick: bool) -> None:
        """What is worked out at one pace is kept for when it comes again; all editions share it, so all units change pace together."""
        self.parts.quick = quick

    # ── ways to stand ────────────────────────────────────────────────────────────────────────────────────────────────

    def whole(self, room: int) -> Sequence[Choice]:
        """All text, in any scheme and height that comes near."""
        known = self.parts.worked.choices
        key = self.key
        choices = known.get(key)
        if choices is None:
            choices = known[key] = self._choices()
        return [choice for choice in choices if choice.lines <= room]

    def _choices(self) -> list[Choice]:
        flow = self.parts.flow
        natural, most = flow.left(self.spot, flow.sums), flow.left(self.spot, flow.most)
        choices: list[Choice] = []
        for scheme in self.schemes(whole=True):
            usual = scheme.height_for(natural)
            for height in range(max(usual - 3, 0), usual + 7 + flow.tallest):
                choice = self._choice(scheme, height)
                if choice:
                    choices.append(choice)
                    if scheme.room(height) > most + 2 or (self.parts.quick and choice.cost < GOOD):
                        break
        if not choices:  # whatever it looks like, it must stand somewhere
            tall = (self._choice(scheme, height) for scheme in self.schemes(whole=True) for height in range(LINES))
            choices += filter(None, islice(filter(None, tall), 1))
        return _cheapest(choices)

    def _choice(self, scheme: Scheme, height: int) -> Choice | None:
        """All text in columns of this height, if it can be done."""
        flow = self.parts.flow
        lines = scheme.over + height + scheme.under
        if lines > LINES or scheme.room(height) < flow.left(self.spot, flow.least) - 2 or scheme.slots(height) is None:
            return None
        found = self._filled(scheme, height, finish=True)
        if not found:
            return None
        extra = scheme.cost + HOLE_OFF * scheme.hole(height) + scraps(scheme, height)
        costs = [
            extra + one.cost + quote_cost(scheme, height, one, self.parts.quote_items) + missed(scheme, height, one, ends=True)
            for one in found
        ]
        make = partial(self._finish, scheme, height, costs, found)
        return Choice(lines, costs[0], costs[-1], make, int(scheme.quoted), scheme.spare)

    def begun(self, room: int, *, fresh: bool) -> Sequence[Choice]:
        """Columns down to the page's foot, the rest on the next page."""
        known = self.parts.worked.begun
        key = (self.key, room, fresh)
        choices = known.get(key)
        if choices is None:
            shorter = range(1 if self.parts.quick else SHORTER + 1)
            choices = known[key] = [
                choice
                for scheme in self.schemes(whole=False)
                for short in shorter
                for choice in self._begun(scheme, room - short, fresh=fresh)
            ]
        return choices

    def _begun(self, scheme: Scheme, room: int, *, fresh: bool) -> Iterator[Choice]:
        height = room - scheme.over - scheme.under
        space = scheme.room(height)
        left = self.lines - space
        if (space < 2 * LEAST_PART and not fresh) or space < 1 or scheme.closed or scheme.slots(height) is None:
            return
        if left < 2 and not (fresh and (self._pending(scheme) or not self.whole(room))):  # a page that just does not hold it all is filled
            return
        cost = scheme.cost + (PARTED if self.lines < SHORT and not self.opened else 1.0)
        cost += sum(BIT * max(2 * FAIR_PART - lines, 0) for lines in (space, left))
        yield Choice(room, cost, cost, partial(self._go_on, scheme, height, cost), int(scheme.quoted), scheme.spare)

    def _pending(self, scheme: Scheme) -> bool:
        return scheme.later or len(self.boxes) > scheme.boxes or len(self.parts.flow.wides) > self.wides + scheme.wides

    # ── working them out ─────────────────────────────────────────────────────────────────────────────────────────────

    def _finish(self, scheme: Scheme, height: int, costs: Sequence[float], found: Sequence[Filled], at_foot: bool) -> Zone:
        cost, filled = (costs[-1], found[-1]) if at_foot else (costs[0], found[0]._replace(high=True))
        even = level(scheme, height, filled)
        if even.apart > 1 or even.hollow:
            filled = filled._replace(high=False)
            even = level(scheme, height, filled)
        items = self.parts.flow.items
        stretched = sum(run.setting - items[run.item].natural for run in filled.runs if run.start == 0)
        lines = scheme.over + height + scheme.under
        draw = partial(self._draw, scheme, height, filled)
        return Zone(
            lines,
            cost,
            draw,
            None,
            scheme.left_out,
            stretched,
            scheme.changed,
            lacking(scheme, height, filled),
            head_of(scheme),
            *even,
        )

    def _go_on(self, scheme: Scheme, height: int, cost: float, _at_foot: bool) -> Zone | None:
        known = self.parts.worked.zones
        key = (self.key, id(scheme), height)
        if key not in known:
            known[key] = self._gone_on(scheme, height, cost)
        return known[key]

    def _gone_on(self, scheme: Scheme, height: int, cost: float) -> Zone | None:
        found = self._filled(scheme, height, finish=False) or self._filled(scheme, height, finish=True)
        if not found:
            return None
        filled = found[0]
        if filled.end == self.spot and not (scheme.boxes or scheme.wides):
            return None
        rest = replace(
            self,
            headed=False,
            opened=True,
            spot=filled.end,
            boxes=self.boxes[scheme.boxes :],
            wides=self.wides + scheme.wides,
            quoted=self.quoted or scheme.quoted,
            pictured=self.pictured or not scheme.later,
        )
        cost += filled.cost + quote_cost(scheme, height, filled, self.parts.quote_items) + scraps(scheme, height)
        cost += missed(scheme, height, filled, ends=False)
        lines = scheme.over + height + scheme.under
        draw = partial(self._draw, scheme, height, filled)
        apart, hollow = level(scheme, height, filled)
        return Zone(lines, cost, draw, rest, scheme.left_out, picture=scheme.changed, head=head_of(scheme), apart=apart, hollow=hollow)

    def _filled(self, scheme: Scheme, height: int, *, finish: bool) -> list[Filled]:
        """Ways to fill the columns: for what is followed by more, and for the page's foot."""
        slots = scheme.slots(height)
        if slots is None:
            return []
        if self.spot.item >= len(self.parts.flow.items):
            return [Filled((), self.spot, 0.0)]
        rooms = tuple(slot.room for slot in slots)
        if scheme.closed or scheme.beside:
            even: tuple[float, ...] = (UNEVEN_BESIDE,) if scheme.objects else (HOLE_OFF,)
        else:
            even = (UNEVEN_INSIDE, UNEVEN)
        flow, enough = self.parts.flow, GOOD if self.parts.quick else 1.0
        return fill(flow.items, self.spot, rooms, finish=finish, even=even, enough=enough, searched=flow.searched)

    def _draw(self, scheme: Scheme, height: int, found: Filled, sheet: Sheet, line: int, more: int) -> None:
        if self.parts.article and not self.opened:
            sheet.anchor(self.parts.article.anchor, line)
        slots = scheme.slots(height) or []
        grown = [0, 0]
        for number, slot in enumerate(slots):
            lacks = found.lacks(number, slot.lines) - (1 if slot.under else 0)
            if slot.over and lacks > 1:
                grown[slot.column - 1] = min(lacks - 1, slot.grows)
        scheme.place(sheet, line, height, (grown[0], grown[1]), more)
        place_runs(sheet, self.parts.flow.items, slots, found, line + scheme.over + more)

    # ── schemes ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def schemes(self, *, whole: bool) -> list[Scheme]:
        """The schemes, made once for each state of the article."""
        known = self.parts.worked.schemes
        key = (self.key, whole)
        found = known.get(key)
        if found is None:
            schemes = self._content(whole=whole).schemes()
            if self.parts.quick:
                schemes = islice((scheme for scheme in schemes if not scheme.changed), FEW_SCHEMES)
            found = known[key] = list(schemes)
        return found

    def _content(self, *, whole: bool) -> Content:
        parts = self.parts
        return Content(
            desk=parts.desk,
            article=parts.article,
            texts=parts.texts,
            heads=(None, None) if self.opened else (parts.head(WIDTH), parts.head(SPAN_6)),
            beside=parts.beside,
            lead=parts.lead,
            opened=self.opened,
            pictured=self.pictured,
            boxes=self.boxes,
            wides=parts.flow.wides[self.wides :],
            item=self.spot.item,
            quote=None if self.quoted else parts.quote,
            lines=self.lines,
            whole=whole,
        )


def _cheapest(choices: Sequence[Choice]) -> list[Choice]:
    """The first of the cheapest for each number of lines and quotes, followed by more and at the foot: no other is ever taken."""
    best: dict[tuple[int, int, bool], tuple[float, Choice]] = {}
    for choice in choices:
        for at_foot, price in ((False, choice.cost), (True, choice.foot)):
            key = (choice.lines, choice.quotes, at_foot)
            if key not in best or price < best[key][0]:
                best[key] = (price, choice)
    kept = {id(choice) for _, choice in best.values()}
    return [choice for choice in choices if id(choice) in kept]
