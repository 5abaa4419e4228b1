"""What of the record may travel inside a document: its public fields, and the words that the document shows."""

from __future__ import annotations

import json
from collections.abc import Container, Iterator, Mapping
from dataclasses import fields, replace
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from pipeline.compose.context import Context
from pipeline.compose.newsletter import newsletter_of
from pipeline.compose.words import unfinished, without_fields
from pipeline.markup import parse_phrase, parse_prose, write_phrase, write_prose
from pipeline.story import Field, Heading, LineBreak, List, Paragraph, Quotation, Text

if TYPE_CHECKING:
    from pydantic import BaseModel

    from pipeline.records.newsletter import Article
    from pipeline.records.source import Source
    from pipeline.story import Block, Document, Inlines

Kind: TypeAlias = Literal["minutes", "extract", "agenda", "newsletter"]
Plain: TypeAlias = dict[str, Any]

Piece: TypeAlias = Field | Paragraph | Heading | List | Quotation
RUNNING = frozenset({Paragraph, Heading, List, Quotation})
SIMPLE = frozenset({str, int, float, bool, bytes, type(None), Text, LineBreak})
"""Values in which no Field can stand."""

NEVER = frozenset({"internal", "personal", "email", "file", "focus", "format"})
"""Fields that never leave, wherever they stand: notes for the house, private addresses, and what is about files alone."""

FORMAL = (
    "meeting", "status", "days", "place", "host", "theme", "chair", "secretary", "adjust", "next", "attendance", "items", "talks", "documents",
    "remark",
)  # fmt: skip
"""What minutes and extracts show of a meeting."""

NOTICE = ("meeting", "days", "place", "host", "theme", "agenda", "called", "items", "talks", "documents")
"""What a notice shows of a meeting."""

NOTICED = ("id", "standard", "heading", "dnr", "previous", "presenters", "basis", "documents", "proposal", "talks")
"""What a notice shows of an item."""

ORGANISATION = ("id", "name", "short_name", "number", "profile", "language", "address", "contact", "web", "archive", "issues")
"""What documents show of the organisation."""


# ── the words that a document shows ──────────────────────────────────────────────────────────────────────────────────


def base_of(document: Document) -> bytes:
    """Canonical JSON of origin → markup for every editable Field that the document shows, in the order of the document.

    The markup is as people type it, without the no-break spaces and joiners that typography puts in; running text of several
    paragraphs is one entry.
    """
    return as_base(base_fields(document))


def as_base(fields_shown: Mapping[str, str]) -> bytes:
    """What ``base_fields`` found, as ``base_of`` writes it."""
    return _canonical(fields_shown, sort=False)


def base_fields(document: Document) -> dict[str, str]:
    """What ``base_of`` writes, as a dictionary."""
    pieces: list[Piece] = []
    _collect(document.blocks, pieces)
    phrases: dict[str, str] = {}
    running: dict[str, list[Block]] = {}
    order: dict[str, None] = {}
    for piece in pieces:
        origin = piece.origin
        order.setdefault(origin)
        if isinstance(piece, Field):
            phrases.setdefault(origin, _phrase(piece.children))
        else:
            running.setdefault(origin, []).append(piece)
    return {origin: _prose(running[origin]) if origin in running else phrases[origin] for origin in order}


def _phrase(children: Inlines) -> str:
    """A field of one line as markup; plain words are their own."""
    inlines = unfinished(children)
    if len(inlines) == 1 and isinstance(inlines[0], Text) and parse_phrase(inlines[0].text) == inlines:
        return inlines[0].text
    return write_phrase(inlines)


def _prose(blocks: list[Block]) -> str:
    """Running text as markup; a paragraph of plain words is its own."""
    plain = _plain(blocks)
    if len(plain) == 1 and isinstance(plain[0], Paragraph):
        inlines = without_fields(plain[0].children)
        if len(inlines) == 1 and isinstance(inlines[0], Text) and parse_prose(inlines[0].text) == (Paragraph(inlines),):
            return inlines[0].text
    return write_prose(plain)


