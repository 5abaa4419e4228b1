"""The mock-up of the minutes, from a record that tells the same meeting: every paragraph of it, in its order."""

from __future__ import annotations

import pytest

from pipeline import story
from pipeline.compose.minutes import compose_minutes

ORGANISATION = """
format: 1
id: bergslaget
name: Intresseföreningen Bergslaget
short_name: Bergslaget
number: 885501-2327
address: {street: Myntgatan 2, postcode: 791 51, town: Falun}
contact: {email: kansliet@bergslaget.example}
web: bergslaget.se
bodies:
  board:
    name: Styrelsen
    kind: board
    people:
      - {id: member-1, name: Ledamot 1, member: Bruksby kommun, office: chair}
      - {id: member-2, name: Ledamot 2, member: Hyttskogens kommun}
      - {id: member-3, name: Ledamot 3, member: Region Norrberg}
      - {id: member-4, name: Ledamot 4, member: Malmsjö kommun}
      - {id: member-5, name: Ledamot 5, member: Gruvfors kommun}
      - {id: member-6, name: Ledamot 6, member: Västra Järnbygdens kommun}
      - {id: member-7, name: Ledamot 7, member: Schaktdalens kommun}
      - {id: member-8, name: Ledamot 8, member: Stångåsens kommun}
      - {id: member-9, name: Ledamot 9, member: Kolarmo kommun}
      - {id: member-10, name: Ledamot 10, member: Region Bergland}
      - {id: sub-2, name: Ersättare 2, member: Masugnsby kommun, office: substitute}
      - {id: sub-4, name: Ersättare 4, member: Norra Tackås kommun, office: substitute}
    staff:
      - {id: office-manager, name: Kanslichef, member: Kansliet, office: staff}
      - {id: project-lead, name: Projektledare, member: Kansliet, office: secretary}
"""
MEETING = """
meeting: board 2/2023
days: [2023-05-22 13.00-17.00, 2023-05-23 08.30-12.00]
place: Region Örebro län, Örebro
adjust: {by: [member-3, member-8], signing: paper, place: Kansliet i Falun, latest: 2023-06-05}
next: 2023-09-14 10.00, Falun
first_section: 12
attendance:
  present: all-members
  apologies: [member-7]
  serving: [sub-2 for member-7]
  substitutes: [sub-4]
  late: [member-5 at seminar 13.40]
  left: [member-9 after plan 10.15]
  others: [{id: office-manager, role: coopted}, project-lead]
items:
  - opening
  - quorum: {heading: Närvaro och beslutförhet}
  - adjusters
  - agenda
  - previous: 1/2023
  - id: seminar
    heading: Seminarium om Bergslagen – attraktiv industriregion
    text: |
      Styrelsen tar del av fyra föredragningar som anknyter till föreningens fokusområde 2023–2024, Bergslagen – attraktiv industriregion.
    talks: [region, bro, espon, mining]
    decide: filed
  - id: plan
    heading: Verksamhetsplan 2024
    dnr: 2023-14
    background: Kansliet har tagit fram ett förslag som bygger vidare på fokusområdet.
    basis: [plan-draft]
    decide:
      - godkänna verksamhetsplanen för 2024
      - {att: ge kansliet i uppdrag att ta fram en tidplan, owner: office-manager, by: 2023-09-01}
    send_to: [members]
  - id: fees
    heading: Medlemsavgift 2024
    conflict: [member-4]
    proposal: lämna medlemsavgiften för 2024 oförändrad
    motions: [{by: member-2, text: medlemsavgiften höjs med 2 procent, seconded: [member-6]}]
    vote: {aye: proposal, nay: member-2, against: [member-2, member-6], abstain: [member-10]}
    decide: proposal
    reservations: [{by: member-2, document: dissent}]
  - next_meeting
  - closing
talks:
  region: {speaker: Joakim Carlsson, title: regionråd, organisation: Region Örebro län, text: REGION, appendix: region}
  bro: {speaker: Jenny Johansson, title: marknadschef, organisation: Business Region Örebro, text: BRO, appendix: bro}
  espon:
    speaker: Sverker Lindblad
    organisation: landsbygds- och infrastrukturdepartementet
    topic: Territoriella perspektiv på den gröna industrialiseringen
    text: ESPON
    appendix: espon
  mining: {speaker: Lotta Sartz, title: projektledare, organisation: Örebro universitet, topic: Vad händer i Bergslagen, text: MINING, appendix: mining}
documents:
  region: Presentation Region Örebro län
  bro: Presentation BRO möter Bergslaget
  espon: Presentation Territoriella perspektiv på den gröna industrialiseringen
  mining: Presentation Vad händer i Bergslagen
  plan-draft: Förslag till verksamhetsplan 2024
  dissent: "Skriftlig reservation, Ledamot 2"
remark: >-
  Exempel: personer, kommuner, tider, formella ärenden och röster är påhittade. Seminariets innehåll följer föreningens publicerade text.
"""
SUMMARIES = ("REGION", "BRO", "ESPON", "MINING")
PLAIN = str.maketrans({"\u00a0": " ", "\u2060": None, "\u2011": "-"})


