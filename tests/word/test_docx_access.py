"""The accessibility rules: what we write passes, and each rule notices its fault."""

from __future__ import annotations

import io
from zipfile import ZipFile

import pytest

from pipeline.preflight.word import check_docx, contrast
from pipeline.word.document import write_docx
from tests.word import stories
from tests.word.schemas import parts


@pytest.fixture(scope="module")
def everything(look):
    return write_docx(stories.everything(), look, toc=True).data


def test_minutes_can_be_read_by_everybody(look):
    assert check_docx(write_docx(stories.minutes(), look).data) == ()


def test_a_document_of_everything_can_be_read_by_everybody(everything):
    assert check_docx(everything) == ()


FAULTS = {
    "expected a title among the properties": ("docProps/core.xml", b"<dc:title>Protokoll</dc:title>", b"<dc:title> </dc:title>"),
    "expected the document's language": ("docProps/core.xml", b"<dc:language>sv-SE</dc:language>", b""),
    "expected one language": ("docProps/core.xml", b"<dc:language>sv-SE</dc:language>", b"<dc:language>en-GB</dc:language>"),
    "expected a text alternative for picture 1": ("word/document.xml", 'descr="En röd yta"'.encode(), b'descr=" "'),
    "found the file name": ("word/document.xml", 'descr="En röd yta"'.encode(), b'descr="bild.PNG"'),
    "found one that floats": ("word/document.xml", b"wp:inline", b"wp:anchor"),
    "expected a title and a description": ("word/document.xml", b'<w:tblCaption w:val="Kostnader"/>', b""),
    "marked and repeated": ("word/document.xml", b"<w:tblHeader/>", b""),
    "without merged cells": ("word/document.xml", b'<w:tcW w:w="1701" w:type="dxa"/>', b'<w:tcW w:w="1701" w:type="dxa"/><w:gridSpan w:val="2"/>'),
    "found heading level 3": ("word/document.xml", b'<w:pStyle w:val="Heading2"/>', b'<w:pStyle w:val="BodyText"/>'),
    "in the style Uppgift": ("word/theme/theme1.xml", b'<a:dk2><a:srgbClr val="4A4643"/>', b'<a:dk2><a:srgbClr val="9A9693"/>'),
    "in the style Hyperlink": ("word/theme/theme1.xml", b'<a:hlink><a:srgbClr val="24483A"/>', b'<a:hlink><a:srgbClr val="94A8AA"/>'),
    "expected a link's words": ("word/document.xml", b'<w:t xml:space="preserve">Tredje</w:t>', "<w:t>Klicka här</w:t>".encode()),
    "expected words in every link": ("word/document.xml", b'<w:t xml:space="preserve">Tredje</w:t>', b"<w:t/>"),
    "found empty paragraphs": ("word/document.xml", b"<w:sectPr", b"<w:p/><w:p/><w:sectPr"),
    "found a typed mark": ("word/document.xml", b"Efter tabellen.", b"- Efter tabellen."),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_each_rule_notices_its_fault(everything, fault):
    part, old, new = FAULTS[fault]
    content = parts(everything)
    assert old in content[part]
    content[part] = content[part].replace(old, new)
    stream = io.BytesIO()
    with ZipFile(stream, "w") as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    assert any(fault in str(problem.message) for problem in check_docx(stream.getvalue(), "prov.docx")), fault


def test_contrast_is_the_guidelines_ratio():
    assert round(contrast("000000", "FFFFFF"), 1) == 21.0
    assert round(contrast("8A1F17", "F6F2EB"), 2) == 8.22
    assert round(contrast("24483A", "FFFFFF"), 2) == 10.18
