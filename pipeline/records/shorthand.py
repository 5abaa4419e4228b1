"""The short ways of writing a record, parsed into the canonical form; what does not fit says what was expected."""

from __future__ import annotations

import datetime as dt
import difflib
import itertools
import re
from collections.abc import Container, Iterable
from typing import Any

from pipeline.problems import Message, say

Raw = dict[str, Any]

NAME = r"[a-z][a-z0-9]*(?:[-_.][a-z0-9]+)*"
TIME = r"(?:kl\.?[ \u00a0])?\d{1,2}[.:]\d{2}"
_DATE = r"\d{4}-\d{2}-\d{2}"
_RANGE = rf"{TIME}(?: ?[-–] ?{TIME})?"
DAY = rf"{_DATE}(?: {_RANGE}(?:, {_RANGE})*)?"
NEXT = rf"{_DATE}(?: {_RANGE})?(?:, .+)?"
MEETING = rf"{NAME} (?:\d{{1,3}}/)?\d{{4}}"
SERVING = rf"{NAME} for {NAME}(?: at {NAME}| (?:from {NAME})?(?: ?to {NAME})?)?"
ARRIVAL = rf"{NAME} (?:at|from) {NAME}(?: {TIME})?"
DEPARTURE = rf"{NAME} after {NAME}(?: {TIME})?"
CONFLICT = rf"{NAME}(?: for {NAME})?"
PREVIOUS = r"(?:\d{1,3}/)?\d{4}"


class Wrong(ValueError):
    """A value that is not what it should be: what was expected (found is told by the place), and what to do."""

    def __init__(self, expected: Message, hint: Message | None = None) -> None:
        super().__init__(str(expected))
        self.expected, self.hint = expected, hint


def nearest(word: str, known: Iterable[str]) -> Message | None:
    """A hint that asks whether a known word was meant."""
    names = sorted(set(known))
    close = difflib.get_close_matches(word.strip("“”„»«\"' \u00a0").lower(), names, n=1, cutoff=0.6)
    return say("did you mean '{word}'?", word=close[0]) if close else None


def date(value: object) -> object:
    """A date as YYYY-MM-DD; a date that is one already is left alone."""
    if isinstance(value, dt.date):
        return value
    if isinstance(value, str) and re.fullmatch(_DATE, value.strip()):
        try:
            return dt.date.fromisoformat(value.strip())
        except ValueError:
            raise Wrong(say("a date of the calendar (year-month-day)"), say("that month has no such day")) from None
    raise Wrong(say("a date as 2023-05-22"), meant_date(str(value)))


_MONTHS = ("jan", "feb", "mar", "apr", "ma[ijy]", "jun", "jul", "aug", "sep", "o[kc]t", "nov", "de[ck]")
_DATE_FORMS = (
    r"(?P<y>(?:19|20)\d\d)[-./ ]?(?P<m>\d{1,2})[-./ ]?(?P<d>\d{1,2})(?!\d)",
    r"(?<!\d)(?P<d>\d{1,2})[-./ ]+(?P<m>\d{1,2}|[^\W\d]{3,9})\.?[-./, ]+(?P<y>(?:19|20)\d\d)",
)


def meant_date(words: str) -> Message:
    """How a date that is written another way (22 maj 2023, 22/5 2023, 2023-5-22, 20230522) is written here."""
    for form in _DATE_FORMS:
        found = re.search(form, words)
        if found is None:
            continue
        month = found["m"].casefold()
        number = int(month) if month.isdigit() else next((n for n, one in enumerate(_MONTHS, 1) if re.match(one, month)), 0)
        try:
            return say("write {date}: year, month and day in digits", date=dt.date(int(found["y"]), number, int(found["d"])).isoformat())
        except ValueError:
            continue
    return say("write year, month and day in digits, as 2023-05-22")


def time(value: object) -> object:
    """A time as 13.00 or 13:00."""
    if isinstance(value, dt.time):
        return value
    found = re.fullmatch(r"(?:kl\.?[ \u00a0])?(\d{1,2})[.:](\d{2})", str(value).strip())
    if found is None or isinstance(value, bool):
        raise Wrong(say("a time as 13.00 or 13:00"), say("write hours and minutes, two digits for the minutes"))
    hour, minute = int(found[1]), int(found[2])
    if hour > 23 or minute > 59:
        raise Wrong(say("a time between 00.00 and 23.59"), say("write hours and minutes, two digits for the minutes"))
    return dt.time(hour, minute)


