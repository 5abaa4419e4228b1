"""The print edition: what a printer would check, checked; and what a printer would send back, said before."""

from __future__ import annotations

import re
from dataclasses import replace

import pikepdf
import pytest
from PIL import Image

from pipeline import story
from pipeline.look import Colour
from pipeline.pdf.booklet import sheets, write_booklet
from pipeline.pdf.placed import Page, Pages, PlacedPicture, PlacedRect
from pipeline.pdf.print import check_print, write_print
from pipeline.pdf.profile import Profile
from pipeline.pdf.screen import write_screen
from pipeline.preflight.print_edition import check_print_edition, examine
from pipeline.problems import BadInput
from tests.pdf import handmade, stories
from tests.pdf.press import cmyk_profile
from tests.pdf.reading import opened, pixels
from tests.pdf.test_images import picture, saved

DOCUMENT = stories.newsletter()


@pytest.fixture(scope="module")
def press(look):
    return replace(look, icc_profile=cmyk_profile(), icc_name="Tests press")


@pytest.fixture(scope="module")
def printed(press):
    return write_print(DOCUMENT, handmade.pages(DOCUMENT, press), press)


def placed(figure: story.Figure, x: float, y: float, width: float, height: float) -> Pages:
    return Pages([Page(1, [PlacedPicture(figure.image, x, y, width, height, (0.2, 0.2, 0.8, 0.8), figure)], 300, 200)])


def operators(data: bytes) -> str:
    """The content of all pages and forms."""
    with opened(data) as pdf:
        parts = [sheet.Contents.read_bytes() for sheet in pdf.pages]
        parts += [one.read_bytes() for one in pdf.objects if isinstance(one, pikepdf.Stream) and str(one.get("/Subtype")) == "/Form"]
    return b"\n".join(parts).decode("latin-1")


def test_the_own_preflight_finds_nothing(printed):
    findings = examine(printed)
    assert findings.faults == []
    assert 100 <= findings.most_ink <= 300


def test_boxes_leave_three_millimetres_around_the_trimmed_page(printed):
    with opened(printed) as pdf:
        for sheet in pdf.pages:
            trim, bleed, media = ([float(corner) for corner in sheet[key]] for key in ("/TrimBox", "/BleedBox", "/MediaBox"))
            assert (round(trim[2] - trim[0], 2), round(trim[3] - trim[1], 2)) == (595.28, 841.89)
            assert [round(one - two, 2) for one, two in zip(bleed, trim, strict=True)] == [-8.5, -8.5, 8.5, 8.5]
            assert media == pytest.approx(bleed)


def test_colours_are_the_brands_builds_and_black_overprints_in_one_ink(printed):
    written = operators(printed)
    assert "/Overprint gs 0 0 0 1 k" in written
    assert "/Knockout gs 0.2 0.95 0.95 0.35 k" in written  # the brand's red, also in the drawing
    assert "/Knockout gs 0.8 0.45 0.7 0.45 k" in written  # its green, in the drawing alone
    assert not re.search(r"(?<![\w/])(rg|RG|g|G)\s", re.sub(r"\((?:\\.|[^\\)])*\)", "", written))


def test_other_colours_go_through_the_profile_within_the_ink_limit(press):
    svg = stories.SVG.replace(b"#24483A", b"#335577")
    figure = story.Figure(story.Image("a.svg", "image/svg+xml", svg), "En bild")
    build = Profile(cmyk_profile()).build((0x33 / 255, 0x55 / 255, 0x77 / 255))
    written = operators(write_print(stories.document(figure), placed(figure, 20, 20, 100, 100), press))
    assert " ".join(f"{part / 100:.4f}".rstrip("0").rstrip(".") for part in build) + " k" in written


def test_photographs_are_converted_into_the_four_inks(press):
    figure = story.Figure(saved(picture(size=(1000, 750))), "En skiva", origin="x")
    data = write_print(stories.document(figure), placed(figure, 20, 20, 120, 90), press)
    assert check_print_edition(data) == []
    with opened(data) as pdf:
        image = next(iter(pdf.pages[0].Resources.XObject.values()))
        assert str(image.ColorSpace) == "/DeviceCMYK"
        pixel = image.read_bytes()[:4]
    expected = Profile(cmyk_profile()).picture(Image.new("RGB", (1, 1), (36, 72, 58))).getpixel((0, 0))
    assert tuple(pixel) == expected


