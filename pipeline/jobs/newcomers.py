"""What each new, deleted or moved thing of a returned document would be in the record, and how the minutes tell that it is there."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from functools import partial
from typing import TYPE_CHECKING, TypeAlias, get_args

from pipeline.compose.context import Context
from pipeline.compose.typed import Part, clause_in, is_lead, part_called
from pipeline.dataclass import dataclass
from pipeline.jobs.saying import in_order, is_gone, is_said, is_section_said
from pipeline.problems import Message, Problem, say
from pipeline.records.editing import Rearranged, entry_comments
from pipeline.records.items import DECISION_STANDARDS, StandardItem
from pipeline.records.shorthand import NAME
from pipeline.word.returned import Addition, Hand, NewParagraph, Refusal
from pipeline.word.strangers import heads
from pipeline.yamlfile.splicing import Change

if TYPE_CHECKING:
    from pipeline.jobs.roll import Roll
    from pipeline.records.source import Source
    from pipeline.word.recorded import Line
    from pipeline.word.returned import Returned
    from pipeline.yamlfile.writing import Value

Entry: TypeAlias = "dict[str, Value]"
Order: TypeAlias = "list[int | Entry]"


@dataclass(frozen=True)
class Takes:
    """The changes of meeting.yaml that a step is: the order of items (``rank``: moved, then gone, then new), lists of people, values by origin."""

    arrange: Callable[[Order], None] | None = None
    rank: int = 0
    count: int = 0
    roll: Callable[[Roll], None] | None = None
    fields: Mapping[str, Change | Rearranged] = field(default_factory=dict)


@dataclass(frozen=True)
class Step:
    """One thing that came, went or moved: what is said of it, what would be written (None where the record has no place, and ``why``), when it is done, the fields that it covers.

    ``keeps`` tells what else would become another, from the lines after and before; ``beside`` are other refusals that it speaks of.
    """

    what: Message
    hands: tuple[Hand, ...]
    origin: str
    takes: Takes | None
    done: Callable[[Sequence[Line]], bool]
    covers: frozenset[str] = frozenset()
    source: Addition | Refusal | None = None
    why: Problem | None = None
    keeps: Callable[[Sequence[Line], Sequence[Line]], Message | None] | None = None
    beside: tuple[Refusal, ...] = ()

    @property
    def row(self) -> bool:
        """Whether it is a row of a table."""
        return getattr(self.source, "kind", "") in ("row", "row_deleted") or bool(getattr(self.source, "row", ()))


def steps_of(record: Source, returned: Returned, now: Sequence[Line], fields: Mapping[str, str]) -> list[Step]:
    """The steps of a returned document, moves first; ``now`` and ``fields`` are what the record's minutes show."""
    gone = {one.source: one for one in returned.refusals if one.kind == "section_deleted"}
    found = [*_moved(record, returned, now), *_deleted(record, returned, gone, fields, now), *_talks(record, returned, gone)]
    taken = [item.id for item in record.meeting.items]
    return [*found, *(_added(record, one, taken) for one in returned.additions if one.kind != "row")]


# ── §§ that moved or went ────────────────────────────────────────────────────────────────────────────────────────────


def _ident(section: str) -> str:
    return section.removeprefix("items.") if section.startswith("items.") else ""


def _moved(record: Source, returned: Returned, now: Sequence[Line]) -> Iterator[Step]:
    """The §§ in another order than they were written in."""
    there = [one for one in returned.sections if _ident(one)]
    standing = set(there)
    before = [one for one in returned.sections_before if one in standing]
    if there == before or len(standing) != len(there):
        return
    ours = [f"items.{item.id}" for item in record.meeting.items]
    common = [one for one in ours if one in standing]
    shared = set(common)
    moved = _out_of_order(before, there)
    free = [one for one in before if one in shared] == common  # nobody changed the order of the record meanwhile
    takes = Takes(arrange=partial(_permute, ours=ours, there=there), rank=0, count=len(ours)) if free else None
    told = {section: f"{now[number].shown} {now[number].text}".strip() for number, section in heads(now)}
    words = ", ".join(told.get(one, _ident(one)) for one in moved)
    yield Step(say("§§ moved: {sections}", sections=words), (), there[0], takes, partial(in_order, there=there))


def _out_of_order(before: Sequence[str], there: Sequence[str]) -> list[str]:
    """The fewest entries that, taken out, leave the others in order (the longest rising run, by its shortest ends)."""
    place = {one: number for number, one in enumerate(before)}
    ends: list[int] = []
    last: list[str] = []
    previous: dict[str, str] = {}
    for one in there:
        at = bisect_left(ends, place[one])
        ends[at : at + 1], last[at : at + 1] = [place[one]], [one]
        if at:
            previous[one] = last[at - 1]
    kept: set[str] = set()
    one = last[-1] if last else ""
    while one:
        kept.add(one)
        one = previous.get(one, "")
    return [name for name in there if name not in kept]


