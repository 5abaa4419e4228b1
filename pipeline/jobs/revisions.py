"""Older versions of a record: from a path, or from git."""

from __future__ import annotations

import io
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.problems import BadInput, Message, Place, Problem, say

if TYPE_CHECKING:
    from pipeline.records.source import Source


@contextmanager
def older_record(wish: str, source: Path, slug: str) -> Iterator[Source]:
    """The meeting as it was: ``wish`` is another source folder, a meeting's folder or meeting.yaml, or a git revision of ``source``."""
    from pipeline.records.reading import read_source

    path = Path(wish)
    if path.exists():
        if (path / "organisation.yaml").exists():
            yield read_source(path, slug)
        else:
            yield read_source(source, path)
        return
    with tempfile.TemporaryDirectory() as folder:
        _checkout(wish, source, Path(folder))
        yield read_source(Path(folder), slug)


def _checkout(revision: str, source: Path, folder: Path) -> None:
    """The source folder as git has it at ``revision``; raises BadInput where git has nothing of that name."""
    try:
        done = subprocess.run(["git", "archive", "--format=tar", "--", revision], cwd=source, capture_output=True, check=False)
    except FileNotFoundError:
        raise _unknown(revision, say("git is not installed")) from None
    if done.returncode:
        raise _unknown(revision, say("git does not know it"))
    with tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive:
        archive.extractall(folder, filter="data")


def _unknown(revision: str, reason: Message) -> BadInput:
    message = say("expected a path or a git revision, found {revision}: {reason}", revision=revision, reason=reason)
    return BadInput([Problem(Place("--since"), "", message, say("git log shows the revisions of the record"))])
