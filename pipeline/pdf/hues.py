"""Hues of colours, for a page that takes up its picture's and a box that takes up its page's."""

from __future__ import annotations

from colorsys import rgb_to_hls
from functools import lru_cache

from pipeline.look import ColourRole, Look

GREY = 0.08
"""Saturation up to which a colour shows no hue."""
PAPER = 0.85
"""Lightness from which on a colour is paper or cream, whatever its hue."""


@lru_cache(maxsize=256)
def hue_of(rgb: tuple[float, float, float]) -> float | None:
    """The hue in degrees; None for a grey or the colour of paper."""
    hue, lightness, saturation = rgb_to_hls(*rgb)
    return hue * 360 if saturation > GREY and lightness < PAPER else None


def tone_of(look: Look, accent: ColourRole) -> ColourRole:
    """The tone of a box in a page's accent: of the brand's two the one whose hue is nearer."""
    hue = rgb_to_hls(*look.colours[accent].rgb)[0]
    tones: tuple[ColourRole, ...] = ("box_accent", "box")
    return min(tones, key=lambda tone: turn(360 * (rgb_to_hls(*look.colours[tone].rgb)[0] - hue)))


def turn(degrees: float) -> float:
    """The shorter way round between two hues."""
    return min(abs(degrees), 360 - abs(degrees))
