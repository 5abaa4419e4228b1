"""The ledger: what it refuses, what it keeps, what it forgets on request, and how an older one becomes today's."""

from __future__ import annotations

import errno
import os
import sqlite3
import stat
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from pipeline.letter import Enclosure, Recipient
from pipeline.mail import places, schema
from pipeline.mail.accounts import accounts, decisions, purge, resolve, revive
from pipeline.mail.campaign import open_ledger, prepare, send, standing
from pipeline.mail.enrolment import note_words
from pipeline.mail.ledger import Ledger, LedgerFault
from pipeline.mail.lock import SendingLock
from pipeline.mail.run import Conduct
from pipeline.mail.transport import Session
from pipeline.messages import spoken
from pipeline.problems import BadInput, ExitCode
from pipeline.story import text
from tests.mail.desk import EDITION, QUEUED, QUICK, Script, member, members, run

ORGANISATION = EDITION.organisation
PDF2 = Enclosure(b"%PDF-1.7 another")


def corrected(mailing):
    """The same mailing with another PDF and a letter that says so."""
    letters = {tag: replace(letter, notice=text("Rättelse: fel belopp.")) for tag, letter in mailing.letters.items()}
    return replace(mailing, letters=letters, enclosure=PDF2)


def states(ledger):
    return [(account.recipient, account.state, account.note) for account in accounts(ledger)]


# ── where it lies and whose it is ────────────────────────────────────────────────────────────────────────────────────


def test_a_missing_ledger_is_never_begun_by_accident(tmp_path):
    path = tmp_path / "data" / "ledger.sqlite"
    with pytest.raises(BadInput, match="found none") as caught:
        open_ledger(path, ORGANISATION, QUEUED)
    assert "--new-ledger" in str(caught.value.problems[0].hint)
    assert not path.parent.exists()
    open_ledger(path, ORGANISATION, QUEUED, new=True).close()
    open_ledger(path, ORGANISATION, QUEUED).close()


def test_a_ledger_that_does_not_know_the_organisation_asks_too(tmp_path):
    path = tmp_path / "ledger.sqlite"
    open_ledger(path, ORGANISATION, QUEUED, new=True).close()
    with pytest.raises(BadInput, match="802400-0001"):
        open_ledger(path, "802400-0001", QUEUED)
    open_ledger(path, "802400-0001", QUEUED, new=True).close()
    open_ledger(path, ORGANISATION, QUEUED).close()


@pytest.mark.skipif(sys.platform == "win32", reason="another platform: permissions are POSIX")
def test_others_on_the_computer_cannot_read_it(ledger):
    assert stat.S_IMODE(ledger.path.stat().st_mode) == 0o600


def test_another_kind_of_file_is_no_ledger(tmp_path):
    path = tmp_path / "ledger.sqlite"
    path.write_bytes(b"Dear diary, " * 100)
    with pytest.raises(BadInput, match="another kind of file"):
        open_ledger(path, ORGANISATION, QUEUED)
    assert path.read_bytes().startswith(b"Dear diary")


def test_a_disk_that_is_protected_is_told_in_the_readers_language(ledger, monkeypatch):
    def protected(*_, **__):
        raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(ledger.path))

    monkeypatch.setattr(Path, "touch", protected)
    with pytest.raises(LedgerFault) as caught:
        Ledger(ledger.path)
    assert spoken(caught.value.problem.message, "sv").endswith("hittade: en skrivskyddad disk")
    ledger.connection.execute("PRAGMA query_only = ON")
    with pytest.raises(LedgerFault) as caught:
        ledger.adopt("802400-0001", QUEUED)
    assert "skrivskyddad" in spoken(caught.value.problem.message, "sv")


