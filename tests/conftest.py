"""What all tests share: the first brand's look, the material beside the project, and how heavy and skipped tests are treated."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from pipeline.look import Colour, Face, Look

ROOT = Path(__file__).resolve().parent.parent
CI = os.environ.get("CI", "").lower() not in {"", "0", "false", "no"}
FORGIVEN_IN_CI = ("no shared material", "another platform")

settings.register_profile("house", derandomize=True, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

COLOURS = {
    "text": ("#1F1D1B", (0, 0, 0, 100)),
    "secondary": ("#4A4643", (0, 0, 0, 85)),
    "muted": ("#6B6661", (0, 0, 0, 68)),
    "brand": ("#8A1F17", (20, 95, 95, 35)),
    "brand_dark": ("#5E1510", (30, 95, 90, 55)),
    "accent": ("#24483A", (80, 45, 70, 45)),
    "accent_warm": ("#9C5221", (25, 70, 95, 20)),
    "accent_light": ("#D9A47A", (12, 38, 55, 0)),
    "tone": ("#F6F2EB", (3, 4, 8, 0)),
    "box": ("#EDE6DA", (6, 8, 15, 0)),
    "box_accent": ("#E6EDE8", (10, 3, 10, 0)),
    "rule": ("#C9C1B4", (0, 0, 0, 30)),
}
FACES = {
    "body": ("SourceSerif4SmText-Regular", "Source Serif 4 SmText"),
    "body_italic": ("SourceSerif4SmText-It", "Source Serif 4 SmText"),
    "body_bold": ("SourceSerif4SmText-Bold", "Source Serif 4 SmText"),
    "body_bold_italic": ("SourceSerif4SmText-BoldIt", "Source Serif 4 SmText"),
    "subhead": ("SourceSerif4Subhead-Regular", "Source Serif 4 Subhead"),
    "subhead_italic": ("SourceSerif4Subhead-It", "Source Serif 4 Subhead"),
    "display": ("SourceSerif4Display-Bold", "Source Serif 4 Display"),
    "sans": ("SourceSans3-Regular", "Source Sans 3"),
    "sans_italic": ("SourceSans3-It", "Source Sans 3"),
    "sans_semibold": ("SourceSans3-Semibold", "Source Sans 3 Semibold"),
    "sans_bold": ("SourceSans3-Bold", "Source Sans 3"),
    "word_regular": ("SourceSerif4-Regular", "Source Serif 4"),
    "word_bold": ("SourceSerif4-Bold", "Source Serif 4"),
    "word_italic": ("SourceSerif4-It", "Source Serif 4"),
}


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's folder."""
    return ROOT


@pytest.fixture(scope="session")
def fonts() -> Path:
    """The first brand's faces."""
    return ROOT / "source" / "brand" / "fonts"


@pytest.fixture(scope="session")
def look(fonts: Path) -> Look:
    """The first brand as the design gives it, built without brand.yaml and its reader."""
    faces = {
        role: Face(name, family, (fonts / f"{name}.ttf").read_bytes(), bold="Bold" in name, italic=name.endswith("It"))
        for role, (name, family) in FACES.items()
    }
    colours = {role: Colour(screen, tuple(map(float, ink))) for role, (screen, ink) in COLOURS.items()}
    return Look("Bergslaget", colours, faces, word_serif=(faces["word_regular"], faces["word_bold"], faces["word_italic"]))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The material beside the project (design, mock-ups, schemas of Word's format); where it is absent the test is skipped."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("no shared material beside the project")
    return folder


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--heavy", action="store_true", help="run the heavy tests too (as HEAVY=1 does)")


def pytest_configure(config: pytest.Config) -> None:
    if CI:  # before the narrower filters of pyproject.toml, which then win
        config.getini("filterwarnings").insert(0, "error")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--heavy") or os.environ.get("HEAVY"):
        return
    heavy = [item for item in items if item.get_closest_marker("heavy")]
    named = {Path(argument.split("::")[0]).resolve() for argument in config.invocation_params.args if "::" in argument}
    heavy = [item for item in heavy if item.path not in named]  # who names a test wants it
    if heavy:
        config.hook.pytest_deselected(items=heavy)
        items[:] = [item for item in items if item not in set(heavy)]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]):
    report = yield
    if CI and report.skipped and not hasattr(report, "wasxfail"):
        reason = skip_reason(report)
        if not reason.startswith(FORGIVEN_IN_CI):
            report.outcome = "failed"
            report.longrepr = f"{item.nodeid} was skipped, and CI skips nothing: {reason}"
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = Counter(skip_reason(report) for report in terminalreporter.getreports("skipped"))
    deselected = len(terminalreporter.getreports("deselected"))
    if skipped or deselected:
        terminalreporter.section("not run here", yellow=True)
    for reason, count in sorted(skipped.items()):
        terminalreporter.line(f"{count} skipped: {reason}", yellow=True)
    if deselected:
        terminalreporter.line(f"{deselected} left out: heavy ones run with --heavy or HEAVY=1", yellow=True)


def skip_reason(report: pytest.TestReport) -> str:
    words = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return words.removeprefix("Skipped: ").strip()
