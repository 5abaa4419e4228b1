"""What stands on every page: nameplate over fet–fin on the first, a running head on the others, the footer with the initials' line."""

from __future__ import annotations

import re
from typing import Literal

from pipeline.dataclass import dataclass
from pipeline.story import Furniture
from pipeline.word.body import Body, words
from pipeline.word.changes import compared
from pipeline.word.flow import Run
from pipeline.word.measure import Widths
from pipeline.word.names import NAMESPACES
from pipeline.word.shown import two_lines
from pipeline.word.styles import TEXT

_FOOTER_PT, _HEAD_PT = 8, 8.5
_FOOTER_ROOM_PT = 256
"""From the left edge to the initials' tab at 93 mm, less a space."""
_SLOT = re.compile(r"\{(n|total)\}")


def text_xml(text: str) -> str:
    """A run of plain words; nothing for no words."""
    return f"<w:r>{words(text)}</w:r>" if text else ""


def field_xml(instruction: str, cached: int | str) -> str:
    """A complex field with the value that it shows until somebody's program counts for itself."""
    shown = text_xml(str(cached))
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{shown}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def page_number(pattern: str, page: int, total: int) -> str:
    """'Sida {n} ({total})' with PAGE and NUMPAGES in its slots."""
    fields = {"n": field_xml("PAGE", page), "total": field_xml("NUMPAGES", total)}
    return "".join(fields[part] if number % 2 else text_xml(part) for number, part in enumerate(_SLOT.split(pattern)))


@dataclass(slots=True)
class Words:
    """The furniture and, where an older version is to be compared, what it said; ``body`` writes the changes."""

    now: Furniture
    before: Furniture | None
    body: Body
    widths: Widths

    def unchanged(self, name: str) -> bool:
        """Whether the older version says the same, or there is none."""
        return self.before is None or getattr(self.before, name) == getattr(self.now, name)

    def __call__(self, name: Literal["nameplate", "body", "running_head", "footer"]) -> str:
        """The runs of one of its texts."""
        new = getattr(self.now, name)
        old = getattr(self.before, name) if self.before is not None else new
        return text_xml(new) if old == new else self.body.linked(compared([Run(old)], [Run(new)]), bold=False)


def _paragraph(style: str, content: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{content}</w:p>'


_TAB = "<w:r><w:tab/></w:r>"


def first_header_xml(words: Words, total: int) -> str:
    """The first page's header."""
    nameplate = words("nameplate")
    line = _paragraph("Sidhuvudforsta", words("body") + _TAB + page_number(words.now.page, 1, total))
    return f"<w:hdr {NAMESPACES}>{_paragraph('Tidningshuvud', nameplate) if nameplate else ''}{line}</w:hdr>"


def later_header_xml(words: Words, total: int, *, sections: bool) -> str:
    """The header of all later pages, under it the § that Word finds there: the page's first, or the one that goes on over the whole page.

    One header serves many pages, so the fields show nothing until they are counted: a § kept from one page would be false on the next.
    """
    page = _TAB + page_number(words.now.page, 2, total)
    line = _paragraph("Sidhuvudfoljande", _head(words, len(words.now.page)) + page)
    found = _paragraph("Header", field_xml("STYLEREF 1 \\n", "") + text_xml(" ") + field_xml("STYLEREF 1", "")) if sections else ""
    return f"<w:hdr {NAMESPACES}>{line}{found}</w:hdr>"


def _fits(text: str, widths: Widths, size: float = _FOOTER_PT, room: float = _FOOTER_ROOM_PT) -> bool:
    return len(text) * widths.sans * size <= room


def _head(words: Words, page: int) -> str:
    """The running head; one that leaves no room for the page's number in two lines, the first as long as it may be."""
    head = words.now.running_head
    if words.unchanged("running_head") and not _fits(head + " " * page, words.widths, _HEAD_PT, TEXT / 20):
        for first, last in reversed(list(two_lines(head))):
            if _fits(first, words.widths, _HEAD_PT, TEXT / 20):
                return text_xml(f"{first}\n{last}")
    return words("running_head")


def footer_xml(words: Words) -> str:
    """The footer, the same on all pages; where signing is digital only its left part, where that is long its beginning in a line above the initials."""
    if not words.now.initials:
        return f"<w:ftr {NAMESPACES}>{_paragraph('Footer', words('footer'))}</w:ftr>"
    line = _TAB + text_xml(words.now.initials + " ") + _TAB
    if not _fits(words.now.footer, words.widths):
        for first, last in two_lines(words.now.footer):
            if words.unchanged("footer") and _fits(last, words.widths):
                return f"<w:ftr {NAMESPACES}>{_paragraph('Footer', text_xml(first))}{_paragraph('Footer', text_xml(last) + line)}</w:ftr>"
        return f"<w:ftr {NAMESPACES}>{_paragraph('Footer', words('footer'))}{_paragraph('Footer', line)}</w:ftr>"
    return f"<w:ftr {NAMESPACES}>{_paragraph('Footer', words('footer') + line)}</w:ftr>"
