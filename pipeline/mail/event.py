"""A meeting as an iCalendar object (RFC 5545) that calendars of every kind take in; times are written in UTC."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from pipeline.letter import Event
from pipeline.mail.bare import bare

LINE_OCTETS = 75
PRODUCT = "-//pipeline//mail//EN"


def write_event(event: Event, stamp: datetime) -> bytes:
    """The .ics file; ``stamp`` is when this version of the event was made (RFC 5545 3.8.7.2), aware."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "METHOD:PUBLISH"]
    for number, (start, end) in enumerate([(event.start, event.end), *event.later], 1):
        lines += _day_of(event, number, _span(start, end), stamp)
    return b"".join(_fold(line) for line in [*lines, "END:VCALENDAR"])


def _day_of(event: Event, number: int, span: list[str], stamp: datetime) -> Iterator[str]:
    """One day as a VEVENT; further days have UIDs of their own."""
    name, at, domain = event.uid.rpartition("@")
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(event.uid if number == 1 else f'{name}-{number}{at}{domain}')}"
    yield f"DTSTAMP:{_instant(stamp)}"
    yield from span
    yield f"SUMMARY:{_text(event.title)}"
    for key, words in (("LOCATION", event.place), ("DESCRIPTION", event.description), ("URL", event.address)):
        if words:
            yield f"{key}:{_text(words)}"
    yield "TRANSP:OPAQUE"
    yield "END:VEVENT"


def _span(start: datetime | date, end: datetime | date | None) -> list[str]:
    """Start and end: of whole days the end is the day after the last (RFC 5545 3.6.1)."""
    if isinstance(start, datetime):
        return [f"DTSTART:{_instant(start)}", *([f"DTEND:{_instant(end)}"] if isinstance(end, datetime) else [])]
    last = end if isinstance(end, date) and not isinstance(end, datetime) else start
    return [f"DTSTART;VALUE=DATE:{_day(start)}", f"DTEND;VALUE=DATE:{_day(last + timedelta(days=1))}"]


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _day(day: date) -> str:
    return f"{day:%Y%m%d}"


def _text(words: str) -> str:
    """TEXT of RFC 5545 3.3.11: bare, controls left out, line breaks and separators escaped."""
    words = bare(words).replace("\r\n", "\n")
    kept = "".join(c for c in words if c == "\n" or unicodedata.category(c) not in ("Cc", "Cs"))
    return kept.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _fold(line: str) -> bytes:
    """Lines of at most 75 octets that never split a character (RFC 5545 3.1)."""
    pieces: list[bytes] = []
    piece = b""
    for character in line:
        octets = character.encode("utf-8")
        if len(piece) + len(octets) > LINE_OCTETS:
            pieces.append(piece)
            piece = b" "
        piece += octets
    pieces.append(piece)
    return b"\r\n".join(pieces) + b"\r\n"
