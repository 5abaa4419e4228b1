"""Two versions of a record as tracked changes: accepting all gives the new document, rejecting all the old, by three readers."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from docx_revisions import RevisionDocument
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from pipeline.story import Cell, Document, Paragraph, Row, Section, Strong, plain
from pipeline.word.archive import Archive
from pipeline.word.document import write_docx
from pipeline.word.names import W
from pipeline.word.parsing import parse
from pipeline.word.reading import read_docx
from pipeline.word.revisions import view_of
from tests.word import stories
from tests.word.office import edit
from tests.word.schemas import faults, parts, schema
from tests.word.stories import f, section, t


def at(document: Document, number: int) -> int:
    return next(place for place, block in enumerate(document.blocks) if isinstance(block, Section) and block.number == number)


def newer(document: Document) -> Document:
    """The same minutes adjusted: status, words, a paragraph, a clause, rows and a § changed."""
    blocks = list(document.blocks)
    blocks[0] = replace(blocks[0], status="Justerat den 5 juni 2023", particulars=blocks[0].particulars[:-1])
    plan = at(document, 18)
    inside = list(blocks[plan].blocks)
    text = "items.plan.background"
    inside[2] = Paragraph(t(f(text, "Kansliet har nu tagit fram ett bra förslag som bygger på fokusområdet.")), text)
    inside.insert(3, Paragraph(t(f(text, "Ett nytt stycke med ", Strong(t("fet")), " stil.")), text))
    blocks[plan] = replace(blocks[plan], blocks=tuple(inside))
    people = next(place for place, block in enumerate(blocks) if isinstance(block, Section) and plain(block.heading) == "Närvarande")
    table = blocks[people].blocks[0]
    rows = [
        *table.rows[:3],
        *table.rows[4:],
        Row(tuple(Cell(t(words)) for words in ("Ersättare 9", "Nya kommun", "ledamot", "hela mötet"))),
    ]
    blocks[people] = replace(blocks[people], blocks=(replace(table, rows=tuple(rows)),))
    blocks[at(document, 16)] = section(16, "Ett helt annat ärende", Paragraph(t("Med egen text.")))
    head = document.furniture.running_head.replace("Ojusterat protokoll", "Justerat")
    return replace(document, blocks=tuple(blocks), furniture=replace(document.furniture, running_head=head))


def texts(data: bytes, view: str) -> list[tuple[str, str]]:
    """Style and words of every paragraph in a view, by this project's own reader."""
    return [(one.style, one.text) for one in view_of(parse(Archive(data, "x")).paragraphs, view)]


def oracle(data: bytes, name: str) -> list[str]:
    """The words of every paragraph that says any, by another reader, which joins no paragraphs."""
    document = RevisionDocument(io.BytesIO(data))
    return [words for paragraph in document.all_paragraphs if (words := getattr(paragraph, name)).strip()]


@pytest.fixture(scope="module")
def versions(look):
    look = replace(look, embed_fonts=False)
    old = stories.minutes()
    new = newer(old)
    both = write_docx(new, look, base=stories.base_of(new), meeting="m", since=old)
    return write_docx(old, look).data, write_docx(new, look).data, both.data


def test_accepting_all_gives_the_new_and_rejecting_all_the_old(versions):
    old, new, both = versions
    assert texts(both, "final") == texts(new, "final")
    assert [words for _, words in texts(both, "original")] == [words for _, words in texts(old, "final")]


def test_another_reader_agrees(versions):
    old, new, both = versions
    assert oracle(both, "accepted_text") == oracle(new, "accepted_text")
    assert oracle(both, "original_text") == oracle(old, "original_text")


@pytest.mark.heavy
def test_libreoffice_agrees(versions, tmp_path):
    old, new, both = versions
    acts = {"accepted": [("ACCEPT",)], "rejected": [("REJECT",)], "old": [], "new": []}
    saved = edit({"accepted": both, "rejected": both, "old": old, "new": new}, acts, tmp_path)
    words = {name: [text for _, text in texts(data, "final") if text.strip()] for name, data in saved.items()}
    assert words["accepted"] == words["new"]
    assert words["rejected"] == words["old"]


def test_headers_are_tracked_too(versions):
    header = etree.fromstring(parts(versions[2])["word/header2.xml"])
    gone = "".join(part.text for part in header.iter(f"{{{W}}}delText"))
    come = "".join(part.text for change in header.iter(f"{{{W}}}ins") for part in change.iter(f"{{{W}}}t"))
    assert (gone, come) == ("Ojusterat protokoll", "Justerat")


