"""Faces shape words as readers expect and say what they cannot show."""

from __future__ import annotations

import io

from fontTools import subset
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from pipeline.look import Face
from pipeline.pdf.typeface import JOINERS, STEERING, Typeface
from tests.pdf.typesetting import face

BODY = Typeface(face("SourceSerif4SmText-Regular"))
SANS = Typeface(face("SourceSans3-Regular"))


def poor_face() -> Face:
    """The body face without no-break space, narrow space, soft hyphen, hyphen and no-break hyphen, as some office fonts are."""
    font = TTFont(io.BytesIO(BODY.face.data))
    options = subset.Options(layout_features=["*"], glyph_names=False, notdef_outline=True)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[*range(0x20, 0x7F), 0xE5, 0xE4, 0xF6])
    subsetter.subset(font)
    out = io.BytesIO()
    font.save(out)
    return Face("poor", "poor", out.getvalue())


def test_metrics_are_in_thousandths_of_an_em() -> None:
    assert BODY.units_per_em == 1000
    assert BODY.cap_height == 670
    assert BODY.x_height == 486
    assert BODY.descent < 0 < BODY.ascent


def test_kerning_and_standard_ligatures_are_on_and_others_off() -> None:
    assert BODY.width("AV") < BODY.width("A") + BODY.width("V")
    assert [glyph.text for glyph in BODY.shape("fina")] == ["fi", "n", "a"]
    assert [glyph.text for glyph in BODY.shape("stick")] == list("stick")


def test_what_only_steers_breaks_has_no_glyph() -> None:
    assert [glyph.text for glyph in BODY.shape("2023\u2060–\u20602024")] == list("2023–2024")
    assert "".join(glyph.text for glyph in BODY.shape("kom\u00adpetens\u200b")) == "kompetens"
    assert all(glyph.gid for glyph in BODY.shape("Malung\u2011Sälen 420\u202f000 6\u00a0mkr f\u200ci"))


def test_figures_have_one_width_in_tables() -> None:
    for typeface in (BODY, SANS):
        assert len({glyph.advance for glyph in typeface.shape("0123456789", tabular=True)}) == 1


def test_what_is_missing_is_told_once_and_in_order() -> None:
    assert BODY.missing("漢字 och 漢 å → \u2060\u00ad\n") == ("漢", "字")
    assert BODY.missing("Räksmörgås – ”citat” \u00a0\u202f\u2011 ■") == ()


def test_a_poor_face_borrows_the_look_of_what_it_lacks() -> None:
    poor = Typeface(poor_face())
    assert poor.missing("6\u00a0miljoner 420\u202f000 Malung\u2011Sälen\u00ad") == ()
    glyphs = poor.shape("a\u00a0b\u202fc\u2011d")
    assert all(glyph.gid for glyph in glyphs)
    assert "".join(glyph.text for glyph in glyphs) == "a\u00a0b\u202fc\u2011d"
    assert glyphs[5].gid == poor.shape("-")[0].gid
    assert 0 < glyphs[3].advance < BODY.width(" ")
    assert poor.missing("é") == ("é",)


@given(st.text(alphabet="abcåäöfiflffi é\u0301ßŁ12.,”– \u00a0\u202f\u2011\u2060\u00ad\u200b\u200c\u200dאب漢", max_size=20), st.booleans())
def test_glyphs_read_as_the_words(words: str, tabular: bool) -> None:
    read = "".join(glyph.text for glyph in BODY.shape(words, tabular))
    assert read == "".join(character for character in words if character not in STEERING + JOINERS)


def test_equal_glyphs_are_one_object() -> None:
    assert BODY.shape("osa")[1] is BODY.shape("asa")[1]
