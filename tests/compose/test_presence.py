"""Who is there, who decides and who votes, § by §."""

from __future__ import annotations

import pytest

from pipeline.compose.minutes import compose_minutes
from pipeline.compose.presence import presence_of
from pipeline.compose.remarks import remarks_on

ITEMS = "items: [opening, quorum, {id: a, heading: A, decide: x}, {id: b, heading: B, decide: x}, {id: c, heading: C, decide: x}, closing]"


def presence(source):
    return presence_of(source.meeting, source.body)


@pytest.mark.parametrize(
    ("attendance", "deciding"),
    [
        ("present: all-members", ["abcd e", "abcd e", "abcd e"]),
        ("present: all-members, apologies: [dan]", ["anna bo lars cia"] * 3),
        ("present: [anna, bo, lars]", ["anna bo lars"] * 3),
        ("present: all-members, late: [cia at b 13.40]", ["anna bo lars dan", "anna bo lars cia dan", "anna bo lars cia dan"]),
        ("present: all-members, left: [cia after a 14.10]", ["anna bo lars cia dan", "anna bo lars dan", "anna bo lars dan"]),
        (
            "present: all-members, left: [cia after a], late: [cia at c]",
            ["anna bo lars cia dan", "anna bo lars dan", "anna bo lars cia dan"],
        ),
        (
            "present: all-members, late: [cia at a], left: [cia after a]",
            ["anna bo lars cia dan", "anna bo lars dan", "anna bo lars dan"],
        ),
        ("present: all-members, left: [cia after a], late: [cia at b]", ["anna bo lars cia dan"] * 3),
        ("present: all-members, apologies: [dan], late: [dan at b]", ["anna bo lars cia", "anna bo lars cia dan", "anna bo lars cia dan"]),
        ("present: all-members, apologies: [dan], serving: [eva for dan]", ["anna bo lars cia eva"] * 3),
        (
            "present: all-members, apologies: [dan], serving: [filip for dan from a to a, eva for dan from b]",
            ["anna bo lars cia filip", "anna bo lars cia eva", "anna bo lars cia eva"],
        ),
        ("present: [anna], serving: [eva for vacant, filip for bo]", ["anna eva filip"] * 3),
        ("present: all-members, late: [dan at c], serving: [eva for dan to b]", ["anna bo lars cia eva"] * 2 + ["anna bo lars cia dan"]),
    ],
)
def test_arrivals_departures_and_substitutes(record, attendance, deciding):
    found = presence(record(f"attendance: {{{attendance}}}\n{ITEMS}"))
    wanted = [words.replace("abcd e", "anna bo lars cia dan").split() for words in deciding]
    assert [list(found.deciding(index)) for index in (2, 3, 4)] == wanted


def test_jav_takes_part_in_nothing_and_is_seen_in_the_list(record, part):
    items = "items: [opening, {id: a, heading: A, conflict: [eva for cia], decide: x}, closing]"
    source = record(f"attendance: {{present: all-members, substitutes: [eva]}}\n{items}")
    assert presence(source).deciding(1) == ("anna", "bo", "lars", "dan", "eva")
    document = compose_minutes(source)
    assert part(document, "A")[:2] == [
        "## Jäv",
        "Cia Ceder anmäler jäv och deltar inte i handläggningen av eller beslutet i ärendet. Eva Ek tjänstgör för Cia Ceder i detta ärende.",
    ]
    rows = part(document, "Närvarande")
    assert "Cia Ceder | Malmsjö kommun | ledamot | §§ 30, 32" in rows
    assert "Eva Ek | Stångåsens kommun | tjänstgör för Cia Ceder § 31 | hela mötet" in rows
    assert not any("Eva" in row for row in part(document, "Övriga närvarande"))


def test_several_step_aside(record, part):
    document = compose_minutes(record("items: [{id: a, heading: A, conflict: [bo, cia]}, conflicts]"))
    assert part(document, "A")[1] == "Bo Berg och Cia Ceder anmäler jäv och deltar inte i handläggningen av eller beslutet i ärendet."
    assert part(document, "Jäv") == ["Jäv anmäls enligt § 30."]


