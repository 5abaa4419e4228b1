"""The smallest edits of YAML text: a value replaced, entries taken out, an entry put in."""

from __future__ import annotations

import re

from pipeline.dataclass import dataclass
from pipeline.yamlfile.expecting import Added, place_of
from pipeline.yamlfile.nodes import Mapping, Node, Scalar, Sequence
from pipeline.yamlfile.writing import Value, block_lines, flow_text, folded_lines, literal_fits, literal_lines, scalar_text


@dataclass(frozen=True, slots=True)
class Edit:
    """Characters ``start`` to ``end`` become ``text``."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Spot:
    """A value in its surroundings: the text, the node, its parent (None at the root), whether brackets or braces surround it."""

    text: str
    node: Node
    parent: Node | None
    flow: bool

    @property
    def margin(self) -> int:
        """The column of the key or dash that the value belongs to."""
        return self.parent.column if self.parent is not None else -2


def eol(text: str, position: int) -> str:
    """The line end in use at a position."""
    end = text.find("\n", position)
    if end < 0:
        end = text.rfind("\n")
    return "\r\n" if end > 0 and text[end - 1] == "\r" else "\n"


def line_start(text: str, position: int) -> int:
    """Where the line of a position begins."""
    return text.rfind("\n", 0, position) + 1


def line_end(text: str, position: int) -> int:
    """Where the line of a position ends, before its line end."""
    end = text.find("\n", position)
    end = len(text) if end < 0 else end
    return end - 1 if end > position and text[end - 1] == "\r" else end


def next_line(text: str, position: int) -> int:
    """Where the line after that of a position begins; the end of the text where there is none."""
    end = text.find("\n", position)
    return len(text) if end < 0 else end + 1


def content_end(text: str, node: Node) -> int:
    """Where a value's last words end: a block scalar at the end of its last line that is not blank."""
    if isinstance(node, Scalar) and node.style in ("|", ">"):
        blank = "\r\n" if node.raw.rstrip("\n").endswith((" ", "\t")) else "\r\n \t"
        body = text[node.start : node.end].rstrip(blank)
        return line_end(text, node.start + len(body))
    below = list(node.items.values()) if isinstance(node, Mapping) else node.items if isinstance(node, Sequence) else []
    if below and not getattr(node, "flow", True):
        last = below[-1]
        return max(content_end(text, last), _after_key(text, node) if isinstance(node, Mapping) else last.end)
    return node.end


def _after_key(text: str, node: Mapping) -> int:
    """Behind the colon of a mapping's last key."""
    key = list(node.keys.values())[-1]
    return text.index(":", key.end) + 1


def replace(spot: Spot, value: Value) -> list[Edit]:
    """The value becomes another one, in the style of the old where that can hold it."""
    node, text = spot.node, spot.text
    if isinstance(value, str) and isinstance(node, Scalar):
        return _replace_words(spot, node, value)
    if isinstance(value, None | bool | int | float | str):
        words = scalar_text(value, flow=spot.flow)
        return _replace_scalar(spot, node, words) if isinstance(node, Scalar) else [Edit(node.start, content_end(text, node), words)]
    if spot.flow or getattr(node, "flow", False) or not value:
        words = flow_text(value)
        return _replace_scalar(spot, node, words) if isinstance(node, Scalar) else [Edit(node.start, content_end(text, node), words)]
    if isinstance(node, Scalar) and isinstance(spot.parent, Sequence) and node.style not in ("|", ">"):
        return _replace_scalar(spot, node, eol(text, node.start).join(block_lines(value, node.column)))
    if isinstance(node, Scalar):
        lines = block_lines(value, max(spot.margin + 2, 0))
        lead = " " * max(spot.margin + 2, 0)
        end = eol(text, node.start)
        return [*_replace_scalar(spot, node, ""), *_lines_below(text, content_end(text, node), [lead + lines[0], *lines[1:]], end)]
    return [Edit(node.start, content_end(text, node), eol(text, node.start).join(block_lines(value, node.column)))]


