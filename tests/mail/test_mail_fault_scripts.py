"""Every kind of answer at every stage: who has the edition, who waits, who is refused, what is in doubt."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from pipeline.mail.accounts import accounts
from pipeline.problems import ExitCode
from tests.mail.desk import QUEUED, Script, Time, both_ways, member, members, run

pytestmark = both_ways
SECOND = "kommun2@m2.example"
EVERYONE = {f"kommun{n}@m{n}.example": 1 for n in (1, 2, 3)}
OTHERS = {address: 1 for address in EVERYONE if address != SECOND}


def only(address: str, answer: str, times: int = 10**6):
    """The answer to this address alone, so many times."""
    return lambda asked, count: answer if asked in (address, "sender") and count <= times else None


def states(ledger) -> dict[str, str]:
    return {account.address: account.state for account in accounts(ledger)}


def account_of(ledger, address: str):
    return next(account for account in accounts(ledger) if account.address == address)


def test_everyone_gets_one_copy_and_a_second_run_sends_nothing(ledger, mailing, time, desk):
    first = run(ledger, mailing, time, desk.port)
    assert first.exit_code == ExitCode.DONE
    assert desk.copies == EVERYONE
    assert set(states(ledger).values()) == {"sent"}
    assert desk.connections == 1
    again = run(ledger, mailing, time, desk.port)
    assert again.exit_code == ExitCode.DONE
    assert desk.copies == EVERYONE


@pytest.mark.parametrize("stage", ["RCPT", "DATA", "content"])
def test_a_lasting_refusal_ends_one_recipient_and_keeps_the_servers_words(ledger, mailing, time, desk, stage):
    setattr(desk.script, stage, only(SECOND, "550 5.1.1 <kommun2@m2.example>: finns inte"))
    outcome = run(ledger, mailing, time, desk.port)
    assert outcome.exit_code == ExitCode.SOME_FAILED
    assert desk.copies == OTHERS
    assert account_of(ledger, SECOND).state == "failed"
    assert account_of(ledger, SECOND).answer == "550 5.1.1 <kommun2@m2.example>: finns inte"
    desk.script = Script()
    assert run(ledger, mailing, time, desk.port).exit_code == ExitCode.SOME_FAILED
    assert len(desk.taken) == 2


@pytest.mark.parametrize("stage", ["RCPT", "DATA", "content"])
def test_a_passing_refusal_is_waited_for_within_the_run(ledger, mailing, time, desk, stage):
    setattr(desk.script, stage, only(SECOND, "451 4.7.1 greylisted, come back in 300 seconds", times=1))
    assert run(ledger, mailing, time, desk.port).exit_code == ExitCode.DONE
    assert desk.copies == EVERYONE
    assert timedelta(minutes=5) <= time.wall - QUEUED < timedelta(minutes=6)
    assert account_of(ledger, SECOND).attempts == 2


def test_without_patience_the_deferred_wait_for_the_next_run(ledger, mailing, time, desk):
    desk.script.RCPT = only(SECOND, "450 4.2.1 busy", times=2)
    first = run(ledger, mailing, time, desk.port, patience=0)
    assert first.exit_code == ExitCode.TRY_LATER
    assert first.left == 1
    assert first.next_at == QUEUED + timedelta(minutes=5)
    assert run(ledger, mailing, time, desk.port, patience=0).exit_code == ExitCode.TRY_LATER
    assert desk.asked["RCPT", SECOND] == 1, "not due, so not asked"
    time.jump(minutes=5)
    assert run(ledger, mailing, time, desk.port, patience=0).next_at == time.wall + timedelta(minutes=10), "longer each time"
    time.jump(minutes=10)
    assert run(ledger, mailing, time, desk.port, patience=0).exit_code == ExitCode.DONE
    assert desk.copies == EVERYONE


def test_past_the_deadline_the_deferred_have_failed_with_the_last_answer(ledger, mailing, time, desk):
    desk.script.content = only(SECOND, "452 4.2.2 over quota")
    for _ in range(20):
        outcome = run(ledger, mailing, time, desk.port, patience=0)
        if outcome.exit_code != ExitCode.TRY_LATER:
            break
        time.jump(hours=4)
    assert outcome.exit_code == ExitCode.SOME_FAILED
    account = account_of(ledger, SECOND)
    assert (account.state, account.note, account.answer) == ("failed", "deadline", "452 4.2.2 over quota")
    assert timedelta(hours=48) < time.wall - QUEUED <= timedelta(hours=56)


@pytest.mark.parametrize("stage", ["MAIL", "RCPT", "DATA"])
@pytest.mark.parametrize("answer", ["hang up", "421 4.3.2 closing"])
def test_a_connection_lost_before_the_end_of_data_is_made_anew(ledger, mailing, time, desk, stage, answer):
    setattr(desk.script, stage, only(SECOND, answer, times=1))
    assert run(ledger, mailing, time, desk.port).exit_code == ExitCode.DONE
    assert desk.copies == EVERYONE
    assert time.steady == 0, "without waiting"


def test_a_server_that_closes_after_the_content_is_met_on_a_new_connection(ledger, mailing, time, desk):
    desk.script.content = only(SECOND, "421 4.3.2 closing", times=1)
    assert run(ledger, mailing, time, desk.port).exit_code == ExitCode.DONE
    assert desk.copies == EVERYONE
    assert desk.connections == 2
    assert account_of(ledger, SECOND).attempts == 2


@pytest.mark.parametrize("stage", ["RCPT", "DATA"])
def test_a_recipient_at_whom_the_server_always_hangs_up_does_not_hold_up_the_others(ledger, mailing, time, desk, stage):
    setattr(desk.script, stage, only(SECOND, "hang up"))
    outcome = run(ledger, mailing, time, desk.port, patience=0)
    assert outcome.exit_code == ExitCode.TRY_LATER
    assert states(ledger)[SECOND] == "deferred"
    assert desk.copies == OTHERS


def test_a_server_that_hangs_up_at_everyone_ends_the_run(ledger, mailing, time, desk):
    desk.script.RCPT = lambda *_: "hang up"
    outcome = run(ledger, replace(mailing, recipients=members(9)), time, desk.port, patience=0)
    assert outcome.stop is not None
    assert not outcome.stop.lasting
    assert outcome.exit_code == ExitCode.TRY_LATER
    assert outcome.counts["pending"] == 6


@pytest.mark.parametrize("answer", ["hang up", "take and hang up"])
def test_a_connection_lost_after_the_end_of_data_leaves_doubt_and_no_second_copy(ledger, mailing, time, desk, answer):
    desk.script.content = only(SECOND, answer, times=1)
    outcome = run(ledger, mailing, time, desk.port)
    assert outcome.exit_code == ExitCode.SOME_IN_DOUBT
    assert states(ledger) == {**dict.fromkeys(EVERYONE, "sent"), SECOND: "in_doubt"}
    assert account_of(ledger, SECOND).answer
    again = run(ledger, mailing, time, desk.port)
    assert again.exit_code == ExitCode.SOME_IN_DOUBT
    assert desk.asked["content", SECOND] == 1, "nobody in doubt is sent to again by the program's own doing"


def test_a_server_that_answers_nothing_any_more_is_not_given_everyone(ledger, mailing, time, desk):
    desk.script.content = lambda *_: "take and hang up"
    outcome = run(ledger, replace(mailing, recipients=members(9)), time, desk.port)
    assert outcome.counts["in_doubt"] == 3
    assert outcome.counts["pending"] == 6
    assert outcome.exit_code == ExitCode.TRY_LATER
    assert outcome.stop is not None


@pytest.mark.parametrize("answer", ["550 5.1.8 sender unknown", "530 5.7.0 authentication required", "554 5.7.1 not welcome"])
def test_a_refused_sender_ends_the_run_and_nobody_is_marked(ledger, mailing, time, desk, answer):
    desk.script.MAIL = lambda *_: answer
    outcome = run(ledger, mailing, time, desk.port)
    assert outcome.exit_code == ExitCode.BAD_INPUT
    assert answer in str(outcome.stop.problem.message)
    assert set(states(ledger).values()) == {"pending"}
    assert desk.asked["MAIL", "sender"] == 1
    desk.script = Script()
    assert run(ledger, mailing, time, desk.port).exit_code == ExitCode.DONE


def test_a_sender_put_off_waits_and_goes_on(ledger, mailing, time, desk):
    desk.script.MAIL = lambda _, count: "451 4.3.0 later" if count in (2, 3) else None
    assert run(ledger, mailing, time, desk.port).exit_code == ExitCode.DONE
    assert desk.copies == EVERYONE
    assert time.steady == pytest.approx(5 + 15)


def test_a_sender_put_off_for_ever_is_left_for_later(ledger, mailing, time, desk):
    desk.script.MAIL = lambda *_: "421 4.7.28 too much mail" if time.steady else "451 4.3.0 later"
    outcome = run(ledger, mailing, time, desk.port, patience=100)
    assert outcome.exit_code == ExitCode.TRY_LATER
    assert time.steady <= 100


@pytest.mark.parametrize("stage", ["RCPT", "content"])
def test_a_refusal_of_everyone_for_the_senders_sake_fails_nobody(ledger, mailing, time, desk, stage):
    setattr(desk.script, stage, lambda *_: "554 5.7.1 Relay access denied")
    mailing = replace(mailing, recipients=members(9))
    outcome = run(ledger, mailing, time, desk.port)
    assert outcome.exit_code == ExitCode.BAD_INPUT
    assert "Relay access denied" in str(outcome.stop.problem.message)
    assert outcome.counts["pending"] == 9
    desk.script = Script()
    assert run(ledger, mailing, time, desk.port).counts["sent"] == 9


def test_those_refused_by_policy_twice_are_refused_and_the_run_goes_on(ledger, mailing, time, desk):
    mailing = replace(mailing, recipients=members(5))
    desk.script.RCPT = lambda address, _: "550 5.7.1 blocked" if address[6] in "123" else None
    assert run(ledger, mailing, time, desk.port).exit_code == ExitCode.BAD_INPUT
    outcome = run(ledger, mailing, time, desk.port)
    assert outcome.counts["failed"] == 3
    run(ledger, mailing, time, desk.port)
    assert desk.copies == {f"kommun{n}@m{n}.example": 1 for n in (4, 5)}


@pytest.mark.parametrize(("stage", "answer"), [("MAIL", "552 5.3.4 too big"), ("content", "552 5.3.4 too big")])
def test_a_message_too_large_for_the_server_ends_the_run(ledger, mailing, time, desk, stage, answer):
    setattr(desk.script, stage, lambda *_: answer)
    outcome = run(ledger, mailing, time, desk.port)
    assert outcome.exit_code == ExitCode.BAD_INPUT
    assert set(states(ledger).values()) == {"pending"}


def test_a_full_mailbox_is_that_recipients_own(ledger, mailing, time, desk):
    desk.script.content = only(SECOND, "552 5.2.2 mailbox full")
    assert run(ledger, mailing, time, desk.port).counts["failed"] == 1


def test_a_slow_server_is_doubted_after_the_end_of_data_and_retried_before(ledger, mailing, time, desk):
    import time as real

    from tests.mail.desk import QUICK

    desk.script.content = lambda address, count: real.sleep(0.6) if address == SECOND and count == 1 else None
    outcome = run(ledger, mailing, time, desk.port, timeouts=replace(QUICK, end_of_data=0.2))
    assert states(ledger)[SECOND] == "in_doubt"
    assert outcome.counts["sent"] == 2


def test_asked_to_end_the_run_finishes_the_message_in_hand(ledger, mailing, time, desk):
    outcome = run(ledger, mailing, time, desk.port, stop=lambda: len(desk.taken) >= 1)
    assert outcome.interrupted
    assert outcome.counts["sent"] == 1
    assert outcome.left == 2
    assert outcome.exit_code == ExitCode.TRY_LATER
    assert run(ledger, mailing, time, desk.port).exit_code == ExitCode.DONE
    assert desk.copies == EVERYONE


def test_asked_to_end_while_waiting_the_run_ends(ledger, mailing, time, desk):
    desk.script.RCPT = only(SECOND, "450 4.2.1 busy")
    outcome = run(ledger, mailing, time, desk.port, stop=lambda: time.steady > 10)
    assert outcome.interrupted
    assert time.steady < 15


def test_a_clock_that_jumps_back_makes_nobody_wait_for_ever(ledger, mailing, time, desk):
    desk.script.RCPT = only(SECOND, "450 4.2.1 busy", times=1)
    run(ledger, mailing, time, desk.port, patience=0)
    time.jump(days=-400)
    assert run(ledger, mailing, time, desk.port, patience=0).exit_code == ExitCode.DONE
    assert desk.copies == EVERYONE


def test_a_clock_that_jumps_back_while_waiting_does_no_harm(ledger, mailing, time, desk):
    desk.script.RCPT = only(SECOND, "450 4.2.1 busy", times=1)
    time.on_sleep = lambda: time.jump(hours=-1)
    assert run(ledger, mailing, time, desk.port).exit_code == ExitCode.DONE
    assert desk.copies == EVERYONE


def test_an_address_beyond_ascii_needs_a_server_that_takes_it(ledger, mailing, time, desk):
    mailing = replace(mailing, recipients=(member(1), member(2, "åsa@räksmörgås.example")))
    assert run(ledger, mailing, time, desk.port).exit_code == ExitCode.DONE
    assert desk.copies == {"kommun1@m1.example": 1, "åsa@xn--rksmrgs-5wao1o.example": 1}
    assert "SMTPUTF8" not in next(line for line in desk.commands if line.startswith("MAIL"))
    assert "BODY=8BITMIME SMTPUTF8" in desk.commands[-2]


def test_progress_counts_up_and_its_time_of_arrival_is_true(ledger, mailing, time, desk):
    seen = []
    mailing = replace(mailing, recipients=members(12), settings=replace(mailing.settings, per_minute=30))
    run(ledger, mailing, time, desk.port, progress=lambda p: seen.append((time.steady, p)))
    assert [p.sent for _, p in seen] == list(range(1, 13))
    assert time.steady == pytest.approx(22.0), "two seconds between messages"
    for at, progress in seen:
        assert abs(22.0 - at - progress.seconds_left) <= 2.5


def test_the_day_of_a_provider_ends_the_run_until_tomorrow(ledger, mailing, desk):
    time = Time()
    mailing = replace(mailing, recipients=members(5), settings=replace(mailing.settings, per_day=2))
    first = run(ledger, mailing, time, desk.port)
    assert (first.exit_code, first.counts["sent"]) == (ExitCode.TRY_LATER, 2)
    time.jump(hours=23)
    assert run(ledger, mailing, time, desk.port).counts["sent"] == 2
    time.jump(hours=2)
    assert run(ledger, mailing, time, desk.port).counts["sent"] == 4


def test_a_day_that_is_full_does_not_cut_off_what_another_connection_has_in_hand(ledger, mailing, desk, monkeypatch):
    import time as real

    from pipeline.mail.run import Clock, Run

    ready = Run._ready

    def late(self, session, job):
        if job.delivery.address == SECOND:
            while len(desk.taken) < 3:
                real.sleep(0.01)
            real.sleep(0.2)  # while it is in hand, the other connection finds no room left
        return ready(self, session, job)

    monkeypatch.setattr(Run, "_ready", late)
    time = Time()
    mailing = replace(mailing, recipients=members(6), settings=replace(mailing.settings, per_day=4, connections=2))
    outcome = run(ledger, mailing, time, desk.port, clock=Clock(lambda: time.wall, real.monotonic, real.sleep), patience=0)
    assert (outcome.exit_code, outcome.counts["sent"], outcome.counts["pending"]) == (ExitCode.TRY_LATER, 4, 2)


def test_three_connections_share_the_work_and_nobody_gets_two(ledger, mailing, time, desk):
    import time as real

    from pipeline.mail.run import Clock
    from tests.mail import desk as stand

    mailing = replace(mailing, recipients=members(30), settings=replace(mailing.settings, connections=3))
    desk.script.RCPT = lambda address, count: "450 4.2.1 busy" if address == SECOND and count == 1 else None
    time = stand.Time()
    clock = Clock(lambda: time.wall, real.monotonic, real.sleep)
    outcome = run(ledger, mailing, time, desk.port, clock=clock, patience=0)
    assert outcome.counts["sent"] == 29
    assert desk.connections == 3
    time.jump(minutes=5)
    assert run(ledger, mailing, time, desk.port, clock=clock, patience=0).exit_code == ExitCode.DONE
    assert set(desk.copies.values()) == {1}
    assert len(desk.copies) == 30
