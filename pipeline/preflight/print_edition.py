"""Whether a written print edition is what a printer expects of PDF/X-4: boxes, inks, faces, resolution, overprint; an own check, no certificate."""

from __future__ import annotations

import io
import zlib
from dataclasses import field
from typing import TYPE_CHECKING, Any

import pikepdf

from pipeline.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

INK_LIMIT = 300.0
LEAST_PPI = 200.0
BLEED = 8.504
SLACK = 0.05
COLOUR_OPERATORS = {"g": "DeviceGray", "G": "DeviceGray", "rg": "DeviceRGB", "RG": "DeviceRGB", "k": "DeviceCMYK", "K": "DeviceCMYK"}
PAINTS_FILL = frozenset({"f", "F", "f*", "B", "B*", "b", "b*", "Tj", "TJ", "'", '"'})
PAINTS_STROKE = frozenset({"S", "s", "B", "B*", "b", "b*"})
Matrix = tuple[float, float, float, float, float, float]
UNIT: Matrix = (1, 0, 0, 1, 0, 0)


@dataclass(slots=True)
class State:
    """The part of the graphics state that printing depends on."""

    matrix: Matrix = UNIT
    fill: tuple[float, ...] = (0, 0, 0, 1)
    stroke: tuple[float, ...] = (0, 0, 0, 1)
    overprint_fill: bool = False
    overprint_stroke: bool = False
    mode: int = 0

    def copy(self) -> State:
        """The state that q keeps."""
        return State(self.matrix, self.fill, self.stroke, self.overprint_fill, self.overprint_stroke, self.mode)


@dataclass(slots=True)
class PrintFindings:
    """What was measured on the way, for those who want figures: the most ink in percent and the lowest resolution of a picture."""

    faults: list[str] = field(default_factory=list)
    most_ink: float = 0.0
    least_ppi: float = float("inf")


def check_print_edition(data: bytes) -> list[str]:
    """Every fault, as a sentence that names its page; none in a sound file."""
    return examine(data).faults


def examine(data: bytes) -> PrintFindings:
    """The faults with the measurements."""
    findings = PrintFindings()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for fault in [*_file(pdf), *(fault for index, page in enumerate(pdf.pages) for fault in _page(index, page))]:
            _note(findings, fault)
        for index, page in enumerate(pdf.pages):
            _Inks(findings, index, page.obj.get("/Resources", pikepdf.Dictionary())).read(page, State())
    return findings


def _note(findings: PrintFindings, fault: str) -> None:
    if fault not in findings.faults:
        findings.faults.append(fault)


