"""Word files that come back, through the whole house: made from a record, edited, pulled into it."""

import os
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from pipeline.compose import public_record
from pipeline.jobs.documents import make_agenda, make_minutes
from pipeline.jobs.telling import marked_difference
from pipeline.jobs.wayback import pull
from pipeline.problems import BadInput, ExitCode
from tests.word.editor import Editor, w
from tests.word.office import edit

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def house(tmp_path):
    source = tmp_path / "source"
    shutil.copytree(ROOT / "source", source)
    make_minutes(source=str(source), meeting=None, output=str(tmp_path / "out"), form="docx")
    return source, tmp_path / "out/2023-orebro/minutes.docx"


def edited(file, old, new):
    target = file.with_name("edited.docx")
    with zipfile.ZipFile(file) as before, zipfile.ZipFile(target, "w") as after:
        for name in before.namelist():
            data = before.read(name)
            if name == "word/document.xml":
                text = data.decode()
                assert old in text
                data = text.replace(old, new).encode()
            after.writestr(name, data)
    return target


def texts(outcome):
    return "\n".join(str(line) for line in outcome.said)


def files(source):
    return {path.relative_to(source): path.read_bytes() for path in source.rglob("*") if path.is_file()}


def test_untouched_file_gives_no_difference_and_leaves_every_byte(house):
    source, file = house
    before = files(source)
    outcome = pull(file=str(file), source=str(source), meeting=None, apply=True)
    assert outcome.written == ()
    assert files(source) == before


def test_edit_is_shown_then_written_with_a_backup(house):
    source, file = house
    before = files(source)
    back = edited(file, "bygger vidare", "bygger fritt vidare")
    shown = pull(file=str(back), source=str(source), meeting=None)
    assert "items.plan.background" in texts(shown)
    assert "{+ fritt+}" in texts(shown).replace("{+fritt +}", "{+ fritt+}")
    assert files(source) == before
    pull(file=str(back), source=str(source), meeting=None, apply=True)
    after = files(source)
    record = Path("meetings/2023-orebro/meeting.yaml")
    assert b"bygger fritt vidare" in after[record]
    assert after[record.with_name("meeting.yaml.before-pull")] == before[record]
    old, new = before[record].decode().splitlines(), after[record].decode().splitlines()
    assert [line for line in old if line.lstrip().startswith("#")] == [line for line in new if line.lstrip().startswith("#")]


def test_second_pull_of_the_same_file_changes_nothing_more(house):
    source, file = house
    back = edited(file, "bygger vidare", "bygger fritt vidare")
    pull(file=str(back), source=str(source), meeting=None, apply=True)
    before = files(source)
    again = pull(file=str(back), source=str(source), meeting=None, apply=True)
    assert again.written == ()
    assert files(source) == before


def test_conflict_is_left_to_a_person(house):
    source, file = house
    record = source / "meetings/2023-orebro/meeting.yaml"
    record.write_text(record.read_text(encoding="utf-8").replace("bygger vidare", "vilar tungt"), encoding="utf-8")
    back = edited(file, "bygger vidare", "bygger fritt")
    outcome = pull(file=str(back), source=str(source), meeting=None, apply=True)
    assert outcome.exit_code == ExitCode.BAD_INPUT
    assert outcome.written == ()
    assert "vilar tungt" in texts(outcome)
    assert "bygger fritt" in texts(outcome)
    pull(file=str(back), source=str(source), meeting=None, apply=True, theirs=True)
    assert "bygger fritt" in record.read_text(encoding="utf-8")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_named_pipe_is_told_and_not_waited_for(house, tmp_path):
    source, _ = house
    os.mkfifo(tmp_path / "back.docx")
    with pytest.raises(BadInput, match="expected a Word file that can be read"):
        pull(file=str(tmp_path / "back.docx"), source=str(source), meeting=None)


