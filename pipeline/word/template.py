"""The template that every formal document of a brand begins as: a package of named styles, theme, lists and faces, made in code."""

from __future__ import annotations

import io
from collections.abc import Sequence
from zipfile import ZIP_STORED, ZipFile

from pipeline.dataclass import dataclass
from pipeline.look import Look
from pipeline.word.fonts import FONTS_TYPE, Embedded, Family, embed, families, font_table_xml
from pipeline.word.measure import Widths, mean_width
from pipeline.word.names import DECLARATION, NAMESPACES, OFFICE_TYPES, PACKAGE_RELATIONS, RELATIONS, WORD_TYPES
from pipeline.word.numbering import Numbering, numbering_xml
from pipeline.word.outcome import Remark
from pipeline.word.palette import theme_xml
from pipeline.word.stylesheet import styles_xml

_MARGINS = '<w:pgMar w:top="1701" w:right="1417" w:bottom="1417" w:left="1701" w:header="709" w:footer="709" w:gutter="0"/>'
_SECTION = (
    '<w:headerReference w:type="first" r:id="rId6"/><w:headerReference w:type="default" r:id="rId7"/>'
    '<w:footerReference w:type="first" r:id="rId8"/><w:footerReference w:type="default" r:id="rId9"/>'
    f'<w:pgSz w:w="11906" w:h="16838"/>{_MARGINS}<w:titlePg/>'
)
_CORE = (
    f"{DECLARATION}<cp:coreProperties"
    ' xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"/>'
)
_PROPERTIES = f'{DECLARATION}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
_DOCUMENT_PARTS = (
    ("styles", "styles.xml"), ("numbering", "numbering.xml"), ("settings", "settings.xml"), ("fontTable", "fontTable.xml"),
    ("theme", "theme/theme1.xml"), ("header", "header1.xml"), ("header", "header2.xml"), ("footer", "footer1.xml"), ("footer", "footer2.xml"),
)  # fmt: skip
"""What the document part leads to, by kind and name; rId counts from 1."""


@dataclass(frozen=True, slots=True)
class Template:
    """The package's bytes, the faces' mean widths, and what a person should know about it."""

    package: bytes
    widths: Widths
    warnings: tuple[Remark, ...]


_made: dict[tuple[int, str], tuple[Look, Template]] = {}
_KEPT = 4


def template_of(look: Look, language: str) -> Template:
    """The template of a look and language, made once in a process."""
    key = (id(look), language)
    if key not in _made:
        if len(_made) >= _KEPT:
            del _made[next(iter(_made))]
        _made[key] = (look, _template(look, language))
    return _made[key][1]


def _template(look: Look, language: str) -> Template:
    serif, sans = families(look)
    fonts: list[tuple[Family, list[Embedded]]] = []
    warnings: list[Remark] = []
    for family in (sans,) if serif is sans else (sans, serif):
        faces, refused = embed(family) if look.embed_fonts else ([], [])
        fonts.append((family, faces))
        warnings.extend(refused)
    parts: dict[str, str | bytes] = {
        "docProps/core.xml": _CORE,
        "docProps/app.xml": _PROPERTIES,
        "word/document.xml": f"{DECLARATION}<w:document {NAMESPACES}><w:body><w:sectPr>{_SECTION}</w:sectPr></w:body></w:document>",
        "word/styles.xml": styles_xml(look, language),
        "word/numbering.xml": numbering_xml(Numbering(), look),
        "word/settings.xml": settings_xml(language, embedded=look.embed_fonts),
        "word/fontTable.xml": font_table_xml(fonts),
        "word/theme/theme1.xml": theme_xml(look, serif.name, sans.name),
        **{f"word/header{number}.xml": f"{DECLARATION}<w:hdr {NAMESPACES}><w:p/></w:hdr>" for number in (1, 2)},
        **{f"word/footer{number}.xml": f"{DECLARATION}<w:ftr {NAMESPACES}><w:p/></w:ftr>" for number in (1, 2)},
    }
    faces = [face for _, family_faces in fonts for face in family_faces]
    parts |= {f"word/fonts/font{number}.odttf": face.data for number, face in enumerate(faces, 1)}
    widths = Widths(mean_width(serif.faces[0]), mean_width(sans.faces[0]))
    return Template(_package(parts, len(faces)), widths, tuple(warnings))


