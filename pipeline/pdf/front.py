"""The first page's fixed parts: masthead, what stands beside the lead's ingress, the band of key figures; and the compact edition's run-ins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field

from pipeline.dataclass import dataclass
from pipeline.look import Look
from pipeline.pdf.agenda import agenda_slab
from pipeline.pdf.article_flow import Flow, stretches
from pipeline.pdf.articles import ArticleUnit, Parts
from pipeline.pdf.boxes import BandSlab, BoxSlab, PairsSlab, bands, too_wide
from pipeline.pdf.contents import ContentsSlab, contents_box
from pipeline.pdf.desk import Desk
from pipeline.pdf.edition import Edition, FiguresPlace
from pipeline.pdf.grid import LINES, SPAN_4, SPAN_6
from pipeline.pdf.heads import MastheadSlab
from pipeline.pdf.oversize import long_decisions, sort_texts
from pipeline.pdf.rows import key_pairs
from pipeline.pdf.sheet import Slab
from pipeline.pdf.spell import Piece, Spelled, Voice, spell
from pipeline.pdf.styles import BOX_PAD
from pipeline.problems import say
from pipeline.story import Article, Block, Contents, DecisionsInBrief, Heading, KeyFigures, List, Masthead, NextMeeting, Paragraph

LEAST_FIGURES = 3
"""Key figures that make a band; fewer stand as pairs in a box."""
BOXED_MOST = 14
"""Lines of a list of contents in a box at most: a longer one stands over twelve columns."""
BESIDE_MOST = 12
"""Lines that may stand beside the ingress."""
DECISIONS_MOST = 16
"""Lines of the decisions that may stand on the front."""


@dataclass(slots=True)
class Front:
    """What the first page has that no later one has; ``taken`` are the blocks placed so."""

    masthead: MastheadSlab | None = None
    lead: Article | None = None
    beside: Slab | None = None
    boxes: list[BoxSlab] = field(default_factory=list)
    """Boxes that stand in the lead's columns."""
    band: Slab | None = None
    """What stands at the foot: the key figures, or the decisions where the record wants those on the front."""
    taken: list[Block] = field(default_factory=list)
    left_out: list[object] = field(default_factory=list)
    run_in: list[Article] = field(default_factory=list)
    """Short articles that run on in the lead's columns."""

    @property
    def head(self) -> int:
        """Lines that the masthead takes, with the blank one under it."""
        return self.masthead.lines + 1 if self.masthead else 0

    @property
    def foot(self) -> int:
        """Lines that the band takes, with the blank one over it."""
        return self.band.lines + 1 if self.band else 0


def make_front(desk: Desk, look: Look, blocks: Sequence[Block], edition: Edition) -> Front:
    """Choose and compose the front's parts."""
    front = Front()
    masthead = next((block for block in blocks if isinstance(block, Masthead)), None)
    if masthead:
        front.masthead = MastheadSlab(desk.setter, masthead, look.logo)
        front.taken.append(masthead)
    articles = [block for block in blocks if isinstance(block, Article)]
    front.lead = next((article for article in articles if article.lead), articles[0] if articles else None)
    if front.lead is None:
        return front
    contents = next((block for block in blocks if isinstance(block, Contents)), None)
    shown = next((block for block in blocks if isinstance(block, KeyFigures) and block.entries), None)
    if contents and (desk.compact or not contents.entries):
        front.taken.append(contents)
        front.left_out.append(contents)
        desk.decide(contents, say("the list of contents is left out: the compact edition has none"))
        contents = None
    if shown:
        _place_figures(desk, front, shown, beside=contents is None or edition.boxed, place=edition.figures)
    box = contents_box(desk.setter, contents, SPAN_6) if contents and edition.boxed else None
    if contents and box and box.lines <= BOXED_MOST:
        front.boxes.append(box)
        front.taken.append(contents)
        desk.decide(contents, say("the list of contents stands in a box of the lead, whose columns end level so"))
    elif contents and front.beside is None:
        _place_contents(desk, front, contents)
    place_decisions(desk, front, blocks)
    if desk.compact:
        _choose_run_in(desk, front, blocks)
    return front


