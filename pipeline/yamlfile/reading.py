"""Reads YAML text strictly: no tags, no duplicate keys, no aliases that explode; each value knows its place."""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import Any

import yaml

from pipeline.dataclass import dataclass
from pipeline.problems import Message, Place, Report, say
from pipeline.yamlfile.nodes import Mapping, Node, Plain, Scalar, Sequence, Steps, child, dotted, plain
from pipeline.yamlfile.scalars import resolve

MAX_BYTES = 32 * 1024 * 1024
MAX_VALUES = 1_000_000
MAX_DEPTH = 40
MAX_ALIASED = 10_000
"""Values that all aliases of a file may stand for together."""
_KEPT = 8
"""Texts whose trees are at hand: a source's files, and one of them before and after a change."""

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_SEPARATORS = str.maketrans("\x85\u2028\u2029", "\U0010fff0\U0010fff1\U0010fff2")
_RESTORED = str.maketrans("\U0010fff0\U0010fff1\U0010fff2", "\x85\u2028\u2029")
"""Line ends to YAML 1.1, and so to the parser, but plain characters to YAML 1.2 (5.4): they pass through in disguise."""


@dataclass(frozen=True)
class YamlFile:
    """A file that was read: its text without byte order mark, and the tree of its values; ``file`` as the user named it."""

    file: str
    text: str
    root: Node

    @cached_property
    def value(self) -> Plain:
        """The values alone."""
        return plain(self.root)

    def node(self, steps: Steps) -> Node | None:
        """The value at the end of the way, None where there is none."""
        node: Node | None = self.root
        for step in steps:
            if node is None:
                return None
            node = child(node, step)
        return node

    def place(self, steps: Steps = ()) -> Place:
        """Where the value stands; the nearest written part of the way to it otherwise."""
        node = self.root
        for step in steps:
            below = child(node, step)
            if below is None:
                break
            node = below
        return self.place_of(node)

    def place_of(self, node: Node) -> Place:
        """Where a node of this file stands."""
        return Place(self.file, node.line + 1, node.column + 1)

    def name(self, steps: Steps) -> str:
        """The dotted path of a way."""
        return dotted(self.root, steps)


class Stop(Exception):
    """Reading cannot go on: what is wrong, at which line and column from 0; ``quotable`` where quotes around the value would mend it."""

    def __init__(self, line: int, column: int, message: Message, hint: Message | None = None, *, quotable: bool = False) -> None:
        super().__init__(str(message))
        self.line, self.column, self.message, self.hint, self.quotable = line, column, message, hint, quotable


def decode(data: bytes, file: str, report: Report) -> str | None:
    """The bytes as text without byte order mark, or None with the reason noted: over 32 MB, or not UTF-8."""
    if len(data) > MAX_BYTES:
        message = say("expected a file of at most {limit} MB, found {size} MB", limit=MAX_BYTES >> 20, size=-(-len(data) >> 20))
        report.error(Place(file), "", message, say("is it the right file? split it if it is"))
        return None
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        report.error(Place(file, 1, 1), "", say("expected UTF-8 text, found UTF-16"), _save_as_utf8())
        return None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace").lstrip("\ufeff")) + 1
        byte = data[error.start]
        letter = bytes([byte]).decode("cp1252", "replace")
        message = say(
            "expected UTF-8 text, found the byte {byte}, which is '{letter}' in an older encoding", byte=f"0x{byte:02X}", letter=letter
        )
        report.error(Place(file, before.count(b"\n") + 1, column), "", message, _save_as_utf8())
        return None


def _save_as_utf8() -> Message:
    return say("save the file as UTF-8: in Notepad, choose Save as and the encoding UTF-8")


def read_yaml(data: bytes, file: str, report: Report) -> YamlFile | None:
    """The file's values with their places; None where its syntax is broken, with every mistake that can be told noted in the report."""
    text = decode(data, file, report)
    if text is None:
        return None
    try:
        root, problems = built(text)
    except (yaml.YAMLError, Stop) as error:
        from pipeline.yamlfile.explaining import explain

        explain(text, file, error, report)
        return None
    for line, column, path, message, hint in problems:
        report.error(Place(file, line + 1, column + 1), path, message, hint)
    return None if problems else YamlFile(file, text, root)


@lru_cache(maxsize=_KEPT)
def built(text: str) -> tuple[Node, tuple[Finding, ...]]:
    """The tree, which nobody changes, with the mistakes in it: what is read to be changed, and to prove the change, is read again right after."""
    builder = Builder(text)
    return builder.build(), tuple(builder.problems)


Finding = tuple[int, int, str, Message, Message | None]
"""Line and column from 0, dotted path, message, hint."""


