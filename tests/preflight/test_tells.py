"""Each tell is shown a page that has it and one that has not."""

import pytest

from pipeline.preflight.page_text import COLUMN_LEFTS_PT, PrintedLine, PrintedPages, Shape
from pipeline.preflight.tells import FIRST_BASELINE_PT, MEASURE_PT, measure_tells

SPACE_EM = 0.235


def line(number, column=1, element=1, free=0.05, text="ett ord till och så vidare ", **other):
    left = COLUMN_LEFTS_PT[column - 1]
    end = left + MEASURE_PT * (1 - free)
    made = PrintedLine(0, left, FIRST_BASELINE_PT + 13 * number, end, 10.0, "SourceSerif4SmText-Regular", element, "P", text)
    for name, value in other.items():
        setattr(made, name, value)
    made.fonts.add((made.font, made.size_pt))
    return made


def tells(lines, shapes=(), pages=1):
    found = measure_tells(PrintedPages(list(lines), list(shapes), [841.89] * pages), SPACE_EM)
    return {str(tell.name): tell for tell in found}


def missed(lines, name, **more):
    return next(tell for key, tell in tells(lines, **more).items() if key.startswith(name)).missed


def even(count, column=1, element=1, start=0):
    wave = [0.03, 0.06, 0.02, 0.05]
    return [line(start + index, column, element, wave[index % 4]) for index in range(count)]


def test_a_good_page_has_no_tell():
    page = even(10) + even(10, 2, 2)
    for name, tell in tells(page).items():
        if not name.startswith(("Fill", "Number")):
            assert not tell.missed, name


def test_ragged_edge():
    page = even(10)
    page[3].end_pt = page[3].x_pt + 0.8 * MEASURE_PT
    assert missed(page, "Ragged edge") == ("1:1 ett ord till och så vidare",)


def test_wedge():
    page = [line(n, free=0.01 + 0.03 * (n % 4)) for n in range(8)]
    assert missed(page, "Wedges")


def test_ladder_share_and_foot():
    page = even(12)
    for number in (2, 3, 4):
        page[number].text = "industri\u00ad"
    assert len(missed(page, "Longest hyphen ladder")) == 1
    assert missed(page, "Lines hyphenated") == ("25%",)
    over = [*even(5), *even(5, 2)]
    over[4].text = "industri\u00ad"
    assert missed(over, "Hyphens at a column's foot")


@pytest.mark.parametrize("text", ["så", "ett "])
def test_stub(text):
    page = [*even(4), line(4, free=0.9, text=text)]
    assert missed(page, "Stub")


def test_word_fragment_alone_on_the_last_line():
    page = [*even(4), line(4, free=0.5, text="departementet. ")]
    page[3].text = "infrastruktur\u00ad"
    assert missed(page, "Stub")


def test_single_line_in_a_column():
    page = [*even(5), line(0, 2)]
    assert missed(page, "Widows")


def test_holes_and_rivers():
    page = even(8)
    for one in page:
        one.end_pt = one.x_pt + MEASURE_PT
        one.gaps = [(one.x_pt + 50, one.x_pt + 50 + 3 * SPACE_EM * 10)]
    assert missed(page, "Holes")
    assert missed(page, "Rivers")


def test_grid_and_feet():
    page = even(10) + even(7, 2, 2)
    assert missed(page, "Column feet")
    page[2].y_pt += 1.5
    assert missed(page, "Baselines")
    box = Shape(0, COLUMN_LEFTS_PT[1], 180, COLUMN_LEFTS_PT[1] + MEASURE_PT, FIRST_BASELINE_PT + 9 * 13, "path")
    assert not missed(page, "Column feet", shapes=[box])


def test_feet_of_every_article_on_a_page():
    rule = Shape(0, COLUMN_LEFTS_PT[0], 300, COLUMN_LEFTS_PT[1] + MEASURE_PT, 300.5, "path")
    short = [line(number, column, 3 + column, 0.03 * (number % 3)) for column, last in ((1, 28), (2, 25)) for number in range(20, last)]
    assert missed([*even(10), *even(10, 2, 2), *short], "Column feet", shapes=[rule]) == ("1 (39.0 pt)",)
    assert missed([*even(10), *even(10, 2, 2), *even(6, 1, 3, 20)], "Column feet", shapes=[rule]) == ("1 (78.0 pt)",)
    assert not missed([*even(10), *even(10, 2, 2), *even(3, 1, 3, 20)], "Column feet", shapes=[rule])


def test_the_foot_of_a_full_page_may_lack_a_line_where_an_article_ends():
    page = [*even(53), *even(52, 2, 2)]
    mark = Shape(0, 400, FIRST_BASELINE_PT + 51 * 13 - 4.5, 404.5, FIRST_BASELINE_PT + 51 * 13, "path")
    assert missed(page, "Column feet", pages=2) == ("1 (13.0 pt)",)
    assert not missed(page, "Column feet", pages=2, shapes=[mark])


def test_stranded_heading():
    heading = line(5, tag="H2", size_pt=10.5, font="SourceSans3-Semibold", element=9)
    assert missed([*even(5), heading, *even(2, 1, 3, 6), *even(9, 2, 3)], "Stranded")


def test_office_traces():
    page = even(6)
    page[1].text = 'ett "citat" här'
    page[2].text = "ett - streck"
    assert len(missed(page, "Straight quotes")) == 2
    assert missed(page, "Least resolution", shapes=[Shape(0, 60, 60, 100, 100, "image", 120.0)])


def test_holes_in_a_page():
    assert missed([*even(5), *even(5, start=40)], "Fill")
