"""Minutes that were published as verified: what may change in them, what is refused, and how a correction becomes a new version."""

import json
import shutil
import zipfile
from pathlib import Path

import pytest

from pipeline.compose.minutes import compose_minutes
from pipeline.jobs.checking import check
from pipeline.jobs.documents import make_minutes
from pipeline.jobs.mailing import Wish, send
from pipeline.jobs.wayback import pull
from pipeline.problems import BadInput
from pipeline.records.reading import read_source
from pipeline.story import Cover, Heading, Paragraph, plain, walk
from tests.mail.desk import Desk, start

ROOT = Path(__file__).parent.parent.parent
SLUG = "2024-10-direktion"
NOTE = "    corrections: [{date: 2024-11-04, text: 'Kostnaden ska vara 5,3 miljoner kronor.', by: clerk}]\n"


@pytest.fixture
def house(tmp_path):
    """The federation's source, the record's path, and a way to make the minutes."""
    source = tmp_path / "source"
    shutil.copytree(ROOT / "tests/cases/kommunalforbund", source)
    record = source / "meetings" / SLUG / "meeting.yaml"

    def minutes():
        return make_minutes(source=str(source), meeting=None, output=str(tmp_path / "out"), form="docx")

    return source, record, minutes


def change(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    path.write_text(text.replace(old, new), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def refused(job):
    with pytest.raises(BadInput) as caught:
        job()
    return caught.value.problems


def kept(record):
    return json.loads(record.with_name("verified.json").read_text(encoding="utf-8"))


def test_what_is_verified_is_kept_once_and_said(house):
    _, record, minutes = house
    lock = record.with_name("verified.json")
    before = lock.read_bytes()
    assert all(written.path != lock for written in minutes().written), "the case's own file is up to date"
    lock.unlink()
    outcome = minutes()
    assert lock in [written.path for written in outcome.written]
    assert "from now on a change needs a note under corrections:" in str(outcome.said[0])
    assert lock.read_bytes() == before
    assert kept(record)["versions"] == [{"date": "2024-10-24", "notes": []}]


@pytest.mark.parametrize(
    ("old", "new", "field", "section"),
    [
        (
            "kostar enligt räddningschefens beräkning\n      5,2",
            "kostar enligt räddningschefens beräkning\n      5,3",
            "items.engine.background",
            64,
        ),
        ("against: [stenso, alvqvist], abstain", "against: [stenso], abstain", "items.engine.vote.against", 64),
        ("left: [hallmark after report 10.20]", "left: [hallmark after report 10.25]", "attendance.left.hallmark.time", None),
        ("unanimous: true", "unanimous: false", "items.report.unanimous", 63),
        ("owner: director, by: 2024-12-04", "owner: director, by: 2025-02-04", "items.report.decide.3.by", 63),
        ("  - correspondence: Inga skrivelser har kommit in.\n", "", "items.correspondence.standard", None),
        (
            "interim: {file: interim.pdf, title: Delårsrapport",
            "interim: {file: interim.pdf, title: Rapport",
            "documents.interim.title",
            None,
        ),
    ],
)
def test_a_silent_change_is_refused_by_every_command_at_its_place(house, old, new, field, section):
    source, record, minutes = house
    line = change(record, old, new)
    found = [one for one in refused(minutes) if one.field == field]
    assert len(found) == 1, field
    (problem,) = found
    if new:
        assert abs(problem.where.line - line) <= 2
    assert (f"§ {section}" in str(problem.message)) == (section is not None)
    assert "corrections:" in str(problem.hint)
    assert [one.field for one in refused(lambda: check(source=str(source), meeting=None))] == [one.field for one in refused(minutes)]
    wish = Wish(document="minutes", to="board")
    assert field in [one.field for one in refused(lambda: send(source=str(source), meeting=None, output=str(source / "o"), wish=wish))]


def test_the_old_and_the_new_words_are_told_from_where_they_part(house):
    _, record, minutes = house
    change(record, "Målet nås inte.", "Målet nås delvis.")
    (problem,) = refused(minutes)
    assert "Målet nås inte" in str(problem.message).split("; found")[0]
    assert "Målet nås delvis" in str(problem.message).split("; found")[1]


def test_what_the_minutes_do_not_say_may_change(house):
    _, record, minutes = house
    change(record, "taken_down: 2024-11-18", "taken_down: 2024-11-19")
    change(record, "headline: Tallmora får en ny släckbil våren 2026", "headline: Tallmora får en ny släckbil")
    change(record, "owner: director, by: 2024-12-04", "owner: director, by: 2024-12-04, done: 2024-11-20")
    change(record, "rl-2024-112-revision", "rl-2024-112-revisorerna")
    assert minutes().written


def test_what_an_earlier_version_of_the_program_kept_besides_is_no_change(house):
    _, record, minutes = house
    lock = kept(record)
    lock["fields"] |= {"documents.engine-memo.address": "https://ljungadalen.example/handlingar/rl-2024-87", "adjust.posted": "2024-10-25"}
    record.with_name("verified.json").write_text(json.dumps(lock), encoding="utf-8")
    assert minutes().written
    change(record, 'address: "https://ljungadalen.example/handlingar/rl-2024-87"', "short: Släckbil")
    assert [one.field for one in refused(minutes)] == ["documents.engine-memo.address"]


def test_people_and_appendices_belong_to_the_minutes(house):
    source, record, minutes = house
    change(source / "organisation.yaml", "name: Alrik Stensö", "name: Alrik Stensjö")
    (problem,) = refused(minutes)
    assert problem.where.file.endswith("organisation.yaml")
    assert "give a newcomer an id of their own" in str(problem.hint)
    change(source / "organisation.yaml", "name: Alrik Stensjö", "name: Alrik Stensö")
    appendix = record.parent / "attachments/interim.pdf"
    appendix.write_bytes(appendix.read_bytes() + b"\n")
    assert [one.field for one in refused(minutes)] == ["documents.interim.file"]


def test_verified_minutes_do_not_become_unverified_again(house):
    _, record, minutes = house
    change(record, "status: adjusted", "status: unadjusted")
    (problem,) = [one for one in refused(minutes) if one.severity == "error"]
    assert (problem.field, str(problem.hint)) == (
        "status", "write status: adjusted; if they never were verified, remove verified.json beside the record",
    )  # fmt: skip


def test_a_dated_note_at_the_section_makes_a_new_version(house):
    source, record, minutes = house
    change(record, "beräkning\n      5,2 miljoner", "beräkning\n      5,3 miljoner")
    change(record, "    decide: proposal\n    reservations:", f"    decide: proposal\n{NOTE}    reservations:")
    document = compose_minutes(read_source(source))
    (cover,) = [block for block in document.blocks if isinstance(block, Cover)]
    told = {fact.label: plain(fact.children) for fact in cover.particulars}
    assert told["Version"].replace("\u00a0", " ") == "2, rättad 4 november 2024: § 64"
    assert "rättat 4 november 2024 (version 2)" in document.furniture.running_head.replace("\u00a0", " ")
    (section,) = [block for block in document.blocks if getattr(block, "number", None) == 64]
    words = [plain(block.children).replace("\u00a0", " ") for block in walk(section) if isinstance(block, Heading | Paragraph)]
    at = words.index("Rättelse")
    assert words[at + 1 : at + 3] == ["Kostnaden ska vara 5,3 miljoner kronor.", "Antecknat den 4 november 2024 av Nämndsekreterare."]
    assert record.with_name("verified.json") in [written.path for written in minutes().written]
    assert kept(record)["versions"][1:] == [{"date": "2024-11-04", "notes": ["items.engine.corrections.1"]}]
    assert "5,3 miljoner" in kept(record)["fields"]["items.engine.background"]
    assert record.with_name("verified.json") not in [written.path for written in minutes().written], "published once"
    assert read_source(source).version == 2


def test_a_note_counts_at_an_item_whose_id_has_a_full_stop(house):
    source, record, minutes = house
    record.with_name("verified.json").unlink()
    text = (
        record.read_text(encoding="utf-8")
        .replace("id: engine\n", "id: engine.tallmora\n")
        .replace("from engine to", "from engine.tallmora to")
    )
    text = text.replace("from: [engine]", "from: [engine.tallmora]").replace("item: engine,", "item: engine.tallmora,")
    record.write_text(text, encoding="utf-8")
    minutes()
    change(record, "beräkning\n      5,2 miljoner", "beräkning\n      5,3 miljoner")
    change(record, "    decide: proposal\n    reservations:", f"    decide: proposal\n{NOTE}    reservations:")
    minutes()
    assert read_source(source).version == 2


def test_a_note_covers_its_own_section_and_its_own_time(house):
    source, record, minutes = house
    change(record, "    decide: proposal\n    reservations:", f"    decide: proposal\n{NOTE}    reservations:")
    change(record, "Målet nås inte.", "Målet nås delvis.")
    assert [one.field for one in refused(minutes)] == ["items.report.background"]
    change(record, "Målet nås delvis.", "Målet nås inte.")
    minutes()
    change(record, "5,3 miljoner kronor.", "5,4 miljoner kronor.")
    assert [one.field for one in refused(minutes)] == ["items.engine.corrections.1.text"], "a note that was published stands"
    change(record, "by: clerk}]", "by: clerk}, {date: 2024-11-04, text: Rättelsen rättad.}]")
    minutes()
    assert read_source(source).version == 3, "a second version of the same day has its own number"


def test_edits_of_a_word_file_are_told_to_need_a_note(house):
    source, _, minutes = house
    minutes()
    file = source.parent / "out" / SLUG / "minutes.docx"
    back = file.with_name("edited.docx")
    with zipfile.ZipFile(file) as before, zipfile.ZipFile(back, "w") as after:
        for name in before.namelist():
            old = b"Investeringen ryms" if name == "word/document.xml" else b"\0"
            after.writestr(name, before.read(name).replace(old, old + b" inte"))
    shown = pull(file=str(back), source=str(source), meeting=None)
    assert any("needs a dated note there" in str(line) for line in shown.said)
    pull(file=str(back), source=str(source), meeting=None, apply=True)
    assert [one.field for one in refused(minutes)] == ["items.engine.background"]


def test_a_live_mailing_of_verified_minutes_keeps_them_too(house):
    source, record, _ = house
    lock = record.with_name("verified.json")
    before = lock.read_bytes()
    lock.unlink()
    desk = Desk()
    controller = start(desk)
    try:
        settings = (
            f"format: 1\nhost: 127.0.0.1\nport: {controller.port}\nsecurity: none\nlogin: none\nsender: direktion@ljungadalen.example\n"
        )
        (source / "mail.yaml").write_text(settings, encoding="utf-8")
        wish = Wish(live=True, document="minutes", yes=True, ledger=str(source.parent / "ledger.sqlite"), new_ledger=True)
        outcome = send(source=str(source), meeting=None, output=str(source.parent / "out"), wish=wish)
    finally:
        controller.stop(no_assert=True)
    assert desk.taken
    assert lock.read_bytes() == before
    assert any("are kept in" in str(line) for line in outcome.said)


@pytest.mark.parametrize("text", ["", "[]", '{"versions": []', '{"versions": 3, "fields": {}}', "<<<<<<< HEAD\n{}"])
def test_a_file_that_somebody_broke_is_named(house, text):
    _, record, minutes = house
    record.with_name("verified.json").write_text(text, encoding="utf-8")
    (problem,) = refused(minutes)
    assert problem.where.file.endswith("verified.json")
    assert "version control" in str(problem.hint)


@pytest.fixture
def at_once(house):
    """Minutes that are not verified yet, with one § that was verified at the meeting."""
    source, record, minutes = house
    record.with_name("verified.json").unlink()
    text = record.read_text(encoding="utf-8").replace("status: adjusted", "status: unadjusted")
    record.write_text("".join(line for line in text.splitlines(keepends=True) if "corrections:" not in line), encoding="utf-8")
    said = minutes().said
    assert "What was verified at once is kept in" in str(said[0])
    return source, record, minutes


def item_of(record):
    """The § that is verified at once, as the file kept beside the record names it."""
    [item] = kept(record)["at_once"]
    return item


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("undertecknas inom en vecka", "undertecknas inom en månad", "background"),
        ("hyresavtalet för åren 2025–2029\n      - {att: ge", "hyresavtalet för åren 2025–2028\n      - {att: ge", "decide.1.clause"),
        ("    immediate: true\n", "", "immediate"),
    ],
)
def test_a_silent_change_of_a_section_that_was_verified_at_once_is_refused(at_once, old, new, field):
    source, record, minutes = at_once
    change(record, old, new)
    before = record.with_name("verified.json").read_bytes()
    for job in (minutes, lambda: check(source=str(source), meeting=None)):
        [problem] = [one for one in refused(job) if one.severity == "error"]
        assert problem.field == f"items.{item_of(record)}.{field}"
        assert "as it was verified" in str(problem.message)
    assert record.with_name("verified.json").read_bytes() == before


