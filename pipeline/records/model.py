"""What the models of all source files share: strictness, bilingual descriptions, and the small types of the YAML."""

from __future__ import annotations

from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field

T = TypeVar("T")

Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*([-_.][a-z0-9]+)*$")]
"""A name that stays: lower-case letters, digits and hyphens."""

Phrase = str
"""Words of one line in the light markup (bold, italic, links)."""


class Model(BaseModel):
    """A mapping of the YAML: unknown keys are errors, nothing is changed after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=False, populate_by_name=False)


def described(english: str, swedish: str, /, default: Any = ..., **constraints: Any) -> Any:
    """A field whose schema tells in English and in Swedish what belongs there; without ``default`` it is required."""
    return Field(default, description=f"{english} / {swedish}", json_schema_extra={"sv": swedish, "en": english}, **constraints)


def many(english: str, swedish: str, /, **constraints: Any) -> Any:
    """A list field that may be left out."""
    return Field((), description=f"{english} / {swedish}", json_schema_extra={"sv": swedish, "en": english}, **constraints)


class Prose(Model):
    """Running text in the light markup: written inline, or in ``file`` (texts/NAME.md) from where the reader loads it."""

    text: str = described("The words.", "Orden.", "")
    file: str | None = described("The file under texts/ that holds them.", "Filen under texts/ som rymmer dem.", None)
