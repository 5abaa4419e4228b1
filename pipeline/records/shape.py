"""The shape of a file: its values held against a model, and every misfit told with its place, what was expected and what was found."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeVar, get_args

from pydantic import ValidationError

from pipeline.problems import Message, Place, Report, counted, say
from pipeline.records.items import StandardItem
from pipeline.records.model import Model
from pipeline.records.shorthand import Wrong, nearest
from pipeline.yamlfile import Mapping, Node, Scalar, Sequence, YamlFile
from pipeline.yamlfile.nodes import child, entry_name

M = TypeVar("M", bound=Model)
Location = tuple[str | int, ...]
STANDARD_ITEMS = frozenset(get_args(StandardItem))


def read_shape(file: YamlFile, model: type[M], report: Report, load_text: Callable[[str], str] | None = None) -> M | None:
    """The model made from a file's values; None with every misfit noted. ``load_text`` gives the words of a file under texts/."""
    if not isinstance(file.root, Mapping):
        hint = say("the file has lines of 'key: value'")
        report.error(file.place(), "", say("expected {expected}, found {found}", expected=_MAPPING, found=found_words(file.root)), hint)
        return None
    try:
        return model.model_validate(file.value, context=load_text)
    except ValidationError as error:
        for misfit in _misfits(file, model, error):
            report.error(*misfit)
        return None


def locate(root: Node, location: Location) -> tuple[Node, list[str]]:
    """The node that a canonical location comes from, and the names on the way; short forms are seen through."""
    node: Node | None = root
    last = root
    names: list[str] = []
    for step in location:
        if isinstance(node, Sequence) and isinstance(step, int):
            below = node.items[step] if step < len(node.items) else None
            names.append(_entry_name(below, step) if below is not None else str(step + 1))
            node = below
        elif isinstance(step, int):
            names.append(str(step + 1))  # an entry that stands alone for a list
        elif isinstance(node, Mapping):
            names.append(step)
            node = node.items.get(step) or _spelled_otherwise(node, step)
        else:
            names.append(step)
        if node is not None:
            last = node
    return last, names


def _entry_name(node: Node, index: int) -> str:
    """What an entry is called; an item that is its standard word's mapping by that word."""
    if isinstance(node, Mapping) and len(node.items) == 1 and (only := next(iter(node.items))) in STANDARD_ITEMS:
        return only
    return entry_name(node, index)


def _spelled_otherwise(node: Mapping, step: str) -> Node | None:
    """A field whose key is another in the YAML: 'att' for clause, the key itself of {previous: 1/2023}, a lone article's fields."""
    if step == "lead":
        return node
    if step == "clause":
        return node.items.get("att") or node.items.get("to")
    if len(node.items) == 1:
        return next(iter(node.items.values()))
    return None


_MAPPING = say("lines of 'key: value'")
_EXPECTED: dict[str, Message] = {
    "string_type": say("text"),
    "int_type": say("a whole number"),
    "int_parsing": say("a whole number"),
    "int_from_float": say("a whole number"),
    "int_parsing_size": say("a whole number"),
    "float_type": say("a number"),
    "float_parsing": say("a number"),
    "finite_number": say("a number"),
    "bool_type": say("true or false"),
    "bool_parsing": say("true or false"),
    "tuple_type": say("a list, each entry after '- '"),
    "dict_type": _MAPPING,
    "model_type": _MAPPING,
    "model_attributes_type": _MAPPING,
}
_LIMITS: dict[str, tuple[str, Callable[[object], Message]]] = {
    "greater_than_equal": ("ge", lambda limit: say("{limit} or more", limit=limit)),
    "less_than_equal": ("le", lambda limit: say("{limit} or less", limit=limit)),
    "string_too_short": ("min_length", lambda _: say("words")),
    "string_too_long": ("max_length", lambda limit: say("at most {limit} characters", limit=limit)),
    "too_short": (
        "min_length",
        lambda limit: counted(int(str(limit)), say("at least one entry"), say("at least {limit} entries", limit=limit)),
    ),
    "too_long": (
        "max_length",
        lambda limit: counted(int(str(limit)), say("at most one entry"), say("at most {limit} entries", limit=limit)),
    ),
}
Misfit = tuple[Place, str, Message, Message | None]


