"""What the Word writer hands back beside the bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.dataclass import dataclass

if TYPE_CHECKING:
    from pipeline.problems import Message


@dataclass(frozen=True, slots=True)
class Remark:
    """Words about one part of the story; ``origin`` is the record's field they are about ('' for the whole document)."""

    origin: str
    message: Message


@dataclass(frozen=True, slots=True)
class WordFile:
    """The bytes of a .docx; ``pages`` is an estimate, since Word decides for itself where pages end."""

    data: bytes
    pages: int
    warnings: tuple[Remark, ...] = ()
