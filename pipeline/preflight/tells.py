"""The ten tells of a machine-made page, measured on a written newsletter: figure beside limit, with page and column of every miss.

What is measured and its limits are the design's; lines, gaps and paragraphs come from PDFium's reading of the file, never from the composer.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from itertools import pairwise

from pipeline.preflight.column_feet import feet
from pipeline.preflight.page_text import COLUMN_LEFTS_PT, PrintedLine, PrintedPages
from pipeline.preflight.running_text import (
    FIRST_BASELINE_PT,
    GRID_PT,
    LAST_LINE,
    MEASURE_PT,
    TEXT_SIZE_LIMIT_PT,
    Chunk,
    Tell,
    body_chunks,
    body_face,
    column_of,
    full_lines,
    where,
)
from pipeline.problems import say

LEAST_SIZE_PT = 4.0
"""What is smaller is there for screen readers only."""


def percentile(values: Sequence[float], share: float) -> float:
    """The value that ``share`` of the values do not exceed (nearest rank); 0 for none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def measure_tells(pages: PrintedPages, natural_space_em: float) -> list[Tell]:
    """All ten, in the design's order; ``natural_space_em`` is the body face's word space."""
    chunks = body_chunks(pages)
    size = body_face(pages)[1]
    measures: tuple[Callable[[], list[Tell]], ...] = (
        lambda: holes(chunks, natural_space_em * size),
        lambda: rivers(chunks, natural_space_em * size),
        lambda: hyphens(chunks),
        lambda: rag(chunks),
        lambda: stubs(chunks),
        lambda: single_lines(chunks),
        lambda: stranded(pages, chunks),
        lambda: feet(pages, chunks),
        lambda: fill(pages),
        lambda: traces(pages),
    )
    return [tell for measure in measures for tell in measure()]


def is_justified(chunks: Sequence[Chunk]) -> bool:
    """Whether most full lines end at the same edge."""
    inner = [line for chunk in chunks for line in full_lines(chunk)]
    flush = sum(abs(COLUMN_LEFTS_PT[column_of(line) - 1] + MEASURE_PT - line.end_pt) < 6 for line in inner)
    return bool(inner) and flush > 0.8 * len(inner)


def gap_ratio(line: PrintedLine, natural_pt: float) -> float:
    """Mean word gap over the natural one."""
    return sum(end - start for start, end in line.gaps) / len(line.gaps) / natural_pt if line.gaps else 1.0


def holes(chunks: Sequence[Chunk], natural_pt: float) -> list[Tell]:
    """Tell 1: word gaps of justified lines."""
    name = say("Holes between words (gap ratio p95, max, min)")
    if not is_justified(chunks):
        return [Tell(1, name, "–", "1.8 2.2 0.7")]
    ratios = [(gap_ratio(line, natural_pt), line) for chunk in chunks for line in full_lines(chunk) if line.gaps]
    values = [ratio for ratio, _ in ratios]
    missed = [where(line) for ratio, line in ratios if ratio > 2.2 or ratio < 0.7]
    if percentile(values, 0.95) > 1.8 and not missed:
        missed = [where(max(ratios, key=lambda pair: pair[0])[1])]
    return [
        Tell(
            1,
            name,
            f"{percentile(values, 0.95):.2f} {max(values, default=1):.2f} {min(values, default=1):.2f}",
            "1.8 2.2 0.7",
            tuple(missed),
        )
    ]


def rivers(chunks: Sequence[Chunk], natural_pt: float) -> list[Tell]:
    """Tell 2: wide gaps that overlap in four consecutive lines."""
    missed = []
    for chunk in chunks:
        for start in range(len(chunk.lines) - 3):
            four = chunk.lines[start : start + 4]
            paths = [gap for gap in four[0].gaps if gap[1] - gap[0] >= 1.3 * natural_pt]
            for line in four[1:]:
                wide = [gap for gap in line.gaps if gap[1] - gap[0] >= 1.3 * natural_pt]
                paths = [
                    gap for gap in wide if any(min(gap[1], path[1]) - max(gap[0], path[0]) >= 0.5 * (gap[1] - gap[0]) for path in paths)
                ]
            if paths:
                missed.append(where(four[0]))
    return [Tell(2, say("Rivers"), str(len(missed)), "0", tuple(missed))]


