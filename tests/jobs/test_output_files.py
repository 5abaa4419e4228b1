import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from pipeline.jobs.documents import make_minutes
from pipeline.jobs.files import empty_folder, size_words, write_file
from pipeline.problems import BadInput

ROOT = Path(__file__).parent.parent.parent


def test_file_is_replaced_whole(tmp_path):
    target = tmp_path / "å ö" / "minutes.docx"
    write_file(target, b"first")
    written = write_file(target, b"second", pages=2)
    assert target.read_bytes() == b"second"
    assert (written.size, written.pages) == (6, 2)
    assert [path.name for path in target.parent.iterdir()] == ["minutes.docx"]


@pytest.mark.skipif(sys.platform == "win32", reason="folders have no write bit there")
def test_failure_leaves_the_last_good_document(tmp_path, monkeypatch):
    target = tmp_path / "minutes.docx"
    write_file(target, b"good")

    def refuse(self, other):
        raise OSError(26, "held open")

    monkeypatch.setattr("pathlib.Path.replace", refuse)
    with pytest.raises(BadInput) as caught:
        write_file(target, b"bad")
    assert target.read_bytes() == b"good"
    assert "held open" in str(caught.value)
    assert [path.name for path in tmp_path.iterdir()] == ["minutes.docx"]


def test_two_runs_at_once_write_each_their_own_file(tmp_path):
    code = """
import subprocess
import sys
from pathlib import Path
from pathlib import Path
from pipeline.jobs.files import write_file
for _ in range(100):
    write_file(Path(sys.argv[1]), sys.argv[2].encode() * 50_000)
"""
    target = tmp_path / "minutes.docx"
    runs = [
        subprocess.Popen([sys.executable, "-c", code, target, letter], stderr=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2])
        for letter in "ab"
    ]
    for run in runs:
        assert "expected" not in run.communicate()[1]
        assert run.returncode == 0
    assert target.read_bytes() in {b"a" * 50_000, b"b" * 50_000}


def test_sizes_read_well():
    assert [size_words(size) for size in (12, 1_499, 184_320, 2_100_000)] == ["1 kB", "1 kB", "184 kB", "2.1 MB"]


def test_earlier_runs_files_go(tmp_path):
    (tmp_path / "a.eml").write_bytes(b"")
    (tmp_path / "b.txt").write_bytes(b"")
    empty_folder(tmp_path, "*.eml")
    assert [path.name for path in tmp_path.iterdir()] == ["b.txt"]


def test_what_a_killed_run_left_beside_its_target_goes(tmp_path):
    killed = subprocess.Popen([sys.executable, "-c", ""])
    killed.wait()
    left = tmp_path / f".minutes.pdf.{killed.pid}.part"
    working = tmp_path / f".minutes.docx.{os.getppid()}.part"
    for path in (left, working, tmp_path / ".notes.part"):
        path.write_bytes(b"half")
    write_file(tmp_path / "a.txt", b"x")
    assert not left.exists()
    assert sys.platform == "win32" or working.exists(), "another run is still writing"
    assert (tmp_path / ".notes.part").exists(), "somebody else's"


def federation(tmp_path, form="docx"):
    source = tmp_path / "source"
    shutil.copytree(ROOT / "tests/cases/kommunalforbund", source)
    return source, lambda: make_minutes(source=str(source), meeting=None, output=str(tmp_path / "out"), form=form)


def test_a_corrected_version_leaves_the_verified_original(tmp_path):
    source, minutes = federation(tmp_path)
    record = source / "meetings/2024-10-direktion/meeting.yaml"
    corrected = record.read_text(encoding="utf-8")
    first = "".join(line for line in corrected.splitlines(keepends=True) if "corrections:" not in line)
    record.with_name("verified.json").unlink()
    record.write_text(first, encoding="utf-8")
    minutes()
    original = tmp_path / "out/2024-10-direktion/minutes.docx"
    before = original.read_bytes()
    note = "    corrections: [{date: 2024-11-04, text: 'Kostnaden ska vara 5,3 miljoner kronor.', by: clerk}]\n"
    record.write_text(
        first.replace("    decide: proposal\n    reservations:", f"    decide: proposal\n{note}    reservations:"), encoding="utf-8"
    )
    for _ in range(2):
        names = {one.path.name for one in minutes().written}
        assert "minutes-version-2.docx" in names
        assert "minutes.docx" not in names
    assert original.read_bytes() == before


def saved_by_word(parts):
    """Word gives its parts the first instant of 1980 too."""
    parts["docProps/app.xml"] = b"<Properties><Application>Microsoft Office Word</Application></Properties>"
    return {zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)): data for name, data in parts.items()}


@pytest.mark.parametrize("saved", [dict, saved_by_word], ids=["at its own time", "as Word does"])
def test_a_document_that_somebody_edited_in_the_output_folder_is_kept(tmp_path, saved):
    _, minutes = federation(tmp_path)
    made = next(one.path for one in minutes().written if one.path.suffix == ".docx" and "immediate" not in one.path.name)
    assert not any("edited" in str(problem.message) for problem in minutes().problems), "nobody did"
    with zipfile.ZipFile(made) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(made, "w") as archive:
        for name, data in saved(parts).items():
            archive.writestr(name, data)
    theirs = made.read_bytes()
    for number, name in enumerate((f"{made.stem}-edited.docx", f"{made.stem}-edited-2.docx")):
        [problem] = [one for one in minutes().problems if "somebody has edited it" in str(one.message)]
        assert name in str(problem.message)
        assert made.with_name(name).read_bytes() == theirs, number
        made.write_bytes(theirs)
    assert "invoke pull" in str(problem.hint)
