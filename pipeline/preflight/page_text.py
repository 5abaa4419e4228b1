"""The lines of a written PDF as PDFium sees them: where each begins and ends, its face, its words, its paragraph."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import field
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium

from pipeline.dataclass import dataclass

SAME_BASELINE_PT = 0.2
COLUMN_JUMP_PT = 10.0
COLUMN_LEFTS_PT = (51.024, 304.721)
"""Left edges of the newsletter's two text columns."""
GUTTER_LEAST_PT = 5.0
"""What is left of the gutter between lines that hang out on both sides: a line of the next column may stand on the same baseline."""
HANGING_PT = 5.0
SOFT_HYPHEN = "\u00ad"


@dataclass(slots=True)
class PrintedLine:
    """A line of text; y from the top of the page; ``gaps`` are the word spaces' widths in points.

    ``element`` is the structure element it belongs to (0 outside the structure), ``tag`` its type with roles resolved ('' likewise).
    """

    page: int
    x_pt: float
    y_pt: float
    end_pt: float
    size_pt: float
    font: str
    element: int
    tag: str
    text: str = ""
    gaps: list[tuple[float, float]] = field(default_factory=list)
    fonts: set[tuple[str, float]] = field(default_factory=set)

    @property
    def hyphenated(self) -> bool:
        """Whether hyphenation ended it inside a word."""
        return self.text.rstrip(" ").endswith(SOFT_HYPHEN)


@dataclass(frozen=True, slots=True)
class Shape:
    """A filled shape, picture or form on a page, y from the top; ``ppi`` only for pixels."""

    page: int
    left_pt: float
    top_pt: float
    right_pt: float
    bottom_pt: float
    kind: str
    ppi: float = 0.0


@dataclass(frozen=True, slots=True)
class PrintedPages:
    """What stands on the pages of one file; ``heights_pt`` by page from 0."""

    lines: list[PrintedLine]
    shapes: list[Shape]
    heights_pt: list[float]


def read_pages(data: bytes) -> PrintedPages:
    """Every line and shape of every page in painting order."""
    owners = _owners(data)
    lines: list[PrintedLine] = []
    shapes: list[Shape] = []
    heights: list[float] = []
    document = pypdfium2.PdfDocument(data)
    try:
        for number in range(len(document)):
            page = document[number]
            heights.append(page.get_height())
            lines.extend(_lines(page, number, heights[-1], owners))
            shapes.extend(_shapes(page, number, heights[-1]))
            page.close()
    finally:
        document.close()
    return PrintedPages(lines, shapes, heights)


def _owners(data: bytes) -> dict[tuple[int, int], tuple[int, str]]:
    """(page, marked content) → (structure element, its type); empty for a file without structure."""
    owners: dict[tuple[int, int], tuple[int, str]] = {}
    with pikepdf.open(BytesIO(data)) as pdf:
        root = pdf.Root.get("/StructTreeRoot")
        if root is None:
            return owners
        pages: dict[Any, int] = {page.objgen: number for number, page in enumerate(pdf.pages)}
        roles = {str(key): str(value) for key, value in (root.get("/RoleMap") or {}).items()}
        counter = iter(range(1, 1 << 30))
        stack: list[tuple[Any, Any, tuple[int, str]]] = [(root.get("/K"), None, (0, ""))]
        while stack:
            node, page, owner = stack.pop()
            if node is None:
                continue
            if isinstance(node, pikepdf.Array):
                stack.extend((kid, page, owner) for kid in node)
            elif isinstance(node, pikepdf.Dictionary):
                page = node.get("/Pg", page)
                if "/S" in node:
                    kind = str(node.S)
                    kind = roles.get(kind, kind).lstrip("/")
                    inner = kind in {"Span", "Link", "Lbl", "LBody", "Reference"} and owner[1] in {"P", "H1", "H2", "H3", "H4", "Caption"}
                    stack.append((node.get("/K"), page, owner if inner else (next(counter), kind)))
                elif "/MCID" in node and page is not None:
                    owners[pages[page.objgen], int(node.MCID)] = owner
            elif page is not None:
                owners[pages[page.objgen], int(node)] = owner
    return owners


def _lines(page: Any, number: int, height: float, owners: dict[tuple[int, int], tuple[int, str]]) -> Iterator[PrintedLine]:
    line: PrintedLine | None = None
    space: tuple[float, float] | None = None
    for character, x, y, end, size, font, marked in characters(page):
        owner = owners.get((number, marked), (0, ""))
        y_top = height - y
        if line is None or _begins_line(line, x, y_top, size):
            if line is not None:
                yield line
            if character in " \u00a0":
                line = None
                continue
            line = PrintedLine(number, x, y_top, end, size, font, *owner)
            space = None
        assert line is not None
        if line.tag == "Lbl" and owner[1] != "Lbl":  # a list's mark stands before the first line of its item
            line.element, line.tag = owner
        line.text += character
        line.fonts.add((font, size))
        if character in " \u00a0\u202f":
            space = (x, end)
        else:
            if space is not None:
                line.gaps.append((space[0], x))
                space = None
            line.end_pt = max(line.end_pt, end)
    if line is not None:
        yield line


