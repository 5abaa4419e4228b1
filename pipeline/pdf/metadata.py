"""What a PDF file says of itself: information dictionary, XMP packet, output intents, the record attached."""

from __future__ import annotations

import re
import struct
from functools import lru_cache
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from pipeline.pdf.canvas import Stream, name, text_string
from pipeline.pdf.tree import UNREAD

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.pdf.canvas import Canvas
    from pipeline.story import Metadata

XML_SIGNS = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})
PRODUCER = "ReportLab"
PDFUA = "http://www.aiim.org/pdfua/ns/id/"
PDFA = "http://www.aiim.org/pdfa/ns/id/"
PDFX = "http://www.npes.org/pdfx/ns/id/"


def dates(metadata: Metadata) -> tuple[str, str]:
    """The record's date as PDF and XMP write it, midnight UTC where it names no time (7.9.4)."""
    digits = re.sub(r"\D", "", metadata.date)[:14]
    full = (digits + "00000101000000"[len(digits) :]) if len(digits) >= 4 else "19700101000000"
    year, month, day, hour, minute, second = full[:4], full[4:6], full[6:8], full[8:10], full[10:12], full[12:14]
    return f"D:{full}Z", f"{year}-{month}-{day}T{hour}:{minute}:{second}Z"


def _plain(words: str) -> str:
    """Words without what steers line breaks and without control characters, which XML cannot hold."""
    return "".join(character if character.isprintable() else " " for character in words.translate(UNREAD)).strip()


def _xml(words: str) -> str:
    return _plain(words).translate(XML_SIGNS)


def information(metadata: Metadata, further: Mapping[str, str] | None = None) -> str:
    """The document information dictionary, saying the same as the XMP packet (PDF/A-2, 6.6.3); ``further`` entries in PDF syntax."""
    date, _ = dates(metadata)
    entries = {
        "Title": text_string(_plain(metadata.title)),
        "Author": text_string(_plain(metadata.author)),
        "Subject": text_string(_plain(metadata.subject)),
        "Keywords": text_string(_plain(", ".join(metadata.keywords))),
        "Creator": text_string(PRODUCER),
        "Producer": text_string(PRODUCER),
        "CreationDate": f"({date})",
        "ModDate": f"({date})",
    }
    return "<<" + "".join(f"/{key}{value}" for key, value in {**entries, **(further or {})}.items() if value != "()") + ">>"


def put_xmp(canvas: Canvas, metadata: Metadata, identification: str, extensions: str = "") -> None:
    """The XMP packet, uncompressed as PDF/A asks: ``identification`` are the properties of the standards, ``extensions`` their schemas."""
    canvas.set_catalog(
        "Metadata", f"{canvas.put(Stream('/Type/Metadata/Subtype/XML', xmp(metadata, identification, extensions), compress=False))} 0 R"
    )


def xmp(metadata: Metadata, identification: str, extensions: str = "") -> bytes:
    """The packet (ISO 16684-1), read only."""
    _, date = dates(metadata)
    language = _xml(metadata.language)
    subject = f'<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{_xml(metadata.subject)}</rdf:li></rdf:Alt></dc:description>'
    words = "".join(f"<rdf:li>{_xml(word)}</rdf:li>" for word in metadata.keywords)
    keywords = f"<dc:subject><rdf:Bag>{words}</rdf:Bag></dc:subject><pdf:Keywords>{_xml(', '.join(metadata.keywords))}</pdf:Keywords>"
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" \
xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" xmlns:pdfaid="{PDFA}" xmlns:pdfuaid="{PDFUA}" xmlns:pdfxid="{PDFX}">
<dc:format>application/pdf</dc:format><dc:title><rdf:Alt><rdf:li xml:lang="x-default">{_xml(metadata.title)}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{_xml(metadata.author)}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
{subject if metadata.subject else ""}{keywords if metadata.keywords else ""}<xmp:CreatorTool>{PRODUCER}</xmp:CreatorTool><pdf:Producer>{PRODUCER}</pdf:Producer>
<xmp:CreateDate>{date}</xmp:CreateDate><xmp:ModifyDate>{date}</xmp:ModifyDate><xmp:MetadataDate>{date}</xmp:MetadataDate>
{identification}</rdf:Description>
{extensions}</rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>""".encode()


PDFUA_SCHEMA = f"""<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>{PDFUA}</pdfaSchema:namespaceURI><pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 to which the file conforms</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""
"""PDF/A knows no PDF/UA and wants its property described (PDF/A-2, 6.6.2.3)."""


