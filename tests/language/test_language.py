"""Dates, times, numbers, lists, names and typographic finishing as a secretary of either language would write them."""

from __future__ import annotations

import datetime as dt
import itertools
import random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.language import capitalised, language_for, runs, uncapitalised

SV, EN = language_for("sv"), language_for("en")
SHOWN = str.maketrans({"\u00a0": "~", "\u202f": "^", "\u2060": "|", "\u2011": "="})


def shown(text):
    """No-break spaces as ~ and ^, word joiners as |, no-break hyphens as =."""
    return text.translate(SHOWN)


def days(*texts):
    return [dt.date.fromisoformat(text) for text in texts]


@pytest.mark.parametrize(
    ("given_days", "swedish", "english"),
    [
        (days("2023-05-22"), "22~maj 2023", "22~May 2023"),
        (days("2023-05-22", "2023-05-23"), "22|–|23~maj 2023", "22|–|23~May 2023"),
        (days("2023-05-23", "2023-05-22"), "22|–|23~maj 2023", "22|–|23~May 2023"),
        (days("2023-05-22", "2023-05-24"), "22 och 24~maj 2023", "22 and 24~May 2023"),
        (days("2023-05-01", "2023-05-02", "2023-05-04"), "1|–|2 och 4~maj 2023", "1|–|2 and 4~May 2023"),
        (days("2023-05-31", "2023-06-01"), "31~maj|–|1~juni 2023", "31~May|–|1~June 2023"),
        (days("2023-12-31", "2024-01-01"), "31~december 2023|–|1~januari 2024", "31~December 2023|–|1~January 2024"),
        (days("2023-05-22", "2023-09-14"), "22~maj 2023 och 14~september 2023", "22~May 2023 and 14~September 2023"),
    ],
)
def test_days_of_a_meeting_read_as_one_date(given_days, swedish, english):
    assert shown(SV.dates(given_days)) == swedish
    assert shown(EN.dates(given_days)) == english


def test_a_date_in_a_sentence_on_a_dateline_and_in_metadata():
    day = dt.date(2023, 6, 5)
    assert (shown(SV.the_date(day)), SV.month_year(day), SV.iso(day)) == ("den~5~juni 2023", "juni 2023", "2023-06-05")
    assert (shown(EN.the_date(day)), EN.month_year(day)) == ("5~June 2023", "June 2023")


def test_times_take_a_point_in_swedish_and_a_colon_in_english():
    start, end = dt.time(8, 30), dt.time(17)
    assert (shown(SV.clock(start)), shown(SV.clock(start, end))) == ("kl.~08.30", "kl.~08.30|–|17.00")
    assert (shown(EN.clock(start)), shown(EN.clock(start, end))) == ("08:30", "08:30|–|17:00")


@pytest.mark.parametrize(
    ("value", "swedish", "english"),
    [(2023, "2023", "2023"), (9999, "9999", "9999"), (10000, "10^000", "10,000"), (1609000, "1^609^000", "1,609,000"), (-2.5, "−2,5", "−2.5"),
     (420000.25, "420^000,25", "420,000.25")],
)  # fmt: skip
def test_numbers_are_parted_from_five_figures_on_and_years_never(value, swedish, english):
    assert shown(SV.number(value)) == swedish
    assert shown(EN.number(value)) == english


@pytest.mark.parametrize(
    ("number", "unit", "swedish", "english"),
    [
        ("12", "k£", ("12", "k£"), ("£12k", "")),
        ("12,000", "£", ("12,000", "£"), ("£12,000", "")),
        ("3", "£ a year", ("3", "£ a year"), ("£3", "a year")),
        ("−3", "m€", ("−3", "m€"), ("−€3m", "")),
        ("14", "ha", ("14", "ha"), ("14", "ha")),
    ],
)
def test_in_english_a_currency_stands_before_its_number(number, unit, swedish, english):
    assert SV.measured(number, unit) == swedish
    assert EN.measured(number, unit) == english