@pytest.mark.parametrize("data", [b"", b"no zip", b"PK\x03\x04 broken"])
def test_what_is_no_word_file_is_told(house, data):
    source, file = house
    before = files(source)
    wrong = file.with_name("wrong.docx")
    wrong.write_bytes(data)
    with pytest.raises(BadInput):
        pull(file=str(wrong), source=str(source), meeting=None, apply=True)
    assert files(source) == before


def test_missing_file_is_told(house):
    with pytest.raises(BadInput):
        pull(file=str(house[1].with_name("nowhere.docx")), source=str(house[0]), meeting=None)


def test_changes_since_an_older_record_are_tracked(house, tmp_path):
    source, _ = house
    older = tmp_path / "older"
    shutil.copytree(source, older)
    record = source / "meetings/2023-orebro/meeting.yaml"
    record.write_text(record.read_text(encoding="utf-8").replace("bygger vidare", "bygger fritt vidare"), encoding="utf-8")
    outcome = make_minutes(source=str(source), meeting=None, output=str(tmp_path / "out"), since=str(older))
    xml = zipfile.ZipFile(outcome.written[0].path).read("word/document.xml").decode()
    assert "<w:ins " in xml
    assert "fritt" in xml


def test_changes_since_a_git_revision(house, tmp_path):
    source, _ = house
    for command in (["init", "-q"], ["add", "-A"], ["-c", "user.name=t", "-c", "user.email=t@t.example", "commit", "-q", "-m", "x"]):
        subprocess.run(["git", *command], cwd=source, check=True)
    record = source / "meetings/2023-orebro/meeting.yaml"
    record.write_text(record.read_text(encoding="utf-8").replace("bygger vidare", "bygger fritt vidare"), encoding="utf-8")
    outcome = make_minutes(source=str(source), meeting=None, output=str(tmp_path / "out"), since="HEAD")
    assert "<w:ins " in zipfile.ZipFile(outcome.written[0].path).read("word/document.xml").decode()
    with pytest.raises(BadInput):
        make_minutes(source=str(source), meeting=None, output=str(tmp_path / "out"), since="no-such-revision")


def test_difference_marks_words():
    assert marked_difference("ett två", "ett tre") == "ett [-två-]{+tre+}"


# ── what is new, gone or moved ───────────────────────────────────────────────────────────────────────────────────────

RECORD = Path("meetings/2023-orebro/meeting.yaml")


def styled(editor, before, words, style):
    """A new paragraph in a style, as somebody makes it who picks it from the list."""
    fresh = editor.paragraph_after(before, words)
    for numbering in list(fresh.iter(w("numPr"))):
        numbering.getparent().remove(numbering)
    fresh.find(w("pPr")).find(w("pStyle")).set(w("val"), style)
    return fresh


def starting(editor, words):
    return next(paragraph for paragraph in editor.paragraphs() if editor.text(paragraph).startswith(words) and not toc(paragraph))


def toc(paragraph):
    return any("TOC" in style.get(w("val"), "") for style in paragraph.iter(w("pStyle")))


def is_heading(element):
    return any(style.get(w("val")) == "Heading1" for style in element.iter(w("pStyle")))


def section_of(editor, words):
    """The elements of a §, from its heading to the next."""
    found = [starting(editor, words)]
    while not is_heading(found[-1].getnext()):
        found.append(found[-1].getnext())
    return found


def new_section(editor):
    heading = styled(editor, starting(editor, "Mötet ajourneras"), "Rapport från valberedningen", "Heading1")
    text = styled(editor, heading, "Ledamot 2 berättar om läget.", "BodyText")
    label = styled(editor, text, "Beslut", "Beslutsrubrik")
    styled(editor, label, "Styrelsen beslutar att tacka för rapporten.", "Beslut")


def new_section_after_text(editor):
    heading = styled(editor, section_of(editor, "Nästa möte")[-1], "Övrigt som togs upp", "Heading1")
    styled(editor, heading, "Inget mer togs upp.", "BodyText")


def new_clause(editor):
    styled(editor, starting(editor, "Ansvarig: Kanslichef"), "att följa upp planen.", "Beslut")


