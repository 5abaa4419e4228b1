"""What the models of all source files share: strictness, shorthand, bilingual descriptions, and the small types of the YAML."""

import datetime as dt
import os
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, TypeVar, Union, get_args, get_origin

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationInfo, model_validator

from pipeline.records import shorthand
from pipeline.records.shorthand import Raw

os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
"""The models need none, and pydantic looks for them in the metadata of all packages that are installed (10 ms)."""

T = TypeVar("T")

Id = Annotated[str, Field(pattern=r"^[a-z0-9]+([-_.][a-z0-9]+)*$")]
"""A name that stays: lower-case letters a–z, digits and hyphens."""


class Markup:
    """Marks text that is written in the light markup."""


Phrase = Annotated[str, Markup()]
"""Words of one line in the light markup (bold, italic, links)."""

Date = Annotated[dt.date, BeforeValidator(shorthand.date)]
"""A date written 2023-05-22."""

Time = Annotated[dt.time, BeforeValidator(shorthand.time)]
"""A time written 13.00 or 13:00."""


class Model(BaseModel):
    """A mapping of the YAML: unknown keys are errors, nothing is changed after reading.

    A key without a value counts as left out, and an entry that stands alone as a list of one. A subclass that can be written as words
    names their pattern and an example, for schemas, and parses them in ``from_words``.
    """

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        strict=False,
        populate_by_name=False,
        coerce_numbers_to_str=True,
        str_strip_whitespace=True,
        defer_build=True,
        ignored_types=(str, frozenset),  # what is no field
        regex_engine="python-re",  # compiled once for all ids, not once for each field (5 ms); what is matched is stripped before
    )

    if TYPE_CHECKING:  # pydantic would evaluate these again for each of 45 models (3 ms)
        words_pattern: ClassVar[str]
        words_example: ClassVar[str]
        keys: ClassVar[frozenset[str]]
        list_keys: ClassVar[frozenset[str]]

    words_pattern = ""
    words_example = ""
    keys = frozenset()
    list_keys = frozenset()

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        """Note the keys as they are written, and which of them hold lists."""
        super().__pydantic_init_subclass__(**kwargs)
        cls.keys = frozenset(field.alias or name for name, field in cls.model_fields.items())
        cls.list_keys = frozenset(field.alias or name for name, field in cls.model_fields.items() if _is_list(field.annotation))

    @classmethod
    def from_words(cls, _words: str, /) -> Raw | None:
        """The mapping that words stand for; None where it is never written as words; Wrong where they do not fit."""
        return None

    @classmethod
    def from_mapping(cls, value: Raw, _context: Any, /) -> Raw:
        """A mapping with its own short forms written out; the context is the reader's."""
        return value

    @model_validator(mode="before")
    @classmethod
    def written_out(cls, value: Any, info: ValidationInfo) -> Any:
        """The canonical mapping for what was written."""
        if isinstance(value, str | int | float) and not isinstance(value, bool):
            value = cls.from_words(str(value)) or value
        if not isinstance(value, dict):
            return value
        keys = cls.keys
        value = cls.from_mapping({key: item for key, item in value.items() if item is not None or key not in keys}, info.context)
        for key in cls.list_keys:
            if key in value and not isinstance(value[key], list | tuple):
                value = {**value, key: shorthand.as_list(value[key])}
        return value


def _is_list(annotation: Any) -> bool:
    """Whether a field holds any number of entries (tuple[X, ...])."""
    if get_origin(annotation) is tuple:
        return get_args(annotation)[-1:] == (Ellipsis,)
    parts = [part for part in get_args(annotation) if part is not NoneType] if get_origin(annotation) in {Union, UnionType} else []
    return len(parts) == 1 and _is_list(parts[0])


def described(english: str, swedish: str, /, default: Any = ..., **constraints: Any) -> Any:
    """A field whose schema tells in English and in Swedish what belongs there; without ``default`` it is required."""
    return Field(default, description=f"{english} / {swedish}", json_schema_extra={"sv": swedish, "en": english}, **constraints)


def many(english: str, swedish: str, /, **constraints: Any) -> Any:
    """A list field that may be left out."""
    return Field((), description=f"{english} / {swedish}", json_schema_extra={"sv": swedish, "en": english}, **constraints)


def _without_end(words: str) -> str:
    """As str.rstrip, whose own signature pydantic would parse as text (5 ms)."""
    return words.rstrip()


class Prose(Model):
    """Running text in the light markup: written inline, or in ``file`` (texts/NAME.md) from where the reader loads it."""

    text: Annotated[str, StringConstraints(strip_whitespace=False), AfterValidator(_without_end)] = described("The words.", "Orden.", "")
    file: str | None = described("The file under texts/ that holds them.", "Filen under texts/ som rymmer dem.", None)

    words_pattern = r"[\s\S]*"
    words_example = "texts/region.md"

    @classmethod
    def from_words(cls, words: str) -> Raw:
        """The words themselves, or the name of the file that holds them."""
        return shorthand.prose(words)

    @classmethod
    def from_mapping(cls, value: Raw, context: Any, /) -> Raw:
        """The file's words, where the reader says how to load them (``context`` is a function from file name to text)."""
        name = value.get("file")
        if context is not None and isinstance(name, str) and "text" not in value:
            return {**value, "text": context(name)}
        return value
