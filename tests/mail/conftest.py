"""Fixtures of the mail tests."""

from __future__ import annotations

import ssl
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import trustme
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from pipeline.letter import Enclosure, Letter, Settings
from pipeline.mail.campaign import Mailing, open_ledger
from pipeline.mail.ledger import Ledger
from pipeline.mail.message import Message, address_message, freeze
from pipeline.mail.signing import Signer
from tests.mail.desk import EDITION, MALUNG, QUEUED, Desk, Time, a_letter, members, some_settings, start


@pytest.fixture(scope="session")
def letter() -> Letter:
    return a_letter()


@pytest.fixture(scope="session")
def settings() -> Settings:
    return some_settings()


@pytest.fixture
def mailing(letter, look, settings) -> Mailing:
    return Mailing({"sv": letter}, "sv", look, Enclosure(b"%PDF-1.7 " + bytes(range(256)) * 8, 4), members(3), settings)


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def desk(request) -> Iterator[Desk]:
    """A server; tests that ask for it with ``both_ways`` meet it with and without pipelining."""
    desk = Desk(extensions=getattr(request, "param", ()))
    controller = start(desk, enable_SMTPUTF8=True)
    yield desk
    controller.stop(no_assert=True)


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="session")
def trusting(authority) -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    authority.configure_trust(context)
    return context


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    ledger = open_ledger(tmp_path / "ledger.sqlite", EDITION.organisation, QUEUED, new=True)
    yield ledger
    ledger.close()


@pytest.fixture(scope="session")
def key() -> tuple[bytes, str]:
    """A DKIM key and its record."""
    private = rsa.generate_private_key(65537, 2048)
    public = private.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    form = serialization.PrivateFormat.TraditionalOpenSSL
    pem = private.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption())
    return pem, f"v=DKIM1; k=rsa; p={b64encode(public).decode()}"


@pytest.fixture(scope="session")
def signable(settings) -> tuple[Enclosure, Settings]:
    """A document and settings with a way to leave in one click."""
    pdf = Enclosure(b"%PDF-1.7 " + bytes(range(256)) * 1172, 4)
    return pdf, replace(settings, unsubscribe_url="https://bergslaget.example/avsluta/{token}")


@pytest.fixture(scope="session")
def signed(letter, look, signable, key) -> Message:
    """A signed message."""
    frozen = freeze({"sv": letter}, "sv", look, *signable, QUEUED)
    return address_message(frozen, "ett", MALUNG, "sv", Signer("bergslaget.example", "nyhet", key[0]))