def clause_beside_a_word(editor):
    styled(editor, starting(editor, "Styrelsen beslutar att lägga informationen"), "att tacka talarna.", "Beslut")


def clause_gone(editor):
    editor.delete_paragraph(starting(editor, "att ge kansliet"))


def text_of_a_word(editor):
    styled(editor, starting(editor, "Ordföranden öppnar"), "Region Örebro län hälsar också välkommen.", "BodyText")


def section_moved(editor):
    there = starting(editor, "Verksamhetsplan 2024")
    for element in section_of(editor, "Medlemsavgift 2024"):
        there.addprevious(element)


def section_gone(editor):
    for element in section_of(editor, "Fastställande av dagordning"):
        element.getparent().remove(element)


TAKEN = {
    new_section: (
        "    decide: filed\n",
        "    decide: filed\n  - id: rapport-fran-valberedningen\n    heading: Rapport från valberedningen\n    text: Ledamot 2 berättar om läget.\n    decide: tacka för rapporten\n",
    ),
    new_section_after_text: (
        "  - next_meeting\n",
        "  - next_meeting\n  - id: ovrigt-som-togs-upp\n    heading: Övrigt som togs upp\n    text: Inget mer togs upp.\n",
    ),
    new_clause: ("by: 2023-09-01}\n", "by: 2023-09-01}\n      - följa upp planen\n"),
    clause_beside_a_word: ("    decide: filed\n", "    decide:\n      - filed\n      - tacka talarna\n"),
    clause_gone: ("      - {att: ge kansliet i uppdrag att ta fram en tidplan, owner: office-manager, by: 2023-09-01}\n", ""),
    text_of_a_word: (
        "  - opening\n",
        "  - opening: |\n      Ordföranden öppnar mötet och hälsar välkommen.\n\n      Region Örebro län hälsar också välkommen.\n",
    ),
    section_gone: ("  - agenda\n", ""),
}


def returned_file(file, act, *, tracked):
    editor = Editor(file.read_bytes(), tracked=tracked)
    act(editor)
    back = file.with_name("retur.docx")
    back.write_bytes(editor.save())
    return back


@pytest.mark.parametrize("tracked", [True, False])
@pytest.mark.parametrize("act", TAKEN, ids=lambda act: act.__name__)
def test_what_came_and_went_is_written_where_a_secretary_would_and_nowhere_else(house, tmp_path, act, tracked):
    source, file = house
    before = files(source)
    back = returned_file(file, act, tracked=tracked)
    pull(file=str(back), source=str(source), meeting=None)
    assert files(source) == before
    pull(file=str(back), source=str(source), meeting=None, apply=True)
    old, new = TAKEN[act]
    assert before[RECORD].decode().count(old) == 1
    assert (source / RECORD).read_bytes().decode() == before[RECORD].decode().replace(old, new)
    written = files(source)
    assert pull(file=str(back), source=str(source), meeting=None, apply=True).written == ()
    make_minutes(source=str(source), meeting=None, output=str(tmp_path / "again"), form="docx")
    fresh = pull(file=str(tmp_path / "again/2023-orebro/minutes.docx"), source=str(source), meeting=None, apply=True)
    assert (fresh.written, len(fresh.said)) == ((), 1)
    assert files(source) == written


def test_a_moved_section_takes_its_comment_along_and_what_stands_beside_it_keeps_its_place(house):
    source, file = house
    record = source / RECORD
    record.write_bytes(
        record.read_bytes().replace(b"  - id: fees\n", b"  # avgiften har v\xc3\xa4ntat sedan i h\xc3\xb6stas\n  - id: fees  # kort\n")
    )
    text = record.read_text(encoding="utf-8")
    pull(file=str(returned_file(file, section_moved, tracked=False)), source=str(source), meeting=None, apply=True)
    start, end = text.index("  # avgiften"), text.index("  - next_meeting")
    moved = text[start:end]
    rest = text[:start] + text[end:]
    assert record.read_text(encoding="utf-8") == rest.replace("  - id: plan\n", f"{moved}  - id: plan\n")


