"""What people add, delete and move in a Word file, taken into the record where it has a place, told by name where not."""

import difflib
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipeline.jobs.documents import make_minutes
from pipeline.jobs.wayback import pull
from pipeline.problems import ExitCode
from tests.word.editor import Editor, w
from tests.word.office import edit

ROOT = Path(__file__).parent.parent.parent
RECORD = "meetings/2023-orebro/meeting.yaml"
ALREADY = {"", "No field differs from the record.", "one field had lost its mark and was found again by its words"}


@dataclass
class House:
    """A source with the minutes made from it, and somebody who edits them."""

    source: Path
    minutes: Path

    def editor(self, *, tracked: bool = True) -> Editor:
        return Editor(self.minutes.read_bytes(), tracked=tracked)

    def pull(self, editor: Editor, **more):
        back = self.minutes.with_name("back.docx")
        back.write_bytes(editor.save())
        return pull(file=str(back), source=str(self.source), meeting=None, **more)

    def record(self) -> str:
        return (self.source / RECORD).read_text(encoding="utf-8")

    def change(self, old: str, new: str) -> None:
        assert self.record().count(old) == 1, old
        (self.source / RECORD).write_text(self.record().replace(old, new), encoding="utf-8")

    def remake(self) -> None:
        make_minutes(source=str(self.source), meeting=None, output=str(self.minutes.parent.parent), form="docx")


@pytest.fixture
def house(tmp_path):
    made = House(tmp_path / "source", tmp_path / "out/2023-orebro/minutes.docx")
    shutil.copytree(ROOT / "source", made.source)
    made.remake()
    return made


def last(editor: Editor, words: str):
    """The last paragraph that says something."""
    return [one for one in editor.paragraphs() if words in editor.text(one)][-1]


def dressed(paragraph, style: str):
    """A paragraph in a style, out of its list."""
    properties = paragraph.find(w("pPr"))
    properties.find(w("pStyle")).set(w("val"), style)
    for number in properties.findall(w("numPr")):
        properties.remove(number)
    return paragraph


def said(outcome) -> str:
    return "\n".join(map(str, outcome.said))


def lines(before: str, after: str) -> list[str]:
    """The lines that differ."""
    return [
        line
        for line in difflib.unified_diff(before.split("\n"), after.split("\n"), "", "", "", "", 0, "")
        if line[:2] not in ("--", "++", "@@")
    ]


def taken(house: House, editor: Editor) -> list[str]:
    """Show, apply, pull once more: the lines of the record that became others, everything else byte for byte as it was."""
    before = house.record()
    shown = house.pull(editor)
    assert shown.written == ()
    assert house.record() == before
    applied = house.pull(editor, apply=True)
    assert [one.path.name for one in applied.written] == ["meeting.yaml"]
    assert not applied.problems
    assert said(applied).replace(": taken", ": will be taken") in said(shown)
    assert (house.source / f"{RECORD}.before-pull").read_text(encoding="utf-8") == before
    again = house.pull(editor, apply=True)
    assert again.written == ()
    assert all(line in ALREADY or line.endswith("the record has it already") for line in said(again).split("\n"))
    after = house.record()
    house.remake()
    untouched = house.pull(house.editor(), apply=True)
    assert (untouched.written, said(untouched)) == ((), "No field differs from the record.")
    return lines(before, after)


@pytest.mark.parametrize("tracked", [True, False])
def test_a_new_clause_comes_into_the_decision(house, tracked):
    editor = house.editor(tracked=tracked)
    editor.paragraph_after(last(editor, "godkänna verksamhetsplanen"), "att tacka kansliet, som har arbetat länge samt")
    editor.paragraph_after(last(editor, "Ansvarig: Kanslichef"), "att skriva till regionen.")
    assert taken(house, editor) == ["+      - tacka kansliet, som har arbetat länge", "+      - skriva till regionen"]


