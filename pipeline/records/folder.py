"""The files of a source folder: which meetings there are, in what order, and how each file is found and read."""

from __future__ import annotations

import datetime as dt
import errno
import os
import re
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from pipeline.dataclass import dataclass
from pipeline.problems import Place, Report, reason_of, say
from pipeline.records import shorthand
from pipeline.records.shorthand import Wrong, nearest
from pipeline.yamlfile import YamlFile, decode, read_yaml

_HEAD = re.compile(rf"^meeting:[ ]+['\"]?(?P<body>{shorthand.NAME}) (?:(?P<number>\d{{1,3}})/)?(?P<year>\d{{4}})\b", re.MULTILINE)
_DAYS = re.compile(r"^days:(?P<rest>.*(?:\n(?:[ -].*)?)*)", re.MULTILINE)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class MeetingFile:
    """A meeting.yaml of the source: its folder's name, and the file as the user names it."""

    slug: str
    path: Path

    @cached_property
    def data(self) -> bytes:
        """The file's bytes, b'' where it cannot be read (``read_file`` tells why)."""
        try:
            return contents(self.path)
        except OSError:
            return b""

    @cached_property
    def _text(self) -> str:
        return self.data.decode("utf-8-sig", "replace")

    @cached_property
    def body(self) -> str:
        """The body that met, '' where the head of the file does not say it on one line."""
        found = _HEAD.search(self._text)
        return found["body"] if found else ""

    @cached_property
    def date(self) -> dt.date:
        """The first date under days; the first day of the calendar where there is none, so that such a record counts as the oldest."""
        found = _DAYS.search(self._text)
        lines = found["rest"].split("\n") if found else []
        for written in _DATE.findall("\n".join(line.split(" #")[0] for line in lines if not line.lstrip().startswith("#"))):
            try:
                return dt.date.fromisoformat(written)
            except ValueError:
                continue
        return dt.date.min

    @cached_property
    def order(self) -> tuple[dt.date, str]:
        """The key by which meetings follow each other."""
        return (self.date, self.slug)


def meeting_files(source: Path) -> list[MeetingFile]:
    """The meetings under source/meetings, oldest first."""
    folder = source / "meetings"
    paths = sorted(folder.glob("*/meeting.yaml")) if folder.is_dir() else []
    return sorted((MeetingFile(path.parent.name, path) for path in paths), key=lambda file: file.order)


def choose_meeting(source: Path, wish: str | Path | None, files: list[MeetingFile], report: Report) -> MeetingFile | None:
    """The meeting of a slug, a folder or a file; the latest if none is asked for; None with the reason noted."""
    place = Place((source / "meetings").as_posix())
    if wish is None or not str(wish).strip():
        if files:
            return files[-1]
        hint = say("make one with invoke new, or name another folder with --source")
        report.error(place, "", say("expected a folder with a meeting.yaml for every meeting, found none"), hint)
        return None
    name = str(wish).rstrip("/\\")
    slug = re.split(r"[/\\]", name.removesuffix("meeting.yaml").rstrip("/\\"))[-1]
    for file in files:
        if name == file.slug:
            return file
    path = Path(name)
    path = path if path.name == "meeting.yaml" else path / "meeting.yaml"
    if path.is_file():
        return MeetingFile(path.parent.resolve().name, path)
    slugs = [file.slug for file in files]
    hint = nearest(slug, slugs) or say("the meetings are {slugs}", slugs=", ".join(slugs) or "–")
    report.error(place, "", say("expected a meeting's slug or folder, found '{wish}'", wish=name), hint)
    return None


def contents(path: Path) -> bytes:
    """A file's bytes; raises OSError, also for a pipe or a device, which might never end."""
    if path.is_fifo() or path.is_char_device() or path.is_socket():
        raise OSError(errno.ESPIPE, os.strerror(errno.ESPIPE))
    return path.read_bytes()


def read_file(path: Path, report: Report, *, optional: bool = False) -> YamlFile | None:
    """A YAML file of the source; None where it is missing or broken, with the reason noted unless it may be missing."""
    try:
        data = contents(path)
    except FileNotFoundError:
        if not optional:
            hint = say("is the folder right? name another with --source")
            report.error(Place(path.as_posix()), "", say("expected the file {name}, found none", name=path.name), hint)
        return None
    except OSError as error:
        report.error(Place(path.as_posix()), "", say("expected a file that can be read, found: {reason}", reason=reason_of(error)))
        return None
    return read_yaml(data, path.as_posix(), report)


class Texts:
    """Loads the files under texts/ of a meeting's folder, each once."""

    def __init__(self, folder: Path, report: Report, instead: Mapping[Path, bytes] | None = None) -> None:
        self.folder, self.report, self.instead = folder, report, instead or {}
        self.loaded: dict[str, str] = {}

    def __call__(self, name: str) -> str:
        """The words of texts/NAME, line ends as line feeds; Wrong where there is no such file."""
        if name not in self.loaded:
            data = self.instead.get(self.folder / name)
            if data is None:
                data = read_exact(self.folder, name, say("a file under texts/"))
            text = decode(data, (self.folder / name).as_posix(), self.report)
            self.loaded[name] = (text or "").replace("\r\n", "\n").rstrip()
        return self.loaded[name]


def read_exact(folder: Path, name: str, expected: object) -> bytes:
    """The bytes of a file whose name is written as on disk, capitals too (some systems would not mind, others do); Wrong otherwise."""
    path = find_exact(folder, name)
    if path is None:
        parent = (folder / name).parent
        there = (
            sorted(f"{Path(name).parent.as_posix()}/{file.name}".removeprefix("./") for file in parent.iterdir()) if parent.is_dir() else []
        )
        assert not isinstance(expected, str)
        raise Wrong(expected, nearest(name, there) or say("put the file there, or correct its name"))  # type: ignore[arg-type]
    return path.read_bytes()


def find_exact(folder: Path, name: str) -> Path | None:
    """The file of that name below a folder, its capitals as written; None where there is none, or where the name leads out of the folder."""
    parts = name.split("/")
    if "\\" in name or any(part in {"", ".", ".."} for part in parts):
        return None
    path = folder
    for part in parts:
        try:
            names = os.listdir(path)  # noqa: PTH208 - a Path made of each entry takes ten times as long
        except (FileNotFoundError, NotADirectoryError):
            return None
        if part not in names:
            return None
        path /= part
    return path if path.is_file() else None
