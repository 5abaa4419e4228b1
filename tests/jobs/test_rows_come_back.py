"""Rows that people add to tables or take out of them, in the record's lists of people where those have a place, told with the reason where not."""

import copy

import pytest
from lxml import etree

from pipeline.jobs.wayback import pull
from pipeline.problems import ExitCode
from tests.jobs.test_structure_comes_back import House, house, lines, said, taken
from tests.word.editor import Editor, w
from tests.word.office import edit

__all__ = ["house"]


def row_of(editor: Editor, name: str, *, table: int = 0) -> etree._Element:
    """The row that begins with a name, in the first table that has one (or the next)."""
    rows = [row for row in editor.body.iter(w("tr")) if "".join(row[_first_cell(row)].itertext()) == name]
    return rows[table]


def _first_cell(row) -> int:
    return next(index for index, child in enumerate(row) if child.tag == w("tc"))


def add_row(editor: Editor, beside: etree._Element, *cells: str) -> None:
    """A row like another one with other words, tracked as Word does it."""
    fresh = copy.deepcopy(beside)
    for mark in [*fresh.iter(w("bookmarkStart")), *fresh.iter(w("bookmarkEnd"))]:
        mark.getparent().remove(mark)
    for cell, words in zip(fresh.iter(w("tc")), cells, strict=True):
        [paragraph] = cell.iter(w("p"))
        for run in list(paragraph.iter(w("r"))):
            run.getparent().remove(run)
        editor.insert(paragraph, 0, words)
    if editor.tracked:
        properties = fresh.find(w("trPr"))
        if properties is None:
            properties = etree.Element(w("trPr"))
            fresh.insert(0, properties)
        properties.append(editor._revision("ins"))
    beside.addnext(fresh)


def drop_row(editor: Editor, row: etree._Element) -> None:
    if not editor.tracked:
        row.getparent().remove(row)
        return
    for paragraph in row.iter(w("p")):
        editor.delete(paragraph, 0, len(editor.text(paragraph)))
    properties = row.find(w("trPr"))
    if properties is None:
        properties = etree.Element(w("trPr"))
        row.insert(0, properties)
    properties.append(editor._revision("del"))


def without_vote(house: House) -> None:
    """The record without what counts heads."""
    house.change(
        "    order: automatic\n    vote: {aye: proposal, nay: member-2, against: [member-2, member-6], abstain: [member-10]}\n",
        "    order: automatic\n",
    )
    house.remake()


OTHERS = "  others: [office-manager, project-lead]"


@pytest.mark.parametrize("tracked", [True, False])
@pytest.mark.parametrize(
    ("cells", "entry"),
    [
        (
            ("Gäst 1", "Nora kommun", "åhörare", "hela mötet"),
            "{id: gast-1, name: Gäst 1, organisation: Nora kommun, role: guest, title: åhörare}",
        ),
        (
            ("Revisor 1", "", "revisor", "§§ 13–14, 16"),
            "{id: revisor-1, name: Revisor 1, role: auditor, items: [quorum, adjusters, previous]}",
        ),
    ],
)
def test_somebody_with_a_role_comes_among_the_others(house, tracked, cells, entry):
    editor = house.editor(tracked=tracked)
    add_row(editor, row_of(editor, "Projektledare"), *cells)
    assert taken(house, editor) == [f"-{OTHERS}", f"+{OTHERS.removesuffix(']')}, {entry}]"]


def test_a_row_of_others_goes(house):
    editor = house.editor()
    drop_row(editor, row_of(editor, "Kanslichef"))
    assert taken(house, editor) == [f"-{OTHERS}", "+  others: [project-lead]"]


def test_a_substitute_who_was_there_comes_into_the_list_of_substitutes(house):
    editor = house.editor()
    add_row(editor, row_of(editor, "Ersättare 4"), "Ersättare 3", "Region Norrberg", "ej tjänstgörande ersättare", "")
    assert taken(house, editor) == ["-  substitutes: [sub-4]", "+  substitutes: [sub-4, sub-3]"]


