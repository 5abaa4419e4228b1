"""Members from a spreadsheet: rows (.csv, .xlsx) held against members.yaml, which changes in place, comments kept."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator
from dataclasses import field
from itertools import islice
from pathlib import Path
from zipfile import BadZipFile

from pipeline.dataclass import dataclass
from pipeline.problems import BadInput, Message, Place, Problem, Report, say
from pipeline.records.folder import read_file
from pipeline.records.members import Member, Members
from pipeline.records.rules.addresses import mail_fault
from pipeline.records.shape import read_shape, slug
from pipeline.records.shorthand import nearest
from pipeline.yamlfile import Steps, YamlFile
from pipeline.yamlfile.expecting import Added, Change
from pipeline.yamlfile.splicing import splice

MAX_BYTES = 32 * 1024 * 1024
MAX_ROWS = 20_000
TITLES = 10
"""Lines among which the heads are looked for."""

HEADS: dict[str, str] = {
    "id": "id", "beteckning": "id",
    "name": "name", "namn": "name", "medlem": "name", "member": "name", "kommun": "name", "organisation": "name",
    "kind": "kind", "slag": "kind", "typ": "kind", "type": "kind",
    "code": "code", "kod": "code", "kommunkod": "code", "scb-kod": "code", "länskod": "code",
    "mail": "mail", "email": "mail", "e-mail": "mail", "e-post": "mail", "epost": "mail", "mejl": "mail", "e-postadress": "mail", "address": "mail",
    "language": "language", "språk": "language",
    "opt_out": "opt_out", "opt out": "opt_out", "opt-out": "opt_out", "avanmäld": "opt_out", "avanmälda": "opt_out", "vill inte ha": "opt_out",
}  # fmt: skip
"""Heads of columns, in small letters, and the fields they fill."""
KINDS = {
    "municipality": "municipality", "kommun": "municipality", "region": "region", "organisation": "organisation", "organization": "organisation",
    "förening": "organisation", "företag": "organisation", "person": "person",
}  # fmt: skip
LANGUAGES = {"sv": "sv", "svenska": "sv", "swedish": "sv", "en": "en", "engelska": "en", "english": "en"}
YES = frozenset({"x", "ja", "yes", "true", "1", "sann"})


Fields = dict[str, str | tuple[str, ...]]
"""Fields of a member as members.yaml has them."""


@dataclass(frozen=True, slots=True)
class Row:
    """A member as the spreadsheet tells it: its line, and the fields whose columns there are."""

    line: int
    name: str
    fields: dict[str, str] = field(default_factory=dict)


def import_members(target: Path, file: Path) -> tuple[str, tuple[Message, ...]]:
    """The new text of members.yaml, and what changes in words; BadInput where either file cannot be used.

    Members are matched by id, code or name. Members without a row stay as they are. Fields without a column are not touched.
    """
    report = Report()
    tree = read_file(target, report)
    members = read_shape(tree, Members, report) if tree is not None else None
    report.close()
    assert tree is not None
    assert members is not None
    rows = read_rows(file)
    changes, lines = _changes(members, tree, rows, file, report)
    report.close()
    text = splice(tree.text, changes) if changes else tree.text
    return _checked(target, text), tuple(lines)


def _checked(target: Path, text: str) -> str:
    """The new text, read again: what a spreadsheet says must make a file that can be read."""
    from pipeline.yamlfile import read_yaml

    report = Report()
    tree: YamlFile | None = read_yaml(text.encode(), target.as_posix(), report)
    if tree is not None:
        read_shape(tree, Members, report)
    report.close()
    return text


def read_rows(file: Path) -> list[Row]:
    """The rows of the first sheet under its line of heads; BadInput where the file is no such table."""
    place = Place(file.as_posix())
    if not file.is_file():
        raise BadInput([Problem(place, "", say("expected a spreadsheet (.xlsx or .csv), found no file of that name"))])
    if file.stat().st_size > MAX_BYTES:
        raise BadInput([Problem(place, "", say("expected a file of at most {limit} MB, found a larger one", limit=MAX_BYTES >> 20))])
    match file.suffix.lower():
        case ".csv" | ".tsv" | ".txt":
            table = _csv_table(file.read_bytes(), place)
        case ".xlsx" | ".xlsm":
            table = _xlsx_table(file, place)
        case suffix:
            hint = say("save it from the spreadsheet program as .xlsx or .csv")
            raise BadInput(
                [Problem(place, "", say("expected a spreadsheet (.xlsx or .csv), found '{suffix}'", suffix=suffix or file.name), hint)]
            )
    return list(_rows(table, place))


def _csv_table(data: bytes, place: Place) -> list[list[str]]:
    """Cells of a CSV file, in UTF-8, in Excel's "Unicode text" or in the older encoding of spreadsheet programs, with commas, semicolons or tabs between."""
    try:
        text = data.decode("utf-16" if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    try:
        return [[cell.strip() for cell in row] for row in _csv_rows(text, max(";,\t", key=lambda mark: _parted(text, mark)))]
    except csv.Error as error:
        hint = say("open it in the spreadsheet program and save it anew")
        raise BadInput(
            [Problem(place, "", say("expected a spreadsheet that is whole, found: {reason}", reason=str(error)), hint)]
        ) from error


def _csv_rows(text: str, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def _parted(text: str, delimiter: str) -> tuple[int, int]:
    """How well a delimiter parts the first lines: the heads that it finds in one of them, and the cells in all; a title above may hold any."""
    try:
        rows = list(islice(_csv_rows(text, delimiter), 3 * TITLES))
    except csv.Error:  # a quotation mark that this delimiter takes for the beginning of a cell
        return -1, 0
    return max((len({*_fields(row)} - {""}) for row in rows), default=0), sum(len(row) - 1 for row in rows)


def _xlsx_table(file: Path, place: Place) -> list[list[str]]:
    try:
        from openpyxl import load_workbook
        from openpyxl.utils.exceptions import InvalidFileException
    except ImportError:
        hint = say(
            "save the spreadsheet as .csv, or install the libraries for mail: pip install --require-hashes -r requirements-mail.lock"
        )
        raise BadInput([Problem(place, "", say("expected the library openpyxl for .xlsx files, found none"), hint)]) from None
    try:
        book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        table = [[_cell(value) for value in row] for row in sheet.iter_rows(max_row=MAX_ROWS, max_col=40, values_only=True)]
        book.close()
    except (InvalidFileException, BadZipFile, KeyError, ValueError, OSError, EOFError, IndexError, SyntaxError) as error:
        hint = say("open it in the spreadsheet program and save it anew")
        found = say("expected a spreadsheet that is whole, found: {reason}", reason=str(error))
        if isinstance(error, BadZipFile | InvalidFileException):
            found = say("expected a spreadsheet that is whole, found another kind of file or a damaged one")
        raise BadInput([Problem(place, "", found, hint)]) from None
    return table


def _cell(value: object) -> str:
    """A cell as text; 1884.0 is 1884."""
    if value is None:
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()


def _fields(row: list[str]) -> list[str]:
    """The field that each head names, '' for one that names none."""
    return [HEADS.get(" ".join(cell.lower().split()), "") for cell in row]


def _line_of_heads(table: list[list[str]]) -> int | None:
    """The first line that names a member and something else, as titles may stand above it; otherwise the first with anything in it."""
    filled = [index for index, row in enumerate(table) if any(row)]
    named = (index for index in filled[:TITLES] if "name" in (found := _fields(table[index])) and len(set(found) - {""}) > 1)
    return next(named, filled[0] if filled else None)


def _rows(table: list[list[str]], place: Place) -> Iterator[Row]:
    number = _line_of_heads(table)
    if number is None:
        raise BadInput([Problem(place, "", say("expected a line of heads and lines of members, found nothing"))])
    heads = _fields(table[number])
    if "name" not in heads:
        near = next((hint for cell in table[number] if (hint := nearest(cell, ["namn", "name", "medlem"])) is not None), None)
        found = ", ".join(f"'{cell}'" for cell in table[number] if cell)
        hint = near or say(
            "the first line names the columns: name, kind, code, mail, language, opt_out (or namn, slag, kod, e-post, språk, avanmäld)"
        )
        raise BadInput(
            [Problem(Place(place.file, number + 1), "", say("expected a column 'name' (namn), found {found}", found=found), hint)]
        )
    for index, row in enumerate(table[number + 1 :], number + 2):
        cells = {head: cell for head, cell in zip(heads, [*row, *[""] * len(heads)], strict=False) if head}
        if cells.get("name"):
            yield Row(index, cells.pop("name"), cells)


def _changes(members: Members, tree: YamlFile, rows: list[Row], file: Path, report: Report) -> tuple[dict[Steps, Change], list[Message]]:
    """The edits of members.yaml and their words."""
    changes: dict[Steps, Change] = {}
    lines: list[Message] = []
    fresh: list[Fields] = []
    seen: dict[int | str, int] = {}
    for row in rows:
        place = Place(file.as_posix(), row.line)
        wanted = _wanted(row, place, report)
        index = _find(members, row, wanted)
        key = index if index is not None else str(wanted["id"])
        if key in seen:
            report.error(
                place, row.name, say("expected each member once, found '{name}' in line {line} too", name=row.name, line=seen[key])
            )
            continue
        seen[key] = row.line
        if index is None:
            fresh.append(_new_member(row, wanted, place, report))
        else:
            _compare(members.members[index], tree, ("members", index), wanted, changes, lines)
    for number, member in enumerate(fresh):
        changes["members", len(members.members) + number] = Added({name: value for name, value in member.items() if value not in ("", ())})
        lines.append(say("new: {name} ({mail})", name=member["name"], mail=_shown(member.get("mail", ()))))
    lines += [
        say("not in the spreadsheet, stays: {name}", name=member.name) for index, member in enumerate(members.members) if index not in seen
    ]
    return changes, lines


def _wanted(row: Row, place: Place, report: Report) -> Fields:
    """The fields of a row in the form of members.yaml."""
    wanted: Fields = {"id": row.fields.get("id") or slug(re.sub(r"(?i)\s+kommun$", "", row.name)), "name": row.name}
    if "mail" in row.fields:
        wanted["mail"] = _addresses(row.fields["mail"], row, place, report)
    if row.fields.get("code"):
        code = row.fields["code"]
        wanted["code"] = code.zfill(4 if len(code) > 2 else 2)
        if re.fullmatch(r"\d{2}(\d{2})?", str(wanted["code"])) is None:
            report.error(place, row.name, say("expected an official code of two or four digits, found '{code}'", code=code))
    for name, words in (("kind", KINDS), ("language", LANGUAGES)):
        written = row.fields.get(name, "")
        if written and written.lower() not in words:
            message = say("expected one of {words}, found '{found}'", words=", ".join(words), found=written)
            report.error(place, row.name, message, nearest(written, words))
        elif written:
            wanted[name] = words[written.lower()]
    if "opt_out" in row.fields:
        written = row.fields["opt_out"]
        everything = written.lower() in YES
        wanted["opt_out"] = wanted.get("mail", ()) if everything else () if "@" not in written else _addresses(written, row, place, report)
    return wanted


def _addresses(written: str, row: Row, place: Place, report: Report) -> tuple[str, ...]:
    """Addresses with commas, semicolons, spaces or line ends between."""
    addresses = tuple(dict.fromkeys(part for part in re.split(r"[;,\s]+", written) if part))
    for address in addresses:
        fault = mail_fault(address)
        if fault is not None:
            report.error(place, row.name, say("expected a mail address, found '{address}'", address=address), fault)
    return addresses


def _find(members: Members, row: Row, wanted: Fields) -> int | None:
    """The member of a row: by id where the sheet has ids, by code, by name."""
    for matches in (
        lambda member: bool(row.fields.get("id")) and member.id == row.fields["id"],
        lambda member: "code" in wanted and member.code == wanted["code"],
        lambda member: _bare(member.name) == _bare(row.name),
    ):
        found = [index for index, member in enumerate(members.members) if matches(member)]
        if found:
            return found[0]
    return None


def _bare(name: str) -> str:
    """A name for comparison: without 'kommun', small letters."""
    return re.sub(r"\s+kommun$", "", " ".join(name.lower().split()))


def _new_member(row: Row, wanted: Fields, place: Place, report: Report) -> Fields:
    """A member that is new, its kind worked out where no column tells it."""
    kind = wanted.get("kind")
    code = str(wanted.get("code", ""))
    if kind is None:
        kind = "region" if row.name.lower().startswith("region ") or len(code) == 2 else "municipality" if len(code) == 4 else None
    if kind is None:
        report.error(
            place,
            row.name,
            say("expected the kind of the new member, found none"),
            say("add a column 'kind' (slag): kommun, region, organisation or person"),
        )
    order = ("id", "name", "kind", "code", "mail", "language", "opt_out")
    return {name: value for name in order if (value := kind if name == "kind" else wanted.get(name)) is not None}


def _compare(member: Member, tree: YamlFile, steps: Steps, wanted: Fields, changes: dict[Steps, Change], lines: list[Message]) -> None:
    """The fields of a known member that change; a cell left empty changes nothing, but for opt_out."""
    for name in ("kind", "code", "mail", "language", "opt_out"):
        if name not in wanted:
            continue
        old, new = getattr(member, name), wanted[name]
        if old == new or (new in ("", ()) and name != "opt_out"):
            continue
        changes[*steps, name] = new if tree.node((*steps, name)) is not None else Added(new)
        lines.append(say("changed: {name}, {field}: {old} → {new}", name=member.name, field=name, old=_shown(old), new=_shown(new)))


def _shown(value: object) -> str:
    return (", ".join(value) if isinstance(value, tuple) else str(value or "")) or "–"
