"""Whatever people do to the files, reading ends in a record or in problems, never in a crash."""

from __future__ import annotations

import contextlib
import random
from pathlib import Path

import pytest

from pipeline.problems import BadInput, Report
from pipeline.records.copy_defects import copy_defects
from pipeline.records.new import next_meeting_folder
from pipeline.records.reading import read_source
from tests.records.small_source import FILES, RECORD

JUNK = [
    "",
    "null",
    "[]",
    "{}",
    "[a, b]",
    "{a: b}",
    "12",
    "1.5",
    "true",
    "x",
    "2023-01-01",
    "“hej”",
    "- a",
    "*x",
    "&y z",
    "[[a]]",
    "{id: 1}",
    "9" * 30,
    "texts/x.md",
    "../x",
    "|",
    "'",
    "!x y",
    "#",
]


def broken(text: str, chance: random.Random) -> str:
    """The text after one to four careless edits."""
    lines = text.split("\n")
    for _ in range(chance.choice([1, 1, 2, 4])):
        line, other = chance.randrange(len(lines)), chance.randrange(len(lines))
        words = lines[line]
        match chance.randrange(6):
            case 0:
                lines[line] = ""
            case 1:
                lines.insert(line, lines[other])
            case 2:
                lines[line], lines[other] = lines[other], words
            case 3 if ":" in words:
                lines[line] = f"{words.split(':', 1)[0]}: {chance.choice(JUNK)}"
            case 4 if words:
                at = chance.randrange(len(words))
                lines[line] = words[:at] + chance.choice("a:-[]{}'\"#|>\t 0å“,/\u00a0") + words[at + chance.randrange(2) :]
            case _:
                lines[line] = " " * chance.randrange(4) + words.lstrip()
    return "\n".join(lines)


def ending(source: Path) -> str:
    """How reading ends; every problem has a file and words."""
    report = Report()
    with contextlib.suppress(BadInput):
        copy_defects(read_source(source, report=report))
    assert all(problem.where.file and str(problem.message) and str(problem.hint) for problem in report.problems)
    return "refused" if report.errors else "right"


@pytest.mark.parametrize("seed", range(4))
def test_careless_edits_never_crash_the_reader(write, seed: int) -> None:
    chance = random.Random(seed)
    source = write()
    endings = set()
    for _ in range(60):
        name = chance.choice(["organisation.yaml", "members.yaml", "brand/brand.yaml", RECORD, RECORD, RECORD])
        (source / name).write_text(broken(FILES[name], chance), encoding="utf-8")
        endings.add(ending(source))
        with contextlib.suppress(BadInput):
            next_meeting_folder(source)
        (source / name).write_text(FILES[name], encoding="utf-8")
    assert endings >= {"refused", "right"}