def _misfits(file: YamlFile, model: type[Model], error: ValidationError) -> list[Misfit]:
    """One misfit for each place: what several branches of a union say of it is said once."""
    places: dict[Location, list[dict[str, Any]]] = {}
    for detail in error.errors(include_url=False):
        location = _without_tags(file, model, detail)
        if detail["type"] == "missing" and isinstance(location[-1], int):
            location = location[:-1]  # too few of a fixed number
        places.setdefault(location, []).append(dict(detail))
    deeper = {location[:length] for location in places for length in range(len(location))}
    return [
        _misfit(file, model, location, details)
        for location, details in places.items()
        if location not in deeper or any(detail["type"] != "literal_error" for detail in details)
    ]


def _without_tags(file: YamlFile, model: type[Model], detail: Any) -> Location:
    """The location without the names that pydantic gives to branches of unions, to functions and to keys: what neither file nor model has."""
    kept: list[str | int] = []
    node: Node | None = file.root
    holder: type[Model] | None = model
    for number, step in enumerate(detail["loc"], 1):
        is_field = holder is not None and step in holder.keys
        is_key = isinstance(node, Mapping) and step in node.items
        if not (isinstance(step, int) or is_field or is_key or (number == len(detail["loc"]) and detail["type"] == "extra_forbidden")):
            continue
        kept.append(step)
        node = child(node, step) if node is not None and not (isinstance(step, int) and isinstance(node, Mapping)) else node
        holder = model_at(holder, (step,)) if holder is not None else None
    return tuple(kept)


def _misfit(file: YamlFile, model: type[Model], location: Location, details: list[dict[str, Any]]) -> Misfit:
    detail = next((one for one in details if one["type"] == "value_error"), details[0])
    kind = str(detail["type"])
    if kind == "extra_forbidden":
        return _unknown_key(file, model, location)
    if kind == "missing" and location == _without_tags(file, model, detail):
        return _missing(file, model, location)
    node, names = locate(file.root, location)
    place, path, found = file.place_of(node), ".".join(names), found_words(node)
    if detail["loc"][-1] == "[key]":
        parent, _ = locate(file.root, location[:-1])
        key = parent.keys[str(location[-1])] if isinstance(parent, Mapping) else node
        assert isinstance(key, Scalar)
        place, node, found = file.place_of(key), key, found_words(key)
    expected, hint = _expectation(details, detail, node)
    if kind == "missing" and isinstance(node, Sequence):
        found, expected = _entries(len(node.items)), _entries(1 + max(int(one["loc"][-1]) for one in details))
    if location == ("format",):
        hint = say("write format: 1; another format belongs to another version of this program")
    return place, path, say("expected {expected}, found {found}", expected=expected, found=found), hint or _hint(kind, node)


def _entries(count: int) -> Message:
    return counted(count, say("one entry"), say("{count} entries", count=count))


def _expectation(details: list[dict[str, Any]], detail: dict[str, Any], node: Node) -> tuple[Message, Message | None]:
    """What a value should have been, and what to do."""
    kind, context = str(detail["type"]), detail.get("ctx", {})
    if isinstance(context.get("error"), Wrong):
        return context["error"].expected, context["error"].hint
    choices = [choice for one in details if one["type"] == "literal_error" for choice in re.findall(r"'([^']*)'", one["ctx"]["expected"])]
    numbers = [one["ctx"]["expected"] for one in details if one["type"] == "literal_error" and "'" not in one["ctx"]["expected"]]
    others = [_EXPECTED[one["type"]] for one in details if one["type"] in _EXPECTED]
    if choices or numbers:
        parts: list[Message | str] = [say("'{words}'", words=choice) for choice in choices]
        expected = one_of([*parts, *(part for text in numbers for part in re.split(r", | or ", text)), *others[:1]])
        return expected, nearest(node.raw, choices) if isinstance(node, Scalar) else None
    if kind in _EXPECTED:
        return _EXPECTED[kind], None
    if kind in _LIMITS:
        name, words = _LIMITS[kind]
        hint = say("it has {length}", length=len(node.raw.strip())) if kind == "string_too_long" and isinstance(node, Scalar) else None
        return words(context.get(name)), hint
    if kind == "string_pattern_mismatch":
        return _pattern(str(context.get("pattern")), node)
    return say("{words}", words=detail["msg"]), None


def one_of(words: list[Message | str]) -> Message:
    """'a', 'b' or 'c'."""
    if len(words) == 1:
        return say("{words}", words=words[0])
    head, *more = words[:-1]
    for word in more:
        head = say("{words}, {last}", words=head, last=word)
    return say("{words} or {last}", words=head, last=words[-1])


def _pattern(pattern: str, node: Node) -> tuple[Message, Message | None]:
    if "#" in pattern:
        return say("a colour as '#8A1F17'"), None
    if r"\d" in pattern:
        return say("an official code of two or four digits"), None
    name = slug(node.raw) if isinstance(node, Scalar) else ""
    hint = say("write {name}", name=name) if name else None
    return say("a name of lower-case letters (a–z), digits and hyphens"), hint


