"""Running text is set as evenly as the design asks, on the sample's own words and on the article's."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest

from pipeline.pdf.line import Line
from pipeline.pdf.paragraph import BODY, SANS, Compositor, TextStyle
from pipeline.story import Text
from tests.pdf.typesetting import look

MEASURE_PT = 239.53
SPACE_PT = 2.35
RAGGED = TextStyle(BODY, 10, 13, hyphenate=True, indent_pt=10)
JUSTIFIED = TextStyle(BODY, 10, 13, hyphenate=True, indent_pt=10, alignment="justified")
COMPOSITOR = Compositor(look(), "sv")


class Evenness(NamedTuple):
    """Free parts and gap ratios of all lines but last ones, changes of tracking between neighbours, and more.

    ``hyphens``: share of hyphenated lines; ``ladder``: the longest; ``wedges``: their share among windows of four lines.
    """

    free: list[float]
    ratios: list[float]
    changes: list[float]
    hyphens: float
    ladder: int
    wedges: float


def percentile(values: list[float], part: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


def gap_ratio(line: Line) -> float:
    """Mean word gap over the natural one, as a reader of the file sees it: from the space's origin to the next glyph's."""
    gaps = [
        (glyph.advance / 1000 + line.tracking_em) * piece.size_pt * line.scale + line.gap_pt
        for piece in line.pieces
        for glyph in piece.glyphs
        if glyph.text == " "
    ][:-1]
    return sum(gaps) / len(gaps) / SPACE_PT if gaps else 1.0


def measure(texts: list[str], style: TextStyle, measure_pt: float = MEASURE_PT) -> Evenness:
    """Compose the texts and measure them."""
    free: list[float] = []
    ratios: list[float] = []
    changes: list[float] = []
    hyphens = lines_in_all = ladder = windows = wedges = 0
    for words in texts:
        lines = COMPOSITOR.compose((Text(words),), style, measure_pt).lines()
        lines_in_all += len(lines)
        run = 0
        rests = [max(0.0, measure_pt - line.x_pt - line.width_pt) / measure_pt for line in lines[:-1]]
        free += rests
        ratios += [gap_ratio(line) for line in lines[:-1]]
        changes += [abs(after.tracking_em - before.tracking_em) for before, after in pairwise(lines)]
        for line in lines:
            hyphens += line.text.endswith("\u00ad")
            run = run + 1 if line.text.rstrip().endswith(("\u00ad", "-")) else 0
            ladder = max(ladder, run)
        for at in range(len(rests) - 3):
            steps = [after - before for before, after in pairwise(rests[at : at + 4])]
            windows += 1
            wedges += all(step > 0.02 for step in steps) or all(step < -0.02 for step in steps)
    return Evenness(free, ratios, changes, hyphens / lines_in_all, ladder, wedges / max(1, windows))


@pytest.fixture(scope="session")
def record_texts(root: Path) -> list[str]:
    """The running text of the sample's articles."""
    blocks = [block for path in sorted((root / "source").glob("meetings/*/texts/*.md")) for block in path.read_text("utf-8").split("\n\n")]
    texts = [re.sub(r"\s+", " ", block.replace("*", "")).strip() for block in blocks]
    return [text for text in texts if len(text) > 80 and text[0] not in "#-<>!"]


@pytest.fixture(scope="session")
def article_texts(shared: Path) -> list[str]:
    """The running text of the article that the sample is built from."""
    (path,) = shared.glob("000_*.txt")
    return [text for text in (re.sub(r"\s+", " ", line).strip() for line in path.read_text("utf-8").splitlines()) if len(text) > 90]


def ragged_is_even(texts: list[str]) -> None:
    found = measure(texts, RAGGED)
    assert percentile(found.free, 0.95) <= 0.10
    assert max(found.free) <= 0.16
    assert found.hyphens <= 0.18
    assert found.ladder <= 1
    assert found.wedges <= 0.03


def justified_is_even(texts: list[str]) -> None:
    found = measure(texts, JUSTIFIED)
    assert percentile(found.ratios, 0.95) <= 1.53
    assert max(found.ratios) <= 1.8
    assert min(found.ratios) >= 0.7
    assert sum(found.changes) / len(found.changes) <= 0.0075
    assert found.hyphens <= 0.20
    assert found.ladder <= 2


def test_the_samples_words_ragged(record_texts: list[str]) -> None:
    assert len(record_texts) > 20
    ragged_is_even(record_texts)


def test_the_samples_words_justified(record_texts: list[str]) -> None:
    justified_is_even(record_texts)


def test_the_articles_words_ragged(article_texts: list[str]) -> None:
    ragged_is_even(article_texts)


def test_the_articles_words_justified(article_texts: list[str]) -> None:
    justified_is_even(article_texts)


def test_fewer_hyphens_cost_evenness(record_texts: list[str]) -> None:
    shares = [measure(record_texts, replace(RAGGED, hyphen_cost=cost)).hyphens for cost in (0.1, 1.0, 10.0)]
    assert shares == sorted(shares, reverse=True)
    assert shares[0] > shares[2]


def test_narrow_columns_are_never_hyphenated(record_texts: list[str]) -> None:
    found = measure(record_texts, TextStyle(SANS, 9, 13), 154.96)
    assert found.hyphens == 0
    assert sum(found.free) / len(found.free) < 0.13
