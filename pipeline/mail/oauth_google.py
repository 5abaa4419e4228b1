"""XOAUTH2 for Gmail: a person agrees once in the browser, which comes back to this computer (RFC 8252, PKCE by RFC 7636); the refresh token lies in the keyring."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Self
from urllib.error import HTTPError, URLError
from urllib.parse import parse_qs, urlencode, urlsplit
from urllib.request import Request, urlopen

from pipeline.mail.login import NoToken, Secret
from pipeline.mail.token_store import TokenStore, ended, refused, sign_in_problem, signed_out, unreached
from pipeline.problems import Message, say

SCOPE = "https://mail.google.com/"
CONSENT = "https://accounts.google.com/o/oauth2/v2/auth"
TOKENS = "https://oauth2.googleapis.com/token"
PATIENCE = 300.0
"""Seconds for a person to agree."""

VISITS = 10
UNREACHED, UNREADABLE = "no connection", "no readable answer"


class GoogleTokens:
    """Access tokens for one mailbox; the client secret of a desktop application is no secret in Google's sense, yet treated as one."""

    def __init__(self, client_id: str, client_secret: Secret, username: str, store: TokenStore, tokens_url: str = TOKENS) -> None:
        """Nothing is fetched yet."""
        self._client_id, self._client_secret = client_id, client_secret
        self._username, self._store, self._tokens_url = username, store, tokens_url
        self._access: Secret | None = None

    def secret(self, again: bool) -> Secret:
        """The access token, fetched once a run or when the server refused it; raises NoToken."""
        refresh = self._store.read()
        if not refresh:
            raise signed_out(self._username)
        if self._access is None or again:
            answer = self._post({"grant_type": "refresh_token", "refresh_token": refresh})
            if "access_token" not in answer:
                raise self._why(answer.get("error", UNREADABLE))
            self._access = Secret(answer["access_token"])
        return self._access

    def _why(self, code: str) -> NoToken:
        """What the provider's error means (RFC 6749 5.2); Google says nowhere whether a grant has expired or was withdrawn."""
        if code in (UNREACHED, UNREADABLE, "temporarily_unavailable", "internal_failure"):
            return unreached(code)
        return ended(self._username) if code == "invalid_grant" else refused(code)

    def sign_in(self, tell: Callable[[Message], None], browse: Callable[[str], object]) -> None:
        """Let a person agree: ``browse`` opens an address, ``tell`` says it. Raises BadInput when it is refused or too late."""
        verifier, state = secrets.token_urlsafe(48), secrets.token_urlsafe(16)
        with _Listener() as listener:
            address = f"{CONSENT}?" + urlencode({
                "client_id": self._client_id,
                "redirect_uri": listener.address,
                "response_type": "code",
                "scope": SCOPE,
                "code_challenge": base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("="),
                "code_challenge_method": "S256",
                "access_type": "offline",
                "prompt": "consent",
                "login_hint": self._username,
                "state": state,
            })  # fmt: skip
            tell(say("open {address} in this computer's browser and agree", address=address))
            browse(address)
            answer = listener.wait()
        if answer.get("state") != state or "code" not in answer:
            raise sign_in_problem(answer.get("error", "no answer"))
        grant = {"grant_type": "authorization_code", "code": answer["code"], "redirect_uri": listener.address, "code_verifier": verifier}
        tokens = self._post(grant)
        if "refresh_token" not in tokens:
            raise sign_in_problem(tokens.get("error", "no refresh token"))
        self._store.write(tokens["refresh_token"])
        self._access = Secret(tokens["access_token"]) if "access_token" in tokens else None

    def _post(self, form: Mapping[str, str]) -> dict[str, str]:
        body = urlencode({**form, "client_id": self._client_id, "client_secret": self._client_secret.value}).encode("ascii")
        try:
            with urlopen(Request(self._tokens_url, data=body), timeout=30) as response:  # noqa: S310 - the provider's, or a test's
                answer = response.read(65536)
        except HTTPError as error:
            answer = error.read(65536)
        except URLError:
            return {"error": UNREACHED}
        try:
            found = json.loads(answer)
        except ValueError:
            return {"error": UNREADABLE}
        return {key: value for key, value in found.items() if isinstance(value, str)} if isinstance(found, dict) else {}


class _Listener:
    """A web server on loopback for the one visit of the browser that counts."""

    def __init__(self) -> None:
        found: dict[str, str] = {}

        class Visit(BaseHTTPRequestHandler):
            timeout = 5.0  # a browser may open connections ahead that it never uses

            def do_GET(self) -> None:
                found.update({key: values[0] for key, values in parse_qs(urlsplit(self.path).query).items()})
                self.send_response(200)
                self.send_header("Content-Type", "text/plain; charset=utf-8")
                self.end_headers()
                self.wfile.write(b"OK. You can close this window.")

            def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
                """Nothing: the request holds the code."""
                del code, size

        self._found = found
        self._server = HTTPServer(("127.0.0.1", 0), Visit)
        self._server.timeout = PATIENCE
        self.address = f"http://127.0.0.1:{self._server.server_port}/"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._server.server_close()

    def wait(self) -> dict[str, str]:
        """What the browser brought; {} when nobody came in time."""
        for _ in range(VISITS):
            if not self._found:
                self._server.handle_request()
        return self._found
