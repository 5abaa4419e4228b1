"""Random newsletters from a fixed seed, written and measured by the check's own reader: how many have no miss at all, and of what kind the misses are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
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
    silent: Counter[str] = field(default_factory=Counter)
    """Misses that the check finds and the layout does not tell."""
    pages: Counter[int] = field(default_factory=Counter)

    def add(self, document: Any, look: Any) -> None:
        """Lay one out, write it, measure it."""
        from pipeline.jobs.checking import newsletter_tells
        from pipeline.pdf.newsletter import layout_newsletter
        from pipeline.pdf.screen import write_screen

        layout = layout_newsletter(document, look)
        tells = newsletter_tells(write_screen(document, layout.pages, look), look)
        missed = {f"{tell.number} {tell.name}" for tell in tells if tell.missed}
        self.silent.update(f"{tell.number} {tell.name}" for tell, _ in silent(tells, layout))
        self.laid_out += 1
        self.clean += not missed
        self.clean_on_screen += all(name.endswith(PAGES) for name in missed)
        self.misses.update(missed)
        self.pages[len(layout.pages.pages)] += 1


def silent(tells: Sequence[Any], layout: Any) -> list[tuple[Any, str]]:
    """Misses of the check with their places that neither a warning nor a shortfall of the layout names."""
    told = {(one.tell, one.page) for one in layout.shortfalls}
    whole = {tell for tell, page in told if page == 0}
    pages = len(layout.pages.pages)
    if layout.warnings:
        told |= {(9, page) for page in range(pages + 1)}
    found = []
    for tell in tells:
        for place in tell.missed:
            page = int(re.match(r"\d*", place).group() or 0)  # type: ignore[union-attr]
            known = tell.number in whole or (tell.number, page) in told or (page == 0 and any(tell.number == one for one, _ in told))
            if not known:
                found.append((tell, place))
    return found


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
    rows.append(("misses that the layout does not tell", str(tally.silent.total()), verdict(tally.silent.total(), 0)))
    rows += [(f"untold: {name}", str(count), "") for name, count in tally.silent.most_common()]
    rows += [(f"missed: {name}", str(count), "") for name, count in tally.misses.most_common()]
    table(f"{tally.laid_out} random newsletters of any length", rows)
