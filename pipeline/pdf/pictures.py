"""Pictures in frames of whole grid lines: natural proportions, the frame's height, and the part shown, which always holds the focus."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from functools import lru_cache

from pipeline.dataclass import dataclass
from pipeline.pdf.grid import LINE, object_height
from pipeline.story import Figure, Image

Crop = tuple[float, float, float, float]
WHOLE: Crop = (0.0, 0.0, 1.0, 1.0)
CLOSE = 0.004
"""Difference in proportions that nobody sees and no crop is made for."""

HEAD = 131072
"""Bytes before a picture's own in which Exif's are looked for."""
_NUMBER = r"([\d.]+(?:[eE][-+]?\d+)?)"
_VIEW_BOX = re.compile(rb"viewBox\s*=\s*[\"']\s*[-\d.eE]+[\s,]+[-\d.eE]+[\s,]+([\d.eE+-]+)[\s,]+([\d.eE+-]+)")
_WIDTH = re.compile(rb"<svg[^>]*?\swidth\s*=\s*[\"']" + _NUMBER.encode())
_HEIGHT = re.compile(rb"<svg[^>]*?\sheight\s*=\s*[\"']" + _NUMBER.encode())


@dataclass(frozen=True, slots=True)
class Framing:
    """A picture chosen for a frame: the drawing, how high it stands in grid lines, and what of it is shown."""

    image: Image
    lines: int
    crop: Crop

    @property
    def loss(self) -> float:
        """The part of the picture that is cropped away."""
        return 1 - (self.crop[2] - self.crop[0]) * (self.crop[3] - self.crop[1])


@lru_cache(maxsize=256)
def proportions(image: Image) -> float:
    """Width over height as the file says; 1.5 where it does not."""
    width, height = _size(image.data, image.media_type)
    ratio = width / height if width > 0 and height > 0 else 1.5
    return min(max(ratio, 0.02), 50.0)


def _size(data: bytes, media_type: str) -> tuple[float, float]:
    match media_type:
        case "image/svg+xml":
            return _svg_size(data)
        case "image/png":
            return _upright(data, (int.from_bytes(data[16:20]), int.from_bytes(data[20:24])))
        case _:
            return _upright(data, next(_jpeg_frames(data), (0, 0)))


def _upright(data: bytes, size: tuple[int, int]) -> tuple[int, int]:
    """A photograph's size as it is shown: cameras that were turned say so in Exif's tag for orientation."""
    if b"Exif\0\0" not in data[:HEAD] and b"eXIf" not in data[:HEAD]:
        return size
    from PIL import Image as Reader

    try:
        turned = Reader.open(io.BytesIO(data)).getexif().get(0x0112, 1) >= 5
    except OSError:
        return size  # what is no picture is told when it is painted
    return size[::-1] if turned else size


def _svg_size(data: bytes) -> tuple[float, float]:
    head = data[:4096]
    box = _VIEW_BOX.search(head)
    width, height = _WIDTH.search(head), _HEIGHT.search(head)
    try:
        if box:
            return float(box[1]), float(box[2])
        if width and height:
            return float(width[1]), float(height[1])
    except ValueError:
        return 0, 0
    return 0, 0


def _jpeg_frames(data: bytes) -> Iterator[tuple[int, int]]:
    """Sizes in the frame headers (ITU T.81, B.2.2)."""
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4])
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
            yield int.from_bytes(data[at + 7 : at + 9]), int.from_bytes(data[at + 5 : at + 7])
        at += 2 + length if marker < 0xD0 or marker > 0xD9 else 2


def natural_lines(image: Image, width_pt: float) -> float:
    """How many grid lines the whole picture takes at this width, not rounded."""
    return (width_pt / proportions(image) - object_height(1)) / LINE + 1


def frame_lines(figure: Figure, width_pt: float, usual: int, least: int, most: int) -> int:
    """The height that a figure asks for: that of the drawing nearest to the usual one, or the usual one where all must be cropped.

    A declared focus is never cut: the frame grows for it, up to ``most``.
    """
    own = [natural_lines(image, width_pt) for image in (figure.image, *figure.variants)]
    fitting = [lines for lines in own if least - 0.5 <= lines <= most + 0.5]
    if fitting:
        nearest: float = min(fitting, key=lambda lines: abs(lines - usual))
        return round(nearest)
    if max(own) < least:
        return max(2, round(max(own)))
    focus = figure.image.focus
    if focus == WHOLE:
        return usual
    needed = natural_lines(figure.image, width_pt) * max(focus[3] - focus[1], 0.05) + 1
    return int(min(max(usual, needed), most))


def frame(figure: Figure, width_pt: float, lines: int) -> Framing:
    """The drawing that loses least in a frame of this size."""
    height = object_height(lines)
    framings = (Framing(image, lines, crop(image, width_pt / height)) for image in (figure.image, *figure.variants))
    return min(framings, key=lambda framing: framing.loss)


def crop(image: Image, ratio: float) -> Crop:
    """The largest part of the picture in these proportions, centred on the focus and inside the picture."""
    own = proportions(image)
    if abs(own / ratio - 1) <= CLOSE:
        return WHOLE
    left, top, right, bottom = image.focus
    if own > ratio:
        part = ratio / own
        start = min(max((left + right - part) / 2, 0.0), 1 - part)
        return (start, 0.0, start + part, 1.0)
    part = own / ratio
    start = min(max((top + bottom - part) / 2, 0.0), 1 - part)
    return (0.0, start, 1.0, start + part)


def shows_focus(framing: Framing) -> bool:
    """Whether nothing of a declared focus is cropped away."""
    focus = framing.image.focus
    if focus == WHOLE:
        return True
    shown = framing.crop
    return shown[0] <= focus[0] + CLOSE and shown[1] <= focus[1] + CLOSE and shown[2] >= focus[2] - CLOSE and shown[3] >= focus[3] - CLOSE
