"""QR codes as vector modules (ISO/IEC 18004, error correction M)."""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby

from pipeline.pdf.canvas import number


@lru_cache(maxsize=64)
def modules(address: str) -> tuple[tuple[bool, ...], ...]:
    """The dark and light modules of a code, row by row, without the quiet zone."""
    import segno

    code = segno.make(address, error="m", micro=False, boost_error=False)
    return tuple(tuple(bool(module) for module in row) for row in code.matrix)


def qr_operators(address: str, left: float, bottom: float, size_pt: float) -> str:
    """One path of dark runs that fills a square; neighbouring rows of the same run are drawn as one, so that no hairlines show."""
    rows = modules(address)
    unit = size_pt / len(rows)
    bars: dict[tuple[int, int], int] = {}
    done: list[tuple[int, int, int, int]] = []
    for index, row in enumerate([*rows, ()]):
        runs = _runs(row)
        for run, since in list(bars.items()):
            if run not in runs:
                done.append((*run, since, index - since))
                del bars[run]
        for run in runs:
            bars.setdefault(run, index)
    height = len(rows)
    parts = [f"{start} {height - top - tall} {wide} {tall} re" for start, wide, top, tall in sorted(done, key=lambda bar: (bar[2], bar[0]))]
    return f"q {number(unit, 5)} 0 0 {number(unit, 5)} {number(left)} {number(bottom)} cm {' '.join(parts)} f Q"


def _runs(row: tuple[bool, ...]) -> list[tuple[int, int]]:
    runs, start = [], 0
    for dark, group in groupby(row):
        length = len(list(group))
        if dark:
            runs.append((start, length))
        start += length
    return runs
