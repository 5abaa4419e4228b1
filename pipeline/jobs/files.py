"""Files under output/: written beside their target and moved into place, so that a failed run leaves the last good document."""

from __future__ import annotations

import os
import re
import sys
import time
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from pipeline.jobs.outcome import Written
from pipeline.problems import BadInput, Place, Problem, reason_of, say

_BESIDE = re.compile(r"\..+\.(?P<process>\d+)\.part")
_swept: set[Path] = set()

_APP = "docProps/app.xml"


def write_file(path: Path, data: bytes, *, pages: int | None = None, begun: float | None = None) -> Written:
    """Replace ``path`` whole or not at all; a target that is held open (Word on Windows) or a folder that cannot be written is BadInput."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")  # its own for each run: two at once would write into one file
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _sweep(path.parent)
        with beside.open("wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(path)
    except OSError as error:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        message = say("expected a file that can be written, found: {reason}", reason=reason_of(error))
        hint = say(
            "close the document if it is open in another program, check that the folder may be written and that the disk is not full"
        )
        raise BadInput([Problem(Place(path.as_posix()), "", message, hint)]) from error
    seconds = time.perf_counter() - begun if begun is not None else 0.0
    return Written(path, len(data), pages, seconds)


def _sweep(folder: Path) -> None:
    """Once a run: remove what runs that were killed left beside their targets."""
    if folder in _swept:
        return
    _swept.add(folder)
    for path in folder.iterdir():
        found = _BESIDE.fullmatch(path.name)
        if found and not _at_work(int(found["process"])):
            with suppress(OSError):  # Windows lets nobody remove what another run still writes
                path.unlink()


def _at_work(process: int) -> bool:
    """Whether a process may still be writing; never asked on Windows, where the question would end it."""
    if sys.platform == "win32":
        return False
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return True


def keep_edited(path: Path, data: bytes) -> Path | None:
    """Where a Word file went that is about to be replaced though another program has saved it; None where nobody did.

    This program gives all parts of its files one instant and the same properties of the program; others do not.
    """
    try:
        with ZipFile(path) as there, ZipFile(BytesIO(data)) as fresh:
            moments = {one.date_time for one in fresh.infolist()}
            own = all(one.date_time in moments for one in there.infolist())
            if own and _program(there) == _program(fresh):
                return None
    except (OSError, BadZipFile):
        return None
    number = 1
    while (kept := path.with_name(f"{path.stem}-edited{'' if number == 1 else f'-{number}'}{path.suffix}")).exists():
        number += 1
    try:
        path.rename(kept)
    except OSError:
        return None  # writing it tells why
    return kept


def _program(archive: ZipFile) -> bytes:
    """What a file says of the program that saved it (docProps/app.xml)."""
    return archive.read(_APP) if _APP in archive.namelist() else b""


def write_files(files: dict[Path, bytes]) -> tuple[Written, ...]:
    """Several files, each whole or not at all, in the order given."""
    return tuple(write_file(path, data) for path, data in files.items())


def empty_folder(folder: Path, pattern: str) -> None:
    """Remove the files of ``pattern`` that an earlier run left in ``folder``."""
    if folder.is_dir():
        for path in sorted(folder.glob(pattern)):
            path.unlink(missing_ok=True)


def size_words(size: int) -> str:
    """'184 kB' or '2.1 MB', in steps of 1 000."""
    return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{max(1, round(size / 1000))} kB"
