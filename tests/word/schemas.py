"""Validation of a package's parts against the transitional schemas, as far as they speak."""

from __future__ import annotations

import io
from pathlib import Path
from zipfile import ZipFile

from lxml import etree

MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
NOT_IN_THE_SCHEMAS = {"docProps/core.xml", "customXml/item1.xml"}


def schema(folder: Path) -> etree.XMLSchema:
    """The whole of ECMA-376 transitional with packaging, as one schema."""
    return etree.XMLSchema(etree.parse(folder / "all.xsd"))


def parts(data: bytes) -> dict[str, bytes]:
    """Name and content of every part."""
    with ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def faults(data: bytes, against: etree.XMLSchema) -> list[str]:
    """What every XML part breaks, by part."""
    found = []
    for name, content in parts(data).items():
        if not name.endswith((".xml", ".rels")) or name in NOT_IN_THE_SCHEMAS:
            continue
        root = etree.fromstring(content)
        for element in root.iter(f"{{{MC}}}AlternateContent"):
            element.getparent().remove(element)
        for prefix in (root.attrib.pop(f"{{{MC}}}Ignorable", "")).split():
            for element in list(root.iter(f"{{{root.nsmap[prefix]}}}*")):
                element.getparent().remove(element)
        if not against.validate(root):
            found.extend(f"{name}: {error.line}: {error.message}" for error in against.error_log)
    return found
