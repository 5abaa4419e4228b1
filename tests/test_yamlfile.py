"""YAML in and back: what people type is read as they mean it, mistakes are told in plain words, splices touch nothing else."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.problems import Report
from pipeline.yamlfile import MAX_BYTES, YamlFile, read_yaml
from pipeline.yamlfile.explaining import field_at
from pipeline.yamlfile.rearranging import comments_of, rearrange
from pipeline.yamlfile.splicing import REMOVED, Added, splice


def read(text: str) -> YamlFile:
    report = Report()
    file = read_yaml(text.encode(), "f.yaml", report)
    assert file is not None, [str(problem.message) for problem in report.problems]
    return file


def problems(data: str | bytes) -> list[str]:
    report = Report()
    read_yaml(data.encode() if isinstance(data, str) else data, "f.yaml", report)
    return [f"{problem.where}: {problem.message}" for problem in report.problems]


# ── values ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "written",
    [
        "13:00",
        "13.00",
        "13.10",
        "NO",
        "no",
        "yes",
        "on",
        "off",
        "01234",
        "0x1F",
        "0o17",
        "1e5",
        "1_000",
        "2023-05-22",
        ".5",
        "+5",
        "1.0.0",
        "=",
        "<<",
        "3.",
        "07.30",
    ],
)
def test_what_is_no_plain_number_stays_text(written: str) -> None:
    assert read(f"a: {written}\n").value == {"a": written}


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("5", 5),
        ("-7", -7),
        ("0", 0),
        ("12.5", 12.5),
        ("true", True),
        ("False", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("'5'", "5"),
        ('"true"', "true"),
    ],
)
def test_numbers_truth_and_nothing(written: str, value: object) -> None:
    read_value = read(f"a: {written}\n").value
    assert read_value == {"a": value}
    assert isinstance(read_value, dict)
    assert type(read_value["a"]) is type(value)


@given(st.one_of(st.integers(-(10**17), 10**17), st.floats(allow_nan=False, allow_infinity=False)))
@settings(derandomize=True, max_examples=200)
def test_a_number_is_read_only_where_its_characters_come_back(number: float) -> None:
    value = read(f"a: {number!r}\n").value
    assert isinstance(value, dict)
    assert str(value["a"]) == repr(number)


def test_dates_are_left_to_the_models() -> None:
    assert read(f"a: {dt.date(2023, 5, 22)}\n").value == {"a": "2023-05-22"}


def test_places_count_as_editors_do() -> None:
    file = read("å: 1\nitems:\n  - id: plan\n    decide: [x, {att: y, owner: kansliet}]\n")
    assert str(file.place(("items", 0, "decide", 1, "owner"))) == "f.yaml:4:33"
    assert str(file.place(("items", 0, "decide", 7, "owner"))) == "f.yaml:4:13"
    assert file.name(("items", 0, "decide", 1, "owner")) == "items.plan.decide.2.owner"


def test_a_byte_order_mark_is_no_part_of_the_first_key() -> None:
    file = read_yaml(b"\xef\xbb\xbfa: 1\n", "f", Report())
    assert file is not None
    assert file.value == {"a": 1}


def test_an_alias_stands_for_its_value() -> None:
    assert read("a: &x [1, 2]\nb: *x\n").value == {"a": [1, 2], "b": [1, 2]}


# ── mistakes ─────────────────────────────────────────────────────────────────────────────────────────────────────────

MISTAKES = {
    "heading: Fråga: svar\n": "f.yaml:1:15: expected one colon in the line, found a second one after 'Fråga'",
    "a:\n\tb: 1\n": "f.yaml:2:1: expected spaces, found a tab",
    "a: “Fråga: svar”\n": "f.yaml:1:4: expected straight quotes around the words, found the curly quote “",
    "c: d\nstatus:draft\ne: f\n": "f.yaml:2:8: expected a space after 'status:', found 'd'",
    "days:\n  - x\n  -y\n  - z\n": "f.yaml:3:4: expected a space after the dash, found 'y'",
    "a:\n  b: 1\n c: 2\n": "f.yaml:3:2: expected 'c: 2' to begin 0 spaces in, found 1",
    "items:\n  - id: x\n   heading: y\n": "f.yaml:3:4: expected 'heading: y' to begin 4 spaces in, found 3",
    "a: 'Faluns 'nya' plan'\n": "f.yaml:1:13: expected nothing after the closing quote ', found more words",
    "a: 'x\nb: c\n": "f.yaml:1:4: expected a closing quote ', found none",
    "a: *ny* plan\n": "f.yaml:1:4: expected a value, found '*' at its beginning, which has a meaning of its own in YAML",
    "a: [Läs](https://x.example) mer\n": "f.yaml:1:4: expected a value, found '[' at its beginning, which has a meaning of its own in YAML",
    "a: @kansliet\n": "f.yaml:1:4: expected a value, found '@' at its beginning, which has a meaning of its own in YAML",
    "a: |text\n": "f.yaml:1:4: expected the text on the lines after '|', found it on the same line",
    "a: - b\n": "f.yaml:1:4: expected a value after the colon, found '- '",
    'a: "C:\\Dokument"\n': "f.yaml:1:7: expected no backslash between double quotes, found one",
    "a: {b: c\nd: e\n": "f.yaml:2:2: expected ',' or '}' to close what begins in line 1, found neither",
    "a:\n\u00a0\u00a0b: c\n  d: e\n": "f.yaml:2:1: expected spaces, found a no-break space",
    "a: x\x07y\n": "f.yaml:1:5: expected text, found the control character U+0007",
    "a: 1\nb: 2\na: 3\n": "f.yaml:3:1: expected each key once, found 'a' again",
    "a: !!int '3'\n": "f.yaml:1:4: expected a plain value, found the YAML tag !!int",
    "a: &x [*x]\n": "f.yaml:1:8: expected a value, found the alias *x inside its own anchor",
    "a: 1\n---\nb: 2\n": "f.yaml:2:1: expected one document, found a second after '---'",
    "[" * 100_000: "f.yaml:1:41: expected at most 40 levels, found more",
    "a: x\nb\nc: d\n": "f.yaml:2:1: expected 'key: value', found 'b'",
}


@pytest.mark.parametrize("text", MISTAKES, ids=[text[:20].strip().replace("\n", "|") for text in MISTAKES])
def test_a_mistake_is_told_in_plain_words(text: str) -> None:
    assert problems(text) == [MISTAKES[text]]


WHERE = """days:
- 2023-05-22
- 2023-05-23: x: y
attendance:
  late: [a
items:
  - opening
  - id: plan
    heading: A: b
    decide:
      - {att: x
      - foo: bar: baz
    text: |
      Nu: detta: så
  - previous: x: y
"""


@pytest.mark.parametrize(
    ("line", "field"),
    [
        (3, "days.2"),
        (5, "attendance.late"),
        (9, "items.plan.heading"),
        (11, "items.plan.decide.1"),
        (12, "items.plan.decide.2.foo"),
        (14, "items.plan.text"),
        (15, "items.3.previous"),
    ],
)
def test_a_mistake_of_syntax_names_its_field(line: int, field: str) -> None:
    assert field_at(WHERE.split("\n"), line - 1) == field


def test_bytes_that_are_no_utf8() -> None:
    assert problems("a: b\nort: Örebro län\n".encode("cp1252")) == [
        "f.yaml:2:6: expected UTF-8 text, found the byte 0xD6, which is 'Ö' in an older encoding"
    ]
    assert problems("a: b\n".encode("utf-16")) == ["f.yaml:1:1: expected UTF-8 text, found UTF-16"]


def test_a_file_too_large_is_not_read() -> None:
    assert problems(b"#" * (MAX_BYTES + 1)) == ["f.yaml: expected a file of at most 32 MB, found 33 MB"]


def test_aliases_that_explode_are_refused_early() -> None:
    lines = ["a: &a [x, x, x, x, x, x, x, x, x, x]"] + [
        f"{name}: &{name} [{', '.join([f'*{before}'] * 10)}]" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    ]
    assert [problem.split(": ", 1)[1] for problem in problems("\n".join(lines))] == [
        "expected aliases for at most 10000 values, found more"
    ]


def test_many_mistakes_come_at_once() -> None:
    text = """format: 1
heading: Fråga: svar
\tplace: Falun
title: “Bergslagen: nu”
status:draft
days:
  - 2023-05-22
 - 2023-05-23
items:
  - id: plan
   heading: Plan
  - id: x
    decide: *godkänna* planen
    note: 'Faluns 'bästa' plan'
    more: [Läs](https://x.example) nu
    more: 2
"""
    lines = [int(problem.split(":")[1]) for problem in problems(text)]
    assert lines == [2, 3, 4, 5, 8, 11, 13, 14, 15, 16]


@given(st.text(alphabet=st.sampled_from("ab:- \n\t'\"[]{}|>#&*!%@`,?“”å\u00a0"), max_size=60))
@settings(derandomize=True, max_examples=200)
def test_no_text_makes_the_reader_stumble(text: str) -> None:
    report = Report()
    file = read_yaml(text.encode(), "f", report)
    assert (file is None) == bool(report.errors)


# ── splices ──────────────────────────────────────────────────────────────────────────────────────────────────────────

RECORD = """# Överst
format: 1   # ett
heading: Plan # rubrik
quote: 'Falun''s'
double: "x"
text: |
  Ett.

  Två.

# mellan
fold: >-
  aaa bbb
  ccc
list:
  - a   # första
  # om b
  - b
flow: [a, b, c]
map: {x: 1, y: två}
items:
  - opening
  - id: plan
    heading: X
    decide:
      - one
empty:
none: []
last: x"""

SPLICES = [
    ({("heading",): "Verksamhetsplan 2024"}, "heading: Plan #", "heading: Verksamhetsplan 2024 #"),
    ({("heading",): "Plan: två"}, "heading: Plan #", "heading: 'Plan: två' #"),
    ({("heading",): "Ett.\n\nTvå.\n"}, "heading: Plan # rubrik\n", "heading: | # rubrik\n  Ett.\n\n  Två.\n"),
    ({("format",): "2"}, "format: 1 ", "format: 2 "),
    ({("heading",): "2024"}, "heading: Plan", "heading: '2024'"),
    ({("quote",): "Säter's"}, "'Falun''s'", "'Säter''s'"),
    ({("double",): 'a "b"'}, '"x"', '"a \\"b\\""'),
    ({("text",): "Ett.\n\nTvå och tre.\n"}, "  Två.\n", "  Två och tre.\n"),
    ({("text",): "Ett"}, "text: |\n  Ett.\n\n  Två.\n", "text: |-\n  Ett\n"),
    ({("fold",): "aaa bbb ddd"}, "  aaa bbb\n  ccc\n", "  aaa bbb ddd\n"),
    ({("list", 0): REMOVED}, "  - a   # första\n", ""),
    ({("list", 0): REMOVED, ("list", 1): REMOVED}, "list:\n  - a   # första\n  # om b\n  - b\n", "list: []\n"),
    ({("list", 9): Added("c")}, "  - b\n", "  - b\n  - c\n"),
    ({("list", 0): Added("å")}, "list:\n", "list:\n  - å\n"),
    ({("flow", 1): REMOVED}, "[a, b, c]", "[a, c]"),
    ({("flow", 1): "b, c"}, "[a, b, c]", "[a, 'b, c', c]"),
    ({("map", "x"): REMOVED, ("map", "z"): Added("q")}, "{x: 1, y: två}", "{y: två, z: q}"),
    ({("items", 1, "id"): REMOVED}, "  - id: plan\n    heading: X\n", "  - heading: X\n"),
    (
        {("items", 2): Added({"id": "fees", "heading": "Avgift: ny"})},
        "      - one\n",
        "      - one\n  - id: fees\n    heading: 'Avgift: ny'\n",
    ),
    ({("items", 1, "decide", 0): REMOVED}, "    decide:\n      - one\n", "    decide: []\n"),
    ({("empty", 0): Added("x")}, "empty:\n", "empty:\n  - x\n"),
    ({("none", 0): Added({"a": 1})}, "none: []\n", "none:\n  - a: 1\n"),
    ({("last",): "y"}, "last: x", "last: y"),
    ({("new",): Added("z")}, "last: x", "last: x\nnew: z\n"),
]


@pytest.mark.parametrize("eol", ["\n", "\r\n"])
@pytest.mark.parametrize(("changes", "old", "new"), SPLICES)
def test_a_splice_touches_only_what_changes(changes, old: str, new: str, eol: str) -> None:
    assert RECORD.count(old) == 1
    before, after = RECORD.replace("\n", eol), RECORD.replace(old, new).replace("\n", eol)
    assert splice(before, changes) == after


def test_a_way_that_leads_nowhere_is_refused() -> None:
    with pytest.raises(KeyError):
        splice(RECORD, {("items", 5, "heading"): "x"})


def test_an_alias_is_never_edited_at_another_place() -> None:
    with pytest.raises(ValueError, match="cannot be written"):
        splice("a: &x 1\nb: *x\n", {("b",): "2"})


WORDS = st.one_of(
    st.text(alphabet=st.sampled_from("abå:#-'\"[]{},&*!|>%@`?\\ \n\t\u00a0\u00ad”–1.0~\u2028\r\x85\x07"), max_size=24),
    st.sampled_from(["null", "true", "NO", "2024", "13.00", "---", "...", "- a", "a: b", "Två ord.\n\nTvå till.\n"]),
)
COMMENT = st.sampled_from(["", "  # kommentar", " # a: b"])


def written(value: str, style: str) -> str:
    """A value of the random document in a style that can hold it."""
    lines = value.split("\n")
    if (
        style in "|>"
        and value.strip()
        and all(line == line.strip() and not {"\t", "\r", "\x07"} & set(line) for line in lines)
        and "" not in lines
    ):
        return f"{style}\n" + "".join(f"      {line}\n" for line in lines) if style == "|" else ">\n" + f"      {lines[0]}\n"
    if style == "'" and value == value.strip() and "\n" not in value and value.isprintable():
        return "'" + value.replace("'", "''") + "'"
    return '"' + "".join(f"\\U{ord(character):08x}" if not character.isalnum() else character for character in value) + '"'


@st.composite
def documents(draw: st.DrawFn) -> str:
    lines = ["# början", "items:"]
    for number in range(draw(st.integers(1, 4))):
        lines.append(f"  - id: i{number}{draw(COMMENT)}")
        for key in ("one", "two", "three")[: draw(st.integers(1, 3))]:
            value = written(draw(WORDS), draw(st.sampled_from(["'", '"', "|", ">"])))
            lines.append(f"    {key}: {value.rstrip() if value[0] in '|>' else value + draw(COMMENT)}")
        lines.append(f"    flow: [x, {{k: v}}, 'y']{draw(COMMENT)}")
    lines += ["tail: plain words", "end:"]
    return draw(st.sampled_from(["\n", "\r\n"])).join("\n".join(lines).split("\n")) + draw(st.sampled_from(["", "\n"]))


def ways(value: object, steps: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    if isinstance(value, dict):
        return [way for key, item in value.items() for way in ways(item, (*steps, key))]
    if isinstance(value, list):
        return [way for index, item in enumerate(value) for way in ways(item, (*steps, index))]
    return [steps]


@given(documents(), WORDS, st.data())
@settings(derandomize=True, max_examples=120, deadline=None)
def test_any_scalar_takes_any_words_and_nothing_else_moves(text: str, words: str, data: st.DataObject) -> None:
    before = read(text)
    way = data.draw(st.sampled_from(ways(before.value)))
    result = splice(text, {way: words})
    after = read(result)
    node = before.node(way)
    assert node is not None
    assert text[: node.start].rstrip(" ") == result[: node.start].rstrip(" ")
    tail = text[node.end :].lstrip("\r\n ")
    assert result.endswith(tail) or (tail.startswith("#") and tail.split("\n", 1)[0] in result)
    where = after.value
    for step in way:
        where = where[step]
    assert where == words or str(where) == words
    assert splice(result, {way: words}) == result


@given(documents(), st.data())
@settings(derandomize=True, max_examples=60, deadline=None)
def test_entries_come_and_go(text: str, data: st.DataObject) -> None:
    count = len(read(text).value["items"])
    at = data.draw(st.integers(0, count))
    grown = splice(text, {("items", at): Added({"id": "new", "decide": ["a: b", {"att": "c"}]})})
    values = read(grown).value["items"]
    assert values[at] == {"id": "new", "decide": ["a: b", {"att": "c"}]}
    assert values[:at] + values[at + 1 :] == read(text).value["items"]
    assert read(splice(grown, {("items", at): REMOVED})).value == read(text).value


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("a: 1\nb: |\n  två\n\n  rader\n# om c\nc: 3\n", "a: 1\nb: |\n  två\n\n  rader\nnew: x\n# om c\nc: 3\n"),
        ("b: 1  # ett\nc: 3", "b: 1  # ett\nnew: x\nc: 3"),
        ("c: 3\n", "c: 3\nnew: x\n"),
        ("{a: 1, b: 2, c: 3}\n", "{a: 1, b: 2, new: x, c: 3}\n"),
    ],
)
def test_a_new_key_stands_behind_the_last_of_those_named(text, meant):
    assert splice(text, {("new",): Added("x", behind=frozenset({"a", "b"}))}) == meant


LISTED = "k:\n  # om ett\n  - ett  # kort\n\n  - två:\n      - x\n    # sist i två\n\n  - tre\nslut: 1\n"


@pytest.mark.parametrize(
    ("order", "meant"),
    [
        ((1, 2), "k:\n  - två:\n      - x\n    # sist i två\n\n  - tre\nslut: 1\n"),
        ((2, 0, 1), "k:\n  - tre\n\n  # om ett\n  - ett  # kort\n\n  - två:\n      - x\n    # sist i två\nslut: 1\n"),
        ((0, Added({"id": "ny"}), 1, 2), None),
        ((), "slut: 1\n"),
    ],
)
def test_a_list_in_another_order_keeps_every_entrys_lines_and_comments(order, meant):
    text = rearrange(LISTED, {("k",): order})
    if meant is None:
        meant = LISTED.replace("# kort\n\n", "# kort\n\n  - id: ny\n\n")
    assert text == meant


@pytest.mark.parametrize(
    ("text", "order", "meant"),
    [
        ("k: ett # en\n", (0, Added("två")), "k: # en\n  - ett\n  - två\n"),
        ("k: >-\n  ett\n  helt\nb: 1\n", (0, Added("två")), "k:\n  - ett helt\n  - två\nb: 1\n"),
        ("k: [ett, 'två']\n", (1, Added("tre, fyra"), 0), "k: ['två', 'tre, fyra', ett]\n"),
        ("k:\n  - {a: 1}\n  - {a: 2}\n", (1, Added("ett, två")), "k:\n  - {a: 2}\n  - ett, två\n"),
    ],
)
def test_a_list_written_short_is_put_in_order_as_it_is_written(text, order, meant):
    assert rearrange(text, {("k",): order}) == meant


def test_a_list_in_brackets_whose_comments_would_be_lost_is_refused():
    with pytest.raises(ValueError, match="comment"):
        rearrange("k: [ett,  # kort\n  'två # tre']\n", {("k",): (1, 0)})
    assert rearrange("k: ['ett # två',\n  tre]  # kort\n", {("k",): (1, 0)}) == "k: [tre, 'ett # två']  # kort\n"


def test_lists_within_lists_are_put_in_order_together():
    text = "k:\n  - a: [1, 2]\n    b: [3]\n  - a: [4]\n"
    orders = {("k",): (1, 0), ("k", 0, "a"): (1, 0), ("k", 0, "b"): (), ("k", 1, "a"): (0, Added(5))}
    assert rearrange(text, orders) == "k:\n  - a: [4, 5]\n  - a: [2, 1]\n"


def test_the_comments_of_an_entry_are_those_that_go_with_it():
    assert comments_of(LISTED, ("k", 0)) == ["# om ett", "# kort"]
    assert comments_of(LISTED, ("k", 1)) == ["# sist i två"]
    assert comments_of("k:\n  - 'a # b'\n", ("k", 0)) == []


def test_a_text_that_is_read_again_is_not_built_again():
    one, other = (read_yaml(b"a: [1, 2]\n", name, Report()) for name in ("one.yaml", "other.yaml"))
    assert one.root is other.root
    assert (one.file, other.file) == ("one.yaml", "other.yaml")


def test_mistakes_are_told_again_with_each_file_that_has_them():
    for name in ("one.yaml", "other.yaml"):
        report = Report()
        assert read_yaml(b"a: 1\na: 2\n", name, report) is None
        assert [str(problem.where).partition(":")[0] for problem in report.problems] == [name]
