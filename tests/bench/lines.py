"""How evenly the lines are set, beside typst at its best settings, WeasyPrint and ReportLab's own paragraphs: same words, measure, face and size.

Every file is read by the same reader (PDFium); a line counts when it is in the body's size and column.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from itertools import pairwise
from typing import Literal
from unittest.mock import patch

from pipeline.look import Look
from pipeline.preflight.tells import percentile
from pipeline.story import Article, Document, Paragraph, text
from tests.bench import latex, peers, words
from tests.bench.printed import Line, read_lines
from tests.bench.timing import table, verdict

LEFTS_PT = (51.024, 304.721)
HYPHENS = "-\u00ad\u2010\u2011"
SPACE_PT = 0.235 * peers.SIZE_PT
ORDERS = 10
OWN_RAGGED, TYPST_RAGGED = "this project, ragged", "typst, ragged"
OWN_JUSTIFIED, TYPST_DEFAULT, TYPST_LIMITS = "this project, justified", "typst, justified", "typst, justified with limits"
MEASURED = (OWN_RAGGED, TYPST_RAGGED, OWN_JUSTIFIED, TYPST_DEFAULT, TYPST_LIMITS)
RAGGED_AIMS = {"rag_p95": 0.10, "rag_max": math.inf, "hyphens": 0.18, "ladder": 2}
JUSTIFIED_AIMS = {"gap_p95": 1.5, "gap_max": 1.8, "hyphens": 0.20, "ladder": 2, "rag_max": math.inf}
"""The last one tells what the gaps' maximum costs: a line that no legal break fills stays short."""
LABELS = {
    "rag_p95": "rag p95",
    "rag_max": "free part, maximum",
    "gap_p95": "gap ratio p95",
    "gap_max": "gap ratio maximum",
    "hyphens": "hyphens",
    "ladder": "ladder",
}


@dataclass(frozen=True, slots=True)
class Evenness:
    """Shares of the measure or of lines; gaps from letter to letter as ratios to the natural word space."""

    rag_p95: float
    rag_max: float
    gap_p95: float
    gap_max: float
    hyphens: float
    ladder: int
    lines: int


def column(line: Line) -> int:
    """1, 2 or 0."""
    return next((number for number, left in enumerate(LEFTS_PT, 1) if left - 7 < line.x_pt < left + 13), 0)


def measure(data: bytes, source: Sequence[str]) -> Evenness:
    """Read a PDF of running text back; ``source`` tells hyphenation from hyphens of the words' own."""
    known = {word.strip('.,:;!?”"()') for words_ in source for word in words_.split()}
    lines = [line for line in read_lines(data) if abs(line.size_pt - peers.SIZE_PT) < 0.2 and column(line) and len(line.text.strip()) > 1]
    bare = [_bare(one) for one in source]
    full = [line for line in lines if not any(one.endswith(_bare(line.text)) for one in bare)]
    free = [max(0.0, LEFTS_PT[column(line) - 1] + peers.MEASURE_PT - line.end_pt) / peers.MEASURE_PT for line in full]
    ratios = [sum(line.gaps) / len(line.gaps) / SPACE_PT for line in full if line.gaps]
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


def _bare(words_: str) -> str:
    """Letters alone, for comparing: readers differ in spaces and joiners."""
    return "".join(filter(str.isalnum, words_))


def _splits(line: Line, after: Line, known: set[str]) -> bool:
    last, first = line.text.rstrip(), after.text.split()
    if not last or last[-1] not in HYPHENS or not first:
        return False
    if last.split()[-1].strip('.,:;!?”"()') in known:  # a hyphen of the word's own: landsbygds- och
        return False
    return last[-1] == "\u00ad" or f"{last.split()[-1]}{first[0]}".strip('.,:;!?”"()') not in known


def own(texts: Sequence[str], alignment: Literal["ragged", "justified"], hyphen_cost: float = 1.0, *, hyphenate: bool = True) -> bytes:
    """The words as one article of this project's newsletter; without ``hyphenate`` lines end at a word's own hyphen at most."""
    from pipeline.pdf import desk
    from pipeline.pdf.newsletter import layout_newsletter
    from pipeline.pdf.screen import write_screen

    base = words.newsletter()
    article = next(block for block in base.blocks if isinstance(block, Article))
    blocks = tuple(Paragraph(text(one), f"p.{index}") for index, one in enumerate(texts))
    whole = replace(article, blocks=blocks, figure=None, boxes=(), pull_quote=None, ingress=(), lead=False)
    document = Document("newsletter", base.metadata, base.furniture, (whole,))
    look = _look(alignment)
    voice = desk.COLUMN_VOICE
    with patch.object(desk, "COLUMN_VOICE", voice._replace(body=replace(voice.body, hyphen_cost=hyphen_cost, hyphenate=hyphenate))):
        return write_screen(document, layout_newsletter(document, look).pages, look)


@cache
def _look(alignment: Literal["ragged", "justified"]) -> Look:
    """The sample's look, the same object every time: a warm service keeps its faces."""
    return replace(words.look(), alignment=alignment)


