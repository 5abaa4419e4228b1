"""What a returned document changed, said to whoever pulls it: field by field what is taken, and everything that is not, with its field."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from typing import TYPE_CHECKING

from pipeline.dataclass import dataclass
from pipeline.problems import Message, Place, Problem, counted, say
from pipeline.word.strangers import name_of

if TYPE_CHECKING:
    from pipeline.jobs.fillings import Entries
    from pipeline.jobs.restructuring import Plan
    from pipeline.merge.fields import Merged
    from pipeline.word.returned import Hand, Move, Refusal, Returned

REMOVED_COLOUR, ADDED_COLOUR, PLAIN = "\x1b[31m", "\x1b[32m", "\x1b[0m"

_FORMATTING = {
    "struck through": say("struck through"),
    "highlighted": say("highlighted"),
    "underlined": say("underlined"),
    "raised or lowered": say("raised or lowered"),
    "line break": say("parted by a line break"),
    "in capitals": say("set in capitals"),
    "hidden": say("hidden"),
    "formula": say("a formula"),
    "dressed": say("bold, italic or a link"),
    "shaded": say("shaded"),
    "coloured": say("coloured"),
    "resized": say("set in another size"),
    "merged": say("in cells that were merged"),
    "section": say("set as the heading of a §"),
}

_THINGS = {"picture": say("a picture"), "page break": say("a page break"), "document": say("another document")}


@dataclass(slots=True)
class Telling:
    """Lines for a person in the order of a report, and how many of the document's changes the record does not take."""

    lines: list[Message | str] = field(default_factory=list)
    untaken: int = 0

    def left(self, lines: Iterable[Message]) -> None:
        """Add what is not taken."""
        for line in lines:
            self.lines.append(line)
            self.untaken += 1

    @property
    def nothing(self) -> Message:
        """What is said where nothing is to be written."""
        return say("Nothing of it can be written into the record.") if self.untaken else say("No field differs from the record.")

    def problem(self, file: str) -> Problem:
        """That something was not taken, at the document."""
        one = say("expected that the record has a place for every change, found one that is not taken")
        many = say("expected that the record has a place for every change, found {count} that are not taken", count=self.untaken)
        hint = say("each is told with its field: write it into the record by hand, or tell whoever changed it why it stays")
        return Problem(Place(file), "", counted(self.untaken, one, many), hint)


def telling(changes: list[Merged], returned: Returned, entries: Entries, planned: Plan, *, applied: bool) -> Telling:
    """Notes, changed fields, comments, lists and texts, §§ and rows; then what generated words, formatting and moves leave over."""
    told = Telling([*returned.notes])
    for one in changes:
        told.lines += _change(one, returned)
    told.lines += _comments(returned)
    told.lines += _entries(entries)
    told.lines += _taken(planned, applied=applied)
    told.left(_not_taken(planned))
    told.lines += [say("{what}: the record has it already", what=step.what) for step in planned.there]
    told.left(_refused(returned, planned))
    told.left(_moved(returned, planned))
    return told


def _change(one: Merged, returned: Returned) -> Iterator[Message | str]:
    """A field with who changed it: the difference, or all three sides of a conflict."""
    yield say("{field} ({who})", field=one.origin, who=_hands(returned.fields[one.origin].hands))
    if one.outcome == "conflict":
        yield say("  conflict; when it was made: {words}", words=one.base or "–")
        yield say("  the document: {words}", words=one.theirs or "–")
        yield say("  the record: {words}", words=one.ours or "–")
    else:
        yield f"  {marked_difference(one.ours or '', one.value or '')}"


def _comments(returned: Returned) -> Iterator[Message]:
    """The comments, those marked as done said to be, and under each what answers it."""
    for comment in returned.comments:
        field, author, text, quoted = comment.origin or "–", comment.author, comment.text, comment.quoted
        yield (
            say("comment at {field} by {author}, marked as done: {text} (“{quoted}”)", field=field, author=author, text=text, quoted=quoted)
            if comment.resolved
            else say("comment at {field} by {author}: {text} (“{quoted}”)", field=field, author=author, text=text, quoted=quoted)
        )
        for reply in comment.replies:
            yield say("  reply by {author}: {text}", author=reply.author, text=reply.text)


def _entries(entries: Entries) -> Iterator[Message | str]:
    """Clauses that came or went, and texts of §§ that had none."""
    for one in entries.shown:
        yield say("{field} ({who})", field=one.origin, who=_hands(one.hands))
        yield from one.more
        yield f"  {marked_difference(one.old, one.new)}"


def _taken(planned: Plan, *, applied: bool) -> Iterator[Message]:
    """What came, went and moved, and has a place in the record."""
    for step in planned.taken:
        who = _hands(step.hands)
        yield (
            say("{what} ({who}): taken", what=step.what, who=who)
            if applied
            else say("{what} ({who}): will be taken", what=step.what, who=who)
        )


