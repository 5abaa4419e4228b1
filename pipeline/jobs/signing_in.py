"""Signing in to a provider that wants XOAUTH2: once by a person, then by tokens that lie in the keyring and renew themselves."""

from __future__ import annotations

import os
import threading
import webbrowser
from collections.abc import Callable
from typing import TYPE_CHECKING

from pipeline.jobs import postbox
from pipeline.jobs.extras import INSTALL
from pipeline.jobs.outcome import Outcome, ProgressSink, no_progress
from pipeline.problems import BadInput, Message, Place, Problem, Report, say

if TYPE_CHECKING:
    from pipeline.letter import Settings
    from pipeline.mail.login import Secret, SecretSource
    from pipeline.mail.oauth_google import GoogleTokens
    from pipeline.mail.oauth_microsoft import MicrosoftTokens
    from pipeline.mail.token_store import TokenStore

SECRET_VARIABLE = postbox.PREFIX + "CLIENT_SECRET"
PART = 1000
"""Characters of one entry in the keyring: Windows takes no more than 1 280."""


def sign_in(*, source: str, tell: Callable[[Message], None], progress: ProgressSink = no_progress) -> Outcome:
    """Let a person agree once that mail is sent in the sender's name; raises BadInput where mail.yaml asks for no such thing or it is refused."""
    from pipeline.jobs.documents import read
    from pipeline.mail.oauth_google import GoogleTokens

    progress(say("Reading the record"), 0, 0)
    report = Report()
    record, _ = read(source, None, report)
    settings = postbox.mail_settings(record)
    if settings.authentication != "xoauth2":
        found = say("expected login: xoauth2, found {found}", found=settings.authentication)
        raise BadInput([Problem(Place("mail.yaml"), "login", found, say("only XOAUTH2 is signed in to; a password lies in the keyring"))])
    try:
        tokens = _tokens(settings)
        if isinstance(tokens, GoogleTokens):
            tokens.sign_in(tell, webbrowser.open)
        else:
            tokens.sign_in(tell)
    except OSError as error:
        raise _unreached(error) from error
    done = say("Signed in as {user}; invoke send --live needs no more.", user=settings.username)
    return Outcome(problems=tuple(report.problems), said=(done,))


def token_source(settings: Settings) -> SecretSource:
    """Gives the access token to one session at a time, or raises NoToken; raises BadInput where nobody has signed in or the provider is out of reach."""
    if not _store(settings).read():
        found = say("expected a sign-in of {user} in the keyring, found none", user=settings.username)
        raise BadInput([Problem(Place("mail.yaml"), "login", found, say("sign in with invoke login"))])
    lock = threading.Lock()
    try:
        tokens = _tokens(settings)
    except OSError as error:
        raise _unreached(error) from error

    def secret(again: bool) -> Secret:
        with lock:
            return tokens.secret(again)

    return secret


def _unreached(error: OSError) -> BadInput:
    found = say("expected the provider to answer, found it out of reach: {reason}", reason=type(error).__name__)
    return BadInput([Problem(Place("mail.yaml"), "login", found, say("look at the network and run the command again"))])


def _tokens(settings: Settings) -> GoogleTokens | MicrosoftTokens:
    if not settings.oauth_client_id:
        found = say("expected the application's id, found none")
        hint = say("write the id that the provider gave when the application was registered")
        raise BadInput([Problem(Place("mail.yaml"), "client_id", found, hint)])
    if settings.provider == "gmail":
        from pipeline.mail import oauth_google

        secret = _client_secret(settings)
        return oauth_google.GoogleTokens(settings.oauth_client_id, secret, settings.username, _store(settings), oauth_google.TOKENS)
    if settings.provider == "microsoft365":
        try:
            from pipeline.mail.oauth_microsoft import MicrosoftTokens
        except ImportError as error:
            found = say("expected the library msal for signing in to Microsoft 365, found none")
            raise BadInput([Problem(Place("mail.yaml"), "provider", found, INSTALL)]) from error
        return MicrosoftTokens(settings.oauth_client_id, settings.oauth_tenant, settings.username, _store(settings))
    found = say("expected provider microsoft365 or gmail for XOAUTH2, found {found}", found=settings.provider)
    raise BadInput([Problem(Place("mail.yaml"), "provider", found)])


def _client_secret(settings: Settings) -> Secret:
    """Gmail's: from the environment, where it is then kept in the keyring, or from there."""
    from pipeline.mail.login import Secret

    store = _entries(f"{postbox.APPLICATION} client secret", settings.oauth_client_id)
    given = os.environ.get(SECRET_VARIABLE)
    if given:
        store.write(given)
    found = given or store.read()
    if not found:
        message = say("expected the application's secret in the environment or the keyring, found none")
        hint = say("set {variable} and run invoke login; the keyring keeps it from then on", variable=SECRET_VARIABLE)
        raise BadInput([Problem(Place("mail.yaml"), "client_id", message, hint)])
    return Secret(found)


def _store(settings: Settings) -> TokenStore:
    return _entries(f"{postbox.APPLICATION} {settings.provider}", settings.username)


def _entries(service: str, name: str) -> TokenStore:
    """An entry of the keyring in parts, the last one short, so that it fits everywhere; raises BadInput where there is no keyring."""
    import keyring
    import keyring.errors

    from pipeline.mail.token_store import TokenStore

    def missing(error: Exception) -> BadInput:
        found = say("expected a keyring to keep the sign-in, found none that works: {reason}", reason=type(error).__name__)
        hint = say("unlock or install one (GNOME Keyring or KWallet on Linux), or log in with a password (login: password)")
        return BadInput([Problem(Place("mail.yaml"), "login", found, hint)])

    def read() -> str:
        parts: list[str] = []
        try:
            while not parts or len(parts[-1]) == PART:
                parts.append(keyring.get_password(service, f"{name} {len(parts)}") or "")
        except keyring.errors.KeyringError as error:
            raise missing(error) from error
        return "".join(parts)

    def write(value: str) -> None:
        try:
            for number in range(len(value) // PART + 1):
                keyring.set_password(service, f"{name} {number}", value[number * PART : (number + 1) * PART])
        except keyring.errors.KeyringError as error:
            raise missing(error) from error

    return TokenStore(read, write)