def _collect(node: object, found: list[Piece]) -> None:
    """Fields within sentences, and the blocks that are wholly one field's running text, in reading order."""
    for part in node if isinstance(node, tuple) else _parts(node):
        kind = part.__class__
        if kind in SIMPLE:
            continue
        if kind is Field or (kind in RUNNING and _is_prose(part)):
            found.append(part)
        else:
            _collect(part, found)


def _parts(node: Any) -> Iterator[Any]:
    """What a part of the story is made of."""
    return (getattr(node, name) for name in _names(node.__class__))


@cache
def _names(kind: Any) -> tuple[str, ...]:
    """The fields of a part of the story, in order."""
    return tuple(item.name for item in fields(kind))


def _is_prose(block: Block) -> bool:
    """Whether a block is running text of the record: every paragraph in it is one Field of the block's own origin."""
    match block:
        case Paragraph(children, origin) | Heading(_, children, origin):
            return len(children) == 1 and isinstance(children[0], Field) and bool(origin) and children[0].origin == origin
        case List(items):
            return bool(items) and all(_is_prose(part) for item in items for part in item.blocks)
        case Quotation(blocks):
            return bool(blocks) and all(_is_prose(part) for part in blocks)
        case _:
            return False


def _plain(blocks: list[Block]) -> list[Block]:
    """Blocks with their words as they are typed."""
    done: list[Block] = []
    for block in blocks:
        match block:
            case Paragraph() | Heading():
                done.append(replace(block, children=unfinished(block.children)))
            case List():
                done.append(replace(block, items=tuple(replace(item, blocks=tuple(_plain(list(item.blocks)))) for item in block.items)))
            case Quotation():
                done.append(replace(block, blocks=tuple(_plain(list(block.blocks)))))
            case _:
                done.append(block)
    return done


def _canonical(value: object, *, sort: bool) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=sort) + "\n").encode()


# ── the public fields of the record ──────────────────────────────────────────────────────────────────────────────────


def public_record(source: Source, kind: Kind) -> bytes:
    """Canonical JSON of the record's public fields (sorted keys, UTF-8, one line feed last); never internal or personal ones.

    Minutes carry what minutes may show; a newsletter carries only what the newsletter shows.
    """
    ctx = Context(source, public=True)
    facts: Plain = {"format": source.meeting.format, "kind": kind, "organisation": _organisation(source)}
    facts["meeting"] = _newsletter(ctx) if kind == "newsletter" else _formal(ctx, kind)
    if kind == "newsletter" and newsletter_of(ctx).show_members:
        facts["members"] = [{"name": member.name, "kind": member.kind} for member in source.members.members if member.kind != "person"]
    if kind != "newsletter":
        facts["people"] = _people(ctx, kind)
    return _canonical(_pruned(facts), sort=True)


def _dump(model: BaseModel) -> Plain:
    """A model's fields as YAML names them, the ones at their defaults left out."""
    return model.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def _picked(facts: Plain, names: tuple[str, ...]) -> Plain:
    return {name: facts[name] for name in names if name in facts}


def _organisation(source: Source) -> Plain:
    facts = _picked(_dump(source.organisation), ORGANISATION)
    facts["contact"] = {"address": source.organisation.contact.email, **facts.get("contact", {})}
    return facts


def _formal(ctx: Context, kind: Kind) -> Plain:
    """The meeting without what is personal; the talks' newsletter texts only where they stand in for a summary."""
    facts = _picked(_dump(ctx.meeting), NOTICE if kind == "agenda" else FORMAL)
    items = [_dump(item) for item in ctx.meeting.items if not item.personal]
    facts["items"] = [_picked(item, NOTICED) for item in items] if kind == "agenda" else items
    facts["documents"] = {name: _dump(document) for name, document in ctx.meeting.documents.items() if not document.personal}
    talks: Plain = {}
    for name, talk in ctx.meeting.talks.items():
        talks[name] = _picked(_dump(talk), ("speaker", "title", "organisation", "topic", "text", "appendix"))
        if not talk.text and talk.newsletter:
            talks[name]["text"] = talk.newsletter.text
    facts["talks"] = {name: {key: told for key, told in talk.items() if kind != "agenda" or key != "text"} for name, talk in talks.items()}
    return facts


