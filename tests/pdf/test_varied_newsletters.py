"""Newsletters of any length, with and without pictures, boxes and quotes: nothing overruns, nothing is lost, and no miss is silent."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pipeline.jobs.checking import newsletter_tells
from pipeline.pdf.newsletter import layout_newsletter
from pipeline.pdf.screen import write_screen
from tests.bench import words
from tests.bench.random_layouts import PAGES, SEEDS, silent
from tests.pdf.sheets import faults, feet, grid_line, lines, single_lines, stranded
from tests.pdf.varied import Varied

LEAST_WITHOUT_A_MISS = 0.95
"""Of newsletters of any length and content, which no editor has fitted to their pages."""


def sound(seed: int) -> bool:
    """Whether the newsletter of a seed misses no limit of the screen edition; what it misses it tells."""
    look = words.look()
    document = Varied(seed).document()
    layout = layout_newsletter(document, look)
    assert faults(layout) == []
    assert single_lines(layout) == []
    assert stranded(layout, document) == []
    tells = newsletter_tells(write_screen(document, layout.pages, look), look)
    found = silent(tells, layout)
    assert [f"{tell.number} {tell.name}: {place}" for tell, place in found] == [], "what the check misses, the layout tells"
    said = bool(layout.warnings or layout.shortfalls) or any(remark.lines for remark in layout.copy)
    for page in layout.pages.pages[:-1]:
        last = max(grid_line(item) for item in lines(page) if item.artifact is None)
        assert last >= 48.9 or said, "a page that is not full is not passed over in silence"
        runs_on = any(item.artifact == "footer" for item in lines(page))
        uneven = max(feet(page).values(), default=0) - min(feet(page).values(), default=0)
        assert not (runs_on and uneven > 30) or said
    return not any(tell.missed for tell in tells if str(tell.name) != PAGES)


@pytest.mark.no_cover
@pytest.mark.parametrize("seed", range(12))
def test_twelve_newsletters_are_sound(seed):
    sound(seed)


@pytest.fixture(scope="session")
def verdicts(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """Where all workers of one run keep what they found, so that few newsletters are laid out twice."""
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "verdicts"
    folder.mkdir(exist_ok=True)
    return folder


def known(seed: int, verdicts: Path) -> bool:
    verdict = verdicts / str(seed)
    if not verdict.exists():
        found = str(sound(seed))
        unfinished = verdicts / f"{seed}.{os.getpid()}"
        unfinished.write_text(found, encoding="utf-8")
        unfinished.replace(verdict)
    return verdict.read_text(encoding="utf-8") == str(True)


@pytest.mark.heavy
@pytest.mark.no_cover
@pytest.mark.parametrize("tenth", range(10))
def test_two_hundred_newsletters_are_sound(tenth, verdicts):
    for seed in SEEDS[20 * tenth : 20 * tenth + 20]:
        known(seed, verdicts)


@pytest.mark.heavy
@pytest.mark.no_cover
def test_nineteen_of_twenty_newsletters_miss_no_limit_at_all(verdicts):
    missing = [seed for seed in SEEDS if not known(seed, verdicts)]
    assert len(missing) <= (1 - LEAST_WITHOUT_A_MISS) * len(SEEDS), missing