def _times(words: str) -> list[str]:
    return re.findall(TIME, words)


def pause(value: object) -> object:
    """'12.00-13.00' as its two times."""
    if isinstance(value, str):
        if re.fullmatch(rf"{TIME} ?[-–] ?{TIME}", value.strip()) is None:
            raise Wrong(say("two times as 12.00-13.00"), say("write the beginning and the end with a hyphen between"))
        return tuple(_times(value))
    return value


def day(words: str) -> Raw:
    """'2023-05-22 13.00-17.00', or several ranges with commas between, whose gaps are adjournments."""
    if re.fullmatch(DAY, words.strip()) is None:
        raise Wrong(say("a day with its times, as 2023-05-22 13.00-17.00"), _meant_day(words))
    date_part, _, rest = words.strip().partition(" ")
    spans = [_times(part) for part in rest.split(",") if part.strip()]
    result: Raw = {"date": date_part}
    if spans:
        result["start"] = spans[0][0]
        if len(spans[-1]) > 1:
            result["end"] = spans[-1][1]
        gaps = [(before[1], after[0]) for before, after in itertools.pairwise(spans) if len(before) > 1]
        if gaps:
            result["breaks"] = gaps
    return result


def _meant_day(words: str) -> Message:
    """What to mend in a day: the date, or else its times."""
    if re.match(rf"{_DATE}(?!\d)", words.strip()) is None:
        return meant_date(words)
    return say("write times with a full stop and two digits for the minutes, as 13.00-17.00; what else there is to say follows a comma")


def next_meeting(words: str) -> Raw:
    """'2023-09-14 13.00-17.00, Myntgatan 2, Falun'; times and place may be left out."""
    if re.fullmatch(NEXT, words.strip()) is None:
        raise Wrong(say("a date with time and place, as 2023-09-14 10.00, Falun"), _meant_day(words))
    when, _, place = words.strip().partition(",")
    date_part, _, rest = when.partition(" ")
    result: Raw = {"date": date_part}
    result.update(zip(("start", "end"), _times(rest), strict=False))
    if place.strip():
        result["place"] = place.strip()
    return result


def meeting_name(words: str) -> Raw:
    """'board 2/2023', or 'annual 2023' where meetings are not numbered."""
    if re.fullmatch(MEETING, words.strip()) is None:
        raise Wrong(say("the body and number/year, as board 2/2023"), say("the body is its id in organisation.yaml"))
    body, number = words.split()
    count, _, year = number.rpartition("/")
    return {"body": body, "year": year} | ({"number": count} if count else {})


def serving(words: str) -> Raw:
    """'sub-2 for member-7', 'sub-2 for member-7 from plan to fees', '… at plan', 'sub-2 for vacant'."""
    if re.fullmatch(SERVING, words.strip()) is None:
        raise Wrong(
            say("a substitute and a member, as sub-2 for member-7 or sub-2 for member-7 from plan to fees"),
            say("people and items are named by their ids"),
        )
    parts = words.split()
    result: Raw = {"substitute": parts[0]} | ({} if parts[2] == "vacant" else {"member": parts[2]})
    for word, item in zip(parts[3::2], parts[4::2], strict=True):
        result |= {"at": {"first": item, "last": item}, "from": {"first": item}, "to": {"last": item}}[word]
    return result


def arrival(words: str) -> Raw:
    """'member-5 at seminar 13.40'."""
    return _movement(words, ARRIVAL, say("who, from which item and when, as member-5 at seminar 13.40"))


def departure(words: str) -> Raw:
    """'member-9 after plan 10.15'."""
    return _movement(words, DEPARTURE, say("who, after which item and when, as member-9 after plan 10.15"))


