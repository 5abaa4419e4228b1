"""What would keep a reader out is found in the story, with the origin of the part."""

from __future__ import annotations

import pytest

from pipeline import story
from pipeline.pdf.readable import check_readable
from pipeline.story import text
from tests.pdf import stories

IMAGE = story.Image("a.svg", "image/svg+xml", stories.SVG)


def found(look, *blocks, **changes):
    return [(problem.field, str(problem.message)) for problem in check_readable(stories.document(*blocks, **changes), look)]


@pytest.mark.parametrize("document", [stories.newsletter(), stories.minutes()])
def test_the_sample_stories_are_readable(look, document):
    assert check_readable(document, look) == []


@pytest.mark.parametrize(
    "block",
    [
        story.Figure(IMAGE, "", origin="a.b"),
        story.Figure(IMAGE, "  ", origin="a.b"),
        story.Chart("Jobb", "", (story.Bar("x", 1, "1"),), origin="a.b"),
        story.Colophon((), story.Figure(IMAGE, "", origin="a.b")),
        story.Article("k", text("h"), (), figure=story.Figure(IMAGE, "", origin="a.b"), origin="a"),
    ],
)
def test_a_picture_without_words_is_found_wherever_it_stands(look, block):
    ((field, message),) = found(look, block)
    assert field == "a.b"
    assert "text alternative" in message


def test_a_picture_that_cannot_be_shown_is_found_with_its_variants(look):
    broken = story.Image("b.svg", "image/svg+xml", b"<svg")
    figure = story.Figure(IMAGE, "En bild", variants=(IMAGE, broken), origin="a.b")
    ((field, message),) = found(look, figure)
    assert field == "a.b"
    assert "SVG" in message


def test_a_link_without_words_is_found(look):
    part = story.Paragraph((story.Link((), "https://x.example"), story.Link(text(" "), "https://y.example")), "items.plan.background")
    assert found(look, part) == [("items.plan.background", "expected words for the link, found none")]


def test_a_reference_to_nothing_is_found(look):
    part = story.Paragraph((story.Reference(text("§ 9"), "item-9"),), "items.plan.background")
    ((field, message),) = found(look, part)
    assert field == "items.plan.background"
    assert "item-9" in message


@pytest.mark.parametrize(
    ("blocks", "level"),
    [
        ((story.Cover("T", "", ()), story.Heading(2, text("För djupt"), "x")), 3),
        ((story.Cover("T", "", ()), story.Section(text("A"), (story.Heading(4, text("För djupt"), "x"),))), 5),
        ((story.Heading(2, text("För djupt"), "x"),), 2),
    ],
)
def test_a_heading_that_skips_a_level_is_found(look, blocks, level):
    ((field, message),) = found(look, *blocks)
    assert field == "x"
    assert f"level {level}" in message
    assert "För djupt" in message


def test_headings_may_rise_by_any_number_of_levels(look):
    body = (story.Heading(2, text("B")), story.Heading(3, text("C")))
    assert found(look, story.Cover("T", "", ()), story.Section(text("A"), body), story.Section(text("D"), ())) == []


def test_a_character_that_the_face_lacks_is_found_with_face_and_code(look):
    ((field, message),) = found(look, story.Paragraph(text("Snö ☃ här"), "items.plan.background"))
    assert field == "items.plan.background"
    assert "☃ (U+2603)" in message
    assert "SourceSerif4SmText-Regular" in message


def test_each_place_is_asked_in_the_face_that_it_is_set_in(look):
    words = text("漢")
    faces = {message.split("face ")[1].split(" has")[0] for _, message in found(
        look,
        story.Article("", words, (story.Paragraph(words, "b"), story.Paragraph((story.Strong(words),), "c")), ingress=words, origin="a"),
        story.FactBox("T", (story.Paragraph(words, "d"),)),
    )}  # fmt: skip
    assert faces == {
        "SourceSerif4Display-Bold",
        "SourceSerif4Subhead-Regular",
        "SourceSerif4SmText-Regular",
        "SourceSerif4SmText-Bold",
        "SourceSans3-Regular",
    }


def test_soft_hyphens_no_break_spaces_and_joiners_are_no_missing_glyphs(look):
    assert found(look, stories.paragraph("Kompe\u00adtens\u00a029\u202f000\u20602023–2024 Malung\u2011Sälen")) == []


def test_language_tags_and_title_are_checked(look):
    assert found(look, title=" ")[0][1].startswith("expected a title")
    assert "swedish please" in found(look, language="swedish please")[0][1]
    foreign = story.Paragraph((story.Foreign(text("ord"), "?"),), "x")
    assert found(look, foreign)[0][0] == "x"


def test_every_problem_comes_at_once(look):
    assert len(found(look, story.Figure(IMAGE, "", origin="a"), story.Paragraph((story.Link((), "https://x.example"),), "b"))) == 2
