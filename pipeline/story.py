"""The closed vocabulary of what documents say: blocks and inlines, without looks and without the record's shape.

``compose`` makes a story, writers (Word, PDF, mail) turn it into bytes; writers dispatch with ``match`` and ``assert_never``.
Every block has ``origin``: the dotted path by stable id of the record's field it comes from ('' where it is generated).
Text is finished: typographic quotes, dashes and no-break spaces are in place, and may hold soft hyphens (U+00AD).
The order of blocks is the logical reading order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, TypeAlias

from pipeline.dataclass import dataclass, field_names

# ── inlines ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Text:
    """Words as they are to be read."""

    text: str


@dataclass(frozen=True, slots=True)
class Strong:
    """Words of importance: bold in every look."""

    children: Inlines


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Stressed words: italic in every look."""

    children: Inlines


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead out of the document; ``address`` is an absolute https, http or mailto address."""

    children: Inlines
    address: str


@dataclass(frozen=True, slots=True)
class Reference:
    """Words that lead to the block of this document whose ``anchor`` is the same."""

    children: Inlines
    anchor: str


@dataclass(frozen=True, slots=True)
class Foreign:
    """Words in another language than the document's; ``language`` is a BCP 47 tag."""

    children: Inlines
    language: str


@dataclass(frozen=True, slots=True)
class Field:
    """Words of one field of the record, which a person may edit in Word; everything outside a Field is generated."""

    children: Inlines
    origin: str


@dataclass(frozen=True, slots=True)
class NoteMark:
    """The mark of a footnote; the note's text travels with it."""

    note: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class LineBreak:
    """A new line within the paragraph."""


Inline: TypeAlias = Text | Strong | Emphasis | Link | Reference | Foreign | Field | NoteMark | LineBreak
Inlines: TypeAlias = tuple[Inline, ...]

# ── blocks of running text ───────────────────────────────────────────────────────────────────────────────────────────

ParagraphRole: TypeAlias = Literal["body", "lead_in", "statement", "fact", "remark"]
"""body: running text; lead_in: leads into a list and stays with it; statement: what somebody has had recorded in words of their own; fact: secondary
particulars in grey; remark: about the document itself."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    children: Inlines
    origin: str = ""
    role: ParagraphRole = "body"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a section or article; ``level`` counts from 1 under the document's title and never skips."""

    level: int
    children: Inlines
    origin: str = ""


@dataclass(frozen=True, slots=True)
class ListItem:
    """One item; nested lists are blocks in it."""

    blocks: tuple[Block, ...]
    origin: str = ""


@dataclass(frozen=True, slots=True)
class List:
    """A list with marks, or numbered from ``start``."""

    items: tuple[ListItem, ...]
    ordered: bool = False
    start: int = 1
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Quotation:
    """Somebody's words as a block of their own."""

    blocks: tuple[Block, ...]
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column's head and how its cells align; ``share`` is its part of the width relative to the others."""

    head: str
    align: Literal["text", "number"] = "text"
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table's body."""

    children: Inlines
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row; the first cell is its head where the table says so; ``total`` sums the rows above."""

    cells: tuple[Cell, ...]
    total: bool = False
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with one head row and no spans; ``title`` and ``description`` are for screen readers (``title`` is shown only as heading before it)."""

    role: Literal["attendance", "votes", "data"]
    title: str
    description: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    row_heads: bool = True
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Image:
    """A picture's bytes; ``focus`` is the box (left, top, right, bottom as parts of 1) that cropping must keep."""

    name: str
    media_type: Literal["image/svg+xml", "image/png", "image/jpeg"]
    data: bytes
    focus: tuple[float, float, float, float] = (0.0, 0.0, 1.0, 1.0)


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture with its text alternative (never empty), caption (its lead word as Strong) and credit; ``labels`` name parts of a drawing from left to right.

    ``span`` is a wish in columns of the 12-column grid; ``variants`` are the same picture drawn for other shapes.
    """

    image: Image
    alt: str
    caption: Inlines = ()
    credit: str = ""
    labels: tuple[str, ...] = ()
    span: Literal[6, 12] = 12
    variants: tuple[Image, ...] = ()
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a chart: ``shown`` is the number as it is printed."""

    label: str
    value: float
    shown: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A bar chart with its text alternative and caption."""

    title: str
    alt: str
    bars: tuple[Bar, ...]
    caption: Inlines = ()
    origin: str = ""


# ── blocks of minutes ────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Particular:
    """A row of facts: its label and the words beside it."""

    label: str
    children: Inlines
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Cover:
    """The head of a formal document: title, status line and particulars."""

    title: str
    status: str
    particulars: tuple[Particular, ...]
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered section (§) of minutes; ``number`` None for a heading without § (Närvarande, Bilagor)."""

    heading: Inlines
    blocks: tuple[Block, ...]
    number: int | None = None
    anchor: str = ""
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause of a decision as a whole sentence part ("**att** godkänna planen samt"); ``action`` is its owner line."""

    children: Inlines
    action: Inlines = ()
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided, set apart: label ("Beslut"), ``lead`` ("Styrelsen beslutar") where there are several clauses, and the clauses."""

    label: str
    clauses: tuple[Clause, ...]
    lead: Inlines = ()
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Appendix:
    """An appendix: number in order of mention, label ("Bilaga 1"), title, where it is mentioned ("§ 17"); ``file`` is its name among the attachments or ''."""

    number: int
    label: str
    title: Inlines
    mentioned: str
    anchor: str
    file: str = ""
    address: str = ""
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Appendices:
    """The list of appendices; its heading is the section's."""

    entries: tuple[Appendix, ...]
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """A place to sign: label over ("Justeras"), name and role in print under, and the label of place and date."""

    label: str
    name: str
    place_and_date: str


