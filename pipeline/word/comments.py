"""Comments that a document is sent out with: what its readers should look at, each at the first paragraph that it is about."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.dataclass import dataclass
from pipeline.word.flow import Par
from pipeline.word.names import DECLARATION, NAMESPACES, escape

AUTHOR, INITIALS = "styrelsebrev", "sb"
"""Whose comments these are; on the way back they are nobody's."""
STYLES = frozenset({"CommentReference", "CommentText"})


@dataclass(frozen=True, slots=True)
class Comment:
    """Paragraphs of plain words about the record's field ``origin``."""

    origin: str
    words: tuple[str, ...]


def places_of(comments: Sequence[Comment], pars: Sequence[Par]) -> dict[int, list[int]]:
    """The numbers of the comments that stand at each paragraph, by the paragraph's ``id``."""
    places: dict[int, list[int]] = {}
    for number, comment in enumerate(comments):
        places.setdefault(id(pars[_place(comment.origin, pars)]), []).append(number)
    return places


def commented(content: str, numbers: Sequence[int]) -> str:
    """A paragraph's content as what these comments are about."""
    for number in numbers:
        mark = _run("CommentReference", f'<w:commentReference w:id="{number}"/>')
        content = f'<w:commentRangeStart w:id="{number}"/>{content}<w:commentRangeEnd w:id="{number}"/>{mark}'
    return content


def _place(origin: str, pars: Sequence[Par]) -> int:
    """The first paragraph of the origin, else of what it is a part of; the title for what stands nowhere."""
    while origin:
        for number, par in enumerate(pars):
            if any(found == origin or found.startswith(f"{origin}.") for found in (par.origin, *(run.origin for run in par.runs))):
                return number
        origin = origin.rpartition(".")[0]
    return 0


def comments_xml(comments: Sequence[Comment], date: str) -> str:
    """The comments part; ``date`` is when they were made."""
    parts = []
    for number, comment in enumerate(comments):
        mark = _run("CommentReference", "<w:annotationRef/>")
        content = "".join(
            f'<w:p><w:pPr><w:pStyle w:val="CommentText"/></w:pPr>{"" if index else mark}'
            f'<w:r><w:t xml:space="preserve">{escape(words)}</w:t></w:r></w:p>'
            for index, words in enumerate(comment.words)
        )
        parts.append(f'<w:comment w:id="{number}" w:author="{AUTHOR}" w:date="{date}" w:initials="{INITIALS}">{content}</w:comment>')
    return f"{DECLARATION}<w:comments {NAMESPACES}>{''.join(parts)}</w:comments>"


def _run(style: str, content: str) -> str:
    return f'<w:r><w:rPr><w:rStyle w:val="{style}"/></w:rPr>{content}</w:r>'
