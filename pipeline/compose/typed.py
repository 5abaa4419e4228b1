"""What people typed in a document, read as the wording would have said it: clauses out of decisions, labels of a §'s parts."""

from __future__ import annotations

import re
from typing import Literal

from pipeline.compose.context import Context
from pipeline.dataclass import dataclass
from pipeline.language.typography import unfinish
from pipeline.markup import parse_phrase
from pipeline.story import Text, plain

Part = Literal["background", "proposal", "decide"]

_PLAIN = re.compile(r"place|adjust\.place|items\..+\.dnr|talks\..+\.(?:topic|organisation|speaker|title)")
"""Fields that the minutes show as they are written, without markup."""
_STRONG_WORD = re.compile(r"\*\*(\w+)\*\*")
_HERE = "\0"


@dataclass(frozen=True, slots=True)
class Told:
    """A clause as the record writes it: what follows the conjunction, without the sign or word that joins it to the next.

    ``whole`` is True where the paragraph says who decides, ``unanimous`` where it says that nobody was against.
    """

    clause: str
    unanimous: bool = False
    whole: bool = False


def clause_in(ctx: Context, markup: str) -> Told | None:
    """The clause that a paragraph says: 'att X', 'att X samt', 'Styrelsen beslutar att X.'; None where it is no clause."""
    words = _STRONG_WORD.sub(r"\1", " ".join(markup.split()), count=1)
    for key in ("decision.unanimous", "decision.one"):
        before = _around(ctx, key)[0]
        if words.casefold().startswith(before.casefold()) and len(words) > len(before):
            return Told(ended(ctx, words[len(before) :]), key == "decision.unanimous", whole=True)
    prefix = ctx.phrases.say("clause.prefix")
    if words.casefold().startswith(prefix) and len(words) > len(prefix):
        return Told(ended(ctx, words[len(prefix) :]))
    return None


def is_plain(origin: str) -> bool:
    """Whether a field holds plain words, in which signs of markup would be shown."""
    return _PLAIN.fullmatch(origin) is not None


def undressed(markup: str) -> str:
    """The words of a phrase in markup, with nothing of its dress, spaces for line breaks."""
    return " ".join(plain(parse_phrase(markup)).split())


def is_dressed(markup: str) -> bool:
    """Whether a phrase in markup has more than words."""
    return not all(isinstance(one, Text) for one in parse_phrase(markup))


def is_lead(ctx: Context, markup: str) -> bool:
    """Whether a paragraph is 'Styrelsen beslutar' before several clauses."""
    return _bare(markup) == _bare(unfinish(ctx.phrases.say("decision.many")))


def part_called(ctx: Context, label: str) -> Part | None:
    """The part of a § that a label heads."""
    keys: dict[str, Part] = {"item.background": "background", "item.proposal": "proposal", "decision.head": "decide"}
    return next((part for key, part in keys.items() if _bare(unfinish(ctx.phrases.say(key))) == _bare(label)), None)


def _bare(words: str) -> str:
    return " ".join(words.replace("*", "").split()).rstrip(":").casefold()


def _around(ctx: Context, key: str) -> tuple[str, str]:
    """What the wording says before and after a clause."""
    before, _, after = unfinish(ctx.phrases.say(key, clause=_HERE)).partition(_HERE)
    return before, after


def ended(ctx: Context, words: str) -> str:
    """The clause without what ends it."""
    words = words.strip()
    for key in ("clause.last_but_one", "clause.more", "clause.last"):
        after = _around(ctx, key)[1]
        if after.strip() and words.endswith(after) and not (after == "." and words.endswith("..")):
            return words.removesuffix(after).rstrip()
    return words
