"""Explains broken YAML: each known mistake is told, mended in memory, and reading goes on to the next."""

from __future__ import annotations

import re
from collections.abc import Sequence

import yaml

from pipeline.problems import Place, Report, say
from pipeline.yamlfile.mistakes import CASES, Broken, Mistake, control_character, quoted
from pipeline.yamlfile.reading import Builder, Stop

MAX_MISTAKES = 20


def explain(text: str, file: str, error: yaml.YAMLError | Stop, report: Report) -> None:
    """Note the mistake that stopped the parser and, the known ones mended, those that follow."""
    lines = text.split("\n")
    told: set[int] = set()
    silenced: set[int] = set()
    current: yaml.YAMLError | Stop | None = error
    while current is not None and len(told) < MAX_MISTAKES:
        mistake, known = _tell(lines, current)
        if mistake.line in silenced or (told and not known):
            return
        mended = mistake.mended
        if mistake.line in told:
            mended = {mistake.line: "#"}
            silenced.add(mistake.line)
        else:
            told.add(mistake.line)
            field = field_at(lines, mistake.line)
            report.error(Place(file, mistake.line + 1, mistake.column + 1), field, mistake.message, mistake.hint)
        if mended is None:
            return
        for number, line in mended.items():
            lines[number] = line
        text = "\n".join(lines)
        current = _next_error(text, file, report)


_LINE = re.compile(r"(?P<lead> *(?:- +)*(?:-$)?)(?:(?P<key>[A-Za-z_][\w.-]*) ?:(?:\s+(?P<value>.*)|\S.*|$))?")


def field_at(lines: Sequence[str], number: int) -> str:
    """The dotted path of the field that a line of broken YAML belongs to, by indentation alone; '' where there is none.

    Entries are called by the id with which they begin, or else by their number.
    """
    names: list[str] = []
    limit, inclusive, entry = 1 << 30, False, -1
    for index in range(min(number, len(lines) - 1), -1, -1):
        found = _LINE.match(lines[index].rstrip())
        line = lines[index].strip()
        if found is None or not line or line.startswith("#"):
            continue
        start, column = len(lines[index]) - len(lines[index].lstrip()), len(found["lead"])
        if line.startswith("-") and start == entry:
            names[-1] = str(int(names[-1]) + 1) if names[-1].isdigit() else names[-1]
        if start > limit or (start == limit and (line.startswith("-") or not inclusive)):
            continue
        if index != number and (found["value"] or "").startswith(("|", ">")):
            names.clear()  # the line is one of a text
        if found["key"] and column < limit + inclusive and not (line.startswith("-") and found["key"] == "id" and index != number):
            names.append(found["key"])
        limit, inclusive, entry = start, False, -1
        if line.startswith("-"):
            names.append((found["value"] or "").strip() if found["key"] == "id" else "1")
            inclusive, entry = True, start
        if start == 0 and not inclusive:
            break
    return ".".join(reversed(names))


def _next_error(text: str, file: str, report: Report) -> yaml.YAMLError | Stop | None:
    """What stops the parser in the mended text; where nothing does, its duplicate keys and tags are noted."""
    builder = Builder(text)
    try:
        builder.build()
    except (yaml.YAMLError, Stop) as error:
        return error
    for line, column, path, message, hint in builder.problems:
        report.error(Place(file, line + 1, column + 1), path, message, hint)
    return None


def _tell(lines: list[str], error: yaml.YAMLError | Stop) -> tuple[Mistake, bool]:
    """The mistake behind an error, and whether it is one of the known kinds."""
    if isinstance(error, Stop):
        mended = quoted(lines, error.line) if error.quotable else None
        return Mistake(error.line, error.column, error.message, error.hint, mended), mended is not None
    if isinstance(error, yaml.reader.ReaderError):
        return control_character(lines), True
    mark = getattr(error, "problem_mark", None)
    context = getattr(error, "context_mark", None)
    line, column = (mark.line, mark.column) if mark is not None else (0, 0)
    broken = Broken(lines, line, column, str(getattr(error, "problem", error)), context.line if context is not None else line)
    for case in CASES:
        mistake = case(broken)
        if mistake is not None:
            return mistake, True
    message = say("expected YAML, found something that cannot be understood here ({problem})", problem=broken.problem)
    return Mistake(
        min(line, len(lines) - 1), column, message, say("look at this line and the one before it: indentation, colons, quotes")
    ), False
