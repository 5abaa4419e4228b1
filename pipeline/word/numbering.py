"""The numbering part (ECMA-376 part 1, 17.9): §, appendices, dashes and numbers, and the instances that freeze a number."""

from __future__ import annotations

from dataclasses import field

from pipeline.dataclass import dataclass
from pipeline.look import Look
from pipeline.word.names import DECLARATION, NAMESPACES, escape, val
from pipeline.word.palette import value
from pipeline.word.styles import COLUMN, DASH, DIGITS

SECTIONS, APPENDICES, BULLETS, NUMBERS = 1, 2, 3, 4
"""The lists that styles point at; instances of their own follow."""
SECTION_LABEL = "§\u00a0%1"


@dataclass(slots=True)
class Numbering:
    """The lists of one document: where the series of §§ and appendices begin, and every instance that starts anew.

    ``instances`` holds (list, level, start), its number being 5 and up.
    """

    section_start: int = 1
    appendix_start: int = 1
    appendix_label: str = "%1"
    instances: list[tuple[int, int, int]] = field(default_factory=list)

    def instance(self, series: int, start: int, level: int = 0) -> int:
        """The number of a new instance of ``series`` whose ``level`` begins at ``start``."""
        self.instances.append((series, level, start))
        return NUMBERS + len(self.instances)


def numbering_xml(numbering: Numbering, look: Look) -> str:
    """The whole part."""
    bold = "<w:rPr><w:b/><w:bCs/></w:rPr>"
    red = f'<w:rPr><w:color w:val="{value(look, "brand")}" w:themeColor="accent1"/></w:rPr>'
    series = (
        _series(0, "singleLevel", _level(0, numbering.section_start, "decimal", SECTION_LABEL, COLUMN, COLUMN, "Heading1")),
        _series(1, "singleLevel", _level(0, numbering.appendix_start, "decimal", numbering.appendix_label, COLUMN, COLUMN, "Bilaga", bold)),
        _series(2, "multilevel", "".join(_level(n, 1, "bullet", "–", COLUMN + (n + 1) * DASH, DASH, "" if n else "ListBullet", red) for n in range(3))),
        _series(3, "multilevel", "".join(_level(n, 1, "decimal", f"%{n + 1}.", COLUMN + (n + 1) * DIGITS, DIGITS, "" if n else "ListNumber") for n in range(3))),
    )  # fmt: skip
    styled = "".join(f'<w:num w:numId="{n + 1}"><w:abstractNumId w:val="{n}"/></w:num>' for n in range(4))
    anew = "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="{of - 1}"/>'
        f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{start}"/></w:lvlOverride></w:num>'
        for number, (of, level, start) in enumerate(numbering.instances, NUMBERS + 1)
    )
    return f"{DECLARATION}<w:numbering {NAMESPACES}>{''.join(series)}{styled}{anew}</w:numbering>"


def _series(number: int, kind: str, levels: str) -> str:
    return (
        f'<w:abstractNum w:abstractNumId="{number}"><w:nsid w:val="4D52000{number}"/><w:multiLevelType w:val="{kind}"/>'
        f'<w:tmpl w:val="4D52001{number}"/>{levels}</w:abstractNum>'
    )


def _level(level: int, start: int, form: str, label: str, left: int, hanging: int, style: str, run: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>'
        f'{val("pStyle", style) if style else ""}<w:suff w:val="tab"/><w:lvlText w:val="{escape(label)}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:tabs><w:tab w:val="num" w:pos="{left}"/></w:tabs><w:ind w:left="{left}" w:hanging="{hanging}"/></w:pPr>{run}</w:lvl>'
    )
