"""The tree of a YAML file: what each value is and where it stands."""

from __future__ import annotations

import re
from dataclasses import field
from typing import TypeAlias

from pipeline.dataclass import dataclass

Plain: TypeAlias = "bool | int | float | str | list[Plain] | dict[str, Plain] | None"
Steps: TypeAlias = tuple[str | int, ...]
"""The way to a value as it is written: keys and indexes from 0."""

_NAME = re.compile(r"[a-z][a-z0-9]*([-_.][a-z0-9]+)*")


@dataclass(slots=True)
class Node:
    """A value's span in characters (``start`` to ``end``) and its first character's line and column, both from 0."""

    start: int
    end: int
    line: int
    column: int


@dataclass(slots=True)
class Scalar(Node):
    """A single value; ``style`` is '' (plain), "'", '"', '|' or '>'; ``raw`` the characters it stands for, ``value`` what they mean."""

    raw: str
    style: str
    value: bool | int | float | str | None


@dataclass(slots=True)
class Sequence(Node):
    """A list; ``flow`` where it is written in brackets."""

    flow: bool
    items: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class Mapping(Node):
    """Keys with their own nodes and values; ``flow`` where it is written in braces."""

    flow: bool
    keys: dict[str, Scalar] = field(default_factory=dict)
    items: dict[str, Node] = field(default_factory=dict)


def plain(node: Node) -> Plain:
    """The value alone, as dicts, lists and scalars of Python."""
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    assert isinstance(node, Mapping)
    return {key: plain(item) for key, item in node.items.items()}


def entry_name(node: Node, index: int) -> str:
    """What a list's entry is called in a dotted path: its id, its only word if it is a name, or its number from 1."""
    if isinstance(node, Scalar) and isinstance(node.value, str) and _NAME.fullmatch(node.value):
        return node.value
    if isinstance(node, Mapping):
        name = node.items.get("id")
        if isinstance(name, Scalar) and isinstance(name.value, str | int) and not isinstance(name.value, bool):
            return str(name.value)
    return str(index + 1)


def child(node: Node, step: str | int) -> Node | None:
    """The value one step down, None where there is none."""
    if isinstance(node, Mapping):
        return node.items.get(str(step))
    if isinstance(node, Sequence) and isinstance(step, int) and -1 < step < len(node.items):
        return node.items[step]
    return None


def dotted(root: Node, steps: Steps) -> str:
    """The path as people read it: keys, and for a list's entries their ids or numbers ('items.plan.decide.1.owner')."""
    names: list[str] = []
    node: Node | None = root
    for step in steps:
        below = child(node, step) if node is not None else None
        names.append(
            entry_name(below, step) if isinstance(step, int) and below is not None else str(step + 1 if isinstance(step, int) else step)
        )
        node = below
    return ".".join(names)
