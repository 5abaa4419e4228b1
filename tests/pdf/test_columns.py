"""Columns fill to their foot: with what may be parted where, and lines more or fewer where that is what it takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.pdf.columns import Cut, Filled, Room, Slot, Spot, fill, lowered


@dataclass
class Block:
    """A paragraph of so many lines that can also be set in others, each line off at cost 1."""

    natural: int
    counts: tuple[int, ...] = ()
    before: int = 0
    binds: bool = False
    loose: bool = False
    first: int = 2

    def __post_init__(self) -> None:
        self.counts = self.counts or (self.natural,)

    def cost(self, count: int) -> float:
        return float(abs(count - self.natural))

    def rows(self, count: int) -> int:
        return count

    def cuts(self, count: int) -> Sequence[Cut]:
        return [Cut(row, 0.0, row, count - row) for row in range(self.first, count - 1)]

    def place(self, *_: object) -> None:
        raise AssertionError


def columns(found: Filled, slots: int) -> list[int]:
    return [max((run.end for run in found.runs if run.slot == slot), default=0) for slot in range(slots)]


def rooms(*lines: int, give: int = 0) -> tuple[Room, ...]:
    return tuple(Room(count, give) for count in lines)


def test_a_paragraph_goes_on_in_the_next_column():
    found = fill([Block(6), Block(8)], Spot(), rooms(7, 7), finish=True)
    assert not found, "one line alone may not stay behind"
    found = fill([Block(5), Block(9)], Spot(), rooms(7, 7), finish=True)[0]
    assert columns(found, 2) == [7, 7]
    assert [(run.item, run.start, run.stop) for run in found.runs] == [(0, 0, -1), (1, 0, 2), (1, 2, -1)]


def test_a_heading_keeps_three_lines_and_drops_its_blank_at_a_column_s_head():
    items = [Block(8), Block(1, before=1, binds=True), Block(6, first=3)]
    found = fill(items, Spot(), rooms(8, 7), finish=True)[0]
    assert columns(found, 2) == [8, 7]
    assert next(run for run in found.runs if run.item == 1) == (1, 0, 1, 1, 1, 0, -1)


def test_a_paragraph_runs_longer_where_that_fills_the_columns():
    found = fill([Block(6, (6, 7)), Block(1, before=1, binds=True), Block(6, first=3)], Spot(), rooms(7, 7), finish=True)[0]
    assert columns(found, 2) == [7, 7]
    assert found.runs[0].setting == 7
    assert found.cost == 1.0


def test_the_last_column_may_end_a_line_short_but_not_at_a_page_s_foot():
    items = [Block(7, (7, 8)), Block(6)]
    inside, foot = fill(items, Spot(), rooms(7, 7), finish=True, even=(0.5, 5.0))
    assert (inside.lacks(1, 7), inside.cost) == (1, 0.5)
    assert foot.lacks(1, 7) in {0, 1}
    assert foot.cost <= 5.0


def test_a_column_beside_an_object_gives_a_line():
    assert fill([Block(6)], Spot(), rooms(7), finish=True, even=(9.0,))[0].cost == 9.0
    assert fill([Block(6)], Spot(), rooms(7, give=1), finish=True, even=(9.0,))[0].cost == 0.5


def test_text_that_goes_on_fills_every_column_and_says_where_it_stopped():
    found = fill([Block(9)] * 9, Spot(), rooms(20, 20), finish=False)[0]
    assert columns(found, 2) == [20, 20]
    assert found.end == Spot(4, 9, 4)
    after = fill([Block(9)] * 9, found.end, rooms(41), finish=True)[0]
    assert after.runs[0][3:] == (4, 9, 4, -1)
    assert columns(after, 1) == [41]


blocks = st.lists(st.integers(1, 14), min_size=1, max_size=14)


@given(blocks, st.lists(st.integers(4, 30), min_size=1, max_size=5), st.booleans(), st.sets(st.integers(0, 13)))
@settings(max_examples=300, deadline=None)
def test_whatever_is_filled_is_whole_and_in_order(lengths: list[int], slots: list[int], finish: bool, headings: set[int]):
    items = [Block(length, (max(length - 1, 1), length, length + 1), before=1, binds=at in headings) for at, length in enumerate(lengths)]
    for found in fill(items, Spot(), rooms(*slots), finish=finish):
        done: dict[int, int] = {}
        last = (-1, -1, -1)
        for run in found.runs:
            stop = run.stop if run.stop > 0 else run.setting
            assert run.start == done.get(run.item, 0), "no line twice, none left out"
            assert run.end - run.line == stop - run.start
            assert 0 <= run.line < run.end <= slots[run.slot]
            if run.start or run.stop > 0:
                assert stop - run.start >= 2, "no line alone"
            assert (run.slot, run.line, run.item) > last
            last, done[run.item] = (run.slot, run.line, run.item), stop
        placed = found.end.item + (1 if found.end.row else 0)
        assert sorted(done) == list(range(placed))
        assert not finish or found.end == Spot(len(items))


def test_the_last_text_under_an_object_stands_close_to_it_where_its_foot_may_be_a_line_higher():
    slots = [Slot(1, 0.0, 0, 6), Slot(2, 0.0, 0, 4, under=True)]
    found = fill([Block(6), Block(3)], Spot(), tuple(slot.room for slot in slots), finish=True)[0]
    assert lowered(slots[1], 1, found) == 1, "level with its neighbour's foot at a page's foot"
    assert lowered(slots[1], 1, found._replace(high=True)) == 0
    assert lowered(slots[1], 0, found._replace(high=True)) == 1, "only the last stretch ends higher"
