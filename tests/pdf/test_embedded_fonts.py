"""Faces in the file: what each code reads as, how wide it is, and which faces are refused."""

from __future__ import annotations

import io
import re
import struct
from dataclasses import replace

import pytest
from fontTools.ttLib import TTFont

from pipeline.look import Face
from pipeline.pdf.canvas import Canvas, PageObject
from pipeline.pdf.fonts import CMAP_BLOCK, EmbeddedFont, embedding_problem, to_unicode
from pipeline.pdf.line import Glyph, Line, Piece
from pipeline.pdf.placed import Page, Pages, PlacedLine
from pipeline.pdf.screen import write_screen
from pipeline.problems import BadInput
from tests.pdf import handmade, stories
from tests.pdf.reading import failures, opened, pixels
from tests.pdf.typesetting import FONTS, face


def changed(name: str, change) -> Face:
    font = TTFont(FONTS / f"{name}.ttf")
    change(font)
    out = io.BytesIO()
    font.save(out)
    return Face(name, name, out.getvalue())


def with_rights(bits: int) -> Face:
    def change(font):
        font["OS/2"].fsType = bits

    return changed("SourceSans3-Regular", change)


def page_of(look, typeface, words, **line):
    part = stories.paragraph(words)
    piece = Piece(typeface, 10, "text", typeface.shape(words))
    placed = PlacedLine(Line((piece,), 0, 100, words, **line), 50, 100, part)
    return write_screen(stories.document(part), Pages([Page(1, [placed])]), look)


@pytest.mark.parametrize("bits", [0x0002, 0x0200, 0x0202])
def test_licence_bits_that_forbid_embedding_are_refused_by_name(look, bits):
    restricted = with_rights(bits)
    problem = embedding_problem(restricted)
    assert problem is not None
    assert problem.where.file == "SourceSans3-Regular"
    assert "licence" in str(problem.message)
    from pipeline.pdf.typeface import Typeface

    with pytest.raises(BadInput, match="SourceSans3-Regular"):
        page_of(look, Typeface(restricted), "Ord")


@pytest.mark.parametrize("bits", [0x0000, 0x0004, 0x0008, 0x0100])
def test_licence_bits_that_allow_it_pass(bits):
    assert embedding_problem(with_rights(bits)) is None


def test_a_face_that_may_not_be_cut_down_is_embedded_whole(look):
    from pipeline.pdf.typeface import Typeface

    whole = with_rights(0x0100)
    data = page_of(look, Typeface(whole), "Ord")
    assert failures(data, "ua1", "2a") == []
    with opened(data) as pdf:
        font = next(iter(pdf.pages[0].Resources.Font.values()))
        assert font.DescendantFonts[0].FontDescriptor.FontFile2.read_bytes() == whole.data


@pytest.mark.parametrize("data", [b"", b"no font at all", b"OTTO" + b"\0" * 200])
def test_what_is_no_truetype_face_is_refused_and_not_a_crash(data):
    assert embedding_problem(Face("Broken", "Broken", data)) is not None


def test_outlines_of_another_kind_are_refused():
    def change(font):
        del font["glyf"], font["loca"]

    problem = embedding_problem(changed("SourceSans3-Regular", change))
    assert problem is not None


def test_one_glyph_that_reads_in_two_ways_has_two_codes():
    font = EmbeddedFont(face("SourceSans3-Regular"), "F1")
    space = Glyph(1, 200, " ")
    codes = {font.code(space.gid, text) for text in (" ", "\u00a0", "\u00ad", "-")}
    assert len(codes) == 4


def test_the_cmap_keeps_to_the_size_of_its_blocks():
    cmap = to_unicode([chr(0x100 + number) for number in range(450)]).decode()
    counts = [int(found) for found in re.findall(r"(\d+) beginbfchar", cmap)]
    assert counts == [100, 100, 100, 100, 50]
    assert max(counts) <= CMAP_BLOCK
    assert "<0001> <0100>" in cmap
    assert "<01C2> <02C1>" in cmap


def test_more_than_256_codes_and_codes_that_look_like_delimiters_survive(look):
    typeface = handmade.typeface(look, "body")
    words = "".join(chr(code) for code in [*range(0x21, 0x7F), *range(0xC0, 0x250)] if not typeface.missing(chr(code)))
    assert len(words) > 300
    from pipeline.preflight.aloud import spoken_words

    data = page_of(look, typeface, words)
    assert spoken_words(data) == words
    assert failures(data, "ua1", "2a") == []


def test_widths_in_the_file_are_the_faces_own(look):
    data = page_of(look, handmade.typeface(look, "body"), "Bergslagen AVA fjäll")
    with opened(data) as pdf:
        font = next(iter(pdf.pages[0].Resources.Font.values()))
        widths = [int(width) for width in font.DescendantFonts[0].W[1]]
        embedded = TTFont(io.BytesIO(font.DescendantFonts[0].FontDescriptor.FontFile2.read_bytes()))
        places = font.DescendantFonts[0].CIDToGIDMap.read_bytes()
    order = embedded.getGlyphOrder()
    for cid, width in enumerate(widths, 1):
        glyph = struct.unpack_from(">H", places, 2 * cid)[0]
        assert embedded["hmtx"][order[glyph]][0] == width


