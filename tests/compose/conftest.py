"""Records written as a secretary writes them, and stories as a reader sees them."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace

import pytest

from pipeline import story
from pipeline.problems import Report
from pipeline.records.reading import read_source

ASSOCIATION = """
format: 1
id: sallskapet
name: Sällskapet Norra Bruken
short_name: Norra Bruken
number: 802400-1234
profile: association
language: sv
address: {street: Storgatan 1, postcode: 123 45, town: Bruksby}
contact: {email: kansli@bruken.example, person: Kansliet, phone: 023-12 34 56}
web: bruken.example
bodies:
  board:
    name: Styrelsen
    kind: board
    people:
      - {id: anna, name: Anna Ask, member: Bruksby kommun, office: chair, party: S}
      - {id: bo, name: Bo Berg, member: Hyttskogens kommun, office: vice_chair}
      - {id: lars, name: Lars, member: Region Norrberg}
      - {id: cia, name: Cia Ceder, member: Malmsjö kommun}
      - {id: dan, name: Dan Dal, member: Gruvfors kommun}
      - {id: eva, name: Eva Ek, member: Stångåsens kommun, office: substitute, order: 1}
      - {id: filip, name: Filip Fors, member: Kolarmo kommun, office: substitute, order: 2}
    staff:
      - {id: siv, name: Siv Sand, member: Kansliet, office: secretary}
      - {id: kim, name: Kim Kvist, member: Kansliet, office: staff, title: ekonom}
  annual: {name: Årsmötet, kind: annual_meeting}
  committee: {name: Arbetsutskottet, kind: committee}
"""
FEDERATION = (
    ASSOCIATION.replace("profile: association", "profile: municipal_federation")
    .replace("name: Sällskapet Norra Bruken", "name: Räddningsförbundet Norra Bruken")
    .replace("board:\n    name: Styrelsen\n    kind: board", "board:\n    name: Direktionen\n    kind: executive_board")
)
ENGLISH = (
    ASSOCIATION.replace("language: sv", "language: en")
    .replace("name: Styrelsen", "name: The board")
    .replace("Årsmötet", "The annual meeting")
)

MEETING = """
format: 1
meeting: board 3/2024
status: unadjusted
days: [2024-05-22 13.00-16.00]
place: Stadshuset, Bruksby
adjust: {by: [bo, cia], signing: paper, place: Kansliet, latest: 2024-06-03}
next: 2024-09-12 10.00, Falun
first_section: 30
attendance: {present: all-members}
items: [opening, quorum, closing]
"""
SHOWN = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2060": None, "\u2011": "-"})


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="100" height="50" viewBox="0 0 100 50"><rect width="100" height="50"/></svg>'


def over(base, told):
    """YAML with the top-level fields of ``told`` in the place of those of ``base``."""
    names = set(re.findall(r"^(\w+):", told, re.MULTILINE))
    kept = [part for part in re.split(r"(?m)^(?=\w+:)", base) if part.partition(":")[0] not in names]
    return "".join(part if part.endswith("\n") else part + "\n" for part in kept) + told + "\n"


class Record:
    """Makes sources: the YAML of a meeting over a standard one, in one of the organisations, read from a folder as any record is."""

    def __init__(self, folder, brand):
        self.folder, self.brand = folder, brand
        self.made = 0

    def __call__(self, meeting="", organisation=ASSOCIATION, members="format: 1", images=(), **extra):
        self.made += 1
        root = self.folder / f"source-{self.made}"
        place = root / "meetings" / "2024-bruksby"
        (place / "images").mkdir(parents=True)
        (root / "brand").mkdir()
        shutil.copyfile(self.brand, root / "brand" / "brand.yaml")
        for name, text in {"organisation.yaml": organisation, "members.yaml": members}.items():
            (root / name).write_text(text, encoding="utf-8")
        (place / "meeting.yaml").write_text(over(MEETING, meeting), encoding="utf-8")
        for name in images:
            (place / "images" / name).write_bytes(SVG)
        self.report = Report()
        source = read_source(root, "2024-bruksby", report=self.report)
        return replace(source, **extra)


def shown(inlines):
    """Inlines as a reader sees them, bold between **, plain spaces."""
    parts = []
    for inline in inlines:
        match inline:
            case story.Strong(children):
                parts.append(f"**{shown(children)}**")
            case story.Text(words):
                parts.append(words)
            case story.LineBreak():
                parts.append("\n")
            case story.NoteMark():
                parts.append("^")
            case _:
                parts.append(shown(inline.children))
    return "".join(parts).translate(SHOWN)


def lines(blocks, indent=""):  # noqa: C901, PLR0912 - one branch per kind of block
    """Blocks as lines: what a reader would read aloud, the kind of line before it."""
    for block in blocks:
        match block:
            case story.Cover(title, status, particulars):
                yield f"{indent}TITLE {title.translate(SHOWN)}"
                if status:
                    yield f"{indent}STATUS {status.translate(SHOWN)}"
                yield from (f"{indent}{fact.label}: {shown(fact.children)}" for fact in particulars)
            case story.Section(heading, inner, number):
                yield f"{indent}{f'§ {number} ' if number else '# '}{shown(heading)}"
                yield from lines(inner, indent + "  ")
            case story.Heading(level, children):
                yield f"{indent}{'#' * level} {shown(children)}"
            case story.Paragraph(children, _, role):
                yield f"{indent}{'' if role in {'body', 'lead_in'} else f'({role}) '}{shown(children)}"
            case story.List(items, ordered):
                for item in items:
                    first, *rest = list(lines(item.blocks))
                    yield f"{indent}{'1.' if ordered else '-'} {first}"
                    yield from (f"{indent}   {line}" for line in rest)
            case story.Table(_, _, _, columns, rows):
                yield indent + " | ".join(column.head for column in columns)
                yield from (indent + " | ".join(shown(cell.children) for cell in row.cells) for row in rows)
            case story.Decision(label, clauses, lead):
                yield f"{indent}{label}: {shown(lead)}".rstrip(" ")
                for clause in clauses:
                    yield f"{indent}> {shown(clause.children)}"
                    if clause.action:
                        yield f"{indent}  ({shown(clause.action)})"
            case story.Appendices(entries):
                yield from (f"{indent}{entry.label} {shown(entry.title)} {entry.mentioned}".translate(SHOWN) for entry in entries)
            case story.Signatures(signatures, statement):
                yield from (f"{indent}SIGN {one.label}: {one.name} / {one.place_and_date}" for one in signatures)
                if statement:
                    yield indent + shown(statement)
            case _:
                yield f"{indent}{type(block).__name__}"


@pytest.fixture
def record(tmp_path, root):
    """Make a Source: record('items: …', organisation=…)."""
    return Record(tmp_path, root / "source" / "brand" / "brand.yaml")


@pytest.fixture
def read():
    """The lines of a document as a reader sees them, as one text."""

    def reader(document):
        return "\n".join(lines(document.blocks))

    return reader


@pytest.fixture
def part(read):
    """The lines of one § (or of a heading without §) without its heading, stripped."""

    def reader(document, heading):
        text = read(document)
        found = re.search(rf"^(?:§ \d+ |# ){re.escape(heading)}\n((?:  .*(?:\n|$))*)", text, re.MULTILINE)
        assert found, f"no section {heading!r} in\n{text}"
        return [line.strip() for line in found[1].splitlines()]

    return reader


@pytest.fixture
def organisations():
    """The three organisations' YAML."""
    return {"association": ASSOCIATION, "federation": FEDERATION, "english": ENGLISH}
