"""The short ways of writing a record mean what a secretary means by them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.problems import Report
from pipeline.records import shorthand
from pipeline.records.attendance import Arrival, Attendance, Day, Departure, MeetingName, NextMeeting, Serving
from pipeline.records.brand import BrandColour
from pipeline.records.items import Conflict, Item, Reservation
from pipeline.records.meeting import Meeting
from pipeline.records.newsletter import Article
from pipeline.records.shorthand import Wrong
from pipeline.yamlfile import read_yaml

T = dt.time


@pytest.mark.parametrize(
    ("model", "words", "fields"),
    [
        (MeetingName, "board 2/2023", {"body": "board", "number": 2, "year": 2023}),
        (MeetingName, "annual 2023", {"body": "annual", "number": None, "year": 2023}),
        (Day, "2023-05-22", {"start": None, "end": None}),
        (Day, "2023-05-22 13.00-17.00", {"start": T(13), "end": T(17)}),
        (Day, "2023-05-22 13:00–17:00", {"start": T(13), "end": T(17)}),
        (Day, "2023-05-22 9.00", {"start": T(9), "end": None}),
        (
            Day,
            "2023-05-22 08.30-10.00, 10.20-12.00, 13.00-15.00",
            {"start": T(8, 30), "end": T(15), "breaks": ((T(10), T(10, 20)), (T(12), T(13)))},
        ),
        (NextMeeting, "2023-09-14 10.00, Falun", {"start": T(10), "end": None, "place": "Falun"}),
        (NextMeeting, "2023-09-14 13.00-17.00, Myntgatan 2, Falun", {"start": T(13), "end": T(17), "place": "Myntgatan 2, Falun"}),
        (NextMeeting, "2023-09-14", {"date": dt.date(2023, 9, 14), "place": None}),
        (Serving, "sub-2 for member-7", {"substitute": "sub-2", "member": "member-7", "first": None, "last": None}),
        (Serving, "sub-2 for member-7 from plan to fees", {"first": "plan", "last": "fees"}),
        (Serving, "sub-2 for member-7 from plan", {"first": "plan", "last": None}),
        (Serving, "sub-2 for member-7 to fees", {"first": None, "last": "fees"}),
        (Serving, "sub-2 for member-7 at plan", {"first": "plan", "last": "plan"}),
        (Serving, "sub-2 for vacant", {"member": None}),
        (Arrival, "member-5 at seminar 13.40", {"person": "member-5", "item": "seminar", "time": T(13, 40)}),
        (Arrival, "member-5 at seminar", {"time": None}),
        (Departure, "member-9 after plan kl. 10.15", {"item": "plan", "time": T(10, 15)}),
        (Conflict, "member-4", {"person": "member-4", "substitute": None}),
        (Conflict, "sub-2 for member-4", {"person": "member-4", "substitute": "sub-2"}),
        (Reservation, "member-2", {"by": ("member-2",)}),
        (BrandColour, "#8A1F17", {"screen": "#8A1F17", "print": None}),
        (Article, {"from": "bro", "kicker": "K", "headline": "H"}, {"id": "bro", "source": ("bro",)}),
    ],
)
def test_a_short_form(model, words, fields: dict) -> None:
    read = model.model_validate(words)
    assert {name: getattr(read, name) for name in fields} == fields


@pytest.mark.parametrize(
    ("model", "words"),
    [
        (MeetingName, "2/2023"), (Day, "22/5 2023"), (Day, "2023-05-22 13-17"), (NextMeeting, "hösten 2023"), (Serving, "sub-2"), (Serving, "sub-2 för member-7"),
        (Arrival, "member-5 after plan"), (Departure, "member-5 at plan"), (Conflict, "member-4, member-5"),
    ],
)  # fmt: skip
def test_what_fits_no_short_form_is_refused(model, words: str) -> None:
    with pytest.raises(ValueError, match="value_error"):
        model.model_validate(words)


ITEMS = [
    ("opening", {"id": "opening", "standard": "opening"}),
    ({"previous": "1/2023"}, {"id": "previous", "standard": "previous", "previous": "1/2023"}),
    ({"other": "Inget."}, {"id": "other", "standard": "other"}),
    ({"reports": {"dnr": 12}}, {"id": "reports", "standard": "reports", "dnr": "12"}),
    ({"id": "next_meeting", "dnr": "a"}, {"id": "next_meeting", "standard": "next_meeting"}),
    ({"standard": "closing"}, {"id": "closing"}),
    ({"id": "x", "standard": "reports"}, {"id": "x", "standard": "reports"}),
    ({"id": "x", "heading": 2024, "basis": "a", "talks": None}, {"heading": "2024", "basis": ("a",), "talks": ()}),
]


@pytest.mark.parametrize(("written", "fields"), ITEMS)
def test_an_item(written, fields: dict) -> None:
    item = Item.model_validate(written)
    assert {name: getattr(item, name) for name in fields} == fields


def decisions(written: object, **item: object) -> list[tuple]:
    read = Item.model_validate({"id": "x", "heading": "H", "decide": written, **item})
    return [(one.id, one.clause, one.standard, one.motion) for one in read.decide]


def test_decisions() -> None:
    assert decisions("filed") == [("1", None, "filed", None)]
    assert decisions("filed as it is") == [("1", "filed as it is", None, None)]
    assert decisions({"att": "a", "owner": "o"}) == [("1", "a", None, None)]
    assert decisions({"to": "a"}) == [("1", "a", None, None)]
    assert decisions(["a", {"id": "sent", "att": "b"}, "noted"]) == [
        ("1", "a", None, None),
        ("sent", "b", None, None),
        ("3", None, "noted", None),
    ]
    assert decisions(["a", {"id": "1", "att": "b"}]) == [("1-2", "a", None, None), ("1", "b", None, None)]
    assert decisions("member-2", motions={"by": "member-2", "text": "t"}) == [("1", None, None, "member-2")]
    postponed = Item.model_validate({"id": "x", "decide": {"standard": "postpone", "to": "3/2023"}}).decide[0]
    assert (postponed.standard, postponed.to, postponed.clause) == ("postpone", "3/2023", None)


def test_motions_are_called_after_their_movers() -> None:
    item = Item.model_validate(
        {"id": "x", "motions": [{"by": ["a", "b"], "text": "t"}, {"by": "a", "text": "u"}, {"id": "own", "by": "c", "text": "v"}]}
    )
    assert [motion.id for motion in item.motions] == ["a", "a-2", "own"]


def test_order_is_automatic_or_words() -> None:
    assert Item.model_validate({"id": "x", "order": "automatic"}).order == "automatic"
    assert Item.model_validate({"id": "x", "order": "Ordföranden frågar."}).order.text == "Ordföranden frågar."


def test_present_is_everybody_or_a_list() -> None:
    assert Attendance.model_validate({"present": "all-members"}).present == "all-members"
    assert Attendance.model_validate({"present": "member-1"}).present == ("member-1",)


@pytest.mark.parametrize("written", ["13.00", "13:00", "kl. 13.00", "kl 13.00"])
def test_times(written: str) -> None:
    assert shorthand.time(written) == T(13)


@pytest.mark.parametrize("written", ["13", "25.00", "13.60", 13, True, "1300", "", None])
def test_what_is_no_time(written: object) -> None:
    with pytest.raises(Wrong):
        shorthand.time(written)


@pytest.mark.parametrize("written", ["2023", 2023, "22 maj 2023", "2023-5-22", "2023-02-29", True, None, 0])
def test_what_is_no_date(written: object) -> None:
    with pytest.raises(Wrong):
        shorthand.date(written)


@given(st.dates(), st.times())
@settings(max_examples=50)
def test_every_date_and_minute_can_be_written(date: dt.date, time: dt.time) -> None:
    assert shorthand.date(date.isoformat()) == date
    assert shorthand.time(f"{time:%H.%M}") == time.replace(second=0, microsecond=0)


def test_the_sketch_of_a_record_is_a_record(shared: Path) -> None:
    text = "format: 1\n" + (shared / "record-sketch.yaml").read_text(encoding="utf-8")
    file = read_yaml(text.encode(), "sketch.yaml", Report())
    assert file is not None
    meeting = Meeting.model_validate(file.value)
    assert [item.id for item in meeting.items] == [
        "opening",
        "quorum",
        "adjusters",
        "agenda",
        "previous",
        "seminar",
        "plan",
        "fees",
        "next_meeting",
        "closing",
    ]
    assert meeting.documents["region.pdf"].file == "region.pdf"
    assert [figure.text for figure in meeting.talks["bro"].figures] == ["6 miljoner kronor i budget per år", "3 anställda", "12 kommuner"]
    assert meeting.items[7].decide[0].standard == "proposal"
    lead = meeting.newsletter.lead
    assert (lead.id, lead.kicker, lead.source, lead.ingress.file) == (
        "lead",
        "Örebro",
        ("region", "bro", "espon", "mining"),
        "texts/ingress.md",
    )


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("22 maj 2023", "2023-05-22"),
        ("den 22 Oktober 2023 13.00", "2023-10-22"),
        ("May 22, 2023", None),
        ("22/5 2023", "2023-05-22"),
        ("2023-5-22", "2023-05-22"),
        ("20230522", "2023-05-22"),
        ("22.5.2023", "2023-05-22"),
        ("2023-02-30", None),
        ("nästa vecka", None),
    ],
)
def test_a_date_written_another_way_is_told_how_it_is_written(written: str, meant: str | None) -> None:
    hint = str(shorthand.meant_date(written))
    assert hint == (f"write {meant}: year, month and day in digits" if meant else "write year, month and day in digits, as 2023-05-22")
