"""Colours between a brand's colours, mixed from the brand's own inks, so that a drawing keeps the hue of the text and the boxes beside it.

Drawings mix on the screen: a colour toward paper, toward the text's black, toward another colour of the brand. Each hue of the brand spans a page
of such mixtures between black and paper, as the pages of a book that is bound along the greys; on it the inks are mixed in the same parts as the
colours. Between two pages both count, the nearer one more, and far from all of them the printer's profile alone does: nowhere is there a step.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from pipeline.dataclass import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pipeline.look import Colour, ColourRole

RGB = tuple[float, float, float]
CMYK = tuple[float, float, float, float]
PAPERS: tuple[ColourRole, ...] = ("tone", "box", "box_accent")
HUES: tuple[ColourRole, ...] = ("brand", "accent", "accent_warm", "brand_dark", "accent_light")
GREYS: tuple[ColourRole, ...] = ("secondary", "muted", "rule")
REACH = 32 / 255
"""How far beside a mixture its inks still count: from here on the profile alone does."""
SHARP, SOFT = 1 / 255, 10 / 255
"""Within this of a page, or of a line between two of them, what else is near counts too: a drawing's colours are whole steps."""
LEVEL = 12 / 255
"""A hue within this of another's plane is of the same page."""
EDGE = 0.12
"""A colour of a page with a smaller part of a corner stands on the edge opposite to it."""


class Corner(NamedTuple):
    """A colour whose inks are given."""

    rgb: RGB
    inks: CMYK


WHITE = Corner((1.0, 1.0, 1.0), (0.0, 0.0, 0.0, 0.0))
BLACK = Corner((0.0, 0.0, 0.0), (0.0, 0.0, 0.0, 100.0))


class Mixtures:
    """The mixtures of a brand's colours."""

    def __init__(self, colours: Mapping[ColourRole, Colour]) -> None:
        given = {role: Corner(colour.rgb, colour.print) for role, colour in colours.items()}
        text = given.get("text", BLACK)
        hues = _chosen(given, HUES)
        lines = [*combinations(hues, 2), *combinations((BLACK, text, *_chosen(given, GREYS), WHITE), 2)]
        self._inks = {corner.rgb: corner.inks for corner in (WHITE, BLACK, *given.values())}
        self._mixtures: list[tuple[_Line | _Page, float]] = [(_Line(*ends), SOFT**2) for ends in lines if ends[0].rgb != ends[1].rgb]
        for paper in (WHITE, *_chosen(given, PAPERS)):
            self._mixtures += [(page, SHARP**2) for page in _pages(text, paper, hues)]

    def inks(self, colour: RGB) -> tuple[CMYK, float]:
        """The inks of the mixtures near a colour, and their part beside the profile's, from 0 to 1."""
        if given := self._inks.get(colour):
            return given, 1.0
        near = [(_square(_less(colour, rgb)), inks, 0.0) for rgb, inks in self._inks.items()]
        near += [(*mixture.nearest(colour), soft) for mixture, soft in self._mixtures]
        shares = [(((1 - away / REACH**2) / (away + soft)) ** 2, inks) for away, inks, soft in near if away < REACH**2]
        if not shares:
            return BLACK.inks, 0.0
        total = sum(share for share, _ in shares)
        nearest = min(away for away, _, _ in near)
        return _mixed([(share / total, inks) for share, inks in shares]), (1 - nearest / REACH**2) ** 2


class _Line:
    """The mixtures of two colours."""

    def __init__(self, start: Corner, stop: Corner) -> None:
        self._start, self._stop = start, stop
        self._along = _less(stop.rgb, start.rgb)
        self._length = _square(self._along)

    def nearest(self, colour: RGB) -> tuple[float, CMYK]:
        """The mixture nearest a colour: the square of its distance, and its inks."""
        there = _less(colour, self._start.rgb)
        part = min(max(_dot(there, self._along) / self._length, 0.0), 1.0)
        x, y, z = self._along
        away = _square((there[0] - part * x, there[1] - part * y, there[2] - part * z))
        return away, _shaded([(1 - part, self._start.inks), (part, self._stop.inks)])


