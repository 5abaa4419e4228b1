"""Votes: who voted what, the tally, what it carried, and the sentences and table that tell it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.compose.motions import called
from pipeline.dataclass import dataclass
from pipeline.language import capitalised
from pipeline.story import Block, Cell, Column, Heading, Paragraph, Row, Strong, Table, text

if TYPE_CHECKING:
    from pipeline.compose.context import Context
    from pipeline.records.meeting import Item, Vote

SHARES = (65.0, 20.0, 20.0, 20.0)
"""Widths of the name and of each count relative to each other (design §7)."""


@dataclass(frozen=True, slots=True)
class Tally:
    """A counted vote: names in the order of the attendance list (empty for a secret ballot), the counts, and what won (None when tied)."""

    ayes: tuple[str, ...]
    nays: tuple[str, ...]
    abstaining: tuple[str, ...]
    counts: tuple[int, int, int]
    winner: str | None
    tied: bool


def tally(vote: Vote, voters: tuple[str, ...]) -> Tally:
    """Count a vote; those present and entitled who are not named vote aye, and the chair's casting vote breaks a tie."""
    nays = tuple(person for person in voters if person in vote.against)
    abstaining = tuple(person for person in voters if person in vote.abstain and person not in nays)
    ayes = tuple(person for person in voters if person not in nays and person not in abstaining)
    counts = (len(ayes), len(nays), len(abstaining))
    if vote.secret:
        known = vote.nays if vote.nays is not None else len(vote.against)
        abstained = vote.abstained if vote.abstained is not None else len(vote.abstain)
        counts = (vote.ayes if vote.ayes is not None else len(voters) - known - abstained, known, abstained)
        ayes = nays = abstaining = ()
    tied = counts[0] == counts[1]
    winner = vote.casting if tied else vote.aye if counts[0] > counts[1] else vote.nay
    return Tally(ayes, nays, abstaining, counts, winner, tied)


def vote_blocks(ctx: Context, item: Item, index: int) -> tuple[Block, ...]:
    """'Omröstning': how it was called, what ja and nej mean, the result, and the table of names."""
    vote = item.vote
    if vote is None:
        return ()
    origin = f"items.{item.id}.vote"
    counted = tally(vote, ctx.presence.voting(index))
    say = ctx.phrases.say
    rule = say("vote.rule", a=called(ctx, item, vote.aye), b=called(ctx, item, vote.nay))
    begin = [say("vote.called"), *([say("vote.secret")] if vote.secret else []), rule]
    blocks: tuple[Block, ...] = (
        Heading(2, text(say("vote.head")), origin),
        Paragraph(text(" ".join(begin)), origin),
        Paragraph(text(" ".join(_result(ctx, item, counted))), origin),
    )
    return blocks if vote.secret or not vote.table else (*blocks, _table(ctx, counted, origin))


def _result(ctx: Context, item: Item, counted: Tally) -> list[str]:
    ayes, nays, abstaining = counted.counts
    values = {"ayes": _votes(ctx, "vote.ayes", ayes), "nays": _votes(ctx, "vote.nays", nays)}
    winner = called(ctx, item, counted.winner) if counted.winner else ""
    sentences = [ctx.phrases.say("vote.tied" if counted.tied else "vote.result", **values, winner=winner)]
    if abstaining:
        key = ctx.phrases.plural("vote.abstain", abstaining)
        sentences.append(ctx.phrases.say(key, K=capitalised(ctx.language.spelled(abstaining))))
    if counted.tied and counted.winner:
        sentences += [ctx.phrases.say("vote.casting"), ctx.phrases.say("vote.cast", winner=winner)]
    return sentences


def _votes(ctx: Context, key: str, number: int) -> str:
    """'en ja-röst', '5 ja-röster': figures, as votes are statistics."""
    if number == 0:
        return ctx.phrases.say(f"{key}.none")
    return ctx.phrases.say(ctx.phrases.plural(key, number), n=ctx.language.number(number))


def _table(ctx: Context, counted: Tally, origin: str) -> Table:
    say = ctx.phrases.say
    heads = ("vote.table.aye", "vote.table.nay", "vote.table.abstain")
    columns = (
        Column(say("vote.table.name"), share=SHARES[0]),
        *(Column(say(head), "number", share) for head, share in zip(heads, SHARES[1:], strict=True)),
    )
    choice = dict.fromkeys(counted.ayes, 0) | dict.fromkeys(counted.nays, 1) | dict.fromkeys(counted.abstaining, 2)
    order = [person for person in (*ctx.presence.members, *ctx.presence.substitutes) if person in choice]
    mark = text(say("vote.table.mark"))
    rows = [
        Row((Cell(text(ctx.people.name(person))), *(Cell(mark if choice[person] == column else ()) for column in range(3))), origin=origin)
        for person in order
    ]
    total = (Cell((Strong(text(say("vote.total"))),)), *(Cell((Strong(text(str(count))),)) for count in counted.counts))
    return Table(
        "votes", say("vote.head"), say("vote.table.description"), columns, (*rows, Row(total, total=True, origin=origin)), origin=origin
    )
