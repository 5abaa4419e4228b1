"""What the newsletter's lines owe a reader, each promise by itself: where words may break, how far a line may give, what is never set."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import pairwise

import pytest

from pipeline.language.hyphenation import points
from pipeline.pdf import breaking, fit, paragraph, typeface
from pipeline.pdf.justification import JustifiedFit
from pipeline.pdf.line import Line
from pipeline.pdf.newsletter import layout_newsletter
from pipeline.pdf.paragraph import BODY, Compositor, TextStyle
from pipeline.pdf.words import Kind
from pipeline.story import Figure, ListItem, Paragraph, Quotation, Table, Text, text, walk
from tests.bench import lines as bench_lines
from tests.bench import words as bench_words
from tests.pdf import issues, samples
from tests.pdf.sheets import lines as lines_of
from tests.pdf.test_evenness import gap_ratio
from tests.pdf.test_paragraph import TEXT
from tests.pdf.typesetting import look as bare_look

MEASURE_PT = 239.53
RAGGED = TextStyle(BODY, 10, 13, hyphenate=True, indent_pt=10)
JUSTIFIED = replace(RAGGED, alignment="justified")
COMPOSITOR = Compositor(bare_look(), "sv")
LONG = "kompetensförsörjningsutredningen samhällsplaneringsmyndigheten konkurrenskraftsutveckling "


def set_in(words: str, style: TextStyle = RAGGED, width: float = MEASURE_PT) -> tuple[Line, ...]:
    return COMPOSITOR.compose((Text(words),), style, width).lines()


def orders(count: int) -> list[str]:
    """The test's words in many orders."""
    chance = random.Random(7)
    words = TEXT.split(" ")
    return [" ".join(chance.sample(words, len(words))) for _ in range(count)]


# ── where no word breaks ─────────────────────────────────────────────────────────────────────────────────────────────


def broken_parts(pages):
    """Part and slot of every line that hyphenation ended."""
    return {(type(item.part), item.slot) for page in pages.pages for item in lines_of(page) if item.line.hyphenated}


def test_words_break_in_running_text_alone(look):
    """Headline, subheading, ingress, caption, box, notice, table and quote hold words whole that the text beside them breaks."""
    article = replace(
        issues.region(),
        headline=text(LONG * 2),
        ingress=text(LONG * 4),
        blocks=(issues.h(LONG), *(issues.p(LONG * 9) for _ in range(4)), issues.table(), *issues.region().blocks),
    )
    figure = issues.lead().figure
    assert isinstance(figure, Figure)
    document = issues.newsletter(replace(issues.lead(), headline=text(LONG), figure=replace(figure, caption=text(LONG * 4))), article)
    found = broken_parts(layout_newsletter(document, look).pages)
    assert found
    assert {part for part, _ in found} <= {Paragraph, ListItem, Quotation}, found


@pytest.mark.parametrize("name", [name for name in samples.NAMES if name.endswith("newsletter")])
def test_the_samples_break_words_in_running_text_alone(name):
    assert {part for part, _ in broken_parts(samples.laid_out(name)[2])} <= {Paragraph, ListItem, Quotation}


def test_english_records_break_by_english_rules():
    words = (Text("the municipalities of the region considered the recommendations " * 3),)
    ends = {
        language: {
            line.text
            for width in range(100, 200, 3)
            for line in Compositor(bare_look(), language).compose(words, RAGGED, float(width)).lines()
            if line.hyphenated
        }
        for language in ("en", "sv")
    }
    assert ends["en"]
    assert ends["en"] != ends["sv"]
    assert any(end.endswith(("recom\u00ad", "consid\u00ad", "recommen\u00ad", "munici\u00ad")) for end in ends["en"])


