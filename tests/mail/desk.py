"""A letter, recipients, a clock and scripted mail servers on loopback, for the tests of this folder."""
# ruff: noqa: N802 - aiosmtpd finds a command's method by the command's name

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

from pipeline.letter import Edition, Enclosure, Event, Headline, Letter, Mailbox, Recipient, Settings
from pipeline.look import Colour, Face, Look
from pipeline.mail.campaign import Mailing, Outcome, prepare, send, standing
from pipeline.mail.ledger import Ledger
from pipeline.mail.login import Secret
from pipeline.mail.run import Clock, Conduct
from pipeline.mail.transport import Session, Timeouts
from pipeline.story import Link, NextMeeting, Text, text
from tests.conftest import COLOURS, FACES

CEST = timezone(timedelta(hours=2))
QUEUED = datetime(2023, 6, 8, 9, 0, tzinfo=UTC)
EDITION = Edition("885501-2327", "newsletter", 2023, "2")
MALUNG = Mailbox("Malung-Sälens kommun", "kommun@malung-salen.example")
USER, PASSWORD = "nyhetsbrev", "hemligt-lösen"


def web(words: str, path: str = "") -> Link:
    return Link(text(words), f"https://bergslaget.example/{path}")


def a_letter() -> Letter:
    return Letter(
        edition=EDITION,
        language="sv",
        subject="Nyhetsbrev nr\u00a02/2023 från Intresseföreningen Bergslaget: Bergslagen kan bli förebild för grön industri",
        nameplate="Bergslaget",
        file_name="Intresseföreningen Bergslaget nyhetsbrev 2/2023",
        opening=(text("Hej! Här kommer nyhetsbrev nr\u00a02/2023 från Intresseföreningen Bergslaget."),),
        dateline=("Nyhetsbrev från", "Intresseföreningen Bergslaget", "Nr\u00a02 · juni 2023"),
        headline=Headline("Bergslagen kan bli förebild för grön industri", "https://bergslaget.example/2-2023"),
        ingress=text("Två dagar i Örebro visade styrelsen hur länet ut\u00advecklas och varför invånarna behövs när industrin blir grön."),
        list_title="I detta nummer:",
        headlines=(Headline("Gruvforskning för 16 miljoner", "https://bergslaget.example/2-2023#gruvor"), Headline("Beslut & kalender")),
        attached=(Text("Nyhetsbrevet bifogas som pdf (4 sidor, 0,3\u00a0MB) och finns även på "), web("bergslaget.example"), Text(".")),
        instead=(Text("Läs nyhetsbrevet på "), web("bergslaget.example/arkiv", "arkiv"), Text(".")),
        next_meeting=NextMeeting("Nästa möte", "14", "september 2023", "kl.\u00a010.00", "Falun"),
        event=Event(
            "board-3-2023@bergslaget.example",
            "Styrelsemöte i Falun",
            datetime(2023, 9, 14, 10, tzinfo=CEST),
            datetime(2023, 9, 14, 15, tzinfo=CEST),
            "Falun",
        ),
        event_file_name="Nästa möte",
        registry=text("Till registrator: för kännedom, inget svar behövs."),
        change=text("Fel adress, eller vill ni inte ha utskicket? Svara på det här mejlet."),
        closing=(text("Vänliga hälsningar"), text("Kansliet · Intresseföreningen Bergslaget")),
        privacy=(Text("Så hanterar vi personuppgifter: "), web("bergslaget.example/personuppgifter", "personuppgifter")),
        imprint=(text("Intresseföreningen Bergslaget · org.nr 885501-2327"),),
        unsubscribe_subject="Avsluta utskick",
    )


def plain_look() -> Look:
    """The brand's colours and names of faces, without their bytes, which mail does not need."""
    colours = {role: Colour(screen, tuple(map(float, ink))) for role, (screen, ink) in COLOURS.items()}
    return Look("Bergslaget", colours, {role: Face(name, family, b"") for role, (name, family) in FACES.items()})


def member(number: int, address: str = "", **facts: Any) -> Recipient:
    return Recipient(f"m{number:05}", f"Kommun nr {number}", (address or f"kommun{number}@m{number}.example",), **facts)


def members(count: int) -> tuple[Recipient, ...]:
    return tuple(member(number) for number in range(1, count + 1))


def some_settings() -> Settings:
    return Settings(
        sender=Mailbox("Intresseföreningen Bergslaget", "nyhetsbrev@bergslaget.example"),
        host="localhost",
        port=1,
        security="none",
        authentication="none",
        reply_to=Mailbox("Kansliet", "kansliet@bergslaget.example"),
        envelope="studsar@bergslaget.example",
        list_id="nyhetsbrev.bergslaget.example",
        list_name="Nyhetsbrev från Bergslaget",
    )


def a_mailing(port: int, count: int, document: bytes = b"%PDF-1.7 short") -> Mailing:
    """The usual letter to so many members through the server at this port."""
    return Mailing({"sv": a_letter()}, "sv", plain_look(), Enclosure(document, 4), members(count), replace(some_settings(), port=port))


# ── time ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass
class Time:
    """A clock that only sleeping moves; ``jump`` sets the time of day aside."""

    wall: datetime = QUEUED
    steady: float = 0.0
    slept: list[float] = field(default_factory=list)
    on_sleep: Callable[[], None] = lambda: None

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.steady += seconds
        self.wall += timedelta(seconds=seconds)
        self.on_sleep()

    def jump(self, **by: float) -> None:
        self.wall += timedelta(**by)

    @property
    def clock(self) -> Clock:
        return Clock(lambda: self.wall, lambda: self.steady, self.sleep)


