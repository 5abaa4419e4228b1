"""The wording: every key of the agreed table in both languages and profiles, the same slots, and sentences as they were agreed."""

from __future__ import annotations

import re
from itertools import product

import pytest

from pipeline.compose.wording import Phrases, table
from pipeline.language import language_for
from pipeline.story import Strong, Text, plain

LANGUAGES, PROFILES = ("sv", "en"), ("association", "municipal_federation")
OF_ONE_PROFILE = ("doc.", "run.", "named.board", "named.federation", "notice.")
"""Documents that only one of the profiles has."""

HELD_BY = {
    "cover.adjuster A": ["cover.adjuster.one", "cover.adjuster.many"],
    "cover.adjuster F one/many": ["cover.adjuster.one", "cover.adjuster.many"],
    "table.head": ["table.name", "table.member", "table.organisation", "table.office", "table.present"],
    "present.all / part": ["present.all", "present.part.one", "present.part.many"],
    "approve / reject": ["approve", "reject"],
    "decision.head (one = many)": ["decision.head"],
    "order.head": ["order.head", "order.head.plain"],
    "vote.head / called": ["vote.head", "vote.called"],
    "vote.result": ["vote.result", "vote.ayes.one", "vote.ayes.many", "vote.nays.one", "vote.nays.many"],
    "vote.table": ["vote.table.name", "vote.table.aye", "vote.table.nay", "vote.table.abstain"],
    "motion": ["motion.one", "motion.many", "motion.approve.one", "motion.reject.one"],
    "motion.second": ["motion.second.one", "motion.second.many"],
    "jav": ["jav.one", "jav.many"],
    "not_deciding": ["not_deciding.one", "not_deciding.many"],
    "reserve": ["reserve.one", "reserve.many", "reserve.own.one", "reserve.owns.one"],
    "action": ["action.owner", "action.due"],
    "appendix": ["appendix", "appendix.running", "appendix.head"],
    "sign.adjust": ["sign.chair", "sign.adjuster"],
    "sign.initials (paper only)": ["sign.initials"],
    "extract.certify": ["extract.certify", "extract.footer"],
    "notice.F": ["notice.head", "notice.body", "notice.date", "notice.adjusted", "notice.posted", "notice.taken_down", "notice.kept_at", "notice.signature"],
    "nl.inside / more": ["nl.inside", "nl.more"],
    "nl.next": ["nl.next", "nl.next.head"],
    "nl.byline": ["nl.byline.text", "nl.byline.photo", "nl.byline.illustration"],
    "nl.responsible": ["nl.responsible", "nl.responsible.certificate"],
    "nl.thanks / members": ["nl.thanks", "nl.members"],
    "heads of standard items": [f"head.{name}" for name in ("opening", "quorum", "adjusters", "agenda", "previous", "reports", "correspondence", "other", "next_meeting", "closing")],
    "doc.board (A)": ["doc.board"],
    "doc.federation (F)": ["doc.federation"],
    "doc.annual (A only)": ["doc.annual"],
    "assign": [],  # the record's own clause; the date stands in the owner line
}  # fmt: skip

SAID = [
    ("sv", "association", "adjourn.break", "Mötet ajourneras kl. 14.30–15.00.", {"a": "14.30", "b": "15.00"}),
    ("sv", "municipal_federation", "adjourn.break", "Sammanträdet ajourneras kl. 14.30–15.00.", {"a": "14.30", "b": "15.00"}),
    (
        "sv",
        "association",
        "adjourn.break.day",
        "Mötet ajourneras den 22 maj kl. 14.30–15.00.",
        {"day": "22 maj", "a": "14.30", "b": "15.00"},
    ),
    (
        "en",
        "association",
        "adjourn.break.day",
        "The meeting adjourned 14:30–15:00 on 22 May.",
        {"day": "22 May", "a": "14:30", "b": "15:00"},
    ),
    ("en", "association", "adjourn.break", "The meeting adjourned 14:30–15:00.", {"a": "14:30", "b": "15:00"}),
    ("sv", "municipal_federation", "leaves", "Bo lämnar sammanträdet kl. 10.15 efter § 18.", {"name": "Bo", "t": "10.15", "n": 18}),
    ("en", "association", "leaves", "Bo leaves at 10:15 after § 18.", {"name": "Bo", "t": "10:15", "n": 18}),
    ("en", "association", "arrives", "Bo arrives at 10:15, takes part from § 18.", {"name": "Bo", "t": "10:15", "n": 18}),
    ("en", "association", "adjourn.days", "Adjourned at 17:00, resumed 23 May at 08:30.", {"t": "17:00", "date": "23 May", "t2": "08:30"}),
    ("sv", "association", "present.all", "hela mötet", {}),
    ("sv", "municipal_federation", "present.all", "hela sammanträdet", {}),
    ("sv", "association", "nl.next", "Nästa möte: 14 september i Falun", {"date": "14 september", "place": "Falun"}),
    ("sv", "association", "sign.initials", "Justerarnas sign.", {}),
    ("sv", "municipal_federation", "sign.initials", "Justerandes sign", {}),
    ("sv", "association", "nl.continued", "Fortsättning på sida 3", {"n": 3}),
    ("en", "municipal_federation", "doc.federation", "Minutes · Executive board of the federation", {}),
]