@dataclass(frozen=True, slots=True)
class Signatures:
    """The signatures, never parted from the last section; with digital signing (or in a public copy) a ``statement`` in their place."""

    signatures: tuple[Signature, ...]
    statement: Inlines = ()
    origin: str = ""


# ── blocks of a newsletter ───────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Masthead:
    """Nameplate word and the lines of the dateline, the issue and date last."""

    nameplate: str
    dateline: tuple[str, ...]
    origin: str = ""


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """A line of "I detta nummer"; the writer finds the page of ``anchor``."""

    title: str
    anchor: str
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Contents:
    """What is inside this issue."""

    title: str
    entries: tuple[ContentsEntry, ...]
    origin: str = ""


@dataclass(frozen=True, slots=True)
class PullQuote:
    """Words lifted out of the article; ``speaker`` only when somebody is quoted, and only then with quotation marks (already in the words)."""

    children: Inlines
    speaker: str = ""
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """A label and its words in a fact box."""

    label: str
    children: Inlines
    origin: str = ""


@dataclass(frozen=True, slots=True)
class FactBox:
    """A box beside the article: ``blocks`` of text and lists, or ``pairs``, or ``numbered`` lines; just one of the three is filled."""

    title: str
    blocks: tuple[Block, ...] = ()
    pairs: tuple[Pair, ...] = ()
    numbered: tuple[Inlines, ...] = ()
    optional: bool = False
    origin: str = ""


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A number that stands out: ``value`` "16", ``unit`` "mkr", ``more_than`` for a plus, a ``label`` of two short lines at most; ``short`` the label in one line."""

    value: str
    label: str
    unit: str = ""
    more_than: bool = False
    short: str = ""
    origin: str = ""


@dataclass(frozen=True, slots=True)
class KeyFigures:
    """A band of key figures; ``title`` is shown where they stand as pairs and read aloud always."""

    title: str
    entries: tuple[KeyFigure, ...]
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Article:
    """One article; ``section`` names it in the running head; ``lead`` the one on the front.

    ``blocks`` hold its text (paragraphs, lists, Heading level 2 as mellanrubrik, tables, charts); ``figure``, ``pull_quote`` and
    ``boxes`` are placed by the page's pattern.
    """

    kicker: str
    headline: Inlines
    blocks: tuple[Block, ...]
    section: str = ""
    ingress: Inlines = ()
    byline: str = ""
    figure: Figure | None = None
    pull_quote: PullQuote | None = None
    boxes: tuple[FactBox, ...] = ()
    lead: bool = False
    anchor: str = ""
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """A short item with its heading."""

    heading: str
    blocks: tuple[Block, ...]
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Notices:
    """Short items side by side under one headline; ``section`` names their page in the running head."""

    kicker: str
    headline: Inlines
    notices: tuple[Notice, ...]
    section: str = ""
    anchor: str = ""
    origin: str = ""


@dataclass(frozen=True, slots=True)
class BriefDecision:
    """A decision in one sentence: "§ 24", the item's title, the words."""

    label: str
    title: str
    children: Inlines
    origin: str = ""


