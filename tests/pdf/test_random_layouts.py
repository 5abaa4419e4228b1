"""Text goes in and comes out again, word for word, whatever the measure, face and alignment, over columns and pages."""

from __future__ import annotations

from random import Random

import pytest

from pipeline import story
from pipeline.pdf.formal import layout_formal
from pipeline.pdf.newsletter import layout_newsletter
from pipeline.pdf.paragraph import BODY, SANS, SUBHEAD, Compositor, TextStyle
from pipeline.pdf.screen import write_screen
from pipeline.preflight.aloud import differences
from pipeline.preflight.structure import artifact_words, check_structure
from tests.pdf import handmade, stories
from tests.pdf.random_stories import Maker
from tests.pdf.reading import failures


@pytest.fixture(scope="module")
def compositor(look):
    return Compositor(look, "sv-SE")


def random_pages(seed: int, document: story.Document, look, compositor, monkeypatch):
    """The column of the tests, its lines set by the real composer in a random measure, face and alignment."""
    random = Random(seed * 7 + 1)
    style = TextStyle(
        random.choice([BODY, SANS, SUBHEAD]), random.choice([8.0, 9.0, 10.0, 14.0]), 13, alignment=random.choice(["ragged", "justified", "right", "centred"]),
        hyphenate=random.random() < 0.8, tracking_em=random.choice([0.0, 0.0, 0.08]), caps=random.random() < 0.1, hanging=random.random() < 0.5,
    )  # fmt: skip
    width = random.choice([40.0, 90.0, 154.96, 239.53, 493.2])
    monkeypatch.setattr(
        handmade, "lines", lambda _look, inlines, measure, *_, **__: list(compositor.compose(inlines, style, measure).lines())
    )
    return handmade.pages(document, look, width, columns=max(1, int(493 // (width + 14))))


def check(data: bytes, document: story.Document) -> None:
    assert differences(data, document) == []
    assert check_structure(data) == []
    assert {kind for _, kind, _ in artifact_words(data)} <= {"Pagination/Header", "Pagination/Footer"}


@pytest.mark.parametrize("seed", range(24))
def test_words_survive_a_random_layout(seed, look, compositor, monkeypatch):
    document = Maker(seed).minutes()
    data = write_screen(document, random_pages(seed, document, look, compositor, monkeypatch), look)
    check(data, document)
    assert failures(data, "ua1", "2a") == []


@pytest.mark.parametrize("seed", range(1000, 1012))
def test_words_survive_the_real_layout_of_formal_documents(seed, look):
    document = Maker(seed, figures=False).minutes()
    sound(document, layout_formal(document, look).pages, look)


def sound(document: story.Document, pages, look) -> None:
    data = write_screen(document, pages, look)
    assert differences(data, document, pages.left_out) == []
    assert check_structure(data) == []
    assert failures(data, "ua1", "2a") == []


@pytest.mark.no_cover
@pytest.mark.parametrize("seed", range(2000, 2006))
def test_words_survive_the_real_layout_of_newsletters(seed, look):
    document = Maker(seed).newsletter()
    sound(document, layout_newsletter(document, look).pages, look)


@pytest.mark.heavy
@pytest.mark.no_cover
@pytest.mark.parametrize("fifth", range(5))
def test_words_survive_100_real_newsletters(fifth, look):
    for seed in range(3000 + 20 * fifth, 3020 + 20 * fifth):
        document = Maker(seed).newsletter()
        sound(document, layout_newsletter(document, look).pages, look)


@pytest.mark.heavy
@pytest.mark.no_cover
@pytest.mark.parametrize("tenth", range(10))
def test_words_survive_500_random_layouts(tenth, look, compositor, monkeypatch):
    for seed in range(100 + 50 * tenth, 150 + 50 * tenth):
        document = Maker(seed).minutes()
        data = write_screen(document, random_pages(seed, document, look, compositor, monkeypatch), look)
        check(data, document)


def test_a_story_of_nothing_but_a_title_is_sound(look):
    document = stories.document(story.Cover("Protokoll", "", ()), kind="minutes")
    data = write_screen(document, handmade.pages(document, look), look)
    assert check_structure(data) == []
    assert failures(data, "ua1", "2a") == []
