"""What stands on every page: nameplate over fet–fin on the first, a running head on the others, the footer with the initials' line."""

from __future__ import annotations

import re

from pipeline.story import Furniture
from pipeline.word.body import words
from pipeline.word.names import NAMESPACES

_SLOT = re.compile(r"\{(n|total)\}")


def text_xml(text: str) -> str:
    """A run of plain words; nothing for no words."""
    return f"<w:r>{words(text)}</w:r>" if text else ""


def field_xml(instruction: str, cached: int) -> str:
    """A complex field with the value that it shows until somebody's program counts for itself."""
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>{cached}</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def page_number(pattern: str, page: int, total: int) -> str:
    """'Sida {n} ({total})' with PAGE and NUMPAGES in its slots."""
    fields = {"n": field_xml("PAGE", page), "total": field_xml("NUMPAGES", total)}
    return "".join(fields[part] if number % 2 else text_xml(part) for number, part in enumerate(_SLOT.split(pattern)))


def _paragraph(style: str, content: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{content}</w:p>'


_TAB = "<w:r><w:tab/></w:r>"


def first_header_xml(furniture: Furniture, total: int) -> str:
    """The first page's header."""
    nameplate = _paragraph("Tidningshuvud", text_xml(furniture.nameplate)) if furniture.nameplate else ""
    line = _paragraph("Sidhuvudforsta", text_xml(furniture.body) + _TAB + page_number(furniture.page, 1, total))
    return f"<w:hdr {NAMESPACES}>{nameplate}{line}</w:hdr>"


def later_header_xml(furniture: Furniture, total: int) -> str:
    """The header of all later pages."""
    line = _paragraph("Sidhuvudfoljande", text_xml(furniture.running_head) + _TAB + page_number(furniture.page, 2, total))
    return f"<w:hdr {NAMESPACES}>{line}</w:hdr>"


def footer_xml(furniture: Furniture) -> str:
    """The footer, the same on all pages; where signing is digital only its left part."""
    line = _TAB + text_xml(furniture.initials + " ") + _TAB if furniture.initials else ""
    return f"<w:ftr {NAMESPACES}>{_paragraph('Footer', text_xml(furniture.footer) + line)}</w:ftr>"
