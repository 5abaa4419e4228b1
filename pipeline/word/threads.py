"""Comments of a returned file as Word and LibreOffice thread them (MS-DOCX 2.5.4): which answers which, and what is marked as done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from pipeline.dataclass import dataclass
from pipeline.word.archive import Archive
from pipeline.word.returned import Hand

PARAGRAPH = "{http://schemas.microsoft.com/office/word/2010/wordml}paraId"
_PART = "word/commentsExtended.xml"
_W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"


@dataclass(slots=True)
class Comment:
    """A comment of the file: whose, when, its words; ``paragraph`` is the id that threads know it by."""

    hand: Hand
    text: str
    paragraph: str = ""


@dataclass(slots=True)
class Threads:
    """For the paragraph id of a comment the one that it answers, and the ids of those that are done."""

    parents: dict[str, str] = field(default_factory=dict)
    done: set[str] = field(default_factory=set)

    def roots(self, comments: Mapping[str, Comment]) -> dict[str, str]:
        """For the name of every comment the name of the one that its thread begins with, its own where it answers none."""
        names = {comment.paragraph: name for name, comment in comments.items() if comment.paragraph}
        known: dict[str, str] = {}
        return {name: names.get(self._root(comment.paragraph, names, known), name) for name, comment in comments.items()}

    def _root(self, paragraph: str, names: Mapping[str, str], known: dict[str, str]) -> str:
        """The paragraph that a thread begins with; ``known`` are those found before."""
        way = [paragraph]
        met = {paragraph}
        while way[-1] not in known and (parent := self.parents.get(way[-1], "")) in names and parent not in met:
            way.append(parent)
            met.add(parent)
        root = known.get(way[-1], way[-1])
        known.update(dict.fromkeys(way, root))
        return root


def read_threads(archive: Archive) -> Threads:
    """What the part of the threads says; nothing where there is none."""
    threads = Threads()
    if _PART not in archive:
        return threads
    for entry in archive.xml(_PART).iter(f"{_W15}commentEx"):
        paragraph, parent = entry.get(f"{_W15}paraId", ""), entry.get(f"{_W15}paraIdParent", "")
        if parent:
            threads.parents[paragraph] = parent
        if entry.get(f"{_W15}done", "0") in ("1", "true", "on"):
            threads.done.add(paragraph)
    return threads
