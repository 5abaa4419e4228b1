"""Decisions as clauses: the record's own words, the wording's, the proposal's or a motion's, and the block that sets them apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from pipeline.compose.words import clause, dotted, phrase
from pipeline.dataclass import dataclass
from pipeline.story import Clause, Decision, Inlines, Text, text

if TYPE_CHECKING:
    from pipeline.compose.context import Context
    from pipeline.records.meeting import Decision as Decided
    from pipeline.records.meeting import Item, Motion


@dataclass(frozen=True, slots=True)
class Resolved:
    """One clause: its words, whether it is a statement ("that …" in English), whether it only notes, and its owner line."""

    words: Inlines
    origin: str
    that: bool = False
    noted: bool = False
    action: Inlines = ()


def resolved(ctx: Context, item: Item, *, fields: bool = True) -> tuple[Resolved, ...]:
    """What an item decided, clause by clause; with ``fields`` the record's own words are editable."""
    if not item.decide:
        return _standard_item(ctx, item)
    found: list[Resolved] = []
    for decided in item.decide:
        origin = f"items.{item.id}.decide.{decided.id}"
        clauses = _clauses(ctx, item, decided, origin if fields else "")
        found += (Resolved(one.words, origin, one.that, one.noted) for one in clauses)
        if found and (decided.owner or decided.by):
            last = found[-1]
            found[-1] = Resolved(last.words, last.origin, last.that, last.noted, action(ctx, decided))
    return tuple(found)


def _standard_item(ctx: Context, item: Item) -> tuple[Resolved, ...]:
    """The decision that a standard item takes by itself."""
    origin = f"items.{item.id}"
    if item.standard == "adjusters" and ctx.meeting.adjust.by:
        return (Resolved(text(ctx.phrases.say("adjusters.elect", names=ctx.people.names(ctx.meeting.adjust.by))), "adjust.by"),)
    if item.standard == "agenda":
        return (Resolved(text(ctx.phrases.say("agenda")), origin),)
    if item.standard == "previous":
        named = item.previous or (ctx.source.previous.name if ctx.source.previous else "")
        if named:
            key = "previous" if "/" in named else "previous.unnumbered"
            return (Resolved(text(ctx.phrases.say(key, n=named, year=named)), f"{origin}.previous"),)
    return ()


def _clauses(ctx: Context, item: Item, decided: Decided, origin: str) -> tuple[Resolved, ...]:
    if decided.motion is not None:
        motion = next(motion for motion in item.motions if motion_id(motion) == decided.motion)
        return motion_clauses(ctx, item, motion)
    match decided.standard:
        case None:
            return (Resolved(own_clause(ctx, decided.clause or "", origin and f"{origin}.clause"), ""),)
        case "proposal":
            return tuple(Resolved(words, "") for words in proposal_clauses(ctx, item, fields=False))
        case "noted":
            return (Resolved(text(ctx.phrases.say("decision.noted.clause")), "", noted=True),)
        case "postpone":
            meeting = ctx.finish(decided.to) if decided.to else ctx.phrases.say("postpone.next")
            return (Resolved(text(ctx.phrases.say("postpone", mtg2=meeting)), ""),)
        case "filed":
            return (Resolved(text(ctx.phrases.say("decision.filed")), ""),)
        case standard:
            return (Resolved(text(ctx.phrases.say(standard)), ""),)


def own_clause(ctx: Context, words: str, origin: str = "") -> Inlines:
    """A clause of the record as it follows the conjunction."""
    return clause(words, ctx.language, ctx.phrases.say("clause.prefix"), origin)


def proposal_clauses(ctx: Context, item: Item, *, fields: bool = True) -> tuple[Inlines, ...]:
    """The clauses of the proposal; editable where the proposal itself is told."""
    return tuple(
        own_clause(ctx, words, f"items.{item.id}.proposal.{number}" if fields else "")
        for number, words in enumerate(item.proposal, start=1)
    )


def motion_id(motion: Motion) -> str:
    """A motion's lasting id: its own, or its first mover's."""
    return motion.id or motion.by[0]


def motion_clauses(ctx: Context, item: Item, motion: Motion) -> tuple[Resolved, ...]:
    """What is decided where a motion is carried."""
    match motion.kind:
        case "motion":
            return (Resolved(phrase((motion.text or "").strip().removesuffix("."), ctx.language), "", that=True),)
        case "approve":
            return tuple(Resolved(words, "") for words in proposal_clauses(ctx, item, fields=False))
        case "postpone":
            return (Resolved(text(ctx.phrases.say("postpone", mtg2=ctx.phrases.say("postpone.next"))), ""),)
        case kind:
            return (Resolved(text(ctx.phrases.say(kind)), ""),)


def action(ctx: Context, decided: Decided) -> Inlines:
    """'Ansvarig: NN · Klart senast 1 september 2023' below a clause; () where nobody was named."""
    owner = text(ctx.phrases.say("action.owner", role=ctx.people.name(decided.owner))) if decided.owner else ()
    due = text(ctx.phrases.say("action.due", date=ctx.language.date(decided.by))) if decided.by else ()
    return dotted((owner, due))


def decision_block(ctx: Context, item: Item) -> Decision | None:
    """'Beslut' with its clauses; one clause is a whole sentence, several follow the lead."""
    clauses = resolved(ctx, item)
    if not clauses:
        return None
    label, origin = ctx.phrases.say("decision.head"), f"items.{item.id}.decide"
    if len(clauses) == 1:
        one = clauses[0]
        return Decision(label, (Clause(sentence(ctx, one, unanimous=item.unanimous), one.action, one.origin),), origin=origin)
    told = (Clause(words, one.action, one.origin) for words, one in zip(clause_words(ctx, clauses), clauses, strict=True))
    return Decision(label, tuple(told), lead(ctx, unanimous=item.unanimous), origin)


def lead(ctx: Context, *, unanimous: bool = False) -> Inlines:
    """'Styrelsen beslutar' before several clauses."""
    return ctx.phrases.fill("decision.unanimous.many" if unanimous else "decision.many")


def clause_words(ctx: Context, clauses: Sequence[Resolved]) -> Iterator[Inlines]:
    """Several clauses as parts of one sentence, the last two joined by the wording's conjunction."""
    for left, one in zip(reversed(range(len(clauses))), clauses, strict=True):
        key = ("clause.last", "clause.last_but_one", "clause.more")[min(left, 2)]
        yield ctx.phrases.fill(_that(ctx, key, one), clause=one.words)


def one_sentence(ctx: Context, clauses: Sequence[Resolved], *, unanimous: bool = False) -> Inlines:
    """All clauses in one sentence; () for none."""
    if len(clauses) < 2:
        return sentence(ctx, clauses[0], unanimous=unanimous) if clauses else ()
    told = lead(ctx, unanimous=unanimous)
    for words in clause_words(ctx, clauses):
        told = (*told, Text(" "), *words)
    return told


def sentence(ctx: Context, one: Resolved, *, unanimous: bool = False) -> Inlines:
    """One clause as the whole sentence that it makes with the body's name."""
    if one.noted:
        return ctx.phrases.fill("decision.noted")
    key = "decision.unanimous" if unanimous else "decision.one"
    if one.that and f"{key.removesuffix('.one')}.that" in ctx.phrases:
        key = f"{key.removesuffix('.one')}.that"
    return ctx.phrases.fill(key, clause=one.words)


def _that(ctx: Context, key: str, one: Resolved) -> str:
    """The key for a clause that is a statement, where the language tells it apart."""
    return f"{key}.that" if one.that and f"{key}.that" in ctx.phrases else key
