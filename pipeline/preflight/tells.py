"""The ten tells of a machine-made page, measured on a written newsletter: figure beside limit, with page and column of every miss.

What is measured and its limits are the design's; lines, gaps and paragraphs come from PDFium's reading of the file, never from the composer.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.preflight.page_text import PrintedLine, PrintedPages
from pipeline.problems import Message, say

GRID_PT = 13.0
FIRST_BASELINE_PT = 80.87
LAST_LINE = 52
COLUMN_LEFTS_PT = (51.024, 304.721)
MEASURE_PT = 239.53
TEXT_SIZE_LIMIT_PT = 17.0
INDENT_PT = 10.0
LEAST_SIZE_PT = 4.0
"""What is smaller is there for screen readers only."""


@dataclass(frozen=True, slots=True)
class Tell:
    """One measurement: ``figure`` and ``limit`` as printed, ``missed`` where each miss stands (page and column, words)."""

    number: int
    name: Message
    figure: str
    limit: str
    missed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chunk:
    """The lines of one paragraph in one column."""

    page: int
    column: int
    lines: tuple[PrintedLine, ...]
    first: bool
    last: bool


def body_face(pages: PrintedPages) -> tuple[str, float]:
    """The face and size that most characters under 12 pt are set in within the two text columns."""
    count: Counter[tuple[str, float]] = Counter()
    for line in pages.lines:
        if line.tag == "P" and 9.5 <= line.size_pt < 12:
            count[line.font, line.size_pt] += len(line.text)
    return max(count, key=lambda key: (count[key], key)) if count else ("", 0.0)


def column_of(line: PrintedLine) -> int:
    """1 or 2 for the text columns of the page, 0 elsewhere; hanging punctuation and indents count with their column."""
    for number, left in enumerate(COLUMN_LEFTS_PT, start=1):
        if left - 6 <= line.x_pt <= left + 2 * INDENT_PT + 12:
            return number
    return 0


def body_chunks(pages: PrintedPages) -> list[Chunk]:
    """Every paragraph of running text, cut where columns and pages cut it."""
    face = body_face(pages)
    chunks: list[list[PrintedLine]] = []
    for line in pages.lines:
        if (line.font, line.size_pt) != face and face not in line.fonts:
            continue
        if line.tag not in {"P", "LI", "L"} or not column_of(line):
            continue
        last = chunks[-1][-1] if chunks else None
        together = (
            last is not None and last.element == line.element and last.page == line.page
            and column_of(last) == column_of(line) and 0 < line.y_pt - last.y_pt < 1.5 * GRID_PT
        )  # fmt: skip
        if together:
            chunks[-1].append(line)
        else:
            chunks.append([line])
    owners = [chunk[0].element for chunk in chunks]
    return [
        Chunk(
            c[0].page,
            column_of(c[0]),
            tuple(c),
            index == 0 or owners[index - 1] != owners[index],
            index + 1 == len(chunks) or owners[index + 1] != owners[index],
        )
        for index, c in enumerate(chunks)
    ]


def percentile(values: Sequence[float], share: float) -> float:
    """The value that ``share`` of the values do not exceed (nearest rank); 0 for none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def where(line: PrintedLine) -> str:
    """Page and column, with the line's first words."""
    return f"{line.page + 1}:{column_of(line)} {line.text.strip()[:32]}"


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


def full_lines(chunk: Chunk) -> tuple[PrintedLine, ...]:
    """The chunk's lines but the paragraph's last."""
    return chunk.lines[:-1] if chunk.last else chunk.lines


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


def feet(pages: PrintedPages, chunks: Sequence[Chunk]) -> list[Tell]:
    """Tell 8: column feet on pages where text runs on, feet where an article ends, and baselines off the grid."""
    off = [(abs((line.y_pt - FIRST_BASELINE_PT + GRID_PT / 2) % GRID_PT - GRID_PT / 2), line) for chunk in chunks for line in chunk.lines]
    worst = max((value for value, _ in off), default=0.0)
    differences = []
    for page, top, bottom in zones(pages):
        ends = [_foot(pages, chunks, page, column, top, bottom) for column in (1, 2)]
        if all(end > 0 for end in ends):
            full = bottom >= FIRST_BASELINE_PT + GRID_PT * LAST_LINE and page + 1 < len(pages.heights_pt)
            differences.append((abs(ends[0] - ends[1]), 1.0 if full and max(ends) > bottom - 3 * GRID_PT else GRID_PT + 0.3, page))
    over = tuple(f"{page + 1} ({difference:.1f} pt)" for difference, limit, page in differences if difference > limit)
    return [
        Tell(
            8, say("Column feet, largest difference"), f"{max((value for value, _, _ in differences), default=0):.1f} pt", "1 / 13 pt", over
        ),
        Tell(8, say("Baselines off the grid"), f"{worst:.2f} pt", "0.3 pt", tuple(where(line) for value, line in off if value > 0.3)),
    ]


def zones(pages: PrintedPages) -> list[tuple[int, float, float]]:
    """(page, top, bottom) of each article's part of a page: from its headline's foot to the next headline or the last grid line."""
    end = FIRST_BASELINE_PT + GRID_PT * LAST_LINE
    found: list[tuple[int, float, float]] = []
    for page in range(len(pages.heights_pt)):
        heads = sorted(
            {round(line.y_pt, 1) for line in pages.lines if line.page == page and line.tag == "H1" and line.size_pt >= TEXT_SIZE_LIMIT_PT}
        )
        tops = [70.0, *heads]
        found.extend((page, top, (min(after for after in [*heads, end + 1] if after > top) if top < end else end)) for top in tops)
    return found


def _foot(pages: PrintedPages, chunks: Sequence[Chunk], page: int, column: int, top: float, bottom: float) -> float:
    """The lowest baseline of running text, or foot of a box that stands in the column, between ``top`` and ``bottom``; 0 for none."""
    lines = [line.y_pt for c in chunks if (c.page, c.column) == (page, column) for line in c.lines if top < line.y_pt <= bottom + 1]
    left = COLUMN_LEFTS_PT[column - 1]
    boxes = [
        shape.bottom_pt
        for shape in pages.shapes
        if shape.page == page
        and abs(shape.left_pt - left) < 1
        and abs(shape.right_pt - shape.left_pt - MEASURE_PT) < 2
        and top < shape.bottom_pt <= bottom + 1
    ]
    return max(lines + boxes, default=0.0) if lines else 0.0


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
    common = sorted(edge for edge, count in edges.items() if count >= 3)
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
