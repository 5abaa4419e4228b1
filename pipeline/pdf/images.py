"""Pictures of a document as XObjects: drawings as forms, photographs as images in the edition's colours and resolution."""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PIL import Image, ImageOps, UnidentifiedImageError

from pipeline.pdf.canvas import Stream, number
from pipeline.pdf.drawings import FormWriter, drawing
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
    except Unreadable as error:
        return Problem(Place(image.name), origin, error.message, error.hint)
    except Beyond as beyond:
        return Problem(
            Place(image.name),
            origin,
            say("expected a drawing of shapes, found {element}", element=str(beyond)),
            say("turn words into outlines and effects into shapes, or save the drawing as a PNG picture"),
        )
    except ValueError:
        return Problem(
            Place(image.name), origin, say("expected an SVG drawing, found something else"), say("save the drawing anew as plain SVG")
        )
    return None


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
        """The resource name of a picture that is put now: ending in c where it was cut to its frame."""
        problem = picture_problem(item.image, str(getattr(item.part, "origin", "")))
        if problem:
            self.problems.append(problem)
            return ""
        key = f"P{len(self._named) + 1}"
        if item.image.media_type == "image/svg+xml":
            number_ = FormWriter(self.canvas, self.inks).put(drawing(item.image.data))
        elif self.profile is None and _untouched(item):
            number_ = self._jpeg(item.image.data)
        else:
            number_ = self._photograph(item)
            key += "c"
        self.canvas.resource("XObject", key, f"{number_} 0 R")
        return key

    def _photograph(self, item: PlacedPicture) -> int:
        picture = _fitted(open_picture(item.image), item, PRINT_PPI if self.profile else SCREEN_PPI)
        veil = picture.getchannel("A") if picture.mode in {"LA", "RGBA"} else None
        if veil is not None and veil.getextrema() == (255, 255):
            veil = None
        mask = f"/SMask {self._flate(veil)} 0 R" if veil else ""
        plain = picture.convert("RGB" if "RGB" in picture.mode else "L")
        if self.profile is not None:
            return self._flate(self.profile.picture(plain.convert("RGB")), mask)
        if item.image.media_type == "image/jpeg":
            out = io.BytesIO()
            plain.save(out, "JPEG", quality=JPEG_QUALITY, optimize=True)
            return self._jpeg(out.getvalue(), mask)
        return self._flate(plain, mask)

    def _jpeg(self, data: bytes, further: str = "") -> int:
        """A JPEG file as it is (ISO 32000-1, 7.4.8)."""
        opened = Image.open(io.BytesIO(data))
        space = "/DeviceGray" if opened.mode == "L" else "/DeviceRGB"
        entries = f"{_head(opened.width, opened.height, space)}/Filter/DCTDecode{further}"
        return self.canvas.put(Stream(entries, data, compress=False))

    def _flate(self, picture: Image.Image, further: str = "") -> int:
        """Pixels without loss; RGB and grey by the filters of PNG, which Pillow chooses line by line (7.4.4.4)."""
        if picture.mode == "CMYK":
            return self.canvas.put(Stream(_head(picture.width, picture.height, "/DeviceCMYK") + further, picture.tobytes()))
        out = io.BytesIO()
        picture.save(out, "PNG", optimize=False, compress_level=9)
        colours = len(picture.getbands())
        entries = (
            f"{_head(picture.width, picture.height, '/DeviceGray' if colours == 1 else '/DeviceRGB')}{further}/Filter/FlateDecode"
            f"/DecodeParms<</Predictor 15/Colors {colours}/Columns {picture.width}>>"
        )
        return self.canvas.put(Stream(entries, _png_data(out.getvalue()), compress=False))


def _head(width: int, height: int, space: str) -> str:
    return f"/Type/XObject/Subtype/Image/Width {width}/Height {height}/BitsPerComponent 8/ColorSpace{space}"


def _png_data(data: bytes) -> bytes:
    """The compressed lines of a PNG file, all IDAT chunks joined."""
    parts, at = [], 8
    while at < len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        if kind == b"IDAT":
            parts.append(data[at + 8 : at + 8 + length])
        at += 12 + length
    return b"".join(parts)


def _untouched(item: PlacedPicture) -> bool:
    """Whether a JPEG file can be embedded as it is: RGB or grey in sRGB, upright and not much finer than needed."""
    if item.image.media_type != "image/jpeg":
        return False
    opened = Image.open(io.BytesIO(item.image.data))
    upright = opened.getexif().get(0x0112, 1) == 1
    fine = resolution(item.image, item.crop, item.width_pt, item.height_pt) > SCREEN_PPI * SLACK
    shown = (item.crop[2] - item.crop[0]) * (item.crop[3] - item.crop[1])
    profile = opened.info.get("icc_profile")
    return upright and not fine and shown > 0.6 and opened.mode in {"L", "RGB"} and (not profile or b"sRGB" in profile)


def _fitted(picture: Image.Image, item: PlacedPicture, limit: float) -> Image.Image:
    """The shown part of a picture at no more than ``limit`` pixels per inch."""
    left, top, right, bottom = item.crop
    width, height = picture.size
    box = (
        round(left * width),
        round(top * height),
        max(round(right * width), round(left * width) + 1),
        max(round(bottom * height), round(top * height) + 1),
    )
    if box != (0, 0, width, height):
        picture = picture.crop(box)
    wide, tall = item.width_pt / 72 * limit, item.height_pt / 72 * limit
    if picture.width > wide * SLACK and picture.height > tall * SLACK:
        picture = picture.resize((max(round(wide), 1), max(round(tall), 1)), Image.Resampling.LANCZOS)
    return picture
