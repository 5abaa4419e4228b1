"""What a plain scalar means: the core schema of YAML 1.2, but a number only where it is written the way a number is printed."""

from __future__ import annotations

import re

_CONSTANTS: dict[str, bool | None] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip
_INTEGER = re.compile(r"0|-?[1-9][0-9]{0,17}")
_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]*)\.[0-9]+")


def resolve(raw: str) -> bool | int | float | str | None:
    """The value of plain characters; 01234, 13.00, 1e5, 0x1F, dates and NO stay text, so that no character is ever lost.

    YAML 1.2.2, chapter 10.3.2, gives the core schema; a number that would be printed otherwise than it was written is text here.
    """
    if raw in _CONSTANTS:
        return _CONSTANTS[raw]
    if raw[0] not in "-0123456789":
        return raw
    if _INTEGER.fullmatch(raw):
        return int(raw)
    if _DECIMAL.fullmatch(raw) and repr(number := float(raw)) == raw:
        return number
    return raw
