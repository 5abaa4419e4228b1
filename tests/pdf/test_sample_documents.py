"""Every document of every sample organisation: valid, whole, word for word, printable."""

from __future__ import annotations

from dataclasses import replace
from functools import reduce

import pytest

from pipeline import story
from pipeline.jobs.checking import newsletter_tells
from pipeline.pdf.newsletter import layout_newsletter
from pipeline.pdf.print import check_print, write_print
from pipeline.pdf.readable import check_readable
from pipeline.pdf.screen import write_screen
from pipeline.preflight.aloud import differences
from pipeline.preflight.print_edition import check_print_edition
from pipeline.preflight.structure import artifact_words, check_structure
from tests.pdf.press import cmyk_profile
from tests.pdf.reading import failures, pixels
from tests.pdf.samples import NAMES, laid_out, written

NEWSLETTERS = [name for name in NAMES if name.endswith("newsletter")]


@pytest.mark.parametrize("name", NAMES)
def test_it_is_pdf_ua_1_and_pdf_a_2a(name):
    assert failures(written(name), "ua1", "2a") == []


@pytest.mark.parametrize("name", NEWSLETTERS)
def test_its_pages_have_none_of_the_ten_tells(name):
    _, look, _ = laid_out(name)
    assert {str(tell.name): tell.missed for tell in newsletter_tells(written(name), look) if tell.missed} == {}


@pytest.mark.parametrize("alignment", ["ragged", "justified"])
@pytest.mark.parametrize("name", NEWSLETTERS)
def test_building_and_checking_tell_of_the_same_column_feet(name, alignment):
    document, look, _ = laid_out(name)
    look = replace(look, alignment=alignment)
    layout = layout_newsletter(document, look)
    told = {missed.page for missed in layout.shortfalls if missed.tell == 8}
    tells = newsletter_tells(write_screen(document, layout.pages, look), look)
    assert told == {int(place.split(" ")[0]) for tell in tells if tell.number == 8 for place in tell.missed}


@pytest.mark.parametrize("name", NAMES)
def test_its_structure_is_whole_and_its_words_are_the_storys(name):
    document, look, pages = laid_out(name)
    assert check_structure(written(name)) == []
    assert differences(written(name), document, pages.left_out) == []
    assert check_readable(document, look) == []


@pytest.mark.parametrize("name", NAMES)
def test_only_furniture_is_passed_over(name):
    document, _, _ = laid_out(name)
    parts = list(story.walk(document.blocks))
    known = [getattr(document.furniture, field) for field in document.furniture.__dataclass_fields__]
    known += [story.plain(part.heading) for part in parts if isinstance(part, story.Section)] + [
        document.furniture.resumed.format(section="")
    ]
    known += [getattr(part, "section", "") for part in parts] + [part.head for part in parts if isinstance(part, story.Column)]
    words = sorted({word for one in known for word in one.split()}, key=len, reverse=True)
    for page, _, said in artifact_words(written(name)):
        left = reduce(lambda rest, word: rest.replace(word, " "), words, said)
        assert set(left) <= set("§0123456789()→■ "), (page, said)


@pytest.mark.parametrize("name", NAMES)
def test_tags_move_no_pixel(name):
    assert pixels(written(name)) == pixels(written(name, tagged=False))


@pytest.mark.parametrize("name", NAMES)
def test_it_passes_through_mail(name):
    assert len(written(name)) < 3_000_000
    assert len(written(name)) - len(written(name, tagged=False)) < 40_000


@pytest.mark.parametrize("name", NEWSLETTERS)
def test_it_prints_as_a_printer_expects(name):
    document, look, pages = laid_out(name)
    press = replace(look, icc_profile=cmyk_profile(), icc_name="Tests press")
    assert [problem for problem in check_print(document, pages, press) if problem.severity == "error"] == []
    assert check_print_edition(write_print(document, pages, press)) == []
    assert check_print_edition(write_print(document, pages, press, marks=True)) == []
