"""Units: what the planner puts on pages one after the other; each offers ways to stand whole, or to fill a page's rest and go on."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace
from typing import Protocol

from pipeline.dataclass import NamedTuple, dataclass
from pipeline.pdf.agenda import AgendaSlab, DecisionsSlab
from pipeline.pdf.article_flow import RowsSlab
from pipeline.pdf.boxes import BoxSlab
from pipeline.pdf.contents import ContentsSlab
from pipeline.pdf.desk import Desk
from pipeline.pdf.flow import RowsItem
from pipeline.pdf.grid import LEFT, WIDTH
from pipeline.pdf.heads import HeadSlab
from pipeline.pdf.reference import MembersSlab, NoticesSlab, PresentationsSlab
from pipeline.pdf.sheet import Sheet, Slab
from pipeline.story import Contents, ContentsEntry, MemberList, Notice, Notices, Presentation, Presentations

RULE_LINES = 3
"""Two blank lines and that of the rule, before what has a headline."""
BLANK_LINES = 1
PARTED = 5.0
"""Cost of parting what might have stood whole."""
LONG_SLAB = 26
"""Lines from which on notices, decisions, links and names may be parted between pages."""


class Zone(NamedTuple):
    """What stands on a page: how high, how good, how to draw it, and the unit of what is left for the next page."""

    lines: int
    cost: float
    draw: Callable[[Sheet, int, int], None]
    """Draws it from a grid line on, so many lines higher (``Choice.spare`` at most)."""
    rest: Unit | None = None
    left_out: tuple[object, ...] = ()
    text: int = 0
    """Lines that the text was stretched (positive) or tightened to fit."""
    picture: int = 0
    """Lines that the picture is higher (positive) or lower than it asks for."""
    lacks: int = 0
    """Lines of text that are missing for even columns, beyond the one that may."""
    head: HeadSlab | None = None
    apart: int = 0
    """Lines between the feet of its columns."""
    hollow: int = 0
    """Lines that stand empty under both columns."""

    @property
    def missed(self) -> int:
        """Limits of the design that it misses."""
        return (self.apart > (1 if self.rest is None else 0)) + (self.hollow > 0)


class Choice(NamedTuple):
    """A way to stand: its lines, its cost when more follows on the page and at the page's foot, where columns must end level.

    ``make`` gives the zone (True: at the foot); for a unit that is parted the cost is a guess and the zone may be None.
    """

    lines: int
    cost: float
    foot: float
    make: Callable[[bool], Zone | None]
    quotes: int = 0
    """Pull quotes in it: a page has one at most."""
    spare: int = 0
    """Lines that it may stand higher, to fill a page."""


class Unit(Protocol):
    """A part of the newsletter that stands between the page's head and foot."""

    @property
    def part(self) -> object:
        """The story's part, for remarks."""

    @property
    def section(self) -> str:
        """Its name in the running head."""

    @property
    def headed(self) -> bool:
        """Whether a rule stands over it when it follows something."""

    @property
    def fills(self) -> bool:
        """Whether it may stand before its turn, to fill a page."""

    @property
    def key(self) -> Hashable:
        """The same for the same content still to place."""

    @property
    def length(self) -> int:
        """Grid lines that it takes, roughly."""

    @property
    def bulk(self) -> int:
        """The same, more roughly and at once."""

    def pace(self, *, quick: bool) -> None:
        """Try the first ways only (``quick``), or all."""

    def whole(self, room: int) -> Sequence[Choice]:
        """Ways to stand whole in at most so many lines."""

    def begun(self, room: int, *, fresh: bool) -> Sequence[Choice]:
        """Ways to fill the page's last ``room`` lines and go on; ``fresh``: the page holds nothing else, so something must be placed."""


def over(unit: Unit) -> int:
    """Lines between a unit and what stands over it."""
    return RULE_LINES if unit.headed else BLANK_LINES


@dataclass(slots=True)
class SlabUnit:
    """A unit that stands in one way only; ``split`` parts it for a room, giving the slab for this page and the unit of the rest."""

    slab: Slab
    part: object
    section: str = ""
    headed: bool = False
    head: HeadSlab | None = None
    split: Callable[[int], tuple[Slab, Unit] | None] | None = None
    fills: bool = False
    paired: bool = False
    """The next meeting stands in it beside the decisions."""

    @property
    def key(self) -> Hashable:
        """The slab's identity."""
        return id(self.slab)

    @property
    def length(self) -> int:
        """Head and slab."""
        return self._over + self.slab.lines

    @property
    def bulk(self) -> int:
        """Head and slab."""
        return self.length

    @property
    def _over(self) -> int:
        return self.head.lines + 1 if self.head else 0

    def pace(self, *, quick: bool) -> None:
        """A slab stands in one way."""

    def whole(self, room: int) -> Sequence[Choice]:
        """The slab under its head."""
        return (self._choice(self.slab, None),) if self.length <= room else ()

    def begun(self, room: int, *, fresh: bool) -> Sequence[Choice]:
        """As much of it as there is room for."""
        long = self.length > LONG_SLAB or fresh
        parted = self.split(room - self._over) if self.split and long and room > self._over else None
        if parted is None:
            return ()
        slab, rest = parted
        if slab.lines + self._over > room or (slab.lines < 4 and not fresh):
            return ()
        return (self._choice(slab, rest),)

    def _choice(self, slab: Slab, rest: Unit | None) -> Choice:
        cost = PARTED if rest else 0.0
        lines = self._over + slab.lines

        def draw(sheet: Sheet, line: int, more: int) -> None:
            if self.head:
                self.head.place(sheet, LEFT, line)
            drawn = slab.taller(more) if more and isinstance(slab, AgendaSlab) else slab
            drawn.place(sheet, LEFT, line + self._over)

        return Choice(lines, cost, cost, lambda _foot: Zone(lines, cost, draw, rest), spare=1 if isinstance(slab, AgendaSlab) else 0)