def test_a_substitute_who_serves_leaves_those_who_do_not(house):
    without_vote(house)
    house.change("  serving: [sub-2 for member-7]\n", "")
    house.remake()
    editor = house.editor(tracked=False)
    drop_row(editor, row_of(editor, "Ersättare 4"))
    add_row(editor, row_of(editor, "Ledamot 10"), "Ersättare 4", "", "tjänstgör för Ledamot 7", "hela mötet")
    assert taken(house, editor) == ["-  substitutes: [sub-4]", "+  serving:", "+    - sub-4 for member-7"]


def test_a_member_who_was_there_after_all_leaves_the_apologies(house):
    without_vote(house)
    house.change("  serving: [sub-2 for member-7]\n", "")
    house.remake()
    editor = house.editor()
    add_row(editor, row_of(editor, "Ledamot 6"), "Ledamot 7", "Schaktdalens kommun", "ledamot", "hela mötet")
    drop_row(editor, row_of(editor, "Anmält förhinder"))
    assert taken(house, editor) == ["-  apologies: [member-7]"]


def test_a_member_who_was_not_there_is_absent(house):
    without_vote(house)
    editor = house.editor()
    drop_row(editor, row_of(editor, "Ledamot 10"))
    assert taken(house, editor) == ["+  absent:", "+    - member-10"]


def test_a_member_whom_the_document_excuses_has_given_notice(house):
    without_vote(house)
    editor = house.editor()
    drop_row(editor, row_of(editor, "Ledamot 10"))
    paragraph = next(one for one in row_of(editor, "Anmält förhinder").iter(w("p")) if editor.text(one) == "Ledamot 7")
    editor.insert(paragraph, len("Ledamot 7"), " och Ledamot 10")
    assert taken(house, editor) == ["-  apologies: [member-7]", "+  apologies: [member-7, member-10]"]


def test_a_table_of_names_goes_whole(house):
    editor = house.editor(tracked=False)
    table = next(row_of(editor, "Ledamot 10", table=1).iterancestors(w("tbl")))
    for row in list(table.iter(w("tr"))):
        drop_row(editor, row)
    table.getparent().remove(table)
    [gone, come] = taken(house, editor)
    assert come == gone.replace("-", "+", 1).replace("}", ", table: false}")


def refused(house, editor) -> str:
    before = house.record()
    outcome = house.pull(editor, apply=True)
    assert (outcome.written, outcome.exit_code) == ((), ExitCode.BAD_INPUT)
    assert house.record() == before
    return said(outcome)


def test_a_row_that_would_turn_a_vote_is_told_with_what_it_turns(house):
    editor = house.editor()
    drop_row(editor, row_of(editor, "Ledamot 10"))
    told = refused(house, editor)
    assert "row deleted: Ledamot 10 | Region Bergland | ledamot | hela mötet" in told
    assert "not taken, the record would be wrong at" in told
    editor = house.editor()
    drop_row(editor, row_of(editor, "Ledamot 3"))
    assert "found this changed by it: " in refused(house, editor)


@pytest.mark.parametrize(
    ("beside", "cells", "reason"),
    [
        (
            "Ledamot 10",
            ("Gäst 1", "Nora kommun", "ledamot", "hela mötet"),
            "attendance.present: expected one of the people of the body in that list, found 'Gäst 1'",
        ),
        (
            "Projektledare",
            ("Gäst 1", "Nora kommun", "", ""),
            "attendance.others: expected in what role 'Gäst 1' was there, found an empty cell",
        ),
        (
            "Ledamot 10",
            ("Ersättare 3", "Region Norrberg", "ersättare", "hela mötet"),
            "attendance.serving: expected whom 'sub-3' serves for",
        ),
    ],
)
def test_a_row_without_a_place_is_told_with_its_field_and_the_reason(house, beside, cells, reason):
    editor = house.editor()
    add_row(editor, row_of(editor, beside), *cells)
    assert reason in refused(house, editor)