def test_the_rest_of_unverified_minutes_is_corrected_freely(at_once):
    _, record, minutes = at_once
    before = kept(record)
    change(record, "Antalet bränder i skog och mark var 37", "Antalet bränder i skog och mark var 36")
    minutes()
    assert kept(record) == before


def test_who_decided_and_the_number_belong_to_a_section_verified_at_once(at_once):
    _, record, minutes = at_once
    text = record.read_text(encoding="utf-8")
    first = next(line for line in text.splitlines() if line.startswith("first_section:"))
    change(record, f"{first}\n", f"first_section: {int(first.split()[1]) + 1}\n")
    assert any(problem.field == f"items.{item_of(record)}" for problem in refused(minutes))


def test_what_those_are_called_who_decided_belongs_to_a_section_verified_at_once(at_once):
    source, record, minutes = at_once
    organisation = source / "organisation.yaml"
    change(organisation, "name: Asta Granlid", "name: Asta Nygren")
    [problem] = [one for one in refused(minutes) if one.severity == "error"]
    assert problem.field == "bodies.direktion.people.granlid"
    assert "expected § 65 as it was verified, 'Asta Granlid" in str(problem.message)
    assert "give a newcomer an id of their own" in str(problem.hint)
    change(organisation, "name: Asta Nygren", "name: Asta Granlid")
    change(organisation, "name: Ragna Sjölid", "name: Ragna Sjöberg")  # neither there nor named in the §
    minutes()
    facts = kept(record)
    for origin in [origin for origin in facts["at_once"]["lease"]["fields"] if origin.startswith("organisation.")]:
        del facts["at_once"]["lease"]["fields"][origin]  # as an earlier version kept it
    record.with_name("verified.json").write_text(json.dumps(facts), encoding="utf-8")
    minutes()


