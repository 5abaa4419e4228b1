"""Vector drawings as form XObjects: read by pipeline.pdf.svg, or by svglib where a drawing holds more than flat shapes."""

from __future__ import annotations

import io
import zlib
from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.pdf.canvas import COMPRESSION, Recorder, Stream, number
from pipeline.pdf.inks import ScreenInks, screen_paint
from pipeline.pdf.svg import Alpha, Drawing, Ink, Operator, Trace, Veil, read_svg
from pipeline.pdf.svg_style import Beyond

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.pdf.canvas import Canvas
    from pipeline.pdf.inks import Inks, Paint


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


@lru_cache(maxsize=64)
def _screen_form(data: bytes) -> tuple[str, bytes] | None:
    """A drawing's resources and compressed operators in screen colours, which no look changes; None for one with veiled groups."""
    if any(isinstance(operator, Veil) for operator in drawing(data).operators):
        return None
    states: dict[str, str] = {}
    parts = [_written(operator, screen_paint, states) for operator in drawing(data).operators if not isinstance(operator, Veil)]
    return _resources(states, {}), zlib.compress("\n".join(parts).encode("latin-1"), COMPRESSION)


def _written(operator: str | Ink | Alpha | Trace, paint: Paint, states: dict[str, str]) -> str:
    match operator:
        case str():
            return operator
        case Ink(colour=colour, stroke=stroke):
            return paint(colour, stroke=stroke)
        case Trace():
            return operator.written()
        case Alpha(fill=fill, stroke=stroke_alpha):
            return f"/{_state(states, fill, stroke_alpha)} gs"


def _state(states: dict[str, str], fill: float, stroke: float) -> str:
    key = f"A{round(fill * 1000)}x{round(stroke * 1000)}"
    states[key] = f"<</Type/ExtGState/ca {number(fill, 3)}/CA {number(stroke, 3)}>>"
    return key


def _resources(states: Mapping[str, str], forms: Mapping[str, int]) -> str:
    named = "".join(f"/{key}{value}" for key, value in states.items())
    nested = "".join(f"/{key} {place} 0 R" for key, place in forms.items())
    return "/Resources<<" + (f"/ExtGState<<{named}>>" if named else "") + (f"/XObject<<{nested}>>" if nested else "") + ">>"


def put_drawing(canvas: Canvas, inks: Inks, data: bytes) -> int:
    """Put a drawing as a form XObject one unit wide and high, so that a picture's frame is its matrix; its object number."""
    shapes = drawing(data)
    entries = (
        f"/Type/XObject/Subtype/Form/BBox[0 0 {number(shapes.width, 3)} {number(shapes.height, 3)}]"
        f"/Matrix[{number(1 / shapes.width, 8)} 0 0 {number(1 / shapes.height, 8)} 0 0]"
    )
    ready = _screen_form(data) if isinstance(inks, ScreenInks) else None
    if ready:
        return canvas.put(Stream(f"{entries}{ready[0]}/Filter/FlateDecode", ready[1], compress=False))
    return _put_form(canvas, inks, shapes.operators, entries)


def _put_form(canvas: Canvas, inks: Inks, operators: Sequence[Operator], entries: str) -> int:
    states = dict(inks.states())
    forms: dict[str, int] = {}
    parts: list[str] = []
    for operator in operators:
        if isinstance(operator, Veil):
            key = f"V{len(forms)}"
            veil = f"/Type/XObject/Subtype/Form/BBox{ANYWHERE}/Group<</S/Transparency/I true>>"
            forms[key] = _put_form(canvas, inks, operator.operators, veil)
            parts.append(f"/{_state(states, operator.opacity, operator.opacity)} gs /{key} Do")
        else:
            parts.append(_written(operator, inks.paint, states))
    return canvas.put(Stream(entries + _resources(states, forms), "\n".join(parts).encode("latin-1")))
