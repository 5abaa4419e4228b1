"""The preflight of the print edition: a sound file passes, one broken in any rule's way does not, and the command reads its file back."""

from __future__ import annotations

import io
import re
import shutil
from dataclasses import replace

import pikepdf
import pytest

from pipeline import story
from pipeline.jobs import newsletters
from pipeline.jobs.newsletters import make_newsletter
from pipeline.pdf import print as printing
from pipeline.pdf.metadata import srgb_profile
from pipeline.pdf.print import write_print
from pipeline.preflight.print_edition import check_print_edition, examine
from pipeline.problems import BadInput
from tests.pdf import handmade, stories
from tests.pdf.press import cmyk_profile
from tests.pdf.reading import opened
from tests.pdf.samples import FOLDERS
from tests.pdf.test_images import picture, saved
from tests.pdf.test_print import placed

DOCUMENT = stories.newsletter()


@pytest.fixture(scope="module")
def press(look):
    return replace(look, icc_profile=cmyk_profile(), icc_name="Tests press")


@pytest.fixture(scope="module")
def printed(press):
    return write_print(DOCUMENT, handmade.pages(DOCUMENT, press), press)


def mutant(data: bytes, change) -> bytes:
    with opened(data) as pdf:
        change(pdf)
        out = io.BytesIO()
        pdf.save(out)
        return out.getvalue()


def rewrite(old: bytes, new: bytes):
    def change(pdf):
        stream = pdf.pages[0].Contents
        before = stream.read_bytes()
        assert old in before
        stream.write(before.replace(old, new, 1))

    return change


def drop(key: str, page: bool = False):
    def change(pdf):
        del (pdf.pages[0].obj if page else pdf.Root)[key]

    return change


def lose_a_face(pdf):
    del next(iter(pdf.pages[0].Resources.Font.values())).DescendantFonts[0].FontDescriptor.FontFile2


def claim_nothing(pdf):
    pdf.Root.Metadata.write(pdf.Root.Metadata.read_bytes().replace(b"PDF/X-4", b"PDF/X-9"))


def narrow_bleed(pdf):
    pdf.pages[0].obj.BleedBox = pdf.pages[0].obj.TrimBox


def link(pdf):
    pdf.pages[0].obj.Annots = pikepdf.Array([pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9])])


def untrapped(pdf):
    del pdf.docinfo["/Trapped"]


def trim_outside(pdf):
    box = [float(corner) for corner in pdf.pages[0].obj.BleedBox]
    pdf.pages[0].obj.TrimBox = pikepdf.Array([box[0] - 8.504, box[1] - 8.504, box[2] + 8.504, box[3] + 8.504])
    pdf.pages[0].obj.MediaBox = pdf.pages[0].obj.TrimBox


def bleed_outside(pdf):
    pdf.pages[0].obj.MediaBox = pdf.pages[0].obj.TrimBox


def art(pdf):
    pdf.pages[0].obj.ArtBox = pdf.pages[0].obj.TrimBox


def trapped_otherwise(pdf):
    pdf.docinfo["/Trapped"] = pikepdf.Name("/True")


def without_identity(pdf):
    pdf.Root.Metadata.write(re.sub(rb"<xmpMM:DocumentID>.*?</xmpMM:DocumentID>", b"", pdf.Root.Metadata.read_bytes()))


def script(pdf):
    pdf.Root.Names = pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=[]))


def attached(pdf):
    pdf.Root.Names = pikepdf.Dictionary(EmbeddedFiles=pikepdf.Dictionary(Names=[]))


def form(pdf):
    pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[])


def profile_of_a_screen(pdf):
    pdf.Root.OutputIntents[0].DestOutputProfile.write(srgb_profile())


def without_profile(pdf):
    del pdf.Root.OutputIntents[0]["/DestOutputProfile"]


def without_condition(pdf):
    pdf.Root.OutputIntents[0].OutputConditionIdentifier = ""


def black_that_knocks_out(pdf):
    pdf.pages[0].Resources.ExtGState.Overprint.OPM = 0


def transfer(pdf):
    pdf.pages[0].Resources.ExtGState.Knockout.TR = pikepdf.Name.Identity


@pytest.mark.parametrize(
    "change",
    [
        rewrite(b"0 0 0 1 k", b"0 0 0 rg"),
        rewrite(b"0 0 0 1 k", b"1 1 1 1 k"),
        rewrite(b"/Overprint gs 0 0 0 1 k", b"/Knockout gs 0 0 0 1 k"),
        rewrite(b"/Knockout gs", b"/Overprint gs"),
        drop("/OutputIntents"),
        drop("/Metadata"),
        drop("/TrimBox", page=True),
        lose_a_face,
        claim_nothing,
        narrow_bleed,
        link,
        untrapped,
        trim_outside,
        bleed_outside,
        art,
        trapped_otherwise,
        without_identity,
        script,
        attached,
        form,
        profile_of_a_screen,
        without_profile,
        without_condition,
        black_that_knocks_out,
        transfer,
        rewrite(b"0 0 0 1 k", b"/DeviceRGB cs 0 0 0 sc"),
        rewrite(b"0 0 0 1 k", b"/Pattern cs"),
        rewrite(b"/Overprint gs 0 0 0 1 k", b"/Knockout gs 0.6 0.4 0.4 1 k"),
        rewrite(b"/Knockout gs", b"/Missing gs"),
        rewrite(b"BT", b"q BT"),
        rewrite(b"BT", b"Q Q Q BT"),
    ],
)
def test_a_broken_print_file_is_caught(printed, change):
    whole = mutant(printed, lambda _: None)
    assert check_print_edition(whole) == []
    assert check_print_edition(mutant(printed, change))


