"""The forms of minutes: cover, status, signatures, federation, public copy, extract, immediate adjustment, corrections, numbers."""

from __future__ import annotations

import pytest

from pipeline import story
from pipeline.compose.minutes import compose_immediate_sheet, compose_minutes
from pipeline.problems import BadInput
from pipeline.records.source import Previous

PLAN = "items: [opening, {id: plan, heading: Plan, decide: godkänna planen}, {id: fees, heading: Avgift, decide: vänta}, closing]"


def cover(document):
    found = document.blocks[0]
    assert isinstance(found, story.Cover)
    return found


def words(document):
    return {fact.label: story.plain(fact.children).replace("\u00a0", " ").replace("\u2060", "") for fact in cover(document).particulars}


def test_the_cover_of_an_association(record):
    document = compose_minutes(record(PLAN))
    assert cover(document).title == "Styrelseprotokoll nr\u00a03/2024"
    assert cover(document).status == "Ojusterat protokoll"
    assert list(words(document).items()) == [
        ("Datum", "22 maj 2024"),
        ("Tid och plats", "kl. 13.00–16.00, Stadshuset, Bruksby"),
        ("Ordförande", "Anna Ask"),
        ("Sekreterare", "Siv Sand"),
        ("Justerare", "Bo Berg och Cia Ceder"),
        ("Justeringens plats och tid", "Kansliet, senast den 3 juni 2024"),
        ("Paragrafer", "30–33"),
    ]


def test_what_stands_on_every_page(record):
    document = compose_minutes(record(PLAN))
    furniture = document.furniture
    assert furniture.nameplate == "Sällskapet Norra Bruken"
    assert furniture.body == "Styrelsen"
    assert furniture.running_head == "Sällskapet Norra Bruken · Styrelseprotokoll nr\u00a03/2024 · Ojusterat protokoll"
    assert furniture.page == "Sida\u00a0{n} ({total})"
    assert furniture.footer == "Org.nr 802400-1234 · Storgatan\u00a01, 123\u00a045\u00a0Bruksby · bruken.example"
    assert furniture.initials == "Justerarnas sign."
    assert document.metadata.title == "Styrelseprotokoll nr 3/2024"
    assert (document.metadata.author, document.metadata.language, document.metadata.date) == (
        "Sällskapet Norra Bruken",
        "sv-SE",
        "2024-05-22",
    )


def test_several_days_breaks_and_digital_signing(record, part):
    source = record(
        f'days: ["2024-05-22 13.00-14.30, 15.00-17.00", 2024-05-23 08.30-12.00]\nadjust: {{by: [bo], signing: digital, latest: 2024-06-03}}\n{PLAN}'
    )
    document = compose_minutes(source)
    told = words(document)
    assert told["Datum"] == "22–23 maj 2024"
    assert told["Tid och plats"] == (
        "22 maj kl. 13.00–17.00 och 23 maj kl. 08.30–12.00, Stadshuset, Bruksby.\nMötet ajourneras den 22 maj kl. 14.30–15.00."
    )
    assert told["Justerare"] == "Bo Berg"
    assert told["Justeringens plats och tid"] == "Digital justering, senast den 3 juni 2024"
    assert document.furniture.initials == ""
    assert part(document, "Underskrifter") == ["Protokollet undertecknas digitalt."]


def test_signatures_on_paper(record, part):
    assert part(compose_minutes(record(PLAN)), "Underskrifter") == [
        "SIGN Vid protokollet: Siv Sand, sekreterare / Ort och datum",
        "SIGN Justeras: Anna Ask, ordförande / Ort och datum",
        "SIGN Justeras: Bo Berg, justerare / Ort och datum",
        "SIGN Justeras: Cia Ceder, justerare / Ort och datum",
    ]


def test_a_vice_chair_leads_where_the_chair_is_away(record):
    document = compose_minutes(record(f"attendance: {{present: all-members, apologies: [anna]}}\n{PLAN}"))
    assert words(document)["Ordförande"] == "Bo Berg"
    told = compose_minutes(record(f"chair: lars\nsecretary: kim\n{PLAN}"))
    assert (words(told)["Ordförande"], words(told)["Sekreterare"]) == ("Lars", "Kim Kvist")


