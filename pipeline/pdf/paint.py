"""Placed lines, rectangles, pictures and QR codes as operators of a page's content, with or without tags."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from pipeline import story
from pipeline.pdf.bars import bar_operators
from pipeline.pdf.canvas import number
from pipeline.pdf.line import advance
from pipeline.pdf.marking import ARTIFACTS
from pipeline.pdf.placed import PlacedLine, PlacedPicture, PlacedQr, PlacedRect
from pipeline.pdf.qr import qr_operators
from pipeline.pdf.structure_parts import PICTURE, QR, QR_LINK
from pipeline.pdf.tree import Slot, holder
from pipeline.problems import Place, Problem, say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.pdf.fonts import EmbeddedFont, FontSet
    from pipeline.pdf.images import PictureSet
    from pipeline.pdf.inks import Inks
    from pipeline.pdf.line import Glyph, Line, Piece
    from pipeline.pdf.links import Box
    from pipeline.pdf.marking import Marks
    from pipeline.pdf.placed import Artifact, Page
    from pipeline.pdf.tree import Element, Holder
    from pipeline.pdf.typeface import Typeface

BLACK = (0.0, 0.0, 0.0)


class Painter:
    """Paints one page after the other; without ``marks`` the same operators without marked content."""

    def __init__(self, inks: Inks, fonts: FontSet, pictures: PictureSet, marks: Marks | None = None) -> None:
        self._inks = inks
        self._fonts = fonts
        self._pictures = pictures
        self._marks = marks
        self._page = 0
        self._height = 0.0
        self._unseen: dict[int, tuple[object, Typeface, tuple[Glyph, ...]]] = {}
        self._selections: dict[tuple[int, float], tuple[EmbeddedFont, str]] = {}
        self.problems: list[Problem] = []
        self._part: object | None = None
        self._begin_page()

    def read_unseen(self, shown: Iterable[object], typeface: Typeface) -> None:
        """Prepare titles that no page shows to be read all the same: ``shown`` are the parts whose title stands on a page."""
        assert self._marks is not None
        standing = {id(part) for part in shown}
        unseen = {entry: held for entry, held in self._marks.tree.titled.items() if id(held[0]) not in standing}
        self._unseen = {entry: (part, typeface, typeface.shape(title)) for entry, (part, title) in unseen.items()}

    def page(self, page: Page, index: int) -> bytes:
        """The content of a page (``index`` from 0), in points from its bottom left corner.

        Shapes and pictures come first, in their own order, then the words in the order in which they are read: so they are right also for
        readers that follow the content and not the tags.
        """
        self._page, self._height = index, page.height_pt
        self._begin_page()
        lines: list[PlacedLine] = []
        for item in page.items:
            match item:
                case PlacedLine():
                    lines.append(item)
                case PlacedRect():
                    self._rect(item)
                case PlacedPicture():
                    self._picture(item)
                case PlacedQr():
                    self._qr(item)
                case _:
                    assert_never(item)
        for line in sorted(lines, key=self._place) if self._marks else lines:
            self._line(line)
        self._end_text()
        self._end_mark()
        return "\n".join(self._out).encode("latin-1")

    def _place(self, item: PlacedLine) -> int:
        assert self._marks is not None
        return self._marks.tree.place(None if item.artifact else item.part, item.slot)

    def _begin_page(self) -> None:
        self._out: list[str] = []
        self._mark: Holder | str | None = None
        self._in_text = False
        self._font = ""
        self._fill = ""
        self._flex = ("0", 1.0, 0.0)
        self._at = (0, 0)
        self._said: tuple[int, str] | None = None

    # ── marked content ───────────────────────────────────────────────────────────────────────────────────────────────

    def _enter(self, target: Holder | str) -> None:
        """Open marked content for an element or an artifact, unless it is open already; text stays within one BT and ET throughout."""
        if self._marks is None or target is self._mark:
            return
        if self._mark is not None:
            self._out.append("EMC")
        self._mark = target
        if isinstance(target, str):
            self._out.append(target)
        else:
            self._out.append(f"/{target.tag}<</MCID {self._marks.tree.open(target, self._page)}>>BDC")

    def _end_mark(self) -> None:
        if self._mark is not None:
            self._out.append("EMC")
            self._mark = None

    def _begin_text(self) -> None:
        if not self._in_text:
            self._end_mark()
            self._out.append("BT")
            self._in_text = True
            self._said = None

    def _end_text(self) -> None:
        if self._in_text:
            self._end_mark()
            self._out.append("ET")
            self._in_text = False

    def _slot(self, part: object | None, name: str, artifact: Artifact | None) -> Slot | str:
        """Where an item belongs: a place in the tree, or the operator that opens its kind of artifact."""
        if self._marks is None or artifact or part is None:
            return ARTIFACTS[artifact or "ornament"]
        return self._marks.tree.find(part, name)

    def _set_fill(self, operators: str) -> None:
        if operators != self._fill:
            self._fill = operators
            self._out.append(operators)

    # ── text ─────────────────────────────────────────────────────────────────────────────────────────────────────────

    def _line(self, item: PlacedLine) -> None:
        line = item.line
        self._part = item.part
        if not line.pieces:
            return
        slot = self._slot(item.part, item.slot, item.artifact)
        self._begin_text()
        left, base = item.x_pt + line.x_pt, self._height - item.y_pt
        at = (round(left * 100), round(base * 100))
        if id(item.part) in self._unseen:
            self._unseen_title(*self._unseen.pop(id(item.part)), at)
        if self._said is not None and self._said == (id(item.part), item.slot):
            move = f"{number((at[0] - self._at[0]) / 100)} {number((at[1] - self._at[1]) / 100)} Td"
        else:  # from the page's corner, so that no order of painting moves a letter by a rounding
            move = f"1 0 0 1 {number(at[0] / 100)} {number(at[1] / 100)} Tm"
        self._at, self._said = at, None if item.part is None or item.artifact else (id(item.part), item.slot)
        if isinstance(slot, str):
            self._enter(slot)
            self._out.append(move)
            for piece in line.pieces:
                self._piece(piece, line)
            return
        if slot.element.link or slot.element.tag == "Figure" or any(piece.context for piece in line.pieces):
            self._rich(slot, line, move, (left, base))
        else:
            self._enter(slot)
            self._out.append(move)
            for piece in line.pieces:
                self._piece(piece, line)
                slot.painted.append("".join([glyph.text for glyph in piece.glyphs]))
        if slot.spaced and (slot.expected is None or slot.complete()):
            self._space(line.pieces[-1])

    def _rich(self, slot: Slot, line: Line, move: str, start: tuple[float, float]) -> None:
        """A line with links, notes or words in another language: each in its own element."""
        pen, base = start
        for piece in line.pieces:
            found, link = holder(slot, piece.context)
            self._enter(found)
            if move:
                self._out.append(move)
                move = ""
            self._piece(piece, line)
            if not any(isinstance(inline, story.NoteMark) for inline in piece.context):
                slot.painted.append("".join([glyph.text for glyph in piece.glyphs]))
            pen = self._touch(slot, link, piece, line, pen, base)

    def _unseen_title(self, part: object, typeface: Typeface, glyphs: tuple[Glyph, ...], at: tuple[int, int]) -> None:
        """Words in invisible ink (text rendering mode 3), which every reader speaks, where the first entry begins."""
        slot = self._slot(part, "title", None)
        self._enter(slot)
        assert isinstance(slot, Slot)
        slot.painted.append("".join([glyph.text for glyph in glyphs]))
        font = self._fonts.font(typeface.face)
        self._font = f"/{font.key} 1 Tf"
        move = f"1 0 0 1 {number(at[0] / 100)} {number(at[1] / 100)} Tm"
        self._out += ["3 Tr", self._font, move, font.show(glyphs, 1.0), "0 Tr"]

    def _piece(self, piece: Piece, line: Line) -> None:
        key = (id(piece.typeface), piece.size_pt)
        if key not in self._selections:
            font = self._fonts.font(piece.typeface.face)
            self._selections[key] = (font, f"/{font.key} {number(piece.size_pt)} Tf")
        font, selected = self._selections[key]
        if selected != self._font:
            self._font = selected
            self._out.append(selected)
        self._set_fill(self._inks.fill(piece.colour))
        tracking = piece.tracking_em + line.tracking_em
        flex = (number(tracking * piece.size_pt, 3) if tracking else "0", line.scale, piece.rise_pt)
        if flex != self._flex:
            self._set_flex(flex)
        gap = line.gap_pt * 1000 / (piece.size_pt * line.scale) if line.gap_pt else 0.0
        self._out.append(font.show(piece.glyphs, piece.size_pt, piece.rise_pt, gap))
        if font.lacking:
            self._report_lacking(font)

    def _set_flex(self, flex: tuple[str, float, float]) -> None:
        """Tracking, width and rise of what follows."""
        spacing, scale, rise = self._flex
        if flex[0] != spacing:
            self._out.append(f"{flex[0]} Tc")
        if flex[1] != scale:
            self._out.append(f"{number(flex[1] * 100, 2)} Tz")
        if flex[2] != rise:
            self._out.append(f"{number(flex[2], 2)} Ts")
        self._flex = flex

    def _report_lacking(self, font: EmbeddedFont) -> None:
        """A character that a face does not have, at the part that was being painted."""
        characters = "".join(dict.fromkeys("".join(font.lacking)))
        font.lacking.clear()
        self.problems.append(
            Problem(
                Place(font.face.name),
                str(getattr(self._part, "origin", "")),
                say("expected characters that the face {face} has, found {characters}", face=font.face.name, characters=characters),
                say("write the words with other characters, or choose a face that has them"),
            )
        )

    def _space(self, piece: Piece) -> None:
        """A word space after the words of a slot that others follow in the same element."""
        if not piece.glyphs or piece.glyphs[-1].text[-1:].isspace():
            return
        self._out.append(self._fonts.font(piece.typeface.face).space())

    def _touch(self, slot: Slot, link: Element | None, piece: Piece, line: Line, pen: float, base: float) -> float:
        """Make a piece part of its link and of the figure that it stands in, if any; where the next piece begins."""
        assert self._marks is not None
        end = pen + advance(piece.glyphs, piece, line)
        face = piece.typeface
        box = (pen, base + face.descent * piece.size_pt / 1000, end, base + face.ascent * piece.size_pt / 1000)
        if link is not None:
            self._marks.links.touch(link, self._page, box)
        self._marks.frame(slot.element, box)
        return end

    # ── shapes ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def _rect(self, item: PlacedRect) -> None:
        self._end_text()
        target = self._slot(item.part, PICTURE, item.artifact)
        self._enter(target)
        bottom, fill = self._height - item.y_pt - item.height_pt, self._inks.fill(item.colour)
        if isinstance(item.part, story.Chart):
            self._out.append(bar_operators(item.x_pt, bottom, item.width_pt, item.height_pt, fill))
        else:
            self._set_fill(fill)
            self._out.append(f"{number(item.x_pt)} {number(bottom)} {number(item.width_pt)} {number(item.height_pt)} re f")
        self._frame(target, (item.x_pt, bottom, item.x_pt + item.width_pt, bottom + item.height_pt))

    def _picture(self, item: PlacedPicture) -> None:
        self._end_text()
        target = self._slot(item.part, PICTURE, item.artifact)
        self._enter(target)
        bottom = self._height - item.y_pt - item.height_pt
        self._out.append(self._pictures.operators(item, bottom))
        self._frame(target, (item.x_pt, bottom, item.x_pt + item.width_pt, bottom + item.height_pt))

    def _qr(self, item: PlacedQr) -> None:
        self._end_text()
        target = self._slot(item.part, QR, None)
        self._enter(target)
        self._set_fill(self._inks.paint(BLACK, stroke=False))
        bottom = self._height - item.y_pt - item.size_pt
        self._out.append(qr_operators(item.address, item.x_pt, bottom, item.size_pt))
        box = (item.x_pt, bottom, item.x_pt + item.size_pt, bottom + item.size_pt)
        self._frame(target, box)
        if self._marks and isinstance(target, Slot):
            target.element.alt = target.element.alt or item.alt
            words = self._marks.tree.find(item.part, QR_LINK).element
            if words.link:
                self._marks.links.touch(words, self._page, box)

    def _frame(self, target: Slot | str, box: Box) -> None:
        if self._marks and isinstance(target, Slot):
            self._marks.frame(target.element, box)