def test_one_to_twelve_stand_in_words():
    assert [SV.spelled(number) for number in (1, 2, 12, 13)] == ["en", "två", "tolv", "13"]
    assert SV.spelled(1, neuter=True) == "ett"
    assert [EN.spelled(number) for number in (1, 12, 13, 20000)] == ["one", "twelve", "13", "20,000"]


def test_lists_have_no_comma_before_the_last():
    assert [SV.listing(words) for words in ([], ["A"], ["A", "B"], ["A", "B", "C"])] == ["", "A", "A och B", "A, B och C"]
    assert EN.listing(["A", "B", "C"]) == "A, B and C"


@pytest.mark.parametrize(
    ("name", "genitive"),
    [("Anna", "Annas"), ("Lars", "Lars"), ("Max", "Max"), ("Franz", "Franz"), ("BRO", "BRO:s"), ("SÖS", "SÖS:s"), ("Ledamot 2", "Ledamot 2:s"),
     ("Region Örebro län", "Region Örebro läns"), ("”Bergslaget”", "”Bergslaget”s"), ("Vision AB", "Vision AB:s")],
)  # fmt: skip
def test_the_swedish_genitive_takes_no_s_after_s_x_z_and_a_colon_after_abbreviations_and_figures(name, genitive):
    assert SV.genitive(name) == genitive


def test_the_english_genitive_takes_a_curly_apostrophe():
    assert EN.genitive("Member 2") == "Member 2’s"


@pytest.mark.parametrize(
    ("numbers", "spans", "sections"),
    [([17], "17", "§~17"), ([12, 13], "12|–|13", "§§~12|–|13"), ([20, 12, 13, 14, 15, 16, 17, 18, 21], "12|–|18, 20|–|21", "§§~12|–|18, 20|–|21"),
     ([], "", ""), ([4, 6], "4, 6", "§§~4, 6")],
)  # fmt: skip
def test_sections_are_told_in_runs(numbers, spans, sections):
    assert shown(SV.spans(numbers)) == spans
    assert shown(SV.sections(numbers)) == sections


@given(st.sets(st.integers(1, 60)))
@settings(max_examples=80)
def test_runs_hold_each_number_once_and_never_touch(numbers):
    spans = runs(numbers)
    assert sorted(n for first, last in spans for n in range(first, last + 1)) == sorted(numbers)
    assert all(before[1] + 1 < after[0] for before, after in itertools.pairwise(spans))


def test_swedish_letters_sort_last_and_accents_do_not_count():
    places = ["Öland", "Ånge", "Ärla", "Zorn", "Åmål", "avesta", "Västerås", "Éva", "Eva"]
    assert sorted(places, key=SV.sort_key) == ["avesta", "Eva", "Éva", "Västerås", "Zorn", "Åmål", "Ånge", "Ärla", "Öland"]
    assert sorted(["Zoo", "Ålesund", "Berlin"], key=EN.sort_key) == ["Ålesund", "Berlin", "Zoo"]


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Budgeten är 6 miljoner kronor per år.", "Budgeten är 6~miljoner~kronor per år."),
        ("I § 5 och §§ 12–18", "I §~5 och §§~12|–|18"),
        ("den 12 juni 2023 kl. 13.00–17.00", "den~12~juni 2023 kl.~13.00|–|17.00"),
        ("nr 2, s. 4 och bilaga 3", "nr~2, s.~4 och bilaga~3"),
        ("420 000 invånare", "420^000~invånare"),
        ("över 200 nya jobb", "över 200~nya jobb"),
        ("26 % av 24 kommuner", "26~% av 24~kommuner"),
        ("fokusområde 2023–2024 är valt", "fokusområde 2023|–|2024 är valt"),
        ("2023 blev ett gott år", "2023 blev ett gott år"),
        ("12 av 24 till 30 och 40 i", "12 av 24 till 30 och 40 i"),
        ("Malung-Sälen och EU-finansierade", "Malung=Sälen och EU-finansierade"),
        ("C. G. Ekman", "C.~G.~Ekman"),
        ("Myntgatan 2, 791 51 Falun", "Myntgatan~2, 791~51~Falun"),
        ('studien "Gröna perspektiv"', "studien ”Gröna perspektiv”"),
        ("studien “Gröna perspektiv”", "studien ”Gröna perspektiv”"),
        ("och så vidare...", "och så vidare…"),
        ("kallt, -5 grader", "kallt, −5~grader"),
        ("2 kap. 3 § kommunallagen", "2~kap.~3~§ kommunallagen"),
        ("Ledamot 2 yrkar bifall", "Ledamot 2 yrkar bifall"),
        ("dnr 2023-14 och 2023-05-22", "dnr~2023-14 och 2023-05-22"),
        ("Bergslagen – attraktiv – region", "Bergslagen~– attraktiv~– region"),
        ("t. ex. bl. a. t. o. m.", "t.~ex. bl.~a. t.~o.~m."),
    ],
)
def test_swedish_text_is_finished(typed, printed):
    assert shown(SV.finish(typed)) == printed


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ('"Yes", he said ("no")', "“Yes”, he said (“no”)"),
        ("it's the members' own 'idea'", "it’s the members’ own ‘idea’"),
        ("'tis the '90s", "’tis the ’90s"),
        ("On 5 June 2023 or June 5", "On 5~June 2023 or June~5"),
        ("No. 2, p. 4, Appendix 3", "No.~2, p.~4, Appendix~3"),
        ("6 million euros for 12 members", "6~million~euros for 12~members"),
    ],
)
def test_english_text_is_finished(typed, printed):
    assert shown(EN.finish(typed)) == printed


