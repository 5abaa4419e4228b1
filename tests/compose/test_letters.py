"""Letters in both languages: subjects, what they say, what is attached, the calendar, and the marks of corrections and tests."""

from __future__ import annotations

import datetime as dt

import pytest

from pipeline.compose.letter import compose_letters
from pipeline.story import plain

NEWS = """
newsletter:
  issue: 2
  date: 2024-06-08
  lead: {id: lead, kicker: Möte, headline: 6 miljoner till gruvan, ingress: Ett gott möte., text: Ord.}
  articles: [{id: a, kicker: K, headline: En nyhet, text: Ord.}, {id: b, kicker: K, headline: Lång rubrik, inside: Kort, text: Ord.}]
items: [opening, {id: plan, heading: Plan 2025, decide: godkänna planen}, {id: staff, heading: Personal, personal: true}, closing]
agenda: Meddela förhinder till *kansliet*.
"""


def words(inlines):
    return plain(inlines).replace("\u00a0", " ").replace("\u2060", "")


@pytest.fixture
def letters(record, organisations):
    def make(document, meeting=NEWS, extra="", members="format: 1", organisation="association", **arguments):
        source = record(meeting, organisations[organisation] + extra, members=members)
        return compose_letters(source, document, **arguments)

    return make


def test_the_newsletters_letter(letters):
    extra = "issues: {a_year: 2, read_more: bruken.example/nyhetsbrev}\nprivacy: https://bruken.example/uppgifter\n"
    letter = letters("newsletter", extra=extra, pages=4, size=312_345)["sv"]
    assert letter.subject == "Nyhetsbrev nr 2/2024 från Sällskapet Norra Bruken: 6 miljoner till gruvan"
    assert letter.edition.key == "sallskapet/newsletter/2024/2"
    assert letter.file_name == "Sällskapet Norra Bruken nyhetsbrev nr 2 2024"
    assert [words(line) for line in letter.opening] == ["Hej! Här kommer nyhetsbrev nr 2/2024 från Sällskapet Norra Bruken."]
    assert (letter.headline.text, words(letter.ingress), letter.preview) == (
        "6\u00a0miljoner till gruvan",
        "Ett gott möte.",
        "Ett gott möte.",
    )
    assert letter.list_title == "I detta nummer:"
    assert [(line.text, line.address) for line in letter.headlines] == [
        ("En nyhet", "https://bruken.example/nyhetsbrev"),
        ("Kort", "https://bruken.example/nyhetsbrev"),
    ]
    assert words(letter.attached) == "Nyhetsbrevet bifogas som pdf (4 sidor, 0,3 MB) och finns även på bruken.example/nyhetsbrev."
    assert words(letter.instead) == "Nyhetsbrevet är för stort för e-postservern. Läs det på bruken.example/nyhetsbrev."
    assert words(letter.registry) == (
        "Till registrator: för kännedom, inget svar behövs. Vidarebefordra gärna till kommunstyrelsens ordförande och kommunchefen."
    )
    assert words(letter.change) == "Fel adress, eller vill ni inte ha utskicket? Svara på det här mejlet."
    assert [words(line) for line in letter.closing] == ["Vänliga hälsningar", "Kansliet · Sällskapet Norra Bruken · 023-12 34 56"]
    assert words(letter.privacy) == "Så hanterar vi personuppgifter: bruken.example/uppgifter"
    assert not letter.official
    assert letter.language == "sv-SE"


def test_the_letter_says_nothing_of_what_is_not_known(letters):
    letter = letters("newsletter", meeting=f"next:\n{NEWS}", extra="")["sv"]
    assert (letter.attached, letter.privacy, letter.event, letter.next_meeting, letter.notice) == ((), (), None, None, ())
    one_page = letters("newsletter", pages=1, size=40_000)["sv"]
    assert words(one_page.attached) == "Nyhetsbrevet bifogas som pdf (en sida, 0,1 MB) och finns även på bruken.example."


