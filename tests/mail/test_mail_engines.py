"""Against the real programs: Postfix delivers and bounces, smtp-sink misbehaves, opendkim verifies, SpamAssassin judges."""

from __future__ import annotations

import email
import email.policy
import os
import subprocess
import time as real_time
from collections import Counter
from dataclasses import replace

import pytest

from pipeline.letter import Enclosure, Recipient
from pipeline.mail.accounts import accounts, resolve
from pipeline.mail.bounces import apply_bounces, read_bounces
from pipeline.problems import ExitCode
from tests.mail.desk import EDITION, PASSWORD, QUEUED, USER, Desk, authenticator, members, run, server_context, start
from tests.mail.engines import postfix, program, sink

pytestmark = [pytest.mark.heavy, pytest.mark.xdist_group("engines")]  # one after the other: each starts servers of its own
PDF = Enclosure(b"%PDF-1.7 " + bytes(range(256)) * 1172, 4)


def test_postfix_delivers_what_was_rehearsed_and_its_reports_find_their_recipient(mailing, ledger, time):
    recipients = (
        Recipient("ett", "Kommun ett", ("kommun1@m.example",)),
        Recipient("tva", "Kommun två", ("Kommun2@m.example",)),
        Recipient("borta", "Kommun borta", ("finnsinte@m.example",)),
    )
    mailing = replace(mailing, recipients=recipients, enclosure=PDF)
    with postfix() as engine:
        outcome = run(ledger, mailing, time, engine.port)
        assert outcome.counts["sent"] == 3
        (first,) = engine.wait("kommun1", 1)
        assert len(engine.wait("kommun2", 1)) == 1
        (report,) = engine.wait("studsar", 1)
        matches = apply_bounces(ledger, list(read_bounces([engine.maildirs / "studsar"])), QUEUED)
    parsed = email.message_from_bytes(first, policy=email.policy.default)
    assert parsed["Subject"].startswith("Nyhetsbrev nr 2/2023 från")
    assert next(parsed.iter_attachments()).get_content() == PDF.data
    assert b"SMTP" in first.split(b"Subject", maxsplit=1)[0]
    assert b"Original-Envelope-Id" in report
    assert [(match.effect, match.recipient) for match in matches] == [("dead", "borta")]
    assert {account.recipient: account.state for account in accounts(ledger)} == {"ett": "sent", "tva": "sent", "borta": "failed"}


def test_postfix_takes_addresses_beyond_ascii_and_announces_a_limit(mailing, ledger, time):
    with postfix() as engine:
        engine.set(
            message_size_limit="100000",
            virtual_mailbox_domains="m.example, xn--rksmrgs-5wao1o.example",
            virtual_mailbox_maps="static:studsar/",
        )
        engine.run("reload")
        small = replace(mailing, recipients=(Recipient("x", "Åsa", ("åsa@räksmörgås.example",)),))
        assert run(ledger, small, time, engine.port).exit_code == ExitCode.DONE
        (message,) = engine.wait("studsar", 1)
        large = replace(mailing, enclosure=PDF, letters={"sv": replace(mailing.letters["sv"], edition=replace(EDITION, number="3"))})
        assert run(ledger, large, time, engine.port).exit_code == ExitCode.BAD_INPUT
    assert "To: =?utf-8?q?=C3=85sa?= <åsa@xn--rksmrgs-5wao1o.example>".encode() in message


def test_postfix_hands_on_to_a_relay_with_the_documented_settings(mailing, ledger, time, authority, tmp_path):
    relay = Desk()
    context = server_context(authority.issue_cert("localhost"))
    controller = start(relay, tls_context=context, require_starttls=True, auth_required=True, authenticator=authenticator)
    with postfix() as engine:
        authority.cert_pem.write_to_path(str(engine.folder / "authority.pem"))
        (engine.folder / "password").write_text(f"[localhost]:{relay.port} {USER}:{PASSWORD}\n", encoding="utf-8")
        engine.set(
            relayhost=f"[localhost]:{relay.port}",
            smtp_sasl_auth_enable="yes",
            smtp_sasl_password_maps=f"texthash:{engine.folder / 'password'}",
            smtp_tls_CAfile=str(engine.folder / "authority.pem"),
            smtp_host_lookup="native",
            virtual_mailbox_domains="bergslaget.example",
        )
        engine.run("reload")
        run(ledger, mailing, time, engine.port)
        for _ in range(200):
            if len(relay.taken) == 3:
                break
            real_time.sleep(0.1)
        log = engine.log
    controller.stop(no_assert=True)
    assert relay.copies == {f"kommun{n}@m{n}.example": 1 for n in (1, 2, 3)}, log
    assert "Verified TLS connection established" in log


