"""Layout of the newsletter: story and look in, pages out, with what was decided and why."""

from __future__ import annotations

from pipeline.collector import resting_collector
from pipeline.look import Look
from pipeline.pdf.copyfit import copy_report, decide_all
from pipeline.pdf.desk import Desk, lines_words, pages_words
from pipeline.pdf.draw import draw, mend_anchors
from pipeline.pdf.editions import Attempt, attempt_at, editions, worth
from pipeline.pdf.gather import Shared
from pipeline.pdf.grid import LINES
from pipeline.pdf.outcome import Layout
from pipeline.pdf.pictures import WHOLE
from pipeline.pdf.placed import Pages, PlacedPicture
from pipeline.pdf.plan import Plan, next_sheets
from pipeline.pdf.setter import Setter
from pipeline.pdf.shortfalls import shortfalls
from pipeline.problems import Message, say
from pipeline.story import Document, Figure

LEAST_SHOWN = 1 / 3
"""The part of a picture that is shown at least, unless the record says what of it matters."""
WIDELY = 4
"""Editions that are planned with the greatest effort where none has a plan without a miss."""


@resting_collector()
def layout_newsletter(document: Document, look: Look) -> Layout:
    """Pages of a newsletter on the 13 pt grid; never raises on odd content, every word placed or named in ``warnings`` or ``left_out``."""
    setter = Setter(look, document.metadata.language)
    shared = Shared()
    tries: list[Attempt] = []
    for edition in editions(document):
        if not worth(edition, document.pages, tries):
            continue
        attempt = attempt_at(edition, document, look, setter, shared)
        if not tries:
            attempt.plan_widely()
        tries.append(attempt)
        if plan := attempt.clean:
            return _finish(document, look, attempt, plan)
    for attempt in sorted(tries, key=lambda attempt: attempt.best[0])[:WIDELY]:
        attempt.plan_widely()
        if plan := attempt.clean:
            return _finish(document, look, attempt, plan)
    fitting = [attempt for attempt in tries if attempt.fits] or tries
    whole = [attempt for attempt in fitting if not attempt.lost]
    nearest = min(whole or fitting, key=lambda attempt: attempt.best[0])
    return _finish(document, look, nearest, nearest.best[1])


def _finish(document: Document, look: Look, attempt: Attempt, plan: Plan) -> Layout:
    """Draw a plan and say what there is to say."""
    desk, issue = attempt.desk, attempt.issue
    for unit in attempt.lost:
        desk.warn(unit.part, say("a part is higher than a page and cannot be placed; shorten it or part it"))
    lost = [unit.part for unit in attempt.lost]
    left_out = [*issue.left_out, *lost, *decide_all(desk, plan)]
    pages = draw(desk, look, issue, plan, document.furniture)
    pages.left_out = left_out
    mend_anchors(desk, pages, document)
    _warn_of_crops(desk, pages)
    count = len(plan.pages)
    demanded = document.pages or next_sheets(count)
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


def _warn_of_crops(desk: Desk, pages: Pages) -> None:
    """Say which pictures show little of themselves, their middle, which nobody chose."""
    for page in pages.pages:
        for item in page.items:
            if isinstance(item, PlacedPicture) and isinstance(item.part, Figure) and item.image.focus == WHOLE:
                left, top, right, bottom = item.crop
                shown = (right - left) * (bottom - top)
                if shown < LEAST_SHOWN:
                    words = say(
                        "the picture on page {page} shows {percent} % of itself, its middle; take a wider one, or say with focus what must be seen",
                        page=page.number,
                        percent=round(100 * shown),
                    )
                    desk.warn(item.part, words)


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
