"""The screen edition: tagged for everybody to read, and fit for the archive."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.look import Look
    from pipeline.pdf.placed import Pages
    from pipeline.story import Document


def write_screen(
    document: Document,
    pages: Pages,
    look: Look,
    *,
    tagged: bool = True,
    attachment: bytes | None = None,
    attachment_name: str = "record.json",
    attachment_type: str = "application/json",
) -> bytes:
    """PDF/UA-1 and PDF/A-2a in one file; with an ``attachment`` (the record's public fields) PDF/A-3a.

    ``tagged=False`` serves measurements only. Raises BadInput for a face that may not be embedded and for a picture that cannot be read;
    a placed part that the story does not hold, or a word of the story that no page shows, is a bug and raises StructureError.
    """
    raise NotImplementedError
