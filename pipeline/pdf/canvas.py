"""ReportLab's canvas made to carry raw objects, tags and object streams; the only module that relies on ReportLab's private names.

tests/pdf/test_canaries.py reports when an upgrade mends one of the faults that this module goes around.
"""

from __future__ import annotations

import hashlib
import io
import zlib
from dataclasses import field
from typing import TYPE_CHECKING, Any

from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen import canvas as reportlab_canvas

from pipeline.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

COMPRESSION = 5
"""Of zlib: twice as fast as its default 6 on drawings, for half a percent more bytes."""
MOST_DECIMALS = 11
FORMS = tuple(f"%.{digits}f" for digits in range(MOST_DECIMALS + 1))
"""By their number of decimals: ready forms are a third faster than one that is put together for each number."""
OBJECTS_PER_STREAM = 200
CATALOG_ENTRIES = ("AF", "OutputIntents", "Extensions")
PAGE_ENTRIES = ("StructParents", "Tabs", "Group")


@dataclass(slots=True)
class Stream:
    """A stream object: its dictionary's entries without Length and Filter, and its data, compressed on the way out."""

    entries: str
    data: bytes
    compress: bool = True


@dataclass(slots=True)
class PageObject:
    """One finished page: content, size, boxes by name in PDF coordinates, object numbers of annotations, further page entries in PDF syntax."""

    content: bytes
    width_pt: float
    height_pt: float
    boxes: Mapping[str, tuple[float, float, float, float]] = field(default_factory=dict)
    annotations: tuple[int, ...] = ()
    entries: Mapping[str, str] = field(default_factory=dict)


def name(words: str) -> str:
    """A PDF name with its slash (ISO 32000-1, 7.3.5)."""
    return "/" + "".join(c if "!" <= c <= "~" and c not in "%()<>[]{}/#" else "".join(f"#{byte:02X}" for byte in c.encode()) for c in words)


def text_string(words: str) -> str:
    """A text string: PDFDocEncoding's ASCII part where that holds the words, UTF-16 in hexadecimal elsewhere (7.9.2.2)."""
    if words.isascii() and words.isprintable():
        escaped = words.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
        return f"({escaped})"
    return "<FEFF" + words.encode("utf-16-be").hex().upper() + ">"


def number(value: float, digits: int = 2) -> str:
    """A number in as few characters as ``digits`` decimals need."""
    written = FORMS[digits] % value
    if digits:
        written = written.rstrip("0").rstrip(".")
    return "0" if written in {"-0", ""} else written


_Document: Any = pdfdoc.PDFDocument


class RawDocument(_Document):  # type: ignore[misc]
    """ReportLab's document whose objects may also be finished PDF syntax, and which writes itself with object streams (PDF 1.5 and later)."""

    def __init__(self, language: str, version: str) -> None:
        super().__init__(invariant=1, lang=language)
        self.version = version
        self.raw: dict[int, str | Stream] = {}

    def reserve(self) -> int:
        """The number of an object that is put later."""
        self.objectcounter += 1
        self.numberToId[self.objectcounter] = ""
        return int(self.objectcounter)

    def number_of(self, identifier: str) -> int:
        """The number of one of ReportLab's own objects."""
        return int(self.idToObjectNumberAndVersion[identifier][0])

    def format(self) -> bytes:
        """The file: objects first (formatting may make new ones), then the cross-reference stream with an /ID from the content (14.4)."""
        self.Reference(self.Catalog)
        self.Reference(self.info)
        out = io.BytesIO()
        out.write(f"%PDF-{self.version}\n%".encode() + b"\xe2\xe3\xcf\xd3\n")
        places: dict[int, tuple[int, int, int]] = {0: (0, 0, 65535)}
        plain: list[tuple[int, bytes]] = []
        for number_, body in self._bodies():
            if isinstance(body, Stream):
                places[number_] = (1, out.tell(), 0)
                out.write(_stream_object(number_, body))
            else:
                plain.append((number_, body))
        following = self.objectcounter
        for start in range(0, len(plain), OBJECTS_PER_STREAM):
            following += 1
            group = plain[start : start + OBJECTS_PER_STREAM]
            places[following] = (1, out.tell(), 0)
            places.update((held, (2, following, index)) for index, (held, _) in enumerate(group))
            out.write(_stream_object(following, _object_stream(group)))
        self._write_cross_references(out, places, following + 1)
        return out.getvalue()

    def _bodies(self) -> Iterator[tuple[int, bytes | Stream]]:
        current = 0
        while current < self.objectcounter:
            current += 1
            raw = self.raw.get(current)
            if raw is None:
                held = self.idToObject[self.numberToId[current]]
                yield current, pdfdoc.format(held, self, toplevel=1)
            elif isinstance(raw, Stream):
                yield current, raw
            else:
                yield current, raw.encode("latin-1")

    def _write_cross_references(self, out: io.BytesIO, places: dict[int, tuple[int, int, int]], following: int) -> None:
        places[following] = (1, out.tell(), 0)
        rows = b"".join(
            kind.to_bytes(1, "big") + place.to_bytes(4, "big") + index.to_bytes(2, "big")
            for _, (kind, place, index) in sorted(places.items())
        )
        identifier = hashlib.md5(out.getbuffer(), usedforsecurity=False).hexdigest().upper()
        entries = (
            f"/Type/XRef/Size {following + 1}/W[1 4 2]/Root {self.Reference(self.Catalog).format(self).decode()}"
            f"/Info {self.Reference(self.info).format(self).decode()}/ID[<{identifier}><{identifier}>]"
        )
        start = out.tell()
        out.write(_stream_object(following, Stream(entries, rows)))
        out.write(b"startxref\n%d\n%%%%EOF\n" % start)


