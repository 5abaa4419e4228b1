"""How a run of a returned file is dressed: bold and italic as markup knows them, a language, and what the record has no place for."""

from __future__ import annotations

from collections.abc import Callable

from lxml.etree import _Element

from pipeline.word.names import W
from pipeline.word.returned import Hand
from pipeline.word.revisions import Piece

_W = f"{{{W}}}"
_PLAIN = {"default", "none", "auto", "0", "false", "off", "baseline"}
_ODD = {
    "strike": "struck through",
    "dstrike": "struck through",
    "highlight": "highlighted",
    "u": "underlined",
    "vertAlign": "raised or lowered",
    "caps": "in capitals",
    "smallCaps": "in capitals",
    "vanish": "hidden",
}
_STRONG = {"strong", "strong emphasis", "intense emphasis", "hyperlink strong", "hyperlink intense"}
_EMPHASIS = {"emphasis", "intense emphasis", "hyperlink emphasis", "hyperlink intense"}


def hand_of(element: _Element) -> Hand:
    """Who tracked a change, and when (LibreOffice writes a day 0 where it knows none)."""
    date = element.get(f"{_W}date", "")
    return Hand(element.get(f"{_W}author", ""), "" if date.startswith("0-") else date)


def dress(piece: Piece, properties: _Element, style_name: Callable[[str], str]) -> None:
    """Give a piece what its run's properties say; ``style_name`` is Word's name in lower case of a style id."""
    piece.strong, piece.emphasis, piece.odd = _looks(piece, properties, style_name)
    language = properties.find(f"{_W}lang")
    piece.language = language.get(f"{_W}val", "") if language is not None else ""
    change = properties.find(f"{_W}rPrChange")
    if change is not None:
        piece.dressed = hand_of(change)
        older = change.find(f"{_W}rPr")
        piece.before = _looks(piece, older, style_name) if older is not None else piece.before


def _looks(piece: Piece, properties: _Element, style_name: Callable[[str], str]) -> tuple[bool, bool, str]:
    """Bold, italic, and what is odd; a link's line under it and a note's raised mark are not."""
    styled = properties.find(f"{_W}rStyle")
    name = style_name(styled.get(f"{_W}val", "")) if styled is not None else ""
    bold, italic = _on(properties, "b"), _on(properties, "i")
    odd = piece.odd
    for tag, words in _ODD.items():
        found = properties.find(f"{_W}{tag}")
        if (
            found is not None
            and found.get(f"{_W}val", "1") not in _PLAIN
            and not (tag == "u" and (piece.link or piece.result))
            and not piece.note
        ):
            odd = words
    return name in _STRONG if bold is None else bold, name in _EMPHASIS if italic is None else italic, odd


def _on(properties: _Element, name: str) -> bool | None:
    """A toggle: on, off or not said."""
    found = properties.find(f"{_W}{name}")
    return None if found is None else found.get(f"{_W}val", "1") not in ("0", "false", "off")
