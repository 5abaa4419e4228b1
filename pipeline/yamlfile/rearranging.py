"""Puts the entries of a list into another order: each keeps its characters, its comments go with it, the blank lines between stay where they are."""

from __future__ import annotations

import re
from collections.abc import Mapping as MappingType
from collections.abc import Sequence as SequenceType
from typing import TypeAlias

from pipeline.problems import Report
from pipeline.yamlfile.edits import Edit, content_end, entry_starts, eol, line_start, next_line, remove, replace
from pipeline.yamlfile.expecting import Added, as_plain, same
from pipeline.yamlfile.nodes import Mapping, Node, Plain, Sequence, Steps, plain
from pipeline.yamlfile.reading import YamlFile, read_yaml
from pipeline.yamlfile.splicing import spot_of
from pipeline.yamlfile.writing import Value, block_lines, flow_text, folded_lines

Entry: TypeAlias = "int | Added"
"""An entry of a list after a change: the old one at that index, or a new one."""

_WIDTH = 120
_COMMENT = re.compile(r"(?:^|\s)#.*")


def rearrange(text: str, orders: MappingType[Steps, SequenceType[Entry]]) -> str:
    """The text with each list, at the end of its way, in its order; an old entry that is left out goes with its comments, a list left empty with its key.

    A value that stands alone for a list becomes one; lists within lists come before those. Raises KeyError for a way that leads nowhere
    and ValueError where a list shares a line with something else or would not be read as meant.
    """
    for depth in sorted({len(steps) for steps in orders}, reverse=True):
        text = _rearranged(text, {steps: order for steps, order in orders.items() if len(steps) == depth})
    return text


def _rearranged(text: str, orders: MappingType[Steps, SequenceType[Entry]]) -> str:
    """The text with lists put in order that do not stand within each other."""
    file = _read(text)
    mark = text[: len(text) - len(file.text)]
    meant = file.value
    edits: list[Edit] = []
    for steps, order in orders.items():
        old = _as_list(plain(spot_of(file, steps).node))
        meant = _meant(meant, steps, [old[one] if isinstance(one, int) else as_plain(one.value) for one in order])
        edits += _edits(file, steps, order)
    result = mark + _with(file.text, edits)
    if not same(_read(result).value, meant):
        raise ValueError("the order cannot be written into this text")
    return result


def comments_of(text: str, steps: Steps) -> list[str]:
    """The comments that go with the entry at the end of a way, from # on."""
    file = _read(text)
    node, index = spot_of(file, steps[:-1]).node, steps[-1]
    if not isinstance(node, Sequence) or not isinstance(index, int) or node.flow:
        return []
    above, own = _taken_apart(file.text, node)[1][index]
    shown = _masked(own, line_start(file.text, entry_starts(file.text, node)[index]), node.items[index])
    found = [match.group().strip() for match in re.finditer(_COMMENT.pattern, above, re.MULTILINE)]
    return found + [own[match.start() : match.end()].strip() for match in re.finditer(_COMMENT.pattern, shown, re.MULTILINE)]


def _has_comments(text: str, node: Node) -> bool:
    return _COMMENT.search(_masked(text[node.start : node.end], node.start, node)) is not None


def _masked(text: str, start: int, node: Node) -> str:
    """A stretch of the file from ``start`` with the signs of its values made x: what looks like a comment in there is none."""
    inside = [(one.start - start, one.end - start) for one in _scalars(node)]
    return "".join("x" if any(first <= at < last for first, last in inside) and sign != "\n" else sign for at, sign in enumerate(text))


def _scalars(node: Node) -> list[Node]:
    below = list(node.items.values()) if isinstance(node, Mapping) else node.items if isinstance(node, Sequence) else None
    return [node] if below is None else [one for part in below for one in _scalars(part)]


def _read(text: str) -> YamlFile:
    file = read_yaml(text.encode(), "", Report())
    if file is None:
        raise ValueError("the text cannot be read")
    return file


def _as_list(value: Plain) -> list[Plain]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _meant(value: Plain, steps: Steps, wanted: list[Plain]) -> Plain:
    """The whole value with the list at the end of a way replaced, or its key gone."""
    if not steps:
        return wanted
    first, rest = steps[0], steps[1:]
    if isinstance(value, dict):
        kept = {key: _meant(item, rest, wanted) if key == first else item for key, item in value.items()}
        return {key: item for key, item in kept.items() if key != first or rest or wanted}
    assert isinstance(value, list)
    return [_meant(item, rest, wanted) if index == first else item for index, item in enumerate(value)]


