"""Hand-built stories: minutes like the mock-up's, and a document of everything that it lacks."""

from __future__ import annotations

import io

from PIL import Image as Pixels

from pipeline.compose import public_record
from pipeline.story import (
    Appendices,
    Appendix,
    Bar,
    Block,
    Cell,
    Chart,
    Clause,
    Column,
    Cover,
    Decision,
    Document,
    Emphasis,
    Field,
    Figure,
    Foreign,
    Furniture,
    Heading,
    Image,
    Inline,
    Inlines,
    LineBreak,
    Link,
    List,
    ListItem,
    Metadata,
    NoteMark,
    Paragraph,
    Particular,
    Quotation,
    Reference,
    Row,
    Section,
    Signature,
    Signatures,
    Strong,
    Table,
    Text,
)  # fmt: skip


def t(*parts: str | Inline) -> Inlines:
    """Inlines of words and inlines mixed."""
    return tuple(Text(part) if isinstance(part, str) else part for part in parts)


def f(origin: str, *parts: str | Inline) -> Field:
    """A field."""
    return Field(t(*parts), origin)


ATT = Strong(t("att"))


def section(number: int, title: str, *blocks: Block, item: str = "") -> Section:
    """A § whose heading is a field of its item when one is named."""
    heading = t(f(f"items.{item}.heading", title)) if item else t(title)
    return Section(heading, blocks, number, anchor=f"items.{item}" if item else f"section.{number}", origin=f"items.{item}" if item else "")


def decided(item: str, words: str) -> Decision:
    """A decision of one clause."""
    return Decision(
        "Beslut", (Clause(t("Styrelsen beslutar ", ATT, " ", f(f"items.{item}.decide.1", words), "."), origin=f"items.{item}.decide.1"),)
    )


def attendance(title: str, head: str, rows: tuple[tuple[str, ...], ...]) -> Section:
    """A table of people under its heading."""
    columns = tuple(Column(name) for name in ("Namn", head, "Uppdrag", "Närvarande"))
    table = Table("attendance", title, "Namn, organisation, uppdrag och vilka paragrafer personen var närvarande", columns,
                  tuple(Row(tuple(Cell(t(cell)) for cell in row), origin=f"attendance.{number}") for number, row in enumerate(rows)))  # fmt: skip
    return Section(t(title), (table,))


MEMBERS = (
    ("Ledamot 1", "Bruksby kommun", "ordförande", "hela mötet"), ("Ledamot 2", "Hyttskogens kommun", "ledamot", "hela mötet"),
    ("Ledamot 3", "Region Norrberg", "ledamot", "hela mötet"), ("Ledamot 4", "Malmsjö kommun", "ledamot", "§§ 12–18, 20–21"),
    ("Ledamot 5", "Gruvfors kommun", "ledamot", "§§ 17–21"), ("Ledamot 6", "Västra Järnbygdens kommun", "ledamot", "hela mötet"),
    ("Ledamot 8", "Stångåsens kommun", "ledamot", "hela mötet"), ("Ledamot 9", "Kolarmo kommun", "ledamot", "§§ 12–18"),
    ("Ledamot 10", "Region Bergland", "ledamot", "hela mötet"), ("Ersättare 2", "Masugnsby kommun", "tjänstgör för Ledamot 7", "hela mötet"),
)  # fmt: skip
OTHERS = (
    ("Ersättare 4", "Norra Tackås kommun", "ej tjänstgörande ersättare", "hela mötet"), ("Kanslichef", "Kansliet", "adjungerad", "hela mötet"),
    ("Projektledare", "Kansliet", "sekreterare", "hela mötet"), ("Joakim Carlsson", "Region Örebro län", "föredragande", "§ 17"),
    ("Jenny Johansson", "Business Region Örebro", "föredragande", "§ 17"),
    ("Sverker Lindblad", "Landsbygds- och infrastrukturdepartementet", "föredragande", "§ 17"),
    ("Lotta Sartz", "Örebro universitet", "föredragande", "§ 17"),
)  # fmt: skip
VOTES = (
    ("Ledamot 1", 0),
    ("Ledamot 2", 1),
    ("Ledamot 3", 0),
    ("Ledamot 5", 0),
    ("Ledamot 6", 1),
    ("Ledamot 8", 0),
    ("Ledamot 10", 2),
    ("Ersättare 2", 0),
)


