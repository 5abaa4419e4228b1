"""A small source folder, whole and right, for tests to break."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.problems import BadInput, Problem, Report
from pipeline.records.reading import Source, read_source
from tests.records.small_source import FILES, RECORD

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes the small source with changes: {file: {old: new}}, or {file: whole text}, or {file: None} to leave it out."""

    def written(changes: dict | None = None) -> Path:
        for name in {**FILES, **(changes or {})}:
            change = (changes or {}).get(name, {})
            if change is None:
                continue
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(
                change if isinstance(change, bytes) else (changed(name, change) if isinstance(change, dict) else change).encode()
            )
        return tmp_path

    return written


def changed(name: str, changes: dict[str, str]) -> str:
    """A file of the small source with words replaced, each of which stands there once."""
    text = FILES[name]
    for old, new in changes.items():
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        text = text.replace(old, new)
    return text


@pytest.fixture
def told(write: Write) -> Callable[..., list[str]]:
    """Every problem of the small source with changes, as 'LINE:COLUMN field: message | hint', the file's name in front where it is no record."""

    def tell(changes: dict | None = None, **kwargs) -> list[str]:
        source = write(changes)
        report = Report()
        with contextlib.suppress(BadInput):
            read_source(source, report=report, **kwargs)
        return [shown(problem, source) for problem in sorted(report.problems, key=Problem.sort_key)]

    return tell


def shown(problem: Problem, source: Path) -> str:
    file = problem.where.file.removeprefix(f"{source.as_posix()}/")
    place = f"{problem.where.line}:{problem.where.column}" if problem.where.line else ""
    name = "" if file == RECORD else f"{file}:"
    hint = f" | {problem.hint}" if problem.hint else ""
    warning = "warning: " if problem.severity == "warning" else ""
    return f"{warning}{name}{place} {problem.field}: {problem.message}{hint}".strip()


@pytest.fixture
def source(write: Write) -> Source:
    """The small source, read."""
    return read_source(write())
