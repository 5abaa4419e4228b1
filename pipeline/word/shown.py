"""What a document shows and where it comes from, kept inside it so that edits find their way back."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import attrgetter

from pipeline.story import Furniture
from pipeline.word.flow import Par, Piece, Run
from pipeline.word.names import DECLARATION, OFFICE_TYPES, PROPERTY_HASH, PROPERTY_MEETING, RECORD, escape

FORMAT_ID = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
"""The format of custom properties (ECMA-376 part 1, 22.3.2.1)."""
CUSTOM_TYPE = f"{OFFICE_TYPES}.custom-properties+xml"
ITEM_TYPE = f"{OFFICE_TYPES}.customXmlProperties+xml"
_ITEM_ID = "{6D656574-696E-4721-8672-65636F726400}"


def record_xml(pieces: list[Piece], furniture: Furniture, base: bytes, meeting: str) -> str:
    """The custom XML part: the record's public words as they came (``base``), and every paragraph as it is shown."""
    lines = json.dumps(shown_lines(pieces), ensure_ascii=False, separators=(",", ":"))
    heads = json.dumps(shown_furniture(furniture), ensure_ascii=False, separators=(",", ":"))
    return (
        f'{DECLARATION}<record xmlns="{RECORD}" meeting="{escape(meeting)}" sha256="{fingerprint(base)}">'
        f"<base>{escape(base.decode())}</base><lines>{escape(lines)}</lines><furniture>{escape(heads)}</furniture></record>"
    )


def shown_furniture(furniture: Furniture) -> list[str]:
    """The words of headers and footers without what fields count."""
    page = furniture.page.replace("{n}", "").replace("{total}", "")
    footer = f"{furniture.footer}\t{furniture.initials} \t" if furniture.initials else furniture.footer
    tail = f"\t{furniture.initials} \t"
    parts = [furniture.footer, tail]  # where they stand on lines of their own
    for first, last in two_lines(furniture.footer) if furniture.initials else ():
        parts += [first, last + tail]
    for first, last in two_lines(furniture.running_head):
        parts += [first, f"{last}\t{page}", f"{first}\n{last}\t{page}"]
    return [furniture.nameplate, f"{furniture.body}\t{page}", f"{furniture.running_head}\t{page}", footer, *parts]


def two_lines(text: str) -> Iterator[tuple[str, str]]:
    """The ways to set facts with dots between them in two lines, without the dot between those."""
    facts = re.split("[ \u00a0]· ", text)
    for count in range(1, len(facts)):
        yield " · ".join(facts[:count]), " · ".join(facts[count:])


def shown_lines(pieces: Iterable[Piece]) -> list[list[object]]:
    """Every paragraph in reading order as [style id, entry, list number, table row, cell, parts]; row and cell count from 0, -1 outside tables."""
    lines: list[list[object]] = []
    row = cell = -1
    for piece in pieces:
        if isinstance(piece, Par):
            if piece.style != "TOC1":
                lines.append([piece.style, piece.origin, piece.shown, -1, -1, _parts(piece)])
            continue
        for table_row in piece.rows:
            row += 1
            for pars in table_row.cells:
                cell += 1
                lines.extend([par.style, par.origin, par.shown, row, cell, _parts(par)] for par in pars)
    return lines


def _parts(par: Par) -> list[list[object]]:
    """The paragraph's words by field: [field or '', plain words], or [field or '', [[words, traits, link, language, note], …]]."""
    if par.picture:
        return [["", "\ufffc"]]
    if len(par.runs) == 1 and not par.runs[0].note:
        run = par.runs[0]
        return [[run.origin, run.text if _bare(run) else [_dressed(run)]]]
    parts: list[list[object]] = []
    for _, group in groupby(par.runs, key=_origin):
        runs = list(group)
        parts.append([runs[0].origin, runs[0].text if len(runs) == 1 and _bare(runs[0]) else [_dressed(run) for run in runs]])
    return parts


_origin = attrgetter("origin")


def _bare(run: Run) -> bool:
    return not (run.traits or run.link or run.language or run.note)


def _dressed(run: Run) -> list[object]:
    return [run.text or ("\ufffb" if run.note else ""), run.traits, run.link, run.language, " ".join(par.text for par in run.note)]


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
