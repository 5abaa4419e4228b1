"""The Word files that the sample organisations get: every kind of document valid, readable, the same twice, and the same in LibreOffice."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from lxml import etree

from pipeline.compose.agenda import compose_agenda
from pipeline.compose.minutes import compose_immediate_sheet, compose_minutes
from pipeline.compose.public_record import base_of
from pipeline.preflight.word import check_docx
from pipeline.records.reading import read_look, read_source
from pipeline.story import Cell, Clause, Heading, Paragraph, Particular, Section, plain, walk
from pipeline.word.document import write_docx
from tests.word.office import convert
from tests.word.schemas import faults, parts, schema

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ROOT = Path(__file__).parents[2]
FOLDERS = {
    "bergslaget": ROOT / "source",
    "federation": ROOT / "tests/cases/kommunalforbund",
    "english": ROOT / "tests/cases/english-association",
}
EXTRACTS = {"bergslaget": ["fees"], "federation": ["engine", "lease"], "english": ["fee"]}
KINDS = ("minutes", "public", "extract", "agenda", "sheet")
NAMES = [f"{name} {kind}" for name in FOLDERS for kind in KINDS if kind != "sheet" or name == "federation"]


@cache
def composed(name: str):
    """The story of a sample's document, and its look."""
    folder, kind = name.split(" ")
    source, look = read_source(FOLDERS[folder]), read_look(FOLDERS[folder])
    match kind:
        case "extract":
            return compose_minutes(source, items=EXTRACTS[folder]), look
        case "agenda":
            return compose_agenda(source), look
        case "sheet":
            return compose_immediate_sheet(source), look
        case _:
            return compose_minutes(source, public=kind == "public"), look


@cache
def written(name: str) -> bytes:
    document, look = composed(name)
    return write_docx(document, look, base=base_of(document), meeting="sample", track=True).data


@pytest.mark.parametrize("name", NAMES)
def test_it_is_accessible_and_the_same_twice(name):
    document, look = composed(name)
    assert [str(problem.message) for problem in check_docx(written(name))] == []
    assert write_docx(document, look, base=base_of(document), meeting="sample", track=True).data == written(name)


def test_the_certification_keeps_its_distance_from_the_appendices():
    body = etree.fromstring(parts(written("federation extract"))["word/document.xml"])
    paragraphs = [(p.find(f"{W}pPr/{W}pStyle").get(f"{W}val"), "".join(p.itertext(f"{W}t"))) for p in body.iter(f"{W}p")]
    before, label = next((one, other) for one, other in pairwise(paragraphs) if other[1] == "Rätt utdraget intygar")
    assert (before[0], label[0]) == ("Bilaga", "TabellrubrikEftertabell")


def test_every_part_of_every_kind_is_valid(shared):
    transitional = schema(shared / "ooxml-xsd")
    for name in NAMES:
        assert faults(written(name), transitional) == [], name


@pytest.mark.heavy
def test_libreoffice_shows_the_same_words(tmp_path):
    files = []
    for name in NAMES:
        files.append(tmp_path / f"{name.replace(' ', '-')}.docx")
        files[-1].write_bytes(written(name))
    for name, text in zip(NAMES, convert(files, "txt:Text (encoded):UTF8", tmp_path), strict=True):
        shown = spaced(text.read_text(encoding="utf-8-sig"))
        said = [
            node.heading if isinstance(node, Section) else node.children
            for node in walk(composed(name)[0].blocks)
            if isinstance(node, SAID)
        ]
        assert len(said) > 20, name
        assert [words for words in (spaced(plain(one)) for one in said) if words not in shown] == [], name


SAID = (Paragraph, Cell, Clause, Heading, Particular, Section)


def spaced(words: str) -> str:
    return re.sub(r"\s+", " ", words.replace("\u00ad", "").replace("\u2060", "")).strip()
