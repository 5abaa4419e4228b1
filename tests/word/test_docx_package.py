"""The package: valid, the same every time, and carrying what it should."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import struct
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from fontTools.ttLib import TTFont
from lxml import etree
from openxml_audit import OpenXmlValidator

from pipeline.compose.minutes import compose_minutes
from pipeline.records.reading import read_look, read_source
from pipeline.word.document import write_docx
from pipeline.word.names import W, field_mark
from tests.word import stories
from tests.word.schemas import faults, parts, schema

NS = {"w": W}


@pytest.fixture(scope="module")
def minutes(look):
    document = stories.minutes()
    return write_docx(document, look, base=stories.base_of(document), meeting="2023-orebro", track=True)


@pytest.fixture(scope="module")
def everything(look):
    return write_docx(stories.everything(), look, toc=True, frozen=False)


@pytest.fixture(scope="module")
def transitional(shared):
    return schema(shared / "ooxml-xsd")


def test_every_part_is_valid_against_the_transitional_schemas(minutes, everything, transitional):
    assert faults(minutes.data, transitional) == []
    assert faults(everything.data, transitional) == []


def test_the_schemas_would_catch_a_misplaced_element(minutes, transitional):
    broken = minutes.data
    with_fault = parts(broken)["word/document.xml"].replace(
        b'<w:pPr><w:pStyle w:val="Title"/>', b'<w:pPr><w:jc w:val="left"/><w:pStyle w:val="Title"/>', 1
    )
    assert not transitional.validate(etree.fromstring(with_fault))


def test_a_second_validator_agrees(minutes, everything, tmp_path):
    for number, file in enumerate((minutes, everything)):
        path = tmp_path / f"{number}.docx"
        path.write_bytes(file.data)
        result = OpenXmlValidator().validate(str(path))
        assert result.is_valid, [error.description for error in result.errors]


PROGRAM = """
import sys, hashlib; sys.path[:0] = sys.argv[1:]
from tests import conftest
from tests.word import stories
from pathlib import Path
from pipeline.word.document import write_docx
look = conftest.look.__wrapped__(Path(conftest.ROOT) / "source" / "brand" / "fonts")
for make in (stories.minutes, stories.everything):
    document = make()
    print(hashlib.sha256(write_docx(document, look, base=stories.base_of(document), meeting="2023-orebro", track=True).data).hexdigest())
