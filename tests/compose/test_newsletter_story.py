"""The newsletter's story: what stands in it, in which order, and what is left out when it is not known."""

from __future__ import annotations

import pytest

from pipeline import story
from pipeline.compose.newsletter import compose_newsletter
from pipeline.problems import BadInput

NEWSLETTER = """
talks:
  one:
    speaker: Ida Ilar
    organisation: Högskolan
    text: Protokollets ord.
    newsletter: "Nyhetsbrevets ord.\\n\\n## Mellanrubrik\\n\\nMer."
    figures: [{id: money, text: pengar, value: "16", unit: mkr, more_than: true, label: satsas på|forskning, short: till forskning}]
    appendix: one.pdf
  two: {speaker: Jan Jansson, text: Bara protokollets ord., quotation: {text: "Det går bra", speaker: Jan Jansson}, appendix: two.pdf}
documents:
  one.pdf: {title: Presentation ett, short: Ett, address: https://bruken.example/ett}
  two.pdf: Presentation två
images:
  mine: {file: mine.svg, alt: En gruva., caption: "**Gruvan** är djup.", credit: "Foto: Ida", labels: [Schakt, Lave], span: 6, variants: [mine-low.svg]}
  wood: {file: wood.svg, alt: En skog.}
items:
  - {id: seminar, heading: Seminarium, talks: [one, two], decide: filed}
  - {id: plan, heading: Plan 2025, text: Planen gäller ett år., decide: [godkänna planen, tacka kansliet]}
  - {id: fees, heading: Avgift, unanimous: true, decide: höja avgiften med 2 procent}
  - {id: staff, heading: Personal, personal: true, decide: vänta}
newsletter:
  issue: 2
  date: 2024-06-08
  pages: 4
  lead: {id: lead, kicker: Möte, headline: "Över 16 miljoner till gruvan", ingress: "Ett *bra* möte.\\n\\nOch långt.", text: Så var det., picture: mine, byline: Ida Ilar}
  articles:
    - id: first
      from: [one]
      kicker: Forskning
      headline: Ett framsteg
      inside: Framsteg
      section: Kunskap
      quote: Nyhetsbrevets ord.
      boxes:
        - {title: Fakta, pairs: {Pris: 6 miljoner kronor}}
        - {title: Mål, numbered: [Ett, Två], optional: true}
      charts: [{title: Tillväxt, alt: Den ökar., unit: mkr, values: {2022: 10.5, 2023: 12000}}]
    - {id: second, from: [two, plan], kicker: Beslut, headline: Två nyheter, byline: "Text: NN Foto: MM"}
  figures: [one.money, {id: own, value: "29", label: medlemmar}]
  notices:
    headline: Det händer
    items: [{id: n, heading: Resa, text: Vi reser.}]
  decisions: [{item: plan, title: Planen}, fees, {item: seminar, words: lägga allt till handlingarna}, staff]
  vignette: wood
  thanks: alla
  illustrations: redaktionen
  remark: Prov.
"""
MEMBERS = """
format: 1
members:
  - {id: o, name: Öster, kind: municipality}
  - {id: a, name: Åmål, kind: municipality}
  - {id: c, name: Ängby, kind: municipality}
  - {id: b, name: Avesta, kind: municipality}
  - {id: r, name: Region Norr, kind: region}
  - {id: p, name: Per Person, kind: person}
"""
IMAGES = ("mine.svg", "mine-low.svg", "wood.svg")


@pytest.fixture
def news(record):
    def make(newsletter=NEWSLETTER, organisation=None, members=MEMBERS, **arguments):
        given = {"organisation": organisation} if organisation else {}
        return compose_newsletter(record(newsletter, members=members, images=IMAGES, **given), **arguments)

    return make


def only(document, kind, **fields):
    found = [
        block for block in document.blocks if isinstance(block, kind) and all(getattr(block, key) == value for key, value in fields.items())
    ]
    assert len(found) == 1
    return found[0]


def plain(inlines):
    return story.plain(inlines).replace("\u00a0", " ").replace("\u202f", " ").replace("\u2060", "")


def test_the_order_of_reading(news):
    assert [type(block).__name__ for block in news().blocks] == [
        "Masthead", "Article", "Contents", "KeyFigures", "Article", "Article", "Notices", "DecisionsInBrief", "NextMeeting", "Presentations",
        "MemberList", "Colophon",
    ]  # fmt: skip