def _people(ctx: Context, kind: Kind) -> list[Plain]:
    """The standing people as minutes print them; those marked as personal by their office alone."""
    if kind == "agenda":
        return []
    people = (*ctx.source.body.people, *ctx.source.body.staff)
    shown = [(person, ctx.people[person.id]) for person in people]
    return [
        {"id": person.id, "name": named.name, "office": person.office, "member": person.member, "party": named.party or None}
        for person, named in shown
    ]


def _newsletter(ctx: Context) -> Plain:
    """The newsletter with the texts, pictures, decisions and presentations that it shows, and nothing else of the meeting."""
    newsletter = newsletter_of(ctx)
    articles = (newsletter.lead, *newsletter.articles)
    names = dict.fromkeys(name for told in articles for name in told.source)
    listed = newsletter.presentations
    facts = _picked(_dump(ctx.meeting), ("next", "status"))
    facts["newsletter"] = _dump(newsletter)
    facts["items"] = _decided(ctx)
    appendices = [talk.appendix for talk in ctx.meeting.talks.values() if talk.appendix]
    documents = {name: ctx.meeting.documents[name] for name in (listed if listed is not None else appendices)}
    talks = dict.fromkeys([*names, *(name for name, talk in ctx.meeting.talks.items() if talk.appendix in documents)])
    facts["talks"] = {name: _told(ctx, name, articles, documents) for name in talks if name in ctx.meeting.talks}
    facts["documents"] = {
        name: _picked(_dump(document), ("title", "short", "address")) for name, document in documents.items() if not document.personal
    }
    pictures = [told.picture for told in articles if told.picture] + ([newsletter.vignette] if newsletter.vignette else [])
    facts["images"] = {
        name: _picked(_dump(ctx.meeting.images[name]), ("alt", "caption", "credit", "labels")) for name in dict.fromkeys(pictures)
    }
    return facts


def _told(ctx: Context, name: str, articles: tuple[Article, ...], documents: Container[str | None]) -> Plain:
    """Of a talk the text that an article takes from it, its quotation where one is shown, its speaker beside the presentation."""
    talk = ctx.meeting.talks[name]
    facts: Plain = {"speaker": talk.speaker, "appendix": talk.appendix} if talk.appendix in documents else {}
    takers = [told for told in articles if name in told.source]
    if any(not told.text for told in takers):
        words = talk.newsletter or talk.text
        facts["newsletter"] = words.text if words else None
    if talk.quotation and any(not told.quote for told in takers):
        facts["quotation"] = _dump(talk.quotation)
    return facts


def _decided(ctx: Context) -> list[Plain]:
    """Of the items that the decisions box tells of: heading, and the decision where the box has no words of its own."""
    found: list[Plain] = []
    for brief in newsletter_of(ctx).decisions:
        item = ctx.meeting.items[ctx.order[brief.item]]
        if item.personal:
            continue
        keys = ("id", "standard", "heading") if brief.words else ("id", "standard", "heading", "decide", "proposal")
        found.append(_picked(_dump(item), keys))
    return found


def _pruned(value: Any) -> Any:
    """Without what never leaves and without what is empty; running text as its words."""
    if isinstance(value, dict):
        if "text" in value and value.keys() <= {"text", "file"}:
            return value["text"]
        kept = {key: _pruned(inner) for key, inner in value.items() if key not in NEVER}
        return {key: inner for key, inner in kept.items() if inner not in (None, "", [], {}, ())}
    if isinstance(value, list | tuple):
        return [_pruned(inner) for inner in value]
    return value