def test_a_note_corrects_a_section_that_was_verified_at_once_and_the_whole_is_kept_when_all_is_verified(at_once):
    source, record, minutes = at_once
    change(record, "undertecknas inom en vecka", "undertecknas inom en månad")
    note = NOTE.replace("Kostnaden ska vara 5,3 miljoner kronor.", "Tiden ska vara en månad.").replace("2024-11-04", "2024-10-21")
    change(record, "    immediate: true\n", f"    immediate: true\n{note}")
    assert "verified at once" in str(minutes().said[0])
    assert minutes().said == ()
    assert not [one for one in check(source=str(source), meeting=None).problems if "corrections" in one.field]
    change(record, "inom en månad", "inom ett år")
    assert refused(minutes)
    change(record, "inom ett år", "inom en månad")
    change(record, "status: unadjusted", "status: adjusted")
    assert "The verified minutes (version" in str(minutes().said[0])
    assert "at_once" not in kept(record)
    assert kept(record)["versions"]


def test_a_section_that_was_verified_at_once_does_not_vanish(at_once):
    _, record, minutes = at_once
    ident = item_of(record)
    change(record, f"  - id: {ident}\n", f"  - id: {ident}-2\n")
    assert any("was verified at once; found it gone" in str(problem.message) for problem in refused(minutes))


