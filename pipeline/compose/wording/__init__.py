"""The sentences of the documents: one file per language, read through Phrases, which knows the profile and the body."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import field
from functools import cache
from importlib import import_module
from typing import Literal, TypeAlias

from pipeline.dataclass import dataclass
from pipeline.language import capitalised, uncapitalised
from pipeline.language.base import JOINED_DASH
from pipeline.language.typography import NO_BREAK_SPACE
from pipeline.story import Inline, Inlines, Strong, Text

Profile: TypeAlias = Literal["association", "municipal_federation"]
Value: TypeAlias = str | int | Inlines

FILES = {"sv": "swedish", "en": "english"}
TOKEN = re.compile(r"\*\*|\{(\w+)\}")


@cache
def table(language: str, profile: Profile) -> Mapping[str, str]:
    """Every key that holds for a language ('sv', 'en') and profile, its spaces and the dashes between two slots as they are printed."""
    words = import_module(f"pipeline.compose.wording.{FILES[language]}")
    own = words.ASSOCIATION if profile == "association" else words.MUNICIPAL_FEDERATION
    printed = {"␣": NO_BREAK_SPACE, "}–{": f"}}{JOINED_DASH}{{", " – ": f"{NO_BREAK_SPACE}– ", " · ": f"{NO_BREAK_SPACE}· "}
    found = {**words.COMMON, **own}
    for typed, set_ in printed.items():
        found = {key: text.replace(typed, set_) for key, text in found.items()}
    return found


@cache
def _tokens(template: str) -> tuple[tuple[str, str], ...]:
    """A template cut into ('words', …), ('slot', name) and ('strong', '')."""
    parts: list[tuple[str, str]] = []
    position = 0
    for match in TOKEN.finditer(template):
        if match.start() > position:
            parts.append(("words", template[position : match.start()]))
        parts.append(("slot", match[1]) if match[1] else ("strong", ""))
        position = match.end()
    if position < len(template):
        parts.append(("words", template[position:]))
    return tuple(parts)


def joined(inlines: Inlines) -> Inlines:
    """The same inlines with neighbouring words as one Text."""
    merged: list[Inline] = []
    for inline in inlines:
        last = merged[-1] if merged else None
        if isinstance(inline, Text) and isinstance(last, Text):
            merged[-1] = Text(last.text + inline.text)
        elif not (isinstance(inline, Text) and not inline.text):
            merged.append(inline)
    return tuple(merged)


@dataclass(frozen=True)
class Phrases:
    """The wording of one language and profile, spoken of one body ("Styrelsen") whose meetings the profile names."""

    language: str
    profile: Profile
    body: str
    words: Mapping[str, str] = field(init=False, repr=False)
    common: Mapping[str, Value] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Look up the table and the words that fill slots everywhere."""
        words = table(self.language, self.profile)
        object.__setattr__(self, "words", words)
        named = {"body": uncapitalised(self.body), "Body": capitalised(self.body), "mtg": words["mtg"], "Mtg": capitalised(words["mtg"])}
        object.__setattr__(self, "common", named)

    def __contains__(self, key: str) -> bool:
        return key in self.words

    def say(self, key: str, **values: str | int) -> str:
        """The words of a key with their slots filled; KeyError for an unknown key or an unfilled slot."""
        return "".join(
            words if kind == "words" else str({**self.common, **values}[words]) if kind == "slot" else ""
            for kind, words in _tokens(self.words[key])
        )

    def fill(self, key: str, **values: Value) -> Inlines:
        """The words of a key as inlines: ** as Strong, slots with words or inlines of their own."""
        whole: list[Inline] = []
        strong: list[Inline] | None = None
        for kind, words in _tokens(self.words[key]):
            if kind == "strong":
                if strong is not None:
                    whole.append(Strong(joined(tuple(strong))))
                strong = [] if strong is None else None
                continue
            target = whole if strong is None else strong
            if kind == "words":
                target.append(Text(words))
            else:
                value = values[words] if words in values else self.common[words]
                target.extend(value if isinstance(value, tuple) else (Text(str(value)),))
        return joined(tuple(whole))

    def plural(self, key: str, number: int) -> str:
        """The key for one or for many."""
        return f"{key}.one" if number == 1 else f"{key}.many"
