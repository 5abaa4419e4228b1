"""One § with its parts in the order of the design: facts, arrivals, text, jäv … votes, decision, dissent, who is told, departures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.compose.context import section_anchor
from pipeline.compose.decisions import decision_block, proposal_clauses
from pipeline.compose.dissent import conflict_blocks, dissent_blocks, not_deciding_blocks, note_blocks
from pipeline.compose.motions import motion_blocks, order_blocks
from pipeline.compose.standard import heading, service_lines, standard_text
from pipeline.compose.talks import talk_blocks
from pipeline.compose.voting import vote_blocks
from pipeline.compose.words import dotted, listed, phrase, prose
from pipeline.story import Block, Field, Heading, Inlines, List, ListItem, Paragraph, Section, Strong, Text, text

if TYPE_CHECKING:
    from pipeline.compose.context import Context
    from pipeline.records.meeting import Item


def section(ctx: Context, index: int) -> Section:
    """The § of an item; in a public copy an item that is personal keeps its number alone."""
    item = ctx.meeting.items[index]
    number, anchor, origin = ctx.numbers[index], section_anchor(item.id), f"items.{item.id}"
    if ctx.public and item.personal:
        gone = (Paragraph(text(ctx.phrases.say("item.left_out.words")), origin, "remark"),)
        return Section(text(ctx.phrases.say("item.left_out")), gone, number, anchor, origin)
    return Section(heading(ctx, item), _blocks(ctx, item, index), number, anchor, origin)


def _blocks(ctx: Context, item: Item, index: int) -> tuple[Block, ...]:
    decision = decision_block(ctx, item)
    return (
        *_facts(ctx, item),
        *_arrivals(ctx, item, index),
        *_text(ctx, item, index),
        *conflict_blocks(ctx, item),
        *talk_blocks(ctx, item),
        *_part(ctx, item, "background"),
        *_basis(ctx, item),
        *_proposal(ctx, item),
        *motion_blocks(ctx, item),
        *order_blocks(ctx, item),
        *vote_blocks(ctx, item, index),
        *((decision,) if decision else ()),
        *_at_once(ctx, item),
        *not_deciding_blocks(ctx, item),
        *dissent_blocks(ctx, item),
        *note_blocks(ctx, item),
        *_corrections(ctx, item),
        *_sent_to(ctx, item),
        *_adjournment(ctx, index),
        *_departures(ctx, item),
    )


def fact(inlines: Inlines, origin: str) -> Paragraph:
    """A line of secondary particulars."""
    return Paragraph(inlines, origin, "fact")


def _facts(ctx: Context, item: Item) -> tuple[Block, ...]:
    """'Dnr 2023-14 · Föredragande: NN', and other documents."""
    origin = f"items.{item.id}"
    number: Inlines = ()
    if item.dnr:
        number = ctx.phrases.fill("item.dnr", dnr=(Field(text(ctx.finish(item.dnr)), f"{origin}.dnr"),))
    presenters: Inlines = ()
    if item.presenters:
        presenters = presented_by(ctx, [text(ctx.people.name(person)) for person in item.presenters])
    line = dotted((number, presenters))
    found: list[Block] = [fact(line, origin)] if line else []
    if item.documents:
        names = listed([_document(ctx, document) for document in item.documents], ctx.language.conjunction)
        found.append(fact(ctx.phrases.fill("agenda.documents", names=names), f"{origin}.documents"))
    return tuple(found)


def presented_by(ctx: Context, names: list[Inlines]) -> Inlines:
    """'Föredragande: A och B'."""
    return ctx.phrases.fill(ctx.phrases.plural("item.presenter", len(names)), names=listed(names, ctx.language.conjunction))


def _document(ctx: Context, document: str) -> Inlines:
    """'Förslag till verksamhetsplan 2024, bilaga 5'; a document that a public copy leaves out keeps its number alone."""
    number = ctx.appendix(document)
    if ctx.left_out(ctx.meeting.documents[document]):
        return number
    return (*ctx.title(document), Text(", "), *number)


def _arrivals(ctx: Context, item: Item, index: int) -> tuple[Block, ...]:
    found: list[Block] = []
    for move in ctx.meeting.attendance.late:
        if move.item == item.id:
            values: dict[str, str | int] = {"name": ctx.people.name(move.person), "n": ctx.numbers[index]}
            key = "arrives" if move.time else "arrives.untimed"
            words = ctx.phrases.say(key, **values, t=ctx.language.time(move.time) if move.time else "")
            found.append(fact(text(words), "attendance.late"))
    found += [fact((line,), "attendance.serving") for line in service_lines(ctx, index)]
    return tuple(found)


def _departures(ctx: Context, item: Item) -> tuple[Block, ...]:
    found = []
    for move in ctx.meeting.attendance.left:
        if move.item == item.id:
            key = "leaves" if move.time else "leaves.untimed"
            values: dict[str, str | int] = {"name": ctx.people.name(move.person), "n": ctx.numbers[ctx.order[item.id]]}
            words = ctx.phrases.say(key, **values, t=ctx.language.time(move.time) if move.time else "")
            found.append(fact(text(words), "attendance.left"))
    return tuple(found)


def _text(ctx: Context, item: Item, index: int) -> tuple[Block, ...]:
    if item.text:
        return prose(item.text.text, ctx.language, f"items.{item.id}.text")
    return standard_text(ctx, item, index)


def _part(ctx: Context, item: Item, name: str) -> tuple[Block, ...]:
    if not item.background:
        return ()
    origin = f"items.{item.id}.{name}"
    return (Heading(2, text(ctx.phrases.say(f"item.{name}")), origin), *prose(item.background.text, ctx.language, origin))


def _basis(ctx: Context, item: Item) -> tuple[Block, ...]:
    """One document is a sentence, several are a list."""
    if not item.basis:
        return ()
    origin = f"items.{item.id}.basis"
    head = Heading(2, text(ctx.phrases.say("item.basis")), origin)
    if len(item.basis) == 1:
        return (head, Paragraph((*_document(ctx, item.basis[0]), Text(".")), origin))
    entries = tuple(ListItem((Paragraph(_document(ctx, document), origin),), origin) for document in item.basis)
    return (head, List(entries, origin=origin))


def _proposal(ctx: Context, item: Item) -> tuple[Block, ...]:
    """'Att lämna medlemsavgiften oförändrad.', a sentence for each clause."""
    clauses = proposal_clauses(ctx, item)
    if not clauses:
        return ()
    origin = f"items.{item.id}.proposal"
    told = tuple(Paragraph(ctx.phrases.fill("proposal.clause", clause=words), origin) for words in clauses)
    return (Heading(2, text(ctx.phrases.say("item.proposal")), origin), *told)


def _at_once(ctx: Context, item: Item) -> tuple[Block, ...]:
    return (Paragraph(text(ctx.phrases.say("immediate.one")), f"items.{item.id}.immediate"),) if item.immediate else ()


def _corrections(ctx: Context, item: Item) -> tuple[Block, ...]:
    """Dated notes that mend adjusted minutes, the earliest first."""
    if not item.corrections:
        return ()
    origin = f"items.{item.id}.corrections"
    found: list[Block] = [Heading(2, text(ctx.phrases.say(ctx.phrases.plural("correction.head", len(item.corrections)))), origin)]
    for correction in sorted(item.corrections, key=lambda note: note.date):
        key = "correction.by" if correction.by else "correction"
        name = ctx.people.name(correction.by) if correction.by else ""
        found += prose(correction.text.text, ctx.language, f"{origin}.{correction.id}.text")
        found.append(fact(text(ctx.phrases.say(key, date=ctx.language.the_date(correction.date), name=name)), origin))
    return tuple(found)


def _sent_to(ctx: Context, item: Item) -> tuple[Block, ...]:
    if not item.send_to:
        return ()
    names = [_recipient(ctx, name) for name in item.send_to]
    lead = Strong(text(ctx.phrases.say("sent_to")))
    return (fact((lead, Text(" "), *listed(names, ctx.language.conjunction)), f"items.{item.id}.send_to"),)


def _recipient(ctx: Context, name: str) -> Inlines:
    """The members as a whole, a person, a member by id, or words."""
    if name == "members":
        return text(ctx.phrases.say("sent_to.members"))
    if name in ctx.people.named:
        return text(ctx.people.name(name))
    member = next((member for member in ctx.source.members.members if member.id == name), None)
    return text(ctx.finish(member.name)) if member else phrase(name, ctx.language)


def _adjournment(ctx: Context, index: int) -> tuple[Block, ...]:
    """When the day ended and when the next one began, after the last item of the day."""
    day = ctx.adjourned.get(index)
    if day is None:
        return ()
    ends, begins = ctx.meeting.days[day], ctx.meeting.days[day + 1]
    date = ctx.language.date(begins.date)
    if ends.end and begins.start:
        words = ctx.phrases.say("adjourn.days", t=ctx.language.time(ends.end), date=date, t2=ctx.language.time(begins.start))
    else:
        words = ctx.phrases.say("adjourn.days.untimed", date=date)
    return (fact(text(words), "days"),)