def test_pull_tells_that_a_section_verified_at_once_needs_a_note(at_once, tmp_path):
    source, _, _ = at_once
    made = next((tmp_path / "out").rglob("minutes.docx"))
    back = tmp_path / "back.docx"
    with zipfile.ZipFile(made) as before, zipfile.ZipFile(back, "w") as after:
        for name in before.namelist():
            data = before.read(name)
            if name == "word/document.xml":
                data = data.replace(b"inom en vecka", "inom en månad".encode())
            after.writestr(name, data)
    said = pull(file=str(back), source=str(source), meeting=None).said
    assert any("A § that changes was verified at once" in str(line) for line in said)


def test_ids_that_go_on_with_a_full_stop_are_two_sections(house):
    _, record, minutes = house
    record.with_name("verified.json").unlink()
    change(
        record, "  - id: reports\n", "  - {id: engine.later, heading: Fordonets leverans, text: Leveransen sker i maj.}\n  - id: reports\n"
    )
    minutes()
    change(record, "Leveransen sker i maj.", "Leveransen sker i juni.")
    assert [one.field for one in refused(minutes) if one.severity == "error"] == ["items.engine.later.text"]
    change(record, "    decide: proposal\n    reservations:", f"    decide: proposal\n{NOTE}    reservations:")
    assert [one.field for one in refused(minutes) if one.severity == "error"] == ["items.engine.later.text"], "the note is another §'s"