def test_a_file_cut_short_is_caught_and_no_traceback(printed):
    (problem,) = check_print_edition(b"%PDF-1.6 and no more", "out/newsletter-print.pdf")
    assert problem.where.file == "out/newsletter-print.pdf"
    assert problem.hint is not None


def test_a_picture_with_too_much_ink_is_caught(press):
    figure = story.Figure(saved(picture(size=(600, 600))), "En skiva")
    data = write_print(stories.document(figure), placed(figure, 20, 20, 72, 72), press)

    def pour(pdf):
        image = next(iter(pdf.pages[0].Resources.XObject.values()))
        image.write(b"\xff" * len(image.read_bytes()))

    assert any("400 % ink" in str(fault.message) for fault in check_print_edition(mutant(data, pour)))


@pytest.mark.parametrize("broken", [False, True])
def test_the_command_reads_the_file_back_before_it_writes_it(tmp_path, monkeypatch, broken):
    folder = tmp_path / "source"
    shutil.copytree(FOLDERS["kommunalforbund"], folder)
    (folder / "brand" / "press.icc").write_bytes(cmyk_profile())
    with (folder / "brand" / "brand.yaml").open("a") as brand:
        brand.write("icc_profile: press.icc\n")
    if broken:
        sound = printing.write_print
        monkeypatch.setattr(printing, "write_print", lambda *parts, **flags: mutant(sound(*parts, **flags), link))
        with pytest.raises(BadInput, match=r"newsletter-print\.pdf.*page 1: the page has annotations"):
            make_newsletter(source=str(folder), meeting=None, output=str(tmp_path / "out"), edition="print")
        assert not list((tmp_path / "out").rglob("*"))
    else:
        outcome = make_newsletter(source=str(folder), meeting=None, output=str(tmp_path / "out"), edition="print")
        assert [one.path.name for one in outcome.written] == ["newsletter-print.pdf"]


def test_the_preflight_measures_pictures_itself(press):
    figure = story.Figure(saved(picture(size=(450, 450))), "En skiva")
    data = write_print(stories.document(figure), placed(figure, 20, 20, 72, 72), press)
    assert examine(data).least_ppi == pytest.approx(270, abs=1)
    coarse = mutant(data, lambda pdf: pdf.pages[0].Contents.write(pdf.pages[0].Contents.read_bytes().replace(b"72 0 0 72", b"150 0 0 150")))
    assert any("pixels per inch" in str(fault.message) for fault in check_print_edition(coarse))


@pytest.mark.parametrize(("flags", "where"), [({"marks": True}, "--marks"), ({"edition": "print", "attach": True}, "--attach-record")])
def test_what_an_edition_cannot_have_is_said_and_not_passed_over(tmp_path, flags, where):
    with pytest.raises(BadInput) as stopped:
        make_newsletter(source=str(FOLDERS["kommunalforbund"]), meeting=None, output=str(tmp_path), **flags)
    assert [problem.where.file for problem in stopped.value.problems] == [where]


@pytest.mark.parametrize(
    ("folder", "said", "names"),
    [
        ("kommunalforbund", ["no booklet is written, as there is nothing to fold"], ["newsletter.pdf"]),
        ("bergslaget", [], ["newsletter.pdf", "newsletter-booklet.pdf"]),
    ],
)
def test_two_pages_need_no_booklet(folder, said, names, tmp_path):
    outcome = make_newsletter(source=str(FOLDERS[folder]), meeting=None, output=str(tmp_path), booklet=True)
    booklet = [problem for problem in outcome.problems if "booklet" in str(problem.message)]
    assert [str(problem.message).partition(": ")[2] for problem in booklet] == said
    assert all(str(problem.hint) == "print newsletter.pdf on one sheet of A4, on both sides" for problem in booklet)
    assert [one.path.name for one in outcome.written] == names


def test_a_booklet_of_an_earlier_run_is_told(tmp_path):
    first = make_newsletter(source=str(FOLDERS["kommunalforbund"]), meeting=None, output=str(tmp_path)).written[0].path
    first.with_name("newsletter-booklet.pdf").write_bytes(b"%PDF-")
    outcome = make_newsletter(source=str(FOLDERS["kommunalforbund"]), meeting=None, output=str(tmp_path), booklet=True)
    hint = next(str(problem.hint) for problem in outcome.problems if "booklet" in str(problem.message))
    assert "newsletter-booklet.pdf, which an earlier run wrote" in hint


def test_a_booklet_whose_sheets_are_not_filled_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(newsletters, "ONE_LEAF", 1)
    outcome = make_newsletter(source=str(FOLDERS["kommunalforbund"]), meeting=None, output=str(tmp_path), booklet=True)
    assert any("2 of the booklet's pages are blank" in str(problem.message) for problem in outcome.problems)
    assert [one.path.name for one in outcome.written] == ["newsletter.pdf", "newsletter-booklet.pdf"]
