"""What Word, Google Docs and Pages write around the same words: wrappers, alternatives, fields and marks elsewhere; nothing is lost or made up."""

from __future__ import annotations

import copy
import re

import pytest
from lxml import etree

from pipeline.word.document import write_docx
from pipeline.word.names import R, W
from pipeline.word.reading import read_docx
from tests.word import stories
from tests.word.editor import Editor, w

MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"
NAMES = f'xmlns:w="{W}" xmlns:r="{R}" xmlns:m="{MATH}" xmlns:mc="{MC}"'
BACKGROUND = "Kansliet har tagit fram ett förslag som bygger vidare på fokusområdet."


@pytest.fixture(scope="module")
def written(look):
    document = stories.minutes()
    return write_docx(document, look, base=stories.base_of(document), meeting="2023-orebro", track=True).data


def back(editor: Editor, **more):
    return read_docx(editor.save(), "prov.docx", **more)


def changed(returned) -> dict[str, str | None]:
    return {origin: field.final for origin, field in returned.fields.items() if field.changed}


def xml(words: str) -> etree._Element:
    return etree.fromstring(re.sub(r"^<([\w:]+)", rf"<\1 {NAMES}", words, count=1))


def texts(editor: Editor) -> list[etree._Element]:
    return [run for run in editor.root.iter(w("r")) if run.find(w("t")) is not None and run.getparent().tag == w("p")]


# ── what is around words ─────────────────────────────────────────────────────────────────────────────────────────────


def alternatives(element: etree._Element) -> None:
    """An element as the choice of newer editors, with the same for older ones."""
    holder = etree.Element(f"{{{MC}}}AlternateContent")
    element.addprevious(holder)
    etree.SubElement(holder, f"{{{MC}}}Choice", Requires="w16").append(element)
    etree.SubElement(holder, f"{{{MC}}}Fallback").append(copy.deepcopy(element))


def control(element: etree._Element) -> None:
    """An element in a content control; Google Docs has one around every suggestion."""
    holder = etree.Element(w("sdt"))
    etree.SubElement(etree.SubElement(holder, w("sdtPr")), w("tag"), {w("val"): "goog_rdk_0"})
    element.addprevious(holder)
    etree.SubElement(holder, w("sdtContent")).append(element)


def smart_tag(element: etree._Element) -> None:
    holder = etree.Element(w("smartTag"), {w("uri"): "urn:x", w("element"): "place"})
    etree.SubElement(holder, w("smartTagPr"))
    element.addprevious(holder)
    holder.append(element)


@pytest.mark.parametrize(
    ("wrap", "what"),
    [(wrap, what) for wrap in (alternatives, control, smart_tag) for what in ("r", "p", "tr", "tc")] + [(alternatives, "t")],
)
def test_what_is_put_around_words_changes_nothing(written, wrap, what):
    editor = Editor(written)
    for element in list(editor.root.iter(w(what))):
        if what != "p" or element.getparent().tag == w("body"):
            wrap(element)
    returned = back(editor)
    assert not changed(returned)
    assert returned.additions == returned.refusals == returned.moves == returned.notes == ()


def test_bookmarks_between_paragraphs_are_the_marks_all_the_same(written):
    editor = Editor(written)
    for mark in list(editor.root.iter(w("bookmarkStart"))):
        mark.getparent().addprevious(mark)
    for mark in list(editor.root.iter(w("bookmarkEnd"))):
        mark.getparent().addnext(mark)
    editor.replace(BACKGROUND, "Helt andra ord.")
    returned = back(editor)
    assert changed(returned) == {"items.plan.background": "Helt andra ord."}
    assert returned.notes == ()


