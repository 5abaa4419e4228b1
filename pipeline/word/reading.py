"""A Word file that people edited, back to what stands at each field of the record."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.story import Document
    from pipeline.word.returned import Returned


def read_docx(data: bytes, name: str, *, meeting: str = "", fallback: Document | None = None, base: bytes | None = None) -> Returned:
    """What came back in the file called ``name``.

    ``fallback`` and ``base`` (today's story and record) stand in where the file lost the record it was made from.
    Raises BadInput for what is no Word file of this tool and this ``meeting``, and for a file that is broken or hostile.
    """
    raise NotImplementedError
