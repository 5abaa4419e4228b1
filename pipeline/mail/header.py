"""Header fields that cannot carry another header: every part is checked when it is made, and folding is this module's own.

RFC 5322 2.2, RFC 2047 and RFC 6532; the standard library's classes let encoded words inject lines (fixed in 3.13) and encode
what RFC 8058 wants bare.
"""

from __future__ import annotations

import base64
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence

from pipeline.dataclass import dataclass
from pipeline.letter import Mailbox
from pipeline.mail.address import Address, read_address
from pipeline.mail.bare import bare
from pipeline.problems import Message, say

LINE = 76
ENCODED_WORD = 60
"""Characters of an encoded word, so that it fits behind every field name this package writes (RFC 2047 allows 75)."""

LONGEST_PART = 900
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]*\Z")
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]+\Z")
_Q_PLAIN = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!*+-/")
_BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class HeaderFault(ValueError):
    """Words for a person on why this text cannot stand in a mail header."""

    def __init__(self, words: Message) -> None:
        """Keep the words."""
        self.words = words
        super().__init__(str(words))


@dataclass(frozen=True, slots=True)
class Field:
    """One header field: parts that stay whole, with a single space or a fold between them."""

    name: str
    parts: tuple[str, ...]

    def __post_init__(self) -> None:
        """Refuse whatever could end the line or the field."""
        if not _NAME.match(self.name) or not self.parts:
            raise HeaderFault(say("expected a field name of letters and hyphens and at least one word"))
        for part in self.parts:
            _refuse_controls(part)
            if not part or len(part) > LONGEST_PART or part != part.strip():
                raise HeaderFault(say("expected words of at most {limit} characters in a mail header", limit=LONGEST_PART))

    @property
    def value(self) -> str:
        """The unfolded value."""
        return " ".join(self.parts)

    def fold(self) -> bytes:
        """``Name: value`` with CRLF after each line; lines of at most 76 characters where a space allows."""
        lines: list[str] = []
        line = f"{self.name}: {self.parts[0]}"
        for part in self.parts[1:]:
            if len(line) + 1 + len(part) > LINE:
                lines.append(line)
                line = " " + part
            else:
                line += " " + part
        lines.append(line)
        return ("\r\n".join(lines) + "\r\n").encode("utf-8")


def fold(fields: Iterable[Field]) -> bytes:
    """The fields as they travel, without the empty line after them."""
    return b"".join(field.fold() for field in fields)


def clean(text: str) -> str:
    """Text fit for a header: bare, spaces single; raises HeaderFault for controls and ``=?``."""
    text = bare(text)
    _refuse_controls(text)
    if "=?" in text:
        raise HeaderFault(say("expected no =? in a mail header, since mail programs would read a code there"))
    return re.sub(" +", " ", unicodedata.normalize("NFC", text)).strip()


def unstructured(name: str, text: str) -> Field:
    """A field of free words such as Subject; words beyond ASCII become encoded words."""
    return Field(name, tuple(_encode_words(clean(text))))


def tokens(name: str, *parts: str) -> Field:
    """A field of ready ASCII parts (dates, ids, addresses in angle brackets), never encoded."""
    for part in parts:
        if not part.isascii():
            raise HeaderFault(say("expected only ASCII in the mail header {name}", name=name))
    return Field(name, parts)


def mailboxes(name: str, boxes: Sequence[Mailbox]) -> Field:
    """An address field; a local part beyond ASCII stays as it is (RFC 6532), names are encoded, domains are A-labels."""
    parts: list[str] = []
    for index, box in enumerate(boxes):
        comma = "," if index + 1 < len(boxes) else ""
        parts += _mailbox(box.name, read_address(box.address), comma)
    return Field(name, tuple(parts))


def _mailbox(name: str, address: Address, comma: str) -> list[str]:
    words = clean(name)
    if not words:
        return [f"{address}{comma}"]
    spec = f"<{address}>{comma}"
    if words.isascii() and len(words) <= LINE:
        if _ATOMS.match(words):
            return [*words.split(" "), spec]
        quoted = words.replace("\\", "\\\\").replace('"', '\\"')
        return [f'"{quoted}"', spec]
    return [*_encoded_words(words), spec]


def _encode_words(text: str) -> list[str]:
    """Plain words as they are; each run of words that need it as encoded words, the spaces between them inside (RFC 2047 6.2)."""
    parts: list[str] = []
    run: list[str] = []
    for word in text.split(" "):
        if word.isascii() and len(word) <= ENCODED_WORD:
            if run:
                parts += _encoded_words(" ".join(run))
                run = []
            parts.append(word)
        else:
            run.append(word)
    if run:
        parts += _encoded_words(" ".join(run))
    return parts


def _encoded_words(text: str) -> list[str]:
    """Text as encoded words of UTF-8 that never split a character (RFC 2047 5), in the shorter of B and Q."""
    by_q = _split(text, _q_word)
    by_b = _split(text, _b_word)
    return by_q if sum(map(len, by_q)) <= sum(map(len, by_b)) else by_b


def _split(text: str, encode: Callable[[str], str]) -> list[str]:
    words: list[str] = []
    start = 0
    while start < len(text):
        end = start + 1
        while end < len(text) and len(encode(text[start : end + 1])) <= ENCODED_WORD:
            end += 1
        words.append(encode(text[start:end]))
        start = end
    return words


def _q_word(text: str) -> str:
    """The Q encoding with the characters that a phrase allows (RFC 2047 5 (3))."""
    octets = text.encode("utf-8")
    return "=?utf-8?q?" + "".join(chr(o) if o in _Q_PLAIN else "_" if o == 0x20 else f"={o:02X}" for o in octets) + "?="


def _b_word(text: str) -> str:
    return "=?utf-8?b?" + base64.b64encode(text.encode("utf-8")).decode("ascii") + "?="


def _refuse_controls(text: str) -> None:
    """Line ends of every kind, other controls, lone surrogates and marks that turn the reading direction."""
    if text.isprintable():
        return
    for character in text:
        if unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") or character in _BIDI_CONTROLS:
            code = f"U+{ord(character):04X}"
            raise HeaderFault(say("expected one line of text in a mail header, found the control character {code}", code=code))
