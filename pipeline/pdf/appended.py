"""Complete minutes: PDF and picture appendices behind the document, each stamped with its label on its first page."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pikepdf

from pipeline.dataclass import dataclass
from pipeline.pdf import metadata
from pipeline.pdf.formal_styles import CELL_HEAD, MM
from pipeline.pdf.pictures import WHOLE, proportions
from pipeline.pdf.placed import Page, Pages, PlacedLine, PlacedPicture
from pipeline.pdf.screen import write_screen
from pipeline.pdf.setter import Setter
from pipeline.problems import BadInput, Place, Problem, say
from pipeline.story import Document, Image

if TYPE_CHECKING:
    from pipeline.look import Look

PDF = "application/pdf"
STAMP_RIGHT, STAMP_TOP, MARGIN = 12 * MM, 10 * MM, 20 * MM
ARCHIVAL_PARTS = ("1", "2")


@dataclass(frozen=True, slots=True)
class Part:
    """An appendix: its label ("Bilaga 1"), title, bytes, media type (PDF, PNG or JPEG), and where and in which field the record names which file."""

    label: str
    title: str
    data: bytes
    media_type: str
    where: Place
    file: str = ""
    field: str = "file"


@dataclass(frozen=True, slots=True)
class Complete:
    """The whole file; ``not_archival`` are the labels of the parts that keep it from being PDF/A."""

    data: bytes
    pages: int
    not_archival: tuple[str, ...]


def append_parts(document: Document, main: bytes, parts: Sequence[Part], look: Look) -> Complete:
    """The parts in order behind ``main``; PDF/A-2b where every part claims PDF/A-1 or 2, else neither PDF/A nor PDF/UA is claimed.

    Raises BadInput with every part that is encrypted, broken or of another kind.
    """
    problems: list[Problem] = []
    opened = [_open(part, document, look, problems) for part in parts]
    if problems:
        raise BadInput(problems)
    with pikepdf.open(BytesIO(main)) as whole:
        not_archival = []
        for part, found in zip(parts, opened, strict=True):
            assert found is not None
            if not _archival(found):
                not_archival.append(part.label)
            first = len(whole.pages)
            whole.pages.extend(found.pages)
            _stamp(whole, first, part, document, look)
            with whole.open_outline() as outline:
                outline.root.append(pikepdf.OutlineItem(f"{part.label} {part.title}", first, "Fit"))
        _identify(whole, document, archival=not not_archival)
        count = len(whole.pages)
        data = _bytes(whole)
    return Complete(data, count, tuple(not_archival))


def _open(part: Part, document: Document, look: Look, problems: list[Problem]) -> pikepdf.Pdf | None:
    """A part as a PDF; what is wrong with it goes to ``problems``."""
    if part.media_type != PDF:
        return pikepdf.open(BytesIO(_picture_page(part, document, look)))
    label = f"{part.label} ({part.file})" if part.file else part.label
    hint = say("save it anew as PDF without a password, and put it under attachments/")
    try:
        found = pikepdf.open(BytesIO(part.data))
        if len(found.pages):
            return found
        message = say("expected pages in {label}, found none", label=label)
    except pikepdf.PasswordError:
        message = say("expected {label} without a password, found it encrypted", label=label)
    except pikepdf.PdfError:
        message = say("expected {label} as a PDF, found a broken file", label=label)
    problems.append(Problem(part.where, part.field, message, hint))
    return None


def _picture_page(part: Part, document: Document, look: Look) -> bytes:
    """A page with the picture as large as the margins allow."""
    image = Image(part.title, "image/png" if part.media_type == "image/png" else "image/jpeg", part.data)
    page = Page(1)
    room_x, room_y = page.width_pt - 2 * MARGIN, page.height_pt - 2 * MARGIN
    ratio = proportions(image)
    width = min(room_x, room_y * ratio)
    height = width / ratio
    page.items.append(
        PlacedPicture(image, (page.width_pt - width) / 2, (page.height_pt - height) / 2, width, height, WHOLE, None, "ornament")
    )
    return _page(page, document, look)


def _page(page: Page, document: Document, look: Look) -> bytes:
    empty = Document(document.kind, document.metadata, document.furniture, ())
    return write_screen(empty, Pages([page]), look, tagged=False)


def _archival(part: pikepdf.Pdf) -> bool:
    """Whether the part says that it is PDF/A-1 or 2 and its colours are fit for an sRGB intent."""
    try:
        with part.open_metadata() as about:
            claimed = str(about.get("pdfaid:part", "")) in ARCHIVAL_PARTS
    except (ValueError, pikepdf.PdfError):
        return False
    intents: Any = part.Root.get("/OutputIntents", [])
    profiles = [intent.get("/DestOutputProfile") for intent in intents]
    return claimed and all(profile is None or int(profile.get("/N", 0)) in {1, 3} for profile in profiles)


def _stamp(whole: pikepdf.Pdf, index: int, part: Part, document: Document, look: Look) -> None:
    """The label at the top right of the part's first page, as it is turned on the screen."""
    target = whole.pages[index]
    box = [float(edge) for edge in target.cropbox]
    width, height = box[2] - box[0], box[3] - box[1]
    line = Setter(look, document.metadata.language).lines(part.label, CELL_HEAD, 1000)[0]
    page = Page(1, width_pt=width, height_pt=height)
    page.items.append(PlacedLine(line, width - STAMP_RIGHT - line.width_pt, STAMP_TOP + CELL_HEAD.size_pt, None, "", "header"))
    with pikepdf.open(BytesIO(_page(page, document, look))) as stamp:
        form = whole.copy_foreign(stamp.pages[0].as_form_xobject())
        name = target.add_resource(form, pikepdf.Name.XObject, pikepdf.Name.Stamp)
        target.contents_add(b"q", prepend=True)
        target.contents_add(f"Q q 1 0 0 1 {box[0]:g} {box[1]:g} cm /Artifact BMC {name} Do EMC Q".encode())


def _identify(whole: pikepdf.Pdf, document: Document, *, archival: bool) -> None:
    """What the whole may say of itself: its appendices have no tags that reach the document's tree."""
    identification = "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>" if archival else ""
    stream = pikepdf.Stream(whole, metadata.xmp(document.metadata, identification))
    stream.Type, stream.Subtype = pikepdf.Name.Metadata, pikepdf.Name.XML
    whole.Root.Metadata = whole.make_indirect(stream)
    if "/AF" in whole.Root:
        del whole.Root["/AF"]


def _bytes(whole: pikepdf.Pdf) -> bytes:
    out = BytesIO()
    for thing in whole.objects:
        if isinstance(thing, pikepdf.Stream) and thing.read_raw_bytes()[-1:] in {b"\r", b"\n"}:
            thing.write(
                thing.read_bytes() + (b" " if thing.get("/Type") != "/Metadata" else b"")
            )  # its end would melt into the line end after it
    whole.save(
        out, deterministic_id=True, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.generate, fix_metadata_version=False
    )
    return out.getvalue()