class _Page:
    """The mixtures of three colours that lie on no line."""

    def __init__(self, *corners: Corner) -> None:
        self.corners = corners
        self._edges = [_Line(one, other) for one, other in combinations(corners, 2)]
        self._one, self._other = (_less(corner.rgb, corners[0].rgb) for corner in corners[1:])
        self._a, self._b, self._c = _square(self._one), _dot(self._one, self._other), _square(self._other)

    def parts(self, colour: RGB) -> tuple[float, tuple[float, float, float]]:
        """The foot of a colour on the page's plane: the square of its distance, and the parts of the corners in it."""
        there = _less(colour, self.corners[0].rgb)
        one, other = _dot(there, self._one), _dot(there, self._other)
        size = self._a * self._c - self._b * self._b
        v, w = (self._c * one - self._b * other) / size, (self._a * other - self._b * one) / size
        x, y, z = (d - v * a - w * b for d, a, b in zip(there, self._one, self._other, strict=True))
        return _square((x, y, z)), (1 - v - w, v, w)

    def nearest(self, colour: RGB) -> tuple[float, CMYK]:
        """The mixture nearest a colour: the square of its distance, and its inks."""
        away, parts = self.parts(colour)
        if min(parts) >= 0 or away >= REACH**2:
            return away, _shaded([(part, corner.inks) for part, corner in zip(parts, self.corners, strict=True)])
        return min(edge.nearest(colour) for edge in self._edges)


def _pages(text: Corner, paper: Corner, hues: Sequence[Corner]) -> list[_Page]:
    """A page for each hue; one that lies on the plane of another, as a darker tone of it, is a corner of that page."""
    pages: list[_Page] = []
    for hue in hues:
        beside = [page for page in pages if page.parts(hue.rgb)[0] < LEVEL**2]
        if beside:
            pages = _joined(pages, min(beside, key=lambda page: page.nearest(hue.rgb)[0]), hue)
        else:
            pages += _flat([(text, paper, hue)])
    return pages


def _joined(pages: list[_Page], page: _Page, hue: Corner) -> list[_Page]:
    """The pages with a hue as a corner more: on an edge it parts the pages of that edge, inside it parts its own in three, beside it adds to them."""
    parts = page.parts(hue.rgb)[1]
    opposite = [tuple(one for one in page.corners if one is not corner) for corner in page.corners]
    if min(parts) > EDGE:
        return [*(one for one in pages if one is not page), *_flat((*edge, hue) for edge in opposite)]
    if sum(part > EDGE for part in parts) == 2 and min(parts) >= -EDGE:
        edge = opposite[parts.index(min(parts))]
        cut = [one for one in pages if all(corner in one.corners for corner in edge)]
        halves = [tuple(hue if corner is end else corner for corner in one.corners) for one in cut for end in edge]
        return [*(one for one in pages if one not in cut), *_flat(halves)]
    return pages + _flat((*edge, hue) for edge, part in zip(opposite, parts, strict=True) if part < 0)


def _flat(corners: Iterable[tuple[Corner, ...]]) -> list[_Page]:
    """The pages that have a surface."""
    found = []
    for three in corners:
        one, other = (_less(corner.rgb, three[0].rgb) for corner in three[1:])
        if _square(one) * _square(other) - _dot(one, other) ** 2 > REACH**4 / 16:
            found.append(_Page(*three))
    return found


def _chosen(given: Mapping[ColourRole, Corner], roles: Sequence[ColourRole]) -> list[Corner]:
    return [given[role] for role in roles if role in given]


def _shaded(shares: Sequence[tuple[float, CMYK]]) -> CMYK:
    """A mixture; toward black the coloured inks give way late, since black ink alone is a lighter grey than what it shades."""
    cyan, magenta, yellow, black = _mixed(shares)
    rest = 1 + sum(part for part, inks in shares if inks == BLACK.inks)
    return (cyan * rest, magenta * rest, yellow * rest, black)


def _mixed(shares: Sequence[tuple[float, CMYK]]) -> CMYK:
    cyan, magenta, yellow, black = (sum([part * inks[at] for part, inks in shares]) for at in range(4))
    return (cyan, magenta, yellow, black)


def _less(one: RGB, other: RGB) -> RGB:
    return (one[0] - other[0], one[1] - other[1], one[2] - other[2])


def _dot(one: RGB, other: RGB) -> float:
    return one[0] * other[0] + one[1] * other[1] + one[2] * other[2]


def _square(one: RGB) -> float:
    return one[0] * one[0] + one[1] * one[1] + one[2] * one[2]
