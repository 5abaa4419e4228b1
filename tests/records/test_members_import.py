"""Members from a spreadsheet: what changes is shown and written in place, everything else stays byte for byte."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from pipeline.problems import BadInput
from pipeline.records.members_import import import_members

MEMBERS = """# Medlemmar
format: 1
members:
  - {id: nora, name: Nora, kind: municipality, code: "1884", mail: [kommun@nora.example]}   # först
  # region
  - id: region-dalarna
    name: Region Dalarna
    kind: region
    code: "20"
    mail:
      - registrator@region-dalarna.example
"""


@pytest.fixture
def run(tmp_path: Path):
    (tmp_path / "members.yaml").write_text(MEMBERS, encoding="utf-8")

    def imported(table: str | bytes, name: str = "m.csv") -> tuple[str, list[str]]:
        (tmp_path / name).write_bytes(table.encode() if isinstance(table, str) else table)
        text, lines = import_members(tmp_path / "members.yaml", tmp_path / name)
        return text, [str(line) for line in lines]

    return imported


def test_the_same_members_change_nothing(run) -> None:
    text, lines = run("Namn;Kommunkod;E-post\nNora kommun;1884;kommun@nora.example\nRegion Dalarna;20;registrator@region-dalarna.example\n")
    assert (text, lines) == (MEMBERS, [])


def test_changes_are_told_and_written_where_they_stand(run) -> None:
    table = "namn;kod;e-post;språk\nNORA;;kommun@nora.example, ks@nora.example;engelska\nRegion Dalarna;20;;\nSäter;2082;kommun@sater.example;\n"
    text, lines = run(table)
    assert lines == [
        "changed: Nora, mail: kommun@nora.example → kommun@nora.example, ks@nora.example",
        "changed: Nora, language: – → en",
        "new: Säter (kommun@sater.example)",
    ]
    assert text == MEMBERS.replace("mail: [kommun@nora.example]}", "mail: [kommun@nora.example, ks@nora.example], language: en}") + (
        "  - id: sater\n    name: Säter\n    kind: municipality\n    code: '2082'\n    mail:\n      - kommun@sater.example\n"
    )


def test_an_excel_sheet_with_numbers_for_codes(run, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (
        [None],
        ["Medlem", "Kod", "E-post", "Avanmäld"],
        ["Nora", 1884, "kommun@nora.example", "ja"],
        ["Region Dalarna", 20.0, None, None],
    ):
        book.active.append(row)
    book.save(tmp_path / "m.xlsx")
    text, lines = run((tmp_path / "m.xlsx").read_bytes(), "m.xlsx")
    assert lines == ["changed: Nora, opt_out: – → kommun@nora.example"]
    assert "mail: [kommun@nora.example], opt_out: [kommun@nora.example]}   # först" in text


def test_titles_may_stand_above_the_heads(run) -> None:
    _, lines = run("Medlemmar;;\n;;\nE-post;Kod;Namn\nks@nora.example;1884;Nora\n;20;Region Dalarna\n")
    assert lines == ["changed: Nora, mail: kommun@nora.example → ks@nora.example"]
    with pytest.raises(BadInput, match="nora") as caught:
        run("Medlemmar;\nNamn;E-post\nNora;nora\n")
    assert caught.value.problems[0].where.line == 3


@pytest.mark.parametrize(
    "title", ["Medlemmar, adresser och koder, hösten 2025", '"Medlemmar, adresser",,,,', "Medlemmar\t\t\t", "a;b,c,d,e,f"]
)
def test_a_title_above_the_heads_does_not_decide_what_parts_the_cells(run, title: str) -> None:
    for mark in ";,\t":
        heads = mark.join(("Namn", "Kommunkod", "E-post"))
        member = mark.join(("Säter", "2082", '"kommun@sater.example, ks@sater.example"'))
        _, lines = run(f"{title}\n\n{heads}\n{member}\n")
        assert "new: Säter (kommun@sater.example, ks@sater.example)" in lines


def test_a_quotation_mark_in_a_cell_does_not_hide_what_parts_the_cells(run) -> None:
    note = "ord " * 20_000
    rows = ('Säter;2082;kommun@sater.example;hej,"citat', f"Nora kommun;1884;;{note}", f"Region Dalarna;20;;{note}")
    _, lines = run("\n".join(("Namn;Kommunkod;E-post;Not", *rows)))
    assert "new: Säter (kommun@sater.example)" in lines


def test_a_table_in_the_older_encoding_is_read(run) -> None:
    _, lines = run("namn\te-post\tslag\nSäter\tkommun@sater.example\tkommun\n".encode("cp1252"))
    assert lines == [
        "new: Säter (kommun@sater.example)",
        "not in the spreadsheet, stays: Nora",
        "not in the spreadsheet, stays: Region Dalarna",
    ]


@pytest.mark.parametrize(
    ("table", "name", "message"),
    [
        ("a;b\n1;2\n", "m.csv", "m.csv:1: : expected a column 'name' (namn), found 'a', 'b'"),
        ("nman;e-post\n", "m.csv", "m.csv:1: : expected a column 'name' (namn), found 'nman', 'e-post'"),
        ("namn;e-post\nNora;nora\n", "m.csv", "m.csv:2: Nora: expected a mail address, found 'nora'"),
        ("namn\nNora\nNora kommun\n", "m.csv", "m.csv:3: Nora kommun: expected each member once, found 'Nora kommun' in line 2 too"),
        ("namn\nOkänd\n", "m.csv", "m.csv:2: Okänd: expected the kind of the new member, found none"),
        ("namn;slag\nNora;kommum\n", "m.csv", "m.csv:2: Nora: expected one of"),
        ("", "m.csv", "m.csv: : expected a line of heads and lines of members, found nothing"),
        ("x", "m.ods", "m.ods: : expected a spreadsheet (.xlsx or .csv), found '.ods'"),
        ("x", "m.xlsx", "m.xlsx: : expected a spreadsheet that is whole, found another kind of file or a damaged one"),
    ],
)
def test_what_cannot_be_used_is_told(run, table: str, name: str, message: str) -> None:
    with pytest.raises(BadInput) as caught:
        run(table, name)
    problem = caught.value.problems[0]
    assert f"{problem.where}: {problem.field}: {problem.message}".split("/")[-1].startswith(message)


def test_a_table_that_excel_saved_as_unicode_text_is_read(run) -> None:
    _, lines = run("namn\te-post\tslag\nSäter\tkommun@sater.example\tkommun\n".encode("utf-16"))
    assert lines[0] == "new: Säter (kommun@sater.example)"


def test_a_cell_of_a_whole_book_is_told(run) -> None:
    with pytest.raises(BadInput, match="a spreadsheet that is whole"):
        run("namn\n" + "x" * 200_000 + "\n")
