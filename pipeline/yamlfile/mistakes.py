"""The well-known mistakes of YAML as people make them: how each is told in plain words, and how reading goes on after it."""

from __future__ import annotations

import re
from collections.abc import Callable

from pipeline.dataclass import dataclass
from pipeline.problems import Message, counted, say

_ENTRY = re.compile(
    r"(?P<lead>[ ]*(?:- +)*)(?:(?P<key>[^\s:#'\"\[{][^:#]*?|'[^']*'|\"[^\"]*\"):(?: +|$))?(?P<value>.*?)(?P<tail>\s+#.*|\s*)$"
)
"""A line in parts: spaces and dashes, the key if there is one, the value, the comment."""
_CURLY = "“”„»«‘’"
_CONTROL = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What YAML 1.2.2 (5.1) does not count as printable."""


@dataclass(frozen=True, slots=True)
class Broken:
    """A text's lines and where and why the parser stopped; lines and columns from 0."""

    lines: list[str]
    line: int
    column: int
    problem: str
    context_line: int

    @property
    def here(self) -> str:
        """The line at which the parser stopped ('' past the end)."""
        return self.lines[self.line] if self.line < len(self.lines) else ""


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong and what to do; ``mended`` maps lines to what they are read as from now on (none: reading cannot go on)."""

    line: int
    column: int
    message: Message
    hint: Message | None
    mended: dict[int, str] | None = None


def begins_with(character: str) -> tuple[Message, Message]:
    """What to say of a value whose first character means something else to YAML."""
    return (
        say("expected a value, found '{character}' at its beginning, which has a meaning of its own in YAML", character=character),
        say("put the whole value in quotes, or write it on the lines after '|'"),
    )


def quoted(lines: list[str], number: int) -> dict[int, str] | None:
    """The line with its value in single quotes, None where it has no value."""
    parts = _ENTRY.fullmatch(lines[number].rstrip("\r"))
    if parts is None or not parts["value"]:
        return None
    value = parts["value"]
    if len(value) > 1 and value[0] in "'\"" and value[-1] == value[0]:
        value = value[1:-1]
    key = f"{parts['key']}: " if parts["key"] else ""
    return {number: f"{parts['lead']}{key}'{value.replace(chr(39), chr(39) * 2)}'"}


def _written(mended: dict[int, str] | None) -> Message | None:
    """A hint that shows the mended line."""
    if mended is None:
        return None
    line = next(iter(mended.values())).strip()
    return say("put the words in quotes: {line}", line=line if len(line) <= 100 else f"{line[:97]}…")


def _value_of(line: str) -> tuple[str, int]:
    """A line's value and its column."""
    parts = _ENTRY.fullmatch(line.rstrip("\r"))
    return (parts["value"], parts.start("value")) if parts is not None else ("", 0)


def control_character(lines: list[str]) -> Mistake:
    """The first control character; all of them are mended."""
    number = next(n for n, line in enumerate(lines) if _CONTROL.search(line))
    found = _CONTROL.search(lines[number])
    assert found is not None
    message = say("expected text, found the control character {code}", code=f"U+{ord(found[0]):04X}")
    mended = {n: _CONTROL.sub(" ", line) for n, line in enumerate(lines) if _CONTROL.search(line)}
    return Mistake(number, found.start(), message, say("delete it; it is invisible and often comes along when text is pasted"), mended)


def _tab(broken: Broken) -> Mistake | None:
    """Tabs in the indentation, anywhere in the file at once."""
    if "cannot start any token" not in broken.problem or broken.here[broken.column : broken.column + 1] != "\t":
        return None
    tabbed = {n: line for n, line in enumerate(broken.lines) if "\t" in line[: len(line) - len(line.lstrip())]}
    message = say("expected spaces, found a tab")
    hint = say("indent with spaces only (two for each level); {count} lines begin with a tab", count=len(tabbed))
    if len(tabbed) <= 1:
        hint = say("indent with spaces only (two for each level)")
    mended = {n: line[: len(line) - len(line.lstrip())].replace("\t", "  ") + line.lstrip() for n, line in tabbed.items()}
    return Mistake(broken.line, broken.column, message, hint, mended or {broken.line: broken.here.replace("\t", " ")})


