"""What a reader copies out of a newsletter is the story's text, in both settings of the lines, on screen and in print."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pypdfium2
import pytest

from pipeline.pdf.booklet import write_booklet
from pipeline.pdf.newsletter import layout_newsletter
from pipeline.pdf.print import write_print
from pipeline.pdf.screen import write_screen
from pipeline.preflight.aloud import differences
from pipeline.preflight.print_edition import check_print_edition
from tests.pdf.press import cmyk_profile
from tests.pdf.samples import NAMES, laid_out

NEWSLETTERS = [name for name in NAMES if name.endswith("newsletter")]


def pages_of(data: bytes) -> list[str]:
    """Every page's text as a PDF viewer copies it."""
    with pypdfium2.PdfDocument(data) as pdf:
        return [page.get_textpage().get_text_range() for page in pdf]


@pytest.mark.parametrize("alignment", ["ragged", "justified"])
@pytest.mark.parametrize("name", NEWSLETTERS)
def test_every_edition_says_the_story_word_for_word(name, alignment):
    document, look, _ = laid_out(name)
    look = replace(look, alignment=alignment, icc_profile=cmyk_profile(), icc_name="Tests press")
    pages = layout_newsletter(document, look).pages
    screen = write_screen(document, pages, look)
    assert differences(screen, document, pages.left_out) == []
    printed = write_print(document, pages, look)
    assert check_print_edition(printed) == []
    said = pages_of(screen)
    assert all(said)
    assert pages_of(printed) == pages_of(write_screen(document, pages, look, tagged=False))  # untagged, both in the order of painting
    assert words(" ".join(pages_of(write_booklet(screen)))) == words(" ".join(said))


def words(page: str) -> Counter[str]:
    """How often each word stands there: a sheet has its pages in another order."""
    return Counter(page.split())