def test_a_clause_that_is_a_word_of_the_wording_stays_a_clause(house):
    editor = house.editor()
    editor.paragraph_after(last(editor, "godkänna verksamhetsplanen"), "att approve")
    assert taken(house, editor) == ["+      - {att: approve}"]


def test_a_clause_beside_a_short_form_makes_a_list_of_it(house):
    editor = house.editor()
    editor.paragraph_after(last(editor, "lägga informationen till"), "att tacka värden.")
    assert taken(house, editor) == ["-    decide: filed", "+    decide:", "+      - filed", "+      - tacka värden"]


def test_a_new_clause_with_straight_quotes_is_taken_once(house):
    editor = house.editor(tracked=False)
    editor.paragraph_after(last(editor, "ge kansliet i uppdrag"), 'att kalla planen "Framåt 2024"')
    assert taken(house, editor) == ['+      - kalla planen "Framåt 2024"']


def test_a_new_clause_comes_into_the_proposal(house):
    editor = house.editor()
    editor.paragraph_after(last(editor, "Att godkänna"), "Att tacka kansliet.")
    assert taken(house, editor) == ["+      - tacka kansliet"]


@pytest.mark.parametrize("tracked", [True, False])
def test_a_deleted_clause_leaves_with_its_owner_and_date(house, tracked):
    editor = house.editor(tracked=tracked)
    editor.delete_paragraph(last(editor, "ge kansliet i uppdrag"))
    editor.delete_paragraph(last(editor, "Ansvarig: Kanslichef"))
    shown = said(house.pull(editor))
    assert "with its clause the rest of the entry goes: Ansvarig: Kanslichef · Klart senast 1 september 2023" in shown
    assert "generated words" not in shown
    assert taken(house, editor) == ["-      - {att: ge kansliet i uppdrag att ta fram en tidplan, owner: office-manager, by: 2023-09-01}"]


def test_the_first_of_two_clauses_is_deleted_and_the_other_stays(house):
    editor = house.editor()
    editor.delete_paragraph(last(editor, "godkänna verksamhetsplanen"))
    assert taken(house, editor) == ["-      - godkänna verksamhetsplanen för 2024"]


def test_a_clause_that_is_written_over_is_the_same_entry_without_the_word_that_joined_it(house):
    editor = house.editor()
    editor.paragraph_after(last(editor, "godkänna verksamhetsplanen"), "att tacka kansliet samt")
    editor.delete_paragraph(last(editor, "ge kansliet i uppdrag"))
    assert "generated words" not in said(house.pull(editor))
    assert taken(house, editor) == [
        "-      - {att: ge kansliet i uppdrag att ta fram en tidplan, owner: office-manager, by: 2023-09-01}",
        "+      - {att: tacka kansliet, owner: office-manager, by: 2023-09-01}",
    ]


def test_a_decision_that_is_deleted_whole_leaves_no_empty_list(house):
    editor = house.editor()
    clause = last(editor, "lägga informationen till")
    editor.delete_paragraph(clause.getprevious())
    editor.delete_paragraph(clause)
    assert taken(house, editor) == ["-    decide: filed"]


def test_a_clause_that_is_no_clause_is_told_with_its_words(house):
    editor = house.editor()
    editor.paragraph_after(last(editor, "godkänna verksamhetsplanen"), "Ordföranden tackar för en god diskussion.")
    outcome = house.pull(editor, apply=True)
    assert outcome.written == ()
    assert "new: Ordföranden tackar för en god diskussion. (Ledamot 3 2023-06-01 10:00): not taken" in said(outcome)


def test_a_clause_comes_beside_those_that_the_record_has_got_meanwhile(house):
    editor = house.editor()
    editor.paragraph_after(last(editor, "Ansvarig: Kanslichef"), "att skriva till regionen.")
    clause = last(editor, "ge kansliet i uppdrag")
    editor.insert(clause, editor.text(clause).index("tidplan"), "tydlig ")
    house.change("    decide:\n", "    decide:\n      - börja om\n")
    house.pull(editor, apply=True)
    assert house.record().split("    decide:\n")[1].split("\n")[:4] == [
        "      - börja om",
        "      - godkänna verksamhetsplanen för 2024",
        "      - {att: ge kansliet i uppdrag att ta fram en tydlig tidplan, owner: office-manager, by: 2023-09-01}",
        "      - skriva till regionen",
    ]


