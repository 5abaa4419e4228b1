"""Mail that came back: what reports say, what they are matched by, and what they change."""

from __future__ import annotations

import mailbox
import os
import subprocess
import sys
from dataclasses import replace

import pytest

from pipeline.mail.accounts import accounts, revive
from pipeline.mail.bounces import apply_bounces, dead_addresses, read_bounces
from pipeline.mail.campaign import prepare, standing
from pipeline.problems import BadInput, ExitCode
from tests.mail.desk import EDITION, QUEUED, members, run

FIRST = "kommun1@m1.example"


def report(
    address: str = FIRST,
    action: str = "failed",
    status: str = "5.1.1",
    words: str = "550 5.1.1 User unknown",
    *,
    to: str = "",
    envid: str = "",
    returned: str = "",
) -> bytes:
    """A report as Postfix writes it."""
    return f"""From: MAILER-DAEMON@mx.example (Mail Delivery System)
To: {to or "studsar@bergslaget.example"}
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="x"

--x
Content-Type: text/plain

I'm sorry to have to inform you that your message could not be delivered.

--x
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example
{f"Original-Envelope-Id: {envid}" if envid else "X-Postfix-Queue-ID: 4711"}

Final-Recipient: rfc822; {address}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {words}

--x
Content-Type: text/rfc822-headers

{returned or "Subject: Nyhetsbrev"}

--x--
""".encode()


@pytest.fixture
def sent(ledger, mailing, time, desk):
    """A ledger with three sent messages, and the first one's account."""
    run(ledger, mailing, time, desk.port)
    return next(account for account in accounts(ledger) if account.address == FIRST)


def token(account) -> str:
    from pipeline.mail.message import token_of

    return token_of(account.message_id)


def apply(ledger, tmp_path, *reports: bytes):
    for number, data in enumerate(reports):
        (tmp_path / f"{number}.eml").write_bytes(data)
    return apply_bounces(ledger, list(read_bounces([tmp_path / f"{number}.eml" for number in range(len(reports))])), QUEUED)


def first(ledger):
    return next(account for account in accounts(ledger) if account.address == FIRST)


def test_each_mark_that_a_report_brings_back_finds_recipient_and_edition(ledger, sent, tmp_path):
    for mark in (
        {"to": f"studsar+{token(sent)}@bergslaget.example"},
        {"envid": token(sent)},
        {"returned": f"Message-ID: <{sent.message_id}>"},
    ):
        ledger.connection.execute("UPDATE delivery SET state = 'sent', note = ''")
        (match,) = apply(ledger, tmp_path, report(**mark))
        assert (match.effect, match.edition, match.recipient, match.name) == ("dead", EDITION.key, "m00001", "Kommun nr 1")
        assert (first(ledger).state, first(ledger).note, first(ledger).answer) == ("failed", "bounced", "5.1.1 550 5.1.1 User unknown")


def test_an_address_alone_proves_nothing(ledger, sent, tmp_path):
    (match,) = apply(ledger, tmp_path, report())
    assert match.effect == "unmatched"
    assert first(ledger).state == "sent"
    assert dead_addresses(ledger) == []
    stranger = report(to="studsar+aaaaaaaaaaaaaaaa@bergslaget.example", returned="Message-ID: <1234@elsewhere.example>")
    assert apply(ledger, tmp_path, stranger)[0].effect == "unmatched"


def test_a_dead_address_gets_the_next_edition_no_more_and_its_owner_is_named(ledger, mailing, sent, tmp_path, time, desk):
    apply(ledger, tmp_path, report(envid=token(sent)))
    assert dead_addresses(ledger) == [(FIRST, "2023-06-08T09:00:00Z", "5.1.1 550 5.1.1 User unknown")]
    assert run(ledger, mailing, time, desk.port).exit_code == ExitCode.SOME_FAILED
    following = replace(mailing.letters["sv"], edition=replace(EDITION, number="3"))
    mailing = replace(mailing, letters={"sv": following}, recipients=members(2))
    plan = prepare(ledger, mailing, standing(ledger, following.edition, mailing.document_sha256), QUEUED, 0)
    assert [(recipient.id, note) for recipient, note in plan.unreached] == [("m00001", "dead")]
    run(ledger, mailing, time, desk.port)
    assert desk.copies[FIRST] == 1
    assert revive(ledger, "Kommun1@M1.example")
    run(ledger, mailing, time, desk.port)
    assert desk.copies[FIRST] == 2


@pytest.mark.parametrize(
    ("status", "effect"),
    [
        ("5.1.1", "dead"),
        ("5.1.10", "dead"),
        ("5.2.1", "dead"),
        ("5.4.4", "dead"),
        ("5.2.2", "failed"),
        ("5.7.1", "failed"),
        ("5.4.7", "failed"),
        ("5.0.0", "dead"),
    ],
)
def test_a_full_mailbox_or_a_policy_is_no_dead_address(ledger, sent, tmp_path, status, effect):
    (match,) = apply(ledger, tmp_path, report(envid=token(sent), status=status))
    assert match.effect == effect
    assert bool(dead_addresses(ledger)) == (effect == "dead")


