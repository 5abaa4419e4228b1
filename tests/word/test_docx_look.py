"""The look: named styles with the design's values, and nothing formatted beside them."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from lxml import etree

from pipeline.compose.minutes import compose_minutes
from pipeline.look import Colour
from pipeline.records.reading import read_source
from pipeline.word.document import write_docx
from pipeline.word.names import W
from tests.word import stories
from tests.word.schemas import parts

NS = {"w": W}


def w(name: str) -> str:
    return f"{{{W}}}{name}"


@pytest.fixture(scope="module")
def minutes(look):
    return parts(write_docx(stories.minutes(), look).data)


@pytest.fixture(scope="module")
def everything(look):
    return parts(write_docx(stories.everything(), look, toc=True).data)


# Section 7 of the design: style, face, size, leading, before, after, bold, colour.
DESIGN = """
Normal                  | Serif | 10.5 | 15 |  0 |  0 | -    | -
Tidningshuvud           | Serif | 17   | 22 |  0 |  3 | bold | 8A1F17 accent1
Sidhuvud första sida    | Sans  | 8.5  | 11 |  0 |  0 | -    | 4A4643 text2
header                  | Sans  | 8.5  | 11 |  0 |  0 | -    | 4A4643 text2
Sidhuvud följande sida  | Sans  | 8.5  | 11 |  0 |  0 | -    | 4A4643 text2
footer                  | Sans  | 8    | 11 |  0 |  0 | -    | 4A4643 text2
Title                   | Serif | 25   | 30 | 24 |  2 | bold | -
Subtitle                | Sans  | 12   | 16 |  0 | 14 | bold | 8A1F17 accent1
heading 1               | Sans  | 12.5 | 17 | 18 |  4 | bold | -
Rubrik utan paragraf    | Sans  | 12.5 | 17 | 18 |  4 | bold | -
heading 2               | Sans  | 10   | 15 |  8 |  0 | bold | -
Body Text               | Serif | 10.5 | 15 |  0 |  6 | -    | -
Brödtext med nästa      | Serif | 10.5 | 15 |  0 |  6 | -    | -
Uppgift                 | Sans  | 9.5  | 13 |  0 |  6 | -    | 4A4643 text2
List Bullet             | Serif | 10.5 | 15 |  0 |  6 | -    | -
List Number             | Serif | 10.5 | 15 |  0 |  6 | -    | -
Quote                   | Serif | 10.5 | 15 |  3 |  9 | -    | -
Beslutsrubrik           | Sans  | 10.5 | 15 | 10 |  0 | bold | 8A1F17 accent1
Beslut med nästa        | Serif | 10.5 | 15 |  0 |  2 | -    | -
Beslut                  | Serif | 10.5 | 15 |  0 |  5 | -    | -
Beslutsuppgift          | Sans  | 9.5  | 14 |  0 |  5 | -    | 4A4643 text2
Tabelltext              | Sans  | 9.5  | 13 |  0 |  0 | -    | -
Tabellrubrik            | Sans  | 9.5  | 13 |  0 |  0 | bold | -
Tabelletikett           | Sans  | 9.5  | 13 |  0 |  0 | -    | 4A4643 text2
Tabelltal               | Sans  | 9.5  | 13 |  0 |  0 | -    | -
caption                 | Sans  | 8.5  | 11 |  4 | 10 | -    | -
Bilaga                  | Sans  | 9.5  | 15 |  0 |  2 | -    | -
Signatur                | Sans  | 9.5  | 13 | 51 |  0 | -    | -
Signaturuppgift         | Sans  | 8.5  | 12 | 15 | 16 | -    | 4A4643 text2
footnote text           | Sans  | 8    | 10 |  0 |  0 | -    | 4A4643 text2
"""
ROWS = [[cell.strip() for cell in line.split("|")] for line in DESIGN.strip().splitlines()]


def chain(styles, style):
    """A style and those it is based on."""
    found = [style]
    while (based := found[-1].find("w:basedOn", NS)) is not None:
        found.append(styles.xpath(f"w:style[@w:styleId='{based.get(w('val'))}']", namespaces=NS)[0])
    return [*found, styles.find("w:docDefaults/w:rPrDefault", NS), styles.find("w:docDefaults/w:pPrDefault", NS)]


def first(elements, path):
    return next((found for element in elements if (found := element.find(path, NS)) is not None), None)


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_a_style_is_what_the_design_says(minutes, row):
    name, face, size, leading, before, after, weight, colour = row
    styles = etree.fromstring(minutes["word/styles.xml"])
    elements = chain(styles, styles.xpath(f"w:style[w:name/@w:val='{name}']", namespaces=NS)[0])
    fonts = first(elements, "w:rPr/w:rFonts")
    assert fonts.get(w("asciiTheme")) == fonts.get(w("hAnsiTheme")) == {"Sans": "majorHAnsi", "Serif": "minorHAnsi"}[face]
    assert float(first(elements, "w:rPr/w:sz").get(w("val"))) / 2 == float(size)
    spacing = first(elements, "w:pPr/w:spacing")
    found = [float(spacing.get(w(key))) / 20 for key in ("line", "before", "after")]
    assert found == [float(leading), float(before), float(after)]
    assert spacing.get(w("lineRule")) == "exact"
    assert (first(elements, "w:rPr/w:b") is not None) == (weight == "bold")
    mark = first(elements, "w:rPr/w:color")
    assert (f"{mark.get(w('val'))} {mark.get(w('themeColor'))}" if mark is not None else "-") == colour


def test_the_template_has_the_designs_styles_and_no_others(minutes):
    styles = etree.fromstring(minutes["word/styles.xml"])
    of_paragraphs = {style.find("w:name", NS).get(w("val")) for style in styles.iterfind("w:style[@w:type='paragraph']", NS)}
    kept = {name for name in of_paragraphs if name.endswith(" (hålls ihop)")}
    assert of_paragraphs - kept == {row[0] for row in ROWS}
    assert kept == {f"{name} (hålls ihop)" for name in ("Uppgift", "Beslut", "Beslutsuppgift", "Tabelltext", "Tabelltal")}
    of_characters = {style.find("w:name", NS).get(w("val")) for style in styles.iterfind("w:style[@w:type='character']", NS)}
    assert of_characters == {"Default Paragraph Font", "Strong", "Hyperlink"}


def test_no_style_names_a_font_beside_the_theme(everything):
    styles = etree.fromstring(everything["word/styles.xml"])
    for fonts in styles.iter(w("rFonts")):
        assert not fonts.get(w("ascii"))
        assert not fonts.get(w("hAnsi"))


def test_the_theme_is_the_brands(look):
    other = replace(look, name="Förbundet", colours={**look.colours, "brand": Colour("#123456", (0, 0, 0, 100))})
    content = parts(write_docx(stories.minutes(), other).data)
    assert b'<a:accent1><a:srgbClr val="123456"/>' in content["word/theme/theme1.xml"]
    assert b'<a:minorFont><a:latin typeface="Source Serif 4"/>' in content["word/theme/theme1.xml"]
    assert b"8A1F17" not in b"".join(content.values()), "a colour of the first brand has stayed behind"
    assert b'w:val="123456" w:themeColor="accent1"' in content["word/styles.xml"]


def test_nothing_is_formatted_directly(everything, minutes):
    allowed = {"pPr": {"pStyle", "numPr"}, "rPr": {"rStyle", "lang"}}
    for content in (everything, minutes):
        for name, part in content.items():
            if not name.startswith(("word/document", "word/header", "word/footer", "word/footnotes")) or name.endswith(".rels"):
                continue
            root = etree.fromstring(part)
            for kind, names in allowed.items():
                for properties in root.iter(w(kind)):
                    assert {etree.QName(child).localname for child in properties} <= names, etree.tostring(properties)


def test_every_style_used_is_defined_and_every_demanded_one_is_used(everything, minutes):
    for content in (everything, minutes):
        text = b"".join(part for name, part in content.items() if name.startswith("word/") and "styles" not in name)
        defined = {style.get(w("styleId")) for style in etree.fromstring(content["word/styles.xml"]).iter(w("style"))}
        used = {
            element.get(w("val"))
            for name, part in content.items()
            if name.startswith("word/") and name.endswith(".xml") and "theme" not in name
            for element in etree.fromstring(part).iter(w("pStyle"), w("rStyle"), w("tblStyle"))
        }
        assert used <= defined
        assert b"TOC1" in text or "TOC1" not in defined


def test_python_docx_reads_the_headings_by_word_s_own_names(everything):
    stream = io.BytesIO()
    from zipfile import ZipFile

    with ZipFile(stream, "w") as archive:
        for name, content in everything.items():
            archive.writestr(name, content)
    document = docx.Document(stream)
    assert [p.text for p in document.paragraphs if p.style.name == "Heading 1"] == ["Ärende ett", "Ärende två"]


def test_page_and_margins_are_the_designs(minutes):
    section = etree.fromstring(minutes["word/document.xml"]).find("w:body/w:sectPr", NS)
    size, margins = section.find("w:pgSz", NS), section.find("w:pgMar", NS)
    assert (size.get(w("w")), size.get(w("h"))) == ("11906", "16838")
    in_mm = {side: round(int(margins.get(w(side))) * 25.4 / 1440, 1) for side in ("top", "bottom", "left", "right", "header", "footer")}
    assert in_mm == {"top": 30.0, "bottom": 25.0, "left": 30.0, "right": 25.0, "header": 12.5, "footer": 12.5}
    assert section.find("w:titlePg", NS) is not None


def test_to_whom_a_decision_is_sent_stays_with_the_decision(look):
    source = Path(__file__).parent.parent.parent / "source"
    content = parts(write_docx(compose_minutes(read_source(source)), look).data)
    paragraphs = list(etree.fromstring(content["word/document.xml"]).iter(w("p")))
    at = next(number for number, one in enumerate(paragraphs) if "".join(one.itertext()).startswith("Beslutet skickas till"))
    style = paragraphs[at - 1].find(f"{w('pPr')}/{w('pStyle')}").get(w("val"))
    assert "".join(paragraphs[at - 1].itertext()).startswith("Ansvarig: Kanslichef")
    styles = etree.fromstring(content["word/styles.xml"])
    own = styles.find(f"w:style[@w:styleId='{style}']", NS)
    keeping = [one.find("w:pPr/w:keepNext", NS) for one in chain(styles, own)]
    assert any(one is not None and one.get(w("val")) not in ("0", "false") for one in keeping)


def test_columns_of_the_attendance_are_the_designs_where_the_words_fit(look):
    source = Path(__file__).parent.parent.parent / "source"
    content = parts(write_docx(compose_minutes(read_source(source)), look).data)
    tables = [one for one in etree.fromstring(content["word/document.xml"]).iter(w("tbl")) if len(one.find(w("tblGrid"))) == 4]
    widths = [[round(int(column.get(w("w"))) / 56.69) for column in table.find(w("tblGrid"))] for table in tables[:2]]
    assert widths == [[41, 45, 42, 27]] * 2
