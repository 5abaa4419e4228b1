"""Who is there, who decides and who votes, § by §."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.compose.minutes import compose_minutes
from pipeline.compose.remarks import remarks_on
from pipeline.records.meeting import Meeting
from pipeline.records.presence import presence_of

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


def test_a_lost_quorum_is_told_as_it_was(record, part):
    source = record(f"attendance: {{present: all-members, apologies: [dan], left: [bo after a, lars after a]}}\n{ITEMS}")
    found = presence(source)
    assert [found.quorate(index) for index in range(6)] == [True, True, True, False, False, False]
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
    leaving = record(f"{days}\nattendance: {{present: all-members, left: [bo after a 15.50, cia after b 10.15]}}\n{ITEMS}")
    assert part(compose_minutes(leaving), "A")[-2:] == [
        "(fact) Mötet ajourneras kl. 16.00 och återupptas den 23 maj 2024 kl. 08.30.",
        "(fact) Bo Berg lämnar mötet kl. 15.50 efter § 32.",
    ]
    assert remarks_on(source) == ()


def test_a_day_ends_after_the_item_that_it_names(record, part):
    days = "days: [{date: 2024-05-22, start: 13.00, end: 16.00, last: b}, 2024-05-23]"
    document = compose_minutes(record(f"{days}\n{ITEMS}"))
    assert part(document, "B")[-1] == "(fact) Mötet ajourneras och återupptas den 23 maj 2024."


def test_a_day_that_nobody_can_place_is_warned_of(record, read):
    source = record(f"days: [2024-05-22 13.00-16.00, 2024-05-23 13.00-16.00]\n{ITEMS}")
    assert "ajourneras" not in read(compose_minutes(source))
    (remark,) = remarks_on(source)
    assert (remark.severity, remark.field) == ("warning", "days")
    assert "last: the item's id" in str(remark.hint)


PEOPLE = ("anna", "bo", "lars", "cia", "dan")
MOVES = st.lists(st.tuples(st.sampled_from(PEOPLE), st.sampled_from(("late", "left")), st.sampled_from("abc")), max_size=5)
SERVING = st.lists(
    st.tuples(st.sampled_from(("eva", "filip")), st.sampled_from(PEOPLE), st.sampled_from("abc"), st.sampled_from("abc")),
    max_size=2,
    unique_by=lambda entry: entry[0],
)


@given(MOVES, SERVING, st.sets(st.sampled_from(PEOPLE), max_size=2), st.sets(st.sampled_from(PEOPLE), max_size=1))
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_walk_through_the_meeting_sees_the_same_seats(seats, moves, serving, apologies, conflicted):
    meeting, body = seats(moves, serving, apologies, conflicted)
    found = presence_of(meeting, body)
    for index, deciding in enumerate(walked(meeting, body)):
        assert set(found.deciding(index)) == deciding, meeting.items[index].id


def walked(meeting, body):
    """Who holds a seat at each item, by going through the meeting as the chair does: in, deal with the item, out."""
    attendance, order = meeting.attendance, [item.id for item in meeting.items]
    firsts = {}
    for kind, moved in ((1, attendance.left), (0, attendance.late)):
        for move in moved:
            firsts[move.person] = min(firsts.get(move.person, (99, 0)), (order.index(move.item), kind))
    members = {person.id for person in body.people if person.office != "substitute"}
    inside = {person for person in members if firsts.get(person, (0, person not in attendance.apologies))[1]}
    for index, item in enumerate(meeting.items):
        inside |= {move.person for move in attendance.late if move.item == item.id}
        here = inside - {conflict.person for conflict in item.conflict}
        serving = [one for one in attendance.serving if order.index(one.first) <= index <= order.index(one.last)]
        yield (here - {one.member for one in serving}) | {one.substitute for one in serving}
        inside -= {move.person for move in attendance.left if move.item == item.id}


@pytest.fixture
def seats(record):
    source = record("items: [{id: a, heading: A}, {id: b, heading: B}, {id: c, heading: C}]")
    body = source.body

    def make(moves, serving, apologies, conflicted):
        turns: dict[str, set[str]] = {}
        wanted = {"late": [], "left": []}
        for person, kind, item in moves:
            if len(turns.setdefault(person, set())) == 0 or (
                kind not in turns[person] and person not in {one["person"] for one in wanted[kind]}
            ):
                turns[person].add(kind)
                wanted[kind].append({"person": person, "item": item})
        items = [{"id": name, "heading": name, "conflict": sorted(conflicted) if name == "b" else []} for name in "abc"]
        attendance = {
            "present": "all-members",
            "apologies": sorted(apologies),
            "serving": [
                {"substitute": sub, "member": member, "first": first, "last": last} for sub, member, first, last in serving if first <= last
            ],
            **wanted,
        }
        told = {**source.meeting.model_dump(include={"format", "meeting", "days", "place"}), "items": items, "attendance": attendance}
        return Meeting.model_validate(told), body

    return make


def test_jav_at_every_section_makes_nobody_present_who_was_not(record, read):
    items = "items: [{id: a, heading: A, conflict: [dan], decide: x}]"
    there = read(compose_minutes(record(f"attendance: {{present: all-members}}\n{items}")))
    away = read(compose_minutes(record(f"attendance: {{present: [anna, bo, lars, cia]}}\n{items}")))
    assert "\n  Dan Dal |" in there
    assert "\n  Dan Dal |" not in away
    assert "Frånvarande: Dan Dal" in away
