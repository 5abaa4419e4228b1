"""Whether a tagged PDF holds together: every mark used once, tree and pages agreeing, nothing empty, nothing outside (PDF/UA-1 and good sense)."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pikepdf

from pipeline.preflight.aloud import read_aloud
from pipeline.preflight.tagged import Node, TaggedFile, read_tagged

if TYPE_CHECKING:
    from collections.abc import Iterator

MAY_BE_EMPTY = frozenset({"TD", "TH"})
ARTIFACT_KINDS = frozenset({"Pagination", "Pagination/Header", "Pagination/Footer", "Layout", "Background"})
INSIDE = {
    "L": {"LI", "Caption"},
    "LI": {"Lbl", "LBody"},
    "Table": {"TR", "Caption"},
    "TR": {"TH", "TD"},
    "TOC": {"TOCI", "TOC", "Caption"},
}
"""What some elements may hold directly (ISO 32000-1, 14.8.4)."""
HOME = {"LI": {"L"}, "Lbl": {"LI", "Note", "TOCI"}, "LBody": {"LI"}, "TR": {"Table"}, "TH": {"TR"}, "TD": {"TR"}, "TOCI": {"TOC"}}
"""Where some elements must stand."""
NOTHING: Any = pikepdf.Dictionary()
LIGATURES = range(0xFB00, 0xFB07)


def check_structure(data: bytes) -> list[str]:
    """Every fault, as a sentence that names page or element; none in a sound file."""
    read = read_tagged(data)
    checks = (_document, _content, _parents, _links, _annotations, _elements, _headings, _tables, _figures, _notes, _words)
    return [*read.faults, *(fault for check in checks for fault in check(read))]


def artifact_words(data: bytes) -> list[tuple[int, str, str]]:
    """The words that a screen reader passes over: page from 1, kind of artifact, words; those without words are left out."""
    return [(one.page + 1, one.artifact, " ".join(one.words.split())) for one in read_tagged(data).artifacts() if one.words.strip()]


def _document(read: TaggedFile) -> Iterator[str]:
    root = read.pdf.Root
    if root.get("/MarkInfo", NOTHING).get("/Marked") is not True:
        yield "the file does not say that it is tagged"
    if not str(root.get("/Lang", "")):
        yield "the file has no language"
    if root.get("/ViewerPreferences", NOTHING).get("/DisplayDocTitle") is not True:
        yield "the file's title is not to be shown"
    if not str(read.pdf.docinfo.get("/Title", "")):
        yield "the file has no title"
    if "/PageLabels" not in root:
        yield "the file has no page labels"
    if len(read.tops) != 1 or read.tops[0].tag != "Document":
        yield "the tree does not begin with one Document"
    headings = [node for node in read.nodes() if node.tag[:1] == "H" and node.tag[1:].isdigit()]
    if len(headings) > 1 and "/Outlines" not in root:
        yield "the file has headings and no outline"


def _content(read: TaggedFile) -> Iterator[str]:
    """Each mark on the pages is used once and is what its element says."""
    content = read.content()
    if len(content) != sum(one.mcid is not None for one in read.marked):
        yield "a page has the same MCID twice"
    used: Counter[tuple[int, int]] = Counter()
    for node in read.nodes():
        for kid in node.kids:
            if isinstance(kid, tuple):
                used[kid] += 1
                one = content.get(kid)
                if one is None:
                    yield f"page {kid[0] + 1}: {node.tag} names content {kid[1]}, which is not there"
                elif one.tag != node.tag:
                    yield f"page {kid[0] + 1}: content {kid[1]} is marked {one.tag} and belongs to {node.tag}"
    for place, one in content.items():
        if used[place] != 1:
            yield f"page {place[0] + 1}: content {place[1]} ({one.tag}) is used {used[place]} times"
        if not one.painted:
            yield f"page {place[0] + 1}: content {place[1]} ({one.tag}) paints nothing"
    for one in read.artifacts():
        if one.artifact not in ARTIFACT_KINDS:
            yield f"page {one.page + 1}: an artifact of kind {one.artifact!r}"


def _number_tree(tree: Any) -> dict[int, Any]:
    found: dict[int, Any] = {}
    numbers = tree.get("/Nums", [])
    for at in range(0, len(numbers), 2):
        found[int(numbers[at])] = numbers[at + 1]
    for kid in tree.get("/Kids", []):
        found |= _number_tree(kid)
    return found


def _parent_tree(read: TaggedFile) -> dict[int, Any]:
    root = read.pdf.Root.get("/StructTreeRoot")
    return _number_tree(root.get("/ParentTree", NOTHING)) if root is not None else {}


def _parents(read: TaggedFile) -> Iterator[str]:
    """The parent tree leads from each mark to the element that holds it (14.7.4.4)."""
    tree = _parent_tree(read)
    holders = {kid: node for node in read.nodes() for kid in node.kids if isinstance(kid, tuple)}
    keys: Counter[int] = Counter()
    for index, page in enumerate(read.pdf.pages):
        marks = sorted(one.mcid for one in read.marked if one.page == index and one.mcid is not None)
        key = page.obj.get("/StructParents")
        if key is None:
            if marks:
                yield f"page {index + 1} has no StructParents"
            continue
        keys[int(key)] += 1
        if str(page.obj.get("/Tabs", "")) != "/S":
            yield f"page {index + 1}: the tab order is not the structure's"
        row = tree.get(int(key))
        for mcid in marks:
            holder = holders.get((index, mcid))
            named = row[mcid] if row is not None and mcid < len(row) else None
            if holder is not None and (named is None or named.objgen != holder.obj.objgen):
                yield f"page {index + 1}: the parent tree leads content {mcid} elsewhere than to its {holder.tag}"
        if row is not None and len(row) > len(marks):
            yield f"page {index + 1}: the parent tree names content that is not on the page"
    if any(count > 1 for count in keys.values()):
        yield "two pages have the same StructParents"


def _links(read: TaggedFile) -> Iterator[str]:
    """Annotations hang on Link elements, and each of these leads somewhere."""
    for node in read.nodes():
        held = [kid for kid in node.kids if isinstance(kid, pikepdf.Dictionary)]
        if held and node.tag != "Link":
            yield f"an annotation hangs on {node.tag}"
        if node.tag == "Link" and not held:
            yield f"Link {node.obj.objgen[0]} leads nowhere"


def _annotations(read: TaggedFile) -> Iterator[str]:
    """Each link annotation hangs on one Link, leads back to it, and says where it goes."""
    tree = _parent_tree(read)
    held: dict[Any, list[Node]] = {}
    for node in read.nodes():
        for kid in node.kids:
            if isinstance(kid, pikepdf.Dictionary):
                held.setdefault(kid.objgen, []).append(node)
    for index, page in enumerate(read.pdf.pages):
        for annotation in page.obj.get("/Annots", []):
            for fault in _annotation(annotation, held.pop(annotation.objgen, []), tree):
                yield f"page {index + 1}: {fault}"
    for number, _ in held:
        yield f"object {number} is named as an annotation and is on no page"


def _annotation(annotation: Any, nodes: list[Node], tree: dict[int, Any]) -> Iterator[str]:
    if len(nodes) != 1:
        yield f"an annotation hangs on {len(nodes)} elements"
        return
    parent = tree.get(int(annotation.get("/StructParent", -1)))
    if parent is None or parent.objgen != nodes[0].obj.objgen:
        yield "the parent tree leads an annotation elsewhere than to its Link"
    if not str(annotation.get("/Contents", "")).strip():
        yield "a link does not say where it leads"
    if "/A" not in annotation and "/Dest" not in annotation:
        yield "a link leads nowhere"


def _elements(read: TaggedFile) -> Iterator[str]:
    """Nothing is empty, and lists, tables and contents are built of their own parts."""
    for node in read.nodes():
        if not node.kids and node.tag not in MAY_BE_EMPTY:
            yield f"{node.tag} {node.obj.objgen[0]} is empty"
        inner = [kid for kid in node.kids if isinstance(kid, Node)]
        allowed = INSIDE.get(node.tag)
        if allowed:
            for kid in inner:
                if kid.tag not in allowed:
                    yield f"{kid.tag} stands directly in {node.tag}"
            if len(inner) != len(node.kids):
                yield f"{node.tag} {node.obj.objgen[0]} holds content outside its parts"
        if node.tag in HOME and (node.parent is None or node.parent.tag not in HOME[node.tag]):
            yield f"{node.tag} stands in {node.parent.tag if node.parent else 'nothing'}"


def _headings(read: TaggedFile) -> Iterator[str]:
    last = 0
    for node in read.nodes():
        if node.tag[:1] == "H" and node.tag[1:].isdigit():
            level = int(node.tag[1:])
            if level > last + 1:
                yield f"heading {node.tag} follows level {last}"
            last = level


def _attributes(node: Node) -> dict[str, Any]:
    value = node.get("/A")
    dictionaries = list(value) if isinstance(value, pikepdf.Array) else [value] if value is not None else []
    return {str(key): entry for one in dictionaries for key, entry in one.items()}


def _tables(read: TaggedFile) -> Iterator[str]:
    for node in read.nodes():
        if node.tag == "Table":
            widths = {len(row.kids) for row in node.kids if isinstance(row, Node) and row.tag == "TR"}
            if len(widths) > 1:
                yield f"Table {node.obj.objgen[0]} has rows of {sorted(widths)} cells"
        if node.tag == "TH" and str(_attributes(node).get("/Scope", "")) not in {"/Column", "/Row"}:
            yield f"TH {node.obj.objgen[0]} does not say what it heads"


def _figures(read: TaggedFile) -> Iterator[str]:
    content = read.content()
    for node in read.nodes():
        if node.tag != "Figure":
            continue
        if not str(node.get("/Alt") or "").strip():
            yield f"Figure {node.obj.objgen[0]} has no text alternative"
        box = _attributes(node).get("/BBox")
        pages = [content[kid].page for kid in node.kids if isinstance(kid, tuple) and kid in content]
        if box is None:
            yield f"Figure {node.obj.objgen[0]} has no bounding box"
        elif pages:
            media = [float(corner) for corner in read.pdf.pages[pages[0]].mediabox]
            left, bottom, right, top = (float(corner) for corner in box)
            if not (left < right and bottom < top and left < media[2] and right > media[0] and bottom < media[3] and top > media[1]):
                yield f"Figure {node.obj.objgen[0]} has a bounding box that is not on its page"


def _notes(read: TaggedFile) -> Iterator[str]:
    identifiers = [str(node.get("/ID") or "") for node in read.nodes() if node.tag == "Note"]
    if not all(identifiers) or len(set(identifiers)) != len(identifiers):
        yield "a note has no identifier of its own"
    root = read.pdf.Root.get("/StructTreeRoot")
    names: Any = root.get("/IDTree", NOTHING).get("/Names", []) if root is not None else []
    listed = {str(names[at]): names[at + 1].objgen for at in range(0, len(names), 2)}
    actual = {str(node.get("/ID")): node.obj.objgen for node in read.nodes() if node.get("/ID")}
    if listed != actual:
        yield "the tree of identifiers does not lead to the elements that bear them"


def _words(read: TaggedFile) -> Iterator[str]:
    for one in read.marked:
        for character in sorted(set(one.words)):
            if _unreadable(character):
                yield f"page {one.page + 1}: a glyph reads as U+{ord(character):04X}"


def _unreadable(character: str) -> bool:
    code = ord(character)
    return 0xE000 <= code <= 0xF8FF or code in LIGATURES or code >= 0xF0000 or code == 0xFFFD or code < 32


__all__ = ["artifact_words", "check_structure", "read_aloud"]
