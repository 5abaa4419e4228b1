"""Runs the parts named on the command line, or all."""

from __future__ import annotations

import sys

from tests.bench import parts


def main(names: list[str]) -> int:
    """Run ``names`` (cold, newsletter, fifty, minutes, growth, memory, pull, tags, lines, random, mail) in order."""
    from tests.bench import lines, mail_bench, random_layouts, returning

    known = {
        "cold": parts.cold,
        "newsletter": parts.newsletter,
        "fifty": lambda: parts.newsletter(50, 3),
        "minutes": parts.minutes,
        "growth": parts.growth,
        "memory": parts.memory,
        "pull": returning.pull,
        "tags": parts.tags,
        "lines": lines.main,
        "random": random_layouts.main,
        "mail": mail_bench.main,
    }
    unknown = [name for name in names if name not in known]
    if unknown:
        print(f"expected {', '.join(known)}; found {', '.join(unknown)}", file=sys.stderr)
        return 1
    for name in names or known:
        known[name]()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
