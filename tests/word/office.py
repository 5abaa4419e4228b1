"""LibreOffice as a second reader and as somebody who edits; tests that need it skip with a reason where it is missing."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest


def convert(files: list[Path], form: str, folder: Path) -> list[Path]:
    """The files in another form, made by LibreOffice with a profile of its own."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice (soffice) is not installed")
    profile = folder / "profile"
    command = [
        program,
        f"-env:UserInstallation={profile.as_uri()}",
        "--headless",
        "--convert-to",
        form,
        "--outdir",
        str(folder),
        *map(str, files),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    ending = form.partition(":")[0]
    return [folder / f"{file.stem}.{ending}" for file in files]
