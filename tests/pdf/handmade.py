"""Pages made by hand for the tests of painting: a plain line maker and a column that takes any story in its reading order."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from math import ceil

from pipeline import story
from pipeline.look import FaceRole, Look
from pipeline.pdf.line import Glyph, Line, Piece
from pipeline.pdf.placed import Bookmark, Page, Pages, Placed, PlacedLine, PlacedPicture, PlacedQr, PlacedRect
from pipeline.pdf.structure import structure
from pipeline.pdf.structure_parts import PICTURE, QR, QR_LINK
from pipeline.pdf.typeface import Typeface

TYPEFACES: dict[int, Typeface] = {}


def typeface(look: Look, role: FaceRole) -> Typeface:
    face = look.faces[role]
    return TYPEFACES.setdefault(id(face), Typeface(face))


@dataclass
class Run:
    text: str
    role: FaceRole
    context: tuple[story.Inline, ...] = ()
    rise_pt: float = 0.0


def runs(inlines: story.Inlines, role: FaceRole = "body", context: tuple[story.Inline, ...] = ()) -> list[Run]:
    found: list[Run] = []
    for inline in inlines:
        match inline:
            case story.Text(text):
                found.append(Run(text, role, context))
            case story.LineBreak():
                found.append(Run("\n", role, context))
            case story.NoteMark():
                found.append(Run("1", "sans", (*context, inline), 3.0))
            case story.Strong(children):
                found += runs(children, "body_bold" if role == "body" else "sans_bold", context)
            case story.Emphasis(children):
                found += runs(children, "body_italic" if role == "body" else "sans_italic", context)
            case story.Field(children):
                found += runs(children, role, context)
            case _:
                found += runs(inline.children, role, (*context, inline))
    return found


def words(found: list[Run]) -> list[list[Run]]:
    """Unbreakable pieces of text, each ending with its space, or with a soft hyphen where it may break."""
    pieces: list[list[Run]] = [[]]
    for run in found:
        for part in re.findall(r"[^ \n\u00ad]*(?:[ \n]|\u00ad)|[^ \n\u00ad]+", run.text):
            pieces[-1].append(Run(part, run.role, run.context, run.rise_pt))
            if part[-1] in " \n\u00ad":
                pieces.append([])
    return [piece for piece in pieces if piece]


def lines(
    look: Look,
    inlines: story.Inlines,
    width_pt: float,
    size_pt: float = 10.0,
    role: FaceRole = "body",
    *,
    gap_pt: float = 0.0,
    colour="text",
) -> list[Line]:
    """Greedy lines: whole words, or broken at soft hyphens."""
    made: list[list[list[Run]]] = [[]]
    width = 0.0
    for word in words(runs(inlines, role)):
        wide = sum(typeface(look, run.role).width(run.text.rstrip(" \n\u00ad") or " ") for run in word) * size_pt / 1000
        if made[-1] and width + wide > width_pt:
            made.append([])
            width = 0.0
        made[-1].append(word)
        width += wide + (0.25 * size_pt if word[-1].text[-1] == " " else 0)
        if word[-1].text[-1] == "\n":
            made.append([])
            width = 0.0
    return [line(look, parts, size_pt, gap_pt, colour) for parts in made if parts]


def line(look: Look, parts: list[list[Run]], size_pt: float, gap_pt: float = 0.0, colour="text") -> Line:
    pieces: list[Piece] = []
    flat = [run for word in parts for run in word]
    for index, run in enumerate(flat):
        face = typeface(look, run.role)
        last = index == len(flat) - 1
        text = run.text.replace("\n", " ")
        drawn = text.replace("\u00ad", "")
        glyphs = list(face.shape(drawn)) if drawn else []
        if last and text.endswith("\u00ad"):
            hyphen = face.shape("-")[0]
            glyphs.append(Glyph(hyphen.gid, hyphen.advance, "\u00ad"))
        if glyphs:
            pieces.append(Piece(face, size_pt, colour, tuple(glyphs), run.context, rise_pt=run.rise_pt))
    width = sum(glyph.advance for piece in pieces for glyph in piece.glyphs) * size_pt / 1000
    text = "".join(glyph.text for piece in pieces for glyph in piece.glyphs)
    return Line(tuple(pieces), 0.0, width, text, gap_pt=gap_pt, hyphenated=text.endswith("\u00ad"))


@dataclass
class Column:
    """Takes items from the top of a page to its foot and goes on in the next column and page."""

    look: Look
    width_pt: float = 239.53
    leading_pt: float = 13.0
    height_pt: float = 689.0
    columns: int = 2
    pages: list[Page] = field(default_factory=lambda: [Page(1)])
    column: int = 0
    y_pt: float = 80.87

    def room(self, height_pt: float) -> None:
        if self.y_pt + height_pt <= 80.87 + self.height_pt:
            return
        self.y_pt = 80.87
        self.column += 1
        if self.column == self.columns:
            self.column = 0
            self.pages.append(Page(len(self.pages) + 1))

    @property
    def x_pt(self) -> float:
        return 51.024 + self.column * (self.width_pt + 14.17)

    def put(self, item: Placed) -> None:
        self.pages[-1].items.append(item)

    def text(
        self,
        inlines: story.Inlines,
        part: object | None,
        slot: str,
        size_pt: float = 10.0,
        role: FaceRole = "body",
        gap_pt: float = 0.0,
        artifact=None,
        left_pt: float = 0.0,
    ) -> None:
        for one in lines(self.look, inlines, self.width_pt, size_pt, role, gap_pt=gap_pt):
            height = self.leading_pt * max(1, ceil(size_pt / 11))
            self.room(height)
            base = self.y_pt + height - self.leading_pt
            self.put(PlacedLine(one, self.x_pt - left_pt, base, part, slot, artifact=artifact, body=True, column=self.column + 1))
            self.y_pt += height

    def picture(self, image: story.Image, part: object, height_pt: float = 80.0, crop=(0.0, 0.0, 1.0, 1.0)) -> None:
        self.room(height_pt + 13)
        self.put(PlacedPicture(image, self.x_pt, self.y_pt - 8, self.width_pt, height_pt, crop, part))
        self.y_pt += height_pt + 13


def pages(document: story.Document, look: Look, width_pt: float = 239.53, columns: int = 2, gap_pt: float = 0.0) -> Pages:
    """Any story in one flow of columns, slot by slot in the order of its structure, with running heads and folios."""
    column = Column(look, width_pt, columns=columns)
    anchors: dict[str, tuple[int, float]] = {}
    outline: list[Bookmark] = []
    tree = structure(document)
    parts = {id(part): part for part in story.walk(document.blocks)}
    for (identity, name), slots in tree._slots.items():
        part = parts[identity]
        anchor = getattr(part, "anchor", "")
        if anchor and anchor not in anchors:
            anchors[anchor] = (len(column.pages), column.y_pt)
        for slot in slots:
            if slot.element.tag[0] == "H" and slot.element.tag[1:].isdigit() and name not in {PICTURE, "number"}:
                outline.append(Bookmark(" ".join(slot.texts()[0].split()), int(slot.element.tag[1]), len(column.pages), column.y_pt - 10))
            place(column, part, name, slot, gap_pt)
    for page in column.pages:
        head = lines(look, story.text(document.furniture.running_head or "Löpande huvud"), 300, 7.5, "sans", colour="muted")[0]
        folio = lines(look, story.text(f"{page.number} ({len(column.pages)})"), 100, 8.5, "sans_semibold")[0]
        page.items[:0] = [
            PlacedRect(51.024, 47, 493.228, 0.5, "rule", "rule"),
            PlacedLine(head, 51.024, 41.1, None, artifact="header"),
            PlacedLine(folio, 500, 805, None, artifact="page_number"),
        ]
    return Pages(column.pages, anchors, outline)


def place(column: Column, part: object, name: str, slot, gap_pt: float) -> None:
    if name == PICTURE and isinstance(part, story.Figure):
        column.picture(part.image, part)
    elif name == PICTURE and isinstance(part, story.Chart):
        column.room(40)
        column.put(PlacedRect(column.x_pt, column.y_pt - 8, 100, 12, "brand", None, part))
        column.y_pt += 26
    elif name == QR and isinstance(part, story.Presentations):
        column.room(60)
        column.put(PlacedQr(part.qr_address, part.qr_title or "Kod", column.x_pt, column.y_pt - 9, 58.7, part))
        column.y_pt += 65
    elif name in {PICTURE, QR_LINK} or (name == "title" and isinstance(part, story.Table | story.KeyFigures)):
        pass
    elif slot.expected is None:
        if name == "mark" or name.startswith("mark."):
            column.text(story.text("– " if not isinstance(part, story.Paragraph) else "1 "), part, name, left_pt=11.0)
            column.y_pt -= column.leading_pt
        elif name == "page":
            column.text(story.text("1"), part, name, role="sans_semibold")
        elif name == "number" and part.number is not None:
            column.text(story.text(f"§\u00a0{part.number}"), part, name, role="sans_bold")
    elif slot.expected:
        heading = slot.element.tag in {"H1", "H2", "H3"}
        expected = slot.expected if not isinstance(slot.expected, str) else story.text(slot.expected)
        if slot.expected and isinstance(slot.expected[0], str) and not isinstance(slot.expected, str):
            expected = story.text(slot.expected[0])
        column.text(
            expected,
            part,
            name,
            {"H1": 39.0, "H2": 24.0, "H3": 10.5}.get(slot.element.tag, 10.0),
            "display" if heading and slot.element.tag != "H3" else "body",
            gap_pt,
        )
        if slot.element.tag == "P" and part.__class__ is story.Paragraph and not heading:
            column.y_pt += 0
