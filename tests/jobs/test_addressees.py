"""Who gets which document when nobody else is named, and what a rehearsal says of the gates of a live mailing."""

from __future__ import annotations

import email
import email.policy
import shutil
from pathlib import Path

import pytest

from pipeline.jobs import mailing
from pipeline.jobs.outcome import TableOut
from pipeline.problems import BadInput

CASES = Path(__file__).parents[1] / "cases"


@pytest.fixture
def federation(tmp_path):
    return Path(shutil.copytree(CASES / "kommunalforbund", tmp_path / "source"))


def rehearse(source, tmp_path, **wish):
    wish = mailing.Wish(ledger=str(tmp_path / "none"), **wish)
    return mailing.send(source=str(source), meeting=None, output=str(tmp_path / "output"), wish=wish)


def pasted(outcome):
    return outcome.written[0].path.read_text(encoding="utf-8").replace(";", "").split()


def change(path, before, after):
    words = path.read_text(encoding="utf-8")
    assert before in words
    path.write_text(words.replace(before, after), encoding="utf-8")


def test_a_notice_goes_to_the_body_and_to_who_is_called_besides_and_not_to_the_members(federation, tmp_path):
    organisation = federation / "organisation.yaml"
    change(organisation, ", email: gideon.fallback@kvarnholma.example", "")
    change(organisation, "{id: fire-chief, name: Räddningschef, member: Förbundskansliet, office: staff}",
           "{id: fire-chief, name: Räddningschef, member: Förbundskansliet, office: staff, email: chef@ljungadalen.example}")  # fmt: skip
    meeting = next(federation.glob("meetings/*/meeting.yaml"))
    meeting.write_text(f"{meeting.read_text(encoding='utf-8')}\ncalled: [fire-chief, Auktoriserad revisor]\n", encoding="utf-8")
    outcome = rehearse(federation, tmp_path, document="agenda")
    addresses = pasted(outcome)
    assert len(addresses) == 11
    assert "asta.granlid@ljungaby.example" in addresses
    assert "torvald.myrhed@ljungaby.example" in addresses, "substitutes are called too"
    assert addresses[-1] == "chef@ljungadalen.example"
    assert "kommun@ljungaby.example" not in addresses
    letter = email.message_from_bytes((outcome.written[0].path.parent / "granlid.eml").read_bytes(), policy=email.policy.default)
    assert "På föredragningslistan:" in letter.get_body(("plain",)).get_content()
    table = next(said for said in outcome.said if isinstance(said, TableOut))
    assert [row[0] for row in table.rows if row[1] == "–"] == ["Gideon Fallbäck", "Auktoriserad revisor"], "nobody drops out in silence"


def test_a_notice_that_reaches_nobody_is_no_mailing(federation, tmp_path):
    organisation = federation / "organisation.yaml"
    kept = [line.partition(", email:")[0] + "}" if ", email:" in line and "{id:" in line else line
            for line in organisation.read_text(encoding="utf-8").split("\n")]  # fmt: skip
    organisation.write_text("\n".join(kept), encoding="utf-8")
    with pytest.raises(BadInput, match="somebody who is called"):
        rehearse(federation, tmp_path, document="agenda")


def test_an_annual_meeting_is_a_notice_to_the_members(tmp_path):
    addresses = pasted(rehearse(CASES / "english-association", tmp_path, document="agenda"))
    assert "clerk@eastferry.example" in addresses
    assert "office@marsh-trust.example" in addresses, "who wants no copies is called all the same"
    assert "ottoline.marrable@port-ardle.example" not in addresses


def test_a_rehearsal_warns_of_what_a_live_mailing_will_refuse(tmp_path):
    warned = rehearse(CASES / "english-association", tmp_path, document="minutes").problems
    assert any("adjusted" in str(problem.message) and "--anyway" in str(problem.hint) for problem in warned)
    to_board = rehearse(CASES / "english-association", tmp_path, document="minutes", to="board").problems
    assert not any("--anyway" in str(problem.hint) for problem in to_board)
