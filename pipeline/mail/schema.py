"""The ledger's tables and the steps that bring an older ledger to today's shape; times are ISO 8601 in UTC, to the second."""

from __future__ import annotations

import sqlite3

from pipeline.problems import BadInput, Place, Problem, say

MIGRATIONS: tuple[str, ...] = (
    # 1: who has which edition
    """
    CREATE TABLE meta (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT;
    CREATE TABLE organisation (id TEXT PRIMARY KEY, adopted_at TEXT NOT NULL) STRICT;
    CREATE TABLE mailing (
        id INTEGER PRIMARY KEY,
        organisation TEXT NOT NULL REFERENCES organisation (id),
        kind TEXT NOT NULL,
        year INTEGER NOT NULL,
        number TEXT NOT NULL,
        queued_at TEXT NOT NULL,
        document_sha256 TEXT NOT NULL
    ) STRICT;
    CREATE TABLE spool (
        mailing INTEGER NOT NULL REFERENCES mailing (id) ON DELETE CASCADE,
        name TEXT NOT NULL,
        data BLOB NOT NULL,
        PRIMARY KEY (mailing, name)
    ) STRICT;
    CREATE TABLE delivery (
        id INTEGER PRIMARY KEY,
        mailing INTEGER NOT NULL REFERENCES mailing (id) ON DELETE CASCADE,
        recipient TEXT NOT NULL,
        address_hash TEXT NOT NULL,
        name TEXT,
        address TEXT,
        language TEXT NOT NULL DEFAULT '',
        state TEXT NOT NULL DEFAULT 'pending'
            CHECK (state IN ('pending', 'in_doubt', 'sent', 'deferred', 'failed', 'cancelled')),
        attempts INTEGER NOT NULL DEFAULT 0,
        first_tried_at TEXT,
        next_at TEXT,
        changed_at TEXT NOT NULL,
        answer TEXT NOT NULL DEFAULT '',
        note TEXT NOT NULL DEFAULT '',
        UNIQUE (mailing, recipient, address_hash)
    ) STRICT;
    CREATE INDEX delivery_open ON delivery (mailing, state, next_at, id) WHERE state = 'pending' OR state = 'deferred';
    """,
    # 2: corrections and their reasons, what bounces bring back, which addresses are dead, what people decided
    """
    ALTER TABLE mailing ADD COLUMN correction INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE mailing ADD COLUMN reason TEXT NOT NULL DEFAULT '';
    CREATE UNIQUE INDEX mailing_by_edition ON mailing (organisation, kind, year, number, correction);
    ALTER TABLE delivery ADD COLUMN token TEXT;
    ALTER TABLE delivery ADD COLUMN message_id TEXT;
    CREATE INDEX delivery_by_token ON delivery (token);
    CREATE TABLE dead_address (
        address_hash TEXT PRIMARY KEY,
        address TEXT,
        since TEXT NOT NULL,
        answer TEXT NOT NULL
    ) STRICT;
    CREATE TABLE decision (
        id INTEGER PRIMARY KEY,
        mailing INTEGER NOT NULL REFERENCES mailing (id) ON DELETE CASCADE,
        at TEXT NOT NULL,
        what TEXT NOT NULL,
        reason TEXT NOT NULL
    ) STRICT;
    """,
)
VERSION = len(MIGRATIONS)


def migrate(connection: sqlite3.Connection, where: str) -> None:
    """Bring the ledger to VERSION, each step in a transaction of its own; raises BadInput for a ledger of a newer program."""
    found = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if found > VERSION:
        words = say("expected a ledger of version {version} or older, found version {found}", version=VERSION, found=found)
        raise BadInput([Problem(Place(where), "", words, say("install the newer version of this program that wrote it"))])
    for version in range(found + 1, VERSION + 1):
        connection.executescript(f"BEGIN IMMEDIATE; {MIGRATIONS[version - 1]} PRAGMA user_version = {version}; COMMIT;")