def test_words_with_ligatures_break_and_keep_their_letters():
    """Stock shaping does not hyphenate words with ligatures; here the two halves are shaped for themselves."""
    for word, half in (("konfliktlösningen", "konflikt"), ("trafiksäkerheten", "trafik"), ("grafikavdelningen", "grafik")):
        lines = [set_in(f"den {word} är här", replace(RAGGED, indent_pt=0), float(width)) for width in range(40, 140, 2)]
        broken = [pair for pair in lines if pair[0].text.endswith(f"{half}\u00ad")]
        assert broken, word
        glyphs = [glyph.text for line in broken[0] for piece in line.pieces for glyph in piece.glyphs]
        assert "fi" in glyphs or "fl" in glyphs
        assert "".join(glyphs).replace("\u00ad", "") == f"den {word} är här"


# ── what a line may give ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("style", [RAGGED, JUSTIFIED], ids=["ragged", "justified"])
def test_tracking_and_glyph_width_keep_their_bounds(style):
    given = [line for words in orders(60) for line in set_in(words, style)]
    assert all(-0.012 - 1e-9 <= line.tracking_em <= 0.02 + 1e-9 for line in given)
    assert all(0.98 - 1e-6 <= line.scale <= 1.02 + 1e-6 for line in given)
    assert max(line.tracking_em for line in given) > 0.01
    assert min(line.scale for line in given) < 0.995


@pytest.mark.parametrize("style", [RAGGED, JUSTIFIED], ids=["ragged", "justified"])
def test_no_line_runs_over_its_measure_but_for_what_hangs(style):
    for words in orders(60):
        for line in set_in(words, replace(style, hanging=False)):
            assert line.x_pt + line.width_pt <= MEASURE_PT + 0.01


def test_neighbours_give_alike(monkeypatch):
    """Tracking changes less from line to line than where each line looks to itself alone."""

    def changes() -> float:
        steps = [abs(after.tracking_em - line.tracking_em) for words in orders(20) for line, after in pairwise(set_in(words, JUSTIFIED))]
        return sum(steps) / len(steps)

    together = changes()
    monkeypatch.setattr(JustifiedFit, "SMOOTHNESS", 0.0)
    assert together < 0.8 * changes()


def test_a_line_that_nothing_fills_stays_short_rather_than_full_of_holes():
    short = 0
    for words in orders(150):
        lines = set_in(words.replace("Region", "Bergslagsregionerna"), JUSTIFIED, 200.0)
        for line in lines[:-1]:
            assert gap_ratio(line) <= 1.81
            short += line.x_pt + line.width_pt < 199
    assert short


@pytest.mark.parametrize("style", [RAGGED, JUSTIFIED], ids=["ragged", "justified"])
def test_punctuation_hangs_in_both_settings(style):
    hung = [line for words in orders(20) for line in set_in(words, style) if line.x_pt + line.width_pt > MEASURE_PT + 0.3]
    assert hung
    assert all(line.text.rstrip()[-1] in ",.-\u00ad”:;!?)" for line in hung)


# ── what costs ───────────────────────────────────────────────────────────────────────────────────────────────────────


def wedges() -> int:
    """Windows of four lines that grow or shrink step by step."""
    found = 0
    for words in orders(150):
        rests = [MEASURE_PT - line.x_pt - line.width_pt for line in set_in(words)[:-1]]
        steps = [(after - rest) / MEASURE_PT for rest, after in pairwise(rests)]
        found += sum(
            all(step > 0.02 for step in three) or all(step < -0.02 for step in three)
            for three in zip(steps, steps[1:], steps[2:], strict=False)
        )
    return found


def test_lines_that_grow_step_by_step_cost(monkeypatch):
    dear = wedges()
    monkeypatch.setattr(breaking, "STAIR_COST", 0.0)
    assert dear < wedges()


def test_hyphens_in_two_lines_in_a_row_cost(monkeypatch):
    def ladders() -> int:
        words = [LONG.replace("sutredningen", "en") + order for order in orders(80)]
        return sum(line.hyphenated and after.hyphenated for one in words for line, after in pairwise(set_in(one, JUSTIFIED, 180.0)))

    dear = ladders()
    monkeypatch.setattr(breaking, "LADDER_COST", 0.0)
    assert dear < ladders()