def cover() -> Cover:
    """The head of the minutes."""
    facts = (
        ("Datum", t("22–23 maj 2023"), "days"), ("Tid och plats", t("22 maj kl. 13.00–17.00 och 23 maj kl. 08.30–12.00, ", f("place", "Region Örebro län, Örebro")), "days"),
        ("Ordförande", t("Ledamot 1"), ""), ("Sekreterare", t("Projektledare"), ""), ("Justerare", t("Ledamot 3 och Ledamot 8"), "adjust.by"),
        ("Justeringens plats och tid", t("Kansliet i Falun, senast den 5 juni 2023"), "adjust"), ("Paragrafer", t("12–21"), ""),
        ("Anmält förhinder", t("Ledamot 7"), "attendance.apologies"),
    )  # fmt: skip
    return Cover("Styrelseprotokoll nr 2/2023", "Ojusterat protokoll", tuple(Particular(*fact) for fact in facts))


def talk(ident: str, title: str, speaker: str, number: int, *paragraphs: str | List) -> tuple[Block, ...]:
    """A talk: heading, presenter with a link to the appendix, text; a list's lead-in stays with it."""
    text = f"talks.{ident}.text"
    blocks: list[Block] = [
        Heading(2, t(f(f"talks.{ident}.topic", title)), f"talks.{ident}"),
        Paragraph(t(f"Föredragande: {speaker} · ", Reference(t(f"Bilaga {number}"), f"documents.{ident}")), f"talks.{ident}", "fact"),
    ]
    for index, words in enumerate(paragraphs):
        if isinstance(words, List):
            blocks.append(words)
        else:
            leads = index + 1 < len(paragraphs) and isinstance(paragraphs[index + 1], List)
            blocks.append(Paragraph(t(f(text, words)), text, "lead_in" if leads else "body"))
    return tuple(blocks)


def bullets(origin: str, *items: str) -> List:
    """A list of one field's lines."""
    return List(tuple(ListItem((Paragraph(t(f(origin, item)), origin),)) for item in items), origin=origin)


def seminar() -> tuple[Block, ...]:
    """The four talks of the mock-up."""
    return (
        Paragraph(t("Ledamot 5 anländer kl. 13.40 och deltar från och med § 17."), "attendance.late", "fact"),
        Paragraph(t(f("items.seminar.background", "Styrelsen tar del av fyra föredragningar som anknyter till föreningens fokusområde 2023–2024, "
                                                  "Bergslagen – attraktiv industriregion.")), "items.seminar.background"),
        *talk("region", "Region Örebro län", "Joakim Carlsson, regionråd", 1,
              "Regionen leder det regionala tillväxt- och utvecklingsarbetet i länet. Det sker bland annat genom satsningar på forskning och utbildning "
              "inom vård och hälsa och genom en god miljö för innovation och entreprenörskap. Den regionala utvecklingsstrategin har tre övergripande mål:",
              bullets("talks.region.text", "stark konkurrenskraft", "hög och jämlik livskvalitet", "god resurseffektivitet."),
              "Årets uppföljning visar stora utmaningar inom inkludering, barn och unga, kompetensförsörjning och grön omställning. Samtidigt har "
              "investeringarna i forskning och utveckling ökat, miljökraven i upphandling har förbättrats och Wa3rm beräknas skapa över 200 gröna jobb i Frövi."),
        *talk("bro", "Business Region Örebro", "Jenny Johansson, marknadschef", 2,
              "Business Region Örebro (BRO) ägs och finansieras av Region Örebro län och länets tolv kommuner. Budgeten är 6 miljoner kronor per år och tre "
              "personer är anställda. BRO marknadsför Örebroregionen mot investerare och talanger, bland annat genom projektet Smart Move, och erbjuder "
              "etableringsservice tillsammans med kommunerna.",
              "BRO samordnar upphandlingen av SKR:s insiktsmätning och håller en årlig workshop om företagsklimat. En konjunkturbarometer för länet är på väg."),
        *talk("espon", "Territoriella perspektiv på den gröna industrialiseringen", "Sverker Lindblad, landsbygds- och infrastrukturdepartementet", 3,
              "Studien är framtagen av det EU-finansierade forskarnätverket ESPON och utgår från klimatkrisen, den gröna industrialiseringen och behovet av "
              "fossilfri energiproduktion. Den tar upp utmaningar som kompetensförsörjning, bostäder, elförsörjning och råvaruförsörjning. Potentialen är "
              "stor i norra Sverige, men möjligheterna bedöms som goda även i Bergslagen med flera världsledande industriföretag. Slutsatsen är att "
              "samhällsplanering är en nyckel och att lokalbefolkningen bör involveras."),
        *talk("mining", "Vad händer i Bergslagen", "Lotta Sartz, projektledare, Örebro universitet", 4,
              "Swedish Mining Innovation är ett strategiskt innovationsprogram som finansieras av Vinnova, Energimyndigheten och Formas. Det ska stärka "
              "konkurrenskraften i den svenska gruv- och metallutvinnande sektorn. Innovationsagenda Bergslagen samlar fem prioriterade områden, och över "
              "16 miljoner kronor satsas på fyra forskningsprojekt vid Örebro universitet.",
              "I Bergslagen pågår också bland annat lärplats Pershyttan tillsammans med Nora kommun och ett utvecklat samarbete med Bergsskolan i Filipstad."),
        decided("seminar", "lägga informationen till handlingarna"),
        Paragraph(t("Mötet ajourneras kl. 17.00 och återupptas den 23 maj 2023 kl. 08.30."), "days", "fact"),
    )  # fmt: skip


