"""The garbage collector at rest while a document is read or made: it would go through all of it again and again and find nothing."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def resting_collector() -> Iterator[None]:
    """Pause the collector, and leave it as it was found; half of the time of a long document goes into it otherwise."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()
