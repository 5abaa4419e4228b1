"""Comments that people answered and settled in Word or LibreOffice: each answer under its comment, none lost for want of a mark in the text."""

from __future__ import annotations

import pytest
from lxml import etree

from pipeline.word.comments import Comment
from pipeline.word.document import write_docx
from pipeline.word.names import W
from pipeline.word.reading import read_docx
from tests.word import stories
from tests.word.editor import Editor, w

W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
W15 = "http://schemas.microsoft.com/office/word/2012/wordml"
BACKGROUND = "Kansliet har tagit fram ett förslag"


@pytest.fixture(scope="module")
def written(look):
    document = stories.minutes()
    return write_docx(
        document, look, base=stories.base_of(document), meeting="2023-orebro", comments=(Comment("place", ("Stämmer det?",)),)
    ).data


def discuss(editor: Editor, comments, *, extended: str, at: dict[str, str]) -> None:
    """Put comments (id, author, words) in; ``at`` gives the words that some stand at, ``extended`` the part that threads them."""
    root = etree.fromstring(editor.content.get("word/comments.xml", f'<w:comments xmlns:w="{W}"/>'.encode()))
    for paragraph in root.iter(w("p")):
        paragraph.set(f"{{{W14}}}paraId", "00000009")
    for name, author, words in comments:
        xml = (
            f'<w:comment xmlns:w="{W}" xmlns:w14="{W14}" w:id="{name}" w:author="{author}" w:date="2023-06-01T10:00:00Z">'
            f'<w:p><w:r><w:t>Först.</w:t></w:r></w:p><w:p w14:paraId="0000000{name}"><w:r><w:t>{words}</w:t></w:r></w:p></w:comment>'
        )
        root.append(etree.fromstring(xml))
    editor.content["word/comments.xml"] = etree.tostring(root)
    editor.content["word/commentsExtended.xml"] = f'<w15:commentsEx xmlns:w15="{W15}">{extended}</w15:commentsEx>'.encode()
    for name, words in at.items():
        paragraph, _ = editor.find(words)
        paragraph.insert(1, etree.Element(w("commentRangeStart"), {w("id"): name}))
        paragraph.append(etree.Element(w("commentRangeEnd"), {w("id"): name}))
        etree.SubElement(etree.SubElement(paragraph, w("r")), w("commentReference"), {w("id"): name})


def entry(name: str, parent: str = "", *, done: bool = False) -> str:
    above = f' w15:paraIdParent="0000000{parent}"' if parent else ""
    return f'<w15:commentEx w15:paraId="0000000{name}"{above} w15:done="{int(done)}"/>'


def told(editor: Editor):
    returned = read_docx(editor.save(), "prov.docx")
    assert not [field for field in returned.fields.values() if field.changed]
    return [
        (
            one.origin,
            one.author,
            one.text.splitlines()[-1],
            one.resolved,
            [(reply.author, reply.text.splitlines()[-1]) for reply in one.replies],
        )
        for one in returned.comments
    ]


def test_an_answer_stands_under_its_comment_and_what_is_done_is_said_to_be(written):
    editor = Editor(written)
    comments = [("2", "Ledamot 3", "Vilket år?"), ("3", "Ledamot 8", "2024."), ("4", "Ledamot 3", "Tack.")]
    discuss(editor, comments, extended=entry("2", done=True) + entry("3", "2") + entry("4", "3"), at={"2": BACKGROUND, "3": BACKGROUND})
    assert told(editor) == [("items.plan.background", "Ledamot 3", "Vilket år?", True, [("Ledamot 8", "2024."), ("Ledamot 3", "Tack.")])]


def test_what_stands_nowhere_in_the_text_comes_last(written):
    editor = Editor(written)
    discuss(editor, [("2", "Ledamot 8", "Om allt."), ("3", "Ledamot 3", "Här.")], extended="", at={"3": BACKGROUND})
    assert told(editor) == [("items.plan.background", "Ledamot 3", "Här.", False, []), ("", "Ledamot 8", "Om allt.", False, [])]


def test_an_answer_to_a_comment_that_the_document_was_sent_out_with_brings_that_along(written):
    editor = Editor(written)
    discuss(editor, [("2", "Ledamot 3", "Ja.")], extended=entry("9") + entry("2", "9"), at={})
    assert told(editor) == [("place", "styrelsebrev", "Stämmer det?", False, [("Ledamot 3", "Ja.")])]


def test_answers_in_a_circle_end(written):
    editor = Editor(written)
    discuss(editor, [("2", "A", "Hej."), ("3", "B", "Hå.")], extended=entry("2", "3") + entry("3", "2"), at={"2": BACKGROUND})
    assert sorted(words for _, _, words, _, _ in told(editor)) + [words for *_, replies in told(editor) for _, words in replies]
