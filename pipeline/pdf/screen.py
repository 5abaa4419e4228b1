"""The screen edition: tagged for everybody to read, and fit for the archive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.collector import resting_collector
from pipeline.pdf import metadata
from pipeline.pdf.canvas import Canvas, PageObject
from pipeline.pdf.fonts import FontSet
from pipeline.pdf.images import PictureSet
from pipeline.pdf.inks import ScreenInks
from pipeline.pdf.links import Links
from pipeline.pdf.marking import Marks
from pipeline.pdf.outline import put_outline
from pipeline.pdf.paint import Painter
from pipeline.pdf.placed import PlacedLine
from pipeline.pdf.structure import structure
from pipeline.pdf.tree import StructureError
from pipeline.pdf.typeface import Typeface
from pipeline.problems import BadInput

if TYPE_CHECKING:
    from pipeline.look import Look
    from pipeline.pdf.placed import Pages
    from pipeline.story import Document

ATTACHMENT_WORDS = {"sv": "Uppgifterna som dokumentet är gjort av", "en": "The record that the document was made from"}


@resting_collector()
def write_screen(
    document: Document,
    pages: Pages,
    look: Look,
    *,
    tagged: bool = True,
    attachment: bytes | None = None,
    attachment_name: str = "record.json",
    attachment_type: str = "application/json",
) -> bytes:
    """PDF/UA-1 and PDF/A-2a in one file; with an ``attachment`` (the record's public fields) PDF/A-3a.

    ``tagged=False`` serves measurements only. Raises BadInput for a face that may not be embedded and for a picture that cannot be read;
    a placed part that the story does not hold, or a word of the story that no page shows, is a bug and raises StructureError.
    """
    canvas = Canvas(document.metadata.language)
    inks, fonts = ScreenInks(look), FontSet()
    pictures = PictureSet(canvas, inks)
    marks = None
    if tagged:
        tree = structure(document, look.logo.alt if look.logo else "")
        marks = Marks(tree, Links(canvas, tree))
    painter = Painter(inks, fonts, pictures, marks)
    if marks and marks.tree.titled:
        shown = (item.part for page in pages.pages for item in page.items if isinstance(item, PlacedLine) and item.slot == "title")
        painter.read_unseen(shown, Typeface(look.faces["sans_bold"]))
    for index, page in enumerate(pages.pages):
        content = painter.page(page, index)
        annotations = marks.links.on_page(index) if marks else ()
        entries = {"StructParents": str(index), "Tabs": "/S"} if marks else {}
        canvas.add_page(PageObject(content, page.width_pt, page.height_pt, annotations=annotations, entries=entries))
    if problems := [*fonts.problems(), *pictures.problems, *painter.problems]:
        raise BadInput(problems)
    fonts.write(canvas)
    if marks:
        _put_tags(canvas, marks, pages)
    put_outline(canvas, pages)
    _put_metadata(canvas, document, archive="3" if attachment is not None else "2", tagged=tagged)
    if attachment is not None:
        words = ATTACHMENT_WORDS.get(document.metadata.language[:2], ATTACHMENT_WORDS["en"])
        metadata.put_attachment(canvas, attachment, attachment_name, attachment_type, document.metadata, words)
    return canvas.finish()


def _put_tags(canvas: Canvas, marks: Marks, pages: Pages) -> None:
    """The tree and the links, once every word of the story has been painted."""
    if missed := marks.tree.unpainted(pages.left_out):
        raise StructureError("; ".join(missed))
    objects = [canvas.page_object(page) for page in range(1, len(pages.pages) + 1)]
    marks.links.put(len(objects), pages.anchors, objects, [page.height_pt for page in pages.pages])
    marks.tree.write(canvas, objects, len(objects))


def _put_metadata(canvas: Canvas, document: Document, *, archive: str, tagged: bool) -> None:
    """What the file says of itself, and what a reader is to do first: show the title and not the file's name."""
    level = "A" if tagged else "B"
    identification = f"<pdfaid:part>{archive}</pdfaid:part><pdfaid:conformance>{level}</pdfaid:conformance>"
    if tagged:
        identification += "<pdfuaid:part>1</pdfuaid:part>"
    canvas.set_information(metadata.information(document.metadata))
    metadata.put_xmp(canvas, document.metadata, identification, metadata.PDFUA_SCHEMA if tagged else "")
    metadata.put_screen_intent(canvas)
    canvas.set_catalog("ViewerPreferences", "<</DisplayDocTitle true>>")
    canvas.set_catalog("PageLabels", "<</Nums[0<</S/D>>]>>")
