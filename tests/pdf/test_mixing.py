"""Colours of drawings in the print edition: mixtures of the brand's colours have the brand's inks, and no two neighbours differ."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import pytest

from pipeline import story
from pipeline.look import ColourRole, Look
from pipeline.pdf.placed import Page, Pages, PlacedPicture
from pipeline.pdf.print import write_print
from pipeline.pdf.profile import Profile
from tests.pdf import stories
from tests.pdf.press import cmyk_profile
from tests.pdf.test_print import operators

WHITE = ((1.0, 1.0, 1.0), (0.0, 0.0, 0.0, 0.0))


@pytest.fixture(scope="module")
def press(look: Look) -> Look:
    return replace(look, icc_profile=cmyk_profile(), icc_name="Tests press")


def drawn(press: Look, colours: list[tuple[float, ...]]) -> list[tuple[float, ...]]:
    """The inks, in percent, that a drawing's fields of these colours are printed in; each must differ from the one before."""
    fields = "".join(f'<rect x="{at}" width="1" height="9" fill="{hexadecimal(colour)}"/>' for at, colour in enumerate(colours))
    size = len(colours)
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="9">{fields}</svg>'
    figure = story.Figure(story.Image("f.svg", "image/svg+xml", svg.encode()), "Färger")
    pages = Pages([Page(1, [PlacedPicture(figure.image, 50, 50, 200, 100, (0, 0, 1, 1), figure)], 300, 200)])
    found = re.findall(r"([\d.]+) ([\d.]+) ([\d.]+) ([\d.]+) k\n", operators(write_print(stories.document(figure), pages, press)))
    return [tuple(float(ink) * 100 for ink in inks) for inks in found][-size:]


def hexadecimal(colour: tuple[float, ...]) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in colour)


def between(one: tuple[float, ...], other: tuple[float, ...], part: float) -> tuple[float, ...]:
    return tuple(a * (1 - part) + b * part for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize(
    ("role", "other"),
    [
        ("brand", None),
        ("accent", None),
        ("accent_warm", None),
        ("accent", "tone"),
        ("accent", "box"),
        ("accent_warm", "tone"),
        ("brand", "brand_dark"),
    ],
)
def test_what_lies_between_two_colours_of_the_brand_has_the_inks_between_theirs(press, role: ColourRole, other: ColourRole | None):
    start = press.colours[role]
    stop, inks = (press.colours[other].rgb, press.colours[other].print) if other else WHITE
    parts = [0.84, 0.66, 0.42, 0.2]
    for part, found in zip(parts, drawn(press, [between(start.rgb, stop, part) for part in parts]), strict=True):
        assert found == pytest.approx(between(start.print, inks, part), abs=3)


@pytest.mark.parametrize("role", ["brand", "accent", "brand_dark"])
def test_a_shade_toward_black_is_no_lighter_grey(press, role: ColourRole):
    inks = press.colours[role].print
    (shade,) = drawn(press, [between(press.colours[role].rgb, press.colours["text"].rgb, 0.5)])
    assert sum(shade[:3]) > 0.7 * sum(inks[:3])
    assert shade[3] > inks[3]


def test_greys_between_black_and_paper_are_black_alone(press):
    greys = [between(press.colours["text"].rgb, WHITE[0], part) for part in (0.2, 0.5, 0.8)]
    for cyan, magenta, yellow, black in drawn(press, greys):
        assert max(cyan, magenta, yellow) < 3
        assert black > 15


@pytest.mark.parametrize(
    ("first", "last", "most"),
    [
        ("#8a1f17", "#ffffff", 5),
        ("#24483a", "#5577bb", 5),
        ("#1f1d1b", "#00a0e0", 5),
        ("#f6f2eb", "#c0b000", 5),
        ("#8a1f17", "#24483a", 9),
    ],
)
def test_nowhere_is_there_a_step_between_neighbours(press, first, last, most):
    start, stop = (tuple(int(one[at : at + 2], 16) / 255 for at in (1, 3, 5)) for one in (first, last))
    count = round(255 * max(abs(a - b) for a, b in zip(start, stop, strict=True)))
    inks = drawn(press, [between(start, stop, at / count) for at in range(count + 1)])
    assert len(inks) == count + 1
    for at, (one, other) in enumerate(pairwise(inks)):
        assert max(abs(a - b) for a, b in zip(one, other, strict=True)) < most, at
    assert max(map(sum, inks)) <= 300.1


def test_a_colour_far_from_the_brand_s_is_the_profile_s(press):
    blue = (0.1, 0.4, 0.9)
    (found,) = drawn(press, [tuple(round(part * 255) / 255 for part in blue)])
    assert found == pytest.approx(Profile(press.icc_profile).build(blue), abs=0.01)
