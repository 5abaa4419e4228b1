"""The message that arrives: what the registry sees, what it says, what travels with it, and that it is the same every time."""

from __future__ import annotations

import email
import email.policy
import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.letter import Enclosure, Event, Mailbox
from pipeline.mail.bare import bare
from pipeline.mail.body import base64_lines, quoted_printable
from pipeline.mail.event import write_event
from pipeline.mail.message import address_message, freeze, from_spool, to_spool, token_of
from tests.mail.desk import QUEUED

PDF = b"%PDF-1.7 " + bytes(range(256)) * 40


@pytest.fixture(scope="module")
def frozen(letter, look, settings):
    return freeze({"sv": letter}, "sv", look, Enclosure(PDF, 4), settings, QUEUED)


@pytest.fixture(scope="module")
def message(frozen):
    return address_message(frozen, "malung-salen", Mailbox("Malung-Sälens kommun", "kommun@malung-salen.example"), "sv")


@pytest.fixture(scope="module")
def parsed(message) -> EmailMessage:
    return email.message_from_bytes(message.data, policy=email.policy.default)


def test_the_headers_that_a_registry_and_its_programs_look_at(parsed, message):
    assert parsed["From"] == "Intresseföreningen Bergslaget <nyhetsbrev@bergslaget.example>"
    assert parsed["To"] == "Malung-Sälens kommun <kommun@malung-salen.example>"
    assert parsed["Reply-To"] == "Kansliet <kansliet@bergslaget.example>"
    assert parsed["Subject"].startswith("Nyhetsbrev nr 2/2023 från Intresseföreningen Bergslaget: ")
    assert parsed["Date"] == "Thu, 08 Jun 2023 09:00:00 +0000"
    assert str(parsed["List-Id"]).endswith("<nyhetsbrev.bergslaget.example>")
    assert parsed["Auto-Submitted"] == "auto-generated"
    assert parsed["Precedence"] == "bulk"
    assert parsed["X-Auto-Response-Suppress"] == "OOF", "suppressing more would suppress the bounces"
    assert parsed["Content-Language"] == "sv"
    assert message.sender == f"studsar+{message.token}@bergslaget.example"
    assert parsed["Message-ID"] == f"<{message.message_id}>"
    assert token_of(message.message_id) == message.token
    assert len(parsed.keys()) == len(set(parsed.keys()))


def test_leaving_the_list_is_by_mail_and_in_one_click_only_where_that_works(parsed, message, frozen):
    subject = f"Avsluta%20utskick%20{message.token}"
    assert parsed["List-Unsubscribe"] == f"<mailto:kansliet@bergslaget.example?subject={subject}>"
    assert "List-Unsubscribe-Post" not in parsed
    routing = replace(frozen.routing, unsubscribe_url="https://bergslaget.example/avsluta/{token}")
    clicking = address_message(replace(frozen, routing=routing), "x", Mailbox("", "a@b.example"))
    head = clicking.head.decode()
    assert f"<https://bergslaget.example/avsluta/{clicking.token}>" in head
    assert "List-Unsubscribe-Post: List-Unsubscribe=One-Click" in head


def test_official_letters_are_no_list_mail(letter, look, settings):
    frozen = freeze({"sv": replace(letter, official=True)}, "sv", look, Enclosure(PDF), settings, QUEUED)
    head = address_message(frozen, "ledamot-3", Mailbox("Ledamot 3", "ledamot3@falun.example")).head
    assert not any(name in head for name in (b"List-", b"Precedence"))


def test_one_pdf_and_the_next_meeting_under_plain_names(parsed):
    attached = {part.get_filename(): part for part in parsed.iter_attachments()}
    assert list(attached) == ["Intresseforeningen-Bergslaget-nyhetsbrev-2-2023.pdf", "Nasta-mote.ics"]
    pdf = attached["Intresseforeningen-Bergslaget-nyhetsbrev-2-2023.pdf"]
    assert pdf.get_content_type() == "application/pdf"
    assert pdf.get_content() == PDF
    calendar = attached["Nasta-mote.ics"]
    assert calendar.get_content_type() == "text/calendar"
    event = icalendar.Calendar.from_ical(calendar.get_payload(decode=True)).walk("VEVENT")[0]
    assert event["SUMMARY"] == "Styrelsemöte i Falun"
    assert event.decoded("DTSTART") == datetime(2023, 9, 14, 8, tzinfo=UTC)


def test_the_message_is_seven_bit_with_no_line_that_smtp_would_change(message):
    lines = message.data.split(b"\r\n")
    assert message.data.isascii()
    assert b"\r" not in message.data.replace(b"\r\n", b"")
    assert b"\n" not in message.data.replace(b"\r\n", b"")
    assert max(map(len, lines)) <= 998
    assert not any(line.startswith((b".", b"From ")) for line in lines)
    assert message.data.endswith(b"\r\n")
    assert not message.international


def test_no_sender_of_bulk_is_seen_by_the_others(parsed):
    assert not any(name in parsed for name in ("Cc", "Bcc"))
    assert str(parsed["To"]).count("@") == 1