@pytest.mark.parametrize("profile", PROFILES)
def test_both_languages_have_the_same_keys(profile):
    swedish, english = set(table("sv", profile)), set(table("en", profile))
    assert swedish - english == set()
    assert {key for key in english - swedish if not key.endswith(".that")} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_profiles_have_the_same_keys_but_for_their_own_documents(language):
    one, other = (set(table(language, profile)) for profile in PROFILES)
    assert {key for key in one ^ other if not key.startswith(OF_ONE_PROFILE)} == set()


@pytest.mark.parametrize(("language", "profile"), list(product(LANGUAGES, PROFILES)))
def test_every_key_of_one_has_its_many(language, profile):
    keys = set(table(language, profile))
    ones = {key.removesuffix(".one") for key in keys if key.endswith(".one")}
    manys = {key.removesuffix(".many") for key in keys if key.endswith(".many")}
    assert {key for key in ones ^ manys if key not in {"decision", "decision.unanimous", "agenda.proposal"}} == set()


@pytest.mark.parametrize("profile", PROFILES)
def test_translations_have_the_same_slots(profile):
    swedish, english = table("sv", profile), table("en", profile)
    common = {"body", "Body", "mtg", "Mtg"}
    for key, words in swedish.items():
        ours, theirs = (set(re.findall(r"\{(\w+)\}", text)) - common for text in (words, english[key]))
        assert theirs <= ours, key
        assert ours - theirs <= {"b", "a"}, key


@pytest.mark.parametrize(("language", "profile"), list(product(LANGUAGES, PROFILES)))
def test_the_wording_is_well_set(language, profile):
    for key, words in table(language, profile).items():
        assert not re.search(r"  |\"|'| - |\.\.\.", words), key
        if key != "clause.prefix":
            assert words == words.strip(), key
        finished = language_for(language).finish(re.sub(r"\{\w+\}", "x", words))
        assert finished == re.sub(r"\{\w+\}", "x", words), key


@pytest.mark.parametrize(("language", "profile", "key", "sentence", "values"), SAID)
def test_sentences_as_agreed(language, profile, key, sentence, values):
    body = "The board" if language == "en" else "Styrelsen"
    assert Phrases(language, profile, body).say(key, **values).replace("\u00a0", " ").replace("\u2060", "") == sentence


def rows(text):
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if len(cells) == 3 and cells[0] not in {"key", "---"}:
            yield cells


def keys_of(name):
    if name in HELD_BY:
        return HELD_BY[name]
    if name.endswith(".one/many"):
        return [name.removesuffix("one/many") + ending for ending in ("one", "many")]
    return [name]


def test_every_key_of_the_agreed_table_is_there_in_both_languages(shared):
    found = list(rows((shared / "wording.md").read_text(encoding="utf-8")))
    assert len(found) > 100
    for name, _, _ in found:
        for key, language in product(keys_of(name), LANGUAGES):
            assert any(key in table(language, profile) for profile in PROFILES), f"{name}: {key} in {language}"


MADE_OF_PARTS = {"mail.subject.adjust", "mail.subject.minutes", "time.range", "reserve.written"}
CONJUNCTION = re.compile(r"^att |^to ")


def bare(words):
    """A sentence without its slots, marks and conjunction, for comparison."""
    words = re.sub(r"\{[^}]*\}", "{}", words.replace("␣", " ").replace("\u00a0", " ").replace("\u2060", "").replace("**", ""))
    return CONJUNCTION.sub("", words)


def test_simple_rows_of_the_agreed_table_are_said_as_agreed(shared):
    compared = 0
    for name, swedish, _ in rows((shared / "wording.md").read_text(encoding="utf-8")):
        if (
            name in HELD_BY
            or name in MADE_OF_PARTS
            or "/many" in name
            or re.search(r" / |⏎| · | F | A |\(|^A |^F ", swedish.replace("nr␣{n}/{year}", ""))
        ):
            continue
        words = bare(table("sv", "association")[name])
        wanted = bare(swedish).replace("Intresseföreningen Bergslaget", "{}").replace("nr {}/{}", "nr {}")
        assert words.replace("nr {}/{}", "nr {}") == wanted, name
        compared += 1
    assert compared >= 30


def test_filling_keeps_bold_and_puts_inlines_into_their_slots():
    phrases = Phrases("sv", "association", "Styrelsen")
    filled = phrases.fill("decision.one", clause=(Strong((Text("fet"),)), Text(" plan")))
    assert filled == (Text("Styrelsen beslutar "), Strong((Text("att"),)), Text(" "), Strong((Text("fet"),)), Text(" plan."))
    assert plain(filled) == "Styrelsen beslutar att fet plan."


def test_a_body_in_the_middle_of_a_sentence_begins_small_unless_it_is_an_abbreviation():
    assert Phrases("sv", "association", "Årsmötet").common["body"] == "årsmötet"
    assert Phrases("sv", "association", "AU").common["body"] == "AU"


def test_an_unfilled_slot_is_a_bug():
    with pytest.raises(KeyError):
        Phrases("sv", "association", "Styrelsen").say("arrives", name="Bo")
