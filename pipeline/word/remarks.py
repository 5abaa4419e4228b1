"""Comments of a returned file, each with the field that it stands at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.word.comments import AUTHOR
from pipeline.word.holding import Held
from pipeline.word.parsing import Parsed
from pipeline.word.recorded import Line
from pipeline.word.returned import CommentBack
from pipeline.word.revisions import RawParagraph
from pipeline.word.strangers import name_of


def comments(parsed: Parsed, lines: Sequence[Line], views: Sequence[Sequence[Held]]) -> Iterator[CommentBack]:
    """The comments in the order in which they stand in the text, each with its answers; last those that stand nowhere in it."""
    roots = parsed.threads.roots(parsed.comments)
    threads: dict[str, list[str]] = {}
    for name, root in roots.items():
        threads.setdefault(root, []).append(name)
    told: set[str] = set()
    for number, raw in enumerate(parsed.paragraphs):
        for mark in raw.comments:
            if mark.name not in parsed.comments or mark.name in told or roots[mark.name] != mark.name:
                continue
            told.add(mark.name)
            quoted = _quoted(parsed.paragraphs, number, mark.name, mark.at)
            origin = next((found for view in views if (found := _field_at(parsed, lines, view, number, mark.at)) is not None), "")
            yield from _thread(parsed, mark.name, threads[mark.name], origin, quoted)
    for name, root in roots.items():
        if name == root and name not in told:
            yield from _thread(parsed, name, threads[name], "", "")


def _thread(parsed: Parsed, name: str, thread: Sequence[str], origin: str, quoted: str) -> Iterator[CommentBack]:
    """A comment with what answers it; one that the document was sent out with only where something does."""
    comment = parsed.comments[name]
    replies = tuple(
        CommentBack(origin, one.hand.author, one.hand.date, one.text, "")
        for one in map(parsed.comments.__getitem__, thread)
        if one is not comment
    )
    if replies or comment.hand.author != AUTHOR:
        done = comment.paragraph in parsed.threads.done
        yield CommentBack(origin, comment.hand.author, comment.hand.date, comment.text, quoted, replies, done)


def _quoted(paragraphs: Sequence[RawParagraph], number: int, name: str, at: int) -> str:
    """The words between a comment's two marks."""
    found: list[str] = []
    for raw in paragraphs[number:]:
        end = next((mark.at for mark in raw.comment_ends if mark.name == name), None)
        found.append("".join(piece.text for piece in raw.pieces[at:end]))
        if end is not None:
            return "\n".join(found)
        at = 0
    return ""


def _field_at(parsed: Parsed, lines: Sequence[Line], held: Sequence[Held], number: int, at: int) -> str | None:
    """The field where a mark stands in this view, '' where it stands at generated words, None where the view does not show its paragraph."""
    one = next((other for other in held if number in other.seen.raws), None)
    if one is None or not one.lines:
        return None
    before = [piece for raw in one.seen.raws if raw < number for piece in parsed.paragraphs[raw].pieces] + parsed.paragraphs[number].pieces[
        :at
    ]
    shown = {id(piece) for piece in one.seen.pieces}
    offset = sum(len(piece.text) for piece in before if id(piece) in shown)
    fields = [share for _, share in one.shares if share.part.origin]
    if len(fields) == 1:
        return fields[0].part.origin
    inside = next((share for share in fields if any(begin <= offset <= end for begin, end in share.spans)), None)
    return inside.part.origin if inside is not None else next((name_of(lines[line]) for line in one.lines), "")
