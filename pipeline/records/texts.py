"""All words of a source that documents show, with their origins and what markup they may hold."""

from __future__ import annotations

import re
from functools import cache
from typing import Annotated, Any, Literal, get_args, get_origin

from pydantic import BaseModel

from pipeline.dataclass import dataclass
from pipeline.records.model import Id, Markup, Prose
from pipeline.records.origins import names_of
from pipeline.records.source import Source

_ARTICLES = re.compile(r"talks\..+\.newsletter|newsletter\.(?:lead|articles\..+)\.text")
_NOTELESS = re.compile(r"images\.|newsletter\.(?!.*\.quote$)")
"""Where a phrase stands in a place of its own; a pull quote leaves its notes in the text."""
_SILENT = frozenset(
    {"id", "internal", "format", "file", "source", "standard", "kind", "status", "language", "present", "variants", "time_zone", "email"}
)
"""Fields whose text is never shown, or is no words."""


@dataclass(frozen=True, slots=True)
class Words:
    """A field's text: ``markup`` where the light markup is read, ``phrase`` where it is one line, ``article`` where subheadings and tables may stand, ``notes`` where footnotes may."""

    origin: str
    text: str
    markup: bool
    phrase: bool = True
    article: bool = False
    notes: bool = True


def words_of(source: Source) -> list[Words]:
    """The words of the meeting, then those of the organisation, in the order of the fields."""
    found: list[Words] = []
    _below(source.meeting, "", found)
    _below(source.organisation, "organisation", found)
    return found


def _below(model: BaseModel, origin: str, found: list[Words]) -> None:
    for name, (key, markup) in _fields(type(model)).items():
        value = getattr(model, name)
        if value or value == "":  # most fields are left out
            _value(value, f"{origin}.{key}" if origin else key, found, markup=markup)


def _value(value: object, origin: str, found: list[Words], *, markup: bool) -> None:
    if isinstance(value, str):
        found.append(Words(origin, value, markup, notes=_NOTELESS.match(origin) is None))
    elif isinstance(value, Prose):
        article, notes = _ARTICLES.fullmatch(origin) is not None, not origin.endswith(".ingress")
        found.append(Words(origin, value.text, markup=True, phrase=False, article=article, notes=notes))
    elif isinstance(value, BaseModel):
        _below(value, origin, found)
    elif isinstance(value, dict):
        for key, item in value.items():
            _value(item, f"{origin}.{key}", found, markup=markup)
    elif isinstance(value, tuple):
        names = names_of(value) if value and isinstance(value[0], BaseModel) else [str(number) for number in range(1, len(value) + 1)]
        for name, item in zip(names, value, strict=True):
            _value(item, f"{origin}.{name}", found, markup=markup)


@cache
def _fields(model: type[BaseModel]) -> dict[str, tuple[str, bool]]:
    """The fields of a model that hold words: the key as it is written, and whether markup is read in it."""
    found: dict[str, tuple[str, bool]] = {}
    for name, field in model.model_fields.items():
        if name in _SILENT or _is_id(field.annotation, field.metadata) or _is_choice(field.annotation):
            continue
        markup = any(isinstance(mark, Markup) for mark in field.metadata) or _holds_markup(field.annotation)
        found[name] = (field.alias or name, markup)
    return found


def _holds_markup(annotation: Any) -> bool:
    if get_origin(annotation) is Annotated:
        return any(isinstance(mark, Markup) for mark in annotation.__metadata__)
    return any(_holds_markup(part) for part in get_args(annotation))


def _is_choice(annotation: Any) -> bool:
    """Whether a field takes words of a fixed list only."""
    parts = [part for part in get_args(annotation) if part is not type(None)] if get_origin(annotation) is not Literal else [annotation]
    return bool(parts) and all(get_origin(part) is Literal for part in parts)


_ID_MARKS = get_args(Id)[1:]


def _is_id(annotation: Any, metadata: list[Any]) -> bool:
    """Whether a field holds nothing but ids."""
    if any(getattr(mark, "pattern", None) == getattr(_ID_MARKS[0].metadata[0], "pattern", "") for mark in metadata):
        return True
    parts = [part for part in get_args(annotation) if part not in (type(None), Ellipsis)]
    return bool(parts) and all(
        part == Id or (get_origin(part) is not None and get_origin(part) is not Annotated and _is_id(part, [])) for part in parts
    )
