"""What must hold across a record's fields."""

from __future__ import annotations

from pipeline.problems import Report
from pipeline.records.source import Source


def check_sense(source: Source, report: Report) -> None:
    """Note everything that makes no sense."""
