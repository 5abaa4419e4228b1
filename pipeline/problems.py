"""What can be wrong with what people wrote, where it stands, and what the run's end says to the shell."""

from __future__ import annotations

import errno
from collections.abc import Iterable, Sequence
from dataclasses import field
from enum import IntEnum
from typing import Literal

from pipeline.dataclass import dataclass

Severity = Literal["error", "warning"]


class ExitCode(IntEnum):
    """How a command ends: 0 done … 75 try later (EX_TEMPFAIL of sysexits.h)."""

    DONE = 0
    BUG = 1
    BAD_INPUT = 2
    SOME_FAILED = 3
    SOME_IN_DOUBT = 4
    TRY_LATER = 75


@dataclass(frozen=True, slots=True)
class Place:
    """A point in a file as editors count: line and column from 1, 0 where unknown; ``file`` as the user named it, with slashes."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        """``file:line:column``, without the parts that are unknown."""
        parts = [self.file]
        if self.line:
            parts.append(str(self.line))
            if self.column:
                parts.append(str(self.column))
        return ":".join(parts)


@dataclass(frozen=True, slots=True)
class Message:
    """Words for a person, kept apart from their values so that they can be said in another language.

    ``text`` is the English sentence with ``{name}`` slots and the key of the catalogue; ``values`` fill the slots;
    a value may itself be a Message.
    """

    text: str
    values: tuple[tuple[str, object], ...] = ()

    def __str__(self) -> str:
        """The English words, slots filled."""
        return self.text.format_map({key: str(value) for key, value in self.values}) if self.values else self.text


def say(text: str, /, **values: object) -> Message:
    """A Message; xgettext-like extraction looks for calls of this name with a literal first argument."""
    return Message(text, tuple(values.items()))


_REASONS = {
    errno.ENOENT: say("no file of that name"),
    errno.EISDIR: say("a folder"),
    errno.ENOTDIR: say("a file in a folder's place"),
    errno.EEXIST: say("a file in a folder's place"),
    errno.EACCES: say("no permission"),
    errno.EPERM: say("no permission"),
    errno.EROFS: say("a disk that may only be read"),
    errno.ENOSPC: say("a full disk"),
    errno.ENAMETOOLONG: say("a name that is too long"),
    errno.ESPIPE: say("a pipe or a device in a file's place"),
    errno.ELOOP: say("a shortcut that leads back to itself"),
    errno.ECONNREFUSED: say("nobody who answers there"),
    errno.ECONNRESET: say("the connection cut off"),
    errno.EPIPE: say("the connection cut off"),
    errno.ETIMEDOUT: say("no answer in time"),
    errno.EHOSTUNREACH: say("no way there over the network"),
    errno.ENETUNREACH: say("no way there over the network"),
}


def reason_of(error: OSError) -> Message | str:
    """Why a file could not be read or written, in words that can be translated; the system's own, in English, where the fault is rare."""
    return _REASONS.get(error.errno or 0) or error.strerror or type(error).__name__


def counted(number: int, one: Message, many: Message) -> Message:
    """The words for one of a thing, or for any other number of them: English and Swedish agree on which."""
    return one if abs(number) == 1 else many


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend: the place, the dotted path of the field ('' for the whole file), what was expected and found, and what to do."""

    where: Place
    field: str
    message: Message
    hint: Message | None = None
    severity: Severity = "error"

    def sort_key(self) -> tuple[str, int, int, str]:
        """Order of reading: file, line, column, words."""
        return (self.where.file, self.where.line, self.where.column, str(self.message))


class BadInput(Exception):
    """What people wrote cannot be used: every problem of the phase that found them, in order of reading (exit code 2)."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep the problems sorted."""
        self.problems: tuple[Problem, ...] = tuple(sorted(problems, key=Problem.sort_key))
        super().__init__("; ".join(f"{p.where}: {p.field}: {p.message}" for p in self.problems))


@dataclass(slots=True)
class Report:
    """Collects problems during a phase; ``close`` raises when one of them is an error."""

    problems: list[Problem] = field(default_factory=list)

    def error(self, where: Place, path: str, message: Message, hint: Message | None = None) -> None:
        """Note what stops the run once the phase is over."""
        self.problems.append(Problem(where, path, message, hint))

    def warn(self, where: Place, path: str, message: Message, hint: Message | None = None) -> None:
        """Note what a person should look at and nothing stops for."""
        self.problems.append(Problem(where, path, message, hint, "warning"))

    @property
    def errors(self) -> Sequence[Problem]:
        """The problems that stop the run."""
        return [problem for problem in self.problems if problem.severity == "error"]

    @property
    def warnings(self) -> Sequence[Problem]:
        """The problems that do not."""
        return [problem for problem in self.problems if problem.severity == "warning"]

    def close(self) -> None:
        """End the phase: raise BadInput with every problem (warnings too) when there is an error."""
        if self.errors:
            raise BadInput(self.problems)
