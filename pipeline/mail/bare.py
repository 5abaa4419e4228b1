"""Finished text without the signs that only line breaking needs, for places where people search, quote and copy."""

from __future__ import annotations

INVISIBLE = ("\u00ad", "\u2060")
"""Soft hyphen and word joiner, which some mail programs show."""


def bare(text: str) -> str:
    """No soft hyphens and word joiners, no-break spaces as spaces."""
    for sign in INVISIBLE:
        text = text.replace(sign, "")
    return text.replace("\u00a0", " ").replace("\u202f", " ")