def test_pictures_and_drawings_are_held_to_the_ink_limit(look):
    pouring = replace(look, icc_profile=cmyk_profile(pouring=True))
    svg = stories.SVG.replace(b"#24483A", b"#335577")
    figures = [
        story.Figure(story.Image("a.svg", "image/svg+xml", svg), "En bild"),
        story.Figure(saved(picture(size=(600, 600))), "En skiva"),
    ]
    page = Page(1, [PlacedPicture(one.image, 100 * index, 20, 72, 72, (0, 0, 1, 1), one) for index, one in enumerate(figures)], 300, 200)
    findings = examine(write_print(stories.document(*figures), Pages([page]), pouring))
    assert findings.faults == []
    assert 290 < findings.most_ink <= 302
    assert sum(Profile(cmyk_profile(pouring=True)).build((0.2, 0.3, 0.4))) > 320


def test_there_are_no_annotations_and_no_tags(printed):
    with opened(printed) as pdf:
        assert not any("/Annots" in sheet for sheet in pdf.pages)
        assert "/StructTreeRoot" not in pdf.Root
        assert pdf.pdf_version == "1.6"


def test_the_file_names_the_standard_and_the_printing_condition(printed):
    with opened(printed) as pdf:
        (intent,) = pdf.Root.OutputIntents
        assert str(intent.OutputConditionIdentifier) == "Tests press"
        assert intent.DestOutputProfile.read_bytes() == cmyk_profile()
        assert str(pdf.docinfo["/Trapped"]) == "/False"
        packet = pdf.Root.Metadata.read_bytes().decode()
    assert "<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>" in packet
    assert re.search(r"<xmpMM:DocumentID>uuid:[0-9a-f-]{36}</xmpMM:DocumentID>", packet)


def test_the_same_pages_give_the_same_bytes(press, printed):
    assert write_print(DOCUMENT, handmade.pages(DOCUMENT, press), press) == printed


def test_print_and_screen_show_the_same_words_in_the_same_places(look, press, printed):
    import pypdfium2

    def characters(data):
        with pypdfium2.PdfDocument(data) as pdf:
            page = pdf[0].get_textpage()
            return [(page.get_text_range(index, 1), page.get_charbox(index)[:2]) for index in range(0, page.count_chars(), 7)]

    screen = characters(write_screen(DOCUMENT, handmade.pages(DOCUMENT, look), look, tagged=False))
    assert len(screen) > 200
    for (one, (x, y)), (two, (u, v)) in zip(screen, characters(printed), strict=True):
        assert one == two
        assert (round(u - x, 1), round(v - y, 1)) == (8.5, 8.5)


# ── marks and bleed ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_marks_stand_outside_the_bleed_on_every_plate(press):
    data = write_print(DOCUMENT, handmade.pages(DOCUMENT, press), press, marks=True)
    assert check_print_edition(data) == []
    with opened(data) as pdf:
        sheet = pdf.pages[0]
        assert str(sheet.Resources.ColorSpace.Registration[1]) == "/All"
        bleed = [float(corner) for corner in sheet.BleedBox]
        content = sheet.Contents.read_bytes().decode("latin-1")
    marks = content[content.index("/Registration CS") :]
    points = [(float(x), float(y)) for x, y in re.findall(r"([\d.]+) ([\d.]+) [ml]", marks)]
    assert len(re.findall(" S", marks)) >= 8 + 12
    assert all(not (bleed[0] < x < bleed[2] and bleed[1] < y < bleed[3]) for x, y in points)


def test_what_touches_the_edge_bleeds_and_nothing_else(press):
    part = stories.document(stories.paragraph("x")).blocks[0]
    page = Page(1, [PlacedRect(0, 0, 300, 40, "box"), PlacedRect(20, 60, 100, 40, "box")], 300, 200)
    written = operators(write_print(stories.document(part), Pages([page]), press))
    assert "-8.5 160 317.01 48.5 re f" in written
    assert "20 100 100 40 re f" in written


def test_a_picture_at_the_edge_shows_more_of_itself_beyond(press):
    wide = saved(picture(size=(2400, 1600)))
    figure = story.Figure(wide, "En skiva")
    data = write_print(stories.document(figure), placed(figure, 0, 0, 300, 200), press)
    assert check_print_edition(data) == []
    with opened(data) as pdf:
        content = pdf.pages[0].Contents.read_bytes().decode()
    assert "317.008 0 0 217.008 -8.504 -8.504 cm" in content


# ── what a printer would send back ───────────────────────────────────────────────────────────────────────────────────


