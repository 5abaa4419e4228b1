"""What must hold across fields: contradictions are errors, what really happened is a warning, and both say where."""

from __future__ import annotations

import struct
import zlib

import pytest

from pipeline.messages import spoken
from pipeline.records.rules.addresses import mail_fault
from tests.records.small_source import MEETING, RECORD

FEDERATION = {"organisation.yaml": {"short_name: Sjöäng\n": "short_name: Sjöäng\nprofile: municipal_federation\n"}}


def messages(lines: list[str]) -> list[str]:
    return [line.split(" ", 1)[1] if not line.startswith("warning: ") else "warning: " + line.split(" ", 2)[2] for line in lines]


LONG = " ".join(["Det går bra i länet"] * 9)
RULES = [
    # names
    ("meeting: board 2/2023", "meeting: bord 2/2023", "meeting: expected a body of organisation.yaml, found 'bord' | did you mean 'board'?"),
    ("  - closing", "  - closing\n  - closing", "items.6.id: expected each id once, found 'closing' again | give the entry an id of its own"),
    ("late: [member-2 at plan 13.40]", "late: [member-2 at plans 13.40]", "attendance.late.member-2: expected the id of an item, found 'plans' | did you mean 'plan'?"),
    ("    talks: [region]\n", "", "warning: talks.region: expected each talk at an item, found none for 'region' | name it under talks: of its item"),
    ("talks: [region]", "talks: [regio]", "items.talk.talks.regio: expected the id of a talk, found 'regio' | did you mean 'region'?"),
    ("apologies: [member-3]", "apologies: [member-3]\n  others: [guest]", "attendance.others.guest: expected the id of a standing person, or a name with it, found 'guest' | the known ones are member-1, member-2, member-3, office, sub-1, sub-2"),
    # dates
    ("2023-05-23 08.30-12.00", "2023-05-21 08.30-12.00", "days.2: expected a day after 2023-05-22, found 2023-05-21 | put the days in order, each once"),
    ("13.00-17.00", "17.00-13.00", "days.1: expected a time after 17.00, found 13.00 | times of a day go from its start over its breaks to its end"),
    ("next: 2023-09-14", "next: 2022-09-14", "next.date: expected a date not before the meeting (2023-05-23), found 2022-09-14 | is the year right? 2023-09-14 would do"),
    ("status: unadjusted", "status: adjusted", "adjust: expected the date of verification, since the status is adjusted; found none | add adjusted: with the date, as 2023-06-05, under adjust:"),
    ("latest: 2023-06-05", "latest: 2023-06-05, adjusted: 2023-06-01", "warning: status: expected the status adjusted, since a date of verification is given; found unadjusted | write status: adjusted, or take the date away"),
    ("meeting: board 2/2023", "meeting: board 2/2022", "warning: meeting: expected the year of the meeting's days (2023), found 2022 | correct the name of the meeting, or its days"),
    ("  date: 2023-06-08", "  date: 2023-05-01", "newsletter.date: expected a date not before the meeting (2023-05-22), found 2023-05-01 | correct this date, or the other one; dates are written year-month-day"),
    ("    talks: [region]\n    decide: noted\n", "", "warning: items.talk: expected what happened at the item, found a heading alone | write text: with what was said or decide: with what was decided, or take the item away"),
    ("  - closing", "  - reports\n  - closing", "warning: items.reports: expected what happened at the item, found a heading alone | write text: with what was said or decide: with what was decided, or take the item away"),
    ("Det är *bra*.", "Avtal med 811218-9876 och org.nr 885501-2327, tfn 081-123 45 67, dnr 8112189877.", "warning: items.plan.background: expected no personal identity number in what is published, found one that begins with 811218 | take it away, or mark the item as personal: true"),
    ("    decide: noted\n", "    decide: noted\n    conflict: [member-1]\n", "warning: items.talk: expected to read who chairs while 'member-1' takes no part, found nothing of it | tell it in text: of the item, as “NN chairs this item”"),
    ("place: Örebro", "place: <b>Örebro</b>", "place: expected plain words, found HTML: <b> | write the words alone"),
    ("place: Örebro", "place: '**Örebro**'", "warning: place: expected plain words, found markup: **Örebro** | this field is printed as it is written: take the marks away"),
    ("Det är *bra*.", "Se [bilden](javascript:alert(1)).", "items.plan.background: expected a whole address for the link, found 'javascript:alert(1)' | write the whole address, from https:// on, or mailto: and a mail address"),
    ("Det är *bra*.", "Se <file:///etc/passwd>.", "items.plan.background: expected a whole address for the link, found 'file:///etc/passwd' | write the whole address, from https:// on, or mailto: and a mail address"),
    # §§
    ("  - closing", "  - {standard: closing, number: 9}", "items.closing.number: expected § 5 after the one before, found § 9 | take number away: it follows from the item before"),
    # attendance
    ("present: all-members", "present: [member-1, member-2, member-3]", "attendance.apologies.member-3: expected each person in one list, found 'member-3' under present too | take the name out of one of them"),
    ("apologies: [member-3]", "apologies: [member-3]\n  substitutes: [sub-1]", "attendance.substitutes.sub-1: expected each person in one list, found 'sub-1' under serving too | under substitutes stand those who do not serve at all"),
    ("sub-1 for member-3", "sub-1 for member-1", "attendance.serving.sub-1: expected a member who is away, found member-1, who is present | put the member under apologies or absent, or tell from which item to which the substitute serves"),
    ("sub-1 for member-3", "sub-1 for member-3 from talk to plan", "attendance.serving.sub-1: expected items in order, found talk after plan | write the earlier item after from, the later one after to"),
    ("sub-1 for member-3]", "sub-2 for member-3]\n  substitutes: [sub-1]", "warning: attendance.serving.sub-2: expected substitutes in their order, found Ersättare 2 serving before Ersättare 1 | if it was so, nothing needs to be done; the order stands in organisation.yaml"),
    ("sub-1 for member-3", "office for member-3", "warning: attendance.serving.office: expected a substitute of the body, found Kanslist (secretary) | correct the id, or the person's office in organisation.yaml"),
    ("late: [member-2 at plan 13.40]", "late: [member-2 at plan 13.40, member-2 at talk]", "attendance.late.member-2: expected arrivals and departures in turn, found two of one kind for 'member-2' | between two arrivals stands a departure under left:, between two departures an arrival under late:"),
    ("by: [member-2], ", "", "warning: adjust: expected somebody who verifies the minutes, found nobody | add by: with their ids under adjust:"),
    ("by: [member-2], ", "by: [member-3], ", "warning: adjust.by.member-3: expected an adjuster who was present, found 'member-3', who was not | name somebody who was there, or correct the attendance"),
    # items
    ("    heading: Verksamhetsplan\n", "", "items.plan: expected a heading, found none | add heading: with the words, or use a standard item's word"),
    ("    decide: noted", "    notes: [{by: member-2, text: Ord}]", "warning: items.talk.notes: expected a decision beside a statement for the record, found none | add decide: with what was decided, or write the statement in text:"),
    ("    decide: noted", "    decide: proposal", "items.talk.decide.1: expected the item to have a proposal, found none | add proposal: with the clause"),
    ("    decide: noted", "    decide: att lägga till handlingarna", "warning: items.talk.decide.1: expected a clause without 'att', which is added; found it | take the word away"),
    ("    decide: noted", "    decide: lägga till handlingarna.", "warning: items.talk.decide.1: expected a clause without a full stop, which is added; found one | take it away"),
    ("    decide: noted", "    decide: {att: a, standard: filed}", "items.talk.decide.1: expected one decision in each entry, found 2 | write the clause, a word of the wording or a motion's id"),
    ("    decide: noted", "    order: automatic\n    decide: noted", "items.talk.order: expected a proposal and a motion, found less | the order of proposition is made from proposal and motions; write it in own words, or leave it out"),
    (", text: planen förkastas", "", "items.plan.motions.member-2: expected the words of the motion, found none | add text: with the clause, or kind: approve, reject, refer_back or postpone"),
    ("against: [member-2]}", "against: [member-3]}", "items.plan.vote.against.member-3: expected somebody who could vote, found 'member-3' | was away, stepped aside, or has no vote"),
    ("against: [member-2]}", "against: [member-2], secret: true}", "items.plan.vote: expected no names in a secret ballot, found some | write the numbers: ayes, nays and abstained"),
    ("against: [member-2]}", "ayes: 2, nays: 1}", "items.plan.vote: expected names in an open vote, found numbers | write against: and abstain: with ids, or secret: true"),
    ("against: [member-2]}", "against: [member-2, sub-1]}", "warning: items.plan.decide: expected the decision that won the vote ('member-2', 1–2), found 'proposal' | correct the votes or the decision; if it really was so, a note should say it"),
    ("against: [member-2]}", "against: [member-2], abstain: [sub-1]}", "items.plan.vote: expected the chair's casting vote, since votes are equal (1–1); found none | add casting: with what the chair chose"),
    ("against: [member-2]}", "against: [member-2], casting: proposal}", "warning: items.plan.vote.casting: expected a casting vote in a tie only, found 2–1 | take casting: away, or correct the votes"),
    ("reservations: [member-2]", "reservations: [member-3]", "warning: items.plan.reservations.1: expected somebody who took part in the decision, found 'member-3' | others may have a statement for the record (notes)"),
    # documents
    ("    basis: [draft]\n", "", "documents.draft: expected each document to be mentioned at an item, found 'draft' nowhere | name it at its item under basis: or documents:, or take it away"),
    ("draft: {title: Förslag, file: plan.pdf}", "draft: {title: Förslag, address: x.se}", "documents.draft.address: expected a whole web address, found 'x.se' | write it from https:// on"),
    # newsletter
    ("from: region, ", "", "newsletter.lead: expected the article's words, found none | add text: with the words, or from: with a talk that has some"),
    ("from: region, ", "from: regio, ", "newsletter.lead.from.regio: expected the id of a talk or an item, found 'regio' | did you mean 'region'?"),
    ("headline: Ny plan", "headline: Vi har en plan.", "warning: newsletter.lead.headline: expected a headline without a full stop, found one | take it away"),
    ("quote: Det går bra i länet}", f"text: {LONG}, quote: {LONG}}}", "warning: newsletter.lead.quote: expected a pull quote of at most 160 characters, found 179 | choose a shorter sentence, or a part of one"),
    ("quote: Det går bra i länet}", "boxes: [{title: t}]}", "newsletter.lead.boxes.1: expected one of text, pairs and numbered in a fact box, found – | write one of them in each box"),
    ("quote: Det går bra i länet}", "picture: skog}", "newsletter.lead.picture: expected the id of a picture, found 'skog' | there is none yet"),
    ("  issue: 1", "  issue: 1\n  decisions: [closing]", "newsletter.decisions.closing: expected an item with a decision, found none at 'closing' | add words: with the short clause"),
    ("  issue: 1", "  issue: 1\n  figures: [region.jobs]", "warning: newsletter.figures: expected at least 3 key figures, found 1: the band is left out | add figures, or take figures: away"),
    ("  issue: 1", "  issue: 1\n  figures: [region.job]", "newsletter.figures.region.job: expected the name of a talk's figure (talk.figure), found 'region.job' | did you mean 'region.jobs'?"),
]  # fmt: skip


