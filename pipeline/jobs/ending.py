"""How a person or the computer ends a run that sends: the message in hand is finished, so that it is in no doubt."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

GENTLE = ("SIGINT", "SIGTERM", "SIGHUP")
"""Ctrl-C, the computer going down, the terminal closed; Windows has no SIGHUP."""


@contextmanager
def ending() -> Iterator[Callable[[], bool]]:
    """The first signal finishes the message in hand; a second Ctrl-C stops at once."""
    asked = threading.Event()

    def handle(number: int, frame: object) -> None:
        del frame
        if asked.is_set() and number == signal.SIGINT:
            raise KeyboardInterrupt
        asked.set()

    if threading.current_thread() is not threading.main_thread():
        yield asked.is_set
        return
    numbers = [getattr(signal, name) for name in GENTLE if hasattr(signal, name)]
    # What was told to be ignored, as by nohup, stays so.
    before = {number: signal.signal(number, handle) for number in numbers if signal.getsignal(number) != signal.SIG_IGN}
    try:
        yield asked.is_set
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
