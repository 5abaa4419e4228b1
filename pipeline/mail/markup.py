"""The letter as branded HTML: a Jinja2 template in MJML, compiled once; nothing remote, nothing that tracks."""

from __future__ import annotations

import functools
import re
import unicodedata
from importlib import resources
from typing import assert_never

import mrml
from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup, escape

from pipeline.letter import Letter
from pipeline.look import FaceRole, Look
from pipeline.mail import palette
from pipeline.mail.bare import INVISIBLE
from pipeline.mail.plain import words
from pipeline.problems import BadInput, Place, Problem, say
from pipeline.story import Emphasis, Field, Foreign, Inline, Inlines, LineBreak, Link, NoteMark, Reference, Strong, Text, walk

_SCHEMES = ("https://", "http://", "mailto:", "tel:")
_PREVIEW = 140
_TITLE_MARK = "mj-title-goes-here"
"""Stands for the title until mrml is through, which would write quotation marks and no-break spaces of it as codes of Rust."""


def write_html(letter: Letter, look: Look, enclosed: bool) -> str:
    """The HTML part; ``enclosed`` says whether the document travels along or is linked to instead."""
    _refuse_foreign_schemes(letter)
    source = _template().render(
        letter=letter,
        title_mark=_TITLE_MARK,
        light=palette.light(look),
        dark=palette.dark(look),
        serif=_stack(look, "body", "Georgia, 'Times New Roman', serif"),
        sans=_stack(look, "sans", "'Segoe UI', Helvetica, Arial, sans-serif"),
        preview=_preview(letter),
        nameplate_px=_nameplate_px(letter.nameplate),
        enclosed_words=letter.attached if enclosed else letter.instead,
    )
    html = _tidy(mrml.to_html(_tight(source), render_options=mrml.RenderOptions(fonts={})).content)
    return html.replace(_TITLE_MARK, str(escape(letter.subject)))


@functools.cache
def _template() -> Template:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters["inline"] = _inlines
    return environment.from_string(resources.files("pipeline.mail").joinpath("letter.mjml.j2").read_text(encoding="utf-8"))


def _inlines(inlines: Inlines) -> Markup:
    return Markup("").join(_inline(inline) for inline in inlines)


def _inline(inline: Inline) -> Markup:
    match inline:
        case Text(text):
            return escape(text)
        case LineBreak():
            return Markup("<br/>")
        case NoteMark():
            return Markup("")
        case Strong(children):
            return Markup("<strong>{}</strong>").format(_inlines(children))
        case Emphasis(children):
            return Markup("<em>{}</em>").format(_inlines(children))
        case Link(children, address):
            return Markup('<a href="{}">{}</a>').format(address, _inlines(children))
        case Foreign(children, language):
            return Markup('<span lang="{}">{}</span>').format(language, _inlines(children))
        case Reference(children) | Field(children):
            return _inlines(children)
        case _:
            assert_never(inline)


def _stack(look: Look, role: FaceRole, fallbacks: str) -> str:
    """The brand's face first for the few who have it; a mail never loads a font."""
    family = re.sub(r"[^\w .-]", "", look.faces[role].family)
    return f"'{family}', {fallbacks}" if family else fallbacks


def _preview(letter: Letter) -> str:
    """The line that inboxes show behind the subject: the letter's own, or how it begins."""
    if letter.preview:
        return letter.preview
    spoken = letter.ingress or (letter.opening[0] if letter.opening else ())
    line = " ".join(words(spoken).split())
    return line if len(line) <= _PREVIEW else line[:_PREVIEW].rsplit(" ", 1)[0] + "…"


def _nameplate_px(nameplate: str) -> int:
    """The size at which a name of that length keeps to its column on a desk and on a phone."""
    return next((size for limit, size in ((11, 54), (14, 44), (18, 36), (26, 30)) if len(nameplate) <= limit), 24)


def _refuse_foreign_schemes(letter: Letter) -> None:
    """A link in a mail leads to the web, a mailbox or a telephone; anything else is a mistake or an attack."""
    parts = walk((letter,))
    addresses = [getattr(part, "address", "") for part in parts if type(part).__name__ in ("Link", "Headline")]
    problems = [
        Problem(
            Place(letter.edition.key),
            "letter",
            say("expected a link that begins with https:// or mailto:, found {address}", address=address),
            say("write the whole address"),
        )
        for address in addresses
        if address and not address.lower().startswith(_SCHEMES)
    ]
    if problems:
        raise BadInput(problems)


def _tight(source: str) -> str:
    """Without what mrml stumbles over (blanks between MJML's elements, controls) and what some programs show that should not be seen."""
    kept = "".join(c for c in source if c in "\n\t" or (c not in INVISIBLE and unicodedata.category(c) not in ("Cc", "Cs")))
    return re.sub(r">\s+<(/?mj)", r"><\1", kept)


def _tidy(html: str) -> str:
    """Lines without spaces around them, which the template's indentation leaves in the styles."""
    return "\n".join(line for line in (raw.strip() for raw in html.split("\n")) if line) + "\n"
