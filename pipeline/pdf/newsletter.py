"""Layout of the newsletter: story and look in, pages out, with what was decided and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.look import Look
    from pipeline.pdf.outcome import Layout
    from pipeline.story import Document


def layout_newsletter(document: Document, look: Look) -> Layout:
    """Pages of a newsletter on the 13 pt grid; never raises on odd content, every word placed or named in ``warnings``."""
    raise NotImplementedError