OWNED = "      - {att: ge kansliet i uppdrag att ta fram en tidplan, owner: office-manager, by: 2023-09-01}\n"


@pytest.mark.parametrize(
    ("wish", "decided"),
    [
        ({"ours": True}, "    decide:\n" + OWNED),
        ({"theirs": True}, "    decide:\n      - godkänna hela verksamhetsplanen för 2024\n" + OWNED),
    ],
)
def test_a_clause_changed_in_the_document_and_deleted_in_the_record_is_a_conflict(house, wish, decided):
    editor = house.editor()
    clause = last(editor, "godkänna verksamhetsplanen")
    editor.insert(clause, editor.text(clause).index("verksamhetsplanen"), "hela ")
    house.change("    decide:\n      - godkänna verksamhetsplanen för 2024\n", "    decide:\n")
    before = house.record()
    outcome = house.pull(editor, apply=True)
    assert outcome.exit_code == ExitCode.BAD_INPUT
    assert house.record() == before
    assert "  the document: godkänna hela verksamhetsplanen för 2024" in said(outcome)
    house.pull(editor, apply=True, **wish)
    assert decided in house.record()
    assert house.record().count("tidplan, owner") == 1


def test_a_clause_deleted_in_the_document_and_changed_in_the_record_is_a_conflict(house):
    editor = house.editor()
    editor.delete_paragraph(last(editor, "ge kansliet i uppdrag"))
    house.change("{att: ge kansliet i uppdrag att ta fram en tidplan", "{att: ge kansliet i uppdrag att ta fram en plan")
    before = house.record()
    assert house.pull(editor, apply=True).exit_code == ExitCode.BAD_INPUT
    assert house.record() == before
    house.pull(editor, apply=True, theirs=True)
    assert "owner: office-manager" not in house.record()
    assert "    decide:\n      - godkänna verksamhetsplanen för 2024\n    send_to" in house.record()


def test_new_paragraphs_become_the_text_of_a_section_that_had_none(house):
    """Between the reference number and the rest, where a secretary has it."""
    editor = house.editor()
    first = dressed(editor.paragraph_after(last(editor, "Dnr 2023-15"), "Styrelsen talar om avgiften."), "BodyText")
    editor.paragraph_after(first, "Flera yttrar sig.")
    assert taken(house, editor) == ["+    text: |", "+      Styrelsen talar om avgiften.", "+", "+      Flera yttrar sig."]
    assert "    dnr: 2023-15\n    text: |\n" in house.record()


def test_a_new_paragraph_stands_behind_the_sentence_of_a_standard_item(house):
    editor = house.editor()
    editor.paragraph_after(last(editor, "Ordföranden öppnar mötet"), "Ordföranden påminner om tystnadsplikten.")
    assert taken(house, editor) == [
        "-  - opening", "+  - opening: |", "+      Ordföranden öppnar mötet och hälsar välkommen.", "+", "+      Ordföranden påminner om tystnadsplikten.",
    ]  # fmt: skip


def test_a_new_paragraph_may_stand_above_that_sentence(house):
    editor = house.editor()
    dressed(editor.paragraph_after(last(editor, "Mötets avslutande"), "Ordföranden sammanfattar dagarna."), "BodyText")
    assert taken(house, editor) == [
        "-  - closing", "+  - closing: |", "+      Ordföranden sammanfattar dagarna.", "+", "+      Ordföranden förklarar mötet avslutat.",
    ]  # fmt: skip


def decision_in(editor, below: str, *paragraphs: tuple[str, str]) -> None:
    at = last(editor, below)
    for words, style in paragraphs:
        at = dressed(editor.paragraph_after(at, words), style)


