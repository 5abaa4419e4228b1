"""What of a record travels inside a document: the words it shows, by origin; its public fields; never what is internal or personal."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import story
from pipeline.compose.minutes import compose_minutes
from pipeline.compose.public_record import base_fields, base_of, public_record
from pipeline.compose.words import phrase, prose, unfinished
from pipeline.language import language_for
from pipeline.markup import parse_phrase

MEETING = """
internal: hemligt ett
host: Bruksby
remark: En *anmärkning*.
talks:
  one: {speaker: Ida Ilar, organisation: Högskolan, text: Sammanfattning., newsletter: Nyhetstext., internal: hemligt två, appendix: one.pdf}
  two: {speaker: Jan Jansson, newsletter: Bara nyhetstext., quotation: {text: Ja., speaker: Jan}}
  three: {speaker: Karl Karlsson, text: Visas inte i nyhetsbrevet., newsletter: Inte den här heller.}
documents: {one.pdf: Presentation, secret: {title: Hemlig bilaga, personal: true}}
images: {mine: {file: mine.svg, alt: En gruva.}, other: {file: other.svg, alt: Visas inte.}}
items:
  - id: plan
    heading: Plan för **Malung-Sälen**
    dnr: 2024-7
    background: |
      Det kostar 6 miljoner kronor, "mycket" – enligt *planen*.

      - bättre luft
      - färre resor
        och kortare

      1. första
      2. andra

      > Sagt.
    proposal: [godkänna planen, att tacka kansliet.]
    motions: [{by: bo, text: planen avslås}]
    order: |
      Ordföranden frågar.
    decide: [{att: godkänna planen, owner: kim}, tacka kansliet]
    reservations: [{by: bo, text: Jag tror inte på det.}]
    notes: [{by: cia, text: Noterat.}]
    talks: [one, two, three]
    internal: hemligt tre
  - {id: staff, heading: Personalärende, personal: true, decide: vänta, basis: [secret]}
newsletter:
  issue: 1
  date: 2024-06-01
  lead: {id: lead, kicker: K, headline: H, from: [one], picture: mine}
  articles: [{id: two, kicker: K, headline: H2, from: [two]}]
  decisions: [plan, {item: staff, words: vänta}]
