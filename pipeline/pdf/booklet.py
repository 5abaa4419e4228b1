"""Pages two by two on sheets that fold to a booklet, for an office printer."""

from __future__ import annotations


def write_booklet(pdf: bytes) -> bytes:
    """Impose any number of single pages on landscape sheets twice as wide (A4 on A3), front and back in turn, blank pages added up to a multiple of 4."""
    raise NotImplementedError
