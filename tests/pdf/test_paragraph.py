"""Paragraphs keep every word, fit their measure and break where people would."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.pdf.paragraph import BODY, DISPLAY, SANS, Composition, Compositor, TextStyle
from pipeline.pdf.typeface import STEERING
from pipeline.story import Emphasis, Field, Foreign, Inline, Inlines, LineBreak, Link, NoteMark, Paragraph, Reference, Strong, Text, plain
from tests.pdf.typesetting import drawn, look, readable, width_pt

COMPOSITOR = Compositor(look(), "sv")
STYLE = TextStyle(BODY, 10, 13, hyphenate=True, indent_pt=10)
JUSTIFIED = replace(STYLE, alignment="justified")
STYLES = (
    STYLE,
    JUSTIFIED,
    TextStyle(SANS, 9, 13),
    TextStyle(SANS, 8.5, 13, alignment="right", tabular=True),
    TextStyle(SANS, 8, 9.75, alignment="centred"),
    TextStyle(DISPLAY, 24, 26, balanced=True, tracking_em=-0.008),
    TextStyle(SANS, 8, 13, caps=True, tracking_em=0.08, hanging=False),
)
WORDS = st.sampled_from(
    (
        "och", "i", "på", "regionen", "kompetensförsörjningen", "samhällsplanering", "EU-finansierade", "Malung\u2011Sälen", "”Territoriella",
        "perspektiv”,", "(RUS),", "2023\u2060–\u20602024", "6\u00a0miljoner", "420\u202f000", "–", "vård-", "omsorg", "kom\u00adpetens",
        "bergslaget.se/2023-orebro/protokoll", "info@bergslaget.example", "ABC", "fingerfärdighet", "Va!", "a\u00a0b\u00a0c", "Å.", "straße",
        "café", "cafe\u0301", "naïve", "漢字", "x\u200by",
    )
)  # fmt: skip
SENTENCES = st.lists(WORDS, min_size=0, max_size=40).map(" ".join)
WEIRD = st.text(alphabet=" \u00a0\u00ad\u2060\u200b-/–aåÖ1.\t\n,”fi", max_size=30)


def inlines() -> st.SearchStrategy[Inlines]:
    """Nested inlines of odd and common words."""
    leaves = st.one_of(
        SENTENCES.map(Text),
        WEIRD.map(Text),
        st.just(LineBreak()),
        st.just(NoteMark((Paragraph((Text("En not."),)),))),
    )

    def wrap(children: st.SearchStrategy[Inlines]) -> st.SearchStrategy[Inline]:
        return st.one_of(
            children.map(Strong),
            children.map(Emphasis),
            children.map(lambda inner: Link(inner, "https://bergslaget.example")),
            children.map(lambda inner: Reference(inner, "bilaga-1")),
            children.map(lambda inner: Foreign(inner, "en")),
            children.map(lambda inner: Field(inner, "items.budget.text")),
        )

    tree: st.SearchStrategy[Inline] = st.recursive(leaves, lambda inner: wrap(st.lists(inner, max_size=3).map(tuple)), max_leaves=5)
    return st.lists(tree, max_size=4).map(tuple)


WIDTHS = st.one_of(st.sampled_from((239.53, 154.96, 112.68, 30.0)), st.floats(1, 600))


@given(inlines(), st.sampled_from(STYLES), WIDTHS, st.sampled_from(((), (0,), (1, 2))), st.sampled_from((0.0, 4.5)))
@settings(max_examples=400, derandomize=True, deadline=None)
def test_every_word_stays_in_every_setting(words: Inlines, style: TextStyle, width: float, bans: tuple[int, ...], mark: float) -> None:
    composition = COMPOSITOR.compose(words, style, width, no_hyphen_at=bans, end_mark_pt=mark)
    for count in composition.counts:
        lines = composition.lines(count)
        assert len(lines) == count
        said = "".join(line.text for line in lines)
        assert said.replace("\u00ad", "") == plain(words).replace("\u00ad", "")
        notes = [piece for line in lines for piece in line.pieces if any(isinstance(inline, NoteMark) for inline in piece.context)]
        assert len(notes) == plain_notes(words)
        if not notes:
            steered = "".join(line.text[:-1].replace("\u00ad", "") + line.text[-1:] for line in lines)
            assert readable("".join(map(drawn, lines)).replace("\u00ad", "")).split() == readable(steered).replace("\u00ad", "").split()


def plain_notes(words: object) -> int:
    """How many note marks stand in the words."""
    if isinstance(words, tuple):
        return sum(map(plain_notes, words))
    return isinstance(words, NoteMark) or plain_notes(getattr(words, "children", ()))


@given(inlines(), st.sampled_from(STYLES), WIDTHS)
@settings(max_examples=300, derandomize=True, deadline=None)
def test_lines_are_as_wide_as_they_say_and_fit_the_measure(words: Inlines, style: TextStyle, width: float) -> None:
    composition = COMPOSITOR.compose(words, replace(style, hanging=False), width)
    for count in composition.counts:
        for line in composition.lines(count):
            said = line.text.rstrip(" \n\t\r" + STEERING)
            if said and said == line.text.rstrip(" \n\t\r") and not said.endswith("\u00a0"):
                assert abs(width_pt(line) - line.width_pt) < 0.35
            single = len(said) <= 1 or composition.overflow
            if not single and not any(isinstance(inline, NoteMark) for piece in line.pieces for inline in piece.context):
                assert line.x_pt + line.width_pt <= width + 0.35


TEXT = (
    "Region Örebro län leder och samordnar den regionala utvecklingsstrategin, där de övergripande målen är stark konkurrenskraft, hög och "
    "jämlik livskvalitet samt god resurseffektivitet. Den aktuella lägesbilden visar en positiv förflyttning inom inkludering, med ökad insikt "
    "om vikten av främjande och förebyggande insatser samt en vilja till samverkan kring nära vård, hälsa och psykisk hälsa hos barn och unga."
)


def composed(words: str, style: TextStyle = STYLE, width: float = 239.53, **options: object) -> Composition:
    return COMPOSITOR.compose((Text(words),), style, width, **options)  # type: ignore[arg-type]


def said(words: str, style: TextStyle = STYLE, width: float = 239.53, **options: object) -> list[str]:
    """The lines' texts."""
    return [line.text for line in composed(words, style, width, **options).lines()]


