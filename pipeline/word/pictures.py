"""Pictures in the line: PNG and JPEG as they are, SVG with a PNG of it for readers that cannot draw it."""

from __future__ import annotations

import io
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from docx.image.exceptions import InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError
from docx.opc.packuri import PackURI
from docx.opc.part import Part

from pipeline.problems import BadInput, Place, Problem, say
from pipeline.story import Image
from pipeline.word.flow import Picture
from pipeline.word.names import ASVG, PIC, RELATIONS, WP, A, escape

if TYPE_CHECKING:
    from docx.parts.story import StoryPart

_EMU_MM = 36000
_WIDTH_MM, _HEIGHT_MM = 125.0, 170.0
"""The text column, and what a page leaves for a picture with its caption."""
_PPI = 300
_FINEST_PPI = 96
"""A picture of fewer pixels is shown smaller rather than coarser than this."""
_SVG_EXTENSION = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"


class Drawer:
    """Puts each picture into the package once and gives its XML; ``part`` is the document's."""

    def __init__(self, part: StoryPart) -> None:
        """Nothing is drawn yet."""
        self._part = part
        self._vectors: dict[bytes, tuple[bytes, str]] = {}

    def draw(self, picture: Picture) -> str:
        """A run with the picture in the line, as wide as its pixels allow and never wider than the text."""
        image, extension = picture.image, ""
        data = image.data
        if image.media_type == "image/svg+xml":
            data, vector = self._vector(image)
            extension = (
                f'<a:extLst><a:ext uri="{_SVG_EXTENSION}"><asvg:svgBlip xmlns:asvg="{ASVG}" r:embed="{vector}"/></a:ext></a:extLst>'
            )  # fmt: skip
        try:
            relation, pixels = self._part.get_or_add_image(io.BytesIO(data))
        except (UnrecognizedImageError, InvalidImageStreamError, UnexpectedEndOfFileError) as error:
            message = say("expected a PNG, JPEG or SVG picture, found something else")
            raise BadInput(
                [Problem(Place(image.name), picture.figure.origin, message, say("save the picture anew as PNG or JPEG"))]
            ) from error
        width, height = _size(pixels.px_width, pixels.px_height)
        return _drawing(relation, extension, width, height, picture)

    def _vector(self, image: Image) -> tuple[bytes, str]:
        """The SVG's pixels and the relationship id of the SVG itself."""
        if image.data not in self._vectors:
            name = PackURI(f"/word/media/drawing{len(self._vectors) + 1}.svg")
            part = Part(name, "image/svg+xml", image.data, self._part.package)
            self._vectors[image.data] = (raster(image.data), self._part.relate_to(part, f"{RELATIONS}/image"))
        return self._vectors[image.data]


def _size(wide: int, high: int) -> tuple[int, int]:
    """Width and height in EMU."""
    width = min(_WIDTH_MM, wide * 25.4 / _FINEST_PPI)
    width = min(width, _HEIGHT_MM * wide / high)
    return round(width * _EMU_MM), round(width * high / wide * _EMU_MM)


def _drawing(relation: str, extension: str, width: int, height: int, picture: Picture) -> str:
    number = picture.number
    alt = escape(picture.figure.alt)
    return (
        f'<w:r><w:drawing><wp:inline xmlns:wp="{WP}" distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width}" cy="{height}"/>'
        f'<wp:docPr id="{number}" name="Bild {number}" descr="{alt}"/><wp:cNvGraphicFramePr><a:graphicFrameLocks xmlns:a="{A}" noChangeAspect="1"/>'
        f'</wp:cNvGraphicFramePr><a:graphic xmlns:a="{A}"><a:graphicData uri="{PIC}"><pic:pic xmlns:pic="{PIC}"><pic:nvPicPr>'
        f'<pic:cNvPr id="{number}" name="Bild {number}" descr="{alt}"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
        f'<a:blip r:embed="{relation}">{extension}</a:blip><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/>'
        f'<a:ext cx="{width}" cy="{height}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )


def raster(svg: bytes) -> bytes:
    """The drawing as PNG at 300 pixels an inch over the text's width; through PDF, since that is what draws it right without system packages."""
    import pypdfium2
    from reportlab.graphics import renderPDF
    from svglib.svglib import svg2rlg

    handle, path = tempfile.mkstemp(suffix=".svg")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(svg)
        drawing = svg2rlg(path)
    finally:
        Path(path).unlink()
    if drawing is None:
        raise BadInput([Problem(Place(""), "", say("expected an SVG drawing, found something else"))])
    pdf = pypdfium2.PdfDocument(renderPDF.drawToString(drawing))
    page = pdf[0]
    bitmap = page.render(scale=_WIDTH_MM / 25.4 * _PPI / page.get_width())
    stream_out = io.BytesIO()
    bitmap.to_pil().convert("RGB").save(stream_out, "PNG", dpi=(_PPI, _PPI), optimize=False)
    pdf.close()
    return stream_out.getvalue()