def hyphens(chunks: Sequence[Chunk]) -> list[Tell]:
    """Tell 3: share of lines hyphenated, the longest ladder, hyphens at a column's foot."""
    lines = [line for chunk in chunks for line in chunk.lines]
    share = sum(line.hyphenated for line in lines) / len(lines) if lines else 0.0
    longest, run, missed = 0, 0, []
    for line in lines:
        run = run + 1 if line.hyphenated else 0
        longest = max(longest, run)
        if run > 2:
            missed.append(where(line))
    feet_missed = [where(chunk.lines[-1]) for chunk in chunks if not chunk.last and chunk.lines[-1].hyphenated]
    limit = 0.20 if is_justified(chunks) else 0.18
    share_missed = (f"{share:.0%}",) if share > limit else ()
    return [
        Tell(3, say("Lines hyphenated"), f"{share:.1%}", f"{limit:.0%}", share_missed),
        Tell(3, say("Longest hyphen ladder"), str(longest), "2", tuple(missed)),
        Tell(3, say("Hyphens at a column's foot"), str(len(feet_missed)), "0", tuple(feet_missed)),
    ]


def rag(chunks: Sequence[Chunk]) -> list[Tell]:
    """Tell 4: the free part of ragged lines, and edges that grow or shrink as a wedge."""
    name, wedge = say("Ragged edge (free part p95, max)"), say("Wedges (windows of four lines)")
    if is_justified(chunks):
        return [Tell(4, name, "–", "12.5% 16%"), Tell(4, wedge, "–", "3%")]
    free = [(free_part(line), line) for chunk in chunks for line in full_lines(chunk)]
    values = [value for value, _ in free]
    missed = [where(line) for value, line in free if value > 0.16]
    p95 = percentile(values, 0.95)
    if p95 > 0.125 and not missed:
        missed = [where(max(free, key=lambda pair: pair[0])[1])]
    windows = [lines[index : index + 4] for chunk in chunks for lines in (full_lines(chunk),) for index in range(len(lines) - 3)]
    wedges = [window for window in windows if _is_wedge(window)]
    share = len(wedges) / len(windows) if windows else 0.0
    wedge_missed = tuple(where(window[0]) for window in wedges) if share > 0.03 else ()
    return [
        Tell(4, name, f"{p95:.1%} {max(values, default=0):.1%}", "12.5% 16%", tuple(missed)),
        Tell(4, wedge, f"{share:.1%}", "3%", wedge_missed),
    ]


def free_part(line: PrintedLine) -> float:
    """How much of the measure stands free at the line's right end; 0 where punctuation hangs out."""
    right = COLUMN_LEFTS_PT[column_of(line) - 1] + MEASURE_PT
    return max(0.0, right - line.end_pt) / MEASURE_PT


def _is_wedge(window: Sequence[PrintedLine]) -> bool:
    steps = [free_part(after) - free_part(before) for before, after in pairwise(window)]
    return all(step > 0.02 for step in steps) or all(step < -0.02 for step in steps)


def stubs(chunks: Sequence[Chunk]) -> list[Tell]:
    """Tell 5: last lines that are too short, or a fragment of a word."""
    missed = []
    for chunk in chunks:
        if not chunk.last or (len(chunk.lines) == 1 and chunk.first):
            continue
        last = chunk.lines[-1]
        width = last.end_pt - last.x_pt
        fragment = len(chunk.lines) > 1 and chunk.lines[-2].hyphenated and len(last.text.replace("■", "").split()) == 1
        if width < 0.15 * MEASURE_PT or len(last.text.strip()) < 7 or fragment:
            missed.append(where(last))
    return [Tell(5, say("Stub last lines"), str(len(missed)), "0", tuple(missed))]


def single_lines(chunks: Sequence[Chunk]) -> list[Tell]:
    """Tell 6: a paragraph's first or last line alone in its column."""
    missed = [where(chunk.lines[0]) for chunk in chunks if len(chunk.lines) == 1 and not (chunk.first and chunk.last)]
    return [Tell(6, say("Widows and orphans"), str(len(missed)), "0", tuple(missed))]


def stranded(pages: PrintedPages, chunks: Sequence[Chunk]) -> list[Tell]:
    """Tell 7: subheadings with fewer than three lines of text under them in their column."""
    body: dict[tuple[int, int], list[float]] = defaultdict(list)
    for chunk in chunks:
        body[chunk.page, chunk.column].extend(line.y_pt for line in chunk.lines)
    missed = []
    for line in pages.lines:
        if line.tag not in {"H2", "H3"} or not _in_column(line) or abs(line.size_pt - 10.5) > 0.6:
            continue
        under = [y for y in body[line.page, column_of(line)] if 0 < y - line.y_pt <= 3.5 * GRID_PT]
        if body[line.page, column_of(line)] and len(under) < 3 and not _ends_short(chunks, line):
            missed.append(where(line))
    return [Tell(7, say("Stranded headings"), str(len(missed)), "0", tuple(missed))]