def test_a_simple_field_that_was_counted_anew_is_no_edit(written):
    editor = Editor(written)
    run = next(run for run in texts(editor) if run.find(w("t")).text == "Bilaga 1")
    # the whole complex field: begin, code, separate, result, end
    begin = next(one for one in run.itersiblings(preceding=True) if one.find(w("fldChar")) is not None)
    while begin.find(w("fldChar")).get(w("fldCharType")) != "begin":
        begin = next(one for one in begin.itersiblings(preceding=True) if one.find(w("fldChar")) is not None)
    simple = etree.Element(w("fldSimple"), {w("instr"): " REF m_x \\h "})
    begin.addprevious(simple)
    while (one := simple.getnext()) is not run:
        one.getparent().remove(one)
    simple.append(run)
    simple.getparent().remove(simple.getnext())
    run.find(w("t")).text = "Fel! Hittar inte referenskälla."
    returned = back(editor)
    assert not changed(returned)
    assert returned.refusals == ()


@pytest.mark.parametrize(
    "words",
    [
        "Bilaga 1 som bordlades",
        "Bilagan 1",
        "Bilaga 1, 2",
        "Obs! Bilaga 1",
        "Bilaga: utgår",
        "Ny: Bilaga 1 (reviderad)",
        "Bilaga 1 Obs: ska strykas helt",
        "Fel! Ska vara bilaga 2",
    ],
)
def test_words_typed_into_what_a_reference_shows_are_told(written, words):
    editor = Editor(written)
    run = next(run for run in texts(editor) if run.find(w("t")).text == "Bilaga 1")
    run.find(w("t")).text = words
    returned = back(editor)
    assert not changed(returned)
    assert [one.kind for one in returned.refusals] == ["edited"]
    assert words in returned.refusals[0].now


@pytest.mark.parametrize("words", ["Bilaga 7", "Fel! Hittar inte referenskälla.", "Error: Reference source not found"])
def test_what_an_editor_counts_in_a_reference_is_no_edit(written, words):
    editor = Editor(written)
    run = next(run for run in texts(editor) if run.find(w("t")).text == "Bilaga 1")
    run.find(w("t")).text = words
    returned = back(editor)
    assert not changed(returned)
    assert returned.refusals == ()


# ── what is put in among words ───────────────────────────────────────────────────────────────────────────────────────


def put_in(editor: Editor, words: str, before: str = "bygger vidare") -> None:
    paragraph, at = editor.find(before)
    _, run = editor._cut(paragraph, at)
    run.addprevious(xml(words))


def with_words(words: str) -> dict[str, str]:
    return {"items.plan.background": BACKGROUND.replace("bygger", f"{words}bygger")}


def test_an_endnote_is_a_note(written):
    editor = Editor(written)
    put_in(editor, '<w:r><w:endnoteReference w:id="2"/></w:r>')
    editor.content["word/endnotes.xml"] = (
        f'<w:endnotes {NAMES}><w:endnote w:id="2"><w:p><w:r><w:t>En slutnot.</w:t></w:r></w:p></w:endnote></w:endnotes>'.encode()
    )
    assert changed(back(editor)) == with_words("^[En slutnot.]")


def test_the_arrow_that_word_makes_of_signs_is_an_arrow(written):
    editor = Editor(written)
    put_in(editor, '<w:r><w:sym w:font="Wingdings" w:char="F0E0"/><w:t xml:space="preserve"> </w:t></w:r>')
    assert changed(back(editor)) == with_words("→ ")


@pytest.mark.parametrize(
    ("words", "gained", "kind", "told"),
    [
        ('<m:oMath><m:r><m:t xml:space="preserve">x+y=2 </m:t></m:r></m:oMath>', "x+y=2 ", "formula", "x+y=2 "),
        ('<w:r><w:rPr><w:vanish/></w:rPr><w:t xml:space="preserve">gömd </w:t></w:r>', "gömd ", "hidden", "gömd "),
        ('<w:r><w:rPr><w:caps/></w:rPr><w:t xml:space="preserve">stor </w:t></w:r>', "stor ", "in capitals", "stor "),
        ('<w:r><w:br w:type="page"/></w:r>', "", "page break", "\ufffa"),
        ("<w:r><w:drawing/></w:r>", "", "picture", "\ufffc"),
    ],
)
def test_words_come_back_and_what_the_record_cannot_hold_is_told(written, words, gained, kind, told):
    editor = Editor(written)
    put_in(editor, words)
    returned = back(editor)
    assert changed(returned) == (with_words(gained) if gained else {})
    assert [(one.kind, one.source, one.was, one.now) for one in returned.refusals] == [("formatting", "items.plan.background", kind, told)]


