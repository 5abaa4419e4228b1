"""Drawings: read as SVG says, painted as another reader paints them, refused in plain words where they cannot be shown whole."""

from __future__ import annotations

import io
import math
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import story
from pipeline.pdf.drawings import drawing
from pipeline.pdf.images import picture_problem
from pipeline.pdf.placed import Page, Pages, PlacedPicture
from pipeline.pdf.screen import write_screen
from pipeline.pdf.svg import Ink, Trace, Veil, read_svg
from pipeline.pdf.svg_path import Pen, path
from pipeline.pdf.svg_style import Beyond, transform
from tests.pdf import stories
from tests.pdf.reading import failures

PEN = Pen(3)


def svg(body: str, view: str = "0 0 100 100") -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="{view}">{body}</svg>'.encode()


def painted(look, data: bytes, crop=(0.0, 0.0, 1.0, 1.0), size: int = 100):
    """The drawing on a page of its own, as pixels."""
    figure = story.Figure(story.Image("a.svg", "image/svg+xml", data), "En bild")
    page = Page(1, [PlacedPicture(figure.image, 0, 0, size, size, crop, figure)], size, size)
    written = write_screen(stories.document(figure), Pages([page]), look)
    assert failures(written, "ua1", "2a") == []
    import pypdfium2

    with pypdfium2.PdfDocument(written) as pdf:
        return pdf[0].render(scale=2).to_pil().convert("RGB")


def colour(look, body: str, x: float, y: float, **options):
    return painted(look, svg(body), **options).getpixel((int(x * 2), int(y * 2)))


@pytest.mark.parametrize(
    ("body", "place", "expected"),
    [
        ('<rect width="50" height="50" fill="#8A1F17"/>', (25, 25), (0x8A, 0x1F, 0x17)),
        ('<rect width="50" height="50" fill="#8A1F17"/>', (75, 25), (255, 255, 255)),
        ('<circle cx="50" cy="50" r="20" style="fill:#00f"/>', (50, 35), (0, 0, 255)),
        ('<ellipse cx="50" cy="50" rx="40" ry="10" fill="rgb(10%,50%,0%)"/>', (85, 50), (26, 128, 0)),
        ('<g fill="red"><polygon points="0,0 100,0 0,100"/></g>', (20, 20), (255, 0, 0)),
        ('<polyline points="0,50 100,50" fill="none" stroke="#008000" stroke-width="10"/>', (50, 53), (0, 128, 0)),
        ('<line x1="0" y1="0" x2="100" y2="100" stroke="blue" stroke-width="10" stroke-linecap="round"/>', (50, 50), (0, 0, 255)),
        ('<rect x="10" y="10" width="80" height="80" rx="30" fill="red"/>', (14, 14), (255, 255, 255)),
        ('<g transform="translate(50 0) scale(.5)"><rect width="100" height="100" fill="red"/></g>', (75, 25), (255, 0, 0)),
        ('<g transform="rotate(90 50 50)"><rect width="50" height="50" fill="red"/></g>', (75, 25), (255, 0, 0)),
        ('<defs><rect id="r" width="20" height="20" fill="red"/></defs><use href="#r" x="60" y="60"/>', (70, 70), (255, 0, 0)),
        ('<clipPath id="c"><rect width="50" height="100"/></clipPath><rect clip-path="url(#c)" width="100" height="100" fill="red"/>', (75, 50), (255, 255, 255)),
        ('<style>.a, .b{fill:#0000ff} #c{fill:lime}</style><rect class="b" width="50" height="50"/>', (25, 25), (0, 0, 255)),
        ('<path d="M0 0h100v100h-100z M25 25h50v50h-50z" fill-rule="evenodd" fill="red"/>', (50, 50), (255, 255, 255)),
        ('<rect width="100" height="100" fill="red" fill-opacity=".5"/>', (50, 50), (255, 128, 128)),
        ('<g opacity=".5"><rect width="60" height="100" fill="red"/><rect x="40" width="60" height="100" fill="red"/></g>', (50, 50), (255, 128, 128)),
        ('<rect display="none" width="100" height="100"/>', (50, 50), (255, 255, 255)),
        ('<rect width="100" height="100" fill="none" stroke="red" stroke-width="20" stroke-dasharray="30 10"/>', (5, 50), (255, 0, 0)),
        ('<g color="blue"><rect width="100" height="100" fill="currentColor"/></g>', (50, 50), (0, 0, 255)),
    ],
)  # fmt: skip
def test_shapes_look_as_svg_says(look, body, place, expected):
    if "lime" in body:
        body = body.replace("lime", "#0f0")
    found = colour(look, body, *place)
    assert all(abs(one - two) <= 3 for one, two in zip(found, expected, strict=True)), found


