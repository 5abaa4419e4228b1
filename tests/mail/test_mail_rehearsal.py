"""A rehearsal shows what a run would do, and a copy to look at stays outside the ledger."""

from __future__ import annotations

import email
import email.policy
from dataclasses import replace

import pytest

from pipeline.letter import Recipient
from pipeline.mail.campaign import copy_for
from pipeline.mail.rehearsal import rehearse
from pipeline.problems import BadInput
from tests.mail.desk import QUEUED, Script, members, run


def test_files_open_ready_to_send_and_are_the_very_messages(mailing, ledger, time, desk):
    rehearsal = rehearse(mailing, QUEUED)
    assert [file.name for file in rehearsal.files] == ["m00001.eml", "m00002.eml", "m00003.eml"]
    for file in rehearsal.files:
        head, _, rest = file.data.partition(b"\r\n")
        assert head == b"X-Unsent: 1"
        assert rest == file.message.data
    parsed = email.message_from_bytes(rehearsal.files[0].data, policy=email.policy.default)
    assert parsed["To"] == "Kommun nr 1 <kommun1@m1.example>"
    run(ledger, mailing, time, desk.port)
    assert [data for _, data in desk.taken] == [file.message.data for file in rehearsal.files]


def test_fifty_files_unless_all_are_asked_for_and_one_document_in_memory(mailing):
    mailing = replace(mailing, recipients=members(60))
    rehearsal = rehearse(mailing, QUEUED)
    assert (len(rehearsal.files), rehearsal.left_out, len(rehearsal.rows)) == (50, 10, 60)
    assert len(rehearse(mailing, QUEUED, everything=True).files) == 60
    assert len({id(file.message.body) for file in rehearsal.files}) == 1
    assert rehearsal.pasteable.count(";\n") == 60


def test_addresses_to_paste_are_those_that_get_it(mailing):
    recipients = (
        Recipient("falun", "Falun; Dalarna", ("kommun@falun.example", "ks@falun.example"), opted_out=("ks@falun.example",)),
        Recipient("nora", "Nora", ("kommun@falun.example",)),
        Recipient("åre", "Åre", ("kommun@åre.example",)),
        Recipient("tom", "Tom", ()),
    )
    rehearsal = rehearse(replace(mailing, recipients=recipients), QUEUED)
    assert rehearsal.pasteable == "kommun@falun.example;\nkommun@xn--re-xia.example;\n"
    assert [(row.recipient, row.note) for row in rehearsal.rows] == [
        ("falun", ""),
        ("falun", "opted_out"),
        ("nora", "same_address"),
        ("åre", ""),
    ]
    assert [(recipient.id, note) for recipient, note in rehearsal.unreached] == [("tom", "no_address")]
    assert [file.name for file in rehearsal.files] == ["falun.eml", "are.eml"]


def test_several_messages_of_one_recipient_get_names_of_their_own(mailing):
    recipients = (Recipient("Falun", "Falun", ("a@falun.example", "b@falun.example")), Recipient("falun", "Falun", ("c@falun.example",)))
    rehearsal = rehearse(replace(mailing, recipients=recipients), QUEUED)
    names = [file.name for file in rehearsal.files]
    assert len({name.lower() for name in names}) == 3, "Windows and macOS do not tell case"


def test_what_the_ledger_has_is_told_and_not_made_again(mailing, ledger, time, desk):
    desk.script.RCPT = lambda address, _: "450 later" if address.startswith("kommun3") else None
    run(ledger, mailing, time, desk.port, patience=0)
    desk.script = Script()
    rehearsal = rehearse(mailing, QUEUED, ledger)
    assert [row.state for row in rehearsal.rows] == ["sent", "sent", "deferred"]
    assert [file.name for file in rehearsal.files] == ["m00003.eml"]


def test_bad_input_is_met_in_the_rehearsal_already(mailing):
    with pytest.raises(BadInput):
        rehearse(replace(mailing, recipients=(Recipient("a", "A", ("a@@b",)),)), QUEUED)


def test_a_copy_to_look_at_has_an_id_of_its_own(mailing, ledger):
    copy = copy_for(mailing, "jag@bergslaget.example", QUEUED, 0)
    real = rehearse(mailing, QUEUED).files[0].message
    assert copy.recipient == "jag@bergslaget.example"
    assert copy.message_id != real.message_id
    assert copy.body == real.body
    assert copy_for(mailing, "jag@bergslaget.example", QUEUED.replace(minute=5), 0).message_id != copy.message_id