def _file(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Output intent, identification and what a file for print must not hold."""
    intents = [intent for intent in pdf.Root.get("/OutputIntents", []) if str(intent.get("/S", "")) == "/GTS_PDFX"]
    if len(intents) != 1:
        yield "the file has no output intent for print"
    elif "/DestOutputProfile" not in intents[0]:
        yield "the output intent holds no profile"
    else:
        profile = intents[0].DestOutputProfile.read_bytes()
        if profile[16:20] != b"CMYK" or profile[12:16] != b"prtr":
            yield "the output intent's profile is not one for printing in CMYK"
        if not str(intents[0].get("/OutputConditionIdentifier", "")):
            yield "the output intent does not name the printing condition"
    packet = pdf.Root.Metadata.read_bytes() if "/Metadata" in pdf.Root else b""
    if b"<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>" not in packet:
        yield "the metadata do not say PDF/X-4"
    if str(pdf.docinfo.get("/Trapped", "")) not in {"/True", "/False"}:
        yield "the file does not say whether it is trapped"
    if pdf.is_encrypted:
        yield "the file is encrypted"
    for key in ("/AcroForm", "/OpenAction", "/AA"):
        if key in pdf.Root:
            yield f"the file holds {key[1:]}"
    for number, font in _fonts(pdf):
        if not any(key in font.get("/FontDescriptor", {}) for key in ("/FontFile", "/FontFile2", "/FontFile3")):
            yield f"font {number} is not embedded"


def _fonts(pdf: pikepdf.Pdf) -> Iterator[tuple[int, Any]]:
    for candidate in pdf.objects:
        if (
            isinstance(candidate, pikepdf.Dictionary)
            and str(candidate.get("/Type", "")) == "/Font"
            and str(candidate.get("/Subtype", "")) != "/Type0"
        ):
            yield candidate.objgen[0], candidate


def _page(index: int, page: pikepdf.Page) -> Iterator[str]:
    """Boxes one within the other, the bleed all around, no annotations inside."""
    where = f"page {index + 1}"
    if "/TrimBox" not in page.obj or "/BleedBox" not in page.obj:
        yield f"{where} has no TrimBox or no BleedBox"
        return
    media, bleed, trim = (_corners(page.obj[key]) for key in ("/MediaBox", "/BleedBox", "/TrimBox"))
    if "/ArtBox" in page.obj:
        yield f"{where} has an ArtBox beside its TrimBox"
    outer, inner = zip(media, bleed, strict=True), zip(bleed, trim, strict=True)
    if any((a > b + SLACK) if side < 2 else (a < b - SLACK) for side, (a, b) in enumerate(outer)):
        yield f"{where}: the BleedBox goes beyond the MediaBox"
    if any(abs(abs(a - b) - BLEED) > SLACK for a, b in inner):
        yield f"{where}: the bleed is not 3 mm"
    if page.obj.get("/Annots"):
        yield f"{where} has annotations"


def _corners(box: Any) -> list[float]:
    return [float(corner) for corner in box]


class _Inks:
    """Follows one page's content and that of its forms: colours, overprint, pictures."""

    def __init__(self, findings: PrintFindings, index: int, resources: Any) -> None:
        self.findings = findings
        self.index = index
        self.resources = resources
        self.state = State()
        self.kept: list[State] = []

    def fault(self, words: str) -> None:
        """Note a fault of this page, once."""
        _note(self.findings, f"page {self.index + 1}: {words}")

    def read(self, stream: Any, state: State) -> None:
        """One content stream in a given state."""
        self.state = state
        for instruction in pikepdf.parse_content_stream(stream):
            self._operator(str(instruction.operator), list(instruction.operands))

    def _operator(self, operator: str, operands: Sequence[Any]) -> None:
        state = self.state
        match operator:
            case "q":
                self.kept.append(state.copy())
            case "Q":
                self.state = self.kept.pop()
            case "cm":
                state.matrix = _times(state.matrix, tuple(float(operand) for operand in operands))  # type: ignore[arg-type]
            case "gs":
                self._graphics_state(self.resources.ExtGState[operands[0]])
            case "Tr":
                state.mode = int(operands[0])
            case "Do":
                self._object(self.resources.XObject[operands[0]])
            case "sh" | "INLINE IMAGE":
                self.fault(f"{operator} cannot be checked")
            case "cs" | "CS" | "scn" | "SCN":
                self._named(operator, operands)
            case _ if operator in COLOUR_OPERATORS:
                self._colour(operator, [float(operand) for operand in operands])
        if operator in PAINTS_FILL and state.mode in {0, 2}:
            self._painted(state.fill, overprint=state.overprint_fill)
        if operator in PAINTS_STROKE:
            self._painted(state.stroke, overprint=state.overprint_stroke)

    def _graphics_state(self, wanted: Any) -> None:
        if "/OP" in wanted:
            self.state.overprint_stroke = self.state.overprint_fill = bool(wanted.OP)
        if "/op" in wanted:
            self.state.overprint_fill = bool(wanted.op)

    def _named(self, operator: str, operands: Sequence[Any]) -> None:
        """Colour spaces by name: only the one for registration marks is used."""
        if operator in {"cs", "CS"}:
            space = self.resources.ColorSpace[operands[0]]
            if str(space[0]) != "/Separation" or str(space[1]) != "/All":
                self.fault(f"colour space {space[0]}")
        else:
            colour: tuple[float, ...] = ()
            if operator == "scn":
                self.state.fill = colour
            else:
                self.state.stroke = colour

    def _colour(self, operator: str, parts: list[float]) -> None:
        space = COLOUR_OPERATORS[operator]
        if space == "DeviceRGB":
            self.fault("a colour in RGB")
            return
        colour = (0.0, 0.0, 0.0, 1 - parts[0]) if space == "DeviceGray" else tuple(parts)
        if operator.islower():
            self.state.fill = colour
        else:
            self.state.stroke = colour

    def _painted(self, colour: tuple[float, ...], *, overprint: bool) -> None:
        ink = sum(colour) * 100
        self.findings.most_ink = max(self.findings.most_ink, ink)
        if ink > INK_LIMIT + 0.5:
            self.fault(f"{ink:.0f} % ink, over {INK_LIMIT:.0f} %")
        black = tuple(colour) == (0, 0, 0, 1)
        if black and not overprint:
            self.fault("full black is not overprinted")
        if overprint and not black:
            self.fault("a colour other than full black is overprinted")

    def _object(self, held: Any) -> None:
        if str(held.Subtype) == "/Form":
            inner = _Inks(self.findings, self.index, held.get("/Resources", self.resources))
            state = self.state.copy()
            state.matrix = _times(state.matrix, tuple(float(part) for part in held.get("/Matrix", UNIT)))  # type: ignore[arg-type]
            inner.read(held, state)
            return
        self._image(held)

    def _image(self, image: Any) -> None:
        space = str(image.get("/ColorSpace", ""))
        if space not in {"/DeviceCMYK", "/DeviceGray"}:
            self.fault(f"a picture in {space[1:] or 'no colour space'}")
        a, b, c, d, _, _ = self.state.matrix
        wide, tall = (a * a + b * b) ** 0.5, (c * c + d * d) ** 0.5
        ppi = min(int(image.Width) / wide, int(image.Height) / tall) * 72 if wide and tall else 0.0
        self.findings.least_ppi = min(self.findings.least_ppi, ppi)
        if ppi < LEAST_PPI - 1:
            self.fault(f"a picture at {ppi:.0f} pixels per inch, under {LEAST_PPI:.0f}")
        if space == "/DeviceCMYK" and str(image.get("/Filter", "")) == "/FlateDecode" and "/DecodeParms" not in image:
            most = _most_ink(zlib.decompress(image.read_raw_bytes()))
            self.findings.most_ink = max(self.findings.most_ink, most)
            if most > INK_LIMIT + 2:
                self.fault(f"a picture with {most:.0f} % ink, over {INK_LIMIT:.0f} %")


def _most_ink(pixels: bytes) -> float:
    """The most ink of any pixel in CMYK, in percent."""
    most = max(map(sum, set(zip(pixels[::4], pixels[1::4], pixels[2::4], pixels[3::4], strict=True))), default=0)
    return most / 2.55


def _times(m: Matrix, n: Matrix) -> Matrix:
    """First n, then m."""
    return (
        m[0] * n[0] + m[2] * n[1],
        m[1] * n[0] + m[3] * n[1],
        m[0] * n[2] + m[2] * n[3],
        m[1] * n[2] + m[3] * n[3],
        m[0] * n[4] + m[2] * n[5] + m[4],
        m[1] * n[4] + m[3] * n[5] + m[5],
    )
