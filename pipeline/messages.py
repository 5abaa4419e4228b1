"""What the program says to people, in English or Swedish: the catalogue, the choice of language, and problems as lines."""

from __future__ import annotations

import gettext
import locale
import os
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from pipeline.problems import Message, Problem, say

LANGUAGES = ("en", "sv")
DOMAIN = "pipeline"
CATALOGUES = Path(__file__).parent / "locale"


def chosen_language(wish: str | None, environment: Mapping[str, str] | None = None) -> str:
    """'sv' or 'en': the wish of ``--language``, else the first of LANGUAGE, LC_ALL, LC_MESSAGES, LANG, else the system's locale."""
    if wish:
        return "sv" if wish.lower().startswith("sv") else "en"
    environment = os.environ if environment is None else environment
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = environment.get(name, "")
        if value and value not in {"C", "POSIX"} and not value.startswith("C."):
            return "sv" if value.lower().startswith("sv") else "en"
    system = locale.getlocale()[0] or ""
    return "sv" if system.lower().startswith(("sv", "swedish")) else "en"


def wish_of(arguments: Sequence[str]) -> str | None:
    """The value of ``--language`` among command-line arguments, for help that is printed before any task runs."""
    for index, argument in enumerate(arguments):
        if argument.startswith("--language="):
            return argument.partition("=")[2]
        if argument == "--language" and index + 1 < len(arguments):
            return arguments[index + 1]
    return None


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation(DOMAIN, CATALOGUES, languages=[language], fallback=True) if language != "en" else gettext.NullTranslations()


def spoken(message: Message | str, language: str) -> str:
    """The message in ``language``, slots filled and inner messages translated too; English where the catalogue has no words."""
    if isinstance(message, str):
        return _catalogue(language).gettext(message) if message else ""
    words = _catalogue(language).gettext(message.text) if message.text else ""
    if not message.values:
        return words
    return words.format_map({key: spoken(value, language) if isinstance(value, Message) else str(value) for key, value in message.values})


def problem_lines(problem: Problem, language: str) -> list[str]:
    """``file:line:column: field: message`` and, indented, the hint."""
    head = str(problem.where)
    if problem.severity == "warning":
        head += ": " + spoken(say("warning"), language)
    if problem.field:
        head += f": {problem.field}"
    lines = [f"{head}: {spoken(problem.message, language)}"]
    if problem.hint is not None:
        lines.append(f"  {spoken(say('hint'), language)}: {spoken(problem.hint, language)}")
    return lines
