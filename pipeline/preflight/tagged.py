"""A tagged PDF as another reader sees it (pikepdf): elements, marked content with its words, artifacts, what stands outside both."""

from __future__ import annotations

import io
import re
from dataclasses import field
from typing import TYPE_CHECKING, Any

import pikepdf

from pipeline.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SHOWING = frozenset({"Tj", "TJ", "'", '"'})
PAINTING = SHOWING | {"f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh", "Do", "INLINE IMAGE"}
HEX_PAIR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]*)>")
HEX_RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
UNKNOWN = "\ufffd"


@dataclass(slots=True)
class Marked:
    """One marked-content sequence: ``page`` from 0, ``mcid`` None for an artifact, whose kind ``artifact`` then names ("Pagination/Header")."""

    page: int
    tag: str
    mcid: int | None = None
    artifact: str = ""
    words: str = ""
    painted: bool = False


@dataclass(slots=True, eq=False)
class Node:
    """A structure element as the file has it; ``kids`` are nodes, (page, MCID) pairs and annotations (dictionaries) in order."""

    tag: str
    obj: pikepdf.Object
    parent: Node | None
    kids: list[Node | tuple[int, int] | pikepdf.Dictionary] = field(default_factory=list)

    def get(self, key: str) -> Any:
        """An entry of its dictionary."""
        return self.obj.get(key)

    def walk(self) -> Iterator[Node]:
        """This node and all below, in reading order."""
        yield self
        for kid in self.kids:
            if isinstance(kid, Node):
                yield from kid.walk()


@dataclass(slots=True)
class TaggedFile:
    """A read file: the tree's top nodes, every marked-content sequence, and what is wrong already in reading (``faults``)."""

    pdf: pikepdf.Pdf
    tops: list[Node]
    marked: list[Marked]
    faults: list[str]
    roles: Mapping[str, str]

    def nodes(self) -> Iterator[Node]:
        """All elements in reading order."""
        for top in self.tops:
            yield from top.walk()

    def content(self) -> dict[tuple[int, int], Marked]:
        """Tagged content by page (from 0) and MCID."""
        return {(one.page, one.mcid): one for one in self.marked if one.mcid is not None}

    def artifacts(self) -> list[Marked]:
        """The artifacts in order of painting."""
        return [one for one in self.marked if one.mcid is None]


def read_tagged(data: bytes) -> TaggedFile:
    """Read a file; a file without a tree has no nodes and one fault that says so."""
    pdf = pikepdf.open(io.BytesIO(data))
    faults: list[str] = []
    marked: list[Marked] = []
    pages = {page.obj.objgen: index for index, page in enumerate(pdf.pages)}
    for index, page in enumerate(pdf.pages):
        marked += _Content(index, page, faults).read()
    root = pdf.Root.get("/StructTreeRoot")
    tops: list[Node] = []
    roles: dict[str, str] = {}
    if root is None:
        faults.append("the file has no structure tree")
    else:
        roles = {str(key)[1:]: str(value)[1:] for key, value in root.get("/RoleMap", {}).items()}
        tops = [kid for kid in _kids(root.get("/K"), None, None, pages, faults) if isinstance(kid, Node)]
    return TaggedFile(pdf, tops, marked, faults, roles)


def _kids(value: Any, parent: Node | None, page: Any, pages: Mapping[Any, int], faults: list[str]) -> list[Any]:
    """The kids that a /K entry names (ISO 32000-1, 14.7.2)."""
    if value is None:
        return []
    if isinstance(value, pikepdf.Array):
        return [kid for one in value for kid in _kids(one, parent, page, pages, faults)]
    if isinstance(value, int):
        return [(pages.get(page.objgen, -1) if page is not None else -1, value)]
    kind = str(value.get("/Type", ""))
    own = value.get("/Pg", page)
    if kind == "/MCR":
        return [(pages.get(own.objgen, -1) if own is not None else -1, int(value.MCID))]
    if kind == "/OBJR":
        return [value.Obj]
    if "/S" not in value:
        faults.append(f"an element without a type: {value!r}")
        return []
    node = Node(str(value.S)[1:], value, parent)
    above = value.get("/P")
    if parent is not None and (above is None or above.objgen != parent.obj.objgen):
        faults.append(f"element {node.tag} {value.objgen[0]} does not name its parent")
    node.kids = _kids(value.get("/K"), node, value.get("/Pg"), pages, faults)
    return [node]


