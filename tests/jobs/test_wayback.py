"""Word files that come back, through the whole house: made from a record, edited, pulled into it."""

import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from pipeline.jobs.documents import make_minutes
from pipeline.jobs.wayback import marked_difference, pull
from pipeline.problems import BadInput, ExitCode

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def house(tmp_path):
    source = tmp_path / "source"
    shutil.copytree(ROOT / "source", source)
    make_minutes(source=str(source), meeting=None, output=str(tmp_path / "out"), form="docx")
    return source, tmp_path / "out/2023-orebro/minutes.docx"


def edited(file, old, new):
    target = file.with_name("edited.docx")
    with zipfile.ZipFile(file) as before, zipfile.ZipFile(target, "w") as after:
        for name in before.namelist():
            data = before.read(name)
            if name == "word/document.xml":
                text = data.decode()
                assert old in text
                data = text.replace(old, new).encode()
            after.writestr(name, data)
    return target


def texts(outcome):
    return "\n".join(str(line) for line in outcome.said)


def files(source):
    return {path.relative_to(source): path.read_bytes() for path in source.rglob("*") if path.is_file()}


def test_untouched_file_gives_no_difference_and_leaves_every_byte(house):
    source, file = house
    before = files(source)
    outcome = pull(file=str(file), source=str(source), meeting=None, apply=True)
    assert outcome.written == ()
    assert files(source) == before


def test_edit_is_shown_then_written_with_a_backup(house):
    source, file = house
    before = files(source)
    back = edited(file, "bygger vidare", "bygger fritt vidare")
    shown = pull(file=str(back), source=str(source), meeting=None)
    assert "items.plan.background" in texts(shown)
    assert "{+ fritt+}" in texts(shown).replace("{+fritt +}", "{+ fritt+}")
    assert files(source) == before
    pull(file=str(back), source=str(source), meeting=None, apply=True)
    after = files(source)
    record = Path("meetings/2023-orebro/meeting.yaml")
    assert b"bygger fritt vidare" in after[record]
    assert after[record.with_name("meeting.yaml.before-pull")] == before[record]
    old, new = before[record].decode().splitlines(), after[record].decode().splitlines()
    assert [line for line in old if line.lstrip().startswith("#")] == [line for line in new if line.lstrip().startswith("#")]


def test_second_pull_of_the_same_file_changes_nothing_more(house):
    source, file = house
    back = edited(file, "bygger vidare", "bygger fritt vidare")
    pull(file=str(back), source=str(source), meeting=None, apply=True)
    before = files(source)
    again = pull(file=str(back), source=str(source), meeting=None, apply=True)
    assert again.written == ()
    assert files(source) == before


def test_conflict_is_left_to_a_person(house):
    source, file = house
    record = source / "meetings/2023-orebro/meeting.yaml"
    record.write_text(record.read_text(encoding="utf-8").replace("bygger vidare", "vilar tungt"), encoding="utf-8")
    back = edited(file, "bygger vidare", "bygger fritt")
    outcome = pull(file=str(back), source=str(source), meeting=None, apply=True)
    assert outcome.exit_code == ExitCode.BAD_INPUT
    assert outcome.written == ()
    assert "vilar tungt" in texts(outcome)
    assert "bygger fritt" in texts(outcome)
    pull(file=str(back), source=str(source), meeting=None, apply=True, theirs=True)
    assert "bygger fritt" in record.read_text(encoding="utf-8")


@pytest.mark.parametrize("data", [b"", b"no zip", b"PK\x03\x04 broken"])
def test_what_is_no_word_file_is_told(house, data):
    source, file = house
    before = files(source)
    wrong = file.with_name("wrong.docx")
    wrong.write_bytes(data)
    with pytest.raises(BadInput):
        pull(file=str(wrong), source=str(source), meeting=None, apply=True)
    assert files(source) == before


def test_missing_file_is_told(house):
    with pytest.raises(BadInput):
        pull(file=str(house[1].with_name("nowhere.docx")), source=str(house[0]), meeting=None)


def test_changes_since_an_older_record_are_tracked(house, tmp_path):
    source, _ = house
    older = tmp_path / "older"
    shutil.copytree(source, older)
    record = source / "meetings/2023-orebro/meeting.yaml"
    record.write_text(record.read_text(encoding="utf-8").replace("bygger vidare", "bygger fritt vidare"), encoding="utf-8")
    outcome = make_minutes(source=str(source), meeting=None, output=str(tmp_path / "out"), since=str(older))
    xml = zipfile.ZipFile(outcome.written[0].path).read("word/document.xml").decode()
    assert "<w:ins " in xml
    assert "fritt" in xml


def test_changes_since_a_git_revision(house, tmp_path):
    source, _ = house
    for command in (["init", "-q"], ["add", "-A"], ["-c", "user.name=t", "-c", "user.email=t@t.example", "commit", "-q", "-m", "x"]):
        subprocess.run(["git", *command], cwd=source, check=True)
    record = source / "meetings/2023-orebro/meeting.yaml"
    record.write_text(record.read_text(encoding="utf-8").replace("bygger vidare", "bygger fritt vidare"), encoding="utf-8")
    outcome = make_minutes(source=str(source), meeting=None, output=str(tmp_path / "out"), since="HEAD")
    assert "<w:ins " in zipfile.ZipFile(outcome.written[0].path).read("word/document.xml").decode()
    with pytest.raises(BadInput):
        make_minutes(source=str(source), meeting=None, output=str(tmp_path / "out"), since="no-such-revision")


def test_difference_marks_words():
    assert marked_difference("ett två", "ett tre") == "ett [-två-]{+tre+}"
