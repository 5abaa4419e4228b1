"""meeting.yaml: what happened at one meeting, and what is published from it.

The models are the canonical form; the shorthand that each may be written in stands in its docstring and is parsed by records.shorthand.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pipeline.records.model import Id, Model, Phrase, Prose, described, many
from pipeline.records.newsletter import Newsletter

Status = Literal["draft", "unadjusted", "adjusted"]
StandardItem = Literal[
    "opening",
    "quorum",
    "adjusters",
    "agenda",
    "previous",
    "reports",
    "correspondence",
    "other",
    "next_meeting",
    "closing",
    "conflicts",
    "follow_up",
]


class MeetingName(Model):
    """Which meeting; shorthand 'board 2/2023' (body id, number/year; the number may be left out for an annual meeting: 'annual 2023')."""

    body: Id = described("Body that met.", "Organet som sammanträdde.")
    number: int | None = described("Number within the year.", "Nummer inom året.", None, ge=1)
    year: int = described("Year.", "År.", ge=1900, le=2200)


class Day(Model):
    """A day of the meeting; shorthand '2023-05-22 13.00-17.00'."""

    date: dt.date = described("Date.", "Datum.")
    start: dt.time | None = described("Start.", "Start.", None)
    end: dt.time | None = described("End.", "Slut.", None)
    breaks: tuple[tuple[dt.time, dt.time], ...] = many("Adjournments within the day.", "Ajourneringar under dagen.")
    last: Id | None = described(
        "Last item of the day, where arrivals and departures do not tell.",
        "Dagens sista ärende, om ankomster och avgångar inte visar det.",
        None,
    )


class NextMeeting(Model):
    """The next meeting; shorthand '2023-09-14 10.00, Falun' or '2023-09-14 13.00-17.00, Myntgatan 2, Falun'."""

    date: dt.date = described("Date.", "Datum.")
    start: dt.time | None = described("Start.", "Start.", None)
    end: dt.time | None = described("End.", "Slut.", None)
    place: str | None = described("Place, the town last.", "Plats, orten sist.", None)


class Adjustment(Model):
    """Who verifies the minutes, how and when."""

    by: tuple[Id, ...] = many("Adjusters.", "Justerare.")
    signing: Literal["paper", "digital"] = described("How it is signed.", "Hur det undertecknas.", "digital")
    latest: dt.date | None = described("Latest date for answers.", "Senaste svarsdag.", None)
    place: str | None = described("Place of verification, for paper.", "Justeringens plats, på papper.", None)
    adjusted: dt.date | None = described("When it was verified.", "När det justerades.", None)
    posted: dt.date | None = described("When the notice was put up (federation).", "När anslaget sattes upp (kommunalförbund).", None)
    taken_down: dt.date | None = described("When the notice is taken down (federation).", "När anslaget tas ned (kommunalförbund).", None)
    kept_at: str | None = described("Where the minutes are kept (federation).", "Var protokollet förvaras (kommunalförbund).", None)


class Serving(Model):
    """A substitute who serves; shorthand 'sub-2 for member-7', 'sub-2 for member-7 from plan to fees', 'sub-2 for vacant'."""

    substitute: Id = described("Who serves.", "Vem som tjänstgör.")
    member: Id | None = described("For whom; null for a vacant seat.", "För vem; null för vakant plats.", None)
    first: Id | None = described("First item; the whole meeting if left out.", "Första ärendet; annars hela mötet.", None)
    last: Id | None = described("Last item.", "Sista ärendet.", None)


class Movement(Model):
    """An arrival ('member-5 at seminar 13.40': takes part from that item) or departure ('member-9 after plan 10.15': leaves after it)."""

    person: Id = described("Who.", "Vem.")
    item: Id = described("Item.", "Ärende.")
    time: dt.time | None = described("Time.", "Tid.", None)


class Guest(Model):
    """Somebody without a standing place who attended; shorthand: the id of a standing official."""

    id: Id = described("Name that stays.", "Beteckning som består.")
    name: str | None = described("Name, where not a standing person.", "Namn, om inte fast person.", None)
    organisation: str | None = described("Organisation.", "Organisation.", None)
    role: Literal["coopted", "presenter", "secretary", "official", "guest", "auditor"] = described(
        "In what role.", "I vilken roll.", "official"
    )
    title: str | None = described("Title in print.", "Titel i tryck.", None)
    items: tuple[Id, ...] = many("Items attended; the whole meeting if left out.", "Ärenden; annars hela mötet.")


class Attendance(Model):
    """Who was there, as deviations from the standing body."""

    present: Literal["all-members"] | tuple[Id, ...] = described(
        "Members present: said, never assumed.", "Närvarande ledamöter: sägs, antas aldrig."
    )
    apologies: tuple[Id, ...] = many("Those who announced that they could not come.", "Anmält förhinder.")
    absent: tuple[Id, ...] = many("Absent without notice.", "Frånvarande.")
    serving: tuple[Serving, ...] = many("Substitutes serving.", "Tjänstgörande ersättare.")
    substitutes: tuple[Id, ...] = many("Substitutes present, not serving.", "Ej tjänstgörande ersättare.")
    late: tuple[Movement, ...] = many("Arrivals.", "Ankomster.")
    left: tuple[Movement, ...] = many("Departures.", "Avgångar.")
    others: tuple[Guest, ...] = many("Others present.", "Övriga närvarande.")
    remote: tuple[Id, ...] = many("Those who took part remotely.", "De som deltog på distans.")


class Motion(Model):
    """A motion; ``text`` is a clause after 'att'."""

    id: Id | None = described("Name that stays; the mover's id if left out.", "Beteckning; annars förslagsställarens.", None)
    by: tuple[Id, ...] = described("Movers; one id may stand alone.", "Förslagsställare; ett id får stå ensamt.")
    kind: Literal["motion", "approve", "reject", "refer_back", "postpone"] = described(
        "Own clause, or approval, rejection … of the proposal.", "Egen att-sats, eller bifall, avslag … till förslaget.", "motion"
    )
    text: Phrase | None = described(
        "Clause: 'medlemsavgiften höjs med 2 procent'.", "Att-sats: 'medlemsavgiften höjs med 2 procent'.", None
    )
    seconded: tuple[Id, ...] = many("Those who support it.", "De som instämmer.")


class Vote(Model):
    """A vote; aye and nay name 'proposal' or a motion's id; all present who are not named vote aye, unless it is secret."""

    aye: Id = described("What yes means: proposal or a motion.", "Vad ja betyder: proposal eller ett yrkande.")
    nay: Id = described("What no means.", "Vad nej betyder.")
    against: tuple[Id, ...] = many("Who votes no.", "Vilka som röstar nej.")
    abstain: tuple[Id, ...] = many("Who abstains.", "Vilka som avstår.")
    secret: bool = described("By secret ballot.", "Sluten omröstning.", False)
    ayes: int | None = described("Number of yes, for a secret ballot only.", "Antal ja, bara vid sluten omröstning.", None, ge=0)
    nays: int | None = described("Number of no, for a secret ballot only.", "Antal nej, bara vid sluten omröstning.", None, ge=0)
    abstained: int | None = described(
        "Number abstaining, for a secret ballot only.", "Antal som avstår, bara vid sluten omröstning.", None, ge=0
    )
    casting: Id | None = described("What the chair's casting vote chose.", "Vad ordförandens utslagsröst valde.", None)
    table: bool = described("Show a table of names.", "Visa en tabell med namn.", True)