_FOREIGN_SPACE = re.compile("^[ ]*[\u00a0\u2000-\u200b\u202f\u205f\u3000]")


def _foreign_space(broken: Broken) -> Mistake | None:
    """A no-break space in the indentation, as word processors leave it."""
    for number in range(min(broken.line, len(broken.lines) - 1), max(-1, broken.line - 3), -1):
        line = broken.lines[number]
        if found := _FOREIGN_SPACE.match(line):
            bare = line.lstrip()
            message = say("expected spaces, found a no-break space")
            hint = say("delete the spaces before '{words}' and type them again", words=bare[:30].strip())
            return Mistake(number, found.end() - 1, message, hint, {number: " " * (len(line) - len(bare)) + bare})
    return None


def _missing_space(broken: Broken) -> Mistake | None:
    """'key:value' or '-value', noticed by the parser only at the next line."""
    if "could not find expected ':'" in broken.problem:
        number = broken.context_line
    elif "mapping values are not allowed" in broken.problem and broken.line > 0:
        number = broken.line - 1
    else:
        return None
    line = broken.lines[number].rstrip("\r")
    if found := re.match(r"(?P<lead> *(?:- +)*)(?P<key>[A-Za-z_][\w-]*):(?P<value>[^\s:/].*)$", line):
        message = say("expected a space after '{key}:', found '{next}'", key=found["key"], next=found["value"][0])
        mended = f"{found['lead']}{found['key']}: {found['value']}"
        return Mistake(number, found.start("value"), message, say("write it so: {line}", line=mended.strip()), {number: mended})
    if found := re.match(r"(?P<lead> *)-(?P<value>[^\s-].*)$", line):
        message = say("expected a space after the dash, found '{next}'", next=found["value"][0])
        mended = f"{found['lead']}- {found['value']}"
        return Mistake(number, found.start("value"), message, say("write it so: {line}", line=mended.strip()), {number: mended})
    return None


def _unquoted_colon(broken: Broken) -> Mistake | None:
    """A colon and a space inside a value, or a value between curly quotes that were meant as YAML's."""
    if "mapping values are not allowed" not in broken.problem:
        return None
    value, column = _value_of(broken.here)
    if not value or broken.column <= column:
        return None
    mended = quoted(broken.lines, broken.line)
    if value[0] in _CURLY:
        message = say("expected straight quotes around the words, found the curly quote {quote}", quote=value[0])
        straight = re.sub(f"^[{_CURLY}]|[{_CURLY}]$", "", value).replace("'", "''")
        mended = {broken.line: f"{broken.here[:column]}'{straight}'"}
        hint = say("curly quotes come from Word and are no quotes to YAML: {line}", line=mended[broken.line].strip())
        return Mistake(broken.line, column, message, hint, mended)
    message = say("expected one colon in the line, found a second one after '{words}'", words=value[: broken.column - column].strip()[-30:])
    return Mistake(broken.line, broken.column, message, _written(mended), mended)


def _first_character(broken: Broken) -> Mistake | None:
    """A value that begins with a character of YAML's own: * _ & @ ` % [ | > !."""
    number = broken.context_line if "flow" in broken.problem or "',' or" in broken.problem else broken.line
    if number >= len(broken.lines):
        return None
    value, column = _value_of(broken.lines[number])
    if not value or value[0] not in "*&@`%[|>!" or broken.line > number:
        return None
    if value[0] == "[" and re.match(r"\[[^\]]*\]\(", value) is None:
        return None
    mended = quoted(broken.lines, number)
    if value[0] in "|>":
        return Mistake(number, column, say("expected the text on the lines after '{character}', found it on the same line", character=value[0]),
                       say("begin a new line after '{character}' and indent it, or put the words in quotes", character=value[0]), mended)  # fmt: skip
    return Mistake(number, column, *begins_with(value[0]), mended)