def _permute(order: Order, *, ours: Sequence[str], there: Sequence[str]) -> None:
    """The places of the document's §§ filled in the document's order."""
    index = {name: number for number, name in enumerate(ours)}
    standing = set(there)
    places = [at for at, one in enumerate(order) if isinstance(one, int) and ours[one] in standing]
    wanted = [index[name] for name in there if name in index]
    for at, one in zip(places, wanted, strict=True):
        order[at] = one


def _deleted(
    record: Source, returned: Returned, gone: Mapping[str, Refusal], fields: Mapping[str, str], now: Sequence[Line]
) -> Iterator[Step]:
    """Whole §§ that are gone; one whose words the record changed meanwhile stays."""
    items = [item.id for item in record.meeting.items]
    headings = [now[number].text for number, _ in heads(now)]
    for section, refusal in gone.items():
        ident = _ident(section)
        inside = _inside(section, items, returned.fields)
        talks = next((item.talks for item in record.meeting.items if item.id == ident), ())
        kept = {origin for origin in inside if returned.fields[origin].final is not None}
        covers = inside.union(*(_inside(f"talks.{talk}", tuple(record.meeting.talks), returned.fields) for talk in talks))
        takes = None
        if ident in items and not kept and _unchanged(fields, returned, inside):
            index = items.index(ident)
            takes = Takes(arrange=partial(_take_out, index=index), rank=1, count=len(items))
        what = say("§ deleted: {section}", section=refusal.was)
        if takes is not None and (comments := entry_comments(record, section)):
            what = say("{what}, with the comments of its item ({comments})", what=what, comments="; ".join(comments))
        if not ident:
            what = say("deleted: {section}", section=refusal.was)
        renamed = ident not in items and any(words and refusal.was.endswith(words) for words in headings)
        done = _never if renamed else partial(is_gone, section=section)
        why = (_renamed(record, ident) if ident else _follows(record, section, refusal.was)) if renamed else None
        yield Step(what, refusal.hands, section, takes, done, covers - kept, refusal, why)


def _talks(record: Source, returned: Returned, gone: Mapping[str, Refusal]) -> Iterator[Step]:
    """Talks that are gone though their § stands: named whole, since the newsletter may tell of them too."""
    whole = {talk for item in record.meeting.items if f"items.{item.id}" in gone for talk in item.talks}
    others = tuple(record.meeting.talks)
    for ident, talk in record.meeting.talks.items():
        entry = f"talks.{ident}"
        covers = _inside(entry, others, returned.fields)
        inside = [back for origin, back in returned.fields.items() if origin in covers]
        if ident in whole or not inside or any(back.final is not None for back in inside):
            continue
        words = say("expected the talk, found it deleted; take it out of talks: of its item by hand")
        hands = tuple(dict.fromkeys(hand for back in inside for hand in back.hands))
        what = say("talk deleted: {talk}", talk=" · ".join(part for part in (talk.speaker, talk.topic) if part))
        done = partial(_untold, entry=entry, others=others)
        yield Step(what, hands, entry, None, done, covers, why=Problem(record.place(entry), entry, words))


def _untold(lines: Sequence[Line], *, entry: str, others: Sequence[str]) -> bool:
    """Whether nothing of an entry is told; ``others`` are the ids of its kind."""
    return not _inside(entry, others, (name for line in lines for name in (line.origin, *line.fields)))


def _never(_lines: Sequence[Line]) -> bool:
    return False


def _renamed(record: Source, ident: str) -> Problem:
    words = say("expected the item '{item}', whose § the document deletes; found a § of the same heading under another name", item=ident)
    return Problem(record.place("items"), "items", words)


def _follows(record: Source, section: str, heading: str) -> Problem:
    words = say("expected '{heading}', which follows from what the record says, found it deleted", heading=heading)
    return Problem(record.place(section or "items"), section or "items", words)


def _inside(entry: str, others: Sequence[str], origins: Iterable[str]) -> frozenset[str]:
    """The fields of a § or talk and not those of one of the ``others`` whose id goes on with a full stop (a and a.b)."""
    kind, _, ident = entry.partition(".")
    longer = tuple(f"{kind}.{other}." for other in others if other.startswith(f"{ident}."))
    return frozenset(origin for origin in origins if origin.startswith(f"{entry}.") and not (longer and origin.startswith(longer)))


