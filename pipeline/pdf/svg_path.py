"""Outlines of SVG shapes as PDF path construction operators (SVG 2, chapters 9 and 10)."""

from __future__ import annotations

import math
import re
from functools import cache
from typing import TYPE_CHECKING

from pipeline.pdf import canvas

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SEGMENT = re.compile(r"([MmZzLlHhVvCcSsQqTtAa])([^MmZzLlHhVvCcSsQqTtAa]*)")
FLOAT = r"[-+]?(?:\d++\.?+\d*+|\.\d++)(?:[eE][-+]?\d++)?+"
"""A number takes all digits that follow one another: no other parting of them is tried, which would take hours for sixty."""
NUMBERS = re.compile(FLOAT)
ARCS = re.compile(rf"({FLOAT})[\s,]*({FLOAT})[\s,]*({FLOAT})[\s,]*([01])[\s,]*([01])[\s,]*({FLOAT})[\s,]*({FLOAT})")
OPERANDS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7}
PLAIN_STEP = re.compile("([MLCZz])")
UNUSUAL = (",", "  ", "\n", "\t", "\r", "\f", "\v")
"""What may stand between two numbers beside one space."""
OPERATORS = {"M": " m", "L": " l", "C": " c", "Z": "h", "z": "h"}
KAPPA = 0.5522847498
"""Distance of a cubic's control points that draws a quarter of a circle."""
Point = tuple[float, float]


MOST = 3.403e38
"""The largest number."""


class Pen:
    """Writes operators with a fixed number of decimals."""

    def __init__(self, digits: int) -> None:
        self.digits = digits

    def number(self, value: float, digits: int | None = None) -> str:
        """A number with the pen's decimals; ValueError for one beyond what a PDF may hold (ISO 19005-2, 6.1.13)."""
        if not abs(value) <= MOST:
            raise ValueError(value)
        return canvas.number(value, self.digits if digits is None else digits)

    def line(self, operator: str, *operands: float) -> str:
        """One operator with its operands."""
        return " ".join([self.number(operand) for operand in operands]) + " " + operator

    def polygon(self, numbers: Sequence[float], *, closed: bool) -> str:
        """A polygon or polyline through points; '' for fewer than two."""
        points = list(zip(numbers[::2], numbers[1::2], strict=False))
        if len(points) < 2:
            return ""
        parts = [self.line("m", *points[0]), *(self.line("l", *point) for point in points[1:])]
        return " ".join([*parts, "h"] if closed else parts)


def rectangle(box: tuple[float, float, float, float], radii: Point, pen: Pen) -> str:
    """A rectangle (left, top, width, height) with corners of radius rx, ry."""
    left, top, width, height = box
    if width <= 0 or height <= 0:
        return ""
    rx, ry = min(radii[0], width / 2), min(radii[1], height / 2)
    if rx <= 0 or ry <= 0:
        return pen.line("re", *box)
    right, bottom, kx, ky = left + width, top + height, rx * (1 - KAPPA), ry * (1 - KAPPA)
    return " ".join(
        [
            pen.line("m", left + rx, top),
            pen.line("l", right - rx, top),
            pen.line("c", right - kx, top, right, top + ky, right, top + ry),
            pen.line("l", right, bottom - ry),
            pen.line("c", right, bottom - ky, right - kx, bottom, right - rx, bottom),
            pen.line("l", left + rx, bottom),
            pen.line("c", left + kx, bottom, left, bottom - ky, left, bottom - ry),
            pen.line("l", left, top + ry),
            pen.line("c", left, top + ky, left + kx, top, left + rx, top) + " h",
        ]
    )


def ellipse(cx: float, cy: float, rx: float, ry: float, pen: Pen) -> str:
    """An ellipse in four quarters."""
    if rx <= 0 or ry <= 0:
        return ""
    kx, ky = rx * KAPPA, ry * KAPPA
    return " ".join(
        [
            pen.line("m", cx + rx, cy),
            pen.line("c", cx + rx, cy + ky, cx + kx, cy + ry, cx, cy + ry),
            pen.line("c", cx - kx, cy + ry, cx - rx, cy + ky, cx - rx, cy),
            pen.line("c", cx - rx, cy - ky, cx - kx, cy - ry, cx, cy - ry),
            pen.line("c", cx + kx, cy - ry, cx + rx, cy - ky, cx + rx, cy) + " h",
        ]
    )


def path(words: str, pen: Pen) -> str:
    """The operators of a path's data; what follows an error in it is left out, as SVG asks (9.5.4)."""
    return _plain(words) if _plain_form(pen.digits).fullmatch(words) else " ".join(_Path(pen).operators(words))


@cache
def _plain_form(digits: int) -> re.Pattern[str]:
    """Path data of absolute steps, each with its letter, of numbers that stand apart and have so many decimals at most."""
    number = rf"-?+\d*+\.?+\d{{0,{digits}}}+(?<=\d)"  # repeats of single signs alone: groups would take twice as long
    more = rf"[\s,]++{number}"
    return re.compile(rf"\s*+(?:(?:[ML]\s*+{number}{more}|C\s*+{number}(?:{more}){{5}}|[Zz])\s*+)*+", re.ASCII)


def _plain(words: str) -> str:
    """Path data of the plain kind, which need no arithmetic: most drawing programs write them, and PDF wants the same, the letter last."""
    if any(apart in words for apart in UNUSUAL):
        words = " ".join(words.replace(",", " ").split())
    _, *steps = PLAIN_STEP.split(words)
    return " ".join([f"{operands.strip()}{OPERATORS[letter]}" for letter, operands in zip(steps[::2], steps[1::2], strict=True)])


