"""Where a chart's bars stand on their common scale, in newsletters and formal documents alike."""

from __future__ import annotations

from collections.abc import Sequence

THINNEST = 0.5
"""A bar that is not 0 can be seen, however long the longest one is."""


def bar_spans(values: Sequence[float], room_pt: float) -> list[tuple[float, float]]:
    """Left edge and length of each bar within the room: from a common zero, those below it to the left, no bar for 0."""
    lowest, highest = min((0.0, *values)), max((0.0, *values))
    # each side apart: the difference of two great numbers may be greater than any number
    left = -lowest / (highest / 2 - lowest / 2) / 2 if lowest else 0.0
    zero = room_pt * left
    spans = []
    for value in values:
        side, end = (zero, lowest) if value < 0 else (room_pt - zero, highest)
        length = max(side * (value / end), THINNEST) if value else 0.0
        spans.append((zero - length if value < 0 else zero, length))
    return spans
