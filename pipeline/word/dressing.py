"""How a run of a returned file is dressed: bold and italic as markup knows them, a language, and what the record has no place for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from lxml.etree import _Element

from pipeline.word.names import W
from pipeline.word.returned import Hand
from pipeline.word.revisions import Piece, RawParagraph

_W = f"{{{W}}}"
_VALUE = f"{_W}val"
_STYLE, _BOLD, _ITALIC, _LANGUAGE, _UNDERLINE, _SHADE = (f"{_W}{tag}" for tag in ("rStyle", "b", "i", "lang", "u", "shd"))
_PLAIN = {"default", "none", "auto", "0", "false", "off", "baseline"}
_ODD = {
    f"{_W}strike": "struck through",
    f"{_W}dstrike": "struck through",
    f"{_W}highlight": "highlighted",
    _UNDERLINE: "underlined",
    f"{_W}vertAlign": "raised or lowered",
    f"{_W}caps": "in capitals",
    f"{_W}smallCaps": "in capitals",
    f"{_W}vanish": "hidden",
}
_BY_HAND = {_SHADE: "shaded", f"{_W}color": "coloured", f"{_W}sz": "resized"}
"""Told where nothing odder is: a style has them too, and some editors write them out at every word."""
_STRONG = {"strong", "strong emphasis", "intense emphasis", "hyperlink strong", "hyperlink intense"}
_EMPHASIS = {"emphasis", "intense emphasis", "hyperlink emphasis", "hyperlink intense"}


def hand_of(element: _Element) -> Hand:
    """Who tracked a change, and when (LibreOffice writes a day 0 where it knows none)."""
    date = element.get(f"{_W}date", "")
    return Hand(element.get(f"{_W}author", ""), "" if date.startswith("0-") else date)


def first_of(parent: _Element | None) -> dict[str, _Element]:
    """The children by tag, of several the first; looking through them once is less than a search for each."""
    found: dict[str, _Element] = {}
    for child in parent if parent is not None else ():
        found.setdefault(child.tag, child)
    return found


def dress(piece: Piece, properties: _Element, style_name: Callable[[str], str]) -> None:
    """Give a piece what its run's properties say; ``style_name`` is Word's name in lower case of a style id."""
    said = first_of(properties)
    piece.strong, piece.emphasis, piece.odd = _looks(piece, said, style_name)
    piece.language = said[_LANGUAGE].get(_VALUE, "") if _LANGUAGE in said else ""
    change = said.get(f"{_W}rPrChange")
    if change is not None:
        piece.dressed = hand_of(change)
        older = change.find(f"{_W}rPr")
        piece.before = _looks(piece, first_of(older), style_name) if older is not None else piece.before


def _looks(piece: Piece, said: Mapping[str, _Element], style_name: Callable[[str], str]) -> tuple[bool, bool, str]:
    """Bold, italic, and what is odd; a link's line under it and a note's raised mark are not."""
    name = style_name(said[_STYLE].get(_VALUE, "")) if _STYLE in said else ""
    bold, italic = _on(said.get(_BOLD)), _on(said.get(_ITALIC))
    odd = piece.odd
    for tag, words in _ODD.items() if not piece.note else ():
        if tag in said and said[tag].get(_VALUE, "1") not in _PLAIN and not (tag == _UNDERLINE and (piece.link or piece.result)):
            odd = words
    if not odd and not (piece.link or piece.result or piece.note):
        odd = next((words for tag, words in _BY_HAND.items() if tag in said and _seen(said[tag])), "")
    return name in _STRONG if bold is None else bold, name in _EMPHASIS if italic is None else italic, odd


def _on(found: _Element | None) -> bool | None:
    """A toggle: on, off or not said."""
    return None if found is None else found.get(_VALUE, "1") not in ("0", "false", "off")


def _seen(found: _Element) -> bool:
    """Whether a colour, shading or size is one that anybody sees."""
    if found.tag == _SHADE:
        return found.get(f"{_W}fill", "auto").lower() not in ("auto", "ffffff")
    return found.get(_VALUE, "auto").lower() not in _PLAIN | {"000000"}


def without_habits(paragraphs: Sequence[RawParagraph]) -> None:
    """Forget colours and sizes where most words have one: then it was no hand but an editor that writes styles out (Google Docs)."""
    counts = dict.fromkeys(("", *_BY_HAND.values()), 0)
    for raw in paragraphs:
        for piece in raw.pieces:
            counts[piece.odd] = counts.get(piece.odd, 0) + len(piece.text)
    by_hand = frozenset(_BY_HAND.values())
    if sum(counts[odd] for odd in by_hand) <= sum(counts.values()) / 2:
        return
    for raw in paragraphs:
        for piece in raw.pieces:
            piece.odd = "" if piece.odd in by_hand else piece.odd
            piece.before = (*piece.before[:2], "" if piece.before[2] in by_hand else piece.before[2])
