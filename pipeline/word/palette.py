"""The brand's colours and faces as a Word theme, and colours in XML: always the theme's name with the resolved value beside it."""

from __future__ import annotations

from typing import Literal

from pipeline.look import ColourRole, Look
from pipeline.word.names import DECLARATION, A, escape

THEME_NAMES: dict[ColourRole, str] = {
    "secondary": "text2",
    "tone": "background2",
    "brand": "accent1",
    "accent": "accent2",
    "accent_warm": "accent3",
    "muted": "accent4",
    "rule": "accent5",
    "box": "accent6",
    "brand_dark": "followedHyperlink",
}
"""Word's name (ST_ThemeColor) of the slot that a colour role takes; roles that are not here do not occur in formal documents."""

_SLOTS: tuple[tuple[str, ColourRole], ...] = (
    ("dk2", "secondary"), ("lt2", "tone"), ("accent1", "brand"), ("accent2", "accent"), ("accent3", "accent_warm"),
    ("accent4", "muted"), ("accent5", "rule"), ("accent6", "box"), ("hlink", "accent"), ("folHlink", "brand_dark"),
)  # fmt: skip
_FILL = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
_LINE = f'<a:ln w="6350" cap="flat" cmpd="sng" algn="ctr">{_FILL}<a:prstDash val="solid"/></a:ln>'
_EFFECT = "<a:effectStyle><a:effectLst/></a:effectStyle>"


def value(look: Look, role: ColourRole) -> str:
    """RRGGBB, as Word writes colours."""
    return look.colours[role].screen.lstrip("#").upper()


def colour_attributes(look: Look, role: ColourRole | Literal["auto"], name: str = "") -> str:
    """``w:color`` and ``w:themeColor``; ``name`` where another slot of the theme holds the same colour (hyperlink)."""
    if role == "auto":
        return 'w:color="auto"'
    return f'w:color="{value(look, role)}" w:themeColor="{name or THEME_NAMES[role]}"'


def theme_xml(look: Look, serif: str, sans: str) -> str:
    """The theme part: black and white of the system, then the brand's colours; major is the sans, minor the serif."""
    slots = "".join(f'<a:{slot}><a:srgbClr val="{value(look, role)}"/></a:{slot}>' for slot, role in _SLOTS)
    name = escape(look.name)
    fonts = "".join(
        f'<a:{part}Font><a:latin typeface="{escape(face)}"/><a:ea typeface=""/><a:cs typeface=""/></a:{part}Font>'
        for part, face in (("major", sans), ("minor", serif))
    )
    return (
        f'{DECLARATION}<a:theme xmlns:a="{A}" name="{name}"><a:themeElements><a:clrScheme name="{name}">'
        '<a:dk1><a:sysClr val="windowText" lastClr="000000"/></a:dk1><a:lt1><a:sysClr val="window" lastClr="FFFFFF"/></a:lt1>'
        f'{slots}</a:clrScheme><a:fontScheme name="{name}">{fonts}</a:fontScheme><a:fmtScheme name="{name}">'
        f"<a:fillStyleLst>{_FILL * 3}</a:fillStyleLst><a:lnStyleLst>{_LINE * 3}</a:lnStyleLst>"
        f"<a:effectStyleLst>{_EFFECT * 3}</a:effectStyleLst><a:bgFillStyleLst>{_FILL * 3}</a:bgFillStyleLst>"
        "</a:fmtScheme></a:themeElements></a:theme>"
    )