def test_every_rule_says_what_to_do() -> None:
    told = [message for _, _, message in RULES]
    assert [message for message in told if " | " not in message] == []


@pytest.mark.parametrize(("old", "new", "message"), RULES)
def test_a_rule_tells_what_it_expected(told, old: str, new: str, message: str) -> None:
    assert message in messages(told({RECORD: {old: new}}))


def test_a_lost_quorum_is_a_warning(told) -> None:
    found = messages(
        told(
            {
                RECORD: {
                    "apologies: [member-3]": "apologies: [member-3, member-1]",
                    "  serving: [sub-1 for member-3]\n": "",
                    "  late: [member-2 at plan 13.40]\n": "",
                }
            }
        )
    )
    assert found[0].startswith("warning: items.plan.decide: expected at least 2 to decide, found 1")
    assert all(line.startswith("warning: ") for line in found)


def test_a_serving_substitute_saves_the_quorum(told) -> None:
    assert (
        told(
            {
                RECORD: {
                    "apologies: [member-3]": "apologies: [member-3]\n  absent: [member-1]",
                    "against: [member-2]": "against: [sub-1, member-2]",
                    "      - proposal\n": "      - member-2\n",
                }
            }
        )
        == []
    )


def test_the_customs_of_a_federation_are_warnings(told) -> None:
    changes = {
        RECORD: {"status: unadjusted": "status: adjusted", "latest: 2023-06-05": "adjusted: 2023-06-10, posted: 2023-06-15, taken_down: 2023-06-20",
                 "late: [member-2 at plan 13.40]": "left: [member-1 after opening]\n  late: [member-2 at plan 13.40, member-1 at plan]"},
        **FEDERATION,
    }  # fmt: skip
    assert messages(told(changes)) == [
        "warning: adjust.adjusted: expected verification within 14 days of the meeting, found 18 | correct the date if it is wrong; 2023-06-06 was the last day",
        "warning: adjust.posted: expected the notice by the second day after verification, found 5 days after | correct the date if it is wrong; 2023-06-12 was the last day",
        "warning: adjust.taken_down: expected the notice to be up until the three weeks for appeals have ended, found 5 days | correct one of the dates, or take the notice down on 2023-07-07: a last day that is no working day moves to the next one",
        "warning: attendance.late.member-1: expected that nobody who left serves again, found 'member-1' coming back | in a municipal federation only a conflict of interest is an exception",
        *(
            chairs := [
                "warning: items.previous: expected to read who chairs while 'member-1' takes no part, found nothing of it | tell it in text: of the item, as “NN chairs this item”"
            ]
        ),
    ]
    assert messages(told({**changes, "organisation.yaml": {}})) == chairs
    unposted = {RECORD: {"status: unadjusted": "status: adjusted", "latest: 2023-06-05": "adjusted: 2023-06-05"}, **FEDERATION}
    assert messages(told(unposted)) == [
        "warning: adjust: expected the date on which the notice of verification is put up, found none | add posted: with the date, under adjust:, at the latest 2023-06-07"
    ]


