"""brand.yaml becomes a look: every role filled, fonts that can be embedded and read, colours that can be told apart."""

from __future__ import annotations

import contextlib
import struct
from pathlib import Path
from typing import get_args

import pytest
from fontTools import subset
from fontTools.ttLib import TTFont

from pipeline.look import ColourRole, FaceRole
from pipeline.problems import BadInput, Report
from pipeline.records.looks import computed_inks, contrast
from pipeline.records.reading import read_look
from pipeline.records.typefaces import Typeface
from tests.records.small_source import BRAND


@pytest.fixture
def brand(tmp_path: Path, fonts: Path):
    """Writes a brand folder with one whole typeface, and tells what reading it says."""

    def tell(text: str = BRAND, font: bytes | None = None, **files: bytes) -> tuple[object, list[str]]:
        folder = tmp_path / "brand"
        (folder / "fonts").mkdir(parents=True, exist_ok=True)
        (folder / "brand.yaml").write_text(text, encoding="utf-8")
        (folder / "fonts" / "a.ttf").write_bytes((fonts / "SourceSans3-Regular.ttf").read_bytes() if font is None else font)
        for name, data in files.items():
            (folder / name.replace("_", ".")).write_bytes(data)
        report = Report()
        look = None
        with contextlib.suppress(BadInput):
            look = read_look(tmp_path, report=report)
        return look, [
            f"{'warning: ' if problem.severity == 'warning' else ''}{problem.field}: {problem.message}"
            + (f" | {problem.hint}" if problem.hint else "")
            for problem in report.problems
        ]

    return tell


def test_the_real_brands_fill_every_role_without_a_remark(root: Path) -> None:
    for folder in (root / "source", *sorted((root / "tests" / "cases").iterdir())):
        report = Report()
        look = read_look(folder, report=report)
        assert set(look.colours) == set(get_args(ColourRole))
        assert set(look.faces) == set(get_args(FaceRole))
        assert report.problems == []


def test_the_first_brand_is_the_design(root: Path, look) -> None:
    read = read_look(root / "source")
    assert read.colours == look.colours
    assert read.faces == look.faces
    assert read.word_serif == look.word_serif
    assert read.accents == ("accent", "accent_warm", "accent")


def test_missing_roles_fall_back_and_missing_inks_are_computed_with_a_warning(brand) -> None:
    look, lines = brand()
    assert {role: face.name for role, face in look.faces.items()} == dict.fromkeys(get_args(FaceRole), "SourceSans3-Regular")
    assert len(lines) == 12
    assert all(line.startswith("warning: colours.") for line in lines)
    assert look.colours["text"].print == (0, 0, 0, 89)
    assert (
        "colours.brand.print: expected inks for print (cyan, magenta, yellow, black in percent), found none: [0, 78, 83, 46] is computed"
        in lines[3]
    )


@pytest.mark.parametrize(
    ("screen", "inks"), [("#000000", (0, 0, 0, 100)), ("#FFFFFF", (0, 0, 0, 0)), ("#FF0000", (0, 100, 100, 0)), ("#808080", (0, 0, 0, 50))]
)
def test_computed_inks(screen: str, inks: tuple) -> None:
    assert computed_inks(screen) == inks


def test_contrast_is_that_of_the_design() -> None:
    assert f"{contrast('#9C5221', '#EDE6DA'):.2f}" == "4.65"
    assert f"{contrast('#1F1D1B', '#FFFFFF'):.2f}" == "16.80"


def test_a_colour_that_is_too_pale_is_told_with_one_that_would_do(brand) -> None:
    _, lines = brand(BRAND.replace("#6B6661", "#8B8680"))
    [line] = [line for line in lines if not line.startswith("warning")]
    assert line.startswith("colours.muted: expected a contrast of at least 4.5:1, found 2.90:1 on box (#EDE6DA) | #")
    suggested = line.rsplit("| ", 1)[1].split()[0]
    assert all(contrast(suggested, ground) >= 4.5 for ground in ("#FFFFFF", "#F6F2EB", "#EDE6DA", "#E6EDE8"))


