"""What stands at each field in one view of a returned file, in the record's markup."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, replace
from itertools import groupby

from pipeline.dataclass import dataclass
from pipeline.word.holding import Held, adopted, form_of, form_of_style
from pipeline.word.measure import measures
from pipeline.word.recorded import Line, Part
from pipeline.word.revisions import Piece
from pipeline.word.sharing import Share
from pipeline.word.wording import Entry, key, phrase_markup, prose_markup, respelled, token_key, tokens


@dataclass(slots=True)
class Written:
    """A field as the document said it when it was made: its lines, the record's markup, the languages that it holds."""

    lines: list[Line]
    parts: list[Part]
    base: str
    languages: frozenset[str]

    @property
    def made_links(self) -> frozenset[str]:
        """Addresses that the document gives the field's words though the record's words have none: those of appendices."""
        return frozenset(piece.link for part in self.parts for piece in part.pieces if piece.link and piece.link not in self.base)

    @property
    def prose(self) -> bool:
        """Whether it is running text of whole paragraphs."""
        return bool(self.lines[0].prose)

    @property
    def bold(self) -> bool:
        """Whether bold means anything where it stands."""
        return not measures(self.lines[0].style).bold

    @property
    def entries(self) -> list[Entry]:
        """Its paragraphs."""
        return [Entry(*form_of_style(line.style), part.pieces) for line, part in zip(self.lines, self.parts, strict=True)]

    def markup(self, pieces: Iterable[Piece]) -> str:
        """Words of one line as markup of this field."""
        made = self.made_links
        told = [replace(piece, link="") if piece.link in made else piece for piece in pieces] if made else pieces
        return phrase_markup(told, self.languages, bold=self.bold)


@dataclass(slots=True)
class Standing:
    """A field in one view: its markup (None where it is gone) and the raw paragraphs that it stands in."""

    markup: str | None = None
    raws: set[int] = field(default_factory=set)


def written(lines: Sequence[Line], base: Mapping[str, str]) -> dict[str, Written]:
    """Every field of the document in order; what did not travel in ``base`` is worked out from the words shown."""
    found: dict[str, Written] = {}
    for line in lines:
        for part in line.parts:
            if part.origin:
                one = found.setdefault(part.origin, Written([], [], "", frozenset()))
                one.lines.append(line)
                one.parts.append(part)
    for origin, one in found.items():
        one.languages = frozenset(piece.language for part in one.parts for piece in part.pieces if piece.language)
        told = base.get(origin)
        one.base = (
            told
            if told is not None
            else prose_markup(one.entries, one.languages)
            if one.prose
            else phrase_markup(one.parts[0].pieces, one.languages, bold=one.bold)
        )
    return found


def standing(lines: Sequence[Line], held: Sequence[Held], fields: Mapping[str, Written]) -> dict[str, Standing]:
    """Every field in this view, spelled as the record spells it wherever it says the same."""
    found = {origin: Standing() for origin in fields}
    entries: dict[str, list[tuple[Entry, list[int]]]] = {}
    takers = adopted(lines, held)
    for at, one in enumerate(held):
        if at in takers:
            entries.setdefault(takers[at], []).append((Entry(*form_of(one.seen), one.seen.pieces), one.seen.raws))
        for (origin, prose), group in groupby(one.shares, key=lambda pair: (pair[1].part.origin, bool(lines[pair[0]].prose))):
            shares = [share for _, share in group]
            if prose:
                pieces = [piece for share in shares for piece in share.pieces]
                # Where it was joined with something else, the paragraph's style is the other's.
                alone = len(shares) == len(one.shares)
                form = form_of(one.seen) if alone else form_of_style(fields[origin].lines[fields[origin].parts.index(shares[0].part)].style)
                entries.setdefault(origin, []).append((Entry(*form, pieces), one.seen.raws))
            elif origin:
                _stand(found[origin], fields[origin], shares[0], one.seen.raws)
    for origin, came in entries.items():
        found[origin] = Standing(_running_text(fields[origin], [entry for entry, _ in came]), {raw for _, raws in came for raw in raws})
    return found


def _stand(found: Standing, meant: Written, share: Share, raws: Iterable[int]) -> None:
    """Note what one place of a field says; where it stands more than once, the first place that was changed counts."""
    value = meant.base
    if not same_pieces(share.part.pieces, share.pieces, meant.languages):
        was, now = meant.markup(share.part.pieces), meant.markup(share.pieces)
        value = meant.base if _same(was, now) else respelled(meant.base, now)
    if found.markup is None or found.markup == meant.base:
        found.markup = value
    found.raws |= set(raws)


def _running_text(meant: Written, came: list[Entry]) -> str:
    was = meant.entries
    if len(was) == len(came) and all(
        (one.form, one.level) == (other.form, other.level) and same_pieces(one.pieces, other.pieces, meant.languages)
        for one, other in zip(was, came, strict=True)
    ):
        return meant.base
    old, new = prose_markup(was, meant.languages), prose_markup(came, meant.languages)
    return meant.base if _same(old, new) else respelled(meant.base, new)


def same_pieces(one: Sequence[Piece], other: Sequence[Piece], languages: frozenset[str]) -> bool:
    """Whether two stretches say the same in the same dress, however they are cut."""
    if len(one) == len(other) == 1 and one[0].text == other[0].text and _dress(one[0], languages) == _dress(other[0], languages):
        return True
    return _plain(one, languages) == _plain(other, languages)


def _dress(piece: Piece, languages: frozenset[str]) -> tuple[bool, bool, str, str, str]:
    link = "" if piece.link.startswith("#") else piece.link
    return piece.strong, piece.emphasis, link, piece.language if piece.language in languages else "", piece.note


def _plain(pieces: Sequence[Piece], languages: frozenset[str]) -> list[tuple[object, str]]:
    groups = groupby(pieces, key=lambda piece: _dress(piece, languages))
    return [(dress, key("".join(piece.text for piece in group))) for dress, group in groups]


def _same(one: str, other: str) -> bool:
    return one == other or [token_key(token) for token in tokens(one)] == [token_key(token) for token in tokens(other)]
