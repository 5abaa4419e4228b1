"""A whole Word document: story and look in, the bytes of a .docx out."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import docx
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.part import XmlPart
from docx.oxml.parser import parse_xml
from lxml import etree

from pipeline.collector import resting_collector
from pipeline.word.blocks import Making, pieces_of
from pipeline.word.body import Body, footnotes_xml
from pipeline.word.changes import tracked
from pipeline.word.comments import STYLES as COMMENT_STYLES
from pipeline.word.comments import Comment, comments_xml, places_of
from pipeline.word.contents import PAGES, SURELY_LONG, insert_contents
from pipeline.word.flow import Par, Piece, paragraphs
from pipeline.word.furniture import Words, first_header_xml, footer_xml, later_header_xml
from pipeline.word.keeping import close, free_headings, hold_decisions, hold_recipients, hold_rows, hold_signatures, space_after_tables
from pipeline.word.measure import pages_of
from pipeline.word.names import RELATIONS, WORD_TYPES, W, full_language
from pipeline.word.numbering import numbering_xml
from pipeline.word.outcome import WordFile
from pipeline.word.package import add_part, package_bytes
from pipeline.word.pictures import Drawer
from pipeline.word.shown import CUSTOM_TYPE, ITEM_TYPE, custom_properties_xml, item_properties_xml, record_xml
from pipeline.word.styles import ancestry
from pipeline.word.stylesheet import style_xml
from pipeline.word.template import Template, settings_xml, template_of

if TYPE_CHECKING:
    from pipeline.look import Look
    from pipeline.story import Document, Metadata

_STYLE_ID = f"{{{W}}}styleId"


def write_docx(  # noqa: PLR0913 - what a document may be besides its story and look
    document: Document,
    look: Look,
    *,
    base: bytes | None = None,
    meeting: str = "",
    track: bool = False,
    frozen: bool = True,
    toc: bool | None = None,
    since: Document | None = None,
    comments: Sequence[Comment] = (),
) -> WordFile:
    """Minutes, extract or agenda as a .docx that validates against ECMA-376 transitional and repeats to the byte.

    ``base`` is the canonical JSON (origin → markup) that travels along so that edits can come back, ``meeting`` says whose it is;
    ``track`` makes Word track every edit; ``frozen`` keeps each § at its number when another is deleted; ``toc`` None puts in
    a table of contents over eight pages; ``since`` marks the difference to an older story as tracked changes; ``comments`` stand at
    what they are about.
    """
    with resting_collector():
        language = full_language(document.metadata.language)
        template = template_of(look, language)
        making = Making(frozen)
        pieces = pieces_of(document.blocks, making)
        total = _arrange(pieces, document, template, making, toc=toc if since is None else False)
        record = record_xml(pieces, document.furniture, base, meeting) if base is not None else ""
        if since is not None:
            pieces = _since(pieces, since, template, making)
        word = docx.Document(io.BytesIO(template.package))
        body = _body(word, document.metadata, marked=base is not None)
        _fill_comments(word, body, pieces, comments)
        written = body.write(pieces)
        _fill_notes(word, body)
        _fill_styles(word, body, look)
        _replace(word, RELATIONSHIP_TYPE.NUMBERING, numbering_xml(making.numbering, look))
        _replace(word, RELATIONSHIP_TYPE.SETTINGS, settings_xml(language, embedded=look.embed_fonts, track=track, notes=bool(body.notes)))
        sections = any(isinstance(piece, Par) and piece.style == "Heading1" for piece in pieces)
        _fill_furniture(
            word, Words(document.furniture, since.furniture if since is not None else None, body, template.widths), total, sections=sections
        )
        _fill_properties(word, document.metadata, language)
        if base is not None:
            _attach_record(word, record, base, meeting)
        return WordFile(
            package_bytes(word.part.package, {word.part: _main_part(word, written)}), total, (*template.warnings, *body.warnings)
        )


def _since(pieces: list[Piece], since: Document, template: Template, making: Making) -> list[Piece]:
    """The pieces with what an older story said otherwise as tracked changes."""
    older = pieces_of(since.blocks, making.beside())
    _arrange(older, since, template, making, toc=False)
    return tracked(older, pieces)


def _arrange(pieces: list[Piece], document: Document, template: Template, making: Making, *, toc: bool | None) -> int:
    """Give the pieces their distances, chains and table of contents; the number of pages, estimated."""
    close(pieces, document.metadata.title)
    space_after_tables(pieces)
    free_headings(pieces)
    hold_rows(pieces)
    hold_recipients(pieces)
    hold_decisions(pieces, template.widths)
    hold_signatures(pieces, template.widths)
    if toc is None:
        toc = len(pieces) > SURELY_LONG or pages_of(pieces, template.widths)[-1] > PAGES
    if toc:
        return insert_contents(pieces, making.contents, document.metadata.language, template.widths)
    return pages_of(pieces, template.widths)[-1]


def _body(word: WordDocument, metadata: Metadata, *, marked: bool) -> Body:
    """What writes the body, with the document's relationships to what lies outside."""
    relations = word.part.rels

    def relate(address: str) -> str:
        name = f"rIdLink{len(relations)}"
        relations.add_relationship(RELATIONSHIP_TYPE.HYPERLINK, address, name, is_external=True)
        return name

    instant = datetime.fromisoformat(metadata.date).replace(tzinfo=None)
    first, second = (f"{at:%Y-%m-%dT%H:%M:%S}Z" for at in (instant, instant + timedelta(hours=1)))
    return Body(relate, Drawer(word.part).draw, marked, author=metadata.author, dates=(first, second))


