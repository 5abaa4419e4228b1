"""Explains broken YAML: each known mistake is told, mended in memory, and reading goes on to the next."""

from __future__ import annotations

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
            report.error(Place(file, mistake.line + 1, mistake.column + 1), "", mistake.message, mistake.hint)
        if mended is None:
            return
        for number, line in mended.items():
            lines[number] = line
        text = "\n".join(lines)
        current = _next_error(text, file, report)


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
