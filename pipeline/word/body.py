"""Pieces as WordprocessingML: one string per paragraph, styles by name, nothing formatted directly."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import field

from pipeline.dataclass import dataclass
from pipeline.problems import say
from pipeline.word.comments import commented
from pipeline.word.flow import EMPHASIS, STRONG, Change, Grid, Par, Picture, Piece, Run, paragraphs
from pipeline.word.measure import measures
from pipeline.word.names import DECLARATION, NAMESPACES, escape, field_mark, target_name
from pipeline.word.outcome import Remark

_ELEMENTS = {"\t": "<w:tab/>", "\n": "<w:br/>", "\u00ad": "<w:softHyphen/>", "\u2011": "<w:noBreakHyphen/>"}
_SPLIT = re.compile("([\t\n\u00ad\u2011])")
_DRESS = {
    (0, False): "", (STRONG, False): "Strong", (EMPHASIS, False): "Emphasis", (STRONG | EMPHASIS, False): "IntenseEmphasis",
    (0, True): "Hyperlink", (STRONG, True): "HyperlinkStrong", (EMPHASIS, True): "HyperlinkEmphasis", (STRONG | EMPHASIS, True): "HyperlinkIntense",
}  # fmt: skip
_REFERENCE = (
    '<w:r>{2}<w:fldChar w:fldCharType="begin"/></w:r><w:r>{2}<w:instrText xml:space="preserve"> REF {0} \\r \\h </w:instrText></w:r>'
    '<w:r>{2}<w:fldChar w:fldCharType="separate"/></w:r>{1}<w:r>{2}<w:fldChar w:fldCharType="end"/></w:r>'
)
"""LibreOffice dresses a field as its beginning is dressed."""
_STYLED = '<w:rStyle w:val="{}"/>'
_SEPARATORS = (
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>'
)
_LOOK_BITS = (("first_row", 0x20, "firstRow"), ("last_row", 0x40, "lastRow"), ("first_column", 0x80, "firstColumn"))


@dataclass(slots=True)
class Body:
    """Writes the body's XML and gathers what other parts must hold.

    ``relate`` gives the relationship id of an outside address, ``draw`` the XML of a picture; ``marked`` puts a bookmark on each field.
    ``targets`` are the anchors of the document with the number that each list shows there; ``notes`` the footnotes met, ``styles`` the ids
    of all styles used. Tracked changes bear ``author`` and the first of ``dates``, whole paragraphs the second: LibreOffice takes
    an insertion at a paragraph's end and an inserted paragraph after it for one where they are of one minute or the next, with the mark between.
    """

    relate: Callable[[str], str]
    draw: Callable[[Picture], str]
    marked: bool
    targets: dict[str, str] = field(default_factory=dict)
    notes: list[tuple[Par, ...]] = field(default_factory=list)
    styles: set[str] = field(default_factory=set)
    warnings: list[Remark] = field(default_factory=list)
    author: str = ""
    dates: tuple[str, str] = ("", "")
    whole: bool = False
    bookmark: int = 0
    met: dict[str, int] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    comments: dict[int, list[int]] = field(default_factory=dict)
    """The numbers of the comments at each paragraph, by its ``id``."""

    def write(self, pieces: list[Piece]) -> str:
        """The XML of all pieces, in order."""
        self.targets = {par.anchor: par.shown for par in paragraphs(pieces) if par.anchor}
        return "".join(self.paragraph(piece) if isinstance(piece, Par) else self.table(piece) for piece in pieces)

    def paragraph(self, par: Par) -> str:
        """A ``w:p``: style, a list instance where its number is frozen, then what it says."""
        self.styles.add(par.style)
        self.whole = bool(par.change)
        number = f'<w:numPr><w:ilvl w:val="{par.level}"/><w:numId w:val="{par.number}"/></w:numPr>' if par.number else ""
        if par.change or par.was:
            number += self.fate(par)
        content = par.raw or (self.draw(par.picture) if par.picture else self.runs(par))
        if par.anchor:
            self.bookmark += 1
            name = target_name(par.anchor)
            content = f'<w:bookmarkStart w:id="{self.bookmark}" w:name="{name}"/>{content}<w:bookmarkEnd w:id="{self.bookmark}"/>'
        if self.comments and id(par) in self.comments:
            content = commented(content, self.comments[id(par)])
        return f'<w:p><w:pPr><w:pStyle w:val="{par.style}"/>{number}</w:pPr>{content}</w:p>'

    def fate(self, par: Par) -> str:
        """What became of a paragraph's mark and of its style since the version before (17.13.5)."""
        mark = f"<w:rPr>{self.revision(par.change)}/></w:rPr>" if par.change else ""
        if not par.was:
            return mark
        self.styles.add(par.was)
        return f'{mark}{self.opened("pPrChange")}><w:pPr><w:pStyle w:val="{par.was}"/></w:pPr></w:pPrChange>'

    def revision(self, change: Change) -> str:
        """The beginning of a ``w:ins`` or ``w:del``, not closed."""
        return self.opened("ins" if change == "inserted" else "del")

    def opened(self, tag: str) -> str:
        """The beginning of a tracked change with its number, hand and date."""
        self.bookmark += 1
        return f'<w:{tag} w:id="{self.bookmark}" w:author="{escape(self.author)}" w:date="{self.dates[self.whole]}"'

    def runs(self, par: Par) -> str:
        """The runs of a paragraph, each field between its bookmark's ends."""
        runs = par.runs
        bold = measures(par.style).bold
        if len(runs) == 1 and not runs[0].origin and not runs[0].link and not runs[0].change:
            return self.run(runs[0], bold)
        parts: list[str] = []
        start = 0
        while start < len(runs):
            origin = runs[start].origin
            end = start + 1
            while end < len(runs) and runs[end].origin == origin:
                end += 1
            inside = self.linked(runs[start:end], bold)
            parts.append(self.field(origin, inside) if origin and self.marked else inside)
            start = end
        return "".join(parts)

    def field(self, origin: str, inside: str) -> str:
        """A field between the ends of its hidden bookmark; later places of the same field count on from _2."""
        name = field_mark(origin)
        self.met[name] = times = self.met.get(name, 0) + 1
        self.bookmark += 1
        suffix = f"_{times}" if times > 1 else ""
        return f'<w:bookmarkStart w:id="{self.bookmark}" w:name="{name}{suffix}"/>{inside}<w:bookmarkEnd w:id="{self.bookmark}"/>'

    def linked(self, runs: list[Run], bold: bool) -> str:
        """Runs with those of one link wrapped together; a reference to nothing is plain words and a warning."""
        if len(runs) == 1 and not runs[0].link and not runs[0].change:
            return self.run(runs[0], bold)
        parts: list[str] = []
        start = 0
        while start < len(runs):
            link, change = runs[start].link, runs[start].change
            end = start + 1
            while end < len(runs) and runs[end].link == link and runs[end].change == change:
                end += 1
            inside = "".join(self.run(run, bold) for run in runs[start:end])
            if link and change != "deleted":
                parts.append(self.link(link, inside, "".join(run.text for run in runs[start:end]), change))
            else:
                parts.append(self.changed(inside, change))
            start = end
        return "".join(parts)

    def changed(self, inside: str, change: Change) -> str:
        """Runs within a tracked change, where there is one."""
        if not change or not inside:
            return inside
        return f"{self.revision(change)}>{inside}</w:{'ins' if change == 'inserted' else 'del'}>"

    def link(self, link: str, inside: str, text: str, change: Change) -> str:
        """A hyperlink; where its words are just the number that the target's list shows, a REF field that Word can renew (17.16.5.50)."""
        if not link.startswith("#"):
            if link not in self.links:
                self.links[link] = self.relate(link)
            return f'<w:hyperlink r:id="{self.links[link]}" w:history="1">{self.changed(inside, change)}</w:hyperlink>'
        if link[1:] not in self.targets:
            self.warnings.append(Remark("", say("a reference leads to {anchor}, which is not in the document", anchor=link[1:])))
            return self.changed(inside, change)
        name = target_name(link[1:])
        if text.replace("\u00a0", " ") == self.targets[link[1:]].replace("\u00a0", " "):
            return self.changed(_REFERENCE.format(name, inside, '<w:rPr><w:rStyle w:val="Hyperlink"/></w:rPr>'), change)
        return f'<w:hyperlink w:anchor="{name}" w:history="1">{self.changed(inside, change)}</w:hyperlink>'

    def run(self, run: Run, bold: bool) -> str:
        """A ``w:r``; Strong would cancel the weight of a style that is bold itself (17.7.3, toggle properties)."""
        if run.note:
            return self.note(run)
        if not run.text:
            return ""
        style = _DRESS[run.traits & ~STRONG if bold else run.traits, bool(run.link)]
        properties = ""
        if style or run.language:
            self.styles.add(style)
            language = f'<w:lang w:val="{escape(run.language)}"/>' if run.language else ""
            properties = f"<w:rPr>{style and _STYLED.format(style)}{language}</w:rPr>"
        content = words(run.text)
        if run.change == "deleted":
            content = content.replace("<w:t ", "<w:delText ").replace("</w:t>", "</w:delText>")
        return f"<w:r>{properties}{content}</w:r>"

    def note(self, run: Run) -> str:
        """The mark of a footnote whose text goes to its own part."""
        self.notes.append(run.note)
        self.styles |= {"FootnoteReference", "FootnoteText"}
        return f'<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteReference w:id="{len(self.notes)}"/></w:r>'

    def table(self, grid: Grid) -> str:
        """A ``w:tbl`` of fixed width: head row repeated, no row broken, words for screen readers."""
        bits = 0x600 + sum(bit for name, bit, _ in _LOOK_BITS if getattr(grid, name))
        flags = "".join(f' w:{word}="{int(getattr(grid, name))}"' for name, _, word in _LOOK_BITS)
        indent = f'<w:tblInd w:w="{grid.indent}" w:type="dxa"/>' if grid.indent else ""
        cells = [f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>' for width in grid.widths]
        columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in grid.widths)
        rows = "".join(
            f"<w:tr><w:trPr><w:cantSplit/>{'<w:tblHeader/>' if row.head else ''}"
            + (f"{self.revision(row.change)}/>" if row.change else "")
            + "</w:trPr>"
            + "".join(opening + "".join(map(self.paragraph, cell)) + "</w:tc>" for opening, cell in zip(cells, row.cells, strict=True))
            + "</w:tr>"
            for row in grid.rows
        )
        return (
            f'<w:tbl><w:tblPr><w:tblStyle w:val="{grid.style}"/><w:tblW w:w="{sum(grid.widths)}" w:type="dxa"/>{indent}<w:tblLayout w:type="fixed"/>'
            f'<w:tblLook w:val="{bits:04X}"{flags} w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
            f'<w:tblCaption w:val="{escape(grid.caption)}"/><w:tblDescription w:val="{escape(grid.description)}"/></w:tblPr>'
            f"<w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"
        )


