"""members.yaml: the members and where their mail goes."""

from typing import Literal

from pipeline.records.model import Id, Model, described, many


class Member(Model):
    """A member; in YAML a mapping."""

    id: Id = described("Name that stays.", "Beteckning som består.")
    name: str = described("Name in lists.", "Namn i listor.")
    kind: Literal["municipality", "region", "organisation", "person"] = described("Kind of member.", "Slag av medlem.")
    code: str | None = described("Official code (SCB).", "Officiell kod (SCB).", None, pattern=r"^\d{2}(\d{2})?$")
    mail: tuple[str, ...] = many("Mail addresses; function mailboxes first.", "E-postadresser; funktionsbrevlådor först.")
    language: Literal["sv", "en"] | None = described("Language of the letter.", "Brevets språk.", None)
    opt_out: tuple[str, ...] = many("Addresses that want no copies.", "Adresser som inte vill ha utskick.")
    dead: tuple[str, ...] = many("Addresses from which mail came back.", "Adresser som mejl har studsat från.")


class Members(Model):
    """The whole of members.yaml."""

    format: Literal[1] = described("Version of this file's format.", "Filformatets version.")
    members: tuple[Member, ...] = many("The members.", "Medlemmarna.")