def _movement(words: str, pattern: str, expected: Message) -> Raw:
    if re.fullmatch(pattern, words.strip()) is None:
        raise Wrong(expected, say("people and items are named by their ids"))
    person, _, item, *rest = words.split(maxsplit=3)
    return {"person": person, "item": item} | ({"time": rest[0]} if rest else {})


def conflict(words: str) -> Raw:
    """'member-4', or 'sub-2 for member-4' where somebody serves instead."""
    if re.fullmatch(CONFLICT, words.strip()) is None:
        raise Wrong(say("who steps aside, as member-4 or sub-2 for member-4"), say("people and items are named by their ids"))
    first, *rest = words.split()
    return {"person": rest[1], "substitute": first} if rest else {"person": first}


def decision_words(words: str, standards: Container[str], motions: Container[str]) -> Raw:
    """A clause, a bare word of the wording, or a motion's id."""
    bare = words.strip()
    if bare in standards:
        return {"standard": bare}
    if bare in motions:
        return {"motion": bare}
    return {"clause": words}


def decision_mapping(value: Raw) -> Raw:
    """'att' (Swedish) and 'to' (English) name the clause; with a postponement 'to' names the meeting."""
    if "att" in value and "clause" not in value:
        value = {"clause" if key == "att" else key: item for key, item in value.items()}
    elif "to" in value and not value.keys() & {"clause", "standard", "motion"}:
        value = {"clause" if key == "to" else key: item for key, item in value.items()}
    return value


def item_word(words: str, standards: Iterable[str]) -> Raw:
    """A bare word of the standard items."""
    known = sorted(standards)
    if words.strip() not in known:
        hint = nearest(words, known) or say(
            "an item of your own has id: and heading:; the standard words are {words}", words=", ".join(known)
        )
        raise Wrong(say("a standard item's word, or an item with id and heading"), hint)
    return {"id": words.strip(), "standard": words.strip()}


def item_mapping(value: Raw, standards: Iterable[str]) -> Raw:
    """{previous: 1/2023}, {reports: {text: …}}, {other: words}; an id that is a standard word says which item it is."""
    known = set(standards)
    if len(value) == 1:
        [(word, inner)] = value.items()
        if word == "previous":
            return {"id": word, "standard": word, "previous": inner}
        if word in known and isinstance(inner, dict):
            return {"id": word, "standard": word, **inner}
        if word in known:
            return {"id": word, "standard": word, "text": inner}
    if "standard" not in value and value.get("id") in known:
        return {**value, "standard": value["id"]}
    if "id" not in value and isinstance(value.get("standard"), str):
        return {"id": value["standard"], **value}
    return value


def as_list(value: object) -> list[Any]:
    """The entries of a list; one that stands alone is a list of itself."""
    return list(value) if isinstance(value, list | tuple) else [] if value is None else [value]


def numbered(entries: object, name: str = "") -> list[Any]:
    """Mappings without an id get one: the value of the field ``name`` if it is free, else their number from 1."""
    result: list[Any] = []
    taken = {entry["id"] for entry in as_list(entries) if isinstance(entry, dict) and isinstance(entry.get("id"), str)}
    for index, entry in enumerate(as_list(entries)):
        if isinstance(entry, dict) and entry.get("id") is None:
            wish = as_list(entry.get(name)) if name else []
            chosen = wish[0] if wish and isinstance(wish[0], str) and re.fullmatch(NAME, wish[0]) else str(index + 1)
            serial = 2
            base = chosen
            while chosen in taken:
                chosen, serial = f"{base}-{serial}", serial + 1
            taken.add(chosen)
            entry = {"id": chosen, **{key: inner for key, inner in entry.items() if key != "id"}}  # noqa: PLW2901 - the same entry, named
        result.append(entry)
    return result


def prose(words: str) -> Raw:
    """The words, or the file under texts/ that is named instead of them."""
    name = words.strip()
    if re.fullmatch(r"\S+\.(?:md|txt)", name) is None:
        return {"text": words}
    if not name.startswith("texts/") or ".." in name or "\\" in name:
        raise Wrong(
            say("words, or a file as texts/region.md"),
            say("texts lie in the folder texts/ of the meeting; write texts/{name}", name=re.split(r"[/\\]", name)[-1]),
        )
    return {"file": name}
