"""The scribe beside the wire: what the server took is on record soon, whether or not another message follows, and no fault passes unseen."""

from __future__ import annotations

import sqlite3
import time as real
from collections.abc import Iterator

import pytest

from pipeline.mail.campaign import checked
from pipeline.mail.deliveries import Deliveries, Delivery, Doubted, Taken
from pipeline.mail.enrolment import enrol
from pipeline.mail.ledger import Ledger, LedgerFault
from pipeline.mail.scribe import Scribe
from tests.mail.desk import QUEUED


@pytest.fixture
def deliveries(ledger: Ledger, mailing) -> Deliveries:
    ledger.adopt(mailing.edition.organisation, QUEUED)
    number = ledger.begin(checked(mailing, QUEUED, 0), mailing.document_sha256, "", QUEUED)
    enrol(ledger, number, checked(mailing, QUEUED, 0), mailing.recipients, QUEUED)
    return Deliveries(ledger, number)


@pytest.fixture
def scribe(deliveries: Deliveries) -> Iterator[Scribe]:
    made = Scribe(deliveries)
    yield made
    made.close()


def first_two(deliveries: Deliveries) -> list[Delivery]:
    return deliveries.due(QUEUED, most=2)


def on_disk(deliveries: Deliveries, row: Delivery) -> str:
    """As another program sees it."""
    with sqlite3.connect(deliveries.ledger.path) as other:
        return str(other.execute("SELECT state FROM delivery WHERE id = ?", (row.id,)).fetchone()[0])


def test_what_was_taken_is_written_though_the_server_stalls_at_the_next(deliveries, scribe):
    one, _ = first_two(deliveries)
    scribe.doubt(Doubted(one.id, QUEUED))
    scribe.settle()
    assert on_disk(deliveries, one) == "in_doubt"
    scribe.sent(Taken(one.id, "250 ok", QUEUED))
    for _ in range(500):
        if on_disk(deliveries, one) == "sent":
            break
        real.sleep(0.01)
    assert on_disk(deliveries, one) == "sent"


def test_a_doubt_takes_along_what_was_taken_before_it(deliveries, scribe):
    one, two = first_two(deliveries)
    scribe.doubt(Doubted(one.id, QUEUED))
    scribe.settle()
    scribe.sent(Taken(one.id, "250 ok", QUEUED))
    scribe.doubt(Doubted(two.id, QUEUED))
    scribe.settle()
    assert (on_disk(deliveries, one), on_disk(deliveries, two)) == ("sent", "in_doubt")


def test_a_doubt_that_cannot_be_written_is_told_before_the_message_may_end(tmp_path, deliveries, scribe):
    one, two = first_two(deliveries)
    scribe.doubt(Doubted(one.id, QUEUED))
    scribe.settle()
    deliveries.ledger.connection.execute("PRAGMA busy_timeout = 50")
    with sqlite3.connect(deliveries.ledger.path, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        scribe.sent(Taken(one.id, "250 ok", QUEUED))
        scribe.doubt(Doubted(two.id, QUEUED))
        with pytest.raises(LedgerFault, match="held by another program"):
            scribe.settle()
        other.execute("ROLLBACK")
    assert (on_disk(deliveries, one), on_disk(deliveries, two)) == ("in_doubt", "pending")
