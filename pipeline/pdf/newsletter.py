"""Layout of the newsletter: story and look in, pages out, with what was decided and why."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.collector import resting_collector
from pipeline.dataclass import dataclass
from pipeline.look import Look
from pipeline.pdf.copyfit import copy_report, decide_all
from pipeline.pdf.desk import Desk, lines_words, make_desk, pages_words
from pipeline.pdf.draw import draw, mend_anchors
from pipeline.pdf.gather import Issue, gather
from pipeline.pdf.grid import LINES
from pipeline.pdf.outcome import Layout
from pipeline.pdf.plan import BEAM, LONG, QUICK_BEAM, SHEETS, Frame, PagePlan, Plan, Planner, next_sheets
from pipeline.pdf.setter import Setter
from pipeline.pdf.shortfalls import shortfalls
from pipeline.problems import Message, say
from pipeline.story import Document, MemberList

NO_MEMBERS = 30.0
"""Empty lines that are better than an edition without the list of members, and without the drawing over the colophon."""
NO_VIGNETTE = 6.0
FILL_LINES = 20
"""Lines of a member list that may be left out; a longer one is no fill but a part of the issue."""
GOOD_PAGE = 3.0
"""Cost of a page with which the first, quick plan is good enough."""
ONE_SHEET = 2
"""Pages up to which the compact edition is made."""


@dataclass(frozen=True, slots=True)
class Edition:
    """What an edition holds of what is not news."""

    compact: bool = False
    members: bool = True
    vignette: bool = True
    band: bool = True


@dataclass(slots=True)
class Attempt:
    """One edition, gathered and planned."""

    edition: Edition
    desk: Desk
    issue: Issue
    plans: dict[int, Plan]
    lost: bool = False
    """Whether there is a part that no page can hold."""

    def met(self, wanted: int | None) -> Plan | None:
        """A plan whose pages are full, of the wanted count or one that sheets allow."""
        counts = [wanted] if wanted else [count for count in sorted(self.plans) if next_sheets(count) == count]
        return next((self.plans[count] for count in counts if count in self.plans and self.plans[count].full), None)

    @property
    def natural(self) -> Plan:
        """The plan of fewest pages."""
        return self.plans[min(self.plans)]


@resting_collector()
def layout_newsletter(document: Document, look: Look) -> Layout:
    """Pages of a newsletter on the 13 pt grid; never raises on odd content, every word placed or named in ``warnings`` or ``left_out``."""
    setter = Setter(look, document.metadata.language)
    tries: list[Attempt] = []
    for edition in _editions(document.pages):
        if tries and not _worth(edition, document.pages, tries):
            continue
        attempt = _attempt(document, look, setter, edition)
        tries.append(attempt)
        plan = attempt.met(document.pages)
        if plan and not attempt.lost and not (document.pages is None and not edition.compact and len(plan.pages) <= ONE_SHEET):
            return _finish(document, look, attempt, plan, len(plan.pages))
    return _best(document, look, tries)


def _editions(demanded: int | None) -> tuple[Edition, ...]:
    """Editions in the order in which they are tried."""
    sheet = (Edition(compact=True), Edition(compact=True, members=False))
    larger = (Edition(), Edition(vignette=False), Edition(vignette=False, members=False), Edition(band=False))
    if demanded is None:
        return (larger[0], *sheet, *larger[1:])
    return (*sheet, *larger) if demanded <= ONE_SHEET else larger


def _worth(edition: Edition, demanded: int | None, tries: Sequence[Attempt]) -> bool:
    """Whether an edition can help, from what is known of those before it."""
    if not edition.band:
        return all(attempt.lost for attempt in tries if not attempt.edition.compact)
    fewest = min(min(attempt.plans) for attempt in tries)
    if demanded is None and fewest > SHEETS[-1]:
        return False
    if not edition.members and any(
        unit.length > FILL_LINES for attempt in tries for unit in attempt.issue.units if isinstance(unit.part, MemberList)
    ):
        return False
    if edition.compact:
        return demanded is not None or fewest <= ONE_SHEET + 1
    return True


def _attempt(document: Document, look: Look, setter: Setter, edition: Edition) -> Attempt:
    """Gather and plan one edition: quickly, and with every means where that does not give good pages."""
    desk = make_desk(look, setter, compact=edition.compact)
    issue = gather(desk, look, document.blocks, members=edition.members, vignette=edition.vignette, band=edition.band)
    frame = Frame(issue.front.head, issue.front.foot, issue.colophon.lines + issue.colophon.blank if issue.colophon else 0)
    long = sum(unit.bulk for unit in issue.units) > LONG * LINES
    desk.quick = True
    planner = Planner(issue.units, frame, document.pages or 0, QUICK_BEAM)
    plans = planner.run()
    if not long and not any(plan.full and plan.cost < GOOD_PAGE * count and next_sheets(count) == count for count, plan in plans.items()):
        desk.quick = False
        for unit in issue.units:
            unit.forget()
        planner = Planner(issue.units, frame, document.pages or 0, BEAM)
        plans = planner.run()
    plans = plans or {1: Plan((PagePlan((), 0),), 0.0, frame)}
    for unit in planner.lost:
        desk.warn(unit.part, say("a part is higher than a page and cannot be placed; shorten it or part it"))
        issue.left_out.append(unit.part)
    return Attempt(edition, desk, issue, plans, lost=bool(planner.lost))


def _best(document: Document, look: Look, tries: Sequence[Attempt]) -> Layout:
    """No edition meets the plan: the one that comes nearest, with its natural number of pages."""
    found: list[tuple[float, int, Attempt, Plan]] = []
    fitting = [attempt for attempt in tries if not (attempt.edition.compact and document.pages is None and min(attempt.plans) > ONE_SHEET)]
    whole = [attempt for attempt in fitting if not attempt.lost]
    for order, attempt in enumerate(whole or fitting):
        edition = attempt.edition
        dropped = (NO_MEMBERS if not edition.members else 0) + (NO_VIGNETTE if not edition.vignette else 0)
        found.append((attempt.natural.empty + dropped, order, attempt, attempt.natural))
        if document.pages is None and (sheets := attempt.met(None)):
            found.append((sheets.empty + dropped, order, attempt, sheets))
    _, _, attempt, plan = min(found, key=lambda entry: entry[:2])
    return _finish(document, look, attempt, plan, document.pages or next_sheets(len(plan.pages)))


def _finish(document: Document, look: Look, attempt: Attempt, plan: Plan, demanded: int) -> Layout:
    """Draw a plan and say what there is to say."""
    desk, issue = attempt.desk, attempt.issue
    left_out = [*issue.left_out, *decide_all(desk, plan)]
    pages = draw(desk, look, issue, plan, document.furniture)
    pages.left_out = left_out
    mend_anchors(desk, pages, document)
    count = len(plan.pages)
    excess = plan.used - demanded * LINES
    if count != demanded:
        desk.warn(None, _missed(count, demanded, excess))
    elif not plan.full:
        free = lines_words(sum(p.white for p in plan.pages))
        desk.warn(None, say("not quite full on {pages}: {lines} free", pages=pages_words(count), lines=free))
    desk.decide(None, pages_words(count))
    return Layout(
        pages,
        tuple(desk.decisions),
        tuple(desk.warnings),
        tuple(copy_report(plan)),
        demanded,
        excess if count != demanded else 0,
        tuple(shortfalls(plan, pages.pages, look.alignment)),
    )


def _missed(count: int, demanded: int, excess: int) -> Message:
    if count > demanded:
        return say(
            "the newsletter has {pages}, for {wanted} it is {lines} too long; shorten it or demand another number",
            pages=pages_words(count),
            wanted=demanded,
            lines=lines_words(max(excess, 1)),
        )
    return say(
        "the newsletter has {pages}, for {wanted} it is {lines} too short; add to it or demand another number",
        pages=pages_words(count),
        wanted=demanded,
        lines=lines_words(max(-excess, 1)),
    )
