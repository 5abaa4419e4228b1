"""Paragraphs keep every word, fit their measure and break where people would."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.pdf.paragraph import BODY, DISPLAY, SANS, Composition, Compositor, TextStyle
from pipeline.pdf.typeface import STEERING
from pipeline.story import Emphasis, Field, Foreign, Inlines, LineBreak, Link, NoteMark, Paragraph, Reference, Strong, Text, plain
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
    "och i på regionen kompetensförsörjningen samhällsplanering EU-finansierade Malung‑Sälen ”Territoriella perspektiv”, (RUS), 2023⁠–⁠2024 "
    "6\u00a0miljoner 420\u202f000 – vård- omsorg kom\u00adpetens bergslaget.se/2023-orebro/protokoll info@bergslaget.example ABC fingerfärdighet "
    "Va! a\u00a0b\u00a0c Å. straße café naïve 漢字 x\u200by".split(" ")
)
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

    def wrap(children: st.SearchStrategy[Inlines]) -> st.SearchStrategy[object]:
        return st.one_of(
            children.map(Strong),
            children.map(Emphasis),
            children.map(lambda inner: Link(inner, "https://bergslaget.example")),
            children.map(lambda inner: Reference(inner, "bilaga-1")),
            children.map(lambda inner: Foreign(inner, "en")),
            children.map(lambda inner: Field(inner, "items.budget.text")),
        )

    tree = st.recursive(leaves, lambda inner: wrap(st.lists(inner, max_size=3).map(tuple)), max_leaves=5)
    return st.lists(tree, max_size=4).map(tuple)


WIDTHS = st.one_of(st.sampled_from((239.53, 154.96, 112.68, 30.0)), st.floats(1, 600))


def every_setting(composition: Composition) -> list[int]:
    """All counts, for tests that hold for each of them."""
    return list(composition.counts)


@given(inlines(), st.sampled_from(STYLES), WIDTHS, st.sampled_from(((), (0,), (1, 2))), st.sampled_from((0.0, 4.5)))
@settings(max_examples=400, derandomize=True, deadline=None)
def test_every_word_stays_in_every_setting(words: Inlines, style: TextStyle, width: float, bans: tuple[int, ...], mark: float) -> None:
    composition = COMPOSITOR.compose(words, style, width, no_hyphen_at=bans, end_mark_pt=mark)
    for count in every_setting(composition):
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
    for count in every_setting(composition):
        for line in composition.lines(count):
            said = line.text.rstrip(" \n\t\r" + STEERING)
            if said and not said.endswith("\u00a0"):
                assert abs(width_pt(line) - line.width_pt) < 0.35
            single = len(said) <= 1 or composition.overflow
            if not single and not any(isinstance(inline, NoteMark) for piece in line.pieces for inline in piece.context):
                assert line.x_pt + line.width_pt <= width + 0.35