@pytest.mark.parametrize(
    ("status", "line"),
    [
        ("status: draft", "Utkast"),
        ("status: unadjusted", "Ojusterat protokoll"),
        ("status: adjusted\nadjust: {by: [bo], adjusted: 2024-06-01}", "Justerat 1\u00a0juni 2024"),
    ],
)
def test_status(record, status, line):
    document = compose_minutes(record(f"{status}\n{PLAN}"))
    assert cover(document).status == line
    assert document.furniture.running_head.endswith(f" · {line}")


def test_adjusted_minutes_need_their_date(record):
    with pytest.raises(BadInput, match="date when the minutes were adjusted"):
        compose_minutes(record(f"status: adjusted\n{PLAN}"))


def test_a_correction_is_a_dated_note_and_stands_in_the_status(record, part):
    source = record(
        """
status: adjusted
adjust: {by: [bo], adjusted: 2024-06-01, signing: paper, place: Kansliet}
items:
  - id: plan
    heading: Plan
    decide: godkänna planen
    corrections:
      - {date: 2024-07-02, text: Året ska vara 2025., by: siv}
      - {date: 2024-06-20, text: Beloppet ska vara 6 miljoner kronor.}
"""
    )
    document = compose_minutes(source)
    assert cover(document).status == "Justerat 1\u00a0juni 2024, rättat 2\u00a0juli 2024 (version\u00a03)"
    assert words(document)["Justeringens plats och tid"] == "Kansliet, den 1 juni 2024"
    assert part(document, "Plan")[2:] == [
        "## Rättelser",
        "Beloppet ska vara 6 miljoner kronor.",
        "(fact) Antecknat den 20 juni 2024.",
        "Året ska vara 2025.",
        "(fact) Antecknat den 2 juli 2024 av Siv Sand.",
    ]


FEDERATION = """
status: adjusted
adjust: {by: [bo], signing: paper, place: Kansliet, adjusted: 2024-06-01, posted: 2024-06-03, kept_at: Förbundskansliet i Bruksby}
"""


def test_a_federation_signs_before_the_first_section_and_announces_it(record, organisations, read):
    document = compose_minutes(record(f"{FEDERATION}{PLAN}", organisations["federation"]))
    assert cover(document).title == "Sammanträdesprotokoll\u00a0· Förbundsdirektionen"
    text = read(document)
    head = text[: text.index("# Beslutande")]
    assert head.splitlines() == [
        "TITLE Sammanträdesprotokoll · Förbundsdirektionen",
        "STATUS Justerat 1 juni 2024",
        "Sammanträdesdatum: 22 maj 2024",
        "Plats och tid: kl. 13.00–16.00, Stadshuset, Bruksby",
        "Ordförande: Anna Ask",
        "Sekreterare: Siv Sand",
        "Utsedd att justera: Bo Berg",
        "Justeringens plats och tid: Kansliet, den 1 juni 2024",
        "Paragrafer: 30–33",
    ]
    signed = text[text.index("# Underskrifter") : text.index("§ 30")]
    assert text.index("# Övriga närvarande") < text.index("# Underskrifter")
    assert signed.splitlines() == [
        "# Underskrifter",
        "  SIGN Sekreterare: Siv Sand, sekreterare / Ort och datum",
        "  SIGN Ordförande: Anna Ask, ordförande / Ort och datum",
        "  SIGN Justerande: Bo Berg, justerare / Ort och datum",
        "# Tillkännagivande av justering",
        "  Uppgift | Innehåll",
        "  Organ | Direktionen",
        "  Sammanträdesdatum | 22 maj 2024",
        "  Justerat | 1 juni 2024",
        "  Anslaget sätts upp | 3 juni 2024",
        "  Anslaget tas ned | 25 juni 2024",
        "  Protokollet förvaras hos | Förbundskansliet i Bruksby",
        "  SIGN Underskrift: Siv Sand, sekreterare / Ort och datum",
    ]
    assert text.count("# Underskrifter") == 1
    assert (
        document.furniture.running_head
        == "Räddningsförbundet Norra Bruken · Sammanträdesprotokoll 22\u00a0maj 2024 · Justerat 1\u00a0juni 2024"
    )
    assert document.furniture.initials == "Justerandes sign"


def test_the_notice_is_a_federations_and_waits_for_the_adjustment(record, organisations, read):
    assert "Tillkännagivande" not in read(compose_minutes(record(f"{FEDERATION}{PLAN}")))
    unadjusted = read(compose_minutes(record(PLAN, organisations["federation"])))
    assert "Tillkännagivande" not in unadjusted
    assert "Utsedda att justera: Bo Berg och Cia Ceder" in unadjusted


