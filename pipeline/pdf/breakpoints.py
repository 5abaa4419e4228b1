"""A paragraph made ready for breaking: its tokens, and the points where its lines may end."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from pipeline.dataclass import NamedTuple
from pipeline.pdf.words import Break, Kind, Stock, Word

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from pipeline.look import ColourRole
    from pipeline.pdf.line import Glyph
    from pipeline.story import Inline

_NO_BREAK_SPACE: Final = "\u00a0"
_PARTS: Final = re.compile("[^ \u00a0\n\t\r]{1,200}|[ \u00a0\n\t\r]").findall  # what is longer is no word: its parts are welded
_WHITE: Final = frozenset(" \u00a0\n\t\r")
_INSIDE: Final = frozenset({Kind.HYPHEN, Kind.SYLLABLE, Kind.PART, Kind.SOFT, Kind.JOINT})


class Run(NamedTuple):
    """Words of one face, size, colour and context.

    ``forced`` stands for a line break and has no words; ``silent`` words are not the story's own (the figure of a note).
    """

    text: str
    stock: Stock
    size_pt: float
    colour: ColourRole
    context: tuple[Inline, ...] = ()
    rise_pt: float = 0.0
    forced: bool = False
    silent: bool = False


class Token:
    """A word of one run, or spaces that begin a run; ``glyphs`` take in the spaces that follow in the same run."""

    __slots__ = ("glyphs", "run", "word")

    def __init__(self, glyphs: tuple[Glyph, ...], run: int, word: Word | None) -> None:
        """``run`` is its run's index."""
        self.glyphs = glyphs
        self.run = run
        self.word = word


class Point(NamedTuple):
    """A place where one line may end and the next begin, in points along the unbroken paragraph.

    A line from point a to point b is ``b.end - a.start`` wide, without what hangs out (``b.hang_end``, ``a.hang_start``),
    and holds ``b.gaps_end - a.gaps_start`` word spaces that may stretch; tracking of t em makes it ``t * (b.ems_end - a.ems_start)`` wider.
    ``token``, ``cut`` and ``position`` say where the next line begins: in the tokens, within that token's word, in the plain text.
    ``hyphen``: the line's edge shows a word that goes on (1), one that ends in a hyphen of its own (2, gruv- och), or neither (0).
    """

    end: float
    start: float
    hang_end: float
    hang_start: float
    gaps_end: int
    gaps_start: int
    ems_end: float
    ems_start: float
    kind: Kind
    hyphen: int
    token: int
    cut: Break | None
    position: int


class Breakpoints(NamedTuple):
    """A paragraph's runs, tokens and words, and its points: the first one is its beginning, the last one its end."""

    runs: Sequence[Run]
    tokens: list[Token]
    points: list[Point]
    plain: str

    def too_wide(self, measure_pt: float) -> frozenset[int]:
        """The tokens of stretches that no line of the measure can hold."""
        found: set[int] = set()
        points = self.points
        for before, after in pairwise(points):
            if after.end - before.start > measure_pt:
                found.update(range(before.token, after.token + 1))
        return frozenset(found)


class _Pending(NamedTuple):
    """A point whose line end is known while its next word is not met yet."""

    end: float
    hang: float
    gaps: int
    ems: float
    kind: Kind
    hyphen: int


_BEGINNING: Final = _Pending(0.0, 0.0, 0, 0.0, Kind.SPACE, 0)


