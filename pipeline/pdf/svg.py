"""Flat vector drawings in SVG as PDF path operators: shapes, groups, clips and plain styles, colours left open for the edition to write.

What lies beyond (gradients, references into other files …) raises Beyond, and pipeline.pdf.drawings asks svglib; SVG 2 is meant throughout.
"""

from __future__ import annotations

import math
import re
from dataclasses import field, replace
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError

from pipeline.dataclass import NamedTuple, dataclass
from pipeline.drawing import xml_tree
from pipeline.matrix import Matrix
from pipeline.pdf.canvas import MOST_DECIMALS
from pipeline.pdf.svg_path import Pen, ellipse, path, rectangle
from pipeline.pdf.svg_style import NUMBER, PROPERTIES, RGB, SVG, Beyond, Style, declarations, length, part, style_rules, transform

if TYPE_CHECKING:
    from collections.abc import Mapping
    from xml.etree.ElementTree import Element

HREF = "{http://www.w3.org/1999/xlink}href"
SHAPES = frozenset({"path", "rect", "circle", "ellipse", "line", "polyline", "polygon"})
SILENT = frozenset({"defs", "title", "desc", "metadata", "clipPath", "style", "namedview", "script"})
SIZES = {
    "rect": ("x", "y", "width", "height"),
    "circle": ("cx", "cy", "r"),
    "ellipse": ("cx", "cy", "rx", "ry"),
    "line": ("x1", "y1", "x2", "y2"),
}
OTHER = ("filter", "mask", "marker-start", "marker-mid", "marker-end")
USUAL = {"w": "1", "J": "0", "j": "0", "M": "4", "d": "[] 0"}
"""Operands of a new graphics state."""
DEPTH = 60
"""Groups within groups; more is no drawing but an attack."""


class Ink(NamedTuple):
    """A colour to be set where it stands among the operators."""

    colour: RGB
    stroke: bool


class Alpha(NamedTuple):
    """Opacity of fills and strokes to be set where it stands."""

    fill: float
    stroke: float


class Veil(NamedTuple):
    """A group painted as one with an opacity."""

    opacity: float
    operators: tuple[Operator, ...]


class Trace(NamedTuple):
    """A path and its painting operator; its data become operators when it is painted, and never where a drawing is only looked through."""

    data: str
    pen: Pen
    operator: str

    def written(self) -> str:
        """The operators; none for a path without a step."""
        outline = path(self.data, self.pen)
        return f"{outline} {self.operator}" if outline else ""


