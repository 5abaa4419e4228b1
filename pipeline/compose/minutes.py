"""Minutes and extracts of them: the whole document in reading order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.records.reading import Source
    from pipeline.story import Document


def compose_minutes(source: Source, *, public: bool = False, items: Sequence[str] = ()) -> Document:
    """The minutes; with ``items`` (ids) an extract of those §§ under their own numbers; ``public`` leaves out what is personal.

    Raises BadInput where a fact that minutes cannot do without is missing, and where an unadjusted § is to be extracted.
    """
    raise NotImplementedError