def test_the_same_recipient_gets_the_same_bytes_and_another_gets_others(frozen, message, letter, look, settings):
    box = Mailbox("Malung-Sälens kommun", "kommun@malung-salen.example")
    again = freeze({"sv": letter}, "sv", look, Enclosure(PDF, 4), settings, QUEUED)
    assert address_message(again, "malung-salen", box, "sv") == message
    assert address_message(from_spool(to_spool(frozen)), "malung-salen", box, "sv") == message
    assert address_message(frozen, "malung-salen", box, "en") == message, "an unknown language gets the edition's own"
    others = {
        address_message(frozen, "annan", box).token,
        address_message(replace(frozen, correction=1), "malung-salen", box).token,
        address_message(frozen, "malung-salen", Mailbox("", "annan@malung-salen.example")).token,
        message.token,
    }
    assert len(others) == 4


def test_same_bytes_in_another_place_time_zone_locale_and_hash_seed(message, root, tmp_path):
    code = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from tests.mail.desk import QUEUED, a_letter, plain_look, some_settings\n"
        "from pipeline.letter import Enclosure, Mailbox\n"
        "from pipeline.mail.message import address_message, freeze\n"
        "f = freeze({'sv': a_letter()}, 'sv', plain_look(), Enclosure(b'%PDF-1.7 ' + bytes(range(256)) * 40, 4), some_settings(), QUEUED)\n"
        "m = address_message(f, 'malung-salen', Mailbox('Malung-Sälens kommun', 'kommun@malung-salen.example'), 'sv')\n"
        "import hashlib; print(hashlib.sha256(m.data).hexdigest())"
    )
    seen = set()
    for seed, zone, language in (("1", "Asia/Tokyo", "C"), ("77", "America/New_York", "sv_SE.UTF-8")):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": language}
        done = subprocess.run(
            [sys.executable, "-c", code, str(root)], env=environment, cwd=tmp_path, capture_output=True, text=True, check=True
        )
        seen.add(done.stdout)
    import hashlib

    assert seen == {hashlib.sha256(message.data).hexdigest() + "\n"}


def test_all_languages_share_one_encoded_document(letter, look, settings):
    english = replace(letter, language="en", subject="Newsletter No. 2/2023", headline=None, opening=())
    frozen = freeze({"sv": letter, "en": english}, "sv", look, Enclosure(PDF), settings, QUEUED)
    to_en = address_message(frozen, "x", Mailbox("", "a@b.example"), "en")
    assert b"Content-Language: en" in to_en.head
    assert base64_lines(PDF) in to_en.body
    assert b'lang=3D"en"' in to_en.body


def test_an_address_beyond_ascii_stands_as_it_is_and_says_so(frozen):
    message = address_message(frozen, "x", Mailbox("Åsa", "åsa@räksmörgås.example"))
    assert message.international
    assert "<åsa@xn--rksmrgs-5wao1o.example>" in message.head.decode("utf-8")
    assert not address_message(frozen, "x", Mailbox("Åsa", "asa@räksmörgås.example")).international


# ── encodings ────────────────────────────────────────────────────────────────────────────────────────────────────────


@given(st.text(max_size=400))
@settings(max_examples=300)
def test_quoted_printable_comes_back_and_no_line_is_long_or_begins_with_a_dot(text):
    import quopri

    text = text.encode("utf-8", "ignore").decode().replace("\r", "").rstrip("\n")
    encoded = quoted_printable(text)
    assert quopri.decodestring(encoded).decode("utf-8") == text.replace("\n", "\r\n") + "\r\n"
    for line in encoded.split(b"\r\n"):
        assert len(line) <= 76
        assert not line.startswith((b".", b"From "))
        assert not line.endswith((b" ", b"\t"))


@given(st.binary(max_size=500))
def test_base64_comes_back(data):
    import base64

    assert base64.b64decode(base64_lines(data)) == data
    assert all(len(line) <= 76 for line in base64_lines(data).split(b"\r\n"))


# ── the calendar ─────────────────────────────────────────────────────────────────────────────────────────────────────


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=200), st.text(max_size=100))
def test_any_words_stay_within_their_line_of_the_calendar(title, place):
    data = write_event(Event("x@b.example", title, datetime(2023, 9, 14, 8, tzinfo=UTC), place=place), QUEUED)
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    (event,) = icalendar.Calendar.from_ical(data).walk("VEVENT")
    assert event["SUMMARY"] == bare(title)
    assert set(event) <= {"UID", "DTSTAMP", "DTSTART", "SUMMARY", "LOCATION", "TRANSP"}


def test_each_day_of_a_meeting_has_its_own_hours():
    days = [(datetime(2023, 5, day, 8, tzinfo=UTC), datetime(2023, 5, day, 15, tzinfo=UTC)) for day in (22, 23)]
    data = write_event(Event("m@b.example", "Möte", *days[0], later=(days[1],)), QUEUED)
    events = icalendar.Calendar.from_ical(data).walk("VEVENT")
    assert [(event.decoded("DTSTART"), event.decoded("DTEND")) for event in events] == days
    assert [str(event["UID"]) for event in events] == ["m@b.example", "m-2@b.example"]
    assert [str(event["SUMMARY"]) for event in events] == ["Möte", "Möte"]


def test_whole_days_end_on_the_day_after_the_last():
    data = write_event(Event("x@b.example", "Möte", date(2023, 5, 22), date(2023, 5, 23)), QUEUED)
    (event,) = icalendar.Calendar.from_ical(data).walk("VEVENT")
    assert event.decoded("DTSTART") == date(2023, 5, 22)
    assert event.decoded("DTEND") - event.decoded("DTSTART") == timedelta(days=2)