def test_a_crop_shows_only_that_part(look):
    body = '<rect width="50" height="100" fill="red"/><rect x="50" width="50" height="100" fill="blue"/>'
    assert colour(look, body, 5, 50, crop=(0.5, 0.0, 1.0, 1.0)) == (0, 0, 255)
    assert colour(look, body, 95, 50, crop=(0.0, 0.25, 0.5, 0.75)) == (255, 0, 0)


def test_the_view_box_may_begin_anywhere(look):
    data = svg('<rect x="-50" y="-50" width="50" height="100" fill="red"/>', "-50 -50 100 100")
    assert painted(look, data).getpixel((50, 100)) == (255, 0, 0)


def test_without_a_view_box_width_and_height_say_the_size():
    assert (drawing(b'<svg xmlns="http://www.w3.org/2000/svg" width="2in" height="96px"/>').width) == 192


def test_the_mock_ups_drawings_look_as_svglib_paints_them(shared, look):
    from reportlab.graphics import renderPDF
    from svglib.svglib import svg2rlg

    for file in sorted((shared / "mockups" / "images").glob("*.svg")):
        data = file.read_bytes()
        shapes = read_svg(data)
        theirs = render(renderPDF.drawToString(svg2rlg(io.BytesIO(data))))
        figure = story.Figure(story.Image(file.name, "image/svg+xml", data), "En bild")
        page = Page(1, [PlacedPicture(figure.image, 0, 0, shapes.width, shapes.height, (0, 0, 1, 1), figure)], shapes.width, shapes.height)
        ours = render(write_screen(stories.document(figure), Pages([page]), look))
        assert ours.size == theirs.size
        from PIL import ImageChops

        histogram = ImageChops.difference(ours, theirs).convert("L").histogram()
        assert sum(histogram[24:]) < 0.002 * sum(histogram), file.name


def render(data: bytes):
    import pypdfium2

    with pypdfium2.PdfDocument(data) as pdf:
        return pdf[0].render(scale=1.5).to_pil().convert("RGB")


# ── what is beyond flat shapes ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("<text>Ord</text>", "text"),
        ('<image href="a.png" width="10" height="10"/>', "image"),
        ('<filter id="f"/><rect filter="url(#f)" width="10" height="10"/>', "filter"),
        ('<rect mask="url(#m)" width="10" height="10"/>', "mask"),
        (
            '<defs><linearGradient id="g"><stop stop-color="red"/></linearGradient></defs><rect fill="url(#g)" width="10" height="10"/>',
            "gradient",
        ),
    ],
)
def test_what_cannot_be_shown_whole_is_named(body, found):
    problem = picture_problem(story.Image("logga.svg", "image/svg+xml", svg(body)), "articles.lead.figure")
    assert problem is not None
    assert (problem.where.file, problem.field) == ("logga.svg", "articles.lead.figure")
    assert found in str(problem.message)


@pytest.mark.parametrize(
    "data",
    [b"", b"not a drawing", b"<html/>", b"<svg", svg("<rect"), svg("", "0 0 0 0"), b'<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>', svg("<g>" * 100 + "</g>" * 100)],
)  # fmt: skip
def test_what_is_no_drawing_is_a_problem_and_no_crash(data):
    assert picture_problem(story.Image("a.svg", "image/svg+xml", data), "x") is not None


def test_a_drawing_in_the_smallest_of_units_is_drawn():
    body = '<rect width="0.00000001" height="0.000000005" fill="#8A1F17"/>'
    assert picture_problem(story.Image("a.svg", "image/svg+xml", svg(body, "0 0 0.00000001 0.00000001")), "x") is None


def test_svglib_reads_what_the_own_reader_does_not_know(look):
    body = '<symbol id="s" viewBox="0 0 10 10"><rect width="10" height="10" fill="#8A1F17"/></symbol><use xlink:href="#s" width="100" height="100"/>'
    with pytest.raises(Beyond):
        read_svg(svg(body))
    assert (0x8A, 0x1F, 0x17) in {found for _, found in painted(look, svg(body)).getcolors(100_000)}


def test_opacities_that_svglib_sets_end_with_their_group():
    body = '<style>g > rect{fill:red}</style><g fill-opacity=".5"><rect width="50" height="50" fill="red"/></g><rect width="9" height="9" fill="blue" stroke="red"/>'
    operators = drawing(svg(body)).operators
    alphas = [one for one in operators if type(one).__name__ == "Alpha"]
    assert alphas[-1].fill == 1


