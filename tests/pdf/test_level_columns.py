"""Means by which columns end level, whatever the copy: other places for boxes, headlines, pictures and the list of contents."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pypdfium2
import pytest

from pipeline.jobs.checking import newsletter_tells
from pipeline.look import Look
from pipeline.pdf import columns
from pipeline.pdf.boxes import BoxSlab, QuoteSlab, fact_box
from pipeline.pdf.columns import Filled, Room, Spot, fill
from pipeline.pdf.contents import ContentsSlab, contents_box
from pipeline.pdf.desk import make_desk
from pipeline.pdf.edition import Edition
from pipeline.pdf.editions import editions
from pipeline.pdf.ends import Ends
from pipeline.pdf.figures import small_figure_slab
from pipeline.pdf.flow import TextItem
from pipeline.pdf.front import make_front
from pipeline.pdf.grid import LEFT, LINE, SECOND_COLUMN_X, SPAN_4, SPAN_6, WIDTH, baseline, column_x
from pipeline.pdf.newsletter import layout_newsletter
from pipeline.pdf.outcome import Layout
from pipeline.pdf.placed import Page, PlacedPicture, PlacedRect
from pipeline.pdf.schemes import Scheme, taller
from pipeline.pdf.screen import write_screen
from pipeline.pdf.setter import Setter
from pipeline.pdf.sheet import Sheet, Slab
from pipeline.pdf.wide_box import wide_box
from pipeline.story import Article, Document, FactBox, Image, PullQuote, Strong, Text, text
from tests.bench.random_layouts import PAGES
from tests.pdf import issues
from tests.pdf.samples import FOLDERS, laid_out
from tests.pdf.sheets import faults, lines
from tests.pdf.test_columns import Block

NUMBERS = FactBox("Fakta: målen", numbered=tuple(text(words) for words in ("Ett", "Två", "Tre", "Fyra", "Fem")), origin="box")
SHORT = issues.p("Jenny Johansson är marknadschef. Kommunerna är mycket nöjda med det som har hänt, och mer är på väg.")


@pytest.fixture(scope="module")
def setter(look: Look) -> Setter:
    return Setter(look, "sv")


def placed(slab: Slab, setter: Setter) -> Page:
    sheet = Sheet(Page(1), setter)
    slab.place(sheet, LEFT, 0)
    for put in sheet.later:
        put({"region": (7, 0.0)})
    return sheet.page


def misses(document: Document, layout: Layout, look: Look) -> list[str]:
    tells = newsletter_tells(write_screen(document, layout.pages, look), look)
    return [f"{tell.number} {place}" for tell in tells if tell.number in {8, 9} and str(tell.name) != PAGES for place in tell.missed]


# ── boxes ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_box_over_twelve_columns_parts_its_entries_into_two_columns_the_longer_first(look, setter):
    wide = wide_box(fact_box(make_desk(look, setter, compact=False), NUMBERS, SPAN_6))
    assert wide is not None
    page = placed(wide, setter)
    left = [item.line.text.strip() for item in lines(page) if item.slot.startswith("numbered") and item.x_pt < SECOND_COLUMN_X]
    right = [item.line.text.strip() for item in lines(page) if item.slot.startswith("numbered") and item.x_pt >= SECOND_COLUMN_X]
    assert (left, right) == (["Ett", "Två", "Tre"], ["Fyra", "Fem"])
    tone = max(item.width_pt for item in page.items if isinstance(item, PlacedRect))
    assert (tone, wide.lines) == (pytest.approx(WIDTH, abs=0.01), 6)


def test_a_box_of_one_entry_stays_in_its_column(look, setter):
    one = replace(NUMBERS, numbered=NUMBERS.numbered[:1])
    assert wide_box(fact_box(make_desk(look, setter, compact=False), one, SPAN_6)) is None


def test_no_line_of_a_boxed_text_stands_alone_in_its_column(look, setter):
    blocks = (issues.p("Ett ord efter ett annat, " * 6 + "och slut."), issues.p("Kort."))
    wide = wide_box(fact_box(make_desk(look, setter, compact=False), FactBox("Fakta", blocks=blocks, origin="box"), SPAN_6))
    assert wide is not None
    assert (wide.cut, len(wide.box.rows)) == (3, 4)


def test_a_high_box_may_grow_by_two_lines_and_a_low_one_by_one(look, setter):
    desk = make_desk(look, setter, compact=False)
    low, high = (fact_box(desk, replace(NUMBERS, numbered=NUMBERS.numbered[:count]), SPAN_6) for count in (2, 5))
    assert (low.grows, high.grows) == (1, 2)
    scheme = Scheme(feet=((), (high,)))
    (first, second) = scheme.slots(20)
    assert (first.room, second.room) == (Room(20), Room(20 - high.lines - 1, 3))
    assert taller(high, 2).lines == high.lines + 2


def test_a_box_beside_a_longer_text_grows_to_its_foot(look, setter):
    box = fact_box(make_desk(look, setter, compact=False), NUMBERS, SPAN_6)
    scheme = Scheme(feet=((), (box,)), closed=True)
    assert [scheme.growth(height) for height in (box.lines, box.lines + 1, box.lines + 2, box.lines + 5)] == [0, 1, 2, 2]
    ends = {1: box.lines + 2}
    assert scheme.apart(scheme.feet_of(box.lines + 2, ends), ends) == 0
    sheet = Sheet(Page(1), setter)
    scheme.place(sheet, 0, box.lines + 2, (0, 0), 0)
    tone = max(item.height_pt for item in sheet.page.items if isinstance(item, PlacedRect))
    assert tone == pytest.approx(13 * (box.lines + 1) + 6.7, abs=0.1)


@pytest.mark.parametrize(("speaker", "foot"), [("", 5), ("Rosalind Tidewell", 7)])
def test_a_quote_ends_where_its_words_or_its_speaker_do(setter, speaker, foot):
    quote = QuoteSlab(setter, PullQuote(text("Ett ord efter ett annat, " * 4), speaker), SPAN_6)
    scheme = Scheme(heads=((), (quote,)))
    assert len(quote.texts) == 3
    assert scheme.feet_of(9, {1: 9}) == (9, foot)
    sheet = Sheet(Page(1), setter)
    quote.place(sheet, 0.0, 0)
    assert max(item.y_pt for item in lines(sheet.page)) <= baseline(foot - 1) + 6.5


# ── the list of contents ─────────────────────────────────────────────────────────────────────────────────────────────


def test_the_list_of_contents_in_a_box_has_its_page_numbers_at_the_right_edge(setter):
    box = contents_box(setter, issues.CONTENTS, SPAN_6)
    assert isinstance(box, BoxSlab)
    page = placed(box, setter)
    (number,) = lines(page, "page")
    assert number.line.text == "7"
    assert number.x_pt + number.line.x_pt + number.line.width_pt == pytest.approx(LEFT + SPAN_6 - 10, abs=0.1)


@pytest.mark.parametrize(("count", "columns"), [(5, (3, 2)), (1, (1, 0))])
def test_the_list_of_contents_over_twelve_columns_stands_in_two_the_first_the_longer(setter, count, columns):
    entries = tuple(replace(issues.CONTENTS.entries[0], anchor="region") for _ in range(count))
    page = placed(ContentsSlab(setter, issues.CONTENTS, entries, WIDTH), setter)
    titles = [item for item in lines(page, "title") if item.part is not issues.CONTENTS]
    found = tuple(sum(1 for item in titles if (item.x_pt >= SECOND_COLUMN_X) is right) for right in (False, True))
    assert found == columns
    ends = {round(item.x_pt + item.line.x_pt + item.line.width_pt) for item in lines(page, "page")}
    assert ends == {round(LEFT + SPAN_6), *([round(LEFT + WIDTH)] if count > 1 else [])}


def test_a_long_list_of_contents_is_no_box_of_a_column(look, setter):
    contents = replace(issues.CONTENTS, entries=issues.CONTENTS.entries * 8)
    for boxed in (False, True):
        front = make_front(make_desk(look, setter, compact=False), look, (issues.MASTHEAD, contents, issues.lead()), Edition(boxed=boxed))
        assert front.boxes == []
        assert contents not in front.taken


def test_the_list_of_contents_stands_beside_no_ingress_that_runs_with_the_text(look):
    lead = replace(issues.lead(), headline=text("En rubrik som aldrig tar slut " * 8))
    layout = layout_newsletter(
        issues.newsletter(issues.MASTHEAD, issues.CONTENTS, lead, issues.region(), issues.bro(), issues.COLOPHON), look
    )
    (title,) = [item for page in layout.pages.pages for item in lines(page, "title") if item.part is issues.CONTENTS]
    assert title.x_pt < column_x(9)
    assert faults(layout) == []


# ── pictures and headlines ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("worded", [True, False])
def test_a_short_text_has_a_picture_of_four_columns_with_its_words_beside_it(look, worded):
    article = replace(issues.region(), blocks=(SHORT, SHORT), boxes=(), pull_quote=None, headline=text("Fler söker sig till skogen"))
    assert article.figure is not None
    article = article if worded else replace(article, figure=replace(article.figure, caption=(), credit=""))
    long = replace(issues.bro(), boxes=(), figure=None)
    document = issues.newsletter(issues.MASTHEAD, issues.lead(), issues.KEY_FIGURES, article, long, issues.MEMBERS, issues.COLOPHON)
    layout = layout_newsletter(document, look)
    assert faults(layout) == []
    pictures = [
        item for page in layout.pages.pages for item in page.items if isinstance(item, PlacedPicture) and item.part is article.figure
    ]
    (picture,) = pictures
    assert picture.width_pt == pytest.approx(SPAN_4)
    page = next(page for page in layout.pages.pages if picture in page.items)
    words = [item for item in lines(page) if item.part is article.figure]
    assert {round(item.x_pt, 1) for item in words} == ({round(column_x(11), 1)} if worded else set())
    assert not worded or max(item.y_pt for item in words) == pytest.approx(picture.y_pt + picture.height_pt, abs=0.1)
    assert [miss for miss in misses(document, layout, look) if miss.startswith(f"8 {page.number} ")] == []


def test_a_small_picture_has_no_drawing_labels_and_no_caption_higher_than_itself(setter):
    labelled, plain = issues.mining().figure, issues.region().figure
    assert labelled is not None
    assert plain is not None
    assert small_figure_slab(setter, labelled) is None
    assert small_figure_slab(setter, replace(plain, caption=text("Ett ord i taget, " * 60))) is None
    low = Image("low", "image/svg+xml", b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 80 10"><rect width="80" height="10"/></svg>')
    assert small_figure_slab(setter, replace(plain, image=low, caption=text("Ett ord i taget, " * 6))) is None


@pytest.mark.parametrize(
    ("words", "broken"), [(" Bakgrunden är papperet.", False), (" Landsbygdsinfrastrukturdepartementsutredningen.", True)]
)
def test_a_caption_beside_its_picture_breaks_no_word_that_a_line_holds(setter, words, broken):
    figure = issues.region().figure
    assert figure is not None
    slab = small_figure_slab(setter, replace(figure, caption=(Strong(text("Genomskinlig.")), Text(words))))
    assert slab is not None
    found = [word for line in slab.captions for word in line.text.split()]
    assert (found != f"Genomskinlig.{words}".split()) is broken


def test_a_picture_that_shows_little_of_itself_is_told_unless_its_focus_is_given(look):
    high = issues.picture("landscape.svg")
    high = replace(high, data=b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 200"><rect width="100" height="200"/></svg>')
    for image, told in ((high, True), (replace(high, focus=(0.0, 0.4, 1.0, 0.5)), False)):
        figure = issues.lead().figure
        assert figure is not None
        lead = replace(issues.lead(), figure=replace(figure, image=image, variants=()))
        layout = layout_newsletter(issues.newsletter(issues.MASTHEAD, lead, issues.region(), issues.COLOPHON), look)
        assert any("of itself" in str(remark.message) for remark in layout.warnings) is told


def test_an_ingress_may_stand_over_one_column(look):
    blocks = (issues.p("En mening som fyller sin rad och lite till. " * 6), issues.h("Nästa steg"), issues.p("Kort. " * 60))
    words = text("En gång om året möts man om NKI och företagsklimat.")
    found = set()
    for count in range(3, 9):
        article = replace(
            issues.espon(), ingress=words, pull_quote=None, boxes=(), blocks=(*blocks, issues.p("Det gick bra. " * 5 * count))
        )
        layout = layout_newsletter(issues.newsletter(issues.MASTHEAD, issues.lead(), article, issues.MEMBERS, issues.COLOPHON), look)
        assert faults(layout) == []
        for page in layout.pages.pages:
            found |= {round(item.x_pt) for item in lines(page, "ingress") if item.part is article}
            heads = [item for item in lines(page, "headline") if item.part is article]
            ingress = [item for item in lines(page, "ingress") if item.part is article]
            body = [item for item in lines(page) if item.body and item.column == 1 and ingress and item.y_pt > ingress[-1].y_pt]
            assert not ingress or heads[-1].y_pt < ingress[0].y_pt < body[0].y_pt
    assert found == {round(LEFT)}


# ── columns ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_last_column_may_be_the_longer_by_a_line():
    whole = [Block(4), Block(5)]
    (found,) = fill(whole, Spot(), (Room(5), Room(5)), finish=True)
    assert [(run.item, run.slot, run.end) for run in found.runs] == [(0, 0, 4), (1, 1, 5)]
    assert found.cost < 10


# ── editions ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_editions_are_tried_from_the_one_that_gives_up_nothing_and_no_part_that_is_not_there():
    every = editions(issues.four_pages())
    assert every[0].given_up == 0
    prices = [edition.given_up for edition in every if not edition.compact]
    assert prices == sorted(prices)
    plain = editions(issues.newsletter(issues.MASTHEAD, issues.lead()))
    assert [(edition.compact, edition.given_up) for edition in plain] == [(False, 0), (True, 0)]


@pytest.mark.parametrize(("count", "reason"), [(2, "no room for a band"), (6, "end level so")])
def test_key_figures_in_a_box_say_why_they_stand_there(look, setter, count, reason):
    figures = replace(issues.KEY_FIGURES, entries=issues.KEY_FIGURES.entries[:count])
    desk = make_desk(look, setter, compact=False)
    make_front(desk, look, (issues.MASTHEAD, issues.CONTENTS, issues.lead(), figures), Edition(figures="box"))
    assert [str(decision.message) for decision in desk.decisions if reason in str(decision.message)]


def test_the_same_columns_are_filled_once_for_all_editions(look, monkeypatch):
    searches: Counter[tuple[object, ...]] = Counter()

    class Counted(columns._Search):
        def run(self, start: Spot) -> list[Filled]:
            words = tuple(id(item.text.words) for item in self.items if isinstance(item, TextItem))
            searches[words, start, self.rooms, self.finish, self.even, self.vary] += 1
            return super().run(start)

    monkeypatch.setattr(columns, "_Search", Counted)
    layout_newsletter(issues.four_pages(pages=8), look)
    assert len(searches) > 100
    assert set(searches.values()) == {1}


def test_a_page_is_sought_once_for_all_editions_that_share_it(look, monkeypatch):
    calls: Counter[str] = Counter()

    def counted(name: str) -> None:
        method = getattr(Ends, name)
        monkeypatch.setattr(Ends, name, lambda *arguments: calls.update((name,)) or method(*arguments))

    counted("__iter__")
    counted("alike")
    layout_newsletter(issues.four_pages(pages=8), look)
    assert 0 < 3 * calls["__iter__"] < calls["alike"]


def test_copy_too_long_for_the_one_sheet_demanded_is_made_as_a_larger_edition(look):
    layout = layout_newsletter(issues.four_pages(pages=2), look)
    assert (len(layout.pages.pages), layout.planned) == (4, False)
    assert any(item.slot == "title" and item.part is issues.CONTENTS for page in layout.pages.pages for item in lines(page))


@pytest.mark.parametrize("alignment", ["ragged", "justified"])
@pytest.mark.parametrize("folder", FOLDERS)
def test_every_sample_ends_its_columns_level_and_fills_its_pages(folder, alignment):
    document, look, _ = laid_out(f"{folder} newsletter")
    look = replace(look, alignment=alignment)
    layout = layout_newsletter(document, look)
    assert misses(document, layout, look) == []
    assert [shortfall for shortfall in layout.shortfalls if shortfall.tell in {8, 9}] == []


@pytest.mark.parametrize("alignment", ["ragged", "justified"])
@pytest.mark.parametrize("folder", FOLDERS)
def test_one_blank_line_stands_between_a_headline_and_its_text(folder, alignment):
    document, look, _ = laid_out(f"{folder} newsletter")
    found = []
    for page in layout_newsletter(document, replace(look, alignment=alignment)).pages.pages:
        for article in {id(item.part): item.part for item in lines(page, "headline")}.values():
            if isinstance(article, Article) and not (article.ingress or article.byline):
                foot = max(item.y_pt for item in lines(page, "headline") if item.part is article)
                under = min(item.y_pt for item in lines(page) if item.body and item.column == 1 and item.y_pt > foot)
                over = [item for item in page.items if isinstance(item, PlacedPicture) and foot < item.y_pt < under]
                found += [] if any(item.x_pt < SECOND_COLUMN_X - 1 for item in over) else [round((under - foot) / LINE, 2)]
    assert set(found) == {2.0}


@pytest.mark.parametrize("alignment", ["ragged", "justified"])
@pytest.mark.parametrize("folder", FOLDERS)
def test_a_byline_under_a_wide_headline_stands_over_both_columns(folder, alignment):
    document, look, _ = laid_out(f"{folder} newsletter")
    for page in layout_newsletter(document, replace(look, alignment=alignment)).pages.pages:
        for byline in lines(page, "byline"):
            head = [item for item in lines(page, "headline") if item.part is byline.part]
            if max(item.line.width_pt for item in head) > SPAN_6:
                beside = [item for item in lines(page) if item.x_pt >= SECOND_COLUMN_X and abs(item.y_pt - byline.y_pt) < LINE]
                assert beside == []


@pytest.mark.parametrize("alignment", ["ragged", "justified"])
@pytest.mark.parametrize("folder", ["bergslaget", "english-association"])
def test_running_text_does_not_go_on_at_the_height_of_the_kicker(folder, alignment):
    document, look, _ = laid_out(f"{folder} newsletter")
    for page in layout_newsletter(document, replace(look, alignment=alignment)).pages.pages:
        kickers = [item.y_pt for item in lines(page, "kicker")]
        assert [item.line.text for item in lines(page) if item.body and item.column == 2 and item.y_pt in kickers] == []


@pytest.mark.parametrize("alignment", ["ragged", "justified"])
@pytest.mark.parametrize("folder", FOLDERS)
def test_no_text_resumes_under_a_picture_after_a_box_has_closed_the_first_column(folder, alignment):
    document, look, _ = laid_out(f"{folder} newsletter")
    for page in layout_newsletter(document, replace(look, alignment=alignment)).pages.pages:
        for picture in (item for item in page.items if isinstance(item, PlacedPicture) and item.x_pt > SECOND_COLUMN_X - 1):
            foot = picture.y_pt + picture.height_pt
            boxes = [
                item.y_pt
                for item in page.items
                if isinstance(item, PlacedRect) and item.x_pt == LEFT and item.width_pt == SPAN_6 and foot < item.y_pt
            ]
            near = [box for box in boxes if box < foot + 6 * LINE]
            assert not near or not [
                item for item in lines(page) if item.body and item.column == 2 and foot < item.y_pt < near[0] + 6 * LINE
            ]


def test_a_last_page_that_is_not_full_is_told(look):
    layout = layout_newsletter(issues.newsletter(issues.MASTHEAD, replace(issues.lead(), blocks=(SHORT,), figure=None)), look)
    assert [(shortfall.tell, shortfall.page) for shortfall in layout.shortfalls if shortfall.tell == 9] == [(9, 1)]


def test_words_spoken_but_not_shown_stand_inside_the_frame(look):
    document = issues.newsletter(issues.MASTHEAD, replace(issues.lead(), blocks=(SHORT,)), issues.KEY_FIGURES, issues.COLOPHON)
    layout = layout_newsletter(document, look)
    with pypdfium2.PdfDocument(write_screen(document, layout.pages, look)) as pdf:
        for page in pdf:
            found = page.get_textpage()
            boxes = [found.get_charbox(index) for index in range(found.count_chars())]
            assert all(left >= LEFT - 9 and low >= 30 for left, low, right, _ in boxes if right > left)
