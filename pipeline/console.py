"""Text out to a terminal that may be narrow in every sense: a plain form where it cannot show å or ✓, a progress bar where work is long."""

from __future__ import annotations

import codecs
import os
import sys
import time
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.messages import problem_lines, spoken
from pipeline.problems import Message, Problem, say

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

PLAIN_FORMS = {
    "–": "-", "—": "-", "−": "-", "‑": "-", "\u00ad": "", "\u2060": "", "\u00a0": " ", "\u202f": " ",
    "”": '"', "“": '"', "’": "'", "‘": "'", "…": "...", "→": "->", "✓": "ok", "✗": "x", "·": "-", "§": "par.",
    "■": "*", "×": "x", "≤": "<=", "≥": ">=", "Ø": "O", "ø": "o", "Æ": "AE", "æ": "ae", "ß": "ss", "│": "|", "─": "-",
}  # fmt: skip
BAR_AFTER_SECONDS = 1.0


def plain_form(text: str) -> str:
    """ASCII that a person still reads: å as a, ✓ as ok, what has no likeness as '?'."""
    parts = []
    for character in text:
        if character in PLAIN_FORMS:
            parts.append(PLAIN_FORMS[character])
            continue
        bare = unicodedata.normalize("NFKD", character).encode("ascii", "ignore").decode()
        parts.append(bare or ("" if unicodedata.combining(character) else "?"))
    return "".join(parts)


def _plain_error(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return plain_form(error.object[error.start : error.end]), error.end


codecs.register_error("plain", _plain_error)


def prepare_streams() -> None:
    """Let standard output and error write a plain form instead of crashing (cp1252, ASCII), and go nowhere where they were closed."""
    if sys.stdout is None:
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - lives as long as the program
    if sys.stderr is None:
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    sys.excepthook = _quiet_ending
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="plain")


def _quiet_ending(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """What Python does at its end, but for a reader that has gone (``invoke --list | head``) and for Ctrl-C, which need no traceback."""
    if issubclass(kind, BrokenPipeError):
        let_reader_go()
    elif not issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)


def let_reader_go() -> None:
    """After a BrokenPipeError (``| head`` has read enough): what is still to be said goes nowhere, also at the interpreter's end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


class Console:
    """Prints in one language: results to standard output, problems to standard error."""

    def __init__(self, language: str) -> None:
        """``language`` is 'sv' or 'en'."""
        self.language = language

    def words(self, message: Message | str) -> str:
        """The message in this console's language."""
        return spoken(message, self.language)

    def line(self, message: Message | str = "") -> None:
        """One line of result."""
        print(self.words(message) if message else "")

    def raw(self, text: str) -> None:
        """Text that is nobody's language: paths, tables, addresses."""
        print(text)

    def problems(self, problems: Iterable[Problem], *, written: bool | None = False) -> None:
        """Every problem in order of reading, then how many there are; ``written`` None claims nothing of files."""
        ordered = sorted(problems, key=Problem.sort_key)
        for problem in ordered:
            for text in problem_lines(problem, self.language):
                print(text, file=sys.stderr)
        errors = sum(problem.severity == "error" for problem in ordered)
        if errors:
            some = say("Problems: {errors}. The rest was written.", errors=errors)
            none = say("Problems: {errors}. Nothing was written.", errors=errors)
            bare = say("Problems: {errors}.", errors=errors)
            print(self.words(bare if written is None else some if written else none), file=sys.stderr)

    def table(self, heads: Sequence[str], rows: Iterable[Sequence[str]], numbers: frozenset[int] = frozenset()) -> None:
        """Columns as wide as their words, two spaces apart; the columns in ``numbers`` right-aligned."""
        cells = [[self.words(head) for head in heads], *[[str(cell) for cell in row] for row in rows]]
        widths = [max(len(row[index]) for row in cells) for index in range(len(heads))]
        for position, row in enumerate(cells):
            texts = [
                cell.rjust(width) if index in numbers else cell.ljust(width)
                for index, (cell, width) in enumerate(zip(row, widths, strict=True))
            ]
            print("  ".join(texts).rstrip())
            if position == 0:
                print("  ".join("-" * width for width in widths))

    def ask(self, question: Message) -> bool:
        """A yes-or-no question; no when nobody can answer (no terminal)."""
        if not sys.stdin.isatty():
            return False
        answer = input(f"{self.words(question)} [{self.words(say('y/N'))}] ").strip().lower()
        return answer in {"y", "yes", "j", "ja"}


class Progress:
    """A bar on a terminal once work has taken over a second; silent elsewhere."""

    def __init__(self, console: Console) -> None:
        """Nothing is shown or imported yet."""
        self._console = console
        self._begun = time.monotonic()
        self._bar: Any = None
        self._task: Any = None

    def __enter__(self) -> Self:
        """Start counting the second."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.stop()

    def __call__(self, step: Message, done: int, total: int) -> None:
        """``done`` of ``total`` of ``step``, which says itself when it will be done: the last minutes' pace says little; a ``total`` of 0 is unknown."""
        if self._bar is None:
            if time.monotonic() - self._begun < BAR_AFTER_SECONDS or not sys.stderr.isatty():
                return
            # rich costs 45 ms: only where a bar is shown
            from rich.console import Console as RichConsole
            from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
            from rich.progress import Progress as RichProgress

            columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
            self._bar = RichProgress(*columns, console=RichConsole(stderr=True), transient=True)
            self._bar.start()
            self._task = self._bar.add_task("", total=total or None)
        self._bar.update(self._task, description=self._console.words(step), completed=done, total=total or None)
