"""Items: headings, motions, votes, decisions, reservations and notes that fit together."""

from __future__ import annotations

from pipeline.dataclass import dataclass
from pipeline.problems import counted, say
from pipeline.records.items import Item, Motion, Vote
from pipeline.records.presence import Presence
from pipeline.records.rules.sense import Sense


def check_decisions(sense: Sense) -> None:
    """What an item says of its motions, its vote and its decisions."""
    for index, item in enumerate(sense.meeting.items):
        here = _here(sense.presence, index)
        _check_item(sense, item)
        for motion in item.motions:
            _check_motion(sense, item, motion, here)
        if item.vote is not None:
            _check_vote(sense, item, item.vote, here)
        _check_clauses(sense, item)
        _check_dissent(sense, item, here)


@dataclass(frozen=True, slots=True)
class Here:
    """One item: who was in the room without a conflict of interest, who held a seat, who could vote; ``seats``: the body has any."""

    there: frozenset[str]
    deciding: frozenset[str]
    voting: frozenset[str]
    seats: bool


def _here(presence: Presence | None, index: int) -> Here | None:
    if presence is None:
        return None
    there = frozenset(person for person, items in presence.there.items() if index in items)
    return Here(there, frozenset(presence.deciding(index)), frozenset(presence.voting(index)), bool(presence.members))


def _check_item(sense: Sense, item: Item) -> None:
    origin = f"items.{item.id}"
    if item.heading is None and item.standard is None:
        sense.error(origin, say("expected a heading, found none"), say("add heading: with the words, or use a standard item's word"))
    if sense.meeting.status != "draft" and _is_bare(sense, item):
        hint = say("write text: with what was said or decide: with what was decided, or take the item away")
        sense.warn(origin, say("expected what happened at the item, found a heading alone"), hint)
    if item.notes and not item.decide:
        sense.warn(
            f"{origin}.notes",
            say("expected a decision beside a statement for the record, found none"),
            say("add decide: with what was decided, or write the statement in text:"),
        )
    if item.corrections and sense.meeting.status != "adjusted" and not item.immediate:
        hint = say("as long as minutes are not verified, the text itself is corrected")
        sense.warn(f"{origin}.corrections", say("expected corrections in verified minutes only, found one"), hint)
    if item.order == "automatic" and not (item.proposal and item.motions):
        hint = say("the order of proposition is made from proposal and motions; write it in own words, or leave it out")
        sense.error(f"{origin}.order", say("expected a proposal and a motion, found less"), hint)


TELLS_ITSELF = frozenset({"opening", "quorum", "agenda", "follow_up", "other", "next_meeting", "closing", "conflicts"})
"""Standard items with sentences of their own."""


def _is_bare(sense: Sense, item: Item) -> bool:
    """Whether the minutes have nothing to say of an item but its heading."""
    said = (
        item.text,
        item.background,
        item.basis,
        item.documents,
        item.proposal,
        item.motions,
        item.order,
        item.decide,
        item.notes,
        item.talks,
    )
    own = (item.standard == "adjusters" and sense.meeting.adjust.by) or (
        item.standard == "previous" and (item.previous or sense.source.previous)
    )
    return not any(said) and not own and item.standard not in TELLS_ITSELF


def _check_motion(sense: Sense, item: Item, motion: Motion, here: Here | None) -> None:
    origin = f"items.{item.id}.motions.{motion.id}"
    if motion.kind == "motion" and motion.text is None:
        hint = say("add text: with the clause, or kind: approve, reject, refer_back or postpone")
        sense.error(origin, say("expected the words of the motion, found none"), hint)
    for person in (*motion.by, *motion.seconded):
        if here is not None and person in sense.people and person not in here.there:
            sense.warn(
                origin,
                say("expected somebody who took part in the item, found '{person}'", person=person),
                say("correct the name, or the attendance"),
            )


def _choices(item: Item) -> set[str]:
    return {"proposal", *(str(motion.id) for motion in item.motions)}


def _check_vote(sense: Sense, item: Item, vote: Vote, here: Here | None) -> None:
    origin = f"items.{item.id}.vote"
    for field in ("aye", "nay", "casting"):
        choice = getattr(vote, field)
        if choice is not None and choice not in _choices(item):
            sense.unknown(f"{origin}.{field}", say("proposal or the id of a motion"), choice, _choices(item))
        elif choice == "proposal" and not item.proposal:
            sense.error(f"{origin}.{field}", say("expected the item to have a proposal, found none"), say("add proposal: with the clause"))
    if vote.aye == vote.nay:
        sense.error(
            f"{origin}.nay",
            say("expected yes and no to mean different things, found '{choice}' for both", choice=vote.aye),
            say("write proposal or a motion's id under aye: and another under nay:"),
        )
    _check_ballot(sense, origin, vote, here)
    if here is None:
        return
    allowed = here.voting
    for field in ("against", "abstain"):
        for person in getattr(vote, field):
            if person in sense.known and person not in allowed:
                hint = say("was away, stepped aside, or has no vote")
                sense.error(f"{origin}.{field}.{person}", say("expected somebody who could vote, found '{person}'", person=person), hint)
    both = sorted(set(vote.against) & set(vote.abstain))
    if both:
        sense.error(
            f"{origin}.abstain.{both[0]}",
            say("expected one vote each, found two of '{person}'", person=both[0]),
            say("take the name out of against: or abstain:"),
        )
    _check_result(sense, item, vote, len(allowed))


