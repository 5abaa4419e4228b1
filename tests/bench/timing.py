"""Timing in fair turns: each contestant runs once a round, so that a busy machine is busy for all of them."""

from __future__ import annotations

import gc
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""As users have it: the second start finds the project compiled, as every start finds the libraries."""


def in_turns(contestants: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Median seconds of each contestant over ``rounds``, after one round that does not count."""
    seconds: dict[str, list[float]] = {name: [] for name in contestants}
    for number in range(rounds + 1):
        for name, run in contestants.items():
            gc.collect()
            begun = time.perf_counter()
            run()
            if number:
                seconds[name].append(time.perf_counter() - begun)
    return {name: statistics.median(values) for name, values in seconds.items()}


def python(*arguments: str) -> Callable[[], None]:
    """A cold run of this interpreter in the project's root; a failure is shown and raised."""

    def run() -> None:
        done = subprocess.run([sys.executable, *arguments], cwd=ROOT, env=ENVIRONMENT, capture_output=True, check=False)
        if done.returncode:
            raise RuntimeError(done.stderr.decode(errors="replace"))

    return run


PEAK = """
import pathlib, re
try:
    print(re.search(r"VmHWM:\\s*(\\d+)", pathlib.Path("/proc/self/status").read_text())[1])
except OSError:
    try:
        import resource
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
    except ImportError:
        print(0)
"""
"""Linux's own high-water mark where there is one: its getrusage counts what the process that started this one had, too."""


def peak_memory_mb(code: str) -> float:
    """Peak resident memory of a fresh interpreter that runs ``code``, in MB; 0 where the system does not tell."""
    tail = f"\n{PEAK}"
    done = subprocess.run([sys.executable, "-c", code + tail], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)
    unit = 1 if sys.platform == "darwin" else 1024
    return int(done.stdout.split()[-1]) * unit / 1e6


def table(title: str, rows: list[tuple[str, str, str]]) -> None:
    """Title, then name, figure and aim in columns."""
    print(f"\n{title}")
    width = max((len(name) for name, _, _ in rows), default=0)
    figures = max((len(figure) for _, figure, _ in rows), default=0)
    for name, figure, aim in rows:
        print(f"  {name.ljust(width)}  {figure.rjust(figures)}  {aim}".rstrip())


def verdict(figure: float, limit: float, *, least: bool = False) -> str:
    """'aim ≤ 1.5: met' and the like."""
    met = figure >= limit if least else figure <= limit
    return f"aim {'≥' if least else '≤'} {limit:g}: {'met' if met else 'MISSED'}"
