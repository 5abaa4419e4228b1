"""Photographs in the file: embedded as they are where that is right, converted and reduced where not, refused in plain words."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageCms, ImageDraw

from pipeline import story
from pipeline.pdf.images import open_picture, picture_problem, resolution
from pipeline.pdf.pictures import proportions
from pipeline.pdf.placed import Page, Pages, PlacedPicture
from pipeline.pdf.screen import write_screen
from pipeline.problems import BadInput
from tests.pdf import stories
from tests.pdf.press import cmyk_profile
from tests.pdf.reading import failures, opened


def picture(mode: str = "RGB", size: tuple[int, int] = (400, 300)) -> Image.Image:
    """A red disc on a green ground."""
    made = Image.new("RGB", size, (36, 72, 58))
    ImageDraw.Draw(made).ellipse((size[0] // 4, size[1] // 4, 3 * size[0] // 4, 3 * size[1] // 4), fill=(138, 31, 23))
    return made.quantize(16) if mode == "P" else made.convert(mode)


def saved(made: Image.Image, kind: str = "PNG", **options) -> story.Image:
    out = io.BytesIO()
    made.save(out, kind, **options)
    return story.Image(f"bild.{kind.lower()}", "image/jpeg" if kind == "JPEG" else "image/png", out.getvalue())


def written(look, image: story.Image, width_pt: float = 200, height_pt: float = 150, crop=(0.0, 0.0, 1.0, 1.0)) -> bytes:
    figure = story.Figure(image, "En röd skiva", origin="articles.lead.figure")
    page = Page(1, [PlacedPicture(image, 20, 20, width_pt, height_pt, crop, figure)], 300, 200)
    return write_screen(stories.document(figure), Pages([page]), look)


def embedded(data: bytes):
    with opened(data) as pdf:
        found = next(iter(pdf.pages[0].Resources.XObject.values()))
        return {key: str(found.get(key)) for key in found.keys()}, found.read_raw_bytes()  # noqa: SIM118 - pikepdf iterates otherwise


def seen(data: bytes) -> Image.Image:
    import pypdfium2

    with pypdfium2.PdfDocument(data) as pdf:
        return pdf[0].render(scale=2).to_pil().convert("RGB")


@pytest.mark.parametrize("mode", ["RGB", "L", "1", "P", "RGBA", "LA"])
def test_png_pictures_of_every_kind_are_shown_and_valid(look, mode):
    data = written(look, saved(picture(mode)))
    assert failures(data, "ua1", "2a") == []
    middle = seen(data).getpixel((240, 190))
    if mode in {"RGB", "RGBA", "P"}:
        assert all(abs(one - two) < 12 for one, two in zip(middle, (138, 31, 23), strict=True))
    else:
        assert max(middle) - min(middle) < 8


def test_sixteen_bit_greys_keep_their_tones(look):
    made = Image.new("I;16", (64, 48), 40000)
    data = written(look, saved(made))
    assert abs(seen(data).getpixel((240, 190))[0] - 40000 // 257) < 4


def test_transparency_lets_the_page_through(look):
    made = picture("RGBA")
    made.putalpha(Image.new("L", made.size, 0))
    assert seen(written(look, saved(made))).getpixel((240, 190)) == (255, 255, 255)
    half = picture("RGBA")
    half.putalpha(Image.new("L", half.size, 128))
    data = written(look, saved(half))
    assert failures(data, "ua1", "2a") == []
    assert seen(data).getpixel((240, 190))[0] > 180


def test_a_jpeg_that_fits_goes_in_byte_for_byte(look):
    image = saved(picture(), "JPEG", quality=90)
    entries, data = embedded(written(look, image))
    assert entries["/Filter"] == "/DCTDecode"
    assert data == image.data


def test_a_jpeg_far_finer_than_the_page_needs_is_reduced(look):
    image = saved(picture(size=(3000, 2250)), "JPEG", quality=98)
    entries, data = embedded(written(look, image))
    assert 550 < int(entries["/Width"]) < 650
    assert len(data) < len(image.data) / 4


def test_a_jpeg_on_its_side_stands_upright(look):
    exif = Image.Exif()
    exif[0x0112] = 6
    lying = picture().rotate(90, expand=True)
    ImageDraw.Draw(lying).rectangle((0, 0, 30, lying.height), fill=(0, 0, 255))
    image = saved(lying, "JPEG", exif=exif, quality=95)
    assert open_picture(image).size == (400, 300)
    data = written(look, image)
    assert failures(data, "ua1", "2a") == []
    assert seen(data).getpixel((240, 46))[2] > 200


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_that_was_taken_on_its_side_has_its_upright_proportions(kind, orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    image = saved(picture(), kind, exif=exif)
    upright = open_picture(image)
    assert proportions(image) == pytest.approx(upright.width / upright.height)


def test_a_cropped_picture_shows_only_that_part(look):
    made = Image.new("RGB", (400, 300), (255, 0, 0))
    ImageDraw.Draw(made).rectangle((200, 0, 400, 300), fill=(0, 0, 255))
    for kind in ("PNG", "JPEG"):
        for crop in ((0.5, 0.0, 1.0, 1.0), (0.5, 0.2, 0.9, 0.8), (0.3, 0.0, 1.0, 1.0)):
            shown = seen(written(look, saved(made, kind), crop=crop))
            assert shown.getpixel((400, 190))[2] > 240, (kind, crop)
            left = shown.getpixel((46, 190))
            assert (left[0] > 240) == (crop[0] < 0.5), (kind, crop)
            assert shown.getpixel((450, 190)) == (255, 255, 255)


def test_other_rgb_profiles_are_converted(look):
    wide = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = bytearray(wide)
    places = {
        bytes(swapped[132 + 12 * n : 136 + 12 * n]): int.from_bytes(swapped[136 + 12 * n : 140 + 12 * n])
        for n in range(int.from_bytes(swapped[128:132]))
    }
    red, green = places[b"rXYZ"], places[b"gXYZ"]
    swapped[red : red + 20], swapped[green : green + 20] = swapped[green : green + 20], swapped[red : red + 20]
    swapped[:] = swapped.replace("sRGB".encode("utf-16-be"), "Test".encode("utf-16-be"))
    shown = seen(written(look, saved(Image.new("RGB", (100, 75), (255, 0, 0)), icc_profile=bytes(swapped)))).getpixel((240, 190))
    assert shown[1] > 200
    assert shown[0] < 100


def test_the_same_picture_twice_is_embedded_once(look):
    image = saved(picture())
    figures = [story.Figure(image, f"Bild {number}") for number in range(3)]
    page = Page(1, [PlacedPicture(image, 0, 50 * number, 100, 40, (0, 0, 1, 1), figure) for number, figure in enumerate(figures)], 300, 200)
    data = write_screen(stories.document(*figures), Pages([page]), look)
    with opened(data) as pdf:
        assert len(pdf.pages[0].Resources.XObject) == 1
    assert failures(data, "ua1", "2a") == []


@pytest.mark.parametrize(
    ("image", "words"),
    [
        (saved(picture().convert("CMYK"), "JPEG"), "CMYK"),
        (saved(picture(), "PNG", icc_profile=b"no profile"), "profile"),
        (saved(picture(), "JPEG", icc_profile=cmyk_profile()), "profile"),
        (story.Image("bild.png", "image/png", b"not a picture"), "PNG or JPEG"),
        (story.Image("bild.png", "image/png", b""), "PNG or JPEG"),
        (story.Image("bild.jpg", "image/jpeg", saved(picture(), "JPEG").data[:500]), "PNG or JPEG"),
        (story.Image("bild.png", "image/png", saved(picture(), "GIF").data), "PNG or JPEG"),
    ],
    ids=["CMYK", "broken profile", "a press profile", "no picture", "empty", "cut off", "GIF"],
)
def test_pictures_that_cannot_be_used_are_named_with_their_place(look, image, words):
    problem = picture_problem(image, "articles.lead.figure")
    assert problem is not None
    assert words in str(problem.message)
    with pytest.raises(BadInput) as stopped:
        written(look, image)
    assert (stopped.value.problems[0].where.file, stopped.value.problems[0].field) == (image.name, "articles.lead.figure")


def test_all_bad_pictures_are_told_at_once(look):
    figures = [story.Figure(story.Image(f"{number}.png", "image/png", b"?%d" % number), "Bild", origin=f"f{number}") for number in range(3)]
    page = Page(1, [PlacedPicture(figure.image, 0, 0, 10, 10, (0, 0, 1, 1), figure) for figure in figures])
    with pytest.raises(BadInput) as stopped:
        write_screen(stories.document(*figures), Pages([page]), look)
    assert len(stopped.value.problems) == 3


def test_a_picture_of_one_pixel_does_no_harm(look):
    assert failures(written(look, saved(picture(size=(1, 1)))), "ua1", "2a") == []


def test_resolution_counts_the_shown_part_only():
    image = saved(picture(size=(600, 600)))
    assert resolution(image, (0, 0, 1, 1), 144, 144) == pytest.approx(300)
    assert resolution(image, (0, 0, 0.5, 1), 144, 144) == pytest.approx(150)
    assert resolution(story.Image("a", "image/svg+xml", b""), (0, 0, 1, 1), 10, 10) == float("inf")
