"""Whole minutes as a reader sees them, in a federation and in English: golden/*.txt are to be read, and changed only on purpose."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.compose.minutes import compose_minutes

GOLDEN = Path(__file__).parent / "golden"

FEDERATION = """
meeting: board 4/2024
status: adjusted
days: ["2024-05-22 13.00-14.30, 14.50-16.30"]
place: Brandstationen, Bruksby
adjust:
  {by: [bo, cia], signing: paper, place: Förbundskansliet, adjusted: 2024-06-04, posted: 2024-06-05, kept_at: Förbundskansliet i Bruksby}
first_section: 41
attendance:
  present: all-members
  apologies: [dan]
  serving: [eva for dan]
  substitutes: [filip]
  late: [lars at budget 13.25]
  left: [bo after fees 15.40]
  others: [kim]
talks: {risk: {speaker: Ida Ilar, title: brandingenjör, topic: Riskbilden 2025, text: "Tre saker sticker ut:\\n\\n1. torka\\n2. elbilar\\n3. ensamarbete", appendix: risk}}
documents:
  risk: Riskbilden 2025
  budget: {title: "Förslag till budget 2025", file: budget.pdf}
  dissent: Skriftlig reservation, Bo Berg
items:
  - opening
  - quorum
  - adjusters
  - agenda
  - conflicts
  - previous: 3/2024
  - {id: risk, heading: Information om riskbilden, presenters: [kim], talks: [risk], decide: noted}
  - id: budget
    heading: Budget 2025
    dnr: 2024-31
    background: Förbundet får 420 000 kronor mer än 2024–2025 års plan.
    basis: [budget]
    proposal: [fastställa budgeten, ge kansliet i uppdrag att redovisa läget]
    decide: [fastställa budgeten, {att: ge kansliet i uppdrag att redovisa läget, owner: kim, by: 2024-10-01}]
    send_to: [members, kim]
    immediate: true
  - id: fees
    heading: Avgift för tillsyn
    dnr: 2024-32
    conflict: [filip for cia]
    proposal: höja avgiften med 3 procent
    motions: [{by: bo, kind: reject}, {by: [lars], kind: approve}]
    vote: {aye: proposal, nay: bo, against: [bo, eva], casting: proposal, abstain: [lars]}
    decide: approve
    reservations: [{by: bo, document: dissent}, {by: eva}]
    notes: [{by: lars, text: "Frågan borde ha *utretts* mer."}]
    corrections: [{date: 2024-06-20, by: siv, text: Avgiften gäller från den 1 januari 2025.}]
  - {id: other, text: Inget togs upp.}
  - next_meeting
  - closing
next: 2024-09-12 13.00-16.00, Brandstationen, Bruksby
"""

ENGLISH = """
meeting: annual 2024
status: draft
days: [2024-05-22 13.00-16.00]
place: Town Hall, Bruksby
adjust: {by: [anna, bo], signing: digital, latest: 2024-06-03}
attendance: {present: all-members, others: [{id: guest, name: Gun Gran, organisation: The county, role: guest}]}
next: 2025-05-20 10.00, Falun
items:
  - opening
  - quorum
  - adjusters
  - agenda
  - {previous: 2023}
  - id: plan
    heading: Plan for 2025
    background: The plan costs 6 million euros, "no more".
    proposal: approve the plan
    motions: [{by: [bo], text: the plan be halved, seconded: [cia]}]
    vote: {aye: proposal, nay: bo, against: [bo, cia]}
    decide: proposal
    reservations: [{by: [bo, cia]}]
  - {id: fees, heading: Fees, decide: [{to: leave the fee}, {to: thank the staff, owner: kim, by: 2024-09-01}, noted], send_to: [members]}
  - other
  - next_meeting
  - closing
"""


@pytest.fixture
def whole(record, organisations, read):
    def make(name):
        if name == "federation":
            return read(compose_minutes(record(FEDERATION, organisations["federation"])))
        organisation = organisations["english"]
        people = organisation[organisation.index("    people:") : organisation.index("    staff:")]
        annual = f"  annual:\n    name: The annual meeting\n    kind: annual_meeting\n{people}"
        organisation = organisation.replace("  annual: {name: The annual meeting, kind: annual_meeting}\n", annual)
        return read(compose_minutes(record(ENGLISH, organisation)))

    return make


@pytest.mark.parametrize("name", ["federation", "english"])
def test_whole_minutes(whole, name):
    wanted = (GOLDEN / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    assert [line.rstrip() for line in whole(name).splitlines()] == wanted
