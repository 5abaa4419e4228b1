"""What the rest of the house asks of a language: dates, times, numbers, lists and finishing, in words that are ready to print."""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence

from pipeline.language.typography import NO_BREAK_SPACE, WORD_JOINER, Edit, Rules, apply_edits, edits_of, unfinish

JOINED_DASH = f"{WORD_JOINER}–{WORD_JOINER}"


def runs(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """First and last of each unbroken run, in order: 12, 13, 15 are (12, 13) and (15, 15)."""
    found: list[tuple[int, int]] = []
    for number in sorted(set(numbers)):
        if found and number == found[-1][1] + 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found


class Language(ABC):
    """One language; every answer is finished text, no-break spaces and word joiners in place."""

    code: str
    """ISO 639-1: the key that source files use."""
    tag: str
    """BCP 47, for documents."""
    months: tuple[str, ...]
    conjunction: str
    numerals: tuple[str, ...]
    """Nought to twelve in words."""
    neuter_one: str
    group_mark: str
    decimal_mark: str
    group_from: int
    """The smallest number whose thousands are parted."""

    @property
    @abstractmethod
    def rules(self) -> Rules:
        """The language's typographic rules."""

    def date(self, day: dt.date) -> str:
        """Day, month and year."""
        return f"{self.day_month(day)} {day.year}"

    def day_month(self, day: dt.date) -> str:
        """Day and month, held together."""
        return f"{day.day}{NO_BREAK_SPACE}{self.months[day.month - 1]}"

    def month_year(self, day: dt.date) -> str:
        """Month and year, as on a dateline."""
        return f"{self.months[day.month - 1]} {day.year}"

    @abstractmethod
    def the_date(self, day: dt.date) -> str:
        """A date within a sentence."""

    def iso(self, day: dt.date) -> str:
        """A date for metadata, ISO 8601."""
        return day.isoformat()

    def dates(self, days: Sequence[dt.date]) -> str:
        """Several days, runs of days as ranges, with no month or year said twice in a range."""
        spans = [(dt.date.fromordinal(first), dt.date.fromordinal(last)) for first, last in runs(day.toordinal() for day in days)]
        same_month = len({(first.year, first.month) for first, _ in spans} | {(last.year, last.month) for _, last in spans}) == 1
        if same_month and len(spans) > 1:
            parts = [str(first.day) if first == last else f"{first.day}{JOINED_DASH}{last.day}" for first, last in spans]
            tail = f"{NO_BREAK_SPACE}{self.month_year(spans[0][0])}"
            return self.listing(parts) + tail
        return self.listing([self._span(first, last) for first, last in spans])

    def _span(self, first: dt.date, last: dt.date) -> str:
        if first == last:
            return self.date(first)
        if first.year != last.year:
            return f"{self.date(first)}{JOINED_DASH}{self.date(last)}"
        if first.month != last.month:
            return f"{self.day_month(first)}{JOINED_DASH}{self.date(last)}"
        return f"{first.day}{JOINED_DASH}{self.date(last)}"

    @abstractmethod
    def time(self, time: dt.time) -> str:
        """Hours and minutes as figures."""

    @abstractmethod
    def clock(self, start: dt.time, end: dt.time | None = None) -> str:
        """A time, or from one to another, as it stands in a sentence."""

    def number(self, value: float) -> str:
        """A number in figures: thousands parted from ``group_from`` on, so that years never are; the language's decimal mark."""
        sign = "\u2212" if value < 0 else ""
        whole, _, part = (str(abs(value)) if isinstance(value, int) else f"{abs(value):.10g}").partition(".")
        if len(whole) > 3 and int(whole) >= self.group_from:
            whole = f"{int(whole):,}".replace(",", self.group_mark)
        return f"{sign}{whole}{self.decimal_mark}{part}" if part else f"{sign}{whole}"

    def measured(self, number: str, unit: str) -> tuple[str, str]:
        """A finished number and its unit as they stand together: what goes with the number, and the unit after it."""
        return number, unit

    def spelled(self, number: int, *, neuter: bool = False) -> str:
        """One to twelve in words, otherwise figures; ``neuter`` for nouns of that gender where the language has one."""
        if number == 1 and neuter:
            return self.neuter_one
        return self.numerals[number] if 0 <= number < len(self.numerals) else self.number(number)

    def listing(self, words: Sequence[str]) -> str:
        """'A', 'A och B', 'A, B och C'; '' for nothing."""
        if len(words) < 2:
            return "".join(words)
        return f"{', '.join(words[:-1])} {self.conjunction} {words[-1]}"

    @abstractmethod
    def genitive(self, name: str) -> str:
        """Whose it is: the name in the genitive."""

    def spans(self, numbers: Iterable[int]) -> str:
        """'12–18, 20–21': runs of numbers without a sign."""
        return ", ".join(str(first) if first == last else f"{first}{JOINED_DASH}{last}" for first, last in runs(numbers))

    def sections(self, numbers: Iterable[int]) -> str:
        """'§ 17' or '§§ 12–18, 20–21'; '' for none."""
        wanted = sorted(set(numbers))
        if not wanted:
            return ""
        return f"{'§' if len(wanted) == 1 else '§§'}{NO_BREAK_SPACE}{self.spans(wanted)}"

    @abstractmethod
    def sort_key(self, words: str) -> tuple[str, str]:
        """Orders words as the language's readers look them up."""

    def edits(self, text: str) -> tuple[Edit, ...]:
        """The edits by which ``finish`` would change the text."""
        return edits_of(text, self.rules)

    def finish(self, text: str) -> str:
        """The text with its quotes, dashes and no-break spaces as typography wants them; never another meaning."""
        return apply_edits(text, edits_of(text, self.rules))

    def unfinish(self, text: str) -> str:
        """The text as it is typed; finishing it again gives what ``finish`` gave."""
        return unfinish(text)


def capitalised(words: str) -> str:
    """The words with their first letter as a capital."""
    return words[:1].upper() + words[1:]


def uncapitalised(words: str) -> str:
    """The words with their first letter small, unless the first word is an abbreviation in capitals."""
    first = words.split(" ", 1)[0]
    return words if len(first) > 1 and first.isupper() else words[:1].lower() + words[1:]
