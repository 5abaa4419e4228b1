"""What comes by mail may be anything: broken, foreign, encrypted or meant ill; it is refused in words and never read on."""

from __future__ import annotations

import io
import struct
from contextlib import suppress
from dataclasses import replace
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest

from pipeline.problems import BadInput
from pipeline.story import Paragraph
from pipeline.word.document import write_docx
from pipeline.word.reading import read_docx
from tests.word import stories
from tests.word.schemas import parts
from tests.word.stories import t


@pytest.fixture(scope="module")
def written(look):
    document = stories.minutes()
    return write_docx(document, look, base=stories.base_of(document), meeting="2023-orebro").data


def packed(content: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return stream.getvalue()


def refused(data: bytes, **more) -> str:
    with pytest.raises(BadInput) as caught:
        read_docx(data, "retur.docx", **more)
    [problem] = caught.value.problems
    assert str(problem.where) == "retur.docx"
    return str(problem.message)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "expected a Word file (.docx), found something else"),
        (b"%PDF-1.7 hello", "expected a Word file (.docx), found something else"),
        (b"PK\x03\x04 cut short", "expected a whole Word file, found one that is cut off or damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "protected by a password, or the old .doc format"),
    ],
)
def test_what_is_no_docx(data, words):
    assert words in refused(data)


def test_an_archive_of_something_else():
    assert "found an archive without a document" in refused(
        packed({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<a/>"})
    )


def test_a_docx_of_another_tool(written):
    content = parts(written)
    content = {name: data for name, data in content.items() if not name.startswith(("customXml", "docProps/custom"))}
    assert "found no record in it" in refused(packed(content))


def test_a_docx_with_other_words_is_not_this_meetings(look):
    stranger = replace(stories.minutes(), blocks=(Paragraph(t("Inköpslista: mjölk, bröd och smör.")), Paragraph(t("Glöm inte kaffet."))))
    document = stories.minutes()
    words = refused(write_docx(stranger, look).data, fallback=document, base=stories.base_of(document))
    assert "found hardly a paragraph of them" in words


def test_the_document_of_another_meeting(written):
    assert refused(written, meeting="2023-falun") == "expected a document of the meeting 2023-falun, found one of 2023-orebro"


def test_a_document_that_unpacks_without_end(written):
    content = parts(written)
    content["word/document.xml"] = b"<w>" + b" " * (80 * 1024 * 1024) + b"</w>"
    bomb = packed(content)
    assert len(bomb) < 500_000
    assert "unpacks to far more than any minutes hold" in refused(bomb)


def test_a_directory_that_lies_about_sizes(written):
    content = parts(written)
    stream = io.BytesIO(packed(content | {"word/document.xml": b" " * (70 * 1024 * 1024)}))
    data = bytearray(stream.getvalue())
    # Make the central directory say that the part is small.
    at = data.rfind(b"PK\x01\x02", 0, data.rfind(b"word/document.xml"))
    struct.pack_into("<I", data, at + 24, 100)
    assert "retur.docx" not in refused(bytes(data))


def test_a_part_in_thousands(written):
    content = parts(written) | {f"word/media/{number}.xml": b"<a/>" for number in range(5_000)}
    assert "unpacks to far more" in refused(packed(content))


BOMB = b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><w:document xmlns:w="x">&b;</w:document>'
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document xmlns:w="x">&x;</w:document>'


@pytest.mark.parametrize("xml", [BOMB, OUTSIDE, b'<!DOCTYPE a SYSTEM "http://example.example/a.dtd"><a/>'])
@pytest.mark.parametrize("part", ["word/document.xml", "word/styles.xml", "customXml/item1.xml", "docProps/custom.xml"])
def test_entities_are_refused_wherever_they_stand(written, part, xml):
    assert f"found a document type with entities in {part}" in refused(packed(parts(written) | {part: xml}))


@pytest.mark.parametrize("part", ["word/document.xml", "word/numbering.xml", "word/header1.xml", "customXml/item1.xml"])
def test_malformed_xml_names_its_part(written, part):
    content = parts(written)
    content[part] = content[part][: len(content[part]) // 2]
    assert refused(packed(content)) == f"expected a whole document, found {part} damaged"


def test_a_part_whose_bytes_are_damaged(written):
    data = bytearray(written)
    at = data.find(b"word/document.xml") + 60
    data[at : at + 200] = bytes(200)
    assert "found word/document.xml damaged" in refused(bytes(data))


def test_a_part_that_is_encrypted(written):
    content = parts(written)
    stream = io.BytesIO()
    with ZipFile(stream, "w") as archive:
        for name, data in content.items():
            archive.writestr(ZipInfo(name), data)
    data = bytearray(stream.getvalue())
    at = data.rfind(b"PK\x01\x02", 0, data.rfind(b"word/document.xml"))
    data[at + 8] |= 1
    assert "found encrypted parts" in refused(bytes(data))


@pytest.mark.parametrize(
    "lines",
    [
        "[",
        "[[1,2]]",
        '{"a":1}',
        '[["X","","",0,0,[["a",[["b","x","","",""]]]]]]',
        '[["NoStyle","","",-1,-1,[["a","b"]]]]',
        "null",
        "[" * 3000,
    ],
)
def test_a_record_that_was_tampered_with(written, lines):
    content = parts(written)
    record = content["customXml/item1.xml"].decode()
    begin, end = record.index("<lines>") + 7, record.index("</lines>")
    content["customXml/item1.xml"] = (record[:begin] + lines + record[end:]).encode()
    assert "found it damaged" in refused(packed(content))


@pytest.mark.parametrize("base", ["[]", '{"a": 1}', "nothing"])
def test_a_base_that_was_tampered_with(written, base):
    content = parts(written)
    record = content["customXml/item1.xml"].decode()
    begin, end = record.index("<base>") + 6, record.index("</base>")
    content["customXml/item1.xml"] = (record[:begin] + base + record[end:]).encode()
    assert "found it damaged" in refused(packed(content))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'<w:ilvl w:val="0"/>', b'<w:ilvl w:val="minus one"/>'),
        (b'<w:pStyle w:val="BodyText"/>', b'<w:pStyle w:val=""/>'),
        (b"<w:r>", b'<w:r><w:sym w:char="not hex"/><w:sym w:char="F0A7"/>'),
        (b"<w:p>", b'<w:p><w:r><w:fldChar w:fldCharType="end"/><w:fldChar w:fldCharType="separate"/></w:r>'),
        (b"<w:tr>", b"<w:tr><w:tc/>"),
        (b"<w:p>", b'<w:p><w:commentRangeStart w:id="99"/><w:bookmarkStart/>'),
    ],
)
def test_odd_but_whole_xml_is_read_all_the_same(written, old, new):
    content = parts(written)
    assert old in content["word/document.xml"]
    content["word/document.xml"] = content["word/document.xml"].replace(old, new, 40)
    returned = read_docx(packed(content), "retur.docx")
    assert len(returned.fields) == 27


