"""Puts new values into YAML text: only the characters of what changes are touched."""

from __future__ import annotations

from collections.abc import Mapping as MappingType

from pipeline.problems import Report
from pipeline.yamlfile.edits import Edit, Spot, insert, remove, replace
from pipeline.yamlfile.expecting import REMOVED, Added, Change, Removed, expected, same
from pipeline.yamlfile.nodes import Mapping, Scalar, Steps, child
from pipeline.yamlfile.reading import YamlFile, read_yaml

__all__ = ["REMOVED", "Added", "Change", "splice"]


def splice(text: str, changes: MappingType[Steps, Change]) -> str:
    """The text with the changes made; each way is that of the text before; comments, order, quotes and line ends elsewhere stay.

    A scalar keeps its style (plain, quoted, literal, folded) where the new words allow it. Raises KeyError for a way that leads nowhere
    and ValueError for changes that meet at one place or that this text cannot take.
    """
    file = read_yaml(text.encode(), "", report := Report())
    if file is None:
        raise ValueError("; ".join(str(problem.message) for problem in report.problems))
    mark = text[: len(text) - len(file.text)]
    result = mark + _applied(file.text, _edits(file, changes))
    read = read_yaml(result.encode(), "", Report())
    if read is None or not same(read.value, expected(file.value, changes)):
        raise ValueError("the changes cannot be written into this text")
    return result


def _edits(file: YamlFile, changes: MappingType[Steps, Change]) -> list[Edit]:
    """The edits that make the changes."""
    edits: list[Edit] = []
    gone: dict[Steps, set[int]] = {}
    for steps, change in changes.items():
        if isinstance(change, Removed):
            parent = spot_of(file, steps[:-1]).node
            step = steps[-1]
            if isinstance(parent, Mapping):
                gone.setdefault(steps[:-1], set()).add(list(parent.keys).index(str(step)) if step in parent.keys else _nowhere(steps))
            else:
                spot_of(file, steps)
                assert isinstance(step, int)
                gone.setdefault(steps[:-1], set()).add(step)
        elif isinstance(change, Added):
            edits += insert(spot_of(file, steps[:-1]), steps[-1], change)
        else:
            edits += replace(spot_of(file, steps), change)
    for steps, indexes in gone.items():
        holder = spot_of(file, steps[:-1]).node if steps else None
        key: Scalar | None = holder.keys[str(steps[-1])] if isinstance(holder, Mapping) else None
        edits += remove(spot_of(file, steps), indexes, key)
    return edits


def spot_of(file: YamlFile, steps: Steps) -> Spot:
    """The value at the end of a way, with its surroundings; KeyError where it leads nowhere."""
    node, parent, flow = file.root, None, False
    for step in steps:
        below = child(node, step)
        if below is None:
            _nowhere(steps)
        assert below is not None
        flow = flow or bool(getattr(node, "flow", False))
        node, parent = below, node
    return Spot(file.text, node, parent, flow)


def _nowhere(steps: Steps) -> int:
    raise KeyError(".".join(map(str, steps)))


def _applied(text: str, edits: list[Edit]) -> str:
    """The text with the edits made, those at one point in the order given."""
    position = 0
    parts: list[str] = []
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        if edit.start < position:
            raise ValueError("two changes meet at one place")
        parts += [text[position : edit.start], edit.text]
        position = edit.end
    return "".join([*parts, text[position:]])
