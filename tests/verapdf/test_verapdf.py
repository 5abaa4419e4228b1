"""Every kind of document before veraPDF, the reference: PDF/UA-1 and PDF/A-2a at once, PDF/A-3a with the record."""

from __future__ import annotations

import pytest

from pipeline.pdf.formal import layout_formal
from pipeline.pdf.newsletter import layout_newsletter
from pipeline.pdf.screen import write_screen
from tests.pdf import handmade, samples, stories
from tests.pdf.reading import failures
from tests.pdf.test_embedded_fonts import page_of, with_rights
from tests.pdf.test_images import picture, saved, written
from tests.verapdf.verapdf import validate

pytestmark = [pytest.mark.heavy, pytest.mark.xdist_group("veraPDF")]  # fetched once
BOTH = ("ua1", "2a")


def test_samples_pass_and_page_validation_agrees(look, tmp_path):
    newsletter, minutes = stories.newsletter(), stories.minutes()
    veiled = picture("RGBA")
    veiled.putalpha(128)
    long = stories.document(*(stories.paragraph(f"Stycke {number}.") for number in range(700)))
    body = handmade.typeface(look, "body")
    letters = "".join(letter for letter in map(chr, range(0xC0, 0x180)) if not body.missing(letter))
    files = {
        "flow": (write_screen(newsletter, handmade.pages(newsletter, look), look), BOTH),
        "newsletter": (write_screen(newsletter, layout_newsletter(newsletter, look).pages, look), BOTH),
        "minutes": (write_screen(minutes, layout_formal(minutes, look).pages, look), BOTH),
        "attached": (write_screen(minutes, layout_formal(minutes, look).pages, look, attachment=b"{}"), ("ua1", "3a")),
        "untagged": (write_screen(minutes, layout_formal(minutes, look).pages, look, tagged=False), ("2b",)),
        "veiled": (written(look, saved(veiled)), BOTH),
        "photograph": (written(look, saved(picture(size=(2000, 1500)), "JPEG")), BOTH),
        "long": (write_screen(long, handmade.pages(long, look), look), BOTH),
        "glyphs": (page_of(look, body, letters), BOTH),
    }
    found = validate(files, tmp_path)
    assert {name: failed for name, failed in found.items() if failed} == {}
    for data, profiles in files.values():
        assert failures(data, *profiles) == []


def test_verapdf_is_awake(look, tmp_path):
    """A file without tags is no PDF/UA, and one whose face is embedded whole is still good."""
    from pipeline.pdf.typeface import Typeface

    minutes = stories.minutes()
    untagged = write_screen(minutes, handmade.pages(minutes, look), look, tagged=False)
    whole = page_of(look, Typeface(with_rights(0x0100)), "Ord")
    found = validate({"untagged": (untagged, ("ua1", "2a")), "whole": (whole, BOTH)}, tmp_path)
    assert found["untagged ua1"]
    assert found["untagged 2a"]
    assert not found["whole ua1"]
    assert not found["whole 2a"]


def test_the_sample_organisations_pass(tmp_path):
    found = validate({name.replace(" ", "-"): (samples.written(name), BOTH) for name in samples.NAMES}, tmp_path)
    assert len(found) == 2 * len(samples.NAMES)
    assert {name: failed for name, failed in found.items() if failed} == {}