def _replace_scalar(spot: Spot, node: Scalar, words: str) -> list[Edit]:
    """Words on one line take the scalar's place; a block scalar's lines go, a comment behind its header stays."""
    text = spot.text
    if node.style in ("|", ">"):
        header = _HEADER.match(text, node.start)
        assert header is not None
        below = line_end(text, node.start)
        start = node.start if words else len(text[: node.start].rstrip(" "))
        return [Edit(start, header.end(), words), Edit(below, max(below, content_end(text, node)), "")]
    if words and node.start == node.end and node.start and text[node.start - 1] in ":-,":
        words = f" {words}"
    start = node.start if words else len(text[: node.start].rstrip(" "))
    return [Edit(start, node.end, words)]


_HEADER = re.compile(r"[|>][0-9+-]*")


def _replace_words(spot: Spot, node: Scalar, value: str) -> list[Edit]:
    """Text for text."""
    text = spot.text
    lines: list[str] | None = None
    if node.style in ("|", ">"):
        old = text[next_line(text, node.start) : content_end(text, node)].splitlines()
        indent = _indent(spot, node, old)
        if node.style == ">" and literal_fits(value):
            lines = folded_lines(value, indent, max([60, *map(len, old)]))
        if lines is None and literal_fits(value):
            lines = literal_lines(value, indent, spot.margin)
        if lines is not None:
            return _replace_block(text, node, lines, value)
    elif "\n" in value and not spot.flow and spot.parent is not None and node.style != '"' and literal_fits(value):
        lines = literal_lines(value, spot.margin + 2, spot.margin)
        end = eol(text, node.start)
        ending = end if value.endswith("\n") and next_line(text, node.end) == len(text) and not text.endswith("\n") else ""
        return [*_replace_scalar(spot, node, lines[0]), *_lines_below(text, node.end, lines[1:], end, ending)]
    number = isinstance(node.value, int | float) and not isinstance(node.value, bool)
    style = node.style if node.style in ("'", '"') else ""
    return _replace_scalar(spot, node, scalar_text(value, style, flow=spot.flow, was_number=number))


def _indent(spot: Spot, node: Scalar, lines: list[str]) -> int:
    """How far in a block scalar's content stands."""
    header = _HEADER.match(spot.text, node.start)
    digits = re.sub(r"[^0-9]", "", header[0]) if header is not None else ""
    if digits:
        return max(spot.margin, 0) + int(digits)
    written = [len(line) - len(line.lstrip(" ")) for line in lines if line.strip()]
    return written[0] if written else max(spot.margin + 2, 1)


def _replace_block(text: str, node: Scalar, lines: list[str], value: str) -> list[Edit]:
    """A block scalar's header and lines become others; a comment behind the header stays."""
    header = _HEADER.match(text, node.start)
    assert header is not None
    end = eol(text, node.start)
    first, last = line_end(text, node.start), content_end(text, node)
    ending = end if value.endswith("\n") and next_line(text, last) == len(text) and not text.endswith("\n") else ""
    return [Edit(node.start, header.end(), lines[0]), Edit(first, max(first, last), "".join(end + line for line in lines[1:]) + ending)]


def _lines_below(text: str, position: int, lines: list[str], end: str, ending: str = "") -> list[Edit]:
    """Lines put in under the line of a position."""
    below = line_end(text, position)
    return [Edit(below, below, "".join(end + line for line in lines) + ending)]


def entry_starts(text: str, parent: Sequence | Mapping) -> list[int]:
    """Where each entry begins: its key, its dash, or in brackets itself."""
    if isinstance(parent, Mapping):
        return [key.start for key in parent.keys.values()]
    if parent.flow:
        return [node.start for node in parent.items]
    starts = []
    for node in parent.items:
        start = node.start
        while True:
            begin = line_start(text, start)
            if begin + parent.column <= start and text[begin + parent.column : begin + parent.column + 1] == "-":
                break
            start = begin - 1
        starts.append(begin + parent.column)
    return starts


