"""The logical tree of a tagged PDF: elements, the content that hangs on them, and how both are written (ISO 32000-1, 14.7)."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Any

from pipeline import story
from pipeline.dataclass import NamedTuple, dataclass
from pipeline.pdf.canvas import text_string

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.pdf.canvas import Canvas
    from pipeline.story import Inline, Inlines

ROLES = {"Aside": "Sect"}
"""Own element types and the standard ones that they stand for (14.8.4.1)."""


class StructureError(RuntimeError):
    """Painting and story do not agree: a part that the story does not hold, or words that no page shows; always a bug of this program."""


class Content(NamedTuple):
    """A marked-content sequence: page from 0 and its number on that page."""

    page: int
    mcid: int


class Annotation(NamedTuple):
    """A link annotation: page from 0 and its object number."""

    page: int
    number: int


@dataclass(slots=True, eq=False)
class Element:
    """A structure element; ``kids`` are elements, slots, content and annotations in reading order, ``flat`` the same once slots are dissolved."""

    tag: str
    kids: list[Element | Slot | Content | Annotation] = field(default_factory=list)
    alt: str = ""
    language: str = ""
    attributes: str = ""
    identifier: str = ""
    link: story.Link | story.Reference | None = None
    inline: dict[int, Element] = field(default_factory=dict)
    kept: bool = False
    """Written even where nothing hangs on it: an empty cell still holds its place in the table."""
    number: int = 0
    flat: list[Element | Content | Annotation] = field(default_factory=list)

    def add(self, tag: str, **entries: Any) -> Element:
        """A new element at the end of this one; ``entries``: alt, language, attributes, identifier."""
        element = Element(tag, **entries)
        self.kids.append(element)
        return element


@dataclass(slots=True, eq=False)
class Slot:
    """A place in an element for the words of one part; what is painted there is compared with ``expected`` in the end.

    ``expected``: the story's words, several texts of which one must stand, or None for generated words (numbers, marks).
    ``spaced``: more words follow in the same element, so a space must end these.
    """

    element: Element
    expected: str | Inlines | tuple[str, ...] | None
    origin: str = ""
    needed: bool = True
    spaced: bool = False
    kids: list[Element | Slot | Content | Annotation] = field(default_factory=list)
    painted: list[str] = field(default_factory=list)
    inline: dict[int, Element] = field(default_factory=dict)

    @property
    def tag(self) -> str:
        """The tag that the marked content of this slot bears."""
        return self.element.tag

    def texts(self) -> tuple[str, ...]:
        """The texts of which one is expected, white space and soft hyphens made even."""
        match self.expected:
            case None:
                return ()
            case str(words):
                return (even(words),)
            case ():
                return ("",)
            case (str(), *_):
                return tuple(even(str(words)) for words in self.expected)
            case _:
                return (even(story.plain(self.expected)),)  # type: ignore[arg-type]

    def complete(self) -> bool:
        """Whether the words painted so far are all that is expected."""
        return self.expected is not None and even("".join(self.painted)) in self.texts()


Holder = Element | Slot


UNREAD: dict[int, str | None] = {**dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff")), 0x2011: "-"}
"""What only steers line breaks and shaping; a hyphen that no line may end at reads as any other, so that searches find it."""


def even(words: str) -> str:
    """Words with single spaces and without soft hyphens, as two texts are compared."""
    return " ".join(words.translate(UNREAD).split())


def holder(slot: Slot, context: Sequence[Inline]) -> tuple[Holder, Element | None]:
    """The element of the innermost inline of a piece's context, made on first use, and the link around it if there is one."""
    found: Holder = slot
    link = slot.element if slot.element.link else None
    for inline in context:
        element = found.inline.get(id(inline))
        if element is None:
            element = found.inline[id(inline)] = _inline_element(inline)
            found.kids.append(element)
        found = element
        if element.link:
            link = element
    return found, link


