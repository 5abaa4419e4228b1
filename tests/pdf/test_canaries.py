"""ReportLab's own faults that pipeline.pdf.canvas goes around: a test that fails here reports that an upgrade has mended one.

Then the way around can go, and the canary with it.
"""

from __future__ import annotations

import io

import reportlab
from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas as Stock

from pipeline.pdf import canvas as ours


def test_the_version_is_the_one_that_was_tried():
    assert reportlab.__version__ == "5.1.0"


def test_the_catalogue_still_drops_output_intents_and_associated_files():
    assert not {"OutputIntents", "AF"} & set(pdfdoc.PDFCatalog.__NoDefault__)


def test_pages_still_drop_their_key_in_the_parent_tree():
    assert not {"StructParents", "Tabs"} & set(pdfdoc.PDFPage.__NoDefault__)


def test_streams_still_end_without_an_end_of_line():
    stream = pdfdoc.PDFStream(content=b"x")
    assert b"xendstream" in stream.format(pdfdoc.PDFDocument())


def test_the_default_version_is_still_older_than_tags_and_transparency():
    assert pdfdoc.PDF_VERSION_DEFAULT < (1, 4)


def test_there_are_still_no_object_streams_and_no_tags():
    canvas = Stock(io.BytesIO(), invariant=1)
    canvas.drawString(10, 10, "x")
    data = canvas.getpdfdata()
    assert b"/ObjStm" not in data
    assert b"/StructTreeRoot" not in data
    assert b"BDC" not in data


def test_every_page_still_brings_helvetica_that_is_not_embedded():
    canvas = Stock(io.BytesIO(), invariant=1)
    canvas.showPage()
    assert b"/Helvetica" in canvas.getpdfdata()


def test_an_open_outline_still_counts_one_entry_too_many_for_each_level():
    canvas = Stock(io.BytesIO(), invariant=1)
    for key, level in (("a", 0), ("b", 1), ("c", 0)):
        canvas.bookmarkPage(key)
        canvas.addOutlineEntry(key, key, level)
    canvas.showPage()
    canvas.getpdfdata()
    assert canvas._doc.outline.count != 3


def test_link_annotations_still_take_no_key_for_the_parent_tree():
    assert "StructParent" not in pdfdoc.LinkAnnotation.permitted


def test_the_private_names_are_still_there():
    canvas = ours.Canvas("sv")
    document = canvas._doc
    for name in ("objectcounter", "numberToId", "idToObject", "idToObjectNumberAndVersion", "Catalog", "Pages", "info"):
        assert hasattr(document, name), name
    page = pdfdoc.PDFPage()
    for name in ("__NoDefault__", "Override_default_compilation", "MediaBox", "Contents", "Resources", "Parent", "Annots"):
        assert hasattr(page, name), name
    assert document.number_of(pdfdoc.BasicFonts) == 1
    recorder = ours.Recorder(lambda colour, stroke: "ink", lambda fill, stroke: "alpha", lambda: None)
    recorder.rect(0, 0, 1, 1)
    assert any("re" in str(operator) for operator in recorder.operators)
