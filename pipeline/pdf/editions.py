"""Editions of a newsletter: what each holds of what is not news and where that stands, planned with as much effort as its pages need."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field

from pipeline.dataclass import dataclass
from pipeline.look import Look
from pipeline.pdf.desk import Desk, make_desk
from pipeline.pdf.edition import Edition, FiguresPlace
from pipeline.pdf.ends import KnownPages
from pipeline.pdf.front import BOXED_MOST
from pipeline.pdf.gather import Issue, Shared, gather
from pipeline.pdf.grid import LINES
from pipeline.pdf.plan import EFFORTS, LONG, QUICK, SHEETS, Effort, Frame, PagePlan, Plan, Planner, next_sheets
from pipeline.pdf.setter import Setter
from pipeline.pdf.units import Unit
from pipeline.story import Colophon, Contents, Document, KeyFigures, MemberList

FILL_LINES = 20
"""Lines of a member list that may be left out; a longer one is no fill but a part of the issue."""
ONE_SHEET = 2
"""Pages up to which the compact edition is made."""


@dataclass(slots=True)
class Attempt:
    """One edition, gathered and planned; ``plans`` are the cheapest found by page count."""

    edition: Edition
    desk: Desk
    issue: Issue
    frame: Frame
    wanted: int | None
    """The page count that the record demands."""
    known: KnownPages
    """Pages of all editions."""
    plans: dict[int, Plan] = field(default_factory=dict)
    lost: Sequence[Unit] = ()
    """Units that no page can hold."""
    efforts: int = 0
    """Efforts made so far."""

    @property
    def fits(self) -> bool:
        """Whether it may be taken: a compact edition is for one sheet."""
        return not (self.edition.compact and min(self.plans) > ONE_SHEET)

    @property
    def clean(self) -> Plan | None:
        """A plan without a miss, of the wanted count or one that sheets allow; on one sheet only the compact edition's."""
        counts = [self.wanted] if self.wanted else [count for count in sorted(self.plans) if next_sheets(count) == count]
        plan = next((self.plans[count] for count in counts if count in self.plans and not self.plans[count].misses), None)
        if plan is None or self.lost or (self.wanted is None and not self.edition.compact and len(plan.pages) <= ONE_SHEET):
            return None
        return plan

    @property
    def best(self) -> tuple[tuple[float, ...], Plan]:
        """The plan that comes nearest, and how near, the nearest first: met, misses, sheets, empty lines and what the edition gives up."""
        ranked = [(self._rank(plan), count) for count, plan in self.plans.items()]
        rank, count = min(ranked)
        return rank, self.plans[count]

    def _rank(self, plan: Plan) -> tuple[float, ...]:
        count = len(plan.pages)
        met = self.wanted is None or (count == self.wanted and plan.full)
        sheets = self.wanted is not None or next_sheets(count) == count
        return (0 if met else 1, plan.misses, 0 if sheets else 1, plan.empty + self.edition.given_up)

    def plan(self) -> None:
        """Plan quickly, and thoroughly where that does not give good pages."""
        long = sum(unit.bulk for unit in self.issue.units) > LONG * LINES
        for effort in EFFORTS[:1] if long else EFFORTS[:-1]:
            if self._plan(effort):
                break
        self.plans = self.plans or {1: Plan((PagePlan((), 0),), 0.0, self.frame)}

    def plan_widely(self) -> None:
        """Plan with the greatest effort, where the others left misses."""
        if self.efforts == len(EFFORTS) - 1 and self.clean is None:
            self._plan(EFFORTS[-1])

    def _plan(self, effort: Effort) -> bool:
        """Plan with this effort; whether no more is needed."""
        self.efforts += 1
        for unit in self.issue.units:
            unit.pace(quick=effort is QUICK)
        planner = Planner(self.issue.units, self.frame, self.wanted or 0, effort, self.known)
        found = planner.run()
        if planner.lost and self.plans and not self.lost:
            return False
        if self.lost and not planner.lost:
            self.plans.clear()
        self.lost = planner.lost
        for count, plan in found.items():
            if count not in self.plans or plan.cost < self.plans[count].cost:
                self.plans[count] = plan
        return any(plan.good or (effort is not QUICK and not plan.misses) for plan in found.values())


def editions(document: Document) -> tuple[Edition, ...]:
    """Every edition that the document allows, in the order in which they are tried."""
    kinds = {type(block) for block in document.blocks}
    drawn = any(isinstance(block, Colophon) and block.vignette for block in document.blocks)
    boxes = any(isinstance(block, Contents) and len(block.entries) < BOXED_MOST for block in document.blocks)
    sheet = [Edition(compact=True), *([Edition(compact=True, members=False)] if MemberList in kinds else [])]
    places: tuple[FiguresPlace, ...] = ("band", "box", "story") if KeyFigures in kinds else ("band",)
    larger = sorted(
        (
            Edition(members=members, vignette=vignette, figures=place, boxed=boxed)
            for members in ((True, False) if MemberList in kinds else (True,))
            for vignette in ((True, False) if drawn else (True,))
            for place in places
            for boxed in ((False, True) if boxes else (False,))
        ),
        key=lambda edition: edition.given_up,
    )
    if document.pages is None:
        return (larger[0], *sheet, *larger[1:])
    return (*sheet, *larger) if document.pages <= ONE_SHEET else tuple(larger)


def worth(edition: Edition, wanted: int | None, tries: Sequence[Attempt]) -> bool:
    """Whether an edition can help, from what is known of those before it."""
    fewest = min((min(attempt.plans) for attempt in tries), default=1)
    if wanted is None and fewest > SHEETS[-1]:
        return False
    if not edition.members and any(
        unit.length > FILL_LINES for attempt in tries for unit in attempt.issue.units if isinstance(unit.part, MemberList)
    ):
        return False
    return not edition.compact or wanted is not None or fewest <= ONE_SHEET + 1


def attempt_at(edition: Edition, document: Document, look: Look, setter: Setter, shared: Shared) -> Attempt:
    """Gather and plan one edition."""
    desk = make_desk(look, setter, compact=edition.compact)
    issue = gather(desk, look, document.blocks, edition, shared)
    frame = Frame(issue.front.head, issue.front.foot, issue.colophon.lines + issue.colophon.blank if issue.colophon else 0)
    attempt = Attempt(edition, desk, issue, frame, document.pages, shared.pages)
    attempt.plan()
    return attempt
