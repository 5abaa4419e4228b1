"""Pictures of a document as XObjects: drawings as forms, photographs as images in the edition's colours and resolution."""

from __future__ import annotations

import io
import struct
from dataclasses import field, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from PIL import Image, ImageOps, UnidentifiedImageError

from pipeline.dataclass import dataclass
from pipeline.pdf.canvas import Stream, number
from pipeline.pdf.drawings import drawing, put_drawing
from pipeline.pdf.profile import to_srgb
from pipeline.pdf.svg_style import Beyond
from pipeline.problems import Message, Place, Problem, say

if TYPE_CHECKING:
    from pipeline import story
    from pipeline.pdf.canvas import Canvas
    from pipeline.pdf.inks import Inks
    from pipeline.pdf.placed import PlacedPicture
    from pipeline.pdf.profile import Profile

SCREEN_PPI, PRINT_PPI = 220.0, 450.0
"""More than this per inch of the page is taken out of a picture."""
SLACK = 1.2
"""A picture that is only a little finer stays as it is."""
JPEG_QUALITY = 85
HEAVY = 300_000
"""Bytes from which a picture saved without loss is tried as JPEG, for a newsletter must pass through mail."""
MAX_PIXELS = 120_000_000
Crop = tuple[float, float, float, float]
WHOLE: Crop = (0.0, 0.0, 1.0, 1.0)


class Unreadable(ValueError):
    """Why a picture cannot be used, and what to do."""

    def __init__(self, message: Message, hint: Message) -> None:
        self.message = message
        self.hint = hint
        super().__init__(str(message))


def open_picture(image: story.Image) -> Image.Image:
    """A photograph upright in L, LA, RGB or RGBA and in sRGB; Unreadable for what is none."""
    try:
        opened = Image.open(io.BytesIO(image.data), formats=("PNG", "JPEG"))
        if opened.width * opened.height > MAX_PIXELS:
            raise Unreadable(
                say("expected a picture, found {width} × {height} pixels", width=opened.width, height=opened.height), say("make it smaller")
            )
        opened.load()
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        if isinstance(error, Unreadable):
            raise
        raise Unreadable(
            say("expected a PNG or JPEG picture, found a file that cannot be read as one"), say("save the picture anew")
        ) from error
    if opened.mode in {"CMYK", "YCbCr", "LAB", "HSV"}:
        raise Unreadable(
            say("expected a picture in RGB or greyscale, found {mode}", mode=opened.mode),
            say("save the picture in RGB with the profile sRGB"),
        )
    profile = opened.info.get("icc_profile")
    picture = _plain(ImageOps.exif_transpose(opened))
    if not profile:
        return picture
    bands = picture.convert("RGB" if "RGB" in picture.mode else "L")
    try:
        converted = to_srgb(bands, profile)
    except ValueError as error:
        raise Unreadable(
            say("expected the colour profile sRGB, found one that cannot be used"), say("save the picture in RGB with the profile sRGB")
        ) from error
    if picture.mode in {"LA", "RGBA"}:
        converted.putalpha(picture.getchannel("A"))
    return converted


def _plain(picture: Image.Image) -> Image.Image:
    if picture.mode in {"L", "LA", "RGB", "RGBA"}:
        return picture
    if picture.mode == "1":
        return picture.convert("L")
    if picture.mode.startswith("I") or picture.mode == "F":
        return picture.point(lambda level: level / 257).convert("L")
    transparent = picture.mode == "PA" or "transparency" in picture.info
    return picture.convert("RGBA" if transparent else "RGB")


def picture_problem(image: story.Image, origin: str) -> Problem | None:
    """Why a picture cannot be painted, with the origin as the field."""
    try:
        if image.media_type == "image/svg+xml":
            drawing(image.data)
        else:
            open_picture(image)
    except ValueError as error:
        return _problem(image, origin, error)
    return None


def _problem(image: story.Image, origin: str, error: ValueError) -> Problem:
    match error:
        case Unreadable():
            message, hint = error.message, error.hint
        case Beyond():
            message = say("expected a drawing of shapes, found {element}", element=str(error))
            hint = say("turn words into outlines and effects into shapes, or save the drawing as a PNG picture")
        case _:
            message, hint = say("expected an SVG drawing, found something else"), say("save the drawing anew as plain SVG")
    return Problem(Place(image.name), origin, message, hint)


