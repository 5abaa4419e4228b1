"""Random newsletters from a fixed seed, written and measured by the check's own reader: how many have no miss at all, and of what kind the misses are."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from tests.bench import words
from tests.bench.timing import table, verdict

SEEDS = range(200)
PAGES = "Number of pages"
"""A limit of print alone: the screen edition keeps its natural number and says so."""


@dataclass(slots=True)
class Tally:
    """What the check found in so many newsletters."""

    laid_out: int = 0
    clean: int = 0
    clean_on_screen: int = 0
    """Without a miss but that of the number of pages."""
    misses: Counter[str] = field(default_factory=Counter)
    pages: Counter[int] = field(default_factory=Counter)

    def add(self, document: Any, look: Any) -> None:
        """Lay one out, write it, measure it."""
        from pipeline.jobs.checking import newsletter_tells
        from pipeline.pdf.newsletter import layout_newsletter
        from pipeline.pdf.screen import write_screen

        layout = layout_newsletter(document, look)
        missed = {
            f"{tell.number} {tell.name}" for tell in newsletter_tells(write_screen(document, layout.pages, look), look) if tell.missed
        }
        self.laid_out += 1
        self.clean += not missed
        self.clean_on_screen += all(name.endswith(PAGES) for name in missed)
        self.misses.update(missed)
        self.pages[len(layout.pages.pages)] += 1


def main(seeds: range = SEEDS) -> None:
    """Print shares and histogram."""
    from tests.pdf.varied import Varied

    tally = Tally()
    for seed in seeds:
        tally.add(Varied(seed).document(), words.look())
    clean, on_screen = (100 * count / tally.laid_out for count in (tally.clean, tally.clean_on_screen))
    rows = [
        ("without any miss of a limit of the screen edition", f"{on_screen:.1f} %", verdict(on_screen, 95, least=True)),
        ("the same, and a number of pages that sheets allow", f"{clean:.1f} %", ""),
        ("pages", ", ".join(f"{pages}: {count}" for pages, count in sorted(tally.pages.items())), ""),
    ]
    rows += [(f"missed: {name}", str(count), "") for name, count in tally.misses.most_common()]
    table(f"{tally.laid_out} random newsletters of any length", rows)