def place_decisions(desk: Desk, front: Front, blocks: Sequence[Block]) -> None:
    """The decisions at the front's foot where the record wants them there; the key figures then stand where the story has them."""
    chosen = next((block for block in blocks if isinstance(block, DecisionsInBrief) and block.front), None)
    if chosen is None or long_decisions(desk, chosen):
        return
    meeting = next((block for block in blocks if isinstance(block, NextMeeting)), None)
    slab = agenda_slab(desk.setter, chosen, meeting, compact=desk.compact)
    if slab.lines > DECISIONS_MOST:
        desk.decide(chosen, say("there are too many decisions for the front"))
        return
    if isinstance(front.band, BandSlab):
        front.taken.remove(front.band.figures)
        desk.decide(front.band.figures, say("the key figures give their place on the front to the decisions"))
    front.band = slab
    front.taken += [chosen, *([meeting] if meeting else [])]


def _place_figures(desk: Desk, front: Front, figures: KeyFigures, *, beside: bool, place: FiguresPlace) -> None:
    assert front.lead is not None
    few = len(figures.entries) < LEAST_FIGURES
    pairs = PairsSlab(desk, figures, SPAN_4)
    if beside and _has_ingress(desk, front.lead) and (desk.compact or few) and pairs.lines <= BESIDE_MOST:
        front.beside = pairs
        desk.decide(figures, say("the key figures stand as pairs beside the ingress"))
    elif few or desk.compact or place == "box" or too_wide(desk.setter, figures):
        front.boxes.append(BoxSlab(desk.setter, figures, figures.title, key_pairs(desk, figures, SPAN_6 - 2 * BOX_PAD), SPAN_6))
        forced = few or desk.compact or too_wide(desk.setter, figures)
        why = say("the key figures stand in a box, since there is no room for a band")
        desk.decide(figures, why if forced else say("the key figures stand in a box of the lead, whose columns end level so"))
    else:
        found = bands(desk.setter, figures)
        if len(found) > 1 or place == "story":
            return  # more than one row, or no room on the front: they stand where the story has them
        front.band = found[0]
    front.taken.append(figures)


def _place_contents(desk: Desk, front: Front, contents: Contents) -> None:
    assert front.lead is not None
    slab = ContentsSlab(desk.setter, contents, contents.entries, SPAN_4)
    if _has_ingress(desk, front.lead) and slab.lines <= BESIDE_MOST:
        front.beside = slab
        front.taken.append(contents)


def _has_ingress(desk: Desk, lead: Article) -> bool:
    """Whether the lead has an ingress that something can stand beside: one that runs with the text leaves a hole there."""
    texts, _ = sort_texts(desk, lead)
    return bool(texts.ingress)


def _choose_run_in(desk: Desk, front: Front, blocks: Sequence[Block]) -> None:
    """Short articles after the lead, as many as its page holds."""
    assert front.lead is not None
    room = _front_room(desk, front) - _lines(desk, spell(front.lead.blocks, desk.voice))
    others = [block for block in blocks if all(block is not taken for taken in front.taken)]
    start = next(index for index, block in enumerate(others) if block is front.lead)
    for block in others[start + 1 :]:
        if not (isinstance(block, Article) and is_brief(block)):
            return
        room -= _lines(desk, spell_run_in(block, desk.voice))
        if room < -2:
            return
        front.run_in.append(block)
        if block.kicker:
            front.left_out.append((block, "kicker"))
        desk.decide(block, say("runs on in the columns of the lead, under a subheading"))


def is_brief(article: Article) -> bool:
    """Whether an article is nothing but text."""
    bare = not (article.figure or article.boxes or article.pull_quote or article.ingress or article.byline)
    return bare and all(isinstance(block, Paragraph | Heading | List) for block in article.blocks)


def spell_run_in(article: Article, voice: Voice) -> list[Piece]:
    """An article under its headline as a subheading."""
    heading = Spelled(article, "headline", article.headline, voice.heading, "heading", before=1, anchor=article.anchor)
    return [heading, *spell(article.blocks, voice)]


def _lines(desk: Desk, pieces: Sequence[Piece]) -> int:
    """Lines that pieces take in a column, roughly: every stretch's natural lines."""
    notes = desk.notes
    total = sum(stretch.sums[-1] for stretch in stretches(desk, pieces, ends=False) if isinstance(stretch, Flow))
    desk.notes = notes
    return total


def _front_room(desk: Desk, front: Front) -> int:
    """Lines of text that the first page has under the lead's head."""
    assert front.lead is not None
    texts, _ = sort_texts(desk, front.lead)
    parts = Parts(desk, front.lead, Flow().close(), texts, front.beside, lead=True)
    scheme = ArticleUnit(parts).schemes(whole=False)[0]
    return scheme.room(LINES - front.head - front.foot - scheme.over)
