"""Sentences of the minutes that a secretary would read: standard items, decisions, motions, votes, jäv, dissent, in every profile."""

from __future__ import annotations

import pytest

from pipeline.compose.minutes import compose_minutes
from pipeline.problems import BadInput

STANDARD = """
items: [opening, quorum, adjusters, agenda, {previous: 2/2024}, conflicts, {id: reports, text: Kansliet rapporterar.}, other, next_meeting, closing]
"""


def test_standard_items_of_an_association(record, read):
    text = read(compose_minutes(record(STANDARD)))
    assert text[text.index("§ 30") : text.index("# Underskrifter")].splitlines() == [
        "§ 30 Mötets öppnande",
        "  Ordföranden öppnar mötet och hälsar välkommen.",
        "§ 31 Upprop och beslutförhet",
        "  Styrelsen är beslutför.",
        "§ 32 Val av justerare",
        "  Beslut:",
        "  > Styrelsen beslutar **att** utse Bo Berg och Cia Ceder att jämte ordföranden justera protokollet.",
        "§ 33 Fastställande av dagordning",
        "  Beslut:",
        "  > Styrelsen beslutar **att** fastställa dagordningen.",
        "§ 34 Föregående protokoll",
        "  Beslut:",
        "  > Styrelsen beslutar **att** lägga protokoll nr 2/2024 till handlingarna.",
        "§ 35 Jäv",
        "  Ingen anmäler jäv.",
        "§ 36 Rapporter",
        "  Kansliet rapporterar.",
        "§ 37 Övriga frågor",
        "  Inga övriga frågor tas upp.",
        "§ 38 Nästa möte",
        "  Nästa möte hålls den 12 september 2024 kl. 10.00 i Falun.",
        "§ 39 Mötets avslutande",
        "  Ordföranden förklarar mötet avslutat.",
    ]


def test_standard_items_of_a_federation_follow_its_custom(record, organisations, part):
    document = compose_minutes(record(STANDARD, organisations["federation"]))
    assert part(document, "Mötets öppnande") == ["Ordföranden öppnar sammanträdet och hälsar välkommen."]
    assert part(document, "Upprop och beslutförhet") == ["Upprop förrättas. Direktionen är beslutför."]
    assert part(document, "Fastställande av föredragningslista") == [
        "Beslut:",
        "> Direktionen beslutar **att** fastställa föredragningslistan.",
    ]
    assert part(document, "Mötets avslutande") == ["Ordföranden förklarar sammanträdet avslutat."]


def test_standard_items_in_english(record, organisations, part):
    document = compose_minutes(record(STANDARD, organisations["english"]))
    assert part(document, "Opening") == ["The chair opens the meeting."]
    assert part(document, "Roll call and quorum") == ["The board is quorate."]
    assert part(document, "Appointment of persons to verify the minutes") == [
        "Decision:",
        "> The board resolves **to** appoint Bo Berg and Cia Ceder to verify the minutes with the chair.",
    ]
    assert part(document, "Previous minutes") == ["Decision:", "> The board resolves **to** place minutes No. 2/2024 on file."]
    assert part(document, "Next meeting") == ["The next meeting is on 12 September 2024 at 10:00 in Falun."]
    assert part(document, "Closing") == ["The chair closes the meeting."]


@pytest.mark.parametrize(
    ("following", "sentence"),
    [
        ("2024-09-12 10.00-12.00, Myntgatan 2, Falun", "Nästa möte hålls den 12 september 2024 kl. 10.00 i Falun."),
        ("2024-09-12, Falun", "Nästa möte hålls den 12 september 2024 i Falun."),
        ("2024-09-12 10.00", "Nästa möte hålls den 12 september 2024 kl. 10.00."),
        ("2024-09-12", "Nästa möte hålls den 12 september 2024."),
    ],
)
def test_the_next_meeting_is_told_as_far_as_it_is_known(record, part, following, sentence):
    document = compose_minutes(record(f"next: {following}\nitems: [next_meeting]"))
    assert part(document, "Nästa möte") == [sentence]


def test_a_next_meeting_that_nobody_knows_stops_with_its_place(record):
    with pytest.raises(BadInput) as caught:
        compose_minutes(record("next:\nitems: [next_meeting]"))
    problem = caught.value.problems[0]
    assert str(problem.message) == "expected the next meeting's date, found none"
    assert problem.field == "items.next_meeting"
    assert "next:" in str(problem.hint)


def test_a_secretarys_own_words_stand_instead_of_the_standard_sentence(record, part):
    document = compose_minutes(record("items: [{opening: Vice ordföranden Bo Berg öppnar mötet.}, {other: Cia Ceder tackar för sig.}]"))
    assert part(document, "Mötets öppnande") == ["Vice ordföranden Bo Berg öppnar mötet."]
    assert part(document, "Övriga frågor") == ["Cia Ceder tackar för sig."]