def plan() -> tuple[Block, ...]:
    """§ 18: a decision of two clauses with an owner."""
    return (
        Paragraph(t("Dnr ", f("items.plan.dnr", "2023-14")), "items.plan.dnr", "fact"),
        Heading(2, t("Bakgrund")),
        Paragraph(t(f("items.plan.background", "Kansliet har tagit fram ett förslag som bygger vidare på fokusområdet.")), "items.plan.background"),
        Heading(2, t("Beslutsunderlag")),
        Paragraph(t("Förslag till verksamhetsplan 2024, ", Reference(t("bilaga 5"), "documents.plan"), "."), "items.plan.basis"),
        Decision("Beslut", (
            Clause(t(ATT, " ", f("items.plan.decide.1", "godkänna verksamhetsplanen för 2024"), " samt"), origin="items.plan.decide.1"),
            Clause(t(ATT, " ", f("items.plan.decide.2", "ge kansliet i uppdrag att ta fram en tidplan"), "."),
                   t("Ansvarig: Kanslichef · Klart senast 1 september 2023"), "items.plan.decide.2"),
        ), t("Styrelsen beslutar")),
        Paragraph(t(Strong(t("Beslutet skickas till")), " medlemmarna"), "items.plan.send_to", "fact"),
        Paragraph(t("Ledamot 9 lämnar mötet kl. 10.15 efter § 18."), "attendance.left", "fact"),
    )  # fmt: skip


def fees() -> tuple[Block, ...]:
    """§ 19: conflict of interest, motion, vote, dissent."""
    columns = (Column("Ledamot"), *(Column(word, "number") for word in ("Ja", "Nej", "Avstår")))
    rows = [Row(tuple(Cell(t(word)) for word in (name, *("X" if place == vote else "" for place in range(3))))) for name, vote in VOTES]
    rows.append(Row(tuple(Cell(t(word)) for word in ("Summa", "5", "2", "1")), total=True))
    return (
        Heading(2, t("Jäv")),
        Paragraph(t("Ledamot 4 anmäler jäv och deltar inte i handläggningen av eller beslutet i ärendet."), "items.fees.conflict"),
        Heading(2, t("Förslag till beslut")),
        Paragraph(t("Att ", f("items.fees.proposal", "lämna medlemsavgiften för 2024 oförändrad"), "."), "items.fees.proposal"),
        Heading(2, t("Yrkande")),
        Paragraph(t("Ledamot 2 yrkar att ", f("items.fees.motions.1.text", "medlemsavgiften höjs med 2 procent"), ". Ledamot 6 instämmer i Ledamot 2:s yrkande."),
                  "items.fees.motions.1"),
        Heading(2, t("Propositionsordning")),
        Paragraph(t("Ordföranden ställer proposition på förslaget mot Ledamot 2:s yrkande och finner att styrelsen beslutar enligt förslaget.")),
        Heading(2, t("Omröstning")),
        Paragraph(t("Omröstning begärs. Den som vill besluta enligt förslaget röstar ja. Den som vill besluta enligt Ledamot 2:s yrkande röstar nej.")),
        Paragraph(t("Med 5 ja-röster mot 2 nej-röster beslutar styrelsen enligt förslaget. En ledamot avstår.")),
        Table("votes", "Omröstning", "Hur varje ledamot röstade", columns, tuple(rows)),
        decided("fees", "lämna medlemsavgiften för 2024 oförändrad"),
        Heading(2, t("Reservation")),
        Paragraph(t("Ledamot 2 reserverar sig mot beslutet till förmån för sitt yrkande. Skriftlig reservation, ", Reference(t("bilaga 6"), "documents.dissent"), ".")),
    )  # fmt: skip


