"""The house itself: faces, arrows, and what starting the program costs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest
from fontTools.ttLib import TTFont

from pipeline.look import ColourRole, FaceRole

NEEDED = "abcåäöÅÄÖéü0123456789–—”’«»§−■→·…•✓☐×°½%&@€\u00a0\u00ad\u2009\u2011\u202f"
HEAVY_LIBRARIES = {
    "pydantic",
    "reportlab",
    "docx",
    "PIL",
    "svglib",
    "babel",
    "fontTools",
    "uharfbuzz",
    "pikepdf",
    "rich",
    "keyring",
    "jinja2",
    "lxml",
}


def test_every_face_of_the_first_brand_has_the_glyphs_that_swedish_copy_needs(fonts: Path):
    files = sorted(fonts.glob("*.ttf"))
    assert len(files) >= 14
    for file in files:
        with TTFont(file, lazy=True) as face:
            assert "glyf" in face, f"{file.name}: reportlab embeds TrueType outlines only"
            assert face["OS/2"].fsType == 0, f"{file.name}: its licence bits restrict embedding"
            missing = [sign for sign in NEEDED if ord(sign) not in face.getBestCmap()]
            assert not missing, f"{file.name} lacks {missing}"


def test_each_family_of_faces_stands_beside_its_licence(fonts: Path):
    for family in ("source-serif", "source-sans"):
        assert "SIL OPEN FONT LICENSE Version 1.1" in (fonts / f"LICENSE-{family}.md").read_text(encoding="utf-8")


def test_the_look_of_the_tests_has_every_role(look):
    assert set(look.colours) == set(get_args(ColourRole))
    assert set(look.faces) == set(get_args(FaceRole))


def test_the_arrows_of_the_architecture_hold(root: Path):
    linter = Path(sys.executable).with_name("lint-imports")
    if not linter.exists() and not linter.with_suffix(".exe").exists():
        pytest.skip("import-linter is not installed beside this Python")
    done = subprocess.run([str(linter), "--no-cache"], cwd=root, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr


def test_listing_the_commands_loads_no_heavy_library(root: Path):
    code = "import sys, tasks; print(sorted(m for m in sys.modules if '.' not in m))"
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    loaded = {name for name in HEAVY_LIBRARIES if f"'{name}'" in done.stdout}
    assert not loaded