"""
IMAGES = ("mine.svg", "other.svg")


@pytest.fixture
def source(record, organisations):
    organisation = organisations["association"].replace("title: ekonom}", "title: ekonom, personal: true, email: kim@bruken.example}")
    return record(
        MEETING, organisation, images=IMAGES, members="format: 1\nmembers: [{id: p, name: Per Person, kind: person, mail: [p@x.example]}]"
    )


def test_the_base_holds_the_words_of_every_editable_field_as_they_are_typed(source):
    fields = json.loads(base_of(compose_minutes(source)))
    assert list(fields)[:4] == ["place", "adjust.place", "items.plan.heading", "items.plan.dnr"]
    assert {name: words for name, words in fields.items() if name.startswith("items.plan")} == {
        "items.plan.heading": "Plan för **Malung-Sälen**",
        "items.plan.dnr": "2024-7",
        "items.plan.background": "Det kostar 6 miljoner kronor, ”mycket” – enligt *planen*.\n\n- bättre luft\n- färre resor och kortare\n\n"
        "1. första\n2. andra\n\n> Sagt.",
        "items.plan.proposal.1": "godkänna planen",
        "items.plan.proposal.2": "tacka kansliet",
        "items.plan.motions.bo.text": "planen avslås",
        "items.plan.order": "Ordföranden frågar.",
        "items.plan.decide.1.clause": "godkänna planen",
        "items.plan.decide.2.clause": "tacka kansliet",
        "items.plan.reservations.1.text": "Jag tror inte på det.",
        "items.plan.notes.1.text": "Noterat.",
    }
    assert fields["remark"] == "En *anmärkning*."
    assert fields["talks.two.newsletter"] == "Bara nyhetstext."
    assert "\u00a0" not in base_of(compose_minutes(source)).decode()


def test_every_origin_of_the_base_is_a_place_of_the_record(source):
    for origin in base_fields(compose_minutes(source)):
        assert source.place(origin).line > 0, origin


def test_the_base_of_an_untouched_record_is_the_same_and_a_change_shows_at_its_origin(record):
    plan = "items: [{id: plan, heading: Plan, decide: godkänna planen}]"
    base = base_fields(compose_minutes(record(plan)))
    assert base_fields(compose_minutes(record(plan))) == base
    changed = base_fields(compose_minutes(record(plan.replace("godkänna", "avslå"))))
    assert {origin for origin in base if base[origin] != changed[origin]} == {"items.plan.decide.1.clause"}


def test_each_editable_field_stands_in_one_place(source):
    places: dict[str, list[int]] = {}
    for number, part in enumerate(story.walk(compose_minutes(source).blocks)):
        if isinstance(part, story.Field):
            places.setdefault(part.origin, []).append(number)
    several = {origin for origin, found in places.items() if len(found) > 1}
    assert several == {"items.plan.background"}


SECRETS = ("hemligt", "Hemlig", "Personalärende", "Kim Kvist", "kim@", "p@x", "Per Person", "vänta")


@pytest.mark.parametrize("kind", ["minutes", "extract", "agenda", "newsletter"])
def test_nothing_internal_or_personal_leaves(source, kind):
    text = public_record(source, kind).decode()
    assert text.endswith("\n")
    for secret in SECRETS:
        assert secret not in text or (secret == "vänta" and kind == "newsletter"), secret


def test_minutes_carry_what_minutes_show(source):
    facts = json.loads(public_record(source, "minutes"))
    assert facts["meeting"]["talks"]["one"]["text"] == "Sammanfattning."
    assert facts["meeting"]["talks"]["two"]["text"] == "Bara nyhetstext."
    assert "newsletter" not in facts["meeting"]
    assert [item["id"] for item in facts["meeting"]["items"]] == ["plan"]
    assert {person["id"]: person["name"] for person in facts["people"]}["kim"] == "Ekonom"
    assert "Nyhetstext." not in public_record(source, "minutes").decode()


def test_a_newsletter_carries_only_what_it_shows(source):
    facts = json.loads(public_record(source, "newsletter"))
    text = public_record(source, "newsletter").decode()
    assert facts["meeting"]["talks"] == {
        "one": {"speaker": "Ida Ilar", "appendix": "one.pdf", "newsletter": "Nyhetstext."},
        "two": {"newsletter": "Bara nyhetstext.", "quotation": {"text": "Ja.", "speaker": "Jan"}},
    }
    assert list(facts["meeting"]["images"]) == ["mine"]
    assert [item["id"] for item in facts["meeting"]["items"]] == ["plan"]
    for unseen in ("Sammanfattning.", "Karl Karlsson", "Jag tror inte", "attendance", "Bo Berg"):
        assert unseen not in text


def test_the_public_record_is_canonical(source):
    data = public_record(source, "minutes")
    facts = json.loads(data)
    assert data == (json.dumps(facts, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


PHRASES = st.lists(
    st.sampled_from(["6 miljoner", " ", "**fet**", "*kursiv*", "Malung-Sälen", '"citat"', "...", "[länk](https://x.example)", "§ 5", "2023–2024", "[Yes]{lang=en}", "och", ",", "^[not 5 kr]"]),
    min_size=1,
    max_size=8,
).map("".join)  # fmt: skip


@given(PHRASES, st.sampled_from(["sv", "en"]))
@settings(max_examples=150)
def test_finishing_words_in_markup_keeps_structure_and_can_be_undone(text, code):
    language = language_for(code)
    finished = phrase(text, language)
    assert story.plain(finished) == language.finish(story.plain(parse_phrase(text))) or "[Yes]" in text or "^[" in text
    assert phrase_shape(finished) == phrase_shape(parse_phrase(text))
    again = unfinished(finished)
    assert story.plain(again).replace("”", '"').replace("“", '"').replace("…", "...") == story.plain(parse_phrase(text))


def phrase_shape(inlines):
    return [(type(inline).__name__, phrase_shape(getattr(inline, "children", ()))) for inline in inlines]


def test_footnotes_are_finished_and_other_languages_left_alone():
    found = phrase('Bra^[Se s. 4, "här".] och [six "6 miljoner"]{lang=en}', language_for("sv"))
    note = next(inline for inline in found if isinstance(inline, story.NoteMark))
    assert story.plain(note.note[0].children) == "Se s.\u00a04, ”här”."
    foreign = next(inline for inline in found if isinstance(inline, story.Foreign))
    assert story.plain(foreign.children) == 'six "6 miljoner"'


def test_a_paragraph_before_a_list_leads_into_it():
    blocks = prose("Målen är\n\n- ett\n- två\n\nSlut.", language_for("sv"), "x")
    assert [block.role for block in blocks if isinstance(block, story.Paragraph)] == ["lead_in", "body"]
