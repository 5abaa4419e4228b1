"""A source folder is read whole: canonical values, series, places; and every mistake people make is told so that they can mend it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from pipeline.problems import BadInput, Report
from pipeline.records.reading import read_source
from tests.records.small_source import MEETING, MEMBERS, ORGANISATION, RECORD


def test_a_right_source_has_no_problem(told) -> None:
    assert told() == []


def test_what_is_read_is_canonical(source) -> None:
    meeting = source.meeting
    assert (meeting.meeting.body, meeting.meeting.number, meeting.meeting.year) == ("board", 2, 2023)
    assert (meeting.days[0].date, meeting.days[0].start, meeting.days[0].end) == (dt.date(2023, 5, 22), dt.time(13), dt.time(17))
    assert (meeting.next.date, meeting.next.start, meeting.next.place) == (dt.date(2023, 9, 14), dt.time(10), "Falun")
    assert [item.id for item in meeting.items] == ["opening", "previous", "plan", "talk", "closing"]
    assert meeting.items[1].previous == "1/2023"
    plan = meeting.items[2]
    assert [(one.id, one.standard, one.clause) for one in plan.decide] == [
        ("1", "proposal", None),
        ("2", None, "ge kansliet i uppdrag att ta fram en tidplan"),
    ]
    assert plan.motions[0].id == "member-2"
    assert plan.proposal == ("godkänna planen",)
    assert meeting.attendance.serving[0].member == "member-3"
    assert meeting.attendance.late[0].time == dt.time(13, 40)
    assert meeting.talks["region"].text.text.startswith("Talaren")
    assert meeting.talks["region"].text.file == "texts/region.md"
    assert meeting.newsletter.lead.source == ("region",)
    assert source.members.members[0].code == "1884"
    assert source.attachments["plan.pdf"].read_bytes() == b"%PDF-1.4\n"


def test_windows_line_ends_and_a_byte_order_mark_change_nothing(write, source) -> None:
    same = read_source(write({RECORD: b"\xef\xbb\xbf" + MEETING.replace("\n", "\r\n").encode()}))
    assert same.meeting == source.meeting


@pytest.mark.parametrize(
    ("origin", "words"),
    [
        ("items.plan.decide.2", "{att: ge kansliet"),
        ("items.plan.decide.2.owner", "office, by"),
        ("items.plan.decide.1", "proposal\n      - {att"),
        ("items.plan.background", "|\n      Ett"),
        ("items.previous.previous", "1/2023"),
        ("items.opening", "opening"),
        ("items.plan.nothing.of.this", "id: plan"),
        ("documents.draft.title", "Förslag, file"),
        ("days.2023-05-23", "2023-05-23 08"),
        ("attendance.serving.sub-1", "sub-1 for"),
        ("", "format: 1"),
    ],
)
def test_an_origin_knows_its_place(source, origin: str, words: str) -> None:
    assert str(source.place(origin)).endswith(f"{RECORD}:{place_of(words, MEETING)}")


def test_origins_reach_the_other_files_too(source) -> None:
    places = [
        str(source.place(origin)).split("/")[-1]
        for origin in ("talks.region.text", "organisation.bodies.board.people.member-2.name", "members.members.nora")
    ]
    assert places == [
        "region.md:1:1",
        f"organisation.yaml:{place_of('Ledamot 2', ORGANISATION)}",
        f"members.yaml:{place_of('{id: nora', MEMBERS)}",
    ]


def place_of(words: str, text: str) -> str:
    """LINE:COLUMN of words that stand once in a text."""
    assert text.count(words) == 1, words
    before = text[: text.index(words)]
    return f"{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}"


# ── the likely mistakes ──────────────────────────────────────────────────────────────────────────────────────────────

MISTAKES = [  # what is written, what people write instead, the words at the place that is named, the message
    (
        "status: unadjusted",
        "status: unajusted",
        "unajusted",
        "status: expected 'draft', 'unadjusted' or 'adjusted', found 'unajusted' | did you mean 'unadjusted'?",
    ),
    (
        "status: unadjusted",
        "status: adjusted\nadjusted: 2023-06-05",
        "adjusted: 2023",
        "adjusted: expected a known key, found 'adjusted' | write it within adjust:",
    ),
    ("status: unadjusted", "staus: draft", "staus", "staus: expected a known key, found 'staus' | did you mean 'status'?"),
    ("place: Örebro", "place:", "place:", "place: expected a value, found nothing | Place, the town last."),
    ("place: Örebro\n", "", "format", "place: expected the key 'place', found none | add the line 'place: …': Place, the town last."),
    (
        "place: Örebro",
        "place: Örebro: slottet",
        ": slottet",
        "place: expected one colon in the line, found a second one after 'Örebro' | put the words in quotes: place: 'Örebro: slottet'",
    ),
    (
        "2023-05-22 13.00-17.00",
        "22 maj 2023",
        "22 maj",
        "days.1: expected a day with its times, as 2023-05-22 13.00-17.00, found '22 maj 2023' | write 2023-05-22: year, month and day in digits",
    ),
    (
        "2023-05-22 13.00",
        "2023-05-32 13.00",
        "2023-05-32",
        "days.1.date: expected a date of the calendar (year-month-day), found '2023-05-32 13.00-17.00' | that month has no such day",
    ),
    (
        "  - opening",
        "  - opning",
        "opning",
        "items.opning: expected a standard item's word, or an item with id and heading, found 'opning' | did you mean 'opening'?",
    ),
    (
        "adjust: {by: [member-2]",
        "adjust: {by: [membr-2]",
        "membr-2",
        "adjust.by.membr-2: expected the id of a person, found 'membr-2' | did you mean 'member-2'?",
    ),
    (
        "basis: [draft]",
        "basis: [drafts]",
        "drafts",
        "items.plan.basis.drafts: expected the id of a document, found 'drafts' | did you mean 'draft'?",
    ),
    (
        "by: 2023-09-01",
        "by: 2022-09-01",
        "2022-09-01",
        "items.plan.decide.2.by: expected a date not before the meeting (2023-05-22), found 2022-09-01 | is the year right? 2023-09-01 would do",
    ),
    (
        "text: texts/region.md",
        "text: texts/regin.md",
        "texts/regin",
        "talks.region.text: expected a file under texts/, found 'texts/regin.md' | did you mean 'texts/region.md'?",
    ),
    (
        "kicker: Möte",
        "kicker: Ett möte som var mycket långt",
        "Ett möte som",
        "newsletter.lead.kicker: expected at most 28 characters, found 'Ett möte som var mycket långt' | it has 29",
    ),
    (
        "quote: Det går bra i länet",
        "quote: Det gick bra",
        "Det gick",
        "newsletter.lead.quote: expected words that stand in the article's text, found others | copy the words from the text, every sign of them",
    ),
    (
        "Det är *bra*.",
        "Det är `bra`.",
        "`bra`",
        "items.plan.background: expected paragraphs, bold, italic, links and lists, found code between backticks | take the backticks away",
    ),
    (
        "file: plan.pdf",
        "file: Plan.pdf",
        "Plan.pdf",
        "documents.draft.file: expected a file under attachments/, found 'Plan.pdf' | did you mean 'plan.pdf'?",
    ),
    (
        "nay: member-2, against",
        "nay: member-3, against",
        "member-3, against",
        "items.plan.vote.nay: expected proposal or the id of a motion, found 'member-3' | did you mean 'member-2'?",
    ),
    (
        "by: member-2, text",
        "by: [Member 2], text",
        "Member 2",
        "items.plan.motions.1.by.1: expected a name of lower-case letters (a–z), digits and hyphens, found 'Member 2' | write member-2",
    ),
    (
        "{att: ge kansliet i uppdrag att",
        "{att: ge kansliet i uppdrag, och återkomma, att",
        "och återkomma",
        "items.plan.decide.2.och återkomma: expected a known key, found 'och återkomma' | a comma inside braces begins a new key; put words with a comma in quotes",
    ),
]


@pytest.mark.parametrize(("old", "new", "words", "message"), MISTAKES)
def test_a_likely_mistake_is_told_with_place_and_hint(told, old: str, new: str, words: str, message: str) -> None:
    found = told({RECORD: {old: new}})
    place = place_of(words, MEETING.replace(old, new)) if words != "format" else "1:1"
    assert f"{place} {message}" in found


@pytest.mark.parametrize(("old", "new", "words", "message"), [one for one in MISTAKES if "draft" not in one[1] and ", och" not in one[1]])
def test_a_mistake_is_told_once_and_causes_no_others(told, old: str, new: str, words: str, message: str) -> None:
    assert [line for line in told({RECORD: {old: new}}) if not line.startswith("warning: ")] == [
        line for line in told({RECORD: {old: new}}) if message in line
    ]


def test_all_mistakes_of_a_phase_come_at_once(told) -> None:
    lines = told(
        {RECORD: {"status: unadjusted": "status: klar", "issue: 1": "issue: ett"}, "members.yaml": {"kind: municipality": "kind: kommun"}}
    )
    assert [line.split(" ", 1)[0] for line in lines] == [
        "3:9",
        place_of("1\n  date: 2023-06", MEETING),
        f"members.yaml:{place_of('municipality', MEMBERS)}",
    ]


def test_syntax_comes_before_shape(told) -> None:
    lines = told(
        {
            RECORD: {"status: unadjusted": "status: klar"},
            "members.yaml": {"format: 1": "format:1"},
            "organisation.yaml": {"id: sjoang": "id: a: b"},
        }
    )
    assert [line.split(" ", 1)[0] for line in lines] == ["members.yaml:1:8", "organisation.yaml:2:6"]


@pytest.mark.parametrize("name", ["organisation.yaml", "members.yaml", "brand/brand.yaml"])
def test_a_missing_file_is_named(told, name: str) -> None:
    assert told({name: None}) == [
        f"{name}: : expected the file {name.rsplit('/', maxsplit=1)[-1]}, found none | is the folder right? name another with --source"
    ]


def test_an_empty_folder_says_how_to_begin(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as caught:
        read_source(tmp_path)
    assert "expected a folder with a meeting.yaml for every meeting, found none" in str(caught.value)


def test_text_files_that_are_no_utf8_are_named(told) -> None:
    lines = told({"meetings/2023-orebro/texts/region.md": "Örebro".encode("cp1252")})
    assert lines[0].startswith("meetings/2023-orebro/texts/region.md:1:1 : expected UTF-8 text, found the byte 0xD6, which is 'Ö'")


def test_a_short_form_that_stands_for_a_colour_must_be_in_quotes(told) -> None:
    lines = told({"brand/brand.yaml": "format: 1\nname: x\ncolours:\n  text: #1F1D1B\nfaces: {}\n"})
    assert (
        "brand/brand.yaml:4:3 colours.text: expected a value, found nothing | put the value in quotes: what follows # is a comment" in lines
    )


# ── which meeting ────────────────────────────────────────────────────────────────────────────────────────────────────


def other(number: str, day: str, **changes: str) -> str:
    text = MEETING.replace("board 2/2023", f"board {number}").replace("2023-05-22", day).replace("  - 2023-05-23 08.30-12.00\n", "")
    for old, new in changes.items():
        text = text.replace(old, new)
    return (
        "".join(line for line in text.splitlines(keepends=True) if "texts/" not in line)
        .split("newsletter:")[0]
        .replace("talks: [region]\n", "documents: []\n")
    )


def test_the_latest_meeting_is_read_unless_another_is_named(write) -> None:
    earlier = "meetings/a-later-name/meeting.yaml"
    source = write(
        {
            earlier: other("1/2023", "2023-02-01").replace("talks:\n", "").replace("by: 2023-09-01", "by: 2023-09-02"),
            "meetings/a-later-name/attachments/plan.pdf": "x",
        }
    )
    assert read_source(source).slug == "2023-orebro"
    assert read_source(source).slugs == ("a-later-name", "2023-orebro")
    assert read_source(source, "a-later-name").slug == "a-later-name"
    assert read_source(source, source / "meetings" / "a-later-name").slug == "a-later-name"
    assert read_source(source, (source / earlier).as_posix()).slug == "a-later-name"
    with pytest.raises(BadInput, match="found '2023-örebro'") as caught:
        read_source(source, "2023-örebro")
    assert str(caught.value.problems[0].hint) == "did you mean '2023-orebro'?"


def test_sections_go_on_from_the_record_before(write) -> None:
    source = write({"meetings/first/meeting.yaml": other("1/2023", "2023-02-01").replace("talks:\n", "")})
    read = read_source(source)
    assert (read.previous.name, read.previous.last_section, read.first_section) == ("1/2023", 5, 6)


def test_a_new_year_begins_its_sections_anew(write) -> None:
    source = write({"meetings/first/meeting.yaml": other("4/2022", "2022-12-01").replace("talks:\n", "")})
    read = read_source(source)
    assert (read.previous.name, read.first_section) == ("4/2022", 1)


def test_a_gap_in_the_series_is_an_error(told) -> None:
    lines = told(
        {
            RECORD: {"place: Örebro": "place: Örebro\nfirst_section: 9"},
            "meetings/first/meeting.yaml": other("1/2023", "2023-02-01").replace("talks:\n", ""),
        }
    )
    assert lines == [
        "8:16 first_section: expected § 6, since minutes 1/2023 end with § 5; found § 9 | take first_section away: it follows from the record before"
    ]


def test_a_broken_record_before_is_a_warning_and_no_more(told) -> None:
    lines = told({"meetings/first/meeting.yaml": other("1/2023", "2023-02-01").replace("status: unadjusted", "status: x")})
    assert [line.split(":")[0] for line in lines] == ["warning"]
    assert "the §§ are not compared with it" in lines[0]


# ── reports ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_without_a_report_bad_sense_raises(write) -> None:
    with pytest.raises(BadInput, match="membr-2"):
        read_source(write({RECORD: {"adjust: {by: [member-2]": "adjust: {by: [membr-2]"}}))


def test_with_a_report_bad_sense_is_noted_for_the_caller_to_close(write) -> None:
    report = Report()
    source = read_source(write({RECORD: {"adjust: {by: [member-2]": "adjust: {by: [membr-2]"}}), report=report)
    assert source.slug == "2023-orebro"
    assert len(report.errors) == 1


def test_warnings_travel_with_the_source(write) -> None:
    source = read_source(write({RECORD: {"by: [member-2], latest": "latest"}}))
    assert [str(problem.message) for problem in source.warnings] == ["expected somebody who verifies the minutes, found nobody"]


@pytest.mark.parametrize(
    "written",
    [
        "caption: Ett två `tre` fyra",
        "caption: 'Ett två `tre` fyra'",
        "caption: >-\n        Ett\n        två `tre`\n        fyra",
        "caption: Ett\n        två `tre`\n        fyra",
        "caption: |\n        Ett\n        två `tre` fyra",
    ],
)
def test_a_fault_in_words_is_found_however_they_are_written(told, written: str) -> None:
    picture = f"images:\n  skog:\n      file: skog.svg\n      alt: En skog\n      {written}\nnewsletter:"
    changes = {
        RECORD: {"newsletter:": picture, "quote: Det går bra i länet}": "picture: skog}"},
        "meetings/2023-orebro/images/skog.svg": '<svg viewBox="0 0 1 1"/>',
    }
    [line] = told(changes)
    text = MEETING.replace("newsletter:", picture)
    assert line.startswith(f"{place_of('`tre`', text)} images.skog.caption: expected paragraphs")


@pytest.mark.parametrize(
    ("number", "line"),
    [
        ("2/2023", "2:10 meeting: expected a number of its own, found 2 again | first has it already"),
        ("4/2023", "warning: 2:10 meeting: expected number 5 after 4/2023, found 2 | is a record missing?"),
        ("1/2023", None),
    ],
)
def test_numbers_of_meetings_follow_each_other(told, number: str, line: str | None) -> None:
    found = told({"meetings/first/meeting.yaml": other(number, "2023-02-01").replace("talks:\n", "")})
    wrong = f"warning: {place_of('1/2023', MEETING)} items.previous.previous: expected {number}, the record before this one; found 1/2023"
    hint = " | correct the number, or take it away: then it follows from the record before"
    assert found == ([line, wrong + hint] if line else [])


def test_words_of_a_field_are_found_at_their_line_and_column(source) -> None:
    lines = MEETING.split("\n")
    place = source.first_place("items.plan.background", "bra")
    assert (place.line, place.column) == (lines.index("      Det är *bra*.") + 1, 15)
    elsewhere = source.first_place("items.plan.background", "日")
    assert elsewhere == source.place("items.plan.background")
