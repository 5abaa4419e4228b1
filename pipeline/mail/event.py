"""A meeting as an iCalendar object (RFC 5545) that calendars of every kind take in; times are written in UTC."""

from __future__ import annotations

import unicodedata
from datetime import UTC, date, datetime, timedelta

from pipeline.letter import Event
from pipeline.mail.bare import bare

LINE_OCTETS = 75
PRODUCT = "-//pipeline//mail//EN"


def write_event(event: Event, stamp: datetime) -> bytes:
    """The .ics file; ``stamp`` is when this version of the event was made (RFC 5545 3.8.7.2), aware."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{_text(event.uid)}",
        f"DTSTAMP:{_instant(stamp)}",
        *_span(event),
        f"SUMMARY:{_text(event.title)}",
    ]
    if event.place:
        lines.append(f"LOCATION:{_text(event.place)}")
    if event.description:
        lines.append(f"DESCRIPTION:{_text(event.description)}")
    if event.address:
        lines.append(f"URL:{_text(event.address)}")
    lines += ["TRANSP:OPAQUE", "END:VEVENT", "END:VCALENDAR"]
    return b"".join(_fold(line) for line in lines)


def _span(event: Event) -> list[str]:
    """Start and end: of whole days the end is the day after the last (RFC 5545 3.6.1)."""
    if isinstance(event.start, datetime):
        lines = [f"DTSTART:{_instant(event.start)}"]
        if isinstance(event.end, datetime):
            lines.append(f"DTEND:{_instant(event.end)}")
        return lines
    last = event.end if isinstance(event.end, date) and not isinstance(event.end, datetime) else event.start
    return [f"DTSTART;VALUE=DATE:{_day(event.start)}", f"DTEND;VALUE=DATE:{_day(last + timedelta(days=1))}"]


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
