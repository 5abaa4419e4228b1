"""meeting.yaml: what happened at one meeting, and what is published from it.

The models are the canonical form; the shorthand that each may be written in stands in its docstring and is parsed by records.shorthand.
"""

from typing import Any, Literal

from pipeline.records import shorthand
from pipeline.records.attendance import Adjustment, Arrival, Attendance, Day, Departure, Guest, MeetingName, Movement, NextMeeting, Serving
from pipeline.records.items import Conflict, Correction, Decision, Item, Motion, Reservation, StandardItem, Statement, Vote
from pipeline.records.model import Id, Model, Phrase, Prose, described, many
from pipeline.records.newsletter import Newsletter, resolve_figures
from pipeline.records.shorthand import Raw

__all__ = [
    "Adjustment",
    "Arrival",
    "Attendance",
    "Conflict",
    "Correction",
    "Day",
    "Decision",
    "Departure",
    "Document",
    "Guest",
    "Item",
    "KeyFigure",
    "Meeting",
    "MeetingName",
    "Motion",
    "Movement",
    "NextMeeting",
    "Picture",
    "Quotation",
    "Reservation",
    "Serving",
    "StandardItem",
    "Statement",
    "Status",
    "Talk",
    "Vote",
]

Status = Literal["draft", "unadjusted", "adjusted"]


class KeyFigure(Model):
    """A figure; shorthand '6 miljoner kronor i budget per år' is not split: write a mapping for the newsletter's band."""

    id: Id = described("Name that stays.", "Beteckning som består.", "1")
    text: Phrase = described("The figure in words, as in the sketch.", "Siffran i ord.", "")
    value: str | None = described("Number as printed: '16'.", "Talet som det trycks: ”16”.", None)
    unit: str | None = described("Unit: 'mkr'.", "Enhet: ”mkr”.", None)
    more_than: bool = described("Over that number (a plus).", "Mer än talet (ett plus).", False)
    label: str | None = described(
        "At most two lines of 20 characters; a line break with |.", "Högst två rader om 20 tecken; radbyte med |.", None
    )
    short: str | None = described("One line, for the compact edition.", "En rad, för den korta upplagan.", None)

    words_pattern = r".+"
    words_example = "6 miljoner kronor i budget per år"

    @classmethod
    def from_words(cls, words: str) -> Raw:
        """The shorthand."""
        return {"text": words}


class Quotation(Model):
    """Somebody's words."""

    text: Phrase = described("The words.", "Orden.")
    speaker: str | None = described("Who said them, where said publicly.", "Vem som sade dem.", None)

    words_pattern = r".+"
    words_example = "Planering är en nyckel."

    @classmethod
    def from_words(cls, words: str) -> Raw:
        """The shorthand."""
        return {"text": words}


class Talk(Model):
    """A talk; of ``text`` (minutes) and ``newsletter`` each stands in for the other where one is missing."""

    speaker: str = described("Speaker.", "Talare.")
    title: str | None = described("Title.", "Titel.", None)
    organisation: str | None = described("Organisation.", "Organisation.", None)
    topic: str | None = described(
        "Topic: the heading in the minutes; the organisation if left out.", "Ämne: rubriken i protokollet; annars organisationen.", None
    )
    text: Prose | None = described("Summary for the minutes.", "Sammanfattning för protokollet.", None)
    newsletter: Prose | None = described("Text for the newsletter.", "Text för nyhetsbrevet.", None)
    figures: tuple[KeyFigure, ...] = many("Key figures.", "Nyckeltal.")
    quotation: Quotation | None = described("Words to quote.", "Ord att citera.", None)
    appendix: Id | None = described("The presentation among the documents.", "Presentationen bland handlingarna.", None)
    internal: Prose | None = described("A note that never leaves.", "En anteckning som aldrig lämnar huset.", None)

    @classmethod
    def from_mapping(cls, value: Raw, _context: Any, /) -> Raw:
        """Ids of the figures."""
        if "figures" in value:
            entries = [{"text": entry} if isinstance(entry, str) else entry for entry in shorthand.as_list(value["figures"])]
            value["figures"] = shorthand.numbered(entries)
        return value


class Document(Model):
    """A document; shorthand: the title alone, the key then being the file under attachments/ (or an id with no file)."""

    title: str = described("Title.", "Titel.")
    file: str | None = described("File under attachments/.", "Fil under attachments/.", None)
    address: str | None = described("Web address.", "Webbadress.", None)
    short: str | None = described("Short title for the newsletter's list.", "Kort titel för nyhetsbrevets lista.", None)
    personal: bool = described("Left out of public copies.", "Utelämnas i offentliga kopior.", False)

    words_pattern = r".+"
    words_example = "Presentation Region Örebro län"

    @classmethod
    def from_words(cls, words: str) -> Raw:
        """The shorthand."""
        return {"title": words}