def test_masthead_furniture_and_properties(news):
    document = news()
    head = only(document, story.Masthead)
    assert head.nameplate == "Norra Bruken"
    assert head.dateline == ("Nyhetsbrev från", "Sällskapet Norra Bruken", "Nr\u00a02\u00a0· juni 2024")
    assert document.furniture.running_head == "Norra Bruken\u00a0· Nr\u00a02 2024"
    assert (document.furniture.page, document.furniture.continued) == ("{n} ({total})", "Fortsättning på sida\u00a0{n}")
    assert document.metadata == story.Metadata(
        "Norra Bruken – Nyhetsbrev nr 2/2024",
        "Sällskapet Norra Bruken",
        "sv-SE",
        "2024-06-08",
        "Över 16 miljoner till gruvan",
        ("Möte", "Kunskap", "Beslut"),
    )
    assert document.pages == 4


def test_the_lead_article(news):
    lead = next(block for block in news().blocks if isinstance(block, story.Article))
    assert (lead.lead, lead.kicker, plain(lead.headline), plain(lead.ingress)) == (
        True,
        "Möte",
        "Över 16 miljoner till gruvan",
        "Ett bra möte. Och långt.",
    )
    assert lead.byline == "Text: Ida Ilar"
    figure = lead.figure
    assert (figure.alt, figure.credit, figure.labels, figure.span) == ("En gruva.", "Foto: Ida", ("Schakt", "Lave"), 6)
    assert figure.caption[0] == story.Strong((story.Text("Gruvan"),))
    assert [image.name for image in (figure.image, *figure.variants)] == ["mine.svg", "mine-low.svg"]


def test_an_articles_text_comes_from_its_talks_and_items(news):
    _, first, second = [block for block in news().blocks if isinstance(block, story.Article)]
    assert [type(block).__name__ for block in first.blocks] == ["Paragraph", "Heading", "Paragraph", "Chart"]
    assert plain(first.blocks[0].children) == "Nyhetsbrevets ord."
    assert first.blocks[1].level == 2
    assert [plain(block.children) for block in second.blocks] == [
        "Bara protokollets ord.",
        "Planen gäller ett år.",
        "Styrelsen beslutar att godkänna planen.",
        "Styrelsen beslutar att tacka kansliet.",
    ]
    assert (first.section, second.section) == ("Kunskap", "Beslut")
    assert second.byline == "Text: NN Foto: MM"


def test_quotes_bear_marks_only_where_somebody_is_quoted(news):
    _, first, second = [block for block in news().blocks if isinstance(block, story.Article)]
    assert (plain(first.pull_quote.children), first.pull_quote.speaker) == ("Nyhetsbrevets ord.", "")
    assert (plain(second.pull_quote.children), second.pull_quote.speaker) == ("”Det går bra”", "Jan Jansson")


def test_boxes_and_charts(news):
    first = [block for block in news().blocks if isinstance(block, story.Article)][1]
    facts, goals = first.boxes
    assert [(pair.label, plain(pair.children)) for pair in facts.pairs] == [("Pris", "6 miljoner kronor")]
    assert [plain(line) for line in goals.numbered] == ["Ett", "Två"]
    assert (facts.optional, goals.optional) == (False, True)
    assert [(bar.label, bar.shown) for bar in first.blocks[-1].bars] == [("2022", "10,5\u00a0mkr"), ("2023", "12\u202f000\u00a0mkr")]


def test_what_is_inside(news):
    contents = only(news(), story.Contents)
    assert contents.title == "I detta nummer"
    assert [(entry.title, entry.anchor) for entry in contents.entries] == [
        ("Framsteg", "article-first"),
        ("Två nyheter", "article-second"),
        ("Det händer", "notices"),
    ]
    anchors = {getattr(block, "anchor", "") for block in news().blocks}
    assert {entry.anchor for entry in contents.entries} <= anchors


def test_without_notices_the_useful_page_is_named_after_what_it_holds(news):
    document = news(NEWSLETTER.replace("  notices:\n    headline: Det händer\n    items: [{id: n, heading: Resa, text: Vi reser.}]\n", ""))
    assert only(document, story.Contents).entries[-1].title == "Beslut, kalender och medlemmar"
    assert only(document, story.MemberList).section == "Beslut, kalender och medlemmar"


def test_key_figures_break_their_labels_by_sense(news):
    money, own = only(news(), story.KeyFigures).entries
    assert (money.value, money.unit, money.more_than, money.label, money.short) == (
        "16",
        "mkr",
        True,
        "satsas på\nforskning",
        "till forskning",
    )
    assert (own.label, own.short) == ("medlemmar", "medlemmar")
    assert only(news(), story.KeyFigures).title == "I siffror"


def test_decisions_in_brief(news):
    box = only(news(), story.DecisionsInBrief)
    assert [(entry.label.replace("\u00a0", " "), entry.title, plain(entry.children)) for entry in box.entries] == [
        ("§ 31", "Planen.", "Styrelsen beslutar att godkänna planen samt att tacka kansliet."),
        ("§ 32", "Avgift.", "Styrelsen beslutar enhälligt att höja avgiften med 2 procent."),
        ("§ 30", "Seminarium.", "Styrelsen beslutar att lägga allt till handlingarna."),
    ]
    assert box.status == "Mötets protokoll är ännu inte justerat."
    adjusted = news(f"status: adjusted\nadjust: {{by: [bo], adjusted: 2024-06-01}}\n{NEWSLETTER}")
    assert only(adjusted, story.DecisionsInBrief).status == ""