def test_rows_of_a_vote_follow_from_attendance(house):
    editor = house.editor(tracked=False)
    drop_row(editor, row_of(editor, "Ledamot 10", table=1))
    told = refused(house, editor)
    assert "row deleted: Ledamot 10 |  |  | X (untracked): not taken, the record would be wrong at items.fees.vote" in told
    editor = house.editor()
    add_row(editor, row_of(editor, "Ledamot 8", table=1), "Ledamot 7", "X", "", "")
    told = refused(house, editor)
    assert "new row: Ledamot 7 | X (Ledamot 3 2023-06-01 10:00): not taken" in told
    assert "they follow from attendance" in told


def test_what_is_written_in_an_empty_cell_is_told(house):
    editor = house.editor()
    cell = list(row_of(editor, "Ledamot 8", table=1).iter(w("tc")))[2]
    editor.insert(next(cell.iter(w("p"))), 0, "X")
    assert "expected one mark for 'Ledamot 8', found 2" in refused(house, editor)


def test_a_row_deleted_in_the_document_and_changed_in_the_record_stays(house):
    editor = house.editor()
    drop_row(editor, row_of(editor, "Kanslichef"))
    house.change("others: [office-manager, project-lead]", "others: [{id: office-manager, items: [seminar]}, project-lead]")
    assert "not taken" in refused(house, editor)
    assert pull(file=str(house.minutes), source=str(house.source), meeting=None, apply=True).written == ()


# ── rows that changed ────────────────────────────────────────────────────────────────────────────────────────────────


def write(editor: Editor, name: str, *cells: str, table: int = 0) -> None:
    """Other words in the cells of a row behind its name."""
    for cell, words in zip(list(row_of(editor, name, table=table).iter(w("tc")))[1:], cells, strict=True):
        [paragraph] = cell.iter(w("p"))
        if editor.text(paragraph).replace("\u2060", "").replace("\xa0", " ") != words:
            editor.delete(paragraph, 0, len(editor.text(paragraph)))
            editor.insert(paragraph, 0, words)


VOTE = "    vote: {aye: proposal, nay: member-2, against: [member-2, member-6], abstain: [member-10]}"


@pytest.mark.parametrize("tracked", [True, False])
@pytest.mark.parametrize(
    ("name", "marks", "totals", "vote"),
    [
        ("Ledamot 8", ("", "X", ""), ("4", "3", "1"), VOTE.replace("member-6]", "member-6, member-8]")),
        ("Ledamot 8", ("", "", "x"), (), VOTE.replace("[member-10]", "[member-10, member-8]")),
        ("Ledamot 10", ("X", "", ""), ("6", "2", ""), VOTE.replace(", abstain: [member-10]", "")),
        ("Ledamot 6", ("", "", "X"), (), VOTE.replace(", member-6]", "]").replace("[member-10]", "[member-10, member-6]")),
    ],
)
def test_a_mark_that_was_moved_changes_how_somebody_voted(house, tracked, name, marks, totals, vote):
    editor = house.editor(tracked=tracked)
    write(editor, name, *marks, table=1)
    if totals == ("4", "3", "1"):
        write(editor, "Summa", *totals)
    assert taken(house, editor) == [f"-{VOTE}", f"+{vote}"]


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ({"Ledamot 8": ("", "X", ""), "Summa": ("5", "2", "1")}, None),
        ({"Ledamot 8": ("X", "X", "")}, "expected one mark for 'Ledamot 8', found 2"),
        ({"Ledamot 8": ("", "", "")}, "expected one mark for 'Ledamot 8', found 0"),
        ({"Summa": ("4", "3", "1")}, "expected marks that add up to the totals"),
    ],
)
def test_marks_that_do_not_add_up_are_told(house, rows, reason):
    editor = house.editor(tracked=False)
    for name, cells in rows.items():
        write(editor, name, *cells, table=0 if name == "Summa" else 1)
    if reason is None:  # the totals as they were: it is the mark that counts
        assert taken(house, editor) == [f"-{VOTE}", f"+{VOTE.replace('member-6]', 'member-6, member-8]')}"]
    else:
        assert reason in refused(house, editor)


