"""What stands in a returned file for words: signs with elements of their own, breaks, pictures, and alternatives of the same content."""

from __future__ import annotations

import re

from lxml.etree import _Element

from pipeline.word.names import W

_W = f"{{{W}}}"
_ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
PICTURE = "\ufffc"
PAGE_BREAK = "\ufffa"
"""Stand for a picture and for a break of page or column until those are told: the record has no sign for them."""
SIGNS = {
    f"{_W}tab": "\t", f"{_W}ptab": "\t", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "\u2011", f"{_W}softHyphen": "\u00ad",
    f"{_W}drawing": PICTURE, f"{_W}pict": PICTURE, f"{_W}object": PICTURE,
}  # fmt: skip
_TYPED = {"F04A": "☺", "F04B": "😐", "F04C": "☹", "F0DF": "←", "F0E0": "→", "F0E7": "←", "F0E8": "→", "F0F3": "↔"}
"""What Word makes of ":)", "-->" and the like as one types: signs of Wingdings."""
_WRAPPING = "textWrapping"


def chosen(root: _Element) -> _Element:
    """The part with the first of all alternatives (part 3, 10.2), which newer editors are meant to read: the others say the same again."""
    for alternate in list(root.iter(_ALTERNATE)):
        first = next(iter(alternate), None)
        parent = alternate.getparent()
        if parent is not None:
            for child in first if first is not None else ():
                alternate.addprevious(child)
            parent.remove(alternate)
    return root


def break_of(element: _Element) -> str:
    """What a ``w:br`` is: a new line, or a page or column."""
    return "\n" if element.get(f"{_W}type", _WRAPPING) == _WRAPPING else PAGE_BREAK


def sign_of(element: _Element) -> str:
    """The character of a ``w:sym``; the private codes of symbol faces are signs that nobody can name (U+FFFD), but for those that Word types itself."""
    code, face = element.get(f"{_W}char", "").upper(), element.get(f"{_W}font", "")
    if face == "Wingdings" and code in _TYPED:
        return _TYPED[code]
    number = int(code, 16) if re.fullmatch("[0-9A-F]{1,4}", code) else 0
    return chr(number) if number >= 0x20 and not 0xD800 <= number <= 0xF8FF else "\ufffd"
