"""Whether the minutes of a record say what a returned document says: new paragraphs and §§ in their place, deleted ones nowhere."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipeline.word.returned import Addition, NewParagraph
from pipeline.word.strangers import heads
from pipeline.word.wording import key

if TYPE_CHECKING:
    from pipeline.word.recorded import Line

_CLAUSE = {
    "sv": re.compile(r"(?:.*?\bbeslutar?\b.*?:?\s+)?att\s+(?P<clause>.+?)(?:\s+samt|[,;])?\s*\.?", re.IGNORECASE | re.DOTALL),
    "en": re.compile(
        r"(?:.*?\b(?:resolve[sd]?|decide[sd]?)\b:?\s+)?(?:to|that)\s+(?P<clause>.+?)(?:\s+and|[,;])?\s*\.?", re.IGNORECASE | re.DOTALL
    ),
}
_RESOLVED = {
    "sv": re.compile(r"\S+(?: \S+){0,2} beslutar\b.*\batt\b", re.IGNORECASE),
    "en": re.compile(r"The \S+ (?:resolve|decide)[sd]?\b.*\b(?:to|that)\b"),
}
LABELS = {"beslut", "decision", "decisions"}


def in_order(lines: Sequence[Line], *, there: Sequence[str]) -> bool:
    """Whether the §§ that are there still stand in this order."""
    wanted = set(there)
    found = [section for _, section in heads(lines) if section in wanted]
    standing = set(found)
    return found == [one for one in there if one in standing]


def is_gone(lines: Sequence[Line], *, section: str) -> bool:
    """Whether there is no such § any more."""
    return all(other != section for _, other in heads(lines))


def is_resolution(new: NewParagraph, language: str) -> bool:
    """Whether a paragraph is one of a decision, by its style or its words."""
    if new.form == "resolution":
        return True
    return new.form == "" and _RESOLVED.get(language, _RESOLVED["sv"]).match(new.plain) is not None


def clause_of(new: NewParagraph, language: str, *, resolved: bool) -> str:
    """The words after 'att'; '' where the paragraph is none of a decision, or has none."""
    found = _CLAUSE.get(language, _CLAUSE["sv"]).fullmatch(new.markup.strip()) if resolved else None
    return found["clause"].strip() if found is not None else ""


def keeps_words(lines: Sequence[Line], section: str, before: Sequence[Line]) -> bool:
    """Whether a § still says all that it said before: words of the wording's own make room for a text of the record's."""
    said = {word for number in _inside(lines, section) for word in _plain_words(lines[number].text)}
    return all(word in said or word.isdigit() for number in _inside(before, section) for word in _plain_words(before[number].text))


def _plain_words(text: str) -> list[str]:
    return re.findall(r"\w+", key(text).lower())


def _inside(lines: Sequence[Line], section: str) -> list[int]:
    """The lines of a §, its heading left out."""
    found: list[int] = []
    begun: int | None = None
    for number, other in [*heads(lines), (len(lines), "")]:
        if begun is not None:
            found += range(begun + 1, number)
        begun = number if other == section else None
    return found


def _core(new: NewParagraph, language: str, *, resolved: bool) -> list[str]:
    return _plain_words(clause_of(new, language, resolved=resolved) or new.plain)


def _says(line: Line, words: list[str]) -> bool:
    """Whether a line is just these words, or a clause of it is."""
    return bool(words) and (
        _plain_words(line.text) == words
        or any(part.origin and _plain_words(part.text) == words for part in line.parts)
        or _ends(line, words)
    )


def _ends(line: Line, words: list[str]) -> bool:
    said = _plain_words(line.text)
    return (
        line.style.startswith("Beslut")
        and said[-len(words) :] == words
        and said[-len(words) - 1 : -len(words)] in (["att"], ["to"], ["that"])
    )


def _place(lines: Sequence[Line], numbers: Sequence[int], words: list[str], after: int = -1) -> int | None:
    return next((number for number in numbers if number > after and _says(lines[number], words)), None)


def is_said(lines: Sequence[Line], *, section: str, new: Addition, language: str) -> bool:
    """Whether a § says the new paragraphs, in order and between their neighbours."""
    numbers = _inside(lines, section)
    heading = next((number for number, other in heads(lines) if other == section), -1)
    behind = _place(lines, numbers, _plain_words(new.behind))
    at = behind if behind is not None else heading
    for one in new.paragraphs:
        found = _place(lines, numbers, _core(one, language, resolved=is_resolution(one, language)), at)
        if found is None:
            return False
        at = found
    ahead = _place(lines, numbers, _plain_words(new.ahead), behind if behind is not None else -1) if new.ahead else None
    return ahead is None or at < ahead


def is_section_said(lines: Sequence[Line], *, new: Addition, language: str) -> bool:
    """Whether there is a § of that heading behind the one before it that says all of the new one."""
    standing = list(heads(lines))
    there = [section for _, section in standing]
    start = there.index(new.section) + 1 if new.section in there else 0
    wanted = _plain_words(new.paragraphs[0].plain)
    headings = {section: lines[number].text for number, section in standing}
    for section in there[start:]:
        if _plain_words(headings[section]) != wanted:
            continue
        if _says_all(lines, _inside(lines, section), new.paragraphs[1:], language):
            return True
    return False


def _says_all(lines: Sequence[Line], numbers: Sequence[int], paragraphs: Sequence[NewParagraph], language: str) -> bool:
    """Whether the lines of a § say all paragraphs of a new one, in their order."""
    at, deciding = -1, False
    for one in paragraphs:
        if one.form == "label" or one.plain.rstrip(":").lower() in LABELS:
            deciding = True
            continue
        resolved = deciding or is_resolution(one, language)
        if resolved and not clause_of(one, language, resolved=True):
            continue  # "Styrelsen beslutar" alone, above the clauses
        found = _place(lines, numbers, _core(one, language, resolved=resolved), at)
        if found is None:
            return False
        at = found
    return True
