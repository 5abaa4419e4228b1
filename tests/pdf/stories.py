"""Stories for the tests of painting: one of everything, in the vocabulary of pipeline.story."""

from __future__ import annotations

from pipeline import story
from pipeline.story import text

SVG = b"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 240 80"><rect width="240" height="80" fill="#EDE6DA"/>
<path d="M0 60 C60 20 120 90 240 40 L240 80 0 80 Z" fill="#24483A"/><circle cx="60" cy="30" r="12" fill="#8A1F17" fill-opacity=".6"/></svg>"""


def metadata(**changes: object) -> story.Metadata:
    return story.Metadata(
        **{
            "title": "Bergslaget nr 2 · juni 2023",
            "author": "Intresseföreningen Bergslaget",
            "language": "sv-SE",
            "date": "2023-06-08",
            **changes,
        }
    )  # type: ignore[arg-type]


def document(*blocks: story.Block, kind: str = "newsletter", **changes: object) -> story.Document:
    return story.Document(kind, metadata(**changes), story.Furniture(running_head="Bergslaget · Nr 2 2023"), blocks)  # type: ignore[arg-type]


def paragraph(words: str = "Bergslagen växer.", **changes: object) -> story.Paragraph:
    return story.Paragraph(text(words), **changes)  # type: ignore[arg-type]


LONG = (
    "Kompetens\u00adförsörjningen i Malung-Sälen och EU-finansierade flyg\u00adfält är en fråga för alla 29\u00a0medlemmar – från Avesta till Örebro. "
    "Efter\u00adfrågan växer, och affärerna på fiffiga fjäll\u00adföretag också. "
)


def newsletter() -> story.Document:
    image = story.Image("skog.svg", "image/svg+xml", SVG)
    link = story.Link(text("läs mer på webben"), "https://bergslaget.example/nyheter?id=1&språk=sv")
    note = story.NoteMark((story.Paragraph(text("Enligt SCB, 2022.")),))
    lead = story.Article(
        "Styrelsemöte i Örebro",
        text("Bergslagen kan bli förebild för grön industri"),
        (
            story.Paragraph((story.Text(LONG * 6), story.Strong(text("Viktigt: ")), link, story.Text(" innan mötet."))),
            story.Heading(2, text("Värden öppnade mötet")),
            story.Paragraph((story.Text("Begreppet "), story.Foreign(text("just transition"), "en"), story.Text(" återkom"), note, story.Text(" ofta. " + LONG * 12))),
            story.List((
                story.ListItem((paragraph("Första punkten"),)),
                story.ListItem((paragraph("Andra punkten"), story.List((story.ListItem((paragraph("Under punkten"),)),), ordered=True))),
            )),
            story.Table(
                "data", "Antal", "Invånare per kommun",
                (story.Column("Kommun"), story.Column("Antal", "number")),
                tuple(story.Row((story.Cell(text(f"Kommun {n}")), story.Cell(text(str(1000 + n)) if n != 3 else ()))) for n in range(30)),
            ),
            story.Quotation((paragraph("Vi bygger vidare."),)),
        ),
        ingress=text("Två dagar i Örebro visade styrelsen hur länet utvecklas."),
        figure=story.Figure(image, "Skog och en röd sol", (story.Strong(text("Skog")), story.Text(" i Bergslagen.")), "Illustration: redaktionen", ("gruva", "skog"), origin="articles.lead.figure"),
        pull_quote=story.PullQuote(text("Vi bygger vidare"), "Styrelsen"),
        boxes=(
            story.FactBox("Fakta", pairs=(story.Pair("Antal", text("29")), story.Pair("Säte", text("Falun")))),
            story.FactBox("Så går det till", numbered=(text("Ansök"), text("Vänta"))),
        ),
        lead=True, anchor="lead", origin="articles.lead",
    )  # fmt: skip
    return document(
        story.Masthead("Bergslaget", ("Nyhetsbrev från", "Intresseföreningen Bergslaget", "Nr 2 · juni 2023")),
        story.Contents("I detta nummer", (story.ContentsEntry("Grön industri", "lead"), story.ContentsEntry("Medlemmar", "members"))),
        lead,
        story.Chart("Jobb", "Två staplar: 200 och 100 jobb", (story.Bar("Frövi", 200, "200"), story.Bar("Garpenberg", 100, "100")), text("Nya jobb.")),
        story.KeyFigures("Siffror", (story.KeyFigure("16", "satsas på hållbar gruvindustri", "mkr", more_than=True), story.KeyFigure("29", "medlemmar"))),
        story.Notices("Aktuellt", text("Det händer"), (story.Notice("Gruvsafari", (paragraph("Studenter från hela Sverige."),)),)),
        story.DecisionsInBrief("Beslut i korthet", (story.BriefDecision("§\u00a024", "Information.", (story.Text("Styrelsen beslutar "), story.Strong(text("att")), story.Text(" notera."))),), "Ej justerat."),
        story.NextMeeting("Nästa möte", "14", "september 2023", "kl.\u00a013.00", "Falun"),
        story.Presentations("Presentationer", (story.Presentation("Bilaga 1", "Region Örebro län", "Joakim Carlsson", "https://bergslaget.example/1"),), "https://bergslaget.example/nyhetsbrev", ("bergslaget.example/", "nyhetsbrev"), "Läs mer"),
        story.MemberList("Våra medlemmar", text("24 kommuner och fem regioner"), (("Region Dalarna",), ("Avesta", "Malung-Sälen")), "Listan är inte fullständig.", anchor="members"),
        story.Colophon((
            (story.ColophonEntry("Utgivare", (text("Intresseföreningen"), (story.Link(text("post@bergslaget.example"), "mailto:post@bergslaget.example"),))),),
            (story.ColophonEntry("Typsnitt", (text("Source Serif"),), run_in=True),),
        ), story.Figure(image, "Skogsbryn")),
    )  # fmt: skip


def minutes() -> story.Document:
    appendix = story.Reference(text("bilaga 1"), "appendix-1")
    return document(
        story.Cover("Styrelseprotokoll nr 2/2023", "Ojusterat protokoll", (story.Particular("Datum", text("22 maj 2023")), story.Particular("Plats", text("Örebro")))),
        story.Section(text("Närvarande"), (
            story.Table("attendance", "Närvarande", "Ledamöter", (story.Column("Namn"), story.Column("Uppdrag")), (story.Row((story.Cell(text("Ledamot 1")), story.Cell(text("ordförande")))),)),
        )),
        story.Section(text("Verksamhetsplan 2024"), (
            story.Paragraph(text("Dnr 2023-14"), role="fact"),
            story.Heading(2, text("Bakgrund")),
            story.Paragraph((story.Text("Kansliets förslag finns i "), appendix, story.Text("."))),
            story.Decision("Beslut", (story.Clause((story.Strong(text("att")), story.Text(" godkänna planen samt"))), story.Clause((story.Strong(text("att")), story.Text(" ge kansliet i uppdrag.")), text("Ansvarig: kansliet"))), text("Styrelsen beslutar")),
        ), number=12, anchor="item-plan"),
        story.Section(text("Bilagor"), (story.Appendices((story.Appendix(1, "Bilaga 1", text("Verksamhetsplan"), "§\u00a012", "appendix-1"),)),), anchor="appendix-1"),
        story.Section(text("Underskrifter"), (story.Signatures((story.Signature("Vid protokollet", "Sekreterare", "Ort och datum"),)),)),
        kind="minutes", title="Styrelseprotokoll nr 2/2023",
    )  # fmt: skip