def test_a_federations_parts_have_their_own_names(record, organisations, part):
    document = compose_minutes(
        record("items: [{id: plan, heading: Plan, background: Så är det., decide: vänta}]", organisations["federation"])
    )
    assert part(document, "Plan")[:2] == ["## Sammanfattning av ärendet", "Så är det."]


def test_other_bodies_have_titles_of_their_own(record, organisations):
    assert cover(compose_minutes(record(f"meeting: annual 2024\n{PLAN}"))).title == "Årsmötesprotokoll"
    assert cover(compose_minutes(record(f"meeting: committee 2/2024\n{PLAN}"))).title == "Protokoll nr\u00a02/2024\u00a0· Arbetsutskottet"
    assert cover(compose_minutes(record(PLAN, organisations["english"]))).title == "Board minutes No.\u00a03/2024"
    annual = compose_minutes(record(f"meeting: annual 2024\n{PLAN}", organisations["english"]))
    assert cover(annual).title == "Minutes of the annual meeting"
    assert annual.furniture.running_head.startswith("Sällskapet Norra Bruken · Minutes of the annual meeting 2024 · Unverified minutes")
    assert annual.furniture.body == "Annual meeting"
    assert annual.furniture.page == "Page\u00a0{n} of\u00a0{total}"


PERSONAL = """
attendance: {present: all-members, others: [kim]}
documents: {a: Öppen handling, b: {title: Hemlig handling, personal: true}}
items:
  - {id: plan, heading: Plan, basis: [a, b], decide: [{att: vänta, owner: kim}]}
  - {id: staff, heading: Personalärende, personal: true, decide: säga upp avtalet}
  - closing
"""


def test_the_public_copy_leaves_out_what_is_personal_and_says_so(record, organisations, read):
    organisation = organisations["association"].replace("office: staff, title: ekonom}", "office: staff, title: ekonom, personal: true}")
    text = read(compose_minutes(record(PERSONAL, organisation), public=True))
    assert "Offentlig kopia: Underskrifter och personuppgifter är utelämnade." in text
    assert "# Underskrifter\n  Originalet är undertecknat. Kopian saknar underskrifter." in text
    assert "§ 31 Utelämnad paragraf\n  (remark) Paragrafen innehåller personuppgifter och är utelämnad i denna kopia." in text
    assert "§ 32 Mötets avslutande" in text
    for secret in ("Kim Kvist", "Hemlig", "Personalärende", "säga upp"):
        assert secret not in text
    assert "(Ansvarig: Ekonom)" in text
    assert "  - Öppen handling, bilaga 1\n  - bilaga 2" in text
    assert "# Bilagor\n  Bilaga 1 Öppen handling § 30\n#" in text
    assert compose_minutes(record(PERSONAL, organisation), public=True).furniture.initials == ""
    assert "Kim Kvist" in read(compose_minutes(record(PERSONAL, organisation)))
    public = compose_minutes(record(PERSONAL, organisation), public=True).blocks
    listed = {part.anchor for part in story.walk(public) if isinstance(part, story.Appendix)}
    assert {part.anchor for part in story.walk(public) if isinstance(part, story.Reference)} == listed


def test_an_extract_keeps_the_numbers_and_is_certified(record, read):
    source = record(f"status: adjusted\nadjust: {{by: [bo], adjusted: 2024-06-01}}\n{PLAN}")
    document = compose_minutes(source, items=["fees"])
    assert document.kind == "extract"
    text = read(document)
    assert text.startswith("TITLE Protokollsutdrag\nSTATUS Justerat 1 juni 2024\nUtdrag ur: Styrelseprotokoll nr 3/2024\n")
    assert "Paragraf: 32" in text
    assert "§ 32 Avgift" in text
    assert "Plan" not in text
    assert text.endswith("SIGN Rätt utdraget intygar: Namnförtydligande / Ort och datum")
    assert document.furniture.initials == "Utdragsbestyrkande"
    assert document.furniture.running_head == (
        "Sällskapet Norra Bruken · Protokollsutdrag · Styrelseprotokoll nr\u00a03/2024 · Justerat 1\u00a0juni 2024"
    )


def test_an_extract_follows_the_order_of_the_minutes(record):
    document = compose_minutes(record(PLAN), items=["fees", "plan", "fees"])
    assert [block.number for block in document.blocks if isinstance(block, story.Section) and block.number] == [31, 32]


