"""Documents and pictures: named where they are used, there where they are named, and fit to be shown."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.problems import say
from pipeline.records.meeting import Picture
from pipeline.records.newsletter import Newsletter
from pipeline.records.pictures import too_small
from pipeline.records.rules.newsletter import articles
from pipeline.records.rules.sense import Sense
from pipeline.records.shorthand import nearest


def check_documents(sense: Sense) -> None:
    """Documents that are unknown, never mentioned or missing on disk; pictures that are unknown, unused or too small."""
    documents = sense.meeting.documents
    mentioned: set[str] = set()
    for origin, name in documents_named(sense):
        mentioned.add(name)
        if name not in documents:
            sense.unknown(origin, say("the id of a document"), name, documents)
    folder = sense.source.folder / "attachments"
    there = {path.name for path in folder.iterdir() if not path.name.startswith(".")} if folder.is_dir() else set()
    for name, document in documents.items():
        if name not in mentioned:
            hint = say("name it at its item under basis: or documents:, or take it away")
            sense.error(
                f"documents.{name}", say("expected each document to be mentioned at an item, found '{name}' nowhere", name=name), hint
            )
        if document.file is not None and document.file not in sense.source.attachments:
            hint = nearest(document.file, there) or say("put the file there, or correct its name")
            sense.error(f"documents.{name}.file", say("expected a file under attachments/, found '{file}'", file=document.file), hint)
    named = {document.file for document in documents.values()}
    for file in sorted(there - {name for name in named if name}):
        sense.warn(
            "documents",
            say("expected every file under attachments/ among the documents, found '{file}' besides", file=file),
            say("name it under documents: and at its item, or move the file away"),
        )
    _check_pictures(sense)


def documents_named(sense: Sense) -> Iterator[tuple[str, str]]:
    """Every document that something mentions, with the origin."""
    meeting = sense.meeting
    for item in meeting.items:
        for field in ("basis", "documents"):
            for name in getattr(item, field):
                yield f"items.{item.id}.{field}.{name}", name
        for reservation in item.reservations:
            if reservation.document is not None:
                yield f"items.{item.id}.reservations.{reservation.id}.document", reservation.document
    for talk, content in meeting.talks.items():
        if content.appendix is not None:
            yield f"talks.{talk}.appendix", content.appendix
    if meeting.newsletter is not None:
        for name in meeting.newsletter.presentations or ():
            yield f"newsletter.presentations.{name}", name


def _check_pictures(sense: Sense) -> None:
    pictures, newsletter = sense.meeting.images, sense.meeting.newsletter
    used = _pictures_used(newsletter) if newsletter is not None else {}
    for name, origin in used.items():
        if name not in pictures:
            sense.unknown(origin, say("the id of a picture"), name, pictures)
    for name, picture in pictures.items():
        if name not in used and newsletter is not None:
            sense.warn(
                f"images.{name}",
                say("expected every picture to be used, found '{name}' nowhere", name=name),
                say("name it under picture: of an article, or take it away"),
            )
        _check_picture(sense, f"images.{name}", picture)


def _pictures_used(newsletter: Newsletter) -> dict[str, str]:
    """The pictures that the newsletter shows, with the origin where each is named first."""
    used: dict[str, str] = {}
    for origin, article in articles(newsletter):
        if article.picture is not None:
            used.setdefault(article.picture, f"{origin}.picture")
    if newsletter.vignette is not None:
        used.setdefault(newsletter.vignette, "newsletter.vignette")
    return used


def _check_picture(sense: Sense, origin: str, picture: Picture) -> None:
    if not picture.alt:
        sense.error(
            f"{origin}.alt",
            say("expected words that say what the picture shows, found none"),
            say("write a sentence for somebody who cannot see it"),
        )
    left, top, right, bottom = picture.focus
    if not (0 <= left < right <= 1 and 0 <= top < bottom <= 1):
        hint = say("left, top, right and bottom are parts of 1: [0, 0, 1, 1] is the whole picture")
        sense.error(f"{origin}.focus", say("expected a box within the picture, found another"), hint)
    for file in (picture.file, *picture.variants):
        image = sense.source.images.get(file)
        needed = too_small(image, picture.span) if image is not None else None
        if image is not None and needed is not None:
            hint = say("take a larger picture, or show it smaller (span: 6)") if picture.span == 12 else say("take a larger picture")
            message = say("expected {expected}, found {width} in '{file}'", expected=needed, width=int(image.width), file=file)
            sense.error(f"{origin}.file", message, hint)