def contestants(texts: Sequence[str]) -> dict[str, Callable[[], bytes]]:
    """Ragged first, then justified."""
    return {
        OWN_RAGGED: lambda: own(texts, "ragged"),
        TYPST_RAGGED: peers.typst_runner(texts, paragraph=peers.TYPST_RAGGED),
        "WeasyPrint, ragged": peers.weasyprint_runner(texts),
        "ReportLab, ragged, sv_SE": peers.reportlab_runner(texts),
        OWN_JUSTIFIED: lambda: own(texts, "justified"),
        TYPST_DEFAULT: peers.typst_runner(texts, paragraph=peers.TYPST_JUSTIFIED, hyphenation=100),
        TYPST_LIMITS: peers.typst_runner(texts, paragraph=peers.TYPST_LIMITS, hyphenation=100),
        "WeasyPrint, justified": peers.weasyprint_runner(texts, justified=True),
        "ReportLab, justified, sv_SE": peers.reportlab_runner(texts, justified=True),
    }


def main() -> None:
    """Evenness of every contestant with the aims, the same on reshuffled words, then the frontiers of hyphens against evenness."""
    texts = [one for one in words.paragraphs(words.newsletter()) if len(one) > 80]
    found = {name: measure(run(), texts) for name, run in contestants(texts).items()}
    table("Lines: rag p95/max, gap ratio p95/max, hyphens, ladder", [(name, _row(each), "") for name, each in found.items()])
    aims("Aims, ragged", found[OWN_RAGGED], {"typst": found[TYPST_RAGGED]}, RAGGED_AIMS)
    peers_justified = {"typst": found[TYPST_DEFAULT], "typst with limits": found[TYPST_LIMITS]}
    aims("Aims, justified", found[OWN_JUSTIFIED], peers_justified, JUSTIFIED_AIMS)
    robust(texts)
    frontier("Frontier of ragged setting: hyphens against rag p95", texts, ragged=True)
    frontier("Frontier of justified setting: hyphens against gap p95", texts, ragged=False)


def aims(title: str, own_: Evenness, rivals: dict[str, Evenness], limits: dict[str, float]) -> None:
    """Each figure beside its limit, and beside the rivals' in the same run."""
    rows = []
    for name, limit in limits.items():
        figure = getattr(own_, name)
        scale = 1 if name in {"gap_p95", "gap_max", "ladder"} else 100
        rows.append((LABELS[name], _figure(name, figure), verdict(scale * figure, scale * limit) if limit < math.inf else ""))
        for rival, each in rivals.items():
            theirs = getattr(each, name)
            said = "better: met" if figure < theirs else "equal" if figure == theirs else "better: MISSED"
            rows.append((f"  beside {rival}", _figure(name, theirs), said))
    table(title, rows)


def robust(texts: Sequence[str]) -> None:
    """The same on the same words in other orders: costs were chosen on the record's own order and on other shuffles."""
    chance = random.Random(words.SEED)
    many = [" ".join(chance.sample(one.split(" "), one.count(" ") + 1)) for _ in range(ORDERS) for one in texts]
    rows = [(name, _row(measure(run(), many)), "") for name, run in contestants(many).items() if name in MEASURED]
    table(f"The same words in {ORDERS} random orders", rows)


def frontier(title: str, texts: Sequence[str], *, ragged: bool) -> None:
    """Hyphens against evenness at several costs of a hyphen."""
    setting: str
    alignment: Literal["ragged", "justified"]
    setting, alignment = (peers.TYPST_RAGGED, "ragged") if ragged else (peers.TYPST_LIMITS, "justified")
    runs: list[tuple[str, Callable[[], bytes | None]]] = [
        (f"this project, hyphen cost × {cost:g}", partial(own, texts, alignment, cost)) for cost in (0.1, 0.25, 0.5, 1, 2, 5)
    ]
    runs.append(("this project, hyphenation off", partial(own, texts, alignment, hyphenate=False)))
    runs += [
        (f"typst, hyphenation {cost} %", peers.typst_runner(texts, paragraph=setting, hyphenation=cost))
        for cost in (50, 100, 200, 400, 800)
    ]
    if latex.available():
        runs += [
            (f"LuaLaTeX, hyphenpenalty {cost}", partial(latex.lualatex, texts, hyphen_penalty=cost, ragged=ragged))
            for cost in (0, 50, 500, 2000)
        ]
    rows = []
    for name, run in runs:
        data = run()
        rows.append((name, _row(measure(data, texts)) if data else "failed", ""))
    if not latex.available():
        rows.append(("LuaLaTeX", "not installed (texlive-luatex, texlive-lang-european)", ""))
    table(title, rows)


def _figure(name: str, figure: float) -> str:
    return f"{figure:.0f}" if name == "ladder" else f"{figure:.2f}" if name.startswith("gap") else f"{figure:.1%}"


def _row(found: Evenness) -> str:
    return (
        f"{found.rag_p95:.1%}/{found.rag_max:.1%}  {found.gap_p95:.2f}/{found.gap_max:.2f}  "
        f"{found.hyphens:.1%}  {found.ladder}  ({found.lines} lines)"
    )
