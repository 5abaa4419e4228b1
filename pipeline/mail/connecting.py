"""A socket to the mail server, encrypted and verified (RFC 8314), or in the clear to this very computer and nowhere else."""

from __future__ import annotations

import ipaddress
import socket
import ssl
from collections.abc import Callable
from typing import NoReturn

from pipeline.letter import Settings
from pipeline.mail.wire import why
from pipeline.problems import Message, Place, Problem, say

SELF_SIGNED = 18
UNKNOWN_ISSUER = (2, 19, 20, 21)
"""OpenSSL's verification codes (X509_V_ERR_…), which it explains in English only."""


class CannotConnect(Exception):
    """No session: ``lasting`` when trying again cannot help before a person has changed something."""

    def __init__(self, problem: Problem, *, lasting: bool) -> None:
        """Keep the problem."""
        self.problem = problem
        self.lasting = lasting
        super().__init__(f"{problem.where}: {problem.message}")


def connect(settings: Settings, context: Callable[[], ssl.SSLContext], timeout: float) -> socket.socket:
    """The socket, encrypted already where security is tls; raises CannotConnect."""
    try:
        raw = socket.create_connection((settings.host, settings.port), timeout=timeout)
    except socket.gaierror:
        found = say("expected the name of a mail server, found one that nobody knows: {host}", host=settings.host)
        give_up(settings, found, say("look at host in mail.yaml, and at the network"), lasting=False)
    except OSError as error:
        found = say("expected a mail server that answers, found: {words}", words=why(error))
        give_up(settings, found, say("look at host and port in mail.yaml, and at the network"), lasting=False)
    raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    if settings.security == "none" and not _is_loopback(raw):
        raw.close()
        found = say("expected encryption to any other computer than this one, found security: none")
        give_up(settings, found, say("set security to starttls or tls in mail.yaml"), lasting=True)
    return secure(raw, settings, context(), timeout) if settings.security == "tls" else raw


def secure(raw: socket.socket, settings: Settings, context: ssl.SSLContext, timeout: float) -> ssl.SSLSocket:
    """TLS over the socket, the certificate verified for the host of the settings; raises CannotConnect."""
    raw.settimeout(timeout)
    try:
        return context.wrap_socket(raw, server_hostname=settings.host)
    except ssl.SSLCertVerificationError as error:
        raw.close()
        give_up(settings, *_certificate_words(error, settings.host), lasting=True)
    except (ssl.SSLError, OSError) as error:
        raw.close()
        reason = getattr(error, "reason", None) or getattr(error, "strerror", None) or type(error).__name__
        found = say("expected an encrypted connection (TLS 1.2 or newer), found: {words}", words=str(reason))
        hint = say("port 465 wants security: tls, ports 587 and 25 want starttls")
        give_up(settings, found, hint, lasting=isinstance(error, ssl.SSLError))


def verified_context() -> ssl.SSLContext:
    """TLS 1.2 or newer, certificates checked against the platform's authorities (SSL_CERT_FILE adds one's own)."""
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def give_up(settings: Settings, words: Message, hint: Message, *, lasting: bool) -> NoReturn:
    """Raise CannotConnect at the server's place."""
    raise CannotConnect(Problem(Place(f"{settings.host}:{settings.port}"), "", words, hint), lasting=lasting)


def _is_loopback(raw: socket.socket) -> bool:
    return ipaddress.ip_address(str(raw.getpeername()[0]).partition("%")[0]).is_loopback


def _certificate_words(error: ssl.SSLCertVerificationError, host: str) -> tuple[Message, Message]:
    reason = error.verify_message or "unknown"
    if "expired" in reason or "not yet valid" in reason:
        found = say("expected a valid certificate, found one that has expired or is not valid yet")
        return found, say("look at this computer's clock; if it is right, the provider must renew the certificate")
    if "mismatch" in reason:
        found = say("expected a certificate for {host}, found one for another name", host=host)
        return found, say("host in mail.yaml must be the name that the provider gives, not an alias or a number")
    if error.verify_code == SELF_SIGNED:
        found = say("expected a certificate from a known authority, found one that the server signed itself")
    elif error.verify_code in UNKNOWN_ISSUER:
        found = say("expected a certificate from a known authority, found one from an authority that this computer does not know")
    else:
        found = say("expected a certificate from a known authority, found: {reason}", reason=reason)
    return found, say("if the organisation has an authority of its own, name its file in the environment variable SSL_CERT_FILE")
