"""Signing in with invoke login and sending with the token: a loopback token endpoint, aiosmtpd with XOAUTH2, a keyring in memory."""

from __future__ import annotations

import base64
import json
import shutil
import sys
import threading
from dataclasses import replace
from functools import partial
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from urllib.request import urlopen

import keyring
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as NoKeyring

from pipeline.jobs import mailing, signing_in
from pipeline.mail import oauth_google, oauth_microsoft
from pipeline.mail import provider as provider_limits
from pipeline.problems import BadInput, ExitCode
from tests.mail.desk import free_port
from tests.mail.test_mail_oauth import USERNAME, Microsoft, granted

SOURCE = Path(__file__).parents[1] / "cases/kommunalforbund"
LONG = "förnya" * 600


# the test server takes tokens over loopback without TLS on purpose
pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS:UserWarning")


class Memory(KeyringBackend):
    """Takes as much in one entry as Windows does."""

    priority = 1

    def __init__(self):
        super().__init__()
        self.kept = {}

    def get_password(self, service, username):
        return self.kept.get((service, username))

    def set_password(self, service, username, password):
        assert len(password) <= 1280
        self.kept[service, username] = password


class Desk:
    """Takes mail from who shows the token."""

    def __init__(self):
        self.user, self.token = "direktion@ljungadalen.example", "ett"
        self.unknown = ""
        self.taken = []
        self.shown = []

    async def auth_XOAUTH2(self, server, args):  # noqa: N802 - aiosmtpd finds it by its name
        shown = base64.b64decode(args[1]).decode()
        self.shown.append(shown)
        if shown == f"user={self.user}\x01auth=Bearer {self.token}\x01\x01":
            return AuthResult(success=True, auth_data=b"direktion")
        await server.push("334 eyJzdGF0dXMiOiI0MDEifQ==")
        await server._reader.readline()
        return AuthResult(success=False, handled=False)

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd finds it by its name
        self.taken.append(envelope.rcpt_tos[0])
        return "250 2.0.0 taken"

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 - aiosmtpd finds it by its name
        if address == self.unknown:
            return "550 5.1.1 no such user"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 ok"


@pytest.fixture
def memory():
    before = keyring.get_keyring()
    found = Memory()
    keyring.set_keyring(found)
    yield found
    keyring.set_keyring(before)


@pytest.fixture
def desk():
    found = Desk()
    found.port = free_port()
    controller = Controller(found, hostname="127.0.0.1", port=found.port, auth_required=True, auth_require_tls=False)
    controller.start()
    yield found
    controller.stop()


@pytest.fixture
def provider(monkeypatch):
    """The token endpoint; answers are taken from the front. The browser agrees at once."""
    answers = []

    class Endpoint(BaseHTTPRequestHandler):
        def do_POST(self):
            self.rfile.read(int(self.headers["Content-Length"]))
            answer = answers.pop(0)
            self.send_response(400 if "error" in answer else 200)
            self.end_headers()
            self.wfile.write(json.dumps(answer).encode())

        def log_message(self, *_):
            pass

    def browse(address):
        query = {key: values[0] for key, values in parse_qs(urlsplit(address).query).items()}
        back = f"{query['redirect_uri']}?code=kod&state={query['state']}"
        threading.Thread(target=lambda: urlopen(back).read(), daemon=True).start()

    server = HTTPServer(("127.0.0.1", 0), Endpoint)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setattr(oauth_google, "TOKENS", f"http://127.0.0.1:{server.server_port}/token")
    monkeypatch.setattr(signing_in.webbrowser, "open", browse)
    monkeypatch.setenv(signing_in.SECRET_VARIABLE, "hemlig")
    yield answers
    server.shutdown()
    server.server_close()


@pytest.fixture
def source(tmp_path, desk, monkeypatch):
    """An association that signs in; the providers' pace (two seconds a message) is tested with the transport."""
    for name, allowed in provider_limits.PROVIDERS.items():
        monkeypatch.setitem(provider_limits.PROVIDERS, name, replace(allowed, per_minute=0))
    shutil.copytree(SOURCE, tmp_path / "source")
    mail = tmp_path / "source/mail.yaml"
    words = mail.read_text(encoding="utf-8").replace("smtp.ljungadalen.example", "127.0.0.1").replace("microsoft365", "gmail")
    mail.write_text(f"{words}port: {desk.port}\nsecurity: none\nclient_id: klient\n", encoding="utf-8")
    return str(tmp_path / "source")


def send(source, tmp_path):
    wish = mailing.Wish(live=True, document="agenda", yes=True, ledger=str(tmp_path / "ledger.sqlite"), new_ledger=True)
    return mailing.send(source=source, meeting=None, output=str(tmp_path / "output"), wish=wish)


def test_who_signed_in_once_sends_and_a_refused_token_is_renewed(source, desk, provider, memory, tmp_path, monkeypatch):
    with pytest.raises(BadInput, match="sign-in"):
        send(source, tmp_path)
    provider += [{"access_token": "ett", "refresh_token": LONG}, {"access_token": "ett"}, {"access_token": "två"}]
    signing_in.sign_in(source=source, tell=lambda _: None)
    monkeypatch.delenv(signing_in.SECRET_VARIABLE)
    desk.token = "två"
    outcome = send(source, tmp_path)
    assert outcome.exit_code is ExitCode.DONE, outcome
    assert desk.taken
    assert "Bearer ett" in desk.shown[0]
    assert "Bearer två" in desk.shown[-1]
    assert not provider
    ledger = (tmp_path / "ledger.sqlite").read_bytes()
    assert not any(secret.encode() in ledger for secret in ("Bearer", "hemlig", LONG))