"""


def test_the_bytes_are_the_same_in_another_folder_time_zone_and_hash_seed(minutes, root, tmp_path):
    environment = {**os.environ, "PYTHONHASHSEED": "4711", "TZ": "Pacific/Kiritimati", "LC_ALL": "C"}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(root)], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.split()[0] == hashlib.sha256(minutes.data).hexdigest()


def test_no_clock_stands_in_the_zip(minutes):
    import zipfile

    stamps = {entry.date_time for entry in zipfile.ZipFile(io.BytesIO(minutes.data)).infolist()}
    assert stamps == {(1980, 1, 1, 0, 0, 0)}


def test_properties_come_from_the_record(minutes):
    properties = docx.Document(io.BytesIO(minutes.data)).core_properties
    assert properties.title == "Styrelseprotokoll nr 2/2023"
    assert properties.author == properties.last_modified_by == "Intresseföreningen Bergslaget"
    assert properties.language == "sv-SE"
    assert properties.subject == "Styrelsens möte 22–23 maj 2023"
    assert properties.created.isoformat()[:19] == properties.modified.isoformat()[:19] == "2023-05-26T00:00:00"


def test_the_settings_are_those_of_a_modern_swedish_document(minutes):
    settings = etree.fromstring(parts(minutes.data)["word/settings.xml"])
    modes = {setting.get(f"{{{W}}}name"): setting.get(f"{{{W}}}val") for setting in settings.iterfind(".//w:compatSetting", NS)}
    assert modes["compatibilityMode"] == "15"
    assert settings.find("w:themeFontLang", NS).get(f"{{{W}}}val") == "sv-SE"
    assert settings.find("w:updateFields", NS) is None
    assert settings.find("w:evenAndOddHeaders", NS) is None
    assert settings.find("w:autoHyphenation", NS).get(f"{{{W}}}val") == "0"


def test_tracking_is_asked_for_and_protected_only_when_told(minutes, everything):
    tracked = etree.fromstring(parts(minutes.data)["word/settings.xml"])
    assert tracked.find("w:trackRevisions", NS) is not None
    assert tracked.find("w:documentProtection", NS).get(f"{{{W}}}edit") == "trackedChanges"
    free = etree.fromstring(parts(everything.data)["word/settings.xml"])
    assert free.find("w:trackRevisions", NS) is None
    assert free.find("w:documentProtection", NS) is None


def test_an_english_document_speaks_english(look):
    document = stories.minutes()
    english = replace(document, metadata=replace(document.metadata, language="en"))
    content = parts(write_docx(english, look).data)
    assert b'w:themeFontLang w:val="en-GB"' in content["word/settings.xml"]
    assert b'<w:lang w:val="en-GB"' in content["word/styles.xml"]
    assert b'<w:decimalSymbol w:val="."/>' in content["word/settings.xml"]


def opened(data: bytes) -> list[tuple[str, TTFont]]:
    """The embedded faces, by the element that names them, as a reader of the format would open them."""
    content = parts(data)
    table = etree.fromstring(content["word/fontTable.xml"])
    targets = {link.get("Id"): link.get("Target") for link in etree.fromstring(content["word/_rels/fontTable.xml.rels"])}
    found = []
    for link in table.xpath("//*[@w:fontKey]", namespaces=NS):
        face = bytearray(content["word/" + targets[link.get("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id")]])
        key = bytes.fromhex(re.sub("[{}-]", "", link.get(f"{{{W}}}fontKey")))[::-1]
        for place in range(32):
            face[place] ^= key[place % 16]
        found.append((link.getparent().get(f"{{{W}}}name") + " " + etree.QName(link).localname, TTFont(io.BytesIO(bytes(face)))))
    return found


def test_a_brand_of_one_family_has_one_entry_with_its_own_italic():
    source = Path(__file__).parents[1] / "cases" / "kommunalforbund"
    faces = opened(write_docx(compose_minutes(read_source(source)), read_look(source)).data)
    assert [name for name, _ in faces] == [f"Source Sans 3 embed{cut}" for cut in ("Regular", "Bold", "Italic")]
    assert faces[2][1]["post"].italicAngle < 0


def test_six_latin_faces_travel_in_the_file_and_open_with_their_key(minutes):
    faces = opened(minutes.data)
    assert [name for name, _ in faces] == [
        f"{family} embed{cut}" for family in ("Source Sans 3", "Source Serif 4") for cut in ("Regular", "Bold", "Italic")
    ]
    for name, face in faces:
        glyphs = face.getBestCmap()
        assert all(ord(sign) in glyphs for sign in "abcåäöÅÄÖéü§–”’\u00a0\u2011\u202f0123456789"), name
        assert len(glyphs) < 600, f"{name} is not reduced"
        assert face["OS/2"].fsType == 0
    assert len(minutes.data) < 260_000


def forbidding(face):
    """The face with the licence bits of a restricted one."""
    data = bytearray(face.data)
    for number in range(struct.unpack_from(">H", data, 4)[0]):
        tag, _, offset, _ = struct.unpack_from(">4sIII", data, 12 + 16 * number)
        if tag == b"OS/2":
            struct.pack_into(">H", data, offset + 8, 0x0002)
    return replace(face, data=bytes(data))


def test_a_face_whose_licence_forbids_it_stays_outside_and_is_named(look):
    regular, bold, italic = look.word_serif
    strict = replace(look, word_serif=(forbidding(regular), bold, italic))
    file = write_docx(stories.minutes(), strict)
    assert "Source Serif 4 embedRegular" not in [name for name, _ in opened(file.data)]
    assert [str(warning.message) for warning in file.warnings] == [
        f"the licence bits of {regular.name} forbid embedding: Word shows Georgia where it is not installed"
    ]


def test_without_embedding_no_face_travels(look):
    file = write_docx(stories.minutes(), replace(look, embed_fonts=False))
    assert not [name for name in parts(file.data) if name.endswith(".odttf")]
    assert b"embedTrueTypeFonts" not in parts(file.data)["word/settings.xml"]
    assert b'w:altName w:val="Georgia"' in parts(file.data)["word/fontTable.xml"]


def test_the_record_travels_with_its_fingerprint(minutes):
    content = parts(minutes.data)
    item = etree.fromstring(content["customXml/item1.xml"])
    base = stories.base_of(stories.minutes())
    assert item.get("meeting") == "2023-orebro"
    assert item[0].text.encode() == base
    assert item.get("sha256") == hashlib.sha256(base).hexdigest()
    assert hashlib.sha256(base).hexdigest().encode() in content["docProps/custom.xml"]
    assert b"datastoreItem" in content["customXml/itemProps1.xml"]


def test_every_field_has_one_hidden_bookmark_for_each_place_where_it_stands(minutes):
    root = etree.fromstring(parts(minutes.data)["word/document.xml"])
    names = [mark.get(f"{{{W}}}name") for mark in root.iter(f"{{{W}}}bookmarkStart")]
    assert len(names) == len(set(names))
    assert all(len(name) <= 40 for name in names)
    for origin in json.loads(stories.base_of(stories.minutes())):
        assert field_mark(origin) in names
    assert field_mark("talks.region.text") + "_5" in names, "five paragraphs and list items of one field"
    starts = sorted(mark.get(f"{{{W}}}id") for mark in root.iter(f"{{{W}}}bookmarkStart"))
    assert starts == sorted(mark.get(f"{{{W}}}id") for mark in root.iter(f"{{{W}}}bookmarkEnd"))
    assert len(starts) == len(set(starts))


def test_without_a_record_nothing_of_the_way_back_is_in_the_file(everything):
    content = parts(everything.data)
    assert not [name for name in content if name.startswith("customXml") or name.endswith("custom.xml")]
    assert b"_mr_" not in content["word/document.xml"]
