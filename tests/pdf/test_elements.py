"""Elements keep their design where they have more room than they need: rules, boxes, decisions, quotes, names."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from pipeline.look import Look
from pipeline.pdf.agenda import agenda_slab
from pipeline.pdf.articles import UNEVEN, ArticleUnit
from pipeline.pdf.boxes import QuoteSlab, bands, fact_box
from pipeline.pdf.columns import Spot
from pipeline.pdf.desk import make_desk
from pipeline.pdf.edition import Edition
from pipeline.pdf.gather import gather
from pipeline.pdf.grid import LINES, SPAN_6, WIDTH
from pipeline.pdf.heads import HeadSlab
from pipeline.pdf.newsletter import layout_newsletter
from pipeline.pdf.placed import Page, PlacedLine, PlacedRect
from pipeline.pdf.reference import MembersSlab, NoticesSlab
from pipeline.pdf.schemes import taller
from pipeline.pdf.screen import write_screen
from pipeline.pdf.setter import Setter
from pipeline.pdf.sheet import Sheet, Slab
from pipeline.pdf.styles import BOX_PAD, FINE_RULE
from pipeline.pdf.units import SlabUnit, notices_unit
from pipeline.preflight.aloud import differences
from pipeline.story import Article, DecisionsInBrief, MemberList, NoteMark, Notice, Notices, Paragraph, PullQuote, Text, text
from tests.pdf import issues
from tests.pdf.reading import failures
from tests.pdf.samples import FOLDERS, laid_out
from tests.pdf.sheets import faults, grid_line, lines

CAPS = 6.0
"""Height of a kicker's capitals, at least, in points."""


@pytest.fixture(scope="module")
def setter(look: Look) -> Setter:
    return Setter(look, "sv")


def placed(slab: Slab, setter: Setter) -> Page:
    sheet = Sheet(Page(1), setter)
    slab.place(sheet, 0.0, 0)
    return sheet.page


@pytest.mark.parametrize("alignment", ["ragged", "justified"])
@pytest.mark.parametrize("folder", FOLDERS)
def test_a_rule_between_articles_stands_nearer_to_what_follows(folder, alignment):
    document, look, _ = laid_out(f"{folder} newsletter")
    for page in layout_newsletter(document, replace(look, alignment=alignment)).pages.pages:
        for rule in page.items:
            if isinstance(rule, PlacedRect) and (rule.width_pt, rule.height_pt, rule.colour) == (WIDTH, FINE_RULE, "text"):
                feet = [item.y_pt for item in page.items if isinstance(item, PlacedLine) and 50 < item.y_pt < rule.y_pt]
                feet += [item.y_pt + item.height_pt for item in page.items if isinstance(item, PlacedRect) and 50 < item.y_pt < rule.y_pt]
                kicker = min((item.y_pt - CAPS for item in lines(page, "kicker") if item.y_pt > rule.y_pt), default=None)
                assert not feet or kicker is None or kicker - rule.y_pt < rule.y_pt - max(feet), page.number


def test_a_box_that_is_a_line_higher_has_its_air_over_and_under_its_text(look):
    desk = make_desk(look, Setter(look, "sv"), compact=False)
    box = fact_box(desk, issues.bro().boxes[0], SPAN_6)
    first, *_, last = sorted(grid_line(item) for item in lines(placed(box, desk.setter)) if item.slot != "title")
    higher = sorted(grid_line(item) for item in lines(placed(taller(box, 1), desk.setter)) if item.slot != "title")
    assert (higher[0], higher[-1]) == (first + 0.5, last + 0.5)
    assert {grid_line(item) for item in lines(placed(taller(box, 1), desk.setter), "title")} == {1}


def test_the_labels_of_key_figures_are_clear_of_a_comma_and_stand_on_one_line_in_all_fields(setter):
    def drops(*values: str) -> list[float]:
        figures = replace(issues.KEY_FIGURES, entries=tuple(replace(issues.KEY_FIGURES.entries[0], value=value) for value in values))
        (band,) = bands(setter, figures)
        page = placed(band, setter)
        last = max(item.y_pt for item in lines(page, "label"))
        foot = max(item.y_pt + item.height_pt for item in page.items if isinstance(item, PlacedRect))
        assert foot - last >= BOX_PAD - 0.5
        number = lines(page, "value")[0].y_pt
        return sorted({round(item.y_pt - number, 2) for item in lines(page, "label")})

    assert drops("12", "29", "200") == [13.0, 22.75]
    assert drops("12", "0,9", "200") == [16.25, 26.0]


