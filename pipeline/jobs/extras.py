"""The libraries of the extra 'mail', which a plain installation lacks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from pipeline.problems import BadInput, Place, Problem, say

INSTALL = say("install the libraries for mail: pip install --require-hashes -r requirements-mail.lock")
"""The README's line: 'the extra' says nothing to whoever never packed Python."""


@contextmanager
def wanting(library: str, place: Place, field: str = "") -> Iterator[None]:
    """Tell a missing ``library`` (its name to import) at the place that asks for it; raises BadInput."""
    try:
        yield
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != library.partition(".")[0]:
            raise
        found = say("expected the library {library}, found none", library=library)
        raise BadInput([Problem(place, field, found, INSTALL)]) from error
