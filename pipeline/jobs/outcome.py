"""What a job hands back to the command that called it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from pipeline.dataclass import dataclass
from pipeline.problems import ExitCode, Message, Problem

ProgressSink: TypeAlias = Callable[[Message, int, int], None]
"""Called with the step's name, how much is done and of how much (0: unknown)."""


def no_progress(step: Message, done: int, total: int) -> None:
    """A sink that shows nothing."""


@dataclass(frozen=True, slots=True)
class Written:
    """A file that was written: its size in bytes, its pages where they are known, the seconds it took."""

    path: Path
    size: int
    pages: int | None
    seconds: float


@dataclass(frozen=True, slots=True)
class TableOut:
    """A table to print: heads, rows, and which columns hold numbers."""

    heads: tuple[Message, ...]
    rows: tuple[tuple[str | Message, ...], ...]
    numbers: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was written, what to look at (warnings, or errors with ``exit_code`` 2), and words and tables to print in order.

    ``mailed`` where messages may have left: then nothing is claimed of files.
    """

    written: tuple[Written, ...] = ()
    problems: tuple[Problem, ...] = ()
    said: tuple[Message | str | TableOut, ...] = ()
    exit_code: ExitCode = ExitCode.DONE
    mailed: bool = False