def resolution(image: story.Image, crop: Crop, width_pt: float, height_pt: float) -> float:
    """Pixels per inch at which a photograph is shown, the lower of its two directions; infinity for a drawing."""
    if image.media_type == "image/svg+xml":
        return float("inf")
    opened = Image.open(io.BytesIO(image.data))
    width, height = opened.size
    if opened.getexif().get(0x0112, 1) >= 5:
        width, height = height, width
    return min(width * (crop[2] - crop[0]) / width_pt, height * (crop[3] - crop[1]) / height_pt) * 72


@dataclass(slots=True)
class PictureSet:
    """The pictures of one document, each put once; with a ``profile`` photographs are converted into its inks."""

    canvas: Canvas
    inks: Inks
    profile: Profile | None = None
    problems: list[Problem] = field(default_factory=list)
    _named: dict[object, str] = field(default_factory=dict)

    def operators(self, item: PlacedPicture, bottom: float) -> str:
        """The operators that paint a picture in its frame, cut to it; '' for one that cannot be read, which then stands in ``problems``."""
        image, crop = item.image, item.crop
        vector = image.media_type == "image/svg+xml"
        key: object = image.data if vector else (image.data, crop, item.width_pt, item.height_pt)
        name = self._named.get(key)
        if name is None:
            name = self._put(item)
            self._named[key] = name
        if not name:
            return ""
        if name.endswith("c"):
            crop = WHOLE
        wide, tall = item.width_pt / (crop[2] - crop[0]), item.height_pt / (crop[3] - crop[1])
        left, low = item.x_pt - crop[0] * wide, bottom - (1 - crop[3]) * tall
        frame = f"{number(item.x_pt)} {number(bottom)} {number(item.width_pt)} {number(item.height_pt)} re W n " if crop != WHOLE else ""
        return f"q {frame}{number(wide, 3)} 0 0 {number(tall, 3)} {number(left, 3)} {number(low, 3)} cm /{name} Do Q"

    def _put(self, item: PlacedPicture) -> str:
        """The resource name of a picture that is put now: ending in c where it was cut to its frame; '' where it cannot be read."""
        key = f"P{len(self._named) + 1}"
        try:
            if item.image.media_type == "image/svg+xml":
                number_ = put_drawing(self.canvas, self.inks, item.image.data)
            else:
                frame = (item.width_pt, item.height_pt)
                pixels = (
                    print_pixels(item.image, item.crop, frame, self.profile)
                    if self.profile
                    else screen_pixels(item.image, item.crop, frame)
                )
                number_ = self._put_pixels(pixels)
                key += "c" if pixels.cut else ""
        except ValueError as error:
            self.problems.append(_problem(item.image, str(getattr(item.part, "origin", "")), error))
            return ""
        self.canvas.resource("XObject", key, f"{number_} 0 R")
        return key

    def _put_pixels(self, pixels: Pixels) -> int:
        mask = f"/SMask {self._put_pixels(pixels.veil)} 0 R" if pixels.veil else ""
        return self.canvas.put(Stream(f"/Type/XObject/Subtype/Image{pixels.entries}{mask}", pixels.data, compress=pixels.raw))


@dataclass(frozen=True, slots=True)
class Pixels:
    """An image XObject to be: entries and data, ``raw`` where they are still to be compressed, ``cut`` where only the shown part is in them."""

    entries: str
    data: bytes
    raw: bool = False
    cut: bool = True
    veil: Pixels | None = None