def test_a_federation_plans_to_verify_in_time_and_lets_nobody_serve_again(told) -> None:
    changes = {
        RECORD: {
            "latest: 2023-06-05": "latest: 2023-06-07",
            "serving: [sub-1 for member-3]": "serving: [sub-1 for member-3 to plan, sub-1 for member-3 from closing]",
        },
        **FEDERATION,
    }
    assert [line.partition(" | ")[0] for line in messages(told(changes))] == [
        "warning: adjust.latest: expected verification within 14 days of the meeting, found 15",
        "warning: attendance.serving.sub-1: expected that nobody whose service has ended serves again, found 'sub-1'",
    ]
    changes[RECORD]["serving: [sub-1 for member-3]"] = "serving: [sub-1 for member-3 to plan, sub-1 for member-3 from talk]"
    assert len(messages(told(changes))) == 1


def test_what_is_personal_may_hold_an_identity_number_and_staff_have_no_party(told) -> None:
    assert "811218" not in "".join(
        told(
            {
                RECORD: {
                    "Det är *bra*.": "Avtal med 811218-9876.",
                    "    heading: Verksamhetsplan": "    heading: Verksamhetsplan\n    personal: true",
                }
            }
        )
    )
    (line,) = told({"organisation.yaml": {"name: Kanslist, office: secretary": "name: Kanslist, office: secretary, party: X"}})
    assert "expected a party for elected people only, found one of Kanslist" in line


