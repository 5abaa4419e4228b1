"""What a mailing says and to whom: finished words and plain facts, without a look and without the record's shape.

``compose`` fills a Letter per language, ``jobs`` reads settings and recipients into these classes, ``mail`` turns them into messages.
Text is finished as in ``story``; soft hyphens and no-break spaces may stand in it.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal, TypeAlias

from pipeline.dataclass import dataclass
from pipeline.problems import Place
from pipeline.story import Inlines, NextMeeting, Particular

EditionKind: TypeAlias = Literal["newsletter", "minutes", "verification", "agenda"]
"""minutes: adjusted ones for information; verification: unadjusted ones to those who verify them; agenda: to those called."""

Security: TypeAlias = Literal["tls", "starttls", "none"]
"""tls: from the first byte (port 465); starttls: required before anything else (587, 25); none: only to this machine's loopback."""

ProviderName: TypeAlias = Literal["generic", "microsoft365", "gmail"]
Authentication: TypeAlias = Literal["none", "password", "xoauth2"]


@dataclass(frozen=True, slots=True)
class Edition:
    """What nobody is to get twice: ``organisation`` is its lasting id (its number or slug), ``number`` the series' own ("2", "annual")."""

    organisation: str
    kind: EditionKind
    year: int
    number: str

    @property
    def key(self) -> str:
        """One line that names the edition in ledgers and file names of reports: ``organisation/kind/year/number``."""
        return f"{self.organisation}/{self.kind}/{self.year}/{self.number}"


@dataclass(frozen=True, slots=True)
class Mailbox:
    """An address with the name shown before it ('' for none); Unicode as people write it."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Recipient:
    """A member or person by lasting id; each address gets a message of its own; ``language`` '' means the edition's.

    ``opted_out`` and ``dead`` are those of ``addresses`` that want no copies and that mail came back from.
    """

    id: str
    name: str
    addresses: tuple[str, ...]
    language: str = ""
    opted_out: tuple[str, ...] = ()
    dead: tuple[str, ...] = ()
    kind: str = "member"
    where: Place | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """How mail leaves (mail.yaml and the environment); never a password, which callers of the transport hand over apart.

    ``envelope`` is where bounces return ('' for the sender's address), plus-addressed unless ``plus_addressing`` is off.
    ``unsubscribe_address`` '' means ``reply_to``, then ``sender``; ``unsubscribe_url`` is an HTTPS one-click endpoint (RFC 8058)
    with the slot {token}, '' where there is none. ``per_minute``, ``per_day`` and ``connections`` 0 mean the provider's own limits;
    ``largest_message`` in octets holds where the server does not say (0 for no limit).
    """

    sender: Mailbox
    host: str
    port: int = 587
    security: Security = "starttls"
    provider: ProviderName = "generic"
    authentication: Authentication = "password"
    username: str = ""
    reply_to: Mailbox | None = None
    envelope: str = ""
    plus_addressing: bool = True
    list_id: str = ""
    list_name: str = ""
    unsubscribe_address: str = ""
    unsubscribe_url: str = ""
    per_minute: int = 0
    per_day: int = 0
    connections: int = 0
    dkim_domain: str = ""
    dkim_selector: str = ""
    oauth_client_id: str = ""
    oauth_tenant: str = "organizations"
    largest_message: int = 0


@dataclass(frozen=True, slots=True)
class Enclosure:
    """The document that travels with the letter: a PDF's bytes and its number of pages."""

    data: bytes
    pages: int = 0


@dataclass(frozen=True, slots=True)
class Headline:
    """A line of what is inside; ``address`` is an absolute address or '', ``language`` a BCP 47 tag where it is not the letter's."""

    text: str
    address: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """A meeting for calendars: aware ``start`` and ``end`` (dates for whole days, ``end`` then the last day), ``uid`` lasting and unique in the world.

    ``later`` are start and end of its further days, nobody being busy at night.
    """

    uid: str
    title: str
    start: datetime | date
    end: datetime | date | None = None
    place: str = ""
    description: str = ""
    address: str = ""
    later: tuple[tuple[datetime | date, datetime | date | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Letter:
    """One language's words of a mailing, in order of reading; what is empty is left out.

    ``subject`` bears the mark of a correction, test copy or unadjusted minutes already, and ``notice`` says it in the letter.
    ``preview`` is what inboxes show after the subject. ``attached`` speaks of the enclosed document, ``instead`` says where it can be
    read when the server takes no message of that size (() where there is no such place). ``file_name`` and ``event_file_name`` are
    words without a suffix, ASCII is made of them. ``official`` letters (calls, verification) reach those who opted out of copies too.
    """

    edition: Edition
    language: str
    subject: str
    nameplate: str
    file_name: str
    opening: tuple[Inlines, ...] = ()
    dateline: tuple[str, ...] = ()
    preview: str = ""
    notice: Inlines = ()
    headline: Headline | None = None
    ingress: Inlines = ()
    list_title: str = ""
    headlines: tuple[Headline, ...] = ()
    particulars: tuple[Particular, ...] = ()
    attached: Inlines = ()
    instead: Inlines = ()
    next_meeting: NextMeeting | None = None
    event: Event | None = None
    event_file_name: str = ""
    registry: Inlines = ()
    change: Inlines = ()
    closing: tuple[Inlines, ...] = ()
    privacy: Inlines = ()
    imprint: tuple[Inlines, ...] = ()
    unsubscribe_subject: str = ""
    official: bool = False
