"""LibreOffice edits and saves, tracked and not: just the differences that were made come back, and an untouched file gives none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.merge.words import difference
from pipeline.word.document import write_docx
from pipeline.word.reading import read_docx
from tests.word import stories
from tests.word.office import edit

pytestmark = [pytest.mark.heavy, pytest.mark.xdist_group("way back")]  # one start of LibreOffice edits for all

BACKGROUND = "items.plan.background"
CASES: dict[str, tuple[list[tuple[str, ...]], dict[str, str | None]]] = {
    "untouched": ([], {}),
    "insert at the start": ([("BEFORE", "Kansliet har tagit", "Nu har detta hänt: ")], {BACKGROUND: "{Nu har detta hänt: }"}),
    "insert in the middle": ([("AFTER", "konkurrenskraften i den", " starka")], {"talks.mining.text": "{ starka}"}),
    "insert at the end": ([("AFTER", "vidare på fokusområdet.", " Det är bra.")], {BACKGROUND: "{ Det är bra.}"}),
    "replace": ([("REPLACE", "godkänna verksamhetsplanen", "avslå verksamhetsplanen")], {"items.plan.decide.1": "[godkänna]{avslå}"}),
    "end of a clause": ([("AFTER", "ta fram en tidplan", " och en budget")], {"items.plan.decide.2": "{ och en budget}"}),
    "split": ([("SPLIT", "tolv kommuner.")], {"talks.bro.text": "[ ]{\n\n}"}),
    "join": ([("JOIN", "tillsammans med kommunerna.")], {"talks.bro.text": "[kommunerna.\n\nBRO]{kommunerna.BRO}"}),
    "delete a paragraph": (
        [("DELETE", "BRO samordnar upphandlingen")],
        {"talks.bro.text": "[\n\nBRO samordnar upphandlingen av SKR:s insiktsmätning och håller en årlig workshop om företagsklimat. En konjunkturbarometer för länet är på väg.]"},
    ),
    "delete a field": ([("DELETE", "Kansliet har tagit fram")], {BACKGROUND: None}),
    "another text altogether": (
        [("WHOLE", "Kansliet har tagit fram", "Nytt.")],
        {BACKGROUND: "[Kansliet har tagit fram ett förslag som bygger vidare på fokusområdet]{Nytt}"},
    ),
    "a new paragraph": ([("PARAGRAPH", "vidare på fokusområdet.", "Ett nytt stycke.")], {BACKGROUND: "{\n\nEtt nytt stycke.}"}),
    "a new item": ([("PARAGRAPH", "hög och jämlik", "en punkt till")], {"talks.region.text": "{en punkt till\n- }"}),
    "an item less": ([("DELETE", "hög och jämlik")], {"talks.region.text": "[hög och jämlik livskvalitet\n- ]"}),
    "a heading": ([("REPLACE", "Verksamhetsplan 2024", "Verksamhetsplan 2025")], {"items.plan.heading": "[2024]{2025}"}),
    "a cell": ([("REPLACE", "Region Örebro län, Örebro", "Conventum, Örebro")], {"place": "[Region Örebro län]{Conventum}"}),
    "a title": ([("REPLACE", "Presentation BRO möter Bergslaget", "Presentation BRO")], {"documents.bro.title": "[ möter Bergslaget]"}),
    "bold": ([("BOLD", "strategiskt")], {"talks.mining.text": "{**}{**}"}),
    "without its marks": ([("DROPMARKS",), ("REPLACE", "bygger vidare", "bygger")], {BACKGROUND: "[vidare ]"}),
}  # fmt: skip
TOLD: dict[str, tuple[list[tuple[str, ...]], str]] = {
    "generated words": ([("REPLACE", "Ordföranden öppnar mötet", "Ordförande Kalle öppnar mötet")], "edited"),
    "a generated cell": ([("REPLACE", "Bruksby kommun", "Bruksbo kommun")], "edited"),
    "a generated paragraph": ([("DELETE", "Ledamot 9 lämnar")], "deleted"),
    "a row less": ([("ROWDELETE", "1", "2")], "row_deleted"),
    "a row more": ([("ROWINSERT", "1", "2", "Ersättare 7")], "row"),
    "struck through": ([("STRIKE", "strategiskt")], "formatting"),
    "joined with another": ([("JOIN", "vidare på fokusområdet.")], "joined"),
    "a whole section": (
        [("PARAGRAPH", "Mötet ajourneras", "Ny rubrik"), ("STYLE", "Ny rubrik", "Heading 1"), ("PARAGRAPH", "Ny rubrik", "Text under ny rubrik.")],
        "section",
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def saved(look, tmp_path_factory):
    """Every case in one run of LibreOffice, tracked and untracked."""
    document = stories.minutes()
    data = write_docx(document, replace(look, embed_fonts=False), base=stories.base_of(document), meeting="2023-orebro").data
    acts = {}
    for name, (steps, _) in {**CASES, **TOLD}.items():
        plain = name.replace(" ", "_")
        acts[f"{plain}-typed"] = steps
        acts[f"{plain}-tracked"] = [("TRACK", "1"), *steps]
    acts["comment"] = [("COMMENT", "bygger vidare", "Stämmer detta?")]
    return edit(dict.fromkeys(acts, data), acts, tmp_path_factory.mktemp("edits"))


def shown(old: str, new: str | None) -> str | None:
    """A difference as "[deleted]{inserted}"."""
    if new is None:
        return None
    marks = {"deleted": "[{}]", "inserted": "{{{}}}"}
    return "".join(marks[part.kind].format(part.text) for part in difference(old, new) if part.kind != "same")


WAYS = [(name, way) for name in CASES for way in ("typed", "tracked") if (name, way) != ("without its marks", "tracked")]
"""While it tracks, LibreOffice keeps bookmarks."""


@pytest.mark.parametrize(("name", "way"), WAYS)
def test_the_difference_that_was_made_comes_back_and_no_other(saved, name, way):
    returned = read_docx(saved[f"{name.replace(' ', '_')}-{way}"], "retur.docx", meeting="2023-orebro")
    found = {origin: shown(field.base, field.final) for origin, field in returned.fields.items() if field.changed}
    assert found == CASES[name][1]
    assert returned.refusals == returned.additions == returned.moves == ()
    if way == "tracked":
        assert not [origin for origin, field in returned.fields.items() if field.untracked], "rejecting all gives the base"
        assert all(field.hands for field in returned.fields.values() if field.changed)


@pytest.mark.parametrize("way", ["typed", "tracked"])
@pytest.mark.parametrize("name", TOLD)
def test_what_the_record_has_no_place_for_is_told(saved, name, way):
    returned = read_docx(saved[f"{name.replace(' ', '_')}-{way}"], "retur.docx")
    assert not [origin for origin, field in returned.fields.items() if field.changed]
    assert [one.kind for one in (*returned.refusals, *returned.additions)] == [TOLD[name][1]]


def test_a_comment_stands_at_its_field(saved):
    [comment] = read_docx(saved["comment"], "retur.docx").comments
    assert (comment.origin, comment.author, comment.text, comment.quoted) == (BACKGROUND, "Ledamot 3", "Stämmer detta?", "bygger vidare")
