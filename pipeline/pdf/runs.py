"""A story's inlines as runs of one face, size, colour and context."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final, assert_never

from pipeline.dataclass import dataclass
from pipeline.look import ColourRole
from pipeline.pdf.breakpoints import Run
from pipeline.pdf.words import Stock
from pipeline.story import Emphasis, Field, Foreign, Inline, Inlines, LineBreak, Link, NoteMark, Reference, Strong, Text

NOTE_SIZE: Final = 0.64
"""Size of a note's figure, as a part of the text's."""
NOTE_RISE: Final = 0.34
"""How far it is lifted, as a part of the text's size."""


@dataclass(frozen=True, slots=True)
class Voice:
    """How words are said at one place of the tree."""

    bold: bool = False
    italic: bool = False
    language: str = "sv"
    colour: ColourRole = "text"
    context: tuple[Inline, ...] = ()


@dataclass(frozen=True, slots=True)
class Setting:
    """What turns inlines into runs: size, colour of links, and the stock for a bold or italic face and a language."""

    size_pt: float
    link_colour: ColourRole | None
    stock: Callable[[bool, bool, str], Stock]


def flatten(inlines: Inlines, voice: Voice, setting: Setting, first_note: int) -> list[Run]:
    """The runs in reading order; neighbours that look the same and belong together are one."""
    notes = iter(range(first_note, first_note + 10_000))
    runs: list[Run] = []
    for run in _walk(inlines, voice, setting, notes):
        if runs and runs[-1][1:] == run[1:] and not (run.forced or run.silent):
            runs[-1] = run._replace(text=runs[-1].text + run.text)
        else:
            runs.append(run)
    return runs


def _walk(inlines: Inlines, voice: Voice, setting: Setting, notes: Iterator[int]) -> Iterator[Run]:
    for inline in inlines:
        match inline:
            case Text(words):
                if words:
                    yield Run(words, setting.stock(voice.bold, voice.italic, voice.language), setting.size_pt, voice.colour, voice.context)
            case Strong(children):
                yield from _walk(children, replace(voice, bold=True), setting, notes)
            case Emphasis(children):
                yield from _walk(children, replace(voice, italic=not voice.italic), setting, notes)
            case Link(children) | Reference(children):
                inner = replace(voice, context=(*voice.context, inline), colour=setting.link_colour or voice.colour)
                yield from _walk(children, inner, setting, notes)
            case Foreign(children, language):
                yield from _walk(children, replace(voice, context=(*voice.context, inline), language=language), setting, notes)
            case Field(children):
                yield from _walk(children, voice, setting, notes)
            case NoteMark():
                yield _note(inline, next(notes), voice, setting)
            case LineBreak():
                yield Run("", setting.stock(voice.bold, voice.italic, voice.language), setting.size_pt, voice.colour, forced=True)
            case _:
                assert_never(inline)


def _note(mark: NoteMark, number: int, voice: Voice, setting: Setting) -> Run:
    """The lifted figure of a note, which is not among the story's words."""
    size = setting.size_pt
    stock = setting.stock(voice.bold, False, voice.language)
    return Run(str(number), stock, size * NOTE_SIZE, voice.colour, (*voice.context, mark), size * NOTE_RISE, silent=True)