class Decision(Model):
    """One clause after 'att'; shorthand: the clause alone, or a mapping with ``att`` (sv) or ``to`` (en) for the clause.

    The bare words noted, filed, approve, reject, proposal stand for the wording's own clauses; a motion's id for the motion's.
    """

    id: Id = described("Name that stays; numbered 1, 2 … where left out.", "Beteckning; annars 1, 2 …", "1")
    clause: Phrase | None = described("The clause.", "Att-satsen.", None)
    standard: Literal["noted", "filed", "approve", "reject", "proposal", "postpone", "refer_back"] | None = described(
        "A clause of the wording.", "En att-sats ur formuleringarna.", None
    )
    motion: Id | None = described("The motion that was carried.", "Yrkandet som bifölls.", None)
    to: str | None = described("To which meeting it is postponed.", "Till vilket möte ärendet bordläggs.", None)
    owner: Id | None = described("Who sees to it.", "Ansvarig.", None)
    by: dt.date | None = described("Due.", "Klart senast.", None)
    done: dt.date | None = described("When it was done.", "När det blev klart.", None)


class Conflict(Model):
    """Jäv: somebody takes no part in an item; shorthand: the id, or 'sub-2 for member-4'."""

    person: Id = described("Who steps aside.", "Vem som är jävig.")
    substitute: Id | None = described("Who serves instead.", "Vem som tjänstgör i stället.", None)


class Reservation(Model):
    """A reservation; shorthand: the id alone (for one's own motion)."""

    by: tuple[Id, ...] = described("Who.", "Vem.")
    text: Prose | None = described("Words, if any.", "Ord, om några.", None)
    document: Id | None = described("Written reservation among the documents.", "Skriftlig reservation bland handlingarna.", None)


class Statement(Model):
    """A statement for the record."""

    by: tuple[Id, ...] = described("Who.", "Vem.")
    text: Prose = described("Words.", "Ord.")


class Correction(Model):
    """A dated note that mends adjusted minutes at a §."""

    date: dt.date = described("Date of the note.", "Anteckningens datum.")
    text: Prose = described("What is corrected.", "Vad som rättas.")
    by: Id | None = described("Who noted it.", "Vem som antecknade det.", None)


