"""Every scheme that an article's content allows at a place in its text: head and picture, boxes, wide things, pull quote."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.dataclass import dataclass
from pipeline.pdf.article_flow import Wide
from pipeline.pdf.boxes import BoxSlab, QuoteSlab
from pipeline.pdf.desk import Desk
from pipeline.pdf.figures import FULL, HALF, LEAD, LOW_LEAD, FigureSlab, Frames, figure_slab, small_figure_slab
from pipeline.pdf.grid import SPAN_6, WIDTH
from pipeline.pdf.heads import BylineSlab, HeadSlab, IngressSlab
from pipeline.pdf.oversize import Texts
from pipeline.pdf.pictures import natural_lines
from pipeline.pdf.schemes import Scheme
from pipeline.pdf.sheet import Slab
from pipeline.pdf.wide_box import wide_box
from pipeline.story import Article, FactBox, Figure

PICTURE_LINE = 1.5
"""Cost of each line that a picture is higher or lower than it asks for."""
SMALL_PICTURE = 12.0
"""Cost of a picture of four columns, beside a text too short for one of six."""
OTHER_SPAN = 6.0
"""Cost of a picture that is wider or narrower than was wished."""
LATER = 3.0
"""Cost of a picture that stands on the article's next page."""
NO_QUOTE = 12.0
NO_BOX = 6.0
WIDE_BOX = 8.0
"""Cost of a box that stands under the columns, over all twelve."""
LOW_BYLINE = 3.0
"""Cost of a byline over the first column alone, where the headline stands over both: the second one's text begins beside it."""
SECOND_BEST = 2.0
TEXT_BESIDE = 8.0
"""Cost of text that goes on beside its headline, at the height of the kicker: it seems to belong to what stands over it."""
RESUMED = 5.0
"""Cost of text that goes on under a picture after a box has closed the first column."""
QUOTE_FROM = 11
"""Lines of a column from which a pull quote has the room it needs."""
INSIDE_FROM = 25
BRIEF = 8
"""Lines of text that may stand in one column."""
BESIDE = 12
"""Lines of text that may stand beside their headline."""