def _edits(file: YamlFile, steps: Steps, order: SequenceType[Entry]) -> list[Edit]:
    text, spot = file.text, spot_of(file, steps)
    node = spot.node
    if not order:
        holder = spot_of(file, steps[:-1])
        if not isinstance(holder.node, Mapping):
            raise ValueError("no key holds the list")
        return remove(holder, {list(holder.node.keys).index(str(steps[-1]))}, None)
    if not isinstance(node, Sequence):
        old = plain(node)
        return replace(spot, [old if isinstance(one, int) else one.value for one in order])
    if node.flow:
        if _has_comments(text, node):
            raise ValueError("comments within brackets would be lost")  # nothing tells which entry they belong to
        parts = [text[node.items[one].start : node.items[one].end] if isinstance(one, int) else flow_text(one.value) for one in order]
        return [Edit(node.start, node.end, f"[{', '.join(parts)}]")]
    return [_in_lines(text, node, order)]


def _with(text: str, edits: SequenceType[Edit]) -> str:
    for edit in sorted(edits, key=lambda edit: edit.start, reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def _in_lines(text: str, node: Sequence, order: SequenceType[Entry]) -> Edit:
    """A list of one line or more for every entry."""
    before, chunks, gaps, after = _taken_apart(text, node)
    end = eol(text, node.start)
    usual = gaps[0] if gaps and len(set(gaps)) == 1 else ""
    braces = isinstance(node.items[-1], Mapping) and node.items[-1].flow
    parts: list[str] = []
    last = -1
    for place, one in enumerate(order):
        if place:
            parts.append(gaps[last] if isinstance(one, int) and last >= 0 and one == last + 1 else usual)
        if isinstance(one, int):
            parts += chunks[one]
            last = one
        else:
            parts.append(end.join(_entry(one.value, node.column, braces=braces)) + end)
            last = -1
    lines = "".join(parts)
    return Edit(len(before), len(text) - len(after), lines if after or text.endswith("\n") else lines.removesuffix(end))


def _taken_apart(text: str, node: Sequence) -> tuple[str, list[tuple[str, str]], list[str], str]:
    """What stands before the list, each entry as the comment above it and its own lines, the blank lines between, and what stands after."""
    starts = [line_start(text, start) for start in entry_starts(text, node)]
    if any(text[begin : begin + node.column].strip(" ") for begin in starts):
        raise ValueError("an entry shares its line")
    ends = [_own_end(text, content_end(text, one), node.column) for one in node.items]
    end = eol(text, node.start)
    first = starts[0]
    while first > 0 and text[line_start(text, first - 1) : first].lstrip(" ").startswith("#"):
        first = line_start(text, first - 1)
    chunks, gaps = [], []
    for number, (begin, stop) in enumerate(zip(starts, ends, strict=True)):
        space = text[ends[number - 1] : begin] if number else text[first:begin]
        comment = space[len(space) - len(space.lstrip(" \r\n")) :] if "#" in space else ""
        comment = " " * (node.column if comment else 0) + comment
        if "#" not in space:
            comment = ""
        if number:
            gaps.append(_blank(space))
        own = text[begin:stop]
        chunks.append((comment, own if own.endswith("\n") else own + end))
    return text[:first], chunks, gaps, text[ends[-1] :]


def _blank(space: str) -> str:
    """The blank lines that a stretch begins with."""
    lines = space.splitlines(keepends=True)
    count = next((number for number, line in enumerate(lines) if line.strip()), len(lines))
    return "".join(lines[:count])


def _own_end(text: str, position: int, column: int) -> int:
    """Where the lines of an entry end, comments indented under it included."""
    end = next_line(text, position)
    while end < len(text):
        line = text[end : next_line(text, end)]
        if not line.lstrip(" ").startswith("#") or len(line) - len(line.lstrip(" ")) <= column:
            break
        end = next_line(text, end)
    return end


def _entry(value: Value, column: int, *, braces: bool) -> list[str]:
    """A new entry's lines; a long paragraph is folded as people write it."""
    lead = " " * column + "- "
    if not isinstance(value, MappingType) or braces:
        below = [flow_text(value)] if isinstance(value, MappingType) else block_lines(value, column + 2)
        return [lead + below[0], *below[1:]]
    lines: list[str] = []
    for key, item in value.items():
        lead = " " * column + ("  " if lines else "- ")
        folded = (
            folded_lines(item, column + 4, _WIDTH) if isinstance(item, str) and "\n" not in item and len(item) + column > _WIDTH else None
        )
        below = folded or block_lines({key: item}, column + 2)
        lines += [f"{lead}{key}: {folded[0]}", *folded[1:]] if folded else [lead + below[0], *below[1:]]
    return lines
