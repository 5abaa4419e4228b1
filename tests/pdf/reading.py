"""Other readers of written PDFs, for the tests: validators, pdfium, pikepdf."""

from __future__ import annotations

import io

import page
import pikepdf
import pypdfium2


def failures(data: bytes, *profiles: str) -> list[str]:
    """What page-validation finds."""
    found = []
    for profile in profiles:
        report = page.validate_pdf_bytes(data, profile=profile)
        found += [f"{profile} {failure.rule_id}: {failure.message}" for failure in report.failures]
        if not report.is_compliant and not report.failures:
            found.append(f"{profile}: not compliant")
    return found


def pixels(data: bytes, scale: float = 1.0) -> list[bytes]:
    """Every page as pdfium paints it."""
    with pypdfium2.PdfDocument(data) as pdf:
        return [sheet.render(scale=scale).to_numpy().tobytes() for sheet in pdf]


def pdfium_text(data: bytes) -> str:
    """The text of all pages as pdfium extracts it."""
    with pypdfium2.PdfDocument(data) as pdf:
        return "\n".join(sheet.get_textpage().get_text_bounded() for sheet in pdf)


def opened(data: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(data))
