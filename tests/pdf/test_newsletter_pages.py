"""The newsletter's pages stand as the design has them, and any content gives whole, full pages with every word on them."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pypdfium2
import pytest

from pipeline.pdf.accents import accent_of
from pipeline.pdf.boxes import QuoteSlab
from pipeline.pdf.grid import LEFT, SPAN_6, baseline, cap, column_x, object_height
from pipeline.pdf.hues import tone_of
from pipeline.pdf.newsletter import layout_newsletter
from pipeline.pdf.placed import PlacedPicture, PlacedQr, PlacedRect
from pipeline.pdf.plan import PagePlan
from pipeline.pdf.screen import write_screen
from pipeline.pdf.setter import Setter
from pipeline.pdf.styles import COLOPHON_GAP
from pipeline.records.reading import read_look
from pipeline.story import (
    Appendices,
    Appendix,
    Article,
    Clause,
    ColophonEntry,
    Cover,
    Decision,
    FactBox,
    Figure,
    Image,
    KeyFigure,
    KeyFigures,
    List,
    ListItem,
    Masthead,
    NoteMark,
    Paragraph,
    Particular,
    PullQuote,
    Quotation,
    Section,
    Signature,
    Signatures,
    Text,
    plain,
    text,
    walk,
)
from tests.pdf import issues
from tests.pdf.samples import FOLDERS, written
from tests.pdf.sheets import FOOT, faults, feet, grid_line, lines, single_lines


@pytest.fixture(scope="module")
def four(look):
    return layout_newsletter(issues.four_pages(), look)


@pytest.fixture(scope="module")
def sheet(look):
    return layout_newsletter(issues.one_sheet(), look)


def at(page, slot):
    return [grid_line(item) for item in lines(page, slot)]


# ── the design's geometry ────────────────────────────────────────────────────────────────────────────────────────────


def test_front_stands_on_the_lines_of_the_design(four):
    front = four.pages.pages[0]
    name = lines(front, "nameplate")[0]
    assert (round(name.y_pt, 2), round(name.x_pt, 2)) == (119.87, 48.67)
    assert name.line.pieces[0].size_pt == 84
    assert [grid_line(item) for item in lines(front) if item.slot.startswith("dateline")] == [1, 2, 3]
    picture = next(item for item in front.items if isinstance(item, PlacedPicture))
    assert (round(picture.y_pt, 2), round(picture.width_pt, 1)) == (round(cap(6), 2), 493.2)
    kicker, headline = at(front, "kicker")[0], at(front, "headline")
    assert headline == [kicker + 3, kicker + 6]
    assert [round(line - kicker, 1) for line in at(front, "ingress")] == [8.5, 10, 11.5, 13]
    assert [round(line - kicker, 1) for line in at(front, "title")] == [9, 10, 11, 12, 13]
    assert round(lines(front, "title")[0].x_pt, 1) == round(column_x(9), 1)


def test_key_figures_stand_at_the_foot_of_the_front(four):
    front = four.pages.pages[0]
    band = [item for item in front.items if isinstance(item, PlacedRect) and item.artifact == "background"]
    assert [(round(item.y_pt, 2), round(item.height_pt, 2)) for item in band] == [(round(cap(47), 2), round(object_height(6), 2))]
    assert set(at(front, "value")) == {49.25}
    assert lines(front, "more_than")[0].y_pt == lines(front, "value")[0].y_pt - 10


def test_contents_name_the_pages_of_their_articles(four):
    shown = {item.part.anchor: item.line.text.strip() for item in lines(four.pages.pages[0], "page")}
    assert shown == {anchor: str(four.pages.anchors[anchor][0]) for anchor in ("region", "bro", "mining", "notices")}
    assert list(shown) == ["region", "bro", "mining", "notices"]


def test_last_page_ends_with_the_colophon_under_its_drawing(four):
    last = four.pages.pages[-1]
    tone = next(item for item in last.items if isinstance(item, PlacedRect) and item.colour == "tone")
    assert round(tone.y_pt + tone.height_pt, 2) == round(baseline(52), 2)
    drawing = [item for item in last.items if isinstance(item, PlacedPicture)][-1]
    assert round(drawing.y_pt + drawing.height_pt, 2) == round(tone.y_pt, 2)
    code = next(item for page in four.pages.pages for item in page.items if isinstance(item, PlacedQr))
    assert (round(code.x_pt, 2), code.size_pt) == (round(column_x(9), 2), 58.7)


def test_inner_pages_fill_to_the_last_line_in_both_columns(four):
    for page in four.pages.pages[1:-1]:
        boxes = [item.y_pt + item.height_pt for item in page.items if isinstance(item, PlacedRect) and item.height_pt > 20]
        foot = max([item.y_pt for item in lines(page) if item.artifact is None] + boxes)
        assert round(foot, 1) == round(baseline(52), 1)


def test_pages_carry_running_head_and_folio(four):
    front, second, third = four.pages.pages[:3]
    assert [item.line.text.strip() for item in lines(second) if item.artifact == "header"] == [
        "Bergslaget · Nr 2 2023",
        "Regional utveckling",
    ]
    assert not [item for item in lines(front) if item.artifact == "header"]
    folio = {page.number: [item for item in lines(page) if item.artifact == "page_number"] for page in (front, second, third)}
    assert ["".join(item.line.text for item in items).replace(" ", "") for items in folio.values()] == ["1(4)", "2(4)", "3(4)"]
    assert folio[2][0].x_pt == pytest.approx(51.024)
    assert folio[3][0].x_pt > 500


def test_second_colour_follows_the_picture(four, sheet):
    def accents(layout):
        return [lines(page, "kicker")[0].line.pieces[0].colour for page in layout.pages.pages if lines(page, "kicker")]

    assert accents(four) == ["accent", "accent_warm", "accent", "accent"]
    assert accents(sheet) == ["accent", "accent"]  # the second page's drawing is green


def test_paper_is_no_colour_of_a_picture(look):
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg">%s%s</svg>' % (b'<g fill="#F6E9DD"/>' * 40, b'<g fill="#24483A"/>' * 6)
    figure = Figure(Image("d", "image/svg+xml", drawing), "x")
    assert accent_of(look, PagePlan((), 0), 2, figure) == "accent"  # the copper of page 2 has the hue of cream


def test_a_box_takes_the_tone_that_is_nearer_to_the_pages_accent(look):
    assert [tone_of(look, role) for role in ("accent", "accent_warm")] == ["box_accent", "box"]
    federation = read_look(FOLDERS["kommunalforbund"])
    assert [tone_of(federation, role) for role in ("accent", "accent_warm")] == ["box_accent", "box_accent"]


def test_the_first_letter_of_the_nameplate_stands_on_the_margin():
    pdf = pypdfium2.PdfDocument(written("kommunalforbund newsletter"))
    name = pdf[0].render(scale=8).to_pil().convert("L").crop((0, 8 * 70, 8 * 120, 8 * 115))
    left, *_ = name.point(lambda value: 255 if value < 128 else 0).getbbox() or (0,)
    assert abs(left / 8 - LEFT) < 0.3


def test_one_sheet_is_compact(sheet):
    assert len(sheet.pages.pages) == 2 == sheet.demanded
    front = sheet.pages.pages[0]
    assert lines(front, "label"), "key figures stand as pairs beside the ingress"
    assert {item.line.pieces[0].size_pt for item in lines(front, "headline")} == {39, 10.5}, "short articles run on under subheadings"
    assert not any(isinstance(item, PlacedPicture) for item in sheet.pages.pages[1].items[-40:]), "no drawing over the colophon"
    time, place = (lines(sheet.pages.pages[1], slot)[0] for slot in ("time", "place"))
    assert time.y_pt == place.y_pt


def test_the_colophon_of_one_sheet_keeps_the_gaps_that_cost_no_line(sheet, look):
    entry = ColophonEntry(
        "Utgivare", tuple(map(text, ("Föreningen", "Org.nr", "Gatan 1", "foreningen.example", "post@foreningen.example")))
    )
    second = (ColophonEntry("Ansvarig:", (text("Kansliet"),), run_in=True), ColophonEntry("Skickas till", (text("tre kommuner"),)))
    document = replace(issues.one_sheet(), blocks=(*issues.one_sheet().blocks[:-1], replace(issues.COLOPHON, columns=((entry,), second))))
    last = layout_newsletter(document, look).pages.pages[-1]
    answers, sent = (next(item.y_pt for item in lines(last, "head") if item.part is part) for part in second)
    assert sent - answers == pytest.approx(9.75 + COLOPHON_GAP)


def test_an_address_broken_after_its_slash_is_one_word_to_those_who_listen(look):
    block = replace(issues.PRESENTATIONS, qr_text=("Skanna koden", "eller gå till", "bruken.example/", "nyhetsbrev"))
    layout = layout_newsletter(issues.newsletter(issues.MASTHEAD, issues.lead(), block, issues.COLOPHON), look)
    code = next(item for page in layout.pages.pages for item in page.items if isinstance(item, PlacedQr))
    assert code.alt.endswith("eller gå till bruken.example/nyhetsbrev")


def test_a_pull_quote_does_not_end_in_a_stub(look):
    words = "Bergslagen har goda möjligheter att gå före."
    slab = QuoteSlab(Setter(look, "sv"), PullQuote(text(words), origin="articles.espon.quote"), SPAN_6)
    wide = [line.width_pt for line in slab.texts]
    assert len(wide) == 2
    assert min(wide) > 0.55 * max(wide)


def test_decisions_fill_their_box_beside_a_higher_next_meeting(look):
    few = replace(issues.DECISIONS, entries=issues.DECISIONS.entries[:3], status="")
    for pages in (None, 2):
        document = issues.newsletter(issues.MASTHEAD, issues.lead(), few, issues.NEXT, issues.COLOPHON, pages=pages)
        for page in layout_newsletter(document, look).pages.pages:
            if at_lines := [item.y_pt for item in lines(page, "label") if item.part in few.entries]:
                place = lines(page, "place")[0].y_pt
                assert place - max(at_lines) < 1.6 * 13, "the last decision stands near the box's last line"


def test_same_story_gives_the_same_pages(look, four):
    again = layout_newsletter(issues.four_pages(), look)
    assert [
        [(item.x_pt, item.y_pt, item.line.text) for item in lines(page)] for page in again.pages.pages
    ] == [[(item.x_pt, item.y_pt, item.line.text) for item in lines(page)] for page in four.pages.pages]  # fmt: skip


# ── what holds for every content ─────────────────────────────────────────────────────────────────────────────────────


DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415478da63686868000003040181752e01bc0000000049454e44ae426082"
)
"""A picture of one grey pixel."""


def odd_stories():
    mast, colophon, lead = issues.MASTHEAD, issues.COLOPHON, issues.lead()
    word = "Riksgäldskontorsverksamhetsutvecklingsstrategidokument" * 4
    long = plain(lead.blocks[0].children)
    yield "nothing", issues.newsletter()
    yield "only a colophon", issues.newsletter(colophon)
    yield (
        "one sentence",
        issues.newsletter(mast, Article("Kort", text("Bara en mening"), (issues.p("Den står här."),), lead=True), colophon),
    )
    yield "a word longer than a column", issues.newsletter(
        mast,
        Article(word, text(word), (issues.p(word), issues.h(word), issues.p(f"se {word}")), ingress=text(word), byline=word, boxes=(FactBox(word, blocks=(issues.p(word),)),), lead=True),
        KeyFigures(word, tuple(KeyFigure(word, word, word, more_than=True) for _ in range(3))),
        replace(issues.NEXT, day=word, place=word),
        replace(issues.NOTICES, headline=text(word)),
        colophon,
    )  # fmt: skip
    dot = Image("dot.png", "image/png", DOT)
    yield (
        "a picture of one pixel",
        issues.newsletter(
            mast,
            replace(lead, figure=Figure(dot, "En punkt")),
            replace(issues.region(), figure=Figure(dot, "En annan punkt", span=6)),
            colophon,
        ),
    )
    quoted = (
        replace(issues.espon(), anchor=f"a{number}", pull_quote=PullQuote(text(issues.QUOTED), origin=f"q{number}")) for number in range(30)
    )
    yield "thirty pull quotes", issues.newsletter(mast, lead, *quoted, colophon)
    yield "a paragraph of many pages", issues.newsletter(mast, replace(lead, blocks=(issues.p(f"{long} " * 60),)), colophon)
    yield (
        "a headline of many lines",
        issues.newsletter(mast, replace(lead, headline=text(long)), replace(issues.bro(), headline=text(long * 2)), colophon),
    )
    yield "an ingress of many lines", issues.newsletter(mast, issues.CONTENTS, replace(lead, ingress=text(f"{long} " * 5)), colophon)
    yield (
        "a caption of many lines",
        issues.newsletter(mast, replace(lead, figure=replace(lead.figure, caption=text(f"{long} " * 8))), colophon),
    )
    yield (
        "a box higher than a page",
        issues.newsletter(mast, lead, replace(issues.bro(), boxes=(FactBox("Allt", blocks=(issues.p(f"{long} " * 30),)),)), colophon),
    )
    yield (
        "a table of many pages",
        issues.newsletter(
            mast, lead, replace(issues.espon(), blocks=(*issues.espon().blocks, issues.table(150, 6), issues.p("Efter."))), colophon
        ),
    )
    yield (
        "a chart of many bars",
        issues.newsletter(mast, lead, replace(issues.bro(), blocks=(*issues.bro().blocks, issues.chart(70))), colophon),
    )
    members = replace(issues.MEMBERS, groups=(tuple(f"Region {n}" for n in range(21)), tuple(f"Kommun {n}" for n in range(290))))
    yield "all municipalities", issues.newsletter(mast, lead, members, colophon)
    yield "many decisions", issues.newsletter(
        mast, lead, replace(issues.DECISIONS, entries=tuple(replace(issues.DECISIONS.entries[1], label=f"§ {n}") for n in range(70))), issues.NEXT, colophon
    )  # fmt: skip
    yield (
        "many contents",
        issues.newsletter(
            mast,
            replace(
                issues.CONTENTS, entries=tuple(replace(issues.CONTENTS.entries[0], title=f"Sida {n}", anchor="lead") for n in range(70))
            ),
            lead,
            colophon,
        ),
    )
    yield (
        "a long name",
        issues.newsletter(Masthead("Kommunalförbundet Västra Järnbygdens nyhetsbrev", issues.MASTHEAD.dateline), lead, colophon),
    )
    yield "blocks inside an article", issues.newsletter(
        mast, replace(lead, blocks=(*lead.blocks, replace(issues.NOTICES), replace(issues.PRESENTATIONS), replace(lead.figure, origin="x"))), colophon
    )  # fmt: skip


ODD = dict(odd_stories())


@pytest.mark.parametrize("name", ODD)
def test_odd_content_gives_whole_pages_with_every_word(name, look):
    layout = layout_newsletter(ODD[name], look)
    assert faults(layout) == []
    assert single_lines(layout) == []
    write_screen(ODD[name], layout.pages, look)  # refuses pages that do not say the story word for word


# ── every kind of block ──────────────────────────────────────────────────────────────────────────────────────────────


def everything():
    note = NoteMark((issues.p("Enligt det som sades vid mötet."),))
    lead = issues.lead()
    formal = (
        Cover("Titel", "Utkast", (Particular("Datum", text("22 maj 2023")),)),
        Section(text("Verksamhetsplan"), (issues.p("Text."), Decision("Beslut", (Clause((issues.ATT, Text(" godkänna planen")), text("Ansvarig: kansliet")),), text("Styrelsen beslutar"))), 12, "s12"),
        Appendices((Appendix(1, "Bilaga 1", text("Planen"), "§ 12", "b1"),)),
        Signatures((Signature("Justeras", "Ledamot 3", "Ort och datum"),), text("Undertecknas digitalt.")),
    )  # fmt: skip
    nested = List(
        (ListItem((issues.p("Först"), List((ListItem((issues.p("däri"),)), ListItem((issues.p("och däri"),)))))), ListItem((issues.p("Sedan"),))), ordered=True, start=9
    )  # fmt: skip
    article = replace(
        lead,
        byline="Text: kansliet",
        blocks=(
            *lead.blocks[:1], Paragraph((Text("Med en not"), note, Text(" i raden och mer text efter den."))), Paragraph(text("Det gäller"), role="lead_in"), nested,
            Quotation((issues.p("Så sades det."),)), issues.table(5), issues.chart(), replace(issues.region().figure, origin="inside"), *lead.blocks[1:],
        ),
    )  # fmt: skip
    loose = (issues.p("Löst stycke."), issues.h("Lös rubrik"), issues.p("Text under den."), FactBox("Lös ruta", blocks=(issues.p("Rad."),)))
    return issues.newsletter(
        issues.MASTHEAD, issues.CONTENTS, article, issues.KEY_FIGURES, *formal, issues.region(), issues.bro(), issues.espon(), issues.mining(),
        *loose, issues.NOTICES, issues.DECISIONS, issues.NEXT, issues.PRESENTATIONS, issues.MEMBERS, issues.COLOPHON,
    )  # fmt: skip


def test_every_kind_of_block_has_its_place(look):
    document = everything()
    layout = layout_newsletter(document, look)
    kinds = {type(part).__name__ for part in walk(document.blocks)}
    assert kinds >= {"Quotation", "Table", "Chart", "Cover", "Section", "Decision", "Appendices", "Signatures", "NoteMark", "MemberList"}
    write_screen(document, layout.pages, look)
    assert layout.pages.left_out == []
    assert faults(layout) == []


def test_notes_stand_at_the_foot_of_the_column_that_marks_them(look):
    note = NoteMark((issues.p("Här står noten."),))
    blocks = (Paragraph((Text("Ordet"), note, Text(" " + plain(issues.lead().blocks[1].children)))), *issues.lead().blocks)
    layout = layout_newsletter(issues.newsletter(replace(issues.bro(), blocks=blocks, boxes=())), look)
    page = layout.pages.pages[0]
    set_note = next(item for item in lines(page) if "Här står noten" in item.line.text)
    body = [item for item in lines(page) if item.body and item.column == 1]
    assert set_note.y_pt > max(item.y_pt for item in body)
    assert set_note.x_pt < column_x(7)
    steps = [round(after.y_pt - before.y_pt) for before, after in pairwise(body)]
    assert max(steps) <= 26, "the text over the note has no hole where the mark stands"
    assert faults(layout) == []


# ── plans ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_number_of_pages_that_cannot_be_met_is_said_with_its_lines(look):
    layout = layout_newsletter(issues.four_pages(pages=8), look)
    assert (len(layout.pages.pages), layout.demanded, layout.planned) == (4, 8, False)
    assert layout.excess < -150
    assert any("8" in str(warning.message) and str(-layout.excess) in str(warning.message) for warning in layout.warnings)
    assert layout_newsletter(issues.four_pages(pages=4), look).planned


def test_an_optional_box_gives_way_and_is_named(look):
    box = replace(issues.bro().boxes[0], optional=True, origin="boxes.extra")
    blocks = issues.four_pages().blocks
    for extra in range(1, 12):
        filler = replace(issues.bro(), blocks=issues.bro().blocks[: 1 + extra % 6], boxes=(box,), anchor=f"x{extra}")
        layout = layout_newsletter(issues.newsletter(*blocks[:4], filler, *blocks[4:]), look)
        dropped = [part for part in layout.pages.left_out if isinstance(part, FactBox)]
        said = [decision for decision in layout.decisions if decision.origin == "boxes.extra"]
        assert bool(dropped) == bool(said)


def test_one_pull_quote_on_a_page_at_most(look):
    document = ODD["thirty pull quotes"]
    layout = layout_newsletter(document, look)
    quotes = [part for part in walk(document.blocks) if isinstance(part, PullQuote)]
    placed = {id(item.part): page.number for page in layout.pages.pages for item in lines(page) if isinstance(item.part, PullQuote)}
    assert len(set(placed.values())) == len(placed)
    assert len(placed) + sum(isinstance(part, PullQuote) for part in layout.pages.left_out) == len(quotes) == 30


def test_an_article_that_goes_on_says_where(look):
    long = replace(issues.bro(), blocks=issues.bro().blocks * 6, anchor="long")
    layout = layout_newsletter(issues.newsletter(issues.MASTHEAD, issues.lead(), long, issues.COLOPHON), look)
    page = next(page for page in layout.pages.pages if any(item.artifact == "footer" for item in lines(page)))
    words = next(item.line.text for item in lines(page) if item.artifact == "footer")
    assert words.strip() == f"Fortsättning på sida {page.number + 1}"
    assert len(set(feet(page).values())) == 1, "both columns run to the same line where the text goes on"


def test_the_copy_report_has_every_article_and_counts_what_lacks(look):
    short = replace(
        issues.bro(), blocks=(issues.p("Ett stycke som är för kort för två spalter men som ändå ska stå någonstans på sidan."),), boxes=()
    )
    layout = layout_newsletter(
        issues.newsletter(issues.MASTHEAD, issues.CONTENTS, issues.lead(), short, issues.region(), issues.COLOPHON), look
    )
    assert {remark.origin for remark in layout.copy} == {"articles.lead", "articles.bro", "articles.region"}
    headline = replace(issues.lead(), headline=text("Samhällsplaneringsstrategierna i år"))
    report = layout_newsletter(issues.newsletter(issues.MASTHEAD, headline, issues.COLOPHON), look).copy
    assert any("headline" in str(remark.message) for remark in report)


def test_a_page_without_room_is_never_overrun_by_the_figures(four):
    assert all(item.y_pt + item.height_pt <= FOOT for page in four.pages.pages for item in page.items if isinstance(item, PlacedPicture))
