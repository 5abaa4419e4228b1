"""Documents that a returned file draws in by reference (ECMA-376 part 1, 17.17.2.1): their words, as far as their format is one that can be read."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml import etree

from pipeline.problems import BadInput
from pipeline.word.archive import Archive
from pipeline.word.names import W
from pipeline.word.signs import chosen

_W = f"{{{W}}}"
_BLOCK = re.compile(
    "address|article|aside|blockquote|body|br|caption|d[dlt]|div|fig(caption|ure)|footer|form|h[1-6r]|header|html|li|main|nav|ol|p|pre|section"
    "|t(able|body|d|foot|h|head|r)|ul"
)
_UNSEEN = frozenset(("script", "style", "head", "title"))
_ZIP = b"PK\x03\x04"
_MHT = re.compile(rb"(?im)\A(?:[\w-]+:[^\n]*\n|[ \t][^\n]*\n)*?(?:mime-version|content-type):")
_UNREADABLE = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]|\A\s*(?:\{\\rtf|<)")
"""Bytes of no text, rich text, or markup that is no web page."""
_MARKUP = re.compile(rb"(?i)<(?:!doctype|html|body|p|div|table|h[1-6]|ul|ol|span|br)\b")


def chunk_words(data: bytes, name: str) -> list[str]:
    """The paragraphs of the part called ``name``: another Word file, a web page, plain text; [] for what cannot be read (RTF, older Word files)."""
    if data.startswith(_ZIP):
        return _document(data, name)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        data = data.decode("utf-16", "replace").encode()
    if _MHT.match(data):
        return _archived(data)
    if _MARKUP.search(data):
        return _page(data)
    return [] if _UNREADABLE.search(data) else _lines(_decoded(data))


def _document(data: bytes, name: str) -> list[str]:
    """Of a Word file, with tracked changes accepted."""
    try:
        archive = Archive(data, name)
        root = chosen(archive.xml(archive.main))
    except BadInput:
        return []
    return _filled(_paragraph(paragraph) for paragraph in root.iter(f"{_W}p"))


def _paragraph(paragraph: etree._Element) -> str:
    words = []
    for element in paragraph.iter(f"{_W}t", f"{_W}tab", f"{_W}br", f"{_W}cr", f"{_W}noBreakHyphen"):
        if (
            next(element.iterancestors(f"{_W}p")) is not paragraph
            or next(element.iterancestors(f"{_W}moveFrom", f"{_W}del"), None) is not None
        ):
            continue
        words.append(element.text or "" if element.tag == f"{_W}t" else "-" if element.tag == f"{_W}noBreakHyphen" else " ")
    return "".join(words)


def _page(data: bytes) -> list[str]:
    """Of a web page: what its blocks say, one after the other."""
    from lxml import html

    try:
        root = html.document_fromstring(data, parser=html.HTMLParser(encoding=_encoding(data), no_network=True))
    except (etree.ParserError, ValueError):
        return []
    return _filled(_blocks(root))


def _blocks(root: etree._Element) -> list[str]:
    """The words of every block in order, without recursion: a page may be nested as deep as its maker likes."""
    found: list[list[str]] = [[]]
    stack: list[tuple[etree._Element, bool]] = [(root, False)]
    while stack:
        element, done = stack.pop()
        named = str(element.tag)  # of a comment it is a function
        if _BLOCK.fullmatch(named):
            found.append([])
        if done:
            found[-1].append(element.tail or "")
            continue
        stack.append((element, True))
        if named.isalnum() and named not in _UNSEEN:
            found[-1].append(element.text or "")
            stack.extend((child, False) for child in reversed(element))
    return ["".join(words) for words in found]


def _archived(data: bytes) -> list[str]:
    """Of a web page in one file (MHTML, RFC 2557), the first part with words."""
    from email import message_from_bytes

    for part in message_from_bytes(data).walk():
        content = part.get_payload(decode=True)
        if isinstance(content, bytes) and part.get_content_maintype() == "text":
            return _page(content) if part.get_content_subtype() == "html" else _lines(_decoded(content))
    return []


def _encoding(data: bytes) -> str | None:
    """UTF-8 where it is that; else what the page itself says."""
    try:
        data.decode("utf-8")
    except ValueError:
        return None
    return "utf-8"


def _decoded(data: bytes) -> str:
    return data.decode("utf-8-sig") if _encoding(data) else data.decode("cp1252", "replace")


def _lines(text: str) -> list[str]:
    return _filled(text.splitlines())


def _filled(words: Iterable[str]) -> list[str]:
    """Lines with something on them, their spaces as one."""
    return [line for one in words if (line := " ".join(one.split()))]
