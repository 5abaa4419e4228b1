"""What the document says: numbers that stay, parts that hold together, tables, links, notes, pictures, furniture."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from lxml import etree

from pipeline.problems import BadInput
from pipeline.story import Cover, Figure, Heading, Image, Paragraph, Reference, Section, Signature, Signatures
from pipeline.word.document import write_docx
from pipeline.word.names import W, target_name
from tests.word import stories
from tests.word.schemas import parts
from tests.word.stories import t

NS = {"w": W}


def w(name: str) -> str:
    return f"{{{W}}}{name}"


def body(data: bytes) -> etree._Element:
    return etree.fromstring(parts(data)["word/document.xml"])[0]


def words(element) -> str:
    """What a reader sees: text, tabs and hyphens, no field codes."""
    signs = {w("tab"): "\t", w("br"): "\n", w("noBreakHyphen"): "\u2011", w("softHyphen"): "\u00ad"}
    return "".join(part.text if part.tag == w("t") else signs.get(part.tag, "") for part in element.iter(w("t"), *signs))


def style(paragraph) -> str:
    return paragraph.find("w:pPr/w:pStyle", NS).get(w("val"))


class Lists:
    """Computes the numbers that Word would show (ECMA-376 part 1, 17.9), from the numbering part and the styles."""

    def __init__(self, data: bytes) -> None:
        content = parts(data)
        numbering = etree.fromstring(content["word/numbering.xml"])
        self.series = {series.get(w("abstractNumId")): series for series in numbering.iterfind("w:abstractNum", NS)}
        self.instances = {}
        for instance in numbering.iterfind("w:num", NS):
            start = instance.find("w:lvlOverride/w:startOverride", NS)
            self.instances[instance.get(w("numId"))] = (
                instance.find("w:abstractNumId", NS).get(w("val")),
                int(start.get(w("val"))) if start is not None else None,
            )
        styles = etree.fromstring(content["word/styles.xml"])
        self.styled = {
            found.getparent().getparent().getparent().get(w("styleId")): found.get(w("val"))
            for found in styles.iterfind(".//w:numPr/w:numId", NS)
        }
        self.count: dict[str, int] = {}
        self.begun: set[str] = set()

    def label(self, paragraph) -> str | None:
        own = paragraph.find("w:pPr/w:numPr/w:numId", NS)
        number = own.get(w("val")) if own is not None else self.styled.get(style(paragraph), "0")
        if number == "0":
            return None
        series, start = self.instances[number]
        level = self.series[series].find("w:lvl", NS)
        if start is not None and number not in self.begun:
            self.count[series] = start
        else:
            self.count[series] = self.count.get(series, int(level.find("w:start", NS).get(w("val"))) - 1) + 1
        self.begun.add(number)
        return level.find("w:lvlText", NS).get(w("val")).replace("%1", str(self.count[series]))


def labels(data: bytes, of: str, leave_out: str = "") -> list[str | None]:
    """The numbers of all paragraphs of a style, after somebody deleted the paragraph that says ``leave_out``."""
    lists = Lists(data)
    return [lists.label(paragraph) for paragraph in body(data).iter(w("p")) if style(paragraph) == of and words(paragraph) != leave_out]


@pytest.fixture(scope="module")
def minutes(look):
    return write_docx(stories.minutes(), look).data


@pytest.fixture(scope="module")
def everything(look):
    return write_docx(stories.everything(), look, frozen=False).data


@pytest.mark.parametrize("frozen", [True, False])
def test_the_sections_are_numbered_by_the_list_as_the_record_says(look, frozen):
    data = write_docx(stories.minutes(), look, frozen=frozen).data
    assert labels(data, "Heading1") == [f"§\u00a0{number}" for number in range(12, 22)]
    assert labels(data, "Bilaga") == [f"Bilaga {number}" for number in range(1, 7)]


def test_a_frozen_number_stays_when_another_section_is_deleted_and_a_free_one_moves(look):
    without = "Medlemsavgift 2024"
    frozen = write_docx(stories.minutes(), look, frozen=True).data
    assert labels(frozen, "Heading1", without)[-2:] == ["§\u00a020", "§\u00a021"]
    free = write_docx(stories.minutes(), look, frozen=False).data
    assert labels(free, "Heading1", without)[-2:] == ["§\u00a019", "§\u00a020"]


def test_an_extract_keeps_its_own_numbers_even_unfrozen(everything):
    assert labels(everything, "Heading1") == ["§\u00a07", "§\u00a09"]
    assert labels(everything, "Bilaga") == ["Bilaga 3", "Bilaga 5"]


def test_no_number_is_typed(minutes):
    numbered = [words(paragraph) for paragraph in body(minutes).iter(w("p")) if style(paragraph) in ("Heading1", "Bilaga")]
    assert numbered[0] == "Mötets öppnande"
    assert not [said for said in numbered if said.startswith(("§", "Bilaga"))]


def test_ordered_lists_begin_where_they_should(everything):
    assert labels(everything, "ListNumber") == ["3.", "4.", "1."]


def test_the_words_of_the_document_are_the_storys(minutes):
    said = [words(paragraph) for paragraph in body(minutes).iter(w("p"))]
    assert "Styrelsen beslutar att utse Ledamot 3 och Ledamot 8 att jämte ordföranden justera protokollet." in said
    assert "Föredragande: Joakim Carlsson, regionråd · Bilaga 1" in said
    assert said[0] == "Styrelseprotokoll nr 2/2023"
    assert "" not in [said for said, cell in ((words(p), p.getparent().tag) for p in body(minutes).iter(w("p"))) if cell == w("body")]


def test_hyphens_and_breaks_are_words_own_and_joiners_stay_out(everything):
    paragraph = next(p for p in body(everything).iter(w("p")) if words(p).startswith("Löptext"))
    assert "Malung\u2011Sälen" in words(paragraph)
    assert "sam\u00adhälls\u00adplanering" in words(paragraph)
    assert "2023–2024 & <tecken>" in words(paragraph)
    assert "\nNy rad." in words(paragraph)
    assert all("\u2060" not in (text.text or "") and "\u00ad" not in (text.text or "") for text in body(everything).iter(w("t")))


def test_a_word_in_another_language_says_so(everything):
    run = next(run for run in body(everything).iter(w("r")) if words(run) == "a phrase in English")
    assert run.find("w:rPr/w:lang", NS).get(w("val")) == "en-GB"


def test_importance_does_not_cancel_a_bold_style(look):
    document = stories.everything()
    bold = replace(document, blocks=(Section(t("Ett ", stories.ATT, " till"), (Paragraph(t("Text.")),), 1),))
    heading = next(p for p in body(write_docx(bold, look).data).iter(w("p")) if style(p) == "Heading1")
    assert heading.find(".//w:rStyle", NS) is None, "Strong on a bold style toggles the weight off"


def keeps(data: bytes) -> set[str]:
    """Ids of the styles that keep with the next paragraph, inherited or not."""
    styles = etree.fromstring(parts(data)["word/styles.xml"])
    found: dict[str, bool] = {}

    def ask(style_id: str) -> bool:
        if style_id not in found:
            element = styles.xpath(f"w:style[@w:styleId='{style_id}']", namespaces=NS)[0]
            based = element.find("w:basedOn", NS)
            own = element.find("w:pPr/w:keepNext", NS)
            found[style_id] = own.get(w("val")) != "0" if own is not None else based is not None and ask(based.get(w("val")))
        return found[style_id]

    return {
        style_id
        for style_id in (element.get(w("styleId")) for element in styles.iterfind("w:style[@w:type='paragraph']", NS))
        if ask(style_id)
    }


def test_signatures_hang_on_the_last_section(minutes):
    holding = keeps(minutes)
    elements = list(body(minutes))
    start = next(place for place, element in enumerate(elements) if words(element) == "Mötets avslutande")
    end = next(place for place, element in enumerate(elements) if element.tag == w("tbl") and "Vid protokollet" in words(element))
    chain = [
        paragraph for element in elements[start : end + 1] for paragraph in ([element] if element.tag == w("p") else element.iter(w("p")))
    ]
    assert {style(paragraph) for paragraph in chain} <= holding
    assert words(elements[end - 1]) == "Underskrifter"
    assert all(row.find("w:trPr/w:cantSplit", NS) is not None for row in elements[end].iter(w("tr")))


def test_a_vote_stays_on_one_page_and_no_last_row_goes_alone(minutes):
    holding = keeps(minutes)
    tables = [
        table
        for table in body(minutes).iter(w("tbl"))
        if table.find("w:tblPr/w:tblStyle", NS).get(w("val")) in {"Omrostningstabell", "Tabell"}
    ]
    assert len(tables) == 3
    for table in tables:
        held = [all(style(p) in holding for p in row.iter(w("p"))) for row in table.iter(w("tr"))]
        vote = table.find("w:tblPr/w:tblStyle", NS).get(w("val")) == "Omrostningstabell"
        assert held[-2:] == [True, False]
        assert all(held[:-1]) == (vote or len(held) <= 8)


def test_a_last_section_of_any_make_hangs_on_too(look):
    document = stories.minutes()
    last = next(block for block in document.blocks if isinstance(block, Section) and block.number == 19)
    others = tuple(block for block in document.blocks if not (isinstance(block, Section) and block.number in (20, 21)))
    data = write_docx(replace(document, blocks=others), look).data
    holding = keeps(data)
    elements = list(body(data))
    end = next(place for place, element in enumerate(elements) if element.tag == w("tbl") and "Vid protokollet" in words(element))
    before = elements[end - 12 : end]
    assert any(element.tag == w("tbl") for element in before) or any(style(e).startswith("Beslut") for e in before if e.tag == w("p"))
    assert {style(p) for element in before for p in ([element] if element.tag == w("p") else element.iter(w("p")))} <= holding
    assert last.number == 19


def test_a_chain_longer_than_a_page_is_not_asked_for(look):
    document = stories.minutes()
    long = Section(t("Sista ärendet"), tuple(Paragraph(t(f"Stycke {number} " + "ord " * 60)) for number in range(40)), 22)
    data = write_docx(replace(document, blocks=(*document.blocks[:-3], long, *document.blocks[-3:])), look).data
    holding = keeps(data)
    told = [style(p) in holding for p in body(data).iter(w("p")) if words(p).startswith("Stycke")]
    assert told[-1], "the end of the last § goes with the signatures"
    assert not told[0], "its beginning does not"


def test_something_always_follows_the_last_table(look):
    document = stories.minutes()
    bare = replace(document, blocks=document.blocks[:-1])
    last = body(write_docx(bare, look).data)[-2]
    assert last.tag == w("p")
    assert words(last) == document.metadata.title


def test_headings_with_nothing_under_them_do_not_hang_together(look):
    items = tuple(Heading(2, t(f"{number}. Ärende")) for number in range(1, 60))
    document = replace(stories.minutes(), blocks=(Cover("Kallelse", "", ()), Section(t("Dagordning"), (*items, Paragraph(t("Välkomna."))))))
    data = write_docx(document, look).data
    told = [style(p) in keeps(data) for p in body(data).iter(w("p")) if words(p).endswith("Ärende")]
    assert told == [False] * 58 + [True]


def test_digital_signing_is_a_sentence_and_no_initials(look):
    file = write_docx(stories.minutes(paper=False), look).data
    assert "Protokollet undertecknas digitalt." in [words(p) for p in body(file).iter(w("p"))]
    assert "Vid protokollet" not in words(body(file))
    footer = etree.fromstring(parts(file)["word/footer1.xml"])
    assert words(footer) == "Org.nr 885501-2327 · Myntgatan 2, 791 51 Falun · bergslaget.se"


def test_an_odd_number_of_signatures_leaves_no_cell_without_a_paragraph(look):
    signing = Section(t("Underskrifter"), (Signatures(tuple(Signature("Justeras", f"Ledamot {n}", "Ort och datum") for n in range(3))),))
    table = next(body(write_docx(replace(stories.minutes(), blocks=(signing,)), look).data).iter(w("tbl")))
    assert [len(row.findall("w:tc", NS)) for row in table.iter(w("tr"))] == [2, 2]
    assert all(cell.find("w:p", NS) is not None for cell in table.iter(w("tc")))


def test_the_head_row_of_attendance_is_repeated_and_its_columns_are_the_designs(minutes):
    table = next(table for table in body(minutes).iter(w("tbl")) if "Bruksby" in words(table))
    assert table.find("w:tr/w:trPr/w:tblHeader", NS) is not None
    assert [round(int(column.get(w("w"))) * 25.4 / 1440) for column in table.iter(w("gridCol"))] == [41, 45, 42, 27]
    votes = next(table for table in body(minutes).iter(w("tbl")) if "Avstår" in words(table))
    assert [round(int(column.get(w("w"))) * 25.4 / 1440) for column in votes.iter(w("gridCol"))] == [65, 20, 20, 20]
    assert votes.find("w:tblPr/w:tblInd", NS).get(w("w")) == "1701"
    assert votes.find("w:tblPr/w:tblLook", NS).get(w("lastRow")) == "1"


def test_two_tables_never_touch(everything):
    elements = list(body(everything))
    assert not [1 for one, other in pairwise(elements) if one.tag == other.tag == w("tbl")]


def test_headers_and_footers(minutes):
    content = {name: etree.fromstring(part) for name, part in parts(minutes).items() if name.startswith(("word/header", "word/footer"))}
    first, later = content["word/header1.xml"], content["word/header2.xml"]
    assert [words(p) for p in first] == ["Intresseföreningen Bergslaget", "Styrelsen\tSida 1 (5)"]
    running = "Intresseföreningen Bergslaget · Styrelseprotokoll nr 2/2023 · Ojusterat protokoll\tSida 2 (5)"
    assert [words(p).strip() for p in later] == [running, ""]
    assert [code.text.strip() for code in first.iter(w("instrText"))] == ["PAGE", "NUMPAGES"]
    for number in (1, 2):
        assert (
            words(content[f"word/footer{number}.xml"])
            == "Org.nr 885501-2327 · Myntgatan 2, 791 51 Falun · bergslaget.se\tJusterarnas sign. \t"
        )


def test_later_pages_find_their_section_and_show_none_until_it_is_found(minutes, look):
    """Word counts STYLEREF in headers by itself; elsewhere a § that stands for all pages would be false."""
    header = etree.fromstring(parts(minutes)["word/header2.xml"])
    codes = [code.text.strip() for code in header.iter(w("instrText"))]
    assert codes == ["PAGE", "NUMPAGES", "STYLEREF 1 \\n", "STYLEREF 1"]
    assert words(header[1]).strip() == ""
    story = stories.minutes()
    plain = replace(story, blocks=tuple(block for block in story.blocks if getattr(block, "number", None) is None))
    assert b"STYLEREF" not in parts(write_docx(plain, look).data)["word/header2.xml"]


def test_references_lead_to_bookmarks_and_renew_themselves_where_they_show_the_number(minutes):
    marks = {mark.get(w("name")) for mark in body(minutes).iter(w("bookmarkStart"))}
    anchors = {link.get(w("anchor")) for link in body(minutes).iter(w("hyperlink"))}
    assert anchors == {target_name("documents.plan"), target_name("documents.dissent")}
    assert anchors <= marks
    codes = [code.text.split() for code in body(minutes).iter(w("instrText"))]
    assert ["REF", target_name("documents.region"), "\\r", "\\h"] in codes
    assert {code[1] for code in codes} <= marks


def test_a_reference_to_nothing_is_plain_words_and_a_warning(look):
    document = replace(
        stories.minutes(), blocks=(Section(t("Ärende"), (Paragraph(t("Se ", Reference(t("bilaga 9"), "documents.gone"), ".")),), 1),)
    )
    file = write_docx(document, look)
    assert [str(warning.message) for warning in file.warnings] == ["a reference leads to documents.gone, which is not in the document"]
    assert body(file.data).find(".//w:hyperlink", NS) is None
    assert "Se bilaga 9." in words(body(file.data))


def test_outside_links_are_relationships_once_each(everything):
    relations = etree.fromstring(parts(everything)["word/_rels/document.xml.rels"])
    outside = [link.get("Target") for link in relations if link.get("TargetMode") == "External"]
    assert sorted(outside) == ["https://bergslaget.example/?a=1&b=2", "https://bergslaget.example/z.pdf"]
    notes = etree.fromstring(parts(everything)["word/_rels/footnotes.xml.rels"])
    assert [link.get("Target") for link in notes] == ["https://bergslaget.example/kallan"]


def test_a_footnote_has_its_mark_in_the_text_and_in_the_note(everything):
    notes = etree.fromstring(parts(everything)["word/footnotes.xml"])
    assert [note.get(w("id")) for note in notes] == ["-1", "0", "1"]
    assert words(notes[2]) == " En not med källan.Notens andra stycke."
    assert [mark.get(w("id")) for mark in body(everything).iter(w("footnoteReference"))] == ["1"]


def test_documents_without_notes_have_no_part_for_them(minutes):
    assert "word/footnotes.xml" not in parts(minutes)


def test_pictures_stand_in_the_line_with_their_alternative(everything):
    drawings = list(body(everything).iter("{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"))
    assert [drawing.get("descr") for drawing in drawings] == ["En röd yta", "Berg mot himmel"]
    media = sorted(name for name in parts(everything) if "media" in name)
    assert [name.rpartition(".")[2] for name in media] == ["svg", "png", "png"]
    assert stories.SVG in parts(everything).values(), "the drawing itself travels too"


def test_a_picture_that_cannot_be_read_is_bad_input(look):
    figure = Figure(Image("trasig.png", "image/png", b"not a picture"), "Något", origin="images.broken")
    with pytest.raises(BadInput) as caught:
        write_docx(replace(stories.minutes(), blocks=(figure,)), look)
    assert caught.value.problems[0].field == "images.broken"
    assert "trasig.png" in str(caught.value)


def long(sections: int):
    """Minutes of many §§."""
    document = stories.minutes()
    text = Paragraph(t("Kansliet har tagit fram ett förslag som bygger vidare på fokusområdet. " * 8))
    return replace(
        document,
        blocks=(
            *document.blocks[:3],
            *(stories.section(n, f"Ärende nummer {n}", text, text) for n in range(1, sections + 1)),
            *stories.closing(),
        ),
    )


def test_a_table_of_contents_comes_only_over_eight_pages(look):
    short, extended = (write_docx(long(number), look) for number in (10, 40))
    assert short.pages <= 8 < extended.pages
    assert "TOC1" not in {style(p) for p in body(short.data).iter(w("p"))}
    entries = [words(p) for p in body(extended.data).iter(w("p")) if style(p) == "TOC1"]
    assert [entry.rpartition("\t")[0] for entry in entries] == [f"§\u00a0{n}\tÄrende nummer {n}" for n in range(1, 41)]
    pages = [int(entry.rpartition("\t")[2]) for entry in entries]
    assert pages == sorted(pages)
    assert 2 <= pages[0] < pages[-1] <= extended.pages
    styles = [style(p) for p in body(extended.data).iter(w("p"))]
    assert styles.index("Tabellrubrik") < styles.index("TOCHeading") < styles.index("Heading1"), "behind the lists of the cover"
    codes = [code.text for code in body(extended.data).iter(w("instrText"))]
    assert codes[0] == ' TOC \\o "1-1" \\h \\z '
    kinds = [mark.get(w("fldCharType")) for mark in body(extended.data).iter(w("fldChar"))]
    assert kinds.count("begin") == kinds.count("end") == kinds.count("separate")


def test_the_table_of_contents_can_be_asked_for_and_refused(look):
    assert "Innehåll" in words(body(write_docx(stories.minutes(), look, toc=True).data))
    assert "Innehåll" not in words(body(write_docx(long(40), look, toc=False).data))


def test_a_title_without_status_keeps_its_distance(look):
    document = replace(stories.minutes(), blocks=(Cover("Kallelse", "", ()), Heading(1, t("Dagordning")), Paragraph(t("Text."))))
    assert [style(p) for p in body(write_docx(document, look).data).iter(w("p"))] == ["Titelensam", "Rubrikutanparagraf", "BodyText"]


def test_signs_that_xml_cannot_hold_do_not_break_the_file(look):
    document = replace(stories.minutes(), blocks=(Paragraph(t("före\x0befter\x00 & <slut>")),))
    assert words(body(write_docx(document, look).data)) == "före\ufffdefter\ufffd & <slut>"