def test_those_who_take_no_part_in_a_decision_are_there_but_do_not_vote(record):
    found = presence(record("items: [{id: a, heading: A, not_deciding: [cia], decide: x}]"))
    assert found.deciding(0) == ("anna", "bo", "lars", "cia", "dan")
    assert found.voting(0) == ("anna", "bo", "lars", "dan")


def test_the_attendance_tables(record, part):
    source = record(
        """
attendance:
  present: all-members
  apologies: [dan]
  serving: [eva for dan]
  substitutes: [filip]
  late: [bo at a 13.40]
  left: [lars after b 15.15]
  remote: [cia]
  others: [kim, {id: gun, name: Gun Gran, organisation: Revisionsbyrån, role: auditor, items: [b]}, {id: hans, name: Hans Hed, role: coopted}]
talks: {t: {speaker: Ida Ilar, organisation: landsbygdsdepartementet}}
items: [opening, quorum, {id: a, heading: A, talks: [t]}, {id: b, heading: B}, closing]
"""
    )
    document = compose_minutes(source)
    assert part(document, "Närvarande") == [
        "Namn | Kommun eller region | Uppdrag | Närvarande",
        "Anna Ask (S) | Bruksby kommun | ordförande | hela mötet",
        "Bo Berg | Hyttskogens kommun | vice ordförande | §§ 32–34",
        "Lars | Region Norrberg | ledamot | §§ 30–33",
        "Cia Ceder | Malmsjö kommun | ledamot | hela mötet, på distans",
        "Eva Ek | Stångåsens kommun | tjänstgör för Dan Dal | hela mötet",
    ]
    assert part(document, "Övriga närvarande") == [
        "Namn | Organisation | Uppdrag | Närvarande",
        "Filip Fors | Kolarmo kommun | ej tjänstgörande ersättare | hela mötet",
        "Kim Kvist | Kansliet | ekonom | hela mötet",
        "Gun Gran | Revisionsbyrån | revisor | § 33",
        "Hans Hed |  | adjungerad | hela mötet",
        "Siv Sand | Kansliet | sekreterare | hela mötet",
        "Ida Ilar | Landsbygdsdepartementet | föredragande | § 32",
    ]


def test_arrivals_departures_and_service_are_told_where_they_happen(record, part):
    source = record(
        f"attendance: {{present: all-members, late: [bo at a 13.40, lars at a], left: [cia after a 14.10, dan after a], serving: [eva for cia from b]}}\n{ITEMS}"
    )
    document = compose_minutes(source)
    assert part(document, "Upprop och beslutförhet") == ["Styrelsen är beslutför."]
    assert part(document, "A") == [
        "(fact) Bo Berg anländer kl. 13.40 och deltar från och med § 32.",
        "(fact) Lars anländer och deltar från och med § 32.",
        "Beslut:",
        "> Styrelsen beslutar **att** x.",
        "(fact) Cia Ceder lämnar mötet kl. 14.10 efter § 32.",
        "(fact) Dan Dal lämnar mötet efter § 32.",
    ]
    assert part(document, "B")[0] == "(fact) Eva Ek tjänstgör för Cia Ceder §§ 33–35."


def test_service_is_told_with_quorum_for_the_whole_meeting_a_part_and_a_vacant_seat(record, part):
    attendance = "attendance: {present: [anna, bo, lars], serving: [eva for dan to a, filip for vacant]}"
    told = part(compose_minutes(record(f"{attendance}\n{ITEMS}")), "Upprop och beslutförhet")
    assert told == ["Styrelsen är beslutför. Eva Ek tjänstgör för Dan Dal §§ 30–32. Filip Fors tjänstgör på vakant plats."]


