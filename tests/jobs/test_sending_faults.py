"""A copy to look at and a run that finds no server: what is refused is said, what may pass is for another time, and nothing is a traceback."""

from __future__ import annotations

import shutil
import signal
import sys
import threading
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from pipeline.console import Console
from pipeline.jobs import mailing
from pipeline.problems import BadInput, ExitCode
from tasks import show
from tests.mail.desk import Desk, Script, free_port, start

CASE = Path(__file__).parents[1] / "cases/kommunalforbund"


@pytest.fixture
def door(tmp_path):
    """Writes a source whose mail goes to this port, and gives a function that sends."""

    def send(port, settings="", **wish):
        shutil.copytree(CASE, tmp_path / "source", dirs_exist_ok=True)
        settings = (
            f"format: 1\nhost: 127.0.0.1\nport: {port}\nsecurity: none\nlogin: none\nsender: direktion@ljungadalen.example\n{settings}"
        )
        (tmp_path / "source/mail.yaml").write_text(settings, encoding="utf-8")
        wish = mailing.Wish(document="agenda", ledger=str(tmp_path / "ledger.sqlite"), new_ledger=True, **wish)
        return mailing.send(source=str(tmp_path / "source"), meeting=None, output=str(tmp_path / "output"), wish=wish)

    return send


@pytest.fixture
def desk(request):
    found = Desk()
    controller = start(found, enable_SMTPUTF8=getattr(request, "param", True))
    yield found
    controller.stop(no_assert=True)


@pytest.mark.parametrize("wish", [{"test": "prov@x.example"}, {"live": True, "yes": True}])
def test_a_server_that_is_not_there_is_for_another_time(door, wish):
    outcome = door(free_port(), **wish)
    assert outcome.exit_code is ExitCode.TRY_LATER
    assert "nobody who answers there" in str(outcome.problems[-1].message)


@pytest.mark.parametrize("stage", ["MAIL", "RCPT", "DATA", "content"])
def test_a_copy_that_is_refused_is_never_said_to_be_sent(door, desk, stage):
    desk.script = Script(**{stage: lambda *_: "554 5.7.1 not from you"})
    with pytest.raises(BadInput, match=r"5\.7\.1 not from you"):
        door(desk.port, test="prov@x.example")
    desk.script = Script(**{stage: lambda *_: "451 4.3.0 come again"})
    assert door(desk.port, test="prov@x.example").exit_code is ExitCode.TRY_LATER
    desk.script = Script(**{stage: lambda *_: "hang up"})
    assert door(desk.port, test="prov@x.example").exit_code is ExitCode.TRY_LATER
    desk.script = Script()
    assert door(desk.port, test="prov@x.example").exit_code is ExitCode.DONE
    assert [address for address, _ in desk.taken] == ["prov@x.example"]


def test_what_is_no_address_gets_no_copy(door, desk):
    with pytest.raises(BadInput, match="name@organisation"):
        door(desk.port, test="not an address")


@pytest.mark.parametrize("desk", [False], indirect=True)
def test_a_copy_to_letters_that_the_server_does_not_take_is_told(door, desk):
    with pytest.raises(BadInput, match="beyond a to z"):
        door(desk.port, test="åsa@x.example")


def test_a_run_that_stopped_does_not_say_that_nothing_was_done(door, desk, capsys):
    show(Console("en"), door(desk.port, settings="per_day: 4\n", live=True, yes=True))
    assert len(desk.taken) == 4
    assert capsys.readouterr().err.endswith("Problems: 1.\n")


def test_the_account_may_allow_less_than_its_provider(door, desk):
    outcome = door(desk.port, settings="per_day: 4\nconnections: 2\n", live=True, yes=True)
    assert outcome.exit_code is ExitCode.TRY_LATER
    assert "limit of 4 messages a day" in str(outcome.problems[-1].message)
    assert len(desk.taken) == 4


def test_a_correction_goes_on_without_its_reason_being_given_again(door, desk, tmp_path, monkeypatch):
    both = {"live": True, "yes": True, "to": "granlid,hallmark"}
    assert door(desk.port, **both).exit_code is ExitCode.DONE
    moved = tmp_path / "moved"
    shutil.copytree(CASE, moved)
    for file in moved.glob("meetings/*/meeting.yaml"):
        file.write_text(file.read_text(encoding="utf-8").replace("Brandstationen", "Sporthallen"), encoding="utf-8")
    for kept in [*moved.glob("meetings/*/verified.json"), *tmp_path.glob("source/meetings/*/verified.json")]:
        kept.unlink()
    monkeypatch.setattr(f"{__name__}.CASE", moved)
    assert door(desk.port, settings="per_day: 3\n", correction="Fel lokal", **both).exit_code is ExitCode.TRY_LATER
    assert door(desk.port, **both).exit_code is ExitCode.DONE
    letters = [message_from_bytes(content, policy=default).get_body(("plain",)) for _, content in desk.taken]
    assert ["Fel lokal" in letter.get_content() for letter in letters] == [False, False, True, True]


@pytest.fixture
def heard():
    """Signals are heard, also where the tests themselves run under nohup or in a shell's background, which have them ignored."""
    before = {number: signal.signal(number, signal.SIG_DFL) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.skipif(sys.platform == "win32", reason="another platform: signals are POSIX")
@pytest.mark.usefixtures("heard")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_run_that_is_ended_finishes_the_message_in_hand(door, desk, name):
    sender = threading.get_ident()  # the signal comes before the server's answer only if no other thread takes it
    desk.script = Script(content=lambda *_: signal.pthread_kill(sender, getattr(signal, name)))
    both = {"live": True, "yes": True, "to": "granlid,hallmark"}
    assert door(desk.port, **both).exit_code is ExitCode.TRY_LATER
    assert len(desk.taken) == 1
    desk.script = Script()
    assert door(desk.port, **both).exit_code is ExitCode.DONE
    assert len(desk.taken) == 2


def test_a_mailing_begun_for_some_is_finished_before_it_goes_to_others(door, desk):
    begun = door(desk.port, settings="per_day: 1\n", live=True, yes=True, to="granlid,hallmark")
    assert begun.exit_code is ExitCode.TRY_LATER
    with pytest.raises(BadInput, match="found: Ture Hällmark") as caught:
        door(desk.port, live=True, yes=True, to="stenso")
    assert "--to" in str(caught.value.problems[0].hint)
    assert door(desk.port, live=True, yes=True, to="granlid,hallmark").exit_code is ExitCode.DONE
    assert door(desk.port, live=True, yes=True, to="stenso").exit_code is ExitCode.DONE
    assert [address.partition(".")[0] for address, _ in desk.taken] == ["asta", "ture", "alrik"]
