"""The letter's colours in light and dark surroundings, chosen from a brand's roles so that words stay readable (WCAG 2.1, 1.4.3)."""

from __future__ import annotations

from pipeline.dataclass import dataclass
from pipeline.look import ColourRole, Look

READABLE = 4.5
_BLACK = "#121212"
_WHITE = "#ffffff"


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours as ``#rrggbb`` by their use in the letter."""

    page: str
    text: str
    secondary: str
    brand: str
    accent: str
    box: str
    box_accent: str
    foot: str
    rule: str


def light(look: Look) -> Palette:
    """The brand's own colours on white."""
    return Palette(
        page=_WHITE,
        text=_screen(look, "text"),
        secondary=_screen(look, "secondary"),
        brand=_screen(look, "brand"),
        accent=_screen(look, "accent"),
        box=_screen(look, "box"),
        box_accent=_screen(look, "box_accent"),
        foot=_screen(look, "tone"),
        rule=_screen(look, "rule"),
    )


def dark(look: Look) -> Palette:
    """The brand on its own darkest ground: each role that would be too dim gives way to the next that reads."""
    text, tone, lit = _screen(look, "text"), _screen(look, "tone"), _screen(look, "accent_light")
    page = text if contrast(text, _WHITE) >= 12 else _BLACK
    box, foot = mix(page, _screen(look, "secondary"), 0.35), mix(page, _screen(look, "secondary"), 0.2)
    box_accent = mix(page, _screen(look, "accent"), 0.35)
    grounds = (page, box, foot, box_accent)
    return Palette(
        page=page,
        text=_readable((tone,), grounds),
        secondary=_readable((_screen(look, "rule"), tone), grounds),
        brand=_readable((_screen(look, "brand"), lit, tone), grounds),
        accent=_readable((_screen(look, "accent"), lit, tone), grounds),
        box=box,
        box_accent=box_accent,
        foot=foot,
        rule=_screen(look, "secondary"),
    )


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21."""
    first, second = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (first + 0.05) / (second + 0.05)


def mix(ground: str, colour: str, part: float) -> str:
    """``ground`` with ``part`` (0 to 1) of ``colour`` stirred in."""
    channels = (round(a + (b - a) * part) for a, b in zip(_channels(ground), _channels(colour), strict=True))
    return "#" + "".join(f"{channel:02x}" for channel in channels)


def _readable(candidates: tuple[str, ...], grounds: tuple[str, ...]) -> str:
    """The first colour that reads on all grounds; white does on any that are dark enough."""
    return next((colour for colour in candidates if all(contrast(colour, ground) >= READABLE for ground in grounds)), _WHITE)


def _screen(look: Look, role: ColourRole) -> str:
    return look.colours[role].screen.lower()


def _channels(colour: str) -> tuple[int, int, int]:
    value = colour.lstrip("#")
    return int(value[0:2], 16), int(value[2:4], 16), int(value[4:6], 16)


def _luminance(colour: str) -> float:
    red, green, blue = (
        part / 12.92 if (part := channel / 255) <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for channel in _channels(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
