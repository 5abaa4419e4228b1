"""The record's own words for every contestant, and longer documents made of them."""

from __future__ import annotations

import copy
import random
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.records.reading import read_look, read_source
from pipeline.story import Article, Document, Emphasis, Field, Foreign, Link, Paragraph, Reference, Section, Strong, Text, plain, walk

ROOT = Path(__file__).resolve().parent.parent.parent
SEED = 20231


@cache
def record() -> Any:
    """The sample's record."""
    return read_source(ROOT / "source")


@cache
def look() -> Any:
    """The sample's look."""
    return read_look(ROOT / "source")


def newsletter() -> Document:
    """The sample newsletter's story."""
    from pipeline.compose.newsletter import compose_newsletter

    return compose_newsletter(record())


def minutes() -> Document:
    """The sample minutes' story."""
    from pipeline.compose.minutes import compose_minutes

    return compose_minutes(record())


def paragraphs(document: Document) -> list[str]:
    """The running text of a story, soft hyphens left out."""
    return [plain(node.children).replace("\u00ad", "") for node in walk(document.blocks) if isinstance(node, Paragraph)]


def shuffled(node: Any, chance: random.Random) -> Any:
    """The same story part with the words of every text in another order."""
    match node:
        case Text(text):
            words = text.split(" ")
            chance.shuffle(words)
            return Text(" ".join(words))
        case Strong() | Emphasis() | Link() | Reference() | Foreign() | Field():
            return replace(node, children=tuple(shuffled(child, chance) for child in node.children))
        case Paragraph():
            return replace(node, children=tuple(shuffled(child, chance) for child in node.children))
        case _:
            return copy.deepcopy(node)


def copies_of(article: Article) -> Article:
    """The same article as objects of its own: pages are painted by the identity of what they say."""
    boxes = tuple(copy.deepcopy(box) for box in article.boxes)
    return replace(article, figure=replace(article.figure) if article.figure else None, boxes=boxes)


def longer_newsletter(copies: int) -> Document:
    """The sample with its articles ``copies`` times over, the words of each copy reshuffled by the fixed seed."""
    document = newsletter()
    chance = random.Random(SEED)
    blocks = list(document.blocks)
    last = max(index for index, block in enumerate(blocks) if isinstance(block, Article))
    articles = [block for block in blocks if isinstance(block, Article)]
    more = []
    for number in range(1, copies):
        for article in articles:
            changed = tuple(shuffled(block, chance) for block in article.blocks)
            more.append(
                replace(
                    copies_of(article),
                    lead=False,
                    pull_quote=None,
                    blocks=changed,
                    anchor=f"{article.anchor}-{number}",
                    origin=f"{article.origin}.{number}",
                )
            )
    return replace(document, blocks=(*blocks[: last + 1], *more, *blocks[last + 1 :]), pages=None)


def longer_minutes(sections: int) -> Document:
    """The sample minutes with ``sections`` §§ in all, the sample's own repeated with fresh numbers and origins."""
    document = minutes()
    chance = random.Random(SEED)
    numbered = [block for block in document.blocks if isinstance(block, Section) and block.number is not None]
    first = document.blocks.index(numbered[0])
    rest = [block for block in document.blocks if block not in numbered]
    made = []
    for index in range(sections):
        section = numbered[index % len(numbered)]
        number = (numbered[0].number or 1) + index
        blocks = tuple(shuffled(block, chance) for block in section.blocks)
        made.append(replace(section, number=number, blocks=blocks, anchor=f"{section.anchor}-{index}", origin=f"{section.origin}-{index}"))
    return replace(document, blocks=(*rest[:first], *made, *rest[first:]))


def sections(document: Document) -> list[tuple[str, list[str]]]:
    """Heading and paragraphs of each § for the peers."""
    return [
        (plain(block.heading), [plain(node.children) for node in walk(block.blocks) if isinstance(node, Paragraph)])
        for block in document.blocks
        if isinstance(block, Section)
    ]


def same_words(document: Document) -> Document:
    """Just the headings and paragraphs that the peers get: no tables, decisions, cover or signatures, which they do not make."""
    blocks = tuple(
        replace(block, blocks=tuple(node for node in walk(block.blocks) if isinstance(node, Paragraph)))
        for block in document.blocks
        if isinstance(block, Section)
    )
    return replace(document, blocks=blocks)
