"""veraPDF, fetched by Maven: the one module of the tests that runs Java."""

from __future__ import annotations

import os
import shutil
import subprocess
from functools import cache
from pathlib import Path
from tempfile import gettempdir, mkdtemp

import pytest

HERE = Path(__file__).parent


@cache
def classpath() -> str:
    """Where Maven has put veraPDF's libraries; skips the test where there is no JDK or no Maven."""
    for program in ("java", "mvn"):
        if shutil.which(program) is None:
            pytest.skip(f"no {program} on this machine: veraPDF needs a JDK and Maven")
    listing = Path(mkdtemp(prefix="verapdf-", dir=gettempdir())) / "classpath"
    command = ["mvn", "-q", "-B", "-f", str(HERE / "pom.xml"), "dependency:build-classpath", f"-Dmdep.outputFile={listing}"]
    done = subprocess.run(
        [shutil.which(command[0]) or command[0], *command[1:]], capture_output=True, text=True, encoding="utf-8", check=False
    )
    if done.returncode and os.environ.get("CI", "").lower() in {"", "0", "false", "no"}:
        pytest.skip("Maven could not fetch veraPDF (no network?)")
    assert done.returncode == 0, done.stdout + done.stderr
    return listing.read_text(encoding="utf-8").strip()


def validate(files: dict[str, tuple[bytes, tuple[str, ...]]], folder: Path) -> dict[str, list[str]]:
    """Failed assertions by "name profile", all files in one run of Java; every pair has passed where its list is empty."""
    pairs: list[tuple[str, str, Path]] = []
    for name, (data, profiles) in files.items():
        path = folder / f"{name}.pdf"
        path.write_bytes(data)
        pairs += [(name, profile, path) for profile in profiles]
    arguments = [part for _, profile, path in pairs for part in (profile, str(path))]
    done = subprocess.run(
        ["java", "-cp", classpath(), str(HERE / "Validate.java"), *arguments], capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    results: list[list[str]] = []
    for line in done.stdout.splitlines():
        if line.startswith("\t"):
            results[-1].append(line.strip())
        elif line.split()[1:2] in (["passed"], ["failed"]):
            results.append([] if line.split()[1] == "passed" else ["failed"])
    assert len(results) == len(pairs), done.stdout
    return {f"{name} {profile}": result for (name, profile, _), result in zip(pairs, results, strict=True)}