# ── paths ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("data", "operators"),
    [
        ("M10-5.5.5L20 20", "10 -5.5 m"),
        ("M10-5L20 30", "10 -5 m 20 30 l"),
        ("m10 10 5 5", "10 10 m 15 15 l"),
        ("M0 0H10V10h-5v-5z", "0 0 m 10 0 l 10 10 l 5 10 l 5 5 l h"),
        ("M0 0C1 1 2 2 3 3S5 5 6 6", "0 0 m 1 1 2 2 3 3 c 4 4 5 5 6 6 c"),
        ("M0 0Q3 3 6 0T12 0", "0 0 m 2 2 4 2 6 0 c 8 -2 10 -2 12 0 c"),
        ("M1e1 1E-1L2.5e0,3", "10 0.1 m 2.5 3 l"),
        ("M0 0 L1", "0 0 m"),
        ("M 0,0\n  L 1.00 , -.50\tZ", "0 0 m 1.00 -.50 l h"),
        ("M0 0L1.000000005 2", "0 0 m 1 2 l"),
        ("M0 0L1-2L3.4.5", "0 0 m 1 -2 l 3.4 0.5 l"),
        ("", ""),
        ("M1 2A1e-320 1 0 0 0 3 3L4 4", "1 2 m"),
        ("M1 2A1e200 1e200 0 0 0 3 3", "1 2 m"),
        ("M1 2L1e999 3L4 4", "1 2 m"),
        (f"M1 2A{'9' * 5000}", "1 2 m"),
    ],
)
def test_path_data_become_operators(data, operators):
    assert path(data, PEN).startswith(operators)


@pytest.mark.parametrize(
    "shape",
    [
        '<rect width="1e999" height="3"/>',
        '<g transform="scale(1e200)"><path d="M0 0L3 3"/></g>',
        '<polygon points="1e999 2 3 4 5 6"/>',
        '<g transform="translate(1e999 0)"><rect width="1" height="3"/></g>',
        '<rect width="1" height="3" stroke="#000" stroke-width="1e999"/>',
        '<rect width="2" height="3" stroke="#000" stroke-dasharray="1e999 2"/>',
    ],
)
def test_numbers_that_no_page_can_hold_are_told_and_never_written(shape):
    problem = picture_problem(story.Image("a.svg", "image/svg+xml", svg(shape)), "lead.figure")
    assert problem is not None
    assert "SVG" in str(problem.message)


def test_a_path_becomes_operators_only_when_it_is_painted(monkeypatch):
    seen = []
    monkeypatch.setattr("pipeline.pdf.svg.path", lambda data, pen: seen.append(data) or path(data, pen))
    shapes = read_svg(svg('<path d="M1 1L2 2"/><path d=" "/><path d="x"/>'))
    assert not seen
    assert [one.written() for one in shapes.operators if isinstance(one, Trace)] == ["1 1 m 2 2 l f", "", ""]
    assert seen == ["M1 1L2 2", " ", "x"]


def ends(operators: str) -> list[tuple[float, float]]:
    found = []
    for step in re.findall(r"([-\d. ]+) ([mlc])", operators):
        numbers = [float(number) for number in step[0].split()]
        found.append((numbers[-2], numbers[-1]))
    return found


@given(st.floats(1, 50), st.floats(1, 50), st.integers(-180, 180), st.booleans(), st.booleans(), st.floats(-60, 60), st.floats(-60, 60))
@settings(max_examples=60)
def test_arcs_end_where_they_should_and_stay_on_their_ellipse(rx, ry, turn, large, sweep, x, y):
    operators = path(f"M0 0A{rx:.3f} {ry:.3f} {turn} {int(large)} {int(sweep)} {x:.3f} {y:.3f}", Pen(6))
    assert math.dist(ends(operators)[-1], (x, y)) < 0.01
    assert operators.count("c") <= 4 or "l" in operators


def test_compact_arc_flags_are_understood():
    assert path("M0 0a5 5 0 0110 0", PEN) == path("M0 0 a 5 5 0 0 1 10 0", PEN)
    assert ends(path("M0 0a5 5 0 0110 0", PEN))[-1] == (10, 0)


def test_half_circles_pass_through_their_top():
    middle = ends(path("M0 0A5 5 0 0 1 10 0", Pen(6)))[1]
    assert math.dist(middle, (5, -5)) < 1e-3
    assert math.dist(ends(path("M0 0A5 5 0 0 0 10 0", Pen(6)))[1], (5, 5)) < 1e-3


def test_transforms_multiply_from_left_to_right():
    a, b, c, d, e, f = transform("translate(10,20) scale(2) rotate(90)")
    x, y = 1.0, 0.0
    assert (round(a * x + c * y + e, 6), round(b * x + d * y + f, 6)) == (10, 22)
    assert transform("skewX(45)")[2] == pytest.approx(1)
    assert transform("matrix(1 2 3 4 5 6)") == (1, 2, 3, 4, 5, 6)


def test_colours_are_set_only_when_they_change():
    shapes = read_svg(svg('<rect width="1" height="1"/>' * 5 + '<rect width="1" height="1" fill="red"/>'))
    assert len([one for one in shapes.operators if isinstance(one, Ink)]) == 2


def test_a_veiled_group_is_painted_as_one():
    shapes = read_svg(svg('<g opacity=".4"><rect width="1" height="1"/></g>'))
    assert [one.opacity for one in shapes.operators if isinstance(one, Veil)] == [0.4]