def closing(paper: bool = True) -> tuple[Block, ...]:
    """Appendices and signatures."""
    entries = (
        ("region", "Presentation Region Örebro län", "§ 17"), ("bro", "Presentation BRO möter Bergslaget", "§ 17"),
        ("espon", "Presentation Territoriella perspektiv på den gröna industrialiseringen", "§ 17"),
        ("mining", "Presentation Vad händer i Bergslagen", "§ 17"), ("plan", "Förslag till verksamhetsplan 2024", "§ 18"),
        ("dissent", "Skriftlig reservation, Ledamot 2", "§ 19"),
    )  # fmt: skip
    appendices = tuple(
        Appendix(
            number, f"Bilaga {number}", t(f(f"documents.{ident}.title", title)), where, f"documents.{ident}", origin=f"documents.{ident}"
        )
        for number, (ident, title, where) in enumerate(entries, 1)
    )
    people = (
        ("Vid protokollet", "Projektledare, sekreterare"), ("Justeras", "Ledamot 1, ordförande"), ("Justeras", "Ledamot 3, justerare"),
        ("Justeras", "Ledamot 8, justerare"),
    )  # fmt: skip
    places = tuple(Signature(label, name, "Ort och datum") for label, name in people) if paper else ()
    remark = "Exempel: personer, kommuner, tider, formella ärenden och röster är påhittade. Seminariets innehåll följer föreningens publicerade text."
    return (
        Section(t("Bilagor"), (Appendices(appendices),)),
        Section(t("Underskrifter"), (Signatures(places, () if paper else t("Protokollet undertecknas digitalt.")),)),
        Paragraph(t(remark), role="remark"),
    )


def minutes(paper: bool = True) -> Document:
    """The mock-up's minutes; ``paper`` False signs them digitally."""
    blocks: tuple[Block, ...] = (
        cover(),
        attendance("Närvarande", "Kommun eller region", MEMBERS),
        attendance("Övriga närvarande", "Organisation", OTHERS),
        section(12, "Mötets öppnande", Paragraph(t("Ordföranden öppnar mötet och hälsar välkommen."))),
        section(13, "Närvaro och beslutförhet", Paragraph(t("Styrelsen är beslutför. Ersättare 2 tjänstgör för Ledamot 7."))),
        section(14, "Val av justerare", Decision("Beslut", (Clause(t("Styrelsen beslutar ", ATT, " utse Ledamot 3 och Ledamot 8 att jämte ordföranden justera protokollet.")),))),
        section(15, "Fastställande av dagordning", Decision("Beslut", (Clause(t("Styrelsen beslutar ", ATT, " fastställa dagordningen.")),))),
        section(16, "Föregående protokoll", Decision("Beslut", (Clause(t("Styrelsen beslutar ", ATT, " lägga protokoll nr 1/2023 till handlingarna.")),))),
        section(17, "Seminarium om Bergslagen – attraktiv industriregion", *seminar(), item="seminar"),
        section(18, "Verksamhetsplan 2024", *plan(), item="plan"),
        section(19, "Medlemsavgift 2024", *fees(), item="fees"),
        section(20, "Nästa möte", Paragraph(t("Nästa möte hålls den 14 september 2023 kl. 10.00 i Falun."), "next")),
        section(21, "Mötets avslutande", Paragraph(t("Ordföranden förklarar mötet avslutat."))),
        *closing(paper),
    )  # fmt: skip
    furniture = Furniture(
        "Intresseföreningen Bergslaget", "Styrelsen", "Intresseföreningen Bergslaget · Styrelseprotokoll nr 2/2023 · Ojusterat protokoll",
        "Sida {n} ({total})", "Org.nr 885501-2327 · Myntgatan 2, 791 51 Falun · bergslaget.se", "Justerarnas sign." if paper else "",
    )  # fmt: skip
    metadata = Metadata(
        "Styrelseprotokoll nr 2/2023", "Intresseföreningen Bergslaget", "sv", "2023-05-26", "Styrelsens möte 22–23 maj 2023"
    )
    return Document("minutes", metadata, furniture, blocks)


