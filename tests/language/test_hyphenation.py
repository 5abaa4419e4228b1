"""Words break where people would break them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language.hyphenation import points


def broken(word: str, language: str = "sv", sentence_start: bool = False) -> str:
    """The word with = at its joints and - between syllables."""
    shown, last = "", 0
    for point in points(word, language, sentence_start):
        shown += word[last : point.offset] + ("=" if point.joint else "-")
        last = point.offset
    return shown + word[last:]


@pytest.mark.parametrize(
    "joints",
    [
        "region=råd", "kompetens=försörjning", "samhälls=planering", "industri=aliseringen", "närings=livet", "företags=klimat",
        "konkurrens=kraften", "lands=bygds", "styrelse=ledamöter", "råvaru=försörjning", "infrastruktur=departementet",
        "energi=effektivisering", "välfärds=system", "mineral=industrins", "resurs=effektivitet", "forskar=nät=verket", "konjunktur=barometer",
        "beredskaps=samordnare", "kollektiv=trafik=myndigheten", "detalj=planer", "fastighets=bildning", "kris=beredskaps=plan", "vatten=verket",
        "budget=uppföljningen", "närings=livs=utvecklare", "valberedningens", "samhälls=byggnads=nämnden",
    ],
)  # fmt: skip
def test_known_compounds_break_at_their_joints(joints: str) -> None:
    parts = joints.split("=")
    expected = {sum(map(len, parts[:count])) for count in range(1, len(parts))}
    assert expected <= {point.offset for point in points("".join(parts), "sv") if point.joint}


@pytest.mark.parametrize(
    ("word", "never"),
    [
        ("regionråd", "regi-onråd"),
        ("regionen", "regi-onen"),
        ("teknikleverantörer", "teknikle-"),
        ("klimatomställning", "klima-tom"),
        ("metallutvinnande", "metal-l"),
        ("resurseffektivitet", "resur-s"),
        ("kommunalrådet", "kommun-al"),
    ],
)
def test_no_break_reads_wrong(word: str, never: str) -> None:
    for point in points(word, "sv"):
        assert not f"{word[: point.offset]}-{word[point.offset :]}".startswith(never)


def test_a_joining_s_is_guessed_only_where_no_other_division_fits() -> None:
    assert 6 in [point.offset for point in points("kulturskolan", "sv") if point.joint]
    assert 7 not in [point.offset for point in points("kulturskolan", "sv")]


def test_syllables_of_a_part_keep_clear_of_the_joint() -> None:
    joints = {"näringslivet": 7, "regionråd": 6, "gruvindustrin": 4}
    for word, joint in joints.items():
        assert all(point.joint or abs(point.offset - joint) >= 3 for point in points(word, "sv"))


@pytest.mark.parametrize(
    "word",
    [
        "Malungsborg",
        "BRO",
        "ESPON",
        "2023-talet",
        "kl",
        "region",
        "Wa3rm",
        "bergslaget.example",
        "iPhone",
        "naïve’s",
        "e-post",
        "Smedjebacken",
    ],
)
def test_names_figures_abbreviations_and_short_words_stay_whole(word: str) -> None:
    assert points(word, "sv") == ()


def test_a_capital_at_the_beginning_of_a_sentence_leaves_known_words_their_breaks() -> None:
    assert broken("Kompetensförsörjning", sentence_start=True) == "Kom-pe-tens=för-sörj-ning"
    assert broken("Uppdraget", sentence_start=True) == "Upp-dra-get"
    assert broken("Tillsammans", sentence_start=True) == "Till=sam-mans"
    assert points("Uppdraget", "sv") == ()


def test_of_a_half_known_word_with_a_capital_the_joints_alone_are_left() -> None:
    assert broken("Sfagnumförsörjning", sentence_start=True) == "Sfagnum=försörjning"
    assert "-" in broken("sfagnumförsörjning")


@pytest.mark.parametrize("name", ["Johansson", "Bergström", "Sjöbergs", "Kopparberg", "Västmanland", "Trafikverket", "Söderhamn"])
def test_names_stay_whole_where_a_sentence_begins_with_them(name: str) -> None:
    assert points(name, "sv", sentence_start=True) == ()


def test_english_words_break_by_english_rules() -> None:
    assert broken("association", "en") == "asso-ci-ation"
    assert broken("municipalities", "en-GB").count("-") >= 2
    assert points("municipalities", "fi") == ()


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyzåäöé", min_size=1, max_size=40), st.sampled_from(["sv", "sv-SE", "en"]), st.booleans())
def test_three_letters_stay_on_either_side(word: str, language: str, sentence_start: bool) -> None:
    found = points(word, language, sentence_start)
    assert list(found) == sorted(found)
    assert all(3 <= point.offset <= len(word) - 3 for point in found)
    assert len({point.offset for point in found}) == len(found)
    assert not found or len(word) >= 7
