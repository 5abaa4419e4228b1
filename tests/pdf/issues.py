"""Newsletters for the tests of layout: one of four pages, one of a sheet, and odd ones, in words of their own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pipeline.story import (
    Article,
    Bar,
    Block,
    BriefDecision,
    Cell,
    Chart,
    Colophon,
    ColophonEntry,
    Column,
    Contents,
    ContentsEntry,
    DecisionsInBrief,
    Document,
    FactBox,
    Figure,
    Furniture,
    Heading,
    Image,
    KeyFigure,
    KeyFigures,
    List,
    ListItem,
    Masthead,
    MemberList,
    Metadata,
    NextMeeting,
    Notice,
    Notices,
    Pair,
    Paragraph,
    Presentation,
    Presentations,
    PullQuote,
    Row,
    Strong,
    Table,
    Text,
    text,
)

PICTURES = Path(__file__).resolve().parents[2] / "source" / "meetings" / "2023-orebro" / "images"


def picture(name: str) -> Image:
    return Image(name, "image/svg+xml", (PICTURES / name).read_bytes())


def p(words: str) -> Paragraph:
    return Paragraph(text(words))


def h(words: str) -> Heading:
    return Heading(2, text(words))


def newsletter(*blocks: Block, pages: int | None = None) -> Document:
    return Document(
        "newsletter",
        Metadata("Bergslaget nr 2 · juni 2023", "Intresseföreningen Bergslaget", "sv-SE", "2023-06-08"),
        Furniture(running_head="Bergslaget · Nr 2 2023", continued="Fortsättning på sida {n}"),
        blocks,
        pages,
    )


MASTHEAD = Masthead("Bergslaget", ("Nyhetsbrev från", "Intresseföreningen Bergslaget", "Nr 2 · juni 2023"))
CONTENTS = Contents(
    "I detta nummer",
    (
        ContentsEntry("Länet tar sikte framåt", "region"),
        ContentsEntry("En dörr in för företagen", "bro"),
        ContentsEntry("Gruvorna får ny forskning", "mining"),
        ContentsEntry("Kalender och medlemmar", "notices"),
    ),
)


def lead() -> Article:
    return Article(
        "Två dagar i Örebro",
        text("Skogen och malmen väntar på nästa steg"),
        (
            p(
                "När styrelsen samlades i Örebro var Region Örebro län värd. Ledamöter kom bland annat från Sandviken, Falun, "
                "Säter, Malung-Sälen, Fagersta, Ljusnarsberg och Lindesberg, och regionen själv fanns med vid bordet."
            ),
            p(
                "Dagarna ägnades åt fokusområdet Bergslagen – attraktiv industriregion. Därför talade gäster från ett universitet, "
                "ett departement och ett bolag som arbetar för näringslivet i hela länet."
            ),
            h("Värden hade ordet först"),
            p(
                "Joakim Carlsson, vice ordförande i föreningen och regionråd, tog emot. Han visade hur länet styrs och vem som håller "
                "i arbetet för tillväxt. Ett sätt är forskning om vård och hälsa, ett annat är att göra det lättare för den som vill "
                "starta något eget. Vad som redan är gjort, och vad som väntar, handlar nästa sida om."
            ),
        ),
        ingress=text(
            "Fyra talare på två dagar gav styrelsen en bild av hur länet växer, hur gruvorna ställer om och varför ingenting blir "
            "av utan dem som bor här. Nu ska kunskapen ut till alla medlemmar."
        ),
        figure=Figure(
            picture("landscape.svg"),
            "En lave, en hytta och ett malmtåg vid en sjö",
            (Strong(text("Malm och järnväg.")), Text(" Så började det. Nu är det kunskapen som ska resa.")),
            "Illustration: redaktionen",
            variants=(picture("landscape-low.svg"),),
            origin="articles.lead.figure",
        ),
        lead=True,
        anchor="lead",
        origin="articles.lead",
    )


def region() -> Article:
    return Article(
        "Region Örebro län",
        text("Länet har kommit en bit, men fyra backar återstår att ta"),
        (
            p(
                "Strategin för länets utveckling heter RUS. När årets siffror lades samman syntes var det går trögast: att få alla med, "
                "barn och unga, kompetens till jobben och den gröna omställningen."
            ),
            h("Fler drar åt samma håll"),
            p(
                "Ändå finns det mycket att glädjas åt. Fler förstår att det lönar sig att förebygga, och de som arbetar med vård nära "
                "människor gör det oftare ihop. Det gäller också den psykiska hälsan. För barn och unga är viljan att samarbeta större än förr."
            ),
            p(
                "Mer pengar går till forskning och utveckling. I Frövi väntas Wa3rm ge över 200\u00a0nya gröna jobb. Ett industriellt "
                "utvecklingscentrum, IUC, finns på plats, och unga startar företag i branscher som växer."
            ),
        ),
        section="Regional utveckling",
        figure=Figure(
            picture("rail.svg"),
            "Ett spår genom skogen mot en låg sol",
            (
                Strong(text("Spår framåt.")),
                Text(" Länet använder energin bättre, och den som säljer till det offentliga möter hårdare krav."),
            ),
            span=6,
            origin="articles.region.figure",
        ),
        boxes=(
            FactBox(
                "Fakta: målen i RUS",
                numbered=(text("Stark konkurrenskraft"), text("Hög och jämlik livskvalitet"), text("God resurseffektivitet")),
            ),
        ),
        anchor="region",
        origin="articles.region",
    )


def bro() -> Article:
    return Article(
        "Näringsliv",
        text("En dörr in för företag som vill hit"),
        (
            p(
                "Jenny Johansson är marknadschef på Business Region Örebro, BRO. Bolaget ägs av Region Örebro län och länets tolv kommuner, "
                "som också betalar för det. Målet är bättre villkor för dem som driver företag och en region som fler vill flytta till. "
                "Dessutom ska kommunernas näringslivskontor hjälpa varandra mer."
            ),
            h("Hjälp på vägen in"),
            p(
                "Den som utifrån vill satsa pengar i länet får en enda väg in, och kommunerna svarar gemensamt. På mässor och i "
                "kampanjer berättar BRO vad som finns här, för företag och för människor med yrken som behövs."
            ),
            p("Smart Move heter ett projekt för de människorna. De ska hitta hit, bli väl mottagna och känna att de hör hemma."),
            h("Tolv kommuner köper ihop"),
            p(
                "BRO handlar upp åt alla på en gång. Det gäller SKR:s mätning av hur företagen ser på kommunen och andra verktyg som gör "
                "arbetet säkrare. Kommunerna är mycket nöjda med det."
            ),
            p("En gång om året möts man om NKI och företagsklimat. Snart kommer också en barometer över konjunkturen i hela länet."),
        ),
        boxes=(
            FactBox(
                "Fakta: Business Region Örebro",
                pairs=(
                    Pair("Ägare", text("Region Örebro län och tolv kommuner")),
                    Pair("Budget", text("6\u00a0miljoner kronor per år")),
                    Pair("Anställda", text("Tre")),
                    Pair("Projekt", text("Smart Move")),
                ),
            ),
        ),
        anchor="bro",
        origin="articles.bro",
    )


QUOTED = "Bergslagen har goda möjligheter och kan visa vägen för resten av landet."


def espon() -> Article:
    return Article(
        "Grön industri",
        text("Utan invånarna blir det ingen omställning"),
        (
            p(
                "Sverker Lindblad från landsbygds- och infrastrukturdepartementet visade en studie om vad den gröna industrialiseringen "
                "betyder på olika platser. Forskarna hör till nätverket ESPON, som får pengar av EU."
            ),
            p(
                "De börjar i klimatkrisen och i behovet av el som inte är fossil. Sedan räknar de upp vad som måste till: folk som kan "
                "yrket, bostäder, råvaror, skola och vård som håller, och orter där man vill leva. Stad och land behöver hänga ihop bättre."
            ),
            h("Goda skäl att hoppas"),
            p("Hitachi Energy och Ovako nämndes som företag som både säljer över världen och tar hållbarheten på allvar."),
            p(f"{QUOTED} Nyckeln är planering, sade studien till sist, och att de som redan bor på platsen får vara med från början."),
        ),
        section="Grön industri",
        pull_quote=PullQuote(text(QUOTED), origin="articles.espon.quote"),
        anchor="espon",
        origin="articles.espon",
    )


def mining() -> Article:
    labels = ("Prospektering", "Karaktärisering", "Gruvdrift", "Återvinning", "Metallurgi", "Efterbehandling")
    points = ("ett kluster där alla möts", "ny teknik för hållbar utvinning", "provplatser för gruvbolag", "folk som vill lära sig yrket")
    return Article(
        "Gruvor och metaller",
        text("Gruvorna får forskning för miljoner"),
        (
            p(
                "Lotta Sartz vid Örebro universitet talade sist. Hon leder arbetet i Bergslagen inom Swedish Mining Innovation, som "
                "Vinnova, Energimyndigheten och Formas betalar. Det handlar om hela kedjan, från att leta malm till att lämna marken "
                "i gott skick."
            ),
            h("Fyra projekt på väg"),
            p(
                "Nu får universitetet över 16\u00a0miljoner kronor till fyra projekt. De ska göra gruvorna mer hållbara, och det behövs både "
                "för klimatet och för att landet ska klara sin egen försörjning."
            ),
            p("Epiroc, Boliden och Zinkgruvan är med, liksom Region Örebro län. Alla vill att Bergslagen tar större plats."),
        ),
        figure=Figure(
            picture("value-chain.svg"),
            "Sex stationer från prospektering till efterbehandling",
            labels=labels,
            origin="articles.mining.figure",
        ),
        boxes=(
            FactBox(
                "Fakta: Innovationsagendan",
                blocks=(
                    Paragraph(text("Bland annat vill man se"), role="lead_in"),
                    List(tuple(ListItem((p(point),)) for point in points)),
                ),
            ),
        ),
        anchor="mining",
        origin="articles.mining",
    )


KEY_FIGURES = KeyFigures(
    "Mötet i siffror",
    (
        KeyFigure("29", "medlemmar, varav\n24 kommuner", short="medlemmar"),
        KeyFigure("12", "kommuner äger BRO\nmed regionen", short="kommuner äger BRO"),
        KeyFigure("200", "gröna jobb\nväntas i Frövi", more_than=True, short="gröna jobb i Frövi"),
        KeyFigure("16", "till hållbar\ngruvforskning", "mkr", more_than=True, short="till gruvforskning"),
    ),
)
NOTICES = Notices(
    "Aktuellt",
    text("Det händer i Bergslagen"),
    (
        Notice("Ut i gruvan", (p("Studenter från hela landet har följt med på gruvsafari, och fler resor är på gång."),)),
        Notice("Pershyttan lär ut", (p("I Nora kommun är Pershyttan lärplats. Bergsskolan i Filipstad är också med."),)),
        Notice("Nytt program", (p("Impact Innovation tar vid när dagens program är slut och ska räcka länge."),)),
    ),
    section="Kalender och medlemmar",
    anchor="notices",
)
ATT = Strong(text("att"))
DECISIONS = DecisionsInBrief(
    "Beslut i korthet",
    (
        BriefDecision("§\u00a024", "Föredragen.", text("Styrelsen noterar informationen.")),
        BriefDecision("§\u00a025", "Planen.", (Text("Styrelsen beslutar "), ATT, Text(" godkänna planen."))),
        BriefDecision("§\u00a026", "Nästa möte.", (Text("Styrelsen beslutar "), ATT, Text(" mötas i Falun."))),
    ),
    "Mötets protokoll är ännu inte justerat.",
    anchor="decisions",
)
NEXT = NextMeeting("Nästa möte", "14", "september 2023", "kl.\u00a013.00", "Falun")
PRESENTATIONS = Presentations(
    "Presentationer från mötet",
    tuple(
        Presentation(f"Bilaga\u00a0{number}", title, who, f"https://bergslaget.example/{number}")
        for number, (title, who) in enumerate(
            (
                ("Region Örebro län", "Joakim Carlsson"),
                ("BRO", "Jenny Johansson"),
                ("ESPON", "Sverker Lindblad"),
                ("Gruvorna", "Lotta Sartz"),
            ),
            1,
        )
    ),
    "https://bergslaget.example/nyhetsbrev",
    ("Skanna koden", "eller gå till", "bergslaget.example/", "nyhetsbrev"),
    "Läs mer",
    anchor="presentations",
)
MEMBERS = MemberList(
    "Våra medlemmar",
    text("24 kommuner och fem regioner"),
    (
        tuple(f"Region {name}" for name in ("Dalarna", "Gävleborg", "Värmland", "Västmanland", "Örebro län")),
        (
            "Avesta",
            "Borlänge",
            "Fagersta",
            "Falun",
            "Filipstad",
            "Lindesberg",
            "Ljusnarsberg",
            "Ludvika",
            "Nora",
            "Norberg",
            "Sandviken",
            "Säter",
        ),
    ),
    "Listan visar 17 av de 29 medlemmarna.",
    anchor="members",
)
COLOPHON = Colophon(
    (
        (
            ColophonEntry(
                "Utgivare", tuple(map(text, ("Intresseföreningen Bergslaget", "Org.nr 885501-2327", "Myntgatan 2, 791 51 Falun")))
            ),
        ),
        (ColophonEntry("Kontakt", tuple(map(text, ("bergslaget.se", "nyhetsbrev@bergslaget.example")))),),
        (ColophonEntry("Nr 2 · juni 2023", (text("Provnummer."),)), ColophonEntry("Illustrationer:", (text("redaktionen"),), run_in=True)),
    ),
    Figure(picture("forest-edge.svg"), "Skogsbryn"),
)


def four_pages(**changes: object) -> Document:
    document = newsletter(
        MASTHEAD, CONTENTS, lead(), KEY_FIGURES, region(), bro(), espon(), mining(), NOTICES, DECISIONS, NEXT, PRESENTATIONS, MEMBERS, COLOPHON
    )  # fmt: skip
    return replace(document, **changes)  # type: ignore[arg-type]


def one_sheet() -> Document:
    """Copy for two pages: short articles that run on, one with a picture, what is useful at the end."""
    short = replace(bro(), headline=text("En dörr in för företag"), blocks=bro().blocks[:1], boxes=())
    shorter = replace(espon(), headline=text("Invånarna avgör"), blocks=espon().blocks[1:2], pull_quote=None)
    front = replace(lead(), blocks=lead().blocks)
    return newsletter(
        MASTHEAD, front, KEY_FIGURES, short, shorter, replace(mining(), section="Forskning och beslut"), DECISIONS, NEXT, PRESENTATIONS, COLOPHON, pages=2
    )  # fmt: skip


def table(rows: int = 12, columns: int = 3) -> Table:
    return Table(
        "data",
        "Invånare",
        "Invånare per kommun",
        tuple(Column(f"Kolumn {number}", "number" if number else "text") for number in range(columns)),
        tuple(
            Row(tuple(Cell(text(f"Kommun {row}" if not number else str(1000 * row + number))) for number in range(columns)))
            for row in range(rows)
        ),
    )


def chart(bars: int = 4) -> Chart:
    return Chart(
        "Nya jobb",
        "Stapeldiagram",
        tuple(Bar(f"Ort {number}", 10.0 * number, str(10 * number)) for number in range(bars)),
        text("Väntade jobb."),
    )
