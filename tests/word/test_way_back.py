"""Edits come back: exactly where they belong, by whom, or named as what the record has no place for."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from zipfile import ZipFile

import pytest
from lxml import etree

from pipeline.merge.fields import merge_fields
from pipeline.problems import BadInput
from pipeline.story import Emphasis, Link, NoteMark, Paragraph, Section, Strong
from pipeline.word.document import write_docx
from pipeline.word.reading import read_docx
from tests.word import stories
from tests.word.editor import Editor, w
from tests.word.stories import f, t


@pytest.fixture(scope="module")
def written(look):
    document = stories.minutes()
    return write_docx(document, look, base=stories.base_of(document), meeting="2023-orebro", track=True).data


def back(data, **more):
    return read_docx(data, "prov.docx", **more)


def changed(returned) -> dict[str, str | None]:
    return {origin: field.final for origin, field in returned.fields.items() if field.changed}


BACKGROUND = "Kansliet har tagit fram ett förslag som bygger vidare på fokusområdet."


def test_an_untouched_file_gives_no_difference(written):
    returned = back(written)
    assert returned.meeting == "2023-orebro"
    assert len(returned.fields) == 27
    assert not [field for field in returned.fields.values() if field.changed or field.untracked or field.hands or field.found != "bookmark"]
    assert returned.comments == returned.additions == returned.refusals == returned.moves == returned.notes == ()


def test_what_word_counts_in_the_headers_is_no_edit(written):
    counted = io.BytesIO()
    with ZipFile(io.BytesIO(written)) as before, ZipFile(counted, "w") as after:
        for name in before.namelist():
            data = before.read(name)
            if name == "word/header2.xml":
                assert data.count(b"STYLEREF") == 2
                data = re.sub(
                    rb'(STYLEREF[^<]*</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>)',
                    rb"\1<w:r><w:t>17</w:t></w:r>",
                    data,
                )
                assert data.count(b"<w:t>17</w:t>") == 2
            after.writestr(name, data)
    assert back(counted.getvalue()).refusals == ()


@pytest.mark.parametrize("tracked", [True, False])
def test_words_typed_at_start_middle_and_end_come_back(written, tracked):
    editor = Editor(written, tracked=tracked)
    paragraph, _ = editor.find(BACKGROUND)
    editor.insert(paragraph, len(BACKGROUND), " Det är bra.", outside=True)
    editor.insert(paragraph, 9, "ansvarar och ")
    editor.insert(paragraph, 0, "Nu: ", outside=True)
    field = back(editor.save()).fields["items.plan.background"]
    assert field.final == "Nu: Kansliet ansvarar och har tagit fram ett förslag som bygger vidare på fokusområdet. Det är bra."
    assert field.original == (BACKGROUND if tracked else field.final)
    assert field.untracked is not tracked
    assert [hand.author for hand in field.hands] == (["Ledamot 3"] if tracked else [])


def test_words_between_generated_ones_are_the_fields(written):
    editor = Editor(written)
    editor.replace("godkänna verksamhetsplanen för 2024", "avslå verksamhetsplanen")
    editor.replace("medlemsavgiften höjs med 2 procent", "avgiften höjs med 3 procent")
    editor.replace("2023-14", "2023-15")
    returned = back(editor.save())
    assert changed(returned) == {
        "items.plan.decide.1": "avslå verksamhetsplanen",
        "items.fees.motions.1.text": "avgiften höjs med 3 procent",
        "items.plan.dnr": "2023-15",
    }
    assert returned.refusals == ()


def test_a_heading_a_cell_and_an_appendix_title_come_back(written):
    editor = Editor(written, tracked=False)
    editor.replace("Medlemsavgift 2024", "Medlemsavgift och budget 2024")
    editor.replace("Region Örebro län, Örebro", "Conventum, Örebro")
    editor.replace("Presentation BRO möter Bergslaget", "Presentation BRO")
    returned = back(editor.save())
    assert changed(returned) == {
        "items.fees.heading": "Medlemsavgift och budget 2024",
        "place": "Conventum, Örebro",
        "documents.bro.title": "Presentation BRO",
    }
    assert returned.refusals == ()


@pytest.mark.parametrize("tracked", [True, False])
def test_paragraphs_of_running_text_split_join_come_and_go(written, tracked):
    editor = Editor(written, tracked=tracked)
    paragraph, at = editor.find(" Budgeten är 6 miljoner")
    editor.delete(paragraph, at, at + 1)
    editor.split(paragraph, at)
    paragraph, _ = editor.find("Swedish Mining Innovation")
    editor.join(paragraph)
    paragraph, _ = editor.find("Studien är framtagen")
    editor.paragraph_after(paragraph, "Ett nytt stycke.")
    paragraph, _ = editor.find(BACKGROUND)
    editor.delete_paragraph(paragraph)
    returned = back(editor.save())
    found = changed(returned)
    assert "länets tolv kommuner.\n\nBudgeten är 6 miljoner" in found["talks.bro.text"]
    assert "vid Örebro universitet.I Bergslagen pågår" in found["talks.mining.text"]
    assert found["talks.espon.text"].endswith("bör involveras.\n\nEtt nytt stycke.")
    assert found["items.plan.background"] is None
    assert set(found) == {"talks.bro.text", "talks.mining.text", "talks.espon.text", "items.plan.background"}
    assert returned.refusals == returned.additions == ()
    if tracked:
        assert not [field for field in returned.fields.values() if field.untracked]


def test_items_of_a_list_come_and_go(written):
    editor = Editor(written)
    paragraph, _ = editor.find("hög och jämlik livskvalitet")
    editor.paragraph_after(paragraph, "en till")
    paragraph, _ = editor.find("stark konkurrenskraft")
    editor.delete_paragraph(paragraph)
    assert (
        "mål:\n\n- hög och jämlik livskvalitet\n- en till\n- god resurseffektivitet.\n\nÅrets"
        in changed(back(editor.save()))["talks.region.text"]
    )


def test_words_that_nobody_touched_keep_the_records_spelling(look):
    text = 'Han sa "ja" - 5 000 kronor i nr 2, *kursivt* och\nradbrutet.\n\n* en punkt\n* en till'
    document = stories.minutes()
    shown = Paragraph(t(f("x.text", "Han sa ”ja” - 5\u202f000 kronor i nr\u00a02, ", Emphasis(t("kursivt")), " och radbrutet.")), "x.text")
    story = replace(document, blocks=(Section(t("Ärende"), (shown, stories.bullets("x.text", "en punkt", "en till")), 1),))
    import json

    data = write_docx(story, look, base=json.dumps({"x.text": text}).encode()).data
    assert not changed(back(data))
    editor = Editor(data)
    editor.replace("radbrutet", "radat")
    assert changed(back(editor.save())) == {"x.text": text.replace("radbrutet", "radat")}


def test_what_typography_put_in_makes_no_difference(written):
    editor = Editor(written, tracked=False)
    for part in editor.root.iter(w("t")):
        part.text = (
            (part.text or "").replace("–", "–").replace(" procent", "\u00a0procent").replace("Nora kommun", "Nora\u00a0kom\u00admun")
        )
    assert not changed(back(editor.save()))


def test_bold_italic_and_links_are_the_markups(look):
    document = stories.minutes()
    field = f(
        "x.text",
        "Löptext med ",
        Strong(t("fet")),
        ", ",
        Emphasis(t("kursiv")),
        " och ",
        Link(t("länk"), "https://bergslaget.example/"),
        NoteMark((Paragraph(t("En not.")),)),
        ".",
    )
    story = replace(document, blocks=(Section(t("Ärende"), (Paragraph((field,), "x.text"),), 1),))
    data = write_docx(story, look, base=stories.base_of(story)).data
    assert back(data).fields["x.text"].base == "Löptext med **fet**, *kursiv* och [länk](https://bergslaget.example/)^[En not.]."
    assert not changed(back(data))
    editor = Editor(data)
    editor.replace("Löptext", "Text")
    paragraph, _ = editor.find("fet")
    for run in editor.runs(paragraph):
        if editor.text(paragraph) and run.find(w("t")).text == "fet":
            run.remove(run.find(w("rPr")))
    assert changed(back(editor.save())) == {"x.text": "Text med fet, *kursiv* och [länk](https://bergslaget.example/)^[En not.]."}


def test_tracked_formatting_is_no_change_in_the_original(written):
    editor = Editor(written)
    paragraph, at = editor.find("förslag som bygger")
    _, run = editor._cut(paragraph, at)
    run, _ = editor._halve(run, len("förslag"))
    properties = etree.SubElement(run, w("rPr"))
    run.insert(0, properties)
    etree.SubElement(properties, w("b"))
    properties.append(editor._revision("rPrChange", etree.Element(w("rPr"))))
    field = back(editor.save()).fields["items.plan.background"]
    assert field.final == BACKGROUND.replace("förslag", "**förslag**")
    assert field.original == BACKGROUND
    assert field.hands


def test_formatting_that_the_record_cannot_hold_is_named(written):
    editor = Editor(written)
    paragraph, at = editor.find("strategiskt")
    _, run = editor._cut(paragraph, at)
    run, _ = editor._halve(run, len("strategiskt"))
    properties = etree.Element(w("rPr"))
    run.insert(0, properties)
    etree.SubElement(properties, w("strike"))
    returned = back(editor.save())
    assert not changed(returned)
    assert [(one.source, one.kind, one.was, one.now) for one in returned.refusals] == [
        ("talks.mining.text", "formatting", "struck through", "strategiskt")
    ]


@pytest.mark.parametrize("tracked", [True, False])
def test_edits_of_generated_words_are_refused_and_named(written, tracked):
    editor = Editor(written, tracked=tracked)
    editor.replace("Ledamot 9 lämnar mötet kl. 10.15", "Ledamot 9 lämnar mötet kl. 10.30")
    editor.replace("Bruksby kommun", "Bruksbo kommun")
    paragraph, _ = editor.find("Mötet ajourneras")
    editor.delete_paragraph(paragraph)
    returned = back(editor.save())
    assert not changed(returned)
    assert {(one.kind, one.source, one.was, one.now) for one in returned.refusals} == {
        ("edited", "attendance.left", "Ledamot 9 lämnar mötet kl. 10.15 efter § 18.", "Ledamot 9 lämnar mötet kl. 10.30 efter § 18."),
        ("edited", "attendance.0", "Bruksby kommun", "Bruksbo kommun"),
        ("deleted", "days", "Mötet ajourneras kl. 17.00 och återupptas den 23 maj 2023 kl. 08.30.", ""),
    }
    assert all(bool(one.hands) is tracked for one in returned.refusals)


def test_a_header_that_was_edited_is_named(written):
    editor = Editor(written)
    header = etree.fromstring(editor.content["word/header2.xml"])
    next(header.iter(w("t"))).text = "Föreningens protokoll"
    editor.content["word/header2.xml"] = etree.tostring(header)
    assert [one.kind for one in back(editor.save()).refusals] == ["furniture"]


@pytest.mark.parametrize("tracked", [True, False])
def test_rows_and_sections_that_come_and_go_are_told(written, tracked):
    editor = Editor(written, tracked=tracked)
    rows = {"".join(row.itertext()): row for row in editor.body.iter(w("tr"))}
    gone = rows["Ledamot 2Hyttskogens kommunledamothela mötet"]
    if tracked:
        gone.find(w("trPr")).append(editor._revision("del"))
        for paragraph in gone.iter(w("p")):
            editor.delete(paragraph, 0, len(editor.text(paragraph)))
    else:
        gone.getparent().remove(gone)
    paragraph, _ = editor.find("Mötet ajourneras")
    text = editor.paragraph_after(paragraph, "Styrelsen samtalar.")
    heading = editor.paragraph_after(paragraph, "Ett nytt ärende")
    heading.find(f"{w('pPr')}/{w('pStyle')}").set(w("val"), "Heading1")
    text.find(f"{w('pPr')}/{w('pStyle')}").set(w("val"), "BodyText")
    returned = back(editor.save())
    assert not changed(returned)
    assert [(one.kind, one.source) for one in returned.refusals] == [("row_deleted", "attendance.1")]
    assert [(one.kind, one.after, one.text) for one in returned.additions] == [
        ("section", "days", "Ett nytt ärende\n\nStyrelsen samtalar.")
    ]


def section_of(editor, title: str) -> list[etree._Element]:
    elements = list(editor.body)
    start = next(at for at, element in enumerate(elements) if element.tag == w("p") and editor.text(element) == title)
    end = start + 1
    while elements[end].tag != w("p") or elements[end].find(f"{w('pPr')}/{w('pStyle')}").get(w("val")) not in (
        "Heading1",
        "Rubrikutanparagraf",
    ):
        end += 1
    return elements[start:end]


def test_a_section_that_was_deleted_is_one_thing(written):
    editor = Editor(written, tracked=False)
    for element in section_of(editor, "Verksamhetsplan 2024"):
        editor.body.remove(element)
    returned = back(editor.save())
    assert {origin for origin, value in changed(returned).items() if value is None} == {
        "items.plan.heading", "items.plan.dnr", "items.plan.background", "items.plan.decide.1", "items.plan.decide.2",
    }  # fmt: skip
    assert [(one.kind, one.source, one.was) for one in returned.refusals] == [
        ("section_deleted", "items.plan", "§\u00a018 Verksamhetsplan 2024")
    ]


def test_a_section_that_was_moved_is_one_move(written):
    editor = Editor(written, tracked=False)
    moved = section_of(editor, "Verksamhetsplan 2024")
    target = section_of(editor, "Nästa möte")[0]
    for element in moved:
        target.addprevious(element)
    returned = back(editor.save())
    assert not changed(returned)
    assert [(one.origin, one.words) for one in returned.moves] == [("items.plan", "§\u00a018 Verksamhetsplan 2024")]
    assert returned.additions == returned.refusals == ()


def test_words_moved_as_word_tracks_it_are_read_once(written):
    editor = Editor(written)
    paragraph, _ = editor.find("BRO samordnar upphandlingen")
    target, _ = editor.find("Business Region Örebro (BRO)")
    copied = etree.fromstring(etree.tostring(paragraph))
    target.addprevious(copied)
    for mark in [*copied.iter(w("bookmarkStart")), *copied.iter(w("bookmarkEnd"))]:
        mark.getparent().remove(mark)
    for place, tag in ((copied, "moveTo"), (paragraph, "moveFrom")):
        editor.mark(place, tag)
        run = next(place.iter(w("r")))
        holder = editor._revision(tag)
        run.addprevious(holder)
        holder.append(run)
    returned = back(editor.save())
    field = returned.fields["talks.bro.text"]
    assert field.final.startswith("BRO samordnar upphandlingen")
    assert field.final.count("BRO samordnar") == 1
    assert field.original == field.base


def test_a_number_that_was_changed_by_hand_is_named(written):
    editor = Editor(written)
    paragraph, _ = editor.find("Medlemsavgift 2024")
    paragraph.find(f"{w('pPr')}/{w('numPr')}/{w('numId')}").set(w("val"), "0")
    returned = back(editor.save())
    assert [(one.kind, one.source, one.was, one.now) for one in returned.refusals] == [
        ("renumbered", "items.fees", "§\u00a019 Medlemsavgift 2024", "Medlemsavgift 2024")
    ]


def test_comments_stand_at_their_field(written):
    editor = Editor(written)
    paragraph, at = editor.find("bygger vidare")
    _, run = editor._cut(paragraph, at)
    run, after = editor._halve(run, len("bygger vidare"))
    run.addprevious(etree.Element(w("commentRangeStart"), {w("id"): "7"}))
    run.addnext(etree.Element(w("commentRangeEnd"), {w("id"): "7"}))
    editor.content["word/comments.xml"] = (
        f'<w:comments xmlns:w="{w("")[1:-1]}"><w:comment w:id="7" w:author="Ledamot 8" w:date="2023-06-02T08:00:00Z">'
        "<w:p><w:r><w:t>Stämmer detta?</w:t></w:r></w:p></w:comment></w:comments>"
    ).encode()
    [comment] = back(editor.save()).comments
    assert (comment.origin, comment.author, comment.date) == ("items.plan.background", "Ledamot 8", "2023-06-02T08:00:00Z")
    assert (comment.text, comment.quoted) == ("Stämmer detta?", "bygger vidare")
    assert after is not None


def test_words_habits_make_no_difference(written):
    editor = Editor(written)
    for number, paragraph in enumerate(editor.paragraphs()):
        size = len(editor.text(paragraph))
        for at in range(number % 3 + 1, size, 7):
            editor.fidget(paragraph, at)
        paragraph.set(w("rsidR"), f"00{number:06X}")
    for number, mark in enumerate(editor.root.iter(w("bookmarkStart"), w("bookmarkEnd"))):
        mark.set(w("id"), str(1000 + number // 2))
    returned = back(editor.save())
    assert not changed(returned)
    assert returned.refusals == ()


def test_without_its_marks_everything_is_found_by_its_words(written):
    editor = Editor(written, tracked=False)
    editor.strip_marks()
    editor.replace("bygger vidare på", "bygger på")
    returned = back(editor.save())
    assert changed(returned) == {"items.plan.background": BACKGROUND.replace("bygger vidare på", "bygger på")}
    assert {field.found for field in returned.fields.values()} == {"alignment"}
    assert ["found again by their words" in str(note) for note in returned.notes] == [True]
    assert returned.refusals == ()


def test_without_its_record_it_is_held_against_todays(written):
    editor = Editor(written)
    editor.strip_record()
    editor.replace("bygger vidare på", "bygger på")
    document = stories.minutes()
    with pytest.raises(BadInput, match="found no record in it"):
        back(editor.save())
    returned = back(editor.save(), fallback=document, base=stories.base_of(document))
    assert changed(returned) == {"items.plan.background": BACKGROUND.replace("bygger vidare på", "bygger på")}
    assert "the record that travelled in the document is gone" in str(returned.notes[0])
    assert returned.meeting == "2023-orebro"


def test_the_copies_of_two_adjusters_merge_one_after_the_other(written):
    editors = Editor(written, author="Ledamot 3"), Editor(written, author="Ledamot 8")
    editors[0].replace("Kansliet har tagit", "Kansliet har nu tagit")
    editors[1].replace("på fokusområdet", "på årets fokusområde")
    editors[1].replace("2023-14", "2023-15")
    record = {origin: field.base for origin, field in back(written).fields.items()}
    ours = dict(record)
    for editor in editors:
        returned = back(editor.save())
        base = {origin: field.base for origin, field in returned.fields.items()}
        for merged in merge_fields(base, {origin: field.final for origin, field in returned.fields.items()}, ours):
            assert merged.outcome != "conflict"
            ours[merged.origin] = merged.value
    assert ours["items.plan.background"] == "Kansliet har nu tagit fram ett förslag som bygger vidare på årets fokusområde."
    assert ours["items.plan.dnr"] == "2023-15"
    assert {origin for origin in record if record[origin] != ours[origin]} == {"items.plan.background", "items.plan.dnr"}


def test_a_file_sent_back_twice_changes_nothing_the_second_time(written):
    editor = Editor(written)
    editor.replace("Kansliet har tagit", "Kansliet har nu tagit")
    returned = back(editor.save())
    theirs = {origin: field.final for origin, field in returned.fields.items()}
    base = {origin: field.base for origin, field in returned.fields.items()}
    once = {merged.origin: merged.value for merged in merge_fields(base, theirs, base)}
    assert {merged.outcome for merged in merge_fields(base, theirs, once)} == {"same"}


def test_nothing_but_the_shown_words_travels(written):
    record = etree.fromstring(Editor(written).content["customXml/item1.xml"])
    said = re.sub(r"\s+", " ", " ".join(record.itertext()))
    assert "sekreterare" in said
    assert "internal" not in said


def test_a_cell_that_became_two_paragraphs_is_one_field_again(written):
    editor = Editor(written)
    paragraph, at = editor.find("Region Örebro län, Örebro")
    editor.split(paragraph, at + len("Region Örebro län,"))
    assert not changed(back(editor.save()))


def test_a_joined_paragraph_gives_each_its_own(written):
    editor = Editor(written, tracked=False)
    paragraph, _ = editor.find(BACKGROUND)
    editor.join(paragraph)
    returned = back(editor.save())
    assert not changed(returned)
    assert [one.kind for one in returned.refusals] == ["joined"]


def test_the_main_part_may_have_another_name(written):
    editor = Editor(written)
    editor.replace("bygger vidare på", "bygger på")
    data = editor.save()
    for old, new in ((b"word/document.xml", b"word/document2.xml"), (b"_rels/document.xml.rels", b"_rels/document2.xml.rels")):
        editor.content = {name.encode().replace(old, new).decode(): part.replace(old, new) for name, part in editor.content.items()}
    stream = io.BytesIO()
    with ZipFile(stream, "w") as archive:
        for name, part in editor.content.items():
            archive.writestr(name, part)
    assert changed(back(stream.getvalue())) == changed(back(data)) != {}


def test_a_reference_that_an_editor_counted_anew_is_no_edit(written):
    editor = Editor(written)
    paragraph, _ = editor.find("Föredragande: Joakim Carlsson")
    run = next(run for run in editor.runs(paragraph) if run.find(w("t")).text == "Bilaga 1")
    run.find(w("t")).text = "Error: Reference source not found"
    returned = back(editor.save())
    assert returned.refusals == ()
    assert not changed(returned)


def test_the_text_of_an_inserted_box_is_told(written):
    editor = Editor(written)
    paragraph, _ = editor.find(BACKGROUND)
    box = etree.fromstring(
        f'<w:r xmlns:w="{w("")[1:-1]}"><w:pict><w:txbxContent><w:p><w:r><w:t>Text i en ruta</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>'
    )
    paragraph.append(box)
    returned = back(editor.save())
    told = [one.text for one in returned.additions] + [field.final or "" for field in returned.fields.values()]
    assert any("Text i en ruta" in words for words in told)


@pytest.mark.parametrize("down", [True, False])
def test_a_short_line_moves_with_its_neighbour_though_its_mark_is_gone(written, down):
    """As Word tracks a move: the words stand elsewhere without their bookmarks."""
    editor = Editor(written, tracked=False)
    number, _ = editor.find("Dnr 2023-14")
    block = [number.getprevious(), number, number.getnext(), number.getnext().getnext()]
    for element in block:
        for mark in [*element.iter(w("bookmarkStart")), *element.iter(w("bookmarkEnd"))]:
            mark.getparent().remove(mark)
        editor.body.remove(element)
    place = editor.find("Nästa möte" if down else "Mötets öppnande")[0]
    for element in block:
        place.addprevious(element)
    returned = back(editor.save())
    assert returned.fields["items.plan.dnr"].found == "alignment"
    assert changed(returned) == {}
    assert returned.additions == ()