def test_the_window_that_smtp_leaves_open_is_shown_and_never_sent_into_again(mailing, ledger, time):
    with sink("-q", ".") as port:  # takes the message and hangs up instead of saying so
        outcome = run(ledger, replace(mailing, recipients=members(10)), time, port)
        assert outcome.counts["in_doubt"] == 3
        assert outcome.counts["pending"] == 7
        assert outcome.exit_code == ExitCode.TRY_LATER
    with sink() as port:
        outcome = run(ledger, replace(mailing, recipients=members(10)), time, port)
        assert outcome.exit_code == ExitCode.SOME_IN_DOUBT
        assert (outcome.counts["sent"], outcome.counts["in_doubt"]) == (7, 3)
        assert len(resolve(ledger, EDITION, "again", QUEUED)) == 3
        assert run(ledger, replace(mailing, recipients=members(10)), time, port).exit_code == ExitCode.DONE


@pytest.mark.parametrize(
    ("options", "state", "code"),
    [
        (("-r", "RCPT"), "deferred", ExitCode.TRY_LATER),
        (("-r", "DATA"), "deferred", ExitCode.TRY_LATER),
        (("-r", "."), "deferred", ExitCode.TRY_LATER),
        (("-f", "RCPT"), "failed", ExitCode.SOME_FAILED),
        (("-f", "."), "pending", ExitCode.BAD_INPUT),
        (("-f", "MAIL"), "pending", ExitCode.BAD_INPUT),
        (("-q", "RCPT"), "deferred", ExitCode.TRY_LATER),
        (("-q", "DATA"), "deferred", ExitCode.TRY_LATER),
    ],
)
def test_refusals_of_a_stranger_server(mailing, ledger, time, options, state, code):
    with sink(*options) as port:
        outcome = run(ledger, mailing, time, port, patience=0)
    assert Counter(account.state for account in accounts(ledger)) == {state: 3}
    assert outcome.exit_code == code


def test_a_server_without_esmtp_is_refused_in_clear_words(mailing, ledger, time):
    with sink("-e") as port:
        outcome = run(ledger, mailing, time, port, patience=0)
    assert outcome.counts["pending"] == 3
    assert outcome.stop is not None


# ── what receivers think of it ───────────────────────────────────────────────────────────────────────────────────────


def test_the_signature_verifies_and_no_field_can_be_added_or_changed(signed, key, tmp_path):
    opendkim = program("opendkim", "opendkim")
    (tmp_path / "dns").write_text(f"nyhet._domainkey.bergslaget.example {key[1]}\n")
    (tmp_path / "conf").write_text(f"Mode v\nTestDNSData file:{tmp_path / 'dns'}\nSyslog no\n")

    def verify(data):
        (tmp_path / "m.eml").write_bytes(data)
        done = subprocess.run(
            [opendkim, "-x", tmp_path / "conf", "-t", tmp_path / "m.eml", "-v"], capture_output=True, text=True, check=False
        )
        return "succeeded" in done.stdout + done.stderr

    assert verify(signed.data)
    assert not verify(signed.data.replace(b"Subject: Nyhetsbrev", b"Subject: Nyhetsbref"))
    assert not verify(signed.data.replace(b"Reply-To: Kansliet", b"Reply-To: Annan"))
    assert not verify(signed.data.replace(b"avsluta/", b"annat/"))
    assert not verify(signed.data[:-200] + b"\r\n" + signed.data[-200:])


def test_spamassassin_finds_little_to_say(signed, tmp_path):
    command = program("spamassassin", "spamassassin")
    environment = {**os.environ, "HOME": str(tmp_path)}
    done = subprocess.run([command, "-L", "-t", "--nocreate-prefs"], input=signed.data, capture_output=True, env=environment, check=False)
    parsed = email.message_from_bytes(done.stdout)
    score = float(str(parsed["X-Spam-Status"]).split("score=")[1].split()[0])
    assert score < 1, parsed["X-Spam-Status"]
