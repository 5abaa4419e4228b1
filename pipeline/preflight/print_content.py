"""What the content of a print edition paints: inks, overprint, pictures; read operator by operator from the written file."""

from __future__ import annotations

from dataclasses import field, replace
from typing import TYPE_CHECKING, Any

import pikepdf
from PIL import Image, ImageMath

from pipeline.dataclass import dataclass
from pipeline.matrix import UNIT, Matrix, times
from pipeline.problems import Message, say

if TYPE_CHECKING:
    from collections.abc import Sequence

INK_LIMIT = 300.0
LEAST_PPI = 200.0
COLOUR_OPERATORS = {"g": "DeviceGray", "G": "DeviceGray", "rg": "DeviceRGB", "RG": "DeviceRGB", "k": "DeviceCMYK", "K": "DeviceCMYK"}
SHOWS_TEXT = frozenset({"Tj", "TJ", "'", '"'})
PAINTS_FILL = frozenset({"f", "F", "f*", "B", "B*", "b", "b*"}) | SHOWS_TEXT
PAINTS_STROKE = frozenset({"S", "s", "B", "B*", "b", "b*"})


@dataclass(slots=True)
class State:
    """The part of the graphics state that printing depends on."""

    matrix: Matrix = UNIT
    fill: tuple[float, ...] = (0, 0, 0, 1)
    stroke: tuple[float, ...] = (0, 0, 0, 1)
    overprint_fill: bool = False
    overprint_stroke: bool = False
    sparing: bool = False
    """Whether an ink of 0 % leaves alone what is below (OPM 1): without it black in CMYK knocks out in spite of overprint."""
    mode: int = 0


@dataclass(slots=True)
class PrintFindings:
    """Every fault with the number of its page (0: the file), and two figures: the most ink in percent and the lowest resolution of a picture."""

    faults: list[tuple[int, Message]] = field(default_factory=list)
    most_ink: float = 0.0
    least_ppi: float = float("inf")

    def note(self, page: int, fault: Message) -> None:
        """Keep a fault once."""
        if (page, fault) not in self.faults:
            self.faults.append((page, fault))


