"""The copy report: article by article how many lines the words are over or under what their place holds; and what the plan decided."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.pdf.articles import ArticleUnit
from pipeline.pdf.desk import Desk, lines_words
from pipeline.pdf.heads import breaks_badly
from pipeline.pdf.outcome import CopyRemark
from pipeline.pdf.plan import Placed, Plan
from pipeline.problems import Message, counted, say
from pipeline.story import Article, plain

CHARACTERS = 50
"""Characters in a line of body text."""


def copy_report(plan: Plan) -> Iterator[CopyRemark]:
    """One remark for each article on each page, then those on headlines."""
    for number, page in enumerate(plan.pages, start=1):
        articles = [placed for placed in page.zones if isinstance(placed.unit, ArticleUnit)]
        for placed in articles:
            article = placed.unit.part
            if not isinstance(article, Article) or not plain(article.headline):
                continue
            last = placed is articles[-1] and number < len(plan.pages)
            lines = -placed.zone.text - placed.zone.lacks - (2 * page.white if last else 0)
            title = plain(article.headline).replace("\u00ad", "")
            yield CopyRemark(article.origin, title, number, lines, lines * CHARACTERS, _message(lines))
            yield from _headline(placed, article, title, number)


def _message(lines: int) -> Message:
    if lines > 0:
        return say(
            "{lines} (about {characters} characters) too long for its place", lines=lines_words(lines), characters=lines * CHARACTERS
        )
    if lines < 0:
        return say(
            "{lines} (about {characters} characters) too short for its place", lines=lines_words(-lines), characters=-lines * CHARACTERS
        )
    return say("the copy fits")


def _headline(placed: Placed, article: Article, title: str, number: int) -> Iterator[CopyRemark]:
    head = placed.zone.head
    if head and breaks_badly(head):
        message = say("the headline breaks badly ({lines}); write it a little longer or shorter", lines=lines_words(len(head.headlines)))
        yield CopyRemark(article.origin, title, number, 0, 0, message)


def decide_all(desk: Desk, plan: Plan) -> list[object]:
    """Say what the plan's zones gave up, and return the parts left out."""
    left_out: list[object] = []
    for number, page in enumerate(plan.pages, start=1):
        for placed in page.zones:
            zone, part = placed.zone, placed.unit.part
            left_out.extend(zone.left_out)
            for dropped in zone.left_out:
                desk.decide(dropped, say("left out on page {page}, so that its columns fill", page=number))
            if zone.picture:
                desk.decide(
                    part,
                    say(
                        "the picture on page {page} stands {lines} against its own proportions",
                        page=number,
                        lines=_signed_lines(zone.picture),
                    ),
                )
            if zone.text:
                desk.decide(part, say("paragraphs on page {page} run {lines} in all", page=number, lines=_signed_lines(zone.text)))
            if zone.rest is not None:
                desk.decide(part, say("goes on from page {page} to the next", page=number))
    return left_out


def _signed_lines(number: int) -> Message:
    return counted(number, say("{number} line", number=signed(number)), say("{number} lines", number=signed(number)))


def signed(number: int) -> str:
    """A number with its sign, as print has it."""
    return f"+{number}" if number > 0 else f"−{-number}" if number < 0 else "0"
