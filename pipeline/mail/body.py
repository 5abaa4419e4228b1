"""A message's body as MIME (RFC 2045, 2046): text and HTML, the document, the next meeting; always 7-bit, never a line that begins with a dot.

All recipients of a language share these very bytes, and all languages share the encoded document.
"""

from __future__ import annotations

import binascii
import hashlib
import re
from collections.abc import Sequence
from datetime import datetime

from pipeline.dataclass import dataclass
from pipeline.letter import Letter
from pipeline.look import Look
from pipeline.mail.event import write_event
from pipeline.mail.filename import ascii_file_name
from pipeline.mail.header import Field, fold, tokens
from pipeline.mail.markup import write_html
from pipeline.mail.plain import write_text

QP_LINE = 76
BASE64_OCTETS = 57
_ESCAPED = re.compile(rb"[^\t -<>-~]")


@dataclass(frozen=True, slots=True)
class Body:
    """The fields that describe a message's content, and the content itself, which ends in CRLF."""

    fields: tuple[Field, ...]
    data: bytes


def write_body(letter: Letter, look: Look, encoded_document: bytes | None, stamp: datetime) -> Body:
    """One language's body; ``encoded_document`` comes from ``base64_lines``, None where the letter links to it instead."""
    enclosed = encoded_document is not None
    alternatives = _multipart("alternative", [
        _leaf("text/plain", ("charset=utf-8", "format=flowed"), quoted_printable(write_text(letter, enclosed))),
        _leaf("text/html", ("charset=utf-8",), quoted_printable(write_html(letter, look, enclosed))),
    ])  # fmt: skip
    parts = [alternatives]
    if encoded_document is not None:
        parts.append(_file("application/pdf", (), ascii_file_name(letter.file_name, ".pdf"), encoded_document))
    if letter.event is not None:
        name = ascii_file_name(letter.event_file_name or letter.event.title, ".ics")
        calendar = base64_lines(write_event(letter.event, stamp))
        parts.append(_file("text/calendar", ("charset=utf-8", "method=PUBLISH"), name, calendar))
    return parts[0] if len(parts) == 1 else _multipart("mixed", parts)


def base64_lines(data: bytes) -> bytes:
    """Base64 in lines of 76 characters with CRLF (RFC 2045 6.8)."""
    encode = binascii.b2a_base64
    lines = (encode(data[start : start + BASE64_OCTETS], newline=False) for start in range(0, len(data), BASE64_OCTETS))
    return b"\r\n".join(lines) + b"\r\n"


def quoted_printable(text: str) -> bytes:
    """UTF-8 in quoted-printable (RFC 2045 6.7); a dot or "From " at a line's start is encoded too, which no relay can then alter."""
    return b"\r\n".join(_qp_line(line.encode("utf-8")) for line in text.rstrip("\n").split("\n")) + b"\r\n"


def _qp_line(octets: bytes) -> bytes:
    """One line as lines of at most 76 with soft breaks, never within an escape, never ending in a blank."""
    encoded = _ESCAPED.sub(lambda found: b"=%02X" % found[0][0], octets)
    if encoded.endswith((b" ", b"\t")):
        encoded = encoded[:-1] + b"=%02X" % encoded[-1]
    lines: list[bytes] = []
    while True:
        if encoded.startswith((b".", b"From ")):
            encoded = b"=%02X" % encoded[0] + encoded[1:]
        if len(encoded) <= QP_LINE:
            return b"=\r\n".join((*lines, encoded))
        end = QP_LINE - 1
        escape = encoded.rfind(b"=", end - 2, end)
        end = end if escape < 0 else escape
        lines.append(encoded[:end])
        encoded = encoded[end:]


def _leaf(media_type: str, parameters: Sequence[str], encoded: bytes) -> Body:
    fields = (_with_parameters("Content-Type", media_type, parameters), tokens("Content-Transfer-Encoding", "quoted-printable"))
    return Body(fields, encoded)


def _file(media_type: str, parameters: Sequence[str], name: str, encoded: bytes) -> Body:
    """An attachment; its name stands in both fields, as older programs read only the first."""
    fields = (
        _with_parameters("Content-Type", media_type, (*parameters, f'name="{name}"')),
        _with_parameters("Content-Disposition", "attachment", (f'filename="{name}"',)),
        tokens("Content-Transfer-Encoding", "base64"),
    )
    return Body(fields, encoded)


def _multipart(subtype: str, parts: Sequence[Body]) -> Body:
    """Parts between boundaries made of their hash; ``=_`` can stand in neither base64 nor quoted-printable (RFC 2045 6.7)."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(fold(part.fields))
        digest.update(part.data)
    boundary = f"=_{digest.hexdigest()[:40]}"
    mark = boundary.encode("ascii")
    pieces: list[bytes] = []
    for part in parts:
        pieces += [b"--", mark, b"\r\n", fold(part.fields), b"\r\n", part.data, b"\r\n"]
    pieces += [b"--", mark, b"--\r\n"]
    return Body((_with_parameters("Content-Type", f"multipart/{subtype}", (f'boundary="{boundary}"',)),), b"".join(pieces))


def _with_parameters(name: str, value: str, parameters: Sequence[str]) -> Field:
    values = [value, *parameters]
    return tokens(name, *(f"{part};" for part in values[:-1]), values[-1])
