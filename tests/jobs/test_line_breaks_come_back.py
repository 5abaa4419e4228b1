"""Line breaks (Shift+Enter) and dress typed in a Word file: in the record where it has a sign for them, told where not."""

import pytest
from lxml import etree

from pipeline.problems import ExitCode
from tests.jobs.test_structure_comes_back import House, house, last, lines, said, taken
from tests.word.editor import Editor, w

__all__ = ["house"]


def break_after(editor: Editor, words: str, *, breaks: int = 1, at_start: bool = False) -> None:
    """Shift+Enter behind words (or before their paragraph)."""
    paragraph = last(editor, words)
    before, after = editor._cut(paragraph, 0 if at_start else editor.text(paragraph).index(words) + len(words))
    for _ in range(breaks):
        run = etree.Element(w("r"))
        etree.SubElement(run, w("br"))
        fresh = editor._revision("ins", run) if editor.tracked else run
        after.addprevious(fresh) if at_start else before.addnext(fresh)


@pytest.mark.parametrize("tracked", [True, False])
@pytest.mark.parametrize(
    ("words", "change", "fresh"),
    [
        ("verksamhetsplan för 2024.", None, "      Kansliet har tagit fram ett förslag till verksamhetsplan för 2024.\\\n      Det bygger"),
        (
            "verksamhetsplan för 2024.",
            ("Kansliet har", "Kontoret har"),
            "      Kontoret har tagit fram ett förslag till verksamhetsplan för 2024.\\\n      Det",
        ),
        ("godkänna", None, "      - |-\n        godkänna\\\n        verksamhetsplanen för 2024\n"),
        ("Presentation BRO", None, 'title: "Presentation BRO\\\\\\nmöter Bergslaget"'),
    ],
)
def test_a_line_break_stands_in_the_record(house, tracked, words, change, fresh):
    editor = house.editor(tracked=tracked)
    break_after(editor, words)
    if change:
        editor.replace(*change)
    assert taken(house, editor)
    assert fresh in house.record()


@pytest.mark.parametrize("tracked", [True, False])
def test_a_line_break_in_an_item_of_a_list_stands_in_the_text(house, tracked):
    editor = house.editor(tracked=tracked)
    break_after(editor, "hög")
    house.pull(editor, apply=True)
    text = (house.source / "meetings/2023-orebro/texts/region.md").read_text(encoding="utf-8")
    assert "- hög\\\n  och jämlik livskvalitet\n" in text


def not_taken(house: House, editor: Editor) -> tuple[str, list[str]]:
    before = house.record()
    outcome = house.pull(editor, apply=True)
    assert outcome.exit_code == ExitCode.BAD_INPUT
    return said(outcome), lines(before, house.record())


@pytest.mark.parametrize(
    ("words", "at_start", "field"),
    [
        ("samhällsplanering.", False, "items.plan.background"),
        ("Kansliet har tagit", True, "items.plan.background"),
        ("Region Örebro län,", False, "place"),
    ],
)
def test_a_line_break_that_the_record_has_no_sign_for_is_told(house, words, at_start, field):
    editor = house.editor()
    break_after(editor, words, at_start=at_start)
    told, changed = not_taken(house, editor)
    assert f"is parted by a line break: not taken, the record has no sign for it, at {field}" in told
    assert changed == []


def test_plain_words_stay_plain(house):
    editor = house.editor()
    paragraph = last(editor, "Dnr 2023-14")
    editor.insert(paragraph, len("Dnr 2023-14"), "b")
    run = [one for one in editor.runs(paragraph) if "b" in "".join(one.itertext())][-1]
    properties = etree.Element(w("rPr"))
    etree.SubElement(properties, w("b"))
    if run.find(w("rPr")) is not None:
        run.remove(run.find(w("rPr")))
    run.insert(0, properties)
    told, changed = not_taken(house, editor)
    assert changed == ["-    dnr: 2023-14", "+    dnr: 2023-14b"]
    assert "at items.plan.dnr" in told


def test_signs_of_markup_in_plain_words_are_written_as_they_are(house):
    editor = house.editor()
    paragraph = last(editor, "Dnr 2023-14")
    editor.insert(paragraph, len("Dnr 2023-14"), " *2*")
    assert taken(house, editor) == ["-    dnr: 2023-14", "+    dnr: 2023-14 *2*"]


def test_the_link_of_an_appendix_stays_out_of_its_title(house):
    editor = house.editor()
    editor.replace("Presentation BRO", "Bilder BRO")
    [_, line] = taken(house, editor)
    assert "{title: Bilder BRO möter Bergslaget, short:" in line
