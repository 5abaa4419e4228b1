"""A Word file from outside, opened with suspicion: what it holds is bounded, its XML plain, and what is wrong said in words."""

from __future__ import annotations

import io
import posixpath
import zlib
from zipfile import BadZipFile, ZipFile, ZipInfo

from lxml import etree

from pipeline.problems import BadInput, Message, Place, Problem, say

_MOST_PARTS = 4_000
_MOST_BYTES = 256 * 1024 * 1024
_MOST_XML = 64 * 1024 * 1024
"""A thousand §§ come to 8 MB."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""Head of a compound file: Word 97–2003, and every encrypted .docx (MS-OFFCRYPTO 2.1.1)."""
_ZIP = b"PK\x03\x04"
_CHUNK = 1 << 16


class Archive:
    """The parts of a package by name, read one at a time within bounds; ``name`` is what the user calls the file."""

    def __init__(self, data: bytes, name: str) -> None:
        """Look at the head and the directory only."""
        self.name = name
        if data.startswith(_OLE):
            raise self.refuse(
                say("expected a .docx that can be read, found one that is protected by a password, or the old .doc format"),
                say("open it in Word or LibreOffice, take the password away and save it as .docx"),
            )
        try:
            self._zip = ZipFile(io.BytesIO(data))
        except (BadZipFile, ValueError, OSError, NotImplementedError) as error:
            if data.startswith(_ZIP):
                raise self.refuse(
                    say("expected a whole Word file, found one that is cut off or damaged"), say("ask for it anew, or fetch it once more")
                ) from error
            raise self.refuse(say("expected a Word file (.docx), found something else"), say("save the document as .docx")) from error
        self._entries = {entry.filename.lstrip("/"): entry for entry in self._zip.infolist()}
        if len(self._zip.infolist()) > _MOST_PARTS or sum(entry.file_size for entry in self._zip.infolist()) > _MOST_BYTES:
            raise self._too_large()
        self.main = self._main()
        if self.main not in self._entries:
            raise self.refuse(say("expected a Word file (.docx), found an archive without a document"), say("save the document as .docx"))

    def _main(self) -> str:
        """The part that the package leads to: word/document.xml, but for what some services save (word/document2.xml)."""
        if "_rels/.rels" in self._entries:
            for link in self.xml("_rels/.rels"):
                if link.get("Type", "").endswith("/officeDocument"):
                    return link.get("Target", "").lstrip("/")
        return "word/document.xml"

    @property
    def main_relations(self) -> str:
        """The part that says where the main one leads."""
        folder, _, name = self.main.rpartition("/")
        return f"{folder}/_rels/{name}.rels"

    def beside_main(self, target: str) -> str:
        """The part that a relationship of the main one leads to (part 2, 6.5.3)."""
        folder = self.main.rpartition("/")[0]
        return posixpath.normpath(target.lstrip("/") if target.startswith("/") else f"{folder}/{target}")

    def refuse(self, message: Message, hint: Message | None = None) -> BadInput:
        """The error that says what is wrong with this file."""
        return BadInput([Problem(Place(self.name), "", message, hint)])

    def _too_large(self) -> BadInput:
        return self.refuse(say("expected a document of ordinary size, found one that unpacks to far more than any minutes hold"))

    def __contains__(self, part: str) -> bool:
        return part in self._entries

    def names(self, beginning: str) -> list[str]:
        """The parts whose names begin so, in order."""
        return sorted(name for name in self._entries if name.startswith(beginning))

    def read(self, part: str) -> bytes:
        """A part's bytes; what it claims to be long is not believed."""
        entry = self._entries[part]
        if entry.flag_bits & 0x1:
            raise self.refuse(say("expected a .docx that can be read, found encrypted parts"), say("save it without a password"))
        try:
            return self._unpacked(entry)
        except (BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
            raise self._damaged(part) from error

    def _unpacked(self, entry: ZipInfo) -> bytes:
        found = bytearray()
        with self._zip.open(entry) as stream:
            while chunk := stream.read(_CHUNK):
                found += chunk
                if len(found) > _MOST_XML:
                    raise self._too_large()
        return bytes(found)

    def _damaged(self, part: str) -> BadInput:
        return self.refuse(
            say("expected a whole document, found {part} damaged", part=part),
            say("open it in Word or LibreOffice, let the program repair it, and save it anew"),
        )

    def xml(self, part: str) -> etree._Element:
        """A part's root; a document type, and with it every entity, is refused."""
        content = self.read(part)
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True, remove_comments=True
        )
        try:
            root = etree.fromstring(content, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            if b"<!DOCTYPE" in content:
                raise self._doctype(part) from error
            raise self._damaged(part) from error
        if str(getattr(root.getroottree().docinfo, "doctype", "")):
            raise self._doctype(part)
        return root

    def _doctype(self, part: str) -> BadInput:
        return self.refuse(
            say("expected plain XML, found a document type with entities in {part}", part=part), say("this is no file that Word writes")
        )
