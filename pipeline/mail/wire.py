"""SMTP's lines over a socket (RFC 5321 2.3.8, 4.2): commands out, replies in, with limits on what a strange server may send."""

from __future__ import annotations

import re
import select
import socket
import ssl
import unicodedata
from contextlib import suppress

from pipeline.dataclass import dataclass
from pipeline.problems import Message, reason_of, say

REPLY_OCTETS = 64 * 1024
REPLY_LINES = 200
_LINE = re.compile(rb"([2-5][0-9]{2})([ -]?)(.*)\Z", re.DOTALL)
_ENHANCED = re.compile(r"([245]\.\d{1,3}\.\d{1,3})(?:\s|$)")


class Lost(Exception):
    """The connection is gone, timed out or speaks no SMTP; ``words`` are for a person, its text is for the ledger."""

    def __init__(self, words: Message | str) -> None:
        """Keep the words."""
        self.words = words
        super().__init__(str(words))


@dataclass(frozen=True, slots=True)
class Reply:
    """A server's answer: three digits and its lines of text."""

    code: int
    lines: tuple[str, ...]

    @property
    def temporary(self) -> bool:
        """4xx."""
        return 400 <= self.code < 500

    @property
    def enhanced(self) -> str:
        """The enhanced status code (RFC 3463), '' where there is none or it belies the code."""
        found = _ENHANCED.match(self.lines[0]) if self.lines else None
        return found[1] if found and found[1][0] == str(self.code)[0] else ""

    @property
    def words(self) -> str:
        """The answer as one line for the ledger, at most 500 characters."""
        return f"{self.code} {' '.join(line for line in self.lines if line)}".strip()[:500]


class Wire:
    """A connected socket that sends whole commands and reads whole replies."""

    def __init__(self, connection: socket.socket) -> None:
        """Take over the socket."""
        self.socket = connection
        self._timeout = -1.0
        self._buffer = bytearray()

    @property
    def unread(self) -> bool:
        """Whether the server has said more than was read (before STARTTLS this is an attack, CVE-2011-0411)."""
        return bool(self._buffer)

    def send(self, *data: bytes, timeout: float) -> None:
        """Send octets as they are, the first pieces together where the socket can; raises Lost."""
        self._patience(timeout)
        try:
            pieces = list(data)
            if len(pieces) > 1 and not isinstance(self.socket, ssl.SSLSocket) and hasattr(self.socket, "sendmsg"):
                pieces = _unsent(pieces, self.socket.sendmsg(pieces))
            for piece in pieces:
                self.socket.sendall(piece)
        except (OSError, ValueError) as error:
            raise Lost(why(error)) from error

    def command(self, *lines: str, timeout: float) -> None:
        """Send command lines in one piece; a line can hold neither a line end nor another control."""
        for line in lines:
            if not line.isprintable():
                raise ValueError("a control character in an SMTP command")
        self.send("".join(f"{line}\r\n" for line in lines).encode("utf-8"), timeout=timeout)

    def reply(self, timeout: float) -> Reply:
        """The next reply, of however many lines; raises Lost."""
        lines: list[str] = []
        size = 0
        while True:
            raw = self._line(timeout)
            size += len(raw)
            found = _LINE.match(raw)
            if not found or size > REPLY_OCTETS or len(lines) >= REPLY_LINES:
                raise Lost(say("an answer that is no SMTP"))
            lines.append(_printable(found[3]))
            if found[2] != b"-":
                return Reply(int(found[1]), tuple(lines))

    def early_reply(self, timeout: float) -> Reply | None:
        """A reply that nobody has asked for yet, None when the server is silent as it should be; raises Lost."""
        if not self._buffer:
            try:
                if self._silent():
                    return None
                self._patience(0.0)
                data = self.socket.recv(65536)
            except (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError):
                return None
            except (OSError, ValueError) as error:
                raise Lost(why(error)) from error
            if not data:
                raise Lost(say("the connection closed by the server"))
            self._buffer += data
        return self.reply(timeout)

    def _patience(self, timeout: float) -> None:
        """Wait so long from now on; the socket is told of changes only, as each costs a call of the system."""
        if timeout != self._timeout:
            self.socket.settimeout(timeout)
            self._timeout = timeout

    def _silent(self) -> bool:
        """Whether the system knows at one glance that nothing has come; what is encrypted has to be read to know."""
        return not isinstance(self.socket, ssl.SSLSocket) and not _poll(self.socket)

    def close(self) -> None:
        """Hang up."""
        with suppress(OSError):
            self.socket.close()

    def _line(self, timeout: float) -> bytes:
        while (end := self._buffer.find(b"\n")) < 0:
            if len(self._buffer) > REPLY_OCTETS:
                raise Lost(say("an answer that is no SMTP"))
            self._patience(timeout)
            try:
                data = self.socket.recv(65536)
            except (OSError, ValueError) as error:
                raise Lost(why(error)) from error
            if not data:
                raise Lost(say("the connection closed by the server"))
            self._buffer += data
        line = bytes(self._buffer[:end]).rstrip(b"\r")
        del self._buffer[: end + 1]
        return line


def _poll(connection: socket.socket) -> bool:
    if not hasattr(select, "poll"):
        return bool(select.select([connection], [], [], 0)[0])
    poll = select.poll()
    poll.register(connection, select.POLLIN)
    return bool(poll.poll(0))


def _unsent(pieces: list[bytes], sent: int) -> list[bytes]:
    """What is left of the pieces after so many octets."""
    rest: list[bytes] = []
    for piece in pieces:
        if sent < len(piece):
            rest.append(piece[sent:])
        sent = max(sent - len(piece), 0)
    return rest


def _printable(octets: bytes) -> str:
    text = octets.decode("utf-8", "replace")
    if text.isprintable():
        return text.strip()
    return "".join(c if unicodedata.category(c) not in ("Cc", "Cs", "Zl", "Zp") else " " for c in text).strip()


def why(error: BaseException) -> Message | str:
    """What a socket met, in words that can be translated where it is a common fault."""
    if isinstance(error, TimeoutError) and error.errno is None:
        return say("no answer in time")
    return reason_of(error) if isinstance(error, OSError) else type(error).__name__
