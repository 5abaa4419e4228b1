"""A document that is older than its record by many versions: what still fits is merged, the rest is told, and the record loses nothing."""

import pytest

from pipeline.problems import ExitCode
from tests.jobs.test_structure_comes_back import House, house, last, lines, said
from tests.word.editor import Editor, w
from tests.word.test_threads_come_back import discuss, entry

__all__ = ["house"]

OLDER = "the document is older than the record: "


def go_on(house: House, *, rename: tuple[str, str]) -> None:
    """Many versions of the record: an item renamed, one added, one gone, words and places changed."""
    old, new = rename
    for before, after in (
        (f"  - id: {old}\n", f"  - id: {new}\n"),
        (f"{{item: {old}, ", f"{{item: {new}, "),
        ("place: Region Örebro län, Örebro", "place: Folkets hus, Falun"),
        ("  - quorum\n  - adjusters\n", "  - quorum\n  - {id: greeting, heading: Hälsning, text: Värden hälsar.}\n  - adjusters\n"),
        ("  - agenda\n", ""),
        ("grön omställning, kompetensförsörjning och samhällsplanering", "grön omställning och planering"),
    ):
        house.change(before, after)


def another(house: House) -> None:
    """The item under its other name says other things than the one that the document knows."""
    for before, after in (
        ("dnr: 2023-15", "dnr: 2023-99"),
        ("proposal: lämna medlemsavgiften för 2024 oförändrad", "proposal: hyra en lokal i Falun"),
        ("text: medlemsavgiften höjs med 2 procent", "text: lokalen hyrs i Säter"),
    ):
        house.change(before, after)


def edited(house: House) -> Editor:
    editor = house.editor()
    editor.replace("bygger vidare", "bygger fritt vidare")
    editor.replace("lämna medlemsavgiften för 2024 oförändrad", "lämna avgiften för 2024 oförändrad")
    editor.paragraph_after(last(editor, "godkänna verksamhetsplanen"), "att tacka kansliet")
    return editor


def test_what_still_fits_is_merged_and_the_rest_told(house):
    editor = edited(house)
    go_on(house, rename=("fees", "dues"))
    before = house.record()
    shown = house.pull(editor)
    assert house.record() == before
    assert OLDER in said(shown)
    outcome = house.pull(editor, apply=True)
    assert "items.fees is called items.dues in the record now; it was found again by its words" in said(outcome)
    after = lines(before, house.record())
    assert any("bygger fritt vidare" in line and "grön omställning och planering" in line for line in after if line[0] == "+"), "both sides"
    assert "+      - tacka kansliet" in after
    assert "-    proposal: lämna medlemsavgiften för 2024 oförändrad" in after
    assert "+    proposal: lämna avgiften för 2024 oförändrad" in after


def test_an_item_with_other_words_under_another_name_is_another_one(house):
    editor = edited(house)
    go_on(house, rename=("fees", "dues"))
    another(house)
    before = house.record()
    outcome = house.pull(editor, apply=True)
    assert [one.field for one in outcome.problems if one.severity == "error"] == ["items.fees.proposal.1"]
    assert not any("lämna" in line for line in lines(before, house.record()))


@pytest.mark.parametrize("wish", [{"theirs": True}, {"ours": True}])
def test_a_field_whose_item_is_gone_is_written_nowhere_whoever_decides(house, wish):
    editor = house.editor()
    editor.replace("medlemsavgiften för 2024 oförändrad", "avgiften för 2024 oförändrad")
    go_on(house, rename=("fees", "dues"))
    another(house)
    before = house.record()
    outcome = house.pull(editor, apply=True, **wish)
    assert house.record() == before
    told = [str(one.message) for one in outcome.problems if one.severity == "error"]
    assert told == (["expected the entry that the document changed, found it gone from the record"] if "theirs" in wish else [])


def test_a_deleted_section_that_the_record_calls_by_another_name_stays_and_is_told(house):
    editor = house.editor(tracked=False)
    head = last(editor, "Medlemsavgift 2024")
    while "Nästa möte" not in editor.text(head) or head.find(f"{w('pPr')}/{w('pStyle')}") is None:
        following = head.getnext()
        head.getparent().remove(head)
        head = following
    go_on(house, rename=("fees", "dues"))
    another(house)
    before = house.record()
    outcome = house.pull(editor, apply=True)
    assert outcome.exit_code == ExitCode.BAD_INPUT
    assert "found a § of the same heading under another name" in said(outcome)
    assert house.record() == before


def test_an_untouched_old_document_changes_nothing(house):
    editor = house.editor()
    go_on(house, rename=("fees", "dues"))
    before = house.record()
    outcome = house.pull(editor, apply=True)
    assert outcome.exit_code == ExitCode.DONE
    assert house.record() == before
    assert [line for line in said(outcome).split("\n") if not line.startswith((OLDER, "items.fees is called"))] == [
        "No field differs from the record."
    ]


def test_a_talk_and_a_document_that_the_record_calls_otherwise_are_found_by_their_words(house):
    editor = house.editor()
    editor.replace("tolv kommunerna i länet", "tolv goda kommunerna i länet")
    editor.replace("Presentation BRO möter Bergslaget", "Presentation BRO möter hela Bergslaget")
    for before, after in (
        ("talks: [region, bro, espon, mining]", "talks: [region, business, espon, mining]"),
        ("\n  bro:\n", "\n  business:\n"),
        ("bro.owners", "business.owners"),
        ("from: [bro]", "from: [business]"),
        ("bro.budget", "business.budget"),
        ("    appendix: bro.pdf\n", "    appendix: slides.pdf\n"),
        ("  bro.pdf: {title", "  slides.pdf: {title"),
    ):
        house.change(before, after)
    text = house.source / "meetings/2023-orebro/texts/bro.md"
    outcome = house.pull(editor, apply=True)
    assert outcome.exit_code == ExitCode.DONE
    assert "talks.bro is called talks.business in the record now; it was found again by its words" in said(outcome)
    assert "documents.bro.pdf is called documents.slides.pdf in the record now; it was found again by its words" in said(outcome)
    assert "tolv goda kommunerna" in " ".join(text.read_text(encoding="utf-8").split())
    assert "slides.pdf: {title: Presentation BRO möter hela Bergslaget" in house.record()


def test_an_answer_is_told_under_its_comment(house):
    editor = house.editor()
    discuss(
        editor,
        [("2", "Ledamot 3", "Vilket år?"), ("3", "Ledamot 8", "2024.")],
        extended=entry("2", done=True) + entry("3", "2"),
        at={"2": "bygger vidare"},
    )
    told = house.pull(editor).said
    at = next(
        number
        for number, line in enumerate(map(str, told))
        if line.startswith("comment at items.plan.background by Ledamot 3, marked as done:")
    )
    assert str(told[at + 1]).startswith("  reply by Ledamot 8: ")