def test_a_section_that_the_record_needs_elsewhere_is_not_deleted_and_the_reason_is_told(house):
    source, file = house
    before = files(source)

    def gone(editor):
        for element in section_of(editor, "Verksamhetsplan 2024"):
            element.getparent().remove(element)

    outcome = pull(file=str(returned_file(file, gone, tracked=False)), source=str(source), meeting=None, apply=True)
    assert "attendance.left.member-9" in texts(outcome), "who left after that §"
    assert files(source) == before


def test_what_the_record_has_no_place_for_is_told_with_its_words_and_its_field(house):
    source, file = house
    before = files(source)

    def after_the_decision(editor):
        styled(editor, starting(editor, "Beslutet skickas till medlemmarna"), "Någon lade till detta.", "BodyText")

    outcome = pull(file=str(returned_file(file, after_the_decision, tracked=True)), source=str(source), meeting=None, apply=True)
    assert "Någon lade till detta." in texts(outcome)
    assert "items.plan.send_to" in texts(outcome)
    assert files(source) == before


def test_words_that_the_record_cannot_be_read_with_are_refused(house):
    source, file = house
    before = files(source)

    def heading_gone(editor):
        paragraph = starting(editor, "Verksamhetsplan 2024")
        editor.delete(paragraph, 0, len(editor.text(paragraph)))

    outcome = pull(file=str(returned_file(file, heading_gone, tracked=True)), source=str(source), meeting=None, apply=True)
    assert outcome.exit_code == ExitCode.BAD_INPUT
    assert any(problem.field == "items.plan.heading" for problem in outcome.problems)
    assert files(source) == before


def own_words(editor):
    editor.replace("Styrelsen är beslutför", "Styrelsen är knappt beslutför")


def struck_through(editor):
    run = editor.runs(starting(editor, "Kansliet har tagit fram"))[0]
    properties = run.find(w("rPr"))
    properties = properties if properties is not None else etree.SubElement(run, w("rPr"))
    run.insert(0, properties)
    etree.SubElement(properties, w("strike"))


def no_place(editor):
    styled(editor, starting(editor, "Beslutet skickas till medlemmarna"), "Någon lade till detta.", "BodyText")


@pytest.mark.parametrize(
    ("act", "told"),
    [
        (own_words, "they come from items.quorum: Styrelsen är beslutför."),
        (struck_through, "is struck through: not taken, the record has no sign for it, at items.plan.background"),
        (no_place, "new: Någon lade till detta."),
    ],
)
def test_a_script_notices_what_apply_did_not_take(house, act, told):
    source, file = house
    back = returned_file(file, lambda editor: (act(editor), clause_gone(editor)), tracked=True)
    assert pull(file=str(back), source=str(source), meeting=None).exit_code == ExitCode.DONE
    outcome = pull(file=str(back), source=str(source), meeting=None, apply=True)
    assert outcome.exit_code == ExitCode.BAD_INPUT
    assert told in texts(outcome)
    [problem] = outcome.problems
    assert (problem.severity, problem.where.file) == ("error", str(back))
    assert "found one that is not taken" in str(problem.message)
    assert "tidplan, owner" not in (source / RECORD).read_text(encoding="utf-8"), "the rest is written"


def test_a_value_written_in_short_form_is_an_error_too(house):
    source, file = house
    record = source / RECORD
    text = record.read_text(encoding="utf-8")
    record.write_text(
        text.replace("place: Region Örebro län, Örebro", "place: &where Region Örebro län, Örebro").replace(
            "host: Region Örebro län", "host: *where"
        ),
        encoding="utf-8",
    )
    back = edited(file, "Region Örebro län, Örebro", "Region Örebro län i Örebro")
    outcome = pull(file=str(back), source=str(source), meeting=None, apply=True)
    assert outcome.exit_code == ExitCode.BAD_INPUT
    assert [problem.field for problem in outcome.problems if problem.severity == "error"] == ["place"]


