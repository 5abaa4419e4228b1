"""Keeping records: open decisions, the next meeting's folder, edits by origin, verified minutes that stay, defects of copy."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from pipeline.problems import BadInput, Report
from pipeline.records.actions import open_actions
from pipeline.records.copy_defects import copy_defects
from pipeline.records.editing import REMOVED, Added, CannotEdit, edit_record
from pipeline.records.meeting import Meeting
from pipeline.records.new import next_meeting_folder
from pipeline.records.origins import follow
from pipeline.records.reading import Source, read_source
from pipeline.records.texts import words_of
from tests.records.small_source import MEETING, RECORD

# ── open decisions ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_open_decisions_have_an_owner_or_a_date_and_are_not_done(write) -> None:
    decisions = (
        "decide:\n      - {att: b, by: 2023-08-01}\n      - {att: c, owner: member-2}\n      - {att: d, owner: office, done: 2023-06-01}"
    )
    source = write({RECORD: {"decide: noted": decisions}})
    assert [(action.meeting, action.item, action.clause, action.owner, action.due) for action in open_actions(source)] == [
        ("Styrelsen 2/2023", "Seminarium", "b", "", dt.date(2023, 8, 1)),
        ("Styrelsen 2/2023", "Verksamhetsplan", "ge kansliet i uppdrag att ta fram en tidplan", "Kanslist", dt.date(2023, 9, 1)),
        ("Styrelsen 2/2023", "Seminarium", "c", "Ledamot 2", None),
    ]
    assert open_actions(source, before="2023-orebro") == []


# ── the next meeting ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_next_record_goes_on_from_the_last_and_can_be_read_as_it_is(write) -> None:
    source = write()
    files = next_meeting_folder(source)
    assert set(files) == {
        f"meetings/2023-falun/{name}" for name in ("meeting.yaml", "texts/.gitkeep", "images/.gitkeep", "attachments/.gitkeep")
    }
    for name, text in files.items():
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_text(text, encoding="utf-8")
    read = read_source(source)
    assert (read.slug, read.meeting.meeting.number, read.meeting.status, read.first_section) == ("2023-falun", 3, "draft", 6)
    assert (read.meeting.days[0].date, read.meeting.days[0].start, read.meeting.place) == (dt.date(2023, 9, 14), dt.time(10), "Falun")
    assert [item.id for item in read.meeting.items] == ["opening", "previous", "follow_up", "closing"]
    assert read.meeting.items[1].previous == "2/2023"
    assert read.warnings == ()


def test_what_the_next_record_explains_can_be_uncommented(write) -> None:
    source = write()
    [text] = [text for name, text in next_meeting_folder(source).items() if name.endswith(".yaml")]
    lines = text.splitlines()
    shown = [
        line.replace("# ", "", 1) if line.lstrip().startswith("# ") and ":" in line and "  #  " not in line[:6] else line for line in lines
    ]
    assert any(line.startswith("adjust: {by: [member-2]") for line in shown)
    assert all(f"#   {person}" in text for person in ("member-1", "sub-2", "office"))
    assert "första §: 6, efter protokoll nr 2/2023" in text
    assert "ge kansliet i uppdrag att ta fram en tidplan (Kanslist, 2023-09-01)" in text


def test_without_a_date_the_next_record_is_not_guessed(write) -> None:
    source = write({RECORD: {"next: 2023-09-14 10.00, Falun\n": ""}})
    with pytest.raises(BadInput) as caught:
        next_meeting_folder(source)
    assert str(caught.value.problems[0].hint) == "add the line next: with date, time and place, as next: 2023-09-14 10.00, Falun"


def test_the_first_record_of_all_is_dated_today(write) -> None:
    source = write({RECORD: None})
    with pytest.raises(BadInput):
        next_meeting_folder(source)
    files = next_meeting_folder(source, today=dt.date(2024, 2, 29))
    assert "meetings/2024-sjoang/meeting.yaml" in files
    assert "meeting: board 1/2024 " in files["meetings/2024-sjoang/meeting.yaml"]


def test_the_real_organisations_get_their_next_record(root: Path, tmp_path: Path) -> None:
    for folder in (root / "source", *sorted((root / "tests" / "cases").iterdir())):
        copy = tmp_path / folder.name
        shutil.copytree(folder, copy)
        for name, text in next_meeting_folder(copy).items():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            (copy / name).write_text(text, encoding="utf-8")
        assert read_source(copy).slug != read_source(folder).slug


# ── edits by origin ──────────────────────────────────────────────────────────────────────────────────────────────────


def apply(source: Source, changes: dict) -> Source:
    for path, data in edit_record(source, changes).items():
        path.write_bytes(data)
    return read_source(source.root, source.slug, report=Report())


def test_an_edit_touches_one_scalar_of_one_file(source) -> None:
    [(path, data)] = edit_record(source, {"items.plan.decide.2.clause": "ge kansliet två uppdrag"}).items()
    assert path.name == "meeting.yaml"
    assert data.decode() == MEETING.replace("ge kansliet i uppdrag att ta fram en tidplan", "ge kansliet två uppdrag")


def test_texts_in_files_of_their_own_keep_their_ends(source) -> None:
    path = source.folder / "texts" / "region.md"
    path.write_bytes(b"\xef\xbb\xbfEtt.\r\n\r\nTv\xc3\xa5.\r\n")
    assert edit_record(read_source(source.root, report=Report()), {"talks.region.text": "Ett.\n\nTre."}) == {
        path: b"\xef\xbb\xbfEtt.\r\n\r\nTre.\r\n"
    }


def test_entries_come_and_go(source) -> None:
    changed = apply(source, {"items.plan.decide.3": Added("nytt: beslut"), "items.plan.reservations.1": REMOVED})
    plan = changed.meeting.items[2]
    assert [decision.clause for decision in plan.decide] == [None, "ge kansliet i uppdrag att ta fram en tidplan", "nytt: beslut"]
    assert plan.reservations == ()


@pytest.mark.parametrize(
    "origin",
    ["days.2023-05-22.start", "items.opening.heading", "meeting.number", "items.plan.decide.1", "items.nowhere.heading", "next.place"],
)
def test_what_has_no_place_of_its_own_is_refused(source, origin: str) -> None:
    with pytest.raises(CannotEdit, match=origin):
        edit_record(source, {origin: "x"})


@pytest.mark.parametrize("name", ["source", "tests/cases/kommunalforbund", "tests/cases/english-association"])
def test_every_text_that_documents_show_can_be_edited_where_it_stands(root: Path, tmp_path: Path, name: str) -> None:
    shutil.copytree(root / name, tmp_path / "source")
    source = read_source(tmp_path / "source")
    origins = [
        words.origin for words in words_of(source) if words.markup and not words.origin.startswith(("newsletter.figures", "organisation"))
    ]
    changed = apply(source, {origin: f"Ny: text {number}" for number, origin in enumerate(origins)})
    before, after = plain(source.meeting), plain(changed.meeting)
    for number, origin in enumerate(origins):
        _, value, complete = follow(changed.meeting, origin)
        assert complete, origin
        assert getattr(value, "text", value) == f"Ny: text {number}", origin
    assert len(origins) > 25
    assert {key: value for key, value in after.items() if value == before.get(key)}.keys() >= {"meeting.number", "status", "place"}


def plain(meeting: Meeting) -> dict[str, object]:
    flat: dict[str, object] = {}

    def walk(value: object, path: str) -> None:
        if isinstance(value, dict):
            for key, item in value.items():
                walk(item, f"{path}.{key}" if path else str(key))
        elif isinstance(value, list | tuple):
            for index, item in enumerate(value):
                walk(item, f"{path}.{index}")
        else:
            flat[path] = value

    walk(meeting.model_dump(), "")
    return flat


# ── defects of copy ──────────────────────────────────────────────────────────────────────────────────────────────────

DEFECTS = [
    ("Ord - ord.", 1, 5, "expected a dash ( – ), found a hyphen between spaces"),
    ("Ett\nmineral-utvinning ord.", 2, 1, "expected no hyphen inside a word, found 'mineral-utvinning'"),
    ("Ett  två.", 1, 4, "expected one space, found 2"),
    ("Ett , två.", 1, 4, "expected no space before ',', found one"),
    ("Åren 2023-2024 går.", 1, 6, "expected a dash between years, found '2023-2024'"),
    ("Ett ett ord ord till.", 1, 9, "expected the word 'ord' once, found it twice"),
    ("Han sa ”ja.", 1, 8, "expected quotation marks in pairs, found one without the other"),
    ("Se [Presentationen] nu.", 1, 4, "expected an address after the link's words, found none"),
    (
        "Ord.\n\nPresentation Region Örebro län\n\nMer.",
        3,
        1,
        "expected an address for 'Presentation Region Örebro län', which looks like a link's words; found none",
    ),
]


@pytest.mark.parametrize(("text", "line", "column", "message"), DEFECTS)
def test_a_defect_of_copy_is_a_warning_at_its_place(write, text: str, line: int, column: int, message: str) -> None:
    source = read_source(write({"meetings/2023-orebro/texts/region.md": f"{text}\n\nDet går bra i länet.\n"}))
    [problem] = [problem for problem in copy_defects(source) if problem.where.file.endswith("region.md")]
    assert (problem.where.line, problem.where.column, str(problem.message), problem.severity) == (line, column, message, "warning")


@pytest.mark.parametrize(
    "text",
    [
        "Ord – ord.",
        "Malung-Sälen och e-post.",
        "metall- och mineralindustrin, svensk-norsk gräns",
        "kl. 13-14, dnr 2023-14",
        "[…] så",
        "Enligt stadgarna^[Se § 7.] gäller det.",
        "**Fet**  \nrad",
        "Det det",
        "C’est ”ja” så",
        "Presentationen hölls i går.",
    ],
)
def test_right_copy_is_left_in_peace(write, text: str) -> None:
    source = read_source(write({"meetings/2023-orebro/texts/region.md": f"{text}\n\nDet går bra i länet.\n"}))
    assert [str(problem.message) for problem in copy_defects(source) if problem.where.file.endswith("region.md")] == []


def test_words_behind_a_number_sign_are_missed(write) -> None:
    source = read_source(write({RECORD: {"heading: Seminarium": "heading: Seminarium #2 i Örebro"}}))
    assert "expected all words in quotes, found '#2 i Örebro' left out as a comment" in [
        str(problem.message) for problem in copy_defects(source)
    ]


def test_the_real_records_have_clean_copy(root: Path) -> None:
    for folder in (root / "source", *sorted((root / "tests" / "cases").iterdir())):
        assert [str(problem.message) for problem in copy_defects(read_source(folder))] == []
