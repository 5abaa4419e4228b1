"""Texts as rows of one measure, for boxes and notices: one slab per line, so that a long text can be parted anywhere."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.dataclass import NamedTuple, dataclass
from pipeline.pdf.desk import Desk
from pipeline.pdf.figures import FigureSlab, Frames
from pipeline.pdf.grid import baseline
from pipeline.pdf.line import Line
from pipeline.pdf.notes import count_notes, note_of
from pipeline.pdf.paragraph import TextStyle
from pipeline.pdf.pictures import frame, frame_lines
from pipeline.pdf.setter import Setter
from pipeline.pdf.sheet import Sheet, Slab
from pipeline.pdf.spell import BOX_VOICE, Mark, Piece, Spelled, Voice, spell
from pipeline.pdf.styles import BOX, BOX_LABEL, BOX_NUMBER, BOX_TITLE, FIGURE_PAIR, NUMBER_LABEL, PAIR_LABEL
from pipeline.pdf.tables import chart_rows, table_rows
from pipeline.problems import say
from pipeline.story import Block, Chart, FactBox, Figure, Inlines, KeyFigure, KeyFigures, Pair, Table

PARAGRAPH_INDENT = 10.0
BOX_FRAMES = Frames(8, 4, 12)


@dataclass(slots=True)
class TextRow:
    """One composed line, with the mark that hangs before it."""

    text: Line
    part: object
    slot: str
    left_pt: float = 0.0
    mark: Mark | None = None
    anchor: str = ""
    lines: int = 1

    def place(self, sheet: Sheet, x_pt: float, line: float) -> None:
        """Draw mark and line."""
        sheet.anchor(self.anchor, line)
        if self.mark:
            for one in sheet.setter.lines(self.mark.words, self.mark.style, 4 * self.mark.hang_pt + 40)[:1]:
                mark_x = x_pt + self.left_pt - self.mark.hang_pt
                sheet.line(one, mark_x, baseline(line), self.mark.part, self.mark.slot)
        sheet.line(self.text, x_pt + self.left_pt, baseline(line), self.part, self.slot)


@dataclass(slots=True)
class BlankRow:
    """A blank line between rows."""

    lines: int = 1

    def place(self, sheet: Sheet, x_pt: float, line: float) -> None:
        """Nothing is drawn."""


@dataclass(slots=True)
class PairRow:
    """A label and the words beside it."""

    labels: Sequence[Line]
    words: Sequence[Line]
    part: object
    slots: tuple[str, str]
    left_pt: float
    lines: int = 0

    def __post_init__(self) -> None:
        """Count the lines."""
        self.lines = max(len(self.labels), len(self.words), 1)

    def place(self, sheet: Sheet, x_pt: float, line: float) -> None:
        """Draw both from the same baseline."""
        sheet.lines(self.labels, x_pt, baseline(line), 13, self.part, self.slots[0])
        sheet.lines(self.words, x_pt + self.left_pt, baseline(line), 13, self.part, self.slots[1])


def block_rows(desk: Desk, blocks: Sequence[Block], voice: Voice, width_pt: float) -> list[Slab]:
    """Rows of any blocks; what cannot stand in a box or notice is named in a warning."""
    pieces = spell(blocks, voice)
    rows: list[Slab] = []
    for index, piece in enumerate(pieces):
        rows.extend(_piece_rows(desk, pieces, index, piece, width_pt, bool(rows)))
    return rows


def _piece_rows(desk: Desk, pieces: Sequence[Piece], index: int, piece: Piece, width_pt: float, begun: bool) -> list[Slab]:
    match piece:
        case Spelled():
            return text_rows(desk, piece, pieces[index - 1] if index else None, width_pt, begun=begun)
        case Table():
            rows = table_rows(desk.setter, piece, width_pt)
            return [*([rows.head] if rows.head else []), *rows.slabs]
        case Chart():
            rows = chart_rows(desk.setter, piece, width_pt, boxed=True)
            return [*([rows.head] if rows.head else []), *rows.slabs]
        case Figure():
            lines = frame_lines(piece, width_pt, *BOX_FRAMES)
            return [FigureSlab(desk.setter, piece, width_pt, frame(piece, width_pt, lines))]
        case FactBox():
            title = [TextRow(line, piece, "title") for line in desk.setter.lines(piece.title, BOX_TITLE, width_pt)]
            return [*title, *fact_rows(desk, piece, width_pt)]
        case KeyFigures():
            return key_pairs(desk, piece, width_pt)
        case _:
            desk.warn(piece, say("a part of the newsletter stands inside a box or a notice and cannot be shown there; move it out"))
            return []


def text_rows(desk: Desk, piece: Spelled, previous: Piece | None, width_pt: float, *, begun: bool) -> list[Slab]:
    """A text's lines, the first with its mark; footnotes follow at once, since a box has no foot of its own."""
    if not piece.words:
        return []
    runs_on = isinstance(previous, Spelled) and previous.kind == "body" == piece.kind and not piece.mark
    width = max(width_pt - piece.left_pt - piece.right_pt, 24.0)
    first_note = desk.notes + 1
    composed = desk.setter.compose(
        piece.words, piece.style, width, indent_pt=PARAGRAPH_INDENT if runs_on and piece.style.size_pt > 8 else 0.0, first_note=first_note
    )
    lines = composed.lines()
    rows: list[Slab] = [BlankRow()] * (piece.before if begun else 0)
    rows += [
        TextRow(line, piece.part, piece.slot, piece.left_pt, piece.mark if at == 0 else None, piece.anchor if at == 0 else "")
        for at, line in enumerate(lines)
    ]
    if count_notes(piece.words):
        notes = note_of(desk.setter, lines, width, first_note)
        desk.notes += len(notes)
        rows += [note for _, note in notes]
    return rows


