"""What a screen reader would speak: the words of a tagged PDF in the order of its structure, and whether they are the story's."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pikepdf

from pipeline import story
from pipeline.dataclass import dataclass
from pipeline.preflight.tagged import Node, TaggedFile, read_tagged

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

BLOCKS = frozenset({"P", "H1", "H2", "H3", "H4", "H5", "H6", "LBody", "Lbl", "TH", "TD", "Caption", "TOCI", "Note", "Figure"})
OPENED = {"L": "LI", "Table": "TR", "BlockQuote": ""}
"""What a reader announces before it goes in, and the items that it counts there."""
CONTAINERS = frozenset({"L", "Table", "Div", "Sect", "Art", "Aside", "BlockQuote"})
STEERING: dict[int, str | None] = {**dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff")), 0x2011: "-"}
GENERATED = re.compile(r"[–•·▪\-*]|[\d.()]+|§|[ivxlc]+\.|[a-z][.)]")
"""Words that documents add to the story: list marks, note marks, page numbers, §."""


SPEECH = {
    "sv": {
        "H": "Rubrik nivå {0}",
        "Figure": "Bild",
        "Column": "Kolumn",
        "Row": "Rad",
        "L": "Lista, antal punkter {0}",
        "Table": "Tabell, antal rader {0}",
        "BlockQuote": "Citat",
        "Caption": "Bildtext",
        "Note": "Fotnot",
        "TOCI": "Innehåll",
    },
    "en": {
        "H": "Heading level {0}",
        "Figure": "Picture",
        "Column": "Column",
        "Row": "Row",
        "L": "List, number of items {0}",
        "Table": "Table, number of rows {0}",
        "BlockQuote": "Quotation",
        "Caption": "Caption",
        "Note": "Footnote",
        "TOCI": "Contents",
    },
}
"""What a reader says before the words, in the document's own language."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """One utterance: the element's standard type ("H1", "P", "TH" …), its words without and with marks of notes, its language, how deep in lists.

    ``opened`` are the lists, tables and quotations that begin here with the number of their items, ``scope`` what a TH heads, ``foreign`` the
    words of another language within, with that language.
    """

    tag: str
    words: str
    with_marks: str
    language: str
    depth: int = 0
    opened: tuple[tuple[str, int], ...] = ()
    scope: str = ""
    foreign: tuple[tuple[str, str], ...] = ()


def read_aloud(data: bytes) -> list[str]:
    """Every utterance in structure order as a screen reader speaks it, with what it announces before it."""
    said = []
    label = ""
    for one in utterances(data):
        speech = SPEECH.get(one.language[:2], SPEECH["en"])
        said += ["  " * max(one.depth - 1, 0) + speech[tag].format(count) for tag, count in one.opened]
        if one.tag == "Lbl":
            label = f"{one.with_marks} "
            continue
        kind = "H" if one.tag[:1] == "H" and one.tag[1:].isdigit() else one.scope or one.tag
        announced = speech[kind].format(one.tag[1:]) + ": " if kind in speech and kind not in OPENED else ""
        foreign = "".join(f" [{language}: {words}]" for language, words in one.foreign)
        said.append("  " * one.depth + announced + label + one.with_marks + foreign)
        label = ""
    return said


def utterances(data: bytes) -> list[Spoken]:
    """Every utterance in structure order, pictures by their text alternative, soft hyphens left out."""
    return list(spoken(read_tagged(data)))


def spoken_words(data: bytes) -> str:
    """All words in structure order, one utterance a line, marks of notes left out."""
    return "\n".join(one.words for one in utterances(data))


def spoken(read: TaggedFile) -> Iterator[Spoken]:
    """The utterances of a file that was read."""
    speaker = _Speaker(read)
    for top in read.tops:
        yield from speaker.speak(top, str(read.pdf.Root.get("/Lang", "")), 0)


class _Speaker:
    """Goes through the elements of one file."""

    def __init__(self, read: TaggedFile) -> None:
        self.content = read.content()
        self.roles = read.roles

    def speak(self, node: Node, language: str, depth: int) -> Iterator[Spoken]:
        """What a node says; its first words tell of the list, table or quotation that they open."""
        opened = node.tag in OPENED
        for one in self._speak(node, language, depth):
            if opened:
                count = sum(isinstance(kid, Node) and kid.tag == OPENED[node.tag] for kid in node.kids)
                yield replace(one, opened=((node.tag, count), *one.opened))
            else:
                yield one
            opened = False

    def _speak(self, node: Node, language: str, depth: int) -> Iterator[Spoken]:
        """A block's own words, then the blocks in it."""
        own = str(node.get("/Lang") or language)
        tag = self.roles.get(node.tag, node.tag)
        if node.tag == "Figure":
            alt = _even(str(node.get("/Alt") or ""))
            yield Spoken(tag, alt, alt, own, depth)
            return
        if node.tag in BLOCKS:
            said = _even(self.words(node, marks=False))
            if said:
                foreign = tuple(self.foreign(node))
                yield Spoken(tag, said, _even(self.words(node, marks=True)), own, depth, scope=_scope(node), foreign=foreign)
        inner = depth + (node.tag == "L")
        for kid in node.kids:
            if isinstance(kid, Node) and (kid.tag in BLOCKS or node.tag not in BLOCKS or kid.tag in CONTAINERS):
                yield from self.speak(kid, own, inner)

    def foreign(self, node: Node) -> Iterator[tuple[str, str]]:
        """The inline words of a block that have a language of their own, with it."""
        for kid in node.kids:
            if isinstance(kid, Node) and kid.tag not in BLOCKS and kid.tag not in CONTAINERS:
                if kid.get("/Lang"):
                    yield str(kid.get("/Lang")), _even(self.words(kid, marks=False))
                yield from self.foreign(kid)

    def words(self, node: Node, *, marks: bool) -> str:
        """The words of a block and of the inline elements in it, with or without the marks of notes."""
        parts = []
        for kid in node.kids:
            if isinstance(kid, tuple):
                parts.append(self.content[kid].words if kid in self.content else "")
            elif isinstance(kid, Node) and kid.tag == "Reference":
                parts.append(f" {self.words(kid, marks=marks)} " if marks else "")
            elif isinstance(kid, Node) and kid.tag not in BLOCKS:
                parts.append(self.words(kid, marks=marks))
        return "".join(parts)


