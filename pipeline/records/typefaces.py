"""What a TrueType file says of itself: outlines, names, style, licence to embed and the characters it can show (OpenType 1.9)."""

from __future__ import annotations

import struct
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import cached_property

from pipeline.problems import say
from pipeline.records.shorthand import Wrong


class Typeface:
    """The tables of a font file; Wrong where it is none that PDF files can hold with its outlines whole."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        kind = data[:4]
        if kind in {b"wOFF", b"wOF2"}:
            raise Wrong(say("a TrueType file (.ttf)"), say("this is a web font: take the desktop version from the typeface's maker"))
        if kind == b"OTTO":
            raise Wrong(
                say("TrueType outlines"), say("this file has PostScript outlines (CFF), which cannot be embedded: take the .ttf version")
            )
        if kind == b"ttcf":
            raise Wrong(say("a file with one typeface"), say("this is a collection: take the .ttf of the single style"))
        if kind not in {b"\0\1\0\0", b"true"}:
            raise Wrong(say("a TrueType file (.ttf)"), say("is it a font at all? take the .ttf version from the typeface's maker"))
        try:
            count = struct.unpack_from(">H", data, 4)[0]
            records = [struct.unpack_from(">4sLLL", data, 12 + 16 * index) for index in range(count)]
        except struct.error:
            raise _cut_off() from None
        self.tables = {tag.decode("latin-1"): (offset, length) for tag, _, offset, length in records}
        if any(offset + length > len(data) for offset, length in self.tables.values()):
            raise _cut_off()
        if missing := sorted({"OS/2", "cmap", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "name"} - self.tables.keys()):
            raise Wrong(say("a whole TrueType file"), say("the file lacks the tables {names}: take it anew", names=", ".join(missing)))
        if "fvar" in self.tables:
            raise Wrong(say("a typeface of one fixed style"), say("this is a variable font: take the static .ttf files"))

    @cached_property
    def embedding(self) -> int:
        """The bits of fsType: 2 forbids embedding, 0x100 subsets, 0x200 outlines (OS/2, fsType)."""
        return int(self._unpack(">H", "OS/2", 8)[0])

    @cached_property
    def style(self) -> tuple[bool, bool]:
        """Bold and italic (head, macStyle)."""
        bits = int(self._unpack(">H", "head", 44)[0])
        return bool(bits & 1), bool(bits & 2)

    def name(self, number: int) -> str:
        """A name (1 family, 6 PostScript), in English for Windows where there are several."""
        _, count, strings = self._unpack(">HHH", "name", 0)
        found = ""
        for index in range(count):
            platform, _, language, identity, length, offset = self._unpack(">HHHHHH", "name", 6 + 12 * index)
            if identity != number or platform not in {0, 1, 3}:
                continue
            start = self.tables["name"][0] + strings + offset
            words = self.data[start : start + length].decode("mac-roman" if platform == 1 else "utf-16-be", "replace")
            if platform == 3 and language == 0x409:
                return words
            found = found or words
        return found

    def lacks(self, characters: Iterable[str]) -> str:
        """Those characters for which there is no glyph."""
        wanted = list(characters)
        shown = self._shown(sorted(map(ord, wanted)))
        return "".join(character for character in wanted if ord(character) not in shown)

    def _shown(self, codes: Sequence[int]) -> set[int]:
        """Those of ascending code points that the best Unicode table has (cmap, formats 4 and 12)."""
        start, length = self.tables["cmap"]
        (count,) = self._unpack(">H", "cmap", 2)
        best: tuple[int, int] | None = None
        for index in range(count):
            platform, encoding, offset = self._unpack(">HHL", "cmap", 4 + 8 * index)
            (form,) = self._unpack(">H", "cmap", offset)
            if (platform == 0 or (platform == 3 and encoding in {1, 10})) and form in {4, 12} and (best is None or form > best[0]):
                best = (form, offset)
        if best is None or best[1] >= length:
            return set()
        return self._format_12(best[1], codes) if best[0] == 12 else self._format_4(start + best[1], codes)

    def _format_12(self, offset: int, codes: Sequence[int]) -> set[int]:
        start, length = self.tables["cmap"]
        (groups,) = self._unpack(">L", "cmap", offset + 12)
        end = offset + 16 + 12 * min(groups, 0x10000)
        if end > length:
            raise _cut_off()
        numbers = struct.unpack(f">{(end - offset - 16) // 4}L", self.data[start + offset + 16 : start + end])
        firsts, lasts = numbers[::3], numbers[1::3]
        found: set[int] = set()
        for code in codes:
            at = bisect_right(firsts, code)
            if at and code <= lasts[at - 1]:
                found.add(code)
        return found

    def _format_4(self, start: int, codes: Sequence[int]) -> set[int]:
        data = self.data
        segments = struct.unpack_from(">H", data, start + 6)[0] // 2
        ends = struct.unpack_from(f">{segments}H", data, start + 14)
        firsts = struct.unpack_from(f">{segments}H", data, start + 16 + 2 * segments)
        deltas = struct.unpack_from(f">{segments}H", data, start + 16 + 4 * segments)
        ranges_at = start + 16 + 6 * segments
        ranges = struct.unpack_from(f">{segments}H", data, ranges_at)
        found: set[int] = set()
        for index, (first, last, delta, shift) in enumerate(zip(firsts, ends, deltas, ranges, strict=True)):
            within = codes[bisect_left(codes, first) : bisect_right(codes, last)]
            if shift == 0:
                found.update(code for code in within if (code + delta) & 0xFFFF)
                continue
            for code in within:
                at = ranges_at + 2 * index + shift + 2 * (code - first)
                if at + 2 <= len(data) and struct.unpack_from(">H", data, at)[0]:
                    found.add(code)
        found.discard(0xFFFF)
        return found

    def _unpack(self, form: str, table: str, offset: int) -> tuple[int, ...]:
        start, length = self.tables[table]
        if offset + struct.calcsize(form) > length:
            raise _cut_off()
        return struct.unpack_from(form, self.data, start + offset)


def _cut_off() -> Wrong:
    return Wrong(say("a whole TrueType file"), say("the file is cut off or damaged: take it anew"))
