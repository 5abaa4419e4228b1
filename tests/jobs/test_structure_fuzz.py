"""Random additions, deletions and moves in a Word file: each ends in a record that reads and whose minutes say it, or is told; no word is lost."""

import random
import re
import shutil
from pathlib import Path

import pytest

from pipeline.compose.minutes import compose_minutes
from pipeline.compose.public_record import base_fields
from pipeline.jobs.documents import make_minutes
from pipeline.jobs.restructuring import plan
from pipeline.jobs.wayback import worked_out
from pipeline.records.reading import read_source
from pipeline.word.reading import read_docx
from pipeline.word.wording import key
from tests.word.editor import Editor, w

ROOT = Path(__file__).parent.parent.parent


class Typist:
    """Somebody at the document, whose every new word is known."""

    def __init__(self, data, chance):
        self.editor = Editor(data, tracked=chance.random() < 0.5)
        self.chance = chance
        self.count = 0

    def words(self):
        self.count += 1
        return f"nyord{self.count} sägs av ledamoten"

    def styled(self, before, words, style):
        fresh = self.editor.paragraph_after(before, words)
        for numbering in list(fresh.iter(w("numPr"))):
            numbering.getparent().remove(numbering)
        fresh.find(w("pPr")).find(w("pStyle")).set(w("val"), style)
        return fresh

    def body(self, style=None):
        found = [
            one
            for one in self.editor.body
            if one.tag == w("p")
            and self.editor.text(one)
            and one.find(w("pPr")) is not None
            and one.find(w("pPr")).find(w("pStyle")) is not None
        ]
        return [one for one in found if style is None or self.style(one) == style]

    def style(self, paragraph):
        return paragraph.find(w("pPr")).find(w("pStyle")).get(w("val"))

    def section(self):
        """The elements of a § that is followed by another."""
        heads = self.body("Heading1")
        if len(heads) < 2:
            return []
        at = self.chance.randrange(len(heads) - 1)
        found = [heads[at]]
        while found[-1].getnext() is not heads[at + 1]:
            found.append(found[-1].getnext())
        return found


def paragraph(typist):
    typist.styled(typist.chance.choice(typist.body()), f"{typist.words().capitalize()}.", "BodyText")


def item(typist):
    typist.styled(typist.chance.choice(typist.body("ListBullet") or typist.body()), typist.words(), "ListBullet")


def clause(typist):
    typist.styled(typist.chance.choice(typist.body("Beslut") or typist.body()), f"att {typist.words()}.", "Beslut")


def proposal(typist):
    there = [one for one in typist.body("BodyText") if typist.editor.text(one).startswith("Att ")]
    if there:
        typist.styled(typist.chance.choice(there), f"Att {typist.words()}.", "BodyText")


def decision(typist):
    """A decision in a § that may have none."""
    there = typist.section()
    if there and there[-1].tag == w("p"):
        label = typist.styled(there[-1], "Beslut", "Beslutsrubrik")
        lead = typist.styled(label, "Styrelsen beslutar", "Beslutmednasta")
        first = typist.styled(lead, f"att {typist.words()} samt", "Beslut")
        typist.styled(first, f"att {typist.words()}.", "Beslut")


def first_words(typist):
    """Text right below a heading."""
    first = typist.styled(typist.chance.choice(typist.body("Heading1")), f"{typist.words().capitalize()}.", "BodyText")
    typist.styled(first, f"{typist.words().capitalize()}.", "BodyText")


def drop_clause(typist):
    found = [one for one in typist.body("Beslut") if one.getnext() is not None and one.getnext().tag == w("p")]
    if found:
        typist.editor.delete_paragraph(typist.chance.choice(found))


def whole_section(typist):
    there = typist.section()
    if not there:
        return
    at = typist.styled(there[-1] if there[-1].tag == w("p") else there[0], typist.words().capitalize(), "Heading1")
    for _ in range(typist.chance.randint(0, 2)):
        at = typist.styled(at, f"{typist.words().capitalize()}.", "BodyText")
    if typist.chance.random() < 0.6:
        at = typist.styled(at, "Beslut", "Beslutsrubrik")
        typist.styled(at, f"Styrelsen beslutar att {typist.words()}.", "Beslut")


def move(typist):
    there = typist.section()
    heads = [one for one in typist.body("Heading1") if one not in there]
    if there and heads:
        goal = typist.chance.choice(heads)
        for element in there:
            goal.addprevious(element)


def drop_section(typist):
    for element in typist.section():
        element.getparent().remove(element)


def drop_paragraph(typist):
    found = [one for one in typist.body() if one.getnext() is not None and one.getnext().tag == w("p")]
    if found:
        typist.editor.delete_paragraph(typist.chance.choice(found))


