"""Pictures of the record as figures, with their words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.compose.titles import missing
from pipeline.compose.words import phrase
from pipeline.problems import say
from pipeline.story import Figure, Image

if TYPE_CHECKING:
    from pipeline.compose.context import Context


def figure(ctx: Context, name: str) -> Figure:
    """The picture of an id; BadInput where its file was not read or its text alternative is empty."""
    picture, origin = ctx.meeting.images[name], f"images.{name}"
    if not picture.alt.strip():
        raise missing(ctx, origin, say("expected a text alternative, found none"), say("write alt: with what the picture says"))
    return Figure(
        image=_image(ctx, picture.file, origin, picture.focus),
        alt=ctx.finish(" ".join(picture.alt.split())),
        caption=phrase(picture.caption, ctx.language) if picture.caption else (),
        credit=ctx.finish(picture.credit or ""),
        labels=tuple(ctx.finish(label) for label in picture.labels),
        span=picture.span,
        variants=tuple(_image(ctx, variant, origin, picture.focus) for variant in picture.variants),
        origin=origin,
    )


def _image(ctx: Context, file: str, origin: str, focus: tuple[float, float, float, float]) -> Image:
    loaded = ctx.source.images.get(file)
    if loaded is None:
        raise missing(ctx, origin, say("expected the picture {file} under images/, found none", file=file))
    return Image(loaded.name, loaded.media_type, loaded.data, focus)
