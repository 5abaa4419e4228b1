"""Inlines of the story as runs of a paragraph."""

from __future__ import annotations

from typing import assert_never

from pipeline.story import Emphasis, Field, Foreign, Inline, Inlines, LineBreak, Link, NoteMark, Reference, Strong, Text
from pipeline.word.flow import EMPHASIS, STRONG, Par, Run
from pipeline.word.names import full_language


def runs_of(inlines: Inlines, *, strong: bool = False) -> list[Run]:
    """The runs, neighbours that are alike joined; ``strong`` makes all of them bold (a total's row)."""
    runs: list[Run] = []
    plain = Run("", STRONG if strong else 0)
    for inline in inlines:
        _add(runs, inline, plain)
    return runs


def _add(runs: list[Run], inline: Inline, dress: Run) -> None:
    """Append what ``inline`` says, dressed as its surroundings are."""
    if isinstance(inline, Text):
        _say(runs, inline.text.replace("\n", " ").replace("\t", " "), dress)
        return
    match inline:
        case Field((), origin):
            runs.append(Run("", dress.traits, dress.link, dress.language, origin))
        case Field(children, origin):
            _all(runs, children, Run("", dress.traits, dress.link, dress.language, origin))
        case LineBreak():
            _say(runs, "\n", dress)
        case NoteMark(note):
            runs.append(
                Run("", dress.traits, dress.link, dress.language, dress.origin, tuple(_note(paragraph.children) for paragraph in note))
            )
        case Strong(children):
            _all(runs, children, Run("", dress.traits | STRONG, dress.link, dress.language, dress.origin))
        case Emphasis(children):
            _all(runs, children, Run("", dress.traits | EMPHASIS, dress.link, dress.language, dress.origin))
        case Link(children, address):
            _all(runs, children, Run("", dress.traits, address, dress.language, dress.origin))
        case Reference(children, anchor):
            _all(runs, children, Run("", dress.traits, "#" + anchor, dress.language, dress.origin))
        case Foreign(children, language):
            _all(runs, children, Run("", dress.traits, dress.link, full_language(language), dress.origin))
        case _:
            assert_never(inline)


def _all(runs: list[Run], inlines: Inlines, dress: Run) -> None:
    for inline in inlines:
        _add(runs, inline, dress)


def _say(runs: list[Run], text: str, dress: Run) -> None:
    if not text:
        return
    if runs and runs[-1].same_dress(dress):
        runs[-1].text += text
    else:
        runs.append(Run(text, dress.traits, dress.link, dress.language, dress.origin))


def _note(inlines: Inlines) -> Par:
    return Par("FootnoteText", runs_of(inlines))