DECISIONS = [
    ("decide: godkänna planen", ["Beslut:", "> Styrelsen beslutar **att** godkänna planen."]),
    ("decide: att godkänna planen.", ["Beslut:", "> Styrelsen beslutar **att** godkänna planen."]),
    ("decide: godkänna planen\n    unanimous: true", ["Beslut:", "> Styrelsen beslutar enhälligt **att** godkänna planen."]),
    ("decide: noted", ["Beslut:", "> Styrelsen noterar informationen."]),
    ("decide: filed", ["Beslut:", "> Styrelsen beslutar **att** lägga informationen till handlingarna."]),
    ("decide: approve", ["Beslut:", "> Styrelsen beslutar **att** bifalla förslaget."]),
    ("decide: reject", ["Beslut:", "> Styrelsen beslutar **att** avslå förslaget."]),
    ("decide: refer_back", ["Beslut:", "> Styrelsen beslutar **att** återremittera ärendet."]),
    ("decide: postpone", ["Beslut:", "> Styrelsen beslutar **att** bordlägga ärendet till nästa möte."]),
    (
        "decide: [{standard: postpone, to: mötet den 4 oktober}]",
        ["Beslut:", "> Styrelsen beslutar **att** bordlägga ärendet till mötet den 4 oktober."],
    ),
    (
        "decide: [godkänna planen, noted]",
        ["Beslut: Styrelsen beslutar", "> **att** godkänna planen samt", "> **att** notera informationen."],
    ),
    (
        "decide: [godkänna planen, ge 6 miljoner i stöd, tacka kansliet]",
        ["Beslut: Styrelsen beslutar", "> **att** godkänna planen,", "> **att** ge 6 miljoner i stöd samt", "> **att** tacka kansliet."],
    ),
    (
        "decide: [{att: ta fram en tidplan, owner: kim, by: 2024-09-01}, {att: vänta, owner: siv}, {att: skynda, by: 2024-07-01}]",
        [
            "Beslut: Styrelsen beslutar",
            "> **att** ta fram en tidplan,",
            "(Ansvarig: Kim Kvist · Klart senast 1 september 2024)",
            "> **att** vänta samt",
            "(Ansvarig: Siv Sand)",
            "> **att** skynda.",
            "(Klart senast 1 juli 2024)",
        ],
    ),
]


@pytest.mark.parametrize(("decide", "told"), DECISIONS)
def test_decisions(record, part, decide, told):
    document = compose_minutes(record(f"items:\n  - id: plan\n    heading: Plan\n    {decide}"))
    assert part(document, "Plan") == told


def test_decisions_in_english(record, organisations, part):
    items = """
items:
  - {id: plan, heading: Plan, decide: [{to: approve the plan}, {to: thank the staff}, {to: go on}], unanimous: true}
  - {id: one, heading: One, decide: [noted]}
  - {id: fees, heading: Fees, proposal: leave the fee as it is, motions: [{by: bo, text: the fee be raised}], decide: [{motion: bo}]}
"""
    document = compose_minutes(record(items, organisations["english"]))
    assert part(document, "Plan") == [
        "Decision: The board resolves unanimously",
        "> **to** approve the plan,",
        "> **to** thank the staff, and",
        "> **to** go on.",
    ]
    assert part(document, "One") == ["Decision:", "> The board notes the information."]
    assert part(document, "Fees") == [
        "## Proposed decision",
        "To leave the fee as it is.",
        "## Motion",
        "Bo Berg moves that the fee be raised.",
        "## Putting the question",
        "The chair puts Bo Berg’s motion against the proposal and finds Bo Berg’s motion carried.",
        "Decision:",
        "> The board resolves **that** the fee be raised.",
    ]


FEES = """
items:
  - id: fees
    heading: Avgift
    proposal: lämna avgiften oförändrad
    motions:
      - {by: bo, text: avgiften höjs med 2 procent, seconded: [lars]}
"""


def test_motions_order_and_decision_by_the_proposal(record, part):
    document = compose_minutes(record(FEES + "    decide: proposal\n    reservations: [bo, {by: lars}]"))
    assert part(document, "Avgift") == [
        "## Förslag till beslut",
        "Att lämna avgiften oförändrad.",
        "## Yrkande",
        "Bo Berg yrkar att avgiften höjs med 2 procent. Lars instämmer i Bo Bergs yrkande.",
        "## Propositionsordning",
        "Ordföranden ställer proposition på förslaget mot Bo Bergs yrkande och finner att styrelsen beslutar enligt förslaget.",
        "Beslut:",
        "> Styrelsen beslutar **att** lämna avgiften oförändrad.",
        "## Reservationer",
        "Bo Berg reserverar sig mot beslutet till förmån för sitt yrkande.",
        "Lars reserverar sig mot beslutet till förmån för Bo Bergs yrkande.",
    ]


def test_a_motion_that_is_carried(record, part):
    told = part(compose_minutes(record(FEES + "    decide: bo\n    reservations: [cia]")), "Avgift")
    assert (
        "Ordföranden ställer proposition på Bo Bergs yrkande mot förslaget och finner att styrelsen beslutar enligt Bo Bergs yrkande."
        in told
    )
    assert "> Styrelsen beslutar **att** avgiften höjs med 2 procent." in told
    assert told[-1] == "Cia Ceder reserverar sig mot beslutet."


