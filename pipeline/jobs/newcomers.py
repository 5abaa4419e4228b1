"""What each new, deleted or moved thing of a returned document would be in the record, and how the minutes tell that it is there."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from functools import partial
from typing import TYPE_CHECKING, TypeAlias, get_args

from pipeline.dataclass import dataclass
from pipeline.jobs.saying import LABELS, clause_of, in_order, is_gone, is_resolution, is_said, is_section_said
from pipeline.problems import Message, say
from pipeline.records.items import DECISION_STANDARDS, StandardItem
from pipeline.records.shorthand import NAME
from pipeline.word.returned import Addition, Hand, NewParagraph, Refusal
from pipeline.word.strangers import sections
from pipeline.yamlfile.splicing import Change

if TYPE_CHECKING:
    from pipeline.records.source import Source
    from pipeline.word.recorded import Line
    from pipeline.word.returned import Returned
    from pipeline.yamlfile import Steps
    from pipeline.yamlfile.writing import Value

Entry: TypeAlias = "dict[str, Value]"
Order: TypeAlias = "list[int | Entry]"


@dataclass(frozen=True)
class Takes:
    """The changes of meeting.yaml that a step is: values by their way, and the order of items (``rank``: moved, then gone, then new).

    ``further`` are changes that come one by one after those, for several entries at one place.
    """

    changes: Mapping[Steps, Change] = field(default_factory=dict)
    arrange: Callable[[Order], None] | None = None
    rank: int = 0
    further: tuple[tuple[Steps, Change], ...] = ()
    count: int = 0


@dataclass(frozen=True)
class Step:
    """One thing that came, went or moved: what is said of it, what would be written (None where the record has no place), when it is done, and the fields that it covers."""

    what: Message
    hands: tuple[Hand, ...]
    origin: str
    takes: Takes | None
    done: Callable[[Sequence[Line]], bool]
    covers: frozenset[str] = frozenset()
    source: Addition | Refusal | None = None


def steps_of(record: Source, returned: Returned, now: Sequence[Line]) -> list[Step]:
    """The steps of a returned document, moves first."""
    gone = {one.source: one for one in returned.refusals if one.kind == "section_deleted"}
<<<<<<< HEAD
    found = [*_moved(record, returned, now), *_deleted(record, returned, gone)]
    return [*found, *(_added(record, one) for one in returned.additions)]
=======
    found = [*_moved(record, returned, now), *_deleted(record, returned, gone), *_clauses_gone(record, returned, now)]
    return [*found, *(_added(record, one, now) for one in _grouped(returned.additions, record.organisation.language))]
>>>>>>> 640211b (Take paragraphs and clauses that follow each other as one: the second found the first one's place taken)


# ── §§ that moved or went ────────────────────────────────────────────────────────────────────────────────────────────


def _ident(section: str) -> str:
    return section.removeprefix("items.") if section.startswith("items.") else ""


def _moved(record: Source, returned: Returned, now: Sequence[Line]) -> Iterator[Step]:
    """The §§ in another order than they were written in."""
    there = [one for one in returned.sections if _ident(one)]
    before = [one for one in returned.sections_before if one in set(there)]
    if there == before or len(set(there)) != len(there):
        return
    ours = [f"items.{item.id}" for item in record.meeting.items]
    common = [one for one in ours if one in set(there)]
    moved = _out_of_order(before, there)
    free = [one for one in before if one in set(common)] == common  # nobody changed the order of the record meanwhile
    takes = Takes(arrange=partial(_permute, ours=ours, there=there), rank=0, count=len(ours)) if free else None
    heads = {sections([line], [0])[0]: f"{line.shown} {line.text}".strip() for line in now if sections([line], [0])}
    words = ", ".join(heads.get(one, _ident(one)) for one in moved)
    yield Step(say("§§ moved: {sections}", sections=words), (), there[0], takes, partial(in_order, there=there))


def _out_of_order(before: Sequence[str], there: Sequence[str]) -> list[str]:
    """The fewest entries that, taken out, leave the others in order."""
    place = {one: number for number, one in enumerate(before)}
    best: list[list[str]] = []
    for one in there:
        longest: list[str] = max([[], *(run for run in best if place[run[-1]] < place[one])], key=len)
        best.append([*longest, one])
    longest_run: list[str] = max([[], *best], key=len)
    kept = set(longest_run)
    return [one for one in there if one not in kept]


def _permute(order: Order, *, ours: Sequence[str], there: Sequence[str]) -> None:
    """The places of the document's §§ filled in the document's order."""
    index = {name: number for number, name in enumerate(ours)}
    places = [at for at, one in enumerate(order) if isinstance(one, int) and ours[one] in set(there)]
    wanted = [index[name] for name in there if name in index]
    for at, one in zip(places, wanted, strict=True):
        order[at] = one


def _deleted(record: Source, returned: Returned, gone: Mapping[str, Refusal]) -> Iterator[Step]:
    """Whole §§ that are gone; one whose words the record changed meanwhile stays."""
    items = [item.id for item in record.meeting.items]
    for section, refusal in gone.items():
        ident = _ident(section)
        inside = frozenset(origin for origin in returned.fields if origin.startswith(f"{section}."))
        talks = next((item.talks for item in record.meeting.items if item.id == ident), ())
        kept = {origin for origin in inside if returned.fields[origin].final is not None}
        covers = inside | {origin for origin in returned.fields for talk in talks if origin.startswith(f"talks.{talk}.")}
        takes = None
        if ident in items and not kept and _unchanged(record, returned, inside):
            index = items.index(ident)
            takes = Takes(arrange=partial(_take_out, index=index), rank=1, count=len(items))
        yield Step(
            say("§ deleted: {section}", section=refusal.was),
            refusal.hands,
            section,
            takes,
            partial(is_gone, section=section),
            covers - kept,
            refusal,
        )


def _unchanged(record: Source, returned: Returned, inside: Iterable[str]) -> bool:
    from pipeline.compose.minutes import compose_minutes
    from pipeline.compose.public_record import base_fields

    now = base_fields(compose_minutes(record))
    return all(now.get(origin, returned.fields[origin].base) == returned.fields[origin].base for origin in inside)


def _take_out(order: Order, *, index: int) -> None:
    order.remove(index)


# ── what is new ──────────────────────────────────────────────────────────────────────────────────────────────────────


<<<<<<< HEAD
def _added(record: Source, one: Addition) -> Step:
    """A new § is an item; anything else that no list or text took has no place."""
=======
def _grouped(additions: Iterable[Addition], language: str) -> Iterator[Addition]:
    """The additions, with paragraphs that follow each other and are alike (clauses, or none) as one."""
    held: list[Addition] = []
    for one in additions:
        last = held[-1] if held else None
        if last is None or {one.kind, last.kind} & {"row", "section"} or (last.section, last.after) != (one.section, one.after):
            held.append(one)
            continue
        beside = one.behind.strip() == last.paragraphs[-1].plain
        alike = {is_resolution(new, language) for new in (*last.paragraphs, *one.paragraphs)}
        if not beside or len(alike) > 1:
            held.append(one)
            continue
        words = f"{last.text}\n\n{one.text}"
        hands = tuple(dict.fromkeys((*last.hands, *one.hands)))
        held[-1] = replace(last, text=words, hands=hands, paragraphs=(*last.paragraphs, *one.paragraphs), ahead=one.ahead)
    yield from held


def _added(record: Source, one: Addition, now: Sequence[Line]) -> Step:
    """A new §, clause or paragraph; anything else has no place of its own."""
>>>>>>> 640211b (Take paragraphs and clauses that follow each other as one: the second found the first one's place taken)
    language = record.organisation.language
    items = [item.id for item in record.meeting.items]
    ident = _ident(one.section)
    words = one.text.replace("\n", " ")
    what = say("new: {words}", words=words)
    if one.kind == "section":
        what = say("new §: {words}", words=words)
        takes: Takes | None = None
        value = _new_item(one.paragraphs, items, language)
        at = items.index(ident) if ident in items else -1 if one.section in {"", "attendance"} else None
        if value is not None and at is not None:
            takes = Takes(arrange=partial(_put_in, index=at, value=value), rank=2, count=len(items))
        return Step(what, one.hands, one.section, takes, partial(is_section_said, new=one, language=language), source=one)
    if one.kind == "row":
        return Step(say("new row: {words}", words=words), one.hands, one.after, None, _never, source=one)
    return Step(
        what, one.hands, one.after or one.section, None, partial(is_said, section=one.section, new=one, language=language), source=one
    )


def _never(_lines: Sequence[Line]) -> bool:
    return False


def _put_in(order: Order, *, index: int, value: Entry) -> None:
    """After the entry, and after the new ones that already stand there."""
    at = order.index(index) + 1 if index >= 0 else 0
    while at < len(order) and isinstance(order[at], dict):
        at += 1
    order.insert(at, value)


def _new_item(paragraphs: Sequence[NewParagraph], taken: Sequence[str], language: str) -> Entry | None:
    """A § as a secretary would write it: id, heading, text, decisions."""
    head, *rest = paragraphs
    value: Entry = {"id": _name(head.plain, taken), "heading": head.markup}
    text: list[NewParagraph] = []
    clauses: list[str] = []
    deciding = False
    for new in rest:
        if new.form == "label" or (new.plain.rstrip(":").lower() in LABELS and new is not rest[-1]):
            deciding = True
        elif deciding or is_resolution(new, language):
            clause = clause_of(new, language, resolved=True)
            if clause:
                clauses.append(clause)
            elif clauses or new.form != "resolution":
                return None
            deciding = True
        else:
            text.append(new)
    if text:
        value["text"] = prose_of(text)
    if clauses:
        written = [_as_clause(clause) for clause in clauses]
        value["decide"] = written[0] if len(written) == 1 else written
    return value


def _name(words: str, taken: Sequence[str]) -> str:
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
<<<<<<< HEAD
=======


def _new_clauses(record: Source, index: int, one: Addition, clauses: Sequence[str]) -> Takes | None:
    """Clauses into an item's decisions: behind the one that they follow, else first."""
    item = record.meeting.items[index]
    node = child(_items(record), index)
    if not isinstance(node, MappingNode) or "id" not in node.items:
        return None
    held = node.items.get("decide")
    written = [_as_clause(clause) for clause in clauses]
    way: Steps = ("items", index, "decide")
    if held is None:
        return Takes({way: Added(written[0] if len(written) == 1 else written)})
    before = re.match(rf"items\.{re.escape(item.id)}\.decide\.(?P<entry>[^.]+)", one.after)
    at = next((number + 1 for number, entry in enumerate(item.decide) if before is not None and entry.id == before["entry"]), 0)
    if isinstance(held, SequenceNode):
        rest = tuple(((*way, at + number), Added(clause)) for number, clause in enumerate(written[1:], 1))
        return Takes({(*way, at): Added(written[0])}, further=rest)
    entries: list[Value] = [cast("Value", plain(held))]
    entries[at:at] = written
    return Takes({way: entries})


