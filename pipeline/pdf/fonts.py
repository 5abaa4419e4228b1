"""Faces embedded as CID-keyed TrueType subsets, with one code for each glyph and the text that it reads as (ISO 32000-1, 9.7)."""

from __future__ import annotations

import hashlib
import struct
from functools import lru_cache
from typing import TYPE_CHECKING

import uharfbuzz

from pipeline.pdf.canvas import Stream, number
from pipeline.pdf.typeface import opened_face
from pipeline.problems import Place, Problem, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pipeline.look import Face
    from pipeline.pdf.canvas import Canvas
    from pipeline.pdf.line import Glyph
    from pipeline.problems import Message

DROPPED_TABLES = ("BASE", "DSIG", "GDEF", "GPOS", "GSUB", "OS/2", "STAT", "VDMX", "cmap", "gasp", "hdmx", "kern", "meta", "name", "post")
CMAP_BLOCK = 100
"""Entries that a block of a ToUnicode CMap may hold at most (Adobe Technical Note 5014, 1.4.1)."""
EMBEDDING_BITS, RESTRICTED, NO_SUBSETTING, BITMAP_ONLY = 0x000F, 0x0002, 0x0100, 0x0200
SYMBOLIC, ITALIC, SERIF = 4, 64, 2
ESCAPES = {40: "\\050", 41: "\\051", 92: "\\\\", 13: "\\r"}
"""Brackets as numbers, so that a bracket in a piece of text always is a delimiter."""
NO_BREAK = ("\u2011", "-")
"""A hyphen that no line may end at reads as what people type: else a search for Malung-Sälen finds nothing."""
SILENT = "\u200b"
"""What the later glyphs of a cluster read as: every code needs some meaning (PDF/UA-1, 7.21.7)."""


def embedding_problem(face: Face) -> Problem | None:
    """Why a face cannot be embedded: no TrueType outlines, or licence bits (fsType of OS/2) that forbid it."""
    opened = opened_face(face)
    if not opened.glyph_count:
        return _refusal(
            face,
            say("expected a font file, found something that cannot be read as one"),
            say("give the .ttf file of the face in brand.yaml"),
        )
    if "glyf" not in opened.table_tags:
        return _refusal(
            face, say("expected TrueType outlines, found others"), say("take the .ttf file of this face instead of the .otf file")
        )
    rights = _rights(opened)
    if rights & EMBEDDING_BITS == RESTRICTED or rights & BITMAP_ONLY:
        return _refusal(
            face,
            say("expected a face that may be embedded, found licence bits that forbid it"),
            say("choose another face in brand.yaml, or ask its foundry for a file that may be embedded"),
        )
    return None


def _refusal(face: Face, message: Message, hint: Message) -> Problem:
    return Problem(Place(face.name), face.name, message, hint)


def _table(opened: uharfbuzz.Face, tag: str) -> bytes:
    return bytes(opened.reference_table(tag).data) if tag in opened.table_tags else b""


def _rights(opened: uharfbuzz.Face) -> int:
    table = _table(opened, "OS/2")
    return int(struct.unpack_from(">H", table, 8)[0]) if len(table) > 10 else 0


@lru_cache(maxsize=64)
def _subset(face: Face, glyphs: tuple[int, ...]) -> tuple[bytes, dict[int, int]]:
    """The face reduced to these glyphs (whole where its licence forbids subsets), and where each glyph went."""
    opened = opened_face(face)
    if _rights(opened) & NO_SUBSETTING:
        return face.data, {glyph: glyph for glyph in glyphs}
    wanted = uharfbuzz.SubsetInput()
    for glyph in glyphs:
        wanted.glyph_set.add(glyph)
    for tag in DROPPED_TABLES:
        wanted.drop_table_tag_set.add(int.from_bytes(tag.encode(), "big"))
    flags = uharfbuzz.SubsetFlags
    wanted.flags = flags.NO_HINTING | flags.NO_LAYOUT_CLOSURE | flags.NOTDEF_OUTLINE
    plan = uharfbuzz.SubsetPlan(opened, wanted)
    moved = dict(plan.old_to_new_glyph_mapping)
    return bytes(plan.execute().blob.data), {glyph: moved[glyph] for glyph in glyphs}


