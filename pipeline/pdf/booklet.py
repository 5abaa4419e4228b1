"""Pages two by two on sheets that fold to a booklet, for an office printer."""

from __future__ import annotations

import io

import pikepdf

from pipeline.pdf.canvas import number


def sheets(count: int) -> list[tuple[int | None, int | None]]:
    """The pages (from 0, None for a blank one) left and right on each side of each sheet, fronts and backs in turn."""
    padded = -(-count // 4) * 4
    sides = []
    for sheet in range(padded // 4):
        first, last = 2 * sheet, padded - 1 - 2 * sheet
        sides += [(last, first), (first + 1, last - 1)]
    return [tuple(page if page < count else None for page in side) for side in sides]  # type: ignore[misc]


def write_booklet(pdf: bytes) -> bytes:
    """Impose any number of single pages on landscape sheets twice as wide (A4 on A3), front and back in turn, blank pages added up to a multiple of 4."""
    with pikepdf.open(io.BytesIO(pdf)) as source, pikepdf.new() as booklet:
        trim = [[float(corner) for corner in page.trimbox] for page in source.pages]
        width, height = max(box[2] - box[0] for box in trim), max(box[3] - box[1] for box in trim)
        forms = [booklet.copy_foreign(page.as_form_xobject()) for page in source.pages]
        for side in sheets(len(forms)):
            page = booklet.add_blank_page(page_size=(2 * width, height))
            drawn = []
            for place, index in enumerate(side):
                if index is None:
                    continue
                box = trim[index]
                left = place * width + (width - (box[2] - box[0])) / 2 - box[0]
                low = (height - (box[3] - box[1])) / 2 - box[1]
                page.add_resource(forms[index], pikepdf.Name.XObject, pikepdf.Name(f"/Page{index + 1}"))
                drawn.append(f"q 1 0 0 1 {number(left, 3)} {number(low, 3)} cm /Page{index + 1} Do Q")
            page.Contents = booklet.make_stream("\n".join(drawn).encode())
        _describe(source, booklet)
        out = io.BytesIO()
        booklet.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return out.getvalue()


def _describe(source: pikepdf.Pdf, booklet: pikepdf.Pdf) -> None:
    """Title, dates and colours of the source, and the way to turn the sheets."""
    for key in ("/Title", "/Author", "/CreationDate", "/ModDate", "/Producer"):
        if key in source.docinfo:
            booklet.docinfo[key] = str(source.docinfo[key])
    if "/OutputIntents" in source.Root:
        booklet.Root.OutputIntents = booklet.copy_foreign(_indirect(source))
    booklet.Root.ViewerPreferences = pikepdf.Dictionary(Duplex=pikepdf.Name.DuplexFlipShortEdge, DisplayDocTitle=True)


def _indirect(source: pikepdf.Pdf) -> pikepdf.Object:
    """The output intents as an object that another file can copy."""
    intents = source.Root.OutputIntents
    return intents if intents.is_indirect else source.make_indirect(intents)
