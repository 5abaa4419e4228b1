"""Clauses that came and went in a document, and paragraphs in a § that said nothing, as changes of the record's lists and texts."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import field
from typing import TYPE_CHECKING

from pipeline.compose.context import Context
from pipeline.compose.decisions import action
from pipeline.compose.typed import clause_in
from pipeline.dataclass import dataclass
from pipeline.jobs.fillings import RUNNING, Entries, Fillings, Shown, stands
from pipeline.language.typography import unfinish
from pipeline.problems import say
from pipeline.records.editing import Added, Rearranged, entry_comments
from pipeline.records.items import DECISION_STANDARDS, Decision
from pipeline.story import plain

if TYPE_CHECKING:
    from pipeline.records.items import Item
    from pipeline.records.source import Source
    from pipeline.word.returned import Addition, Refusal, Returned
    from pipeline.yamlfile.writing import Value

CLAUSE = re.compile(r"items\.(?P<item>[^.]+(?:\.[^.]+)*?)\.(?P<list>decide|proposal|motions|notes)\.(?P<entry>[^.]+)(?:\.(?:clause|text))?")
_LIST = re.compile(r"items\.(?P<item>.+)\.(?P<list>decide|proposal)(?:\.(?P<entry>[^.]+))?")


@dataclass(slots=True)
class _List:
    """A list of clauses as it will be: which of the old entries go, and what comes before each index."""

    gone: set[int] = field(default_factory=set)
    fresh: dict[int, list[Value]] = field(default_factory=dict)

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
    decided: Mapping[str, str | None]
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
        self.plan.additions = Fillings(self.record, self.returned, self.places, self.now, self.ctx, self.items, self.plan).work(left)
        self.plan.refusals = list(self.returned.refusals)
        for origin, entries in self.lists.items():
            self.plan.changes[origin] = Rearranged(entries.entries(len(self._entries(origin))))
        self.plan.refusals = [one for one in self.plan.refusals if not self._follows(one)]
        return self.plan

    # ── lists of clauses ─────────────────────────────────────────────────────────────────────────────────────────────

    def _entries(self, origin: str) -> Sequence[object]:
        """A list of the record."""
        _, item, name = re.fullmatch(r"(items)\.(.+)\.(\w+)", origin).groups()  # type: ignore[union-attr]
        entries: Sequence[object] = getattr(self.items[item], name)
        return entries

    def _deleted_entries(self) -> None:
        """Clauses and notes that are gone whole, with what else their entries hold."""
        for name, value in self.decided.items():
            match = CLAUSE.fullmatch(name)
            if name in self.places and self.places[name] is None:
                self._back(name, value)
            if match is None or value is not None or f"items.{match['item']}" in self.removed or name in self.plan.covered:
                continue
            origin = f"items.{match['item']}.{match['list']}"
            place = self.places.get(name) or name
            if match["list"] in {"motions", "notes"} and re.sub(r"\.text$", "", name) not in self.returned.gone:
                continue  # who said it still stands there
            entry = re.sub(r"\.(?:clause|text)$", "", place)
            if match["item"] in self.items and (index := self._index_of(origin, entry)) is not None:
                self.lists.setdefault(origin, _List()).gone.add(index)
                self.plan.covered.add(name)
                self._with_it(name, entry, self._entries(origin)[index])
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

    def _back(self, name: str, value: str | None) -> None:
        """An entry that the record has deleted: put in again where the document's words were chosen, never written over another."""
        self.plan.covered.add(name)
        match = _LIST.fullmatch(re.sub(r"\.clause$", "", name))
        if value is None:
            return
        if match is None or not match["entry"] or match["item"] not in self.items:
            self.plan.lost.append(name)
            return
        origin = f"items.{match['item']}.{match['list']}"
        siblings = [base for base in self.places if base.startswith(f"{origin}.")]  # in the order of their numbers
        before = [place for base in siblings[: siblings.index(name)] if (place := self.places[base])]
        index = max((self._index_of(origin, re.sub(r"\.clause$", "", place)) or 0 for place in before), default=-1) + 1
        self.lists.setdefault(origin, _List()).fresh.setdefault(index, []).append(self._written(origin, value))

    def _written(self, origin: str, clause: str) -> Value:
        """A clause as an entry; one that would be read as a word of the wording or a motion's id stands under its key."""
        item = self.items[origin.split(".", 1)[1].rpartition(".")[0]]
        words = {*DECISION_STANDARDS, *(motion.id for motion in item.motions)}
        return {"att": clause} if origin.endswith(".decide") and clause in words else clause

    def _with_it(self, name: str, place: str, entry: object) -> None:
        """Tell what an entry's clause takes with it: the rest of a decision, and the comments that the file has beside it."""
        words = []
        if isinstance(entry, Decision):
            line = unfinish(plain(action(self.ctx, entry)))
            if told := "; ".join(part for part in (line, f"done: {entry.done}" if entry.done else "") if part):
                words.append(say("  with its clause the rest of the entry goes: {fields}", fields=told))
        if comments := entry_comments(self.record, place):
            words.append(say("  with it the comments beside it go: {comments}", comments="; ".join(comments)))
        if words:
            self.plan.hidden.add(name)
            self.plan.shown.append(Shown(name, self.returned.fields[name].hands, self.returned.fields[name].base, "", tuple(words)))

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
            or one.paragraphs[0].form not in {"resolution", "note", *RUNNING}
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
        if stands(self.places, self.now, origin, told.clause):
            return True
        index = self._after(one, origin)
        if index is None:
            return False
        self.lists.setdefault(origin, _List()).fresh.setdefault(index, []).append(self._written(origin, told.clause))
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

    def _follows(self, one: Refusal) -> bool:
        """Whether an edit of generated words is only what a list's change brings with it."""
        match = _LIST.fullmatch(one.source)
        if match is None or match["item"] not in self.items:
            return False
        origin = f"items.{match['item']}.{match['list']}"
        if one.kind == "edited":
            if (now := clause_in(self.ctx, one.now)) is not None and now.clause == self._said(f"{one.source}.clause"):
                return True
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

    def _said(self, name: str) -> str | None:
        """What the record says of a clause that was changed, or will say."""
        return self.decided.get(name) or self.now.get(self.places.get(name) or "")

    def _deleted(self, entry: str) -> bool:
        """Whether the clause of an entry is gone from the document."""
        back = self.returned.fields.get(f"{entry}.clause")
        return back is not None and back.final is None
