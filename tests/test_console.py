import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.console import Console, plain_form
from pipeline.problems import Place, Problem, say

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Örebro å ä ö", "Orebro a a o"),
        ("✓ 2023–2024 → §\u00a05", "ok 2023-2024 -> par. 5"),
        ("”citat”", '"citat"'),
        ("Malung‑Sälen", "Malung-Salen"),
        ("漢", "?"),
    ],
)
def test_plain_form_can_be_read(text, plain):
    assert plain_form(text) == plain


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "cp437"])
def test_list_survives_narrow_consoles(encoding):
    environment = {**os.environ, "PYTHONIOENCODING": encoding, "LANG": "sv_SE.UTF-8", "LC_ALL": "", "PYTHONUTF8": "0"}
    run = subprocess.run([sys.executable, "-m", "invoke", "--list"], cwd=ROOT, env=environment, capture_output=True, check=False)
    assert run.returncode == 0, run.stderr.decode(encoding, "replace")
    assert b"newsletter" in run.stdout


def test_problems_stand_in_order_of_reading(capsys):
    late = Problem(Place("b.yaml", 2, 1), "x", say("expected {a}, found {b}", a="1", b="2"))
    early = Problem(Place("a.yaml", 9, 3), "y.z", say("expected {a}, found {b}", a="3", b="4"), say("hint text"))
    Console("en").problems([late, early])
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "a.yaml:9:3: y.z: expected 3, found 4"
    assert lines[1] == "  hint: hint text"
    assert lines[2] == "b.yaml:2:1: x: expected 1, found 2"


def test_table_aligns_words_left_and_numbers_right(capsys):
    Console("en").table(["a", "b"], [["å", "1"], ["bbb", "22"]], frozenset({1}))
    assert capsys.readouterr().out.splitlines() == ["a     b", "---  --", "å     1", "bbb  22"]


def test_nobody_to_ask_means_no(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO("y\n"))
    assert Console("en").ask(say("Send?")) is False


def test_reader_that_goes_early_meets_no_traceback():
    read, write = os.pipe()
    os.close(read)
    run = subprocess.run([sys.executable, "-m", "invoke", "check", "--aloud"], cwd=ROOT, stdout=write, stderr=subprocess.PIPE, check=False)
    os.close(write)
    assert (run.returncode, run.stderr) == (0, b"")