def test_each_count_has_that_many_lines_and_the_natural_one_is_best() -> None:
    composition = composed(TEXT, width=154.96)
    assert composition.natural in composition.counts
    assert len(composition.counts) > 1
    for count in composition.counts:
        assert len(composition.lines(count)) == count
        assert composition.demerits(count) >= composition.demerits()
        assert composition.hyphens(count) == {at for at, line in enumerate(composition.lines(count)) if line.hyphenated}


def test_a_line_at_a_columns_foot_can_be_kept_free_of_hyphens() -> None:
    for width in (239.53, 200.0, 170.0):
        for style in (STYLE, JUSTIFIED):
            for at in composed(TEXT, style, width).hyphens():
                assert at not in composed(TEXT, style, width, no_hyphen_at={at}).hyphens()


def test_no_three_hyphens_in_a_row_and_none_in_the_last_word() -> None:
    words = "kompetensförsörjningen samhällsplaneringen konkurrenskraften " * 8 + "utvecklingsarbetet."
    for width in range(120, 260, 7):
        lines = said(words, width=float(width))
        ends = "".join("h" if line.endswith("\u00ad") else "." for line in lines)
        assert "hhh" not in ends
        assert not lines[-1].startswith("arbetet")
        assert "h" in ends or width > 200


def test_the_last_line_is_no_stub() -> None:
    shortest = 1.0
    for width in range(140, 300, 9):
        for cut in range(20, len(TEXT.split())):
            for mark in (0.0, 4.5):
                lines = composed(" ".join(TEXT.split()[:cut]), width=float(width), end_mark_pt=mark).lines()
                assert len(lines[-1].text) >= 7
                assert lines[-1].width_pt >= 0.15 * width
                shortest = min(shortest, lines[-1].width_pt / width)
    assert shortest < 0.2


