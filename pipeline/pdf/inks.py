"""How colours are written in a page's content: for screens in RGB and grey, for print in the brand's own CMYK builds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from pipeline.pdf.canvas import number
from pipeline.pdf.mixing import Mixtures
from pipeline.pdf.profile import INK_LIMIT

if TYPE_CHECKING:
    from pipeline.look import ColourRole, Look
    from pipeline.pdf.canvas import Canvas
    from pipeline.pdf.profile import Profile

RGB = tuple[float, float, float]
CMYK = tuple[float, float, float, float]
BLACK: CMYK = (0, 0, 0, 100)
WHOLLY = 0.995
"""Beside a mixture that counts for so much the profile need not be asked, which costs three times as much."""
OVERPRINT = {
    "Overprint": "<</Type/ExtGState/OP true/op true/OPM 1>>",
    "Knockout": "<</Type/ExtGState/OP false/op false/OPM 1>>",
}
"""The states that full black and all other colours are painted in (ISO 32000-1, 11.7.4.3)."""


class Inks(Protocol):
    """Colours of one edition as operators."""

    def fill(self, role: ColourRole) -> str:
        """Set the fill to a role's colour."""
        ...

    def paint(self, colour: RGB, *, stroke: bool) -> str:
        """Set fill or stroke to a drawing's colour, its parts from 0 to 1."""
        ...

    def states(self) -> dict[str, str]:
        """The graphics states that the operators name."""
        ...

    def put(self, canvas: Canvas) -> None:
        """Put these states where the pages find them."""
        ...


class Paint(Protocol):
    """Sets fill or stroke to a drawing's colour."""

    def __call__(self, colour: RGB, *, stroke: bool) -> str:
        """The operators."""
        ...


def screen_paint(colour: RGB, *, stroke: bool) -> str:
    """Fill or stroke in DeviceRGB."""
    return " ".join([number(part, 3) for part in colour]) + (" RG" if stroke else " rg")


class ScreenInks:
    """DeviceRGB, and DeviceGray 0 for text, so that an office printer sets it in one ink."""

    def __init__(self, look: Look) -> None:
        self._fills = {role: "0 g" if role == "text" else screen_paint(colour.rgb, stroke=False) for role, colour in look.colours.items()}

    def fill(self, role: ColourRole) -> str:
        """Set the fill to a role's colour."""
        return self._fills[role]

    def paint(self, colour: RGB, *, stroke: bool) -> str:
        """Set fill or stroke to a drawing's colour."""
        return screen_paint(colour, stroke=stroke)

    def states(self) -> dict[str, str]:
        """None: device colours need no state."""
        return {}

    def put(self, canvas: Canvas) -> None:
        """Put nothing."""


class PrintInks:
    """DeviceCMYK: the brand's builds and their mixtures, the printer's profile for colours far from them; full black alone is overprinted."""

    def __init__(self, look: Look, profile: Profile) -> None:
        self._profile = profile
        self._mixtures = Mixtures(look.colours)
        self._builds: dict[RGB, CMYK] = {(0.0, 0.0, 0.0): BLACK, (1.0, 1.0, 1.0): (0, 0, 0, 0)}
        self._builds.update({colour.rgb: colour.print for colour in look.colours.values()})
        self._fills = {role: _cmyk(colour.print, stroke=False) for role, colour in look.colours.items()}

    def fill(self, role: ColourRole) -> str:
        """Set the fill to a role's colour."""
        return self._fills[role]

    def paint(self, colour: RGB, *, stroke: bool) -> str:
        """Set fill or stroke to a drawing's colour."""
        build = self._builds.get(colour)
        if build is None:
            build = self._builds[colour] = limited(self._build(colour))
        return _cmyk(build, stroke=stroke)

    def _build(self, colour: RGB) -> CMYK:
        mixed, part = self._mixtures.inks(colour)
        given = self._profile.build(colour) if part < WHOLLY else mixed
        cyan, magenta, yellow, black = (round(part * ink + (1 - part) * other, 2) for ink, other in zip(mixed, given, strict=True))
        return (cyan, magenta, yellow, black)

    def states(self) -> dict[str, str]:
        """Overprint and knockout."""
        return OVERPRINT

    def put(self, canvas: Canvas) -> None:
        """Put the two states."""
        for key, value in OVERPRINT.items():
            canvas.resource("ExtGState", key, value)


def limited(build: CMYK) -> CMYK:
    """A build within the ink limit: the coloured inks give way, black stays."""
    cyan, magenta, yellow, black = build
    coloured = cyan + magenta + yellow
    if coloured + black <= INK_LIMIT:
        return build
    part = (INK_LIMIT - black) / coloured
    return (cyan * part, magenta * part, yellow * part, black)


def _cmyk(build: CMYK, *, stroke: bool) -> str:
    state = "Overprint" if tuple(build) == BLACK else "Knockout"
    return f"/{state} gs " + " ".join([number(part / 100, 4) for part in build]) + (" K" if stroke else " k")