def _ends(text: str, parent: Sequence | Mapping) -> list[int]:
    """Where each entry's words end."""
    if isinstance(parent, Mapping):
        pairs = zip(parent.keys.values(), parent.items.values(), strict=True)
        return [max(key.end, content_end(text, node)) for key, node in pairs]
    return [content_end(text, node) for node in parent.items]


def remove(spot: Spot, indexes: set[int], key: Scalar | None) -> list[Edit]:
    """Entries leave a list or mapping; ``key`` is the one that holds it, where an emptied container's brackets go."""
    parent, text = spot.node, spot.text
    assert isinstance(parent, Sequence | Mapping)
    starts, ends = entry_starts(text, parent), _ends(text, parent)
    if len(indexes) == len(starts):
        return _emptied(spot, parent, starts, ends, key)
    edits = []
    for first, last in _runs(indexes):
        begin = line_start(text, starts[first])
        if parent.flow:
            region = (starts[first], starts[last + 1]) if last + 1 < len(starts) else (ends[first - 1], ends[last])
        elif text[begin : starts[first]].strip(" "):
            region = (starts[first], starts[last + 1])
        else:
            region = (begin, next_line(text, ends[last]))
        edits.append(Edit(*region, ""))
    return edits


def _emptied(spot: Spot, parent: Sequence | Mapping, starts: list[int], ends: list[int], key: Scalar | None) -> list[Edit]:
    """Nothing is left: brackets say so."""
    text, words = spot.text, "[]" if isinstance(parent, Sequence) else "{}"
    begin = line_start(text, starts[0])
    if parent.flow:
        return [Edit(parent.start, parent.end, words)]
    if key is None or text[begin : starts[0]].strip(" "):
        return [Edit(starts[0], ends[-1], words)]
    colon = text.index(":", key.end) + 1
    return [Edit(colon, colon, f" {words}"), Edit(begin, next_line(text, ends[-1]), "")]


def _runs(indexes: set[int]) -> list[tuple[int, int]]:
    """Neighbouring indexes as first and last."""
    runs: list[tuple[int, int]] = []
    for index in sorted(indexes):
        if runs and runs[-1][1] == index - 1:
            runs[-1] = (runs[-1][0], index)
        else:
            runs.append((index, index))
    return runs


def insert(spot: Spot, step: str | int, added: Added) -> list[Edit]:
    """A new entry before the one at an index, at the end of a list, or under a new key of a mapping."""
    parent, text, value = spot.node, spot.text, added.value
    fresh: Value = [value] if isinstance(step, int) else {step: value}
    if isinstance(parent, Scalar) or (not spot.flow and not list(getattr(parent, "items", ()))):
        return replace(
            Spot(text, Scalar(parent.start, parent.end, parent.line, parent.column, "", "", None), spot.parent, spot.flow), fresh
        )
    assert isinstance(parent, Sequence | Mapping)
    count = len(parent.items)
    index = min(step, count) if isinstance(step, int) else place_of(getattr(parent, "keys", {}), added.behind)
    if parent.flow or spot.flow:
        words = flow_text(fresh)[1:-1]
        if count == 0:
            return [Edit(parent.start + 1, parent.start + 1, words)]
        if index < count:
            at = entry_starts(text, parent)[index]
            return [Edit(at, at, f"{words}, ")]
        at = _ends(text, parent)[-1]
        return [Edit(at, at, f", {words}")]
    end = eol(text, parent.start)
    beside = parent.items[-1] if isinstance(parent, Sequence) else None
    braces = isinstance(beside, Mapping) and beside.flow
    lines = [f"- {flow_text(value)}"] if braces else block_lines(fresh, parent.column)
    if index == 0:
        at = entry_starts(text, parent)[0]
        return [Edit(at, at, end.join(lines) + end + " " * parent.column)]
    at = next_line(text, _ends(text, parent)[index - 1])
    lead = "" if at == 0 or text[at - 1] == "\n" else end
    return [Edit(at, at, lead + " " * parent.column + end.join(lines) + end)]