def test_the_next_meeting_goes_into_the_calendar(letters):
    letter = letters("newsletter")["sv"]
    assert letter.event.start.isoformat() == "2024-09-12T10:00:00+02:00"
    assert letter.event.end is None
    assert letter.event.title == "Styrelsemöte, Sällskapet Norra Bruken"
    assert letter.event.uid == "sallskapet-board-2024-09-12@bruken.example"
    assert (letter.event.place, letter.event_file_name) == ("Falun", "Sällskapet Norra Bruken möte 2024-09-12")
    whole_day = letters("newsletter", meeting=f"next: 2024-09-12\n{NEWS}")["sv"].event
    assert whole_day.start == dt.date(2024, 9, 12)
    elsewhere = letters("newsletter", extra="time_zone: Europe/London\n")["sv"].event
    assert elsewhere.start.isoformat() == "2024-09-12T10:00:00+01:00"


def test_corrections_and_test_copies_are_marked_in_subject_and_text(letters):
    correction = letters("newsletter", correction="Fel datum på s. 4.")["sv"]
    assert correction.subject == "Rättelse: Nyhetsbrev nr 2/2024 från Sällskapet Norra Bruken: 6 miljoner till gruvan"
    assert words(correction.notice) == "Detta är en rättelse: Fel datum på s. 4."
    test = letters("minutes", test=True)["sv"]
    assert test.subject == "Provutskick: Protokoll från styrelsemöte 22 maj 2024 – ojusterat"
    assert words(test.notice) == "Protokollet är ännu inte justerat. Detta är ett provutskick."


def test_minutes_for_the_members(letters):
    adjusted = f"status: adjusted\nadjust: {{by: [bo], adjusted: 2024-06-01}}\n{NEWS}"
    letter = letters("minutes", meeting=adjusted, pages=5, size=1_240_000)["sv"]
    assert letter.subject == "Protokoll från styrelsemöte 22 maj 2024 – justerat"
    assert letter.edition.key == "sallskapet/minutes/2024/board-3"
    assert letter.file_name == "Sällskapet Norra Bruken protokoll styrelsemöte 3-2024 justerat"
    assert [words(line) for line in letter.opening] == ["Hej! Här kommer protokollet från styrelsemötet 22 maj 2024."]
    assert letter.list_title == "Paragrafer:"
    assert [line.text.replace("\u00a0", " ") for line in letter.headlines] == ["§ 31 Plan 2025"]
    assert words(letter.attached) == "Protokollet bifogas som pdf (5 sidor, 1,2 MB)."
    assert [(fact.label, words(fact.children)) for fact in letter.particulars] == [
        ("Datum", "22 maj 2024"),
        ("Tid och plats", "kl. 13.00–16.00, Stadshuset, Bruksby"),
    ]
    assert not letter.official, "minutes for information are copies, which a member may decline"
    assert letter.notice == ()
    assert words(letters("minutes")["sv"].notice) == "Protokollet är ännu inte justerat."


def test_minutes_for_those_who_verify_them(letters):
    letter = letters("verification")["sv"]
    assert letter.subject == "För justering: protokoll nr 3/2024, svar senast den 3 juni 2024"
    assert [words(line) for line in letter.opening] == [
        "Hej! Här kommer protokoll nr 3/2024 för justering.",
        "Läs igenom protokollet och svara senast den 3 juni 2024. Skriv ändringarna i svaret på det här mejlet.",
    ]
    assert words(letter.notice) == "Protokollet är ännu inte justerat."
    assert (letter.change, letter.registry, letter.edition.kind) == ((), (), "verification")
    undated = letters("verification", meeting=f"adjust: {{by: [bo]}}\n{NEWS}")["sv"]
    assert undated.subject == "För justering: protokoll nr 3/2024"
    assert words(undated.opening[1]).startswith("Läs igenom protokollet och svara så snart du kan.")


def test_the_notice_of_a_meeting(letters):
    letter = letters("agenda", meeting=f"days: [2024-05-22 13.00-16.00, 2024-05-23 09.00-12.00]\n{NEWS}")["sv"]
    assert letter.subject == "Kallelse till styrelsemöte 22–23 maj 2024"
    assert letter.file_name == "Sällskapet Norra Bruken kallelse styrelsemöte 3-2024"
    assert [words(line) for line in letter.opening] == [
        "Hej! Här kommer kallelsen till styrelsemötet 22–23 maj 2024.",
        "Meddela förhinder till kansliet.",
    ]
    assert [line.text for line in letter.headlines] == ["Mötets öppnande", "Plan 2025", "Personal", "Mötets avslutande"]
    days = [(letter.event.start, letter.event.end), *letter.event.later]
    assert [(start.isoformat(), end.isoformat()) for start, end in days] == [
        ("2024-05-22T13:00:00+02:00", "2024-05-22T16:00:00+02:00"),
        ("2024-05-23T09:00:00+02:00", "2024-05-23T12:00:00+02:00"),
    ]


