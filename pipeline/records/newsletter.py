"""The newsletter's part of meeting.yaml."""

from typing import Any, Literal

from pydantic import FiniteFloat

from pipeline.problems import say
from pipeline.records import shorthand
from pipeline.records.model import Date, Id, Model, Phrase, Prose, described, many
from pipeline.records.shorthand import Raw, Wrong


class FactBox(Model):
    """A fact box: ``text`` or ``pairs`` or ``numbered``, just one."""

    id: Id = described("Name that stays; numbered where left out.", "Beteckning; annars numrerad.", "1")
    title: str = described("Title: 'Fakta: tre mål i RUS'.", "Rubrik: ”Fakta: tre mål i RUS”.")
    text: Prose | None = described("Text and lists.", "Text och listor.", None)
    pairs: dict[str, Phrase] = described("Label and words.", "Etikett och ord.", {})
    numbered: tuple[Phrase, ...] = many("Numbered lines.", "Numrerade rader.")
    optional: bool = described("May be left out to fit the pages.", "Får utelämnas för att sidorna ska gå ihop.", False)


class Series(Model):
    """A bar chart."""

    id: Id = described("Name that stays.", "Beteckning som består.", "1")
    title: str = described("Title.", "Rubrik.")
    alt: str = described("What the chart says.", "Vad diagrammet säger.")
    values: dict[str, FiniteFloat] = described("Label and number.", "Etikett och tal.", min_length=1)
    unit: str | None = described("Unit.", "Enhet.", None)
    caption: Phrase | None = described("Caption.", "Bildtext.", None)


class Article(Model):
    """An article from talks, items or text of its own; its text may hold subheadings ('## …') and tables."""

    id: Id = described("Name that stays.", "Beteckning som består.")
    source: tuple[Id, ...] = many(
        "Talks or items that it tells of; one may stand alone.",
        "Föredrag eller ärenden som den handlar om; ett får stå ensamt.",
        alias="from",
    )
    kicker: str = described("Kicker, at most 28 characters.", "Vinjett, högst 28 tecken.", max_length=28)
    headline: Phrase = described("Headline.", "Rubrik.", min_length=1)
    section: str | None = described("Section name in the running head.", "Avdelning i sidhuvudet.", None)
    inside: str | None = described("Words for 'In this issue'; the headline if left out.", "Ord i ”I detta nummer”; annars rubriken.", None)
    ingress: Prose | None = described("Ingress, 25–40 words.", "Ingress, 25–40 ord.", None)
    text: Prose | None = described("Text; the talks' newsletter texts if left out.", "Text; annars föredragens nyhetsbrevstexter.", None)
    byline: str | None = described("Author, only when named.", "Författare, bara när den anges.", None)
    picture: Id | None = described("Picture.", "Bild.", None)
    quote: Phrase | None = described("Pull quote: words that stand in the text.", "Citat: ord som står i texten.", None)
    quote_speaker: str | None = described("Only when somebody is quoted.", "Bara när någon citeras.", None)
    boxes: tuple[FactBox, ...] = many("Fact boxes.", "Faktarutor.")
    charts: tuple[Series, ...] = many("Charts.", "Diagram.")

    @classmethod
    def from_mapping(cls, value: Raw, _context: Any, /) -> Raw:
        """Numbers for boxes and charts without a name; an article is called after the first talk or item that it tells of."""
        sources = shorthand.as_list(value.get("from"))
        if "id" not in value and sources:
            value = {"id": sources[0], **value}
        for key in ("boxes", "charts"):
            if key in value:
                value[key] = shorthand.numbered(value[key])
        return value


class Notice(Model):
    """A short item."""

    id: Id = described("Name that stays.", "Beteckning som består.")
    heading: str = described("Heading.", "Rubrik.")
    text: Prose = described("Text, 5–6 short lines.", "Text, 5–6 korta rader.")


class NoticesPage(Model):
    """The notices' kicker and headline."""

    kicker: str = described("Kicker.", "Vinjett.", "Aktuellt", max_length=28)
    headline: Phrase = described("Headline.", "Rubrik.", min_length=1)
    section: str | None = described("Section name in the running head.", "Avdelning i sidhuvudet.", None)
    inside: str | None = described("Words for 'In this issue'.", "Ord i ”I detta nummer”.", None)
    items: tuple[Notice, ...] = many("Notices.", "Notiser.")