def _stream_object(number_: int, stream: Stream) -> bytes:
    data = zlib.compress(stream.data, COMPRESSION) if stream.compress else stream.data
    deflate = "/Filter/FlateDecode" if stream.compress else ""
    head = f"{number_} 0 obj\n<<{stream.entries}{deflate}/Length {len(data)}>>\nstream\n"
    return (
        head.encode("latin-1") + data + b"\r\nendstream\nendobj\n"
    )  # a body that ends in CR would swallow a lone LF (ISO 19005-2, 6.1.7.1)


def _object_stream(group: list[tuple[int, bytes]]) -> Stream:
    heads: list[str] = []
    offset = 0
    for held, body in group:
        heads.append(f"{held} {offset}")
        offset += len(body) + 1
    first = " ".join(heads).encode() + b"\n"
    return Stream(f"/Type/ObjStm/N {len(group)}/First {len(first)}", first + b"\n".join(body for _, body in group))


class Canvas(reportlab_canvas.Canvas):
    """A canvas that takes finished page contents; fonts, pictures and states stand in one resource dictionary that all pages share."""

    def __init__(self, language: str, version: str = "1.7") -> None:
        super().__init__(io.BytesIO(), invariant=1, lang=language)
        self._doc: RawDocument = RawDocument(language, version)
        self._preamble = ""
        self._resources: dict[str, dict[str, str]] = {}
        self._resources_number = self._doc.number_of(pdfdoc.BasicFonts)  # an object that ReportLab makes in any case
        self._doc.Catalog.Outlines = None

    def reserve(self) -> int:
        """The number of an object that is put later."""
        return int(self._doc.reserve())

    def put(self, body: str | Stream, reserved: int | None = None) -> int:
        """Add an object in PDF syntax (Latin-1) or a stream; its number."""
        place = self.reserve() if reserved is None else reserved
        self._doc.raw[place] = body
        return place

    def resource(self, kind: str, key: str, value: str) -> None:
        """Name a resource for every page: kind "Font", "XObject", "ExtGState", "ColorSpace", "Properties"; the key without slash."""
        self._resources.setdefault(kind, {})[key] = value

    @property
    def resources_number(self) -> int:
        """The object number of the shared resource dictionary."""
        return self._resources_number

    def add_page(self, finished: PageObject) -> None:
        """Add a page; its number in the file is then ``page_object(n)``."""
        page = pdfdoc.PDFPage()
        page.Override_default_compilation = 1
        page.__NoDefault__ = [*page.__NoDefault__, *PAGE_ENTRIES]
        page.MediaBox = _box((0, 0, finished.width_pt, finished.height_pt))
        for box, corners in finished.boxes.items():
            setattr(page, box, _box(corners))
        page.Contents = f"{self.put(Stream('', finished.content))} 0 R"
        page.Resources = f"{self._resources_number} 0 R"
        page.Parent = self._doc.Reference(self._doc.Pages)
        if finished.annotations:
            page.Annots = "[" + " ".join(f"{annotation} 0 R" for annotation in finished.annotations) + "]"
        for key, value in finished.entries.items():
            setattr(page, key, value)
        self._doc.addPage(page)

    def page_object(self, page: int) -> int:
        """The object number of a page that was added, counted from 1."""
        return int(self._doc.number_of(f"Page{page}"))

    def set_catalog(self, key: str, value: str) -> None:
        """An entry of the catalogue in PDF syntax, also where ReportLab's list does not know it."""
        catalog = self._doc.Catalog
        if key not in catalog.__NoDefault__:
            catalog.__NoDefault__ = [*catalog.__NoDefault__, *CATALOG_ENTRIES]
        setattr(catalog, key, value)

    def set_information(self, body: str) -> None:
        """The document information dictionary in PDF syntax."""
        self._doc.info = _Finished(body)

    def finish(self) -> bytes:
        """The whole file; the canvas cannot be used after it."""
        kinds = "".join(
            f"/{kind}<<{''.join(f'/{key} {value}' for key, value in entries.items())}>>" for kind, entries in self._resources.items()
        )
        self.put(f"<<{kinds}>>", self._resources_number)
        return bytes(self._doc.format())


