"""The look that writers draw with: colours, faces and settings of a brand, resolved to values and bytes; no facts of the organisation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Literal, TypeAlias

from pipeline.dataclass import dataclass

ColourRole: TypeAlias = Literal[
    "text", "secondary", "muted", "brand", "brand_dark", "accent", "accent_warm", "accent_light", "tone", "box", "box_accent", "rule"
]
"""Järnkol, Järngrå, Slagg, Falurött, Malm, Grangrön, Koppar, Koppar ljus, Björk, Björknäver, Granton, Linje in the first brand."""

FaceRole: TypeAlias = Literal[
    "body", "body_italic", "body_bold", "body_bold_italic", "subhead", "subhead_italic", "display",
    "sans", "sans_italic", "sans_semibold", "sans_bold",
    "word_regular", "word_italic", "word_bold",
]  # fmt: skip
"""body: 9–11 pt text; subhead: 14–20 pt; display: from 24 pt; sans: captions, tables, boxes; word_…: running text in Word, one family."""


@dataclass(frozen=True, slots=True)
class Colour:
    """A colour for screen ("#8A1F17") and for print (cyan, magenta, yellow, black in percent)."""

    screen: str
    print: tuple[float, float, float, float]

    @property
    def rgb(self) -> tuple[float, float, float]:
        """Red, green, blue as parts of 1."""
        value = self.screen.lstrip("#")
        return (int(value[0:2], 16) / 255, int(value[2:4], 16) / 255, int(value[4:6], 16) / 255)


@dataclass(frozen=True, slots=True)
class Face:
    """A font face: the bytes of a TrueType file, and its family and style names as the file gives them."""

    name: str
    family: str
    data: bytes = field(hash=False)  # names tell faces apart well enough: the files of a brand are 4 MB
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True, slots=True)
class Logo:
    """A logo as SVG with the words it stands for."""

    data: bytes
    alt: str


@dataclass(frozen=True)
class Look:
    """A brand's look; every role is present (the reader of brand.yaml fills gaps by its rules)."""

    name: str
    colours: Mapping[ColourRole, Colour]
    faces: Mapping[FaceRole, Face]
    logo: Logo | None = None
    alignment: Literal["ragged", "justified"] = "ragged"
    embed_fonts: bool = True
    icc_profile: bytes | None = None
    icc_name: str = ""
    accents: tuple[ColourRole, ...] = ("accent", "accent_warm", "accent")
    """The accent of page 1, 2, 3 …; the last repeats."""
    fonts_named: str = ""
    """The faces' names for the colophon, as the brand wants them said."""
    word_serif: tuple[Face, Face, Face] | None = None
    """Regular, bold and italic that Word embeds for running text; the body's faces where None."""
