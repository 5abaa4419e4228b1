"""The styles part (ECMA-376 part 1, 17.7): defaults, paragraph, character and table styles as XML."""

from __future__ import annotations

from pipeline.look import ColourRole, Look
from pipeline.word.names import DECLARATION, NAMESPACES, WORD_2010, val
from pipeline.word.palette import THEME_NAMES, colour_attributes, value
from pipeline.word.styles import CHARACTER_STYLES, STYLES, Style, find_style

_SANS = '<w:rFonts w:asciiTheme="majorHAnsi" w:hAnsiTheme="majorHAnsi" w:eastAsiaTheme="majorEastAsia" w:cstheme="majorBidi"/>'
_SERIF = '<w:rFonts w:asciiTheme="minorHAnsi" w:hAnsiTheme="minorHAnsi" w:eastAsiaTheme="minorEastAsia" w:cstheme="minorBidi"/>'
_BOLD = "<w:b/><w:bCs/>"
_ITALIC = "<w:i/><w:iCs/>"
_CELLS = '<w:tblCellMar><w:top w:w="{0}" w:type="dxa"/><w:left w:w="0" w:type="dxa"/><w:bottom w:w="{0}" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar>'
_LEADER = ' w:leader="{}"'
_INDENT = '<w:tblInd w:w="0" w:type="dxa"/>'


def styles_xml(look: Look, language: str) -> str:
    """The whole part; ``language`` with its region."""
    defaults = (
        f'<w:docDefaults><w:rPrDefault><w:rPr>{_SERIF}<w:sz w:val="21"/><w:szCs w:val="21"/>'
        f'<w:lang w:val="{language}" w:eastAsia="{language}" w:bidi="ar-SA"/><w14:numForm w14:val="lining"/></w:rPr></w:rPrDefault>'
        '<w:pPrDefault><w:pPr><w:spacing w:before="0" w:after="0" w:line="300" w:lineRule="exact"/></w:pPr></w:pPrDefault></w:docDefaults>'
    )
    latent = '<w:latentStyles w:defLockedState="0" w:defUIPriority="99" w:defSemiHidden="1" w:defUnhideWhenUsed="1" w:defQFormat="0" w:count="376"/>'
    paragraphs = "".join(paragraph_style(style, look) for style in STYLES)
    return f"{DECLARATION}<w:styles {NAMESPACES} {WORD_2010}>{defaults}{latent}{paragraphs}{_characters(look)}{_tables(look)}{_NO_LIST}</w:styles>"


def style_xml(style_id: str, look: Look) -> str:
    """One style on demand, with its namespaces."""
    if style_id in CHARACTER_STYLES:
        xml = _character(style_id, CHARACTER_STYLES[style_id], _demanded(style_id, look), 20)
    else:
        xml = paragraph_style(find_style(style_id), look)
    return xml.replace("<w:style ", f"<w:style {NAMESPACES} ", 1)


def paragraph_style(style: Style, look: Look) -> str:
    """A ``w:style`` of type paragraph; children in the schema's order."""
    kind = ' w:default="1"' if style.id == "Normal" else ' w:customStyle="1"' if style.custom else ""
    head = "".join(
        (
            f'<w:style w:type="paragraph"{kind} w:styleId="{style.id}">',
            val("name", style.name),
            val("basedOn", style.based) if style.based else "",
            val("next", style.next) if style.next else "",
            val("uiPriority", style.priority),
            "<w:qFormat/>" if style.quick else "",
        )
    )
    paragraph, run = _paragraph_properties(style, look), _run_properties(style, look)
    return head + (f"<w:pPr>{paragraph}</w:pPr>" if paragraph else "") + (f"<w:rPr>{run}</w:rPr>" if run else "") + "</w:style>"


def _paragraph_properties(style: Style, look: Look) -> str:
    number = ""
    if style.numbering is not None:
        list_id, level = style.numbering
        number = f"<w:numPr>{val('ilvl', level) if level else ''}{val('numId', list_id)}</w:numPr>"
    edges = "".join(
        f'<w:{side} w:val="single" w:sz="{size}" w:space="{space}" {colour_attributes(look, role)}/>'
        for side, size, space, role in style.edges
    )
    tabs = "".join(
        f'<w:tab w:val="{kind}"{leader and _LEADER.format(leader)} w:pos="{position}"/>' for kind, leader, position in style.tabs
    )
    return "".join(
        (
            "<w:keepNext/>" if style.keep_next else '<w:keepNext w:val="0"/>' if style.free else "",
            "<w:keepLines/>" if style.keep_lines else "",
            "<w:widowControl/>" if style.widow else "",
            number,
            f"<w:pBdr>{edges}</w:pBdr>" if edges else "",
            f'<w:shd w:val="clear" w:color="auto" w:fill="{value(look, style.fill)}" w:themeFill="{THEME_NAMES[style.fill]}"/>'
            if style.fill
            else "",
            f"<w:tabs>{tabs}</w:tabs>" if tabs else "",
            "<w:suppressAutoHyphens/>" if style.no_break else "",
            _spacing(style),
            _indents(style),
            "<w:contextualSpacing/>" if style.contextual else "",
            val("jc", style.align) if style.align else "",
            val("outlineLvl", style.outline) if style.outline is not None else "",
        )
    )


