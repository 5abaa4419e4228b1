"""verified.json: what a meeting's minutes said when they were first published as verified, and each corrected version since."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import field
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from pipeline.dataclass import dataclass
from pipeline.problems import Place, Report, say
from pipeline.records.items import Correction, Decision, Item, section_numbers
from pipeline.records.meeting import Adjustment, Document, Meeting, Talk
from pipeline.records.model import Prose
from pipeline.records.organisation import Body, Organisation, Person
from pipeline.records.origins import names_of
from pipeline.records.presence import VOTING

NAME = "verified.json"
ABOUT = (
    "What the verified minutes say, kept by 'invoke minutes' for comparison: a change without a dated note under corrections: is an error."
    " Keep this file with the record under version control, and do not edit it."
)
FREE: Mapping[type[BaseModel], frozenset[str]] = {
    Meeting: frozenset({"format", "status", "host", "theme", "first_section", "images", "newsletter", "agenda", "called", "internal"}),
    Adjustment: frozenset({"latest", "posted", "taken_down", "kept_at"}),
    Item: frozenset({"internal", "personal"}),
    Decision: frozenset({"done"}),
    Talk: frozenset({"figures", "quotation", "internal"}),
    Document: frozenset({"short", "personal", "address"}),
}
"""What may change in verified minutes: what they do not say, and what happens to them and to their decisions afterwards."""


@dataclass(frozen=True, slots=True)
class Version:
    """Minutes as they were published: when verified or corrected, and the origins of the corrections that they bear."""

    date: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AtOnce:
    """A § that was verified at the meeting itself, in minutes that are not verified yet: its fields, the origins of its corrections."""

    notes: tuple[str, ...]
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Verified:
    """The versions, the first being that of the verification, and the fields of the last by origin.

    Without versions the minutes are not verified, but the §§ ``at_once`` are, by their items.
    """

    versions: tuple[Version, ...]
    fields: Mapping[str, str]
    at_once: Mapping[str, AtOnce] = field(default_factory=dict)

    @property
    def notes(self) -> frozenset[str]:
        """The origins of all corrections that have been published."""
        return frozenset(self.versions[-1].notes if self.versions else ())


def read_verified(folder: Path, report: Report) -> Verified | None:
    """The file in a meeting's folder; None where there is none, or where it cannot be used, with the reason noted."""
    path = folder / NAME
    try:
        facts = json.loads(path.read_text(encoding="utf-8"))
        versions = tuple(Version(str(one["date"]), tuple(map(str, one["notes"]))) for one in facts["versions"])
        fields = _words(facts["fields"])
        at_once = {
            str(item): AtOnce(tuple(map(str, one["notes"])), _words(one["fields"])) for item, one in facts.get("at_once", {}).items()
        }
    except FileNotFoundError:
        return None
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        line = error.lineno if isinstance(error, json.JSONDecodeError) else 0
        message = say("expected what the verified minutes say, as invoke minutes wrote it; found something else")
        report.error(Place(path.as_posix(), line), "", message, say("take the file back as it was, from version control or a backup"))
        return None
    return Verified(versions or (() if at_once else (Version("", ()),)), fields, at_once)


def _words(facts: Mapping[str, object]) -> dict[str, str]:
    return {str(origin): str(words) for origin, words in facts.items()}


def write_verified(verified: Verified) -> bytes:
    """The file's bytes: one field a line, so that a review sees what changed."""
    versions = [{"date": one.date, "notes": list(one.notes)} for one in verified.versions]
    facts: dict[str, object] = {"about": ABOUT, "format": 1, "versions": versions, "fields": dict(verified.fields)}
    if verified.at_once:
        facts["at_once"] = {item: {"notes": list(one.notes), "fields": dict(one.fields)} for item, one in verified.at_once.items()}
    return (json.dumps(facts, ensure_ascii=False, indent=1) + "\n").encode()


def corrections_of(meeting: Meeting) -> dict[str, Correction]:
    """The corrections by origin, in the order of the record."""
    return {f"items.{item.id}.corrections.{note.id}": note for item in meeting.items for note in item.corrections}


def version_of(meeting: Meeting, verified: Verified | None) -> int:
    """The number of the minutes' version: one more than the published ones where there is a new correction."""
    notes = corrections_of(meeting)
    if verified is None or not verified.versions:
        return 1 + len({note.date for note in notes.values()})
    return len(verified.versions) + (not notes.keys() <= verified.notes)


