"""The newsletter: every block in reading order."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.records.reading import Source
    from pipeline.story import Document


def compose_newsletter(source: Source, *, typefaces: str = "") -> Document:
    """The newsletter of the meeting; ``typefaces`` are the names that the colophon gives ('' for none).

    Raises BadInput where the issue, the date, the contact or the lead article is missing.
    """
    raise NotImplementedError
