"""Crop and registration marks outside the bleed, in every ink at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.pdf.bleed import BLEED
from pipeline.pdf.canvas import number

if TYPE_CHECKING:
    from pipeline.pdf.canvas import Canvas

MARK_SPACE = 22.0
"""Width of the strip beyond the bleed that holds the marks, in points."""
LENGTH, AWAY, HAIR = 14.0, 3.0, 0.25
RADIUS = 4.0
KAPPA = 0.5522847498


def put_registration(canvas: Canvas) -> None:
    """The colour that prints on every plate (ISO 32000-1, 8.6.6.4)."""
    tint = "<</FunctionType 2/Domain[0 1]/C0[0 0 0 0]/C1[1 1 1 1]/N 1>>"
    canvas.resource("ColorSpace", "Registration", f"[/Separation/All/DeviceCMYK {tint}]")


def printers_marks(width: float, height: float, margin: float) -> str:
    """Two crop marks at each corner and a registration mark at the middle of each side; ``margin`` lies around the trimmed page."""
    parts = [f"q /Registration CS 1 SCN /Knockout gs {HAIR} w"]
    out = BLEED + AWAY
    for x, to_left in ((margin, True), (margin + width, False)):
        for y, down in ((margin, True), (margin + height, False)):
            away_x, away_y = (-1 if to_left else 1), (-1 if down else 1)
            parts.append(_line(x + away_x * out, y, x + away_x * (out + LENGTH), y))
            parts.append(_line(x, y + away_y * out, x, y + away_y * (out + LENGTH)))
    middle = BLEED + MARK_SPACE / 2
    for x, y in ((margin + width / 2, margin - middle), (margin + width / 2, margin + height + middle)):
        parts += _target(x, y)
    for x, y in ((margin - middle, margin + height / 2), (margin + width + middle, margin + height / 2)):
        parts += _target(x, y)
    return "\n".join([*parts, "Q"])


def _line(*ends: float) -> str:
    x0, y0, x1, y1 = (number(end) for end in ends)
    return f"{x0} {y0} m {x1} {y1} l S"


def _target(x: float, y: float) -> list[str]:
    """A circle with a cross through it."""
    r, k = RADIUS, RADIUS * KAPPA
    corners = [(r, 0), (r, k, k, r, 0, r), (-k, r, -r, k, -r, 0), (-r, -k, -k, -r, 0, -r), (k, -r, r, -k, r, 0)]
    circle = [" ".join(number(part + (x, y)[index % 2]) for index, part in enumerate(corner)) for corner in corners]
    path = f"{circle[0]} m " + " ".join(f"{points} c" for points in circle[1:]) + " S"
    return [path, _line(x - 1.6 * r, y, x + 1.6 * r, y), _line(x, y - 1.6 * r, x, y + 1.6 * r)]
