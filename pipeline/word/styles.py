"""The named styles of formal documents (design specification, section 7) as values, before they are XML."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from pipeline.dataclass import dataclass
from pipeline.look import ColourRole

Edge = tuple[str, int, int, ColourRole | Literal["auto"]]
"""A border: side, eighths of a point, points from the text, colour."""

COLUMN = 1701
"""The margin column: 30 mm in twips; body text begins there."""
TEXT = 8787
"""Width of margin column and text column: 155 mm in twips."""
MEASURE = TEXT - COLUMN + 1
"""Width of the text column: 125 mm in twips."""
DASH = 220
"""Hanging indent of a list's dash: 11 pt in twips."""
DIGITS = 300
"""Hanging indent of a list's numbers: 15 pt in twips."""


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style: sizes in points, lengths in twips; None is inherited from ``based``, ``free`` takes an inherited keep_next away."""

    id: str
    name: str
    based: str = "Normal"
    next: str = ""
    sans: bool | None = None
    size: float = 0
    leading: float = 0
    before: float = 0
    after: float = 0
    bold: bool = False
    italic: bool = False
    colour: ColourRole | None = None
    left: int | None = None
    right: int | None = None
    hanging: int | None = None
    keep_next: bool = False
    free: bool = False
    keep_lines: bool = False
    edges: tuple[Edge, ...] = ()
    fill: ColourRole | None = None
    tabs: tuple[tuple[str, str, int], ...] = ()
    numbering: tuple[int, int] | None = None
    outline: int | None = None
    contextual: bool = False
    align: str = ""
    widow: bool = False
    no_break: bool = True
    priority: int = 1
    custom: bool = False
    quick: bool = True
    spaced: bool = True


def _own(style_id: str, name: str, based: str = "Normal", **settings: object) -> Style:
    return replace(Style(style_id, name, based, custom=True), **settings)  # type: ignore[arg-type]


_RIGHT_TAB = (("right", "", TEXT),)
_BLOCK: tuple[Edge, ...] = (("top", 4, 4, "tone"), ("left", 18, 8, "brand"), ("bottom", 4, 5, "tone"), ("right", 4, 4, "tone"))

STYLES: tuple[Style, ...] = (
    Style("Normal", "Normal", based="", priority=0, no_break=False, spaced=False),
    _own("Tidningshuvud", "Tidningshuvud", "Header", next="Header", sans=False, size=17, leading=22, after=3, bold=True, colour="brand",
         edges=(("bottom", 24, 6, "brand"),), priority=30, quick=False, no_break=False),
    Style("Title", "Title", next="Subtitle", size=25, leading=30, before=24, after=2, bold=True, keep_next=True, keep_lines=True, priority=10),
    Style("Subtitle", "Subtitle", next="BodyText", sans=True, size=12, leading=16, after=14, bold=True, colour="brand", keep_next=True,
          keep_lines=True, priority=11),
    Style("Heading1", "heading 1", next="BodyText", sans=True, size=12.5, leading=17, before=18, after=4, bold=True, left=COLUMN, hanging=COLUMN,
          keep_next=True, keep_lines=True, numbering=(1, 0), outline=0, priority=3),
    Style("Heading2", "heading 2", next="BodyText", sans=True, size=10, leading=15, before=8, bold=True, left=COLUMN, keep_next=True,
          keep_lines=True, outline=1, priority=4),
    _own("Rubrikutanparagraf", "Rubrik utan paragraf", "Heading1", next="BodyText", left=0, hanging=0, numbering=(0, 0), priority=5, spaced=False,
         no_break=False),
    Style("BodyText", "Body Text", leading=15, after=6, left=COLUMN, widow=True, no_break=False),
    _own("Brodtextmednasta", "Brödtext med nästa", "BodyText", next="BodyText", keep_next=True, no_break=False, spaced=False, priority=2),
    _own("Uppgift", "Uppgift", "BodyText", next="BodyText", sans=True, size=9.5, leading=13, after=6, colour="secondary", keep_lines=True, priority=2),
    Style("ListBullet", "List Bullet", "BodyText", leading=15, after=6, left=COLUMN + DASH, hanging=DASH, numbering=(3, 0), contextual=True,
          no_break=False, priority=6),
    Style("ListNumber", "List Number", "BodyText", leading=15, after=6, left=COLUMN + DIGITS, hanging=DIGITS, numbering=(4, 0), contextual=True,
          no_break=False, priority=6),
    Style("Quote", "Quote", "BodyText", leading=15, before=3, after=9, italic=True, left=COLUMN + DASH, right=DASH, no_break=False, priority=12),
    _own("Beslutsrubrik", "Beslutsrubrik", next="Beslut", sans=True, size=10.5, leading=15, before=10, bold=True, colour="brand", left=COLUMN, right=90,
         edges=_BLOCK, fill="tone", keep_next=True, keep_lines=True, priority=7),
    _own("Beslut", "Beslut", leading=15, after=5, left=COLUMN, right=90, edges=_BLOCK, fill="tone", keep_lines=True, no_break=False, priority=7),
    _own("Beslutmednasta", "Beslut med nästa", "Beslut", next="Beslut", leading=15, after=2, keep_next=True, no_break=False, priority=7),
    _own("Beslutsuppgift", "Beslutsuppgift", "Beslut", next="BodyText", sans=True, size=9.5, leading=14, after=5, colour="secondary", priority=7),
    _own("Tabelltext", "Tabelltext", sans=True, size=9.5, leading=13, right=160, priority=8),
    _own("Tabellrubrik", "Tabellrubrik", "Tabelltext", bold=True, keep_next=True, no_break=False, spaced=False, priority=8),
    _own("Tabelletikett", "Tabelletikett", "Tabelltext", colour="secondary", no_break=False, spaced=False, priority=8),
    _own("Tabelltal", "Tabelltal", "Tabelltext", right=0, align="right", no_break=False, spaced=False, priority=8),
    Style("Caption", "caption", next="BodyText", sans=True, size=8.5, leading=11, before=4, after=10, left=COLUMN, keep_lines=True, priority=9),
    _own("Bilaga", "Bilaga", "Tabelltext", leading=15, after=2, left=COLUMN, right=0, hanging=COLUMN, tabs=_RIGHT_TAB, numbering=(2, 0),
         keep_next=True, keep_lines=True, no_break=False, priority=9),
    _own("Signatur", "Signatur", "Tabelltext", next="Signaturuppgift", leading=13, before=51, right=283, edges=(("top", 4, 3, "auto"),), keep_next=True,
         keep_lines=True, no_break=False, priority=13),
    _own("Signaturuppgift", "Signaturuppgift", "Tabelltext", size=8.5, leading=12, before=15, after=16, right=283, colour="secondary",
         tabs=(("right", "underscore", 3260),), keep_next=True, keep_lines=True, no_break=False, priority=13),
    Style("FootnoteText", "footnote text", sans=True, size=8, leading=10, left=COLUMN, colour="secondary", no_break=False, priority=40, quick=False),
    Style("Header", "header", sans=True, size=8.5, leading=11, colour="secondary", tabs=_RIGHT_TAB, priority=30, quick=False),
    _own("Sidhuvudforsta", "Sidhuvud första sida", "Header", edges=(("top", 4, 3, "auto"),), priority=30, quick=False, no_break=False, spaced=False),
    _own("Sidhuvudfoljande", "Sidhuvud följande sida", "Header", edges=(("bottom", 4, 4, "auto"),), priority=30, quick=False, no_break=False,
         spaced=False),
    Style("Footer", "footer", sans=True, size=8, leading=11, colour="secondary", tabs=(("left", "", 5272), ("right", "underscore", TEXT)), priority=30,
          quick=False),
)  # fmt: skip
"""The template's paragraph styles, in the order of Word's style pane."""

ON_DEMAND: dict[str, Style] = {
    style.id: style
    for style in (
        Style("Heading3", "heading 3", next="BodyText", sans=True, size=9.5, leading=15, before=6, bold=True, colour="secondary", left=COLUMN,
              keep_next=True, keep_lines=True, outline=2, priority=4),
        Style("ListBullet2", "List Bullet 2", "ListBullet", left=COLUMN + 2 * DASH, hanging=DASH, numbering=(3, 1), spaced=False, no_break=False, priority=6),
        Style("ListBullet3", "List Bullet 3", "ListBullet", left=COLUMN + 3 * DASH, hanging=DASH, numbering=(3, 2), spaced=False, no_break=False, priority=6),
        Style("ListNumber2", "List Number 2", "ListNumber", left=COLUMN + 2 * DIGITS, hanging=DIGITS, numbering=(4, 1), spaced=False, no_break=False, priority=6),
        Style("ListNumber3", "List Number 3", "ListNumber", left=COLUMN + 3 * DIGITS, hanging=DIGITS, numbering=(4, 2), spaced=False, no_break=False, priority=6),
        Style("ListContinue", "List Continue", "BodyText", left=COLUMN + DASH, spaced=False, no_break=False, priority=6),
        Style("ListContinue2", "List Continue 2", "BodyText", left=COLUMN + 2 * DASH, spaced=False, no_break=False, priority=6),
        Style("ListContinue3", "List Continue 3", "BodyText", left=COLUMN + 3 * DASH, spaced=False, no_break=False, priority=6),
        _own("Yttrande", "Yttrande", "Quote", next="Yttrande", spaced=False, no_break=False, priority=12),
        Style("CommentText", "annotation text", sans=True, size=9, leading=12, no_break=False, priority=99, quick=False),
        _own("Titelensam", "Titel utan undertitel", "Title", next="BodyText", leading=30, before=24, after=14, no_break=False, priority=10),
        _own("Bild", "Bild", next="Caption", before=6, left=COLUMN, keep_next=True, priority=9, no_break=False),
        Style("TOCHeading", "TOC Heading", next="BodyText", sans=True, size=12.5, leading=17, before=18, after=4, bold=True, keep_next=True,
              keep_lines=True, priority=39),
        Style("TOC1", "toc 1", next="BodyText", sans=True, size=9.5, leading=15, after=2, left=COLUMN, hanging=COLUMN, tabs=_RIGHT_TAB,
              priority=39, quick=False),
    )
}  # fmt: skip
"""Styles that come into a document when something in it needs them."""

CHARACTER_STYLES: dict[str, str] = {
    "Emphasis": "Emphasis",
    "IntenseEmphasis": "Intense Emphasis",
    "HyperlinkStrong": "Hyperlink Strong",
    "HyperlinkEmphasis": "Hyperlink Emphasis",
    "HyperlinkIntense": "Hyperlink Intense",
    "FootnoteReference": "footnote reference",
    "CommentReference": "annotation reference",
}
"""Character styles on demand: id and Word's name; Strong and Hyperlink are always in the template."""

