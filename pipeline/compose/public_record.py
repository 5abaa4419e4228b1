"""What of the record may travel inside a document: its public fields, and the words that the document shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from pipeline.records.reading import Source
    from pipeline.story import Document


def public_record(source: Source, kind: Literal["minutes", "extract", "agenda", "newsletter"]) -> bytes:
    """Canonical JSON of the record's public fields (sorted keys, UTF-8, one line feed last); never internal or personal ones."""
    raise NotImplementedError


def base_of(document: Document) -> bytes:
    """Canonical JSON of origin → markup for every editable Field that the document shows, in the order of the origins."""
    raise NotImplementedError
