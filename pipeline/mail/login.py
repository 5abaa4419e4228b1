"""Proving who sends: AUTH PLAIN and LOGIN (RFC 4954, 4616) and XOAUTH2; a secret never shows in a text of any kind."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from dataclasses import field
from typing import TypeAlias

from pipeline.dataclass import dataclass
from pipeline.mail.wire import Reply, Wire
from pipeline.problems import Message


@dataclass(frozen=True, slots=True)
class Secret:
    """A password or token that prints as nothing."""

    value: str = field(repr=False)

    def __str__(self) -> str:
        return "•••"


class NoToken(Exception):
    """No access token is to be had: what was found instead, what to do, and whether a person has to do it (``lasting``)."""

    def __init__(self, found: Message, hint: Message, *, lasting: bool = True) -> None:
        """Keep the words."""
        self.found, self.hint, self.lasting = found, hint, lasting
        super().__init__(str(found))


SecretSource: TypeAlias = Callable[[bool], Secret | None]
"""Gives the password or access token; called with True when the server refused the last one. None where there is no (other) password; raises NoToken."""


def log_in(wire: Wire, mechanisms: frozenset[str], username: str, secret: Secret, *, oauth: bool, timeout: float) -> Reply | None:
    """The server's last word, None when it offers no way of this kind."""
    if oauth:
        return _xoauth2(wire, username, secret, timeout) if "XOAUTH2" in mechanisms else None
    if "PLAIN" in mechanisms:
        return _ask(wire, "AUTH PLAIN " + _base64(f"\0{username}\0{secret.value}"), timeout)
    if "LOGIN" in mechanisms:
        return _login(wire, username, secret, timeout)
    return None


def _xoauth2(wire: Wire, username: str, secret: Secret, timeout: float) -> Reply:
    """One exchange; the server's 334 with a reason has to be answered by an empty line before it says 535."""
    reply = _ask(wire, "AUTH XOAUTH2 " + _base64(f"user={username}\x01auth=Bearer {secret.value}\x01\x01"), timeout)
    return _ask(wire, "", timeout) if reply.code == 334 else reply


def _login(wire: Wire, username: str, secret: Secret, timeout: float) -> Reply:
    reply = _ask(wire, "AUTH LOGIN", timeout)
    for words in (username, secret.value):
        if reply.code != 334:
            break
        reply = _ask(wire, _base64(words), timeout)
    return reply


def _ask(wire: Wire, line: str, timeout: float) -> Reply:
    wire.command(line, timeout=timeout)
    return wire.reply(timeout)


def _base64(text: str) -> str:
    return b64encode(text.encode("utf-8")).decode("ascii")
