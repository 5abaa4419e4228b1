"""Styles, colours, lengths and transforms of SVG drawings (SVG 2, chapters 6, 8, 11 and 13)."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from pipeline.dataclass import dataclass
from pipeline.matrix import UNIT, Matrix, times

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from xml.etree.ElementTree import Element

RGB = tuple[float, float, float]
SVG = "{http://www.w3.org/2000/svg}"
CAPS, JOINS = {"butt": "0", "round": "1", "square": "2"}, {"miter": "0", "round": "1", "bevel": "2"}
NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
UNITS = {"": 1.0, "px": 1.0, "pt": 4 / 3, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}
HEX = re.compile(r"#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
NAMED = {
    "black": "#000000",
    "white": "#ffffff",
    "red": "#ff0000",
    "green": "#008000",
    "blue": "#0000ff",
    "grey": "#808080",
    "gray": "#808080",
}


class Beyond(ValueError):
    """The drawing holds what this reader does not know; the words name it."""


@dataclass(frozen=True, slots=True, eq=False)
class Style:
    """The inherited properties of a shape, one object for all shapes that share them."""

    fill: RGB | None = (0.0, 0.0, 0.0)
    stroke: RGB | None = None
    colour: RGB = (0.0, 0.0, 0.0)
    width: float = 1.0
    cap: str = "0"
    join: str = "0"
    mitre: float = 4.0
    dash: tuple[float, ...] = ()
    dash_start: float = 0.0
    fill_opacity: float = 1.0
    stroke_opacity: float = 1.0
    even_odd: bool = False
    clip_even_odd: bool = False


def _colour(value: str, inherited: Style) -> RGB | None:
    if value in {"none", "transparent"}:
        return None
    if value.startswith("url("):
        raise Beyond("gradient")
    if value == "currentColor":
        return inherited.colour
    value = NAMED.get(value.lower(), value)
    if found := HEX.fullmatch(value):
        digits = found[1] if len(found[1]) == 6 else "".join(digit * 2 for digit in found[1])
        return (int(digits[:2], 16) / 255, int(digits[2:4], 16) / 255, int(digits[4:], 16) / 255)
    if value.startswith("rgb(") and len(parts := re.findall(r"[\d.]+%?", value)) == 3:
        red, green, blue = (float(part[:-1]) / 100 if part.endswith("%") else float(part) / 255 for part in parts)
        return (red, green, blue)
    raise Beyond(value)


def part(value: str) -> float:
    """A part of one, or a percentage."""
    return min(max(float(value[:-1]) / 100 if value.endswith("%") else float(value), 0.0), 1.0)


def _dash(value: str, _: Style) -> tuple[float, ...]:
    numbers = tuple(float(found) for found in NUMBER.findall(value)) if value != "none" else ()
    return numbers * 2 if len(numbers) % 2 else numbers if any(numbers) else ()


PROPERTIES = {
    "fill": ("fill", _colour),
    "stroke": ("stroke", _colour),
    "color": ("colour", _colour),
    "stroke-width": ("width", lambda value, _: length(value)),
    "stroke-linecap": ("cap", lambda value, _: CAPS.get(value, "0")),
    "stroke-linejoin": ("join", lambda value, _: JOINS.get(value, "0")),
    "stroke-miterlimit": ("mitre", lambda value, _: float(value)),
    "stroke-dasharray": ("dash", _dash),
    "stroke-dashoffset": ("dash_start", lambda value, _: length(value)),
    "fill-opacity": ("fill_opacity", lambda value, _: part(value)),
    "stroke-opacity": ("stroke_opacity", lambda value, _: part(value)),
    "fill-rule": ("even_odd", lambda value, _: value == "evenodd"),
}
"""Presentation attributes: the field of Style that they set, and how."""


def length(value: str) -> float:
    """A length in pixels (user units); Beyond where it depends on the surroundings."""
    if value.replace(".", "", 1).isdecimal():
        return float(value)
    found = NUMBER.match(value.strip())
    unit = value.strip()[found.end() :] if found else value
    if found is None or unit not in UNITS:
        raise Beyond(value or "size")
    return float(found[0]) * UNITS[unit]


def transform(value: str) -> Matrix:
    """A transform list as one matrix."""
    whole = UNIT
    for kind, given in re.findall(r"(\w+)\s*\(([^)]*)\)", value):
        numbers = [float(found) for found in NUMBER.findall(given)]
        whole = times(whole, _one(kind, numbers))
    return whole


def _one(kind: str, n: list[float]) -> Matrix:
    match kind, n:
        case "matrix", [a, b, c, d, e, f]:
            return (a, b, c, d, e, f)
        case "translate", [x, *rest]:
            return (1, 0, 0, 1, x, rest[0] if rest else 0)
        case "scale", [x, *rest]:
            return (x, 0, 0, rest[0] if rest else x, 0, 0)
        case "rotate", [degrees, *centre] if len(centre) in {0, 2}:
            cosine, sine = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
            x, y = centre or (0, 0)
            return (cosine, sine, -sine, cosine, x - cosine * x + sine * y, y - sine * x - cosine * y)
        case "skewX", [degrees]:
            return (1, 0, math.tan(math.radians(degrees)), 1, 0, 0)
        case "skewY", [degrees]:
            return (1, math.tan(math.radians(degrees)), 0, 1, 0, 0)
        case _:
            raise Beyond(kind)


def declarations(words: str) -> Iterator[tuple[str, str]]:
    """Properties and values of a style attribute or of a rule's body."""
    for declaration in words.split(";"):
        key, colon, value = declaration.partition(":")
        if colon:
            yield key.strip(), value.replace("!important", "").strip()


def style_rules(root: Element) -> Mapping[str, dict[str, str]]:
    """The rules of style elements by their simple selectors; Beyond for selectors that are not simple."""
    rules: dict[str, dict[str, str]] = {}
    for element in root.iter(f"{SVG}style"):
        sheet = re.sub(r"/\*.*?\*/", "", "".join(element.itertext()), flags=re.DOTALL)
        for selectors, body in re.findall(r"([^{}]+)\{([^{}]*)\}", sheet):
            for selector in selectors.split(","):
                if not re.fullmatch(r"[.#]?[\w-]+", selector.strip()):
                    raise Beyond(selector.strip())
                rules.setdefault(selector.strip(), {}).update(declarations(body))
    return rules
