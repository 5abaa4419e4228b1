"""Vector drawings as form XObjects: read by pipeline.pdf.svg, or by svglib where a drawing holds more than flat shapes."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.pdf.canvas import Recorder, Stream, number
from pipeline.pdf.svg import Alpha, Drawing, Ink, Operator, Veil, read_svg
from pipeline.pdf.svg_style import Beyond

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.pdf.canvas import Canvas
    from pipeline.pdf.inks import Inks


ANYWHERE = "[-32000 -32000 32000 32000]"
"""A box that holds a veiled group whatever transformation it stands in."""


@lru_cache(maxsize=64)
def drawing(data: bytes) -> Drawing:
    """A drawing's operators; Beyond where neither reader can show it whole, ValueError where it is no SVG."""
    try:
        return read_svg(data)
    except Beyond as beyond:
        if str(beyond) in {"text", "image", "filter", "mask", "pattern", "foreignObject"}:
            raise
        return _by_svglib(data, str(beyond))


def _by_svglib(data: bytes, reason: str) -> Drawing:
    """What svglib reads, painted by ReportLab on a canvas that leaves colours open."""
    from reportlab.graphics import renderPDF
    from svglib.svglib import svg2rlg

    def refuse() -> None:
        raise Beyond(reason)

    shapes = svg2rlg(io.BytesIO(data))
    if shapes is None or shapes.width <= 0 or shapes.height <= 0:
        raise Beyond(reason)
    recorder = Recorder(Ink, Alpha, refuse)
    renderPDF.draw(shapes, recorder, 0, 0)
    return Drawing(shapes.width, shapes.height, recorder.operators)


@dataclass(slots=True)
class FormWriter:
    """Puts drawings in one edition's colours."""

    canvas: Canvas
    inks: Inks

    def put(self, shapes: Drawing) -> int:
        """A form XObject one unit wide and high, so that a picture's frame is its matrix."""
        scale = f"/Matrix[{number(1 / shapes.width, 8)} 0 0 {number(1 / shapes.height, 8)} 0 0]"
        box = f"[0 0 {number(shapes.width, 3)} {number(shapes.height, 3)}]"
        return self._form(shapes.operators, box, scale)

    def _form(self, operators: Sequence[Operator], box: str, further: str) -> int:
        states: dict[str, str] = {}
        forms: dict[str, int] = {}
        parts: list[str] = []
        for operator in operators:
            match operator:
                case str():
                    parts.append(operator)
                case Ink(colour=colour, stroke=stroke):
                    parts.append(self.inks.paint(colour, stroke=stroke))
                case Alpha(fill=fill, stroke=stroke_alpha):
                    parts.append(f"/{_state(states, fill, stroke_alpha)} gs")
                case Veil(opacity=opacity, operators=inner):
                    key = f"V{len(forms)}"
                    forms[key] = self._form(inner, ANYWHERE, "/Group<</S/Transparency/I true>>")
                    parts.append(f"/{_state(states, opacity, opacity)} gs /{key} Do")
        named = "".join(f"/{key}{value}" for key, value in {**states, **self.inks.states()}.items())
        nested = "".join(f"/{key} {place} 0 R" for key, place in forms.items())
        resources = (f"/ExtGState<<{named}>>" if named else "") + (f"/XObject<<{nested}>>" if nested else "")
        entries = f"/Type/XObject/Subtype/Form/BBox{box}{further}/Resources<<{resources}>>"
        return self.canvas.put(Stream(entries, "\n".join(parts).encode("latin-1")))


def _state(states: dict[str, str], fill: float, stroke: float) -> str:
    key = f"A{round(fill * 1000)}x{round(stroke * 1000)}"
    states[key] = f"<</Type/ExtGState/ca {number(fill, 3)}/CA {number(stroke, 3)}>>"
    return key