@pytest.mark.parametrize(("compact", "rest"), [(False, 6.5), (True, 0.0)])
def test_decisions_in_a_box_as_high_as_the_next_meeting_keep_together_with_the_rest_over_and_under_them(setter, compact, rest):
    few = replace(issues.DECISIONS, entries=issues.DECISIONS.entries[:3], status="")
    slab = agenda_slab(setter, few, issues.NEXT, compact=compact)
    page = placed(slab, setter)
    at = sorted(item.y_pt for item in lines(page, "label"))
    assert [round(lower - upper, 2) for upper, lower in pairwise(at)] == [22.75, 22.75]
    title = min(item.y_pt for item in lines(page, "title"))
    foot = max(item.y_pt + item.height_pt for item in page.items if isinstance(item, PlacedRect))
    over, under = at[0] - title, foot - at[-1]
    assert round(over, 2) == 13 + rest
    assert abs(over - under) <= 13


def test_the_status_keeps_as_clear_of_the_decisions_as_they_of_each_other(setter):
    few = replace(issues.DECISIONS, entries=issues.DECISIONS.entries[:3], status="Protokollet är inte justerat.")
    page = placed(agenda_slab(setter, few, issues.NEXT, compact=False).taller(1), setter)
    at = sorted(item.y_pt for item in lines(page, "label"))
    status = min(item.y_pt for item in lines(page, "status"))
    assert status - at[-1] >= at[-1] - at[-2] > 19.5


@pytest.mark.parametrize("folder", FOLDERS)
def test_decisions_stand_on_the_front_where_the_record_wants_them_there(folder):
    document, look, _ = laid_out(f"{folder} newsletter")
    (chosen,) = (block for block in document.blocks if isinstance(block, DecisionsInBrief))
    document = replace(
        document, pages=None, blocks=tuple(replace(block, front=True) if block is chosen else block for block in document.blocks)
    )
    layout = layout_newsletter(document, look)
    front = layout.pages.pages[0]
    labels = [item for item in lines(front, "label") if item.part in chosen.entries]
    assert len(labels) == len(chosen.entries)
    assert len(lines(front, "day")) == 1
    assert faults(layout) == []
    data = write_screen(document, layout.pages, look)
    assert differences(data, document, layout.pages.left_out) == []
    assert failures(data, "ua1", "2a") == []


def test_decisions_that_are_too_many_for_the_front_stand_where_others_do(look):
    many = replace(issues.DECISIONS, entries=issues.DECISIONS.entries * 12, front=True)
    layout = layout_newsletter(issues.newsletter(issues.MASTHEAD, issues.lead(), issues.bro(), many, issues.COLOPHON), look)
    assert not [item for item in lines(layout.pages.pages[0], "label") if item.part in many.entries]
    assert any("too many decisions" in str(remark.message) for remark in layout.decisions)


def test_the_speaker_stands_on_the_first_grid_line_under_the_quote(setter):
    for count in (1, 2, 3, 4, 5, 6):
        slab = QuoteSlab(setter, PullQuote(text("Bergslagen har goda möjligheter i gruvorna. " * count), "Namn Namnsson"), SPAN_6)
        page = placed(slab, setter)
        *_, last = sorted(item.y_pt for item in lines(page, ""))
        (speaker,) = lines(page, "speaker")
        assert 13 <= speaker.y_pt - last < 26
        assert grid_line(speaker) == round(grid_line(speaker)) == slab.lines - 1


def test_a_quote_s_line_does_not_end_in_the_letter_that_begins_a_sentence(look):
    english = Setter(look, "en")
    slab = QuoteSlab(english, PullQuote(text("“A wall stands still. A reef grows with the sea.”")), SPAN_6)
    assert len(slab.texts) == 2
    assert not slab.texts[0].text.strip().endswith("A")


@pytest.mark.parametrize(
    ("sizes", "columns"), [((5, 15), [5, 8, 7]), ((9, 3), [5, 4, 3]), ((1, 30), [1, 15, 15]), ((20, 19), [13, 13, 13]), ((7,), [3, 3, 1])]
)
def test_a_smaller_group_of_members_has_a_column_of_its_own(setter, sizes, columns):
    groups = tuple(tuple(f"Ort {group} {number}" for number in range(size)) for group, size in enumerate(sizes))
    names = [(group, number) for group, members in enumerate(groups) for number in range(len(members))]
    slab = MembersSlab(setter, MemberList("Medlemmar", text("Våra medlemmar"), groups), names)
    assert [len(column) for column in slab.columns] == columns
    assert [name for column in slab.columns for name in column] == names


def test_a_blank_line_stands_between_a_footnote_and_the_box_under_it(look):
    note = NoteMark((Paragraph(text("Enligt det som sades vid mötet.")),))
    met = 0
    sentence = "Bergslagen kan bli förebild för grön industri. "
    for count in range(24):
        told = Paragraph((Text(sentence * (1 + count % 5)), note, Text(" slut.")))
        article = replace(issues.bro(), blocks=(*(issues.p(sentence * (2 + at)) for at in range(count % 12)), told))
        for page in layout_newsletter(issues.newsletter(issues.MASTHEAD, issues.lead(), article, issues.COLOPHON), look).pages.pages:
            boxes = [item for item in page.items if isinstance(item, PlacedRect) and item.colour == "box" and item.width_pt < 240]
            for item in page.items:
                if isinstance(item, PlacedLine) and item.part in note.note:
                    under = [box.y_pt - item.y_pt for box in boxes if abs(box.x_pt - item.x_pt) < 20 and box.y_pt > item.y_pt]
                    met += len(under)
                    assert not under or min(under) > 13, count
    assert met > 8