def paragraphs(blocks):
    """The words of each paragraph and cell, in the order in which a page holds them."""
    for block in blocks:
        match block:
            case story.Cover(title, status, particulars):
                yield from (title, status)
                for fact in particulars:
                    yield from (fact.label, story.plain(fact.children))
            case story.Section(heading, inner):
                yield story.plain(heading)
                yield from paragraphs(inner)
            case story.Table(_, _, _, columns, rows):
                yield from (column.head for column in columns)
                yield from (story.plain(cell.children) for row in rows for cell in row.cells)
            case story.Decision(label, clauses, lead):
                yield label
                yield from [story.plain(lead)] if lead else []
                for clause in clauses:
                    yield story.plain(clause.children)
                    yield from [story.plain(clause.action)] if clause.action else []
            case story.Appendices(entries):
                yield from (story.plain(entry.title) + entry.mentioned for entry in entries)
            case story.Signatures(signatures):
                for one in signatures:
                    yield from (one.label, one.name, f"{one.place_and_date} ")
            case _:
                yield story.plain(block.children)


@pytest.fixture
def mockup(shared):
    docx = pytest.importorskip("docx")
    file = docx.Document(str(shared / "mockups" / "minutes.docx"))
    name = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    return file, ["".join(node.text or "" for node in part.iter(f"{name}t")) for part in file.element.body.iter(f"{name}p")]


def without_summaries(lines):
    """The lines without the talks' summaries, which are copy and not wording."""
    kept, inside = [], False
    for line in lines:
        if line.startswith("Föredragande:"):
            inside = True
            kept.append(line)
        elif inside and (line in SUMMARIES or line[:1].islower() or len(line) > 80):
            continue
        else:
            inside = False
            kept.append(line)
    return kept


def test_the_minutes_of_the_mockup_are_composed_paragraph_for_paragraph(record, mockup):
    document = compose_minutes(record(MEETING, ORGANISATION))
    ours = without_summaries([line.translate(PLAIN) for line in paragraphs(document.blocks)])
    theirs = without_summaries([line.translate(PLAIN) for line in mockup[1]])
    assert ours == theirs


def test_the_furniture_of_the_mockup(record, mockup):
    section = mockup[0].sections[0]
    furniture = compose_minutes(record(MEETING, ORGANISATION)).furniture
    texts = {
        name: [paragraph.text.translate(PLAIN) for paragraph in part.paragraphs]
        for name, part in (("first", section.first_page_header), ("later", section.header), ("foot", section.footer))
    }
    assert texts["first"][0] == furniture.nameplate
    assert texts["first"][1].startswith(furniture.body)
    assert texts["later"][0].startswith(furniture.running_head.translate(PLAIN))
    assert texts["foot"][0].startswith(furniture.footer.translate(PLAIN))
    assert furniture.initials in texts["foot"][0]
