"""Names that a Word package is made of: namespaces, relationships, content types, units, and the marks of fields."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
ASVG = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
RECORD = "urn:meeting-record:shown:1"
"""Namespace of the custom XML part that holds what a document was made from."""

NAMESPACES = f'xmlns:w="{W}" xmlns:r="{R}"'
WORD_2010 = (
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="w14"'
)
"""What a part declares that says things which only Word 2010 and later understand (MS-DOCX 2.6.1); others pass over them."""
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
WORD_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
OFFICE_TYPES = "application/vnd.openxmlformats-officedocument"

FIELD_MARK = "_mr_"
PROPERTY_HASH = "record_sha256"
PROPERTY_MEETING = "record_meeting"

_SPECIAL = re.compile('[&<>"\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]')
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Not in XML 1.0 (clause 2.2)."""
_NO_NAME = re.compile(r"[^0-9A-Za-z]+")


def twips_mm(length_mm: float) -> int:
    """Twentieths of a point."""
    return round(length_mm * 1440 / 25.4)


def val(tag: str, value: object) -> str:
    """The many elements of WordprocessingML that hold one ``w:val``."""
    return f'<w:{tag} w:val="{value}"/>'


def escape(text: str) -> str:
    """Text for XML content and attributes; what XML cannot hold becomes U+FFFD."""
    if not _SPECIAL.search(text):
        return text
    text = _FORBIDDEN.sub("\ufffd", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


@lru_cache(maxsize=16384)
def field_mark(origin: str) -> str:
    """Name of the hidden bookmark of a field: 40 bits of its path's SHA-256, 14 of the 40 characters that Word allows."""
    return FIELD_MARK + hashlib.sha256(origin.encode()).hexdigest()[:10]


def target_name(anchor: str) -> str:
    """Name of the bookmark that references to ``anchor`` lead to: readable where it fits, always a legal and unique one."""
    name = "m_" + _NO_NAME.sub("_", anchor)
    if len(name) <= 40 and _NO_NAME.sub("_", anchor) == anchor:
        return name
    return name[:29] + "_" + hashlib.sha256(anchor.encode()).hexdigest()[:10]


def full_language(tag: str) -> str:
    """A language with its region, as proofing tools want it ('sv' → 'sv-SE')."""
    return {"sv": "sv-SE", "en": "en-GB"}.get(tag, tag)
