"""The files of a small source folder, whole and right."""

from __future__ import annotations

ORGANISATION = """format: 1
id: sjoang
name: Föreningen Sjöäng
short_name: Sjöäng
contact: {email: info@sjoang.example}
bodies:
  board:
    name: Styrelsen
    kind: board
    sections: through_the_year
    people:
      - {id: member-1, name: Ledamot 1, office: chair}
      - {id: member-2, name: Ledamot 2}
      - {id: member-3, name: Ledamot 3}
      - {id: sub-1, name: Ersättare 1, office: substitute, order: 1}
      - {id: sub-2, name: Ersättare 2, office: substitute, order: 2}
    staff:
      - {id: office, name: Kanslist, office: secretary}
"""
MEMBERS = """format: 1
members:
  - {id: nora, name: Nora, kind: municipality, code: 1884, mail: kommun@nora.example}
"""
BRAND = """format: 1
name: Sjöäng
colours: {text: '#1F1D1B', secondary: '#4A4643', muted: '#6B6661', brand: '#8A1F17', brand_dark: '#5E1510', accent: '#24483A',
  accent_warm: '#9C5221', accent_light: '#D9A47A', tone: '#F6F2EB', box: '#EDE6DA', box_accent: '#E6EDE8', rule: '#C9C1B4'}
faces: {body: fonts/a.ttf, display: fonts/a.ttf, sans: fonts/a.ttf, sans_bold: fonts/a.ttf}
"""
MEETING = """format: 1
meeting: board 2/2023
status: unadjusted
days:
  - 2023-05-22 13.00-17.00
  - 2023-05-23 08.30-12.00
place: Örebro
adjust: {by: [member-2], latest: 2023-06-05}
next: 2023-09-14 10.00, Falun
attendance:
  present: all-members
  apologies: [member-3]
  serving: [sub-1 for member-3]
  late: [member-2 at plan 13.40]
items:
  - opening
  - previous: 1/2023
  - id: plan
    heading: Verksamhetsplan
    background: |
      Ett förslag finns.

      Det är *bra*.
    basis: [draft]
    proposal: godkänna planen
    motions: [{by: member-2, text: planen förkastas}]
    vote: {aye: proposal, nay: member-2, against: [member-2]}
    decide:
      - proposal
      - {att: ge kansliet i uppdrag att ta fram en tidplan, owner: office, by: 2023-09-01}
    reservations: [member-2]
  - id: talk
    heading: Seminarium
    talks: [region]
    decide: noted
  - closing
talks:
  region: {speaker: En Talare, text: texts/region.md, figures: [{id: jobs, value: 200, label: jobb}]}
documents:
  draft: {title: Förslag, file: plan.pdf}
newsletter:
  issue: 1
  date: 2023-06-08
  lead: {id: lead, from: region, kicker: Möte, headline: Ny plan, quote: Det går bra i länet}
"""
FILES = {
    "organisation.yaml": ORGANISATION,
    "members.yaml": MEMBERS,
    "brand/brand.yaml": BRAND,
    "meetings/2023-orebro/meeting.yaml": MEETING,
    "meetings/2023-orebro/texts/region.md": "Talaren berättade. **Det går bra i länet.**\n",
    "meetings/2023-orebro/attachments/plan.pdf": "%PDF-1.4\n",
}
RECORD = "meetings/2023-orebro/meeting.yaml"
