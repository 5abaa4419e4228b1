"""Pictures keep their proportions and show their focus; what is left white is shared out the cheapest way."""

from __future__ import annotations

import pytest

from pipeline.pdf.figures import FULL, HALF, LEAD, LOW_LEAD, caption_text, figure_slab
from pipeline.pdf.grid import SPAN_6, WIDTH, object_height
from pipeline.pdf.pictures import crop, frame, frame_lines, natural_lines, proportions, shows_focus
from pipeline.pdf.setter import Setter
from pipeline.pdf.spread import LAST_EMPTY, Growth, Place, cost, growable, spread, taken_up
from pipeline.story import Figure, Image, text
from tests.pdf.issues import picture


def svg(width: float, height: float, focus: tuple[float, float, float, float] = (0.0, 0.0, 1.0, 1.0)) -> Image:
    return Image("x.svg", "image/svg+xml", f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"/>'.encode(), focus)


@pytest.fixture(scope="module")
def setter(look):
    return Setter(look, "sv")


def test_proportions_come_from_the_file():
    assert proportions(svg(300, 100)) == 3
    assert proportions(Image("x", "image/svg+xml", b'<svg width="40mm" height="20mm"/>')) == 2
    png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + (640).to_bytes(4) + (480).to_bytes(4)
    assert proportions(Image("x", "image/png", png)) == pytest.approx(4 / 3)
    jpeg = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x11\x08" + (200).to_bytes(2) + (500).to_bytes(2) + b"\x03"
    assert proportions(Image("x", "image/jpeg", jpeg)) == 2.5
    assert proportions(Image("x", "image/png", b"broken")) == 1.5


def test_the_design_s_own_drawings_stand_as_high_as_the_design_says():
    hero = Figure(picture("landscape.svg"), "x", variants=(picture("landscape-low.svg"),))
    assert frame_lines(hero, WIDTH, *LEAD) == 13
    assert frame_lines(hero, WIDTH, *LOW_LEAD) == 10
    assert frame_lines(Figure(picture("rail.svg"), "x", span=6), SPAN_6, *HALF) == 18
    assert frame_lines(Figure(picture("value-chain.svg"), "x"), WIDTH, *FULL) == 10


def test_the_drawing_that_loses_least_is_taken():
    hero = Figure(picture("landscape.svg"), "x", variants=(picture("landscape-low.svg"),))
    assert frame(hero, WIDTH, 10).image.name == "landscape-low.svg"
    assert frame(hero, WIDTH, 13).image.name == "landscape.svg"
    assert frame(hero, WIDTH, 13).crop == (0.0, 0.0, 1.0, 1.0)


def test_cropping_keeps_the_focus_and_the_frame_grows_for_it():
    tall = svg(100, 200, (0.1, 0.5, 0.9, 0.9))
    left, top, right, bottom = crop(tall, 1.0)
    assert (left, right) == (0.0, 1.0)
    assert top <= 0.5
    assert bottom >= 0.9
    assert bottom - top == pytest.approx(0.5)
    figure = Figure(svg(300, 200, (0.0, 0.1, 1.0, 0.7)), "x")
    lines = frame_lines(figure, WIDTH, *LEAD)
    assert lines > LEAD.usual
    assert shows_focus(frame(figure, WIDTH, lines))


def test_a_picture_gives_way_by_a_tenth_at_most_and_never_by_its_labels(setter):
    figure = Figure(picture("value-chain.svg"), "x", labels=("ett", "två"))
    assert figure_slab(setter, figure, 12, FULL, 2) is None
    assert figure_slab(setter, figure, 12, FULL, 1) is None, "wider than high: its ends with their labels would be cut"
    lower = figure_slab(setter, figure, 12, FULL, -1)
    assert lower is not None
    assert lower.framing.lines == 9
    assert natural_lines(figure.image, WIDTH) == pytest.approx(10, abs=0.01)
    assert object_height(10) == pytest.approx(123.7, abs=0.01)


def test_the_credit_ends_the_caption_s_last_line_or_stands_under_it(setter):
    short = caption_text(setter, Figure(svg(3, 1), "x", text("Kort bildtext."), "Foto: NN"), WIDTH)
    assert (len(short.caption), short.apart, short.rows) == (1, False, 1)
    alone = caption_text(setter, Figure(svg(3, 1), "x", (), "Foto: NN"), WIDTH)
    assert (len(alone.caption), alone.rows) == (0, 1)
    full = caption_text(setter, Figure(svg(3, 1), "x", text("Ord som fyller raden " * 4), "Foto: Någon Med Ett Långt Namn"), SPAN_6)
    assert full.credit is not None
    assert not full.apart or full.rows == len(full.caption) + 1


def test_a_caption_does_not_end_in_a_lone_word(setter):
    words = text("Fyren vid Udden såldes för en enda krona år 2016 och räddades sedan av frivilliga.")
    for credit in ("", "Foto: NN"):
        caption = caption_text(setter, Figure(svg(3, 1), "x", words, credit), SPAN_6).caption
        assert len(caption) == 2
        assert caption[-1].width_pt >= SPAN_6 / 3


# ── white ────────────────────────────────────────────────────────────────────────────────────────────────────────────

PLACES = [Place(over=False, ruled=False, inside=1), Place(over=True, ruled=True, inside=0), Place(over=True, ruled=False, inside=0)]


def test_white_goes_between_units_first_then_inside_them():
    assert spread(PLACES, 2) == ([Growth(0, 0), Growth(1, 0), Growth(1, 0)], 0)
    assert spread(PLACES, 3) == ([Growth(0, 0), Growth(2, 0), Growth(1, 0)], 0)
    assert spread(PLACES, 6) == ([Growth(0, 1), Growth(2, 0), Growth(1, 0)], 2)


def test_more_white_never_costs_less():
    costs = [cost(growable(PLACES), white, last=False) for white in range(30)]
    assert costs == sorted(costs)
    assert costs[0] == 0
    assert costs[8] > costs[4] + 10, "a page that is not full costs more than one that is loose"


def test_the_last_page_keeps_its_white_unless_it_is_too_empty():
    assert taken_up(growable(PLACES), LAST_EMPTY, last=True) == 0
    assert taken_up(growable(PLACES), LAST_EMPTY + 3, last=True) == 3
    assert taken_up(growable(PLACES), 2, last=True) == 2