def _quotation(broken: Broken) -> Mistake | None:
    """Quotes inside quotes, words after the closing quote, quotes never closed, a backslash in double quotes."""
    number = broken.context_line if "end of stream" in broken.problem or "escape" in broken.problem else broken.line
    if number >= len(broken.lines):
        return None
    value, column = _value_of(broken.lines[number])
    if not value or value[0] not in "'\"":
        return None
    mended = quoted(broken.lines, number)
    if "end of stream" in broken.problem:
        mended = {number: f"{broken.lines[number][:column]}'{value[1:].replace(chr(39), chr(39) * 2)}'"}
        return Mistake(number, column, say("expected a closing quote {quote}, found none", quote=value[0]), _written(mended), mended)
    if "escape" in broken.problem:
        message = say("expected no backslash between double quotes, found one")
        return Mistake(number, broken.column, message, _written(mended), mended)
    if "did not find expected" in broken.problem and broken.column > column:
        message = say("expected nothing after the closing quote {quote}, found more words", quote=value[0])
        hint = say("a quote inside quotes is written twice: {line}", line=next(iter(mended.values())).strip()) if mended else None
        return Mistake(number, broken.column, message, hint, mended)
    return None


def _list_on_the_line(broken: Broken) -> Mistake | None:
    if "block sequence entries are not allowed" not in broken.problem:
        return None
    mended = quoted(broken.lines, broken.line)
    hint = say("begin the list on the next line, each entry after '- ', or put the words in quotes")
    return Mistake(broken.line, broken.column, say("expected a value after the colon, found '- '"), hint, mended)


def _bracket(broken: Broken) -> Mistake | None:
    """A bracket or brace that is not closed, or words between it and the next comma that do not belong."""
    found = re.search(r"expected ',' or '([\]}])'", broken.problem)
    if found is None:
        return None
    number = broken.context_line
    message = say("expected ',' or '{bracket}' to close what begins in line {line}, found neither", bracket=found[1], line=number + 1)
    hint = say("close the bracket; words with a comma, a colon or brackets in them need quotes")
    mended = None
    line = broken.lines[number].rstrip("\r")
    opening = {"]": "[", "}": "{"}[found[1]]
    if broken.line > number and line.count(opening) == line.count(found[1]) + 1:
        mended = {number: line + found[1]}
    return Mistake(min(broken.line, len(broken.lines) - 1), broken.column, message, hint, mended)


def _indentation(broken: Broken) -> Mistake | None:
    """A line that stands under none of the lines above it."""
    known = (
        "did not find expected key",
        "did not find expected '-' indicator",
        "mapping values are not allowed",
        "could not find expected ':'",
    )
    if not any(words in broken.problem for words in known):
        return None
    number = broken.context_line if "could not find" in broken.problem else broken.line
    if number >= len(broken.lines):
        return None
    line = broken.lines[number]
    found = len(line) - len(line.lstrip())
    words = line.strip()[:30]
    keys, dashes = _levels(broken.lines[:number])
    levels = (dashes if line.lstrip().startswith("- ") else keys) or keys
    fitting = min(levels, key=lambda level: (abs(level - found), level)) if levels else 0
    if fitting == found or "could not find" in broken.problem:
        message = say("expected 'key: value', found '{words}'", words=words)
        hint = say("words that go on from the line above are indented further; a list has '- ' before every entry")
        return Mistake(number, found, message, hint, {number: f"#{line[1:]}"})
    spaces = counted(fitting, say("1 space"), say("{count} spaces", count=fitting))
    message = say("expected '{words}' to begin {spaces} in, found {found}", words=words, spaces=spaces, found=found)
    hint = say("keys that belong together begin in the same column")
    return Mistake(number, found, message, hint, {number: " " * fitting + line.lstrip()})


def _levels(above: list[str]) -> tuple[list[int], list[int]]:
    """The columns in which a key, and those in which a dash, may begin after these lines: the levels that are still open."""
    keys: list[int] = []
    dashes: list[int] = []
    lowest = 1 << 30
    for line in reversed(above):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        lead = re.match(r" *(?:- +)*", line)
        assert lead is not None
        starts = [(found.start(), dashes) for found in re.finditer("-", lead[0])]
        if line[lead.end() :].strip():
            starts.append((lead.end(), keys))
        for start, level in reversed(starts):
            if start < lowest:
                level.append(start)
        lowest = min([lowest, *(start for start, _ in starts)])
        if lowest == 0:
            break
    return keys, dashes


CASES: tuple[Callable[[Broken], Mistake | None], ...] = (
    _tab,
    _foreign_space,
    _missing_space,
    _list_on_the_line,
    _unquoted_colon,
    _first_character,
    _quotation,
    _bracket,
    _indentation,
)
