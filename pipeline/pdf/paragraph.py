"""Paragraphs into lines by total fit (Knuth and Plass 1981): one composer for body, headlines, ingress, captions, list items and table cells."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Final, Literal, TypeAlias

from pipeline.dataclass import NamedTuple, dataclass
from pipeline.look import ColourRole, Face, FaceRole, Look
from pipeline.pdf.breaking import State, search
from pipeline.pdf.breakpoints import Breakpoints, Preparation
from pipeline.pdf.fit import (
    DESPERATE_COST,
    RAGGED,
    RAGGED_HARD,
    RUNT_PART,
    SNUG,
    STIFF,
    BalancedFit,
    Elasticity,
    Fit,
    Limits,
    RaggedFit,
    UnweighedFit,
)
from pipeline.pdf.fit import JUSTIFIED as JUSTIFIED_ELASTICITY
from pipeline.pdf.justification import JustifiedFit
from pipeline.pdf.line import Line
from pipeline.pdf.lines import build_line
from pipeline.pdf.runs import Setting as RunSetting
from pipeline.pdf.runs import Voice, flatten
from pipeline.pdf.typeface import Typeface
from pipeline.pdf.words import Kind, Stock
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
    ``indent_pt`` is the first line's. ``caps`` draws capitals while the glyphs keep the story's letters. ``hanging`` lets punctuation hang;
    ``hyphen_cost`` trades hyphens (dear above 1) against even lines.
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
    hyphen_cost: float = 1.0


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

    def __init__(self, breakpoints: Breakpoints, finals: Mapping[int, State], fit: Fit | None, frame: _Frame) -> None:
        """``finals``: the last state of each number of lines; none and no fit for a text without words."""
        self._points = points = {at: breakpoints.points[at] for at in _met(finals.values())}
        self._breakpoints = breakpoints._replace(points=[])
        self._finals = finals
        self._fit = fit
        self._frame = frame
        self._settings: dict[int, Setting] = {}
        self.counts = tuple(sorted(finals)) or (0,)
        balanced = frame.style.balanced
        self.natural = self.counts[0] if balanced or not finals else min(finals, key=lambda count: (finals[count].cost, count))
        if fit is not None:
            fit.settle(points)
        self.overflow = bool(finals) and any(points[at].kind is Kind.ANYWHERE for _, at in self._path(self.natural))

    def setting(self, count: int | None = None) -> Setting:
        """The best setting in ``count`` lines, the natural one for None; KeyError for a count that is not in ``counts``."""
        if count is None:
            count = self.natural
        found = self._settings.get(count)
        if found is None:
            found = self._settings[count] = self._build(count) if self._fit else Setting((), 0.0, frozenset())
        return found

    def lines(self, count: int | None = None) -> tuple[Line, ...]:
        """The lines of that setting."""
        return self.setting(count).lines

    def demerits(self, count: int | None = None) -> float:
        """How bad that setting is, for comparison within the same style: each line adds from 0 (perfect) to about 1 (at the limits of the design)."""
        return self._finals[self.natural if count is None else count].cost if self._finals else 0.0

    def hyphens(self, count: int | None = None) -> frozenset[int]:
        """Lines of that setting that end inside a word, without building its lines."""
        if not self._finals:
            return frozenset()
        points = self._points
        path = self._path(self.natural if count is None else count)
        return frozenset(index for index, (_, to) in enumerate(path) if points[to].hyphen == 1)

    def _path(self, count: int) -> list[tuple[int, int]]:
        """From and to which point each line goes."""
        path = []
        state = self._finals[count]
        while state.before is not None:
            path.append((state.before.point, state.point))
            state = state.before
        path.reverse()
        return path

    def _build(self, count: int) -> Setting:
        """Make the lines of a setting."""
        assert self._fit is not None
        frame, points = self._frame, self._points
        path = self._path(count)
        flexes = self._fit.flexes([(origin, to, frame.measure(index)) for index, (origin, to) in enumerate(path)])
        tracking = frame.style.tracking_em
        lines = []
        for index, ((origin, to), flex) in enumerate(zip(path, flexes, strict=True)):
            line = build_line(self._breakpoints, points[origin], points[to], flex, tracking)
            lines.append(frame.place(line, index, points[to].hang_end))
        mark = None
        if frame.end_mark_pt and lines:
            words = replace(lines[-1], width_pt=lines[-1].width_pt - frame.end_gap_pt - frame.end_mark_pt)
            lines[-1] = words
            mark = words.x_pt + words.width_pt + frame.end_gap_pt
        return Setting(tuple(lines), self._finals[count].cost, self.hyphens(count), mark)


def _met(finals: Iterable[State]) -> set[int]:
    """The points that the ways to these states pass."""
    met: set[int] = set()
    for final in finals:
        state: State | None = final
        while state is not None:
            met.add(state.point)
            state = state.before
    return met


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where the lines go: style, widths (the last one repeats), the first line's indent, the room before and of the end mark."""

    style: TextStyle
    widths: tuple[float, ...]
    indent_pt: float
    end_gap_pt: float
    end_mark_pt: float

    def width(self, index: int) -> float:
        """The whole width of a line."""
        return self.widths[min(index, len(self.widths) - 1)]

    def measure(self, index: int) -> float:
        """The width that a line may fill."""
        return max(self.width(index) - (self.indent_pt if index == 0 else 0.0), 1.0)

    def measures(self) -> tuple[float, ...]:
        """The widths that lines may fill; the last one repeats."""
        return tuple(self.measure(index) for index in range(len(self.widths) + 1))

    def place(self, line: Line, index: int, hang_end: float) -> Line:
        """The line moved from the left edge to where indent and alignment want it."""
        indent = self.indent_pt if index == 0 else 0.0
        if self.style.alignment == "right":
            return replace(line, x_pt=self.width(index) - line.width_pt + hang_end)
        if self.style.alignment == "centred":
            return replace(line, x_pt=indent + (self.measure(index) - line.width_pt) / 2)
        return replace(line, x_pt=line.x_pt + indent) if indent else line


