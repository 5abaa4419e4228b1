"""What the rules share: the source, where problems are noted, and who and what its ids name."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from pipeline.dataclass import dataclass
from pipeline.problems import Message, Report, say
from pipeline.records.meeting import Meeting
from pipeline.records.organisation import Body, Person
from pipeline.records.presence import Presence, presence_of
from pipeline.records.shorthand import nearest
from pipeline.records.source import Source


@dataclass(frozen=True)
class Sense:
    """A source under its rules."""

    source: Source
    report: Report

    @property
    def meeting(self) -> Meeting:
        """The meeting's record."""
        return self.source.meeting

    @cached_property
    def body(self) -> Body | None:
        """The body that met, None where the organisation has none of that name."""
        return self.source.organisation.bodies.get(self.meeting.meeting.body)

    @cached_property
    def people(self) -> dict[str, Person]:
        """Standing people of all bodies by id, those of the body that met first."""
        others = (body for body in self.source.organisation.bodies.values() if body is not self.body)
        found: dict[str, Person] = {}
        for body in ((self.body,) if self.body else ()), others:
            for one in body:
                for person in (*one.people, *one.staff):
                    found.setdefault(person.id, person)
        return found

    @cached_property
    def known(self) -> frozenset[str]:
        """Ids of standing people and of those who were there besides."""
        return frozenset(self.people) | {guest.id for guest in self.meeting.attendance.others}

    @cached_property
    def presence(self) -> Presence | None:
        """Who was there and who decided, item by item; None where the body is unknown."""
        return presence_of(self.meeting, self.body) if self.body is not None else None

    @cached_property
    def order(self) -> dict[str, int]:
        """The index of each item."""
        return {item.id: index for index, item in enumerate(self.meeting.items)}

    def error(self, origin: str, message: Message, hint: Message | None = None) -> None:
        """Note what must be mended."""
        self.report.error(self.source.place(origin), self.source.field(origin), message, hint)

    def warn(self, origin: str, message: Message, hint: Message | None = None) -> None:
        """Note what a person should look at."""
        self.report.warn(self.source.place(origin), self.source.field(origin), message, hint)

    def unknown(self, origin: str, what: Message, name: str, known: Iterable[str]) -> None:
        """Note an id that names nothing."""
        names = sorted(known)
        hint = nearest(name, names)
        if hint is None:
            shown = ", ".join(names[:12]) + (" …" if len(names) > 12 else "")
            hint = say("the known ones are {names}", names=shown) if names else say("there is none yet")
        self.error(origin, say("expected {expected}, found '{name}'", expected=what, name=name), hint)

    def repeated(self, names: Iterable[str], where: str) -> None:
        """Note names that stand twice in a list; ``where`` is the list's origin."""
        seen: set[str] = set()
        for number, name in enumerate(names, 1):
            if name in seen:
                hint = say("give the entry an id of its own")
                self.error(f"{where}.{number}.id", say("expected each id once, found '{name}' again", name=name), hint)
            seen.add(name)