class EmbeddedFont:
    """One face as a page's content refers to it: hands out codes while text is painted, writes its objects at the end.

    Glyphs are known by identity: layout reuses a shaped word's glyphs, and one look-up is all that a glyph costs then.
    """

    def __init__(self, face: Face, key: str) -> None:
        self.face = face
        self.key = key
        opened = opened_face(face)
        self._metrics = uharfbuzz.Font(opened)
        self._scale = 1000 / opened.upem
        self._codes: dict[tuple[int, str], int] = {}
        self._widths: list[int] = []
        self._fragments: dict[int, str] = {}
        self._spaces: dict[int, tuple[str, float]] = {}
        self._shifted: set[int] = set()
        self._kept: list[Glyph] = []
        self.lacking: list[str] = []
        """Texts that came out as the glyph for what a face does not have."""

    def show(self, glyphs: Sequence[Glyph], size_pt: float, rise_pt: float = 0.0, gap: float = 0.0) -> str:
        """The operators that show glyphs; ``gap`` is added to each word space, in 1/1000 em."""
        fragments = self._fragments
        try:
            parts = [fragments[id(glyph)] for glyph in glyphs]
        except KeyError:
            parts = [fragments[id(glyph)] if id(glyph) in fragments else self._learn(glyph) for glyph in glyphs]
        if gap:
            spaces = self._spaces
            for index, glyph in enumerate(glyphs):
                if id(glyph) in spaces:
                    code, adjustment = spaces[id(glyph)]
                    parts[index] = f"{code}){number(adjustment - gap, 1)}("
        if self._shifted and not self._shifted.isdisjoint(map(id, glyphs)):
            for index, glyph in enumerate(glyphs):
                if id(glyph) in self._shifted:
                    parts[index] = self._shift(glyph, size_pt, rise_pt)
        words = "".join(parts)
        if ")" not in words:
            return f"({words})Tj"
        return f"[({words})]TJ".replace("()", "")

    def code(self, glyph: int, text: str) -> str:
        """The two escaped bytes that show a glyph which reads as ``text``."""
        cid = self._codes.get((glyph, text))
        if cid is None:
            cid = self._codes[glyph, text] = len(self._codes) + 1
            self._widths.append(round(self._metrics.get_glyph_h_advance(glyph) * self._scale))
        high, low = divmod(cid, 256)
        return ESCAPES.get(high, chr(high)) + ESCAPES.get(low, chr(low))

    def space(self) -> str:
        """The operator that shows a word space."""
        return f"({self.code(self._metrics.get_nominal_glyph(32) or 0, ' ')})Tj"

    def natural_width(self, glyph: int, text: str) -> int:
        """The width that the written font gives a glyph with a code, in 1/1000 em."""
        return self._widths[self._codes[glyph, text] - 1]

    def _learn(self, glyph: Glyph) -> str:
        code = self.code(glyph.gid, glyph.text)
        adjustment = round(self.natural_width(glyph.gid, glyph.text) - glyph.advance, 1)
        fragment = f"{code}){number(adjustment, 1)}(" if adjustment else code
        self._fragments[id(glyph)] = fragment
        self._kept.append(glyph)
        if glyph.gid == 0:
            self.lacking.append(glyph.text)
        if glyph.text == " ":
            self._spaces[id(glyph)] = (code, adjustment)
        if glyph.x_offset or glyph.y_offset:
            self._shifted.add(id(glyph))
        return fragment

    def _shift(self, glyph: Glyph, size_pt: float, rise_pt: float) -> str:
        """A glyph beside its place (a mark over its letter): moved there and back within the line."""
        code = self.code(glyph.gid, glyph.text)
        back = self.natural_width(glyph.gid, glyph.text) + glyph.x_offset - glyph.advance
        raised = f")]TJ {number(rise_pt + glyph.y_offset * size_pt / 1000, 3)} Ts[("
        return f"{raised}){number(-glyph.x_offset, 1)}({code}){number(back, 1)}()]TJ {number(rise_pt, 3)} Ts[("

    def write(self, canvas: Canvas) -> None:
        """Put the font's objects and name the font in the pages' resources."""
        glyphs = [glyph for glyph, _ in self._codes]
        data, moved = _subset(self.face, tuple(sorted(set(glyphs))))
        tag = hashlib.md5(data, usedforsecurity=False).digest()
        title = "".join(chr(65 + byte % 26) for byte in tag[:6]) + "+" + _postscript_name(self.face)
        file = canvas.put(Stream(f"/Length1 {len(data)}", data))
        descriptor = canvas.put(_descriptor(self.face, title, file))
        places = canvas.put(Stream("", b"\0\0" + b"".join(moved[glyph].to_bytes(2, "big") for glyph in glyphs)))
        widths = " ".join(map(str, self._widths))
        descendant = canvas.put(
            f"<</Type/Font/Subtype/CIDFontType2/BaseFont/{title}/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
            f"/FontDescriptor {descriptor} 0 R/CIDToGIDMap {places} 0 R/W[1[{widths}]]>>"
        )
        meanings = canvas.put(Stream("", to_unicode(text for _, text in self._codes)))
        font = canvas.put(
            f"<</Type/Font/Subtype/Type0/BaseFont/{title}/Encoding/Identity-H/DescendantFonts[{descendant} 0 R]/ToUnicode {meanings} 0 R>>"
        )
        canvas.resource("Font", self.key, f"{font} 0 R")


