"""Writes new values of a record's fields into its files, by origin: only the scalars that change are touched."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from pipeline.dataclass import dataclass
from pipeline.records.model import Model, Prose
from pipeline.records.origins import Part, follow
from pipeline.records.source import Source
from pipeline.yamlfile import Mapping as MappingNode
from pipeline.yamlfile import Node, Scalar, Sequence, Steps
from pipeline.yamlfile.expecting import REMOVED, Added, Change, Removed
from pipeline.yamlfile.rearranging import Entry, comments_of, rearrange
from pipeline.yamlfile.splicing import splice
from pipeline.yamlfile.writing import Value

__all__ = ["REMOVED", "Added", "CannotEdit", "Rearranged", "edit_record", "entry_comments", "with_field"]


@dataclass(frozen=True, slots=True)
class Rearranged:
    """As a change of a list: it becomes just these entries, the old ones by their index; with none left its key goes."""

    entries: tuple[Entry, ...]


class CannotEdit(ValueError):
    """An origin that stands for no value of its own in the files: generated words, or a part of a short form."""

    def __init__(self, origin: str) -> None:
        super().__init__(origin)
        self.origin = origin


def edit_record(source: Source, changes: Mapping[str, Change | Rearranged]) -> dict[Path, bytes]:
    """The files whose content changes, whole, when each field gets its new words in markup; nothing is written.

    REMOVED takes a field or an entry out, Added('…') at 'items.plan.decide.3' puts an entry before the third (or at the end), Rearranged
    at 'items' orders the list anew, after all else. Raises CannotEdit for the first origin that has no place of its own.
    """
    texts: dict[Path, bytes] = {}
    spliced: dict[str, tuple[Part, dict[Steps, Change]]] = {}
    lists: dict[str, list[tuple[str, Steps, Rearranged]]] = {}
    origins: dict[tuple[str, Steps], str] = {}
    for origin, change in changes.items():
        part, rest = source.parts.part(origin)
        if isinstance(change, Rearranged):
            spliced.setdefault(part.file.file, (part, {}))
            lists.setdefault(part.file.file, []).append((origin, _list_steps(part, rest, origin), change))
            continue
        prose = part.prose(rest)
        if prose is not None and prose.file is not None and follow(part.model, rest)[2] and isinstance(change, str):
            path = Path(PurePosixPath(part.folder, prose.file))
            texts[path] = _as_file(path.read_bytes(), change)
        else:
            steps = _steps(part, rest, origin, change)
            spliced.setdefault(part.file.file, (part, {}))[1][steps] = _as_written(part, rest, change)
            origins[part.file.file, steps] = origin
    for name, (part, edits) in spliced.items():
        path = Path(name)
        data = path.read_bytes()
        mark = b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b""
        text = _spliced(part.file.text, edits, {steps: origins[name, steps] for steps in edits}) if edits else part.file.text
        if name in lists:
            text = _in_order(text, lists[name])
        texts[path] = mark + text.encode()
    return texts


def with_field(source: Source, entry: str, key: str, value: Value, before: object = None) -> dict[str, Change]:
    """The change that gives an item a field that it lacks, however short it is written: 'opening' with a text becomes {opening: words}.

    ``before`` is what an earlier field has made of the whole item.
    """
    part, rest = source.parts.part(entry)
    steps, node = _written(part.file.root, follow(part.model, rest)[0])
    whole: dict[str, Value] | None = dict(before) if isinstance(before, Mapping) else None
    if whole is None and steps and isinstance(node, Scalar):
        whole = {} if key == "text" else {"id": str(node.value)}
    elif whole is None and steps and isinstance(node, MappingNode) and list(node.items) == ["previous"]:
        named = node.items["previous"]
        whole = {"id": "previous", "previous": named.raw if isinstance(named, Scalar) else ""}
    if whole is None:
        fields = list(type(follow(part.model, rest)[1]).model_fields)  # type: ignore[attr-defined]
        return {f"{entry}.{key}": Added(value, behind=frozenset(fields[: fields.index(key)]))}
    word = str(node.value) if isinstance(node, Scalar) else ""
    if not whole:
        return {entry: {word: value}}
    if word in whole:
        whole = {"id": word, "text": whole[word]}
    return {entry: {**whole, key: value}}


def entry_comments(source: Source, origin: str) -> list[str]:
    """The comments that belong to a list's entry in its file, such as those of an item."""
    part, rest = source.parts.part(origin)
    steps, _ = _written(part.file.root, follow(part.model, rest)[0])
    if not steps or not isinstance(steps[-1], int):
        return []
    return comments_of(part.file.text, steps)