def _begins_line(line: PrintedLine, x: float, y_top: float, size: float) -> bool:
    shift = abs(y_top - line.y_pt)
    superior = size != line.size_pt and shift < 0.45 * max(size, line.size_pt)  # a raised mark stands on the same line
    over = x - line.end_pt > GUTTER_LEAST_PT and any(left - HANGING_PT < x < left + 1 for left in COLUMN_LEFTS_PT)
    return (shift > SAME_BASELINE_PT and not superior) or x < line.x_pt - 1 or x - line.end_pt > COLUMN_JUMP_PT + 2 * size or over


def characters(page: Any) -> Iterator[tuple[str, float, float, float, float, str, int]]:
    """Character, x, y and end of each painted glyph, size, face without subset prefix, marked content (-1 for none)."""
    text = pdfium.FPDFText_LoadPage(page.raw)
    x, y = ctypes.c_double(), ctypes.c_double()
    box = pdfium.FS_RECTF()
    name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    matrix = pdfium.FS_MATRIX()
    try:
        for index in range(pdfium.FPDFText_CountChars(text)):
            if pdfium.FPDFText_IsGenerated(text, index):
                continue
            pdfium.FPDFText_GetCharOrigin(text, index, x, y)
            pdfium.FPDFText_GetLooseCharBox(text, index, box)
            pdfium.FPDFText_GetFontInfo(text, index, name, 128, flags)
            pdfium.FPDFText_GetMatrix(text, index, matrix)
            piece = pdfium.FPDFText_GetTextObject(text, index)
            marked = pdfium.FPDFPageObj_GetMarkedContentID(piece) if piece else -1
            size = round(pdfium.FPDFText_GetFontSize(text, index) * abs(matrix.d or 1.0), 2)
            character = chr(pdfium.FPDFText_GetUnicode(text, index))
            hyphen = SOFT_HYPHEN if character == "\x02" else character
            yield hyphen, x.value, y.value, box.right, size, name.value.decode("latin-1").partition("+")[2], marked
    finally:
        pdfium.FPDFText_ClosePage(text)


def _shapes(page: Any, number: int, height: float) -> Iterator[Shape]:
    kinds = {
        pdfium.FPDF_PAGEOBJ_PATH: "path",
        pdfium.FPDF_PAGEOBJ_IMAGE: "image",
        pdfium.FPDF_PAGEOBJ_FORM: "form",
        pdfium.FPDF_PAGEOBJ_SHADING: "path",
    }
    for index in range(pdfium.FPDFPage_CountObjects(page.raw)):
        piece = pdfium.FPDFPage_GetObject(page.raw, index)
        kind = kinds.get(pdfium.FPDFPageObj_GetType(piece))
        if kind is None:
            continue
        left, bottom, right, top = (ctypes.c_float() for _ in range(4))
        pdfium.FPDFPageObj_GetBounds(piece, left, bottom, right, top)
        ppi = 0.0
        if kind == "image":
            about = pdfium.FPDF_IMAGEOBJ_METADATA()
            pdfium.FPDFImageObj_GetImageMetadata(piece, page.raw, about)
            ppi = min(about.horizontal_dpi, about.vertical_dpi)
        edges = _clipped(piece, (left.value, bottom.value, right.value, top.value))
        yield Shape(number, edges[0], height - edges[3], edges[2], height - edges[1], kind, ppi)


def _clipped(piece: Any, edges: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    """Left, bottom, right and top of what a clipping path leaves of an object: a picture is larger than its frame."""
    clip = pdfium.FPDFPageObj_GetClipPath(piece)
    x, y = ctypes.c_float(), ctypes.c_float()
    for path in range(max(pdfium.FPDFClipPath_CountPaths(clip), 0) if clip else 0):
        segments = range(max(pdfium.FPDFClipPath_CountPathSegments(clip, path), 0))
        found = (pdfium.FPDFClipPath_GetPathSegment(clip, path, number) for number in segments)
        points = [(x.value, y.value) for segment in found if pdfium.FPDFPathSegment_GetPoint(segment, x, y)]
        if points:
            xs, ys = zip(*points, strict=True)
            edges = (max(edges[0], min(xs)), max(edges[1], min(ys)), min(edges[2], max(xs)), min(edges[3], max(ys)))
    return edges