class Item(Model):
    """An item (§); shorthand: a bare standard word, or {previous: 1/2023}."""

    id: Id = described("Name that stays; the standard word for standard items.", "Beteckning; standardordet för stående punkter.")
    standard: StandardItem | None = described("Which standard item it is.", "Vilken stående punkt det är.", None)
    heading: Phrase | None = described("Heading; standard items have the wording's.", "Rubrik; stående punkter har formuleringarnas.", None)
    number: int | None = described(
        "§ number, only where it must differ from the series.", "§-nummer, bara där det avviker från serien.", None, ge=1
    )
    dnr: str | None = described("Reference number.", "Diarienummer.", None)
    previous: str | None = described("Number/year of the previous minutes.", "Föregående protokolls nummer/år.", None)
    presenters: tuple[Id, ...] = many("Who presents it.", "Föredragande.")
    text: Prose | None = described("What was said, before the decision.", "Vad som sades, före beslutet.", None)
    background: Prose | None = described("Background.", "Bakgrund.", None)
    basis: tuple[Id, ...] = many("Supporting documents.", "Beslutsunderlag.")
    documents: tuple[Id, ...] = many("Other documents mentioned.", "Andra handlingar.")
    proposal: tuple[Phrase, ...] = many(
        "Proposed decision: clauses; one may stand alone.", "Förslag till beslut: att-satser; en får stå ensam."
    )
    motions: tuple[Motion, ...] = many("Motions.", "Yrkanden.")
    order: Prose | Literal["automatic"] | None = described(
        "Order of proposition: own words, or automatic from proposal and motions.", "Propositionsordning: egna ord, eller automatic.", None
    )
    vote: Vote | None = described("Vote.", "Omröstning.", None)
    decide: tuple[Decision, ...] = many("Decisions.", "Beslut.")
    unanimous: bool = described("Decided unanimously, only if stated.", "Enhälligt, bara om det sägs.", False)
    conflict: tuple[Conflict, ...] = many("Jäv.", "Jäv.")
    not_deciding: tuple[Id, ...] = many("Those who take no part in the decision.", "De som inte deltar i beslutet.")
    reservations: tuple[Reservation, ...] = many("Reservations.", "Reservationer.")
    notes: tuple[Statement, ...] = many("Statements for the record.", "Protokollsanteckningar.")
    send_to: tuple[str, ...] = many(
        "Who is sent the decision: ids, members, or words.", "Beslutet skickas till: beteckningar, members eller ord."
    )
    talks: tuple[Id, ...] = many("Talks held at this item.", "Föredrag vid punkten.")
    immediate: bool = described("Verified at once.", "Omedelbart justerad.", False)
    corrections: tuple[Correction, ...] = many("Corrections of adjusted minutes.", "Rättelser av justerat protokoll.")
    personal: bool = described("Left out of public copies.", "Utelämnas i offentliga kopior.", False)
    internal: Prose | None = described("A note that never leaves.", "En anteckning som aldrig lämnar huset.", None)


class KeyFigure(Model):
    """A figure; shorthand '6 miljoner kronor i budget per år' is not split: write a mapping for the newsletter's band."""

    id: Id = described("Name that stays.", "Beteckning som består.", "1")
    text: Phrase = described("The figure in words, as in the sketch.", "Siffran i ord.", "")
    value: str | None = described("Number as printed: '16'.", "Talet som det trycks: '16'.", None)
    unit: str | None = described("Unit: 'mkr'.", "Enhet: 'mkr'.", None)
    more_than: bool = described("Over that number (a plus).", "Mer än talet (ett plus).", False)
    label: str | None = described(
        "At most two lines of 20 characters; a line break with |.", "Högst två rader om 20 tecken; radbyte med |.", None
    )
    short: str | None = described("One line, for the compact edition.", "En rad, för den korta upplagan.", None)


class Quotation(Model):
    """Somebody's words."""

    text: Phrase = described("The words.", "Orden.")
    speaker: str | None = described("Who said them, where said publicly.", "Vem som sade dem.", None)


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


class Document(Model):
    """A document; shorthand: the title alone, the key then being the file under attachments/ (or an id with no file)."""

    title: str = described("Title.", "Titel.")
    file: str | None = described("File under attachments/.", "Fil under attachments/.", None)
    address: str | None = described("Web address.", "Webbadress.", None)
    short: str | None = described("Short title for the newsletter's list.", "Kort titel för nyhetsbrevets lista.", None)
    personal: bool = described("Left out of public copies.", "Utelämnas i offentliga kopior.", False)


class Picture(Model):
    """A picture under images/."""

    file: str = described("File under images/ (SVG, PNG, JPEG).", "Fil under images/ (SVG, PNG, JPEG).")
    alt: str = described("Text alternative: what the picture says.", "Textalternativ: vad bilden säger.")
    caption: Phrase | None = described("Caption; a bold lead word begins it.", "Bildtext; inleds med ett fetstilt ord.", None)
    credit: str | None = described("Credit: 'Illustration: redaktionen'.", "Upphov: 'Illustration: redaktionen'.", None)
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
