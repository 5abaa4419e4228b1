"""The same words set by the peers: typst, WeasyPrint, fpdf2 and ReportLab's own paragraphs; docxtpl and pandoc."""

from __future__ import annotations

import io
import random
import tempfile
from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path

FONTS = Path(__file__).resolve().parent.parent.parent / "source/brand/fonts"
SIZE_PT, LEADING_PT, MEASURE_PT, GUTTER_PT = 10.0, 13.0, 239.53, 14.173
TYPST_RAGGED = 'par(justify: false, linebreaks: "optimized")'
TYPST_JUSTIFIED = "par(justify: true)"
TYPST_LIMITS = "par(justify: true, justification-limits: (spacing: (min: 80%, max: 150%), tracking: (min: -0.012em, max: 0.02em)))"
TYPST_COSTS = "set text(costs: (hyphenation: {hyphenation}%, runt: 200%))"


def typst_source(words: Sequence[str], *, paragraph: str = TYPST_RAGGED, hyphenation: int = 400, dress: str = "") -> str:
    """A4 pages in two columns with the newsletter's measure, face and size; `dress` is markup that stands before the words."""
    body = "\n\n".join("".join("\\" + c if c in "\\#$*_`<>@=-+/~'\"[]" else c for c in text) for text in words)
    head = (
        "#set page(width: 595.276pt, height: 841.89pt, margin: (left: 51.024pt, right: 51.024pt, top: 70.866pt, bottom: 82pt), columns: 2)\n"
        f"#set columns(gutter: {GUTTER_PT}pt)\n"
        f'#set text(font: "Source Serif 4 SmText", size: {SIZE_PT}pt, lang: "sv", hyphenate: true)\n'
        f"#{TYPST_COSTS.format(hyphenation=hyphenation)}\n#set {paragraph}\n#set par(leading: 0.62em, spacing: 0.62em, first-line-indent: 10pt)\n"
    )
    return head + dress + body


def typst_dress(kicker: str, headline: str, running: str, section: str) -> str:
    """What the newsletter's pages say beside their text, in the same faces: kicker, headline, running head and folio."""
    sans = '#set text(font: "Source Sans 3", size: 7pt)'
    return (
        f"#set page(header: [{sans}\n{running} #h(1fr) {section}], footer: align(right)[{sans}\n"
        '#context [#text(weight: "semibold", counter(page).display()) (#counter(page).final().first())]])\n'
        '#show heading: set text(font: "Source Serif 4 Display", size: 21pt, weight: "bold", hyphenate: false)\n'
        f'#place(top, scope: "parent", float: true)[#text(font: "Source Sans 3", size: 7pt, weight: "bold", upper[{kicker}])\n\n= {headline}\n]\n'
    )


def typst_runner(words: Sequence[str], *, standards: Sequence[str] = (), dress: str = "", **settings: object) -> Callable[[], bytes]:
    """Compiles with the compiler kept warm, as a service would; each run's words are new to it, since it remembers what it has set."""
    import typst

    folder = Path(tempfile.mkdtemp())
    path = folder / "main.typ"
    title = '#set document(title: "x")\n' if standards else ""
    path.write_text("", encoding="utf-8")
    compiler = typst.Compiler(str(path), font_paths=[str(FONTS)], ignore_system_fonts=True)
    chance = random.Random(1)
    fresh = [0]

    def run() -> bytes:
        texts = list(words)
        if fresh[0]:  # the first run is of the words as they are, for looking at
            texts = [" ".join(chance.sample(text.split(" "), text.count(" ") + 1)) for text in words]
        fresh[0] += 1
        path.write_text(title + typst_source(texts, dress=dress, **settings), encoding="utf-8")  # type: ignore[arg-type]
        return bytes(compiler.compile(format="pdf", **({"pdf_standards": list(standards)} if standards else {})))

    return run


