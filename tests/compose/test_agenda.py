"""The notice and agenda: where and when, who is called, items with their papers, decisions still open."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from pipeline.compose.agenda import compose_agenda
from pipeline.compose.minutes import compose_minutes

AGENDA = """
host: Bruksby kommun
theme: Grön industri
called: [kim, Revisorerna]
agenda: Meddela förhinder senast den 15 maj.
talks: {t: {speaker: Ida Ilar, title: forskare, organisation: Högskolan, topic: Framtiden}}
documents: {plan: Förslag till plan, map: Karta}
items:
  - opening
  - {previous: 2/2024}
  - {id: plan, heading: Plan, dnr: 2024-7, presenters: [kim], basis: [plan], documents: [map], proposal: [godkänna planen, tacka kansliet]}
  - {id: seminar, heading: Seminarium, talks: [t]}
  - follow_up
  - closing
"""


@dataclass
class Open:
    meeting: str
    item: str
    clause: str
    owner: str
    due: dt.date | None


def test_the_notice_and_agenda(record, read):
    actions = [
        Open("Styrelsen 2/2024", "Plan", "ta fram *en* tidplan", "Kim Kvist", dt.date(2024, 9, 1)),
        Open("Styrelsen 1/2024", "Plan", "vänta", "", None),
        Open("Styrelsen 1/2024", "Plan", "skynda", "Kim Kvist", None),
        Open("Styrelsen 1/2024", "Plan", "svara", "", dt.date(2024, 7, 1)),
    ]
    document = compose_agenda(record(AGENDA), open_decisions=actions)
    assert document.kind == "agenda"
    assert read(document).splitlines() == [
        "TITLE Kallelse och dagordning",
        "STATUS Styrelsemöte nr 3/2024",
        "Datum: 22 maj 2024",
        "Tid och plats: kl. 13.00–16.00, Stadshuset, Bruksby",
        "Värd: Bruksby kommun",
        "Tema: Grön industri",
        "Kallas: Styrelsen och ersättarna, Kim Kvist och Revisorerna",
        "Anmälan om förhinder: Meddela förhinder senast den 15 maj. kansli@bruken.example",
        "# Dagordning",
        "  ## 1. Mötets öppnande",
        "  ## 2. Föregående protokoll",
        "  (fact) Protokoll nr 2/2024",
        "  ## 3. Plan",
        "  (fact) Dnr 2024-7 · Föredragande: Kim Kvist",
        "  (fact) Handlingar: Förslag till plan och Karta",
        "  Förslag till beslut: att godkänna planen.",
        "  Förslag till beslut: att tacka kansliet.",
        "  ## 4. Seminarium",
        "  - Ida Ilar, forskare, Högskolan: Framtiden",
        "  ## 5. Uppföljning av beslut",
        "  - Styrelsen 2/2024: ta fram en tidplan (ansvarig: Kim Kvist, klart senast 1 september 2024)",
        "  - Styrelsen 1/2024: vänta",
        "  - Styrelsen 1/2024: skynda (ansvarig: Kim Kvist)",
        "  - Styrelsen 1/2024: svara (klart senast 1 juli 2024)",
        "  ## 6. Mötets avslutande",
    ]
    assert document.furniture.running_head == "Sällskapet Norra Bruken · Kallelse och dagordning · Styrelsemöte nr\u00a03/2024"


def test_a_follow_up_without_open_decisions_says_so(record, read):
    text = read(compose_agenda(record("items: [follow_up]")))
    assert text.splitlines()[-2:] == ["  ## 1. Uppföljning av beslut", "  Inga beslut väntar på uppföljning."]


def test_a_federation_sends_a_foredragningslista(record, organisations, read):
    text = read(compose_agenda(record(AGENDA, organisations["federation"])))
    assert text.startswith("TITLE Kallelse och föredragningslista\nSTATUS Direktionssammanträde nr 3/2024\nSammanträdesdatum: 22 maj 2024")
    assert "# Föredragningslista\n" in text


def test_an_english_agenda(record, organisations, read):
    text = read(compose_agenda(record(AGENDA, organisations["english"])))
    assert text.startswith(
        "TITLE Notice and agenda\nSTATUS Board meeting No. 3/2024\nDate: 22 May 2024\nTime and place: 13:00–16:00, Stadshuset, Bruksby"
    )
    assert "Called: The board and the substitutes, Kim Kvist and Revisorerna" in text
    assert "Presenter: Kim Kvist" in text


def test_a_body_without_substitutes_is_called_alone(record, read):
    text = read(compose_agenda(record("meeting: annual 2024\nitems: [opening]")))
    assert "STATUS Årsmöte 2024" in text
    assert "Kallas: Medlemmarna" in text


def test_a_notice_does_not_speak_of_pauses(record, read):
    source = record('days: ["2024-05-22 13.00-14.30, 15.00-17.00"]\nitems: [opening]')
    assert "Tid och plats: kl. 13.00–17.00, Stadshuset, Bruksby\n" in read(compose_agenda(source))


def test_absence_told_at_length_has_a_heading_of_its_own(record, read):
    text = read(compose_agenda(record("agenda: |\n  Ring kansliet.\n\n  Tala om vem som kommer i stället.\nitems: [opening]")))
    assert "Anmälan om förhinder: kansli@bruken.example\n# Anmälan om förhinder\n  Ring kansliet.\n  Tala om vem" in text


def test_a_follow_up_is_more_than_a_heading_in_the_minutes(record, organisations, part):
    items = "items: [follow_up, closing]"
    assert part(compose_minutes(record(items)), "Uppföljning av beslut") == ["Styrelsen går igenom besluten från tidigare möten."]
    federation = compose_minutes(record(items, organisations["federation"]))
    assert part(federation, "Uppföljning av beslut") == ["Direktionen går igenom besluten från tidigare sammanträden."]
