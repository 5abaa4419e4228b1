"""A view's paragraphs with the lines that they hold: what was joined, split, added within running text, or is gone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import field
from itertools import takewhile

from pipeline.dataclass import dataclass
from pipeline.word.alike import likeness, words_of
from pipeline.word.pairing import Pairing
from pipeline.word.recorded import SECTION_STYLES, Line
from pipeline.word.revisions import Piece, Seen
from pipeline.word.sharing import Share, share_out
from pipeline.word.styles import plain_id
from pipeline.word.wording import key


@dataclass(slots=True)
class Held:
    """A paragraph of the view with the lines that it holds (none where it is new) and each part's share of its words."""

    seen: Seen
    lines: list[int]
    shares: list[tuple[int, Share]] = field(default_factory=list)


def hold(lines: Sequence[Line], seen: Sequence[Seen], pairing: Pairing) -> list[Held]:
    """The view's paragraphs in order; a line whose words are gone from a paragraph that holds several counts as deleted."""
    return [
        _held(lines, one, numbers) for one, numbers in zip(_unsplit(lines, seen, pairing), pairing.held, strict=True) if one is not None
    ]


def _held(lines: Sequence[Line], one: Seen, numbers: list[int]) -> Held:
    if len(numbers) > 1:
        numbers = _present([(number, key(lines[number].text)) for number in numbers], key(one.text))
    parts = [(number, part) for number in numbers for part in lines[number].parts]
    shares = share_out([part for _, part in parts], one.pieces) if parts else []
    return Held(one, list(numbers), [(number, share) for (number, _), share in zip(parts, shares, strict=True)])


def _present(told: Sequence[tuple[int, str]], text: str) -> list[int]:
    """The lines that a paragraph really holds, of those whose bookmarks stand in it: a third of a line's words must be there for it alone."""
    same = [number for number, words in told if words == text]
    if same:
        return same[:1]
    said = _count(text)
    counts = {number: _count(words) for number, words in told}
    found = []
    for number, own in counts.items():
        others = sum((count for other, count in counts.items() if other != number), Counter())
        if 3 * sum((own & (said - others)).values()) >= sum(own.values()):
            found.append(number)
    return found or [max(told, key=lambda one: likeness(one[1], text))[0]]


def _count(text: str) -> Counter[str]:
    return Counter(word for word in words_of(text) if not word.isspace())


def _unsplit(lines: Sequence[Line], seen: Sequence[Seen], pairing: Pairing) -> list[Seen | None]:
    """The paragraphs, with one that was split off a line put back (and None in its place): only running text may become two paragraphs."""
    whole: list[Seen | None] = list(seen)
    for at in range(len(seen) - 1, 0, -1):
        before, after, numbers = whole[at - 1], whole[at], pairing.held[at - 1]
        if before is None or after is None or pairing.held[at] or len(numbers) != 1 or before.cell != after.cell:
            continue
        line = lines[numbers[0]]
        if not line.prose and _split_off(key(line.text), key(before.text), key(after.text)):
            whole[at - 1], whole[at] = _together(before, after), None
    return whole


def _split_off(line: str, before: str, after: str) -> bool:
    """Whether most words of ``after`` are those that ``before`` lacks of the line."""
    words, lacking = _count(after), _count(line) - _count(before)
    return before != line and 2 * sum((words & lacking).values()) > sum(words.values())


def _together(before: Seen, after: Seen) -> Seen:
    gap = [Piece(" ")] if before.text[-1:].strip() and after.text[:1].strip() else []
    hands = tuple(dict.fromkeys((*before.hands, *after.hands)))
    return Seen(
        [*before.raws, *after.raws], before.style, before.kind, before.level, before.row, before.cell,
        [*before.pieces, *gap, *after.pieces], before.bookmarks, hands, before.series,
    )  # fmt: skip


def adopted(lines: Sequence[Line], held: Sequence[Held]) -> dict[int, str]:
    """New paragraphs of running text, by their place in the view, with the field that takes them in: the one before, else one that is gone there, else the one after."""
    present = {number for one in held for number in one.lines}
    found: dict[int, str] = {}
    first, elsewhere = -1, False
    for at, one in enumerate(held):
        if one.lines:
            first, elsewhere = one.lines[-1], False
            continue
        elsewhere = elsewhere or one.seen.style.startswith(("heading 1", "rubrik utan"))
        if elsewhere or not _running(one.seen):
            continue  # what follows the heading of a new § is that one's
        last = next((other.lines[0] for other in held[at + 1 :] if other.lines), len(lines))
        if at - 1 in found:
            found[at] = found[at - 1]
        elif origin := _taker(lines, first, last, present):
            found[at] = origin
    return found


def _running(seen: Seen) -> bool:
    return seen.row < 0 and bool(seen.text.strip()) and not seen.style.startswith(("heading", "rubrik", "title", "bilaga", "beslut"))


def _taker(lines: Sequence[Line], first: int, last: int, present: set[int]) -> str:
    if first >= 0 and lines[first].prose:
        return lines[first].prose
    same = takewhile(lambda number: plain_id(lines[number].style) not in SECTION_STYLES, range(first + 1, last))  # not of a § that is gone
    gone = next((lines[number].prose for number in same if number not in present and lines[number].prose), "")
    return gone or (lines[last].prose if last < len(lines) else "")


def form_of(seen: Seen) -> tuple[str, int]:
    """What a paragraph is within running text, and how deep: '' plain, '-' and '1.' items, '+' more of an item, '>' quoted, '#' a subheading."""
    style = seen.style
    if style.startswith("list continue"):
        return "+", _depth(style)
    if style.startswith(("quot", "intense quote")):
        return ">", 0
    if style.startswith(("heading 2", "heading 3")):
        return "#", 0
    if seen.kind:
        return seen.kind, seen.level
    if style.startswith(("list bullet", "list number")):
        return "-" if style.startswith("list bullet") else "1.", _depth(style)
    return "", 0


def form_of_style(style_id: str) -> tuple[str, int]:
    """The same of a style that the document was written with."""
    plain = plain_id(style_id)
    for beginning, form in (("ListContinue", "+"), ("ListBullet", "-"), ("ListNumber", "1."), ("Quote", ">"), ("Heading", "#")):
        if plain.startswith(beginning):
            return form, 0 if form in (">", "#") else _depth(plain)
    return "", 0


def _depth(style: str) -> int:
    return int(style[-1]) - 1 if style[-1:] in ("2", "3", "4", "5") else 0
