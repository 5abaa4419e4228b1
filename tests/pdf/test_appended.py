"""The complete minutes: order, stamps, outline, and what they may still claim to be."""

import importlib.util
import io
import sys
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pikepdf
import pypdfium2
import pytest
from PIL import Image as Pixels

from pipeline.jobs.appendices import complete
from pipeline.pdf.appended import PDF, Part, append_parts
from pipeline.pdf.formal import layout_formal
from pipeline.pdf.screen import write_screen
from pipeline.problems import BadInput, Place
from pipeline.story import Appendices, Appendix, Text


def _load(name, *parts):
    path = Path(__file__).parent.joinpath(*parts)
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


STORIES = _load("appended_stories", "..", "word", "stories.py")
READING = _load("appended_reading", "reading.py")
ATTACHMENTS = Path(__file__).parent.parent.parent / "source/meetings/2023-orebro/attachments"


@pytest.fixture(scope="module")
def main(look):
    document = STORIES.minutes()
    return document, write_screen(document, layout_formal(document, look).pages, look)


def part(number, data, media=PDF):
    return Part(f"Bilaga {number}", f"Handling {number}", data, media, Place("meeting.yaml", number))


def attachments():
    return [path.read_bytes() for path in sorted(ATTACHMENTS.glob("*.pdf"))]


def picture():
    out = io.BytesIO()
    Pixels.new("RGB", (400, 300), (200, 30, 30)).save(out, "PNG")
    return out.getvalue()


def test_parts_stand_behind_the_minutes_with_stamp_and_outline(main, look):
    document, data = main
    files = attachments()[:2]
    made = append_parts(document, data, [part(1, files[0]), part(2, picture(), "image/png"), part(3, files[1])], look)
    first = len(pikepdf.open(io.BytesIO(data)).pages)
    with pypdfium2.PdfDocument(made.data) as pdf:
        assert len(pdf) == made.pages
        assert "Bilaga 1" in pdf[first].get_textpage().get_text_bounded()
    with pikepdf.open(io.BytesIO(made.data)) as pdf, pdf.open_outline() as outline:
        assert [item.title for item in outline.root][-3:] == [f"Bilaga {n} Handling {n}" for n in (1, 2, 3)]


def test_archival_parts_make_an_archival_whole(main, look):
    document, data = main
    made = append_parts(document, data, [part(1, attachments()[0])], look)
    assert made.not_archival == ()
    assert READING.failures(made.data, "pdfa-2b") == []


def test_another_kind_of_part_is_named_and_nothing_is_claimed(main, look):
    document, data = main
    plain = pikepdf.new()
    plain.add_blank_page()
    out = io.BytesIO()
    plain.save(out)
    made = append_parts(document, data, [part(1, attachments()[0]), part(2, out.getvalue())], look)
    assert made.not_archival == ("Bilaga 2",)
    assert b"pdfaid:part" not in bytes(pikepdf.open(io.BytesIO(made.data)).Root.Metadata.read_bytes())


def test_two_builds_give_the_same_bytes(main, look):
    document, data = main
    parts = [part(1, attachments()[0]), part(2, picture(), "image/png")]
    assert append_parts(document, data, parts, look).data == append_parts(document, data, parts, look).data


def test_every_bad_part_is_told_at_its_place(main, look):
    document, data = main
    locked = io.BytesIO()
    with pikepdf.open(io.BytesIO(attachments()[0])) as pdf:
        pdf.save(locked, encryption=pikepdf.Encryption(owner="a", user="b"))
    with pytest.raises(BadInput) as caught:
        append_parts(document, data, [part(1, locked.getvalue()), part(2, b"%PDF-1.7 broken")], look)
    found = {problem.where.line: str(problem.message) for problem in caught.value.problems}
    assert "encrypted" in found[1]
    assert "broken" in found[2]


def test_a_part_that_another_program_is_writing_is_told_at_its_place(tmp_path, monkeypatch):
    file = tmp_path / "plan.pdf"
    file.write_bytes(attachments()[0])
    read = Path.read_bytes

    def read_while_it_grows(path):
        data = read(path)
        with path.open("ab") as other:
            other.write(b"more")
        return data

    monkeypatch.setattr(Path, "read_bytes", read_while_it_grows)
    entry = Appendix(1, "Bilaga 1", (Text("Plan"),), "§ 2", "plan", "plan", origin="documents.plan")
    document = replace(STORIES.minutes(), blocks=(Appendices("Bilagor", (entry,)),))
    record = SimpleNamespace(attachments={entry.file: file}, place=lambda origin: Place("meeting.yaml", 7, len(origin)))
    with pytest.raises(BadInput) as caught:
        complete(document, b"", record, None, "minutes.pdf")
    (problem,) = caught.value.problems
    assert (problem.where.file, problem.where.line) == ("meeting.yaml", 7)
    assert problem.field == f"{entry.origin}.file"
    assert "found plan.pdf changing while it was read" in str(problem.message)
