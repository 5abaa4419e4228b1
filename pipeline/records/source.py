"""What was read from a source folder: the models, the pictures and attachments, the previous meeting, and where each field stands."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from pipeline.dataclass import dataclass
from pipeline.problems import Place, Problem
from pipeline.records.mail import Mail
from pipeline.records.meeting import Meeting, NextMeeting, Status
from pipeline.records.members import Members
from pipeline.records.organisation import Body, Organisation
from pipeline.records.origins import Parts
from pipeline.records.verified import Verified, version_of

MediaType = Literal["image/svg+xml", "image/png", "image/jpeg"]


@dataclass(frozen=True, slots=True)
class LoadedImage:
    """A picture's bytes under the name it has in images/; width and height in pixels, or in the drawing's own units for SVG."""

    name: str
    media_type: MediaType
    data: bytes
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Previous:
    """The meeting of the same body before this one: what its record says of the series (``last_section``: its last §)."""

    slug: str
    number: int | None
    year: int
    last_section: int
    status: Status
    next: NextMeeting | None = None

    @property
    def name(self) -> str:
        """Number and year as people write them ("1/2023"), the year alone where meetings are not numbered."""
        return f"{self.number}/{self.year}" if self.number is not None else str(self.year)


@dataclass(frozen=True)
class Source:
    """One meeting with everything that its documents are made from, in canonical form and checked.

    ``images`` (variants too) are keyed by their file names under images/, ``attachments`` by theirs under attachments/;
    ``folder`` is the meeting's own; ``first_section`` is the meeting's first §; ``slugs`` are all meetings, oldest first; ``verified`` is what was
    published as verified; ``warnings`` stop nothing.
    """

    root: Path
    folder: Path
    organisation: Organisation
    members: Members
    mail: Mail | None
    meeting: Meeting
    slug: str
    images: Mapping[str, LoadedImage]
    attachments: Mapping[str, Path]
    first_section: int
    previous: Previous | None
    slugs: tuple[str, ...]
    parts: Parts
    verified: Verified | None = None
    warnings: tuple[Problem, ...] = ()

    @property
    def body(self) -> Body:
        """The body that met, with its standing people."""
        return self.organisation.bodies[self.meeting.meeting.body]

    @property
    def version(self) -> int:
        """The number of the minutes' version: 1, and one more for every correction of verified minutes that is published."""
        return version_of(self.meeting, self.verified)

    def place(self, origin: str) -> Place:
        """Where the field of an origin ('items.plan.decide.1', 'organisation.contact.email') is written; the nearest known part of it otherwise.

        Origins of the meeting begin with its fields; those of the other files with organisation, members, mail or brand.
        """
        return self.parts.place(origin)

    def first_place(self, origin: str, words: str) -> Place:
        """Where the field of an origin first says some words; where it begins if they are none of its own."""
        part, rest = self.parts.part(origin)
        return part.first_place(rest, words)

    def field(self, origin: str) -> str:
        """The origin as it is called within its file, for problems that name the file beside it."""
        return self.parts.part(origin)[1]