def test_soft_hyphens_are_obeyed_and_stand_alone() -> None:
    lines = said("ord " * 9 + "kompetensför\u00adsörjningen är viktig för hela regionen och länet", width=100.0)
    for line in lines:
        if line.endswith("\u00ad"):
            assert line.endswith("för\u00ad")
    ends = {
        line.split(" ")[-1]
        for width in range(78, 140, 3)
        for line in said("av kompetensför\u00adsörjningen i länet nu", width=float(width))
    }
    assert "kompetensför\u00ad" in ends
    assert not any(end.endswith("\u00ad") and end != "kompetensför\u00ad" for end in ends)


def test_no_break_spaces_word_joiners_and_names_hold() -> None:
    words = (
        "Vi möttes i Malung-Sälen den 12\u00a0juni om fokusområdet 2023\u2060–\u20602024 med Johan\u00a0Larsson från Västmanlandsregionen"
    )
    for width in range(110, 300, 9):
        lines = said(words, width=float(width))
        assert not any(line.rstrip().endswith(("12", "Johan", "2023", "–", "Malung-", "Västmanlands\u00ad")) for line in lines)


def test_an_address_breaks_after_a_slash_without_a_hyphen() -> None:
    lines = said("Läs mer på bergslaget.example/nyhetsbrev/presentationer/2023-orebro/protokoll i dag", width=120.0)
    assert any(line.endswith("/") for line in lines)
    assert "\u00ad" not in "".join(lines)


def test_a_real_hyphen_may_end_a_line_and_stays_what_it_is() -> None:
    ends = {
        line.rsplit(" ", 1)[-1]
        for width in range(60, 150, 2)
        for line in said("det nya EU-finansierade nätverket visar vägen", width=float(width))
    }
    assert "EU-" in ends
    assert "EU-\u00ad" not in ends


def test_a_word_longer_than_the_measure_breaks_by_rule_and_then_anywhere() -> None:
    monster = "Realisationsvinstbeskattningsutredningen"
    ruled = composed(monster, replace(STYLE, hyphenate=False), 90.0)
    assert not ruled.overflow
    assert all(line.x_pt + line.width_pt <= 92.5 for line in ruled.lines())
    forced = composed("1234567890123456789", width=40.0)
    assert forced.overflow
    assert "".join(line.text for line in forced.lines()) == "1234567890123456789"
    assert len(composed("x", width=0.5).lines()) == 1


def test_empty_words_make_no_lines() -> None:
    composition = COMPOSITOR.compose((), STYLE, 239.53)
    assert composition.counts == (0,)
    assert composition.natural == 0
    assert composition.lines() == ()
    assert composition.demerits() == 0


def test_each_line_may_have_its_own_width() -> None:
    lines = COMPOSITOR.compose((Text(TEXT),), replace(STYLE, indent_pt=0, hanging=False), (100.0, 100.0, 239.53)).lines()
    assert max(line.width_pt for line in lines[:2]) <= 100.1
    assert min(line.width_pt for line in lines[2:-1]) > 180


def test_the_first_line_is_indented_unless_told_otherwise() -> None:
    assert composed(TEXT).lines()[0].x_pt == 10
    assert composed(TEXT, indent_pt=0).lines()[0].x_pt == 0
    assert composed(TEXT).lines()[1].x_pt == 0


def test_justified_lines_fill_the_measure_and_stay_within_the_limits() -> None:
    lines = composed(TEXT, JUSTIFIED).lines()
    for line in lines[:-1]:
        assert abs(width_pt(line) - line.width_pt) < 0.3
        assert 239.53 - 0.01 <= line.x_pt + line.width_pt <= 239.53 + 3
        assert -0.012 - 1e-9 <= line.tracking_em <= 0.02 + 1e-9
        assert 0.98 - 1e-9 <= line.scale <= 1.02 + 1e-9
    assert lines[-1].gap_pt == 0


def test_ragged_lines_keep_their_word_spaces() -> None:
    assert all(line.gap_pt == 0 for line in composed(TEXT).lines())


def test_punctuation_hangs_on_both_sides() -> None:
    first = composed("”Territoriella perspektiv”", replace(STYLE, indent_pt=0)).lines()[0]
    assert first.x_pt < -3
    hung = [
        line for line in composed(TEXT, replace(JUSTIFIED, indent_pt=0)).lines()[:-1] if line.text.rstrip().endswith((",", ".", "\u00ad"))
    ]
    assert hung
    assert all(line.x_pt + line.width_pt > 239.53 + 1 for line in hung)
    assert all(line.x_pt >= 0 for line in composed(TEXT, replace(JUSTIFIED, hanging=False)).lines())


