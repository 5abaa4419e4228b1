"""The three-way merge: what it takes, what it leaves to a person, and its laws."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.merge.fields import merge_field, merge_fields
from pipeline.merge.lists import renumbered
from pipeline.merge.words import difference, merge_words, words_of

WORDS = st.lists(
    st.sampled_from(["styrelsen", "beslutar", "att", "godkänna", "planen", "för", "2024", "samt", "kansliet", "uppdrag", "**"]), max_size=12
).map(" ".join)


@pytest.mark.parametrize(
    ("base", "theirs", "ours", "merged"),
    [
        ("Styrelsen godkänner planen för året.", "Styrelsen godkänner budgeten för året.", "Styrelsen godkänner planen för året.", "Styrelsen godkänner budgeten för året."),
        ("Alla orden i en lång mening.", "Alla orden i en kort mening.", "Nästan alla orden i en lång mening.", None),
        ("Kansliet har tagit fram ett förslag.", "Kansliet har nu tagit fram ett förslag.", "Kansliet har tagit fram ett gott förslag.", "Kansliet har nu tagit fram ett gott förslag."),
        ("Budgeten är 6 miljoner kronor.", "Budgeten är 7 miljoner kronor.", "Budgeten är 6 miljarder kronor.", None),
        ("ett två tre", "ett två", "ett två fyra", None),
        ("ett två tre", "noll ett två tre", "minus ett två tre", None),
        ("ett två tre", "noll ett två tre", "noll ett två tre", "noll ett två tre"),
        ("Första stycket.\n\nAndra stycket.", "Första stycket.\n\nAndra stycket.\n\nTredje.", "Nya första stycket.\n\nAndra stycket.", "Nya första stycket.\n\nAndra stycket.\n\nTredje."),
    ],
)  # fmt: skip
def test_what_becomes_of_two_peoples_changes(base, theirs, ours, merged):
    if merged is None and ours.startswith("Nästan"):
        merged = "Nästan alla orden i en kort mening."
    assert merge_words(base, theirs, ours) == merged
    assert merge_words(base, ours, theirs) == merged


def test_the_fields_of_a_record():
    base = {"a": "ett", "b": "två", "c": "tre", "d": "fyra", "e": "fem sex sju", "f": "sex"}
    theirs = {"a": "ett", "b": "TVÅ", "c": "tre", "d": None, "e": "FEM sex sju", "f": None}
    ours = {"a": "ett", "b": "två", "c": "TRE", "d": "fyra", "e": "fem sex SJU", "f": "SEX", "g": "nytt"}
    found = {merged.origin: (merged.outcome, merged.value) for merged in merge_fields(base, theirs, ours)}
    assert found == {
        "a": ("same", "ett"),
        "b": ("take", "TVÅ"),
        "c": ("keep", "TRE"),
        "d": ("take", None),
        "e": ("merge", "FEM sex SJU"),
        "f": ("conflict", None),
        "g": ("keep", "nytt"),
    }
    assert [merged.origin for merged in merge_fields(base, theirs, ours)] == list("abcdefg")


def test_a_field_that_the_document_did_not_show_is_left_alone():
    assert merge_fields({"a": "ett"}, {}, {"a": "ett"})[0].outcome == "same"
    assert merge_fields({"a": "ett"}, {}, {"a": "nytt"})[0].value == "nytt"


def test_a_field_that_the_record_lost_meanwhile():
    assert merge_field("a", "ett", "ett", None).outcome == "keep"
    assert merge_field("a", "ett", "två", None).outcome == "conflict"
    assert merge_field("a", "ett", None, None).outcome == "same"


@given(WORDS, WORDS)
def test_who_changes_alone_is_believed(base, other):
    assert merge_words(base, other, base) == other
    assert merge_words(base, base, other) == other
    assert merge_words(base, other, other) == other


@given(WORDS, WORDS, WORDS)
@settings(max_examples=300)
def test_it_does_not_matter_who_comes_first(base, theirs, ours):
    assert merge_words(base, theirs, ours) == merge_words(base, ours, theirs)


@given(WORDS, WORDS, WORDS)
@settings(max_examples=300)
def test_no_word_is_lost_and_none_made_up(base, theirs, ours):
    merged = merge_words(base, theirs, ours)
    if merged is None:
        return
    count = {name: Counter(words_of(text)) for name, text in (("base", base), ("theirs", theirs), ("ours", ours), ("merged", merged))}
    for word in set().union(*count.values()):
        if word.strip():
            changes = [count[side][word] - count["base"][word] for side in ("theirs", "ours")]
            change = count["merged"][word] - count["base"][word]
            # Both may have made the same change, which is then made once.
            assert change in (sum(changes), changes[0], changes[1])
            assert min(0, *changes, sum(changes)) <= change <= max(0, *changes, sum(changes))


@given(WORDS, WORDS, WORDS)
@settings(max_examples=300)
def test_merging_again_changes_nothing(base, theirs, ours):
    merged = merge_words(base, theirs, ours)
    if merged is not None:
        assert merge_words(base, theirs, merged) in (merged, None)
        assert merge_words(theirs, theirs, merged) == merged


@given(st.text(max_size=60), st.text(max_size=60))
def test_a_difference_holds_both_texts(old, new):
    stretches = difference(old, new)
    assert "".join(part.text for part in stretches if part.kind != "inserted") == old
    assert "".join(part.text for part in stretches if part.kind != "deleted") == new
    assert all(part.text for part in stretches)


def numbered(entries):
    """Entries as the fields of a list."""
    return {f"items.plan.decide.{number}.clause": words for number, words in enumerate(entries, 1)}


@given(
    st.lists(st.sampled_from(["godkänna planen", "tacka kansliet", "skriva till regionen", "höja avgiften", "lägga till handlingarna"])),
    st.data(),
)
def test_an_entry_is_found_again_whatever_came_or_went_around_it(entries, data):
    """With every entry unlike the others it is found by its words; what is gone is nowhere, and no two are found at one place."""
    base = list(dict.fromkeys(entries))
    kept = [words for words in base if data.draw(st.booleans())]
    ours = list(kept)
    for number in range(data.draw(st.integers(0, 2))):
        ours.insert(data.draw(st.integers(0, len(ours))), f"{number} något helt annat")
    now = numbered(ours)
    found = renumbered(numbered(base), now)
    for origin, words in numbered(base).items():
        place = found[origin]
        if words in kept:
            assert place is not None
            assert now[place] == words
        else:
            assert place is None or now[place] not in kept
    places = [place for place in found.values() if place]
    assert len(set(places)) == len(places)
    assert renumbered(now, now) == {origin: origin for origin in now}


def test_an_entry_that_was_changed_is_still_the_same():
    base = numbered(["godkänna planen för 2024", "tacka kansliet"])
    now = numbered(["börja om", "godkänna planen för 2025", "tacka kansliet varmt"])
    assert list(renumbered(base, now).values()) == ["items.plan.decide.2.clause", "items.plan.decide.3.clause"]
    assert renumbered({"items.plan.background": "ett"}, {"items.plan.background": "två"}) == {}
