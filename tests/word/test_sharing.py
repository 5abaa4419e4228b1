"""A paragraph's words shared out among generated words and fields."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.word.recorded import Part
from pipeline.word.revisions import Piece
from pipeline.word.sharing import share_out
from pipeline.word.wording import matching

CLAUSE = "ge kansliet i uppdrag att ta fram en tidplan"
PARTS = [Part(origin, [Piece(text)], text) for origin, text in (("", "att "), ("decide.2", CLAUSE), ("", "."))]


@pytest.mark.parametrize("text", [f"attsnarast  {CLAUSE}.", f"atts {CLAUSE}.", f"Att {CLAUSE}.", f"{CLAUSE}.", f"för att {CLAUSE}, nu."])
def test_a_field_keeps_its_words_where_the_generated_ones_beside_it_were_spoilt(text):
    shares = share_out(PARTS, [Piece(text)])
    assert CLAUSE in shares[1].text


words = st.lists(st.sampled_from(["att", "ge", "ta", "fram", " ", "  "]), max_size=9)


@given(words, words)
def test_opcodes_walk_through_both_and_call_equal_what_is_equal(old, new):
    at, to = 0, 0
    for kind, first, last, begin, end in matching(old, new):
        assert (first, begin) == (at, to)
        assert (kind == "equal") == (old[first:last] == new[begin:end])
        at, to = last, end
    assert (at, to) == (len(old), len(new))