def _unchanged(fields: Mapping[str, str], returned: Returned, inside: Iterable[str]) -> bool:
    """Whether the record's minutes say of these fields what the document said when it was made."""
    return all(fields.get(origin, returned.fields[origin].base) == returned.fields[origin].base for origin in inside)


def _take_out(order: Order, *, index: int) -> None:
    order.remove(index)


# ── what is new ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _added(record: Source, one: Addition, taken: list[str]) -> Step:
    """A new § is an item, whose id is then ``taken``; anything else that no list or text took has no place."""
    language = record.organisation.language
    items = [item.id for item in record.meeting.items]
    ident = _ident(one.section)
    words = one.text.replace("\n", " ")
    what = say("new: {words}", words=words)
    if one.kind == "section":
        what = say("new §: {words}", words=words)
        takes: Takes | None = None
        value = _new_item(Context(record), one.paragraphs, taken)
        at = items.index(ident) if ident in items else -1 if one.section in {"", "attendance"} else None
        if value is not None and at is not None:
            takes = Takes(arrange=partial(_put_in, index=at, value=value), rank=2, count=len(items))
            taken.append(str(value["id"]))
        return Step(what, one.hands, one.section, takes, partial(is_section_said, new=one, language=language), source=one)
    return Step(
        what, one.hands, one.after or one.section, None, partial(is_said, section=one.section, new=one, language=language), source=one
    )


def _put_in(order: Order, *, index: int, value: Entry) -> None:
    """After the entry, and after the new ones that already stand there."""
    at = order.index(index) + 1 if index >= 0 else 0
    while at < len(order) and isinstance(order[at], dict):
        at += 1
    order.insert(at, value)


def _new_item(ctx: Context, paragraphs: Sequence[NewParagraph], taken: Sequence[str]) -> Entry | None:
    """A § as a secretary would write it: id, heading, text, background, proposal, decisions; None where a part says what it cannot hold."""
    head, *rest = paragraphs
    parts: dict[Part | None, list[NewParagraph]] = {}
    part: Part | None = None
    for new in rest:
        told = clause_in(ctx, new.markup)
        called = part_called(ctx, new.plain) if new.form in {"label", "#"} else None
        if called is None and part != "decide" and (new.form == "resolution" or (told is not None and told.whole)):
            part = "decide"
        if called is not None:
            part = called
        elif new.form == "label":
            return None
        elif not (part == "decide" and is_lead(ctx, new.markup)):
            parts.setdefault(part, []).append(new)
    value: Entry = {"id": slug(head.plain, taken), "heading": head.markup}
    value.update({key: _as_block(prose_of(parts[own])) for key, own in (("text", None), ("background", "background")) if own in parts})
    for key in ("proposal", "decide"):
        clauses = [clause_in(ctx, new.markup) for new in parts.get(key, ())]
        if None in clauses or len({one.unanimous for one in clauses if one is not None}) > 1:
            return None
        written = [_as_clause(one.clause) for one in clauses if one is not None]
        if written:
            value[key] = written[0] if len(written) == 1 else written
        if any(one is not None and one.unanimous for one in clauses):
            value["unanimous"] = True
    return value


def _as_block(words: str) -> str:
    """Several lines end with a line end, so that they are written as a block."""
    return f"{words}\n" if "\n" in words else words


def slug(words: str, taken: Sequence[str]) -> str:
    """An id out of a heading's first words, in plain letters."""
    letters = unicodedata.normalize("NFKD", words.lower()).encode("ascii", "ignore").decode()
    parts = re.findall(r"[a-z0-9]+", letters)[:4]
    name = "-".join(parts) or "item"
    name = name if re.fullmatch(NAME, name) else f"item-{name}"
    known = {*taken, *get_args(StandardItem)}
    serial = 2
    chosen = name
    while chosen in known:
        chosen, serial = f"{name}-{serial}", serial + 1
    return chosen


def _as_clause(clause: str) -> Value:
    """A clause that would be read as a word of the wording is written under its key."""
    return {"att": clause} if re.fullmatch(NAME, clause) or clause in DECISION_STANDARDS else clause


def prose_of(paragraphs: Sequence[NewParagraph]) -> str:
    """Paragraphs as running text in markup."""
    text = ""
    before = ""
    for new in paragraphs:
        words = f"{new.form} {new.markup}" if new.form in {"-", "1.", ">"} else f"### {new.markup}" if new.form == "#" else new.markup
        text += ("" if not text else "\n" if before == new.form and new.form in {"-", "1."} else "\n\n") + words
        before = new.form
    return text
