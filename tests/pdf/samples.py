"""The sample organisations' documents, written once for all tests that look at them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pipeline import story
from pipeline.compose.minutes import compose_minutes
from pipeline.compose.newsletter import compose_newsletter
from pipeline.look import Look
from pipeline.pdf.formal import layout_formal
from pipeline.pdf.newsletter import layout_newsletter
from pipeline.pdf.placed import Pages
from pipeline.pdf.screen import write_screen
from pipeline.problems import Report
from pipeline.records.reading import read_look, read_source

ROOT = Path(__file__).parents[2]
FOLDERS = {"bergslaget": ROOT / "source", **{path.name: path for path in sorted((ROOT / "tests" / "cases").iterdir()) if path.is_dir()}}
NAMES = [f"{folder} {kind}" for folder in FOLDERS for kind in ("newsletter", "minutes")]


@cache
def laid_out(name: str) -> tuple[story.Document, Look, Pages]:
    """Story, look and pages of a sample."""
    folder, kind = name.split(" ")
    report = Report()
    source = read_source(FOLDERS[folder], None, report=report)
    look = read_look(FOLDERS[folder], report=report)
    report.close()
    if kind == "newsletter":
        document = compose_newsletter(source)
        return document, look, layout_newsletter(document, look).pages
    document = compose_minutes(source)
    return document, look, layout_formal(document, look).pages


@cache
def written(name: str, tagged: bool = True) -> bytes:
    """The screen edition of a sample."""
    document, look, pages = laid_out(name)
    return write_screen(document, pages, look, tagged=tagged)
