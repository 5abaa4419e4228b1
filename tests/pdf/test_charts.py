"""Bars stand on one scale from a common zero, and neither their labels nor their numbers leave the column."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace

import pytest

from pipeline.pdf.bars import THINNEST, bar_spans
from pipeline.pdf.formal import layout_formal
from pipeline.pdf.grid import SPAN_6
from pipeline.pdf.placed import Page, PlacedLine, PlacedRect
from pipeline.pdf.print import write_print
from pipeline.pdf.screen import write_screen
from pipeline.pdf.setter import Setter
from pipeline.pdf.sheet import Sheet
from pipeline.pdf.tables import chart_rows
from pipeline.story import Bar, Chart
from tests.pdf import stories
from tests.pdf.press import cmyk_profile
from tests.pdf.reading import opened
from tests.pdf.samples import ROOT

LONG = "enheter per år och invånare i hela länet"


def chart(*values: float, unit: str = "", label: str = "Ort") -> Chart:
    return Chart("Titel", "Alternativ", tuple(Bar(f"{label} {n}", value, f"{value:g} {unit}".strip()) for n, value in enumerate(values)))


@pytest.fixture(scope="module")
def setter(look):
    return Setter(look, "sv")


def test_lengths_are_as_the_numbers():
    assert bar_spans([10, 5, 0], 100) == [(0, 100), (0, 50), (0, 0)]


def test_what_is_below_zero_goes_to_the_left_of_it():
    assert bar_spans([30, -10], 80) == [(20, 60), (0, 20)]
    assert bar_spans([-10, -5], 80) == [(0, 80), (40, 40)]


def test_the_smallest_number_can_be_seen_and_the_greatest_has_room():
    (_, thin), (left, long) = bar_spans([1, 1e300], 50)
    assert thin == THINNEST
    assert left + long == 50
    for left, length in bar_spans([1.7e308, -1.7e308], 50):
        assert 0 <= left <= left + length <= 50


def drawn(setter: Setter, one: Chart) -> list[object]:
    rows = chart_rows(setter, one, SPAN_6)
    sheet = Sheet(Page(1), setter)
    line = 0
    for slab in rows.slabs:
        slab.place(sheet, 0.0, line)
        line += slab.lines
    return sheet.page.items


def test_a_chart_s_title_stands_under_a_rule_but_not_twice_in_a_box(setter):
    open_, boxed = (chart_rows(setter, chart(1, 2), SPAN_6, boxed=boxed).head for boxed in (False, True))
    sheet = Sheet(Page(1), setter)
    open_.place(sheet, 0.0, 0)
    rule, title = sheet.page.items
    assert isinstance(rule, PlacedRect)
    assert (rule.colour, rule.x_pt, rule.width_pt, round(rule.height_pt, 1)) == ("brand", 0.0, SPAN_6, 2.5)
    assert title.line.text == "Titel"
    assert 10 < title.y_pt - rule.y_pt < 26
    assert (open_.lines, boxed.lines) == (2, 1)


@pytest.mark.parametrize("values", [(1, 2, 4), (3, -3, 1e9), (-1, -2), (0, 0)])
@pytest.mark.parametrize("unit", ["", "kronor", LONG, "x" * 90])
def test_nothing_of_a_chart_leaves_its_column(setter, values, unit):
    one = chart(*values, unit=unit, label="Mycket lång etikett för en enda stapel i spalten")
    said = ""
    for item in drawn(setter, one):
        if isinstance(item, PlacedLine):
            assert item.x_pt >= -4
            assert item.x_pt + item.line.x_pt + item.line.width_pt <= SPAN_6 + 4
            said += item.line.text
        else:
            assert 0 <= item.x_pt <= item.x_pt + item.width_pt <= SPAN_6
    assert all(letters(bar.shown) in letters(said) for bar in one.bars)


def letters(words: str) -> str:
    return "".join(sign for sign in words if sign.isalnum())


def test_in_formal_documents_a_long_number_is_not_cut_off(look):
    one = chart(3, -3, unit=LONG)
    pages = layout_formal(stories.document(one), look).pages.pages
    shown = [item.line.text for page in pages for item in page.items if isinstance(item, PlacedLine) and item.slot == "shown"]
    assert "länet" in "".join(shown)
    assert sum(isinstance(item, PlacedRect) and item.part is one for page in pages for item in page.items) == 2


def test_bars_stand_in_the_brand_s_colour_in_both_editions_and_have_no_line(look):
    document = stories.document(chart(4, 2), kind="minutes")
    pages = layout_formal(document, look).pages
    press = replace(look, icc_profile=cmyk_profile(), icc_name="Tests press")
    inks = {write_screen(document, pages, look): "0.141 0.282 0.227 rg", write_print(document, pages, press): "0.8 0.45 0.7 0.45 k"}
    for data, ink in inks.items():
        with opened(data) as pdf:
            content = b"\n".join(page.Contents.read_bytes() for page in pdf.pages).decode("latin-1")
        drawn = re.findall(r"^n 0 0 ([\d.]+) 7 re f\*?$", content, re.MULTILINE)
        assert [round(float(length) / float(drawn[0]), 3) for length in drawn] == [1, 0.5]
        assert content.count(ink) >= 2
        assert not re.search(r" (RG|K|S)$", content, re.MULTILINE)


def test_only_a_document_with_a_chart_loads_what_draws_bars():
    build = "import sys; from tests.pdf.samples import written\nwritten(sys.argv[1]); print('reportlab.graphics' in sys.modules)"
    for name, loaded in (("bergslaget newsletter", "False"), ("english-association newsletter", "True")):
        ran = subprocess.run([sys.executable, "-c", build, name], cwd=ROOT, capture_output=True, text=True, check=True)
        assert ran.stdout.strip() == loaded
