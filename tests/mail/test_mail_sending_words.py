"""What a run says while it sends and afterwards: times that can be planned with, and of each recipient what is true of this mailing."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from pipeline.jobs.accounts import show_deliveries
from pipeline.jobs.sending_words import arrival, summary, told
from pipeline.letter import Recipient
from pipeline.mail.accounts import accounts
from pipeline.mail.campaign import prepare, standing
from pipeline.mail.provider import Limits, seconds_needed
from pipeline.mail.tally import Progress
from pipeline.problems import BadInput, Report
from pipeline.story import text
from tests.mail.desk import EDITION, QUEUED, Time, members, run

NOON = datetime(2023, 6, 8, 12, 0, tzinfo=timezone(timedelta(hours=2)))


def far(**facts):
    return Progress(300, 100, 0, 0, 0, 200, 400.0, **facts)


def test_the_bar_says_when_the_last_one_will_have_it_and_what_is_waited_for():
    assert str(arrival(far(), NOON)) == "Sending, done at about 12:06"
    assert str(arrival(far(waiting_seconds=300.0), NOON)) == "Waiting until 12:05, done at about 12:06"
    assert str(arrival(replace(far(), seconds_left=86_400.0), NOON)).endswith("2023-06-09 12:00")


def test_a_limit_a_day_takes_days():
    gmail = Limits(per_minute=60, per_day=2000, connections=1)
    assert seconds_needed(2000, gmail) == 2000
    assert seconds_needed(10_000, gmail) == 4 * 86_400 + 2000
    assert seconds_needed(0, gmail) == 0


@pytest.mark.parametrize(
    ("seconds", "words"), [(20, "in about 1 min?"), (600, "in about 10 min?"), (20_000, "in about 6 h?"), (400_000, "in about 5 days?")]
)
def test_the_question_speaks_of_minutes_hours_or_days(ledger, mailing, seconds, words):
    plan = replace(prepare(ledger, mailing, standing(ledger, EDITION, mailing.document_sha256), QUEUED, 0), seconds=seconds)
    assert str(summary(mailing, plan)).endswith(words)


def test_after_a_correction_only_its_own_failures_are_told(ledger, mailing, desk):
    desk.script.RCPT = lambda address, _: "550 5.1.1 unknown" if address.startswith("kommun2@") else None
    clock = Time()
    mailing = replace(mailing, recipients=members(3))
    run(ledger, mailing, clock, desk.port)
    letter = replace(mailing.letters["sv"], notice=text("Detta är en rättelse."))
    corrected = replace(mailing, letters={"sv": letter}, enclosure=replace(mailing.enclosure, data=b"%PDF-1.7 other"))
    sent = run(ledger, corrected, clock, desk.port, correction="fel belopp")
    tables = [said for said in told(ledger, corrected, sent, Report()).said if hasattr(said, "rows")]
    assert [row[1] for row in tables[1].rows] == ["kommun2@m2.example"]


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the platform's zone cannot be set for a process")
def test_the_table_shows_this_computers_time_and_why_somebody_got_nothing(ledger, mailing, desk, monkeypatch):
    monkeypatch.setenv("TZ", "Europe/Stockholm")
    time.tzset()
    declined = Recipient("x", "Nora", ("kommun@nora.example",), opted_out=("kommun@nora.example",))
    run(ledger, replace(mailing, recipients=(*members(1), declined)), Time(), desk.port)
    rows = show_deliveries(ledger=str(ledger.path)).said[0].rows
    monkeypatch.undo()
    time.tzset()
    assert rows[0][4] == "2023-06-08 11:00", "09:00 in UTC, as the ledger keeps it"
    assert str(rows[1][5]) == "wants no copies"


def test_what_is_too_large_says_how_large_and_verification_is_not_told_of_an_archive(ledger, mailing):
    letter = replace(mailing.letters["sv"], instead=(), edition=replace(EDITION, kind="verification"))
    mailing = replace(mailing, letters={"sv": letter})
    with pytest.raises(BadInput, match=r"at most 5 kB, found one of \d+ kB") as caught:
        prepare(ledger, mailing, standing(ledger, letter.edition, mailing.document_sha256), QUEUED, 5000)
    assert "another way" in str(caught.value.problems[0].hint)


def test_who_is_settled_is_named_as_the_table_names_them(ledger, mailing, desk):
    desk.script.content = lambda address, count: "hang up" if address[6] in "123" and count == 1 else None
    run(ledger, mailing, Time(), desk.port)
    path = str(ledger.path)
    with pytest.raises(BadInput, match="found Kommun nr 9") as caught:
        show_deliveries(ledger=path, resolve="in-doubt=sent", recipient="Kommun nr 9")
    assert "Kommun nr 1, Kommun nr 2, Kommun nr 3" in str(caught.value.problems[0].hint)
    show_deliveries(ledger=path, resolve="in-doubt=sent", recipient="kommun NR 1")
    show_deliveries(ledger=path, resolve="in-doubt=sent", recipient="kommun2@m2.example")
    show_deliveries(ledger=path, resolve="in-doubt=sent", recipient="m00003")
    assert [account.state for account in accounts(ledger)] == ["sent"] * 3


def test_who_moved_gets_it_at_the_new_address_when_a_person_says_so(ledger, mailing, desk):
    run(ledger, mailing, Time(), desk.port)
    moved = replace(mailing, recipients=(replace(mailing.recipients[0], addresses=("ny@m1.example",)), *mailing.recipients[1:]))
    run(ledger, moved, Time(), desk.port)
    assert desk.copies["ny@m1.example"] == 0
    show_deliveries(ledger=str(ledger.path), resolve="in-doubt=again", recipient="Kommun nr 1")
    run(ledger, moved, Time(), desk.port)
    assert desk.copies == {"kommun1@m1.example": 1, "kommun2@m2.example": 1, "kommun3@m3.example": 1, "ny@m1.example": 1}


def test_the_table_says_until_when_somebody_is_put_off(ledger, mailing, desk):
    desk.script.RCPT = lambda address, _: "450 4.2.0 greylisted" if address.startswith("kommun2@") else None
    run(ledger, mailing, Time(), desk.port, patience=0)
    state = str(show_deliveries(ledger=str(ledger.path)).said[0].rows[1][3])
    assert state.startswith("deferred until 2023-06-08 ")
