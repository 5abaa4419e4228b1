"""Delivery against the bare loop that sends the same bytes, on loopback, with the disk's own pace beside it."""

from __future__ import annotations

import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from pipeline.letter import Mailbox
from pipeline.mail.campaign import Mailing, Outcome, Plan, checked, open_ledger, prepare, send, standing
from pipeline.mail.ledger import Ledger
from pipeline.mail.message import Message, address_message
from pipeline.mail.run import Clock, Conduct
from pipeline.mail.transport import Session
from tests.bench import timing

DOCUMENT = bytes(range(256)) * 1172  # 300 kB
MESSAGES = 300
RECIPIENTS = 10_000
ROUNDS = 9
PAGES, AHEAD = 8192, 1 << 20
"""What a step of the ledger writes, and how far its log has grown before; the disk is asked in turns with the others, as it may be busy with other work."""
QUEUED = datetime(2023, 6, 8, 9, 0, tzinfo=UTC)
CLOCK = Clock(lambda: datetime.now(UTC), time.monotonic, time.sleep)


def figures() -> dict[str, float | str]:
    """Messages a second of both, their ratio, the disk's fsync in ms, MB at 10 000 recipients, seconds to resume; ``server`` names the sink."""
    with sink() as (port, server), tempfile.TemporaryDirectory() as folder:
        mailing = _mailing(port, MESSAGES)
        messages = _messages(mailing)
        plans = iter([planned(Path(folder) / f"{number}.sqlite", mailing) for number in range(ROUNDS + 1)])

        def ours() -> None:
            ledger, plan = next(plans)
            deliver(ledger, mailing, plan)

        contestants = {
            "bare": lambda: bare_loop(port, messages),
            "steps": lambda: bare_loop(port, messages, together=False),
            "ours": ours,
            "disk": lambda: synced_writes(Path(folder)),
        }
        seconds = timing.in_turns(contestants, ROUNDS)
        memory = timing.peak_memory_mb(f"from tests.bench import mail_bench as m; m.many({port})")
        return {
            "server": server,
            "fsync ms": seconds["disk"] / MESSAGES * 1000,
            "bare messages/s": MESSAGES / seconds["bare"],
            "bare step by step messages/s": MESSAGES / seconds["steps"],
            "messages/s": MESSAGES / seconds["ours"],
            "ratio": seconds["bare"] / seconds["ours"],
            "memory MB": memory,
            "resume s": resume_seconds(Path(folder), port),
        }


def main() -> None:
    """Print the figures beside their aims."""
    found = figures()
    allowed = float(found["messages/s"]) / min(float(found["bare messages/s"]), 1000 / float(found["fsync ms"]))
    timing.table(
        f"Delivery: {MESSAGES} messages with a 300 kB PDF to {found['server']}, fsync {found['fsync ms']:.2f} ms",
        [
            ("bare loop, the same bytes over one connection", f"{found['bare messages/s']:.0f}/s", ""),
            ("bare loop without pipelining", f"{found['bare step by step messages/s']:.0f}/s", ""),
            ("the disk alone, one sync a message", f"{1000 / float(found['fsync ms']):.0f}/s", "no run can be faster"),
            ("with ledger, verdicts and pace", f"{found['messages/s']:.0f}/s", ""),
            ("part of what wire and disk allow", f"{allowed:.2f}", "the slower of the bare loop and the disk alone is 1"),
            ("part of the bare loop", f"{found['ratio']:.2f}", timing.verdict(float(found["ratio"]), 0.8, least=True)),
            (f"memory for {RECIPIENTS} recipients", f"{found['memory MB']:.0f} MB", timing.verdict(float(found["memory MB"]), 100)),
            (f"resume a ledger of {RECIPIENTS} rows", f"{found['resume s']:.2f} s", timing.verdict(float(found["resume s"]), 1.0)),
        ],
    )


# ── the contestants ──────────────────────────────────────────────────────────────────────────────────────────────────


def bare_loop(port: int, messages: list[Message], *, together: bool = True) -> None:
    """MAIL, RCPT and DATA in one piece (or one by one), the message, the dot; nothing is kept, nothing is judged."""
    with socket.create_connection(("127.0.0.1", port)) as connection, connection.makefile("rb") as replies:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

        def answer(times: int = 1) -> None:
            for _ in range(times):
                while replies.readline()[3:4] == b"-":
                    pass

        answer()
        connection.sendall(b"EHLO [127.0.0.1]\r\n")
        answer()
        for message in messages:
            commands = [f"MAIL FROM:<{message.sender}>\r\n", f"RCPT TO:<{message.recipient}>\r\n", "DATA\r\n"]
            for line in ["".join(commands)] if together else commands:
                connection.sendall(line.encode())
                answer(line.count("\n"))
            connection.sendall(message.head + b"\r\n")
            connection.sendall(message.body)
            connection.sendall(b".\r\n")
            answer()
        connection.sendall(b"QUIT\r\n")


