"""The table of contents: a TOC field whose entries are already there, so that nobody is asked to update it."""

from __future__ import annotations

from pipeline.word.flow import Par, Piece, Run
from pipeline.word.furniture import field_xml, text_xml
from pipeline.word.measure import Widths, pages_of
from pipeline.word.names import target_name

PAGES = 8
"""A document longer than this gets one."""
SURELY_LONG = 1000
"""Paragraphs and tables that no eight pages hold, so that they need not be measured."""
_TITLES = {"sv": "Innehåll", "en": "Contents"}
_TAB = "<w:r><w:tab/></w:r>"
_BEGIN = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> TOC \\o "1-1" \\h \\z </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
)
_END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def insert_contents(pieces: list[Piece], title: str, language: str, widths: Widths) -> int:
    """Put a table of the §§ before the first of them, behind the cover with its lists and signatures; its page numbers, counted with its own length, are estimates until updated.

    Gives the number of pages.
    """
    places = [number for number, piece in enumerate(pieces) if isinstance(piece, Par) and piece.style == "Heading1"]
    if not places:
        return pages_of(pieces, widths)[-1]
    first = places[0]
    headings = [piece for piece in pieces if isinstance(piece, Par) and piece.style == "Heading1"]
    entries = [Par("TOC1", [Run(f"{heading.shown}\t{heading.text}")]) for heading in headings]
    pieces[first:first] = [Par("TOCHeading", [Run(title or _TITLES.get(language[:2], _TITLES["en"]))]), *entries]
    pages = pages_of(pieces, widths)
    begins = dict(zip(map(id, pieces), pages, strict=True))
    for number, (heading, entry) in enumerate(zip(headings, entries, strict=True), 1):
        heading.anchor = heading.anchor or f"contents.{number}"
        entry.raw = _entry(heading, begins[id(heading)])
    entries[0].raw = _BEGIN + entries[0].raw
    entries[-1].raw += _END
    return pages[-1]


def _entry(heading: Par, page: int) -> str:
    target = target_name(heading.anchor)
    words = text_xml(heading.shown) + _TAB + text_xml(heading.text) + _TAB + field_xml(f"PAGEREF {target} \\h", page)
    return f'<w:hyperlink w:anchor="{target}" w:history="1">{words}</w:hyperlink>'
