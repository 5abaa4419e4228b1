"""What people did that is no field's: paragraphs, rows and §§ added, generated words edited or deleted, things moved, odd formatting."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from pipeline.word.holding import Held, adopted, form_of
from pipeline.word.pairing import Pairing
from pipeline.word.recorded import SECTION_STYLES, Line
from pipeline.word.returned import Addition, Hand, Move, NewParagraph, Refusal
from pipeline.word.revisions import Piece, Seen
from pipeline.word.wording import key, phrase_markup

_SECTION_NAMES = ("heading 1", "rubrik utan")


def name_of(line: Line) -> str:
    """What a line is known by: the entry or field it is made from."""
    return line.origin or next(iter(line.fields), "")


def _hands(held: Iterable[Held]) -> tuple[Hand, ...]:
    return tuple(dict.fromkeys(hand for one in held for hand in one.seen.hands))


def additions(lines: Sequence[Line], held: Sequence[Held]) -> Iterator[Addition]:
    """New paragraphs that no field of running text takes in: a § with all that follows it, a row of cells, or what stands alone."""
    taken = adopted(lines, held)
    after = section = behind = beside = under = ""
    at = 0
    while at < len(held):
        one = held[at]
        if one.lines or at in taken:
            after = next((name for number in reversed(one.lines) if (name := name_of(lines[number]))), taken.get(at, after))
            if head := next(iter(sections(lines, reversed(one.lines))), ""):
                section, under = head, one.seen.text.strip()
            behind = one.seen.text
            beside = next((fields[-1] for number in reversed(one.lines) if (fields := lines[number].fields)), "")
            at += 1
            continue
        end = at + 1
        whole = one.seen.style.startswith(_SECTION_NAMES)
        while end < len(held) and not held[end].lines and end not in taken and _goes_on(one, held[end], section=whole):
            end += 1
        group = [other for other in held[at:end] if other.seen.text.strip()]
        if group:
            mark = " | " if one.seen.row >= 0 else "\n\n"
            kind = "row" if one.seen.row >= 0 else "section" if whole else _kind(one)
            fresh = tuple(NewParagraph(_form(other.seen), phrase_markup(other.seen.pieces), other.seen.text.strip()) for other in group)
            ahead = held[end].seen.text if end < len(held) and not sections(lines, held[end].lines) else ""
            words = mark.join(new.markup for new in fresh)
            before = next((name_of(lines[other.lines[0]]) for other in held[end:] if other.lines), "")
            cells = _cells(held[at:end]) if kind == "row" else ()
            yield Addition(kind, after, words, _hands(group), section, fresh, behind, ahead, before, beside, cells, under)  # type: ignore[arg-type]
            behind = group[-1].seen.text
        at = end


def _cells(row: Sequence[Held]) -> tuple[str, ...]:
    """The words of each cell of a row."""
    groups = groupby(row, key=lambda one: one.seen.cell)
    return tuple(" ".join(" ".join(one.seen.text for one in group).split()) for _, group in groups)


def _form(seen: Seen) -> str:
    """What a new paragraph is by its style."""
    if seen.style.startswith(_SECTION_NAMES):
        return "section"
    if seen.style.startswith("beslut"):
        return "label" if seen.style.startswith("beslutsrubrik") else "note" if seen.style.startswith("beslutsuppgift") else "resolution"
    return form_of(seen)[0]


def sections(lines: Sequence[Line], numbers: Iterable[int]) -> list[str]:
    """The entries of the §§ whose headings are among these lines."""
    return [name_of(lines[number]) for number in numbers if lines[number].style in SECTION_STYLES]


def heads(lines: Sequence[Line]) -> Iterator[tuple[int, str]]:
    """The headings of all §§ by number, with the entries of their §§."""
    return ((number, name_of(line)) for number, line in enumerate(lines) if line.style in SECTION_STYLES)


def gone(lines: Sequence[Line], held: Sequence[Held]) -> Iterator[str]:
    """Entries and fields of which no paragraph is left."""
    present = {number for one in held for number in one.lines}
    left = {name for number in present for name in (lines[number].origin, *lines[number].fields)}
    for number, line in enumerate(lines):
        if number not in present:
            yield from (name for name in (line.origin, *line.fields) if name and name not in left)


def _goes_on(first: Held, other: Held, *, section: bool) -> bool:
    if first.seen.row >= 0:
        return other.seen.row == first.seen.row
    return section and not other.seen.style.startswith("heading 1")


def _kind(one: Held) -> str:
    return "heading" if one.seen.style.startswith("heading") else "list_item" if one.seen.kind else "paragraph"


def refusals(lines: Sequence[Line], held: Sequence[Held], before: Sequence[Held]) -> Iterator[Refusal]:
    """Edits of generated words, paragraphs joined, deletions of what has no field, and formatting that the record cannot hold; ``before`` is the original view."""
    taken: dict[int, str] | None = None
    rows = _Rows(lines, held)
    for at, one in enumerate(held):
        yield from _edited(lines, one, rows)
        yield from _odd(lines, one)
        if not one.lines and any(piece.odd for piece in one.seen.pieces):
            taken = adopted(lines, held) if taken is None else taken
            yield from _odd_pieces(taken.get(at, ""), "", one.seen.pieces, one.seen.hands)
        if one.lines and one.seen.style.startswith(_SECTION_NAMES) and not sections(lines, one.lines):
            yield Refusal(name_of(lines[one.lines[0]]), "section", one.seen.text, "formatting", one.seen.hands)
        if len(one.lines) > 1 and len({lines[number].prose or number for number in one.lines}) > 1:
            yield Refusal(name_of(lines[one.lines[0]]), lines[one.lines[0]].text, one.seen.text, "joined", one.seen.hands)
    present = {number for one in held for number in one.lines}
    hands = {number: one.seen.hands for one in before for number in one.lines}
    yield from _deleted(lines, [number for number in range(len(lines)) if number not in present], hands)


class _Rows:
    """The words of a table's row as it was and as it stands now, found when they are asked for."""

    def __init__(self, lines: Sequence[Line], held: Sequence[Held]) -> None:
        self.lines, self.held = lines, held
        self.now: dict[int, str] = {}
        self.rows: dict[int, list[int]] = {}

    def words(self, number: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Before and now, cell by cell; () outside tables."""
        if self.lines[number].row < 0:
            return (), ()
        if not self.rows:
            self.now = {line: one.seen.text for one in self.held for line in one.lines if len(one.lines) == 1}
            for at, line in enumerate(self.lines):
                self.rows.setdefault(line.row, []).append(at)
        cells = [list(group) for _, group in groupby(self.rows[self.lines[number].row], key=lambda at: self.lines[at].cell)]
        before = tuple(" ".join(self.lines[at].text for at in cell) for cell in cells)
        return before, tuple(" ".join(" ".join(self.now.get(at, "") for at in cell).split()) for cell in cells)


def _edited(lines: Sequence[Line], one: Held, rows: _Rows) -> Iterator[Refusal]:
    for number in one.lines:
        if not lines[number].parts and one.seen.text.strip():  # an empty cell that somebody wrote in
            yield Refusal(name_of(lines[number]), "", one.seen.text, "edited", one.seen.hands, *rows.words(number))
    for number, group in groupby(one.shares, key=lambda pair: pair[0]):
        shares = [share for _, share in group]
        if any(not share.part.origin and share.changed for share in shares):
            line = lines[number]
            words = "".join(share.text for share in shares)
            yield Refusal(name_of(line), line.text, words, "edited", one.seen.hands, *rows.words(number))


def _odd(lines: Sequence[Line], one: Held) -> Iterator[Refusal]:
    for number, share in one.shares:
        edge = _edge(share.text) if share.part.origin else ""
        if edge and edge != _edge(share.part.text):
            words = share.text.strip()
            yield Refusal(share.part.origin, "line break", words, "formatting", one.seen.hands)
        yield from _odd_pieces(share.part.origin or name_of(lines[number]), share.part.text, share.pieces, one.seen.hands)


def _odd_pieces(source: str, was: str, pieces: Iterable[Piece], hands: tuple[Hand, ...]) -> Iterator[Refusal]:
    """Formatting and things that the record cannot hold; a picture that stood there before (``was``) is none."""
    for odd, group in groupby(pieces, key=lambda piece: piece.odd):
        words = "".join(piece.text for piece in group)
        if odd and not (odd == "picture" and "\ufffc" in was):
            yield Refusal(source, odd, words, "formatting", hands)


def _edge(text: str) -> str:
    """The line breaks that words begin or end with, which no markup can say."""
    bare = text.strip(" \t")
    core = bare.strip("\n \t")
    return "\n" if core and (bare.startswith("\n") or bare.endswith("\n")) else ""


def _deleted(lines: Sequence[Line], gone: list[int], hands: Mapping[int, tuple[Hand, ...]]) -> Iterator[Refusal]:
    """Deleted lines: a whole § or row as one, else those that are generated alone (a field's own deletion is its value None)."""
    left = set(gone)
    for number in gone:
        line = lines[number]
        by = hands.get(number, ())
        if number not in left:
            continue
        if line.style in SECTION_STYLES and (whole := _section(lines, number)) <= left:
            left -= whole
            yield Refusal(name_of(line), f"{line.shown} {line.text}".strip(), "", "section_deleted", by)
        elif line.row >= 0 and (whole := _row(lines, number)) <= left:
            left -= whole
            yield Refusal(name_of(line), " | ".join(lines[cell].text for cell in sorted(whole)), "", "row_deleted", by)
        elif not line.fields and line.text.strip():
            yield Refusal(name_of(line), line.text, "", "deleted", by)


def _section(lines: Sequence[Line], first: int) -> set[int]:
    end = first + 1
    while end < len(lines) and lines[end].style not in SECTION_STYLES:
        end += 1
    return set(range(first, end))


def _row(lines: Sequence[Line], first: int) -> set[int]:
    end = first
    while end < len(lines) and lines[end].row == lines[first].row:
        end += 1
    return set(range(first, end))


def renumbered(lines: Sequence[Line], held: Sequence[Held], labels: Iterable[str]) -> Iterator[Refusal]:
    """§§ and appendices whose list shows another number than it did; ``labels`` are those of the paragraphs held."""
    for one, label in zip(held, labels, strict=True):
        if len(one.lines) == 1 and (line := lines[one.lines[0]]).shown and key(line.shown) != key(label):
            yield Refusal(name_of(line), f"{line.shown} {line.text}", f"{label} {one.seen.text}".strip(), "renumbered", one.seen.hands)


def moves(lines: Sequence[Line], held: Sequence[Held], pairing: Pairing) -> Iterator[Move]:
    """What stands elsewhere now, neighbours that moved together as one."""
    before: Line | None = None
    for one in held:
        for number in one.lines:
            line = lines[number]
            together = before is not None and number and lines[number - 1] is before and number - 1 in pairing.moved
            if number in pairing.moved and not together:
                yield Move(name_of(line), name_of(before) if before is not None else "", f"{line.shown} {line.text}".strip())
            before = line


def furniture(found: Sequence[str], expected: Sequence[str]) -> Iterator[Refusal]:
    """Headers and footers that say something else than they did."""
    known = {_bare(words) for words in expected}
    for words in dict.fromkeys(found):
        if _bare(words) and _bare(words) not in known:
            yield Refusal("", "", words.strip(), "furniture")


def _bare(words: str) -> str:
    return " ".join(key(words).split())