def _not_taken(planned: Plan) -> Iterator[Message]:
    """What has no place in the record, and why."""
    for step, problem in planned.left:
        who, origin = _hands(step.hands), step.origin or "–"
        if problem is not None:
            yield say(
                "{what} ({who}): not taken, the record would be wrong at {field}: {problem}",
                what=step.what,
                who=who,
                field=problem.field or "–",
                problem=problem.message,
            )
        else:
            yield say(
                "{what} ({who}): not taken, the record has no place for it there; write it by hand, at {field}",
                what=step.what,
                who=who,
                field=origin,
            )


def _refused(returned: Returned, planned: Plan) -> Iterator[Message]:
    """Edits of what no field holds, unless they are told as a step or the minutes will say just that."""
    stepped = {id(one) for step in planned.steps for one in (step.source, *step.beside)}
    left = [one for one in returned.refusals if id(one) not in stepped]
    said = _said(planned) if left else {}
    yield from (_refusal(one) for one in left if not _settled(one, said))


def _said(planned: Plan) -> Mapping[str, set[str]]:
    """What the minutes will say by the origin that it is made from, and at '' everything; rows with their cells together."""
    said: dict[str, set[str]] = {}
    for words, origin in (*((line.text, name_of(line)) for line in planned.lines), *((" | ".join(cells), "") for cells in _rows(planned))):
        for name in ("", origin):
            said.setdefault(name, set()).add(" ".join(words.split()))
    return said


def _settled(one: Refusal, said: Mapping[str, set[str]]) -> bool:
    """Whether the minutes will be just so by themselves: what was deleted is said nowhere, what was edited is said in its new words alone."""
    was, now = " ".join(one.was.split()), " ".join(one.now.split())
    if one.kind in ("deleted", "row_deleted"):
        return bool(said) and was not in said[""]
    there = said.get(one.source, set())
    return one.kind == "edited" and now in there and was not in there


def _rows(planned: Plan) -> list[list[str]]:
    """The cells of the tables' rows."""
    rows: dict[int, list[str]] = {}
    for line in planned.lines:
        if line.row >= 0:
            rows.setdefault(line.row, []).append(" ".join(line.text.split()))
    return list(rows.values())


def _refusal(one: Refusal) -> Message:
    source = one.source or say("the wording")
    match one.kind:
        case "formatting" if one.was in _THINGS:
            return say(
                "{what} was put in: not taken, the record has no place for it there, at {field}", what=_THINGS[one.was], field=source
            )
        case "formatting":
            formatting = _FORMATTING.get(one.was, one.was)
            return say(
                "{words} is {formatting}: not taken, the record has no sign for it, at {field}",
                words=one.now,
                formatting=formatting,
                field=source,
            )
        case "joined":
            return say(
                "joined in the document, kept apart in the record: {words}; the first of them is {field}", words=one.now, field=source
            )
        case "renumbered":
            return say("another number is shown: {was} → {now}; numbers follow from the record's order", was=one.was, now=one.now)
        case "furniture":
            return say("a header or footer was changed: {words}; it is made from the record", words=one.now)
        case _:
            return say(
                "generated words were changed; they come from {source}: {was} → {now}", source=source, was=one.was, now=one.now or "–"
            )


def _moved(returned: Returned, planned: Plan) -> Iterator[Message]:
    """What stands elsewhere than in the record; §§ are steps, and paragraphs within one text are its words."""
    for move in returned.moves:
        if not _is_told(move, returned, planned):
            yield say(
                "moved in the document: {field} stands after {after} ({words})",
                field=move.origin,
                after=move.after or "–",
                words=move.words,
            )


def _is_told(move: Move, returned: Returned, planned: Plan) -> bool:
    back = returned.fields.get(move.origin)
    within = back is not None and back.changed and move.after == move.origin
    return within or (move.origin in returned.sections and bool(planned.steps))


def _hands(hands: Iterable[Hand]) -> Message | str:
    """Who and when, as far as the file tells."""
    return ", ".join(f"{hand.author} {hand.date[:16].replace('T', ' ')}".strip() for hand in hands) or say("untracked")


def marked_difference(old: str, new: str) -> str:
    """A word difference: red and green on a terminal, [-old-] and {+new+} elsewhere."""
    from pipeline.merge.words import difference

    colours = sys.stdout.isatty()
    before, between = (REMOVED_COLOUR, PLAIN) if colours else ("[-", "-]")
    after, end = (ADDED_COLOUR, PLAIN) if colours else ("{+", "+}")
    marks = {"deleted": (before, between), "inserted": (after, end), "same": ("", "")}
    return "".join(f"{marks[stretch.kind][0]}{stretch.text}{marks[stretch.kind][1]}" for stretch in difference(old, new))
