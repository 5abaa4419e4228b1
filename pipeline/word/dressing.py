"""How a run of a returned file is dressed: bold and italic as markup knows them, a language, and what the record has no place for."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from lxml.etree import _Element

from pipeline.word.names import W
from pipeline.word.returned import Hand
from pipeline.word.revisions import Piece, RawParagraph

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
_BY_HAND = {"shd": "shaded", "color": "coloured", "sz": "resized"}
"""Told where nothing odder is: a style has them too, and some editors write them out at every word."""
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
    if not odd and not (piece.link or piece.result or piece.note):
        odd = next((words for tag, words in _BY_HAND.items() if (found := properties.find(f"{_W}{tag}")) is not None and _seen(found)), "")
    return name in _STRONG if bold is None else bold, name in _EMPHASIS if italic is None else italic, odd


def _on(properties: _Element, name: str) -> bool | None:
    """A toggle: on, off or not said."""
    found = properties.find(f"{_W}{name}")
    return None if found is None else found.get(f"{_W}val", "1") not in ("0", "false", "off")


def _seen(found: _Element) -> bool:
    """Whether a colour, shading or size is one that anybody sees."""
    if found.tag == f"{_W}shd":
        return found.get(f"{_W}fill", "auto").lower() not in ("auto", "ffffff")
    return found.get(f"{_W}val", "auto").lower() not in _PLAIN | {"000000"}


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