@pytest.mark.skipif(sys.platform == "win32", reason="another platform: named pipes are POSIX")
def test_a_named_pipe_or_a_folder_is_no_ledger(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", tmp_path):
        with pytest.raises(BadInput, match="found a folder"):
            Ledger(path)


@pytest.mark.parametrize(
    "folder",
    ["OneDrive", "OneDrive - Falu kommun", "Dropbox", "Dropbox (Kansliet)", "Google Drive", "GoogleDrive-a@b.example", "Nextcloud", "CloudStorage",
     "Mobile Documents", "iCloud Drive", "Box Sync", "pCloudDrive"],
)  # fmt: skip
def test_a_folder_that_a_service_copies_is_refused(tmp_path, folder):
    path = tmp_path / folder / "styrelse" / "ledger.sqlite"
    path.parent.mkdir(parents=True)
    with pytest.raises(BadInput, match="copies elsewhere") as caught:
        open_ledger(path, ORGANISATION, QUEUED, new=True)
    assert "--ledger" in str(caught.value.problems[0].hint)


def test_folders_that_only_sound_like_it_are_fine(tmp_path):
    for folder in ("Synchronisering", "Boxholm", "Megastaden", "drive"):
        assert places.unsafe_place(tmp_path / folder / "ledger.sqlite") is None


def test_marks_and_variables_of_services_are_seen(tmp_path, monkeypatch):
    (tmp_path / "delad" / "djupt").mkdir(parents=True)
    (tmp_path / "delad" / ".stfolder").mkdir()
    assert places.unsafe_place(tmp_path / "delad" / "djupt" / "x" / "ledger.sqlite")
    monkeypatch.setenv("OneDriveCommercial", str(tmp_path / "Falu kommun"))
    assert places.unsafe_place(tmp_path / "Falu kommun" / "ledger.sqlite")
    assert places.unsafe_place(tmp_path / "ledger.sqlite") is None


@pytest.mark.skipif(sys.platform == "win32", reason="another platform: mounts are POSIX")
def test_a_network_share_is_refused(tmp_path, monkeypatch):
    share = tmp_path / "g"
    share.mkdir()
    for kind, unsafe in (("cifs", True), ("nfs4", True), ("fuse.sshfs", True), ("ext4", False), ("apfs", False)):
        monkeypatch.setattr(places, "_mounts", lambda kind=kind: [("/", "ext4"), (str(share.resolve()), kind)])
        assert bool(places.unsafe_place(share / "mapp" / "ledger.sqlite")) == unsafe
        assert places.unsafe_place(tmp_path / "ledger.sqlite") is None
    assert "(cifs)" in str(_network_problem(share, monkeypatch).message)


def _network_problem(share, monkeypatch):
    monkeypatch.setattr(places, "_mounts", lambda: [(str(share.resolve()), "cifs")])
    return places.unsafe_place(share / "ledger.sqlite")


# ── migrations ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_older_ledger_is_brought_up_to_date_with_all_it_knows(tmp_path):
    path = tmp_path / "ledger.sqlite"
    old = sqlite3.connect(path)
    old.executescript(f"{schema.MIGRATIONS[0]} PRAGMA user_version = 1;")
    old.execute("INSERT INTO organisation VALUES (?, '2022-01-01T00:00:00Z')", (ORGANISATION,))
    old.execute("INSERT INTO mailing VALUES (1, ?, 'newsletter', 2023, '1', '2023-02-01T09:00:00Z', 'abc')", (ORGANISATION,))
    old.execute(
        "INSERT INTO delivery (mailing, recipient, address_hash, name, address, state, changed_at) VALUES (1, 'avesta', 'h', 'Avesta', 'a@b.example', 'sent', ?)",
        ("2023-02-01T09:00:05Z",),
    )
    old.commit()
    old.close()
    ledger = open_ledger(path, ORGANISATION, QUEUED)
    (account,) = accounts(ledger)
    assert (account.recipient, account.state, account.correction, account.reason) == ("avesta", "sent", 0, "")
    assert ledger.rows("PRAGMA user_version")[0][0] == schema.VERSION
    ledger.close()


def test_a_newer_ledger_is_left_alone(tmp_path):
    path = tmp_path / "ledger.sqlite"
    open_ledger(path, ORGANISATION, QUEUED, new=True).close()
    sqlite3.connect(path).executescript("PRAGMA user_version = 99;")
    with pytest.raises(BadInput, match="version 99"):
        open_ledger(path, ORGANISATION, QUEUED)


def test_every_migrated_ledger_has_the_shape_of_a_new_one(tmp_path):
    def shape(connection):
        return sorted(row[0] for row in connection.execute("SELECT name FROM sqlite_master"))

    old = sqlite3.connect(tmp_path / "old.sqlite", isolation_level=None)
    old.executescript(f"{schema.MIGRATIONS[0]} PRAGMA user_version = 1;")
    schema.migrate(old, "old")
    new = sqlite3.connect(tmp_path / "new.sqlite", isolation_level=None)
    schema.migrate(new, "new")
    assert shape(old) == shape(new)


def test_what_decides_is_synced_before_it_is_acted_on(ledger):
    assert ledger.rows("PRAGMA journal_mode")[0][0] == "wal"
    assert ledger.rows("PRAGMA synchronous")[0][0] == 2
    with ledger.unsynced():
        assert ledger.connection.execute("PRAGMA synchronous").fetchone()[0] == 1
    assert ledger.rows("PRAGMA synchronous")[0][0] == 2


def test_one_sender_at_a_time(ledger):
    with SendingLock(ledger.path), pytest.raises(LedgerFault, match="at work"), SendingLock(ledger.path):
        pass
    with SendingLock(ledger.path):
        pass


# ── the document is frozen ───────────────────────────────────────────────────────────────────────────────────────────


def test_another_document_of_a_sent_edition_is_refused_unless_it_is_a_correction(ledger, mailing, time, desk):
    desk.script.RCPT = lambda address, _: "450 later" if address.startswith("kommun3") else None
    run(ledger, mailing, time, desk.port, patience=0)
    desk.script = Script()
    with pytest.raises(BadInput, match="sent on 2023-06-08, found another one") as caught:
        run(ledger, replace(mailing, enclosure=PDF2), time, desk.port)
    assert "--correction REASON" in str(caught.value.problems[0].hint)
    stand = standing(ledger, EDITION, replace(mailing, enclosure=PDF2).document_sha256, "fel belopp")
    assert (stand.row, stand.correction, stand.reason) == (None, 1, "fel belopp")
    assert run(ledger, corrected(mailing), time, desk.port, correction="fel belopp").exit_code == ExitCode.DONE
    assert set(desk.copies.values()) == {1, 2}
    assert sum(desk.copies.values()) == 5
    told = [(account.correction, account.reason, account.state, account.note) for account in accounts(ledger)]
    assert told == [(0, "", "sent", "")] * 2 + [(0, "", "cancelled", "superseded")] + [(1, "fel belopp", "sent", "")] * 3
    assert run(ledger, corrected(mailing), time, desk.port).exit_code == ExitCode.DONE
    assert sum(desk.copies.values()) == 5, "the correction is sent once as well"


def test_a_corrections_letter_has_to_say_so(ledger, mailing, time, desk):
    run(ledger, mailing, time, desk.port)
    with pytest.raises(ValueError, match="notice"):
        run(ledger, replace(mailing, enclosure=PDF2), time, desk.port, correction="fel belopp")


def test_there_is_nothing_to_correct_before_something_was_sent(ledger, mailing):
    with pytest.raises(BadInput, match="to correct"):
        standing(ledger, EDITION, mailing.document_sha256, "fel belopp")


def test_as_long_as_nothing_has_left_the_document_may_change(ledger, mailing, time, desk):
    desk.script.MAIL = lambda *_: "550 5.7.1 sender unknown"
    run(ledger, mailing, time, desk.port)
    desk.script = Script()
    time.jump(hours=1)
    assert run(ledger, replace(mailing, enclosure=PDF2), time, desk.port).exit_code == ExitCode.DONE
    assert set(desk.copies.values()) == {1}


def test_a_resumed_run_sends_the_words_and_the_date_of_the_first(ledger, mailing, time, desk):
    time.jump(microseconds=123_456)
    desk.script.RCPT = lambda address, _: "450 later" if address.startswith("kommun3") else None
    run(ledger, mailing, time, desk.port, patience=0)
    desk.script = Script()
    time.jump(days=1)
    assert not prepare(ledger, mailing, standing(ledger, EDITION, mailing.document_sha256), time.wall, 0).older_words
    other = replace(mailing, letters={"sv": replace(mailing.letters["sv"], subject="Något annat")})
    plan = prepare(ledger, other, standing(ledger, EDITION, other.document_sha256), time.wall, 0)
    assert plan.older_words
    assert plan.to_send == 1
    run(ledger, other, time, desk.port)
    subjects = {line for _, data in desk.taken for line in data.split(b"\r\n") if line.startswith((b"Subject", b"Date"))}
    assert len(desk.taken) == 3
    assert len(subjects) == 2
    assert b"Date: Thu, 08 Jun 2023 09:00:00 +0000" in subjects


def test_a_plan_made_before_another_run_is_not_carried_out(ledger, mailing, time, desk):
    port = replace(mailing.settings, port=desk.port)
    mailing = replace(mailing, settings=port)
    plan = prepare(ledger, mailing, standing(ledger, EDITION, mailing.document_sha256), QUEUED, 0)
    run(ledger, mailing, time, desk.port)
    with pytest.raises(LedgerFault, match="changed"):
        send(ledger, mailing, plan, lambda: Session(port, None, timeouts=QUICK), time.clock, Conduct())
    assert set(desk.copies.values()) == {1}


def test_what_a_person_pushed_through_is_kept_with_its_reason(ledger, mailing, time, desk):
    port = replace(mailing.settings, port=desk.port)
    plan = prepare(ledger, replace(mailing, settings=port), standing(ledger, EDITION, mailing.document_sha256), QUEUED, 0)
    send(
        ledger,
        replace(mailing, settings=port),
        plan,
        lambda: Session(port, None, timeouts=QUICK),
        time.clock,
        Conduct(),
        anyway="ordföranden vill",
    )
    assert decisions(ledger, EDITION) == [("2023-06-08T09:00:00Z", "anyway", "ordföranden vill")]


# ── who gets it ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_every_address_gets_its_own_message_and_each_mailbox_one(ledger, mailing, time, desk):
    recipients = (
        Recipient("falun", "Falun", ("kommun@falun.example", "ks@falun.example", "Kommun@FALUN.example")),
        Recipient("falun-ks", "Kommunstyrelsen", ("KS@falun.example",)),
    )
    run(ledger, replace(mailing, recipients=recipients), time, desk.port)
    assert desk.copies == {"kommun@falun.example": 1, "ks@falun.example": 1}
    assert states(ledger) == [("falun", "sent", ""), ("falun", "sent", ""), ("falun-ks", "cancelled", "same_address")]


def test_opt_outs_hold_for_copies_and_not_for_official_letters(ledger, mailing, time, desk):
    recipients = (
        Recipient("a", "A", ("a@a.example", "b@a.example"), opted_out=("B@a.example",)),
        Recipient("c", "C", ("c@c.example",), opted_out=("c@c.example",)),
    )
    mailing = replace(mailing, recipients=recipients)
    plan = prepare(ledger, mailing, standing(ledger, EDITION, mailing.document_sha256), QUEUED, 0)
    assert [(recipient.id, note) for recipient, note in plan.unreached] == [("c", "opted_out")]
    run(ledger, mailing, time, desk.port)
    assert desk.copies == {"a@a.example": 1}
    letter = replace(mailing.letters["sv"], official=True, edition=replace(EDITION, kind="verification"))
    run(ledger, replace(mailing, letters={"sv": letter}), time, desk.port)
    assert desk.copies == {"a@a.example": 2, "b@a.example": 1, "c@c.example": 1}


def test_nobody_is_dropped_in_silence(ledger, mailing):
    recipients = (Recipient("a", "A", ()), Recipient("b", "B", ("b@b.example",), dead=("b@b.example",)), member(1))
    plan = prepare(ledger, replace(mailing, recipients=recipients), standing(ledger, EDITION, mailing.document_sha256), QUEUED, 0)
    assert [(recipient.id, note) for recipient, note in plan.unreached] == [("a", "no_address"), ("b", "dead")]
    assert all(note_words(note) for _, note in plan.unreached)
    assert plan.to_send == 1


def test_a_changed_address_gets_no_second_copy_until_a_person_says_so(ledger, mailing, time, desk):
    run(ledger, mailing, time, desk.port)
    moved = replace(mailing, recipients=(member(1, "ny@m1.example"), *mailing.recipients[1:]))
    run(ledger, moved, time, desk.port)
    assert "ny@m1.example" not in desk.copies
    assert ("m00001", "cancelled", "replaced") in states(ledger)
    assert [account.address for account in resolve(ledger, EDITION, "again", QUEUED, "m00001")] == ["ny@m1.example"]
    run(ledger, moved, time, desk.port)
    assert desk.copies["ny@m1.example"] == 1
    assert desk.copies["kommun1@m1.example"] == 1


def test_a_corrected_address_after_a_refusal_gets_its_copy(ledger, mailing, time, desk):
    desk.script.RCPT = lambda address, _: "550 5.1.1 no" if address == "kommun1@m1.example" else None
    run(ledger, mailing, time, desk.port)
    run(ledger, replace(mailing, recipients=(member(1, "ny@m1.example"), *mailing.recipients[1:])), time, desk.port)
    assert desk.copies["ny@m1.example"] == 1


def test_who_leaves_while_waiting_gets_nothing_and_who_comes_back_does(ledger, mailing, time, desk):
    desk.script.RCPT = lambda address, _: "450 later" if address.startswith("kommun3") else None
    run(ledger, mailing, time, desk.port, patience=0)
    desk.script = Script()
    time.jump(hours=1)
    run(ledger, replace(mailing, recipients=members(2)), time, desk.port)
    assert ("m00003", "cancelled", "removed") in states(ledger)
    run(ledger, mailing, time, desk.port)
    assert desk.copies["kommun3@m3.example"] == 1


def test_a_neighbours_address_is_served_when_the_neighbour_leaves(ledger, mailing, time, desk):
    desk.script.RCPT = lambda *_: "450 later"
    both = (member(1, "kansli@norr.example"), member(2, "kansli@norr.example"))
    run(ledger, replace(mailing, recipients=both), time, desk.port, patience=0)
    desk.script = Script()
    run(ledger, replace(mailing, recipients=both[1:]), time, desk.port)
    assert desk.copies == {"kansli@norr.example": 1}
    assert states(ledger) == [("m00001", "cancelled", "removed"), ("m00002", "sent", "")]


def test_all_bad_addresses_and_names_come_out_at_once_with_their_places(ledger, mailing):
    from pipeline.problems import Place

    recipients = (
        Recipient("a", "A", ("a@", "b c@d.example"), where=Place("source/members.yaml", 5)),
        Recipient("b", "B\r\nBcc: x@y.example", ("b@b.example",), where=Place("source/members.yaml", 9)),
    )
    letter = replace(mailing.letters["sv"], subject="Nyhetsbrev\nBcc: x@y.example")
    with pytest.raises(BadInput) as caught:
        prepare(ledger, replace(mailing, recipients=recipients, letters={"sv": letter}), standing(ledger, EDITION, "x"), QUEUED, 0)
    assert [str(problem.where) for problem in caught.value.problems] == [
        EDITION.key,
        "source/members.yaml:5",
        "source/members.yaml:5",
        "source/members.yaml:9",
    ]
    assert all(problem.hint for problem in caught.value.problems)


def test_a_document_too_large_is_linked_to_where_that_is_possible(ledger, mailing, time, desk):
    stand = standing(ledger, EDITION, mailing.document_sha256)
    assert not prepare(ledger, mailing, stand, QUEUED, 30_000).frozen.enclosed
    assert prepare(ledger, mailing, stand, QUEUED, 3_000_000).frozen.enclosed
    plan = prepare(ledger, mailing, stand, QUEUED, 30_000)
    assert b"bergslaget.example/arkiv" in plan.frozen.languages["sv"].body
    assert b"application/pdf" not in plan.frozen.languages["sv"].body
    nowhere = replace(mailing, letters={"sv": replace(mailing.letters["sv"], instead=())})
    with pytest.raises(BadInput, match="at most 10 kB") as caught:
        prepare(ledger, nowhere, stand, QUEUED, 10_000)
    assert "archive address" in str(caught.value.problems[0].hint)


# ── afterwards ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_doubts_are_settled_by_a_person_and_by_nobody_else(ledger, mailing, time, desk):
    desk.script.content = lambda address, count: "hang up" if address[6] in "12" and count == 1 else None
    assert run(ledger, mailing, time, desk.port).counts["in_doubt"] == 2
    assert [account.recipient for account in resolve(ledger, EDITION, "sent", QUEUED, "m00001")] == ["m00001"]
    assert [account.recipient for account in resolve(ledger, EDITION, "again", QUEUED)] == ["m00002"]
    assert run(ledger, mailing, time, desk.port).exit_code == ExitCode.DONE
    assert desk.copies == {"kommun2@m2.example": 1, "kommun3@m3.example": 1}
    assert [(what, who) for _, what, who in decisions(ledger, EDITION)] == [("in-doubt=sent", "m00001"), ("in-doubt=again", "m00002")]
    assert resolve(ledger, EDITION, "again", QUEUED) == []


def test_the_table_tells_who_when_and_the_servers_words(ledger, mailing, time, desk):
    run(ledger, mailing, time, desk.port)
    first = next(accounts(ledger, EDITION))
    assert (first.recipient, first.name, first.address, first.state) == ("m00001", "Kommun nr 1", "kommun1@m1.example", "sent")
    assert first.changed_at == "2023-06-08T09:00:00Z"
    assert first.answer == "250 2.0.0 Ok: queued as 4711"
    assert first.message_id.encode() in desk.taken[0][1]
    assert list(accounts(ledger, replace(EDITION, number="9"))) == []
    assert list(accounts(ledger, state="failed")) == []
    assert len(list(accounts(ledger, organisation=ORGANISATION))) == 3


def test_a_purge_forgets_people_and_still_sends_nobody_twice(ledger, mailing, time, desk):
    run(ledger, mailing, time, desk.port)
    assert purge(ledger, QUEUED, QUEUED) == 0
    assert purge(ledger, QUEUED + timedelta(days=1), QUEUED + timedelta(days=400)) == 1
    ledger.sync()
    for file in ledger.path.parent.iterdir():
        content = file.read_bytes()
        assert b"kommun1" not in content
        assert b"Kommun nr" not in content
        assert b"Bergslagen kan bli" not in content
    assert {account.state for account in accounts(ledger)} == {"sent"}
    with pytest.raises(BadInput, match="purged"):
        run(ledger, mailing, time, desk.port)
    with pytest.raises(BadInput, match="another one"):
        run(ledger, replace(mailing, enclosure=PDF2), time, desk.port)
    assert set(desk.copies.values()) == {1}


def test_what_waited_when_it_was_purged_is_cancelled_and_cannot_be_sent_again(ledger, mailing, time, desk):
    desk.script.content = lambda address, _: {"1": "hang up", "2": "450 later"}.get(address[6])
    run(ledger, mailing, time, desk.port, patience=0)
    purge(ledger, QUEUED + timedelta(days=1), QUEUED)
    assert [(state, note) for _, state, note in states(ledger)] == [("in_doubt", ""), ("cancelled", "purged"), ("sent", "")]
    assert resolve(ledger, EDITION, "again", QUEUED) == []
    assert len(resolve(ledger, EDITION, "sent", QUEUED)) == 1


def test_reviving_needs_an_address(ledger):
    assert not revive(ledger, "a@b.example")
    with pytest.raises(BadInput):
        revive(ledger, "a@")


def test_a_ledger_on_a_folder_that_cannot_be_written_is_a_clear_fault(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(LedgerFault):
        Ledger(tmp_path / "file" / "ledger.sqlite", create=True)


def test_doubt_that_cannot_be_written_stops_before_the_end_of_data(tmp_path, mailing, time, desk):
    ledger = Ledger(tmp_path / "l.sqlite", create=True, busy_seconds=0.05)
    ledger.adopt(ORGANISATION, QUEUED)
    other = sqlite3.connect(ledger.path, isolation_level=None, check_same_thread=False)

    def lock(*_):
        if not other.in_transaction:
            other.execute("BEGIN IMMEDIATE")

    desk.script.DATA = lock
    with pytest.raises(LedgerFault, match="another program"):
        run(ledger, mailing, time, desk.port)
    assert desk.taken == []
    other.execute("ROLLBACK")
    other.close()
    desk.script = Script()
    assert run(ledger, mailing, time, desk.port).exit_code == ExitCode.DONE
    assert set(desk.copies.values()) == {1}
    ledger.close()
