"""Random stories from a fixed seed: words that break, join and hyphenate, and every block that running text may hold."""

from __future__ import annotations

from random import Random

from pipeline import story
from tests.pdf import stories

WORDS = [
    "och",
    "i",
    "att",
    "det",
    "som",
    "på",
    "är",
    "av",
    "för",
    "med",
    "till",
    "den",
    "har",
    "de",
    "inte",
    "om",
    "ett",
    "men",
    "var",
    "jag",
    "sig",
    "från",
    "vi",
    "så",
    "kan",
    "när",
    "år",
    "under",
    "också",
    "efter",
    "kompetensförsörjningen",
    "Malung-Sälen",
    "EU-finansierade",
    "infrastrukturdepartementet",
    "regionrådet",
    "affärsfilosofi",
    "fjällflygplats",
    "fiffig",
    "officiell",
    "kom\xadpe\xadtens",
    "samhälls\xadplanering",
    "29\xa0medlemmar",
    "420\u202f000",
    "2023\u2060–\u20602024",
    "Malung‑Sälen",
    "§",
    "Åre",
    "ÖREBRO",
    "”citat”",
    "–",
    "…",
    "16,5",
    "kl.\xa013.00",
]


class Maker:
    """Makes one random story."""

    def __init__(self, seed: int, *, figures: bool = True) -> None:
        self.random = Random(seed)
        self.figures = figures
        self.links = 0
        self.notes = 0

    def words(self, least: int, most: int) -> str:
        return " ".join(self.random.choice(WORDS) for _ in range(self.random.randint(least, most)))

    def inlines(self, least: int = 1, most: int = 60, depth: int = 0) -> story.Inlines:
        parts: list[story.Inline] = []
        for _ in range(self.random.randint(1, 4)):
            parts.append(story.Text(self.words(least, max(most // 3, 2)) + " "))
            kind = self.random.randrange(9)
            if depth < 2 and kind < 6:
                inner = self.inlines(1, 6, depth + 1)
                self.links += 1
                wrapped = (
                    story.Strong(inner),
                    story.Emphasis(inner),
                    story.Foreign(inner, self.random.choice(["en", "fi", "de-AT"])),
                    story.Field(inner, "x.y"),
                    story.Link(inner, f"https://x.example/{self.links}") if not depth else story.Strong(inner),
                    story.Strong((story.Emphasis(inner),)),
                )[kind]
                parts.append(wrapped)
                parts.append(story.Text(" "))
            elif kind == 6:
                parts.append(story.LineBreak())
            elif kind == 7 and not depth and self.notes < 3:
                self.notes += 1
                parts.append(story.NoteMark((story.Paragraph((story.Text(f"Not {self.notes}: {self.words(2, 12)}."),)),)))
        parts.append(story.Text(self.random.choice(WORDS) + "."))
        return tuple(parts)

    def block(self, depth: int = 0) -> story.Block:
        kind = self.random.randrange(10)
        if kind == 0 and depth < 3:
            items = tuple(
                story.ListItem((stories.paragraph(self.words(1, 20)), *self._nested(depth))) for _ in range(self.random.randint(1, 5))
            )
            return story.List(items, self.random.random() < 0.5)
        if kind == 1 and depth == 0:
            return self.table()
        if kind == 2 and depth == 0:
            return story.Quotation((story.Paragraph(self.inlines(2, 20)),))
        if kind == 3 and depth == 0 and self.figures:
            return story.Figure(
                story.Image("a.svg", "image/svg+xml", stories.SVG), self.words(2, 5), self.inlines(1, 6, 1), self.words(1, 3)
            )
        return story.Paragraph(self.inlines())

    def _nested(self, depth: int) -> tuple[story.Block, ...]:
        return (self.block(depth + 1),) if self.random.random() < 0.3 and depth < 2 else ()

    def table(self) -> story.Table:
        columns = tuple(story.Column(self.words(1, 2), self.random.choice(["text", "number"])) for _ in range(self.random.randint(2, 4)))
        rows = tuple(
            story.Row(tuple(story.Cell(story.text(self.words(1, 4))) if self.random.random() < 0.9 else story.Cell(()) for _ in columns))
            for _ in range(self.random.randint(1, 40))
        )
        return story.Table("data", "Tabell", "En tabell", columns, rows, self.random.random() < 0.7)

    def minutes(self) -> story.Document:
        sections = tuple(
            story.Section(
                story.text(self.words(1, 6)), tuple(self.block() for _ in range(self.random.randint(1, 6))), number, f"item-{number}"
            )
            for number in range(1, self.random.randint(2, 5))
        )
        return stories.document(story.Cover("Protokoll", "Ojusterat", ()), *sections, kind="minutes")

    def article(self, number: int) -> story.Article:
        """An article with anything in any measure; the first one leads."""
        random = self.random
        blocks: list[story.Block] = []
        for _ in range(random.randint(1, 9)):
            blocks.append(self.block())
            if random.random() < 0.3:
                blocks.append(story.Heading(2, story.text(self.words(1, 5))))
        image = story.Image("a.svg", "image/svg+xml", stories.SVG)
        figure = story.Figure(image, self.words(2, 5), self.inlines(1, 5, 1), self.words(0, 2), span=random.choice([6, 12]))
        box = story.FactBox(self.words(1, 3), (stories.paragraph(self.words(3, 30)),), optional=random.random() < 0.5)
        return story.Article(
            self.words(1, 3),
            story.text(self.words(2, 9)),
            tuple(blocks),
            section=self.words(1, 3),
            ingress=story.text(self.words(10, 30)) if number == 0 or random.random() < 0.3 else (),
            byline=self.words(0, 3),
            figure=figure if random.random() < 0.6 else None,
            pull_quote=story.PullQuote(story.text(self.words(4, 14)), self.words(0, 2)) if random.random() < 0.4 else None,
            boxes=(box,) if random.random() < 0.5 else (),
            lead=number == 0,
            anchor=f"article-{number}",
            origin=f"newsletter.articles.{number}",
        )

    def newsletter(self) -> story.Document:
        articles = [self.article(number) for number in range(self.random.randint(1, 6))]
        contents = story.Contents("I detta nummer", tuple(story.ContentsEntry(self.words(2, 4), article.anchor) for article in articles))
        rest = [block for block in stories.newsletter().blocks[4:] if self.random.random() < 0.8]
        return stories.document(story.Masthead("Bergslaget", ("Nyhetsbrev från", "Föreningen", "Nr 2")), contents, *articles, *rest)
