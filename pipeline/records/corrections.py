"""Verified minutes do not change silently: what differs from what was published as verified needs a dated note at its §."""

from __future__ import annotations

from pydantic import BaseModel

from pipeline.problems import Message, say
from pipeline.records.items import section_numbers
from pipeline.records.meeting import Meeting
from pipeline.records.origins import follow
from pipeline.records.presence import presence_of
from pipeline.records.source import Source
from pipeline.records.verified import AtOnce, Verified, corrections_of, said_by

DECIDED = "who decided"
_PEOPLE = "organisation.bodies."
SHOWN = 60
"""Signs of an old or new text that a problem quotes."""


def minutes_say(source: Source) -> dict[str, str]:
    """Origin → words for all that the minutes of a source say."""
    return said_by(source.meeting, source.organisation, source.first_section, source.attachments)


def silent_changes(source: Source) -> list[tuple[str, Message, Message]]:
    """Origin, message and hint for every change of minutes that were published as verified without a new note at the §."""
    kept = source.verified
    if kept is None:
        return []
    if not kept.versions:
        return [one for item, section in kept.at_once.items() for one in _changes_at_once(source, item, section)]
    meeting = source.meeting
    if meeting.status != "adjusted":
        message = say("expected the status adjusted, since the minutes were published as verified; found {status}", status=meeting.status)
        hint = say("write status: adjusted; if they never were verified, remove verified.json beside the record")
        return [("status", message, hint)]
    new = {origin for origin in corrections_of(meeting) if origin not in kept.notes}
    noted = {item.id for item in meeting.items if any(f"items.{item.id}.corrections.{note.id}" in new for note in item.corrections)}
    numbers = dict(zip((item.id for item in meeting.items), section_numbers(meeting.items, source.first_section), strict=True))
    told = []
    for origin, old, now in _differences(kept, minutes_say(source)):
        if any(origin.startswith(f"{note}.") for note in new) or (not now and _stands(meeting, origin)):
            continue
        sections = _sections_of(origin, meeting)
        if not (noted & sections if sections else noted):
            number = numbers.get(min(sections, key=list(numbers).index)) if sections else None
            told.append((origin, _message(number, old, now), _hint(origin, number)))
    return told


def at_once_say(source: Source) -> dict[str, dict[str, str]]:
    """What the §§ that are verified at once say, by their items: with their numbers, those who decided, and what all whom they name are called."""
    said, meeting = minutes_say(source), source.meeting
    presence = presence_of(meeting, source.body)
    found: dict[str, dict[str, str]] = {}
    for index, number in enumerate(section_numbers(meeting.items, source.first_section)):
        item = meeting.items[index]
        fields = {origin: words for origin, words in said.items() if _sections_of(origin, meeting) == {item.id}}
        deciding = presence.deciding(index)
        named = {*deciding, *(part for words in fields.values() for part in words.split(", "))}
        people = {origin: words for origin, words in said.items() if origin.startswith(_PEOPLE) and origin.rpartition(".")[2] in named}
        found[item.id] = {"§": str(number), DECIDED: ", ".join(deciding), **fields, **people}
    return found


def _changes_at_once(source: Source, ident: str, kept: AtOnce) -> list[tuple[str, Message, Message]]:
    """The silent changes of a § that was verified at the meeting itself."""
    item = next((one for one in source.meeting.items if one.id == ident), None)
    if item is None:
        message = say("expected the item '{item}', whose § was verified at once; found it gone", item=ident)
        return [("items", message, say("put it back as it was; if it never was verified at once, remove verified.json beside the record"))]
    new = [f"items.{ident}.corrections.{note.id}" for note in item.corrections]
    if any(origin not in kept.notes for origin in new):
        return []
    now = at_once_say(source)[ident]
    number = int(kept.fields.get("§", now["§"]))
    told = []
    for origin, old, words in _differences(Verified((), kept.fields), now):
        if origin.startswith(_PEOPLE) and not old:
            continue  # kept by a version of this program that did not keep what people are called
        place = {"§": f"items.{ident}", DECIDED: "attendance"}.get(origin, origin)
        if words or not _stands(source.meeting, place):
            told.append((place, _message(number, old, words), _hint(place, number)))
    return told


def _stands(meeting: Meeting, origin: str) -> bool:
    """Whether the record still says something there: then an earlier version of this program counted it among the minutes' words."""
    above, _, name = origin.rpartition(".")
    _, model, complete = follow(meeting, above)
    field = type(model).model_fields.get(name) if isinstance(model, BaseModel) else None
    return complete and field is not None and getattr(model, name) not in (field.default, None, (), "")


def _differences(kept: Verified, now: dict[str, str]) -> list[tuple[str, str, str]]:
    """Origin, old and new words; a list's order only where its entries are the same, since they tell themselves otherwise."""
    found = [
        (origin, kept.fields.get(origin, ""), now.get(origin, ""))
        for origin in dict.fromkeys([*now, *kept.fields])
        if kept.fields.get(origin, "") != now.get(origin, "")
    ]
    origins = [origin for origin, _, _ in found]
    return [
        (origin, old, new)
        for origin, old, new in found
        if sorted(old.split(", ")) == sorted(new.split(", ")) or not any(other.startswith(f"{origin}.") for other in origins)
    ]


def _sections_of(origin: str, meeting: Meeting) -> set[str]:
    """The items whose §§ say what stands at an origin; none where it is no single §'s."""
    first, _, rest = origin.partition(".")
    if first == "items":
        fitting = [item.id for item in meeting.items if rest == item.id or rest.startswith(f"{item.id}.")]
        return {max(fitting, key=len)} if fitting else set()  # ids may hold full stops: a and a.b
    if first == "talks":
        return {item.id for item in meeting.items if any(rest == talk or rest.startswith(f"{talk}.") for talk in item.talks)}
    return set()


def _message(number: int | None, old: str, new: str) -> Message:
    before, after = _excerpts(old, new)
    if number is None:
        return say("expected what the verified minutes say, {old}; found {new}", old=before, new=after)
    return say("expected § {number} as it was verified, {old}; found {new}", number=number, old=before, new=after)


def _hint(origin: str, number: int | None) -> Message:
    if origin.startswith("organisation."):
        return say(
            "minutes name the people of their time: give a newcomer an id of their own and leave the old entry,"
            " or tell of the change under corrections: of a §"
        )
    if number is None:
        return say(
            "undo the change, or add a note under corrections: of the § that it concerns, with date: and text: that says what is corrected"
        )
    return say("undo the change, or add a note under corrections: of this § with date: and text: that says what is corrected")


def _excerpts(old: str, new: str) -> tuple[Message | str, Message | str]:
    """Both texts in quotes, from shortly before they part; 'nothing' for none."""
    at = next((index for index, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), min(len(old), len(new)))
    begin = 0 if at < SHOWN // 2 else max(old.rfind(" ", 0, at - 10), 0)
    return _excerpt(old, begin), _excerpt(new, begin)


def _excerpt(words: str, begin: int) -> Message | str:
    if not words:
        return say("nothing")
    shown = " ".join(words[begin : begin + SHOWN].split())
    return say("'{words}'", words=f"{'… ' if begin else ''}{shown}{' …' if len(words) > begin + SHOWN else ''}")
