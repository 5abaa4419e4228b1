"""What readers of the three organisations' minutes see: titles, footers, statements and decisions that keep together."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from pipeline.compose.minutes import compose_minutes
from pipeline.compose.public_record import base_of
from pipeline.records.reading import read_look, read_source
from pipeline.word.document import write_docx
from pipeline.word.names import W
from pipeline.word.reading import read_docx
from tests.word.editor import Editor, w
from tests.word.schemas import parts

ROOT = Path(__file__).parents[2]
SOURCES = {"B": "source", "K": "tests/cases/kommunalforbund", "E": "tests/cases/english-association"}
NS = {"w": W}


@pytest.fixture(scope="module")
def written():
    made = {}
    for key, folder in SOURCES.items():
        record = read_source(ROOT / folder)
        story = compose_minutes(record)
        made[key] = write_docx(story, read_look(ROOT / folder), base=base_of(story), meeting=record.slug).data
    return made


def style_of(paragraph) -> str:
    return paragraph.find("w:pPr/w:pStyle", NS).get(w("val"))


def keeps_next(data: bytes, style: str) -> bool:
    """Whether Word keeps a paragraph of this style with the next one, by the style and those it is based on."""
    styles = {one.get(w("styleId")): one for one in etree.fromstring(parts(data)["word/styles.xml"]).iter(w("style"))}
    while style:
        found = styles[style].find("w:pPr/w:keepNext", NS)
        if found is not None:
            return found.get(w("val")) != "0"
        based = styles[style].find("w:basedOn", NS)
        style = based.get(w("val")) if based is not None else ""
    return False


def changed(data: bytes) -> dict[str, str | None]:
    returned = read_docx(data, "prov.docx")
    assert returned.refusals == returned.additions == returned.moves == returned.notes == ()
    return {origin: field.final for origin, field in returned.fields.items() if field.changed}


@pytest.mark.parametrize("key", SOURCES)
def test_untouched_minutes_come_back_as_they_went(written, key):
    assert changed(written[key]) == {}


def test_a_long_title_is_parted_where_its_dot_stood(written):
    title = next(one for one in Editor(written["K"]).paragraphs() if style_of(one) == "Title")
    assert [one.text or "\n" for one in title.iter(w("t"), w("br"))] == ["Sammanträdesprotokoll", "\n", "Förbundsdirektionen"]
    whole = next(one for one in Editor(written["B"]).paragraphs() if style_of(one) == "Title")
    assert whole.find(".//w:br", NS) is None


def test_the_initials_stand_beside_the_last_line_of_a_long_footer(written):
    lines = ["".join(one.itertext()) for one in etree.fromstring(parts(written["E"])["word/footer2.xml"]).iter(w("p"))]
    assert lines == ["Reg. No. 5550112", "3 Customs House Lane, Port Ardle QT1 4AA · quayside.exampleInitials "]


def test_a_running_head_that_leaves_no_room_for_the_page_is_parted_where_a_dot_stood():
    record = read_source(ROOT / SOURCES["K"])
    story = compose_minutes(record, items=["engine"])
    data = write_docx(story, read_look(ROOT / SOURCES["K"]), base=base_of(story), meeting=record.slug).data
    head = next(etree.fromstring(parts(data)["word/header2.xml"]).iter(w("p")))
    words = "".join(one.text or "\n" for one in head.iter(w("t"), w("br"), w("tab")))
    assert words.startswith("Räddningstjänsten Ljungådalen · Protokollsutdrag · Sammanträdesprotokoll 16\u00a0oktober 2024\nJusterat")
    assert changed(data) == {}


def test_short_decisions_stay_whole_and_with_those_they_are_sent_to(written):
    for key, lead in (("B", "Styrelsen beslutar"), ("E", "The meeting resolves")):
        paragraphs = Editor(written[key]).paragraphs()
        words = ["".join(one.itertext()) for one in paragraphs]
        first = words.index(lead)  # of several clauses
        last = next(number for number in range(first, len(words)) if not style_of(paragraphs[number]).startswith("Beslut")) - 1
        assert last - first >= 2
        assert all(keeps_next(written[key], style_of(one)) for one in paragraphs[first - 1 : last])


def test_a_short_section_stays_whole_and_a_long_one_may_part(written):
    editor = Editor(written["K"])
    short, long = (editor.find(words)[0] for words in ("Räddningschefen informerar", "Släckbilen i Tallmora är från 2003"))
    assert [keeps_next(written["K"], style_of(one)) for one in (short, long)] == [True, False]


def test_the_result_of_a_vote_stays_with_the_decision(written):
    editor = Editor(written["E"])
    paragraph, _ = editor.find("With 4 votes to 4")
    assert keeps_next(written["E"], style_of(paragraph))


def test_a_statement_is_set_as_a_quotation_and_comes_back_as_plain_words(written):
    editor = Editor(written["E"], tracked=False)
    paragraph, _ = editor.find("Costs have risen by a tenth")
    based = {
        one.get(w("styleId")): one.find("w:basedOn", NS).get(w("val"))
        for one in etree.fromstring(editor.content["word/styles.xml"]).iter(w("style"))
        if one.find("w:basedOn", NS) is not None
    }
    assert based[style_of(paragraph)] == "Quote"
    editor.replace("by a tenth", "by a fifth")
    editor.paragraph_after(paragraph, "They will rise again.")
    back = changed(editor.save())
    (words,) = back.values()
    assert words is not None
    assert words.startswith("Costs have risen by a fifth in two years.")
    assert words.endswith("the towns that need it most.\n\nThey will rise again.")


def test_figures_stand_on_the_line_in_word(written):
    styles = etree.fromstring(parts(written["E"])["word/styles.xml"])
    figures = styles.find("w:docDefaults/w:rPrDefault/w:rPr", NS)[-1]
    assert (etree.QName(figures).localname, [*figures.attrib.values()]) == ("numForm", ["lining"])
    assert styles.get("{http://schemas.openxmlformats.org/markup-compatibility/2006}Ignorable") == "w14"


def test_a_short_table_stands_on_one_page(written):
    tables = [one for one in Editor(written["K"]).root.iter(w("tbl")) if "Förtroendevald revisor" in "".join(one.itertext())]
    rows = list(tables[0].iter(w("tr")))
    assert len(rows) == 5
    assert all(keeps_next(written["K"], style_of(one)) for row in rows[:-1] for one in row.iter(w("p")))
    long = next(one for one in Editor(written["B"]).root.iter(w("tbl")) if len(list(one.iter(w("tr")))) > 10)
    assert not all(keeps_next(written["B"], style_of(one)) for row in list(long.iter(w("tr")))[:-1] for one in row.iter(w("p")))