class Builder:
    """Builds the tree from the parser's events, in a loop of its own, so that depth and aliases stay bounded."""

    def __init__(self, text: str) -> None:
        self.text = text.translate(_SEPARATORS) if (disguised := not _ordinary(text)) else text
        self.disguised = disguised
        self.problems: list[Finding] = []
        self.anchors: dict[str, Node | None] = {}
        self.sizes: dict[int, int] = {}
        self.values = self.aliased = 0
        self.open: list[Sequence | Mapping] = []
        self.waiting: list[Scalar | None] = []
        self.root: Node | None = None

    def build(self) -> Node:
        """The file's only document; raises yaml.YAMLError or Stop where the text cannot be understood."""
        starts: list[int] = []
        anchors: list[str | None] = []
        loader = _LOADER(self.text)
        try:
            while (event := loader.get_event()) is not None:
                if isinstance(event, yaml.ScalarEvent):
                    self.add(event, self.scalar(event))
                    continue
                match type(event).__name__:
                    case "MappingStartEvent" | "SequenceStartEvent":
                        starts.append(self.values)
                        anchors.append(event.anchor)
                        self.begin(event)
                    case "MappingEndEvent" | "SequenceEndEvent":
                        node = self.end(event)
                        self.sizes[id(node)] = self.values - starts.pop()
                        if (anchor := anchors.pop()) is not None:
                            self.anchors[anchor] = node
                    case "AliasEvent":
                        self.add(event, self.alias(event))
                    case "DocumentStartEvent" if self.root is not None:
                        raise Stop(
                            event.start_mark.line, 0, say("expected one document, found a second after '---'"), say("take the line away")
                        )
                    case _:
                        pass
        finally:
            loader.dispose()
        if self.root is None:
            return Mapping(0, 0, 0, 0, flow=False)
        return self.root

    def scalar(self, event: Any) -> Scalar:
        """The node of a single value."""
        start, end = event.start_mark, event.end_mark
        if event.tag is not None:
            self.check_tag(event)
        style = event.style or ""
        raw = event.value.translate(_RESTORED) if self.disguised else event.value
        node = Scalar(start.index, end.index, start.line, start.column, raw, style, raw if style else resolve(raw))
        if event.anchor is not None:
            self.anchors[event.anchor] = node
        return node

    def begin(self, event: Any) -> None:
        """Open a list or mapping."""
        mark = event.start_mark
        if len(self.open) == MAX_DEPTH:
            raise Stop(mark.line, mark.column, say("expected at most {limit} levels, found more", limit=MAX_DEPTH))
        self.check_tag(event)
        if event.anchor is not None:
            self.anchors[event.anchor] = None
        kind = Mapping if type(event).__name__ == "MappingStartEvent" else Sequence
        node = kind(mark.index, mark.index, mark.line, mark.column, flow=bool(event.flow_style))
        self.add(event, node)
        self.open.append(node)
        self.waiting.append(None)

    def end(self, event: Any) -> Node:
        """Close a list or mapping; a block ends where its last value ends."""
        node = self.open.pop()
        self.waiting.pop()
        last = list(node.items.values()) if isinstance(node, Mapping) else node.items
        node.end = event.end_mark.index if node.flow or not last else max(node.start, last[-1].end)
        return node

    def add(self, event: Any, node: Node) -> None:
        """Put a value where it belongs: the root, a list, a key or a key's value."""
        self.values += 1
        if self.values + self.aliased > MAX_VALUES:
            raise Stop(
                event.start_mark.line,
                event.start_mark.column,
                say("expected at most {limit} values in a file, found more", limit=MAX_VALUES),
            )
        if not self.open:
            self.root = node
            return
        parent = self.open[-1]
        if isinstance(parent, Sequence):
            parent.items.append(node)
            return
        key = self.waiting[-1]
        if key is None:
            self.waiting[-1] = self.key(event, node)
            return
        self.waiting[-1] = None
        if key.raw in parent.items:
            self.duplicate(parent, key)
        else:
            parent.keys[key.raw] = key
            parent.items[key.raw] = node

    def key(self, event: Any, node: Node) -> Scalar:
        """A key is text, as it is written."""
        if isinstance(node, Scalar) and type(event).__name__ == "ScalarEvent":
            return node
        mark = event.start_mark
        hint = say("put the words in quotes, if they begin with a bracket")
        raise Stop(mark.line, mark.column, say("expected a key of plain words, found a list, a mapping or an alias"), hint)

    def duplicate(self, parent: Mapping, key: Scalar) -> None:
        """Note a key that stands twice."""
        first = parent.keys[key.raw]
        message = say("expected each key once, found '{key}' again", key=key.raw)
        self.problems.append(
            (key.line, key.column, key.raw, message, say("it stands in line {line} already: keep one of them", line=first.line + 1))
        )

    def alias(self, event: Any) -> Node:
        """The value that an alias stands for, refused where it holds itself or where aliases multiply."""
        mark, name = event.start_mark, event.anchor
        if name not in self.anchors:
            from pipeline.yamlfile.mistakes import begins_with

            raise Stop(mark.line, mark.column, *begins_with("*"), quotable=True)
        node = self.anchors[name]
        if node is None:
            raise Stop(mark.line, mark.column, say("expected a value, found the alias *{name} inside its own anchor", name=name))
        size = self.sizes.get(id(node), 0) + 1
        self.aliased += size
        self.values += size - 1
        if self.aliased > MAX_ALIASED:
            message = say("expected aliases for at most {limit} values, found more", limit=MAX_ALIASED)
            raise Stop(mark.line, mark.column, message, say("write the values out instead of *{name}", name=name))
        return node

    def check_tag(self, event: Any) -> None:
        """Note an explicit tag: the models say what a value is, never the file."""
        if event.tag is not None and event.tag != "!":
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            mark = event.start_mark
            message = say("expected a plain value, found the YAML tag {tag}", tag=tag)
            self.problems.append((mark.line, mark.column, "", message, say("take the tag away, or put the whole value in quotes")))


def _ordinary(text: str) -> bool:
    """Whether the text holds none of the separators that only YAML 1.1 takes for line ends."""
    return "\x85" not in text and "\u2028" not in text and "\u2029" not in text