def test_addresses_that_are_none(told) -> None:
    found = told(
        {
            "members.yaml": {"kommun@nora.example": "[nora, kommun@nora.example, a b@nora.example, å@ö.example]"},
            "organisation.yaml": {"info@sjoang.example": "info@"},
        }
    )
    assert [line.split(": ", 1)[1] for line in found] == [
        "expected a mail address, found 'nora' | an address has one @, as name@town.example",
        "expected a mail address, found 'a b@nora.example' | an address has no spaces; several addresses are a list",
        "expected a mail address, found 'info@' | there is a domain after the @, as name@town.example",
    ]


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("@nora.example", "före @ står ett namn"),
        ("namn@", "efter @ står en domän"),
        ("kommun..nora@nora.example", "en punkt står"),
        ("kommun@nora..example", "en punkt står"),
        (f"kommun@{'a' * 64}.example", "den är för lång"),
        ("kommun@no_ra.example", "efter @ står bara"),
        ("kommun@-nora.example", "ett bindestreck efter @"),
        ("kom(mun)@nora.example", "före @ står bokstäver"),
        ("kommun@\u0640ab.example", "kan inte registreras"),
    ],
)
def test_an_address_is_refused_in_the_readers_language(address: str, words: str) -> None:
    fault = mail_fault(address)
    assert fault is not None
    assert words in spoken(fault, "sv")


