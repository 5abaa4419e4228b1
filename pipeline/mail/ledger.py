"""The ledger: which editions were sent, their frozen messages and what people decided, in SQLite with every step on disk at once."""

from __future__ import annotations

import hmac
import secrets
import sqlite3
import threading
from collections.abc import Collection, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipeline.dataclass import dataclass
from pipeline.letter import Edition
from pipeline.mail.address import Address
from pipeline.mail.message import Frozen, from_spool, to_spool
from pipeline.mail.schema import migrate
from pipeline.problems import BadInput, Message, Place, Problem, reason_of, say

BUSY_SECONDS = 30.0
LOG_PAGES = 256
"""Pages of the write-ahead log before it is emptied and used anew."""


class LedgerFault(Exception):
    """The ledger cannot be read or written now: what stands in the way, and that nothing has been decided (exit code 75)."""

    def __init__(self, problem: Problem) -> None:
        """Keep the problem."""
        self.problem = problem
        super().__init__(f"{problem.where}: {problem.message}")


@dataclass(frozen=True, slots=True)
class MailingRow:
    """An edition as it was frozen: ``correction`` 0 for the first, ``document_sha256`` of the PDF."""

    id: int
    edition: Edition
    correction: int
    reason: str
    queued_at: datetime
    document_sha256: str