def test_a_name_that_takes_an_article_has_it_in_the_letter_s_sentences_but_not_in_file_names(letters):
    members = "format: 1\nmembers: [{id: a, name: A, kind: organisation, language: en}, {id: b, name: B, kind: region, language: sv}]"
    both = letters("newsletter", members=members, extra="name_in_sentence: the Company of Northern Works\n", organisation="english")
    letter = both["en"]
    assert letter.subject.startswith("Newsletter No. 2/2024 from the Company of Northern Works: ")
    assert words(letter.opening[0]) == "Hello, here is newsletter No. 2/2024 from the Company of Northern Works."
    assert letter.dateline[1] == "the Company of Northern Works"
    assert letter.file_name.startswith("Sällskapet Norra Bruken newsletter")
    assert "från Sällskapet Norra Bruken" in words(both["sv"].opening[0])


def test_there_is_a_letter_in_each_language_that_a_member_reads(letters):
    members = "format: 1\nmembers: [{id: a, name: A, kind: organisation, language: en}, {id: b, name: B, kind: region}]"
    both = letters("newsletter", members=members)
    assert list(both) == ["sv", "en"]
    english = both["en"]
    assert english.language == "en-GB"
    assert {line.language for line in (english.headline, *english.headlines)} == {"sv-SE"}, "the record's words stay Swedish"
    assert [part.language for part in english.ingress] == ["sv-SE"]
    assert {line.language for line in both["sv"].headlines} == {""}
    assert {line.language for line in letters("minutes", members=members)["en"].headlines} == {"sv-SE"}
    assert {line.language for line in letters("agenda", members=members)["en"].headlines} == {"", "sv-SE"}, (
        "standard items are spoken English"
    )
    assert english.subject == "Newsletter No. 2/2024 from Sällskapet Norra Bruken: 6 miljoner till gruvan"
    assert words(english.opening[0]) == "Hello, here is newsletter No. 2/2024 from Sällskapet Norra Bruken."
    assert english.list_title == "In this issue:"
    assert words(english.change) == "Wrong address, or no longer wanted? Reply to this message."
    assert both["sv"].edition == english.edition
    verification = letters("verification", members=members)["en"]
    assert verification.subject == "For verification: minutes No. 3/2024, answer by 3 June 2024"
    assert letters("minutes", members=members)["en"].subject == "Minutes of board meeting 22 May 2024 – unverified"
    assert letters("agenda", members=members)["en"].subject == "Notice of board meeting 22 May 2024"


def test_a_federations_letters_speak_of_sammantrade(record, organisations):
    source = record(NEWS, organisations["federation"])
    assert compose_letters(source, "minutes")["sv"].subject == "Protokoll från direktionssammanträde 22 maj 2024 – ojusterat"
    assert (
        compose_letters(source, "verification")["sv"].subject
        == "För justering: protokollet från den 22 maj 2024, svar senast den 3 juni 2024"
    )


def test_editions_keep_bodies_and_unnumbered_meetings_apart(record):
    annual = record("meeting: annual 2024\nitems: [opening]")
    assert compose_letters(annual, "minutes")["sv"].edition.number == "annual"
    committee = record("meeting: committee 2024\nitems: [opening]")
    assert compose_letters(committee, "minutes")["sv"].edition.number == "committee-2024-05-22"


def test_no_subject_or_file_name_holds_a_sign_that_cannot_be_typed(letters):
    for document in ("newsletter", "minutes", "verification", "agenda"):
        letter = letters(document)["sv"]
        for told in (letter.subject, letter.file_name, letter.preview, letter.event_file_name):
            assert not set(told) & set("\u00a0\u202f\u2060\u2011\n")