def test_without_a_profile_the_message_says_what_to_ask_for(look):
    with pytest.raises(BadInput) as stopped:
        write_print(DOCUMENT, handmade.pages(DOCUMENT, look), look)
    (problem,) = stopped.value.problems
    assert problem.field == "icc_profile"
    assert "ask the printer" in str(problem.hint)


@pytest.mark.parametrize("profile", [b"", b"not a profile", cmyk_profile()[:400]])
def test_a_file_that_is_no_profile_for_print_is_refused(look, profile):
    problems = check_print(DOCUMENT, Pages([]), replace(look, icc_profile=profile))
    assert [problem.field for problem in problems] == ["icc_profile"]


def test_an_rgb_profile_is_no_profile_for_print(look):
    from pipeline.pdf.metadata import srgb_profile

    assert [one.field for one in check_print(DOCUMENT, Pages([]), replace(look, icc_profile=srgb_profile()))] == ["icc_profile"]


@pytest.mark.parametrize(("pixels_wide", "severity"), [(1000, None), (450, "warning"), (300, "error")])
def test_too_coarse_a_picture_is_a_warning_under_300_and_an_error_under_200(press, pixels_wide, severity):
    figure = story.Figure(saved(picture(size=(pixels_wide, pixels_wide))), "En skiva", origin="articles.lead.figure")
    pages = placed(figure, 20, 20, 72, 72)
    found = [(problem.severity, problem.field) for problem in check_print(stories.document(figure), pages, press)]
    assert found == ([(severity, "articles.lead.figure")] if severity else [])
    if severity == "error":
        with pytest.raises(BadInput, match="pixels per inch"):
            write_print(stories.document(figure), pages, press)
    else:
        write_print(stories.document(figure), pages, press)


def test_a_colour_with_too_much_ink_is_refused_by_name(press):
    heavy = replace(press, colours={**press.colours, "brand": Colour("#8A1F17", (90.0, 90.0, 90.0, 60.0))})
    problems = check_print(DOCUMENT, Pages([]), heavy)
    assert [problem.field for problem in problems] == ["colours.brand.print"]
    assert "330" in str(problems[0].message)


def test_running_text_in_several_inks_is_refused(press):
    rich = replace(press, colours={**press.colours, "text": Colour("#1F1D1B", (60.0, 40.0, 40.0, 100.0))})
    assert [problem.field for problem in check_print(DOCUMENT, Pages([]), rich)] == ["colours.text.print"]


# ── booklet ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("count", range(1, 21))
def test_a_folded_booklet_reads_in_order(count):
    sides = sheets(count)
    assert len(sides) == 2 * -(-count // 4)
    leaves = [(sides[index], sides[index + 1]) for index in range(0, len(sides), 2)]
    order = []
    for front, back in leaves:
        order += [front[1], back[0]]
    for front, back in reversed(leaves):
        order += [back[1], front[0]]
    assert order == [page if page < count else None for page in range(len(sides) * 2)]


def test_the_booklet_has_two_pages_side_by_side(look, printed):
    screen = write_screen(DOCUMENT, handmade.pages(DOCUMENT, look), look)
    for source in (screen, printed):
        data = write_booklet(source)
        assert data == write_booklet(source)
        with opened(data) as pdf:
            assert len(pdf.pages) == 2
            assert [round(float(corner), 1) for corner in pdf.pages[0].MediaBox] == [0, 0, 1190.6, 841.9]
            assert str(pdf.Root.ViewerPreferences.Duplex) == "/DuplexFlipShortEdge"
            assert pdf.check_pdf_syntax() == []


def test_a_page_of_the_booklet_is_the_page_itself(look):
    import pypdfium2
    from PIL import ImageChops

    screen = write_screen(DOCUMENT, handmade.pages(DOCUMENT, look), look)
    assert len(pixels(screen)) == 3

    def image(data, page):
        with pypdfium2.PdfDocument(data) as pdf:
            return pdf[page].render(scale=1).to_pil().convert("RGB")

    front = image(write_booklet(screen), 0)
    single = image(screen, 0)
    right = front.crop((front.width - single.width, 0, front.width, single.height))
    assert (
        ImageChops.difference(right, single).convert("L").point(lambda level: 255 if level > 128 else 0).histogram()[255]
        < 0.02 * single.width * single.height
    )
    left = front.crop((0, 0, front.width // 2, front.height))
    assert left.getextrema() == ((255, 255), (255, 255), (255, 255))
