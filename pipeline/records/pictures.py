"""Pictures of a meeting: loaded whole, measured, and refused where they cannot be shown."""

from __future__ import annotations

import io
import re
import warnings
from pathlib import Path
from xml.etree.ElementTree import ParseError

from pipeline.drawing import xml_tree
from pipeline.problems import Message, say
from pipeline.records.folder import find_exact
from pipeline.records.shorthand import Wrong, nearest
from pipeline.records.source import LoadedImage, MediaType

MAX_PIXELS = 100_000_000
MAX_BYTES = 64 * 1024 * 1024
ORIENTATION, LYING = 0x0112, 5
"""The Exif tag that cameras write when they are turned, and its least value for a picture that lies on its side (Exif 2.32, 4.6.5.1)."""
_NUMBER = re.compile(r"\s*([0-9]*\.?[0-9]+(?:e[+-]?[0-9]+)?)\s*(px|pt|mm|cm|in)?\s*$", re.IGNORECASE)
_PIXELS = {"": 1.0, "px": 1.0, "pt": 4 / 3, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}


def load_image(folder: Path, name: str) -> LoadedImage:
    """The picture images/NAME; Wrong where it is missing, no picture, broken, or draws on things outside itself."""
    path = find_exact(folder / "images", name)
    if path is None:
        there = sorted(file.name for file in (folder / "images").iterdir()) if (folder / "images").is_dir() else []
        raise Wrong(say("a file under images/"), nearest(name, there) or say("put the picture there, or correct its name"))
    if path.stat().st_size > MAX_BYTES:
        raise Wrong(say("a picture of at most {limit} MB", limit=MAX_BYTES >> 20), say("save it smaller"))
    data = path.read_bytes()
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return LoadedImage(name, "image/png", data, *_raster(data))
    if data.startswith(b"\xff\xd8\xff"):
        return LoadedImage(name, "image/jpeg", data, *_raster(data))
    media: MediaType = "image/svg+xml"
    if b"<svg" in data[:65536]:
        return LoadedImage(name, media, data, *drawing_size(data))
    raise Wrong(say("a picture as SVG, PNG or JPEG"), say("save it in one of these forms"))


def _raster(data: bytes) -> tuple[float, float]:
    """Width and height in pixels, upright, of a picture that was decoded to its last line."""
    from PIL import Image

    broken = Wrong(say("a picture that is whole"), say("the file is cut off or damaged: save or send it anew"))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data)) as image:
                width, height = image.size
                if width * height > MAX_PIXELS:
                    raise _too_large()
                image.load()
                if image.getexif().get(ORIENTATION, 1) >= LYING:
                    width, height = height, width
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_large() from None
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        if isinstance(error, Wrong):
            raise
        raise broken from None
    return float(width), float(height)


def _too_large() -> Wrong:
    return Wrong(say("a picture of at most {limit} million pixels", limit=MAX_PIXELS // 1_000_000), say("save it smaller"))


def drawing_size(data: bytes) -> tuple[float, float]:
    """Width and height of a drawing in its own units, from viewBox or width and height (SVG 1.1, 7.7)."""
    if b"<!ENTITY" in data or (b"<!DOCTYPE" in data and b"[" in data.split(b"<!DOCTYPE", 1)[1].split(b">", 1)[0]):
        raise Wrong(say("a drawing without entities of its own"), say("save it as plain SVG"))
    try:
        root = xml_tree(data)
    except ParseError as error:
        raise Wrong(say("an SVG drawing that is whole"), say("the file is damaged ({reason}): save it anew", reason=str(error))) from None
    for element in root.iter() if b"href" in data else ():
        for name, value in element.attrib.items():
            if name.rsplit("}", 1)[-1] == "href" and not value.startswith(("#", "data:")):
                raise Wrong(say("a drawing that holds all its parts"), say("it shows {address}: embed that in the drawing", address=value))
    box = (root.get("viewBox") or "").replace(",", " ").split()
    written = box[2:] if len(box) == 4 else (root.get("width"), root.get("height"))
    size = (_length(written[0]), _length(written[1]))
    if size[0] <= 0 or size[1] <= 0:
        raise Wrong(say("a drawing with a size (viewBox, or width and height)"), say("save it as plain SVG from the drawing program"))
    return size


def _length(written: str | None) -> float:
    """A length in pixels, 0 where there is none."""
    found = _NUMBER.match(written or "")
    return float(found[1]) * _PIXELS[(found[2] or "").lower()] if found else 0.0


def too_small(image: LoadedImage, span: int) -> Message | None:
    """What to say of a photograph that would be printed with under 200 pixels an inch across that many of the twelve columns."""
    if image.media_type == "image/svg+xml":
        return None
    needed = round(SPAN_INCHES[span] * MIN_PPI)
    return say("at least {needed} pixels across", needed=needed) if image.width < needed else None


MIN_PPI = 200
SPAN_INCHES = {6: 239.53 / 72, 12: 493.23 / 72}
"""Widths of pictures on the newsletter's page (six and twelve columns of 28.11 pt, gutters of 14.173 pt)."""
