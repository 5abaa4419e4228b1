"""Paragraphs into lines by total fit (Knuth and Plass 1981): one composer for body, headlines, ingress, captions, list items and table cells."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from pipeline.look import ColourRole, FaceRole, Look
    from pipeline.pdf.line import Line
    from pipeline.pdf.typeface import Typeface
    from pipeline.story import Inlines

Alignment: TypeAlias = Literal["ragged", "justified", "right", "centred"]


class Faces(NamedTuple):
    """The face roles of a style: plain words, those in Emphasis, in Strong and in both."""

    regular: FaceRole
    italic: FaceRole
    bold: FaceRole
    bold_italic: FaceRole


BODY = Faces("body", "body_italic", "body_bold", "body_bold_italic")
SUBHEAD = Faces("subhead", "subhead_italic", "body_bold", "body_bold_italic")
SUBHEAD_ITALIC = Faces("subhead_italic", "subhead", "body_bold_italic", "body_bold")
DISPLAY = Faces("display", "display", "display", "display")
SANS = Faces("sans", "sans_italic", "sans_bold", "sans_bold")
SANS_SEMIBOLD = Faces("sans_semibold", "sans_semibold", "sans_bold", "sans_bold")
SANS_BOLD = Faces("sans_bold", "sans_bold", "sans_bold", "sans_bold")


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How a text is set; sizes and lengths in points, tracking in em.

    ``hyphenate`` allows hyphenation by the language's rules and at soft hyphens; without it both serve only a word longer than the measure.
    ``balanced`` evens the lines out (headlines: the natural count is then the fewest lines that hold the words).
    ``indent_pt`` is the first line's. ``caps`` draws capitals while the glyphs keep the story's letters. ``hanging`` lets punctuation hang.
    """

    faces: Faces
    size_pt: float
    leading_pt: float
    colour: ColourRole = "text"
    alignment: Alignment = "ragged"
    hyphenate: bool = False
    balanced: bool = False
    indent_pt: float = 0.0
    tracking_em: float = 0.0
    caps: bool = False
    hanging: bool = True
    tabular: bool = False
    link_colour: ColourRole | None = None


@dataclass(frozen=True, slots=True)
class Setting:
    """One way to set a paragraph.

    ``hyphens``: indexes from 0 of the lines that end inside a word, at a hyphen added or real.
    ``end_mark_x_pt``: where the end mark begins, from the measure's left edge on the last line; None where none was asked for.
    """

    lines: tuple[Line, ...]
    demerits: float
    hyphens: frozenset[int]
    end_mark_x_pt: float | None = None


class Composition:
    """The settings of one paragraph by their number of lines; lines are built when a setting is first asked for."""

    natural: int
    """Number of lines of the best setting."""
    counts: tuple[int, ...]
    """Numbers of lines that can be set decently, ascending, the natural one among them; (0,) for a text without words."""
    overflow: bool
    """A word was longer than its line and had to be broken between letters by no rule."""

    def setting(self, count: int | None = None) -> Setting:
        """The best setting in ``count`` lines, the natural one for None; KeyError for a count that is not in ``counts``."""
        raise NotImplementedError

    def lines(self, count: int | None = None) -> tuple[Line, ...]:
        """The lines of that setting."""
        return self.setting(count).lines

    def demerits(self, count: int | None = None) -> float:
        """How bad that setting is, for comparison within the same style: each line adds from 0 (perfect) to about 1 (at the limits of the design)."""
        raise NotImplementedError

    def hyphens(self, count: int | None = None) -> frozenset[int]:
        """Lines of that setting that end inside a word, without building its lines."""
        raise NotImplementedError


class Compositor:
    """Composes texts in one look and language; keeps shaped words and prepared paragraphs, so one compositor serves a whole document."""

    def __init__(self, look: Look, language: str = "sv") -> None:
        """``language`` is the document's BCP 47 tag; Foreign words bring their own."""
        raise NotImplementedError

    def typeface(self, role: FaceRole) -> Typeface:
        """The typeface of a role, one object per face."""
        raise NotImplementedError

    def compose(
        self,
        inlines: Inlines,
        style: TextStyle,
        width_pt: float | Sequence[float],
        *,
        indent_pt: float | None = None,
        no_hyphen_at: Collection[int] = (),
        end_mark_pt: float = 0.0,
        first_note: int = 1,
    ) -> Composition:
        """Set the words in lines of ``width_pt`` (a sequence gives each line its own, the last one repeats).

        ``indent_pt`` stands in for the style's; ``no_hyphen_at``: lines (from 0) that may not end inside a word, as at a column's foot;
        ``end_mark_pt`` keeps that width free after the last word and a no-break space; ``first_note`` numbers the first NoteMark.
        Never cuts words off and never raises for want of room: see ``Composition.overflow``.
        """
        raise NotImplementedError