def stamp(moment: datetime) -> str:
    """A moment as the ledger writes it, which sorts as text."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def moment(text: str) -> datetime:
    """The moment that ``stamp`` wrote."""
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


class Ledger:
    """An open ledger, safe to share between threads."""

    def __init__(self, path: Path, *, create: bool = False, busy_seconds: float = BUSY_SECONDS) -> None:
        """Open and migrate; raises BadInput when it is missing and not to be created, or no ledger, LedgerFault when it cannot be used now."""
        self.path = path
        self.where = Place(path.as_posix())
        self._lock = threading.RLock()
        if not path.exists() and not create:
            missing = say("expected the ledger of what has been sent, found none")
            hint = say("copy it from the computer that sent before; only if nothing was ever sent, start one with --new-ledger")
            raise BadInput([Problem(self.where, "ledger", missing, hint)])
        if path.exists() and not path.is_file():
            raise BadInput([Problem(self.where, "ledger", *_NO_FILE)])
        with self.guard():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
            self.connection = sqlite3.connect(path, timeout=busy_seconds, isolation_level=None, check_same_thread=False)
            with ExitStack() as closing:
                closing.callback(self.connection.close)
                self._set_up()
                closing.pop_all()

    def _set_up(self) -> None:
        """Settings, today's shape, the salt."""
        self.connection.row_factory = sqlite3.Row
        for pragma in (
            "journal_mode = WAL",
            "synchronous = FULL",
            f"wal_autocheckpoint = {LOG_PAGES}",
            "foreign_keys = ON",
            "secure_delete = ON",
        ):
            self.connection.execute(f"PRAGMA {pragma}")
        migrate(self.connection, self.path.as_posix())
        self.connection.execute("INSERT OR IGNORE INTO meta VALUES ('salt', ?)", (secrets.token_bytes(32),))
        self._salt = bytes(self.connection.execute("SELECT value FROM meta WHERE name = 'salt'").fetchone()[0])

    def close(self) -> None:
        """Close the file."""
        self.connection.close()

    @contextmanager
    def guard(self) -> Iterator[None]:
        """SQLite's complaints in words for a person: BadInput for a file that is no ledger, LedgerFault for all that may pass."""
        with self._lock:
            try:
                yield
            except (sqlite3.Error, OSError) as error:
                if isinstance(error, sqlite3.DatabaseError) and "not a database" in str(error):
                    found = say("expected a ledger, found another kind of file")
                    raise BadInput([Problem(self.where, "ledger", found, say("name the right file with --ledger"))]) from error
                raise LedgerFault(Problem(self.where, "ledger", *_explain(error))) from error

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All or nothing."""
        with self.guard():
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield self.connection
                self.connection.execute("COMMIT")
            except BaseException:
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")
                raise

    @contextmanager
    def unsynced(self) -> Iterator[None]:
        """Writes in here reach the disk for good with the next ones outside, or with ``sync``."""
        with self.guard():
            self.connection.execute("PRAGMA synchronous = NORMAL")
            try:
                yield
            finally:
                self.connection.execute("PRAGMA synchronous = FULL")

    def sync(self) -> None:
        """Have everything on disk for good."""
        with self.guard():
            self.connection.execute("PRAGMA wal_checkpoint(PASSIVE)")

    def rows(self, sql: str, values: Mapping[str, Any] | tuple[Any, ...] = ()) -> list[sqlite3.Row]:
        """What a query finds."""
        with self.guard():
            return self.connection.execute(sql, values).fetchall()

    def address_hash(self, address: Address) -> str:
        """Stands for an address once that is purged; keyed, so that it cannot be guessed without the ledger."""
        return hmac.digest(self._salt, address.key.encode("utf-8"), "sha256").hex()[:32]

    def dead_hashes(self) -> frozenset[str]:
        """The addresses that mail came back from."""
        return frozenset(row["address_hash"] for row in self.rows("SELECT address_hash FROM dead_address"))

    # ── organisations and mailings ───────────────────────────────────────────────────────────────────────────────────

    def knows(self, organisation: str) -> bool:
        """Whether this ledger keeps the organisation's deliveries."""
        return bool(self.rows("SELECT 1 FROM organisation WHERE id = ?", (organisation,)))

    def adopt(self, organisation: str, now: datetime) -> None:
        """Begin to keep an organisation's deliveries (--new-ledger)."""
        with self.guard():
            self.connection.execute("INSERT OR IGNORE INTO organisation VALUES (?, ?)", (organisation, stamp(now)))

    def mailings(self, edition: Edition) -> list[MailingRow]:
        """The edition and its corrections, the latest last."""
        found = self.rows(
            "SELECT * FROM mailing WHERE organisation = ? AND kind = ? AND year = ? AND number = ? ORDER BY correction",
            (edition.organisation, edition.kind, edition.year, edition.number),
        )
        return [_mailing(row, edition) for row in found]

    def begin(self, frozen: Frozen, document_sha256: str, reason: str, now: datetime) -> int:
        """Keep a mailing with its spool; one of which nothing has left yet is replaced, and an edition's open rows are cancelled by its correction."""
        edition = frozen.edition
        with self.transaction() as connection:
            key = (edition.organisation, edition.kind, edition.year, edition.number)
            connection.execute(
                "DELETE FROM mailing WHERE organisation = ? AND kind = ? AND year = ? AND number = ? AND correction = ?",
                (*key, frozen.correction),
            )
            connection.execute(
                "UPDATE delivery SET state = 'cancelled', note = 'superseded', next_at = NULL, changed_at = ? WHERE state IN ('pending', 'deferred')"
                " AND mailing IN (SELECT id FROM mailing WHERE organisation = ? AND kind = ? AND year = ? AND number = ?)",
                (stamp(now), *key),
            )
            cursor = connection.execute(
                "INSERT INTO mailing (organisation, kind, year, number, queued_at, document_sha256, correction, reason) VALUES (?,?,?,?,?,?,?,?)",
                (*key, stamp(frozen.date), document_sha256, frozen.correction, reason),
            )
            mailing = int(cursor.lastrowid or 0)
            connection.executemany("INSERT INTO spool VALUES (?, ?, ?)", [(mailing, name, data) for name, data in to_spool(frozen).items()])
        return mailing

    def thaw(self, mailing: int) -> Frozen:
        """The mailing as it was frozen; raises BadInput once it has been purged."""
        files = {row["name"]: bytes(row["data"]) for row in self.rows("SELECT name, data FROM spool WHERE mailing = ?", (mailing,))}
        if "mailing.json" not in files:
            found = say("expected the messages of this edition in the ledger, found them purged")
            hint = say("it is not sent again; what has to go out goes as a correction, with --correction REASON")
            raise BadInput([Problem(self.where, "ledger", found, hint)])
        return from_spool(files)

    def warm_up(self) -> None:
        """Let the write-ahead log have its full length, since syncing a file that grows takes three times as long as one that does not."""
        with self.guard():
            page = int(self.connection.execute("PRAGMA page_size").fetchone()[0])
            self.connection.execute("INSERT OR REPLACE INTO meta VALUES ('filler', zeroblob(?))", (LOG_PAGES * page,))
            self.connection.execute("DELETE FROM meta WHERE name = 'filler'")
            self.connection.execute("PRAGMA wal_checkpoint(RESTART)")

    def untouched(self, mailing: int) -> bool:
        """Whether nothing of the mailing has left or may have left."""
        return not self.rows(
            "SELECT 1 FROM delivery WHERE mailing = ? AND (state IN ('sent', 'in_doubt') OR attempts > 0) LIMIT 1", (mailing,)
        )

    def note_decision(self, mailing: int, what: str, reason: str, now: datetime) -> None:
        """Keep what a person decided against the program's advice."""
        with self.guard():
            self.connection.execute(
                "INSERT INTO decision (mailing, at, what, reason) VALUES (?, ?, ?, ?)", (mailing, stamp(now), what, reason)
            )

    def handed_over_since(self, since: datetime, begun: Collection[int] = ()) -> int:
        """Messages of all editions that the server got since then, for its daily limit, with rows begun that still wait.

        Asked in one statement: a row that moves from the one kind to the other meanwhile counts once.
        """
        chosen = ",".join(str(int(number)) for number in begun)
        waiting = f"id IN ({chosen}) AND state IN ('pending', 'deferred')"
        gone = "state IN ('sent', 'in_doubt', 'failed') AND changed_at >= ?"
        found = self.rows(f"SELECT count(*) AS n FROM delivery WHERE ({gone}) OR ({waiting})", (stamp(since),))  # noqa: S608
        return int(found[0]["n"])


def _mailing(row: sqlite3.Row, edition: Edition) -> MailingRow:
    return MailingRow(row["id"], edition, row["correction"], row["reason"], moment(row["queued_at"]), row["document_sha256"])


_NO_FILE = (
    say("expected the ledger's file, found a folder or a file that may not be opened"),
    say("name the right file with --ledger"),
)


def _explain(error: sqlite3.Error | OSError) -> tuple[Message, Message]:
    words = str(error)
    if "locked" in words or "busy" in words:
        return say("expected to write in the ledger, found it held by another program"), say("close that program and run the command again")
    if "full" in words or "I/O" in words or "No space" in words or "too large" in words:
        return say("expected to write in the ledger, found no room or a failing disk"), say("make room and run the command again")
    if "unable to open" in words or "directory" in words:
        return _NO_FILE
    hint = say("check the folder's permissions")
    if "readonly" in words:
        return say("expected to write in the ledger, found it protected from writing"), hint
    reason = reason_of(error) if isinstance(error, OSError) else words
    return say("expected to read and write the ledger, found: {words}", words=reason), hint
