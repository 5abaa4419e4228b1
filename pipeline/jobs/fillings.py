"""A text or a decision typed in a § that had none: fields that its item gains."""

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
from pipeline.records.editing import with_field
from pipeline.word.wording import key

if TYPE_CHECKING:
    from pipeline.jobs.restructuring import Wanted
    from pipeline.problems import Message
    from pipeline.records.items import Item
    from pipeline.records.source import Source
    from pipeline.word.returned import Addition, Hand, Refusal, Returned
    from pipeline.yamlfile.writing import Value

RUNNING = frozenset({"", "-", "1.", "+", ">"})
"""Forms of paragraphs in running text."""
_CONSTANT = ("opening", "closing", "follow_up")
"""Standard items whose own sentence depends on nothing, so that it may become a part of their text."""
_DECIDED = frozenset({"adjusters", "agenda", "previous"})
"""Standard items that decide by themselves."""


@dataclass(slots=True)
class Entries:
    """Changes of the record by origin, what is shown of them, and what is left for a person.

    ``covered`` are the fields whose change is one of these already, ``hidden`` those of them that are shown another way, ``lost`` those
    whose entry is gone from the record.
    """

    changes: dict[str, Wanted] = field(default_factory=dict)
    shown: list[Shown] = field(default_factory=list)
    covered: set[str] = field(default_factory=set)
    hidden: set[str] = field(default_factory=set)
    lost: list[str] = field(default_factory=list)
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
class Fillings:
    """Works out the fields; ``places`` says where each numbered entry of the base stands in the record now, ``now`` what its minutes show."""

    record: Source
    returned: Returned
    places: Mapping[str, str | None]
    now: Mapping[str, str]
    ctx: Context
    items: Mapping[str, Item]
    plan: Entries

    def work(self, additions: Sequence[Addition]) -> list[Addition]:
        """What is left of new paragraphs."""
        return self._new_decision(self._new_text(additions))

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
        """Whether a new paragraph stands where a §'s text would: below its heading, beside its facts or the one sentence that it says."""
        facts = {f"{section}.dnr", f"{section}.documents", "attendance.late", "attendance.serving"}
        plain = one.kind in ("paragraph", "list_item") and all(new.form in RUNNING for new in one.paragraphs)
        return plain and section.startswith("items.") and one.after in {*facts, section} and one.before not in facts

    def _take_text(self, section: str, head: Sequence[Addition]) -> bool:
        """Whether the § takes a text, or has it already; a sentence that it says by itself stays where it stood."""
        item = self.items.get(section.removeprefix("items."))
        if item is None or f"{section}.text" in self.returned.fields:
            return False
        sentence = self._sentence(item)
        if self._says_itself(item) and (not sentence or any(one.source == section for one in self.returned.refusals)):
            return False
        above = prose_of([new for one in head if one.before == section for new in one.paragraphs])
        below = prose_of([new for one in head if one.before != section for new in one.paragraphs])
        words = "\n\n".join(part for part in (above, sentence, below) if part)
        if item.text:
            return item.text.text in (words, "\n\n".join(part for part in (above, below) if part))
        self._put(section, "text", words + "\n" if "\n" in words else words)
        self.plan.shown.append(Shown(f"{section}.text", hands_of(head), "", words))
        return True

    def _says_itself(self, item: Item) -> bool:
        """Whether the wording has sentences for an item that makes room for a text or a decision of the record's."""
        return bool(standard_text(self.ctx, item, self.ctx.order[item.id]))

    def _sentence(self, item: Item) -> str:
        """The one sentence of a standard item that depends on nothing; '' for the others."""
        return self.ctx.phrases.say(item.standard) if item.standard in _CONSTANT else ""

    def _put(self, section: str, key: str, value: Value) -> None:
        """A field that an item did not have."""
        for origin, change in with_field(self.record, section, key, value, self.plan.changes.get(section)).items():
            self.plan.changes[origin] = change

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
                    self._put(section, "text", self._sentence(item))
                written = [clause.clause for clause in clauses]
                self._put(section, "decide", written[0] if len(written) == 1 else list(written))
                if clauses[0].unanimous:
                    self._put(section, "unanimous", value=True)
                self.plan.shown.append(Shown(f"{section}.decide", hands_of(group), "", "\n".join(written)))
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
                stands(self.places, self.now, f"{section}.decide", told.clause) for told in clauses
            )
        below = re.compile(rf"{re.escape(section)}\.(?:background|basis|proposal|motions|order|vote|conflict)\b.*")
        above = re.compile(rf"{re.escape(section)}\.(?:reservations|notes|send_to|corrections|not_deciding|immediate)\b.*")
        return not below.fullmatch(first.before) and not above.fullmatch(first.after)


def stands(places: Mapping[str, str | None], now: Mapping[str, str], origin: str, clause: str) -> bool:
    """Whether the record has a clause in a list already that it did not have when the document was made."""
    old = {place for place in places.values() if place}
    found = (words for name, words in now.items() if name.startswith(f"{origin}.") and name not in old)
    return key(clause) in {key(words) for words in found}  # the minutes set quotes and spaces their own way


def hands_of(additions: Sequence[Addition]) -> tuple[Hand, ...]:
    """Everybody who had a hand in new paragraphs."""
    return tuple(dict.fromkeys(hand for one in additions for hand in one.hands))