@pytest.mark.parametrize("before", ["Medlemsavgift 2024", "Ordföranden öppnar", BACKGROUND])
def test_a_page_break_at_a_paragraphs_start_changes_no_words(written, before):
    editor = Editor(written)
    put_in(editor, '<w:r><w:br w:type="page"/></w:r>', before)
    returned = back(editor)
    assert not changed(returned)
    assert [(one.kind, one.was) for one in returned.refusals] == [("formatting", "page break")]


@pytest.mark.parametrize("what", ['<w:r><w:br w:type="page"/></w:r>', "<w:r><w:drawing/></w:r>"])
def test_a_picture_or_break_alone_is_told_with_the_text_that_it_stands_in(written, what):
    editor = Editor(written)
    paragraph, _ = editor.find(BACKGROUND)
    paragraph.addnext(xml(f"<w:p>{what}</w:p>"))
    returned = back(editor)
    assert not changed(returned)
    assert [(one.kind, one.source) for one in returned.refusals] == [("formatting", "items.plan.background")]


# ── other editors ────────────────────────────────────────────────────────────────────────────────────────────────────


def flattened(editor: Editor) -> None:
    """As Google Docs exports: styles made into direct dress, links underlined by hand, controls around runs, no marks, no record."""
    styles = etree.fromstring(editor.content["word/styles.xml"]).iter(w("style"))
    lists = {style.get(w("styleId")): style.find(f"{w('pPr')}/{w('numPr')}") for style in styles}
    for paragraph in editor.paragraphs():
        styled = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
        heading = styled is not None and styled.get(w("val"), "").startswith(("Heading", "Title"))
        if styled is not None and not heading:
            if (numbered := lists.get(styled.get(w("val"), ""))) is not None and styled.getparent().find(w("numPr")) is None:
                styled.addnext(copy.deepcopy(numbered))
            styled.getparent().remove(styled)
        for run in paragraph.iter(w("r")):
            properties = run.find(w("rPr"))
            if properties is None:
                properties = etree.Element(w("rPr"))
                run.insert(0, properties)
            style = properties.find(w("rStyle"))
            name = style.get(w("val"), "") if style is not None else ""
            if style is not None:
                properties.remove(style)
            etree.SubElement(properties, w("b"), {w("val"): "1" if "Strong" in name else "0"})
            if "Hyperlink" in name:
                etree.SubElement(properties, w("u"), {w("val"): "single"})
            etree.SubElement(properties, w("vertAlign"), {w("val"): "baseline"})
            etree.SubElement(properties, w("smallCaps"), {w("val"): "0"})
    for run in texts(editor):
        control(run)
    editor.strip_marks()
    editor.strip_record()


def test_a_file_that_google_docs_flattened_is_read_by_its_words(written):
    document = stories.minutes()
    editor = Editor(written, tracked=False)
    editor.replace("bygger vidare på", "bygger på")
    flattened(editor)
    returned = back(editor, fallback=document, base=stories.base_of(document))
    assert changed(returned) == {"items.plan.background": BACKGROUND.replace("bygger vidare på", "bygger på")}
    assert returned.refusals == returned.additions == returned.moves == ()


def test_the_last_words_of_a_document_are_its_own_without_its_record_too(look):
    """Where a table would end it, Word needs a paragraph there: not one that somebody wrote."""
    document = stories.minutes()
    document = document.__class__(document.kind, document.metadata, document.furniture, document.blocks[:-1])
    editor = Editor(write_docx(document, look, base=stories.base_of(document), meeting="2023-orebro").data)
    editor.strip_record()
    returned = back(editor, fallback=document, base=stories.base_of(document))
    assert returned.additions == returned.refusals == ()


