"""LibreOffice opens what we write: the same words, the mock-up's pages, faces that were not installed."""

from __future__ import annotations

import re

import pypdfium2
import pytest
from PIL import Image, ImageChops

from pipeline.story import plain, walk
from pipeline.word.document import write_docx
from tests.word import stories
from tests.word.office import convert

pytestmark = [pytest.mark.heavy, pytest.mark.xdist_group("pages")]  # converted once for all


@pytest.fixture(scope="module")
def rendered(look, tmp_path_factory):
    folder = tmp_path_factory.mktemp("office")
    source = folder / "minutes.docx"
    document = stories.minutes()
    source.write_bytes(write_docx(document, look, base=stories.base_of(document), track=True).data)
    return convert([source], "pdf", folder)[0], convert([source], "txt:Text (encoded):UTF8", folder)[0]


def test_libreoffice_shows_the_same_words(rendered):
    shown = re.sub(r"\s+", " ", rendered[1].read_text(encoding="utf-8-sig"))
    wanted = [
        plain(node.children) for node in walk(stories.minutes().blocks) if type(node).__name__ in ("Paragraph", "Cell", "Clause", "Heading")
    ]
    assert len(wanted) > 100
    missing = [words for words in wanted if re.sub(r"\s+", " ", words) not in shown]
    assert not missing
    assert [number for number in range(12, 22) if f"§ {number} " not in shown.replace("\u00a0", " ")] == []


def coarse(page):
    """The page in cells of 8 × 8 pixels: what stands where, without how two renderers smooth a letter."""
    return page.convert("L").resize((103, 146), Image.Resampling.BOX)


def test_the_pages_are_the_mock_ups(rendered, shared):
    pdf = pypdfium2.PdfDocument(rendered[0])
    assert len(pdf) == 5
    for number, page in enumerate(pdf, 1):
        drawn = coarse(page.render(scale=100 / 72).to_pil())
        meant = coarse(Image.open(shared / "mockups" / f"minutes-{number}.png"))
        differ = sum(ImageChops.difference(drawn, meant).histogram()[40:])
        assert differ == 0, f"page {number}: {differ} cells of 15 038 differ (a shift by one cell makes about 1 200)"


def test_the_embedded_faces_are_used(rendered):
    import pikepdf

    fonts = set()
    with pikepdf.open(rendered[0]) as pdf:
        for page in pdf.pages:
            fonts |= {str(font.BaseFont).rpartition("+")[2] for font in page.Resources.Font.values()}
    assert fonts == {"SourceSerif4-Bold", "SourceSerif4-Regular", "SourceSans3-Regular", "SourceSans3-Bold"}