class _Path:
    """The current point, the start of the subpath and the last control point while a path's data are read."""

    def __init__(self, pen: Pen) -> None:
        self.pen = pen
        self.x = self.y = 0.0
        self.start: Point = (0.0, 0.0)
        self.control: tuple[str, float, float] = ("", 0.0, 0.0)

    def operators(self, words: str) -> Iterator[str]:
        """One operator after the other."""
        for command, operands in SEGMENT.findall(words):
            kind = command.upper()
            if kind == "Z":
                self.x, self.y = self.start
                self.control = ("", 0.0, 0.0)
                yield "h"
                continue
            relative = command.islower()
            for index, group in enumerate(_groups(kind, operands)):
                try:
                    steps = list(self._one("L" if kind == "M" and index else kind, group, relative))
                except (ArithmeticError, ValueError):  # numbers beyond all reckoning
                    return
                yield from steps

    def _one(self, kind: str, n: Sequence[float], relative: bool) -> Iterator[str]:
        x, y = (self.x, self.y) if relative else (0.0, 0.0)
        last, self.control = self.control, ("", 0.0, 0.0)
        match kind:
            case "M":
                self.x, self.y = self.start = (x + n[0], y + n[1])
                yield self.pen.line("m", self.x, self.y)
            case "L" | "H" | "V":
                self.x = self.x if kind == "V" else x + n[0]
                self.y = self.y if kind == "H" else y + n[-1]
                yield self.pen.line("l", self.x, self.y)
            case "C":
                yield self._curve((x + n[0], y + n[1]), (x + n[2], y + n[3]), (x + n[4], y + n[5]))
            case "S":
                yield self._curve(self._mirrored(last, "C"), (x + n[0], y + n[1]), (x + n[2], y + n[3]))
            case "Q":
                yield self._quadratic((x + n[0], y + n[1]), (x + n[2], y + n[3]))
            case "T":
                yield self._quadratic(self._mirrored(last, "Q"), (x + n[0], y + n[1]))
            case _:
                yield from self._arc(n, (x + n[5], y + n[6]))

    def _mirrored(self, last: tuple[str, float, float], kind: str) -> Point:
        return (2 * self.x - last[1], 2 * self.y - last[2]) if last[0] == kind else (self.x, self.y)

    def _curve(self, first: Point, second: Point, end: Point) -> str:
        self.control = ("C", *second)
        self.x, self.y = end
        return self.pen.line("c", *first, *second, *end)

    def _quadratic(self, control: Point, end: Point) -> str:
        first = (self.x + (control[0] - self.x) * 2 / 3, self.y + (control[1] - self.y) * 2 / 3)
        second = (end[0] + (control[0] - end[0]) * 2 / 3, end[1] + (control[1] - end[1]) * 2 / 3)
        operators = self._curve(first, second, end)
        self.control = ("Q", *control)
        return operators

    def _arc(self, n: Sequence[float], end: Point) -> Iterator[str]:
        """An elliptical arc as cubics of a quarter at most (SVG 2, B.2.4)."""
        start, (self.x, self.y) = (self.x, self.y), end
        rx, ry = abs(n[0]), abs(n[1])
        if not rx or not ry or start == end:
            yield self.pen.line("l", *end)
            return
        cosine, sine = math.cos(math.radians(n[2])), math.sin(math.radians(n[2]))
        half = ((start[0] - end[0]) / 2, (start[1] - end[1]) / 2)
        px, py = cosine * half[0] + sine * half[1], cosine * half[1] - sine * half[0]
        grown = math.sqrt(max(1.0, (px / rx) ** 2 + (py / ry) ** 2))
        rx, ry = rx * grown, ry * grown
        below = (rx * py) ** 2 + (ry * px) ** 2
        factor = math.sqrt(max(0.0, ((rx * ry) ** 2 - below) / below)) * (-1 if bool(n[3]) == bool(n[4]) else 1)
        cx, cy = factor * rx * py / ry, -factor * ry * px / rx
        first = math.atan2((py - cy) / ry, (px - cx) / rx)
        sweep = math.atan2((-py - cy) / ry, (-px - cx) / rx) - first
        if n[4] and sweep < 0:
            sweep += 2 * math.pi
        elif not n[4] and sweep > 0:
            sweep -= 2 * math.pi
        middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)

        def place(u: float, v: float) -> Point:
            u, v = cx + rx * u, cy + ry * v
            return (cosine * u - sine * v + middle[0], sine * u + cosine * v + middle[1])

        count = max(1, math.ceil(abs(sweep) / (math.pi / 2) - 1e-9))
        step = sweep / count
        reach = 4 / 3 * math.tan(step / 4)
        for index in range(count):
            a, b = first + index * step, first + (index + 1) * step
            one = place(math.cos(a) - reach * math.sin(a), math.sin(a) + reach * math.cos(a))
            two = place(math.cos(b) + reach * math.sin(b), math.sin(b) - reach * math.cos(b))
            last = end if index == count - 1 else place(math.cos(b), math.sin(b))
            yield self.pen.line("c", *one, *two, *last)


def _groups(kind: str, operands: str) -> Iterator[Sequence[float]]:
    """The operands of a command, as many at a time as one drawing step takes."""
    if kind == "A":
        yield from ([float(operand) for operand in found] for found in ARCS.findall(operands))
        return
    numbers = [float(found) for found in NUMBERS.findall(operands)]
    count = OPERANDS[kind]
    for start in range(0, len(numbers) - count + 1, count):
        yield numbers[start : start + count]
