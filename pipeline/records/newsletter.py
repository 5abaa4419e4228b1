"""The newsletter's part of meeting.yaml."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pipeline.records.model import Id, Model, Phrase, Prose, described, many


class FactBox(Model):
    """A fact box: ``text`` or ``pairs`` or ``numbered``, just one."""

    id: Id = described("Name that stays; numbered where left out.", "Beteckning; annars numrerad.", "1")
    title: str = described("Title: 'Fakta: tre mål i RUS'.", "Rubrik: 'Fakta: tre mål i RUS'.")
    text: Prose | None = described("Text and lists.", "Text och listor.", None)
    pairs: dict[str, Phrase] = described("Label and words.", "Etikett och ord.", {})
    numbered: tuple[Phrase, ...] = many("Numbered lines.", "Numrerade rader.")
    optional: bool = described("May be left out to fit the pages.", "Får utelämnas för att sidorna ska gå ihop.", False)


class Series(Model):
    """A bar chart."""

    id: Id = described("Name that stays.", "Beteckning som består.", "1")
    title: str = described("Title.", "Rubrik.")
    alt: str = described("What the chart says.", "Vad diagrammet säger.")
    values: dict[str, float] = described("Label and number.", "Etikett och tal.")
    unit: str | None = described("Unit.", "Enhet.", None)
    caption: Phrase | None = described("Caption.", "Bildtext.", None)


class Article(Model):
    """An article from talks, items or text of its own; subheadings are '## …' lines in its text."""

    id: Id = described("Name that stays.", "Beteckning som består.")
    source: tuple[Id, ...] = many(
        "Talks or items that it tells of; one may stand alone.",
        "Föredrag eller ärenden som den handlar om; ett får stå ensamt.",
        alias="from",
    )
    kicker: str = described("Kicker, at most 28 characters.", "Vinjett, högst 28 tecken.", max_length=28)
    headline: Phrase = described("Headline.", "Rubrik.")
    section: str | None = described("Section name in the running head.", "Avdelning i sidhuvudet.", None)
    inside: str | None = described("Words for 'In this issue'; the headline if left out.", "Ord i 'I detta nummer'; annars rubriken.", None)
    ingress: Prose | None = described("Ingress, 25–40 words.", "Ingress, 25–40 ord.", None)
    text: Prose | None = described("Text; the talks' newsletter texts if left out.", "Text; annars föredragens nyhetsbrevstexter.", None)
    byline: str | None = described("Author, only when named.", "Författare, bara när den anges.", None)
    picture: Id | None = described("Picture.", "Bild.", None)
    quote: Phrase | None = described("Pull quote: words that stand in the text.", "Citat: ord som står i texten.", None)
    quote_speaker: str | None = described("Only when somebody is quoted.", "Bara när någon citeras.", None)
    boxes: tuple[FactBox, ...] = many("Fact boxes.", "Faktarutor.")
    charts: tuple[Series, ...] = many("Charts.", "Diagram.")


class Notice(Model):
    """A short item."""

    id: Id = described("Name that stays.", "Beteckning som består.")
    heading: str = described("Heading.", "Rubrik.")
    text: Prose = described("Text, 5–6 short lines.", "Text, 5–6 korta rader.")


class NoticesPage(Model):
    """The notices' kicker and headline."""

    kicker: str = described("Kicker.", "Vinjett.", "Aktuellt", max_length=28)
    headline: Phrase = described("Headline.", "Rubrik.")
    section: str | None = described("Section name in the running head.", "Avdelning i sidhuvudet.", None)
    inside: str | None = described("Words for 'In this issue'.", "Ord i 'I detta nummer'.", None)
    items: tuple[Notice, ...] = many("Notices.", "Notiser.")


class Band(Model):
    """A figure of the band; either ``figure`` 'talk.figure' from a talk, or its own values."""

    id: Id = described("Name that stays.", "Beteckning som består.", "1")
    value: str = described("Number as printed.", "Talet som det trycks.")
    unit: str | None = described("Unit.", "Enhet.", None)
    more_than: bool = described("Over that number.", "Mer än talet.", False)
    label: str = described("At most two lines of 20 characters; a line break with |.", "Högst två rader om 20 tecken; radbyte med |.")
    short: str | None = described("One line, for the compact edition.", "En rad, för den korta upplagan.", None)


class BriefDecision(Model):
    """A decision in brief; shorthand: the item's id (its own decision's words are used)."""

    item: Id = described("Item.", "Ärende.")
    title: str | None = described("Title; the item's heading if left out.", "Rubrik; annars ärendets.", None)
    words: Phrase | None = described(
        "Short clause after 'att'; the decision's own if left out.", "Kort att-sats; annars beslutets egen.", None
    )


class Newsletter(Model):
    """The newsletter: issue, lead article, articles in order, and what stands on the useful page."""

    issue: int = described("Issue number within the year.", "Nummer inom året.", ge=1)
    date: dt.date = described("Date of publication.", "Utgivningsdag.")
    lead: Article = described("The article on the front.", "Artikeln på förstasidan.")
    articles: tuple[Article, ...] = many("Articles in order.", "Artiklar i ordning.")
    figures: tuple[Band, ...] = many("Key figures of the band, three to six.", "Nyckeltal i bandet, tre till sex.")
    figures_title: str | None = described("Their title.", "Deras rubrik.", None)
    notices: NoticesPage | None = described("Notices.", "Notiser.", None)
    decisions: tuple[BriefDecision, ...] = many("Decisions in brief.", "Beslut i korthet.")
    presentations: tuple[Id, ...] | None = described(
        "Documents listed with links; the talks' if left out.", "Handlingar med länkar; annars föredragens.", None
    )
    show_members: bool = described("List the members.", "Visa medlemmarna.", True)
    vignette: Id | None = described("Drawing over the colophon.", "Teckningen över redaktionsrutan.", None)
    thanks: Phrase | None = described("Thanks.", "Tack.", None)
    illustrations: str | None = described("Who drew or photographed.", "Vem som tecknat eller fotograferat.", None)
    printing: str | None = described("Printer.", "Tryckeri.", None)
    remark: Phrase | None = described("A remark in the colophon.", "En anmärkning i redaktionsrutan.", None)
    pages: Literal[1, 2, 4, 8, 12, 16, 20, 24] | None = described("Demanded number of pages.", "Önskat antal sidor.", None)