ALL_CHARACTERS = {"", "Strong", "Hyperlink", *CHARACTER_STYLES}

KEEP = "Halls"
FREE = "Fri"
AFTER_TABLE = "Eftertabell"
BY_ID: dict[str, Style] = {style.id: style for style in STYLES} | ON_DEMAND


def derived(style_id: str) -> Style:
    """The style of an id that ends in KEEP (kept with the next paragraph), FREE (not kept) or AFTER_TABLE (space before, since a table has none below); else KeyError."""
    if style_id.endswith(KEEP):
        base = find_style(style_id.removesuffix(KEEP))
        return _own(style_id, f"{base.name} (hålls ihop)", base.id, next=base.id, keep_next=True, no_break=False, spaced=False, quick=False,
                    priority=base.priority)  # fmt: skip
    if style_id.endswith(FREE):
        base = find_style(style_id.removesuffix(FREE))
        return _own(style_id, f"{base.name} (ensam)", base.id, next=base.next, free=True, no_break=False, spaced=False, quick=False,
                    priority=base.priority)  # fmt: skip
    if not style_id.endswith(AFTER_TABLE):
        raise KeyError(style_id)
    base = find_style(style_id.removesuffix(AFTER_TABLE))
    return _own(style_id, f"{base.name} (efter tabell)", base.id, next=base.id, before=max(base.before, 8), after=base.after, leading=base.leading,
                no_break=False, quick=False, priority=base.priority)  # fmt: skip


