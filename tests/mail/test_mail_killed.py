"""Runs that die at any moment, on a full disk, beside a locked ledger: exactly one copy each, or a doubt that is listed."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import sys
import threading
import time
from collections import Counter

import pytest

from pipeline.mail.accounts import accounts
from pipeline.mail.campaign import open_ledger
from pipeline.problems import ExitCode
from tests.mail.desk import EDITION, QUEUED, Desk, Script, start

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="another platform: kill -9 and file limits are POSIX")

STAGES = ("MAIL", "RCPT", "DATA", "content", "after", "any time")


@pytest.fixture
def swift_desk():
    """One server for many runs; ``at`` is called with (stage, count of that stage so far)."""
    desk = Desk()
    controller = start(desk)
    yield desk
    controller.stop(no_assert=True)


def new_ledger(path):
    open_ledger(path, EDITION.organisation, QUEUED, new=True).close()
    return path


def verdict(path, desk, count):
    """Copies at the server against the ledger, with what breaks the promise."""
    ledger = open_ledger(path, EDITION.organisation, QUEUED)
    state = {account.address: account.state for account in accounts(ledger)}
    ledger.close()
    copies = desk.copies
    broken = [address for address in state if copies[address] > 1 or (copies[address] != 1 and state[address] != "in_doubt")]
    assert len(state) == count
    assert set(copies) <= set(state)
    return broken, Counter(state.values())


def finish(path, desk, count):
    """Runs until nothing is left to do; gives the last exit code."""
    from tests.mail.killing import spawn

    for _ in range(5):
        process = spawn(path, desk.port, count)
        process.join(60)
        if process.exitcode != ExitCode.TRY_LATER:
            return process.exitcode
    raise AssertionError("the runs come to no end")


def kill_once(path, desk, count, chance):
    """A run killed at the chosen stage of a chosen message, or some time while it sends."""
    from tests.mail.killing import spawn

    stage, number, delay = chance.choice(STAGES), chance.randrange(1, count), chance.random()
    seen = Counter()
    begun = threading.Event()
    process = spawn(path, desk.port, count)

    def rule(name):
        def said(address, _):
            begun.set()
            seen[name] += 1
            if name == stage and seen[name] == number:
                os.kill(process.pid, signal.SIGKILL)
            if stage == "after" and name == "content" and seen[name] == number:
                threading.Timer(delay / 500, os.kill, (process.pid, signal.SIGKILL)).start()

        return said

    desk.script = Script(*(rule(name) for name in ("MAIL", "RCPT", "DATA", "content")))
    if stage == "any time":
        begun.wait(20)
        time.sleep(delay * count / 400)
        process.kill()
    process.join(60)
    desk.script = Script()
    return process.exitcode, stage


def kills(runs, count, tmp_path, desk, seed):
    chance = random.Random(seed)
    states, stages, killed = Counter(), Counter(), 0
    for number in range(runs):
        desk.taken.clear()
        path = new_ledger(tmp_path / f"{number}.sqlite")
        code, stage = kill_once(path, desk, count, chance)
        killed += code == -signal.SIGKILL
        stages[stage] += 1
        last = finish(path, desk, count)
        broken, found = verdict(path, desk, count)
        assert not broken, f"run {number}, killed at {stage}"
        assert found["in_doubt"] <= 1, "only the message in hand can be in doubt"
        assert last == (ExitCode.SOME_IN_DOUBT if found["in_doubt"] else ExitCode.DONE)
        states += found
    sys.stdout.write(f"\n{runs} runs of {count}: {killed} killed at {dict(stages)}, then {dict(states)}\n")
    assert killed >= runs * 0.8
    return states


def test_killed_runs_send_nobody_two_and_lose_nobody(tmp_path, swift_desk):
    kills(6, 30, tmp_path, swift_desk, seed=1)


@pytest.mark.heavy
@pytest.mark.no_cover
@pytest.mark.timeout(3000)  # fifteen thousand messages, one after the other
@pytest.mark.parametrize("quarter", range(4))
def test_two_hundred_killed_runs_of_three_hundred(quarter, tmp_path, swift_desk):
    states = kills(50, 300, tmp_path, swift_desk, seed=20230608 + quarter)
    assert states["sent"] + states["in_doubt"] == 50 * 300


@pytest.mark.parametrize("room", [40_000, 120_000, 200_000, 400_000])
def test_a_full_disk_ends_the_run_and_the_next_one_goes_on(tmp_path, swift_desk, room):
    from tests.mail.killing import spawn

    path = new_ledger(tmp_path / "ledger.sqlite")
    process = spawn(path, swift_desk.port, 60, file_limit=room)
    process.join(60)
    assert process.exitcode in (ExitCode.TRY_LATER, ExitCode.DONE)
    if room < 400_000:
        assert len(swift_desk.taken) < 60
    assert finish(path, swift_desk, 60) in (ExitCode.DONE, ExitCode.SOME_IN_DOUBT)
    broken, found = verdict(path, swift_desk, 60)
    assert not broken
    assert found["in_doubt"] <= 1


@pytest.mark.parametrize("stage", ["MAIL", "content"])
def test_a_ledger_locked_by_another_program_ends_the_run_and_the_next_one_goes_on(tmp_path, swift_desk, stage):
    from tests.mail.killing import spawn

    path = new_ledger(tmp_path / "ledger.sqlite")
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    seen = Counter()

    def lock(address, _):
        seen[address] += 1
        if len(seen) == (1 if stage == "MAIL" else 5) and not other.in_transaction:
            other.execute("BEGIN IMMEDIATE")

    setattr(swift_desk.script, stage, lock)
    process = spawn(path, swift_desk.port, 20, busy_seconds=0.3)
    process.join(60)
    assert process.exitcode == ExitCode.TRY_LATER
    assert len(swift_desk.taken) == (0 if stage == "MAIL" else 5)
    swift_desk.script = Script()
    other.execute("ROLLBACK")
    other.close()
    finish(path, swift_desk, 20)
    broken, found = verdict(path, swift_desk, 20)
    assert not broken
    assert found["in_doubt"] == (0 if stage == "MAIL" else 1)


def test_a_second_run_at_the_same_time_is_refused(tmp_path, swift_desk):
    from tests.mail.killing import spawn

    path = new_ledger(tmp_path / "ledger.sqlite")
    codes = []

    def second(address, count):
        if not codes:
            codes.append(None)
            other = spawn(path, swift_desk.port, 20)
            threading.Thread(target=lambda: (other.join(60), codes.append(other.exitcode))).start()
            time.sleep(1.0)

    swift_desk.script.RCPT = second
    first = spawn(path, swift_desk.port, 20)
    first.join(60)
    assert first.exitcode == ExitCode.DONE
    assert codes == [None, ExitCode.TRY_LATER]
    assert set(swift_desk.copies.values()) == {1}