def test_a_face_of_another_unit_keeps_its_proportions(look):
    from fontTools.ttLib.scaleUpem import scale_upem

    from pipeline.pdf.typeface import Typeface

    doubled = changed("SourceSans3-Regular", lambda font: scale_upem(font, 2048))
    words = "Avesta, Falun och Tierp"
    ours = pixels(page_of(look, Typeface(doubled), words), 3)
    theirs = pixels(page_of(look, Typeface(face("SourceSans3-Regular")), words), 3)
    different = sum(one != two for one, two in zip(ours[0], theirs[0], strict=True))
    assert different < len(ours[0]) * 0.002
    assert failures(page_of(look, Typeface(doubled), words), "ua1", "2a") == []


def test_two_faces_of_one_postscript_name_stay_two(look):
    """ReportLab's registry makes the second an alias of the first."""
    from pipeline.pdf.typeface import Typeface

    def renamed(font):
        for record in font["name"].names:
            if record.nameID == 6:
                record.string = "Alike"

    regular, bold = (Typeface(changed(name, renamed)) for name in ("SourceSans3-Regular", "SourceSans3-Bold"))
    part = stories.paragraph("Avesta")
    pieces = tuple(Piece(typeface, 10, "text", typeface.shape(words)) for typeface, words in ((regular, "Ave"), (bold, "sta")))
    placed = PlacedLine(Line(pieces, 0, 100, "Avesta"), 50, 100, part)
    with opened(write_screen(stories.document(part), Pages([Page(1, [placed])]), look)) as pdf:
        files = {font.DescendantFonts[0].FontDescriptor.FontFile2.read_bytes() for font in pdf.pages[0].Resources.Font.values()}
    assert len(files) == 2


# ── where glyphs come to stand ───────────────────────────────────────────────────────────────────────────────────────


def character_lefts(data: bytes) -> list[float]:
    import pypdfium2

    with pypdfium2.PdfDocument(data) as pdf:
        words = pdf[0].get_textpage()
        return [words.get_charbox(index, loose=True)[0] for index in range(words.count_chars())]


def last_left(data: bytes) -> float:
    return max(character_lefts(data))


def test_kerning_moves_letters_together(look):
    typeface = handmade.typeface(look, "body")
    glyphs = typeface.shape("AVAVAV")
    expected = 50 + sum(glyph.advance for glyph in glyphs[:-1]) / 100
    assert abs(last_left(page_of(look, typeface, "AVAVAV")) - expected) < 0.05
    assert sum(glyph.advance for glyph in glyphs) < 6 * 600


@pytest.mark.parametrize(("scale", "tracking", "gap"), [(1.0, 0.0, 3.0), (0.98, 0.0, 0.0), (1.02, 0.02, 1.5), (1.0, -0.012, -0.4)])
def test_gaps_tracking_and_width_put_the_last_letter_where_the_composer_means_it(look, scale, tracking, gap):
    typeface = handmade.typeface(look, "body")
    words = "en två tre fyra"
    glyphs = typeface.shape(words)
    pen = 50.0
    for glyph in glyphs[:-1]:
        pen += (glyph.advance / 1000 + tracking) * 10 * scale + (gap if glyph.text == " " else 0)
    data = page_of(look, typeface, words, scale=scale, tracking_em=tracking, gap_pt=gap)
    assert abs(last_left(data) - pen) < 0.05


def test_one_lines_flex_does_not_reach_the_next(look):
    typeface = handmade.typeface(look, "body")
    part = stories.paragraph("ord ord ord ord")
    glyphs = typeface.shape("ord ord ")
    flexed = Line((Piece(typeface, 10, "text", glyphs, tracking_em=0.02),), 0, 100, "ord ord ", 4.0, 0.02, 1.02)
    plain = Line((Piece(typeface, 10, "text", glyphs),), 0, 100, "ord ord ")
    alone = stories.paragraph("ord ord")
    both = write_screen(
        stories.document(part), Pages([Page(1, [PlacedLine(flexed, 50, 100, part), PlacedLine(plain, 50, 113, part)])]), look
    )
    one = write_screen(stories.document(alone), Pages([Page(1, [PlacedLine(plain, 50, 113, alone)])]), look)
    assert [round(left, 1) for left in character_lefts(both)[-7:]] == [round(left, 1) for left in character_lefts(one)[-7:]]


def test_raised_figures_and_marks_beside_their_letter_stand_off_the_baseline(look):
    typeface = handmade.typeface(look, "body")
    letter, mark = typeface.shape("x")[0], typeface.shape("e")[0]
    shifted = (letter, replace(mark, advance=0.0, x_offset=-300.0, y_offset=400.0, text=""), letter)
    part = stories.paragraph("xx")
    placed = PlacedLine(Line((Piece(typeface, 10, "text", shifted),), 0, 30, "xx"), 50, 100, part)
    data = write_screen(stories.document(part), Pages([Page(1, [placed])]), look)
    import pypdfium2

    with pypdfium2.PdfDocument(data) as pdf:
        words = pdf[0].get_textpage()
        boxes = [words.get_charbox(index, loose=True) for index in range(words.count_chars())]
    lefts = sorted(round(box[0] - 50, 1) for box in boxes)
    assert lefts[0] == 0
    assert any(abs(left - (letter.advance - 300) / 100) < 0.1 for left in lefts)
    assert abs(lefts[-1] - letter.advance / 100) < 0.1
    assert failures(data, "ua1", "2a") == []


def test_an_empty_canvas_still_writes_a_file():
    canvas = Canvas("sv")
    canvas.add_page(PageObject(b"", 100, 100))
    with opened(canvas.finish()) as pdf:
        assert len(pdf.pages) == 1
