"""The doubt of a message is on disk before its last dot leaves, and not before the message is whole; what was taken, before the next doubt."""

from __future__ import annotations

import sqlite3
import time as real
from dataclasses import replace

import pytest

from pipeline.mail.accounts import accounts
from pipeline.mail.deliveries import Deliveries
from pipeline.mail.transport import Session
from pipeline.mail.wire import Lost
from pipeline.problems import ExitCode
from tests.mail.desk import members, run

COUNT = 5


@pytest.fixture
def five(mailing):
    return replace(mailing, recipients=members(COUNT))


def state_on_disk(ledger, address):
    """As another program sees it."""
    with sqlite3.connect(ledger.path) as other:
        return other.execute("SELECT state FROM delivery WHERE address = ?", (address,)).fetchone()[0]


def test_the_server_never_sees_the_end_of_a_message_whose_doubt_is_not_on_disk(ledger, five, time, desk, monkeypatch):
    write = Deliveries.doubt

    def slowly(self, delivery, now):
        real.sleep(0.05)
        write(self, delivery, now)

    monkeypatch.setattr(Deliveries, "doubt", slowly)
    seen = []
    desk.script.content = lambda address, _: seen.append(state_on_disk(ledger, address))
    outcome = run(ledger, five, time, desk.port)
    assert seen == ["in_doubt"] * COUNT
    assert outcome.counts["sent"] == COUNT


def when_it_has_travelled(monkeypatch, look):
    """``look`` is called with the address of every message that is whole but for its dot."""
    travel = Session.content

    def content(self, message):
        travel(self, message)
        look(message.recipient)

    monkeypatch.setattr(Session, "content", content)


def test_nothing_is_in_doubt_before_the_message_is_whole(ledger, five, time, desk, monkeypatch):
    seen = []
    when_it_has_travelled(monkeypatch, lambda address: seen.append(state_on_disk(ledger, address)))
    run(ledger, five, time, desk.port)
    assert seen == ["pending"] * COUNT


def test_what_was_taken_is_on_record_before_the_next_recipient_is_named(ledger, five, time, desk):
    seen = []
    desk.script.RCPT = lambda *_: seen.append([account.state for account in accounts(ledger)].count("sent"))
    run(ledger, five, time, desk.port)
    assert seen == [0, 1, 2, 3, 4]


def test_what_was_taken_is_on_record_while_a_lost_server_is_waited_for(ledger, five, time, desk, monkeypatch):
    seen = []
    begin = Session.begin

    def lose(self, message, meanwhile):
        if message.recipient.startswith("kommun3@") and not seen:
            seen.append([])
            raise Lost("the server closed the connection")
        if seen == [[]]:
            seen[0] = [account.state for account in accounts(ledger)]
        begin(self, message, meanwhile)

    monkeypatch.setattr(Session, "begin", lose)
    run(ledger, five, time, desk.port)
    assert seen == [["sent", "sent", "pending", "pending", "pending"]]


@pytest.mark.parametrize("fault", [Lost("the server closed the connection"), KeyboardInterrupt()])
def test_a_message_that_was_never_whole_is_not_left_in_doubt(ledger, five, time, desk, monkeypatch, fault):
    faults = [fault]

    def look(address):
        if address.startswith("kommun3@"):
            while faults:
                raise faults.pop()

    when_it_has_travelled(monkeypatch, look)
    if isinstance(fault, KeyboardInterrupt):
        with pytest.raises(KeyboardInterrupt):
            run(ledger, five, time, desk.port)
        assert [account.state for account in accounts(ledger)] == ["sent", "sent", "pending", "pending", "pending"]
    outcome = run(ledger, five, time, desk.port)
    assert outcome.exit_code is ExitCode.DONE
    assert set(desk.copies.values()) == {1}
    assert [(account.state, account.attempts) for account in accounts(ledger)] == [("sent", 1)] * COUNT
