"""A whole Word document: story and look in, the bytes of a .docx out."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.look import Look
    from pipeline.story import Document
    from pipeline.word.outcome import WordFile


def write_docx(
    document: Document,
    look: Look,
    *,
    base: bytes | None = None,
    meeting: str = "",
    track: bool = False,
    frozen: bool = True,
    toc: bool | None = None,
    since: Document | None = None,
) -> WordFile:
    """Minutes, extract or agenda as a .docx that validates against ECMA-376 transitional and repeats to the byte.

    ``base`` is the canonical JSON (origin → markup) that travels along so that edits can come back, ``meeting`` says whose it is;
    ``track`` makes Word track every edit; ``frozen`` keeps each § at its number when another is deleted; ``toc`` None puts in
    a table of contents over eight pages; ``since`` marks the difference to an older story as tracked changes.
    """
    raise NotImplementedError