def test_headlines_are_balanced_without_hyphens_and_little_words_at_the_edge() -> None:
    style = TextStyle(DISPLAY, 39, 39, balanced=True, tracking_em=-0.012, hanging=False)
    composition = composed("Bergslagen kan bli förebild för grön industri", style, 493.23)
    assert [line.text for line in composition.lines()] == ["Bergslagen kan bli förebild ", "för grön industri"]
    for words in ("Planering är en nyckel, invånarna en annan", "Så ska regionen locka fler företag till länets tolv kommuner"):
        lines = composed(words, style, 493.23).lines()
        assert min(line.width_pt for line in lines) >= 0.55 * max(line.width_pt for line in lines)
        assert not any(line.hyphenated for line in lines)


def test_the_end_mark_has_its_room_behind_the_last_word() -> None:
    for cut in range(20, 40):
        composition = composed(" ".join(TEXT.split()[:cut]), end_mark_pt=4.5)
        setting = composition.setting()
        last = setting.lines[-1]
        assert setting.end_mark_x_pt is not None
        assert 2 < setting.end_mark_x_pt - (last.x_pt + last.width_pt) < 2.7
        assert setting.end_mark_x_pt + 4.5 <= 239.53 + 0.01
    assert composed(TEXT).setting().end_mark_x_pt is None


def test_pieces_carry_face_colour_and_context() -> None:
    link = Link((Text("programmet "), Strong((Text("här"),))), "https://bergslaget.example")
    style = replace(STYLE, link_colour="accent")
    words = (Text("Läs "), link, NoteMark((Paragraph((Text("En not."),)),)), Text(" om det."))
    (line,) = COMPOSITOR.compose(words, style, 239.53, first_note=3).lines()
    bold = COMPOSITOR.typeface("body_bold")
    assert [(drawn_piece(piece), piece.colour, piece.context[:1] == (link,)) for piece in line.pieces] == [
        ("Läs ", "text", False), ("programmet ", "accent", True), ("här", "accent", True), ("3", "text", False), (" om det.", "text", False),
    ]  # fmt: skip
    assert line.pieces[2].typeface is bold
    assert line.pieces[3].rise_pt > 0
    assert line.pieces[3].size_pt < 10
    assert line.text == "Läs programmet här om det."


def drawn_piece(piece: object) -> str:
    return "".join(glyph.text for glyph in piece.glyphs)  # type: ignore[attr-defined]


def test_a_line_break_is_kept_and_heard_as_a_space() -> None:
    lines = COMPOSITOR.compose((Text("ett"), LineBreak(), Text("två")), STYLE, 239.53).lines()
    assert [line.text for line in lines] == ["ett\n", "två"]
    assert drawn(lines[0]) == "ett "


def test_capitals_keep_the_storys_letters() -> None:
    (line,) = composed("Grön industri på straße", TextStyle(SANS, 8, 13, caps=True, tracking_em=0.08)).lines()
    assert drawn(line) == "Grön industri på straße"
    capitals = COMPOSITOR.typeface("sans").shape("GRÖN")
    assert [glyph.gid for glyph in line.pieces[0].glyphs[:4]] == [glyph.gid for glyph in capitals]


def test_foreign_words_break_by_their_own_language() -> None:
    swedish = {text for width in range(40, 90) for text in said("municipalities municipalities municipalities", width=float(width))}
    foreign = {
        line.text
        for width in range(40, 90)
        for line in COMPOSITOR.compose(
            (Foreign((Text("municipalities municipalities municipalities"),), "en"),), STYLE, float(width)
        ).lines()
    }
    assert swedish != foreign


def test_the_same_words_give_the_same_lines() -> None:
    again = Compositor(look(), "sv").compose((Text(TEXT),), JUSTIFIED, 239.53)
    known = composed(TEXT, JUSTIFIED)
    assert [(line.text, line.x_pt, line.width_pt, line.gap_pt, line.tracking_em, line.scale) for line in again.lines()] == [
        (line.text, line.x_pt, line.width_pt, line.gap_pt, line.tracking_em, line.scale) for line in known.lines()
    ]
