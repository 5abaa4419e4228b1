"""What a document shows and where it comes from, kept inside it so that edits find their way back."""

from __future__ import annotations

import hashlib
import json

from pipeline.word.flow import Par, Piece, paragraphs
from pipeline.word.names import DECLARATION, OFFICE_TYPES, PROPERTY_HASH, PROPERTY_MEETING, RECORD, escape

FORMAT_ID = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
"""The format of custom properties (ECMA-376 part 1, 22.3.2.1)."""
CUSTOM_TYPE = f"{OFFICE_TYPES}.custom-properties+xml"
ITEM_TYPE = f"{OFFICE_TYPES}.customXmlProperties+xml"
_ITEM_ID = "{6D656574-696E-4721-8672-65636F726400}"


def record_xml(pieces: list[Piece], base: bytes, meeting: str) -> str:
    """The custom XML part: the record's public words as they came (``base``), and every paragraph as it is shown."""
    lines = json.dumps([_line(par) for par in paragraphs(pieces)], ensure_ascii=False, separators=(",", ":"))
    return (
        f'{DECLARATION}<record xmlns="{RECORD}" meeting="{escape(meeting)}" sha256="{fingerprint(base)}">'
        f"<base>{escape(base.decode())}</base><lines>{escape(lines)}</lines></record>"
    )


def _line(par: Par) -> list[object]:
    """Style, the entry it is made from, the number its list shows, and its words: [field or '', text] in turn."""
    parts: list[list[str]] = []
    for run in par.runs:
        if parts and parts[-1][0] == run.origin:
            parts[-1][1] += run.text
        else:
            parts.append([run.origin, run.text])
    return [par.style, par.origin, par.shown, parts]


def fingerprint(base: bytes) -> str:
    """What names a base record."""
    return hashlib.sha256(base).hexdigest()


def item_properties_xml() -> str:
    """The part that gives the custom XML its id and schema (22.5)."""
    name = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
    return (
        f'{DECLARATION}<ds:datastoreItem xmlns:ds="{name}" ds:itemID="{_ITEM_ID}"><ds:schemaRefs><ds:schemaRef ds:uri="{RECORD}"/></ds:schemaRefs>'
        "</ds:datastoreItem>"
    )


def custom_properties_xml(base: bytes, meeting: str) -> str:
    """The custom properties: which record, which meeting."""
    name = "http://schemas.openxmlformats.org/officeDocument/2006"
    values = ((PROPERTY_HASH, fingerprint(base)), (PROPERTY_MEETING, meeting))
    properties = "".join(
        f'<property fmtid="{FORMAT_ID}" pid="{number}" name="{key}"><vt:lpwstr>{escape(value)}</vt:lpwstr></property>'
        for number, (key, value) in enumerate(values, 2)
    )
    return f'{DECLARATION}<Properties xmlns="{name}/custom-properties" xmlns:vt="{name}/docPropsVTypes">{properties}</Properties>'
