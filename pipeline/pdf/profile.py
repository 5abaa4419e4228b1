"""The printer's ICC profile at work: colours and pictures from sRGB into its inks (ICC.1, through LittleCMS in Pillow)."""

from __future__ import annotations

import io
from functools import cached_property
from typing import Any

from PIL import Image, ImageCms, ImageMath

from pipeline.pdf.metadata import srgb_profile

INK_LIMIT = 300.0
"""Percent of the four inks on one spot."""


class Profile:
    """A CMYK output profile; ValueError where the bytes are none."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        if len(data) < 128 or len(data) < int.from_bytes(data[:4]) or data[12:20] != b"prtrCMYK":
            raise ValueError
        try:
            self._profile = ImageCms.ImageCmsProfile(io.BytesIO(data))
            flags = ImageCms.Flags.BLACKPOINTCOMPENSATION
            self._flat = ImageCms.buildTransform(_srgb(), self._profile, "RGB", "CMYK", ImageCms.Intent.RELATIVE_COLORIMETRIC, flags)
        except (ImageCms.PyCMSError, OSError) as error:
            raise ValueError from error

    @property
    def name(self) -> str:
        """What the profile calls itself."""
        return ImageCms.getProfileDescription(self._profile).strip()

    @cached_property
    def _photographic(self) -> Any:
        return ImageCms.buildTransform(_srgb(), self._profile, "RGB", "CMYK", ImageCms.Intent.PERCEPTUAL)

    def build(self, colour: tuple[float, float, float]) -> tuple[float, float, float, float]:
        """A flat colour (parts from 0 to 1) as percent of the four inks, relative colorimetric with black point compensation."""
        pixel = Image.new("RGB", (1, 1), tuple(round(part * 255) for part in colour))
        converted = ImageCms.applyTransform(pixel, self._flat)
        assert converted is not None
        cyan, magenta, yellow, black = converted.tobytes()
        return (cyan / 2.55, magenta / 2.55, yellow / 2.55, black / 2.55)

    def picture(self, picture: Image.Image) -> Image.Image:
        """An RGB picture in the four inks, perceptual."""
        converted = ImageCms.applyTransform(picture, self._photographic)
        assert converted is not None
        return _limited(converted)


def _limited(picture: Image.Image) -> Image.Image:
    """A CMYK picture within the ink limit: where there is more, the coloured inks give way and black stays."""
    bands = dict(zip("cmyk", picture.split(), strict=True))
    limit = round(INK_LIMIT * 2.55)
    whole = ImageMath.lambda_eval(lambda b: b["c"] + b["m"] + b["y"] + b["k"], **bands)
    if whole.getextrema()[1] <= limit:
        return picture

    def given_way(band: str) -> Image.Image:
        def reduce(b: Any) -> Any:
            part = b["min"](b["float"](limit - b["k"]) / b["float"](b["max"](b["c"] + b["m"] + b["y"], 1)), 1.0)
            return b["convert"](b["int"](b["float"](b[band]) * part), "L")

        given: Image.Image = ImageMath.lambda_eval(reduce, **bands)
        return given

    return Image.merge("CMYK", (given_way("c"), given_way("m"), given_way("y"), bands["k"]))


def _srgb() -> ImageCms.ImageCmsProfile:
    return ImageCms.ImageCmsProfile(io.BytesIO(srgb_profile()))


def to_srgb(picture: Image.Image, profile: bytes) -> Image.Image:
    """A picture in sRGB by its own profile; ValueError where that cannot be read or is for another kind of picture."""
    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        space = {"L": "GRAY", "RGB": "RGB"}[picture.mode]
        if own.profile.xcolor_space.strip() != space:
            raise ValueError
        if "sRGB" in ImageCms.getProfileDescription(own):
            return picture
        converted = ImageCms.profileToProfile(picture, own, _srgb(), ImageCms.Intent.PERCEPTUAL, "RGB")
    except (ImageCms.PyCMSError, OSError, KeyError) as error:
        raise ValueError from error
    assert converted is not None
    return converted