def base_of(document: Document) -> bytes:
    """The record that travels, as compose gives it."""
    return public_record.base_of(document)


SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 160"><rect width="400" height="160" fill="#EDE6DA"/>'
    b'<path d="M0 160 L140 40 L260 110 L330 70 L400 160 Z" fill="#24483A"/></svg>'
)


def picture(width: int = 400, height: int = 200) -> bytes:
    """A plain PNG."""
    stream = io.BytesIO()
    Pixels.new("RGB", (width, height), "#8A1F17").save(stream, "PNG")
    return stream.getvalue()


def everything() -> Document:
    """One of each block and inline that formal documents may hold."""
    note = NoteMark(
        (Paragraph(t("En not med ", Link(t("källan"), "https://bergslaget.example/kallan"), ".")), Paragraph(t("Notens andra stycke.")))
    )
    inlines = t(
        "Löptext med ", Strong(t("fet")), ", ", Emphasis(t("kursiv")), " och ", Strong(t(Emphasis(t("fet kursiv")))), ", en ",
        Link(t("länk till ", Strong(t("kansliet"))), "https://bergslaget.example/?a=1&b=2"), ", en hänvisning till ", Reference(t("bilaga\u00a03"), "documents.z"),
        ", ", Foreign(t("a phrase in English"), "en"), ", Malung\u2011Sälen, sam\u00adhälls\u00adplanering, 2023\u2060–\u20602024 & <tecken>", note, ".", LineBreak(), "Ny rad.",
    )  # fmt: skip
    nested = List((
        ListItem((Paragraph(t("första")), List((ListItem((Paragraph(t("under första")), List((ListItem((Paragraph(t("tredje nivån")),)),)))),), ordered=True, start=4))),
        ListItem((Paragraph(t("andra")), Paragraph(t("andra punktens andra stycke")))),
    ))  # fmt: skip
    ordered = List((ListItem((Paragraph(t("ett")),)), ListItem((Paragraph(t("två")),))), ordered=True, start=3)
    again = List((ListItem((Paragraph(t("ett igen")),)),), ordered=True)
    data = Table("data", "Kostnader", "Kostnad per år", (Column("Post", share=2), Column("Kronor", "number")),
                 (Row((Cell(t("Resor")), Cell(t("12\u00a0000")))), Row((Cell(t("Lokaler")), Cell(t("8\u00a0000"))))))  # fmt: skip
    chart = Chart(
        "Invånare",
        "Stapeldiagram: Falun har flest invånare",
        (Bar("Falun", 59.0, "59 000"), Bar("Säter", 11.0, "11 000")),
        t("Invånare 2023"),
    )
    blocks: tuple[Block, ...] = (
        Cover("Protokoll", "", (Particular("Datum", t("22 maj 2023")),)),
        Section(t("Ärende ", Emphasis(t("ett"))), (
            Paragraph(t("Dnr 1"), role="fact"), Paragraph(inlines), Paragraph(t("Så här:"), role="lead_in"), nested, ordered, again,
            Heading(2, t("Underrubrik")), Heading(3, t("Rubrik på tredje nivån")),
            Quotation((Paragraph(t("Ett ", Emphasis(t("citat")), ".")),)), data, data, Paragraph(t("Efter tabellen.")),
            Figure(Image("a.png", "image/png", picture()), "En röd yta", t(Strong(t("Yta")), " i rött"), "Foto: kansliet"),
            Figure(Image("b.svg", "image/svg+xml", SVG), "Berg mot himmel", (), "", ("berg", "himmel")), chart,
        ), 7, "items.one"),
        Section(t("Ärende två"), (Paragraph(t("Text.")),), 9, "items.two"),
        Section(t("Bilagor"), (Appendices((
            Appendix(3, "Bilaga 3", t("Tredje"), "§ 7", "documents.z", address="https://bergslaget.example/z.pdf"),
            Appendix(5, "Bilaga 5", t("Femte"), "§ 9", "documents.y"),
        )),)),
        Section(t("Underskrifter"), (Signatures((Signature("Vid protokollet", "Sekreterare", "Ort och datum"),)),)),
    )  # fmt: skip
    return Document(
        "minutes",
        Metadata("Protokoll", "Föreningen", "sv", "2023-05-26"),
        Furniture("Föreningen", "Styrelsen", "Föreningen · Protokoll"),
        blocks,
    )