def test_decisions_follow_the_lead_where_the_record_wants_them_on_the_front(news):
    front = [type(block).__name__ for block in news(f"next: 2024-09-12 10.00, Falun\n{NEWSLETTER}  decisions_on_front: true\n").blocks]
    assert front[1:4] == ["Article", "DecisionsInBrief", "NextMeeting"]
    later = [type(block).__name__ for block in news(f"next: 2024-09-12 10.00, Falun\n{NEWSLETTER}").blocks]
    assert later.index("DecisionsInBrief") > later.index("Notices")
    assert sorted(front) == sorted(later)


def test_the_next_meeting(news):
    box = only(news(f"next: 2024-09-12 10.00-12.00, Myntgatan 2, Falun\n{NEWSLETTER}"), story.NextMeeting)
    assert (box.title, box.day, box.month, plain((story.Text(box.time),)), plain((story.Text(box.place),))) == (
        "Nästa möte", "12", "september 2024", "kl. 10.00–12.00", "Myntgatan 2, Falun",
    )  # fmt: skip
    assert not any(isinstance(block, story.NextMeeting) for block in news(f"next:\n{NEWSLETTER}").blocks)


def test_presentations_with_speakers_numbers_and_the_address_of_the_code(news, organisations):
    block = only(news(), story.Presentations)
    assert [(one.label.replace("\u00a0", " "), one.title, one.presenter, one.address) for one in block.entries] == [
        ("Bilaga 1", "Ett", "Ida Ilar", "https://bruken.example/ett"),
        ("Bilaga 2", "Presentation två", "Jan Jansson", ""),
    ]
    assert (block.qr_title, block.qr_address, block.qr_text) == (
        "Läs mer",
        "https://bruken.example",
        ("Skanna koden", "eller gå till", "bruken.example"),
    )
    organisation = organisations["association"] + "issues: {a_year: 2, read_more: bruken.example/nyhetsbrev}\n"
    block = only(news(organisation=organisation), story.Presentations)
    assert (block.qr_address, block.qr_text[2:]) == ("https://bruken.example/nyhetsbrev", ("bruken.example/", "nyhetsbrev"))


def test_a_quote_leaves_its_footnote_in_the_text_and_a_table_is_set_as_one(news):
    words = 'text: "Ett bra^[Enligt Ida.] möte.\\n\\n| Ort | Antal |\\n|---|---|\\n| Falun | 12000 |", quote: "bra^[Enligt Ida.] möte"'
    lead = only(news(NEWSLETTER.replace("text: Så var det.", words)), story.Article, lead=True)
    assert story.plain(lead.pull_quote.children) == "bra möte"
    assert not any(isinstance(part, story.NoteMark) for part in story.walk(lead.pull_quote))
    paragraph, table = lead.blocks
    assert any(isinstance(part, story.NoteMark) for part in story.walk(paragraph))
    assert [plain(cell.children) for row in table.rows for cell in row.cells] == ["Falun", "12000"]
    assert table.columns[1].align == "number"


def test_documents_that_nobody_presented_are_called_papers(news):
    papers = NEWSLETTER.replace("documents:\n", "documents:\n  budget: {title: Budget 2024}\n") + "  presentations: [budget]\n"
    block = only(news(papers), story.Presentations)
    assert (block.title, [one.title for one in block.entries]) == ("Handlingar från mötet", ["Budget 2024"])
    assert only(news(), story.Presentations).title == "Presentationer från mötet"


def test_members_are_counted_and_listed_with_swedish_letters_last(news, organisations):
    block = only(news(), story.MemberList)
    assert (block.kicker, plain(block.headline)) == ("Våra medlemmar", "Fyra kommuner, en region och en enskild medlem")
    assert block.groups == (("Region Norr",), ("Avesta", "Åmål", "Ängby", "Öster"))
    assert block.remark == "Listan visar 5 av de 6 medlemmarna."
    counts = organisations["association"] + "members_total: 29\nmembers_counts: {municipality: 24, region: 5, person: 0}\n"
    block = only(news(organisation=counts), story.MemberList)
    assert (plain(block.headline), block.remark) == ("24 kommuner och fem regioner", "Listan visar 5 av de 29 medlemmarna.")
    whole = MEMBERS.replace("  - {id: p, name: Per Person, kind: person}\n", "")
    assert only(news(members=whole), story.MemberList).remark == ""
    assert not any(isinstance(block, story.MemberList) for block in news(NEWSLETTER + "  show_members: false\n").blocks)
    assert not any(isinstance(block, story.MemberList) for block in news(members="format: 1").blocks)


