"""The parts of a returned Word file as paragraphs, comments and what lists and styles are called; tolerant of what editors write."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import field

from lxml.etree import _Element

from pipeline.dataclass import dataclass
from pipeline.word.archive import Archive
from pipeline.word.chunks import chunk_words
from pipeline.word.dressing import dress, first_of, hand_of, without_habits
from pipeline.word.lists import Lists, place_of
from pipeline.word.names import RELATIONS, R, W
from pipeline.word.returned import Hand
from pipeline.word.revisions import Mark, Piece, RawParagraph
from pipeline.word.signs import PAGE_BREAK, PICTURE, SIGNS, break_of, chosen, sign_of
from pipeline.word.threads import PARAGRAPH, Comment, Threads, read_threads

_W = f"{{{W}}}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_FORMULAS = (f"{_M}oMath", f"{_M}oMathPara")
_RUN, _RUN_PROPERTIES, _LIST = f"{_W}r", f"{_W}rPr", f"{_W}numPr"
_PARAGRAPH_PROPERTIES, _STYLE, _VALUE = f"{_W}pPr", f"{_W}pStyle", f"{_W}val"
_FIELD_MARK, _FIELD_MARK_KIND = f"{_W}fldChar", f"{_W}fldCharType"
_WORDS = frozenset({f"{_W}t", f"{_W}delText"})
_SILENT = frozenset({_PARAGRAPH_PROPERTIES, f"{_W}bookmarkEnd", f"{_W}proofErr"})
"""What stands in most paragraphs and says nothing among the words."""
_CELLS = frozenset(f"{_W}cell{what}" for what in ("Ins", "Del", "Merge"))
_CONTENTS = re.compile(r"^\s*TOC\b")
_CODED = re.compile(r'^\s*HYPERLINK\s+"([^"]*)"')


@dataclass(slots=True)
class Parsed:
    """What a file holds: the body's paragraphs in reading order, comments by id, the words of headers and footers."""

    paragraphs: list[RawParagraph] = field(default_factory=list)
    comments: dict[str, Comment] = field(default_factory=dict)
    threads: Threads = field(default_factory=Threads)
    furniture: list[str] = field(default_factory=list)
    lists: Lists = field(default_factory=lambda: Lists(None))


def parse(archive: Archive) -> Parsed:
    """Everything at once."""
    reader = _Reader(archive)
    for kind in ("footnote", "endnote"):
        if f"word/{kind}s.xml" in archive:
            for note in chosen(archive.xml(f"word/{kind}s.xml")).iterfind(f"{_W}{kind}"):
                reader.notes[kind, note.get(f"{_W}id", "")] = " ".join(reader.words(note)).strip()
    parsed = Parsed(lists=reader.lists)
    body = chosen(archive.xml(archive.main)).find(f"{_W}body")
    if body is not None:
        reader.blocks(body, parsed.paragraphs)
    without_habits(parsed.paragraphs)
    if "word/comments.xml" in archive:
        parsed.threads = read_threads(archive)
        for comment in chosen(archive.xml("word/comments.xml")).iter(f"{_W}comment"):
            last = [one.get(PARAGRAPH, "") for one in comment.iter(f"{_W}p")][-1:]
            parsed.comments[comment.get(f"{_W}id", "")] = Comment(hand_of(comment), "\n".join(reader.words(comment)), *last)
    for beginning in ("word/header", "word/footer"):
        for part in archive.names(beginning):
            if part.endswith(".xml"):
                parsed.furniture.extend(reader.words(chosen(archive.xml(part))))
    return parsed


@dataclass(slots=True)
class _Around:
    """What surrounds a run: a link, the hands that inserted or deleted it."""

    link: str = ""
    inserted: Hand | None = None
    deleted: Hand | None = None


