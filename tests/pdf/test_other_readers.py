"""What stands in for the readers that are not at hand: pdfium's and poppler's own reading of the structure."""

from __future__ import annotations

import ctypes
import re
import shutil
import subprocess

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from pipeline.preflight.aloud import STEERING, utterances
from pipeline.preflight.tagged import read_tagged
from tests.pdf.samples import NAMES, written


def text_of(function, element) -> str:
    size = function(element, None, 0)
    buffer = ctypes.create_string_buffer(size)
    function(element, buffer, size)
    return buffer.raw.decode("utf-16-le").rstrip("\0")


def pdfium_elements(data: bytes) -> list[tuple[str, str]]:
    """Type and text alternative of every element that pdfium finds, page by page."""
    found: list[tuple[str, str]] = []

    def walk(element) -> None:
        found.append((text_of(pdfium.FPDF_StructElement_GetType, element), text_of(pdfium.FPDF_StructElement_GetAltText, element)))
        for index in range(pdfium.FPDF_StructElement_CountChildren(element)):
            child = pdfium.FPDF_StructElement_GetChildAtIndex(element, index)
            if child:
                walk(child)

    with pypdfium2.PdfDocument(data) as pdf:
        for page in pdf:
            tree = pdfium.FPDF_StructTree_GetForPage(page.raw)
            for index in range(pdfium.FPDF_StructTree_CountChildren(tree)):
                walk(pdfium.FPDF_StructTree_GetChildAtIndex(tree, index))
            pdfium.FPDF_StructTree_Close(tree)
    return found


@pytest.mark.parametrize("name", NAMES)
def test_pdfium_finds_headings_and_pictures_as_we_do(name):
    read = read_tagged(written(name))
    ours = {(node.tag, str(node.get("/Alt") or "")) for node in read.nodes() if node.tag[0] == "H" or node.tag in {"Figure", "L", "Table"}}
    theirs = {(kind, alt) for kind, alt in pdfium_elements(written(name)) if kind[0] == "H" or kind in {"Figure", "L", "Table"}}
    assert theirs == ours


@pytest.mark.parametrize("name", NAMES)
def test_poppler_reads_the_same_words_in_the_same_order(name, tmp_path):
    program = shutil.which("pdfinfo")
    if program is None:
        pytest.skip("no pdfinfo (poppler-utils) on this machine")
    path = tmp_path / "document.pdf"
    path.write_bytes(written(name))
    done = subprocess.run([program, "-struct-text", "-enc", "UTF-8", str(path)], capture_output=True, check=True)
    theirs = "".join(poppler_words(done.stdout.decode("utf-8", "replace"))).translate(STEERING)
    ours = "".join(one.with_marks for one in utterances(written(name)) if one.tag != "Figure")
    assert "".join(theirs.split()) == "".join(ours.split())


def poppler_words(listing: str) -> list[str]:
    """The quoted words of a listing, without those within pictures."""
    found: list[str] = []
    picture = -1
    for line in listing.splitlines():
        depth = len(line) - len(line.lstrip())
        if depth <= picture:
            picture = -1
        if line.strip().startswith("Figure"):
            picture = depth
        elif picture < 0 and (quoted := re.fullmatch(r'\s*"(.*)"', line)):
            found.append(quoted[1])
    return found