def entries(document):
    return {
        entry.head.replace("\u00a0", " ").rstrip(":"): [plain(line) for line in entry.lines]
        for column in only(document, story.Colophon).columns
        for entry in column
    }


def test_the_colophon_tells_what_is_known_and_leaves_out_the_rest(news, organisations):
    told = entries(news())
    assert told == {
        "Utgivare": [
            "Sällskapet Norra Bruken",
            "Org.nr 802400-1234",
            "Storgatan 1, 123 45 Bruksby",
            "bruken.example",
            "kansli@bruken.example",
            "023-12 34 56",
        ],
        "Skickas till": ["fyra kommuner, en region och en enskild medlem"],
        "Tack till": ["alla"],
        "Nr 2 · juni 2024": ["Prov."],
        "Illustrationer": ["redaktionen"],
    }
    assert only(news(), story.Colophon).vignette.alt == "En skog."
    worded = NEWSLETTER.replace("alt: En skog.", "alt: En skog., caption: Skog., credit: NN, labels: [Gran]")
    vignette = only(news(worded), story.Colophon).vignette
    assert (vignette.caption, vignette.credit, vignette.labels) == ((), "", ())
    issues = "issues: {a_year: 4, responsible: Anna Ask, editor: Siv Sand, issn: 1234-5678}\n"
    told = entries(news(organisation=organisations["association"] + issues, typefaces="Source Serif och Source Sans"))
    assert told["Ansvarig för innehållet"] == ["Anna Ask"]
    assert (told["Redaktion"], told["ISSN"], told["Typsnitt"]) == (["Siv Sand"], ["1234-5678"], ["Source Serif och Source Sans"])
    assert "Ansvarig utgivare" not in told
    told = entries(news(organisation=organisations["association"] + issues.replace("issn: 1234-5678", "certificate: Bevis 38 123")))
    assert (told["Ansvarig utgivare"], told["Utgivningsbevis"]) == (["Anna Ask"], ["Bevis 38 123"])
    assert "Ansvarig för innehållet" not in told


def test_the_smallest_newsletter(news):
    smallest = "newsletter: {issue: 1, date: 2024-06-08, lead: {id: lead, kicker: Möte, headline: Kort, text: Ord.}}\nnext:\n"
    document = news(smallest, members="format: 1")
    assert [type(block).__name__ for block in document.blocks] == ["Masthead", "Article", "Colophon"]
    assert document.pages is None


def test_an_english_newsletter(news, organisations):
    document = news(organisation=organisations["english"])
    assert only(document, story.Masthead).dateline == ("Newsletter from", "Sällskapet Norra Bruken", "No.\u00a02\u00a0· June 2024")
    assert only(document, story.Contents).title == "In this issue"
    named = organisations["english"] + "name_in_sentence: the Company of Northern Works\n"
    assert only(news(organisation=named), story.Masthead).dateline[:2] == ("Newsletter from", "the Company of Northern Works")
    assert only(document, story.DecisionsInBrief).status == "The minutes are not yet verified."
    assert plain(only(document, story.DecisionsInBrief).entries[0].children).startswith("The board resolves to godkänna planen, and to")
    assert plain(only(document, story.MemberList).headline) == "Four municipalities, one region and one individual member"
    assert only(document, story.MemberList).remark == "The list shows 5 of 6 members."
    assert only(document, story.NextMeeting).time == "10:00"
    assert only(document, story.Presentations).qr_text[:2] == ("Scan the code", "or go to")


@pytest.mark.parametrize(
    ("newsletter", "message"),
    [
        ("items: []", "expected a newsletter, found none"),
        ("newsletter: {issue: 1, date: 2024-06-08, lead: {id: lead, kicker: Möte, headline: Kort}}", "expected a text, found none"),
        (
            """images: {mine: {file: gone.svg, alt: En gruva.}}
newsletter: {issue: 1, date: 2024-06-08, lead: {id: lead, kicker: Möte, headline: Kort, text: Ord, picture: mine}}""",
            "expected the picture gone.svg under images/, found none",
        ),
    ],
)
def test_what_a_newsletter_cannot_do_without_is_asked_for(news, newsletter, message):
    with pytest.raises(BadInput, match=message):
        news(newsletter)


def test_every_block_tells_where_it_comes_from_and_nothing_in_it_is_editable(news):
    document = news()
    assert all(block.origin for block in document.blocks)
    assert not any(isinstance(part, story.Field) for part in story.walk(document.blocks))


def test_run_in_heads_end_in_a_colon(news):
    heads = [entry.head for column in only(news(), story.Colophon).columns for entry in column if entry.run_in]
    assert heads
    assert all(head.endswith(":") for head in heads)
