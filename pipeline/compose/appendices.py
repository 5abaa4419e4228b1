"""The list of appendices, in order of mention; each title is edited here and led to from where it is mentioned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.compose.context import appendix_anchor
from pipeline.compose.numbering import Mention
from pipeline.compose.words import phrase
from pipeline.story import Appendices, Appendix, Section, text

if TYPE_CHECKING:
    from pipeline.compose.context import Context


def appendices_section(ctx: Context) -> tuple[Section, ...]:
    """'Bilagor' with those that the §§ of this copy mention; () where there are none."""
    shown = set(ctx.shown) if ctx.shown is not None else None
    entries = [
        _entry(ctx, mention)
        for mention in ctx.mentions.values()
        if (shown is None or shown & set(ctx.mentioned_at[mention.document])) and not ctx.left_out(ctx.meeting.documents[mention.document])
    ]
    if not entries:
        return ()
    return (Section(text(ctx.phrases.say("appendix.head")), (Appendices(tuple(entries), "documents"),), origin="documents"),)


def _entry(ctx: Context, mention: Mention) -> Appendix:
    document, origin = ctx.meeting.documents[mention.document], f"documents.{mention.document}"
    return Appendix(
        number=mention.number,
        label=ctx.phrases.say("appendix", n=mention.number),
        title=phrase(document.title, ctx.language, f"{origin}.title"),
        mentioned=ctx.sections(ctx.mentioned_at[mention.document]),
        anchor=appendix_anchor(mention.number),
        file=document.file or "",
        address=document.address or "",
        origin=origin,
    )
