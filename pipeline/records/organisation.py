"""organisation.yaml: facts of the organisation and its bodies with their standing people."""

from typing import Literal

from pipeline.records.model import Id, Model, Phrase, described, many

Office = Literal["chair", "vice_chair", "second_vice_chair", "member", "substitute", "secretary", "auditor", "staff", "delegate"]

QR_ADDRESS = 110
"""Characters of an address at most: with https:// a code of version 7, which a phone still reads in the newsletter's size."""


class Person(Model):
    """Somebody with a standing place; shorthand in YAML: none, it is always a mapping."""

    id: Id = described("Name that stays, used in the records.", "Beteckning som består och används i protokollen.")
    name: str = described("Name in print.", "Namn som det trycks.")
    member: str | None = described("Municipality, region or organisation.", "Kommun, region eller organisation.", None)
    office: Office = described("Office in the body.", "Uppdrag i organet.", "member")
    title: str | None = described("Title or role in print where the office does not say it.", "Titel eller roll i tryck.", None)
    party: str | None = described("Party, for elected people only.", "Parti, endast för förtroendevalda.", None)
    order: int | None = described("Order in which substitutes are called.", "Ersättarens plats i inkallelseordningen.", None, ge=1)
    group: str | None = described(
        "Party or member whose seats the substitute fills first.", "Parti eller medlem vars platser ersättaren går in för.", None
    )
    email: str | None = described("Mail address, for verification and notices.", "E-postadress, för justering och kallelser.", None)
    personal: bool = described("Left out of public copies.", "Utelämnas i offentliga kopior.", False)


class Body(Model):
    """A body that meets: board, direktion, annual meeting."""

    name: str = described(
        "Name in sentences, without article: 'styrelsen' is written 'Styrelsen'.", "Namnet som det inleder en mening: ”Styrelsen”."
    )
    kind: Literal["board", "executive_board", "assembly", "annual_meeting", "committee"] = described(
        "What kind of body it is.", "Vilket slags organ det är."
    )
    people: tuple[Person, ...] = many("Standing people, in the order of the attendance list.", "Fasta personer, i närvarolistans ordning.")
    quorum: Literal["more_than_half", "half"] | int = described(
        "Quorum: more than half, half, or a number.", "Beslutförhet: mer än hälften, hälften eller ett antal.", "more_than_half"
    )
    sections: Literal["per_meeting", "through_the_year"] = described(
        "§ numbers start anew at each meeting or run through the year.", "§-nummer per möte eller löpande genom året.", "per_meeting"
    )
    staff: tuple[Person, ...] = many("Officials who attend.", "Tjänstepersoner som deltar.")


class Address(Model):
    """A postal address."""

    street: str = described("Street or box.", "Gatuadress eller box.")
    postcode: str = described("Postcode.", "Postnummer.")
    town: str = described("Town.", "Ort.")


class Contact(Model):
    """Whom readers turn to."""

    email: str = described("Mail address that a person reads.", "E-postadress som en människa läser.")
    phone: str | None = described("Telephone.", "Telefon.", None)
    person: str | None = described("Name of the person who answers.", "Namn på den som svarar.", None)
    title: str | None = described("Title of that person.", "Personens titel.", None)


class Issues(Model):
    """The newsletter as a periodical."""

    a_year: int = described("Issues a year.", "Nummer per år.", 2, ge=1)
    responsible: str | None = described("Who answers for the content.", "Ansvarig för innehållet.", None)
    certificate: str | None = described("Certificate of publication (utgivningsbevis), if any.", "Utgivningsbevis, om det finns.", None)
    issn: str | None = described("ISSN, if assigned.", "ISSN, om det är tilldelat.", None)
    editor: str | None = described("Editor.", "Redaktör.", None)
    nameplate: str | None = described("The nameplate's word; the short name if left out.", "Tidningshuvudets ord; annars kortnamnet.", None)
    read_more: str | None = described(
        "Address where the newsletter and presentations are published.",
        "Adress där nyhetsbrevet och presentationerna publiceras.",
        None,
        max_length=QR_ADDRESS,
    )


class Organisation(Model):
    """The whole of organisation.yaml."""

    format: Literal[1] = described("Version of this file's format.", "Filformatets version.")
    id: Id = described("Short name for file names and editions.", "Kortnamn för filnamn och utgåvor.")
    name: str = described("Full name.", "Fullständigt namn.")
    name_in_sentence: str | None = described(
        "Name as it stands within a sentence, where that differs: 'the Association of Quayside Towns'; the full name if left out.",
        "Namnet som det står inne i en mening, om det skiljer sig; annars det fullständiga namnet.",
        None,
    )
    short_name: str = described("Short name in running heads.", "Kortnamn i sidhuvuden.")
    number: str | None = described("Organisation number.", "Organisationsnummer.", None)
    profile: Literal["association", "municipal_federation"] = described(
        "Which customs hold.", "Vilket bruk som gäller: förening eller kommunalförbund.", "association"
    )
    language: Literal["sv", "en"] = described("Language of the documents.", "Dokumentens språk.", "sv")
    address: Address | None = described("Postal address.", "Postadress.", None)
    contact: Contact = described("Whom readers turn to.", "Vart läsare vänder sig.")
    web: str | None = described("Web address, without https://.", "Webbadress, utan https://.", None, max_length=QR_ADDRESS)
    archive: str | None = described(
        "Address under which published documents can be read.", "Adress där publicerade handlingar kan läsas.", None, max_length=QR_ADDRESS
    )
    privacy: str | None = described("Address of the page on personal data.", "Adress till sidan om personuppgifter.", None)
    bodies: dict[Id, Body] = described("Bodies that meet, by id.", "Organ som sammanträder, efter beteckning.", min_length=1)
    issues: Issues = described("The newsletter as a periodical.", "Nyhetsbrevet som tidskrift.", Issues())
    time_zone: str = described(
        "Time zone of the meetings, for calendars.",
        "Mötenas tidszon, för kalendrar.",
        "Europe/Stockholm",
        pattern=r"^[A-Za-z_]+(/[A-Za-z_+\-0-9]+)*$",
    )
    members_total: int | None = described(
        "Number of members where members.yaml is not complete.", "Antal medlemmar om members.yaml inte är fullständig.", None, ge=1
    )
    members_counts: dict[str, int] = described(
        "Number of members of each kind where the list is not complete.", "Antal medlemmar per slag om listan inte är fullständig.", {}
    )
    about: Phrase | None = described("One line about the organisation.", "En rad om organisationen.", None)
