"""An ICC profile of an imaginary press, made from scratch so that the tests need no printer's file (ICC.1:2004, lut16Type)."""

from __future__ import annotations

import struct
from functools import cache
from itertools import product

WHITE = (0.9642, 1.0, 0.8249)
TO_XYZ = ((0.43607, 0.38515, 0.14307), (0.22249, 0.71687, 0.06061), (0.01392, 0.09708, 0.7141))
TO_RGB = ((3.1338, -1.6168, -0.4907), (-0.9788, 1.9161, 0.0335), (0.0719, -0.2290, 1.4052))
GRID_IN, GRID_OUT = 9, 5


@cache
def cmyk_profile(*, pouring: bool = False) -> bytes:
    """A CMYK output profile with full black generation, both ways; ``pouring`` one that adds all inks everywhere, beyond any limit."""
    lookup = {
        b"A2B0": _lut(4, 3, GRID_OUT, [_lab_code(_ink_lab(inks)) for inks in product(_steps(GRID_OUT), repeat=4)]),
        b"B2A0": _lut(3, 4, GRID_IN, [_inks(_code_lab(code), pouring=pouring) for code in product(_steps(GRID_IN), repeat=3)]),
    }
    tags = {
        b"desc": b"desc\0\0\0\0" + struct.pack(">I", 12) + b"Tests press\0" + b"\0" * 78,
        b"cprt": b"text\0\0\0\0No copyright\0",
        b"wtpt": b"XYZ \0\0\0\0" + struct.pack(">3i", *(round(part * 65536) for part in WHITE)),
        **lookup,
    }
    directory, body = b"", b""
    start = 132 + 12 * len(tags)
    for tag, value in tags.items():
        directory += tag + struct.pack(">2I", start + len(body), len(value))
        body += value + b"\0" * (-len(value) % 4)
    head = struct.pack(
        ">I4xI4s4s4s12s4s", start + len(body), 0x02400000, b"prtr", b"CMYK", b"Lab ", struct.pack(">6H", 2000, 1, 1, 0, 0, 0), b"acsp"
    )
    head += b"\0" * 28 + struct.pack(">3i", *(round(part * 65536) for part in WHITE))
    return head.ljust(128, b"\0") + struct.pack(">I", len(tags)) + directory + body


def _steps(count: int) -> list[float]:
    return [index / (count - 1) for index in range(count)]


def _lut(inputs: int, outputs: int, grid: int, entries: list[tuple[float, ...]]) -> bytes:
    unit = struct.pack(">9i", 65536, 0, 0, 0, 65536, 0, 0, 0, 65536)
    straight = struct.pack(">2H", 0, 65535)
    clut = b"".join(struct.pack(f">{outputs}H", *(round(min(max(part, 0), 1) * 65535) for part in entry)) for entry in entries)
    return (
        b"mft2\0\0\0\0"
        + bytes([inputs, outputs, grid, 0])
        + unit
        + struct.pack(">2H", 2, 2)
        + straight * inputs
        + clut
        + straight * outputs
    )


def _code_lab(code: tuple[float, ...]) -> tuple[float, float, float]:
    light, a, b = (part * 65535 for part in code)
    return (light / 652.80, a / 256 - 128, b / 256 - 128)


def _lab_code(lab: tuple[float, float, float]) -> tuple[float, ...]:
    return (lab[0] * 652.80 / 65535, (lab[1] + 128) * 256 / 65535, (lab[2] + 128) * 256 / 65535)


def _ink_lab(inks: tuple[float, ...]) -> tuple[float, float, float]:
    cyan, magenta, yellow, black = inks
    linear = [((1 - ink) * (1 - black)) ** 2.2 for ink in (cyan, magenta, yellow)]
    xyz = [sum(factor * part for factor, part in zip(row, linear, strict=True)) for row in TO_XYZ]
    x, y, z = (_root(part / white) for part, white in zip(xyz, WHITE, strict=True))
    return (116 * y - 16, 500 * (x - y), 200 * (y - z))


def _root(value: float) -> float:
    return value ** (1 / 3) if value > 0.008856 else 7.787 * value + 16 / 116


def _inks(lab: tuple[float, float, float], *, pouring: bool) -> tuple[float, ...]:
    y = (lab[0] + 16) / 116
    x, z = y + lab[1] / 500, y - lab[2] / 200
    xyz = [white * (part**3 if part > 0.2069 else (part - 16 / 116) / 7.787) for part, white in zip((x, y, z), WHITE, strict=True)]
    rgb = [min(max(sum(factor * part for factor, part in zip(row, xyz, strict=True)), 0), 1) ** (1 / 2.2) for row in TO_RGB]
    cyan, magenta, yellow = (1 - part for part in rgb)
    black = min(cyan, magenta, yellow)
    if black >= 0.999:
        return (0, 0, 0, 1)
    inks = ((cyan - black) / (1 - black), (magenta - black) / (1 - black), (yellow - black) / (1 - black), black)
    return tuple(min(ink + 0.85, 1) for ink in inks) if pouring else inks