# ── dress by hand ────────────────────────────────────────────────────────────────────────────────────────────────────


def dressed(editor: Editor, words: str, dress: str) -> None:
    paragraph, at = editor.find(words)
    editor._cut(paragraph, at)
    editor._cut(paragraph, at + len(words))
    run = next(run for run in editor.runs(paragraph) if run.find(w("t")).text == words)
    properties = run.find(w("rPr"))
    if properties is None:
        properties = etree.Element(w("rPr"))
        run.insert(0, properties)
    properties.append(xml(dress))


@pytest.mark.parametrize(
    ("dress", "kind"),
    [
        ('<w:color w:val="FF0000"/>', "coloured"),
        ('<w:sz w:val="36"/>', "resized"),
        ('<w:shd w:val="clear" w:color="auto" w:fill="FFFF00"/>', "shaded"),
    ],
)
def test_colour_and_size_by_hand_are_told_and_change_no_words(written, dress, kind):
    editor = Editor(written)
    dressed(editor, "bygger vidare", dress)
    returned = back(editor)
    assert not changed(returned)
    assert [(one.source, one.was, one.now) for one in returned.refusals] == [("items.plan.background", kind, "bygger vidare")]


@pytest.mark.parametrize("dress", ['<w:color w:val="auto"/>', '<w:color w:val="000000"/>', '<w:shd w:val="clear" w:fill="auto"/>'])
def test_a_colour_that_nobody_sees_is_none(written, dress):
    editor = Editor(written)
    dressed(editor, "bygger vidare", dress)
    assert back(editor).refusals == ()


def test_an_editor_that_writes_size_and_colour_at_every_word_dressed_nothing_by_hand(written):
    editor = Editor(written)
    for run in texts(editor):
        properties = run.find(w("rPr"))
        if properties is None:
            properties = etree.Element(w("rPr"))
            run.insert(0, properties)
        properties.extend([xml('<w:color w:val="434343"/>'), xml('<w:sz w:val="21"/>')])
    assert back(editor).refusals == ()


def test_a_paragraph_that_was_made_the_heading_of_a_section_is_told(written):
    editor = Editor(written)
    editor.find(BACKGROUND)[0].find(f"{w('pPr')}/{w('pStyle')}").set(w("val"), "Heading1")
    returned = back(editor)
    assert not changed(returned)
    assert [(one.source, one.was, one.now) for one in returned.refusals] == [("items.plan.background", "section", BACKGROUND)]


# ── cells ────────────────────────────────────────────────────────────────────────────────────────────────────────────

HAND = 'w:id="9" w:author="Ledamot 3" w:date="2023-06-01T10:00:00Z"'


def cell_of(editor: Editor, words: str) -> etree._Element:
    return next(editor.find(words)[0].iterancestors(w("tc")))


def track_cell(cell: etree._Element, mark: str) -> None:
    properties = cell.find(w("tcPr"))
    if properties is None:
        properties = etree.Element(w("tcPr"))
        cell.insert(0, properties)
    properties.append(xml(mark))


def test_a_cell_that_somebody_put_in_is_new_and_another_that_went_is_gone(written):
    editor = Editor(written)
    cell = cell_of(editor, "Region Örebro län, Örebro")
    fresh = copy.deepcopy(cell)
    cell.addnext(fresh)
    for mark in [*fresh.iter(w("bookmarkStart")), *fresh.iter(w("bookmarkEnd"))]:
        mark.getparent().remove(mark)
    track_cell(cell, f"<w:cellDel {HAND}/>")
    track_cell(fresh, f"<w:cellIns {HAND}/>")
    for run in editor.runs(fresh.find(w("p"))):
        run.getparent().remove(run)
    fresh.find(w("p")).append(xml("<w:r><w:t>Conventum</w:t></w:r>"))
    returned = back(editor)
    place = returned.fields["place"]
    assert place.original == place.base
    assert [hand.author for hand in place.hands] == ["Ledamot 3"]
    said = [place.final, *(one.text for one in returned.additions), *(one.now for one in returned.refusals)]
    assert any("Conventum" in words for words in said if words)


