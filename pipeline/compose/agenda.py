"""The notice and agenda of a meeting that is still to come."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.records.reading import Source
    from pipeline.story import Document


def compose_agenda(source: Source) -> Document:
    """The notice and agenda: where and when, who is called, the items with their papers, and the decisions still open."""
    raise NotImplementedError
