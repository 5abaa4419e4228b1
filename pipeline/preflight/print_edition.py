"""Whether a written print edition is what a printer expects of PDF/X-4: boxes, inks, faces, resolution, overprint; an own check, no certificate."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pikepdf

from pipeline.preflight.print_content import PrintContent, PrintFindings, State
from pipeline.problems import Message, Place, Problem, say

if TYPE_CHECKING:
    from collections.abc import Iterator

BLEED = 8.504
SLACK = 0.05


def check_print_edition(data: bytes, name: str = "newsletter-print.pdf") -> list[Problem]:
    """Every fault with its page in the file of that ``name``; none in a sound file."""
    hint = say("nothing was written: report it together with the record, or let the printer convert the screen edition until it is mended")
    return [
        Problem(Place(name), "", say("page {page}: {words}", page=page, words=words) if page else words, hint)
        for page, words in examine(data).faults
    ]


def examine(data: bytes) -> PrintFindings:
    """The faults with the measurements."""
    findings = PrintFindings()
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            for fault in _file(pdf):
                findings.note(0, fault)
            for index, page in enumerate(pdf.pages):
                for fault in _page(page):
                    findings.note(index + 1, fault)
                PrintContent(findings, index, page.obj.get("/Resources", pikepdf.Dictionary())).read(page, State())
    except pikepdf.PdfError:
        findings.note(0, say("the file cannot be read"))
    return findings


def _file(pdf: pikepdf.Pdf) -> Iterator[Message]:
    """Output intent, identification and what a file for print must not hold."""
    intents = [intent for intent in pdf.Root.get("/OutputIntents", []) if str(intent.get("/S", "")) == "/GTS_PDFX"]
    if len(intents) != 1:
        yield say("the file has no output intent for print")
    elif "/DestOutputProfile" not in intents[0]:
        yield say("the output intent holds no profile")
    else:
        profile = intents[0].DestOutputProfile.read_bytes()
        if profile[16:20] != b"CMYK" or profile[12:16] != b"prtr":
            yield say("the output intent's profile is not one for printing in CMYK")
        if not str(intents[0].get("/OutputConditionIdentifier", "")):
            yield say("the output intent does not name the printing condition")
    yield from _identification(pdf)
    if pdf.is_encrypted:
        yield say("the file is encrypted")
    for key, holder in (("/AcroForm", pdf.Root), ("/OpenAction", pdf.Root), ("/AA", pdf.Root), *_names(pdf)):
        if key in holder:
            yield say("the file holds {what}", what=key[1:])
    for name, font in _fonts(pdf):
        if not any(key in font.get("/FontDescriptor", {}) for key in ("/FontFile", "/FontFile2", "/FontFile3")):
            yield say("the font {name} is not embedded", name=name)


def _identification(pdf: pikepdf.Pdf) -> Iterator[Message]:
    """What the file says of itself: the standard, trapping, its title and identity, the same in both places."""
    packet = pdf.Root.Metadata.read_bytes() if "/Metadata" in pdf.Root else b""
    if b"<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>" not in packet:
        yield say("the metadata do not say PDF/X-4")
    trapped = str(pdf.docinfo.get("/Trapped", ""))
    if trapped not in {"/True", "/False"} or f"<pdf:Trapped>{trapped[1:]}</pdf:Trapped>".encode() not in packet:
        yield say("the file does not say whether it is trapped")
    if any(tag not in packet for tag in (b"<dc:title>", b"<xmp:CreateDate>", b"<xmp:ModifyDate>", b"<xmpMM:DocumentID>")):
        yield say("the metadata lack title, dates or identity")
    if "/ID" not in pdf.trailer:
        yield say("the file has no identifier")
    if pdf.pdf_version > "1.6":
        yield say("the file is of version {version}, later than 1.6", version=pdf.pdf_version)


def _names(pdf: pikepdf.Pdf) -> tuple[tuple[str, Any], ...]:
    """Where scripts and attached files would stand."""
    names = pdf.Root.get("/Names", pikepdf.Dictionary())
    return (("/JavaScript", names), ("/EmbeddedFiles", names))


def _fonts(pdf: pikepdf.Pdf) -> Iterator[tuple[str, Any]]:
    for candidate in pdf.objects:
        if (
            isinstance(candidate, pikepdf.Dictionary)
            and str(candidate.get("/Type", "")) == "/Font"
            and str(candidate.get("/Subtype", "")) != "/Type0"
        ):
            yield str(candidate.get("/BaseFont", "/?"))[1:].rpartition("+")[2], candidate


def _page(page: pikepdf.Page) -> Iterator[Message]:
    """Boxes one within the other, the bleed all around, no annotations inside."""
    if "/TrimBox" not in page.obj or "/BleedBox" not in page.obj:
        yield say("the page has no TrimBox or no BleedBox")
        return
    media, bleed, trim = ([float(corner) for corner in page.obj[key]] for key in ("/MediaBox", "/BleedBox", "/TrimBox"))
    if "/ArtBox" in page.obj:
        yield say("the page has an ArtBox beside its TrimBox")
    if any(space < -SLACK for space in _spaces(media, bleed)):
        yield say("the BleedBox goes beyond the MediaBox")
    if any(abs(space - BLEED) > SLACK for space in _spaces(bleed, trim)):
        yield say("the bleed is not 3 mm")
    if page.obj.get("/Annots"):
        yield say("the page has annotations")


def _spaces(outer: list[float], inner: list[float]) -> list[float]:
    """How far the inner box lies within the outer one, at each side."""
    return [(there - here) * sign for here, there, sign in zip(outer, inner, (1, 1, -1, -1), strict=True)]