class Band(Model):
    """A figure of the band: the name 'talk.figure' of a talk's figure (whose values fill this one's), or its own values."""

    id: Id = described("Name that stays.", "Beteckning som består.", "1")
    figure: str | None = described("The talk's figure: talk.figure.", "Föredragets siffra: föredrag.siffra.", None)
    value: str = described("Number as printed.", "Talet som det trycks.")
    unit: str | None = described("Unit.", "Enhet.", None)
    more_than: bool = described("Over that number.", "Mer än talet.", False)
    label: str = described("At most two lines of 20 characters; a line break with |.", "Högst två rader om 20 tecken; radbyte med |.")
    short: str | None = described("One line, for the compact edition.", "En rad, för den korta upplagan.", None)

    words_pattern = rf"{shorthand.NAME}\.{shorthand.NAME}"
    words_example = "bro.budget"

    @classmethod
    def from_mapping(cls, value: Raw, _context: Any, /) -> Raw:
        """A figure that no talk has is refused, with the names that there are."""
        known = value.get("known")
        if isinstance(known, list):
            hint = shorthand.nearest(str(value["figure"]), known) or say("the talks have these: {figures}", figures=", ".join(known) or "–")
            raise Wrong(say("the name of a talk's figure (talk.figure)"), hint)
        return value


def resolve_figures(entries: object, talks: Raw) -> list[Any]:
    """The band's entries, names of talks' figures filled with the values of those, and every entry with an id."""
    figures: dict[str, Raw] = {}
    for talk, content in talks.items():
        inner = content.get("figures") if isinstance(content, dict) else None
        for figure in shorthand.numbered([{"text": one} if isinstance(one, str) else one for one in shorthand.as_list(inner)]):
            if isinstance(figure, dict):
                figures[f"{talk}.{figure['id']}"] = figure
    resolved: list[Any] = []
    for entry in shorthand.as_list(entries):
        own = {"figure": entry} if isinstance(entry, str) else entry
        if not isinstance(own, dict) or not isinstance(own.get("figure"), str):
            resolved.append(own)
        elif own["figure"] in figures:
            source = {key: item for key, item in figures[own["figure"]].items() if key not in {"text", "id"} and item is not None}
            resolved.append({"id": figures[own["figure"]]["id"], **source, **own})
        else:
            resolved.append({**own, "known": sorted(figures)})
    return shorthand.numbered(resolved)


class BriefDecision(Model):
    """A decision in brief; shorthand: the item's id (its own decision's words are used)."""

    item: Id = described("Item.", "Ärende.")
    title: str | None = described("Title; the item's heading if left out.", "Rubrik; annars ärendets.", None)
    words: Phrase | None = described(
        "Short clause after 'att'; the decision's own if left out.", "Kort att-sats; annars beslutets egen.", None
    )

    words_pattern = shorthand.NAME
    words_example = "plan"

    @classmethod
    def from_words(cls, words: str) -> Raw:
        """The shorthand."""
        return {"item": words}


class Newsletter(Model):
    """The newsletter: issue, lead article, articles in order, and what stands on the useful page."""

    issue: int = described("Issue number within the year.", "Nummer inom året.", ge=1)
    date: Date = described("Date of publication.", "Utgivningsdag.")
    lead: Article = described("The article on the front.", "Artikeln på förstasidan.")
    articles: tuple[Article, ...] = many("Articles in order.", "Artiklar i ordning.")
    figures: tuple[Band, ...] = many("Key figures of the band, three to six.", "Nyckeltal i bandet, tre till sex.")
    figures_title: str | None = described("Their title.", "Deras rubrik.", None)
    notices: NoticesPage | None = described("Notices.", "Notiser.", None)
    decisions: tuple[BriefDecision, ...] = many("Decisions in brief.", "Beslut i korthet.")
    decisions_on_front: bool = described("The decisions in a box on the front.", "Besluten i en ruta på förstasidan.", False)
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

    @classmethod
    def from_mapping(cls, value: Raw, _context: Any, /) -> Raw:
        """A newsletter of one article may have its fields beside its own; the article on the front is called lead where it has no name."""
        lead = value.get("lead")
        if lead is None and "headline" in value:
            own = Article.keys - cls.keys
            lead = {key: item for key, item in value.items() if key in own}
            value = {key: item for key, item in value.items() if key not in own}
        if isinstance(lead, dict) and lead.get("id") is None:
            lead = {"id": "lead", **{key: item for key, item in lead.items() if key != "id"}}
        return {**value, "lead": lead} if lead is not None else value
