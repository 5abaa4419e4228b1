"""Newsletters of any length, with and without pictures, boxes and quotes: nothing overruns, nothing is lost, and no miss is silent."""

from __future__ import annotations

import pytest

from pipeline.jobs.checking import newsletter_tells
from pipeline.pdf.newsletter import layout_newsletter
from pipeline.pdf.screen import write_screen
from tests.bench.random_layouts import silent
from tests.pdf.sheets import faults, feet, grid_line, lines, single_lines, stranded
from tests.pdf.varied import Varied


def sound(seed: int, look) -> None:
    document = Varied(seed).document()
    layout = layout_newsletter(document, look)
    assert faults(layout) == []
    assert single_lines(layout) == []
    assert stranded(layout, document) == []
    found = silent(newsletter_tells(write_screen(document, layout.pages, look), look), layout)
    assert [f"{tell.number} {tell.name}: {place}" for tell, place in found] == [], "what the check misses, the layout tells"
    said = bool(layout.warnings or layout.shortfalls) or any(remark.lines for remark in layout.copy)
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
