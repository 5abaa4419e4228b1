"""File names that every mail program, archive and registry keeps as they are: ASCII, no spaces, a known suffix."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 80
_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "Æ": "Ae", "ø": "o", "Ø": "O", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ł": "l", "Ł": "L", "đ": "d"}
)
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)\Z", re.IGNORECASE)


def ascii_file_name(words: str, suffix: str) -> str:
    """``Nästa möte`` and ``.ics`` give ``Nasta-mote.ics``; words that leave nothing, or a device of Windows, give ``document``."""
    folded = unicodedata.normalize("NFKD", words.translate(_LETTERS)).encode("ascii", "ignore").decode("ascii")
    stem = re.sub(r"[^A-Za-z0-9]+", "-", folded).strip("-")[:LONGEST].rstrip("-")
    return (stem if stem and not _DEVICES.match(stem) else "document") + suffix