def _beside_wording(one: Addition, ident: str, now: Sequence[Line]) -> str:
    """The new paragraphs; where a text of the record's takes the place of the wording's sentence, with that sentence where it stood."""
    words = _prose(one.paragraphs)
    if ident not in _REPLACED:
        return words
    wording = [line.text for line in now if line.origin == one.section and line.style == "BodyText" and not line.fields]
    at = wording.index(one.behind) + 1 if one.behind in wording else 0
    return "\n\n".join([*wording[:at], words, *wording[at:]])


def _new_text(record: Source, index: int, words: str) -> Takes | None:
    """Running text of an item that has none."""
    item = record.meeting.items[index]
    node = child(_items(record), index)
    if item.text is not None:
        return None
    if isinstance(node, Scalar):
        return Takes(arrange=partial(_instead, index=index, value={str(node.value): words}), rank=3, count=len(record.meeting.items))
    if isinstance(node, MappingNode) and "id" in node.items:
        return Takes({("items", index, "text"): Added(words)})
    if isinstance(node, MappingNode) and list(node.items) == ["previous"]:
        value: Entry = {"id": "previous", "previous": cast("Value", plain(node.items["previous"])), "text": words}
        return Takes(arrange=partial(_instead, index=index, value=value), rank=3, count=len(record.meeting.items))
    return None


def _instead(order: Order, *, index: int, value: Entry) -> None:
    order[order.index(index)] = value


def _items(record: Source) -> SequenceNode:
    node = child(record.parts.meeting.file.root, "items")
    return node if isinstance(node, SequenceNode) else SequenceNode(0, 0, 0, 0, flow=False)
>>>>>>> 640211b (Take paragraphs and clauses that follow each other as one: the second found the first one's place taken)
