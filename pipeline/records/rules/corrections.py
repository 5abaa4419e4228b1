"""Minutes that were published as verified."""

from __future__ import annotations

from pipeline.records.corrections import silent_changes
from pipeline.records.rules.sense import Sense


def check_corrections(sense: Sense) -> None:
    """Every silent change is an error at its place."""
    if sense.body is None:
        return
    for origin, message, hint in silent_changes(sense.source):
        sense.error(origin, message, hint)
