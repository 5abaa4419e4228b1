"""Reads a source folder: every problem of a phase (syntax, shape, sense) at once, each with its place."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pipeline.dataclass import dataclass
from pipeline.look import Look
from pipeline.problems import Place, Report, say
from pipeline.records.brand import Brand
from pipeline.records.folder import MeetingFile, Texts, choose_meeting, find_exact, meeting_files, read_file
from pipeline.records.looks import look_from
from pipeline.records.mail import Mail
from pipeline.records.meeting import Meeting
from pipeline.records.members import Members
from pipeline.records.organisation import Organisation
from pipeline.records.origins import Part, Parts
from pipeline.records.pictures import load_image
from pipeline.records.rules import check_sense
from pipeline.records.series import earlier_meetings, follow_series
from pipeline.records.shape import read_shape
from pipeline.records.shorthand import Wrong
from pipeline.records.source import LoadedImage, Previous, Source
from pipeline.records.verified import read_verified
from pipeline.yamlfile import YamlFile, read_yaml

__all__ = ["LoadedImage", "Previous", "Source", "read_look", "read_source"]


@dataclass(frozen=True)
class _Files:
    """The files of a source after the phase of syntax."""

    organisation: YamlFile
    members: YamlFile
    mail: YamlFile | None
    brand: YamlFile
    meeting: YamlFile


def read_source(
    source: Path, meeting: str | Path | None = None, *, report: Report | None = None, instead: Mapping[Path, bytes] | None = None
) -> Source:
    """The meeting of that slug or folder (the latest by date if None), or BadInput.

    Mistakes of syntax, and after it of shape, raise at once. What makes no sense raises too where no ``report`` is given; otherwise it is
    noted there for the caller to close, so that problems of other files can be told together with it. ``instead`` are bytes that the
    meeting's own files would have: what is to be written is read before it is.
    """
    own = Report() if report is None else report
    before = len(own.problems)
    if not source.is_dir():
        own.error(Place(source.as_posix()), "", say("expected the folder of the source, found none"), say("name it with --source"))
        own.close()
    files = meeting_files(source)
    chosen = choose_meeting(source, meeting, files, own)
    read = _read_syntax(source, chosen, own, instead or {})
    assert chosen is not None
    result = _read_shape(source, chosen, read, files, own, instead or {})
    if report is None:
        own.close()
    warnings = tuple(problem for problem in own.problems[before:] if problem.severity == "warning")
    return Source(**{**vars(result), "warnings": warnings})


def _read_syntax(source: Path, chosen: MeetingFile | None, report: Report, instead: Mapping[Path, bytes]) -> _Files:
    """All files as trees; BadInput where one is missing or broken."""
    organisation = read_file(source / "organisation.yaml", report)
    members = read_file(source / "members.yaml", report)
    mail = read_file(source / "mail.yaml", report, optional=True)
    brand = read_file(source / "brand" / "brand.yaml", report)
    meeting = None
    if chosen is not None:
        given = instead.get(chosen.path)
        meeting = read_file(chosen.path, report) if given is None else read_yaml(given, chosen.path.as_posix(), report)
    report.close()
    assert organisation is not None
    assert members is not None
    assert brand is not None
    assert meeting is not None
    return _Files(organisation, members, mail, brand, meeting)


def _read_shape(
    source: Path, chosen: MeetingFile, files: _Files, all_files: list[MeetingFile], report: Report, instead: Mapping[Path, bytes]
) -> Source:
    """All models; BadInput where one does not fit; then what must hold between them, noted in the report."""
    folder = chosen.path.parent
    organisation = read_shape(files.organisation, Organisation, report)
    members = read_shape(files.members, Members, report)
    mail = read_shape(files.mail, Mail, report) if files.mail is not None else None
    brand = read_shape(files.brand, Brand, report)
    meeting = read_shape(files.meeting, Meeting, report, Texts(folder, report, instead))
    report.close()
    assert organisation is not None
    assert members is not None
    assert brand is not None
    assert meeting is not None
    others = {
        "organisation": Part(files.organisation, organisation),
        "members": Part(files.members, members),
        "brand": Part(files.brand, brand),
    }
    if files.mail is not None and mail is not None:
        others["mail"] = Part(files.mail, mail)
    parts = Parts(Part(files.meeting, meeting, folder.as_posix()), others)
    body = organisation.bodies.get(meeting.meeting.body)
    earlier = earlier_meetings(meeting, chosen, all_files, report) if body is not None else []
    first, previous = follow_series(body, meeting, chosen.date.year, earlier) if body is not None else (meeting.first_section or 1, None)
    slugs = tuple(file.slug for file in all_files)
    images = _load_images(folder, meeting, parts, report)
    attachments = {
        document.file: path
        for document in meeting.documents.values()
        if document.file and (path := find_exact(folder / "attachments", document.file)) is not None
    }
    result = Source(
        source,
        folder,
        organisation,
        members,
        mail,
        meeting,
        chosen.slug,
        images,
        attachments,
        first,
        previous,
        slugs if chosen.slug in slugs else (*slugs, chosen.slug),
        parts,
        read_verified(folder, report),
    )
    check_sense(result, report)
    return result


def _load_images(folder: Path, meeting: Meeting, parts: Parts, report: Report) -> dict[str, LoadedImage]:
    """The pictures that the record names, by their file names; those that cannot be used are noted."""
    images: dict[str, LoadedImage] = {}
    for name, picture in meeting.images.items():
        wanted = [(picture.file, f"images.{name}.file"), *((variant, f"images.{name}.variants.{variant}") for variant in picture.variants)]
        for file, origin in wanted:
            if file in images:
                continue
            try:
                images[file] = load_image(folder, file)
            except Wrong as wrong:
                message = say("expected {expected}, found {found}", expected=wrong.expected, found=say("'{words}'", words=file))
                report.error(parts.place(origin), origin, message, wrong.hint)
    return images


def read_look(source: Path, *, report: Report | None = None) -> Look:
    """The look of brand/brand.yaml with its fonts, every role filled, or BadInput.

    Poor contrasts and the like raise only where no ``report`` is given; otherwise they are noted there for the caller to close.
    """
    own = Report() if report is None else report
    file = read_file(source / "brand" / "brand.yaml", own)
    brand = read_shape(file, Brand, own) if file is not None else None
    if file is None or brand is None:
        own.close()
    assert file is not None
    assert brand is not None
    look = look_from(source / "brand", Part(file, brand), brand, own)
    if report is None:
        own.close()
    return look