class PrintContent:
    """Follows one page's content and that of its forms."""

    def __init__(self, findings: PrintFindings, index: int, resources: Any) -> None:
        self.findings = findings
        self.index = index
        self.resources = resources
        self.state = State()
        self.kept: list[State] = []

    def fault(self, words: Message) -> None:
        """Note a fault of this page, once."""
        self.findings.note(self.index + 1, words)

    def read(self, stream: Any, state: State) -> None:
        """One content stream in a given state; one that names what is not there is a fault and read no further."""
        self.state = state
        try:
            for instruction in pikepdf.parse_content_stream(stream):
                self._operator(str(instruction.operator), list(instruction.operands))
        except (AttributeError, KeyError, IndexError, ValueError, TypeError, pikepdf.PdfError):
            self.fault(say("the content cannot be read"))
        if self.kept:
            self.fault(say("the content keeps a state that it never takes back"))

    def _operator(self, operator: str, operands: Sequence[Any]) -> None:
        state = self.state
        match operator:
            case "q":
                self.kept.append(replace(state))
            case "Q":
                self.state = self.kept.pop()
            case "cm":
                state.matrix = times(state.matrix, tuple(float(operand) for operand in operands))  # type: ignore[arg-type]
            case "gs":
                self._graphics_state(self.resources.ExtGState[operands[0]])
            case "Tr":
                state.mode = int(operands[0])
            case "Do":
                self._object(self.resources.XObject[operands[0]])
            case "sh" | "INLINE IMAGE":
                self.fault(say("{operator} cannot be checked", operator=operator))
            case "cs" | "CS" | "scn" | "SCN" | "sc" | "SC":
                self._named(operator, operands)
            case _ if operator in COLOUR_OPERATORS:
                self._colour(operator, [float(operand) for operand in operands])
        self._paints(operator)

    def _paints(self, operator: str) -> None:
        """What an operator paints, in the colour and with the overprint that hold there."""
        state = self.state
        if operator in PAINTS_FILL and state.mode in {0, 2}:
            self._painted(state.fill, overprint=state.overprint_fill)
            if operator in SHOWS_TEXT and len(state.fill) == 4 and state.fill[3] >= 1 and any(state.fill[:3]):
                self.fault(say("words in black of several inks"))
        if operator in PAINTS_STROKE:
            self._painted(state.stroke, overprint=state.overprint_stroke)

    def _graphics_state(self, wanted: Any) -> None:
        if "/OP" in wanted:
            self.state.overprint_stroke = self.state.overprint_fill = bool(wanted.OP)
        if "/op" in wanted:
            self.state.overprint_fill = bool(wanted.op)
        if "/OPM" in wanted:
            self.state.sparing = int(wanted.OPM) == 1
        if any(key in wanted for key in ("/TR", "/TR2", "/HT")):
            self.fault(say("a transfer function or a halftone of its own"))

    def _named(self, operator: str, operands: Sequence[Any]) -> None:
        """Colour spaces by name: only the one for registration marks is used."""
        if operator in {"cs", "CS"}:
            space = self.resources.get("/ColorSpace", {}).get(operands[0], operands[0])
            parts = [str(part) for part in space][:2] if isinstance(space, pikepdf.Array) else [str(space)]
            if parts != ["/Separation", "/All"]:
                self.fault(say("a colour in {space}", space=parts[0][1:]))
        elif operator.islower():
            self.state.fill = ()
        else:
            self.state.stroke = ()

    def _colour(self, operator: str, parts: list[float]) -> None:
        space = COLOUR_OPERATORS[operator]
        if space == "DeviceRGB":
            self.fault(say("a colour in {space}", space="RGB"))
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
            self.fault(say("{ink} % ink, over {limit} %", ink=round(ink), limit=round(INK_LIMIT)))
        black = tuple(colour) == (0, 0, 0, 1)
        if black and not (overprint and self.state.sparing):
            self.fault(say("full black is not overprinted"))
        if overprint and not black:
            self.fault(say("a colour other than full black is overprinted"))

    def _object(self, held: Any) -> None:
        if str(held.Subtype) == "/Form":
            inner = PrintContent(self.findings, self.index, held.get("/Resources", self.resources))
            matrix = times(self.state.matrix, tuple(float(part) for part in held.get("/Matrix", UNIT)))  # type: ignore[arg-type]
            inner.read(held, replace(self.state, matrix=matrix))
        elif str(held.Subtype) == "/Image":
            self._image(held)
        else:
            self.fault(say("{operator} cannot be checked", operator=str(held.Subtype)[1:]))

    def _image(self, image: Any) -> None:
        space = str(image.get("/ColorSpace", ""))
        if space not in {"/DeviceCMYK", "/DeviceGray"}:
            self.fault(say("a picture in {space}", space=space[1:].removeprefix("Device") or "–"))
        a, b, c, d, _, _ = self.state.matrix
        wide, tall = (a * a + b * b) ** 0.5, (c * c + d * d) ** 0.5
        ppi = min(int(image.Width) / wide, int(image.Height) / tall) * 72 if wide and tall else 0.0
        self.findings.least_ppi = min(self.findings.least_ppi, ppi)
        if ppi < LEAST_PPI - 1:
            self.fault(say("a picture at {ppi} pixels per inch, under {least}", ppi=round(ppi), least=round(LEAST_PPI)))
        if space == "/DeviceCMYK":
            most = _most_ink((int(image.Width), int(image.Height)), image.read_bytes())
            self.findings.most_ink = max(self.findings.most_ink, most)
            if most > INK_LIMIT + 2:
                self.fault(say("a picture with {ink} % ink, over {limit} %", ink=round(most), limit=round(INK_LIMIT)))


def _most_ink(size: tuple[int, int], pixels: bytes) -> float:
    """The most ink of any pixel in CMYK, in percent."""
    bands = dict(zip("cmyk", Image.frombytes("CMYK", size, pixels).split(), strict=True))
    most = ImageMath.lambda_eval(lambda b: b["c"] + b["m"] + b["y"] + b["k"], **bands).getextrema()[1]
    return float(most) / 2.55