def png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = zlib.compress((b"\0" + b"\0" * width) * height)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
        + chunk(b"IDAT", rows)
        + chunk(b"IEND", b"")
    )


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><path d="M0 0h40v20z"/></svg>'
PICTURES = [
    (png(1370, 20), None),
    (SVG, None),
    (png(1369, 20), "images.skog.file: expected at least 1370 pixels across, found 1369 in 'skog.png' | take a larger picture, or show it smaller (span: 6)"),
    (png(1400, 20)[:-30], "images.skog.file: expected a picture that is whole, found 'skog.png' | the file is cut off or damaged: save or send it anew"),
    (b"GIF89a", "images.skog.file: expected a picture as SVG, PNG or JPEG, found 'skog.png' | save it in one of these forms"),
    (SVG.replace(b"</svg>", b""), "images.skog.file: expected an SVG drawing that is whole, found 'skog.png'"),
    (b'<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG, "images.skog.file: expected a drawing without entities of its own, found 'skog.png' | save it as plain SVG"),
    (SVG.replace(b"<path", b'<image href="file:///etc/hosts"/><path'), "images.skog.file: expected a drawing that holds all its parts, found 'skog.png' | it shows file:///etc/hosts: embed that in the drawing"),
    (SVG.replace(b' viewBox="0 0 40 20"', b""), "images.skog.file: expected a drawing with a size (viewBox, or width and height), found 'skog.png' | save it as plain SVG from the drawing program"),
    (None, "images.skog.file: expected a file under images/, found 'skog.png' | put the picture there, or correct its name"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "message"), PICTURES)
def test_pictures_are_measured_and_looked_into(told, data: bytes | None, message: str | None) -> None:
    picture = "images:\n  skog: {file: skog.png, alt: En skog}\nnewsletter:"
    changes: dict = {RECORD: {"newsletter:": picture, "quote: Det går bra i länet}": "picture: skog}"}}
    if data is not None:
        changes["meetings/2023-orebro/images/skog.png"] = data
    found = messages(told(changes))
    assert (found == []) if message is None else (len(found) == 1 and found[0].startswith(message))


def test_every_rule_has_run_on_a_record_that_is_right() -> None:
    assert all(MEETING.count(old) == 1 for old, _, _ in RULES)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("headline: Ny plan", "headline: ''", "newsletter.lead.headline: expected words, found ''"),
        (
            "quote: Det går bra i länet}",
            "charts: [{title: T, alt: A, values: {a: .inf}}]}",
            "newsletter.lead.charts.1.values.a: expected a number, found '.inf'",
        ),
        (
            "quote: Det går bra i länet}",
            "charts: [{title: T, alt: A, values: {}}]}",
            "newsletter.lead.charts.1.values: expected at least one entry, found a mapping",
        ),
    ],
)
def test_a_headline_has_words_and_a_chart_numbers(told, old: str, new: str, message: str) -> None:
    assert message in messages(told({RECORD: {old: new}}))


def test_an_address_fits_a_code_that_a_phone_can_read(told) -> None:
    import segno

    from pipeline.records.organisation import QR_ADDRESS

    def with_address(length: int) -> list[str]:
        return messages(
            told({"organisation.yaml": {"short_name: Sjöäng\n": f"short_name: Sjöäng\nissues: {{a_year: 2, read_more: {'a' * length}}}\n"}})
        )

    assert not any("read_more" in line for line in with_address(QR_ADDRESS))
    assert any("issues.read_more: expected at most 110 characters" in line for line in with_address(QR_ADDRESS + 1))
    assert segno.make("https://" + "a" * QR_ADDRESS, error="m", micro=False, boost_error=False).version <= 7
