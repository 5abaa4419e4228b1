"""Which meeting, when and where, and who was there."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator

from pipeline.records import shorthand
from pipeline.records.model import Date, Id, Model, Time, described, many
from pipeline.records.shorthand import Raw


class MeetingName(Model):
    """Which meeting; shorthand 'board 2/2023' (body id, number/year; the number may be left out for an annual meeting: 'annual 2023')."""

    body: Id = described("Body that met.", "Organet som sammanträdde.")
    number: int | None = described("Number within the year.", "Nummer inom året.", None, ge=1)
    year: int = described("Year.", "År.", ge=1900, le=2200)

    words_pattern = shorthand.MEETING
    words_example = "board 2/2023"

    @classmethod
    def from_words(cls, words: str) -> Raw:
        """The shorthand."""
        return shorthand.meeting_name(words)


class Day(Model):
    """A day of the meeting; shorthand '2023-05-22 13.00-17.00'."""

    date: Date = described("Date.", "Datum.")
    start: Time | None = described("Start.", "Start.", None)
    end: Time | None = described("End.", "Slut.", None)
    breaks: tuple[Annotated[tuple[Time, Time], BeforeValidator(shorthand.pause)], ...] = many(
        "Adjournments within the day.", "Ajourneringar under dagen."
    )
    last: Id | None = described(
        "Last item of the day, where arrivals and departures do not tell.",
        "Dagens sista ärende, om ankomster och avgångar inte visar det.",
        None,
    )

    words_pattern = shorthand.DAY
    words_example = "2023-05-22 13.00-17.00"

    @classmethod
    def from_words(cls, words: str) -> Raw:
        """The shorthand."""
        return shorthand.day(words)


class NextMeeting(Model):
    """The next meeting; shorthand '2023-09-14 10.00, Falun' or '2023-09-14 13.00-17.00, Myntgatan 2, Falun'."""

    date: Date = described("Date.", "Datum.")
    start: Time | None = described("Start.", "Start.", None)
    end: Time | None = described("End.", "Slut.", None)
    place: str | None = described("Place, the town last.", "Plats, orten sist.", None)

    words_pattern = shorthand.NEXT
    words_example = "2023-09-14 10.00, Falun"

    @classmethod
    def from_words(cls, words: str) -> Raw:
        """The shorthand."""
        return shorthand.next_meeting(words)


class Adjustment(Model):
    """Who verifies the minutes, how and when."""

    by: tuple[Id, ...] = many("Adjusters.", "Justerare.")
    signing: Literal["paper", "digital"] = described("How it is signed.", "Hur det undertecknas.", "digital")
    latest: Date | None = described("Latest date for answers.", "Senaste svarsdag.", None)
    place: str | None = described("Place of verification, for paper.", "Justeringens plats, på papper.", None)
    adjusted: Date | None = described("When it was verified.", "När det justerades.", None)
    posted: Date | None = described("When the notice was put up (federation).", "När anslaget sattes upp (kommunalförbund).", None)
    taken_down: Date | None = described("When the notice is taken down (federation).", "När anslaget tas ned (kommunalförbund).", None)
    kept_at: str | None = described("Where the minutes are kept (federation).", "Var protokollet förvaras (kommunalförbund).", None)


class Serving(Model):
    """A substitute who serves; shorthand 'sub-2 for member-7', 'sub-2 for member-7 from plan to fees', 'sub-2 for vacant'."""

    substitute: Id = described("Who serves.", "Vem som tjänstgör.")
    member: Id | None = described("For whom; null for a vacant seat.", "För vem; null för vakant plats.", None)
    first: Id | None = described("First item; the whole meeting if left out.", "Första ärendet; annars hela mötet.", None)
    last: Id | None = described("Last item.", "Sista ärendet.", None)

    words_pattern = shorthand.SERVING
    words_example = "sub-2 for member-7 from plan to fees"

    @classmethod
    def from_words(cls, words: str) -> Raw:
        """The shorthand."""
        return shorthand.serving(words)


class Movement(Model):
    """An arrival ('member-5 at seminar 13.40': takes part from that item) or departure ('member-9 after plan 10.15': leaves after it)."""

    person: Id = described("Who.", "Vem.")
    item: Id = described("Item.", "Ärende.")
    time: Time | None = described("Time.", "Tid.", None)


class Arrival(Movement):
    """Takes part from an item; shorthand 'member-5 at seminar 13.40'."""

    words_pattern = shorthand.ARRIVAL
    words_example = "member-5 at seminar 13.40"

    @classmethod
    def from_words(cls, words: str) -> Raw:
        """The shorthand."""
        return shorthand.arrival(words)


class Departure(Movement):
    """Leaves after an item; shorthand 'member-9 after plan 10.15'."""

    words_pattern = shorthand.DEPARTURE
    words_example = "member-9 after plan 10.15"

    @classmethod
    def from_words(cls, words: str) -> Raw:
        """The shorthand."""
        return shorthand.departure(words)


class Guest(Model):
    """Somebody without a standing place who attended; shorthand: the id of a standing official."""

    id: Id = described("Name that stays.", "Beteckning som består.")
    name: str | None = described("Name, where not a standing person.", "Namn, om inte fast person.", None)
    organisation: str | None = described("Organisation.", "Organisation.", None)
    role: Literal["coopted", "presenter", "secretary", "official", "guest", "auditor"] = described(
        "In what role.", "I vilken roll.", "official"
    )
    title: str | None = described("Title in print.", "Titel i tryck.", None)
    items: tuple[Id, ...] = many("Items attended; the whole meeting if left out.", "Ärenden; annars hela mötet.")

    words_pattern = shorthand.NAME
    words_example = "office-manager"

    @classmethod
    def from_words(cls, words: str) -> Raw:
        """The shorthand."""
        return {"id": words}


class Attendance(Model):
    """Who was there, as deviations from the standing body."""

    present: Literal["all-members"] | tuple[Id, ...] = described(
        "Members present: said, never assumed.", "Närvarande ledamöter: sägs, antas aldrig."
    )
    apologies: tuple[Id, ...] = many("Those who announced that they could not come.", "Anmält förhinder.")
    absent: tuple[Id, ...] = many("Absent without notice.", "Frånvarande.")
    serving: tuple[Serving, ...] = many("Substitutes serving.", "Tjänstgörande ersättare.")
    substitutes: tuple[Id, ...] = many("Substitutes present, not serving.", "Ej tjänstgörande ersättare.")
    late: tuple[Arrival, ...] = many("Arrivals.", "Ankomster.")
    left: tuple[Departure, ...] = many("Departures.", "Avgångar.")
    others: tuple[Guest, ...] = many("Others present.", "Övriga närvarande.")
    remote: tuple[Id, ...] = many("Those who took part remotely.", "De som deltog på distans.")

    @classmethod
    def from_mapping(cls, value: Raw, _context: Any, /) -> Raw:
        """One name alone under present is a list of it."""
        present = value.get("present")
        if isinstance(present, str) and present != "all-members":
            return {**value, "present": [present]}
        return value
