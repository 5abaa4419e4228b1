"""The parts of a returned Word file as paragraphs, comments and what lists and styles are called; tolerant of what editors write."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml.etree import _Element

from pipeline.word.archive import Archive
from pipeline.word.names import RELATIONS, R, W
from pipeline.word.returned import Hand
from pipeline.word.revisions import Mark, Piece, RawParagraph

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_W = f"{{{W}}}"
_SIGNS = {
    f"{_W}tab": "\t", f"{_W}ptab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "\u2011", f"{_W}softHyphen": "\u00ad",
    f"{_W}drawing": "\ufffc", f"{_W}pict": "\ufffc", f"{_W}object": "\ufffc",
}  # fmt: skip
_PLAIN = {"default", "none", "auto", "0", "false", "off", "baseline"}
_ODD = {
    "strike": "struck through",
    "dstrike": "struck through",
    "highlight": "highlighted",
    "u": "underlined",
    "vertAlign": "raised or lowered",
}
_STRONG, _EMPHASIS = {"strong", "strong emphasis", "intense emphasis", "hyperlink strong", "hyperlink intense"}, {
    "emphasis", "intense emphasis", "hyperlink emphasis", "hyperlink intense",
}  # fmt: skip
_CONTENTS = re.compile(r"^\s*TOC\b")
_CODED = re.compile(r'^\s*HYPERLINK\s+"([^"]*)"')


@dataclass(slots=True)
class Comment:
    """A comment of the file: whose, when, its words."""

    hand: Hand
    text: str


@dataclass(slots=True)
class Parsed:
    """What a file holds: the body's paragraphs in reading order, comments by id, the words of headers and footers."""

    paragraphs: list[RawParagraph] = field(default_factory=list)
    comments: dict[str, Comment] = field(default_factory=dict)
    furniture: list[str] = field(default_factory=list)


def parse(archive: Archive) -> Parsed:
    """Everything at once."""
    reader = _Reader(archive)
    if "word/footnotes.xml" in archive:
        for note in archive.xml("word/footnotes.xml").iterfind(f"{_W}footnote"):
            reader.notes[note.get(f"{_W}id", "")] = " ".join(reader.words(note)).strip()
    parsed = Parsed()
    body = archive.xml("word/document.xml").find(f"{_W}body")
    if body is not None:
        reader.blocks(body, parsed.paragraphs)
    if "word/comments.xml" in archive:
        for comment in archive.xml("word/comments.xml").iter(f"{_W}comment"):
            parsed.comments[comment.get(f"{_W}id", "")] = Comment(_hand(comment), "\n".join(reader.words(comment)))
    for beginning in ("word/header", "word/footer"):
        for part in archive.names(beginning):
            if part.endswith(".xml"):
                parsed.furniture.extend(reader.words(archive.xml(part)))
    return parsed


def _hand(element: _Element) -> Hand:
    date = element.get(f"{_W}date", "")
    return Hand(element.get(f"{_W}author", ""), "" if date.startswith("0-") else date)


