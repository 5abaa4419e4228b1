"""Puts the entries of a list into another order: each keeps its characters, its comments go with it, the blank lines between stay where they are."""

from __future__ import annotations

from collections.abc import Sequence as SequenceType

from pipeline.problems import Report
from pipeline.yamlfile.edits import content_end, entry_starts, eol, line_start, next_line
from pipeline.yamlfile.expecting import as_plain, same
from pipeline.yamlfile.nodes import Mapping, Sequence, child, plain
from pipeline.yamlfile.reading import read_yaml
from pipeline.yamlfile.writing import Value, block_lines, folded_lines

_WIDTH = 120


def rearrange(text: str, key: str, order: SequenceType[int | dict[str, Value]]) -> str:
    """The text with the list under a top-level key in this order: indexes of its entries, or new mappings; an index left out is taken away.

    The comment above an entry that is taken away stays. Raises ValueError where the list is written in brackets, shares a line with
    something else, or would not be read as meant.
    """
    file = read_yaml(text.encode(), "", Report())
    node = child(file.root, key) if file is not None else None
    if file is None or not isinstance(file.root, Mapping) or not isinstance(node, Sequence) or node.flow or not node.items:
        raise ValueError("no list in block style")
    mark = text[: len(text) - len(file.text)]
    before, chunks, gaps, after = _taken_apart(file.text, node)
    end = eol(file.text, node.start)
    usual = gaps[0] if gaps and len(set(gaps)) == 1 else ""
    gone = set(range(len(chunks))) - {one for one in order if isinstance(one, int)}
    parts = [before]
    last = -1
    for place, one in enumerate(order):
        if place:
            parts.append(gaps[last] if isinstance(one, int) and last >= 0 and one == last + 1 else usual)
        if isinstance(one, int):
            at = one
            while at - 1 in gone:
                at -= 1
            parts += [chunks[left][0] for left in range(at, one)]
            gone -= set(range(at, one))
            parts += chunks[one]
            last = one
        else:
            parts.append(end.join(_entry(one, node.column)) + end)
            last = -1
    parts += [chunks[left][0] for left in sorted(gone)]
    result = "".join([*parts, after])
    if not file.text.endswith("\n"):
        result = result.removesuffix(end)
    read = read_yaml((mark + result).encode(), "", Report())
    values = plain(node)
    assert isinstance(values, list)
    wanted = file.value
    assert isinstance(wanted, dict)
    meant = {**wanted, key: [values[one] if isinstance(one, int) else as_plain(one) for one in order]}
    if read is None or not same(read.value, meant):
        raise ValueError("the order cannot be written into this text")
    return mark + result


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


def _entry(value: dict[str, Value], column: int) -> list[str]:
    """A new entry's lines; a long paragraph is folded as people write it."""
    lines: list[str] = []
    for key, item in value.items():
        lead = " " * column + ("  " if lines else "- ")
        folded = (
            folded_lines(item, column + 4, _WIDTH) if isinstance(item, str) and "\n" not in item and len(item) + column > _WIDTH else None
        )
        below = folded or block_lines({key: item}, column + 2)
        lines += [f"{lead}{key}: {folded[0]}", *folded[1:]] if folded else [lead + below[0], *below[1:]]
    return lines
