"""Signing in with tokens, against scripted stand-ins for the providers; the providers themselves were never asked."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit
from urllib.request import urlopen

import pytest

from pipeline.mail.login import NoToken, Secret
from pipeline.mail.oauth_google import GoogleTokens
from pipeline.mail.oauth_microsoft import MicrosoftTokens
from pipeline.mail.token_store import TokenStore
from pipeline.problems import BadInput

USERNAME = "nyhetsbrev@bergslaget.example"


class Keyring:
    def __init__(self) -> None:
        self.kept = ""

    def write(self, value: str) -> None:
        self.kept = value

    @property
    def store(self) -> TokenStore:
        return TokenStore(lambda: self.kept, self.write)


# ── Microsoft 365 ────────────────────────────────────────────────────────────────────────────────────────────────────


class Microsoft:
    """What msal asks, answered by script; ``token_answers`` are taken from the front."""

    def __init__(self, *token_answers: dict) -> None:
        self.token_answers = list(token_answers)
        self.asked: list[dict] = []

    def get(self, url, **_):
        base = "https://login.microsoftonline.com/organizations"
        endpoints = {"authorization_endpoint": f"{base}/authorize", "token_endpoint": f"{base}/token", "issuer": f"{base}/v2.0",
                     "device_authorization_endpoint": f"{base}/devicecode"}  # fmt: skip
        return self.reply(endpoints)

    def post(self, url, data=None, **_):
        if url.endswith("devicecode"):
            answer = {
                "user_code": "ABCD-EFGH",
                "device_code": "d",
                "verification_uri": "https://microsoft.example/devicelogin",
                "expires_in": 900,
                "interval": 0,
            }
            return self.reply(answer)
        self.asked.append(dict(data))
        return self.reply(self.token_answers.pop(0))

    def close(self) -> None:
        pass

    @staticmethod
    def reply(answer):
        text = json.dumps(answer)
        status = 400 if "error" in answer else 200
        return SimpleNamespace(status_code=status, text=text, headers={}, raise_for_status=lambda: None, json=lambda: answer)


def granted(token: str, seconds: int = 3600) -> dict:
    identity = {
        "preferred_username": USERNAME,
        "oid": "1",
        "tid": "2",
        "sub": "3",
        "iss": "x",
        "aud": "klient",
        "exp": 4102444800,
        "iat": 1,
    }
    from base64 import urlsafe_b64encode

    part = urlsafe_b64encode(json.dumps(identity).encode()).decode().rstrip("=")
    client = urlsafe_b64encode(b'{"uid":"1","utid":"2"}').decode()
    return {"access_token": token, "refresh_token": "r", "expires_in": seconds, "id_token": f"e30.{part}.", "client_info": client, "token_type": "Bearer",
            "scope": "https://outlook.office.com/SMTP.Send"}  # fmt: skip


def test_microsoft_a_person_signs_in_once_and_later_runs_renew(capsys):
    keyring, told = Keyring(), []
    microsoft = Microsoft(granted("ett"), granted("second"))
    tokens = MicrosoftTokens("klient", "organizations", USERNAME, keyring.store, microsoft)
    assert "invoke login" in str(why_not(tokens).hint), "nobody has signed in yet"
    tokens.sign_in(told.append)
    assert str(told[0]) == "open https://microsoft.example/devicelogin and enter the code ABCD-EFGH"
    later = MicrosoftTokens("klient", "organizations", USERNAME, keyring.store, microsoft)
    assert later.secret(False) == Secret("ett")
    assert later.secret(True) == Secret("second"), "the server refused the first"
    assert microsoft.asked[1]["grant_type"] == "refresh_token"
    assert "second" in keyring.kept
    assert capsys.readouterr() == ("", "")


def test_microsoft_a_refused_sign_in_is_told_by_its_code_alone():
    microsoft = Microsoft({"error": "access_denied", "error_description": "user klient said no"})
    with pytest.raises(BadInput, match="access_denied") as caught:
        MicrosoftTokens("klient", "organizations", USERNAME, Keyring().store, microsoft).sign_in(lambda _: None)
    assert "said no" not in str(caught.value)


def why_not(tokens):
    with pytest.raises(NoToken) as caught:
        tokens.secret(True)
    return caught.value


@pytest.mark.parametrize(
    ("answer", "found", "hint"),
    [
        ({"error": "invalid_grant", "error_codes": [700082]}, "found it expired", "sign in anew"),
        ({"error": "invalid_grant", "error_codes": [50173]}, "found it withdrawn", "whoever runs the mail"),
        ({"error": "invalid_grant", "suberror": "consent_required"}, "found it withdrawn", "whoever runs the mail"),
        ({"error": "invalid_grant"}, "expired or withdrawn", "sign in anew"),
        ({"error": "unauthorized_client"}, "unauthorized_client", "client_id"),
        ({"error": "temporarily_unavailable"}, "out of reach", "run the command again"),
    ],
)
def test_microsoft_says_why_there_is_no_token_and_what_to_do(answer, found, hint):
    microsoft = Microsoft(granted("ett"), {**answer, "error_description": "quotes klient"})
    tokens = MicrosoftTokens("klient", "organizations", USERNAME, Keyring().store, microsoft)
    tokens.sign_in(lambda _: None)
    fault = why_not(tokens)
    assert found in str(fault.found)
    assert hint in str(fault.hint)
    assert "quotes" not in str(fault.found)
    assert fault.lasting == ("out of reach" not in found)


def test_microsoft_out_of_reach_is_for_another_time(monkeypatch):
    microsoft = Microsoft(granted("ett"))
    tokens = MicrosoftTokens("klient", "organizations", USERNAME, Keyring().store, microsoft)
    tokens.sign_in(lambda _: None)

    def cut(*_, **__):
        raise ConnectionError("cable")

    monkeypatch.setattr(microsoft, "post", cut)
    fault = why_not(tokens)
    assert "out of reach" in str(fault.found)
    assert not fault.lasting


def test_microsoft_nobody_elses_account_stands_in():
    keyring = Keyring()
    microsoft = Microsoft(granted("ett"), granted("två"))
    MicrosoftTokens("klient", "organizations", USERNAME, keyring.store, microsoft).sign_in(lambda _: None)
    fault = why_not(MicrosoftTokens("klient", "organizations", "ordforande@bergslaget.example", keyring.store, microsoft))
    assert USERNAME in str(fault.found)
    assert "username in mail.yaml" in str(fault.hint)
    with pytest.raises(BadInput, match="found one of nyhetsbrev"):
        MicrosoftTokens("klient", "organizations", "ordforande@bergslaget.example", Keyring().store, microsoft).sign_in(lambda _: None)


# ── Gmail ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def google():
    """A token endpoint on loopback; answers are taken from the front, questions kept."""
    answers: list[tuple[int, dict]] = []
    asked: list[dict[str, str]] = []

    class Endpoint(BaseHTTPRequestHandler):
        def do_POST(self):
            form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            asked.append({key: values[0] for key, values in form.items()})
            status, answer = answers.pop(0)
            self.send_response(status)
            self.end_headers()
            self.wfile.write(json.dumps(answer).encode())

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Endpoint)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield SimpleNamespace(url=f"http://127.0.0.1:{server.server_port}/token", answers=answers, asked=asked)
    server.shutdown()
    server.server_close()


def a_browser(agree: bool):
    """Comes back to where the consent page was told to send it."""
    visited = []

    def browse(address):
        query = {key: values[0] for key, values in parse_qs(urlsplit(address).query).items()}
        visited.append(query)
        answer = "code=kod" if agree else "error=access_denied"
        back = f"{query['redirect_uri']}?{answer}&state={query['state']}"
        threading.Thread(target=lambda: urlopen(back).read(), daemon=True).start()

    return browse, visited


def test_google_a_person_agrees_once_and_later_runs_renew(google):
    keyring = Keyring()
    browse, visited = a_browser(agree=True)
    google.answers += [
        (200, {"access_token": "ett", "refresh_token": "förnya"}),
        (200, {"access_token": "två"}),
        (200, {"access_token": "tre"}),
    ]
    tokens = GoogleTokens("klient", Secret("hemlig"), USERNAME, keyring.store, google.url)
    assert "found none" in str(why_not(tokens).found)
    tokens.sign_in(lambda _: None, browse)
    assert tokens.secret(False) == Secret("ett")
    assert keyring.kept == "förnya"
    assert google.asked[0]["grant_type"] == "authorization_code"
    assert visited[0]["code_challenge_method"] == "S256"
    assert visited[0]["redirect_uri"].startswith("http://127.0.0.1:")
    later = GoogleTokens("klient", Secret("hemlig"), USERNAME, keyring.store, google.url)
    assert later.secret(False) == Secret("två")
    assert later.secret(False) == Secret("två"), "once a run"
    assert later.secret(True) == Secret("tre")
    assert len(google.asked) == 3


def test_google_a_refusal_is_told(google):
    browse, _ = a_browser(agree=False)
    with pytest.raises(BadInput, match="access_denied"):
        GoogleTokens("klient", Secret("hemlig"), USERNAME, Keyring().store, google.url).sign_in(lambda _: None, browse)
    assert not google.asked


def test_google_a_visit_that_we_did_not_ask_for_is_turned_away(google):
    def browse(address):
        back = parse_qs(urlsplit(address).query)["redirect_uri"][0]
        threading.Thread(target=lambda: urlopen(f"{back}?code=stulen&state=falsk").read(), daemon=True).start()

    with pytest.raises(BadInput):
        GoogleTokens("klient", Secret("hemlig"), USERNAME, Keyring().store, google.url).sign_in(lambda _: None, browse)
    assert not google.asked


@pytest.mark.parametrize(
    ("answer", "found", "hint"),
    [
        ((400, {"error": "invalid_grant"}), "expired or withdrawn", "invoke login"),
        ((401, {"error": "invalid_client"}), "invalid_client", "client_id"),
        ((503, []), "out of reach", "run the command again"),
    ],
)
def test_google_says_why_there_is_no_token_and_what_to_do(google, answer, found, hint):
    keyring = Keyring()
    keyring.kept = "gammal"
    google.answers.append(answer)
    fault = why_not(GoogleTokens("klient", Secret("hemlig"), USERNAME, keyring.store, google.url))
    assert found in str(fault.found)
    assert hint in str(fault.hint)


def test_google_out_of_reach_is_for_another_time():
    keyring = Keyring()
    keyring.kept = "gammal"
    fault = why_not(GoogleTokens("klient", Secret("hemlig"), USERNAME, keyring.store, "http://127.0.0.1:9/"))
    assert "out of reach" in str(fault.found)
    assert not fault.lasting
