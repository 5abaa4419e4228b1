"""The members: how many of each kind, and their names in order."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Literal

from pipeline.language import capitalised

if TYPE_CHECKING:
    from pipeline.compose.context import Context

COUNTED: tuple[Literal["municipality", "region", "organisation", "person"], ...] = ("municipality", "region", "organisation", "person")
"""The order in which kinds are counted: '24 kommuner och fem regioner'."""

LISTED = ("region", "municipality", "organisation")
"""The order of the groups in the list; private persons are counted but not named."""


def counts(ctx: Context) -> dict[str, int]:
    """How many members of each kind: the organisation's own numbers where the list is not complete."""
    known = Counter(member.kind for member in ctx.source.members.members)
    return {kind: ctx.organisation.members_counts.get(kind, known[kind]) for kind in COUNTED}


def total_members(ctx: Context) -> int:
    """How many members there are altogether."""
    return ctx.organisation.members_total or sum(counts(ctx).values())


def counted(ctx: Context) -> str:
    """'24 kommuner och fem regioner'; '' for an organisation without members."""
    parts = []
    for kind, number in counts(ctx).items():
        if number:
            noun = ctx.phrases.say(ctx.phrases.plural(f"members.{kind}", number))
            parts.append(f"{ctx.language.spelled(number)}\u00a0{noun}")
    return ctx.language.listing(parts)


def headline(ctx: Context) -> str:
    """The counts as a headline."""
    return capitalised(counted(ctx))


def listed_groups(ctx: Context) -> tuple[tuple[str, ...], ...]:
    """The members' names by kind, alphabetically in the document's language; empty groups are left out."""
    groups = []
    for kind in LISTED:
        names = sorted((member.name for member in ctx.source.members.members if member.kind == kind), key=ctx.language.sort_key)
        if names:
            groups.append(tuple(ctx.finish(name) for name in names))
    return tuple(groups)