Operator = str | Ink | Alpha | Veil | Trace


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing of a width and height in its own units, its origin at the bottom left."""

    width: float
    height: float
    operators: tuple[Operator, ...]


@dataclass(slots=True)
class State:
    """The graphics state that the operators written so far have set."""

    fill: RGB | None = None
    stroke: RGB | None = None
    alpha: tuple[float, float] = (1.0, 1.0)
    lines: dict[str, str] = field(default_factory=lambda: USUAL)

    def copy(self) -> State:
        """The state inside q and Q."""
        return State(self.fill, self.stroke, self.alpha, self.lines)


def read_svg(data: bytes) -> Drawing:
    """The drawing as operators; Beyond for what this reader does not know, ValueError for what is no SVG."""
    if b"<!ENTITY" in data:
        raise ValueError
    try:
        root = xml_tree(data)
    except ParseError as error:
        raise ValueError from error
    if _name(root) != "svg":
        raise ValueError
    return Reader(root).drawing()


class Reader:
    """Walks one document."""

    def __init__(self, root: Element) -> None:
        self.root = root
        self.out: list[Operator] = []
        self.state = State()
        self.by_id = {element.get("id", ""): element for element in root.iter() if element.get("id")}
        self.rules = style_rules(root)
        self.styles: dict[tuple[Style, tuple[tuple[str, str], ...]], Style] = {}
        self.lines: dict[Style, dict[str, str]] = {}

    def drawing(self) -> Drawing:
        """The whole document, y turned upwards."""
        left, top, width, height = self._view()
        self.pen = Pen(min(max(2, math.ceil(math.log10(20000 / max(width, height)))), MOST_DECIMALS))
        self.out.append(self._matrix((1, 0, 0, -1, -left, top + height)))
        self.out.append("4 M")
        self._children(self.root, self._style(self._given(self.root), Style()), 0)
        return Drawing(width, height, tuple(self.out))

    def _view(self) -> tuple[float, float, float, float]:
        box = [float(found) for found in NUMBER.findall(self.root.get("viewBox", ""))]
        if len(box) != 4:
            box = [0.0, 0.0, length(self.root.get("width", "")), length(self.root.get("height", ""))]
        if box[2] <= 0 or box[3] <= 0:
            raise ValueError
        return box[0], box[1], box[2], box[3]

    def _children(self, parent: Element, style: Style, depth: int) -> None:
        if depth > DEPTH:
            raise ValueError
        for element in parent:
            if isinstance(element.tag, str):
                self._element(element, style, depth)

    def _element(self, element: Element, inherited: Style, depth: int) -> None:
        kind = _name(element)
        if kind in SILENT or not element.tag.startswith(SVG):
            return
        given = self._given(element)
        if given.get("display") == "none" or given.get("visibility") == "hidden":
            return
        if kind not in SHAPES and kind not in {"g", "use", "a"}:
            raise Beyond(kind)
        for key in OTHER:
            if key in given and given[key] != "none":
                raise Beyond(key)
        style = self._style(given, inherited)
        opacity = part(given["opacity"]) if "opacity" in given else 1.0
        matrix, clip = element.get("transform"), given.get("clip-path", "none")
        if matrix is None and clip == "none" and opacity >= 1:
            self._paint(kind, element, style, depth)
            return
        self._apart(kind, element, style, (transform(matrix or ""), clip, opacity), depth)

    def _apart(self, kind: str, element: Element, style: Style, how: tuple[Matrix, str, float], depth: int) -> None:
        """An element with a graphics state of its own."""
        matrix, clip, opacity = how
        out, state = self.out, self.state
        self.out, self.state = [], state.copy()
        if matrix != (1, 0, 0, 1, 0, 0):
            self.out.append(self._matrix(matrix))
        if clip != "none":
            self._clip(clip)
        if opacity < 1:
            outer = self.out
            self.out, self.state = [], State()
            self._paint(kind, element, style, depth)
            outer.append(Veil(opacity, ("4 M", *self.out)))
            self.out = outer
        else:
            self._paint(kind, element, style, depth)
        inner = self.out
        self.out, self.state = out, state
        self.out += ["q", *inner, "Q"]

    def _paint(self, kind: str, element: Element, style: Style, depth: int) -> None:
        if kind in SHAPES:
            self._shape(kind, element, style)
        elif kind == "use":
            self._use(element, style, depth)
        else:
            self._children(element, style, depth + 1)

    def _use(self, element: Element, style: Style, depth: int) -> None:
        target = self.by_id.get((element.get("href") or element.get(HREF) or "").removeprefix("#"))
        if target is None or _name(target) == "symbol" or depth > DEPTH:
            raise Beyond("use")
        shift = (1.0, 0.0, 0.0, 1.0, length(element.get("x", "0")), length(element.get("y", "0")))
        out, state = self.out, self.state
        self.out, self.state = [], state.copy()
        self._element(target, style, depth + 1)
        inner = self.out
        self.out, self.state = out, state
        self.out += ["q", self._matrix(shift), *inner, "Q"]

    def _outline(self, kind: str, element: Element) -> str:
        """The path construction operators of a shape; '' for one of no size."""
        get = element.get
        if kind == "path":
            return path(get("d", ""), self.pen)
        if kind in {"polyline", "polygon"}:
            return self.pen.polygon([float(found) for found in NUMBER.findall(get("points", ""))], closed=kind == "polygon")
        numbers = [length(get(key, "0")) for key in SIZES[kind]]
        match kind:
            case "rect":
                rx, ry = get("rx"), get("ry")
                radii = (length(rx or ry or "0"), length(ry or rx or "0"))
                return rectangle((numbers[0], numbers[1], numbers[2], numbers[3]), radii, self.pen)
            case "circle":
                return ellipse(numbers[0], numbers[1], numbers[2], numbers[2], self.pen)
            case "ellipse":
                return ellipse(numbers[0], numbers[1], numbers[2], numbers[3], self.pen)
            case _:
                return self.pen.polygon(numbers, closed=False)

    def _shape(self, kind: str, element: Element, style: Style) -> None:
        outline = element.get("d", "") if kind == "path" else self._outline(kind, element)
        fill = style.fill if kind != "line" else None
        stroke = style.stroke if style.width > 0 else None
        if not outline or (fill is None and stroke is None):
            return
        self._set_alpha((style.fill_opacity, style.stroke_opacity))
        if fill is not None and fill != self.state.fill:
            self.state.fill = fill
            self.out.append(Ink(fill, stroke=False))
        if stroke is not None:
            self._set_stroke(stroke, style)
        operator = "B" if fill is not None and stroke is not None else "f" if fill is not None else "S"
        operator += "*" if style.even_odd and operator != "S" else ""
        self.out.append(Trace(outline, self.pen, operator) if kind == "path" else f"{outline} {operator}")

    def _set_alpha(self, alpha: tuple[float, float]) -> None:
        if alpha != self.state.alpha:
            self.state.alpha = alpha
            self.out.append(Alpha(*alpha))

    def _set_stroke(self, colour: RGB, style: Style) -> None:
        if colour != self.state.stroke:
            self.state.stroke = colour
            self.out.append(Ink(colour, stroke=True))
        lines = self.lines.get(style)
        if lines is None:
            number = self.pen.number
            dash = f"[{' '.join(map(number, style.dash))}] {number(style.dash_start)}"
            lines = self.lines[style] = {"w": number(style.width), "J": style.cap, "j": style.join, "M": number(style.mitre), "d": dash}
        if lines != self.state.lines:
            self.out += [f"{operand} {operator}" for operator, operand in lines.items() if self.state.lines[operator] != operand]
            self.state.lines = lines

    def _clip(self, reference: str) -> None:
        found = re.fullmatch(r"url\(\s*['\"]?#([^'\")]+)['\"]?\s*\)", reference.strip())
        target = self.by_id.get(found[1]) if found else None
        if target is None or target.get("clipPathUnits", "userSpaceOnUse") != "userSpaceOnUse" or target.get("transform"):
            raise Beyond("clip-path")
        outlines, even_odd = [], False
        for element in target:
            if _name(element) not in SHAPES or element.get("transform"):
                raise Beyond("clip-path")
            outlines.append(self._outline(_name(element), element))
            even_odd = self._given(element).get("clip-rule") == "evenodd"
        self.out.append(f"{' '.join(outlines)} {'W*' if even_odd else 'W'} n")

    def _given(self, element: Element) -> dict[str, str]:
        """Attributes, class rules and inline style, the later ones stronger."""
        if not self.rules and "style" not in element.attrib:
            return element.attrib
        given = dict(element.attrib)
        for key in (_name(element), *(f".{one}" for one in element.get("class", "").split()), f"#{element.get('id', '')}"):
            given.update(self.rules.get(key, {}))
        given.update(declarations(element.get("style", "")))
        return given

    def _style(self, given: Mapping[str, str], inherited: Style) -> Style:
        items = tuple((key, value.strip()) for key, value in given.items() if key in PROPERTIES and value not in {"inherit", ""})
        if not items:
            return inherited
        style = self.styles.get((inherited, items))
        if style is None:
            changes = {PROPERTIES[key][0]: PROPERTIES[key][1](value, inherited) for key, value in items}
            style = self.styles[inherited, items] = replace(inherited, **changes)
        return style

    def _matrix(self, matrix: Matrix) -> str:
        return " ".join(self.pen.number(value, 6) for value in matrix) + " cm"


def _name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]
