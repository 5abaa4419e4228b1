"""What must hold across a record's fields and files: plain functions that run on whatever was read and note what makes no sense.

What really happened is a warning and never an error.
"""

from __future__ import annotations

from collections.abc import Callable

from pipeline.problems import Report
from pipeline.records.rules.addresses import check_addresses
from pipeline.records.rules.attendance import check_attendance
from pipeline.records.rules.corrections import check_corrections
from pipeline.records.rules.dates import check_dates
from pipeline.records.rules.decisions import check_decisions
from pipeline.records.rules.documents import check_documents
from pipeline.records.rules.names import check_names
from pipeline.records.rules.newsletter import check_newsletter
from pipeline.records.rules.sections import check_sections
from pipeline.records.rules.sense import Sense
from pipeline.records.rules.wording import check_wording
from pipeline.records.source import Source

RULES: tuple[Callable[[Sense], None], ...] = (
    check_names,
    check_dates,
    check_sections,
    check_attendance,
    check_decisions,
    check_documents,
    check_newsletter,
    check_wording,
    check_addresses,
    check_corrections,
)


def check_sense(source: Source, report: Report) -> None:
    """Note everything that makes no sense, in all files of the source."""
    sense = Sense(source, report)
    for rule in RULES:
        rule(sense)