class Compositor:
    """Composes texts in one look and language; keeps shaped words and prepared paragraphs, so one compositor serves a whole document."""

    def __init__(self, look: Look, language: str = "sv") -> None:
        """``language`` is the document's BCP 47 tag; Foreign words bring their own."""
        self._look = look
        self._language = language
        self._typefaces: dict[Face, Typeface] = {}
        self._stocks: dict[tuple[FaceRole, str, bool, bool, bool], Stock] = {}

    def typeface(self, role: FaceRole) -> Typeface:
        """The typeface of a role, one object per face."""
        face = self._look.faces[role]
        found = self._typefaces.get(face)
        if found is None:
            found = self._typefaces[face] = Typeface(face)
        return found

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
        widths = (float(width_pt),) if isinstance(width_pt, (int, float)) else tuple(map(float, width_pt))
        indent = style.indent_pt if indent_pt is None else indent_pt
        stock = self._stock(style, False, False, self._language)
        space = stock.space.advance / 1000 * style.size_pt
        frame = _Frame(style, widths, indent, space + style.tracking_em * style.size_pt, end_mark_pt)
        breakpoints = self._prepare(inlines, style, frame, first_note)
        if not breakpoints.tokens and not breakpoints.plain:
            return Composition(breakpoints, {}, None, frame)
        measures = frame.measures()
        points = breakpoints.points
        if points[-1].end - points[0].start <= measures[0] and not any(run.forced for run in breakpoints.runs):
            return Composition(breakpoints, {1: State(0.0, 1, 0, 0.0, 0, len(points) - 1, _BEGINNING)}, UnweighedFit(), frame)
        runt = max(RUNT_PART * measures[-1], 2 * indent) + (frame.end_gap_pt + end_mark_pt if end_mark_pt else 0.0)
        for fit in _attempts(style, breakpoints, runt, space):
            finals = search(fit, len(points), measures, no_hyphen_at, strict=fit.strict)
            if finals and (not fit.strict or min(state.cost for state in finals.values()) < DESPERATE_COST):
                return Composition(breakpoints, finals, fit, frame)
        raise AssertionError

    def _prepare(self, inlines: Inlines, style: TextStyle, frame: _Frame, first_note: int) -> Breakpoints:
        """The paragraph's points, words too long for their lines made to break."""
        setting = RunSetting(style.size_pt, style.link_colour, partial(self._stock, style))
        runs = flatten(inlines, Voice(language=self._language, colour=style.colour), setting, first_note)
        made = Preparation(runs, style.tracking_em).breakpoints(hanging=style.hanging, end_mark_pt=frame.end_mark_pt)
        if broken := made.too_wide(min(frame.measures())):
            made = Preparation(runs, style.tracking_em, broken).breakpoints(hanging=style.hanging, end_mark_pt=frame.end_mark_pt)
        return made

    def _stock(self, style: TextStyle, bold: bool, italic: bool, language: str) -> Stock:
        """The words of a face as the style sets them."""
        role = style.faces[(2 if bold else 0) + (1 if italic else 0)]
        key = (role, language, style.hyphenate, style.caps, style.tabular)
        found = self._stocks.get(key)
        if found is None:
            found = self._stocks[key] = Stock(self.typeface(role), language, style.hyphenate, style.caps, style.tabular)
        return found


_BEGINNING: Final = State(0.0, 0, 0, 0.0, 0, 0, None)
_Attempt: TypeAlias = tuple[float, Elasticity, bool, int]
"""Tolerance, elasticity, strict, ladder, as in Limits."""
_RAGGED: Final[tuple[_Attempt, ...]] = (
    (0.16, RAGGED, True, 1),
    (0.16, RAGGED_HARD, True, 1),
    (0.16, RAGGED_HARD, True, 2),
    (0.35, RAGGED_HARD, True, 2),
    (1.0, RAGGED_HARD, False, 2),
)
_UNHYPHENATED: Final[tuple[_Attempt, ...]] = ((0.25, SNUG, True, 2), (1.0, SNUG, True, 2), (1.0, SNUG, False, 2))
_JUSTIFIED: Final[tuple[_Attempt, ...]] = (
    (0.3, JUSTIFIED_ELASTICITY, True, 1),
    (0.44, JUSTIFIED_ELASTICITY, True, 1),  # a gap of 1.65 disturbs less than two hyphens in a row, a wider one more
    (0.3, JUSTIFIED_ELASTICITY, True, 2),
    (0.9, JUSTIFIED_ELASTICITY, True, 2),
    (0.9, JUSTIFIED_ELASTICITY, False, 2),
)
_STIFF: Final[tuple[_Attempt, ...]] = ((1.0, STIFF, True, 2), (1.0, STIFF, False, 2))


def _attempts(style: TextStyle, breakpoints: Breakpoints, runt_pt: float, space_pt: float) -> Iterator[Fit]:
    """Ever more forgiving ways to weigh lines; the last one always finds a way."""
    kind: type[Fit] = RaggedFit
    attempts = _RAGGED if style.hyphenate else _UNHYPHENATED
    if style.balanced:
        kind, attempts = BalancedFit, _STIFF
    elif style.alignment == "justified":
        kind, attempts = JustifiedFit, _JUSTIFIED
    elif style.alignment != "ragged":
        attempts = _STIFF
    for tolerance, elasticity, strict, ladder in attempts:
        yield kind(breakpoints, Limits(tolerance, elasticity, strict, runt_pt, space_pt, style.hyphen_cost, ladder))