def fact_rows(desk: Desk, box: FactBox, width_pt: float) -> list[Slab]:
    """The lines of a fact box, of whichever kind they are."""
    rows = block_rows(desk, box.blocks, BOX_VOICE, width_pt)
    rows += pair_rows(desk, box.pairs, width_pt)
    rows += numbered_rows(desk, box, width_pt)
    return rows


def pair_rows(desk: Desk, pairs: Sequence[Pair], width_pt: float) -> list[Slab]:
    """Labels in a column of their own, as wide as they need and at most two fifths of the measure."""
    widest = max((desk.setter.width(pair.label, BOX_LABEL) for pair in pairs), default=0.0)
    left = min(max(widest + 8, PAIR_LABEL), width_pt * 0.4)
    return [
        PairRow(
            desk.setter.lines(pair.label, BOX_LABEL, left - 4),
            desk.setter.lines(pair.children, BOX, width_pt - left),
            pair,
            ("label", ""),
            left,
        )
        for pair in pairs
    ]


def numbered_rows(desk: Desk, box: FactBox, width_pt: float) -> list[Slab]:
    """Numbered lines."""
    hang = max(NUMBER_LABEL, 6.0 * len(str(len(box.numbered))) + 6)
    rows: list[Slab] = []
    for index, words in enumerate(box.numbered):
        mark = Mark(str(index + 1), box, f"mark.{index}", BOX_NUMBER, hang)
        for at, line in enumerate(desk.setter.lines(words, BOX, width_pt - hang)):
            rows.append(TextRow(line, box, f"numbered.{index}", hang, mark if at == 0 else None))
    return rows


@dataclass(slots=True)
class FigurePairRow:
    """A key figure as a pair: the number, and its label in one line beside it."""

    desk: Desk
    figure: KeyFigure
    left_pt: float
    label: Sequence[Line]
    lines: int = 0

    def __post_init__(self) -> None:
        """Count the lines."""
        self.lines = max(len(self.label), 1)

    def place(self, sheet: Sheet, x_pt: float, line: float) -> None:
        """Draw value, plus, unit and label on the same baseline."""
        y_pt, at = baseline(line), x_pt
        for words, slot, gap in figure_words(self.figure):
            for one in sheet.setter.lines(words, BOX_NUMBER, 400)[:1]:
                sheet.line(one, at + gap, y_pt, self.figure, slot)
                at += gap + one.width_pt
        sheet.lines(self.label, x_pt + self.left_pt, y_pt, 13, self.figure, "label")


def figure_words(figure: KeyFigure) -> list[tuple[str, str, float]]:
    """A key figure's words on one line: (words, slot, gap before)."""
    words = [(figure.value, "value", 0.0)]
    if figure.more_than:
        words.append(("+", "more_than", 0.0))
    if figure.unit:
        words.append((figure.unit, "unit", 2.0))
    return words


def key_pairs(desk: Desk, figures: KeyFigures, width_pt: float) -> list[Slab]:
    """Key figures as pairs, the numbers in a column as wide as the widest needs."""
    widths = [sum(gap + desk.setter.width(words, BOX_NUMBER) for words, _, gap in figure_words(one)) for one in figures.entries]
    if max(widths, default=0.0) > width_pt * 0.6:
        return [row for one in figures.entries for row in _stacked(desk, one, width_pt)]
    left = max([FIGURE_PAIR, *(width + 6 for width in widths)])
    return [
        FigurePairRow(desk, one, left, desk.setter.lines(one.short or one.label.replace("\n", " "), BOX, max(width_pt - left, 24.0)))
        for one in figures.entries
    ]


def _stacked(desk: Desk, figure: KeyFigure, width_pt: float) -> list[Slab]:
    """A key figure that is no number but a text: its words and its label one under the other."""
    texts = [(words, BOX_NUMBER, slot) for words, slot, _ in figure_words(figure)]
    texts.append((figure.short or figure.label.replace("\n", " "), BOX, "label"))
    return [TextRow(line, figure, slot) for words, style, slot in texts for line in desk.setter.lines(words, style, width_pt)]


class RunIn(NamedTuple):
    """Two texts in one run: the rows of the first, then those of the second, which begin on row ``start``."""

    head: Sequence[Line]
    tail: Sequence[Line]
    start: int

    @property
    def rows(self) -> int:
        """Rows in all."""
        return max(len(self.head), self.start + len(self.tail))


def run_in(
    setter: Setter, head: str | Inlines, head_style: TextStyle, tail: str | Inlines, tail_style: TextStyle, width_pt: float, gap_pt: float
) -> RunIn:
    """``tail`` goes on where ``head`` ends, or begins on a row of its own where there is too little room."""
    heads = setter.lines(head, head_style, width_pt)
    if not tail:
        return RunIn(heads, (), len(heads))
    after = heads[-1].x_pt + heads[-1].width_pt + gap_pt if heads else 0.0
    if 0 < after < 0.85 * width_pt:
        composed = setter.compose(tail, tail_style, width_pt, indent_pt=after)
        if not composed.overflow:
            return RunIn(heads, composed.lines(), len(heads) - 1)
    return RunIn(heads, setter.lines(tail, tail_style, width_pt), len(heads))
