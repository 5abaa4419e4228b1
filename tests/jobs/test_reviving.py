"""A dead address is shown with the way back, and taken off the list by it."""

from __future__ import annotations

import pytest

from pipeline.jobs.accounts import read_returned_mail, revive_address, show_deliveries
from pipeline.mail.address import read_address
from pipeline.mail.ledger import Ledger
from pipeline.mail.lock import SendingLock
from pipeline.problems import BadInput, ExitCode

ADDRESS = "kommun@falun.example"


def test_a_dead_address_is_listed_until_it_is_revived(tmp_path):
    path = tmp_path / "ledger.sqlite"
    ledger = Ledger(path, create=True)
    with ledger.transaction() as connection:
        key = ledger.address_hash(read_address(ADDRESS))
        connection.execute("INSERT INTO dead_address VALUES (?, ?, '2023-06-08T09:00:00Z', '550 unknown')", (key, ADDRESS))
    ledger.close()
    shown = show_deliveries(ledger=str(path)).said
    assert shown[1].rows == ((ADDRESS, "2023-06-08", "550 unknown"),)
    assert "--revive" in str(shown[2])
    revive_address(ledger=str(path), address="Kommun@Falun.example")
    assert len(show_deliveries(ledger=str(path)).said) == 1
    with pytest.raises(BadInput, match="not marked"):
        revive_address(ledger=str(path), address=ADDRESS)


def test_while_a_run_sends_returned_mail_waits(tmp_path):
    path = tmp_path / "ledger.sqlite"
    Ledger(path, create=True).close()
    with SendingLock(path):
        outcome = read_returned_mail(ledger=str(path), paths=(str(tmp_path),))
    assert outcome.exit_code is ExitCode.TRY_LATER
    assert "expected" in str(outcome.problems[0].message)


def test_a_folder_is_no_ledger(tmp_path):
    with pytest.raises(BadInput, match="a folder"):
        show_deliveries(ledger=str(tmp_path))