def next_verified(meeting: Meeting, verified: Verified | None, fields: Mapping[str, str]) -> Verified | None:
    """What is to be kept once verified minutes are published; None where that is kept already."""
    notes = corrections_of(meeting)
    if verified is not None and verified.versions and notes.keys() <= verified.notes:
        return None
    if verified is None or not verified.versions:
        first = Version(meeting.adjust.adjusted.isoformat() if meeting.adjust.adjusted else "", ())
        dates = sorted({note.date for note in notes.values()})
        versions: tuple[Version, ...] = (first, *(_version(date, notes) for date in dates))
    else:
        latest = max(note.date for origin, note in notes.items() if origin not in verified.notes)
        versions = (*verified.versions, Version(latest.isoformat(), tuple(notes)))
    return Verified(versions, fields)


def next_at_once(meeting: Meeting, verified: Verified | None, fields: Mapping[str, Mapping[str, str]]) -> Verified | None:
    """What is to be kept once §§ that were verified at once are published, by their items' fields; None where that is kept already."""
    kept = dict(verified.at_once) if verified is not None else {}
    for item in meeting.items:
        notes = tuple(f"items.{item.id}.corrections.{note.id}" for note in item.corrections)
        if item.immediate and (item.id not in kept or not set(notes) <= set(kept[item.id].notes)):
            kept[item.id] = AtOnce(notes, fields[item.id])
    return Verified((), {}, kept) if kept and (verified is None or kept != verified.at_once) else None


def _version(date: dt.date, notes: Mapping[str, Correction]) -> Version:
    return Version(date.isoformat(), tuple(origin for origin, note in notes.items() if note.date <= date))


# ── the fields ───────────────────────────────────────────────────────────────────────────────────────────────────────


def said_by(meeting: Meeting, organisation: Organisation, first_section: int, attachments: Mapping[str, Path]) -> dict[str, str]:
    """Origin → words for all that the minutes say: the record's fields, its §§, the people that it names, the appendices' contents."""
    fields = dict(_fields(meeting, ""))
    numbers = section_numbers(meeting.items, first_section)
    fields["items"] = ", ".join(f"§ {number} {item.id}" for number, item in zip(numbers, meeting.items, strict=True))
    body = organisation.bodies[meeting.meeting.body]
    fields["organisation.name"] = organisation.name
    fields[f"organisation.bodies.{meeting.meeting.body}.name"] = body.name
    named = {part for words in fields.values() for part in words.split(", ")}
    for name, one in organisation.bodies.items():
        for group, people in (("people", one.people), ("staff", one.staff)):
            for person in people:
                if _speaks(person, one, body) or person.id in named:
                    told = (person.name, person.title, person.office, person.member, person.party)
                    fields[f"organisation.bodies.{name}.{group}.{person.id}"] = ", ".join(part for part in told if part)
    for name, document in meeting.documents.items():
        if document.file is not None and document.file in attachments:
            fields[f"documents.{name}.file"] = f"{document.file} {hashlib.sha256(attachments[document.file].read_bytes()).hexdigest()}"
    return fields


def _speaks(person: Person, its: Body, body: Body) -> bool:
    """Whether a standing person stands in the minutes without being named in the record: members, and whoever takes the minutes."""
    return its is body and (person.office in VOTING or person.office == "secretary")


def _fields(model: BaseModel, origin: str) -> Iterator[tuple[str, str]]:
    free = FREE.get(type(model), frozenset({"internal"}))
    for name, info in type(model).model_fields.items():
        value = getattr(model, name)
        if name in free or name == "id" or value == info.default or (name == "newsletter" and isinstance(model, Talk) and model.text):
            continue
        yield from _value(value, f"{origin}.{name}" if origin else name)


def _value(value: Any, origin: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, Prose):
        yield origin, value.text
    elif isinstance(value, BaseModel):
        yield from _fields(value, origin)
    elif isinstance(value, dict):
        for key, entry in value.items():
            yield from _value(entry, f"{origin}.{key}")
    elif isinstance(value, tuple) and any(isinstance(entry, BaseModel) for entry in value):
        names = names_of(value)
        if len(names) > 1 and not isinstance(value[0], Correction):
            yield origin, ", ".join(names)
        for index, (name, entry) in enumerate(zip(names, value, strict=True)):
            yield from _value(entry, f"{origin}.{name}" if name not in names[:index] else f"{origin}.{name}.{index + 1}")
    elif value not in (None, (), ""):
        yield origin, _plain(value)


def _plain(value: object) -> str:
    match value:
        case tuple():
            return ", ".join(_plain(entry) for entry in value)
        case dt.time():
            return f"{value:%H.%M}"
        case dt.date():
            return value.isoformat()
        case bool():
            return str(value).lower()
        case _:
            return str(value)
