"""Newsletters of any length, with and without pictures, boxes and quotes: nothing overruns, nothing is lost, and no miss is silent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from random import Random

import pytest

from pipeline.pdf.newsletter import layout_newsletter
from pipeline.pdf.screen import write_screen
from pipeline.story import Article, Block, Document, List, ListItem, Paragraph, plain, text
from tests.pdf import issues
from tests.pdf.sheets import faults, feet, grid_line, lines, single_lines, stranded

SENTENCES = [
    f"{sentence.strip()}."
    for article in (issues.lead(), issues.region(), issues.bro(), issues.espon(), issues.mining())
    for block in article.blocks
    if isinstance(block, Paragraph)
    for sentence in plain(block.children).split(". ")
]


class Varied:
    """One newsletter for a seed, its words drawn from the sample's sentences."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.count = 0

    def paragraph(self) -> Paragraph:
        return issues.p(" ".join(self.random.choice(SENTENCES) for _ in range(self.random.randint(1, 5))))

    def blocks(self, article: Article) -> Iterator[Block]:
        for block in article.blocks:
            yield self.paragraph() if isinstance(block, Paragraph) else block
            if isinstance(block, Paragraph) and self.random.random() < 0.3:
                yield self.paragraph()
        kind = self.random.random()
        if kind < 0.1:
            yield Paragraph(text("Det gäller bland annat"), role="lead_in")
            yield List(tuple(ListItem((self.paragraph(),)) for _ in range(self.random.randint(2, 5))), ordered=kind < 0.05)
        elif kind < 0.2:
            yield issues.table(self.random.randint(2, 16), self.random.randint(2, 6))
        elif kind < 0.3:
            yield issues.chart(self.random.randint(2, 8))

    def article(self, article: Article) -> Article:
        self.count += 1
        chance = self.random.random
        figure = article.figure if article.lead or chance() < 0.7 else None
        boxes = (
            tuple(replace(box, origin=f"boxes.{self.count}", optional=chance() < 0.5) for box in article.boxes) if chance() < 0.7 else ()
        )
        return replace(
            article,
            blocks=tuple(self.blocks(article)),
            figure=replace(figure, origin=f"figures.{self.count}") if figure else None,
            boxes=boxes,
            pull_quote=article.pull_quote if chance() < 0.5 else None,
            byline="Text: kansliet" if chance() < 0.2 else "",
            anchor=article.anchor,
        )

    def document(self) -> Document:
        articles = [issues.region(), issues.bro(), issues.espon(), issues.mining()]
        blocks: list[Block] = [issues.MASTHEAD, issues.CONTENTS, self.article(issues.lead())]
        if self.random.random() < 0.8:
            blocks.append(issues.KEY_FIGURES)
        blocks += [self.article(article) for article in articles]
        for _ in range(self.random.choice([0, 0, 1, 4])):
            extra = self.article(self.random.choice(articles))
            blocks.append(replace(extra, anchor=f"extra{self.count}", origin=f"articles.extra{self.count}"))
        return issues.newsletter(
            *blocks, issues.NOTICES, issues.DECISIONS, issues.NEXT, issues.PRESENTATIONS, issues.MEMBERS, issues.COLOPHON
        )


def sound(seed: int, look) -> None:
    document = Varied(seed).document()
    layout = layout_newsletter(document, look)
    assert faults(layout) == []
    assert single_lines(layout) == []
    assert stranded(layout, document) == []
    write_screen(document, layout.pages, look)
    said = bool(layout.warnings) or any(remark.lines for remark in layout.copy)
    for page in layout.pages.pages[:-1]:
        last = max(grid_line(item) for item in lines(page) if item.artifact is None)
        assert last >= 48.9 or said, "a page that is not full is not passed over in silence"
        runs_on = any(item.artifact == "footer" for item in lines(page))
        uneven = max(feet(page).values(), default=0) - min(feet(page).values(), default=0)
        assert not (runs_on and uneven > 30) or said


@pytest.mark.parametrize("seed", range(12))
def test_twelve_newsletters_are_sound(seed, look):
    sound(seed, look)


@pytest.mark.heavy
@pytest.mark.parametrize("tenth", range(10))
def test_two_hundred_newsletters_are_sound(tenth, look):
    for seed in range(100 + 20 * tenth, 120 + 20 * tenth):
        sound(seed, look)