def test_a_lost_quorum_is_told_as_it_was_and_warned_of(record, part):
    source = record(f"attendance: {{present: all-members, apologies: [dan], left: [bo after a, lars after a]}}\n{ITEMS}")
    found = presence(source)
    assert [found.quorate(index) for index in range(6)] == [True, True, True, False, False, False]
    assert [str(remark.message) for remark in remarks_on(source)] == [
        "§ 33: a decision was taken by 2 of the 3 that make a quorum",
        "§ 34: a decision was taken by 2 of the 3 that make a quorum",
    ]
    assert {remark.severity for remark in remarks_on(source)} == {"warning"}
    few = compose_minutes(record("attendance: {present: [anna]}\nitems: [quorum]"))
    assert part(few, "Upprop och beslutförhet") == ["Styrelsen är inte beslutför."]


@pytest.mark.parametrize(("rule", "needed"), [("more_than_half", 3), ("half", 3), ("4", 4)])
def test_quorum_follows_the_bodys_rule(record, organisations, rule, needed):
    organisation = organisations["association"].replace("kind: board", f"kind: board\n    quorum: {rule}")
    assert presence(record(ITEMS, organisation)).needed == needed


def test_members_who_never_came_are_absent_or_excused(record, read):
    text = read(compose_minutes(record("attendance: {present: [anna, bo, lars], apologies: [cia]}")))
    assert "Anmält förhinder: Cia Ceder\nFrånvarande: Dan Dal" in text
    assert "\n  Dan Dal |" not in text


def test_a_day_ends_after_the_item_that_the_times_tell(record, part):
    days = "days: [2024-05-22 13.00-16.00, 2024-05-23 08.30-12.00]"
    source = record(f"{days}\nattendance: {{present: all-members, late: [bo at a 13.40], left: [cia after b 10.15]}}\n{ITEMS}")
    assert part(compose_minutes(source), "A")[-1] == "(fact) Mötet ajourneras kl. 16.00 och återupptas den 23 maj 2024 kl. 08.30."
    assert remarks_on(source) == ()


def test_a_day_ends_after_the_item_that_it_names(record, part):
    days = "days: [{date: 2024-05-22, start: 13.00, end: 16.00, last: b}, 2024-05-23]"
    document = compose_minutes(record(f"{days}\n{ITEMS}"))
    assert part(document, "B")[-1] == "(fact) Mötet ajourneras och återupptas den 23 maj 2024."


def test_a_day_that_nobody_can_place_is_warned_of(record, read):
    source = record(f"days: [2024-05-22 13.00-16.00, 2024-05-23 13.00-16.00]\n{ITEMS}")
    assert "ajourneras" not in read(compose_minutes(source))
    assert [str(remark.message) for remark in remarks_on(source)] == ["the minutes do not tell after which item a day was adjourned"]


def test_warnings_that_only_presence_can_tell(record, organisations):
    source = record(
        """
attendance: {present: all-members, serving: [eva for dan], left: [cia after a], late: [cia at c]}
items:
  - {id: a, heading: A, decide: x}
  - {id: b, heading: B, proposal: x, motions: [{by: bo, text: y}], vote: {aye: proposal, nay: bo, against: [bo, cia]}, decide: proposal, reservations: [bo, cia]}
  - {id: c, heading: C, decide: x}
""",
        organisations["federation"],
    )
    assert [str(remark.message) for remark in remarks_on(source)] == [
        "Eva Ek serves for Dan Dal, who is present at § 30",
        "Cia Ceder leaves and decides again at § 32",
        "§ 31: Cia Ceder did not take part in the vote",
        "§ 31: Cia Ceder records dissent without having taken part in the decision",
    ]
    assert all(remark.hint for remark in remarks_on(source))


def test_the_dates_of_a_federations_notice_are_checked(record, organisations):
    adjust = "status: adjusted\nadjust: {by: [bo], adjusted: 2024-06-10, posted: 2024-06-14, taken_down: 2024-07-05}"
    messages = [str(remark.message) for remark in remarks_on(record(adjust, organisations["federation"]))]
    assert messages == [
        "adjusted 19 days after the meeting; fourteen are allowed",
        "the notice is to be put up by the second day after the adjustment",
        "the notice is to hang for three whole weeks",
    ]
    assert remarks_on(record(adjust)) == ()
