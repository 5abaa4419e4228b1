"""A Word file that people edited, back to what stands at each field of the record."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from typing import TYPE_CHECKING

from pipeline.collector import resting_collector
from pipeline.dataclass import dataclass
from pipeline.problems import Message, counted, say
from pipeline.word.archive import Archive
from pipeline.word.blocks import Making, pieces_of
from pipeline.word.holding import Held, hold
from pipeline.word.keeping import close
from pipeline.word.names import PROPERTY_HASH, PROPERTY_MEETING, RECORD
from pipeline.word.pairing import Pairing, pair
from pipeline.word.parsing import Parsed, parse
from pipeline.word.recorded import Line, read_base, read_lines
from pipeline.word.remarks import comments
from pipeline.word.returned import FieldBack, Found, Hand, Returned
from pipeline.word.revisions import Seen, view_of
from pipeline.word.shown import fingerprint, shown_furniture, shown_lines
from pipeline.word.strangers import additions, furniture, gone, heads, moves, refusals, renumbered, sections
from pipeline.word.values import Standing, Written, standing, written

if TYPE_CHECKING:
    from lxml.etree import _Element

    from pipeline.story import Document

_KNOWN = 0.3
"""Share of the paragraphs that must be found again for a file without its record to be taken for this meeting's."""


@dataclass(slots=True)
class _Record:
    """What the document was made from, and how that is known."""

    meeting: str
    base: Mapping[str, str]
    lines: list[Line]
    furniture: Sequence[str]
    notes: list[Message] = field(default_factory=list)


@dataclass(slots=True)
class _View:
    """One view of the file: paragraphs, what they hold, what stands at each field."""

    seen: list[Seen]
    pairing: Pairing
    held: list[Held]
    fields: dict[str, Standing]


def read_docx(data: bytes, name: str, *, meeting: str = "", fallback: Document | None = None, base: bytes | None = None) -> Returned:
    """What came back in the file called ``name``.

    ``fallback`` and ``base`` (today's story and record) stand in where the file lost the record it was made from.
    Raises BadInput for what is no Word file of this tool and this ``meeting``, and for a file that is broken or hostile.
    """
    with resting_collector():
        archive = Archive(data, name)
        return _read(archive, _record(archive, meeting, fallback, base))


def _read(archive: Archive, record: _Record) -> Returned:
    """What the file says, held against the record that it was made from."""
    parsed = parse(archive)
    fields = written(record.lines, record.base)
    paragraphs = [raw for raw in parsed.paragraphs if not raw.contents]
    parsed.paragraphs = paragraphs
    final = _view(record.lines, view_of(paragraphs, "final"), fields)
    tracked = any(raw.tracked for raw in paragraphs)
    original = _view(record.lines, view_of(paragraphs, "original"), fields) if tracked else final
    _recognised(archive, record, final, original)
    added, moved = tuple(additions(record.lines, final.held)), tuple(moves(record.lines, final.held, final.pairing))
    refused = (*refusals(record.lines, final.held, original.held), *furniture(parsed.furniture, record.furniture))
    shifted = moved or any(one.kind == "section" for one in added) or any(one.kind == "section_deleted" for one in refused)
    if not shifted:
        labels = parsed.lists.labels(one.seen.series for one in final.held)
        refused = (*refused, *renumbered(record.lines, final.held, labels))
    return Returned(
        record.meeting,
        {origin: _field(origin, one, final, original, parsed) for origin, one in fields.items()},
        tuple(comments(parsed, record.lines, (final.held, original.held))),
        added,
        refused,
        moved,
        (*record.notes, *_told(record, final)),
        tuple(section for _, section in heads(record.lines)),
        tuple(sections(record.lines, (number for one in final.held for number in one.lines))),
        frozenset(gone(record.lines, final.held)),
    )