def test_wrong_totals_beside_a_moved_mark_are_told(house):
    editor = house.editor(tracked=False)
    write(editor, "Ledamot 8", "", "X", "", table=1)
    write(editor, "Summa", "4", "4", "1")
    assert "expected totals and marks that belong together" in refused(house, editor)


def test_marks_that_would_turn_the_decision_are_told(house):
    editor = house.editor(tracked=False)
    for name in ("Ledamot 1", "Ledamot 3", "Ledamot 8"):
        write(editor, name, "", "X", "", table=1)
    assert "not taken" in refused(house, editor)


def test_a_mark_moved_in_the_document_while_the_record_counted_anew_is_told(house):
    editor = house.editor()
    write(editor, "Ledamot 8", "", "X", "", table=1)
    house.change("abstain: [member-10]", "abstain: [member-10, member-8]")
    assert "the record has changed it meanwhile" in refused(house, editor)


@pytest.mark.parametrize(
    ("name", "cells", "old", "new"),
    [
        ("Ledamot 5", ("Gruvfors kommun", "ledamot", "§§ 18–21"), "member-5 at seminar 13.40]", "member-5 at plan 13.40]"),
        ("Ledamot 9", ("Kolarmo kommun", "ledamot", "§§ 12–17"), "member-9 after plan 10.15]", "member-9 after seminar 10.15]"),
        ("Projektledare", ("Kansliet", "sekreterare", "§§ 17–18"), "project-lead]", "{id: project-lead, items: [seminar, plan]}]"),
    ],
)
def test_other_sections_in_a_row_are_another_arrival_or_departure(house, name, cells, old, new):
    editor = house.editor()
    write(editor, name, *cells)
    before = house.record()
    [gone, come] = taken(house, editor)
    assert old in before
    assert come == gone.replace("-", "+", 1).replace(old, new)


def test_somebody_who_was_there_throughout_after_all_did_not_arrive_late(house):
    editor = house.editor()
    write(editor, "Ledamot 5", "Gruvfors kommun", "ledamot", "hela mötet")
    assert taken(house, editor) == ["-  late: [member-5 at seminar 13.40]"]


def test_a_substitute_who_served_for_a_part_and_left(house):
    without_vote(house)
    editor = house.editor(tracked=False)
    write(editor, "Ersättare 2", "Masugnsby kommun", "tjänstgör för Ledamot 7 §§ 12–18", "hela mötet")
    assert taken(house, editor) == ["-  serving: [sub-2 for member-7]", "+  serving: [sub-2 for member-7 from opening to plan]"]


@pytest.mark.parametrize(
    ("name", "cells", "reason"),
    [
        (
            "Ledamot 5",
            ("Gruvfors kommun", "ledamot", "andra dagen"),
            "expected §§ of this meeting as the minutes name them, found 'andra dagen'",
        ),
        ("Ledamot 5", ("Gruvfors kommun", "ledamot", "§§ 17–99"), "expected §§ of this meeting as the minutes name them"),
        ("Ledamot 5", ("Annan kommun", "ledamot", "§§ 17–21"), "they come from attendance"),
        ("Ledamot 5", ("Gruvfors kommun", "ledamot", "§§ 20–21"), "found this changed by it"),
    ],
)
def test_a_changed_row_that_says_what_no_list_holds_is_told(house, name, cells, reason):
    editor = house.editor()
    write(editor, name, *cells)
    assert reason in refused(house, editor)


@pytest.mark.heavy
@pytest.mark.parametrize("tracked", ["1", "0"])
def test_a_row_that_libreoffice_takes_out_leaves_the_list(house, tmp_path, tracked):
    acts = [("TRACK", tracked), ("ROWDELETE", "2", "2")]
    [data] = edit({"all": house.minutes.read_bytes()}, {"all": acts}, tmp_path).values()
    back = tmp_path / "back.docx"
    back.write_bytes(data)
    before = house.record()
    outcome = pull(file=str(back), source=str(house.source), meeting=None, apply=True)
    assert (outcome.exit_code, outcome.problems) == (ExitCode.DONE, ())
    assert lines(before, house.record()) == [f"-{OTHERS}", "+  others: [project-lead]"]