def test_a_failure_behind_a_forwarding_kills_not_our_address(ledger, sent, tmp_path):
    (match,) = apply(ledger, tmp_path, report("privat@annanstans.example", envid=token(sent)))
    assert match.effect == "failed"
    assert dead_addresses(ledger) == []


def test_a_delay_changes_nothing_and_settles_a_doubt(ledger, sent, tmp_path):
    delayed = report(envid=token(sent), action="delayed", status="4.4.1", words="connection timed out")
    assert apply(ledger, tmp_path, delayed)[0].effect == "nothing"
    assert first(ledger).state == "sent"
    ledger.connection.execute("UPDATE delivery SET state = 'in_doubt' WHERE recipient = 'm00001'")
    assert apply(ledger, tmp_path, delayed)[0].effect == "confirmed"
    assert first(ledger).state == "sent"


def test_a_failure_settles_a_doubt_as_well(ledger, sent, tmp_path):
    ledger.connection.execute("UPDATE delivery SET state = 'in_doubt' WHERE recipient = 'm00001'")
    assert apply(ledger, tmp_path, report(envid=token(sent)))[0].effect == "dead"
    assert first(ledger).state == "failed"


def test_the_same_report_twice_does_nothing_more(ledger, sent, tmp_path):
    matches = apply(ledger, tmp_path, report(envid=token(sent)), report(envid=token(sent)))
    assert [match.effect for match in matches] == ["dead", "nothing"]


def test_reports_that_are_no_dsn_are_read_too(ledger, sent, tmp_path):
    qmail = f"""From: MAILER-DAEMON@old.example
To: studsar+{token(sent)}@bergslaget.example
Subject: failure notice

Hi. This is the qmail-send program at old.example.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<{FIRST}>:
Sorry, no mailbox here by that name. (#5.1.1)

--- Below this line is a copy of the message.
""".encode()
    assert apply(ledger, tmp_path, qmail)[0].effect == "dead"


def test_an_answer_from_a_person_is_no_bounce(ledger, sent, tmp_path):
    answer = f"From: {FIRST}\nTo: studsar+{token(sent)}@bergslaget.example\nSubject: Sv: Nyhetsbrev\n\nTack!\n".encode()
    assert apply(ledger, tmp_path, answer)[0].effect == "nothing"
    assert first(ledger).state == "sent"


def test_maildirs_mboxes_folders_and_single_files_are_read(tmp_path, monkeypatch):
    data = report(envid="abcdefghijklmnop")
    box = mailbox.Maildir(tmp_path / "Maildir")
    box.add(data)
    box.add(b"Subject: hej\n\nhej\n")
    mbox = mailbox.mbox(tmp_path / "mbox")
    mbox.add(mailbox.mboxMessage(data))
    mbox.close()
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "a.eml").write_bytes(data)
    (tmp_path / "one.eml").write_bytes(data.replace(b"\n", b"\r\n"))
    found = list(read_bounces([tmp_path / "Maildir", tmp_path / "mbox", tmp_path / "folder", tmp_path / "one.eml"]))
    assert [bounce.kind for bounce in found].count("failed") == 4
    assert [bounce.kind for bounce in found].count("other") == 1
    assert all(bounce.tokens == {"abcdefghijklmnop"} for bounce in found if bounce.kind == "failed")
    assert len(list(box)) == 2
    with pytest.raises(BadInput, match="nothing there"):
        list(read_bounces([tmp_path / "nowhere"]))


@pytest.mark.parametrize("data", [b"", bytes(range(256)), b"\x00\xff" * 50, b"Content-Type: multipart/report; boundary=x\n\n--x\nContent-Type: message/delivery-status\n\n--x--",
                                  b"Content-Type: message/delivery-status\n\nFinal-Recipient: rfc822; \xff@\nAction: failed\n"])  # fmt: skip
def test_rubbish_is_no_bounce_and_no_crash(tmp_path, data):
    (tmp_path / "x").write_bytes(data)
    (bounce,) = read_bounces([tmp_path / "x"])
    assert bounce.tokens == frozenset()


def test_what_a_reader_trips_over_is_not_shown(tmp_path):
    (tmp_path / "x").write_bytes(bytes(range(256)))
    words = f"from pathlib import Path; from pipeline.mail.bounces import read_bounces; list(read_bounces([Path({str(tmp_path / 'x')!r})]))"
    run = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (0, "")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="another platform: named pipes are POSIX")
def test_a_named_pipe_is_told_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(BadInput, match="nothing there"):
        list(read_bounces([tmp_path / "pipe"]))
