"""Newsletters drawn from a seed as real ones differ: length of copy, subheadings, pictures, boxes, quotes, lists, tables, charts, and what is useful at the end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from random import Random

from pipeline.compose.newsletter import compose_newsletter
from pipeline.pdf.grid import SPAN_6
from pipeline.pdf.setter import Setter
from pipeline.pdf.shortfalls import FREE
from pipeline.pdf.spell import COLUMN_VOICE, NUMBER_HANG
from pipeline.pdf.styles import END_MARK, LIST_HANG, aligned
from pipeline.records.reading import read_look, read_source
from pipeline.story import (
    Article,
    Block,
    BriefDecision,
    Document,
    FactBox,
    Figure,
    List,
    ListItem,
    Pair,
    Paragraph,
    PullQuote,
    Strong,
    Text,
    plain,
    text,
    walk,
)
from tests.pdf import issues
from tests.pdf.samples import FOLDERS, ROOT

QUOTABLE = range(40, 130)
"""Letters of a sentence that may be lifted out as a pull quote."""


@cache
def sentences() -> tuple[str, ...]:
    """Every sentence of the Swedish samples' newsletters and of the tests' own."""
    blocks = [block for maker in (issues.lead, issues.region, issues.bro, issues.espon, issues.mining) for block in maker().blocks]
    for name in ("bergslaget", "kommunalforbund"):
        blocks += [
            block
            for article in compose_newsletter(read_source(FOLDERS[name])).blocks
            if isinstance(article, Article)
            for block in article.blocks
        ]
    words = [plain(part.children) for part in walk(tuple(blocks)) if isinstance(part, Paragraph)]
    return tuple(f"{sentence.strip(' .')}." for paragraph in words for sentence in paragraph.split(". ") if len(sentence) > 20)


@cache
def settable(words: str) -> bool:
    """Whether the words can be set at all, as a paragraph and as a list item, without a line that ends too far from the edge.

    Copy that cannot is told to the editor by the layout, and no plan of pages can mend it.
    """
    setter, style = _setter(), aligned(COLUMN_VOICE.body, "ragged")
    measures = ((SPAN_6, style.indent_pt), (SPAN_6, 0.0), (SPAN_6 - LIST_HANG, 0.0), (SPAN_6 - NUMBER_HANG, 0.0))
    return all(
        width - line.x_pt - line.width_pt <= FREE * SPAN_6
        for width, indent in measures
        for line in setter.compose(text(words), style, width, indent_pt=indent, end_mark_pt=END_MARK).lines()[:-1]
    )


@cache
def _setter() -> Setter:
    return Setter(read_look(ROOT / "source"), "sv")


@cache
def headlines() -> tuple[str, ...]:
    """Headlines of one to three lines."""
    return (
        "Länet har kommit en bit, men fyra backar återstår att ta",
        "En dörr in för företag",
        "Utan invånarna blir det ingen omställning",
        "Gruvorna får forskning för miljoner",
        "Övningsfältet blir kvar i fem år till",
        "Fler söker sig till skogen",
        "Bättre resultat än väntat, men få söker till Tallmora",
        "Tolv kommuner köper ihop",
    )


def subheadings() -> tuple[str, ...]:
    """Subheadings of a line."""
    return ("Fler drar åt samma håll", "Hjälp på vägen in", "Fyra projekt på väg", "Goda skäl att hoppas", "Så går det till", "Nästa steg")


class Varied:
    """One newsletter for a seed; its ``document`` is drawn once and for all."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.count = 0
        self.drawn = False  # the drawing with labels stands once in an issue

    def document(self) -> Document:
        """A front, two to nine more articles, and at the end what most issues have."""
        chance = self.random.random
        blocks: list[Block] = [issues.MASTHEAD]
        articles = [self.lead(), *(self.article() for _ in range(self.random.choice([2, 3, 3, 4, 4, 4, 5, 5, 6, 9])))]
        if chance() < 0.8:
            entries = tuple(replace(issues.CONTENTS.entries[0], anchor=article.anchor) for article in articles[1:5])
            blocks.append(replace(issues.CONTENTS, entries=entries))
        blocks.append(articles[0])
        if chance() < 0.7:
            blocks.append(issues.KEY_FIGURES)
        blocks += articles[1:]
        if chance() < 0.8:
            blocks.append(issues.NOTICES)
        if chance() < 0.8:
            blocks.append(replace(issues.DECISIONS, entries=tuple(self.decision(at) for at in range(self.random.randint(2, 6)))))
        if chance() < 0.8:
            blocks.append(issues.NEXT)
        if chance() < 0.8:
            shown = self.random.randint(2, len(issues.PRESENTATIONS.entries))
            blocks.append(replace(issues.PRESENTATIONS, entries=issues.PRESENTATIONS.entries[:shown]))
        if chance() < 0.8:
            blocks.append(issues.MEMBERS)
        vignette = issues.COLOPHON.vignette if chance() < 0.8 else None
        return issues.newsletter(*blocks, replace(issues.COLOPHON, vignette=vignette))

    # ── articles ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def lead(self) -> Article:
        """The front's article: its picture may be missing, its text is short or long."""
        article = issues.lead()
        blocks = self.blocks(self.random.randint(2, 6))
        return replace(article, blocks=blocks, figure=article.figure if self.random.random() < 0.85 else None)

    def article(self) -> Article:
        """Any other."""
        self.count += 1
        random, name = self.random, f"articles.{self.count}"
        blocks = self.blocks(random.choice([1, 2, 3, 3, 4, 4, 5, 6, 8]))
        return Article(
            random.choice(["Näringsliv", "Grön industri", "Gruvor och metaller", "Övning", "Region Örebro län"]),
            text(random.choice(headlines())),
            blocks,
            section=random.choice(["Regional utveckling", "Näringsliv", ""]),
            ingress=text(self.words(1)) if random.random() < 0.1 else (),
            byline="Text: kansliet" if random.random() < 0.2 else "",
            figure=self.figure(name) if random.random() < 0.5 else None,
            pull_quote=self.quote(blocks, name) if random.random() < 0.3 else None,
            boxes=tuple(self.box(f"{name}.boxes.{number}") for number in range(random.choice([0, 0, 0, 1, 1, 1, 2]))),
            anchor=f"article-{self.count}",
            origin=name,
        )

    def blocks(self, paragraphs: int) -> tuple[Block, ...]:
        """Paragraphs with a subheading for every two or three, and now and then a list, a table or a chart."""
        return tuple(self._blocks(paragraphs))

    def _blocks(self, paragraphs: int) -> Iterator[Block]:
        since = 0
        for number in range(paragraphs):
            if number and since >= self.random.randint(1, 3):
                yield issues.h(self.random.choice(subheadings()))
                since = 0
            yield issues.p(self.words(self.random.choice([1, 2, 2, 3, 3, 4, 5])))
            since += 1
        kind = self.random.random()
        if kind < 0.08:
            yield Paragraph(text("Det gäller bland annat"), role="lead_in")
            points = self.random.randint(2, 5)
            yield List(tuple(ListItem((issues.p(self.words(1)),)) for _ in range(points)), ordered=kind < 0.04)
        elif kind < 0.14:
            yield issues.table(self.random.randint(3, 12), self.random.randint(2, 5))
        elif kind < 0.20:
            yield issues.chart(self.random.randint(3, 7))

    def words(self, count: int) -> str:
        """Sentences in any order, of those that some setting holds."""
        while True:
            drawn = " ".join(self.random.choice(sentences()) for _ in range(count))
            if settable(drawn):
                return drawn

    # ── what stands among the text ───────────────────────────────────────────────────────────────────────────────────

    def figure(self, name: str) -> Figure:
        """A picture of six or twelve columns, or the drawing with labels."""
        kind = self.random.random()
        if kind < 0.25 and not self.drawn:
            self.drawn = True
            drawing = issues.mining().figure
            assert drawing is not None
            return replace(drawing, origin=f"{name}.figure")
        picture = issues.picture(self.random.choice(["landscape.svg", "rail.svg", "landscape-low.svg"]))
        caption = (Strong(text("Spår framåt.")), Text(f" {self.words(1)}"))
        return Figure(picture, "En bild", caption, "Foto: kansliet", span=6 if kind < 0.65 else 12, origin=f"{name}.figure")

    def quote(self, blocks: tuple[Block, ...], name: str) -> PullQuote | None:
        """A sentence of the article itself."""
        found = [
            f"{sentence.strip('.')}." for block in blocks if isinstance(block, Paragraph) for sentence in plain(block.children).split(". ")
        ]
        fit = [sentence for sentence in found if len(sentence) in QUOTABLE]
        return PullQuote(text(self.random.choice(fit)), origin=f"{name}.quote") if fit else None

    def box(self, origin: str) -> FactBox:
        """Pairs, numbers or points; half of them may be left out."""
        optional, kind, rows = self.random.random() < 0.5, self.random.random(), self.random.randint(2, 6)
        if kind < 0.4:
            pairs = tuple(
                Pair(label, text(value))
                for label, value in (
                    ("Ägare", "Region Örebro län"),
                    ("Budget", "6\u00a0miljoner kronor"),
                    ("Anställda", "Tre"),
                    ("Projekt", "Smart Move"),
                    ("Start", "Hösten 2024"),
                    ("Plats", "Falun"),
                )[:rows]
            )
            return FactBox("Fakta: bolaget", pairs=pairs, optional=optional, origin=origin)
        if kind < 0.7:
            numbered = tuple(
                text(words)
                for words in (
                    "Stark konkurrenskraft",
                    "Hög livskvalitet",
                    "God effektivitet",
                    "Trygga bygder",
                    "Fler i arbete",
                    "Friska skogar",
                )[:rows]
            )
            return FactBox("Fakta: målen", numbered=numbered, optional=optional, origin=origin)
        return FactBox("Fakta", blocks=tuple(issues.p(self.words(1)) for _ in range(1 + rows // 3)), optional=optional, origin=origin)

    def decision(self, number: int) -> BriefDecision:
        """One of the decisions in brief."""
        title = self.random.choice(["Föredragen.", "Planen.", "Avgiften.", "Nästa möte."])
        words = self.random.choice(
            [" godkänna planen.", " lägga dem till handlingarna.", " lämna avgiften oförändrad för hela det kommande året."]
        )
        return BriefDecision(f"§\u00a0{24 + number}", title, (Text("Styrelsen beslutar "), issues.ATT, Text(words)))
