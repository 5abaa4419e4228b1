"""Faces inside the package: reduced to Latin, checked against their licence bits, obfuscated (ECMA-376 part 4, 14.2.1)."""

from __future__ import annotations

import hashlib
import struct

import uharfbuzz

from pipeline.dataclass import dataclass
from pipeline.look import Face, Look
from pipeline.problems import say
from pipeline.word.names import DECLARATION, NAMESPACES, escape
from pipeline.word.outcome import Remark

_LATIN = (
    (0x20, 0x7E), (0xA0, 0x17F), (0x218, 0x21B), (0x2010, 0x2027), (0x202F, 0x203A), (0x2044, 0x2044), (0x2060, 0x2060), (0x20AC, 0x20AC),
    (0x2122, 0x2122), (0x2190, 0x2193), (0x2212, 0x2212), (0x2260, 0x2265), (0x2610, 0x2612), (0x2713, 0x2713),
)  # fmt: skip
_RESTRICTED, _PRINT_ONLY, _EDITABLE, _NO_SUBSET, _BITMAP_ONLY = 0x0002, 0x0004, 0x0008, 0x0100, 0x0200
FONTS_TYPE = "application/vnd.openxmlformats-officedocument.obfuscatedFont"


@dataclass(frozen=True, slots=True)
class Family:
    """One of the theme's two families: its name, what stands in where it is missing, and its faces (regular, bold, italic)."""

    name: str
    stand_in: str
    kind: str
    faces: tuple[Face, Face, Face]


@dataclass(frozen=True, slots=True)
class Embedded:
    """An obfuscated face with the key that opens it, and the element of the font table that names it."""

    element: str
    key: str
    data: bytes


def families(look: Look) -> tuple[Family, Family]:
    """The serif of running text and the sans of headings and tables: one and the same where a brand has but one family.

    Word knows a family by its name: of two entries of one name the first would stand for both, and slant a face that has no italic of its own.
    """
    faces = look.faces
    serif = look.word_serif or (faces["body"], faces["body_bold"], faces["body_italic"])
    sans = (faces["sans"], faces["sans_bold"], faces["sans_italic"])
    if serif[0].family == sans[0].family:
        slanted = next((one for one in (serif, sans) if one[2] is not one[0] and one[2].data != one[0].data), serif)
        family = Family(sans[0].family, "Calibri", "swiss", (sans[0], sans[1], slanted[2]))
        return family, family
    return Family(serif[0].family, "Georgia", "roman", serif), Family(sans[0].family, "Calibri", "swiss", sans)


def embeddable(data: bytes) -> int | None:
    """The face's fsType (OpenType, OS/2) where an editable document may carry it, else None; a face without OS/2 may not."""
    for number in range(struct.unpack_from(">H", data, 4)[0]):
        tag, _, offset, _ = struct.unpack_from(">4sIII", data, 12 + 16 * number)
        if tag == b"OS/2":
            bits = int(struct.unpack_from(">H", data, offset + 8)[0])
            usage = bits & 0x000F
            refused = bits & _BITMAP_ONLY or (usage and not usage & _EDITABLE)
            return None if refused else bits
    return None


def reduced(data: bytes) -> bytes:
    """The face with the Latin letters, digits and signs that European minutes use, its kerning and ligatures kept."""
    wanted = uharfbuzz.SubsetInput()
    for first, last in _LATIN:
        wanted.unicode_set.add_range(first, last)
    subset = uharfbuzz.subset(uharfbuzz.Face(uharfbuzz.Blob(data)), wanted)
    return bytes(subset.blob.data)


def obfuscated(data: bytes, element: str) -> Embedded:
    """The face with its first 32 bytes crossed with a key that comes from the face itself, so that builds repeat."""
    digest = hashlib.sha256(data).hexdigest()[:32].upper()
    key = bytes.fromhex(digest)[::-1] * 2
    head = bytes(byte ^ mask for byte, mask in zip(data[:32], key, strict=True))
    guid = "-".join((digest[:8], digest[8:12], digest[12:16], digest[16:20], digest[20:]))
    return Embedded(element, "{" + guid + "}", head + data[32:])


def embed(family: Family) -> tuple[list[Embedded], list[Remark]]:
    """The faces that may travel, and a remark for each that may not."""
    done: list[Embedded] = []
    refused: list[Remark] = []
    for element, face in zip(("embedRegular", "embedBold", "embedItalic"), family.faces, strict=True):
        bits = embeddable(face.data)
        if bits is None:
            refused.append(Remark("", say("the licence bits of {face} forbid embedding: Word shows {other} where it is not installed",
                                          face=face.name, other=family.stand_in)))  # fmt: skip
        else:
            done.append(obfuscated(face.data if bits & _NO_SUBSET else reduced(face.data), element))
    return done, refused


def font_table_xml(parts: list[tuple[Family, list[Embedded]]]) -> str:
    """The font table; relationship ids count on through both families."""
    fonts, number = [], 0
    for family, faces in parts:
        links = ""
        for face in faces:
            number += 1
            links += f'<w:{face.element} r:id="rId{number}" w:fontKey="{face.key}"/>'
        fonts.append(
            f'<w:font w:name="{escape(family.name)}"><w:altName w:val="{family.stand_in}"/><w:charset w:val="00"/><w:family w:val="{family.kind}"/>'
            f'<w:pitch w:val="variable"/>{links}</w:font>'
        )
    return f"{DECLARATION}<w:fonts {NAMESPACES}>{''.join(fonts)}</w:fonts>"