def test_footnotes_of_notices_keep_their_numbers_where_the_notices_are_parted(look, setter):
    def noted(number: int) -> Notice:
        note = NoteMark((Paragraph(text(f"Not till notis {number}.")),))
        return Notice(f"Notis {number}", (Paragraph((Text("Det som hände vid mötet. " * 8), note)),))

    def words(*slabs: Slab) -> list[str]:
        return " ".join(item.line.text for slab in slabs for item in lines(placed(slab, setter))).split()

    desk = make_desk(look, setter, compact=False)
    notices = tuple(noted(number) for number in range(1, 7))
    unit = notices_unit(desk, Notices("Notiser", text("Det händer"), notices), notices)
    assert isinstance(unit.slab, NoticesSlab)
    assert unit.split is not None
    parted = [found for room in range(4, unit.slab.lines) if (found := unit.split(room))]
    assert len(parted) > 2
    for first, rest in parted:
        assert isinstance(rest, SlabUnit)
        assert sorted(words(first, rest.slab)) == sorted(words(unit.slab))
    assert desk.notes == len(notices)


def test_footnotes_are_counted_once_where_a_notice_is_as_long_as_an_article(look):
    noted = (NoteMark((Paragraph(text("Så sades det vid mötet.")),)),)
    long = Notice("Notis", (Paragraph((Text("Det som hände vid mötet står här. " * 90), *noted)),))
    after = replace(issues.bro(), blocks=(Paragraph((Text("Sist en mening."), *noted)),), boxes=())
    issue = issues.newsletter(issues.MASTHEAD, issues.lead(), Notices("Notiser", text("Det händer"), (long,)), after, issues.COLOPHON)
    pages = layout_newsletter(issue, look).pages.pages
    marks = [item.line.text for page in pages for item in lines(page, "mark") if isinstance(item.part, Paragraph)]
    assert marks == ["1", "2"]


def test_a_page_holds_a_part_of_whatever_is_left_of_an_article():
    document, look, _ = laid_out("kommunalforbund newsletter")
    desk = make_desk(look, Setter(look, "sv"), compact=False)
    long = next(block for block in document.blocks if isinstance(block, Article))
    issue = gather(desk, look, [replace(long, blocks=long.blocks * 5, boxes=(), figure=None)], Edition())
    (unit,) = issue.units
    assert isinstance(unit, ArticleUnit)
    flow = unit.parts.flow
    places = [
        place
        for at, item in enumerate(flow.items)
        for place in (Spot(at), *(Spot(at, count, cut.row) for count in item.counts for cut in item.cuts(count)))
        if 90 < flow.left(place, flow.sums) < 120
    ]
    assert places
    for spot in places:
        rest = replace(unit, headed=False, opened=True, pictured=True, spot=spot)
        assert rest.whole(LINES) or any(choice.make(False) for choice in rest.begun(LINES, fresh=True)), spot


def test_text_beside_its_own_headline_costs_more_than_a_column_that_ends_a_line_short(look, setter):
    plain = replace(issues.espon(), figure=None, boxes=(), pull_quote=None, byline="")
    *_, unit = gather(make_desk(look, setter, compact=False), look, [issues.lead(), plain], Edition()).units
    assert isinstance(unit, ArticleUnit)
    schemes = unit.schemes(whole=True)
    wide = min(scheme.cost for scheme in schemes if any(isinstance(slab, HeadSlab) for slab in scheme.top))
    narrow = [scheme for scheme in schemes if any(isinstance(slab, HeadSlab) for slab in scheme.heads[0])]
    beside = min(scheme.cost for scheme in narrow if not scheme.closed and not scheme.heads[1])
    assert beside - wide > UNEVEN


@pytest.mark.parametrize("times", [1, 5, 12])
def test_a_long_headline_keeps_its_kicker_over_it_and_its_ingress_under_it(look, times):
    lead = replace(issues.lead(), headline=text("Bergslagen kan bli förebild för grön industri " * times))
    front = layout_newsletter(issues.newsletter(issues.MASTHEAD, lead, issues.COLOPHON), look).pages.pages[0]
    kicker, headline, ingress = ([item for item in lines(front, slot) if item.part is lead] for slot in ("kicker", "headline", "ingress"))
    assert 0 < headline[0].y_pt - kicker[0].y_pt <= 39
    assert max(item.y_pt for item in headline) < min(item.y_pt for item in ingress)