def _inline_element(inline: Inline) -> Element:
    match inline:
        case story.Link() | story.Reference():
            return Element("Link", link=inline)
        case story.Foreign():
            return Element("Span", language=inline.language)
        case story.NoteMark():
            return Element("Reference")
        case _:
            return Element("Span")


class Tree:
    """The tree of one document: slots by part, and the parents of everything that pages hold."""

    def __init__(self, language: str) -> None:
        self.root = Element("Document", language=language)
        self._slots: dict[tuple[int, str], list[Slot]] = {}
        self._places: dict[tuple[int, str], int] = {}
        self._kept: list[object] = []
        self.titled: dict[int, tuple[object, str]] = {}
        """By the identity of a part's first entry: the part and its title, to be read aloud even where no page shows it."""
        self._parents: list[list[Holder]] = []
        self._annotations: list[Holder] = []

    def slot(
        self,
        element: Element,
        part: object,
        name: str,
        expected: str | Inlines | tuple[str, ...] | None,
        *,
        needed: bool = True,
        spaced: bool = False,
    ) -> Slot:
        """Open a place for the words of a part; the same object may stand several times in a story, its places are then filled in turn."""
        slot = Slot(element, expected, str(getattr(part, "origin", "")), needed, spaced)
        element.kids.append(slot)
        key = (id(part), name)
        self._slots.setdefault(key, []).append(slot)
        self._places.setdefault(key, len(self._places))
        self._kept.append(part)
        return slot

    def find(self, part: object, name: str) -> Slot:
        """The place for a part's words; StructureError where the story has none."""
        slots = self._slots.get((id(part), name))
        if not slots:
            origin = getattr(part, "origin", "")
            raise StructureError(f"the story has no place for slot {name!r} of {type(part).__name__} {origin!r}")
        while len(slots) > 1 and slots[0].complete():
            slots.pop(0)
        return slots[0]

    def place(self, part: object, name: str) -> int:
        """Where a part's words come in the reading order, counted from 0; after all others what the story does not hold."""
        return self._places.get((id(part), name), len(self._places))

    def open(self, found: Holder, page: int) -> int:
        """Register a new marked-content sequence on a page (from 0); its number."""
        while len(self._parents) <= page:
            self._parents.append([])
        mcid = len(self._parents[page])
        self._parents[page].append(found)
        found.kids.append(Content(page, mcid))
        return mcid

    def annotate(self, found: Holder, page: int, number: int) -> int:
        """Hang an annotation on the element of its words; the annotation's key in the parent tree, after those of the pages."""
        found.kids.append(Annotation(page, number))
        self._annotations.append(found)
        return len(self._annotations) - 1

    def unpainted(self, left_out: Sequence[object]) -> list[str]:
        """What the pages do not say as the story does, one line for each slot; entries of ``left_out`` as in placed.Pages."""
        dropped = {id(part) for whole in left_out if not isinstance(whole, tuple) for part in story.walk(whole)}
        words = {(id(whole[0]), whole[1]) for whole in left_out if isinstance(whole, tuple)}
        problems = []
        for (part, name), slots in self._slots.items():
            for slot in slots:
                if (part in dropped or (part, name) in words) and not slot.kids:
                    continue
                raw = "".join(slot.painted)
                if slot.expected is None:
                    if slot.needed and not slot.kids:
                        problems.append(f"{slot.origin or '?'} {name!r}: no page shows it")
                    continue
                if raw.rstrip() == slot.expected:
                    continue
                texts, found = slot.texts(), even(raw)
                if found in texts or (not found and not slot.needed):
                    continue
                problems.append(f"{slot.origin or '?'} {name!r}: expected {' or '.join(map(repr, texts))}, the pages say {found!r}")
        return problems

    def write(self, canvas: Canvas, pages: Sequence[int], first_annotation_key: int) -> None:
        """Put elements, parent tree and root; ``pages`` are the object numbers of the pages."""
        root = canvas.reserve()
        _gather(self.root, canvas)
        identifiers: list[tuple[str, int]] = []
        for element, parent in _walk(self.root, root):
            canvas.put(_element(element, parent, pages), element.number)
            if element.identifier:
                identifiers.append((element.identifier, element.number))
        rows = [f"{page}[{' '.join(f'{_owner(found)} 0 R' for found in parents)}]" for page, parents in enumerate(self._parents)]
        rows += [f"{first_annotation_key + key} {_owner(found)} 0 R" for key, found in enumerate(self._annotations)]
        parents = canvas.put(f"<</Nums[{' '.join(rows)}]>>")
        roles = "".join(f"/{own}/{standard}" for own, standard in ROLES.items())
        names = "".join(f"{text_string(identifier)}{number} 0 R" for identifier, number in sorted(identifiers))
        tree = (
            f"/IDTree<</Names[{names}]/Limits[{text_string(min(identifiers)[0])}{text_string(max(identifiers)[0])}]>>"
            if identifiers
            else ""
        )
        following = first_annotation_key + len(self._annotations)
        canvas.put(
            f"<</Type/StructTreeRoot/K {self.root.number} 0 R/ParentTree {parents} 0 R/ParentTreeNextKey {following}/RoleMap<<{roles}>>{tree}>>",
            root,
        )
        canvas.set_catalog("StructTreeRoot", f"{root} 0 R")
        canvas.set_catalog("MarkInfo", "<</Marked true>>")


