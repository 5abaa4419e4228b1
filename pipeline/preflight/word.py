"""Whether everybody can read a Word file: the accessibility rules that XML can show, read by lxml alone and not by the writer's code."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from zipfile import ZipFile

from lxml import etree

from pipeline.dataclass import dataclass
from pipeline.problems import Message, Place, Problem, say

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_FILE_NAME = re.compile(r"\.(png|jpe?g|svg|gif|tiff?|webp)$", re.IGNORECASE)
_ADDRESS = re.compile(r"^(https?://|www\.|mailto:)", re.IGNORECASE)
_EMPTY_WORDS = {"här", "klicka här", "läs mer", "länk", "here", "click here", "read more", "link"}
_TYPED_MARK = re.compile(r"^\s*([-–•*]|\d+[.)])\s")
_CONTRAST = 4.5
"""WCAG 2.1, success criterion 1.4.3, for text under 18 pt."""
_THEME_SLOTS = {
    "text1": "dk1",
    "background1": "lt1",
    "text2": "dk2",
    "background2": "lt2",
    "hyperlink": "hlink",
    "followedHyperlink": "folHlink",
}


@dataclass(slots=True)
class _Look:
    """What one style draws: text colour and ground as RRGGBB, outline level (None: no heading)."""

    colour: str
    ground: str
    outline: int | None


class _File:
    """The parts of a Word file that the rules ask for, parsed without entities or network."""

    def __init__(self, data: bytes) -> None:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        with ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            parts = {name: etree.fromstring(archive.read(name), parser) for name in sorted(names) if name.endswith(".xml")}
        self.parts = parts
        self.body = parts["word/document.xml"][0]
        scheme = parts["word/theme/theme1.xml"][0][0]
        self.theme = {slot.tag.removeprefix(_A): slot[0].get("lastClr") or slot[0].get("val") or "" for slot in scheme}
        self.styles = {style.get(f"{_W}styleId", ""): style for style in parts["word/styles.xml"].iter(f"{_W}style")}

    def colour(self, element: etree._Element | None, plain: str, themed: str, otherwise: str) -> str:
        """The colour that an element names, through the theme where it does."""
        if element is None:
            return otherwise
        slot = element.get(f"{_W}{themed}")
        if slot:
            return self.theme.get(_THEME_SLOTS.get(slot, slot), otherwise)
        value = element.get(f"{_W}{plain}", "auto")
        return otherwise if value == "auto" else value

    def look(self, style_id: str) -> _Look:
        """What a style draws, with what it inherits."""
        chain = []
        while style_id in self.styles:
            chain.append(self.styles[style_id])
            based = chain[-1].find(f"{_W}basedOn")
            style_id = based.get(f"{_W}val", "") if based is not None else ""

        def first(path: str) -> etree._Element | None:
            return next((found for style in chain if (found := style.find(path)) is not None), None)

        outline = first(f"{_W}pPr/{_W}outlineLvl")
        return _Look(
            self.colour(first(f"{_W}rPr/{_W}color"), "val", "themeColor", "000000"),
            self.colour(first(f"{_W}pPr/{_W}shd"), "fill", "themeFill", "FFFFFF"),
            int(outline.get(f"{_W}val", "9")) if outline is not None else None,
        )


def check_docx(data: bytes, name: str = "minutes.docx") -> tuple[Problem, ...]:
    """Every rule that the file ``name`` breaks, as errors in reading order of the rules; () for a file that everybody can read."""
    file = _File(data)
    place = Place(name)
    rules = (_properties, _pictures, _tables, _headings, _contrasts, _links, _paragraphs)
    return tuple(Problem(place, "", message) for rule in rules for message in rule(file))


def _properties(file: _File) -> Iterator[Message]:
    core = file.parts["docProps/core.xml"]
    if not (core.findtext(f"{_DC}title") or "").strip():
        yield say("expected a title among the properties, found none")
    language = core.findtext(f"{_DC}language") or ""
    defaults = file.parts["word/styles.xml"].find(f"{_W}docDefaults/{_W}rPrDefault/{_W}rPr/{_W}lang")
    spoken = defaults.get(f"{_W}val", "") if defaults is not None else ""
    if not language or not spoken:
        yield say("expected the document's language in properties and styles, found none")
    elif language != spoken:
        yield say("expected one language, found {first} in the properties and {second} in the styles", first=language, second=spoken)


def _pictures(file: _File) -> Iterator[Message]:
    for part in file.parts.values():
        for _ in part.iter(f"{_WP}anchor"):
            yield say("expected pictures in the line, found one that floats")
        for described in part.iter(f"{_WP}docPr"):
            alt = (described.get("descr") or "").strip()
            if not alt:
                yield say("expected a text alternative for picture {number}, found none", number=described.get("id"))
            elif _FILE_NAME.search(alt):
                yield say("expected a text alternative, found the file name {alt}", alt=alt)


def _tables(file: _File) -> Iterator[Message]:
    for table in file.body.iter(f"{_W}tbl"):
        properties = table.find(f"{_W}tblPr")
        assert properties is not None
        caption = properties.find(f"{_W}tblCaption")
        title = caption.get(f"{_W}val", "") if caption is not None else ""
        look = properties.find(f"{_W}tblLook")
        first_row = look is not None and look.get(f"{_W}firstRow") == "1"
        repeated = table.find(f"{_W}tr/{_W}trPr/{_W}tblHeader") is not None
        if not title or properties.find(f"{_W}tblDescription") is None:
            yield say("expected a title and a description for screen readers on every table, found none on {table}", table=title or "?")
        if first_row != repeated:
            yield say("expected the head row of {table} marked and repeated on every page, found only one of the two", table=title)
        if next(table.iter(f"{_W}gridSpan", f"{_W}vMerge"), None) is not None:
            yield say("expected a table without merged cells, found some in {table}", table=title)


def _headings(file: _File) -> Iterator[Message]:
    reached = -1
    for paragraph in file.body.iter(f"{_W}p"):
        level = file.look(_style_of(paragraph)).outline
        if level is None:
            continue
        if level > reached + 1:
            yield say("expected no level skipped, found heading level {level} at ”{words}”", level=level + 1, words=_text(paragraph))
        reached = level


def _contrasts(file: _File) -> Iterator[Message]:
    used = {_style_of(paragraph) for part in file.parts.values() for paragraph in part.iter(f"{_W}p")}
    grounds = {file.look(style).ground for style in used}
    for style in sorted(used):
        look = file.look(style)
        ratio = contrast(look.colour, look.ground)
        if ratio < _CONTRAST:
            yield say("expected a contrast of at least 4.5:1 in the style {style}, found {ratio}", style=style, ratio=f"{ratio:.1f}")
    for style in sorted({run.get(f"{_W}val", "") for run in file.body.iter(f"{_W}rStyle")}):
        colour = file.styles[style].find(f"{_W}rPr/{_W}color") if style in file.styles else None
        for ground in sorted(grounds) if colour is not None else ():
            ratio = contrast(file.colour(colour, "val", "themeColor", "000000"), ground)
            if ratio < _CONTRAST:
                yield say("expected a contrast of at least 4.5:1 in the style {style}, found {ratio}", style=style, ratio=f"{ratio:.1f}")


def _links(file: _File) -> Iterator[Message]:
    for link in file.body.iter(f"{_W}hyperlink"):
        words = _text(link).strip()
        if not words:
            yield say("expected words in every link, found a link without")
        elif words.casefold().rstrip(" .>") in _EMPTY_WORDS or _ADDRESS.match(words):
            yield say("expected a link's words to say where it leads, found ”{words}”", words=words)


def _paragraphs(file: _File) -> Iterator[Message]:
    empty = False
    for element in file.body:
        bare = element.tag == f"{_W}p" and not _text(element).strip() and next(element.iter(f"{_W}drawing"), None) is None
        if bare and empty:
            yield say("expected space from styles, found empty paragraphs after each other")
        empty = bare
        if element.tag == f"{_W}p" and file.look(_style_of(element)).outline is None and _TYPED_MARK.match(_text(element)):
            yield say("expected a list, found a typed mark at ”{words}”", words=_text(element)[:40])


def _style_of(paragraph: etree._Element) -> str:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    return style.get(f"{_W}val", "") if style is not None else "Normal"


def _text(element: etree._Element) -> str:
    return "".join(text.text or "" for text in element.iter(f"{_W}t"))


def contrast(first: str, second: str) -> float:
    """Ratio of two colours' relative luminances (WCAG 2.1), from 1 to 21."""
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