def _spacing(style: Style) -> str:
    if not style.spaced:
        return ""
    line = f'w:line="{round(style.leading * 20)}" w:lineRule="exact"' if style.leading else 'w:line="240" w:lineRule="auto"'
    return f'<w:spacing w:before="{round(style.before * 20)}" w:after="{round(style.after * 20)}" {line}/>'


def _indents(style: Style) -> str:
    lengths = (("left", style.left), ("right", style.right), ("hanging", style.hanging))
    attributes = "".join(f' w:{name}="{length}"' for name, length in lengths if length is not None)
    return f"<w:ind{attributes}/>" if attributes else ""


def _run_properties(style: Style, look: Look) -> str:
    size = round(style.size * 2)
    return "".join(
        (
            "" if style.sans is None else _SANS if style.sans else _SERIF,
            _BOLD if style.bold else "",
            _ITALIC if style.italic else "",
            f"<w:color {colour_attributes(look, style.colour).replace('w:color=', 'w:val=')}/>" if style.colour else "",
            f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>' if size else "",
        )
    )


def _character(style_id: str, name: str, properties: str, priority: int) -> str:
    custom = ' w:customStyle="1"' if name.startswith("Hyperlink ") else ""
    return (
        f'<w:style w:type="character"{custom} w:styleId="{style_id}"><w:name w:val="{name}"/><w:basedOn w:val="DefaultParagraphFont"/>'
        f'<w:uiPriority w:val="{priority}"/><w:qFormat/><w:rPr>{properties}</w:rPr></w:style>'
    )


def _link(look: Look) -> str:
    colour = f'<w:color w:val="{value(look, "accent")}" w:themeColor="hyperlink"/>'
    return f'{colour}<w:u w:val="single" {colour_attributes(look, "rule")}/>'


def _demanded(style_id: str, look: Look) -> str:
    weight = _BOLD if style_id in ("IntenseEmphasis", "HyperlinkStrong", "HyperlinkIntense") else ""
    slope = _ITALIC if style_id in ("Emphasis", "IntenseEmphasis", "HyperlinkEmphasis", "HyperlinkIntense") else ""
    rest = {"FootnoteReference": '<w:vertAlign w:val="superscript"/>', "CommentReference": '<w:sz w:val="16"/><w:szCs w:val="16"/>'}
    return weight + slope + (_link(look) if style_id.startswith("Hyperlink") else rest.get(style_id, ""))


def _characters(look: Look) -> str:
    default = (
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/>'
        '<w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
    )
    return default + _character("Strong", "Strong", _BOLD, 22) + _character("Hyperlink", "Hyperlink", _link(look), 39)


def _table(style_id: str, name: str, borders: str, padding: int, conditions: str = "", based: str = "TableNormal") -> str:
    lines = f"<w:tblBorders>{borders}</w:tblBorders>" if borders else ""
    return (
        f'<w:style w:type="table" w:customStyle="1" w:styleId="{style_id}"><w:name w:val="{name}"/><w:basedOn w:val="{based}"/>'
        f'<w:uiPriority w:val="20"/><w:qFormat/><w:tblPr>{_INDENT}{lines}{_CELLS.format(padding)}</w:tblPr>{conditions}</w:style>'
    )


def _line(side: str, eighths: int, look: Look, role: ColourRole | None = None) -> str:
    return f'<w:{side} w:val="single" w:sz="{eighths}" w:space="0" {colour_attributes(look, role or "auto")}/>'


def _tables(look: Look) -> str:
    """Table styles; conditions repeat in the derived one, since LibreOffice does not inherit them."""
    default = (
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/>'
        f"<w:tblPr>{_INDENT}{_CELLS.format(0)}</w:tblPr></w:style>"
    )
    rows = _line("bottom", 4, look) + _line("insideH", 4, look, "rule")
    head = f'<w:tblStylePr w:type="firstRow"><w:tcPr><w:tcBorders>{_line("bottom", 6, look)}</w:tcBorders></w:tcPr></w:tblStylePr>'
    total = f'<w:tblStylePr w:type="lastRow"><w:tcPr><w:tcBorders>{_line("top", 6, look)}</w:tcBorders></w:tcPr></w:tblStylePr>'
    facts = "".join(_line(side, 4, look, "rule") for side in ("top", "bottom", "insideH"))
    return (
        default
        + _table("Tabell", "Tabell", rows, 40, head)
        + _table("Omrostningstabell", "Omröstningstabell", rows, 40, head + total, "Tabell")
        + _table("Uppgiftstabell", "Uppgiftstabell", facts, 40)
        + _table("Underskriftstabell", "Underskriftstabell", "", 0)
    )


_NO_LIST = '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/><w:uiPriority w:val="99"/><w:semiHidden/></w:style>'