def settings_xml(language: str, *, embedded: bool, track: bool = False, notes: bool = False) -> str:
    """The settings part in the schema's order; ``track`` records every edit and lets nothing but tracked ones in (17.15.1.29)."""
    separators = '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>' if notes else ""
    faces = "<w:embedTrueTypeFonts/>" if embedded else ""
    tracking = '<w:trackRevisions/><w:documentProtection w:edit="trackedChanges" w:enforcement="1"/>' if track else ""
    word = "http://schemas.microsoft.com/office/word"
    compatibility = "".join(
        f'<w:compatSetting w:name="{name}" w:uri="{word}" w:val="{value}"/>'
        for name, value in (
            ("compatibilityMode", 15), ("overrideTableStyleFontSizeAndJustification", 1), ("enableOpenTypeFeatures", 1),
            ("doNotFlipMirrorIndents", 1), ("differentiateMultirowTableHeaders", 1),
        )
    )  # fmt: skip
    slots = ("accent1", "accent2", "accent3", "accent4", "accent5", "accent6", "hyperlink", "followedHyperlink")
    mapping = "".join(f' w:{slot}="{slot}"' for slot in slots)
    decimal, separator = (".", ",") if language.startswith("en") else (",", ";")
    return (
        f'{DECLARATION}<w:settings {NAMESPACES}><w:zoom w:percent="100"/>{faces}{tracking}'
        '<w:defaultTabStop w:val="567"/><w:autoHyphenation w:val="0"/><w:characterSpacingControl w:val="doNotCompress"/>'
        f'{separators}<w:compat>{compatibility}</w:compat><w:themeFontLang w:val="{language}"/>'
        f'<w:clrSchemeMapping w:bg1="light1" w:t1="dark1" w:bg2="light2" w:t2="dark2"{mapping}/>'
        f'<w:decimalSymbol w:val="{decimal}"/><w:listSeparator w:val="{separator}"/></w:settings>'
    )


def _relationships(targets: Sequence[tuple[str, str]]) -> str:
    links = "".join(f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>' for number, (kind, target) in enumerate(targets, 1))
    return f'{DECLARATION}<Relationships xmlns="{PACKAGE_RELATIONS}">{links}</Relationships>'


def _content_types() -> str:
    package = "application/vnd.openxmlformats-package"
    types = {
        "docProps/core.xml": f"{package}.core-properties+xml",
        "docProps/app.xml": f"{OFFICE_TYPES}.extended-properties+xml",
        "word/document.xml": f"{WORD_TYPES}.document.main+xml",
        **{f"word/{name}": f"{WORD_TYPES}.{kind}+xml" for kind, name in _DOCUMENT_PARTS if kind != "theme"},
        "word/theme/theme1.xml": f"{OFFICE_TYPES}.theme+xml",
    }
    overrides = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in types.items())
    return (
        f'{DECLARATION}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Default Extension="rels" ContentType="{package}.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        f'<Default Extension="odttf" ContentType="{FONTS_TYPE}"/>{overrides}</Types>'
    )


def _package(parts: dict[str, str | bytes], faces: int) -> bytes:
    """The parts with their relationships as a package that is only read in this process, and therefore not compressed."""
    core = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
    root = [
        (f"{RELATIONS}/officeDocument", "word/document.xml"),
        (core, "docProps/core.xml"),
        (f"{RELATIONS}/extended-properties", "docProps/app.xml"),
    ]
    whole: dict[str, str | bytes] = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relationships(root),
        "word/_rels/document.xml.rels": _relationships([(f"{RELATIONS}/{kind}", name) for kind, name in _DOCUMENT_PARTS]),
        "word/_rels/fontTable.xml.rels": _relationships(
            [(f"{RELATIONS}/font", f"fonts/font{number}.odttf") for number in range(1, faces + 1)]
        ),
        **parts,
    }
    stream = io.BytesIO()
    with ZipFile(stream, "w", ZIP_STORED) as archive:
        for name, content in whole.items():
            archive.writestr(name, content)
    return stream.getvalue()