def test_a_decision_typed_in_a_section_without_one_is_its_decision(house):
    house.change("    talks: [region, bro, espon, mining]\n    decide: filed\n", "    talks: [region, bro, espon, mining]\n")
    house.remake()
    editor = house.editor()
    below = "Sist tar Lotta Sartz upp"
    decision_in(editor, below, ("Beslut", "Beslutsrubrik"), ("Styrelsen beslutar att tacka talarna.", "Beslut"))
    assert taken(house, editor) == ["+    decide: tacka talarna"]


def test_a_decision_of_several_clauses_in_an_item_that_is_one_word(house):
    editor = house.editor()
    decision_in(
        editor,
        "Ordföranden öppnar mötet",
        ("Beslut", "Beslutsrubrik"),
        ("Styrelsen beslutar", "Beslutmednasta"),
        ("att hålla mötet öppet samt", "Beslut"),
        ("att spela in det.", "Beslut"),
    )
    assert taken(house, editor) == [
        "-  - opening",
        "+  - id: opening",
        "+    text: Ordföranden öppnar mötet och hälsar välkommen.",
        "+    decide:",
        "+      - hålla mötet öppet",
        "+      - spela in det",
    ]


def test_a_decision_beside_what_is_worked_out_is_told_with_its_words(house):
    editor = house.editor()
    decision_in(editor, "Nästa möte hålls", ("Styrelsen beslutar att tacka värden.", "Beslut"))
    outcome = house.pull(editor, apply=True)
    assert outcome.written == ()
    assert "new: Styrelsen beslutar att tacka värden. (Ledamot 3 2023-06-01 10:00): not taken" in said(outcome)


def test_a_new_section_brings_background_proposal_and_a_decision_that_nobody_was_against(house):
    editor = house.editor(tracked=False)
    decision_in(
        editor,
        "Ledamot 9 lämnar mötet",
        ("Nya stadgar", "Heading1"),
        ("Stadgarna tas upp.", "BodyText"),
        ("Bakgrund", "Heading2"),
        ("De är från 1998.", "BodyText"),
        ("Förslag till beslut", "Heading2"),
        ("Att anta stadgarna.", "BodyText"),
        ("Beslut", "Beslutsrubrik"),
        ("Styrelsen beslutar enhälligt att anta stadgarna.", "Beslut"),
    )
    assert taken(house, editor) == [
        "+  - id: nya-stadgar",
        "+    heading: Nya stadgar",
        "+    text: Stadgarna tas upp.",
        "+    background: De är från 1998.",
        "+    proposal: anta stadgarna",
        "+    decide: anta stadgarna",
        "+    unanimous: true",
    ]


@pytest.mark.parametrize(
    ("first", "second", "idents"),
    [
        ("Rapport från ordföranden om ekonomin", "Rapport från ordföranden om medlemmarna", ("rapport-fran-ordforanden-om",) * 2),
        ("Nya stadgar", "Nya stadgar", ("nya-stadgar",) * 2),
    ],
)
def test_two_new_sections_whose_headings_begin_alike_are_both_taken(house, first, second, idents):
    editor = house.editor(tracked=False)
    decision_in(
        editor,
        "Ledamot 9 lämnar mötet",
        (first, "Heading1"),
        ("Den tas upp.", "BodyText"),
        (second, "Heading1"),
        ("Den bordläggs.", "BodyText"),
    )
    assert taken(house, editor) == [
        f"+  - id: {idents[0]}",
        f"+    heading: {first}",
        "+    text: Den tas upp.",
        f"+  - id: {idents[1]}-2",
        f"+    heading: {second}",
        "+    text: Den bordläggs.",
    ]


def test_the_comments_beside_a_deleted_clause_go_with_it_and_are_said(house):
    old = "      - {att: ge kansliet i uppdrag att ta fram en tidplan, owner: office-manager, by: 2023-09-01}"
    house.change(old, f"      # ring först\n{old}  # brådskar")
    editor = house.editor(tracked=False)
    editor.delete_paragraph(last(editor, "ge kansliet i uppdrag"))
    editor.delete_paragraph(last(editor, "Ansvarig: Kanslichef"))
    shown = said(house.pull(editor))
    assert "with it the comments beside it go: # ring först; # brådskar" in shown
    assert "with its clause the rest of the entry goes: Ansvarig: Kanslichef" in shown
    assert taken(house, editor) == ["-      # ring först", f"-{old}  # brådskar"]


