"""What layout hands back beside the pages: what it decided, what it could not do, and what the copy lacks for full pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.dataclass import dataclass

if TYPE_CHECKING:
    from pipeline.pdf.placed import Pages
    from pipeline.problems import Message


@dataclass(frozen=True, slots=True)
class Remark:
    """Words about one part of the story; ``origin`` is the record's field they are about ('' for the whole document)."""

    origin: str
    message: Message


@dataclass(frozen=True, slots=True)
class CopyRemark:
    """How one article's copy fits: ``lines`` and ``characters`` over (positive) or under (negative) what fills its page evenly; both 0 where it fits or where ``message`` is about the headline."""

    origin: str
    title: str
    page: int
    lines: int
    characters: int
    message: Message


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A limit of the design that the pages miss: ``tell`` is its number in the design's list, ``page`` 0 for the whole document."""

    tell: int
    page: int
    origin: str
    message: Message


@dataclass(frozen=True, slots=True)
class Layout:
    """Pages ready to paint; ``demanded`` is the page count that was asked for or planned, met when it equals ``len(pages.pages)``.

    ``excess`` counts grid lines over (positive) or free (negative) against the demanded pages; the print edition refuses unless ``planned``.
    """

    pages: Pages
    decisions: tuple[Remark, ...] = ()
    warnings: tuple[Remark, ...] = ()
    copy: tuple[CopyRemark, ...] = ()
    demanded: int = 0
    excess: int = 0
    shortfalls: tuple[Shortfall, ...] = ()

    @property
    def planned(self) -> bool:
        """Whether the page count is the one demanded, or one that sheets allow (1, 2, 4, 8, 12, then multiples of 4)."""
        return len(self.pages.pages) == self.demanded
