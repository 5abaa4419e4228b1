"""The page's second colour: the hue of its picture where that is one of the brand's accents, else the one that the brand gives the page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from pipeline.look import ColourRole, Look
from pipeline.pdf.hues import hue_of, turn
from pipeline.pdf.plan import PagePlan
from pipeline.pdf.units import Unit
from pipeline.story import Article, Figure, Image

COLOURS = re.compile(rb"#([0-9A-Fa-f]{6})\b")
NEAR = 14.0
"""Degrees between hues that count as one."""
FEWEST = 5
"""Uses of a hue under which it says nothing."""


def accent_of(look: Look, page: PagePlan, number: int, last: Figure | None) -> ColourRole:
    """The accent of a page; ``last`` is the vignette that stands on it, if any."""
    given = look.accents[min(number, len(look.accents)) - 1] if look.accents else "accent"
    choices = sorted(set(look.accents))
    figure = next((found for placed in page.zones for found in _figures(placed.unit)), last)
    if figure is None or len(choices) < 2:
        return given
    counts = {role: _uses(figure.image, look.colours[role].rgb) for role in choices}
    first, second = sorted(counts, key=lambda role: (-counts[role], role))[:2]
    return first if counts[first] >= max(FEWEST, 2 * counts[second]) else given


def _figures(unit: Unit) -> Sequence[Figure]:
    part = unit.part
    return (part.figure,) if isinstance(part, Article) and part.figure and unit.headed else ()


def _uses(image: Image, rgb: tuple[float, float, float]) -> int:
    """How often a drawing names colours of this hue."""
    hue = hue_of(rgb)
    if image.media_type != "image/svg+xml" or hue is None:
        return 0
    return sum(count for other, count in _hues(image) if turn(other - hue) <= NEAR)


@lru_cache(maxsize=64)
def _hues(image: Image) -> tuple[tuple[float, int], ...]:
    found: dict[float, int] = {}
    for match in COLOURS.findall(image.data):
        value = int(match, 16)
        hue = hue_of(((value >> 16) / 255, (value >> 8 & 255) / 255, (value & 255) / 255))
        if hue is not None:
            found[hue] = found.get(hue, 0) + 1
    return tuple(sorted(found.items()))