@dataclass(frozen=True, slots=True)
class Content:
    """What of an article is still to place, and the room for whose text schemes are sought: ``lines`` of text, all of it or not (``whole``)."""

    desk: Desk
    article: Article | None
    texts: Texts
    heads: tuple[HeadSlab | None, HeadSlab | None]
    """The headline over twelve and over six columns."""
    beside: Slab | None
    lead: bool
    opened: bool
    pictured: bool
    boxes: tuple[BoxSlab, ...]
    wides: Sequence[Wide]
    item: int
    quote: QuoteSlab | None
    lines: int
    whole: bool

    def schemes(self) -> Iterator[Scheme]:
        """Every scheme, the design's own first."""
        for opening in self._bylined():
            for boxed in self._boxed(opening):
                for widened in self._widened(boxed):
                    yield from self._quoted(widened)

    def _bylined(self) -> Iterator[Scheme]:
        """Openings as they are; under a headline over both columns the byline stands over both too, or over the first one's text."""
        for opening in self.openings():
            *others, last = opening.heads[0] or (None,)
            if isinstance(last, BylineSlab) and not others and opening.top:
                over = BylineSlab(self.desk.setter, last.part, WIDTH)
                yield replace(opening, top=(*opening.top, over), heads=((), opening.heads[1]))
                yield replace(opening, cost=opening.cost + LOW_BYLINE)
            else:
                yield opening

    # ── head and picture ─────────────────────────────────────────────────────────────────────────────────────────────

    def openings(self) -> Iterator[Scheme]:
        """Head and picture over and beside the columns."""
        figure = self.article.figure if self.article and not self.pictured else None
        if self.article is None or self.opened:
            yield from self._going_on(figure)
            return
        if figure is None:
            yield from self._no_picture()
            return
        if figure.span == 12 or self.lead:
            yield from self._full_picture(figure)
            if not self.lead and not figure.labels and natural_lines(figure.image, SPAN_6) >= HALF.least:
                yield from _dearer(self._half_picture(figure), OTHER_SPAN)
        else:
            yield from self._half_picture(figure)
            if natural_lines(figure.image, WIDTH) <= FULL.most:
                yield from _dearer(self._full_picture(figure), OTHER_SPAN)
        if not self.whole and not self.lead:
            yield from (replace(scheme, cost=scheme.cost + LATER, later=True) for scheme in self._no_picture())

    def _going_on(self, figure: Figure | None) -> Iterator[Scheme]:
        """A page where the article goes on, its picture still to come or not."""
        if figure is None:
            scheme = Scheme()
            yield scheme
            yield from self._single(scheme)
            return
        for slab, cost, more in self._slabs(figure, 12 if figure.span == 12 else 6, FULL if figure.span == 12 else HALF):
            if figure.span == 12:
                yield Scheme(top=(slab,), cost=cost, changed=more)
            else:
                yield Scheme(heads=((), (slab,)), cost=cost, changed=more)

    def _no_picture(self) -> Iterator[Scheme]:
        scheme = Scheme(top=self._tops(), heads=(self._byline(), ()))
        yield from self._single(scheme)
        yield scheme
        narrow = self._narrow()
        if not narrow:
            return
        high, cost = sum(slab.lines for slab in narrow), SECOND_BEST * len(narrow)
        if self.lines > high:
            yield Scheme(heads=((*narrow, *self._byline()), ()), cost=cost + TEXT_BESIDE)
        if self.boxes and self.lines <= BESIDE:
            yield Scheme(heads=((*narrow, *self._byline()), ()), cost=cost, closed=True)
        if self.lines <= BESIDE and not self.texts.byline:
            yield Scheme(heads=(narrow, ()), cost=cost + abs(self.lines - high), beside=True)

    def _narrow(self) -> tuple[Slab, ...]:
        """Headline and ingress over one column, where they may stand so."""
        narrow = self.heads[1]
        if self.article is None or self.lead or narrow is None or len(narrow.headlines) > 3:
            return ()
        return (narrow, IngressSlab(self.desk.setter, self.article, self.texts.ingress, SPAN_6)) if self.texts.ingress else (narrow,)

    def _byline(self) -> tuple[Slab, ...]:
        article = self.article
        return (BylineSlab(self.desk.setter, article, SPAN_6),) if article and self.texts.byline else ()

    def _tops(self, *figures: Slab) -> tuple[Slab, ...]:
        """Headline, ingress and picture in the order of the design: the lead's picture first."""
        article = self.article
        assert article is not None
        slabs: list[Slab] = [self.heads[0]] if self.heads[0] else []
        if self.texts.ingress or self.beside:
            slabs.append(IngressSlab(self.desk.setter, article, self.texts.ingress, beside=self.beside))
        return (*figures, *slabs) if self.lead else (*slabs, *figures)

    def _slabs(self, figure: Figure, columns: int, frames: Frames) -> Iterator[tuple[FigureSlab, float, int]]:
        """The picture as high as it asks for, then a line or two lower and higher where that is allowed."""
        for more in (0, -1, 1, -2, 2):
            slab = figure_slab(self.desk.setter, figure, columns, frames, more, captioned=self.texts.captioned)
            if slab:
                yield slab, PICTURE_LINE * abs(more), more

    def _full_picture(self, figure: Figure) -> Iterator[Scheme]:
        frames = (LOW_LEAD if self.desk.compact else LEAD) if self.lead else FULL
        for slab, cost, more in self._slabs(figure, 12, frames):
            scheme = Scheme(top=self._tops(slab), heads=(self._byline(), ()), cost=cost, changed=more)
            yield scheme
            yield from self._single(scheme)
            if (narrow := self._narrow()) and self.lines > sum(slab.lines for slab in narrow):
                yield Scheme(top=(slab,), heads=((*narrow, *self._byline()), ()), cost=cost + SECOND_BEST + 1.0, changed=more)

    def _half_picture(self, figure: Figure) -> Iterator[Scheme]:
        """The picture heads the second column: headline and text beside it, or the headline over both."""
        narrow, byline = self._narrow(), self._byline()
        for slab, cost, more in self._slabs(figure, 6, HALF):
            if narrow:
                scheme = Scheme(heads=((*narrow, *byline), (slab,)), cost=cost, changed=more)
                yield replace(scheme, closed=True)
                yield scheme
            over = Scheme(top=self._tops(), heads=(byline, (slab,)), cost=cost + SECOND_BEST, changed=more)
            yield replace(over, closed=True)
            yield over
        for more in (0, -1, 1) if narrow and self.whole and self.lines <= BESIDE else ():
            if small := small_figure_slab(self.desk.setter, figure, more):
                yield Scheme(heads=((*narrow, *byline), (small,)), cost=SMALL_PICTURE + PICTURE_LINE * abs(more), changed=more, closed=True)

    def _single(self, scheme: Scheme) -> Iterator[Scheme]:
        """A few lines in the first column alone."""
        if self.lines <= BRIEF and not scheme.heads[1]:
            yield replace(scheme, closed=True, cost=scheme.cost + (0.0 if self.lines < 4 else SECOND_BEST))

    # ── what stands among the text ───────────────────────────────────────────────────────────────────────────────────

    def _boxed(self, scheme: Scheme) -> Iterator[Scheme]:
        """Boxes at the feet of the columns, the first in the second column; optional ones may be left out."""
        boxes = self.boxes
        if not boxes:
            yield scheme
            return
        if not self.whole:
            yield from (with_boxes(scheme, boxes[:count]) for count in ((1, 0) if len(boxes) < 3 else (2, 1, 0)))
            return
        yield with_boxes(scheme, boxes)
        if len(boxes) == 1 and not scheme.closed:
            feet: tuple[Slab, ...] = (boxes[0],)
            yield replace(scheme, feet=(feet, ()), boxes=1, cost=scheme.cost + SECOND_BEST + (RESUMED if scheme.heads[1] else 0.0))
            if not scheme.heads[1]:
                yield replace(scheme, heads=(scheme.heads[0], feet), boxes=1, cost=scheme.cost + SECOND_BEST)
        if len(boxes) == 2 and not scheme.closed:
            for first in (boxes[:1], (), boxes):
                second = tuple(box for box in boxes if box not in first)
                yield replace(scheme, feet=(first, second), boxes=2, cost=scheme.cost + SECOND_BEST)
        for box in boxes:
            if wide := wide_box(box):
                rest = with_boxes(scheme, tuple(other for other in boxes if other is not box))
                yield replace(rest, bottom=(wide,), boxes=len(boxes), cost=rest.cost + WIDE_BOX)
        optional = [box for box in boxes if isinstance(box.part, FactBox) and box.part.optional]
        if optional:
            fewer = with_boxes(scheme, tuple(box for box in boxes if box not in optional))
            left_out = (*fewer.left_out, *(box.part for box in optional))
            yield replace(fewer, cost=fewer.cost + NO_BOX * len(optional), boxes=len(boxes), left_out=left_out)

    def _widened(self, scheme: Scheme) -> Iterator[Scheme]:
        """Wide things over the text when they are due, under it otherwise; where the text goes on, as many as come up."""
        pending = self.wides
        if not pending:
            yield scheme
            return
        due = sum(1 for wide in pending if wide.item <= self.item)
        if self.whole:
            slabs = tuple(wide.slab for wide in pending)
            yield replace(scheme, top=scheme.top + slabs[:due], bottom=(*slabs[due:], *scheme.bottom), wides=len(pending))
            return
        for count in (2, 1, 0) if due >= 2 else (1, 0):
            if count <= len(pending):
                cost = scheme.cost + 2.0 * max(due - count, 0) + 1.0 * max(count - due, 0)
                yield replace(scheme, top=scheme.top + tuple(wide.slab for wide in pending[:count]), wides=count, cost=cost)

    def _quoted(self, scheme: Scheme) -> Iterator[Scheme]:
        """The pull quote at the second column's head or, in long columns, inside it; without it at a cost."""
        quote = self.quote
        if quote is None:
            yield scheme
            return
        left_out = (*scheme.left_out, quote.quote) if self.whole else scheme.left_out
        height = scheme.height_for(self.lines)
        if not scheme.closed and height - scheme.taken[1] >= QUOTE_FROM - 1:
            if height >= INSIDE_FROM:
                yield replace(scheme, inside=quote, quoted=True)
            if not scheme.heads[1]:
                cost = scheme.cost + (0.5 if height >= INSIDE_FROM else 0.0)
                yield replace(scheme, heads=(scheme.heads[0], (quote,)), quoted=True, cost=cost)
        yield replace(scheme, cost=scheme.cost + NO_QUOTE, left_out=left_out)


def _dearer(schemes: Iterator[Scheme], cost: float) -> Iterator[Scheme]:
    return (replace(scheme, cost=scheme.cost + cost) for scheme in schemes)


def with_boxes(scheme: Scheme, boxes: Sequence[BoxSlab]) -> Scheme:
    """The boxes shared out to the columns' feet, the first in the second column, the next where less stands."""
    feet: tuple[list[Slab], list[Slab]] = ([], [])
    for box in boxes:
        lines = [sum(slab.lines + 1 for slab in (*scheme.heads[column], *feet[column])) for column in (0, 1)]
        column = 1 if not feet[1] or scheme.closed or lines[1] + box.lines <= lines[0] + box.lines // 2 else 0
        feet[column].append(box)
    return replace(scheme, feet=(tuple(feet[0]), tuple(feet[1])), boxes=len(boxes))