def test_words_in_cells_that_were_merged_stay_and_the_merging_is_told(written):
    editor = Editor(written)
    track_cell(cell_of(editor, "Region Örebro län, Örebro"), f'<w:cellMerge {HAND} w:vMerge="rest"/>')
    returned = back(editor)
    assert not changed(returned)
    assert {(one.was, one.hands[0].author) for one in returned.refusals} == {("merged", "Ledamot 3")}


# ── another document by reference ────────────────────────────────────────────────────────────────────────────────────


def draw_in(editor: Editor, data: bytes, name: str, *, mode: str = "") -> None:
    relations = etree.fromstring(editor.content["word/_rels/document.xml.rels"])
    link = etree.SubElement(relations, f"{relations.tag.removesuffix('Relationships')}Relationship")
    link.attrib.update({"Id": "rIdChunk", "Type": f"{R}/aFChunk", "Target": name, **({"TargetMode": mode} if mode else {})})
    editor.content["word/_rels/document.xml.rels"] = etree.tostring(relations)
    if not mode:
        editor.content[f"word/{name}"] = data
    editor.find(BACKGROUND)[0].addnext(xml('<w:altChunk r:id="rIdChunk"/>'))


PAGE = "<html><head><title>t</title></head><body><p>Ett <b>nytt</b> stycke.</p><!-- x --><table><tr><td>Och en cell.</td></tr></table></body></html>"
MHT = f"MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{PAGE}"
LINES = "Ett nytt stycke.\n\nOch en cell.\n"


@pytest.mark.parametrize(
    "data",
    [PAGE.encode(), PAGE.encode("utf-16"), MHT.encode(), LINES.encode(), LINES.encode("utf-16")],
    ids=["html", "html in utf-16", "mht", "txt", "txt in utf-16"],
)
def test_the_words_of_a_document_drawn_in_are_read_and_it_is_told(written, data):
    editor = Editor(written)
    draw_in(editor, data, "chunk1.bin")
    returned = back(editor)
    assert changed(returned) == {"items.plan.background": f"{BACKGROUND}\n\nEtt nytt stycke.\n\nOch en cell."}
    assert [(one.kind, one.was, one.source) for one in returned.refusals] == [("formatting", "document", "items.plan.background")]


def test_a_word_file_drawn_in_is_read_as_it_stands_finally(written):
    inner = Editor(written)
    inner.replace("bygger vidare på", "bygger på")
    editor = Editor(written)
    draw_in(editor, inner.save(), "afchunk.docx")
    found = back(editor)
    words = " ".join([*(value or "" for value in changed(found).values()), *(one.text for one in found.additions)])
    assert "bygger på fokusområdet" in words
    assert "Medlemsavgift 2024" in words


@pytest.mark.parametrize(
    ("data", "mode"),
    [
        (b"{\\rtf1 Ord.}", ""),
        (b"PK\x03\x04 broken", ""),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0\0\0 Ord i en \xe4ldre fil.", ""),
        (b'<?xml version="1.0"?><pkg:package xmlns:pkg="p"><pkg:part>Ord.</pkg:part></pkg:package>', ""),
        (b"", "External"),
    ],
)
def test_a_document_drawn_in_that_cannot_be_read_is_told(written, data, mode):
    editor = Editor(written)
    draw_in(editor, data, "chunk1.rtf", mode=mode)
    returned = back(editor)
    assert not changed(returned)
    assert [(one.kind, one.was, one.source) for one in returned.refusals] == [("formatting", "document", "items.plan.background")]
