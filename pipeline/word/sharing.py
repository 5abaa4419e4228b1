"""A paragraph's words shared out among the parts that it was written from: which belong to a field, which are generated."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import field, replace

from pipeline.dataclass import dataclass
from pipeline.word.alike import words_of
from pipeline.word.recorded import Part
from pipeline.word.revisions import Piece
from pipeline.word.wording import key, matching


@dataclass(slots=True)
class Share:
    """What came back of one part: its pieces, and where in the paragraph's text they begin and end."""

    part: Part
    pieces: list[Piece] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The words that came back."""
        return self.pieces[0].text if len(self.pieces) == 1 else "".join(piece.text for piece in self.pieces)

    @property
    def changed(self) -> bool:
        """Whether the words differ, typography aside."""
        text = self.text
        if text == self.part.text or key(text) == key(self.part.text):
            return False
        if not any(piece.result for piece in self.pieces) or _words(self.pieces, shown=False) != _words(self.part.pieces, shown=False):
            return True
        # What a reference shows is counted by the editor, and an error where its target is gone.
        shown, before = (_words(pieces, shown=True) for pieces in (self.pieces, self.part.pieces))
        return _counted(shown) != _counted(before) and not _lost(shown, before)


_ERROR = re.compile(
    r"(?i)\b(?:fel|error|fehler|feil|fejl|virhe) ?[!:.] ?(?:hittar inte referenskälla|hittade inte referenskällan?|referenskällan hittades inte"
    r"|bokmärket är inte definierat|reference source not found|bookmark not defined|verweisquelle konnte nicht gefunden werden"
    r"|referenz nicht gefunden|finner ikke referansekilden|henvisningskilde ikke fundet|viitteen lähdettä ei löytynyt)\.?"
)
"""What Word and LibreOffice show for a reference whose target is gone, in the languages of the North; anything else was typed by somebody."""


def _lost(shown: str, before: str) -> bool:
    """Whether references show that their targets are gone, and nothing that they did not show before."""
    rest = _ERROR.sub(" ", shown)
    return rest != shown and set(_counted(rest).split()) <= set(_counted(before).split())


def _counted(words: str) -> str:
    """What references show, whatever their numbers are."""
    return " ".join(re.sub(r"\d+", "0", words).split())


def _words(pieces: Sequence[Piece], *, shown: bool) -> str:
    """The words that references show, or all others."""
    return key("".join(piece.text for piece in pieces if (piece.result or piece.link.startswith("#")) is shown))


def share_out(parts: Sequence[Part], pieces: Sequence[Piece]) -> list[Share]:
    """Every character of ``pieces`` to just one part, in order."""
    text = pieces[0].text if len(pieces) == 1 else "".join(piece.text for piece in pieces)
    if len(parts) == 1:
        return [Share(parts[0], list(pieces), [(0, len(text))])]
    shares = [Share(part) for part in parts]
    for number, begin, end in _spans(parts, text):
        shares[number].spans.append((begin, end))
    for share in shares:
        share.pieces = [cut for begin, end in share.spans for cut in _cut(pieces, begin, end)]
    return shares


def _cut(pieces: Sequence[Piece], begin: int, end: int) -> list[Piece]:
    """The pieces between two places of their text."""
    found: list[Piece] = []
    at = 0
    for piece in pieces:
        first, last = max(begin - at, 0), min(end - at, len(piece.text))
        if first < last:
            found.append(piece if last - first == len(piece.text) else replace(piece, text=piece.text[first:last]))
        at += len(piece.text)
    return found


def _spans(parts: Sequence[Part], text: str) -> list[tuple[int, int, int]]:
    """(part, begin, end) in order, which together are the text."""
    fields = [number for number, part in enumerate(parts) if part.origin]
    if len(fields) == 1 and (framed := _framed(parts, fields[0], text)) is not None:
        return framed
    return _by_words(parts, text)


def _framed(parts: Sequence[Part], number: int, text: str) -> list[tuple[int, int, int]] | None:
    """The one field between generated words that nobody touched."""
    prefix, suffix = (key("".join(part.text for part in group)) for group in (parts[:number], parts[number + 1 :]))
    begin, end = _length(text, prefix), len(text) - _length(text[::-1], suffix[::-1])
    if begin < 0 or end > len(text) or begin > end:
        return None
    spans = []
    at = 0
    for place, part in enumerate(parts):
        until = end if place == number else at + _length(text[at:], key(part.text))
        spans.append((place, at, until))
        at = until
    return spans if at == len(text) and all(first <= last for _, first, last in spans) else None


def _length(text: str, beginning: str) -> int:
    """How many characters of ``text`` say ``beginning``, soft hyphens and the like left aside; beyond the text where it does not begin so."""
    if text.startswith(beginning):
        return len(beginning)
    for end in range(max(0, len(beginning) - 16), min(len(text), len(beginning) + 16) + 1):
        if key(text[:end]) == beginning:
            return end
    return -1 - len(text)


def _by_words(parts: Sequence[Part], text: str) -> list[tuple[int, int, int]]:
    """Shared out by the difference word by word: what is new goes to the field beside it, else to the generated words that it stands in."""
    old: list[str] = []
    owner: list[int] = []
    for number, part in enumerate(parts):
        words = words_of(part.text)
        old += words
        owner += [number] * len(words)
    new = words_of(text)
    keys = [key(word) for word in new]
    belongs: list[int] = [0] * len(new)
    for kind, first, last, begin, end in matching([key(word) for word in old], keys):
        if kind == "equal":
            belongs[begin:end] = owner[first:last]
        elif kind == "replace":
            belongs[begin:end] = _replaced(parts, owner, first, last, end - begin)
        elif kind == "insert":
            shift = _slide(parts, owner, keys, first, begin, end)
            belongs[end + shift : end] = owner[first + shift : first]
            belongs[begin + shift : end + shift] = [_new_owner(parts, owner, first + shift)] * (end - begin)
    spans: list[tuple[int, int, int]] = []
    at = 0
    for number, word in zip(belongs, new, strict=True):
        if spans and spans[-1][0] == number:
            spans[-1] = (number, spans[-1][1], at + len(word))
        else:
            spans.append((number, at, at + len(word)))
        at += len(word)
    return spans


def _slide(parts: Sequence[Part], owner: Sequence[int], new: Sequence[str], first: int, begin: int, end: int) -> int:
    """How far to the left new words may be thought of (0, -1 …) so that they stand beside a field: "a X b" is "a X" and " b", or "a" and " X b"."""
    shift = 0
    while begin + shift > 0 and first + shift > 0 and new[begin + shift - 1] == new[end + shift - 1]:
        if parts[_new_owner(parts, owner, first + shift)].origin:
            return shift
        shift -= 1
    return shift if parts[_new_owner(parts, owner, first + shift)].origin else 0


def _new_owner(parts: Sequence[Part], owner: Sequence[int], place: int) -> int:
    """The part that takes words put in before the old word at ``place``: a field beside it, else what stands there."""
    touched = [owner[at] for at in (place - 1, place) if 0 <= at < len(owner)]
    if len(touched) == 2:  # a field that was empty stands between the two words
        touched += range(touched[0] + 1, touched[1])
    return next((number for number in touched if parts[number].origin), touched[0] if touched else 0)


def _replaced(parts: Sequence[Part], owner: Sequence[int], first: int, last: int, count: int) -> list[int]:
    """The owners of new words that stand where the old ones from ``first`` to ``last`` stood."""
    if last - first == count:
        return list(owner[first:last])
    return [next((number for number in owner[first:last] if parts[number].origin), owner[first])] * count