# ── servers ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass
class Script:
    """What the server says instead of 250, by stage; a function of (recipient's address, how often it was asked) to a reply, 'hang up' or None."""

    MAIL: Callable[[str, int], str | None] | None = None
    RCPT: Callable[[str, int], str | None] | None = None
    DATA: Callable[[str, int], str | None] | None = None
    content: Callable[[str, int], str | None] | None = None


class Server(SMTP):
    """aiosmtpd with a script, and without its warning that authentication is not required."""

    desk: Desk

    def _say(self, stage: str, address: str) -> str | None:
        rule = getattr(self.desk.script, stage)
        self.desk.asked[stage, address] += 1
        answer = rule(address, self.desk.asked[stage, address]) if rule else None
        if answer == "hang up":
            self.desk.hung_up += 1
            self.transport.abort()
        return answer

    async def smtp_MAIL(self, arg):
        self.desk.commands.append(f"MAIL {arg}")
        answer = self._say("MAIL", "sender")
        await (self.push(answer) if answer else super().smtp_MAIL(without_dsn(arg)))

    async def smtp_RCPT(self, arg):
        self.desk.commands.append(f"RCPT {arg}")
        answer = self._say("RCPT", arg.partition("<")[2].partition(">")[0])
        await (self.push(answer) if answer else super().smtp_RCPT(without_dsn(arg)))

    async def smtp_DATA(self, arg):
        address = self.envelope.rcpt_tos[0] if self.envelope.rcpt_tos else ""
        answer = self._say("DATA", address)
        await (self.push(answer) if answer else super().smtp_DATA(arg))


both_ways = pytest.mark.parametrize("desk", [(), ("PIPELINING", "DSN")], indirect=True, ids=["one by one", "pipelined"])


def without_dsn(arg: str) -> str:
    """What aiosmtpd understands of MAIL and RCPT."""
    return " ".join(word for word in arg.split(" ") if not word.startswith(("RET=", "ENVID=", "NOTIFY=", "ORCPT=")))


@dataclass
class Desk:
    """A running server: what it was told and what it took."""

    script: Script = field(default_factory=Script)
    taken: list[tuple[str, bytes]] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)
    asked: Counter[tuple[str, str]] = field(default_factory=Counter)
    hung_up: int = 0
    connections: int = 0
    port: int = 0
    extensions: tuple[str, ...] = ()

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        session.host_name = hostname
        return [*(f"250-{extension}" for extension in self.extensions), *responses]

    async def handle_DATA(self, server, session, envelope):
        address = envelope.rcpt_tos[0]
        self.asked["content", address] += 1
        rule = self.script.content
        answer = rule(address, self.asked["content", address]) if rule else None
        if answer in (None, "take and hang up"):
            self.taken.append((address, envelope.original_content))
        if answer in ("hang up", "take and hang up"):
            self.hung_up += 1
            server.transport.abort()
        return answer or "250 2.0.0 Ok: queued as 4711"

    @property
    def copies(self) -> Counter[str]:
        return Counter(address for address, _ in self.taken)


def start(desk: Desk, **options: Any) -> Controller:
    class Own(Controller):
        def factory(self):
            desk.connections += 1
            server = Server(self.handler, **self.SMTP_kwargs)
            server.desk = desk
            return server

    controller = Own(desk, hostname="127.0.0.1", port=free_port(), **options)
    controller.start()
    desk.port = controller.port
    desk.connections = 0  # the controller has tried the door itself
    return controller


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def server_context(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


def authenticator(server, session, envelope, mechanism, data) -> AuthResult:
    right = isinstance(data, LoginPassword) and data.login == USER.encode() and data.password == PASSWORD.encode()
    return AuthResult(success=right, handled=right)


def knows(password: str) -> Callable[[bool], Secret | None]:
    return lambda again: None if again else Secret(password)


class Raw(threading.Thread):
    """A server that says exactly what a test wants: ``talk`` gets a connected socket's file; one connection after another."""

    def __init__(self, talk: Callable[[Any, socket.socket], None], connections: int = 1) -> None:
        super().__init__(daemon=True)
        self.talk = talk
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.connections = connections
        self.start()

    def run(self) -> None:
        for _ in range(self.connections):
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            with contextlib.suppress(OSError), connection, connection.makefile("rwb", buffering=0) as lines:
                self.talk(lines, connection)
        self.listener.close()


# ── a run ────────────────────────────────────────────────────────────────────────────────────────────────────────────


QUICK = Timeouts(connect=5, command=5, content=5, end_of_data=5)


def run(ledger: Ledger, mailing: Mailing, time: Time, port: int, correction: str = "", **options: Any) -> Outcome:
    """A run with today's document; options are those of Conduct, and ``timeouts`` and ``clock`` in place of the quick and the simulated one."""
    timeouts, clock = options.pop("timeouts", QUICK), options.pop("clock", time.clock)
    mailing = replace(mailing, settings=replace(mailing.settings, port=port))
    stand = standing(ledger, mailing.edition, mailing.document_sha256, correction)
    plan = prepare(ledger, mailing, stand, time.wall, 0)
    return send(ledger, mailing, plan, lambda: Session(mailing.settings, None, timeouts=timeouts), clock, Conduct(**options))