class _Finished(pdfdoc.PDFObject):
    """An object of ReportLab's that is PDF syntax already."""

    __RefOnly__ = 1

    def __init__(self, body: str) -> None:
        self.body = body

    def format(self, _document: Any) -> bytes:
        """The syntax as it is."""
        return self.body.encode("latin-1")


def _box(corners: tuple[float, float, float, float]) -> str:
    return "[" + " ".join(number(corner, 3) for corner in corners) + "]"


class Recorder(reportlab_canvas.Canvas):
    """A canvas that keeps the operators of a drawing and leaves its colours and opacities to ``ink`` and ``alpha``, whose results stand among them.

    ``ink`` takes (red, green, blue) and whether it is for strokes, ``alpha`` the opacities of fills and strokes; ``refuse`` is called for words,
    pictures and gradients and raises.
    """

    def __init__(
        self, ink: Callable[[tuple[float, float, float], bool], object], alpha: Callable[[float, float], object], refuse: Callable[[], None]
    ) -> None:
        super().__init__(io.BytesIO(), invariant=1)
        self._ink = ink
        self._alpha = alpha
        self._code: list[Any] = []
        self._opacities = {"ca": 1.0, "CA": 1.0}
        self._outer: list[dict[str, float]] = []
        for method in ("drawString", "drawInlineImage", "drawImage", "linearGradient", "radialGradient", "shade"):
            setattr(self, method, lambda *_, **__: refuse())

    @property
    def operators(self) -> tuple[Any, ...]:
        """What was painted."""
        return tuple(self._code)

    def setFillColor(self, aColor: Any, alpha: float | None = None) -> None:  # noqa: N802, N803
        """Note a fill."""
        self._code.append(self._ink((aColor.red, aColor.green, aColor.blue), False))
        self._opacity("ca", alpha if alpha is not None else getattr(aColor, "alpha", 1))

    def setStrokeColor(self, aColor: Any, alpha: float | None = None) -> None:  # noqa: N802, N803
        """Note a stroke."""
        self._code.append(self._ink((aColor.red, aColor.green, aColor.blue), True))
        self._opacity("CA", alpha if alpha is not None else getattr(aColor, "alpha", 1))

    def setFillAlpha(self, a: float) -> None:  # noqa: N802
        """Note the opacity of fills."""
        self._opacity("ca", a)

    def setStrokeAlpha(self, a: float) -> None:  # noqa: N802
        """Note the opacity of strokes."""
        self._opacity("CA", a)

    def saveState(self) -> None:  # noqa: N802
        """Keep the opacities with the rest of the state."""
        self._outer.append(dict(self._opacities))
        super().saveState()

    def restoreState(self) -> None:  # noqa: N802
        """Go back to the kept opacities."""
        self._opacities = self._outer.pop()
        super().restoreState()

    def setFont(self, psfontname: str, size: float, leading: float | None = None) -> None:  # noqa: N802
        """Nothing: words are refused."""

    def _opacity(self, key: str, value: float) -> None:
        self._opacities[key] = value
        self._code.append(self._alpha(self._opacities["ca"], self._opacities["CA"]))
