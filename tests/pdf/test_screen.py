"""The screen edition: valid by two standards at once, said word for word, the same bytes everywhere."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from pipeline import story
from pipeline.pdf.formal import layout_formal
from pipeline.pdf.newsletter import layout_newsletter
from pipeline.pdf.placed import Page, Pages, PlacedLine, PlacedRect
from pipeline.pdf.screen import write_screen
from pipeline.pdf.tree import StructureError
from pipeline.preflight.aloud import differences, spoken_words, utterances
from pipeline.preflight.structure import artifact_words, check_structure, read_aloud
from pipeline.preflight.tagged import read_tagged
from pipeline.problems import BadInput
from pipeline.story import text
from tests.pdf import handmade, stories
from tests.pdf.reading import failures, opened, pdfium_text, pixels

STORIES = {"newsletter": stories.newsletter(), "minutes": stories.minutes()}


@pytest.fixture(scope="module")
def written(look):
    return {name: write_screen(document, handmade.pages(document, look), look) for name, document in STORIES.items()}


def write(look, *blocks, **changes):
    document = stories.document(*blocks, **changes)
    return write_screen(document, handmade.pages(document, look), look)


def line(look, words, part, slot="", y_pt=100.0, **changes):
    return PlacedLine(handmade.lines(look, text(words), 400)[0], 50, y_pt, part, slot, **changes)


# ── standards ────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", STORIES)
def test_one_file_is_pdf_ua_1_and_pdf_a_2a(written, name):
    assert failures(written[name], "ua1", "2a") == []


@pytest.mark.parametrize("name", STORIES)
def test_another_reader_finds_the_structure_whole(written, name):
    assert check_structure(written[name]) == []


def test_real_layouts_are_valid_and_say_every_word(look):
    for layout, document in ((layout_newsletter, STORIES["newsletter"]), (layout_formal, STORIES["minutes"])):
        data = write_screen(document, layout(document, look).pages, look)
        assert failures(data, "ua1", "2a") == []
        assert check_structure(data) == []
        assert differences(data, document) == []


def test_the_attached_record_makes_it_pdf_a_3a_and_comes_out_byte_for_byte(look):
    document = STORIES["minutes"]
    record = '{"möte": "2/2023"}\n'.encode()
    data = write_screen(document, handmade.pages(document, look), look, attachment=record, attachment_name="protokoll 2.json")
    assert failures(data, "ua1", "3a") == []
    with opened(data) as pdf:
        assert pdf.attachments["protokoll 2.json"].get_file().read_bytes() == record
        assert str(pdf.Root.AF[0].AFRelationship) == "/Source"


def test_untagged_files_are_still_fit_for_the_archive(look):
    document = STORIES["newsletter"]
    assert failures(write_screen(document, handmade.pages(document, look), look, tagged=False), "2b") == []


# ── what is read ─────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", STORIES)
def test_read_aloud_it_says_the_story_word_for_word(written, name):
    assert differences(written[name], STORIES[name]) == []


def test_only_running_heads_and_folios_are_passed_over(written):
    kinds = {(kind, words) for _, kind, words in artifact_words(written["newsletter"])}
    assert kinds == {("Pagination/Header", "Bergslaget · Nr 2 2023"), *(("Pagination/Footer", f"{n} (3)") for n in (1, 2, 3))}


def test_a_paragraph_over_columns_and_pages_is_one_element(written):
    read = read_tagged(written["newsletter"])
    long = [node for node in read.nodes() if node.tag == "P" and len([kid for kid in node.kids if isinstance(kid, tuple)]) > 1]
    pages = [{kid[0] for kid in node.kids if isinstance(kid, tuple)} for node in long]
    assert any(len(found) > 1 for found in pages)


def test_hyphens_spaces_and_ligatures_read_right_in_pdfium(written):
    found = pdfium_text(written["newsletter"])
    words = " ".join(found.replace("\x02", "").split())  # pdfium's sign for a hyphen that it has joined over
    for said in (
        "Malung-Sälen",
        "EU-finansierade",
        "affärerna på fiffiga fjällföretag",
        "Kompetensförsörjningen i",
        "alla 29 medlemmar",
        "Efterfrågan växer",
    ):
        assert said in words
    assert not any(0xFB00 <= ord(character) <= 0xFB06 or 0xE000 <= ord(character) <= 0xF8FF for character in found)


def test_a_figure_band_is_headed_aloud_though_its_title_is_not_shown(written, look):
    found = [(one.tag, one.words) for one in utterances(written["newsletter"])]
    assert ("H2", "Siffror") in found
    assert found.index(("H2", "Siffror")) + 1 == found.index(("LBody", "16+ mkr satsas på hållbar gruvindustri"))


def test_headings_notes_lists_and_languages_have_their_elements(written):
    found = {(one.tag, one.words): one for one in utterances(written["newsletter"])}
    assert ("H1", "Bergslaget") in found
    assert ("H3", "Värden öppnade mötet") in found
    assert found["P", "Under punkten"].depth == 2
    read = read_tagged(written["newsletter"])
    nodes = list(read.nodes())
    assert [str(node.get("/Lang")) for node in nodes if node.tag == "Span" and node.get("/Lang")] == ["en"]
    assert [str(node.get("/ID")) for node in nodes if node.tag == "Note"] == ["note-1"]
    assert {str(node.get("/Alt")) for node in nodes if node.tag == "Figure"} >= {"Skog och en röd sol", "Två staplar: 200 och 100 jobb"}


def test_read_aloud_announces_in_the_documents_language(written):
    said = read_aloud(written["minutes"])
    assert said[0] == "Rubrik nivå 1: Styrelseprotokoll nr 2/2023"
    assert "Rubrik nivå 2: § 12 Verksamhetsplan 2024" in [one.replace("\u00a0", " ") for one in said]
    assert any("återkom 1 ofta" in one for one in read_aloud(written["newsletter"]))


def test_read_aloud_says_what_begins_what_heads_and_what_is_in_another_language(written):
    news, minutes = read_aloud(written["newsletter"]), read_aloud(written["minutes"])
    assert any(one.strip().startswith("Lista, antal punkter ") for one in news)
    assert any("[en: " in one for one in [*news, *minutes])
    table = next(at for at, one in enumerate(minutes) if one.startswith("Tabell, antal rader "))
    assert minutes[table + 1].startswith(("Kolumn: ", "Rad: "))
    assert not [one for one in news if one.strip() in {"–", "•"}], "a list's mark is said with its item"


def test_the_same_object_may_stand_twice_in_a_story(look):
    cell = story.Cell(text("X"))
    table = story.Table(
        "votes",
        "Röster",
        "Hur var och en röstade",
        (story.Column("Namn"), story.Column("Ja")),
        tuple(story.Row((story.Cell(text(name)), cell)) for name in "ABC"),
    )
    document = stories.document(table)
    made = handmade.Column(look)
    for column in table.columns:
        made.text(text(column.head), column, "")
    for row in table.rows:
        for one in row.cells:
            made.text(one.children, one, "")
    assert spoken_words(write_screen(document, Pages(made.pages), look)).split() == ["Namn", "Ja", "A", "X", "B", "X", "C", "X"]


# ── links ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def annotations(data):
    with opened(data) as pdf:
        return [
            (
                number,
                str(one.get("/Contents")),
                str(one.A.URI) if "/A" in one else one.Dest[2:4].unparse(),
                [float(corner) for corner in one.Rect],
            )
            for number, sheet in enumerate(pdf.pages, 1)
            for one in sheet.get("/Annots", [])
        ]


def test_links_say_where_they_lead_and_lead_there(written):
    found = {words: target for _, words, target, _ in annotations(written["newsletter"])}
    assert found["läs mer på webben"] == "https://bergslaget.example/nyheter?id=1&spr%C3%A5k=sv"
    assert found["post@bergslaget.example"] == "mailto:post@bergslaget.example"
    assert found["Region Örebro län"] == "https://bergslaget.example/1"
    assert "Grön industri" in found


def test_a_link_over_two_lines_is_one_annotation_with_both_lines(look):
    link = story.Link(text("en länk som är så lång att den måste brytas till två eller tre rader i spalten"), "https://x.example/")
    data = write(look, story.Paragraph((story.Text("Se "), link, story.Text("."))))
    with opened(data) as pdf:
        (one,) = pdf.pages[0].Annots
        assert len(one.QuadPoints) // 8 >= 2
        assert str(one.Contents).startswith("en länk som är så lång")
    assert failures(data, "ua1", "2a") == []


def test_the_qr_code_is_a_picture_with_words_and_leads_where_it_says(written):
    boxes = [box for _, words, target, box in annotations(written["newsletter"]) if target == "https://bergslaget.example/nyhetsbrev"]
    assert any(abs(box[2] - box[0] - 58.7) < 0.1 and abs(box[3] - box[1] - 58.7) < 0.1 for box in boxes)


def test_a_reference_without_an_anchor_is_a_bug(look):
    document = stories.document(story.Paragraph((story.Reference(text("bilaga 9"), "nowhere"),)))
    with pytest.raises(StructureError, match="nowhere"):
        write_screen(document, handmade.pages(document, look), look)


# ── nothing silent ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_line_of_a_part_that_the_story_does_not_hold_is_a_bug(look):
    with pytest.raises(StructureError, match="Paragraph"):
        write_screen(stories.document(), Pages([Page(1, [line(look, "Ord", stories.paragraph("Ord"))])]), look)


def test_a_picture_that_no_page_shows_is_a_bug(look):
    figure = story.Figure(story.Image("a.svg", "image/svg+xml", stories.SVG), "En bild", origin="articles.lead.figure")
    with pytest.raises(StructureError, match=r"articles\.lead\.figure"):
        write_screen(stories.document(figure), Pages([Page(1)]), look)


def test_a_slot_that_a_part_does_not_have_is_a_bug(look):
    part = stories.paragraph("Ord")
    with pytest.raises(StructureError, match="kicker"):
        write_screen(stories.document(part), Pages([Page(1, [line(look, "Ord", part, "kicker")])]), look)


@pytest.mark.parametrize("words", ["Ord som", "Ord saknas som", "ord Ord som saknas"])
def test_words_that_no_page_says_as_the_story_does_are_a_bug(look, words):
    part = stories.paragraph("Ord som saknas", origin="items.plan.background")
    with pytest.raises(StructureError, match=r"items\.plan\.background.*Ord som saknas"):
        write_screen(stories.document(part), Pages([Page(1, [line(look, words, part)])]), look)


def test_what_the_plan_leaves_out_may_be_missing(look):
    kept, dropped = stories.paragraph("Kvar"), story.FactBox("Fakta", (stories.paragraph("Borta"),), optional=True)
    document = stories.document(kept, dropped)
    placed = [Page(1, [line(look, "Kvar", kept)])]
    assert "Borta" not in spoken_words(write_screen(document, Pages(placed, left_out=[dropped]), look))
    with pytest.raises(StructureError, match="Fakta"):
        write_screen(document, Pages(placed), look)


def test_the_words_of_one_slot_may_be_left_out(look):
    figures = story.KeyFigures("Siffror", (story.KeyFigure("29", "medlemmar"),))
    document = stories.document(figures)
    placed = [Page(1, [line(look, "29", figures.entries[0], "value")])]
    write_screen(document, Pages(placed, left_out=[(figures.entries[0], "label")]), look)


def test_a_glyph_that_the_face_lacks_stops_with_the_place_in_the_record(look):
    part = stories.paragraph("Snö ☃ och 漢", origin="items.plan.background")
    with pytest.raises(BadInput) as stopped:
        write_screen(stories.document(part), Pages([Page(1, [line(look, "Snö ☃ och 漢", part)])]), look)
    problems = stopped.value.problems
    assert {problem.field for problem in problems} == {"items.plan.background"}
    assert "☃" in str(problems[0].message) + str(problems[-1].message)


# ── the file ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_tags_change_no_pixel(look, written):
    for name, document in STORIES.items():
        untagged = write_screen(document, handmade.pages(document, look), look, tagged=False)
        assert pixels(written[name], 1.5) == pixels(untagged, 1.5)


def test_tags_cost_less_than_forty_kilobytes(look, written):
    document = STORIES["newsletter"]
    assert len(written["newsletter"]) - len(write_screen(document, handmade.pages(document, look), look, tagged=False)) < 40_000


def test_the_file_says_what_it_is(written):
    with opened(written["newsletter"]) as pdf:
        root = pdf.Root
        assert str(root.Lang) == "sv-SE"
        assert root.ViewerPreferences.DisplayDocTitle is True
        assert root.PageLabels.Nums[1].S == pikepdf.Name.D
        assert pdf.docinfo["/Title"] == "Bergslaget nr 2 · juni 2023"
        assert str(pdf.docinfo["/CreationDate"]) == "D:20230608000000Z"
        assert all(sheet.Tabs == pikepdf.Name.S for sheet in pdf.pages)
        with pdf.open_outline() as outline:
            assert [entry.title for entry in outline.root] == ["Bergslaget"]
            assert "Bergslagen kan bli förebild för grön industri" in [entry.title for entry in outline.root[0].children]
        with pdf.open_metadata() as metadata:
            assert metadata["dc:title"] == "Bergslaget nr 2 · juni 2023"
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["pdfaid:part"] == "2"
            assert metadata["pdfaid:conformance"] == "A"


def test_text_is_black_in_one_ink_and_nothing_is_in_cmyk(written, look):
    with opened(written["newsletter"]) as pdf:
        operators = {(str(one.operator), str(one.operands)) for sheet in pdf.pages for one in pikepdf.parse_content_stream(sheet)}
    assert ("g", "pikepdf._core._ObjectList([Decimal('0')])") in operators or any(name == "g" for name, _ in operators)
    assert not any(name in {"k", "K"} for name, _ in operators)


def test_markup_and_control_characters_in_a_title_do_no_harm(look):
    title = 'Ö & <b>"vad"</b> (1\\2)\u0007'
    data = write(look, stories.paragraph("Ord"), title=title, author="A & B", keywords=("x<y", "å"), subject="s&s")
    assert failures(data, "ua1", "2a") == []
    with opened(data) as pdf, pdf.open_metadata() as metadata:
        assert metadata["dc:title"] == 'Ö & <b>"vad"</b> (1\\2)'


def test_what_steers_line_breaks_stays_out_of_titles_bookmarks_and_alternatives(look):
    figure = story.Figure(story.Image("a.svg", "image/svg+xml", stories.SVG), "Kompe\u00adtens 2023\u2060–\u20602024")
    heading = story.Heading(1, text("Kompe\u00adtens\u00a02024"))
    data = write(look, heading, figure, title="Kompe\u00adtens nr\u00a02, 2023\u2060–\u20602024")
    with opened(data) as pdf, pdf.open_outline() as outline, pdf.open_metadata() as metadata:
        assert pdf.docinfo["/Title"] == metadata["dc:title"] == "Kompetens nr 2, 2023–2024"
        assert [entry.title for entry in outline.root] == ["Kompetens 2024"]
    assert ("Figure", "Kompetens 2023–2024") in [(one.tag, one.words) for one in utterances(data)]


SCRIPT = """
import hashlib, sys
sys.path.insert(0, {root!r})
from pipeline.pdf.screen import write_screen
from pipeline.look import Face, Look
from tests.pdf import handmade, stories
from tests.pdf.typesetting import look
from tests.conftest import COLOURS
from pipeline.look import Colour
brand = Look("x", {{role: Colour(screen, ink) for role, (screen, ink) in COLOURS.items()}}, look().faces)
document = stories.newsletter()
print(hashlib.sha256(write_screen(document, handmade.pages(document, brand), brand)).hexdigest())
"""


def test_the_same_bytes_in_any_directory_time_zone_locale_and_hash_seed(root: Path, tmp_path: Path):
    found = set()
    for seed, zone, tongue, folder in (("0", "UTC", "C.UTF-8", root), ("4711", "Pacific/Auckland", "sv_SE.UTF-8", tmp_path)):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": tongue, "PYTHONDONTWRITEBYTECODE": "1"}
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT.format(root=str(root))], cwd=folder, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        found.add(done.stdout)
    assert len(found) == 1


def test_another_word_gives_another_file_id(look):
    first, second = (write(look, stories.paragraph(words)) for words in ("Ord", "Ort"))
    with opened(first) as one, opened(second) as two:
        assert bytes(one.trailer.ID[0]) != bytes(two.trailer.ID[0])
        assert bytes(one.trailer.ID[0]) == bytes(one.trailer.ID[1])


def test_a_long_document_has_many_object_streams_and_stays_valid(look):
    words = [stories.paragraph(f"Stycke {number} av många.") for number in range(700)]
    document = stories.document(story.Cover("Titel", "", ()), *words, kind="minutes")
    data = write_screen(document, handmade.pages(document, look), look)
    assert failures(data, "ua1", "2a") == []
    with opened(data) as pdf:
        assert pdf.check_pdf_syntax() == []


def test_a_bare_page_of_rules_only_is_valid(look):
    pages = Pages([Page(1, [PlacedRect(50, 50, 100, 0.5, "rule", "rule")])])
    assert failures(write_screen(stories.document(), pages, look), "2a") == []


def test_metadata_without_a_day_still_gives_a_date(look):
    assert b"<xmp:CreateDate>2023-01-01T00:00:00Z</xmp:CreateDate>" in write(look, stories.paragraph("Ord"), date="2023")


def test_a_look_with_a_logo_reads_its_words_as_the_title(look):
    from pipeline.look import Logo
    from pipeline.pdf.placed import PlacedPicture

    branded = replace(look, logo=Logo(stories.SVG, "Bergslaget, föreningens märke"))
    masthead = story.Masthead("Bergslaget", ("Nr 2",))
    logo = PlacedPicture(story.Image("logo.svg", "image/svg+xml", stories.SVG), 50, 50, 240, 80, (0, 0, 1, 1), masthead)
    data = write_screen(stories.document(masthead), Pages([Page(1, [logo, line(look, "Nr 2", masthead, "dateline.0", 150)])]), branded)
    assert [(one.tag, one.words) for one in utterances(data)] == [("Figure", "Bergslaget, föreningens märke"), ("P", "Nr 2")]
    assert failures(data, "ua1", "2a") == []


def test_the_collector_runs_again_after_a_document_also_a_failed_one(look):
    import gc

    write(look, stories.paragraph("Ord"))
    assert gc.isenabled()
    with pytest.raises(StructureError):
        write_screen(stories.document(stories.paragraph("Ord")), Pages([Page(1)]), look)
    assert gc.isenabled()
    gc.disable()
    try:
        write(look, stories.paragraph("Ord"))
        assert not gc.isenabled()
    finally:
        gc.enable()