def test_words_that_an_alias_repeats_elsewhere_are_told_and_stay(house):
    house.change("    proposal:\n      - godkänna verksam", "    proposal:\n      - &plan godkänna verksam")
    house.change("    decide:\n      - godkänna verksamhetsplanen för 2024", "    decide:\n      - *plan")
    house.remake()
    before = house.record()
    editor = house.editor()
    editor.replace("godkänna verksamhetsplanen", "godkänna den nya verksamhetsplanen")
    editor.replace("Medlemsavgift 2024", "Medlemsavgiften 2024")
    outcome = house.pull(editor, apply=True)
    assert [(one.field, "an alias" in str(one.message)) for one in outcome.problems] == [("items.plan.proposal.1", True)]
    assert lines(before, house.record()) == ["-    heading: Medlemsavgift 2024", "+    heading: Medlemsavgiften 2024"]


def test_the_comments_of_a_deleted_section_go_with_it_and_are_said(house):
    house.change("  - agenda\n", "  # fråga om tillägg\n  - agenda   # tas först\n")
    house.remake()
    editor = house.editor(tracked=False)
    heading = last(editor, "Fastställande av dagordning")
    for element in [heading, heading.getnext(), heading.getnext().getnext()]:
        editor.body.remove(element)
    assert "(# fråga om tillägg; # tas först)" in said(house.pull(editor))
    assert taken(house, editor) == ["-  # fråga om tillägg", "-  - agenda   # tas först"]


def test_a_paragraph_beside_what_is_worked_out_is_told_with_its_words(house):
    editor = house.editor()
    editor.paragraph_after(last(editor, "Styrelsen är beslutför"), "Upprop hålls.")
    outcome = house.pull(editor, apply=True)
    assert outcome.written == ()
    assert (
        "new: Upprop hålls. (Ledamot 3 2023-06-01 10:00): not taken, the record has no place for it there; write it by hand, at items.quorum"
        in said(outcome)
    )


def test_what_would_leave_no_record_is_refused_by_name_and_the_rest_is_taken(house):
    editor = house.editor()
    editor.delete_paragraph(last(editor, "Presentation BRO möter Bergslaget"))
    editor.paragraph_after(last(editor, "godkänna verksamhetsplanen"), "att tacka kansliet")
    before = house.record()
    outcome = house.pull(editor, apply=True)
    assert [one.field for one in outcome.problems if one.severity == "error"] == ["documents.bro.pdf.title"]
    assert lines(before, house.record()) == ["+      - tacka kansliet"]


@pytest.mark.heavy
@pytest.mark.parametrize("tracked", [True, False])
def test_what_was_typed_in_libreoffice_comes_into_lists_and_texts(house, tmp_path, tracked):
    acts = [
        ("TRACK", "1" if tracked else "0"),
        ("PARAGRAPH", "att godkänna verksamhetsplanen för 2024 samt", "att tacka kansliet samt"),
        ("PARAGRAPH", "Att godkänna verksamhetsplanen", "Att tacka kansliet."),
        ("PARAGRAPH", "Dnr 2023-15", "Styrelsen talar om avgiften."),
        ("PARAGRAPH", "hög och jämlik livskvalitet", "en ny punkt"),
    ]
    [data] = edit({"all": house.minutes.read_bytes()}, {"all": acts}, tmp_path).values()
    back = tmp_path / "back.docx"
    back.write_bytes(data)
    before = house.record()
    outcome = pull(file=str(back), source=str(house.source), meeting=None, apply=True)
    assert lines(before, house.record()) == [
        "+      - tacka kansliet",
        "+      - tacka kansliet",
        "+    text: Styrelsen talar om avgiften.",
    ], said(outcome)
    text = (house.source / RECORD).with_name("texts") / "region.md"
    assert "- hög och jämlik livskvalitet\n- en ny punkt\n" in text.read_text(encoding="utf-8")
    assert pull(file=str(back), source=str(house.source), meeting=None, apply=True).written == ()


