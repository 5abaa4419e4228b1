"""What would keep a reader out of the document, found in the story before it is painted."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pipeline import story
from pipeline.dataclass import field_names
from pipeline.pdf.images import picture_problem
from pipeline.pdf.structure import structure
from pipeline.pdf.tree import Element, Slot, even
from pipeline.pdf.typeface import Typeface
from pipeline.problems import Place, Problem, say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pipeline.look import FaceRole, Look
    from pipeline.problems import Message
    from pipeline.story import Document

LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
"""The shape of a language tag (BCP 47)."""
SANS = (
    story.FactBox, story.KeyFigures, story.Contents, story.Notice, story.DecisionsInBrief, story.NextMeeting, story.Presentations,
    story.MemberList, story.Colophon, story.Table, story.Figure, story.Chart, story.Masthead,
)  # fmt: skip
"""Blocks that are set in the sans serif; all else is set in the body's face."""
DISPLAYED = ("headline", "nameplate", "value", "day")
FIELDS = ("kicker", "headline", "ingress", "byline")
"""Words of an article that the record writes in fields of the same names."""
SILENT = frozenset({"origin", "anchor", "address", "qr_address", "file", "language", "role", "align", "name", "media_type", "data", "alt"})


def check_readable(document: Document, look: Look, place: Callable[[str, str], Place] | None = None) -> list[Problem]:
    """Glyphs that a face lacks, pictures that cannot be shown or have no text alternative, links without words or aim, headings that skip a level.

    ``field`` is the origin of the part; ``place`` knows where the record writes an origin and the first of the characters in question.
    """
    checker = _Checker(document, look, place or (lambda _origin, _words: Place(document.metadata.title)))
    checker.document()
    checker.headings()
    checker.parts(document.blocks, "", "body")
    return checker.problems


class _Checker:
    """Collects the problems of one document."""

    def __init__(self, document: Document, look: Look, place: Callable[[str, str], Place]) -> None:
        self.story = document
        self.look = look
        self.place = place
        self.problems: list[Problem] = []
        self.typefaces: dict[FaceRole, Typeface] = {}
        parts = (part for part in story.walk(document.blocks) if not isinstance(part, story.Reference | story.ContentsEntry))
        self.anchors = {getattr(part, "anchor", "") for part in parts}

    def report(self, origin: str, message: Message, hint: Message, words: str = "") -> None:
        """Note a problem once, at the words that it is about."""
        problem = Problem(self.place(origin, words), origin, message, hint)
        if problem not in self.problems:
            self.problems.append(problem)

    def document(self) -> None:
        """Title and language of the whole."""
        metadata = self.story.metadata
        if not metadata.title.strip():
            self.report("", say("expected a title for the document, found none"), say("give the document a title"))
        self.language(metadata.language, "")

    def language(self, language: str, origin: str) -> None:
        """A language tag."""
        if not LANGUAGE.fullmatch(language):
            message = say("expected a language such as sv or en-GB, found {found}", found=repr(language))
            self.report(origin, message, say("write the language's tag as BCP 47 gives it"))

    def headings(self) -> None:
        """No heading skips a level, in the order in which they are read."""
        last = 0
        for element, slot in _headings(structure(self.story).root):
            level = int(element.tag[1])
            if level > last + 1:
                words = slot.texts()[0] if slot.texts() else ""
                message = say(
                    "expected a heading of level {expected} at most, found {words} on level {level}",
                    expected=last + 1,
                    words=words,
                    level=level,
                )
                self.report(slot.origin, message, say("make it a higher heading, or put one above it"))
            last = level

    def parts(self, value: Any, origin: str, role: FaceRole) -> None:
        """A part of the story and all in it; ``origin`` is the nearest above, ``role`` the face that it is set in."""
        match value:
            case str():
                self.glyphs(value, origin, role)
            case tuple():
                for part in value:
                    self.parts(part, origin, role)
            case _ if field_names(type(value)) is not None and not isinstance(value, story.Image):
                self.part(value, getattr(value, "origin", "") or origin, "sans" if isinstance(value, SANS) else role)

    def part(self, part: Any, origin: str, role: FaceRole) -> None:
        """One part: what it demands itself, then its fields."""
        if isinstance(part, story.Figure | story.Chart) and not part.alt.strip():
            self.report(
                origin,
                say("expected a text alternative for the picture, found none"),
                say("say in alt what the picture shows, for those who cannot see it"),
            )
        if isinstance(part, story.Figure):
            found = (picture_problem(image, origin) for image in (part.image, *part.variants))
            self.problems.extend(replace(problem, where=self.place(origin, "")) for problem in found if problem)
        if isinstance(part, story.Link | story.Reference):
            self.link(part, origin)
        if isinstance(part, story.ContentsEntry) and part.anchor:
            self.anchor(part.anchor, origin)
        if isinstance(part, story.Foreign):
            self.language(part.language, origin)
        if isinstance(part, story.Strong):
            role = _bold(role)
        if isinstance(part, story.Emphasis):
            role = _italic(role)
        for name in field_names(type(part)) or ():
            if name not in SILENT:
                own = f"{origin}.{name}" if isinstance(part, story.Article) and origin and name in FIELDS else origin
                self.parts(getattr(part, name), own, "display" if name in DISPLAYED else "subhead" if name == "ingress" else role)

    def link(self, link: story.Link | story.Reference, origin: str) -> None:
        """A link says something and leads somewhere."""
        if not even(story.plain(link.children)):
            self.report(origin, say("expected words for the link, found none"), say("write what the link leads to"))
        if isinstance(link, story.Reference):
            self.anchor(link.anchor, origin)

    def anchor(self, anchor: str, origin: str) -> None:
        """What leads into the document leads to a part of it."""
        if anchor not in self.anchors:
            message = say("expected a part of the document that {anchor} names, found none", anchor=anchor)
            self.report(origin, message, say("refer to something that the document holds"))

    def glyphs(self, words: str, origin: str, role: FaceRole) -> None:
        """Each character has a glyph in the face that it is set in."""
        typeface = self.typefaces.get(role)
        if typeface is None:
            typeface = self.typefaces[role] = Typeface(self.look.faces[role])
        missing = typeface.missing(words)
        if missing:
            codes = ", ".join(f"{character} (U+{ord(character):04X})" for character in missing)
            message = say("expected characters that the face {face} has, found {characters}", face=typeface.face.name, characters=codes)
            self.report(origin, message, say("write the words with other characters, or choose a face that has them"), missing[0])


def _bold(role: FaceRole) -> FaceRole:
    return {"body": "body_bold", "body_italic": "body_bold_italic", "sans": "sans_bold"}.get(role, role)  # type: ignore[return-value]


def _italic(role: FaceRole) -> FaceRole:
    return {"body": "body_italic", "body_bold": "body_bold_italic", "sans": "sans_italic", "subhead": "subhead_italic"}.get(role, role)  # type: ignore[return-value]


def _headings(element: Element) -> Iterator[tuple[Element, Slot]]:
    """The headings with words, each with the slot that holds them."""
    if element.tag[:1] == "H" and element.tag[1:].isdigit():
        slots = [kid for kid in element.kids if isinstance(kid, Slot) and any(kid.texts())]
        if slots:
            yield element, slots[-1]
    for kid in element.kids:
        if isinstance(kid, Element):
            yield from _headings(kid)
