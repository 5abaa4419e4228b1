"""The light markup: what may be written, what is refused and where, and that nothing is lost on the way back."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.markup import find_faults, normal, parse_phrase, parse_prose, write_phrase, write_prose
from pipeline.markup.parsing import _blocks, _inlines
from pipeline.markup.tokens import block_tokens, inline_tokens
from pipeline.story import (
    Emphasis,
    Field,
    Foreign,
    Heading,
    Inlines,
    LineBreak,
    Link,
    List,
    ListItem,
    NoteMark,
    Paragraph,
    Quotation,
    Strong,
    Table,
    Text,
    plain,
)


def words(text: str) -> Paragraph:
    return Paragraph((Text(text),))


def test_everything_a_phrase_may_hold() -> None:
    assert parse_phrase("Hej **på** *dig* [läs](https://x.example/å), [green deal]{lang=en}^[En *not*.]\\\nslut") == (
        Text("Hej "),
        Strong((Text("på"),)),
        Text(" "),
        Emphasis((Text("dig"),)),
        Text(" "),
        Link((Text("läs"),), "https://x.example/%C3%A5"),
        Text(", "),
        Foreign((Text("green deal"),), "en"),
        NoteMark((Paragraph((Text("En "), Emphasis((Text("not"),)), Text("."))),)),
        LineBreak(),
        Text("slut"),
    )


def test_everything_a_text_may_hold() -> None:
    text = "Ett\nstycke\n\n- ett\n- två\n  1. under\n\n## Rubrik\n\n> Ord\n\n3. tre\n4. fyra"
    assert parse_prose(text) == (
        words("Ett stycke"),
        List((ListItem((words("ett"),)), ListItem((words("två"), List((ListItem((words("under"),)),), ordered=True))))),
        Heading(2, (Text("Rubrik"),)),
        Quotation((words("Ord"),)),
        List((ListItem((words("tre"),)), ListItem((words("fyra"),))), ordered=True, start=3),
    )


@pytest.mark.parametrize(
    "text", ["5 < 6 & 7 > 3", "AT&T", "snake_case", "2 * 3 * 4", "[…] så", "§ 12 – ja", "http://x", "a\u00ad\u00a0b", "C++ (ny)"]
)
def test_signs_of_ordinary_text_stay(text: str) -> None:
    assert plain(parse_phrase(text)) == text
    assert find_faults(text) == ()


FAULTS = [
    ("# Rubrik", 1, 1, "a heading"),
    ("## Rubrik", 1, 1, "a heading"),
    ("Ord\n---", 1, 1, "a heading (words with a line of - under them)"),
    ("Ord\n\n---\n\nord", 3, 1, "a line across the page"),
    ("ett ![x](y.png)", 1, 5, "a picture"),
    ("ett\ntvå `kod`", 2, 5, "code between backticks"),
    ("```\nx\n```", 1, 1, "a block of code"),
    ("ord\n\n     kod", 3, 6, "a block of code"),
    ("ett <b>fett</b>", 1, 5, "HTML"),
    ("<div>\nx\n</div>", 1, 1, "HTML"),
    ("| a | b |\n|---|---|\n| 1 | 2 |", 1, 1, "a table"),
    ("se [här](sida.html)", 1, 10, "'sida.html'"),
    ("se [här]()", 1, 8, "none"),
    ("se [](https://x.example)", 1, 4, "none"),
    ("[x]{.klass}", 1, 3, "{.klass}"),
]


@pytest.mark.parametrize(("text", "line", "column", "found"), FAULTS)
def test_what_is_beyond_the_markup_is_told_with_its_place(text: str, line: int, column: int, found: str) -> None:
    fault = find_faults(text)[0]
    assert (fault.line, fault.column) == (line, column)
    assert str(fault.message).endswith(f"found {found}")


def test_subheadings_stand_where_they_are_allowed_and_only_at_their_level() -> None:
    assert find_faults("## Rubrik\n\nOrd", article=True) == ()
    assert [fault.line for fault in find_faults("## Rubrik\n\n### Under\n\n# Över", article=True)] == [3, 5]


TABLE = "Så här gick det.\n\n| Station | Larm | Andel |\n|---|---|--:|\n| Tallmora | 1 234 | – |\n| Ljungåby | 37 | ett \\| två |\n\nOch så är det."


def test_a_table_stands_in_articles_its_figures_as_numbers() -> None:
    before, table, after = parse_prose(TABLE, tables=True)
    assert isinstance(table, Table)
    assert (before, after) == (Paragraph((Text("Så här gick det."),)), Paragraph((Text("Och så är det."),)))
    assert [(column.head, column.align) for column in table.columns] == [("Station", "text"), ("Larm", "number"), ("Andel", "number")]
    assert [[plain(cell.children) for cell in row.cells] for row in table.rows] == [
        ["Tallmora", "1 234", "–"],
        ["Ljungåby", "37", "ett | två"],
    ]
    (summed,) = (block for block in parse_prose("| a | b |\n|---|---|\n| c | 1 |\n| **Summa** | 1 |", tables=True))
    assert isinstance(summed, Table)
    assert [row.total for row in summed.rows] == [False, True]
    assert find_faults(TABLE, article=True) == ()
    assert str(find_faults(TABLE)[0].message).endswith("found a table")
    assert all(isinstance(block, Paragraph) for block in parse_prose(TABLE))


def test_a_table_that_no_page_holds_is_told() -> None:
    wide = "|a" * 13 + "|\n" + "|-" * 13 + "|\n"
    (fault,) = find_faults(wide, article=True)
    assert str(fault.message).endswith("found a table of 13 columns")
    assert find_faults("|a" * 12 + "|\n" + "|-" * 12 + "|\n", article=True) == ()
    assert [fault.line for fault in find_faults("- | a |\n  |---|\n", article=True)] == [1]


def test_a_footnote_where_none_can_stand_is_told() -> None:
    assert find_faults("Ord^[Not.] till.", notes=False, phrase=True)[0].column == 4
    assert [fault.line for fault in find_faults("Ord^[Not.]\n\n| a |\n|---|\n| b^[Not.] |", article=True)] == [5]


def test_a_mark_of_a_footnote_is_told_for_it_would_be_printed_as_written() -> None:
    text = "Ord[^1] till.\n\n[^1]: https://not.example"
    assert [(fault.line, fault.column) for fault in find_faults(text)] == [(1, 4), (3, 1)]
    assert "^[" in str(find_faults("Ord[^not]", phrase=True)[0].hint)
    assert find_faults("Ord\\[^1] och H^[Not.].") == ()


def test_a_phrase_is_one_line_in_which_list_marks_are_words() -> None:
    assert parse_phrase("2023. Ett år") == (Text("2023. Ett år"),)
    assert find_faults("- ett", phrase=True) == ()


PLAIN = st.text(alphabet=st.sampled_from("abÅö 12.)(-–+*_#>[]|=~`\\!&<:\n\t\u00a0\u00ad§"), max_size=40)


@given(PLAIN)
@settings(max_examples=150)
def test_the_short_way_for_plain_words_reads_as_the_parser_does(text: str) -> None:
    assert parse_phrase(text) == _inlines(iter(inline_tokens(text.strip())), "")
    assert parse_prose(text) == _blocks(iter(block_tokens(text)), "", text.split("\n"))


STARRED = st.lists(
    st.sampled_from(
        [
            "*ord*",
            "**två ord**",
            "*",
            "**",
            "***",
            "å",
            "9",
            " ",
            "\n",
            "\n\n",
            ".",
            "–",
            "-",
            "”",
            "(",
            ")",
            "€",
            "\u00a0",
            "_",
            "\t",
            "\r",
            "]{en}",
        ]
    ),
    max_size=9,
).map("".join)


@given(STARRED)
@settings(max_examples=150)
def test_the_short_way_for_stars_around_words_reads_as_the_parser_does(text: str) -> None:
    assert parse_phrase(text) == _inlines(iter(inline_tokens(text.strip())), "")
    assert parse_prose(text) == _blocks(iter(block_tokens(text)), "", text.split("\n"))


@pytest.mark.parametrize("words", ["ord]{en}", "*ett* ord]{en}"])
@pytest.mark.parametrize("phrase", [True, False])
def test_half_a_mark_of_another_language_is_told_beside_stars_too(words: str, phrase: bool) -> None:
    assert "{lang=en}" in str(find_faults(words, phrase=phrase)[0].hint)


def test_bold_and_italic_words_need_no_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr("pipeline.markup.tokens._parser")
    text = "Ett **förslag** till plan,\nse *Bergslagen* (även *färdplanen*).\n\nNu."
    assert parse_prose(text)[0] == Paragraph(parse_phrase(text.split("\n\n", maxsplit=1)[0]))
    assert find_faults(text) == find_faults(text, phrase=True) == ()


WORDS = st.builds(Text, st.text(alphabet=st.sampled_from("abÅö .,*_[]`\\<>&!^(){}#-1\u00a0\n"), min_size=1, max_size=8))
INLINES: st.SearchStrategy[Inlines] = st.recursive(
    st.lists(WORDS, max_size=3).map(tuple),
    lambda inner: st.lists(
        st.one_of(
            WORDS,
            st.builds(Strong, inner),
            st.builds(Emphasis, inner),
            st.builds(lambda children: Field(children, "x"), inner),
            st.just(LineBreak()),
        ),
        max_size=4,
    ).map(tuple),
    max_leaves=8,
)
RICH: st.SearchStrategy[Inlines] = st.lists(
    st.one_of(
        WORDS,
        st.builds(Strong, INLINES),
        st.builds(lambda text: Link((text,), "https://x.example/a_(b)"), WORDS),
        st.builds(lambda text: Foreign((text,), "en-GB"), WORDS),
        st.builds(lambda inlines: NoteMark((Paragraph(inlines),)), INLINES),
    ),
    max_size=4,
).map(tuple)


@given(st.one_of(INLINES, RICH))
@settings(max_examples=150)
def test_no_word_is_lost_on_the_way_back(inlines: Inlines) -> None:
    written = write_phrase(inlines)
    read = parse_phrase(written)
    assert plain(read) == plain(normal(inlines))
    assert write_phrase(read) == written


@given(
    st.lists(
        st.sampled_from(
            [
                Text("ord "),
                Text("två"),
                Strong((Text("fet"),)),
                Emphasis((Text("kursiv"),)),
                Text(" "),
                Strong((Emphasis((Text("x"),)), Text(" y"))),
            ]
        ),
        max_size=6,
    )
)
@settings(max_examples=80)
def test_bold_and_italic_words_come_back_as_they_were(inlines: list) -> None:
    spaced = tuple(part for inline in inlines for part in (inline, Text(" ")))
    assert parse_phrase(write_phrase(spaced)) == normal(spaced)


def test_bold_that_cannot_be_written_costs_no_other_bold() -> None:
    inlines = (Strong((Text("fet"),)), Text(" och ord"), Strong((Text("(x)"),)), Text("slut"))
    assert parse_phrase(write_phrase(inlines)) == (Strong((Text("fet"),)), Text(" och ord(x)slut"))


LEAF = INLINES.map(normal).filter(bool).map(Paragraph)
BLOCKS = st.recursive(
    st.lists(LEAF, min_size=1, max_size=2).map(tuple),
    lambda inner: st.lists(
        st.one_of(
            LEAF,
            st.lists(st.builds(ListItem, inner), min_size=1, max_size=2).map(lambda items: List(tuple(items))),
            st.lists(st.builds(ListItem, inner), min_size=1, max_size=2).map(lambda items: List(tuple(items), ordered=True, start=2)),
            st.builds(Quotation, inner),
        ),
        min_size=1,
        max_size=3,
    ).map(tuple),
    max_leaves=6,
)


@given(BLOCKS)
@settings(max_examples=80)
def test_blocks_come_back_as_they_were(blocks: tuple) -> None:
    calm = parse_prose(write_prose(blocks))
    assert [type(block) for block in calm] == [type(block) for block in blocks] or any(
        isinstance(block, Quotation | List) for block in blocks
    )
    assert parse_prose(write_prose(calm)) == calm
    assert "".join(text_of(calm).split()) == "".join(text_of(blocks).split())


def text_of(blocks: tuple) -> str:
    parts = []
    for block in blocks:
        match block:
            case Paragraph(children) | Heading(_, children):
                parts.append(plain(children))
            case List(items):
                parts += [text_of(item.blocks) for item in items]
            case Quotation(inner):
                parts.append(text_of(inner))
    return " ".join(parts)