def _check_ballot(sense: Sense, origin: str, vote: Vote, here: Here | None) -> None:
    """A secret ballot has counts and no names, an open one names and no counts."""
    counts = [vote.ayes, vote.nays, vote.abstained]
    if vote.secret and (vote.against or vote.abstain):
        sense.error(origin, say("expected no names in a secret ballot, found some"), say("write the numbers: ayes, nays and abstained"))
    if vote.secret and (vote.ayes is None or vote.nays is None):
        sense.error(origin, say("expected the numbers of a secret ballot, found less"), say("write ayes: and nays: with the numbers"))
    if not vote.secret and any(count is not None for count in counts):
        sense.error(
            origin, say("expected names in an open vote, found numbers"), say("write against: and abstain: with ids, or secret: true")
        )
    cast = sum(count or 0 for count in counts)
    if vote.secret and here is not None and here.seats and cast > len(here.voting):
        many = say("expected at most {seats} votes, found {cast}", seats=len(here.voting), cast=cast)
        sense.warn(
            origin,
            counted(len(here.voting), say("expected at most one vote, found {cast}", cast=cast), many),
            say("count the ballots again, or correct the attendance"),
        )


def _check_result(sense: Sense, item: Item, vote: Vote, voters: int) -> None:
    """The decision is what won; the casting vote is used in a tie only."""
    nays = vote.nays or 0 if vote.secret else len(vote.against)
    abstained = vote.abstained or 0 if vote.secret else len(vote.abstain)
    ayes = vote.ayes or 0 if vote.secret else voters - nays - abstained
    origin = f"items.{item.id}.vote"
    if ayes == nays and vote.casting is None:
        sense.error(
            origin,
            say("expected the chair's casting vote, since votes are equal ({ayes}–{nays}); found none", ayes=ayes, nays=nays),
            say("add casting: with what the chair chose"),
        )
        return
    if ayes != nays and vote.casting is not None:
        sense.warn(
            f"{origin}.casting",
            say("expected a casting vote in a tie only, found {ayes}–{nays}", ayes=ayes, nays=nays),
            say("take casting: away, or correct the votes"),
        )
    won = vote.casting if ayes == nays else vote.aye if ayes > nays else vote.nay
    named = {"proposal" if decision.standard == "proposal" else decision.motion for decision in item.decide} - {None}
    if named and won not in named:
        message = say(
            "expected the decision that won the vote ('{won}', {ayes}–{nays}), found '{found}'",
            won=won,
            ayes=ayes,
            nays=nays,
            found=min(map(str, named)),
        )
        sense.warn(f"items.{item.id}.decide", message, say("correct the votes or the decision; if it really was so, a note should say it"))


def _check_clauses(sense: Sense, item: Item) -> None:
    """Each decision says one thing, in the form that the wording needs."""
    for decision in item.decide:
        origin = f"items.{item.id}.decide.{decision.id}"
        said = [part for part in (decision.clause, decision.standard, decision.motion) if part is not None]
        if len(said) != 1:
            hint = say("write the clause, a word of the wording or a motion's id")
            sense.error(origin, say("expected one decision in each entry, found {count}", count=len(said)), hint)
        if decision.standard == "proposal" and not item.proposal:
            sense.error(origin, say("expected the item to have a proposal, found none"), say("add proposal: with the clause"))
        if decision.motion is not None and decision.motion not in _choices(item):
            sense.unknown(origin, say("the id of a motion"), decision.motion, _choices(item) - {"proposal"})


def _check_dissent(sense: Sense, item: Item, here: Here | None) -> None:
    """Reservations come from those who took part in the decision."""
    for reservation in item.reservations:
        origin = f"items.{item.id}.reservations.{reservation.id}"
        for person in reservation.by:
            if here is not None and person in sense.known and person not in here.voting:
                hint = say("others may have a statement for the record (notes)")
                sense.warn(origin, say("expected somebody who took part in the decision, found '{person}'", person=person), hint)
        if not item.decide:
            sense.warn(
                origin,
                say("expected a decision beside a reservation, found none"),
                say("add decide: with what was decided, or take the reservation away"),
            )