def words(text: str) -> str:
    """Run content: text, with Word's own elements for tab, line break, soft and no-break hyphen; U+2060 is left out.

    The brand's faces lack it and Word's stand-in faces draw it. Nothing else holds "10.20–10.40" together in Word: its no-width non-break (U+200D)
    is for scripts that join letters and lets a line end after a dash, ``w:noBreakHyphen`` is a hyphen, and ``w:fitText`` sets a fixed width.
    """
    if "\u2060" in text:
        text = text.replace("\u2060", "")
    if not _SPLIT.search(text):
        return f'<w:t xml:space="preserve">{escape(text)}</w:t>'
    parts = _SPLIT.split(text)
    return "".join(_ELEMENTS.get(part) or f'<w:t xml:space="preserve">{escape(part)}</w:t>' for part in parts if part)


def footnotes_xml(notes: Iterable[tuple[Par, ...]], body: Body) -> str:
    """The footnotes part: the two separators, then the notes, each beginning with its mark."""
    parts = []
    for number, pars in enumerate(notes, 1):
        mark = '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> </w:t></w:r>'
        content = "".join(
            f'<w:p><w:pPr><w:pStyle w:val="{par.style}"/></w:pPr>{"" if index else mark}{body.linked(par.runs, False)}</w:p>'
            for index, par in enumerate(pars)
        )
        parts.append(f'<w:footnote w:id="{number}">{content}</w:footnote>')
    return f"{DECLARATION}<w:footnotes {NAMESPACES}>{_SEPARATORS}{''.join(parts)}</w:footnotes>"