def _main_part(word: WordDocument, written: str) -> bytes:
    """The main part: what was written before the section's properties of the template; read by nobody here, since 1 000 §§ take as long to read as to write."""
    shell = etree.tostring(word.element, encoding="UTF-8", standalone=True)
    before, mark, after = shell.partition(b"<w:sectPr")
    return before + written.encode() + mark + after


def _fill_comments(word: WordDocument, body: Body, pieces: list[Piece], comments: Sequence[Comment]) -> None:
    """Where the body is to mark the comments, and the part that holds their words."""
    if not comments:
        return
    body.comments = places_of(comments, list(paragraphs(pieces)))
    blob = comments_xml(comments, body.dates[0]).encode()
    body.styles |= COMMENT_STYLES
    add_part(word.part, word.part.package, "/word/comments.xml", f"{WORD_TYPES}.comments+xml", RELATIONSHIP_TYPE.COMMENTS, blob)


def _fill_notes(word: WordDocument, body: Body) -> None:
    """The part of the footnotes that the body's marks call for."""
    if not body.notes:
        return
    addresses: list[str] = []

    def relate(address: str) -> str:
        addresses.append(address)
        return f"rId{len(addresses)}"

    inner = Body(relate, body.draw, marked=False, targets=body.targets)
    blob = footnotes_xml(body.notes, inner).encode()
    body.styles |= inner.styles
    part = add_part(word.part, word.part.package, "/word/footnotes.xml", f"{WORD_TYPES}.footnotes+xml", RELATIONSHIP_TYPE.FOOTNOTES, blob)
    for address in addresses:
        part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)


def _fill_styles(word: WordDocument, body: Body, look: Look) -> None:
    """Bring in the styles on demand that this document uses, and those that they are based on."""
    styles = word.styles.element
    present = {style.get(_STYLE_ID) for style in styles}
    for style_id in sorted(body.styles):
        for needed in ancestry(style_id):
            if needed not in present:
                present.add(needed)
                styles.append(parse_xml(style_xml(needed, look)))


def _replace(word: WordDocument, relation: str, xml: str) -> None:
    """Let a part of the template say what this document needs."""
    part = word.part.part_related_by(relation)
    assert isinstance(part, XmlPart)
    part.element[:] = list(parse_xml(xml.encode()))


def _fill_furniture(word: WordDocument, words: Words, total: int, *, sections: bool) -> None:
    """Headers and footers of the first page and of the later ones."""
    section = word.sections[0]
    for place, xml in (
        (section.first_page_header, first_header_xml(words, total)),
        (section.header, later_header_xml(words, total, sections=sections)),
        (section.first_page_footer, footer_xml(words)),
        (section.footer, footer_xml(words)),
    ):
        place.part.element[:] = list(parse_xml(xml))


def _fill_properties(word: WordDocument, metadata: Metadata, language: str) -> None:
    """The core properties; creation and change are the record's date, never the clock."""
    properties = word.core_properties
    properties.title = metadata.title
    properties.author = properties.last_modified_by = metadata.author
    properties.language = language
    properties.subject = metadata.subject
    properties.keywords = ", ".join(metadata.keywords)
    properties.revision = 1
    instant = datetime.fromisoformat(metadata.date)
    properties.created = properties.modified = instant.replace(tzinfo=None, microsecond=0)


def _attach_record(word: WordDocument, record: str, base: bytes, meeting: str) -> None:
    """The record as custom XML, its fingerprint as custom properties."""
    package = word.part.package
    item = add_part(word.part, package, "/customXml/item1.xml", "application/xml", f"{RELATIONS}/customXml", record.encode())
    add_part(item, package, "/customXml/itemProps1.xml", ITEM_TYPE, f"{RELATIONS}/customXmlProps", item_properties_xml().encode())
    properties = custom_properties_xml(base, meeting).encode()
    add_part(package, package, "/docProps/custom.xml", CUSTOM_TYPE, f"{RELATIONS}/custom-properties", properties)
