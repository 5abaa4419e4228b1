"""Comments that a document is sent out with: at their places, valid, read by others, and nobody's on the way back."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import docx
import pytest

from pipeline.jobs.documents import make_minutes
from pipeline.jobs.wayback import pull
from pipeline.word.comments import Comment
from pipeline.word.document import write_docx
from pipeline.word.reading import read_docx
from tests.word import stories
from tests.word.schemas import faults, parts, schema

ROOT = Path(__file__).parents[2]
COMMENTS = (
    Comment("items.plan.background", ("Första stycket & mer.", "Andra stycket.")),
    Comment("items.fees.vote.against", ("Rösterna.",)),
    Comment("attendance.left.member-9", ("En avgång.",)),
    Comment("nowhere", ("Hela dokumentet.",)),
)


@pytest.fixture(scope="module")
def commented(look):
    document = stories.minutes()
    return write_docx(document, look, base=stories.base_of(document), meeting="2023-orebro", comments=COMMENTS).data


def places(data):
    """The words of the paragraph at which each comment stands, as python-docx sees them."""
    found = {}
    for paragraph in docx.Document(io.BytesIO(data)).element.body.iter("{*}p"):
        for mark in paragraph.iter("{*}commentReference"):
            found[int(next(iter(mark.values())))] = "".join(text.text or "" for text in paragraph.iter("{*}t"))
    return found


def test_each_comment_stands_at_what_it_is_about(commented):
    found = places(commented)
    assert found[0].startswith("Kansliet har tagit fram ett förslag som bygger vidare")
    assert found[3].replace("\u00a0", " ") == "Styrelseprotokoll nr 2/2023"
    assert len(found) == len(COMMENTS)
    told = {comment.comment_id: (comment.author, comment.text) for comment in docx.Document(io.BytesIO(commented)).comments}
    assert told[0] == ("styrelsebrev", "Första stycket & mer.\nAndra stycket.")
    assert [words for _, words in told.values()] == ["\n".join(comment.words) for comment in COMMENTS]


def test_the_parts_are_valid_and_repeat(commented, look, shared):
    assert faults(commented, schema(shared / "ooxml-xsd")) == []
    document = stories.minutes()
    assert write_docx(document, look, base=stories.base_of(document), meeting="2023-orebro", comments=COMMENTS).data == commented
    assert "word/comments.xml" not in parts(write_docx(document, look).data)


def test_they_are_nobodys_when_the_file_comes_back(commented):
    document = stories.minutes()
    back = read_docx(commented, "minutes.docx", meeting="2023-orebro", fallback=document, base=stories.base_of(document))
    assert back.comments == ()
    assert all(field.final == field.base for field in back.fields.values())


def test_warnings_of_the_record_become_comments_where_they_are_asked_for(tmp_path):
    source = tmp_path / "source"
    shutil.copytree(ROOT / "source", source)
    record = source / "meetings/2023-orebro/meeting.yaml"
    text = record.read_text(encoding="utf-8").replace("    reservations: [{by: member-2,", "    reservations: [member-4, {by: member-2,")
    record.write_text(text, encoding="utf-8")
    made = {"source": str(source), "meeting": None, "output": str(tmp_path / "out"), "form": "docx"}
    file = tmp_path / "out/2023-orebro/minutes.docx"
    make_minutes(**made)
    assert places(file.read_bytes()) == {}
    make_minutes(**made, comments=True)
    (place,) = places(file.read_bytes()).values()
    assert place.startswith("Ledamot 4 reserverar sig mot beslutet")
    (comment,) = docx.Document(str(file)).comments
    assert comment.text.startswith("förväntade någon som")
    assert not any("styrelsebrev" in str(line) for line in pull(file=str(file), source=str(source), meeting=None).said)