# ── the kinds ────────────────────────────────────────────────────────────────────────────────────────────────────────


def agenda_unit(slab: AgendaSlab, part: object) -> SlabUnit:
    """Decisions and next meeting; many decisions part into several boxes, the next meeting beside the first."""

    def split(room: int) -> tuple[Slab, Unit] | None:
        box = slab.decisions
        if box is None or len(box.entries) < 2:
            return None
        meeting = replace(slab.meeting, lines=0) if slab.meeting else None
        for taken in range(min(len(box.entries) - 1, room), 0, -1):
            first = DecisionsSlab(box.setter, box.decisions, box.entries[:taken], box.width_pt, box.gap, box.first, last=False)
            if max(first.lines, meeting.lines if meeting else 0) <= room:
                rest = DecisionsSlab(box.setter, box.decisions, box.entries[taken:], WIDTH, box.gap, first=False, last=True)
                return AgendaSlab(first, meeting), agenda_unit(AgendaSlab(rest, None), part)
        return None

    return SlabUnit(slab, part, split=split, fills=True)


def notices_unit(desk: Desk, block: Notices, notices: Sequence[Notice], *, headed: bool = True, before: int | None = None) -> SlabUnit:
    """Notices under their headline; parted between notices, whose footnotes keep the numbers that they have in the whole."""
    slab = NoticesSlab(desk, notices, before)

    def split(room: int) -> tuple[Slab, Unit] | None:
        for taken in range(len(notices) - 1, 0, -1):
            if sum(slab.height(index) for index in range(taken)) // 3 <= room:
                first = NoticesSlab(desk, notices[:taken], slab.noted[0])
                if first.lines <= room:
                    return first, notices_unit(desk, block, notices[taken:], headed=False, before=slab.noted[taken])
        return None

    head = HeadSlab(desk.setter, block, block.kicker, block.headline, WIDTH) if headed and (block.kicker or block.headline) else None
    return SlabUnit(slab, block, block.section, head is not None, head, split if len(notices) > 1 else None)


def contents_unit(desk: Desk, block: Contents, entries: Sequence[ContentsEntry], *, first: bool = True) -> SlabUnit:
    """A list of contents that does not stand beside the ingress; parted between entries."""
    slab = ContentsSlab(desk.setter, block, entries, WIDTH, first)

    def split(room: int) -> tuple[Slab, Unit] | None:
        for taken in range(min(len(entries) - 1, room), 0, -1):
            part = ContentsSlab(desk.setter, block, entries[:taken], WIDTH, first)
            if part.lines <= room:
                return part, contents_unit(desk, block, entries[taken:], first=False)
        return None

    return SlabUnit(slab, block, split=split if len(entries) > 1 else None)


def presentations_unit(desk: Desk, block: Presentations, entries: Sequence[Presentation], *, first: bool = True) -> SlabUnit:
    """Presentations; the QR code stands with the first of them."""
    slab = PresentationsSlab(desk.setter, block, entries, first)

    def split(room: int) -> tuple[Slab, Unit] | None:
        for taken in range(min(len(entries) - 1, room), 0, -1):
            part = PresentationsSlab(desk.setter, block, entries[:taken], first)
            if part.lines <= room:
                return part, presentations_unit(desk, block, entries[taken:], first=False)
        return None

    return SlabUnit(slab, block, split=split if len(entries) > 1 else None, fills=True)


def members_unit(desk: Desk, block: MemberList, names: Sequence[tuple[int, int]] | None = None) -> SlabUnit:
    """Members under their headline; parted between names."""
    begun = names is not None
    names = names if names is not None else [(group, index) for group, members in enumerate(block.groups) for index in range(len(members))]
    slab = MembersSlab(desk.setter, block, names)

    def split(room: int) -> tuple[Slab, Unit] | None:
        for taken in range(min(len(names) - 1, 3 * room), 0, -1):
            part = MembersSlab(desk.setter, block, names[:taken], last=False)
            if part.lines <= room:
                return part, members_unit(desk, block, names[taken:])
        return None

    head = HeadSlab(desk.setter, block, block.kicker, block.headline, WIDTH) if not begun and (block.kicker or block.headline) else None
    return SlabUnit(slab, block, block.section, head is not None, head, split if len(names) > 6 else None, fills=True)


def rows_unit(rows: RowsItem, part: object, start: int = 0) -> SlabUnit:
    """A long table, parted between rows under a repeated head."""
    slab = RowsSlab(rows, start)

    def split(room: int) -> tuple[Slab, Unit] | None:
        head = rows.head if start == 0 else rows.repeated
        used, stop = (head.lines if head else 0), start
        while stop < len(rows.slabs) and used + rows.slabs[stop].lines <= room:
            used += rows.slabs[stop].lines
            stop += 1
        if stop - start < 2 or stop >= len(rows.slabs):
            return None
        return RowsSlab(rows, start, stop), rows_unit(rows, part, stop)

    return SlabUnit(slab, part, split=split)


def box_unit(slab: BoxSlab, part: object) -> SlabUnit:
    """A box in the run of the page."""

    def split(room: int) -> tuple[Slab, Unit] | None:
        parted = slab.parted(room)
        return (parted[0], box_unit(parted[1], part)) if parted else None

    return SlabUnit(slab, part, split=split)
