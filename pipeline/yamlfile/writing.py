"""Writes values as YAML text in a given style, in block or in flow, and proves each by reading it back."""

from __future__ import annotations

import re
from collections.abc import Mapping as MappingType
from typing import TypeAlias

import yaml

from pipeline.yamlfile.nodes import Scalar

Value: TypeAlias = "bool | int | float | str | list[Value] | tuple[Value, ...] | MappingType[str, Value] | None"

_LITERAL = re.compile("[\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]*")
"""Characters that a block scalar may hold without being read as something else (YAML 1.1 counts U+0085, U+2028, U+2029 as line ends)."""
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r", "\0": "\\0"}
_FOLD = re.compile(r"(?<=\S) (?=\S)")


def scalar_text(value: str | float | None, style: str = "", *, flow: bool = False, was_number: bool = False, key: bool = False) -> str:
    """The value on one line, in the style asked for where it can hold it; text that would be read as a number is quoted unless it replaces one."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return repr(value)
    candidates = {"": ("", "'", '"'), "'": ("'", '"'), '"': ('"',)}.get(style, ("", "'", '"'))
    for candidate in candidates:
        written = _written(value, candidate)
        if candidate == '"' or _reads_as(written, value, flow=flow, number=was_number, key=key):
            return written
    return _written(value, '"')


def _written(value: str, style: str) -> str:
    match style:
        case "'":
            return f"'{value.replace(chr(39), chr(39) * 2)}'"
        case '"':
            return f'"{"".join(_escaped(character) for character in value)}"'
        case _:
            return value


def _escaped(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    if _LITERAL.fullmatch(character):
        return character
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _reads_as(written: str, value: str, *, flow: bool, number: bool, key: bool) -> bool:
    """Whether the characters, standing where they are to stand, are read as this value and nothing else."""
    from pipeline.yamlfile.reading import Builder, Stop

    if "\n" in written:
        return False
    sample = (
        f"{{{written}: 1, _z: 1}}"
        if flow and key
        else f"{{k: {written}, _z: 1}}"
        if flow
        else f"{written}: 1\n_z: 1"
        if key
        else f"k: {written}\n_z: 1"
    )
    try:
        builder = Builder(sample)
        root = builder.build()
    except (yaml.YAMLError, Stop):
        return False
    items = getattr(root, "items", {})
    if builder.problems or len(items) != 2:
        return False
    if key:
        return bool(next(iter(items)) == value)
    node = items.get("k")
    return isinstance(node, Scalar) and node.raw == value and (node.value == value or (number and isinstance(node.value, int | float)))


def literal_fits(value: str) -> bool:
    """Whether a block scalar can hold the value as it is."""
    if not value.strip() or value.startswith("\n") or value.endswith("\n\n"):
        return False
    return _LITERAL.fullmatch(value) is not None and bool(value.removesuffix("\n").rsplit("\n", 1)[-1].strip())


def literal_lines(value: str, indent: int, parent: int) -> list[str]:
    """Header and lines (without line ends) of a literal block, its content ``indent`` spaces in, its key or dash ``parent`` spaces in."""
    lines = value.removesuffix("\n").split("\n")
    explicit = lines[0].startswith((" ", "\t"))
    if explicit and indent - parent > 9:
        indent = parent + 2
    header = "|" + (str(indent - parent) if explicit else "") + ("" if value.endswith("\n") else "-")
    return [header, *(" " * indent + line if line else "" for line in lines)]


def folded_lines(value: str, indent: int, width: int) -> list[str] | None:
    """Header and lines of a folded block of lines up to ``width`` characters, None where folding cannot hold the value."""
    paragraphs = value.removesuffix("\n").split("\n")
    if any(line.startswith((" ", "\t")) for line in paragraphs):
        return None
    lines: list[str] = [">" + ("" if value.endswith("\n") else "-")]
    for number, paragraph in enumerate(paragraphs):
        if number and paragraphs[number - 1]:
            lines.append("")
        lines.extend(" " * indent + line if line else "" for line in _folded(paragraph, width - indent))
    sample = "\n".join([f"k: {lines[0]}", *(line and f"  {line[indent:]}" for line in lines[1:])])
    return lines if _block_reads_as(f"{sample}\n_z: 1\n", value) else None


def _folded(paragraph: str, width: int) -> list[str]:
    """A paragraph in lines of at most ``width`` characters, broken only at single spaces."""
    words = _FOLD.split(paragraph)
    lines = [words[0]]
    for word in words[1:]:
        if len(lines[-1]) + 1 + len(word) > width:
            lines.append(word)
        else:
            lines[-1] += f" {word}"
    return lines


def _block_reads_as(sample: str, value: str) -> bool:
    from pipeline.yamlfile.reading import Builder, Stop

    try:
        items = getattr(Builder(sample).build(), "items", {})
    except (yaml.YAMLError, Stop):
        return False
    node = items.get("k")
    return len(items) == 2 and isinstance(node, Scalar) and node.value == value


def flow_text(value: Value) -> str:
    """Any value on one line, in brackets and braces."""
    if isinstance(value, MappingType):
        return "{" + ", ".join(f"{scalar_text(key, flow=True, key=True)}: {flow_text(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(flow_text(item) for item in value) + "]"
    return scalar_text(value, flow=True)


def block_lines(value: Value, indent: int, parent: int | None = None) -> list[str]:
    """Any value as lines ``indent`` spaces in (its key or dash ``parent``, else as far); the first line follows a key or a dash."""
    if isinstance(value, MappingType) and value:
        lines: list[str] = []
        for key, item in value.items():
            lead = " " * indent if lines else ""
            lines.extend(_under(f"{lead}{scalar_text(key, key=True)}:", item, indent))
        return lines
    if isinstance(value, list | tuple) and value:
        lines = []
        for item in value:
            below = block_lines(item, indent + 2, indent)
            lines.extend([(" " * indent if lines else "") + f"- {below[0]}", *below[1:]])
        return lines
    if isinstance(value, str) and "\n" in value and literal_fits(value):
        return literal_lines(value, indent + 2, indent if parent is None else parent)
    return [flow_text(value)] if isinstance(value, MappingType | list | tuple) else [scalar_text(value)]


def _under(key: str, value: Value, indent: int) -> list[str]:
    """A key's line and the lines of its value under it."""
    if isinstance(value, MappingType | list | tuple) and value:
        below = block_lines(value, indent + 2)
        return [key, " " * (indent + 2) + below[0], *below[1:]]
    below = block_lines(value, indent)
    return [f"{key} {below[0]}", *below[1:]]
