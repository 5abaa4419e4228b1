"""DKIM: signatures that verify, the same for the same message, and keys that are none."""

from __future__ import annotations

import dkim
import pytest

from pipeline.mail.message import address_message, freeze
from pipeline.mail.signing import Signer
from pipeline.problems import BadInput
from tests.mail.desk import MALUNG, QUEUED


def verifies(message: bytes, record: str) -> bool:
    return bool(dkim.verify(message, dnsfunc=lambda *_, **__: record.encode()))


def test_the_signature_verifies_with_a_second_reader(signed, key):
    assert verifies(signed.data, key[1])
    assert not verifies(signed.data.replace(b"Subject: Nyhetsbrev", b"Subject: Nyhetsbref"), key[1])
    assert not verifies(signed.data.replace(b"avsluta/", b"annat/"), key[1])
    assert not verifies(b"Reply-To: x@y.example\r\n" + signed.data, key[1])


def test_the_same_message_is_signed_alike(signed, signable, key, letter, look):
    frozen = freeze({"sv": letter}, "sv", look, *signable, QUEUED)
    assert address_message(frozen, "ett", MALUNG, "sv", Signer("bergslaget.example", "nyhet", key[0])) == signed


def test_what_is_no_key_is_said():
    for data in (b"", b"hej", b"-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n"):
        with pytest.raises(BadInput, match="DKIM") as caught:
            Signer("bergslaget.example", "nyhet", data, "dkim.pem")
        assert caught.value.problems[0].where.file == "dkim.pem"
