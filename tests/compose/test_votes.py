"""Votes: what ja and nej mean, who voted what, what won, and the casting vote."""

from __future__ import annotations

import pytest

from pipeline.compose.minutes import compose_minutes

FEES = """
items:
  - id: fees
    heading: Avgift
    proposal: lämna avgiften oförändrad
    motions: [{{by: bo, text: avgiften höjs}}]
    vote: {{aye: proposal, nay: bo, {vote}}}
    decide: {decide}
    reservations: [bo]
"""


def told(record, part, vote, decide="proposal", organisation=None):
    arguments = (organisation,) if organisation else ()
    return part(compose_minutes(record(FEES.format(vote=vote, decide=decide), *arguments)), "Avgift")


def test_a_vote_with_its_table(record, part):
    lines = told(record, part, "against: [bo], abstain: [dan]")
    start = lines.index("## Omröstning")
    assert lines[start:] == [
        "## Omröstning",
        "Omröstning begärs. Den som vill besluta enligt förslaget röstar ja. Den som vill besluta enligt Bo Bergs yrkande röstar nej.",
        "Med 3 ja-röster mot en nej-röst beslutar styrelsen enligt förslaget. En ledamot avstår.",
        "Ledamot | Ja | Nej | Avstår",
        "Anna Ask | X |  |",
        "Bo Berg |  | X |",
        "Lars | X |  |",
        "Cia Ceder | X |  |",
        "Dan Dal |  |  | X",
        "**Summa** | **3** | **1** | **1**",
        "Beslut:",
        "> Styrelsen beslutar **att** lämna avgiften oförändrad.",
        "## Reservation",
        "Bo Berg reserverar sig mot beslutet till förmån för sitt yrkande.",
    ]


@pytest.mark.parametrize(
    ("vote", "decide", "sentence"),
    [
        ("against: []", "proposal", "Med 5 ja-röster mot inga nej-röster beslutar styrelsen enligt förslaget."),
        (
            "against: [bo, lars, cia]",
            "bo",
            "Med 2 ja-röster mot 3 nej-röster beslutar styrelsen enligt Bo Bergs yrkande.",
        ),
        (
            "against: [bo, lars], abstain: [dan], casting: proposal",
            "proposal",
            "Med 2 ja-röster mot 2 nej-röster är rösterna lika. En ledamot avstår. Ordföranden har utslagsröst. Styrelsen beslutar enligt förslaget.",
        ),
        (
            "against: [bo, lars], abstain: [dan], casting: bo",
            "bo",
            "Med 2 ja-röster mot 2 nej-röster är rösterna lika. En ledamot avstår. Ordföranden har utslagsröst. Styrelsen beslutar enligt Bo Bergs yrkande.",
        ),
        (
            "against: [bo, lars], abstain: [dan]",
            "proposal",
            "Med 2 ja-röster mot 2 nej-röster är rösterna lika. En ledamot avstår.",
        ),
        (
            "against: [bo], abstain: [lars, cia, dan]",
            "proposal",
            None,
        ),
    ],
)
def test_results(record, part, vote, decide, sentence):
    lines = told(record, part, vote, decide)
    result = lines[lines.index("## Omröstning") + 2]
    assert result == (sentence or "Med en ja-röst mot en nej-röst är rösterna lika. Tre ledamöter avstår.")


def test_a_casting_vote_that_was_not_needed_is_not_told(record, part):
    lines = told(record, part, "against: [bo], casting: proposal")
    assert not any("utslagsröst" in line for line in lines)


def test_a_secret_ballot_has_numbers_and_no_names(record, part):
    lines = told(record, part, "secret: true, ayes: 3, nays: 1, abstained: 1")
    start = lines.index("## Omröstning")
    assert lines[start + 1].startswith(
        "Omröstning begärs. Omröstningen är sluten. Den som vill besluta enligt förslaget röstar ja. Den som"
    )
    assert lines[start + 2 : start + 4] == [
        "Med 3 ja-röster mot en nej-röst beslutar styrelsen enligt förslaget. En ledamot avstår.",
        "Beslut:",
    ]
    assert "Ledamot | Ja | Nej | Avstår" not in lines


def test_a_secret_ballot_counts_the_rest_as_ayes(record, part):
    assert any(line.startswith("Med 4 ja-röster mot en nej-röst") for line in told(record, part, "secret: true, nays: 1"))


def test_no_table_where_the_record_wants_none(record, part):
    assert "Ledamot | Ja | Nej | Avstår" not in told(record, part, "against: [bo], table: false")


def test_jav_absence_and_those_who_take_no_part_have_no_vote(record, part):
    items = FEES.format(vote="against: [bo]", decide="proposal") + "    conflict: [filip for cia]\n    not_deciding: [dan]\n"
    source = record(f"attendance: {{present: all-members, apologies: [lars], serving: [eva for lars], substitutes: [filip]}}\n{items}")
    lines = part(compose_minutes(source), "Avgift")
    start = lines.index("Ledamot | Ja | Nej | Avstår")
    assert lines[start + 1 : start + 6] == [
        "Anna Ask | X |  |",
        "Bo Berg |  | X |",
        "Eva Ek | X |  |",
        "Filip Fors | X |  |",
        "**Summa** | **3** | **1** | **0**",
    ]
    assert "Dan Dal deltar inte i beslutet." in lines


def test_an_english_vote(record, organisations, part):
    items = (
        FEES.replace("Avgift", "Fee")
        .replace("lämna avgiften oförändrad", "leave the fee as it is")
        .replace("avgiften höjs", "the fee be raised")
    )
    document = compose_minutes(
        record(items.format(vote="against: [bo, lars], abstain: [dan]", decide="proposal"), organisations["english"])
    )
    lines = part(document, "Fee")
    start = lines.index("## Vote")
    assert lines[start + 1 : start + 4] == [
        "A vote is called. Yes for the proposal; no for Bo Berg’s motion.",
        "With 2 votes to 2 the votes are equal. One abstains.",
        "Member | Yes | No | Abstains",
    ]
    assert "Bo Berg records dissent from the decision in favour of the motion moved." in lines
