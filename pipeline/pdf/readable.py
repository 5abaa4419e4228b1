"""What would keep a reader out of the document, found before it is painted."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.look import Look
    from pipeline.problems import Problem
    from pipeline.story import Document


def check_readable(document: Document, look: Look) -> list[Problem]:
    """Glyphs that a face lacks, pictures without a text alternative, links without words, headings that skip a level.

    ``field`` is the origin of the part; ``where`` names only the document, the caller knows the record's places.
    """
    raise NotImplementedError