def test_an_unadjusted_section_is_not_certified_unless_verified_at_once(record, read):
    text = read(compose_minutes(record(PLAN), items=["plan", "fees"]))
    assert "\nUtdragsbestyrkande: §§ 31–32 är inte justerade. Utdraget bestyrks därför inte.\nDatum" in text
    assert "Rätt utdraget intygar" not in text
    one = read(compose_minutes(record(PLAN), items=["plan"]))
    assert "\nUtdragsbestyrkande: Paragrafen är inte justerad. Utdraget bestyrks därför inte.\n" in one
    at_once = PLAN.replace("heading: Plan,", "heading: Plan, immediate: true,")
    assert "Rätt utdraget intygar" in read(compose_minutes(record(at_once), items=["plan"]))


def test_an_unknown_item_is_named_with_the_nearest(record):
    with pytest.raises(BadInput) as caught:
        compose_minutes(record(PLAN), items=["fee"])
    problem = caught.value.problems[0]
    assert str(problem.message) == "expected the id of an item, found 'fee'"
    assert str(problem.hint) == "did you mean 'fees'?"


def test_sections_verified_at_once_have_a_sheet_of_their_own(record, read):
    source = record(PLAN.replace("heading: Plan,", "heading: Plan, immediate: true,"))
    document = compose_immediate_sheet(source)
    text = read(document)
    assert text.startswith("TITLE Omedelbart justerad paragraf\nUtdrag ur: Styrelseprotokoll nr 3/2024")
    assert "Omedelbart justerad: § 31" in text
    assert "§ 31 Plan" in text
    assert "Avgift" not in text
    assert "SIGN Justeras: Bo Berg, justerare / Ort och datum" in text
    assert "Omedelbart justerad: § 31" in read(compose_minutes(source))
    both = compose_immediate_sheet(record(PLAN.replace("heading:", "immediate: true, heading:")))
    assert cover(both).title == "Omedelbart justerade paragrafer"
    assert "Paragraferna förklaras omedelbart justerade." in read(both)
    assert text.count("förklaras omedelbart just") == 1
    digital = "adjust: {by: [bo], signing: digital}\n"
    assert "Paragrafen justeras digitalt." in read(
        compose_immediate_sheet(record(digital + PLAN.replace("heading: Plan,", "heading: Plan, immediate: true,")))
    )
    with pytest.raises(BadInput, match="verified at once"):
        compose_immediate_sheet(record(PLAN))


def test_a_sheet_is_signed_at_the_meeting_and_not_when_the_minutes_are(record):
    adjust = "adjust: {by: [bo], signing: %s, place: Kansliet, latest: 2024-12-24}\n"
    plan = PLAN.replace("heading: Plan,", "heading: Plan, immediate: true,")
    for signing, told in (
        ("paper", "Kansliet, senast den 24 december 2024"),
        ("digital", "Digital justering, senast den 24 december 2024"),
    ):
        source = record(adjust % signing + plan)
        assert words(compose_minutes(source))["Justeringens plats och tid"] == told
        day = words(compose_immediate_sheet(source))["Datum"]
        place = "Digital justering" if signing == "digital" else source.meeting.place
        assert words(compose_immediate_sheet(source))["Justeringens plats och tid"] == f"{place}, den {day}"


def test_numbers_run_on_from_the_meetings_first_and_from_a_number_of_its_own(record):
    items = "items: [opening, {id: plan, heading: Plan, number: 40}, closing]"
    document = compose_minutes(record(items))
    assert [block.number for block in document.blocks if isinstance(block, story.Section) and block.number] == [30, 40, 41]
    assert words(document)["Paragrafer"] == "30, 40–41"


def test_the_previous_minutes_are_known_from_the_series(record, part):
    previous = Previous("2024-nora", 2, 2024, 29, "adjusted")
    document = compose_minutes(record("items: [previous]", previous=previous))
    assert part(document, "Föregående protokoll") == [
        "Beslut:",
        "> Styrelsen beslutar **att** lägga protokoll nr 2/2024 till handlingarna.",
    ]
    annual = compose_minutes(record("items: [{previous: '2023'}]"))
    assert part(annual, "Föregående protokoll")[1] == "> Styrelsen beslutar **att** lägga 2023 års protokoll till handlingarna."


