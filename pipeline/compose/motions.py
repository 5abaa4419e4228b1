"""Motions, the order of proposition, and what motions are called when they are put to the vote."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.compose.decisions import motion_id
from pipeline.compose.titles import missing
from pipeline.compose.words import phrase, prose
from pipeline.problems import say
from pipeline.story import Block, Heading, Inlines, Paragraph, Text, text

if TYPE_CHECKING:
    from pipeline.compose.context import Context
    from pipeline.records.meeting import Item, Motion

PROPOSAL = "proposal"


def motion_blocks(ctx: Context, item: Item) -> tuple[Block, ...]:
    """'Yrkande' with a sentence for each motion and for those who support it."""
    if not item.motions:
        return ()
    head = ctx.phrases.say(ctx.phrases.plural("motion.head", len(item.motions)))
    origin = f"items.{item.id}.motions"
    return (Heading(2, text(head), origin), *(_motion(ctx, motion, f"{origin}.{motion_id(motion)}") for motion in item.motions))


def _motion(ctx: Context, motion: Motion, origin: str) -> Paragraph:
    key = "motion" if motion.kind == "motion" else f"motion.{motion.kind}"
    words = phrase((motion.text or "").strip().removesuffix("."), ctx.language, f"{origin}.text")
    told = ctx.phrases.fill(ctx.phrases.plural(key, len(motion.by)), names=ctx.people.names(motion.by), clause=words)
    if motion.seconded:
        key = ctx.phrases.plural("motion.second", len(motion.seconded))
        told += (Text(" "), *ctx.phrases.fill(key, names=ctx.people.names(motion.seconded), whose=ctx.people.genitives(motion.by)))
    return Paragraph(told, origin)


def called(ctx: Context, item: Item, choice: str) -> str:
    """What a choice is called: 'förslaget', 'Ledamot 2:s yrkande', 'Ledamot 2:s andra yrkande'."""
    if choice == PROPOSAL:
        return ctx.phrases.say("named.proposal")
    motion = next(motion for motion in item.motions if motion_id(motion) == choice)
    whose = ctx.people.genitives(motion.by)
    if motion.kind != "motion":
        return ctx.phrases.say(f"named.motion.{motion.kind}", whose=whose)
    same = [motion_id(other) for other in item.motions if other.by == motion.by and other.kind == "motion"]
    if len(same) == 1:
        return ctx.phrases.say("named.motion", whose=whose)
    ordinals = ctx.phrases.say("ordinals").split(", ")
    return ctx.phrases.say("named.motion.several", whose=whose, ordinal=ordinals[same.index(choice)])


def carried(item: Item) -> str | None:
    """What the decision followed: the proposal, a motion's id, or None where the record does not tell."""
    for decided in item.decide:
        if decided.motion:
            return decided.motion
        if decided.standard in {"proposal", "approve"}:
            return PROPOSAL
        kind = decided.standard
        same = [motion_id(motion) for motion in item.motions if motion.kind == kind]
        if same:
            return same[0]
    own = [(decided.clause or "").strip().removesuffix(".") for decided in item.decide]
    if own and own == [words.strip().removesuffix(".") for words in item.proposal]:
        return PROPOSAL
    return None


def order_blocks(ctx: Context, item: Item) -> tuple[Block, ...]:
    """The order of proposition: own words, or worked out from proposal, motions, vote and decision."""
    origin = f"items.{item.id}.order"
    if item.order is not None and not isinstance(item.order, str):
        head = "order.head" if item.motions or item.vote else "order.head.plain"
        return (Heading(2, text(ctx.phrases.say(head)), origin), *prose(item.order.text, ctx.language, origin))
    sentence = _worked_out(ctx, item)
    if not sentence:
        return ()
    return (Heading(2, text(ctx.phrases.say("order.head")), origin), Paragraph(sentence, origin))


def _worked_out(ctx: Context, item: Item) -> Inlines:
    """The sentence, where the record asks for it or several choices were put against each other."""
    others = [motion_id(motion) for motion in item.motions if motion.kind != "approve"]
    choices = ([PROPOSAL] if item.proposal else []) + others
    first = item.vote.aye if item.vote else carried(item)
    if item.order is None and (len(choices) < 2 or first is None):
        return ()
    if first is None:
        message = say("expected a decision that follows the proposal or a motion, found words of its own")
        hint = say("write decide: proposal or the motion's id, or tell the order of proposition in words of your own under order:")
        raise missing(ctx, f"items.{item.id}.order", message, hint)
    rest = [choice for choice in choices if choice != first]
    values = {"a": called(ctx, item, first), "b": ctx.language.listing([called(ctx, item, choice) for choice in rest])}
    return ctx.phrases.fill("order" if rest else "order.single", **values)
