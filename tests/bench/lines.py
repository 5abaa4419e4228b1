"""How evenly the lines are set, beside typst at its best settings, WeasyPrint and ReportLab's own paragraphs: same words, measure, face and size.

Every file is read by the same reader (PDFium); a line counts when it is in the body's size and column.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from pipeline.preflight.page_text import PrintedLine, read_pages
from pipeline.preflight.tells import percentile
from pipeline.story import Article, Document, Paragraph, text
from tests.bench import peers, words
from tests.bench.timing import table

LEFTS_PT = (51.024, 304.721)
HYPHENS = "-\u00ad\u2010\u2011"


@dataclass(frozen=True, slots=True)
class Evenness:
    """Shares of the measure or of lines; ratios to the natural word space."""

    rag_p95: float
    rag_max: float
    gap_p95: float
    gap_max: float
    hyphens: float
    ladder: int
    lines: int


def column(line: PrintedLine) -> int:
    """1, 2 or 0."""
    return next((number for number, left in enumerate(LEFTS_PT, 1) if left - 7 < line.x_pt < left + 13), 0)


def measure(data: bytes, source: Sequence[str], space_pt: float) -> Evenness:
    """Read a PDF of running text back; ``source`` tells hyphenation from hyphens of the words' own."""
    known = {word.strip('.,:;!?”"()') for words_ in source for word in words_.split()}
    lines = [
        line for line in read_pages(data).lines if abs(line.size_pt - peers.SIZE_PT) < 0.2 and column(line) and len(line.text.strip()) > 1
    ]
    starts = [line.x_pt - LEFTS_PT[column(line) - 1] > 7 for line in lines]
    full = [line for line, following in zip(lines, [*starts[1:], True], strict=True) if not following]
    free = [max(0.0, LEFTS_PT[column(line) - 1] + peers.MEASURE_PT - line.end_pt) / peers.MEASURE_PT for line in full]
    ratios = [sum(end - start for start, end in line.gaps) / len(line.gaps) / space_pt for line in full if line.gaps]
    ends = [_splits(line, after, known) for line, after in pairwise(lines)]
    longest = run = 0
    for split in ends:
        run = run + 1 if split else 0
        longest = max(longest, run)
    return Evenness(
        percentile(free, 0.95),
        max(free, default=0),
        percentile(ratios, 0.95),
        max(ratios, default=0),
        sum(ends) / max(1, len(lines)),
        longest,
        len(lines),
    )


def _splits(line: PrintedLine, after: PrintedLine, known: set[str]) -> bool:
    last, first = line.text.rstrip(), after.text.split()
    if not last or last[-1] not in HYPHENS or not first:
        return False
    return last[-1] == "\u00ad" or f"{last.split()[-1]}{first[0]}".strip('.,:;!?”"()') not in known


def own(texts: Sequence[str], alignment: str) -> bytes:
    """The words as one article of this project's newsletter."""
    from pipeline.pdf.newsletter import layout_newsletter
    from pipeline.pdf.screen import write_screen

    base = words.newsletter()
    article = next(block for block in base.blocks if isinstance(block, Article))
    blocks = tuple(Paragraph(text(one), f"p.{index}") for index, one in enumerate(texts))
    whole = replace(article, blocks=blocks, figure=None, boxes=(), pull_quote=None, ingress=(), lead=False)
    document = Document("newsletter", base.metadata, base.furniture, (whole,))
    look = replace(words.look(), alignment=alignment)
    return write_screen(document, layout_newsletter(document, look).pages, look)


def contestants(texts: Sequence[str]) -> dict[str, Callable[[], bytes]]:
    """Ragged first, then justified."""
    return {
        "this project, ragged": lambda: own(texts, "ragged"),
        "typst, ragged": peers.typst_runner(texts, paragraph=peers.TYPST_RAGGED),
        "this project, justified": lambda: own(texts, "justified"),
        "typst, justified": peers.typst_runner(texts, paragraph=peers.TYPST_JUSTIFIED, hyphenation=100),
        "typst, justified with limits": peers.typst_runner(texts, paragraph=peers.TYPST_LIMITS, hyphenation=100),
        "WeasyPrint, ragged": peers.weasyprint_runner(texts),
        "ReportLab, justified, sv_SE": peers.reportlab_runner(texts, justified=True),
    }


def main() -> None:
    """Print the evenness of every contestant, then typst's frontier of hyphens against gaps, then LuaLaTeX's where it is installed."""
    texts = [one for one in words.paragraphs(words.newsletter()) if len(one) > 80]
    space = 0.235 * peers.SIZE_PT
    table(
        "Lines: rag p95/max, gap ratio p95/max, hyphens, ladder",
        [(name, _row(measure(run(), texts, space)), "") for name, run in contestants(texts).items()],
    )
    sweep = []
    for cost in (50, 100, 200, 400, 800):
        data = peers.typst_runner(texts, paragraph=peers.TYPST_LIMITS, hyphenation=cost)()
        found = measure(data, texts, space)
        sweep.append((f"typst, hyphenation {cost} %", f"hyphens {found.hyphens:.0%}, gap p95 {found.gap_p95:.2f}", ""))
    found = measure(own(texts, "justified"), texts, space)
    sweep.append(("this project", f"hyphens {found.hyphens:.0%}, gap p95 {found.gap_p95:.2f}", ""))
    latex = lualatex(texts)
    if latex is not None:
        found = measure(latex, texts, space)
        sweep.append(("LuaLaTeX with microtype", f"hyphens {found.hyphens:.0%}, gap p95 {found.gap_p95:.2f}, max {found.gap_max:.2f}", ""))
    table("Frontier of justified setting", sweep)


def _row(found: Evenness) -> str:
    return (
        f"{found.rag_p95:.1%}/{found.rag_max:.1%}  {found.gap_p95:.2f}/{found.gap_max:.2f}  "
        f"{found.hyphens:.1%}  {found.ladder}  ({found.lines} lines)"
    )


def lualatex(texts: Sequence[str]) -> bytes | None:
    """The words by LuaLaTeX with microtype, or None where it is not installed."""
    if shutil.which("lualatex") is None:
        return None
    body = "\n\n".join("".join("\\" + c if c in "#$%&_{}" else c for c in one) for one in texts)
    source = (
        "\\documentclass[10pt,twocolumn]{article}\\usepackage[paperwidth=595.276bp,paperheight=841.89bp,left=51.024bp,right=51.024bp,top=70.866bp,bottom=82bp,"
        f"columnsep=14.173bp]{{geometry}}\\usepackage{{fontspec}}\\setmainfont[Path={peers.FONTS.as_posix()}/]{{SourceSerif4SmText-Regular.ttf}}"
        "\\usepackage[swedish]{babel}\\usepackage{microtype}\\parindent=10bp\\parskip=0pt\\pagestyle{empty}\\begin{document}\\fontsize{10bp}{13bp}\\selectfont "
        f"{body}\\end{{document}}"
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "main.tex"
        path.write_text(source, encoding="utf-8")
        done = subprocess.run(["lualatex", "-interaction=batchmode", path.name], cwd=folder, capture_output=True, check=False)
        result = path.with_suffix(".pdf")
        return result.read_bytes() if done.returncode == 0 and result.exists() else None
