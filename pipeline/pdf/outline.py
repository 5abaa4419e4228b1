"""The outline: a tree of bookmarks beside the pages (ISO 32000-1, 12.3.3)."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from pipeline.dataclass import dataclass
from pipeline.pdf.canvas import number, text_string
from pipeline.pdf.tree import even

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.pdf.canvas import Canvas
    from pipeline.pdf.placed import Bookmark, Pages


@dataclass(slots=True)
class Entry:
    """A bookmark with those under it; the outline itself has none."""

    number: int
    bookmark: Bookmark | None
    kids: list[Entry] = field(default_factory=list)

    def count(self) -> int:
        """All entries below, as an open outline shows them."""
        return sum(1 + kid.count() for kid in self.kids)


def put_outline(canvas: Canvas, pages: Pages) -> None:
    """Put the bookmarks of the pages, if any; a level that skips one hangs on the nearest above."""
    if not pages.outline:
        return
    root = Entry(canvas.reserve(), None)
    path: list[tuple[int, Entry]] = [(0, root)]
    for bookmark in pages.outline:
        while path[-1][0] >= max(bookmark.level, 1):
            path.pop()
        entry = Entry(canvas.reserve(), bookmark)
        path[-1][1].kids.append(entry)
        path.append((max(bookmark.level, 1), entry))
    canvas.put(f"<</Type/Outlines{_ends(root)}/Count {root.count()}>>", root.number)
    for number_, body in _bodies(canvas, pages, root):
        canvas.put(body, number_)
    canvas.set_catalog("Outlines", f"{root.number} 0 R")


def _ends(entry: Entry) -> str:
    return f"/First {entry.kids[0].number} 0 R/Last {entry.kids[-1].number} 0 R"


def _bodies(canvas: Canvas, pages: Pages, parent: Entry) -> Iterator[tuple[int, str]]:
    for index, entry in enumerate(parent.kids):
        bookmark = entry.bookmark
        assert bookmark is not None
        before = f"/Prev {parent.kids[index - 1].number} 0 R" if index else ""
        after = f"/Next {parent.kids[index + 1].number} 0 R" if index + 1 < len(parent.kids) else ""
        inner = f"{_ends(entry)}/Count {entry.count()}" if entry.kids else ""
        top = number(pages.pages[bookmark.page - 1].height_pt - bookmark.y_pt)
        target = f"/Dest[{canvas.page_object(bookmark.page)} 0 R/XYZ null {top} null]"
        yield entry.number, f"<</Title{text_string(even(bookmark.title))}/Parent {parent.number} 0 R{before}{after}{inner}{target}>>"
        yield from _bodies(canvas, pages, entry)