class _Content:
    """Reads one page's content."""

    def __init__(self, index: int, page: pikepdf.Page, faults: list[str]) -> None:
        self.index = index
        self.page = page
        self.faults = faults
        self.fonts: dict[str, dict[bytes, str]] = {}
        self.font = ""
        self.open: list[Marked | None] = []
        self.opened_in_text: list[bool] = []
        self.in_text = False
        self.found: list[Marked] = []

    def fault(self, words: str) -> None:
        """Note a fault of this page, once."""
        words = f"page {self.index + 1}: {words}"
        if words not in self.faults:
            self.faults.append(words)

    def read(self) -> list[Marked]:
        """The marked content of the page."""
        for instruction in pikepdf.parse_content_stream(self.page):
            self._operator(str(instruction.operator), instruction.operands)
        if self.open:
            self.fault("marked content is never closed")
        return self.found

    def _operator(self, operator: str, operands: Any) -> None:
        match operator:
            case "BDC" | "BMC":
                self._begin(operands)
            case "EMC":
                self._end()
            case "BT" | "ET":
                if operator == "ET" and any(self.opened_in_text):
                    self.fault("marked content begun in text goes on after it")
                self.in_text = operator == "BT"
            case "Tf":
                self.font = str(operands[0])
            case _ if operator in PAINTING:
                self._paint(operator, operands)

    def _begin(self, operands: Any) -> None:
        tag = str(operands[0])[1:]
        properties = operands[1] if len(operands) > 1 else {}
        if isinstance(properties, pikepdf.Name):
            properties = self.page.obj.Resources.Properties[properties]
        mcid = properties.get("/MCID") if properties else None
        if tag == "Artifact" or mcid is not None:
            if any(one is not None for one in self.open):
                self.fault("marked content stands within other marked content")
            kind = "/".join(str(properties.get(key))[1:] for key in ("/Type", "/Subtype") if properties and key in properties)
            one = Marked(self.index, tag, None if mcid is None else int(mcid), kind if mcid is None else "")
            self.found.append(one)
            self.open.append(one)
        else:
            self.open.append(None)
        self.opened_in_text.append(self.in_text)

    def _end(self) -> None:
        if not self.open:
            self.fault("marked content ends that never began")
            return
        self.open.pop()
        if self.opened_in_text.pop() != self.in_text:
            self.fault("marked content crosses the bounds of text")

    def _paint(self, operator: str, operands: Any) -> None:
        held = next((one for one in reversed(self.open) if one is not None), None)
        if held is None:
            self.fault(f"{operator} paints outside marked content")
            return
        held.painted = True
        if operator in SHOWING:
            shown = operands[0] if operator == "TJ" else [operands[-1]]
            words = "".join(self._decode(bytes(one)) for one in shown if isinstance(one, pikepdf.String))
            held.words += words

    def _decode(self, codes: bytes) -> str:
        meanings = self._meanings()
        size = max(map(len, meanings), default=1)
        words = []
        for at in range(0, len(codes), size):
            code = codes[at : at + size]
            if code not in meanings:
                self.fault(f"code {code.hex()} of font {self.font} has no meaning")
            words.append(meanings.get(code, UNKNOWN))
        return "".join(words)

    def _meanings(self) -> dict[bytes, str]:
        if self.font not in self.fonts:
            font = self.page.obj.Resources.Font[self.font]
            stream = font.get("/ToUnicode")
            if stream is None:
                self.fault(f"font {self.font} has no ToUnicode")
            self.fonts[self.font] = {} if stream is None else _to_unicode(stream.read_bytes())
        return self.fonts[self.font]


def _to_unicode(cmap: bytes) -> dict[bytes, str]:
    """What a ToUnicode CMap says of each code (9.10.3)."""
    meanings: dict[bytes, str] = {}
    for body in re.findall(rb"beginbfchar(.*?)endbfchar", cmap, re.DOTALL):
        for code, text in HEX_PAIR.findall(body):
            meanings[bytes.fromhex(code.decode())] = bytes.fromhex(text.decode()).decode("utf-16-be", "replace")
    for body in re.findall(rb"beginbfrange(.*?)endbfrange", cmap, re.DOTALL):
        for first, last, text in HEX_RANGE.findall(body):
            start, size = int(first, 16), len(first) // 2
            for code in range(start, int(last, 16) + 1):
                meanings[code.to_bytes(size, "big")] = chr(int(text, 16) + code - start)
    return meanings