def test_a_section_goes_without_the_one_whose_id_goes_on_with_a_full_stop(house):
    house.change(
        "  - next_meeting\n",
        "  - {id: trip, heading: Studieresa, text: Resan går till Falun.}\n  - {id: trip.costs, heading: Resans kostnader, text: Resan kostar mest.}\n  - next_meeting\n",
    )
    house.remake()
    editor = house.editor(tracked=False)
    head = last(editor, "Studieresa")
    while "Resans kostnader" not in editor.text(head):
        following = head.getnext()
        head.getparent().remove(head)
        head = following
    editor.replace("Resan kostar mest", "Resan kostar minst")
    changed = taken(house, editor)
    assert [line for line in changed if "Studieresa" in line] == ["-  - {id: trip, heading: Studieresa, text: Resan går till Falun.}"]
    assert "+  - {id: trip.costs, heading: Resans kostnader, text: Resan kostar minst.}" in changed


@pytest.mark.parametrize(("first", "last"), [("Bilagor", "Underskrifter"), ("Närvarande", "Övriga närvarande")])
def test_a_list_that_follows_from_the_record_is_no_section_that_could_go(house, first, last):
    editor = house.editor(tracked=False)
    blocks = list(editor.body)
    at, end = (next(number for number, one in enumerate(blocks) if editor.text(one) == words) for words in (first, last))
    for block in blocks[at:end]:
        editor.body.remove(block)
    before = house.record()
    outcome = house.pull(editor, apply=True)
    assert house.record() == before
    assert outcome.exit_code == ExitCode.BAD_INPUT
    assert f"deleted: {first} (untracked): not taken" in said(outcome)
    assert f"expected '{first}', which follows from what the record says, found it deleted" in said(outcome)


def delete_talk(editor: Editor) -> None:
    """The third talk of the seminar, from its heading to the next one's."""
    blocks = list(editor.body)
    heads = ("Territoriella perspektiv på den gröna industrialiseringen", "Vad händer i Bergslagen")
    at, end = (next(number for number, one in enumerate(blocks) if editor.text(one) == words) for words in heads)
    for block in blocks[at:end]:
        editor.delete_paragraph(block)


def test_a_deleted_talk_is_no_other_one_whose_id_goes_on_with_a_full_stop(house):
    record = house.record().replace("espon, mining]", "espon, espon.two]").replace("\n  mining:\n", "\n  espon.two:\n")
    record = (
        record.replace("from: [mining]", "from: [espon.two]")
        .replace("mining.money", "espon.two.money")
        .replace("mining.projects", "espon.two.projects")
    )
    (house.source / RECORD).write_text(record, encoding="utf-8")
    house.remake()
    editor = house.editor(tracked=False)
    delete_talk(editor)
    outcome = house.pull(editor, apply=True)
    assert house.record() == record
    assert "talk deleted: Sverker Lindblad" in said(outcome)


@pytest.mark.parametrize("tracked", [True, False])
def test_a_talk_that_was_deleted_whole_is_named_as_one(house, tracked):
    editor = house.editor(tracked=tracked)
    delete_talk(editor)
    before = house.record()
    outcome = house.pull(editor, apply=True)
    assert house.record() == before
    assert outcome.exit_code == ExitCode.BAD_INPUT
    who = "Ledamot 3 2023-06-01 10:00" if tracked else "untracked"
    told = said(outcome)
    assert f"talk deleted: Sverker Lindblad · Territoriella perspektiv på den gröna industrialiseringen ({who}): not taken" in told
    assert "talks.espon.speaker" not in told
    assert not [one for one in outcome.problems if one.severity == "error" and one.field]
