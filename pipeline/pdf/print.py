"""The print edition: the same pages prepared as PDF/X-4."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.look import Look
    from pipeline.pdf.placed import Pages
    from pipeline.problems import Problem
    from pipeline.story import Document


def check_print(document: Document, pages: Pages, look: Look) -> list[Problem]:
    """What a printer would send back: no profile, pictures under 200 ppi (errors) or 300 ppi (warnings), colours over 300 % ink; ``field`` is the origin."""
    raise NotImplementedError


def write_print(document: Document, pages: Pages, look: Look, *, marks: bool = False) -> bytes:
    """PDF/X-4 in CMYK with 3 mm bleed; ``marks`` adds crop and registration marks. Raises BadInput with the errors of ``check_print``."""
    raise NotImplementedError