def _on(properties: _Element, name: str) -> bool | None:
    """A toggle: on, off or not said."""
    found = properties.find(f"{_W}{name}")
    return None if found is None else found.get(f"{_W}val", "1") not in ("0", "false", "off")


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
        self.links: dict[str, str] = {}
        self.lists: dict[tuple[str, int], str] = {}
        self.styled: dict[str, tuple[str, int]] = {}
        self.codes: list[list[str]] = []
        self.notes: dict[str, str] = {}
        self.note = ""
        if "word/styles.xml" in archive:
            self._read_styles(archive.xml("word/styles.xml"))
        if "word/numbering.xml" in archive:
            self._read_lists(archive.xml("word/numbering.xml"))
        if "word/_rels/document.xml.rels" in archive:
            for link in archive.xml("word/_rels/document.xml.rels"):
                if link.get("Type", "") == f"{RELATIONS}/hyperlink":
                    self.links[link.get("Id", "")] = link.get("Target", "")

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
                self.styled[ident] = _list_of(numbering)

    def _read_lists(self, root: _Element) -> None:
        forms: dict[tuple[str, int], str] = {}
        for series in root.iterfind(f"{_W}abstractNum"):
            for level in series.iterfind(f"{_W}lvl"):
                form = level.find(f"{_W}numFmt")
                words = level.find(f"{_W}lvlText")
                label = words.get(f"{_W}val", "") if words is not None else ""
                kind = "" if form is None or form.get(f"{_W}val") == "none" else "-" if form.get(f"{_W}val") == "bullet" else "1."
                # "§ %1" and "Bilaga %1" count, but are no list of somebody's text.
                forms[series.get(f"{_W}abstractNumId", ""), _number(level.get(f"{_W}ilvl"))] = (
                    "" if re.search(r"[^\W\d_]|§", label) else kind
                )
        for instance in root.iterfind(f"{_W}num"):
            of = instance.find(f"{_W}abstractNumId")
            series_id = of.get(f"{_W}val", "") if of is not None else ""
            for depth in range(9):
                self.lists[instance.get(f"{_W}numId", ""), depth] = forms.get((series_id, depth), "")

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
                fate.row_inserted = _hand(inserted) if inserted is not None else None
                fate.row_deleted = _hand(deleted) if deleted is not None else None
            for cell in row.iter(f"{_W}tc"):
                if next(cell.iterancestors(f"{_W}tr")) is not row:
                    continue
                self.cells += 1
                self.row, self.cell = self.rows, self.cells
                self.blocks(cell, found, fate)
        self.row, self.cell = outer

    def paragraph(self, element: _Element, found: list[RawParagraph], row: RawParagraph | None) -> None:
        """One ``w:p`` with everything in it; text boxes in it follow as paragraphs of their own."""
        raw = RawParagraph(row=self.row, cell=self.cell)
        if row is not None:
            raw.row_inserted, raw.row_deleted = row.row_inserted, row.row_deleted
        properties = element.find(f"{_W}pPr")
        style = "Normal"
        if properties is not None:
            styled = properties.find(f"{_W}pStyle")
            style = styled.get(f"{_W}val", "") if styled is not None else style
            mark = properties.find(f"{_W}rPr")
            if mark is not None:
                raw.mark_inserted = next((_hand(one) for one in mark.iterfind(f"{_W}ins")), None)
                raw.mark_deleted = next((_hand(one) for one in mark.iterfind(f"{_W}del")), None)
                if mark.find(f"{_W}moveFrom") is not None:
                    raw.mark_deleted = _hand(mark.find(f"{_W}moveFrom"))  # type: ignore[arg-type]
                if mark.find(f"{_W}moveTo") is not None:
                    raw.mark_inserted = _hand(mark.find(f"{_W}moveTo"))  # type: ignore[arg-type]
        raw.style = self.styles.get(style, (style.casefold(), ""))[0]
        self._list(raw, style, properties)
        found.append(raw)
        boxes: list[_Element] = []
        self._inside(element, raw, _Around(), boxes)
        raw.tracked = next(raw.hands(), None) is not None
        for box in boxes:
            self.blocks(box, found, row)

    def _list(self, raw: RawParagraph, style: str, properties: _Element | None) -> None:
        numbering = properties.find(f"{_W}numPr") if properties is not None else None
        if numbering is not None:
            number, raw.level = _list_of(numbering)
        else:
            while style and style not in self.styled:
                style = self.styles.get(style, ("", ""))[1]
            number, raw.level = self.styled.get(style, ("0", 0))
        raw.kind = self.lists.get((number, raw.level), "")

    def _inside(self, parent: _Element, raw: RawParagraph, around: _Around, boxes: list[_Element]) -> None:
        """Runs and what holds them, whatever wraps them."""
        for element in parent:
            match element.tag.removeprefix(_W):
                case "r":
                    self._run(element, raw, around, boxes)
                case "ins" | "moveTo":
                    self._inside(element, raw, _Around(around.link, _hand(element), around.deleted), boxes)
                case "del" | "moveFrom":
                    self._inside(element, raw, _Around(around.link, around.inserted, _hand(element)), boxes)
                case "hyperlink":
                    target = self.links.get(element.get(f"{{{R}}}id", ""), "")
                    inner = target or "#" + element.get(f"{_W}anchor", "")
                    self._inside(element, raw, _Around(inner, around.inserted, around.deleted), boxes)
                case "bookmarkStart":
                    raw.bookmarks.append(element.get(f"{_W}name", ""))
                case "commentRangeStart":
                    raw.comments.append(Mark(element.get(f"{_W}id", ""), len(raw.pieces)))
                case "commentRangeEnd":
                    raw.comment_ends.append(Mark(element.get(f"{_W}id", ""), len(raw.pieces)))
                case "fldSimple" | "smartTag" | "customXml" | "dir" | "bdo":
                    self._inside(element, raw, around, boxes)
                case "sdt":
                    content = element.find(f"{_W}sdtContent")
                    if content is not None:
                        self._inside(content, raw, around, boxes)

    def _run(self, run: _Element, raw: RawParagraph, around: _Around, boxes: list[_Element]) -> None:
        text = "".join(self._content(run, raw, boxes))
        raw.contents = raw.contents or any(_CONTENTS.match(code) for _, code in self.codes)
        if not text:
            return
        piece = Piece(
            text, link=around.link or self._coded_link(), inserted=around.inserted, deleted=around.deleted, result=bool(self.codes)
        )
        if "\ufffb" in text:
            piece.note = self.note
        properties = run.find(f"{_W}rPr")
        if properties is not None:
            piece.strong, piece.emphasis, piece.odd = self._dress(piece, properties)
            language = properties.find(f"{_W}lang")
            piece.language = language.get(f"{_W}val", "") if language is not None else ""
            change = properties.find(f"{_W}rPrChange")
            if change is not None:
                piece.dressed = _hand(change)
                older = change.find(f"{_W}rPr")
                piece.before = self._dress(piece, older) if older is not None else piece.before
        raw.pieces.append(piece)

    def _dress(self, piece: Piece, properties: _Element) -> tuple[bool, bool, str]:
        """Bold, italic, and what the record has no place for."""
        styled = properties.find(f"{_W}rStyle")
        name = self.styles.get(styled.get(f"{_W}val", ""), ("", ""))[0] if styled is not None else ""
        bold, italic = _on(properties, "b"), _on(properties, "i")
        odd = ""
        for tag, words in _ODD.items():
            found = properties.find(f"{_W}{tag}")
            if found is not None and found.get(f"{_W}val", "1") not in _PLAIN and not (tag == "u" and piece.link) and not piece.note:
                odd = words
        return name in _STRONG if bold is None else bold, name in _EMPHASIS if italic is None else italic, odd

    def _content(self, run: _Element, raw: RawParagraph, boxes: list[_Element]) -> Iterator[str]:
        for element in run:
            tag = element.tag
            if tag in (f"{_W}t", f"{_W}delText"):
                if not self._in_code():
                    yield element.text or ""
            elif tag in _SIGNS:
                boxes.extend(element.iter(f"{_W}txbxContent"))
                yield _SIGNS[tag]
            elif tag == f"{_MC}AlternateContent":
                choice = next(iter(element), None)
                boxes.extend(choice.iter(f"{_W}txbxContent") if choice is not None else ())
                yield "\ufffc"
            elif tag == f"{_W}sym":
                yield _sign(element.get(f"{_W}char", ""))
            elif tag == f"{_W}instrText" and self.codes:
                self.codes[-1][1] += element.text or ""
            elif tag == f"{_W}fldChar":
                self._field_mark(element.get(f"{_W}fldCharType", ""))
            elif tag == f"{_W}commentReference" and all(mark.name != element.get(f"{_W}id") for mark in raw.comments):
                raw.comments.append(Mark(element.get(f"{_W}id", ""), len(raw.pieces)))
            elif tag == f"{_W}footnoteReference":
                self.note = self.notes.get(element.get(f"{_W}id", ""), "")
                yield "\ufffb"

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


def _number(words: str | None) -> int:
    return int(words) if words and words.isascii() and words.isdigit() else 0


def _sign(code: str) -> str:
    """The character of a ``w:sym``; the private codes of symbol faces are signs that nobody can name."""
    number = int(code, 16) if re.fullmatch("[0-9A-Fa-f]{1,4}", code) else 0
    return chr(number) if number >= 0x20 and not 0xD800 <= number <= 0xF8FF else "\ufffd"


def _list_of(numbering: _Element) -> tuple[str, int]:
    number, level = numbering.find(f"{_W}numId"), numbering.find(f"{_W}ilvl")
    return (number.get(f"{_W}val", "0") if number is not None else "0", _number(level.get(f"{_W}val")) if level is not None else 0)
