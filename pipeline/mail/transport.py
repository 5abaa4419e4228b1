"""A session with a mail server (RFC 5321): verified TLS, log-in, and each message in steps whose outcome is known one by one."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from typing import Literal, NoReturn, TypeAlias

from pipeline.dataclass import dataclass
from pipeline.letter import Settings
from pipeline.mail.connecting import CannotConnect, connect, give_up, secure, verified_context
from pipeline.mail.login import NoToken, SecretSource, log_in
from pipeline.mail.message import Message
from pipeline.mail.wire import Lost, Reply, Wire
from pipeline.problems import say

Stage: TypeAlias = Literal["MAIL", "RCPT", "DATA", "content"]


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds to wait (RFC 5321 4.5.3.2 asks for at least these where a person is not waiting too)."""

    connect: float = 30.0
    command: float = 300.0
    content: float = 180.0
    end_of_data: float = 600.0


class Refused(Exception):
    """The server's 4xx or 5xx at one stage of one message."""

    def __init__(self, stage: Stage, reply: Reply) -> None:
        """Keep stage and reply."""
        self.stage = stage
        self.reply = reply
        super().__init__(f"{stage}: {reply.code}")


class Session:
    """One connection, opened when needed and used for many messages."""

    def __init__(
        self, settings: Settings, secret: SecretSource | None, context: ssl.SSLContext | None = None, timeouts: Timeouts | None = None
    ) -> None:
        """Hold the settings; ``context`` None means the platform's authorities and TLS 1.2 or newer."""
        self.settings = settings
        self.timeouts = timeouts or Timeouts()
        self.extensions: dict[str, str] = {}
        self._secret = secret
        self._context = context
        self._wire: Wire | None = None

    @property
    def is_open(self) -> bool:
        """Whether a message can be begun."""
        return self._wire is not None

    @property
    def takes_international(self) -> bool:
        """Whether addresses beyond ASCII can be sent to (RFC 6531 3.1 asks for both)."""
        return "SMTPUTF8" in self.extensions and "8BITMIME" in self.extensions

    @property
    def size_limit(self) -> int:
        """The largest message in octets that the server announced (RFC 1870), or the settings' own, 0 for none."""
        announced = self.extensions.get("SIZE", "")
        return int(announced) if announced.isdigit() and int(announced) > 0 else self.settings.largest_message

    # ── opening ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def open(self) -> None:
        """Connect, secure, log in; raises CannotConnect."""
        if self._wire is not None:
            return
        try:
            self._wire = wire = Wire(connect(self.settings, self._tls, self.timeouts.connect))
            self._greet(wire)
            self._authenticate(self._need())
        except Lost as lost:
            self.abort()
            found = say("expected a mail server that answers, found: {words}", words=lost.words)
            give_up(self.settings, found, say("try again later"), lasting=False)
        except CannotConnect:
            self.abort()
            raise

    def _tls(self) -> ssl.SSLContext:
        """Made when first needed: reading the platform's authorities takes a while."""
        if self._context is None:
            self._context = verified_context()
        return self._context

    def _greet(self, wire: Wire) -> None:
        greeting = wire.reply(self.timeouts.command)
        if greeting.code != 220:
            self._refuse(greeting)
        self._hello(wire)
        if self.settings.security != "starttls":
            return
        if "STARTTLS" not in self.extensions:
            found = say("expected a server that encrypts (STARTTLS), found one that does not")
            give_up(self.settings, found, say("ask the provider for host, port and security; nothing is sent in the clear"), lasting=True)
        reply = self._ask(wire, "STARTTLS")
        if reply.code != 220 or wire.unread:
            self._refuse(reply)
        self._wire = wire = Wire(secure(wire.socket, self.settings, self._tls(), self.timeouts.connect))
        self._hello(wire)

    def _hello(self, wire: Wire) -> None:
        reply = self._ask(wire, f"EHLO {_own_name(wire)}")
        if reply.code != 250:
            self._refuse(reply)
        self.extensions = {}
        for line in reply.lines[1:]:
            keyword, _, value = line.replace("=", " ", 1).partition(" ") if line.upper().startswith("AUTH=") else line.partition(" ")
            self.extensions[keyword.upper()] = f"{self.extensions.get(keyword.upper(), '')} {value}".strip()

    def _authenticate(self, wire: Wire) -> None:
        settings = self.settings
        if settings.authentication == "none":
            return
        mechanisms = frozenset(self.extensions.get("AUTH", "").upper().split())
        for again in (False, True):
            try:
                secret = self._secret(again) if self._secret is not None else None
            except NoToken as fault:
                give_up(settings, fault.found, fault.hint, lasting=fault.lasting)
            if secret is None:
                break
            user = settings.username or settings.sender.address
            reply = log_in(wire, mechanisms, user, secret, oauth=settings.authentication == "xoauth2", timeout=self.timeouts.command)
            if reply is None:
                found = say(
                    "expected a way to log in, found the server offers none that fits: {offered}",
                    offered=" ".join(sorted(mechanisms)) or "–",
                )
                give_up(self.settings, found, say("look at login and security in mail.yaml"), lasting=True)
            if reply.code == 235:
                return
            if not reply.temporary and settings.authentication == "xoauth2" and not again:
                continue
            # The server's own words may repeat what was sent, so only its numbers are passed on.
            status = f"{reply.code} {reply.enhanced}".strip()
            found = say("expected the server to accept the log-in, found {status}", status=status)
            if settings.authentication == "xoauth2":
                hint = say("check that {user} may send by SMTP, and sign in anew with invoke login", user=user)
            else:
                hint = say("check username and password; Gmail and Microsoft 365 want an app password or xoauth2")
            give_up(self.settings, found, hint, lasting=not reply.temporary)
        found = say("expected a password for the mail server, found none")
        give_up(self.settings, found, say("set it in the environment or in the computer's keyring, as README says"), lasting=True)

    # ── one message ──────────────────────────────────────────────────────────────────────────────────────────────────

    def begin(self, message: Message, meanwhile: Callable[[], None] = lambda: None) -> None:
        """MAIL, RCPT and DATA, in one piece where the server takes that (RFC 2920); raises Refused or Lost, after which nothing was sent.

        ``meanwhile`` is done once, while the server reads the first of them.
        """
        wire = self._need()
        commands: list[tuple[Stage, str]] = [("MAIL", self._mail(message)), ("RCPT", self._rcpt(message)), ("DATA", "DATA")]
        if "PIPELINING" in self.extensions:
            self._pipeline(wire, commands, meanwhile)
        else:
            for stage, line in commands:
                wire.command(line, timeout=self.timeouts.command)
                if stage == "MAIL":
                    meanwhile()
                _expect(stage, wire.reply(self.timeouts.command))

    def _pipeline(self, wire: Wire, commands: list[tuple[Stage, str]], meanwhile: Callable[[], None]) -> None:
        """All commands at once; the first refusal counts, even when the server hangs up after it."""
        wire.command(*(line for _, line in commands), timeout=self.timeouts.command)
        meanwhile()
        refused: Refused | None = None
        for stage, _ in commands:
            try:
                reply = wire.reply(self.timeouts.command)
                if refused is not None and stage == "DATA" and reply.code == 354:
                    # A server may open DATA although it refused the recipient; an empty message then ends it (RFC 2920 3.1).
                    wire.send(b".\r\n", timeout=self.timeouts.command)
                    wire.reply(self.timeouts.command)
                elif refused is None:
                    _expect(stage, reply)
            except Refused as error:
                refused = error
            except Lost:
                self.abort()
                if refused is None:
                    raise
                break
        if refused is not None:
            raise refused

    def content(self, message: Message) -> None:
        """The message but for the dot that ends it; raises Lost, after which the server has nothing whole."""
        self._need().send(message.head + b"\r\n", message.body, timeout=self.timeouts.content)

    def early_refusal(self) -> Reply | None:
        """A refusal that came before the message was whole; raises Lost when the server says anything else out of turn."""
        reply = self._need().early_reply(self.timeouts.command)
        if reply is not None and reply.code < 400:
            raise Lost(say("an answer that is no SMTP"))
        return reply

    def end(self, meanwhile: Callable[[], None] = lambda: None) -> Reply:
        """The end of data; raises Lost, after which nobody knows whether the message was taken (RFC 1047). ``meanwhile`` is done while the server works."""
        wire = self._need()
        wire.send(b".\r\n", timeout=self.timeouts.end_of_data)
        meanwhile()
        return wire.reply(self.timeouts.end_of_data)

    def reset(self) -> None:
        """Forget a refused message; raises Lost."""
        self._ask(self._need(), "RSET")

    def close(self) -> None:
        """Take leave; what the server answers does not matter any more."""
        if self._wire is not None:
            try:
                self._wire.command("QUIT", timeout=2.0)
                self._wire.reply(2.0)
            except Lost:
                pass
        self.abort()

    def abort(self) -> None:
        """Hang up without a word, as after a loss or when end-of-data must not be sent."""
        if self._wire is not None:
            self._wire.close()
        self._wire = None

    def _mail(self, message: Message) -> str:
        """MAIL with what the server offers: SIZE (RFC 1870), DSN's RET and ENVID (RFC 3461), SMTPUTF8 and 8BITMIME for addresses beyond ASCII."""
        line = f"MAIL FROM:<{message.sender}>"
        if "SIZE" in self.extensions:
            line += f" SIZE={message.size}"
        if message.international:
            line += " BODY=8BITMIME SMTPUTF8"
        if "DSN" in self.extensions:
            line += f" RET=HDRS ENVID={message.token}"
        return line

    def _rcpt(self, message: Message) -> str:
        line = f"RCPT TO:<{message.recipient}>"
        if "DSN" in self.extensions:
            line += " NOTIFY=FAILURE,DELAY"
            if message.recipient.isascii():
                line += f" ORCPT=rfc822;{_xtext(message.recipient)}"
        return line

    def _need(self) -> Wire:
        if self._wire is None:
            raise Lost(say("a closed connection"))
        return self._wire

    def _ask(self, wire: Wire, line: str) -> Reply:
        wire.command(line, timeout=self.timeouts.command)
        return wire.reply(self.timeouts.command)

    def _refuse(self, reply: Reply) -> NoReturn:
        found = say("expected the server to take mail, found its answer: {answer}", answer=reply.words)
        give_up(self.settings, found, say("try again later, or ask the provider"), lasting=not reply.temporary)


SessionMaker: TypeAlias = Callable[[], Session]


def _expect(stage: Stage, reply: Reply) -> None:
    """Raises Refused for 4xx and 5xx, Lost for an answer that makes no sense here, such as 250 to DATA."""
    if reply.code >= 400:
        raise Refused(stage, reply)
    if (reply.code == 354) != (stage == "DATA"):
        raise Lost(say("an answer that is no SMTP"))


def _own_name(wire: Wire) -> str:
    """An address literal (RFC 5321 4.1.3): a desk has no name that others know."""
    address = str(wire.socket.getsockname()[0]).partition("%")[0]
    return f"[IPv6:{address}]" if ":" in address else f"[{address}]"


def _xtext(text: str) -> str:
    """RFC 3461 4."""
    return "".join(c if "!" <= c <= "~" and c not in "+=" else f"+{ord(c):02X}" for c in text)
