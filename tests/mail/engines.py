"""Postfix, smtp-sink and their like, run privately on loopback for a test; each says when it is missing."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.mail.desk import free_port

DOCS = Path(__file__).resolve().parents[2] / "docs" / "postfix"
PATHS = os.environ.get("PATH", "") + os.pathsep + "/usr/sbin"


def program(name: str, package: str) -> str:
    """Where it is installed; the test is skipped where it is not."""
    found = shutil.which(name, path=PATHS)
    if found is None:
        pytest.skip(f"{name} is not installed (Debian: apt-get install {package})")
    return found


def wait_for(port: int) -> None:
    """Until somebody listens."""
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"nobody listens on {port}")


@contextmanager
def sink(*options: str) -> Iterator[int]:
    """A running smtp-sink and its port."""
    command = program("smtp-sink", "postfix")
    port = free_port()
    user = ["-u", "nobody"] if os.geteuid() == 0 else []
    server = subprocess.Popen([command, *user, *options, f"127.0.0.1:{port}", "100"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(port)
        yield port
    finally:
        server.terminate()
        server.wait()


class Postfix:
    """Debian's Postfix with the project's own configuration; the overrides deliver two domains to maildirs instead of a relay."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.port, self.maildirs = folder, port, folder / "mail"
        self.command = program("postfix", "postfix")
        self.postconf = program("postconf", "postfix")

    def write(self) -> None:
        """The documented files, with another port, folders of their own, and local mailboxes."""
        import pwd

        owner = pwd.getpwnam("postfix")
        for name in ("mail", "data", "queue"):
            (self.folder / name).mkdir()
        for name in ("mail", "data"):
            os.chown(self.folder / name, owner.pw_uid, owner.pw_gid)
        shutil.copy(DOCS / "main.cf", self.folder)
        master = (DOCS / "master.cf").read_text(encoding="utf-8")
        (self.folder / "master.cf").write_text(master.replace("127.0.0.1:2525", f"127.0.0.1:{self.port}"), encoding="utf-8")
        (self.folder / "mailboxes").write_text(
            "studsar@bergslaget.example studsar/\nkommun1@m.example kommun1/\nkommun2@m.example kommun2/\n"
        )
        self.set(
            queue_directory=str(self.folder / "queue"),
            data_directory=str(self.folder / "data"),
            maillog_file=str(self.folder / "log"),
            maillog_file_prefixes=str(self.folder),
            relayhost="",
            smtp_sasl_auth_enable="no",
            smtp_sasl_password_maps="",
            default_destination_rate_delay="0s",
            default_destination_concurrency_limit="20",
            virtual_mailbox_domains="m.example, bergslaget.example",
            virtual_mailbox_base=str(self.maildirs),
            virtual_mailbox_maps=f"texthash:{self.folder / 'mailboxes'}",
            virtual_uid_maps=f"static:{owner.pw_uid}",
            virtual_gid_maps=f"static:{owner.pw_gid}",
            virtual_minimum_uid="1",
            smtpd_reject_unlisted_recipient="no",
        )

    def set(self, **values: str) -> None:
        """Overrides in main.cf."""
        subprocess.run([self.postconf, "-c", self.folder, "-e", *(f"{name}={value}" for name, value in values.items())], check=True)

    def run(self, action: str) -> None:
        done = subprocess.run([self.command, "-c", str(self.folder), action], capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"postfix {action}: {done.stderr}{self.log}")

    @property
    def log(self) -> str:
        file = self.folder / "log"
        return file.read_text(encoding="utf-8", errors="replace") if file.exists() else ""

    def messages(self, mailbox: str) -> list[bytes]:
        """What lies in a maildir."""
        return [file.read_bytes() for file in sorted((self.maildirs / mailbox / "new").glob("*"))]

    def wait(self, mailbox: str, count: int) -> list[bytes]:
        """What lies in a maildir once so many messages have come."""
        for _ in range(300):
            if len(self.messages(mailbox)) >= count:
                break
            time.sleep(0.1)
        return self.messages(mailbox)


@contextmanager
def postfix() -> Iterator[Postfix]:
    """A running Postfix; its folder lies where its daemons can reach it."""
    program("postfix", "postfix")
    if os.geteuid() != 0:
        pytest.skip("postfix has to be started by root")
    folder = Path(tempfile.mkdtemp(prefix="postfix-"))
    folder.chmod(0o755)
    engine = Postfix(folder, free_port())
    try:
        engine.write()
        engine.run("start")
        wait_for(engine.port)
        yield engine
    finally:
        subprocess.run([engine.command, "-c", str(folder), "stop"], capture_output=True, check=False)
        shutil.rmtree(folder, ignore_errors=True)
