"""Words: nothing beyond the light markup, and clauses in the form that the wording completes."""

from __future__ import annotations

import re

from pipeline.markup import find_faults
from pipeline.problems import say
from pipeline.records.rules.sense import Sense
from pipeline.records.texts import Words, words_of


def check_wording(sense: Sense) -> None:
    """Every text in markup, and every clause."""
    for words in words_of(sense.source):
        if words.markup:
            _check_markup(sense, words)
        else:
            _check_plain(sense, words)
        _check_privacy(sense, words)
    for item in sense.meeting.items:
        for number, clause in enumerate(item.proposal, 1):
            _check_clause(sense, f"items.{item.id}.proposal.{number}", clause)
        for decision in item.decide:
            if decision.clause is not None:
                _check_clause(sense, f"items.{item.id}.decide.{decision.id}", decision.clause)
        for motion in item.motions:
            if motion.text is not None:
                _check_clause(sense, f"items.{item.id}.motions.{motion.id}.text", motion.text)


def _check_markup(sense: Sense, words: Words) -> None:
    part, rest = sense.source.parts.part(words.origin)
    for fault in find_faults(words.text, phrase=words.phrase, article=words.article, notes=words.notes):
        sense.report.error(part.words_place(rest, fault.line, fault.column), rest, fault.message, fault.hint)


_HTML = re.compile(r"</?[a-zA-Z][a-zA-Z0-9-]*(?:\s[^<>]*)?/?>|<!--")
_MARKS = re.compile(r"\*\*[^*\n]+\*\*|\[[^\]\n]+\]\([^)\n]*\)")


def _check_plain(sense: Sense, words: Words) -> None:
    """A field of plain words is printed as it is written: HTML in it is an error as elsewhere, markup a mistake that shows."""
    if (found := _HTML.search(words.text)) is not None:
        message = say("expected plain words, found HTML: {words}", words=found[0])
        sense.error(words.origin, message, say("write the words alone"))
    elif (found := _MARKS.search(words.text)) is not None:
        message = say("expected plain words, found markup: {words}", words=found[0])
        sense.warn(words.origin, message, say("this field is printed as it is written: take the marks away"))


_DIGITS = re.compile(r"\d{6}")
"""What every identity number has, and most texts have not: looked for first, since it is found much faster."""
_IDENTITY = re.compile(r"(?<![\d-])(?:19|20)?(\d{2})(\d{2})(\d{2})[-+ ]?(\d{3})(\d)(?![\d-])")


def _check_privacy(sense: Sense, words: Words) -> None:
    """Personal identity numbers do not belong in what is published; the message does not repeat them."""
    for found in _IDENTITY.finditer(words.text) if _DIGITS.search(words.text) else ():
        if any(item.personal and words.origin.startswith(f"items.{item.id}.") for item in sense.meeting.items):
            return
        _, month, day, _, _ = found.groups()
        if 1 <= int(month) <= 12 and 1 <= int(day) % 60 <= 31 and _sums_up("".join(found.groups())):
            part, rest = sense.source.parts.part(words.origin)
            line = words.text.count("\n", 0, found.start()) + 1
            place = part.words_place(rest, line, found.start() - words.text.rfind("\n", 0, found.start()))
            message = say(
                "expected no personal identity number in what is published, found one that begins with {digits}", digits=found[0][:6]
            )
            sense.report.warn(place, rest, message, say("take it away, or mark the item as personal: true"))


def _sums_up(digits: str) -> bool:
    """Whether the last of ten digits is the check digit of the others (Luhn)."""
    doubled = [int(digit) * (2 - number % 2) for number, digit in enumerate(digits)]
    return sum(value // 10 + value % 10 for value in doubled) % 10 == 0


def _check_clause(sense: Sense, origin: str, clause: str) -> None:
    """A clause goes on from 'att' (to), which is added, and has no full stop, which is added too."""
    lead = {"sv": "att", "en": "to"}[sense.source.organisation.language]
    if re.match(rf"{lead}\s", clause, re.IGNORECASE):
        sense.warn(origin, say("expected a clause without '{lead}', which is added; found it", lead=lead), say("take the word away"))
    if clause.endswith(".") and not clause.endswith(".."):
        sense.warn(origin, say("expected a clause without a full stop, which is added; found one"), say("take it away"))
    if "\n\n" in clause:
        sense.error(origin, say("expected one clause, found several paragraphs"), say("begin each clause with '- '"))
