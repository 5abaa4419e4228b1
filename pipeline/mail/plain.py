"""The letter as plain text, flowed (RFC 3676): phones wrap it to their width, old programs show lines of 72."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import assert_never

from pipeline.letter import Letter
from pipeline.mail.bare import bare
from pipeline.story import Emphasis, Field, Foreign, Inline, Inlines, LineBreak, Link, NoteMark, Reference, Strong, Text

WIDTH = 72


def write_text(letter: Letter, enclosed: bool) -> str:
    """The text part with LF line ends; ``enclosed`` says whether the document travels along or is linked to instead."""
    blocks = [block for block in _blocks(letter, enclosed) if block.strip()]
    return "\n".join(_flow(line) for line in _clean("\n\n".join(blocks)).split("\n")) + "\n"


def words(inlines: Inlines) -> str:
    """Inlines as people read them in plain text: a link is followed by its address unless the words are the address."""
    return "".join(_word(inline) for inline in inlines)


def _clean(text: str) -> str:
    """Bare text without controls."""
    return "".join(c for c in bare(text) if c == "\n" or unicodedata.category(c) not in ("Cc", "Cs"))


def _word(inline: Inline) -> str:
    match inline:
        case Text(text):
            return text
        case LineBreak():
            return "\n"
        case NoteMark():
            return ""
        case Link(children, address):
            return _link(words(children), address)
        case Strong(children) | Emphasis(children) | Reference(children) | Foreign(children) | Field(children):
            return words(children)
        case _:
            assert_never(inline)


def _link(label: str, address: str) -> str:
    bare = address.removeprefix("mailto:").removeprefix("tel:")
    shown = bare.removeprefix("https://").removeprefix("http://").rstrip("/")
    if label.rstrip("/") in (bare.rstrip("/"), shown):
        return label if bare != address else address
    return f"{label} ({bare})"


def _blocks(letter: Letter, enclosed: bool) -> Iterator[str]:
    yield "\n".join([letter.nameplate, *letter.dateline])
    yield words(letter.notice)
    for paragraph in letter.opening:
        yield words(paragraph)
    if letter.headline is not None:
        yield "\n".join(part for part in (letter.headline.text, words(letter.ingress), letter.headline.address) if part)
    else:
        yield words(letter.ingress)
    if letter.headlines:
        yield "\n".join(_list(letter))
    yield "\n".join(f"{particular.label}: {words(particular.children)}" for particular in letter.particulars)
    yield _next_meeting(letter)
    yield words(letter.attached if enclosed else letter.instead)
    yield words(letter.registry)
    yield words(letter.change)
    yield "\n".join(words(line) for line in letter.closing)
    yield words(letter.privacy)
    if letter.imprint:
        yield "-- \n" + "\n".join(words(line) for line in letter.imprint)


def _list(letter: Letter) -> Iterator[str]:
    """What is inside; an address that has been told is not told again."""
    told = {letter.headline.address if letter.headline is not None else "", ""}
    if letter.list_title:
        yield letter.list_title
    for entry in letter.headlines:
        yield f"– {entry.text}" if entry.address in told else f"– {entry.text}\n  {entry.address}"
        told.add(entry.address)


def _next_meeting(letter: Letter) -> str:
    meeting = letter.next_meeting
    if meeting is None:
        return ""
    when = f"{meeting.day} {meeting.month}"
    return f"{meeting.title}: " + ", ".join(part for part in (when, meeting.time, meeting.place) if part)


def _flow(line: str) -> str:
    """One paragraph line as flowed lines: each but the last ends in a space; words, and so addresses, stay whole (RFC 3676 4)."""
    if line == "-- " or len(line) <= WIDTH:
        return _stuff(line if line == "-- " else line.rstrip())
    lines: list[str] = []
    current = ""
    for word in line.split(" "):
        if current.strip() and len(current) + len(word) > WIDTH:
            lines.append(_stuff(current))
            current = ""
        current += word + " "
    lines.append(_stuff(current.rstrip()))
    return "\n".join(lines)


def _stuff(line: str) -> str:
    """Space-stuffing of RFC 3676 4.4."""
    return " " + line if line.startswith((" ", ">", "From ")) else line