def test_a_compound_breaks_beside_its_joint_only_where_that_spares_more(monkeypatch):
    def beside_joints() -> int:
        found = 0
        for words in orders(40):
            for line, after in pairwise(set_in(words)):
                head, tail = line.text.split()[-1].rstrip("\u00ad"), after.text.split()[0]
                joints = [point.offset for point in points((head + tail).strip(".,"), "sv") if point.joint]
                found += line.hyphenated and bool(joints) and len(head) not in joints
        return found

    dear = beside_joints()
    monkeypatch.setattr(fit, "BREAK_COSTS", {**fit.BREAK_COSTS, Kind.PART: fit.BREAK_COSTS[Kind.SYLLABLE]})
    assert dear < beside_joints()


def test_two_hyphens_in_a_row_stand_only_where_no_other_way_is_left(monkeypatch):
    def ladders() -> int:
        return sum(line.hyphenated and after.hyphenated for one in orders(80) for line, after in pairwise(set_in(one, RAGGED, 120.0)))

    few = ladders()
    monkeypatch.setattr(paragraph, "_RAGGED", tuple((*attempt[:3], 2) for attempt in paragraph._RAGGED))
    assert few < ladders()


def test_the_aims_hold_in_the_written_file():
    """The benchmark's measure of the record's words, page search and painting included."""
    texts = [words for words in bench_words.paragraphs(bench_words.newsletter()) if len(words) > 80]
    ragged, justified = (bench_lines.measure(bench_lines.own(texts, alignment), texts) for alignment in ("ragged", "justified"))
    assert all(getattr(ragged, name) <= limit for name, limit in bench_lines.RAGGED_AIMS.items())
    assert all(getattr(justified, name) <= limit for name, limit in bench_lines.JUSTIFIED_AIMS.items())
    assert 1.0 <= ragged.gap_p95 < 1.15
    assert justified.gap_p95 > 1.2
    assert 100 < ragged.lines < 130


# ── what is drawn ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_word_is_shaped_once_for_all_sizes_and_lines(monkeypatch):
    fresh = Compositor(bare_look(), "sv")
    fresh.compose((Text(TEXT),), RAGGED, MEASURE_PT).lines()
    calls = []
    shape = typeface.hb.shape
    monkeypatch.setattr(typeface.hb, "shape", lambda *given: (calls.append(given), shape(*given)))
    for size in (9.0, 10.0, 14.0):
        fresh.compose((Text(TEXT),), replace(RAGGED, size_pt=size, indent_pt=0), MEASURE_PT).lines()
    assert not calls
    fresh.compose((Text("ohörd"),), RAGGED, MEASURE_PT).lines()
    assert calls


def test_figures_in_tables_have_one_width(look):
    document = issues.newsletter(issues.lead(), replace(issues.region(), blocks=(*issues.region().blocks, issues.table())))
    table = next(node for node in walk(document.blocks) if isinstance(node, Table))
    cells = {id(cell) for cell in walk((table,))}
    pages = layout_newsletter(document, look).pages.pages
    digits = {
        (piece.typeface.face.name, glyph.advance)
        for page in pages
        for item in lines_of(page)
        if id(item.part) in cells
        for piece in item.line.pieces
        for glyph in piece.glyphs
        if glyph.text.isdigit()
    }
    assert digits
    assert len({advance for _, advance in digits}) == len({name for name, _ in digits})


@pytest.mark.parametrize("times", [1, 2, 3, 5])
def test_a_headline_has_three_lines_at_most_and_a_longer_one_runs_with_the_text(times, look):
    long = replace(issues.region(), headline=text("Framsteg i länet men fyra stora utmaningar väntar på lösning " * times))
    layout = layout_newsletter(issues.newsletter(issues.lead(), long), look)
    set_large = [
        item
        for page in layout.pages.pages
        for item in lines_of(page, "headline")
        if item.part is long and item.line.pieces[0].size_pt >= 24
    ]
    assert len(set_large) <= 3
    assert not any(item.line.hyphenated for item in set_large)
    warned = any("too long for its place" in str(remark.message.text) and remark.origin == long.origin for remark in layout.warnings)
    assert warned == (not set_large)