@dataclass(frozen=True, slots=True)
class DecisionsInBrief:
    """The decisions box; ``status`` says when the minutes are not adjusted yet ('' when they are); ``front`` wants it on the first page."""

    title: str
    entries: tuple[BriefDecision, ...]
    status: str = ""
    anchor: str = ""
    origin: str = ""
    front: bool = False


@dataclass(frozen=True, slots=True)
class NextMeeting:
    """The next meeting: day as a numeral, month and year, time, place."""

    title: str
    day: str
    month: str
    time: str = ""
    place: str = ""
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Presentation:
    """A presentation from the meeting: label ("Bilaga 1"), title, presenter, where it can be read ('' where nowhere)."""

    label: str
    title: str
    presenter: str = ""
    address: str = ""
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Presentations:
    """The presentations in one block, with the address that the QR code holds and the short address printed beside it."""

    title: str
    entries: tuple[Presentation, ...]
    qr_address: str = ""
    qr_text: tuple[str, ...] = ()
    qr_title: str = ""
    anchor: str = ""
    origin: str = ""

    @property
    def qr_said(self) -> str:
        """The words beside the code in one line, as they are read aloud: an address that breaks after a slash is one word again."""
        return "".join(words if words.endswith("/") else f"{words} " for words in self.qr_text).strip()


@dataclass(frozen=True, slots=True)
class MemberList:
    """The members in groups (regions, municipalities), each in order; ``remark`` where the list is not complete."""

    kicker: str
    headline: Inlines
    groups: tuple[tuple[str, ...], ...]
    remark: str = ""
    section: str = ""
    anchor: str = ""
    origin: str = ""


@dataclass(frozen=True, slots=True)
class ColophonEntry:
    """A head with its lines; ``run_in`` sets head and text on one line ("Typsnitt: …")."""

    head: str
    lines: tuple[Inlines, ...]
    run_in: bool = False
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Colophon:
    """The imprint in up to three columns, with the drawing that stands on its upper edge."""

    columns: tuple[tuple[ColophonEntry, ...], ...]
    vignette: Figure | None = None
    origin: str = ""


Block: TypeAlias = (
    Paragraph | Heading | List | Quotation | Table | Figure | Chart
    | Cover | Section | Decision | Appendices | Signatures
    | Masthead | Contents | FactBox | KeyFigures | Article | Notices | DecisionsInBrief | NextMeeting | Presentations | MemberList | Colophon
)  # fmt: skip

# ── the document ─────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Furniture:
    """What stands on every page: ``page`` has the slots {n} and {total}; ``initials`` is the label of the adjusters' line ('' for none).

    ``nameplate`` and ``body`` head the first page of formal documents, ``running_head`` the later ones, ``footer`` all of them;
    ``resumed`` has the slot {section} for the heading of what goes on from the page before ('' for none).
    """

    nameplate: str = ""
    body: str = ""
    running_head: str = ""
    page: str = "{n} ({total})"
    footer: str = ""
    initials: str = ""
    continued: str = ""
    resumed: str = ""


@dataclass(frozen=True, slots=True)
class Metadata:
    """Properties of the file: ``date`` is the record's, ISO 8601, and stands for creation and change."""

    title: str
    author: str
    language: str
    date: str
    subject: str = ""
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document; ``pages`` is the number that the record demands, None for the planner's choice."""

    kind: Literal["minutes", "extract", "agenda", "newsletter"]
    metadata: Metadata
    furniture: Furniture
    blocks: tuple[Block, ...]
    pages: int | None = None


def plain(inlines: Inlines) -> str:
    """The words alone, a line break as a newline and a footnote's mark as nothing."""
    parts: list[str] = []
    for inline in inlines:
        match inline:
            case Text(text):
                parts.append(text)
            case LineBreak():
                parts.append("\n")
            case NoteMark():
                pass
            case _:
                parts.append(plain(inline.children))
    return "".join(parts)


def text(words: str) -> Inlines:
    """Plain words as inlines; no inline at all for ''."""
    return (Text(words),) if words else ()


def walk(node: object) -> Iterator[object]:
    """Every block, inline and part of a story below and with ``node``, in reading order."""
    if isinstance(node, tuple):
        for part in node:
            yield from walk(part)
    elif (names := field_names(type(node))) is not None:
        yield node
        for name in names:
            yield from walk(getattr(node, name))


def origins(blocks: Iterable[Block]) -> Iterator[str]:
    """The origins in reading order, empty ones left out."""
    for block in blocks:
        for part in walk(block):
            origin = getattr(part, "origin", "")
            if origin:
                yield origin
