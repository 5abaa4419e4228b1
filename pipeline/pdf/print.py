"""The print edition: the same pages prepared as PDF/X-4 (ISO 15930-7)."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from pipeline.collector import resting_collector
from pipeline.pdf import metadata
from pipeline.pdf.bleed import BLEED, bleeding
from pipeline.pdf.canvas import Canvas, PageObject, number
from pipeline.pdf.fonts import FontSet, embedding_problem
from pipeline.pdf.images import PictureSet, picture_problem, resolution
from pipeline.pdf.inks import PrintInks
from pipeline.pdf.marks import MARK_SPACE, printers_marks, put_registration
from pipeline.pdf.paint import Painter
from pipeline.pdf.placed import PlacedLine, PlacedPicture
from pipeline.pdf.profile import INK_LIMIT, Profile
from pipeline.problems import BadInput, Place, Problem, say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.look import Look
    from pipeline.pdf.placed import Pages
    from pipeline.story import Document

LEAST_PPI, GOOD_PPI = 200, 300


def check_print(document: Document, pages: Pages, look: Look) -> list[Problem]:
    """What a printer would send back: no profile, pictures under 200 ppi (errors) or 300 ppi (warnings), colours over 300 % ink, text in several inks; ``field`` is the origin."""
    del document
    problems = [*_profile_problems(look), *_colour_problems(look)]
    placed = [item for page in pages.pages for item in page.items]
    for item in placed:
        if isinstance(item, PlacedPicture):
            problems.extend(_picture_problems(item))
    faces = {id(piece.typeface.face): piece.typeface.face for item in placed if isinstance(item, PlacedLine) for piece in item.line.pieces}
    problems.extend(problem for problem in map(embedding_problem, faces.values()) if problem)
    return list(dict.fromkeys(problems))


def _profile_problems(look: Look) -> Iterator[Problem]:
    hint = say(
        "ask the printer for the ICC profile of press and paper, put the file beside brand.yaml and name it there: icc_profile: FILE.icc"
    )
    where = Place("brand.yaml")
    if look.icc_profile is None:
        yield Problem(where, "icc_profile", say("expected the printer's colour profile for the print edition, found none"), hint)
        return
    try:
        Profile(look.icc_profile)
    except ValueError:
        yield Problem(where, "icc_profile", say("expected an ICC profile for printing in CMYK, found something else"), hint)


def _colour_problems(look: Look) -> Iterator[Problem]:
    for role, colour in look.colours.items():
        ink = sum(colour.print)
        if ink > INK_LIMIT:
            message = say("expected at most {limit} % ink in all, found {ink} %", limit=number(INK_LIMIT), ink=number(ink))
            yield Problem(
                Place("brand.yaml"), f"colours.{role}.print", message, say("take less cyan, magenta or yellow, or black in their place")
            )
    if any(look.colours["text"].print[:3]):
        message = say("expected black alone for the running text, found a colour of several inks")
        hint = say("write [0, 0, 0, 100]: small type in several inks gets coloured edges where the plates do not meet exactly")
        yield Problem(Place("brand.yaml"), "colours.text.print", message, hint)


def _picture_problems(item: PlacedPicture) -> Iterator[Problem]:
    origin = str(getattr(item.part, "origin", ""))
    if problem := picture_problem(item.image, origin):
        yield problem
        return
    found = resolution(item.image, item.crop, item.width_pt, item.height_pt)
    if found < GOOD_PPI:
        least = LEAST_PPI if found < LEAST_PPI else GOOD_PPI
        message = say("expected at least {least} pixels per inch in print, found {found}", least=least, found=int(found))
        hint = say("give a larger original of the picture, or one that needs less cropping")
        yield Problem(Place(item.image.name), origin, message, hint, "error" if found < LEAST_PPI else "warning")


@resting_collector()
def write_print(document: Document, pages: Pages, look: Look, *, marks: bool = False) -> bytes:
    """PDF/X-4 in CMYK with 3 mm bleed; ``marks`` adds crop and registration marks. Raises BadInput with the errors of ``check_print``."""
    if problems := [problem for problem in check_print(document, pages, look) if problem.severity == "error"]:
        raise BadInput(problems)
    assert look.icc_profile is not None
    profile = Profile(look.icc_profile)
    canvas = Canvas(document.metadata.language, "1.6")
    inks, fonts = PrintInks(look, profile), FontSet()
    pictures = PictureSet(canvas, inks, profile)
    painter = Painter(inks, fonts, pictures)
    margin = BLEED + (MARK_SPACE if marks else 0.0)
    digest = hashlib.md5(usedforsecurity=False)
    for index, page in enumerate(pages.pages):
        content = painter.page(bleeding(page), index)
        digest.update(content)
        width, height = page.width_pt, page.height_pt
        printed = f"q 1 0 0 1 {number(margin, 3)} {number(margin, 3)} cm\n".encode() + content + b"\nQ"
        if marks:
            printed += ("\n" + printers_marks(width, height, margin)).encode()
        boxes = {
            "TrimBox": (margin, margin, margin + width, margin + height),
            "BleedBox": (margin - BLEED, margin - BLEED, margin + width + BLEED, margin + height + BLEED),
        }
        canvas.add_page(PageObject(printed, width + 2 * margin, height + 2 * margin, boxes))
    if found := [*fonts.problems(), *pictures.problems, *painter.problems]:
        raise BadInput(found)
    fonts.write(canvas)
    inks.put(canvas)
    if marks:
        put_registration(canvas)
    canvas.set_information(metadata.information(document.metadata, {"Trapped": "/False"}))
    metadata.put_xmp(canvas, document.metadata, metadata.print_identification(digest.digest()))
    metadata.put_print_intent(canvas, look.icc_profile, look.icc_name or profile.name)
    return canvas.finish()
