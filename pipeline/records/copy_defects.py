"""Defects of copy that editors want to see and no program may mend: hyphens for dashes, left-over hyphens, double spaces and their like."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from pipeline.problems import Message, Problem, say
from pipeline.records.source import Source
from pipeline.records.texts import Words, words_of
from pipeline.yamlfile import Mapping, Node, Scalar, Sequence, YamlFile

Finding = tuple[int, Message, Message | None]
"""Position in the text, what is wrong, what to do."""

_HYPHENED = re.compile(r"(?<![\w-])([a-zåäöéü]{3,})-([a-zåäöéü]{3,})(?![\w-])")
_RIGHTLY_HYPHENED = frozenset(
    {
        "anti",
        "cirka",
        "dåvarande",
        "euro",
        "ex",
        "extra",
        "före",
        "halv",
        "icke",
        "inter",
        "mellan",
        "mini",
        "multi",
        "nuvarande",
        "post",
        "pro",
        "pseudo",
        "quasi",
        "semi",
        "super",
        "svensk",
        "finsk",
        "norsk",
        "dansk",
        "tysk",
        "fransk",
        "rysk",
        "trans",
        "ultra",
        "vice",
    }
)
_LEAD_IN = re.compile(r"(?:Presentation|Presentationen|Läs mer|Ladda ned|Read more|Download)\b[^.!?:]{0,80}$")


def copy_defects(source: Source) -> list[Problem]:
    """Warnings for all words that the record's documents show, in order of reading, each at its place."""
    language = source.organisation.language
    problems: list[Problem] = []
    for words in words_of(source):
        part, rest = source.parts.part(words.origin)
        for position, message, hint in sorted(_defects(words, language), key=lambda finding: finding[0]):
            before = words.text[:position]
            line, column = before.count("\n") + 1, position - before.rfind("\n")
            problems.append(Problem(part.words_place(rest, line, column), rest, message, hint, "warning"))
    problems += _swallowed(source.parts.meeting.file)
    problems += _without_address(source)
    return sorted(problems, key=Problem.sort_key)


def _defects(words: Words, language: str) -> Iterator[Finding]:
    if re.match(r"(?:https?://|mailto:|\S+@\S+$)", words.text):
        return
    for check in _CHECKS if language == "sv" else [check for check in _CHECKS if check not in _SWEDISH]:
        yield from check(words)


def _dashes(words: Words) -> Iterator[Finding]:
    for found in re.finditer(r"(?<=\S) -{1,2} (?=\S)", words.text):
        yield found.start() + 1, say("expected a dash ( – ), found a hyphen between spaces"), say("write – (U+2013)")
    for found in re.finditer(r"(?<!\d)(?:1[89]|20)\d\d-(?:1[89]|20)\d\d(?![\d-])", words.text):
        years = found[0].replace("-", "–")
        yield found.start(), say("expected a dash between years, found '{words}'", words=found[0]), say("write {words}", words=years)


def _left_over_hyphens(words: Words) -> Iterator[Finding]:
    if " " not in words.text:
        return  # a name or a file
    for found in _HYPHENED.finditer(words.text):
        if found[1] not in _RIGHTLY_HYPHENED and not found[1].endswith("o"):
            message = say("expected no hyphen inside a word, found '{word}'", word=found[0])
            yield found.start(), message, say("is it left over from a line's end? then write {word}", word=found[1] + found[2])


def _spaces(words: Words) -> Iterator[Finding]:
    for found in re.finditer(r"(?<=\S)[ \u00a0]{2,}(?=[^\s\u00a0])", words.text):
        yield found.start(), say("expected one space, found {count}", count=len(found[0])), say("take the others away")
    for found in re.finditer(r"(?<=\w) (?=[,.;:!?](?:\s|$))", words.text):
        yield found.start(), say("expected no space before '{sign}', found one", sign=words.text[found.end()]), None


def _quotes(words: Words) -> Iterator[Finding]:
    """Quotes without their other half; straight ones are set right when documents are made."""
    marks = [found.start() for found in re.finditer('["“”„]', words.text)]
    if len(marks) % 2:
        yield marks[-1], say("expected quotation marks in pairs, found one without the other"), None
    if len(words.text) > 2 and words.text[0] in "“”„" and words.text[-1] in "“”" and len(marks) == 2:
        hint = say("in YAML, curly quotes are part of the text: take them away if they are not meant")
        yield 0, say("expected words, found quotation marks around all of them"), hint


def _repeated(words: Words) -> Iterator[Finding]:
    for found in re.finditer(r"(?<![\w-])([^\W\d_]{2,}) \1(?![\w-])", words.text):
        yield found.start(), say("expected the word '{word}' once, found it twice", word=found[1]), None


def _captions(words: Words) -> Iterator[Finding]:
    """Words of a link whose address was lost."""
    if not words.markup:
        return
    for found in re.finditer(r"(?<!\^)\[(?![…\s])([^\]\n]{2,})\](?![(\[{:])", words.text):
        yield (
            found.start(),
            say("expected an address after the link's words, found none"),
            say("write [{words}](https://…)", words=found[1]),
        )
    if words.phrase:
        return
    position = 0
    for line in words.text.split("\n"):
        if _LEAD_IN.fullmatch(line.strip()) and line.strip().count(" ") < 9:
            yield (
                position,
                say("expected an address for '{words}', which looks like a link's words; found none", words=line.strip()),
                say("write [{words}](https://…), or take the line away", words=line.strip()),
            )
        position += len(line) + 1


_CHECKS: tuple[Callable[[Words], Iterator[Finding]], ...] = (
    _dashes,
    _left_over_hyphens,
    _spaces,
    _quotes,
    _repeated,
    _captions,
)
_SWEDISH = (_left_over_hyphens,)


def _swallowed(file: YamlFile) -> Iterator[Problem]:
    """Words that YAML takes for a comment, since a # with a space before it stands in them."""
    for node in _scalars(file.root):
        if node.style:
            continue
        rest = file.text[node.end : node.end + 200].split("\n", 1)[0]
        if found := re.match(r" #(?=[^\s#])(.*)", rest):
            message = say("expected all words in quotes, found '{words}' left out as a comment", words=f"#{found[1].strip()[:40]}")
            yield Problem(file.place_of(node), "", message, say("a space and # begin a comment: put the whole value in quotes"), "warning")


def _scalars(node: Node) -> Iterator[Scalar]:
    if isinstance(node, Scalar):
        yield node
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from _scalars(item)
    elif isinstance(node, Mapping):
        for item in node.items.values():
            yield from _scalars(item)


def _without_address(source: Source) -> Iterator[Problem]:
    """Presentations that the newsletter lists and nobody can open."""
    meeting = source.meeting
    if meeting.newsletter is None:
        return
    listed = meeting.newsletter.presentations
    names = listed if listed is not None else [talk.appendix for talk in meeting.talks.values() if talk.appendix is not None]
    for name in names:
        document = meeting.documents.get(str(name))
        if document is not None and document.address is None:
            message = say("expected an address for the presentation '{title}', found none", title=document.title)
            yield Problem(
                source.place(f"documents.{name}"), f"documents.{name}", message, say("add address: with where it can be read"), "warning"
            )