_FOLDED = str.maketrans("åäöéèüøæÅÄÖÉÈÜØÆ", "aaoeeuoaaaoeeuoa")


def slug(words: str) -> str:
    """A name made from words: 'Ny Plan' becomes 'ny-plan'."""
    return "-".join(re.findall(r"[a-z0-9]+", words.translate(_FOLDED).lower()))


def _hint(kind: str, node: Node) -> Message | None:
    """What helps with a value of a wrong kind."""
    if kind == "tuple_type" or (kind in {"dict_type", "model_type"} and isinstance(node, Sequence)):
        return say("begin each entry of a list with '- ', and each line of a mapping with a key and a colon")
    if kind == "string_type" and isinstance(node, Mapping | Sequence):
        return say("put the words in quotes, if they contain a colon, brackets or braces")
    if kind == "string_type" and isinstance(node, Scalar) and isinstance(node.value, bool):
        return say("put the word in quotes")
    return None


def found_words(node: Node) -> Message:
    """What stands at a place, in words."""
    if isinstance(node, Mapping):
        return say("a mapping")
    if isinstance(node, Sequence):
        return say("a list")
    assert isinstance(node, Scalar)
    if node.value is None and not node.style:
        return say("nothing")
    words = " ".join(node.raw.split())
    return say("'{words}'", words=words if len(words) <= 60 else f"{words[:57]}…")


def _unknown_key(file: YamlFile, model: type[Model], location: Location) -> Misfit:
    """A key that no field has: at the key itself, with the nearest known one."""
    parent, names = locate(file.root, location[:-1])
    key = str(location[-1])
    node: Node = parent.keys.get(key, parent) if isinstance(parent, Mapping) else parent
    holder = model_at(model, location[:-1])
    known = sorted(holder.keys) if holder is not None else []
    inside = [one for one in known if (block := model_at(model, (*location[:-1], one))) not in {None, holder} and key in block.keys]
    hint = say("write it within {block}:", block=inside[0]) if len(inside) == 1 else nearest(key, known)
    if hint is None and isinstance(parent, Mapping) and parent.flow and " " in key:
        hint = say("a comma inside braces begins a new key; put words with a comma in quotes")
    if hint is None:
        hint = say("the keys here are {keys}", keys=", ".join(known))
    path = ".".join([*names, key])
    return file.place_of(node), path, say("expected a known key, found '{key}'", key=key), hint


def _missing(file: YamlFile, model: type[Model], location: Location) -> Misfit:
    """A key that is not there: at its parent, with what belongs there; where it is there but empty, at the key."""
    parent, names = locate(file.root, location[:-1])
    key = str(location[-1])
    path = ".".join([*names, key])
    if isinstance(parent, Mapping) and key in parent.keys:
        node = parent.items[key]
        after = file.text[node.end : node.end + 200].split("\n", 1)[0].strip()
        what = _what_belongs(model, location)
        hint = say("put the value in quotes: what follows # is a comment") if after.startswith("#") and after[1:2].strip() else what
        return file.place_of(parent.keys[key]), path, say("expected a value, found nothing"), hint
    what = _what_belongs(model, location)
    hint = say("add the line '{key}: …': {what}", key=key, what=what) if what is not None else None
    if isinstance(parent, Scalar):
        message = say("expected {expected}, found {found}", expected=_MAPPING, found=found_words(parent))
        return file.place_of(parent), path, message, hint
    return file.place_of(parent), path, say("expected the key '{key}', found none", key=key), hint


def _what_belongs(model: type[Model], location: Location) -> Message | None:
    """The field's own description, whose English words are a key of the catalogue."""
    holder = model_at(model, location[:-1])
    for name, field in holder.model_fields.items() if holder is not None else ():
        extra = field.json_schema_extra
        if (field.alias or name) == location[-1] and isinstance(extra, dict):
            return Message(str(extra["en"]))
    return None


def model_at(model: type[Model], location: Location) -> type[Model] | None:
    """The model whose field stands at a location."""
    current: type[Model] | None = model
    for step in location:
        if isinstance(step, int) or current is None:
            continue
        field = next((field for name, field in current.model_fields.items() if (field.alias or name) == step), None)
        if field is not None:
            current = next(iter(_models_in(field.annotation)), None)
    return current


def _models_in(annotation: Any) -> list[type[Model]]:
    """The models that a type speaks of."""
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return [annotation]
    return [found for part in getattr(annotation, "__args__", ()) for found in _models_in(part)]