def _owner(found: Holder) -> int:
    return found.number if isinstance(found, Element) else found.element.number


def _gather(element: Element, canvas: Canvas) -> bool:
    """Number the elements that hold something, and the kept ones beside such, their slots dissolved; whether this one does."""
    flat: list[Element | Content | Annotation] = []
    for kid in element.kids:
        if isinstance(kid, Slot):
            flat += kid.kids  # type: ignore[arg-type]  # a slot never holds another
        else:
            flat.append(kid)
    inner = [kid for kid in flat if type(kid) is Element]
    numbered = [_gather(kid, canvas) for kid in inner]
    if not any(numbered) and not any(type(kid) is Content for kid in flat):
        return False
    for kid in inner:
        if kid.kept and not kid.number:
            kid.number = canvas.reserve()
    element.number = canvas.reserve()
    element.flat = flat
    return True


def _walk(element: Element, parent: int) -> Iterator[tuple[Element, int]]:
    yield element, parent
    for kid in element.flat:
        if type(kid) is Element and kid.number:
            yield from _walk(kid, element.number)


def _element(element: Element, parent: int, pages: Sequence[int]) -> str:
    """One structure element in PDF syntax; content on its own page is a bare number."""
    page = next((kid.page for kid in element.flat if type(kid) is Content), None)
    kids: list[str] = []
    for kid in element.flat:
        match kid:
            case Content(page=at, mcid=mcid):
                kids.append(str(mcid) if at == page else f"<</Type/MCR/Pg {pages[at]} 0 R/MCID {mcid}>>")
            case Annotation(page=at, number=number):
                kids.append(f"<</Type/OBJR/Obj {number} 0 R{'' if at == page else f'/Pg {pages[at]} 0 R'}>>")
            case Element(number=number) if number:
                kids.append(f"{number} 0 R")
    held = kids[0] if len(kids) == 1 and not kids[0].startswith("<") else f"[{' '.join(kids)}]"
    return (
        f"<</S/{element.tag}/P {parent} 0 R{f'/Pg {pages[page]} 0 R' if page is not None else ''}{f'/K {held}' if kids else ''}"
        f"{f'/Alt{text_string(even(element.alt))}' if element.alt else ''}{f'/Lang{text_string(element.language)}' if element.language else ''}"
        f"{f'/A{element.attributes}' if element.attributes else ''}{f'/ID{text_string(element.identifier)}' if element.identifier else ''}>>"
    )