@pytest.mark.parametrize(
    "typed", ["en paus - och sedan", "mineral-utvinning", "två  mellanslag", "https://x.example/a-B'c\"", "x@Malung-Sälen.example"]
)
def test_defects_and_addresses_are_left_for_a_person(typed):
    assert SV.finish(typed) == typed


PIECES = st.sampled_from(
    [" ", "  ", "-", "–", "—", "−", '"', "'", "“", "”", "...", "…", "§", "§§", "kl.", "nr", "s.", "den", "maj", "May", "6", "12", "2023", "000", "%",
     "miljoner", "kronor", "million", "euros", "A.", "Malung", "Sälen", "och", "personer", ",", ".", ":", "(", ")", "\u00a0", "\u202f", "\u2060",
     "\u2011", "www.x.se", "a@b.example", "Falun", "å", "Ö"]
)  # fmt: skip
WORDS = st.lists(PIECES, max_size=14).map("".join)


@given(WORDS, st.sampled_from([SV, EN]))
@settings(max_examples=400)
@example("-5 grader", SV)
@example("420 000 – 2023–2024", SV)
def test_finishing_twice_is_finishing_once(text, language):
    once = language.finish(text)
    assert language.finish(once) == once


@given(WORDS, st.sampled_from([SV, EN]))
@settings(max_examples=400)
def test_what_was_unfinished_finishes_to_the_same_unless_a_person_set_the_spaces(text, language):
    plain = language.unfinish(text)
    finished = language.finish(plain)
    assert language.finish(language.unfinish(finished)) == finished
    assert language.unfinish(language.unfinish(finished)) == language.unfinish(finished)


@given(WORDS, st.sampled_from([SV, EN]))
@settings(max_examples=200)
def test_finishing_keeps_letters_figures_and_the_order_of_everything(text, language):
    def meaning(words):
        return [letter for letter in words if letter.isalnum() or letter in "§%(),:"]

    assert meaning(language.finish(text)) == meaning(text)


def test_finishing_depends_on_nothing_but_the_text():
    texts = ["6 miljoner", "den 12 juni", "Malung-Sälen"] * 3
    random.Random(4).shuffle(texts)
    assert {text: SV.finish(text) for text in texts} == {"6 miljoner": "6\u00a0miljoner", "den 12 juni": "den\u00a012\u00a0juni",
                                                          "Malung-Sälen": "Malung\u2011Sälen"}  # fmt: skip


def test_first_letters():
    assert capitalised("årsmötet") == "Årsmötet"
    assert uncapitalised("Årsmötet beslutar") == "årsmötet beslutar"
    assert uncapitalised("BRO möter Bergslaget") == "BRO möter Bergslaget"


def test_an_unknown_language_is_refused():
    with pytest.raises(KeyError):
        language_for("fi")