def weasyprint_runner(words: Sequence[str], *, justified: bool = False) -> Callable[[], bytes]:
    """HTML with CSS columns; without the body's own margin, for the measure is everybody's."""
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    face = f"@font-face{{font-family:T;src:url('{(FONTS / 'SourceSerif4SmText-Regular.ttf').as_uri()}')}}"
    align = "justify" if justified else "left"
    style = (
        face + "@page{size:595.276pt 841.89pt;margin:70.866pt 51.024pt 82pt}"
        f"body{{margin:0;columns:2;column-gap:{GUTTER_PT}pt;text-align:{align};font:{SIZE_PT}pt/{LEADING_PT}pt T;hyphens:auto}}"
        "p{margin:0;text-indent:10pt}"
    )
    css = CSS(string=style, font_config=fonts)
    html = '<html lang="sv"><body>' + "".join(f"<p>{escape(text)}</p>" for text in words) + "</body></html>"
    return lambda: HTML(string=html).write_pdf(stylesheets=[css], font_config=fonts)


def fpdf_runner(words: Sequence[str]) -> Callable[[], bytes]:
    """Text columns of fpdf2."""
    from fpdf import FPDF

    def run() -> bytes:
        pdf = FPDF(unit="pt", format=(595.276, 841.89))
        pdf.set_margins(51.024, 70.866)
        pdf.set_auto_page_break(True, 82)
        pdf.add_font("T", fname=FONTS / "SourceSerif4SmText-Regular.ttf")
        pdf.set_font("T", size=SIZE_PT)
        pdf.add_page()
        with pdf.text_columns(ncols=2, gutter=GUTTER_PT, line_height=1.3) as columns:
            for text in words:
                with columns.paragraph() as paragraph:
                    paragraph.write(text)
        return bytes(pdf.output())

    return run


def reportlab_runner(words: Sequence[str], *, justified: bool = False) -> Callable[[], bytes]:
    """ReportLab's own paragraphs in two frames."""
    from reportlab.lib.enums import TA_JUSTIFY, TA_LEFT
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph

    pdfmetrics.registerFont(TTFont("T", str(FONTS / "SourceSerif4SmText-Regular.ttf")))
    style = ParagraphStyle(
        "p",
        fontName="T",
        fontSize=SIZE_PT,
        leading=LEADING_PT,
        alignment=TA_JUSTIFY if justified else TA_LEFT,
        hyphenationLang="sv_SE",
        firstLineIndent=10,
    )

    def run() -> bytes:
        out = io.BytesIO()
        frames = [Frame(51.024 + i * (MEASURE_PT + GUTTER_PT), 82, MEASURE_PT, 689, 0, 0, 0, 0) for i in range(2)]
        document = BaseDocTemplate(out, pagesize=(595.276, 841.89), pageTemplates=[PageTemplate(frames=frames)])
        document.build([Paragraph(escape(text), style) for text in words])
        return out.getvalue()

    return run


def docxtpl_runner(sections: Sequence[tuple[str, Sequence[str]]]) -> Callable[[], bytes]:
    """A template with a loop over §§, rendered per document."""
    import docx
    from docxtpl import DocxTemplate

    template = docx.Document()
    template.add_paragraph("{%p for s in sections %}")
    template.add_heading("§ {{ s.number }} {{ s.heading }}", 1)
    template.add_paragraph("{%p for t in s.texts %}")
    template.add_paragraph("{{ t }}")
    template.add_paragraph("{%p endfor %}")
    template.add_paragraph("{%p endfor %}")
    folder = Path(tempfile.mkdtemp())
    template.save(str(folder / "template.docx"))
    context = {"sections": [{"number": n, "heading": heading, "texts": texts} for n, (heading, texts) in enumerate(sections, 1)]}

    def run() -> bytes:
        document = DocxTemplate(str(folder / "template.docx"))
        document.render(context, autoescape=True)
        out = io.BytesIO()
        document.save(out)
        return out.getvalue()

    return run


def pandoc_runner(sections: Sequence[tuple[str, Sequence[str]]]) -> Callable[[], bytes]:
    """Markdown to docx; pandoc is a program, so its start is part of every document."""
    import pypandoc

    text = "\n\n".join(f"# § {n} {heading}\n\n" + "\n\n".join(texts) for n, (heading, texts) in enumerate(sections, 1))
    target = Path(tempfile.mkdtemp()) / "out.docx"

    def run() -> bytes:
        pypandoc.convert_text(text, "docx", format="markdown", outputfile=str(target))
        return target.read_bytes()

    return run
