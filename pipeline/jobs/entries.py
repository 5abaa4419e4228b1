"""Clauses that came and went in a document, and paragraphs in a § that said nothing, as changes of the record's lists and texts."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import field
from itertools import groupby
from typing import TYPE_CHECKING

from pipeline.compose.context import Context
from pipeline.compose.standard import standard_text
from pipeline.compose.typed import Told, clause_in, is_lead, part_called
from pipeline.dataclass import dataclass
from pipeline.jobs.newcomers import prose_of
from pipeline.problems import Message, say
from pipeline.records.editing import Added, Rearranged, with_field

if TYPE_CHECKING:
    from pipeline.jobs.restructuring import Wanted
    from pipeline.merge.fields import Merged
    from pipeline.records.items import Decision, Item
    from pipeline.records.source import Source
    from pipeline.word.returned import Addition, Hand, Refusal, Returned
    from pipeline.yamlfile.writing import Value

CLAUSE = re.compile(r"items\.(?P<item>[^.]+(?:\.[^.]+)*?)\.(?P<list>decide|proposal|motions|notes)\.(?P<entry>[^.]+)(?:\.(?:clause|text))?")
_LIST = re.compile(r"items\.(?P<item>.+)\.(?P<list>decide|proposal)(?:\.(?P<entry>[^.]+))?")

_RUNNING = frozenset({"", "-", "1.", "+", ">"})
"""Forms of paragraphs in running text."""
_CONSTANT = frozenset({"opening", "closing"})
"""Standard items whose own sentence depends on nothing, so that it may become a part of their text."""
_DECIDED = frozenset({"adjusters", "agenda", "previous"})
"""Standard items that decide by themselves."""


@dataclass(slots=True)
class Entries:
    """Changes of the record by origin, what is shown of them, and what is left for a person.

    ``covered`` are the fields whose change is one of these already, ``hidden`` those of them that are shown another way.
    """

    changes: dict[str, Wanted] = field(default_factory=dict)
    shown: list[Shown] = field(default_factory=list)
    covered: set[str] = field(default_factory=set)
    hidden: set[str] = field(default_factory=set)
    additions: list[Addition] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Shown:
    """What changes at a place of the record, by whom, and a word more about it."""

    origin: str
    hands: tuple[Hand, ...]
    old: str
    new: str
    more: tuple[Message, ...] = ()


@dataclass(slots=True)
class _List:
    """A list of clauses as it will be: which of the old entries go, and what comes before each index."""

    gone: set[int] = field(default_factory=set)
    fresh: dict[int, list[str]] = field(default_factory=dict)

    def entries(self, size: int) -> tuple[int | Added, ...]:
        found: list[int | Added] = []
        for index in range(size + 1):
            found += (Added(clause) for clause in self.fresh.get(index, ()))
            if index < size and index not in self.gone:
                found.append(index)
        return tuple(found)


@dataclass(slots=True)
class Bookkeeping:
    """Works out the plan; ``places`` says where each numbered entry of the base stands in the record now (None: gone)."""

    record: Source
    returned: Returned
    merged: Sequence[Merged]
    places: Mapping[str, str | None]
    now: Mapping[str, str]
    ctx: Context = field(init=False)
    items: dict[str, Item] = field(init=False)
    removed: set[str] = field(init=False)
    lists: dict[str, _List] = field(default_factory=dict)
    touched: set[str] = field(default_factory=set)
    plan: Entries = field(default_factory=Entries)

    def __post_init__(self) -> None:
        """Look the record's items up, and the §§ that are gone whole."""
        self.removed = {one.source for one in self.returned.refusals if one.kind == "section_deleted"}
        self.ctx = Context(self.record)
        self.items = {item.id: item for item in self.record.meeting.items}

    def work(self) -> Entries:
        """The plan."""
        self._deleted_entries()
        left = [one for one in self.returned.additions if not self._new_clause(one)]
        self.plan.additions = self._new_decision(self._new_text(left))
        self.plan.refusals = list(self.returned.refusals)
        for origin, entries in self.lists.items():
            self.plan.changes[origin] = Rearranged(entries.entries(len(self._entries(origin))))
        self.plan.refusals = [one for one in self.plan.refusals if not self._follows(one)]
        return self.plan

    # ── running text ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _new_text(self, additions: Sequence[Addition]) -> list[Addition]:
        """What is left when new paragraphs at the head of a § that says nothing yet became its text."""
        left: list[Addition] = []
        for section, together in groupby(additions, key=lambda one: one.section):
            group = list(together)
            head = [one for one in group if self._heads(one, section)]
            if head and self._take_text(section, head):
                group = [one for one in group if one not in head]
            left += group
        return left

    def _heads(self, one: Addition, section: str) -> bool:
        """Whether a new paragraph stands where a §'s text would: below its heading and its facts, or beside the one sentence that it says."""
        facts = {f"{section}.dnr", f"{section}.documents", "attendance.late", "attendance.serving"}
        item = self.items.get(section.removeprefix("items."))
        beside = facts if item is not None and item.standard in _CONSTANT else {*facts, section}
        plain = one.kind in ("paragraph", "list_item") and all(new.form in _RUNNING for new in one.paragraphs)
        return plain and section.startswith("items.") and one.after in {*facts, section} and one.before not in beside

    def _take_text(self, section: str, head: Sequence[Addition]) -> bool:
        """Whether the § takes a text, or has it already; a sentence that it says by itself stays where it stood."""
        item = self.items.get(section.removeprefix("items."))
        if item is None or f"{section}.text" in self.returned.fields:
            return False
        sentence = self.ctx.phrases.say(item.standard) if item.standard in _CONSTANT else ""
        if self._says_itself(item) and (not sentence or any(one.source == section for one in self.returned.refusals)):
            return False
        above = prose_of([new for one in head if one.before == section for new in one.paragraphs])
        below = prose_of([new for one in head if one.before != section for new in one.paragraphs])
        words = "\n\n".join(part for part in (above, sentence, below) if part)
        if item.text:
            return item.text.text in (words, "\n\n".join(part for part in (above, below) if part))
        self._put(section, "text", words + "\n" if "\n" in words else words)
        self.plan.shown.append(Shown(f"{section}.text", _hands(head), "", words))
        return True

    def _says_itself(self, item: Item) -> bool:
        """Whether the wording has sentences for an item that makes room for a text or a decision of the record's."""
        return bool(standard_text(self.ctx, item, self.ctx.order[item.id]))

    def _put(self, section: str, key: str, value: Value) -> None:
        """A field that an item did not have."""
        for origin, change in with_field(self.record, section, key, value, self.plan.changes.get(section)).items():
            self.plan.changes[origin] = change

    # ── decisions ────────────────────────────────────────────────────────────────────────────────────────────────────

    def _new_decision(self, additions: Sequence[Addition]) -> list[Addition]:
        """What is left when a decision that was written in a § without one became its list of clauses."""
        left: list[Addition] = []
        for (section, _, _), together in groupby(additions, key=lambda one: (one.section, one.after, one.before)):
            group = list(together)
            item = self.items.get(section.removeprefix("items."))
            clauses = self._decided(group) if item is not None and item.standard not in _DECIDED else []
            if item is None or not clauses or not self._has_room(item, group[0], clauses):
                left += group
                continue
            if not item.decide:
                if self._says_itself(item) and section not in self.plan.changes:  # its sentence would make room for the decision
                    self._put(section, "text", self.ctx.phrases.say(item.standard))
                written = [clause.clause for clause in clauses]
                self._put(section, "decide", written[0] if len(written) == 1 else list(written))
                if clauses[0].unanimous:
                    self._put(section, "unanimous", value=True)
                self.plan.shown.append(Shown(f"{section}.decide", _hands(group), "", "\n".join(written)))
        return left

    def _decided(self, group: Sequence[Addition]) -> list[Told]:
        """The clauses of a label 'Beslut', 'Styrelsen beslutar' and what follows; none where anything else stands among them."""
        found: list[Told] = []
        headed = False
        for new in (new for one in group for new in one.paragraphs):
            if (new.form in {"label", "#"} and part_called(self.ctx, new.plain) == "decide" and not headed and not found) or (
                is_lead(self.ctx, new.markup) and not found
            ):
                headed = True
            elif (told := clause_in(self.ctx, new.markup)) and (headed or found or told.whole or new.form == "resolution"):
                found.append(told)
            else:
                return []
        return found if len({told.unanimous for told in found}) == 1 and (len(found) == 1 or not found[0].unanimous) else []

    def _has_room(self, item: Item, first: Addition, clauses: Sequence[Told]) -> bool:
        """Whether a decision can stand there in the §, or stands there already."""
        section = f"items.{item.id}"
        if self._says_itself(item) and item.standard not in _CONSTANT:
            return False
        if item.decide:
            return not any(name.startswith(f"{section}.decide.") for name in self.returned.fields) and all(
                self._stands(f"{section}.decide", told) for told in clauses
            )
        below = re.compile(rf"{re.escape(section)}\.(?:background|basis|proposal|motions|order|vote|conflict)\b.*")
        above = re.compile(rf"{re.escape(section)}\.(?:reservations|notes|send_to|corrections|not_deciding|immediate)\b.*")
        return not below.fullmatch(first.before) and not above.fullmatch(first.after)

    # ── lists of clauses ─────────────────────────────────────────────────────────────────────────────────────────────

    def _entries(self, origin: str) -> Sequence[object]:
        """A list of the record."""
        _, item, name = re.fullmatch(r"(items)\.(.+)\.(\w+)", origin).groups()  # type: ignore[union-attr]
        entries: Sequence[object] = getattr(self.items[item], name)
        return entries

    def _deleted_entries(self) -> None:
        """Clauses and notes that are gone whole, with what else their entries hold."""
        for one in self.merged:
            match = CLAUSE.fullmatch(one.origin)
            if match is None or one.outcome != "take" or one.value is not None or f"items.{match['item']}" in self.removed:
                continue
            origin = f"items.{match['item']}.{match['list']}"
            place = self.places.get(one.origin) or one.origin
            if match["list"] in {"motions", "notes"} and re.sub(r"\.text$", "", one.origin) not in self.returned.gone:
                continue  # who said it still stands there
            entry = re.sub(r"\.(?:clause|text)$", "", place)
            if match["item"] in self.items and (index := self._index_of(origin, entry)) is not None:
                self.lists.setdefault(origin, _List()).gone.add(index)
                self.plan.covered.add(one.origin)
                if match["list"] == "decide":
                    self._with_it(one, self.items[match["item"]].decide[index])
        for name in sorted(self.returned.gone):
            match = _LIST.fullmatch(name)
            if match is None or not match["entry"] or match["item"] not in self.items or f"{name}.clause" in self.returned.fields:
                continue
            if f"items.{match['item']}" in self.removed:
                continue
            origin = f"items.{match['item']}.{match['list']}"
            index = self._index_of(origin, name)
            if index is not None and getattr(self._entries(origin)[index], "clause", "") is None:
                self.lists.setdefault(origin, _List()).gone.add(index)
                words = " ".join(one.was for one in self.returned.refusals if one.source == name and one.kind == "deleted")
                hands = [hand for one in self.returned.refusals if one.source == name for hand in one.hands]
                self.plan.shown.append(Shown(name, tuple(dict.fromkeys(hands)), words, ""))

    def _with_it(self, one: Merged, entry: Decision) -> None:
        """Tell what an entry's clause takes with it."""
        more = {"owner": entry.owner, "by": entry.by, "done": entry.done}
        told = ", ".join(f"{key}: {value}" for key, value in more.items() if value)
        if told:
            words = (say("  with its clause the entry's other fields go: {fields}", fields=told),)
            self.plan.hidden.add(one.origin)
            self.plan.shown.append(Shown(one.origin, self.returned.fields[one.origin].hands, one.ours or "", "", words))

    def _index_of(self, origin: str, entry: str) -> int | None:
        name = entry.removeprefix(f"{origin}.")
        for index, one in enumerate(self._entries(origin)):
            if getattr(one, "id", str(index + 1)) == name:
                return index
        return None

    def _new_clause(self, one: Addition) -> bool:
        """Whether a new paragraph is a clause beside those of a list, and is taken into it or stands there already."""
        if (
            one.kind not in ("paragraph", "list_item")
            or len(one.paragraphs) != 1
            or one.paragraphs[0].form not in {"resolution", "note", *_RUNNING}
        ):
            return False
        match = _LIST.fullmatch(one.after)
        told = clause_in(self.ctx, one.paragraphs[0].markup) if match else None
        if match is None or told is None or told.unanimous or match["item"] not in self.items:
            return False
        origin = f"items.{match['item']}.{match['list']}"
        entries = self._entries(origin)
        if not entries:
            return False
        self.touched.add(origin)
        if self._stands(origin, told):
            return True
        index = self._after(one, origin)
        if index is None:
            return False
        self.lists.setdefault(origin, _List()).fresh.setdefault(index, []).append(told.clause)
        self.plan.shown.append(Shown(origin, one.hands, "", told.clause))
        return True

    def _after(self, one: Addition, origin: str) -> int | None:
        """The index at which a clause comes in; None within what one entry says in several clauses."""
        named = one.beside if one.beside.startswith(f"{origin}.") else one.after
        if named == origin:
            return 0
        if named == one.before and CLAUSE.fullmatch(named) is None:
            return None
        base = next((base for base in (f"{named}.clause", named) if base in self.places), None)
        entry = re.sub(r"\.clause$", "", (self.places[base] or "") if base else named)
        index = self._index_of(origin, re.sub(r"\.clause$", "", entry))
        if index is None:
            return len(self._entries(origin)) if base else None
        entries = self._entries(origin)
        if one.before == one.after and getattr(entries[index], "clause", "x") is None:
            return None
        return index + 1

    def _stands(self, origin: str, told: Told) -> bool:
        """Whether the record has the clause already, and not since the document was made."""
        old = {place for place in self.places.values() if place}
        fields = {name: words for name, words in self.now.items() if name.startswith(f"{origin}.") and name not in old}
        return told.clause in fields.values()

    def _follows(self, one: Refusal) -> bool:
        """Whether an edit of generated words is only what a list's change brings with it."""
        match = _LIST.fullmatch(one.source)
        if match is None or match["item"] not in self.items:
            return False
        origin = f"items.{match['item']}.{match['list']}"
        if one.kind == "edited":
            touched = origin in self.touched or any(name.startswith(f"{origin}.") for name in self.returned.gone)
            return touched and clause_in(self.ctx, one.was) == clause_in(self.ctx, one.now) is not None
        if one.kind != "deleted":
            return False
        entries = self._entries(origin)
        gone = self.lists[origin].gone if origin in self.lists else set()
        if not match["entry"]:
            return len(gone) == len(entries)
        if self._deleted(one.source):
            return True
        return one.source in self.returned.gone and self._index_of(origin, one.source) in {None, *gone}

    def _deleted(self, entry: str) -> bool:
        """Whether the clause of an entry is gone from the document."""
        back = self.returned.fields.get(f"{entry}.clause")
        return back is not None and back.final is None


def _hands(additions: Sequence[Addition]) -> tuple[Hand, ...]:
    """Everybody who had a hand in new paragraphs."""
    return tuple(dict.fromkeys(hand for one in additions for hand in one.hands))