def _record(archive: Archive, meeting: str, fallback: Document | None, base: bytes | None) -> _Record:
    """The record that travelled, else today's."""
    properties = _properties(archive)
    for part in archive.names("customXml/item"):
        if part.endswith(".xml") and (root := archive.xml(part)).tag == f"{{{RECORD}}}record":
            record = _travelled(archive, root)
            _same_meeting(archive, record.meeting or properties.get(PROPERTY_MEETING, ""), meeting)
            return record
    _same_meeting(archive, properties.get(PROPERTY_MEETING, ""), meeting)
    if fallback is None:
        raise archive.refuse(
            say("expected a document that this program made, found no record in it"),
            say("name the meeting that it belongs to, so that it can be found by its words"),
        )
    pieces = list(pieces_of(fallback.blocks, Making(frozen=True)))
    close(pieces, fallback.metadata.title)
    lines = read_lines(shown_lines(pieces))
    note = say("the record that travelled in the document is gone; it is compared with the record as it is today")
    told = read_base(base.decode()) if base is not None else {}
    notes = [note]
    if base is not None and properties.get(PROPERTY_HASH, "") not in ("", fingerprint(base)):
        notes.append(say("the record has changed since the document was made"))
    return _Record(properties.get(PROPERTY_MEETING, meeting), told, lines, shown_furniture(fallback.furniture), notes)


def _travelled(archive: Archive, root: _Element) -> _Record:
    """The record out of the custom part."""
    texts = {child.tag.rpartition("}")[2]: child.text or "" for child in root}
    try:
        lines = read_lines(json.loads(texts["lines"]))
        return _Record(root.get("meeting", ""), read_base(texts["base"]), lines, json.loads(texts.get("furniture", "[]")))
    except (ValueError, TypeError, KeyError, IndexError, RecursionError) as error:
        raise archive.refuse(
            say("expected the record that travels in the document, found it damaged"), say("ask for the document anew, or undo the damage")
        ) from error


def _properties(archive: Archive) -> dict[str, str]:
    """The custom properties by name."""
    if "docProps/custom.xml" not in archive:
        return {}
    return {one.get("name", ""): "".join(str(text) for text in one.itertext()) for one in archive.xml("docProps/custom.xml")}


def _same_meeting(archive: Archive, found: str, expected: str) -> None:
    if found and expected and found != expected:
        raise archive.refuse(
            say("expected a document of the meeting {expected}, found one of {found}", expected=expected, found=found),
            say("name the meeting {found}", found=found),
        )


def _recognised(archive: Archive, record: _Record, final: _View, original: _View) -> None:
    """Refuse a file that has next to nothing of this meeting in it."""
    placed = max(sum(at is not None for at in view.pairing.place) for view in (final, original))
    marked = final.pairing.marked or original.pairing.marked
    if record.lines and not marked and placed < _KNOWN * len(record.lines):
        raise archive.refuse(
            say("expected the minutes of this meeting, found hardly a paragraph of them"),
            say("check that this is the right file and the right meeting"),
        )


def _view(lines: list[Line], seen: list[Seen], fields: Mapping[str, Written]) -> _View:
    pairing = pair(lines, seen)
    held = hold(lines, seen, pairing)
    return _View(seen, pairing, held, standing(lines, held, fields))


def _field(origin: str, meant: Written, final: _View, original: _View, parsed: Parsed) -> FieldBack:
    now, before = final.fields[origin], original.fields[origin]
    hands: tuple[Hand, ...] = ()
    if now.markup != before.markup:
        raws = sorted(now.raws | before.raws)
        hands = tuple(dict.fromkeys(hand for raw in raws for hand in parsed.paragraphs[raw].hands()))
    marks = {mark for line in meant.lines for mark in line.marks}
    found: Found = "lost"
    if now.raws or before.raws:
        held = {name for raw in now.raws | before.raws for name in parsed.paragraphs[raw].bookmarks}
        found = "bookmark" if marks & held else "alignment"
    return FieldBack(origin, meant.base, now.markup, before.markup, found, hands)


def _told(record: _Record, final: _View) -> Iterator[Message]:
    """What had to be found another way."""
    anchored = [number for number, line in enumerate(record.lines) if line.marks]
    lost = [number for number in anchored if number not in final.pairing.marked and final.pairing.place[number] is not None]
    if lost:
        one = say("one field had lost its mark and was found again by its words")
        yield counted(len(lost), one, say("{count} fields had lost their marks and were found again by their words", count=len(lost)))