def _spliced(text: str, edits: Mapping[Steps, Change], origins: Mapping[Steps, str]) -> str:
    """The text with all changes; CannotEdit for the first that it cannot take, such as a value that an alias repeats elsewhere."""
    try:
        return splice(text, edits)
    except (KeyError, ValueError) as fault:
        for steps, change in edits.items():
            try:
                splice(text, {steps: change})
            except (KeyError, ValueError):
                raise CannotEdit(origins[steps]) from fault
        raise CannotEdit(list(origins.values())[-1]) from fault  # each alone can be written, but they meet


def _in_order(text: str, lists: list[tuple[str, Steps, Rearranged]]) -> str:
    """The text with all lists in their new order; CannotEdit for the first that it cannot take."""
    try:
        return rearrange(text, {steps: change.entries for _, steps, change in lists})
    except (KeyError, ValueError):
        for origin, steps, change in lists:
            try:
                text = rearrange(text, {steps: change.entries})
            except (KeyError, ValueError) as fault:
                raise CannotEdit(origin) from fault
        return text


def _list_steps(part: Part, origin: str, whole: str) -> Steps:
    """The way in the file to a list."""
    location, value, complete = follow(part.model, origin)
    steps, _ = _written(part.file.root, location)
    if not complete or steps is None or not isinstance(value, tuple):
        raise CannotEdit(whole)
    return steps


def _as_file(before: bytes, words: str) -> bytes:
    """A text file's new bytes, with the line ends, the byte order mark and the last line end of the old."""
    text = before.decode("utf-8-sig")
    mark = b"\xef\xbb\xbf" if before.startswith(b"\xef\xbb\xbf") else b""
    ending = text[len(text.rstrip()) :] or ""
    eol = "\r\n" if "\r\n" in text else "\n"
    return mark + (words.strip().replace("\r\n", "\n").replace("\n", eol) + ending).encode()


def _as_written(part: Part, origin: str, change: Change) -> Change:
    """Words with the line end that a block of text has after its last line."""
    if not isinstance(change, str):
        return change
    node, _ = part.node(origin)
    words = change.replace("\r\n", "\n")
    if isinstance(node, Scalar) and node.raw.endswith("\n"):
        return words.rstrip("\n") + "\n"
    return words


def _steps(part: Part, origin: str, whole: str, change: Change) -> Steps:
    """The way in the file to the value of an origin; CannotEdit where it has none of its own."""
    if isinstance(change, Added):
        parent, _, last = origin.rpartition(".")
        location, value, complete = follow(part.model, parent)
        steps, _ = _written(part.file.root, location)
        if not complete or steps is None:
            raise CannotEdit(whole)
        return (*steps, int(last) - 1 if isinstance(value, tuple) and last.isdigit() else len(value) if isinstance(value, tuple) else last)
    location, value, complete = follow(part.model, origin)
    steps, node = _written(part.file.root, location)
    if not complete or steps is None:
        raise CannotEdit(whole)
    if isinstance(change, Removed | Mapping):
        return steps
    if isinstance(node, MappingNode):
        inner = next((key for key in ("clause", "att", "to", "text") if key in node.items), None)
        if inner is None:
            raise CannotEdit(whole)
        return (*steps, inner)
    if not isinstance(node, Scalar) or not _stands_for(node, value):
        raise CannotEdit(whole)
    return steps


def _stands_for(node: Scalar, value: object) -> bool:
    """Whether a scalar is written for just this value, and not as a short form of several."""
    if isinstance(value, Prose):
        return True
    words = (
        next((getattr(value, name) for name in ("clause", "title", "text") if getattr(value, name, None)), None)
        if isinstance(value, Model)
        else value
    )
    return " ".join(str(words).split()) == " ".join(node.raw.split())


def _written(root: Node, location: Steps) -> tuple[Steps | None, Node]:
    """The way to a canonical location as it is written, None where it is written nowhere."""
    node, steps = root, []
    for step in location:
        if isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
            steps.append(step)
        elif isinstance(step, int) and not isinstance(node, Sequence):
            continue  # an entry that stands alone for a list
        elif isinstance(node, MappingNode) and isinstance(step, str):
            key = next((key for key in (step, *({"clause": ("att", "to")}.get(step, ()))) if key in node.items), None)
            if key is None and len(node.items) == 1 and step in {"text", "previous"}:
                key = next(iter(node.items))
            if key is None and step == "lead":
                continue  # a lone article's fields stand beside the newsletter's
            if key is None:
                return None, node
            node = node.items[key]
            steps.append(key)
        elif isinstance(node, Scalar) and step in {"clause", "title", "text"}:
            continue  # words that stand for the whole mapping
        else:
            return None, node
    return tuple(steps), node