@lru_cache(maxsize=16)
def screen_pixels(image: story.Image, crop: Crop, frame: tuple[float, float]) -> Pixels:
    """A photograph for screens: a JPEG file as it is where it fits, else reduced, without loss where it was saved so and stays small."""
    opened = open_picture(image)
    if _untouched(image, crop, frame):
        return _jpeg(image.data, cut=False)
    picture = _fitted(opened, crop, frame, SCREEN_PPI)
    veil = picture.getchannel("A") if picture.mode in {"LA", "RGBA"} else None
    plain = picture.convert("RGB" if "RGB" in picture.mode else "L")
    made = _jpeg(_as_jpeg(plain)) if image.media_type == "image/jpeg" else _lossless(plain)
    if len(made.data) > HEAVY and image.media_type == "image/png":
        smaller = _jpeg(_as_jpeg(plain))
        made = smaller if len(smaller.data) < len(made.data) / 2 else made
    return replace(made, veil=_veil(veil))


def print_pixels(image: story.Image, crop: Crop, frame: tuple[float, float], profile: Profile) -> Pixels:
    """A photograph for print: the shown part in the printer's inks, without loss."""
    picture = _fitted(open_picture(image), crop, frame, PRINT_PPI)
    veil = picture.getchannel("A") if picture.mode in {"LA", "RGBA"} else None
    inks = profile.picture(picture.convert("RGB"))
    return Pixels(_head(inks, "/DeviceCMYK"), inks.tobytes(), raw=True, veil=_veil(veil))


def _veil(alpha: Image.Image | None) -> Pixels | None:
    return None if alpha is None or alpha.getextrema() == (255, 255) else _lossless(alpha)


def _jpeg(data: bytes, *, cut: bool = True) -> Pixels:
    """A JPEG file as it is (ISO 32000-1, 7.4.8)."""
    opened = Image.open(io.BytesIO(data))
    return Pixels(_head(opened, "/DeviceGray" if opened.mode == "L" else "/DeviceRGB") + "/Filter/DCTDecode", data, cut=cut)


def _lossless(picture: Image.Image) -> Pixels:
    """RGB and grey by the filters of PNG, which Pillow chooses line by line (7.4.4.4)."""
    out = io.BytesIO()
    picture.save(out, "PNG")
    colours = len(picture.getbands())
    filters = f"/Filter/FlateDecode/DecodeParms<</Predictor 15/Colors {colours}/Columns {picture.width}>>"
    return Pixels(_head(picture, "/DeviceGray" if colours == 1 else "/DeviceRGB") + filters, _png_data(out.getvalue()))


def _as_jpeg(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=JPEG_QUALITY, optimize=True)
    return out.getvalue()


def _head(picture: Image.Image, space: str) -> str:
    return f"/Width {picture.width}/Height {picture.height}/BitsPerComponent 8/ColorSpace{space}"


def _png_data(data: bytes) -> bytes:
    """The compressed lines of a PNG file, all IDAT chunks joined."""
    parts, at = [], 8
    while at < len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        if kind == b"IDAT":
            parts.append(data[at + 8 : at + 8 + length])
        at += 12 + length
    return b"".join(parts)


def _untouched(image: story.Image, crop: Crop, frame: tuple[float, float]) -> bool:
    """Whether a JPEG file can be embedded as it is: RGB or grey in sRGB, upright and not much finer than needed."""
    if image.media_type != "image/jpeg":
        return False
    opened = Image.open(io.BytesIO(image.data))
    upright = opened.getexif().get(0x0112, 1) == 1
    fine = resolution(image, crop, *frame) > SCREEN_PPI * SLACK
    shown = (crop[2] - crop[0]) * (crop[3] - crop[1])
    profile = opened.info.get("icc_profile")
    return upright and not fine and shown > 0.6 and opened.mode in {"L", "RGB"} and (not profile or b"sRGB" in profile)


def _fitted(picture: Image.Image, crop: Crop, frame: tuple[float, float], limit: float) -> Image.Image:
    """The shown part of a picture at no more than ``limit`` pixels per inch."""
    width, height = picture.size
    left, top = round(crop[0] * width), round(crop[1] * height)
    box = (left, top, max(round(crop[2] * width), left + 1), max(round(crop[3] * height), top + 1))
    if box != (0, 0, width, height):
        picture = picture.crop(box)
    wide, tall = frame[0] / 72 * limit, frame[1] / 72 * limit
    if picture.width > wide * SLACK and picture.height > tall * SLACK:
        picture = picture.resize((max(round(wide), 1), max(round(tall), 1)), Image.Resampling.LANCZOS)
    return picture
