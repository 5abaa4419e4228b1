"""The complete minutes: the document with its appendices behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.problems import BadInput, Message, Problem, reason_of, say

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.look import Look
    from pipeline.pdf.appended import Complete, Part
    from pipeline.records.source import Source
    from pipeline.story import Document

MEDIA_TYPES = {".pdf": "application/pdf", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}


def complete(document: Document, main: bytes, record: Source, look: Look, tagged: str) -> tuple[Complete, tuple[Message, ...]]:
    """The whole file and what to say of it, the tagged file by its name; raises BadInput with every appendix that cannot be read."""
    from pipeline.pdf.appended import append_parts

    parts, without = _parts(document, record)
    made = append_parts(document, main, parts, look)
    said: list[Message] = []
    if without:
        said.append(say("{labels}: no file under attachments/, so not appended.", labels=", ".join(without)))
    if made.not_archival:
        said.append(say("The complete minutes are not PDF/A, because of {labels}.", labels=", ".join(made.not_archival)))
    else:
        said.append(say("The complete minutes are PDF/A-2b; the tagged document is {file}.", file=tagged))
    return made, tuple(said)


def _parts(document: Document, record: Source) -> tuple[list[Part], list[str]]:
    """The appendices with files, in order, and the labels of those without."""
    from pipeline.pdf.appended import Part
    from pipeline.story import Appendix, plain, walk

    parts: list[Part] = []
    without: list[str] = []
    problems: list[Problem] = []
    for entry in walk(document.blocks):
        if not isinstance(entry, Appendix):
            continue
        path = record.attachments.get(entry.file)
        if path is None:
            without.append(entry.label)
            continue
        origin = f"{entry.origin}.file"
        where = record.place(origin)
        media = MEDIA_TYPES.get(path.suffix.lower())
        if media is None:
            message = say("expected {label} as PDF, PNG or JPEG, found {file}", label=entry.label, file=path.name)
            problems.append(Problem(where, origin, message, say("save it as PDF")))
            continue
        try:
            data = _steady(path)
        except OSError as error:
            message = say("expected {label} to be readable, found: {reason}", label=entry.label, reason=reason_of(error))
            problems.append(Problem(where, origin, message))
            continue
        if data is None:
            message = say("expected {label} to stay as it is, found {file} changing while it was read", label=entry.label, file=path.name)
            problems.append(Problem(where, origin, message, say("close the program that writes it, and run the command again")))
            continue
        parts.append(Part(entry.label, plain(entry.title), data, media, where, path.name, origin))
    if problems:
        raise BadInput(problems)
    return parts, without


def _steady(path: Path) -> bytes | None:
    """The file's bytes; None when it changed while it was read."""
    before = path.stat()
    data = path.read_bytes()
    after = path.stat()
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns) or len(data) != after.st_size:
        return None
    return data