@pytest.mark.heavy
@pytest.mark.parametrize("tracked", [True, False])
def test_what_came_and_went_in_libreoffice_is_written(house, tmp_path, tracked):
    source, file = house
    acts = [
        ("TRACK", "1" if tracked else "0"),
        ("PARAGRAPH", "Mötet ajourneras kl", "Rapport från valberedningen"),
        ("STYLE", "Rapport från valberedningen", "Heading 1"),
        ("PARAGRAPH", "Rapport från valberedningen", "Ledamot 2 berättar om läget."),
        ("PARAGRAPH", "Ledamot 2 berättar om läget.", "Styrelsen beslutar att tacka för rapporten."),
        ("DELETE", "att ge kansliet i uppdrag att ta fram en tidplan."),
    ]
    folder = tmp_path / "office"
    folder.mkdir()
    [data] = edit({"all": file.read_bytes()}, {"all": acts}, folder).values()
    back = tmp_path / "retur.docx"
    back.write_bytes(data)
    outcome = pull(file=str(back), source=str(source), meeting=None, apply=True)
    text = (source / RECORD).read_text(encoding="utf-8")
    (before, after) = TAKEN[new_section]
    assert after.removeprefix(before) in text, texts(outcome)
    assert TAKEN[clause_gone][0] not in text, texts(outcome)


def test_the_record_is_tried_once_where_everything_has_its_place(house, monkeypatch):
    from pipeline.records import reading

    source, file = house
    read, original = [], reading.read_source
    monkeypatch.setattr(reading, "read_source", lambda *given, **more: (read.append(more), original(*given, **more))[1])
    back = returned_file(file, lambda editor: (new_section(editor), section_gone(editor), own_place(editor)), tracked=True)
    pull(file=str(back), source=str(source), meeting=None)
    assert [bool(more.get("instead")) for more in read] == [False, True]


def own_place(editor):
    editor.replace("Region Örebro län, Örebro", "Länets hus, Örebro")


def test_a_notice_comes_back_too(house, tmp_path):
    source, _ = house
    make_agenda(source=str(source), meeting=None, output=str(tmp_path / "out"), form="docx")
    notice = tmp_path / "out/2023-orebro/agenda.docx"
    untouched = pull(file=str(notice), source=str(source), meeting=None, apply=True)
    assert [str(line) for line in untouched.said] == ["No field differs from the record."]
    back = edited(notice, "Meddela förhinder till kansliet", "Ring kansliet om förhinder")
    outcome = pull(file=str(back), source=str(source), meeting=None, apply=True)
    assert outcome.exit_code == ExitCode.DONE
    assert "agenda: Ring kansliet om förhinder så snart" in (source / RECORD).read_text(encoding="utf-8")


def test_a_header_that_was_changed_and_a_page_break_are_told_in_their_words(house):
    source, file = house
    target = file.with_name("edited.docx")
    with zipfile.ZipFile(file) as before, zipfile.ZipFile(target, "w") as after:
        for name in before.namelist():
            data = before.read(name)
            if name.startswith("word/header"):
                data = data.replace("Intresseföreningen".encode(), "Hembygdsföreningen".encode())
            if name == "word/document.xml":
                data = data.replace(b"Kansliet har tagit", b'Kansliet</w:t><w:br w:type="page"/><w:t xml:space="preserve"> har tagit')
            after.writestr(name, data)
    outcome = pull(file=str(target), source=str(source), meeting=None, apply=True)
    assert "a header or footer was changed: Hembygdsföreningen Bergslaget" in texts(outcome)
    assert "a page break was put in: not taken, the record has no place for it there, at items.plan.background" in texts(outcome)
    assert outcome.written == ()
    assert outcome.exit_code is ExitCode.BAD_INPUT


def test_the_fields_that_the_minutes_show_are_worked_out_once(house, monkeypatch):
    source, file = house
    back = edited(file, "bygger vidare", "bygger fritt vidare")
    asked = []
    monkeypatch.setattr(public_record, "base_fields", lambda story, own=public_record.base_fields: asked.append(story) or own(story))
    pull(file=str(back), source=str(source), meeting=None, apply=True)
    assert len(asked) == 1