def _scope(node: Node) -> str:
    """What a head of a table heads: Column, Row or nothing."""
    attributes = node.get("/A")
    return str(attributes.get("/Scope", "")).removeprefix("/") if isinstance(attributes, pikepdf.Dictionary) else ""


def _even(words: str) -> str:
    return " ".join(words.translate(STEERING).split())


# ── the story's own words ────────────────────────────────────────────────────────────────────────────────────────────

ORDER: dict[str, tuple[str, ...]] = {
    "Article": ("kicker", "headline", "ingress", "byline", "figure", "blocks", "pull_quote", "boxes"),
    "Bar": (),
    "BriefDecision": ("label", "title", "children"),
    "Chart": ("title", "alt", "caption"),
    "Colophon": ("vignette", "columns"),
    "ColophonEntry": ("head", "lines"),
    "ContentsEntry": ("title",),
    "Decision": ("label", "lead", "clauses"),
    "Figure": ("alt", "labels", "caption", "credit"),
    "Section": ("heading", "blocks"),
    "Signatures": ("statement", "signatures"),
    "Presentations": ("title", "entries", "qr_title", "qr_said"),
    "Presentation": ("label", "title", "presenter"),
    "Table": ("columns", "rows"),
    "Appendix": ("label", "title", "mentioned"),
}
"""The fields that are read, in their order, where these are not all fields that hold words."""
SILENT = frozenset(
    {"origin", "anchor", "section", "kind", "role", "align", "language", "address", "qr_address", "file", "image", "variants"}
)


def story_words(document: story.Document, left_out: Collection[object] = (), *, short: bool = False) -> list[str]:
    """The words of a story in reading order, pictures by their text alternative, notes after the paragraph that mentions them.

    ``short`` takes the key figures' labels in one line, as they stand in narrow places.
    """
    said = " ".join(_said(document.blocks, frozenset(map(id, left_out)), short=short)).translate(STEERING)
    return said.split()


def _said(value: Any, dropped: frozenset[int] = frozenset(), *, short: bool = False) -> Iterator[str]:
    match value:
        case _ if id(value) in dropped:
            return
        case str():
            yield value
        case story.KeyFigure():
            label = value.short if short and value.short else value.label
            yield f"{value.value}{'+' if value.more_than else ''} {value.unit} {label}"
        case tuple() if value and all(_inline(one) for one in value):
            yield story.plain(value)
            yield from _notes(value)
        case tuple():
            for one in value:
                yield from _said(one, dropped, short=short)
        case None | bool() | int() | float() | bytes():
            return
        case _:
            for name in ORDER.get(type(value).__name__, value.__dataclass_fields__):
                if name not in SILENT:
                    yield from _said(getattr(value, name), dropped, short=short)


def _inline(value: Any) -> bool:
    return isinstance(value, story.Inline)


def _notes(inlines: story.Inlines) -> Iterator[str]:
    for inline in inlines:
        if isinstance(inline, story.NoteMark):
            yield from _said(inline.note)
        elif not isinstance(inline, story.Text | story.LineBreak):
            yield from _notes(inline.children)


def differences(data: bytes, document: story.Document, left_out: Collection[object] = ()) -> list[str]:
    """Where the words read aloud are not the story's, word for word; words that documents add may stand between them.

    ``left_out`` are the blocks that the plan of the pages has dropped.
    """
    parts = list(story.walk(document.blocks))
    addresses = {part.address for part in parts if isinstance(part, story.Presentation)}
    pictures = {_even(part.alt) for part in parts if isinstance(part, story.Figure | story.Chart)}
    heard = [one.words for one in utterances(data) if one.tag != "Figure" or _even(one.words) in pictures]
    words = " ".join(heard).split()
    found = compare(words, story_words(document, left_out), addresses)
    return found and compare(words, story_words(document, left_out, short=True), addresses) and found


def compare(heard: Sequence[str], expected: Sequence[str], optional: Collection[str] = ()) -> list[str]:
    """The first place where two sequences of words part, as a sentence; none where they agree."""
    at = 0
    for word in heard:
        if at < len(expected) and word.casefold() == expected[at].casefold():
            at += 1
        elif word not in optional and not GENERATED.fullmatch(word):
            before = " ".join(expected[max(at - 4, 0) : at])
            wanted = expected[at] if at < len(expected) else "nothing"
            return [f"after {before!r}: expected {wanted!r}, heard {word!r}"]
    if at < len(expected):
        return [f"after {' '.join(expected[max(at - 4, 0) : at])!r}: expected {expected[at]!r}, heard nothing more"]
    return []