def to_unicode(texts: Iterable[str]) -> bytes:
    """The ToUnicode CMap of codes from 1 (9.10.3)."""
    entries = [
        f"<{code:04X}> <{(text.replace(*NO_BREAK) or SILENT).encode('utf-16-be').hex().upper()}>" for code, text in enumerate(texts, 1)
    ]
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        "/CMapName /Adobe-Identity-UCS def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        "<0000> <FFFF>",
        "endcodespacerange",
    ]
    for start in range(0, len(entries), CMAP_BLOCK):
        block = entries[start : start + CMAP_BLOCK]
        lines += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join(lines).encode()


def _postscript_name(face: Face) -> str:
    given = str(opened_face(face).get_name(6) or face.name)
    return "".join(c for c in given if c.isascii() and (c.isalnum() or c in "-_")) or "Face"


def _descriptor(face: Face, title: str, file: int) -> str:
    """The font descriptor (9.8) from the face's own tables, in 1/1000 em."""
    opened = opened_face(face)
    scale = 1000 / opened.upem
    box = struct.unpack_from(">4h", _table(opened, "head"), 36)
    ascent, descent = struct.unpack_from(">2h", _table(opened, "hhea"), 4)
    os2, post = _table(opened, "OS/2"), _table(opened, "post")
    weight = struct.unpack_from(">H", os2, 4)[0] if len(os2) > 6 else 400
    family = struct.unpack_from(">b", os2, 30)[0] if len(os2) > 31 else 0
    cap_height = struct.unpack_from(">h", os2, 88)[0] if len(os2) >= 90 else ascent
    angle = struct.unpack_from(">i", post, 4)[0] / 65536 if len(post) > 8 else 0.0
    flags = SYMBOLIC | (SERIF if 1 <= family <= 7 else 0) | (ITALIC if angle else 0)
    stem = round(10 + 220 * (weight - 50) / 900)
    corners = " ".join(str(round(corner * scale)) for corner in box)
    return (
        f"<</Type/FontDescriptor/FontName/{title}/Flags {flags}/FontBBox[{corners}]/ItalicAngle {number(angle)}/Ascent {round(ascent * scale)}"
        f"/Descent {round(descent * scale)}/CapHeight {round(cap_height * scale)}/StemV {stem}/FontFile2 {file} 0 R>>"
    )


class FontSet:
    """The faces of one document, in the order of their first use."""

    def __init__(self) -> None:
        self._fonts: dict[int, EmbeddedFont] = {}

    def font(self, face: Face) -> EmbeddedFont:
        """The font of a face, known by identity."""
        font = self._fonts.get(id(face))
        if font is None:
            font = self._fonts[id(face)] = EmbeddedFont(face, f"F{len(self._fonts) + 1}")
        return font

    def problems(self) -> list[Problem]:
        """The used faces that cannot be embedded."""
        found = [embedding_problem(font.face) for font in self._fonts.values()]
        return [problem for problem in found if problem is not None]

    def write(self, canvas: Canvas) -> None:
        """Put all fonts."""
        for font in self._fonts.values():
            font.write(canvas)
