"""Reads a source folder: every problem of a phase (syntax, shape, sense) at once, each with its place."""

from __future__ import annotations

from pathlib import Path

from pipeline.look import Look
from pipeline.problems import Report
from pipeline.records.source import LoadedImage, Previous, Source

__all__ = ["LoadedImage", "Previous", "Source", "read_look", "read_source"]


def read_source(source: Path, meeting: str | Path | None = None, *, report: Report | None = None) -> Source:
    """The meeting of that slug or folder (the latest by date if None), or BadInput; warnings go to ``report`` and into the Source."""
    raise NotImplementedError


def read_look(source: Path, *, report: Report | None = None) -> Look:
    """The look of brand/brand.yaml with its fonts, every role filled, or BadInput."""
    raise NotImplementedError