def plain_id(style_id: str) -> str:
    """The id without what makes it a variant."""
    for suffix in (KEEP, FREE, AFTER_TABLE):
        style_id = style_id.removesuffix(suffix)
    return style_id


def find_style(style_id: str) -> Style:
    """The style of this id, derived where it is a variant."""
    return BY_ID.get(style_id) or derived(style_id)


def lineage(style_id: str) -> tuple[Style, ...]:
    """The style and those that it is based on, nearest first."""
    chain = [find_style(style_id)]
    while chain[-1].based:
        chain.append(find_style(chain[-1].based))
    return tuple(chain)


def ancestry(style_id: str) -> list[str]:
    """The ids of a style and of all that it is based on, the furthest first; a character style has none to wait for."""
    if style_id in ALL_CHARACTERS:
        return [style_id] if style_id else []
    return [style.id for style in reversed(lineage(style_id))]


def keeps_next(style_id: str) -> bool:
    """Whether a paragraph of this style stays on the page of the next one."""
    return next((style.keep_next for style in lineage(style_id) if style.keep_next or style.free), False)


def kept(style_id: str) -> str:
    """Id of the style that is the same but keeps with the next paragraph."""
    if style_id == "BodyText":
        return "Brodtextmednasta"
    return style_id if keeps_next(style_id) else style_id + KEEP