def row(typist):
    import copy

    rows = list(typist.editor.body.iter(w("tr")))
    there = typist.chance.choice(rows)
    fresh = copy.deepcopy(there)
    for tag in ("bookmarkStart", "bookmarkEnd"):
        for mark in list(fresh.iter(w(tag))):
            mark.getparent().remove(mark)
    for number, cell in enumerate(fresh.iter(w("tc"))):
        for part in list(cell.iter(w("t"))):
            part.text = "" if number else typist.words()
    there.addnext(fresh)


def drop_row(typist):
    there = typist.chance.choice(list(typist.editor.body.iter(w("tr"))))
    if len(there.getparent().findall(w("tr"))) > 2:
        there.getparent().remove(there)


def word(typist):
    there = typist.chance.choice(typist.body("BodyText"))
    text = typist.editor.text(there)
    at = typist.chance.choice([0, len(text), *(found.start() for found in re.finditer(" ", text))])
    typist.editor.insert(there, at, f" {typist.words()} ")


ACTS = (paragraph, paragraph, item, clause, clause, proposal, decision, first_words, drop_clause, drop_clause, whole_section, whole_section, move, move, drop_section, drop_paragraph, drop_paragraph, row, drop_row,
        word)  # fmt: skip


def said(text):
    """The words of a text; numbers of §§ follow from what stands before them."""
    return {one for one in re.findall(r"\w+", key(text).lower()) if not one.isdigit()}


def text_of(paragraph):
    """What stands finally, hyphens that do not break included."""
    runs = [run for run in paragraph.iter(w("r")) if next(run.iterancestors(w("del")), None) is None]
    return "".join(
        "-" if part.tag == w("noBreakHyphen") else part.text or "" for run in runs for part in run.iter(w("t"), w("noBreakHyphen"))
    )


def play(seed, data, record, now):
    chance = random.Random(seed)
    typist = Typist(data, chance)
    acts = [chance.choice(ACTS) for _ in range(chance.randint(1, 5))]
    for act in acts:
        act(typist)
    returned = back = read_docx(typist.editor.save(), f"{seed}.docx")
    _, entries, values, returned = worked_out(record, returned, now)
    planned = plan(record, None, returned, values)
    context = (seed, [act.__name__ for act in acts])
    told = [
        *(str(step.what) for step in planned.steps),
        *(refusal.now for refusal in returned.refusals),
        *(f"{one.old} {one.new} {' '.join(map(str, one.more))}" for one in entries.shown),
        *(str(values[origin] or "") for origin in (*planned.short, *(origin for origin, _ in planned.wrong))),
    ]
    everywhere = said(" ".join([*(line.text for line in planned.lines), *told]))
    labels = {"Heading2", "Beslutsrubrik", "Beslutmednasta"}  # the wording's own, which go with what stands under them
    for there in typist.editor.paragraphs():
        if any(style.get(w("val")) in labels for style in there.iter(w("pStyle"))):
            continue
        lost = said(text_of(there)) - everywhere
        assert not lost, (*context, lost, text_of(there))
    for path, new in planned.files.items():
        old = path.read_text(encoding="utf-8")
        comments = [line for line in old.splitlines() if line.lstrip().startswith("#")]
        assert [line for line in new.decode().splitlines() if line.lstrip().startswith("#")] == comments, context
    again = plan(record, None, returned, values)
    assert again.files == planned.files, (*context, "the same document gives the same record")
    if planned.files:
        pulled_again(record, back, planned.files, context)


def pulled_again(record, back, files, context):
    """What was taken is no difference any more: the same document changes nothing in the record that it changed."""
    before = {path: path.read_bytes() for path in files}
    try:
        for path, data in files.items():
            path.write_bytes(data)
        changed = read_source(record.root)
        _, _, values, returned = worked_out(changed, back, base_fields(compose_minutes(changed)))
        assert plan(changed, None, returned, values).files == {}, (*context, "pulled twice")
    finally:
        for path, data in before.items():
            path.write_bytes(data)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    output = tmp_path_factory.mktemp("out")
    source = output / "source"
    shutil.copytree(ROOT / "source", source)
    make_minutes(source=str(source), meeting=None, output=str(output), form="docx")
    record = read_source(source)
    return (output / "2023-orebro/minutes.docx").read_bytes(), record, base_fields(compose_minutes(record))


def test_a_few_sequences_of_additions_deletions_and_moves(made):
    for seed in range(12):
        play(seed, *made)


@pytest.mark.heavy
@pytest.mark.no_cover
@pytest.mark.parametrize("tenth", range(10))
def test_a_thousand_sequences_of_additions_deletions_and_moves(made, tenth):
    for seed in range(1_000 + 100 * tenth, 1_100 + 100 * tenth):
        play(seed, *made)