def put_screen_intent(canvas: Canvas) -> None:
    """The output intent of an archival file in sRGB (PDF/A-2, 6.2.3)."""
    profile = canvas.put(Stream("/N 3", srgb_profile()))
    canvas.set_catalog(
        "OutputIntents",
        "[<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB IEC61966-2.1)/RegistryName(http://www.color.org)"
        f"/Info(sRGB IEC61966-2.1)/DestOutputProfile {profile} 0 R>>]",
    )


def put_print_intent(canvas: Canvas, profile: bytes, condition: str) -> None:
    """The output intent of a file for print (PDF/X-4, 6.2.3): the printer's profile and the printing condition that it is for."""
    embedded = canvas.put(Stream("/N 4", profile))
    words = text_string(condition or "Custom")
    canvas.set_catalog(
        "OutputIntents",
        f"[<</Type/OutputIntent/S/GTS_PDFX/OutputConditionIdentifier{words}/OutputCondition{words}/Info{words}/DestOutputProfile {embedded} 0 R>>]",
    )


def print_identification(digest: bytes) -> str:
    """The properties of a file for print (PDF/X-4, 6.5): what it is, that nothing is trapped, and an identity drawn from its content."""
    return (
        "<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion><pdf:Trapped>False</pdf:Trapped>"
        f"<xmpMM:DocumentID>uuid:{uuid5(NAMESPACE_URL, digest.hex())}</xmpMM:DocumentID>"
        "<xmpMM:VersionID>1</xmpMM:VersionID><xmpMM:RenditionClass>default</xmpMM:RenditionClass>"
    )


def put_attachment(canvas: Canvas, data: bytes, file_name: str, media_type: str, metadata: Metadata, description: str) -> None:
    """A file inside the file: what the document was made from, associated with the whole of it (PDF/A-3, annex E)."""
    date, _ = dates(metadata)
    file = canvas.put(Stream(f"/Type/EmbeddedFile/Subtype{name(media_type)}/Params<</ModDate({date})/Size {len(data)}>>", data))
    title = text_string(file_name)
    entry = canvas.put(
        f"<</Type/Filespec/F{title}/UF{title}/AFRelationship/Source/Desc{text_string(description)}/EF<</F {file} 0 R/UF {file} 0 R>>>>"
    )
    canvas.set_catalog("AF", f"[{entry} 0 R]")
    canvas.set_catalog("Names", f"<</EmbeddedFiles<</Names[{title}{entry} 0 R]>>>>")


@lru_cache(maxsize=1)
def srgb_profile() -> bytes:
    """A profile of sRGB (IEC 61966-2-1) in the form of ICC.1:2010: primaries adapted to D50, one parametric curve, no date."""
    xyz = {
        b"wtpt": (0.9642, 1.0, 0.8249),
        b"rXYZ": (0.43607, 0.22249, 0.01392),
        b"gXYZ": (0.38515, 0.71687, 0.09708),
        b"bXYZ": (0.14307, 0.06061, 0.7141),
    }
    adaptation = (1.04788, 0.02292, -0.0502, 0.02959, 0.99048, -0.01706, -0.00923, 0.01508, 0.75168)
    curve = b"para\0\0\0\0\0\x03\0\0" + _fixed(2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)
    tags = {
        b"desc": _words("sRGB"),
        b"cprt": _words("No copyright"),
        **{tag: b"XYZ \0\0\0\0" + _fixed(*values) for tag, values in xyz.items()},
    }
    tags |= {b"chad": b"sf32\0\0\0\0" + _fixed(*adaptation), b"rTRC": curve, b"gTRC": curve, b"bTRC": curve}
    directory, body, places = b"", b"", dict[bytes, int]()
    start = 128 + 4 + 12 * len(tags)
    for tag, value in tags.items():
        if value not in places:
            places[value] = start + len(body)
            body += value + b"\0" * (-len(value) % 4)
        directory += tag + struct.pack(">2I", places[value], len(value))
    head = struct.pack(
        ">I4xI4s4s4s12s4s", start + len(body), 0x04200000, b"mntr", b"RGB ", b"XYZ ", struct.pack(">6H", 2000, 1, 1, 0, 0, 0), b"acsp"
    )
    head += b"\0" * 28 + _fixed(0.9642, 1.0, 0.8249)
    return head.ljust(128, b"\0") + struct.pack(">I", len(tags)) + directory + body


def _fixed(*values: float) -> bytes:
    return struct.pack(f">{len(values)}i", *(round(value * 65536) for value in values))


def _words(words: str) -> bytes:
    written = words.encode("utf-16-be")
    return b"mluc\0\0\0\0" + struct.pack(">2I4s2I", 1, 12, b"enUS", len(written), 28) + written