class _Reader:
    """Walks the body; holds names of styles and lists, and the state of complex fields."""

    def __init__(self, archive: Archive) -> None:
        self.row = self.cell = -1
        self.rows = self.cells = 0
        self.styles: dict[str, tuple[str, str]] = {}
        self.archive = archive
        self.links: dict[str, str] = {}
        self.chunks: dict[str, str] = {}
        self.styled: dict[str, tuple[str, int]] = {}
        self.codes: list[list[str]] = []
        self.notes: dict[tuple[str, str], str] = {}
        self.note = ""
        self.between: list[str] = []  # bookmarks that begin between paragraphs: Word puts those of whole paragraphs there
        if "word/styles.xml" in archive:
            self._read_styles(archive.xml("word/styles.xml"))
        self.lists = Lists(archive.xml("word/numbering.xml") if "word/numbering.xml" in archive else None)
        if archive.main_relations in archive:
            for link in archive.xml(archive.main_relations):
                if link.get("Type", "") == f"{RELATIONS}/hyperlink":
                    self.links[link.get("Id", "")] = link.get("Target", "")
                elif link.get("Type", "") == f"{RELATIONS}/aFChunk" and link.get("TargetMode") != "External":
                    self.chunks[link.get("Id", "")] = archive.beside_main(link.get("Target", ""))

    def _read_styles(self, root: _Element) -> None:
        for style in root.iter(f"{_W}style"):
            name, based = style.find(f"{_W}name"), style.find(f"{_W}basedOn")
            ident = style.get(f"{_W}styleId", "")
            self.styles[ident] = (
                (name.get(f"{_W}val", "") if name is not None else ident).casefold(),
                based.get(f"{_W}val", "") if based is not None else "",
            )
            numbering = style.find(f"{_W}pPr/{_W}numPr")
            if numbering is not None:
                self.styled[ident] = place_of(numbering)

    def blocks(self, parent: _Element, found: list[RawParagraph], row: RawParagraph | None = None) -> None:
        """The paragraphs below ``parent`` in order; ``row`` lends them the fate of their table row."""
        for element in parent:
            match element.tag.removeprefix(_W):
                case "p":
                    self.paragraph(element, found, row)
                case "tbl":
                    self._table(element, found)
                case "sdt":
                    content = element.find(f"{_W}sdtContent")
                    if content is not None:
                        self.blocks(content, found, row)
                case "ins" | "moveTo" | "customXml" | "smartTag":
                    self.blocks(element, found, row)
                case "bookmarkStart":
                    self.between.append(element.get(f"{_W}name", ""))
                case "altChunk" | "subDoc":
                    found.extend(self._drawn_in(element, row))

    def _drawn_in(self, element: _Element, row: RawParagraph | None) -> Iterator[RawParagraph]:
        """The words of another document that stands here by reference, and in any case that one does."""
        part = self.chunks.get(element.get(f"{{{R}}}id", ""), "")
        words = chunk_words(self.archive.read(part), part) if part in self.archive else []
        for number, line in enumerate(words or [PICTURE]):
            raw = RawParagraph(style="normal", row=self.row, cell=self.cell, pieces=[Piece(line, odd="" if number else "document")])
            if row is not None:
                raw.row_inserted, raw.row_deleted = row.row_inserted, row.row_deleted
            yield raw

    def _table(self, table: _Element, found: list[RawParagraph]) -> None:
        outer = self.row, self.cell
        for row in table.iter(f"{_W}tr"):
            if next(row.iterancestors(f"{_W}tbl")) is not table:
                continue
            self.rows += 1
            fate = RawParagraph()
            properties = row.find(f"{_W}trPr")
            if properties is not None:
                inserted, deleted = properties.find(f"{_W}ins"), properties.find(f"{_W}del")
                fate.row_inserted = hand_of(inserted) if inserted is not None else None
                fate.row_deleted = hand_of(deleted) if deleted is not None else None
            for cell in row.iter(f"{_W}tc"):
                if next(cell.iterancestors(f"{_W}tr")) is not row:
                    continue
                self.cells += 1
                self.row, self.cell = self.rows, self.cells
                self._cell(cell, found, fate)
        self.row, self.cell = outer

    def _cell(self, cell: _Element, found: list[RawParagraph], row: RawParagraph) -> None:
        """A cell with what was tracked of itself (17.13.5): it came or went, or was merged with the one above or below."""
        properties = cell.find(f"{_W}tcPr")
        marks = {one.tag.removeprefix(f"{_W}cell"): one for one in properties if one.tag in _CELLS} if properties is not None else {}
        if not marks:
            self.blocks(cell, found, row)
            return
        came, went, merged = (marks.get(what) for what in ("Ins", "Del", "Merge"))
        fate = RawParagraph(
            row_inserted=hand_of(came) if came is not None else row.row_inserted,
            row_deleted=hand_of(went) if went is not None else row.row_deleted,
        )
        first = len(found)
        self.blocks(cell, found, fate)
        if merged is not None:
            for raw in found[first:]:
                for piece in raw.pieces:
                    piece.before = piece.strong, piece.emphasis, piece.odd
                    piece.dressed, piece.odd = hand_of(merged), piece.odd or "merged"
                raw.tracked = True

    def paragraph(self, element: _Element, found: list[RawParagraph], row: RawParagraph | None) -> None:
        """One ``w:p`` with everything in it; text boxes in it follow as paragraphs of their own."""
        raw = RawParagraph(row=self.row, cell=self.cell, bookmarks=self.between)
        self.between = []
        if row is not None:
            raw.row_inserted, raw.row_deleted = row.row_inserted, row.row_deleted
        properties = first_of(element.find(_PARAGRAPH_PROPERTIES))
        style = properties[_STYLE].get(_VALUE, "") if _STYLE in properties else "Normal"
        mark = first_of(properties.get(_RUN_PROPERTIES))
        for came, went in (("ins", "del"), ("moveTo", "moveFrom")) if mark else ():
            raw.mark_inserted = hand_of(mark[f"{_W}{came}"]) if f"{_W}{came}" in mark else raw.mark_inserted
            raw.mark_deleted = hand_of(mark[f"{_W}{went}"]) if f"{_W}{went}" in mark else raw.mark_deleted
        raw.style = self.styles.get(style, (style.casefold(), ""))[0]
        numbering = properties.get(_LIST)
        raw.series = place_of(numbering) if numbering is not None else self._styled_list(style)
        raw.kind, raw.level = self.lists.kind(raw.series), raw.series[1]
        found.append(raw)
        boxes: list[_Element] = []
        self._inside(element, raw, _Around(), boxes)
        raw.tracked = next(raw.hands(), None) is not None
        for box in boxes:
            self.blocks(box, found, row)

    def _styled_list(self, style: str) -> tuple[str, int]:
        """The list that a style brings, its own or one that it is based on (a circle of styles ends)."""
        met: set[str] = set()
        while style and style not in met:
            if style in self.styled:
                return self.styled[style]
            met.add(style)
            style = self.styles.get(style, ("", ""))[1]
        return "0", 0

    def _inside(self, parent: _Element, raw: RawParagraph, around: _Around, boxes: list[_Element]) -> None:
        """Runs and what holds them, whatever wraps them."""
        for element in parent:
            tag = element.tag
            if tag == _RUN:
                self._run(element, raw, around, boxes)
                continue
            if tag in _SILENT:
                continue
            match tag.removeprefix(_W):
                case "ins" | "moveTo":
                    self._inside(element, raw, _Around(around.link, hand_of(element), around.deleted), boxes)
                case "del" | "moveFrom":
                    self._inside(element, raw, _Around(around.link, around.inserted, hand_of(element)), boxes)
                case "hyperlink":
                    target = self.links.get(element.get(f"{{{R}}}id", ""), "")
                    inner = target or "#" + element.get(f"{_W}anchor", "")
                    self._inside(element, raw, _Around(inner, around.inserted, around.deleted), boxes)
                case "fldSimple":
                    self.codes.append(["result", element.get(f"{_W}instr", "")])
                    self._inside(element, raw, around, boxes)
                    self.codes.pop()
                case "smartTag" | "customXml" | "dir" | "bdo":
                    self._inside(element, raw, around, boxes)
                case "sdt":
                    content = element.find(f"{_W}sdtContent")
                    if content is not None:
                        self._inside(content, raw, around, boxes)
                case name:
                    _between(name, element, raw, around)

    def _run(self, run: _Element, raw: RawParagraph, around: _Around, boxes: list[_Element]) -> None:
        text = "".join(self._content(run, raw, boxes))
        if self.codes:
            raw.contents = raw.contents or any(_CONTENTS.match(code) for _, code in self.codes)
        if not text:
            return
        link = around.link or (self._coded_link() if self.codes else "")
        piece = Piece(text, link=link, inserted=around.inserted, deleted=around.deleted, result=bool(self.codes))
        if not text.isascii():
            piece.note = self.note if "\ufffb" in text else ""
            piece.odd = "picture" if PICTURE in text else "page break" if PAGE_BREAK in text else ""
        properties = run.find(_RUN_PROPERTIES)
        if properties is not None:
            dress(piece, properties, self._style_name)
        raw.pieces.append(piece)

    def _style_name(self, style: str) -> str:
        return self.styles.get(style, ("", ""))[0]

    def _content(self, run: _Element, raw: RawParagraph, boxes: list[_Element]) -> Iterator[str]:
        for element in run:
            tag = element.tag
            if tag in _WORDS:
                if not self.codes or not self._in_code():
                    yield element.text or ""
            elif tag in SIGNS:
                boxes.extend(element.iter(f"{_W}txbxContent"))
                yield SIGNS[tag]
            elif tag == _FIELD_MARK:
                self._field_mark(element.get(_FIELD_MARK_KIND, ""))
            elif tag == f"{_W}sym":
                yield sign_of(element)
            elif tag == f"{_W}instrText" and self.codes:
                self.codes[-1][1] += element.text or ""
            elif tag == f"{_W}commentReference" and all(mark.name != element.get(f"{_W}id") for mark in raw.comments):
                raw.comments.append(Mark(element.get(f"{_W}id", ""), len(raw.pieces)))
            elif tag in (f"{_W}footnoteReference", f"{_W}endnoteReference"):
                kind = tag.removeprefix(_W).removesuffix("Reference")
                self.note = self.notes.get((kind, element.get(f"{_W}id", "")), "")
                yield "\ufffb"
            elif tag == f"{_W}br":
                yield break_of(element)
            elif tag == f"{_W}ruby":
                yield "".join(text.text or "" for base in element.iterfind(f"{_W}rubyBase") for text in base.iter(f"{_W}t"))

    def _field_mark(self, kind: str) -> None:
        if kind == "begin":
            self.codes.append(["code", ""])
        elif self.codes and kind == "separate":
            self.codes[-1][0] = "result"
        elif self.codes and kind == "end":
            self.codes.pop()

    def _in_code(self) -> bool:
        return any(state == "code" for state, _ in self.codes)

    def _coded_link(self) -> str:
        """The address of a link that an editor wrote as a field."""
        found = next((match for _, code in self.codes if (match := _CODED.match(code))), None)
        return found[1] if found else ""

    def words(self, root: _Element) -> list[str]:
        """The paragraphs' words below an element as they stand finally, without what fields show and without empty ones."""
        raws: list[RawParagraph] = []
        for paragraph in root.iter(f"{_W}p"):
            self.paragraph(paragraph, raws, None)
        lines = ("".join(piece.text for piece in raw.pieces if piece.stands("final") and not piece.result) for raw in raws)
        return [line for line in lines if line.strip()]


def _between(name: str, element: _Element, raw: RawParagraph, around: _Around) -> None:
    """What stands between runs: marks, and formulas, whose words are read as they stand."""
    if name == "bookmarkStart":
        raw.bookmarks.append(element.get(f"{_W}name", ""))
    elif name == "commentRangeStart":
        raw.comments.append(Mark(element.get(f"{_W}id", ""), len(raw.pieces)))
    elif name == "commentRangeEnd":
        raw.comment_ends.append(Mark(element.get(f"{_W}id", ""), len(raw.pieces)))
    elif name in _FORMULAS:
        words = "".join(text.text or "" for text in element.iter(f"{_M}t"))
        raw.pieces.append(Piece(words, inserted=around.inserted, deleted=around.deleted, odd="formula"))