def planned(path: Path, mailing: Mailing) -> tuple[Ledger, Plan]:
    """What stands on the screen when the person says yes: an open ledger and the frozen messages."""
    ledger = open_ledger(path, mailing.edition.organisation, QUEUED, new=True)
    return ledger, prepare(ledger, mailing, standing(ledger, mailing.edition, mailing.document_sha256), CLOCK.now(), 0)


def deliver(ledger: Ledger, mailing: Mailing, plan: Plan) -> Outcome:
    """The run after that."""
    try:
        return send(ledger, mailing, plan, lambda: Session(mailing.settings, None), CLOCK, Conduct())
    finally:
        ledger.close()


def many(port: int) -> None:
    """10 000 recipients in this process, for its peak memory."""
    with tempfile.TemporaryDirectory() as folder:
        mailing = _mailing(port, RECIPIENTS)
        ledger, plan = planned(Path(folder) / "ledger.sqlite", mailing)
        outcome = deliver(ledger, mailing, plan)
        if outcome.counts["sent"] != RECIPIENTS:
            raise RuntimeError(f"{outcome.counts} {outcome.stop}")


def resume_seconds(folder: Path, port: int) -> float:
    """From opening a ledger of 10 000 rows, one of them still to send, to the run's end; the median of five."""
    mailing = _mailing(port, RECIPIENTS)
    path = folder / "resume.sqlite"
    ledger = open_ledger(path, mailing.edition.organisation, QUEUED, new=True)
    from pipeline.mail.enrolment import enrol

    frozen = checked(mailing, QUEUED, 0)
    number = ledger.begin(frozen, mailing.document_sha256, "", QUEUED)
    enrol(ledger, number, frozen, mailing.recipients, QUEUED)
    ledger.connection.execute("UPDATE delivery SET state = 'sent'")
    taken: list[float] = []
    for _ in range(5):
        ledger.connection.execute("UPDATE delivery SET state = 'pending', attempts = 0 WHERE id = 5000")
        begun = time.perf_counter()
        again, plan = planned(path, mailing)
        outcome = deliver(again, mailing, plan)
        taken.append(time.perf_counter() - begun)
        if outcome.counts["sent"] != RECIPIENTS:
            raise RuntimeError(str(outcome.counts))
    ledger.close()
    return statistics.median(taken)


def synced_writes(folder: Path) -> None:
    """As many writes as there are messages, two pages each, every one through to the disk that holds the ledger before the next."""
    with (folder / "synced").open("w+b", buffering=0) as file:
        file.write(bytes(AHEAD))
        os.fsync(file.fileno())
        for number in range(MESSAGES):
            file.seek(number * PAGES % AHEAD)
            file.write(b"x" * PAGES)
            os.fsync(file.fileno())


# ── the server ───────────────────────────────────────────────────────────────────────────────────────────────────────


@contextmanager
def sink() -> Iterator[tuple[int, str]]:
    """A server that takes everything and keeps nothing: Postfix's smtp-sink, or a small one of our own where that is missing."""
    program = shutil.which("smtp-sink", path=os.environ.get("PATH", "") + os.pathsep + "/usr/sbin")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    name = "smtp-sink" if program else "a small sink of its own, since Postfix's smtp-sink is not installed"
    user = ["-u", "nobody"] if program and hasattr(os, "geteuid") and os.geteuid() == 0 else []
    command = [program, *user, f"127.0.0.1:{port}", "100"] if program else [sys.executable, __file__, str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.05)
        yield port, name
    finally:
        server.terminate()
        server.wait()


def _serve(port: int) -> None:
    """The small sink: one connection after another."""
    with socket.create_server(("127.0.0.1", port)) as listener:
        while True:
            connection, _ = listener.accept()
            with connection, connection.makefile("rb") as lines:
                connection.sendall(b"220 sink\r\n")
                while line := lines.readline():
                    if line.startswith(b"DATA"):
                        connection.sendall(b"354 go\r\n")
                        while lines.readline() not in (b".\r\n", b""):
                            pass
                    connection.sendall(b"250-sink\r\n250 PIPELINING\r\n" if line.startswith(b"EHLO") else b"250 ok\r\n")


def _mailing(port: int, count: int) -> Mailing:
    from dataclasses import replace

    from pipeline.letter import Enclosure
    from tests.mail.desk import a_mailing, members

    return replace(a_mailing(port, 0), recipients=members(count), enclosure=Enclosure(DOCUMENT, 4))


def _messages(mailing: Mailing) -> list[Message]:
    frozen = checked(mailing, QUEUED, 0)
    return [address_message(frozen, one.id, Mailbox(one.name, one.addresses[0])) for one in mailing.recipients]


if __name__ == "__main__":
    _serve(int(sys.argv[1]))