class Preparation:
    """Walks the runs of a paragraph once; the pen stands ``_x`` points into it, tracking behind each glyph included."""

    def __init__(self, runs: Sequence[Run], tracking_em: float, broken: Collection[int] = ()) -> None:
        """The tokens of ``broken`` may break anywhere."""
        self._runs = runs
        self._tracking_em = tracking_em
        self._broken = broken
        self._tokens: list[Token] = []
        self._points: list[Point] = []
        self._x = 0.0
        self._gaps = 0
        self._ems = 0.0
        self._size = 0.0
        self._position = 0
        self._begun = False  # a word has been met
        self._opening = True  # a sentence begins here
        self._word: Word | None = None  # the word that the pen stands right behind
        self._scale = 0.0  # points per 1/1000 em at the pen
        self._tracking = 0.0
        self._pending: _Pending | None = _BEGINNING

    def breakpoints(self, *, hanging: bool, end_mark_pt: float) -> Breakpoints:
        """Find the points; ``end_mark_pt`` is kept free after the last word, with a no-break space before it."""
        for index, run in enumerate(self._runs):
            if run.forced:
                self._force()
            else:
                self._scale = run.size_pt / 1000
                self._size = run.size_pt
                self._tracking = self._tracking_em * run.size_pt
                self._walk(run, index)
        self._finish(end_mark_pt)
        points = self._points
        if not hanging:
            points = [p._replace(end=p.end + p.hang_end, start=p.start - p.hang_start, hang_end=0.0, hang_start=0.0) for p in points]
        plain = "".join(["\n" if run.forced else run.text for run in self._runs if not run.silent])
        return Breakpoints(self._runs, self._tokens, points, plain)

    def _walk(self, run: Run, index: int) -> None:
        """The words and spaces of a run."""
        stock, scale, size, tracking, tokens = run.stock, self._scale, self._size, self._tracking, self._tokens
        lookup = stock.word
        fresh = True  # the run has no token yet that its spaces could join
        for part in _PARTS(run.text):
            if part in _WHITE:
                self._blank(part, stock, index, fresh)
            else:
                word = lookup(part)
                if self._pending is not None:
                    self._close(word.hang_left * scale)
                    self._cut(word, stock)
                elif self._word is None or not (self._word.text[-1].isalnum() and part[0].isalnum()):
                    self._cut(word, stock)
                else:
                    self._weld(word, stock)
                tokens.append(Token(word.glyphs, index, word))
                self._x += word.width * scale + word.letters * tracking
                self._ems += word.letters * size
                self._word = word
                self._begun = True
                self._opening = word.ends_sentence
            if not run.silent:
                self._position += len(part)
            fresh = False

    def _blank(self, character: str, stock: Stock, index: int, fresh: bool) -> None:
        """One space: a place to break unless it is a no-break one."""
        breaks = character != _NO_BREAK_SPACE
        glyph = stock.space if breaks else stock.no_break_space
        tokens = self._tokens
        if self._pending is _BEGINNING:
            self._close(0.0)
        elif self._pending is None and self._begun and (breaks or (len(tokens) - 1) in self._broken):
            self._suspend(Kind.SPACE if breaks else Kind.ANYWHERE)
        if fresh:
            tokens.append(Token((glyph,), index, None))
        else:
            token = tokens[-1]
            word = token.word
            token.glyphs = word.spaced if breaks and word is not None and token.glyphs is word.glyphs else (*token.glyphs, glyph)
        self._x += glyph.advance * self._scale + self._tracking
        self._gaps += breaks
        self._ems += self._size
        self._word = None

    def _suspend(self, kind: Kind) -> None:
        """Note where a line would end, behind the word at the pen."""
        word = self._word
        hang = word.hang_right * self._scale if word else 0.0
        hyphen = 2 if word and word.ends_in_hyphen else 0
        self._pending = _Pending(self._x - self._tracking - hang, hang, self._gaps, self._ems - self._size, kind, hyphen)

    def _close(self, hang: float) -> None:
        """Make the pending point, now that it is known what the next line begins with."""
        pending = self._pending
        if pending is not None:
            self._points.append(
                Point(
                    pending.end, self._x + hang, pending.hang, hang, pending.gaps, self._gaps, pending.ems, self._ems,
                    pending.kind, pending.hyphen, len(self._tokens), None, self._position,
                )
            )  # fmt: skip
            self._pending = None

    def _cut(self, word: Word, stock: Stock) -> None:
        """The points inside the word that comes next."""
        token = len(self._tokens)
        breaks = word.opening_breaks if self._opening else word.breaks
        if token in self._broken:
            breaks = stock.last_resort(word)
        scale, tracking = self._scale, self._tracking
        for cut in breaks:
            tail_hang, head_hang = cut.tail_hang * scale, cut.head_hang * scale
            heads, tails = len(cut.head), word.letters - len(cut.tail)
            self._points.append(
                Point(
                    self._x + cut.head_width * scale + (heads - 1) * tracking - head_hang,
                    self._x + (word.width - cut.tail_width) * scale + tails * tracking + tail_hang,
                    head_hang, tail_hang, self._gaps, self._gaps, self._ems + (heads - 1) * self._size, self._ems + tails * self._size,
                    cut.kind, 0 if cut.kind is Kind.OPEN else 1, token, cut, self._position + cut.offset,
                )
            )  # fmt: skip

    def _weld(self, word: Word, stock: Stock) -> None:
        """A word that goes on in another face is not known to the rules: it loses its points."""
        token = len(self._tokens)
        if token in self._broken:
            self._suspend(Kind.ANYWHERE)
            self._close(word.hang_left * self._scale)
            self._cut(word, stock)
            return
        while self._points and self._points[-1].token == token - 1 and self._points[-1].kind in _INSIDE:
            self._points.pop()

    def _force(self) -> None:
        """A line break: the word before it stays whole, and a drawn space keeps the words apart for those who listen."""
        pending = self._pending
        if pending is None:
            self._keep_last_word()
            self._suspend(Kind.FORCED)
        elif pending is not _BEGINNING and pending.kind is not Kind.FORCED:
            self._pending = pending._replace(kind=Kind.FORCED)
        else:
            self._close(0.0)
            self._suspend(Kind.FORCED)
        if self._tokens:
            token = self._tokens[-1]
            space = self._runs[token.run].stock.space
            token.glyphs = (*token.glyphs, space)
            self._x += space.advance * self._scale + self._tracking
            self._gaps += 1
            self._ems += self._size
        self._word = None
        self._opening = True
        self._position += 1

    def _keep_last_word(self) -> None:
        """No break inside a paragraph's last word, unless nothing else helps."""
        points = self._points
        while points and points[-1].kind in _INSIDE and points[-1].token not in self._broken:
            points.pop()

    def _finish(self, end_mark_pt: float) -> None:
        """The last point."""
        if self._pending is _BEGINNING:
            self._close(0.0)
        if self._pending is None:
            self._keep_last_word()
            self._suspend(Kind.END)
        pending = self._pending
        if pending is None:
            return
        end, hang = pending.end, pending.hang
        if end_mark_pt and self._tokens:
            stock = self._runs[self._tokens[-1].run].stock
            end, hang = end + hang + stock.no_break_space.advance * self._scale + self._tracking + end_mark_pt, 0.0
        self._pending = pending._replace(end=end, hang=hang, kind=Kind.END, hyphen=0)
        self._close(0.0)