def test_styles_that_are_based_on_each_other_end(written):
    content = parts(written)
    styles = content["word/styles.xml"].decode()
    circle = '<w:style w:type="paragraph" w:styleId="{0}"><w:name w:val="{0}"/><w:basedOn w:val="{1}"/></w:style>'
    styles = styles.replace("</w:styles>", circle.format("Ring1", "Ring2") + circle.format("Ring2", "Ring1") + "</w:styles>")
    content["word/styles.xml"] = styles.encode()
    content["word/document.xml"] = content["word/document.xml"].replace(b'w:val="BodyText"', b'w:val="Ring1"')
    assert len(read_docx(packed(content), "retur.docx").fields) == 27


def test_no_prefix_of_a_file_ends_in_a_traceback(written):
    for size in range(0, len(written), len(written) // 40):
        refused(written[:size])


def test_no_flipped_byte_ends_in_a_traceback(written):
    small = packed({name: data for name, data in parts(written).items() if not name.endswith(".odttf")})
    for at in range(0, len(small), max(1, len(small) // 150)):
        broken = bytearray(small)
        broken[at] ^= 0x55
        with suppress(BadInput):  # and nothing else
            assert len(read_docx(bytes(broken), "retur.docx").fields) == 27


def test_a_file_that_is_cut_off_is_told_from_one_of_another_kind(written):
    with pytest.raises(BadInput) as caught:
        read_docx(written[: len(written) // 2], "halv.docx")
    assert "cut off" in str(caught.value)