def test_several_motions_have_names_of_their_own(record, part):
    items = """
items:
  - id: fees
    heading: Avgift
    proposal: lämna avgiften oförändrad
    motions:
      - {id: first, by: lars, text: avgiften höjs}
      - {id: second, by: lars, text: rabatten slopas}
      - {by: [cia, dan], kind: reject}
      - {id: wait, by: dan, kind: refer_back}
      - {id: yes, by: anna, kind: approve}
      - {id: later, by: bo, kind: postpone}
    decide: proposal
    reservations: [{by: [lars]}, {by: [cia, dan]}]
"""
    told = part(compose_minutes(record(items)), "Avgift")
    assert told[2:9] == [
        "## Yrkanden",
        "Lars yrkar att avgiften höjs.",
        "Lars yrkar att rabatten slopas.",
        "Cia Ceder och Dan Dal yrkar avslag på förslaget.",
        "Dan Dal yrkar att ärendet återremitteras.",
        "Anna Ask yrkar bifall till förslaget.",
        "Bo Berg yrkar att ärendet bordläggs.",
    ]
    assert told[10].startswith(
        "Ordföranden ställer proposition på förslaget mot Lars första yrkande, Lars andra yrkande, Cia Ceders och Dan Dals yrkande om avslag,"
    )
    assert told[-2:] == [
        "Lars reserverar sig mot beslutet till förmån för sina yrkanden.",
        "Cia Ceder och Dan Dal reserverar sig mot beslutet till förmån för sina yrkanden.",
    ]


def test_the_order_of_proposition_in_words_of_ones_own(record, part):
    items = "items:\n  - {id: plan, heading: Plan, order: Ordföranden frågar och finner bifall., decide: godkänna planen}"
    assert part(compose_minutes(record(items)), "Plan")[:2] == ["## Beslutsgång", "Ordföranden frågar och finner bifall."]


def test_an_automatic_order_without_a_known_outcome_asks_for_it(record):
    with pytest.raises(BadInput, match="follows the proposal or a motion"):
        compose_minutes(record(FEES + "    order: automatic\n    decide: göra något annat"))


def test_who_is_sent_the_decision_notes_and_those_who_take_no_part(record, part):
    items = """
items:
  - id: plan
    heading: Plan
    decide: godkänna planen
    not_deciding: [cia, dan]
    notes: [{by: lars, text: Jag hade hellre sett en kortare plan.}]
    send_to: [members, kim, "Länsstyrelsen i Dalarnas län"]
    immediate: true
"""
    assert part(compose_minutes(record(items)), "Plan")[2:] == [
        "Paragrafen förklaras omedelbart justerad.",
        "Cia Ceder och Dan Dal deltar inte i beslutet.",
        "## Protokollsanteckning",
        "Lars lämnar följande protokollsanteckning.",
        "(statement) Jag hade hellre sett en kortare plan.",
        "(fact) **Beslutet skickas till** medlemmarna, Kim Kvist och Länsstyrelsen i Dalarnas län",
    ]


def test_english_verbs_follow_the_number_of_people(record, organisations, part):
    items = """
items:
  - id: fees
    heading: Fees
    proposal: leave the fee
    conflict: [cia]
    motions: [{by: [bo, lars], text: the fee be raised, seconded: [dan]}]
    decide: proposal
    not_deciding: [dan]
    reservations: [{by: [bo, lars]}]
    notes: [{by: [bo, lars], text: We wanted more.}]
"""
    told = part(compose_minutes(record(items, organisations["english"])), "Fees")
    assert "Cia Ceder declares a conflict of interest and takes no part in the item." in told
    assert "Bo Berg and Lars move that the fee be raised. Dan Dal supports Bo Berg’s and Lars’s motion." in told
    assert "Dan Dal takes no part in the decision." in told
    assert "Bo Berg and Lars record dissent from the decision in favour of their motion." in told
    assert "Bo Berg and Lars make the following statement for the record." in told


def test_bodies_of_neuter_gender_agree(record, part):
    people = """
meeting: annual 2024
items: [quorum, agenda]
"""
    document = compose_minutes(record(people))
    assert part(document, "Upprop och beslutförhet") == ["Årsmötet är beslutfört."]
    assert part(document, "Fastställande av dagordning") == ["Beslut:", "> Årsmötet beslutar **att** fastställa dagordningen."]


def test_markup_and_typography_reach_the_page(record, part):
    items = """
items:
  - id: plan
    heading: Plan för Malung-Sälen
    background: |
      Det kostar **6 miljoner** kronor, "mycket" enligt [planen](https://plan.example).

      Målen är

      - bättre luft
      - färre resor.
"""
    told = part(compose_minutes(record(items)), "Plan för Malung-Sälen")
    assert told == [
        "## Bakgrund",
        "Det kostar **6 miljoner** kronor, ”mycket” enligt planen.",
        "Målen är",
        "- bättre luft",
        "- färre resor.",
    ]
