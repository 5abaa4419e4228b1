"""The house itself: faces, arrows, and what starting the program costs."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
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


LOCKS = ("requirements.lock", "requirements-mail.lock", "requirements-test.lock", "requirements-bench.lock")


def locked(root: Path, name: str) -> dict[str, str]:
    lines = (root / name).read_text(encoding="utf-8").splitlines()
    pins = [line.split(" ;")[0].removesuffix(" \\").split("==") for line in lines if line[:1].isalnum()]
    return {normal(pin[0].split("[")[0]): pin[1] for pin in pins}  # an extra is part of the line, not of the name


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize("name", LOCKS)
def test_locks_hold_versions_with_hashes_and_no_addresses(root: Path, name: str):
    text = (root / name).read_text(encoding="utf-8")
    assert "://" not in text
    entries = re.split(r"(?m)^(?=[a-z])", text)[1:]
    assert len(entries) > 40
    assert not [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry]


def test_locks_know_every_library_that_the_project_asks_for(root: Path):
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = {"requirements.lock": project["dependencies"]}
    asked |= {f"requirements-{extra}.lock": libraries for extra, libraries in project["optional-dependencies"].items()}
    for lock, libraries in asked.items():
        names = {normal(re.split(r"[<>=\[; ]", library)[0]) for library in libraries} - {"styrelsebrev"}
        assert names <= set(locked(root, lock)), f"{lock}: run .ci/lock"
    versions = [locked(root, name) for name in LOCKS]
    for name, version in versions[0].items():
        assert all(other[name] == version for other in versions[1:]), f"{name} differs between the lock files: run .ci/lock"


def test_the_readme_gives_both_lines_with_their_locks(root: Path):
    readme = (root / "README.md").read_text(encoding="utf-8")
    lines = dict(re.findall(r"<!-- (documents|test) line -->\n```sh\n(.+)\n```", readme))
    assert "-r requirements.lock" in lines["documents"]
    assert lines["documents"].endswith("-m invoke minutes newsletter")
    assert "-r requirements-test.lock" in lines["test"]
    assert lines["test"].endswith("-m pytest")
