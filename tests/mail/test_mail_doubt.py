"""The doubt of a message is on disk before its last dot leaves, also when it is written while the message travels."""

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


def while_it_travels(monkeypatch, look, seconds, time):
    """Every message takes ``seconds`` to travel; ``look`` is called with its address when it has."""
    travel = Session.content

    def content(self, message):
        travel(self, message)
        time.steady += seconds
        look(message.recipient)

    monkeypatch.setattr(Session, "content", content)


def test_on_a_slow_line_nothing_is_in_doubt_before_the_message_is_whole(ledger, five, time, desk, monkeypatch):
    seen = []
    while_it_travels(monkeypatch, lambda address: (real.sleep(0.05), seen.append(state_on_disk(ledger, address))), 3.0, time)
    run(ledger, five, time, desk.port)
    assert seen == ["pending"] * COUNT


@pytest.mark.parametrize("fault", [Lost("the server closed the connection"), KeyboardInterrupt()])
def test_a_message_that_was_never_whole_is_not_left_in_doubt(ledger, five, time, desk, monkeypatch, fault):
    faults = [fault]

    def look(address):
        if address.startswith("kommun3@"):
            while faults:
                while state_on_disk(ledger, address) == "pending":
                    real.sleep(0.01)  # the line is quick by now, so that the doubt comes while the message travels
                raise faults.pop()

    while_it_travels(monkeypatch, look, 0.0, time)
    if isinstance(fault, KeyboardInterrupt):
        with pytest.raises(KeyboardInterrupt):
            run(ledger, five, time, desk.port)
        assert [account.state for account in accounts(ledger)] == ["sent", "sent", "pending", "pending", "pending"]
    outcome = run(ledger, five, time, desk.port)
    assert outcome.exit_code is ExitCode.DONE
    assert set(desk.copies.values()) == {1}
    assert [(account.state, account.attempts) for account in accounts(ledger)] == [("sent", 1)] * COUNT