def test_typefaces_that_cannot_be_used_are_told_in_plain_words(brand, fonts: Path) -> None:
    whole = (fonts / "SourceSans3-Regular.ttf").read_bytes()
    kept = subset.Subsetter()
    kept.populate(text="abcdefghijklmnopqrstuvwxyz")
    poor = TTFont(fonts / "SourceSans3-Regular.ttf")
    kept.subset(poor)
    file = fonts.parent / "nowhere"
    assert not file.exists()
    cases = [
        (
            b"OTTO" + whole[4:],
            "expected TrueType outlines, found 'fonts/a.ttf' | this file has PostScript outlines (CFF), which cannot be embedded: take the .ttf version",
        ),
        (
            b"wOF2" + whole[4:],
            "expected a TrueType file (.ttf), found 'fonts/a.ttf' | this is a web font: take the desktop version from the typeface's maker",
        ),
        (
            b"%PDF",
            "expected a TrueType file (.ttf), found 'fonts/a.ttf' | is it a font at all? take the .ttf version from the typeface's maker",
        ),
        (whole[: len(whole) // 2], "expected a whole TrueType file, found 'fonts/a.ttf' | the file is cut off or damaged: take it anew"),
        (
            licensed(whole, 2),
            "expected a typeface that may be embedded, found 'fonts/a.ttf' | its licence bits (fsType 2) forbid embedding: take another typeface, or ask its maker",
        ),
        (
            licensed(whole, 0x104),
            "expected a typeface that may be embedded in part, found 'fonts/a.ttf' | its licence bits (fsType 260) forbid subsets: take another typeface, or ask its maker",
        ),
    ]
    for data, message in cases:
        _, lines = brand(font=data)
        assert f"faces.body: {message}" in lines
        assert sum(line.startswith("faces.") for line in lines) == 4
    _, lines = brand(font=saved(poor))
    assert any(
        line.startswith("faces.body: expected a typeface with all the signs that documents need") and "å ä ö" in line and "U+00A0" in line
        for line in lines
    )


def licensed(data: bytes, bits: int) -> bytes:
    """The font with other licence bits."""
    at = Typeface(data).tables["OS/2"][0] + 8
    return data[:at] + struct.pack(">H", bits) + data[at + 2 :]


def saved(font: TTFont) -> bytes:
    from io import BytesIO

    stream = BytesIO()
    font.save(stream)
    return stream.getvalue()


def test_own_reading_of_fonts_agrees_with_another_reader(fonts: Path) -> None:
    for path in (fonts / "SourceSerif4-It.ttf", fonts / "SourceSans3-Semibold.ttf"):
        face, other = Typeface(path.read_bytes()), TTFont(path)
        every = {chr(code) for code in range(0x20000)}
        assert every - set(face.lacks(sorted(every))) == set(map(chr, other.getBestCmap()))
        assert (face.name(1), face.name(6)) == (other["name"].getDebugName(1), other["name"].getDebugName(6))
        assert face.style == (bool(other["head"].macStyle & 1), bool(other["head"].macStyle & 2))


def test_a_missing_face_names_what_lies_there(brand) -> None:
    _, lines = brand(BRAND.replace("display: fonts/a.ttf", "display: fonts/A.ttf"))
    assert "faces.display: expected a file under brand/, found 'fonts/A.ttf' | did you mean 'fonts/a.ttf'?" in lines


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="4mm" height="2mm"/>'


def test_a_logo_needs_its_words(brand) -> None:
    look, lines = brand(BRAND + "logo: logo.svg\n", logo_svg=SVG)
    assert (
        "logo_alt: expected the words that stand for the logo, found none | add the line 'logo_alt: …': Words that stand for the logo."
        in lines
    )
    look, lines = brand(BRAND + "logo: logo.svg\nlogo_alt: Sjöäng\n", logo_svg=SVG)
    assert (look.logo.data, look.logo.alt) == (SVG, "Sjöäng")


def test_a_profile_is_for_four_inks(brand) -> None:
    profile = b"\0" * 16 + b"CMYK" + b"\0" * 16 + b"acsp" + b"\0" * 88
    look, _ = brand(BRAND + "icc_profile: paper.icc\n", paper_icc=profile)
    assert (look.icc_profile, look.icc_name) == (profile, "paper")
    _, lines = brand(BRAND + "icc_profile: paper.icc\n", paper_icc=profile.replace(b"CMYK", b"RGB "))
    assert (
        "icc_profile: expected an ICC profile for four inks (CMYK), found 'paper.icc' | ask the printer for the profile of the paper"
        in lines
    )