class Picture(Model):
    """A picture under images/."""

    file: str = described("File under images/ (SVG, PNG, JPEG).", "Fil under images/ (SVG, PNG, JPEG).")
    alt: str = described("Text alternative: what the picture says.", "Textalternativ: vad bilden säger.")
    caption: Phrase | None = described("Caption; a bold lead word begins it.", "Bildtext; inleds med ett fetstilt ord.", None)
    credit: str | None = described("Credit: 'Illustration: redaktionen'.", "Upphov: ”Illustration: redaktionen”.", None)
    focus: tuple[float, float, float, float] = described(
        "Box that cropping keeps: left, top, right, bottom as parts of 1.",
        "Det som beskärning lämnar: vänster, topp, höger, botten som delar av 1.",
        (0.0, 0.0, 1.0, 1.0),
    )
    labels: tuple[str, ...] = many("Labels of a drawing's parts, from the left.", "Etiketter för teckningens delar, från vänster.")
    span: Literal[6, 12] = described("Columns of twelve.", "Spalter av tolv.", 12)
    variants: tuple[str, ...] = many("The same picture drawn for other shapes.", "Samma bild tecknad för andra format.")


class Meeting(Model):
    """The whole of meeting.yaml."""

    format: Literal[1] = described("Version of this file's format.", "Filformatets version.")
    meeting: MeetingName = described("Body, number and year: board 2/2023.", "Organ, nummer och år: board 2/2023.")
    status: Status = described("draft, unadjusted or adjusted.", "Utkast, ojusterat eller justerat.", "draft")
    days: tuple[Day, ...] = described("Days with times.", "Dagar med tider.", min_length=1)
    place: str = described("Place, the town last.", "Plats, orten sist.")
    host: str | None = described("Who hosts.", "Värd.", None)
    theme: str | None = described("Theme.", "Tema.", None)
    chair: Id | None = described("Who chairs; the body's chair if left out.", "Mötets ordförande; annars organets.", None)
    secretary: Id | None = described(
        "Who takes the minutes; the body's secretary if left out.", "Mötets sekreterare; annars organets.", None
    )
    adjust: Adjustment = described("Verification.", "Justering.", Adjustment())
    next: NextMeeting | None = described("Next meeting.", "Nästa möte.", None)
    first_section: int | None = described(
        "First § where there is no earlier record.", "Första § där tidigare protokoll saknas.", None, ge=1
    )
    attendance: Attendance = described("Who was there.", "Vilka som var där.")
    items: tuple[Item, ...] = many("Items, in order.", "Ärenden, i ordning.")
    talks: dict[Id, Talk] = described("Talks by id.", "Föredrag efter beteckning.", {})
    documents: dict[str, Document] = described("Documents by id.", "Handlingar efter beteckning.", {})
    images: dict[Id, Picture] = described("Pictures by id.", "Bilder efter beteckning.", {})
    newsletter: Newsletter | None = described("The newsletter made from it.", "Nyhetsbrevet som görs av det.", None)
    remark: Phrase | None = described(
        "A remark about the record itself, last in the minutes.", "En anmärkning om själva protokollet, sist.", None
    )
    agenda: Prose | None = described(
        "What the notice says besides: how to give notice of absence.", "Vad kallelsen säger därutöver: hur förhinder anmäls.", None
    )
    called: tuple[str, ...] = many("Who is called besides the body.", "Vilka som kallas utöver organet.")
    internal: Prose | None = described("A note that never leaves.", "En anteckning som aldrig lämnar huset.", None)

    @classmethod
    def from_mapping(cls, value: Raw, _context: Any, /) -> Raw:
        """Documents named by their files, and the newsletter's figures that are those of a talk."""
        documents = value.get("documents")
        if isinstance(documents, dict):
            value["documents"] = {key: _document(key, entry) for key, entry in documents.items()}
        newsletter, talks = value.get("newsletter"), value.get("talks")
        if isinstance(newsletter, dict) and "figures" in newsletter:
            newsletter = {**newsletter, "figures": resolve_figures(newsletter["figures"], talks if isinstance(talks, dict) else {})}
        if isinstance(newsletter, dict):
            value["newsletter"] = _whole_newsletter(
                newsletter, list(talks) if isinstance(talks, dict) else [], str(value.get("place") or "")
            )
        return value


def _whole_newsletter(newsletter: Raw, talks: list[str], place: str) -> Raw:
    """A newsletter of one article tells of all talks, and its kicker is the town."""
    if "lead" in newsletter or "headline" not in newsletter:
        return newsletter
    told = {} if newsletter.keys() & {"from", "text"} else {"from": talks}
    town = place.rsplit(",", 1)[-1].strip()
    return told | ({"kicker": town} if town else {}) | newsletter


def _document(key: str, entry: object) -> object:
    """A document whose key is a file name lies under it, unless it says otherwise."""
    entry = {"title": entry} if isinstance(entry, str) else entry
    if isinstance(entry, dict) and "." in key and not entry.keys() & {"file", "address"}:
        return {**entry, "file": key}
    return entry