def test_only_what_differs_is_marked(versions, look):
    same = stories.minutes()
    untouched = write_docx(same, look, since=same).data
    assert not [tag for tag in (b"<w:ins ", b"<w:del ", b"pPrChange") if any(tag in part for part in parts(untouched).values())]
    marked = parts(versions[2])["word/document.xml"]
    assert marked.count(b"<w:ins ") + marked.count(b"<w:del ") < 60


def test_hand_and_date_are_the_records(versions):
    root = etree.fromstring(parts(versions[2])["word/document.xml"])
    hands = {(change.get(f"{{{W}}}author"), change.get(f"{{{W}}}date")) for change in root.iter(f"{{{W}}}ins", f"{{{W}}}del")}
    assert hands == {("Intresseföreningen Bergslaget", f"2023-05-26T0{hour}:00:00Z") for hour in (0, 1)}


def test_it_is_valid_and_repeats(versions, shared, look):
    assert faults(versions[2], schema(shared / "ooxml-xsd")) == []
    old = stories.minutes()
    new = newer(old)
    assert write_docx(new, replace(look, embed_fonts=False), base=stories.base_of(new), meeting="m", since=old).data == versions[2]


def test_never_a_deletion_inside_an_insertion(versions):
    root = etree.fromstring(parts(versions[2])["word/document.xml"])
    assert not root.xpath("//w:ins//w:del[w:r]", namespaces={"w": W})


def test_it_can_still_be_sent_back(versions):
    returned = read_docx(versions[2], "x.docx")
    assert not [origin for origin, field in returned.fields.items() if field.changed]
    assert returned.fields["items.plan.background"].original == "Kansliet har tagit fram ett förslag som bygger vidare på fokusområdet."
    assert returned.additions == returned.refusals == ()


SENTENCES = st.lists(st.sampled_from(["Ett.", "Två ord.", "Tre små ord.", "Ett annat.", "Nytt här."]), max_size=5)


@given(SENTENCES, SENTENCES)
@settings(max_examples=60)
def test_any_two_versions(before, after):
    from tests import conftest
    from tests.conftest import ROOT

    look = replace(conftest.look.__wrapped__(ROOT / "source" / "brand" / "fonts"), embed_fonts=False)
    versions = []
    for sentences in (before, after):
        inside = tuple(Paragraph(t(words)) for words in sentences)
        versions.append(replace(stories.minutes(), blocks=(section(1, "Ärende", *inside), section(2, "Slut", Paragraph(t("Slut."))))))
    both = write_docx(versions[1], look, since=versions[0]).data
    for view, version in (("final", versions[1]), ("original", versions[0])):
        assert [words for _, words in texts(both, view)] == [words for _, words in texts(write_docx(version, look).data, "final")]


def test_a_table_whose_columns_became_wider_is_the_same_table(look):
    new = stories.minutes()
    people = next(place for place, block in enumerate(new.blocks) if isinstance(block, Section) and plain(block.heading) == "Närvarande")
    table = new.blocks[people].blocks[0]
    row = table.rows[1]
    longer = replace(
        table, rows=(table.rows[0], replace(row, cells=(*row.cells[:-1], Cell(t("hela sammanträdet, på distans")))), *table.rows[2:])
    )
    blocks = (*new.blocks[:people], replace(new.blocks[people], blocks=(longer, *new.blocks[people].blocks[1:])), *new.blocks[people + 1 :])
    data = write_docx(replace(new, blocks=blocks), look, since=new).data
    root = etree.fromstring(parts(data)["word/document.xml"])
    assert not [mark for row in root.iter(f"{{{W}}}trPr") for mark in row.iter(f"{{{W}}}ins", f"{{{W}}}del")]
    gone = ["".join(one.itertext()) for one in root.iter(f"{{{W}}}del")]
    assert len("".join(gone)) < len("hela mötet§§ 12–18")


def test_another_item_under_the_same_number_is_another_section(look):
    old = stories.minutes()
    place = at(old, 20)
    fresh = replace(section(20, "Övriga frågor", Paragraph(t("Inga."))), origin="items.other")
    new = replace(old, blocks=(*old.blocks[:place], fresh, *old.blocks[place + 1 :]))
    root = etree.fromstring(parts(write_docx(new, look, since=old).data)["word/document.xml"])
    told = [
        "".join(one.itertext())
        for one in root.iter(f"{{{W}}}p")
        if one.find(f"{{{W}}}pPr/{{{W}}}pStyle").get(f"{{{W}}}val").startswith("Heading1")
        and one.find(f".//{{{W}}}rPr/{{{W}}}ins") is not None
    ]
    assert told == ["Övriga frågor"]
