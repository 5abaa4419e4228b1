"""JSON Schemas of all source files (draft 2020-12), made from the models with their short forms, for editors that complete and check."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, get_args

from pipeline.records import shorthand
from pipeline.records.brand import Brand
from pipeline.records.items import DECISION_STANDARDS, StandardItem
from pipeline.records.mail import Mail
from pipeline.records.meeting import Meeting
from pipeline.records.members import Members
from pipeline.records.model import Model
from pipeline.records.organisation import Organisation

Schema = dict[str, Any]

FILES: dict[str, type[Model]] = {
    "organisation.json": Organisation,
    "members.json": Members,
    "mail.json": Mail,
    "brand.json": Brand,
    "meeting.json": Meeting,
}
DIALECT = "https://json-schema.org/draft/2020-12/schema"
WORDS = ["string", "number"]
"""What an editor may take text for: 13.00, 2023 and 01234 look like numbers to it and are text to the reader."""


def make_schemas() -> dict[str, bytes]:
    """The schema of each kind of source file by its file name, as UTF-8."""
    return {name: _as_bytes(_file_schema(model)) for name, model in FILES.items()}


def _as_bytes(schema: Schema) -> bytes:
    return (json.dumps(schema, ensure_ascii=False, indent=1) + "\n").encode()


def _file_schema(model: type[Model]) -> Schema:
    schema = model.model_json_schema(by_alias=True, mode="validation")
    models = {one.__name__: one for one in _models(Model)}
    definitions = {name: _widened(body) for name, body in schema.pop("$defs", {}).items()}
    if "Newsletter" in definitions:
        definitions["Newsletter"] = _lone_article(definitions["Newsletter"], definitions["Article"])
    definitions = {name: _short_forms(models[name], body) for name, body in definitions.items()}
    whole = _widened(schema)
    return {
        "$schema": DIALECT,
        "description": model.__doc__,
        **{key: part for key, part in whole.items() if key != "description"},
        "$defs": definitions,
    }


def _models(model: type[Model]) -> Iterator[type[Model]]:
    for child in model.__subclasses__():
        yield child
        yield from _models(child)


def _widened(schema: Schema) -> Schema:
    """A mapping's schema with all that the reader takes: text that looks like numbers, lists of one, keys left empty."""
    required = set(schema.get("required", ()))
    properties = {name: _property(body, optional=name not in required) for name, body in schema.get("properties", {}).items()}
    return {key: part for key, part in {**schema, "properties": properties}.items() if key != "title"}


def _property(schema: Schema, *, optional: bool) -> Schema:
    notes: Schema = {key: schema[key] for key in ("description", "default") if key in schema}
    choices = _choices({key: part for key, part in schema.items() if key not in {"description", "default", "title", "sv", "en"}})
    if optional and {"type": "null"} not in choices:
        choices.append({"type": "null"})
    return {**notes, **(choices[0] if len(choices) == 1 else {"anyOf": choices})}


def _choices(schema: Schema) -> list[Schema]:
    """The forms that a value may take."""
    if "anyOf" in schema:
        return [choice for one in schema["anyOf"] for choice in _choices(one)]
    if schema.get("type") == "array" and "prefixItems" in schema:
        return [{**schema, "prefixItems": [_one(part) for part in schema["prefixItems"]]}]
    if schema.get("type") == "array":
        items = _choices(schema["items"])
        return [{**schema, "items": items[0] if len(items) == 1 else {"anyOf": items}}, *items]
    if schema.get("type") == "object" and isinstance(schema.get("additionalProperties"), dict):
        return [{**schema, "additionalProperties": _one(schema["additionalProperties"])}]
    if schema.get("format") == "time":
        return [{"type": WORDS, "pattern": f"^{shorthand.TIME}$"}]
    if schema.get("type") == "string" and not schema.keys() & {"const", "enum", "format"}:
        return [{**schema, "type": WORDS}]
    return [schema]


def _one(schema: Schema) -> Schema:
    choices = _choices({key: part for key, part in schema.items() if key != "title"})
    return choices[0] if len(choices) == 1 else {"anyOf": choices}


def _short_forms(model: type[Model], schema: Schema) -> Schema:
    """A mapping's schema beside the words that may stand for it."""
    match model.__name__:
        case "Item":
            return _described(schema, [{"enum": list(get_args(StandardItem))}, _standard_mapping(), _with_either(schema, "id", "standard")])
        case "Decision":
            clause = {"description": "The clause after 'att'. / Satsen efter 'att'.", "type": WORDS}
            return _described(schema, [{"enum": list(DECISION_STANDARDS)}, {"type": WORDS}, _with(schema, {"att": clause})])
        case "Article":
            return {**schema, "required": [name for name in schema["required"] if name != "id"]}
        case "Band":
            return _described(schema, [_words(model), {**schema, "required": []}])
        case _ if model.words_pattern:
            return _described(schema, [_words(model), schema])
        case _:
            return schema


def _lone_article(newsletter: Schema, article: Schema) -> Schema:
    """A newsletter whose only article has its fields beside the newsletter's own."""
    required = [name for name in newsletter["required"] if name != "lead"]
    properties = {**article["properties"], **newsletter["properties"]}
    return {**newsletter, "properties": properties, "required": required, "anyOf": [{"required": ["lead"]}, {"required": ["headline"]}]}


def _words(model: type[Model]) -> Schema:
    if model.words_pattern in {r".+", r"[\s\S]*"}:
        return {"type": WORDS, "examples": [model.words_example]}
    return {"type": "string", "pattern": f"^(?:{model.words_pattern})$", "examples": [model.words_example]}


def _described(schema: Schema, choices: list[Schema]) -> Schema:
    return {"description": schema.get("description", ""), "anyOf": choices}


def _with(schema: Schema, properties: Schema) -> Schema:
    return {**schema, "properties": {**properties, **schema["properties"]}}


def _with_either(schema: Schema, *names: str) -> Schema:
    """The mapping, which needs one of these keys only."""
    required = [name for name in schema.get("required", ()) if name not in names]
    return {**schema, "required": required, "anyOf": [{"required": [name]} for name in names]}


def _standard_mapping() -> Schema:
    """{previous: 1/2023}, {reports: {text: …}}, {other: words}."""
    content: Schema = {"type": [*WORDS, "object"]}
    properties = {
        word: {"type": WORDS, "pattern": f"^{shorthand.PREVIOUS}$"} if word == "previous" else content for word in get_args(StandardItem)
    }
    return {"type": "object", "properties": properties, "additionalProperties": False, "minProperties": 1, "maxProperties": 1}