APPENDICES = """
talks:
  one: {speaker: Ida Ilar, title: forskare, organisation: Högskolan, text: Hon berättade., appendix: one.pdf}
  two: {speaker: Jan Jansson, organisation: Regionen, newsletter: "Han sa nej.\\n\\n## Varför\\n\\nDärför."}
documents:
  plan: Förslag till plan
  one.pdf: Presentation ett
  dissent: "Skriftlig reservation, Bo Berg"
  map: Karta
items:
  - {id: seminar, heading: Seminarium, talks: [one, two], decide: filed}
  - {id: plan, heading: Plan, basis: [plan, one.pdf], decide: vänta, reservations: [{by: bo, document: dissent}]}
  - {id: more, heading: Mer, dnr: 2024-7, presenters: [kim, anna], documents: [map], basis: [plan]}
  - closing
"""


def test_appendices_are_numbered_in_order_of_mention_and_led_to(record, part):
    document = compose_minutes(record(APPENDICES))
    assert part(document, "Seminarium") == [
        "## Högskolan",
        "(fact) Föredragande: Ida Ilar, forskare · Bilaga 1",
        "Hon berättade.",
        "## Regionen",
        "(fact) Föredragande: Jan Jansson",
        "Han sa nej.",
        "### Varför",
        "Därför.",
        "Beslut:",
        "> Styrelsen beslutar **att** lägga informationen till handlingarna.",
    ]
    assert part(document, "Plan")[:3] == ["## Beslutsunderlag", "- Förslag till plan, bilaga 2", "- Presentation ett, bilaga 1"]
    assert part(document, "Plan")[-1] == "Bo Berg reserverar sig mot beslutet. Skriftlig reservation, bilaga 3."
    assert part(document, "Mer") == [
        "(fact) Dnr 2024-7 · Föredragande: Kim Kvist och Anna Ask",
        "(fact) Handlingar: Karta, bilaga 4",
        "## Beslutsunderlag",
        "Förslag till plan, bilaga 2.",
    ]
    assert part(document, "Bilagor") == [
        "Bilaga 1 Presentation ett §§ 30–31",
        "Bilaga 2 Förslag till plan §§ 31–32",
        "Bilaga 3 Skriftlig reservation, Bo Berg § 31",
        "Bilaga 4 Karta § 32",
    ]
    anchors = {part.anchor for part in story.walk(document.blocks) if isinstance(part, story.Appendix)}
    targets = {part.anchor for part in story.walk(document.blocks) if isinstance(part, story.Reference)}
    assert targets == anchors


def test_an_extract_lists_the_appendices_of_its_own_sections(record, part):
    document = compose_minutes(record(APPENDICES), items=["more"])
    assert part(document, "Bilagor") == ["Bilaga 2 Förslag till plan §§ 31–32", "Bilaga 4 Karta § 32"]


def test_an_item_without_a_heading_is_asked_for_one(record):
    with pytest.raises(BadInput, match="expected a heading"):
        compose_minutes(record("items: [{id: plan, decide: vänta}]"))


def test_the_remark_about_the_record_stands_last(record, read):
    assert read(compose_minutes(record(f"remark: Allt är *påhittat*.\n{PLAN}"))).endswith("\n(remark) Allt är påhittat.")


def test_the_same_record_gives_the_same_story(record):
    assert compose_minutes(record(APPENDICES)) == compose_minutes(record(APPENDICES))


def test_a_talk_held_twice_is_edited_in_one_place(record):
    items = APPENDICES.replace("{id: more,", "{id: more, talks: [one],")
    fields = [part.origin for part in story.walk(compose_minutes(record(items)).blocks) if isinstance(part, story.Field)]
    assert fields.count("talks.one.text") == 1


def test_an_extract_lists_those_who_were_there(record, read):
    attendance = (
        "attendance: {present: all-members, left: [lars after opening], others: [{id: gun, name: Gun Gran, items: [opening]}, kim]}"
    )
    text = read(compose_minutes(record(f"{attendance}\n{PLAN}"), items=["plan"]))
    assert "Lars |" not in text
    assert "Gun Gran" not in text
    assert "Anna Ask" in text
    assert "Kim Kvist" in text


def test_an_extract_names_the_one_section_that_is_not_verified(record, read):
    items = "items: [{id: a, heading: A, decide: x, immediate: true}, {id: b, heading: B, decide: y}]"
    text = read(compose_minutes(record(items), items=("a", "b")))
    assert "Utdragsbestyrkande: § 31 är inte justerad. Utdraget bestyrks därför inte." in text