def test_a_withdrawn_sign_in_sends_nothing_and_says_how_to_go_on(source, desk, provider, memory, tmp_path):
    provider += [{"access_token": "ett", "refresh_token": "förnya"}, {"error": "invalid_grant"}]
    signing_in.sign_in(source=source, tell=lambda _: None)
    with pytest.raises(BadInput) as caught:
        send(source, tmp_path)
    assert "invoke login" in str(caught.value.problems[0].hint)
    assert not desk.taken


@pytest.fixture
def microsoft(source, desk, monkeypatch):
    """What msal asks is answered by script; mail.yaml says microsoft365."""
    mail = Path(source) / "mail.yaml"
    words = mail.read_text(encoding="utf-8").replace("gmail", "microsoft365")
    mail.write_text(f"{words}username: {USERNAME}\n", encoding="utf-8")
    desk.user = USERNAME
    found = Microsoft()
    monkeypatch.setattr(oauth_microsoft, "MicrosoftTokens", partial(oauth_microsoft.MicrosoftTokens, http_client=found))
    return found


def test_microsoft_who_entered_the_code_once_sends_and_a_refused_token_is_renewed(source, desk, microsoft, memory, tmp_path):
    microsoft.token_answers += [granted("ett"), granted("två")]
    told = []
    signing_in.sign_in(source=source, tell=told.append)
    assert "ABCD-EFGH" in str(told[0])
    desk.token = "två"
    assert send(source, tmp_path).exit_code is ExitCode.DONE
    assert desk.taken
    assert "Bearer ett" in desk.shown[0]
    assert "Bearer två" in desk.shown[-1]
    assert microsoft.asked[-1]["grant_type"] == "refresh_token"
    assert b"Bearer" not in (tmp_path / "ledger.sqlite").read_bytes()


def test_microsoft_a_withdrawn_sign_in_sends_nothing_and_says_how_to_go_on(source, desk, microsoft, memory, tmp_path):
    microsoft.token_answers += [granted("ett"), {"error": "invalid_grant", "error_description": "revoked"}]
    signing_in.sign_in(source=source, tell=lambda _: None)
    desk.token = "två"
    with pytest.raises(BadInput) as caught:
        send(source, tmp_path)
    assert "invoke login" in str(caught.value.problems[0].hint)
    assert not desk.taken


def test_without_msal_the_extra_is_named(source, desk, microsoft, memory, monkeypatch):
    monkeypatch.setitem(sys.modules, "pipeline.mail.oauth_microsoft", None)
    with pytest.raises(BadInput) as caught:
        signing_in.sign_in(source=source, tell=lambda _: None)
    assert "mail" in str(caught.value.problems[0].hint)


def test_a_missing_keyring_is_told(source, desk, provider, memory, tmp_path):
    keyring.set_keyring(NoKeyring())
    with pytest.raises(BadInput, match="keyring"):
        signing_in.sign_in(source=source, tell=lambda _: None)


def test_a_password_needs_no_sign_in(source, desk, provider, memory):
    mail = Path(source) / "mail.yaml"
    mail.write_text(mail.read_text(encoding="utf-8").replace("xoauth2", "password"), encoding="utf-8")
    with pytest.raises(BadInput, match="xoauth2"):
        signing_in.sign_in(source=source, tell=lambda _: None)


def test_a_run_with_nothing_left_still_tells_who_failed(source, desk, provider, memory, tmp_path):
    provider += [{"access_token": "ett", "refresh_token": "förnya"}, {"access_token": "ett"}, {"access_token": "ett"}]
    signing_in.sign_in(source=source, tell=lambda _: None)
    desk.unknown = "ture.hallmark@kvarnholma.example"
    assert send(source, tmp_path).exit_code is ExitCode.SOME_FAILED
    sent = list(desk.taken)
    again = send(source, tmp_path)
    assert again.exit_code is ExitCode.SOME_FAILED
    assert any("ture.hallmark@kvarnholma.example" in row for said in again.said for row in getattr(said, "rows", ()))
    assert desk.taken == sent


def test_who_declined_minutes_gets_none_and_is_named(source, desk, provider, memory, tmp_path):
    members = Path(source) / "members.yaml"
    text = members.read_text(encoding="utf-8").replace(
        "mail: [kommun@tallmora.example]", "mail: [kommun@tallmora.example], opt_out: [kommun@tallmora.example]"
    )
    members.write_text(text, encoding="utf-8")
    provider += [{"access_token": "ett", "refresh_token": "förnya"}, {"access_token": "ett"}]
    signing_in.sign_in(source=source, tell=lambda _: None)
    wish = mailing.Wish(live=True, document="minutes", anyway="prov", yes=True, ledger=str(tmp_path / "ledger.sqlite"), new_ledger=True)
    outcome = mailing.send(source=source, meeting=None, output=str(tmp_path / "output"), wish=wish)
    assert desk.taken
    assert "kommun@tallmora.example" not in desk.taken
    assert any(row[0] == "Tallmora" for said in outcome.said for row in getattr(said, "rows", ()))
