"""Minutes as pages: what stands where, what stays together, what is repeated."""

import importlib.util
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.pdf.formal import ROOM, layout_formal
from pipeline.pdf.formal_styles import ACTION, CLAUSE, SECTION, STATUS, TITLE, baseline
from pipeline.pdf.line import advance
from pipeline.pdf.placed import PlacedLine, PlacedRect
from pipeline.pdf.screen import write_screen
from pipeline.pdf.strips import Strip, break_pages
from pipeline.story import (
    Cell,
    Clause,
    Cover,
    Decision,
    Link,
    NoteMark,
    Paragraph,
    Particular,
    Row,
    Section,
    Signature,
    Table,
    Text,
    plain,
    text,
    walk,
)


def _stories():
    path = Path(__file__).parent.parent / "word" / "stories.py"
    spec = importlib.util.spec_from_file_location("formal_stories", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules["formal_stories"] = module
    spec.loader.exec_module(module)
    return module


STORIES = _stories()


@pytest.fixture(scope="module")
def layout(look):
    return layout_formal(STORIES.minutes(), look)


def lines(page):
    return [item for item in page.items if isinstance(item, PlacedLine)]


def words(page):
    return " ".join(item.line.text.strip() for item in lines(page))


def test_cover_fills_page_one_and_the_first_section_begins_page_two(layout):
    first, second = layout.pages.pages[:2]
    assert "Styrelseprotokoll nr\u00a02/2023" in words(first) or "Styrelseprotokoll nr 2/2023" in words(first)
    assert "Mötets öppnande" not in words(first)
    assert "Mötets öppnande" in words(second)


def test_every_page_says_its_number_status_and_footer(layout):
    total = len(layout.pages.pages)
    for page in layout.pages.pages:
        furniture: dict[str, str] = {}
        for item in lines(page):
            if item.artifact:
                furniture.setdefault(item.artifact, item.line.text)
        assert f"Sida {page.number} ({total})" in furniture["page_number"].replace("\u00a0", " ")
        if page.number > 1:
            assert "Ojusterat protokoll" in furniture["header"]


def test_a_page_that_begins_within_a_section_says_which_goes_on(look):
    story = STORIES.minutes()
    document = replace(story, furniture=replace(story.furniture, resumed="{section}, forts."))
    pages = layout_formal(document, look).pages.pages
    current, told = "", []
    for page in pages:
        spoken = [item for item in lines(page) if item.artifact is None]
        goes_on = current if page.number > 1 and not starts(spoken[0]) else ""
        (*_, last) = [item.line.text.replace("\u00a0", " ") for item in lines(page) if item.artifact == "header"]
        assert ("forts." in last) == bool(goes_on), page.number
        assert not goes_on or goes_on in last, page.number
        told.append(bool(goes_on))
        current = next((item.line.text.replace("\u00a0", " ") for item in reversed(spoken) if starts(item)), current)
    assert True in told
    assert False in told[1:]


def starts(item):
    return isinstance(item.part, Section) and item.slot in {"number", "heading"}


def test_signatures_stand_with_the_last_section(layout):
    last = layout.pages.pages[-1]
    parts = [item.part for item in lines(last)]
    assert any(isinstance(part, Signature) for part in parts)
    assert any(isinstance(part, Section) and part.number is not None for part in parts)


def test_decision_has_tone_and_bar(layout):
    for page in layout.pages.pages:
        clauses = [item for item in lines(page) if isinstance(item.part, Clause)]
        tones = [item for item in page.items if isinstance(item, PlacedRect) and item.colour == "tone"]
        for clause in clauses:
            assert any(tone.y_pt < clause.y_pt < tone.y_pt + tone.height_pt for tone in tones)


def underlined(page, item):
    """The words of a line that a rule stands under, by the pen's way along its glyphs."""
    rules = [
        (rect.x_pt, rect.x_pt + rect.width_pt)
        for rect in page.items
        if isinstance(rect, PlacedRect) and rect.colour == "rule" and 1 < rect.y_pt - item.y_pt < 3 and rect.height_pt < 0.7
    ]
    x, found = item.x_pt + item.line.x_pt, ""
    for piece in item.line.pieces:
        for glyph in piece.glyphs:
            wide = glyph.advance / 1000 * piece.size_pt
            found += glyph.text if any(left - 0.1 < x + wide / 2 < right for left, right in rules) else "|"
            x += wide
    return " ".join(word for word in found.replace("\u00a0", " ").split("|") if word.strip()).strip()


def test_links_are_told_by_an_underline_and_not_by_colour_alone(look):
    pages = layout_formal(STORIES.minutes(), look).pages.pages
    told = [underlined(page, item) for page in pages for item in lines(page) if item.artifact is None]
    assert "Bilaga 1" in told
    assert "bilaga 5" in told


def test_a_title_in_the_list_of_appendices_that_leads_somewhere_looks_like_a_link(look):
    pages = layout_formal(STORIES.everything(), look).pages.pages
    titles = {
        item.line.text.strip(): (underlined(page, item), {piece.colour for piece in item.line.pieces})
        for page in pages
        for item in lines(page)
        if item.slot == "title" and item.line.text.strip() in {"Tredje", "Femte"}
    }
    assert titles == {"Tredje": ("Tredje", {"accent"}), "Femte": ("", {"text"})}


def test_a_heading_after_a_decision_stands_as_clear_of_its_tone_as_of_text(look):
    decision = next(block for block in walk(STORIES.minutes().blocks) if isinstance(block, Decision))
    after = Section(text("Nästa fråga"), (Paragraph(text("Ordföranden redogör.")),), 90)
    document = replace(STORIES.minutes(), blocks=(Section(text("Första frågan"), (decision,), 89), after))
    page = layout_formal(document, look).pages.pages[0]
    heading = next(item for item in lines(page) if item.part is after and item.slot == "heading")
    tone = max(item.y_pt + item.height_pt for item in page.items if isinstance(item, PlacedRect) and item.colour == "tone")
    assert heading.y_pt - baseline(SECTION.style) - tone == pytest.approx(SECTION.before)


def test_nothing_runs_over_the_frame(layout):
    for page in layout.pages.pages:
        for item in lines(page):
            if item.artifact is None:
                assert item.y_pt <= 85.04 + ROOM + 0.1
                assert item.x_pt + item.line.x_pt + item.line.width_pt <= page.width_pt - 70


def under(look, *blocks):
    """The first page of formal documents with these blocks alone, by their words."""
    page = layout_formal(replace(STORIES.minutes(), blocks=blocks), look).pages.pages[0]
    return lambda words_: next(item.y_pt for item in lines(page) if words_ in item.line.text)


def test_an_owner_stands_close_under_the_clause(look):
    clauses = (Clause(text("att ta fram en tidplan samt"), text("Ansvarig: kanslichefen"), "c"), Clause(text("att tacka"), (), "d"))
    y_pt = under(look, Decision("Beslut", clauses, text("Styrelsen beslutar"), "e"))
    assert y_pt("kanslichefen") - y_pt("tidplan") == pytest.approx(15 - baseline(CLAUSE.style) + 2 + baseline(ACTION.style))
    assert y_pt("tacka") - y_pt("kanslichefen") > y_pt("kanslichefen") - y_pt("tidplan")


def test_a_title_without_a_status_keeps_clear_of_the_table_under_it(look):
    gaps = []
    for status in ("", "Ojusterat"):
        y_pt = under(look, Cover("Omedelbar justering", status, (Particular("Plats", text("Bruksby"), "p"),)))
        gaps.append(y_pt("Plats") - y_pt("Omedelbar"))
    assert gaps[1] - gaps[0] == pytest.approx(TITLE.after + STATUS.style.leading_pt)


def test_links_are_underlined_word_for_word(look):
    words_ = (Text("Läs "), Link(text("hela handlingen"), "https://bruken.example"), Text(" i kväll."))
    page = layout_formal(replace(STORIES.minutes(), blocks=(Paragraph(words_, "p"),)), look).pages.pages[0]
    (line,) = (item for item in lines(page) if "handlingen" in item.line.text)
    (under,) = (item for item in page.items if isinstance(item, PlacedRect) and line.y_pt < item.y_pt < line.y_pt + 3)
    widths = [advance(piece.glyphs, piece, line.line) for piece in line.line.pieces]
    assert under.x_pt == pytest.approx(line.x_pt + line.line.x_pt + widths[0])
    assert under.width_pt == pytest.approx(sum(advance(p.glyphs, p, line.line) for p in line.line.pieces if p.context))
    assert (under.colour, under.artifact) == ("rule", "rule")


def test_every_word_of_the_story_is_placed(layout):
    document = STORIES.minutes()
    placed = {}
    for page in layout.pages.pages:
        for item in lines(page):
            if item.part is not None:
                placed.setdefault((id(item.part), item.slot), []).append(item.line.text)
    said = {"".join(texts).replace("\u00ad", "").strip() for texts in placed.values()}
    for node in walk(document.blocks):
        if isinstance(node, Paragraph | Cell | Clause) and plain(node.children).strip():
            assert plain(node.children).replace("\u00ad", "").strip() in said


def test_long_table_repeats_its_head_as_an_artifact(look):
    base = STORIES.minutes()
    table = next(node for node in walk(base.blocks) if isinstance(node, Table))
    rows = tuple(Row(tuple(Cell(text(f"{column} {number}")) for column in range(len(table.columns)))) for number in range(90))
    document = replace(base, blocks=(Section(text("Närvarande"), (replace(table, rows=rows),)),))
    pages = layout_formal(document, look).pages.pages
    assert len(pages) > 1
    for page in pages[1:]:
        repeated = [item for item in lines(page) if item.artifact == "repeated_head"]
        assert repeated
        assert min(item.y_pt for item in lines(page) if item.part is not None) > max(item.y_pt for item in repeated)


def pages_of(document, look, *kinds):
    """The pages on which each part of these kinds stands."""
    found = {}
    for page in layout_formal(document, look).pages.pages:
        for item in lines(page):
            if isinstance(item.part, kinds):
                found.setdefault(id(item.part), (item.part, set()))[1].add(page.number)
    return [(part, numbers) for part, numbers in found.values()]


@pytest.mark.parametrize("before", range(20, 40, 3))
def test_a_decision_and_a_vote_are_read_on_one_page(look, before):
    base = STORIES.minutes()
    fees = next(block for block in base.blocks if isinstance(block, Section) and block.number == 19)
    plan = next(block for block in base.blocks if isinstance(block, Section) and block.number == 18)
    fill = tuple(Paragraph(text(f"Rad {number}.")) for number in range(before))
    for section in (plan, fees):
        document = replace(base, blocks=(Section(text("Fyllnad"), fill, 1), section, *base.blocks[-2:]))
        clauses = set().union(*(numbers for _, numbers in pages_of(document, look, Clause)))
        assert len(clauses) == 1, (before, section.number)
        vote = next((block for block in section.blocks if isinstance(block, Table)), None)
        if vote is not None:
            cells = {id(cell) for row in vote.rows for cell in row.cells}
            assert len(set().union(*(numbers for part, numbers in pages_of(document, look, Cell) if id(part) in cells))) == 1


def test_a_long_running_head_leaves_room_for_the_page_number(look):
    base = STORIES.minutes()
    head = "Intresseföreningen Bergslaget · Protokollsutdrag · Styrelseprotokoll nr 2/2023 · Justerat 5 juni 2023, rättat 1 juli 2023 (version 2)"
    document = replace(base, furniture=replace(base.furniture, running_head=head, resumed="{section}, forts."))
    for page in layout_formal(document, look).pages.pages[1:]:
        (number,) = [item for item in lines(page) if item.artifact == "page_number"]
        heads = [item for item in lines(page) if item.artifact == "header"]
        assert len([item for item in heads if "forts." not in item.line.text]) == 2
        assert all(item.x_pt + item.line.width_pt < number.x_pt for item in heads if item.y_pt == number.y_pt)
        (rule,) = [item for item in page.items if isinstance(item, PlacedRect) and item.artifact == "header"]
        assert all((item.y_pt < rule.y_pt) == ("forts." not in item.line.text) for item in heads)


def test_the_end_never_stands_alone_even_where_the_last_section_is_longer_than_a_page(look):
    base = STORIES.minutes()
    for count in range(40, 52):
        long = Section(text("Lång"), tuple(Paragraph(text(f"Rad {number}.")) for number in range(count)), 1)
        pages = layout_formal(replace(base, blocks=(long, *base.blocks[-2:])), look).pages.pages
        said = [item.part for item in lines(pages[-1]) if item.part is not None]
        assert any(isinstance(part, Paragraph) and plain(part.children).startswith("Rad") for part in said), count


def test_particulars_under_a_heading_stay_with_what_they_are_about(look):
    base = STORIES.minutes()
    for count in range(25, 45):
        fill = Section(text("Fyllnad"), tuple(Paragraph(text(f"Rad {number}.")) for number in range(count)), 1)
        item = Section(text("Ärende"), (Paragraph(text("Dnr 1"), role="fact"), Paragraph(text("Det som sägs."))), 2)
        end = Section(text("Slut"), (Paragraph(text("Slut.")),), 3)
        pages = layout_formal(replace(base, blocks=(fill, item, end)), look).pages.pages
        held = [{"Dnr 1", "Det som sägs."} & {item.line.text.replace("\u00a0", " ") for item in lines(page)} for page in pages]
        assert {len(found) for found in held} <= {0, 2}, count


def test_a_long_footer_leaves_room_for_the_initials(look):
    base = STORIES.minutes()
    for footer, lifted in (("Kort", False), ("Org.nr 222000-0000 · Brandvaktsgatan 4, 990 01 Ljungåby · ljungadalen.example", True)):
        document = replace(base, furniture=replace(base.furniture, footer=footer, initials="Justerandes sign"))
        for page in layout_formal(document, look).pages.pages:
            words, initials = [item for item in lines(page) if item.artifact == "footer"]
            assert (initials.y_pt < words.y_pt) == lifted
            assert lifted or words.x_pt + words.line.width_pt < initials.x_pt


def test_one_word_of_a_label_and_of_presence_stays_on_its_line(look):
    base = STORIES.minutes()
    table = next(node for node in walk(base.blocks) if isinstance(node, Table) and node.role == "attendance")
    rows = tuple(replace(row, cells=(*row.cells[:-1], Cell(text("hela sammanträdet")))) for row in table.rows)
    cover = replace(base.blocks[0], particulars=(replace(base.blocks[0].particulars[0], label="Sammanträdesdatum"),))
    document = replace(base, blocks=(cover, Section(text("Närvarande"), (replace(table, rows=rows),))))
    said = [item.line.text.replace("\u00ad", "") for page in layout_formal(document, look).pages.pages for item in lines(page)]
    assert said.count("Sammanträdesdatum") == 1
    assert said.count("hela sammanträdet") == len(rows)


def test_both_tables_of_attendance_have_the_same_columns(look):
    def table(title, present):
        return STORIES.attendance(title, "Organisation", (("Ledamot 1", "Kommunen", "ledamot", present),))

    tables = (table("Närvarande", "hela sammanträdet"), table("Övriga närvarande", "§ 1"))
    document = replace(STORIES.minutes(), blocks=tables)
    page = layout_formal(document, look).pages.pages[0]
    first, second = (
        [next(item.x_pt for item in lines(page) if item.part is cell) for cell in section.blocks[0].rows[0].cells] for section in tables
    )
    assert first == pytest.approx(second)


def test_footnote_stands_at_the_foot_of_its_page(look):
    base = STORIES.minutes()
    note = (Paragraph(text("Enligt stadgarna § 7.")),)
    document = replace(base, blocks=(Section(text("Ärende"), (Paragraph((Text("Med stöd"), NoteMark(note), Text(" av stadgarna."))),), 1),))
    page = layout_formal(document, look).pages.pages[0]
    foot = next(item for item in lines(page) if "stadgarna § 7" in item.line.text)
    assert foot.y_pt > 700
    assert any(item.slot == "mark" and item.part is note[0] for item in lines(page))


@settings(max_examples=150)
@given(st.lists(st.tuples(st.floats(5, 300), st.integers(0, 2), st.floats(0, 40)), min_size=1, max_size=60))
def test_pages_hold_every_strip_once_in_order_within_the_room(parts):
    strips = [Strip(height, before_pt=space, keep=keep) for height, keep, space in parts]
    strips[-1].keep = 0
    pages = break_pages(strips, 700)
    placed = [strip for page in pages for _, strip in page.placed]
    assert placed == strips
    for page in pages:
        assert page.placed[-1][0] + page.placed[-1][1].height_pt <= 700.1 or len(page.placed) == 1


@settings(max_examples=100)
@given(st.lists(st.tuples(st.floats(5, 60), st.sampled_from([0, 0, 2])), min_size=2, max_size=80))
def test_bound_strips_are_not_parted_while_a_page_can_hold_them(parts):
    strips = [Strip(height, keep=keep) for height, keep in parts]
    strips[-1].keep = 0
    for page in break_pages(strips, 700)[:-1]:
        last = page.placed[-1][1]
        chain = 0.0
        index = strips.index(last)
        while index >= 0 and (strips[index].keep == 2 or strips[index] is last):
            chain += strips[index].height_pt
            index -= 1
        assert last.keep != 2 or chain > 600


def test_pictures_and_charts_stand_in_formal_documents_too(look):
    document = STORIES.everything()
    layout = layout_formal(document, look)
    assert layout.warnings == ()
    assert write_screen(document, layout.pages, look).startswith(b"%PDF-1.7")