def _in_column(line: PrintedLine) -> bool:
    """A heading on the column's own edge; those of boxes stand inside their padding."""
    return any(abs(line.x_pt - left) < 4 for left in COLUMN_LEFTS_PT)


def _ends_short(chunks: Sequence[Chunk], heading: PrintedLine) -> bool:
    """A section that has fewer than three lines in all cannot have three under its heading."""
    following = [
        chunk for chunk in chunks if (chunk.page, chunk.column) == (heading.page, column_of(heading)) and chunk.lines[0].y_pt > heading.y_pt
    ]
    return not following or (following[0].first and following[0].last and len(following[0].lines) < 3)


def fill(pages: PrintedPages) -> list[Tell]:
    """Tell 9: the part of each page's grid lines that is used, blank runs of up to two lines counted as design."""
    missed, shares = [], []
    for page in range(len(pages.heights_pt)):
        used = [False] * (LAST_LINE + 1)
        spans = [(line.y_pt - line.size_pt, line.y_pt) for line in pages.lines if line.page == page]
        spans += [(shape.top_pt, shape.bottom_pt) for shape in pages.shapes if shape.page == page]
        for top, bottom in spans:
            for number in range(LAST_LINE + 1):
                baseline = FIRST_BASELINE_PT + GRID_PT * number
                if top < baseline + 1 and bottom > baseline - 10.1:
                    used[number] = True
        empty = sum(len(run) for run in "".join("x" if one else " " for one in used).split("x") if len(run) > 2)
        share = 1 - empty / (LAST_LINE + 1)
        shares.append(share)
        if share < (0.97 if page + 1 < len(pages.heights_pt) else 0.65):
            missed.append(f"{page + 1} ({share:.0%})")
    sheets = len(pages.heights_pt) in {1, 2} or len(pages.heights_pt) % 4 == 0
    return [
        Tell(
            9,
            say("Fill of the pages (least, last)"),
            f"{min(shares[:-1], default=1):.0%} {shares[-1] if shares else 0:.0%}",
            "97% 65%",
            tuple(missed),
        ),
        Tell(9, say("Number of pages"), str(len(pages.heights_pt)), "1 2 4 8 12 …", () if sheets else (str(len(pages.heights_pt)),)),
    ]


def traces(pages: PrintedPages) -> list[Tell]:
    """Tell 10: traces of office programs: families, sizes, quotes, hyphens for dashes, left edges, resolution."""
    sizes = sorted({round(size, 1) for line in pages.lines for _, size in line.fonts if LEAST_SIZE_PT < size < TEXT_SIZE_LIMIT_PT})
    families = sorted({font.split("-")[0].rstrip("0123456789") for line in pages.lines for font, _ in line.fonts})
    wrong = tuple(where(line) for line in pages.lines if '"' in line.text or "  " in line.text or " - " in line.text)
    edges: Counter[float] = Counter(
        round(line.x_pt * 2) / 2 for line in pages.lines if line.element and line.tag in {"P", "H1", "H2", "H3", "Caption"}
    )
    common: list[float] = []
    for edge in sorted(edge for edge, count in edges.items() if count >= 3):
        if not common or edge - common[-1] > 1:  # within half a point of one another's middle
            common.append(edge)
    pixels = [shape for shape in pages.shapes if shape.ppi]
    poor = tuple(f"{shape.page + 1} ({shape.ppi:.0f} ppi)" for shape in pixels if shape.ppi < 200)
    return [
        Tell(10, say("Text sizes under 17 pt"), str(len(sizes)), "9", (" ".join(map(str, sizes)),) if len(sizes) > 9 else ()),
        Tell(10, say("Families of faces"), str(len(_roots(families))), "2", tuple(families) if len(_roots(families)) > 2 else ()),
        Tell(10, say("Straight quotes, double spaces, hyphens for dashes"), str(len(wrong)), "0", wrong),
        Tell(10, say("Left edges in use"), str(len(common)), "12", tuple(map(str, common)) if len(common) > 12 else ()),
        Tell(
            10,
            say("Least resolution of pictures"),
            f"{min((s.ppi for s in pixels), default=0):.0f} ppi" if pixels else "–",
            "200 ppi",
            poor,
        ),
    ]


def _roots(families: Sequence[str]) -> list[str]:
    """Families with their optical cuts counted as one: a name that begins with a shorter one belongs to it."""
    roots: list[str] = []
    for family in sorted(families, key=len):
        stem = family.rstrip("0123456789")
        if not any(stem.startswith(root) or _common(stem, root) >= 8 for root in roots):
            roots.append(stem)
    return roots


def _common(one: str, other: str) -> int:
    return next((index for index, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
