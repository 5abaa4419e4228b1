import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from pipeline.messages import chosen_language, problem_lines, spoken, wish_of
from pipeline.problems import Place, Problem, counted, say

ROOT = Path(__file__).parent.parent
PO = ROOT / "pipeline/locale/sv/LC_MESSAGES/pipeline.po"


def test_catalogue_holds_every_text_and_is_complete():
    run = subprocess.run([sys.executable, ROOT / ".ci/catalogue", "--check"], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def test_compiled_catalogue_says_what_the_source_says():
    with PO.open("rb") as stream:
        for message in read_po(stream, locale="sv"):
            if message.id:
                assert spoken(str(message.id), "sv") == message.string


def test_translations_keep_the_slots():
    slots = re.compile(r"\{(\w*)\}")
    with PO.open("rb") as stream:
        for message in read_po(stream, locale="sv"):
            assert set(slots.findall(str(message.id))) >= set(slots.findall(str(message.string))), message.id


def test_swedish_quotes_are_swedish():
    code = "som '#8A1F17'"  # as the value is typed
    with PO.open("rb") as stream:
        for message in read_po(stream, locale="sv"):
            assert not re.search(r"'[^']*'|\"", str(message.string).replace(code, "")), message.string


def test_one_of_a_thing_is_not_told_in_the_plural():
    for number, words in ((0, "0 lines"), (1, "1 line"), (2, "2 lines"), (-1, "1 line")):
        assert str(counted(number, say("1 line"), say("{n} lines", n=number))) == words


@pytest.mark.parametrize(
    ("wish", "environment", "language"),
    [
        ("sv", {"LANG": "en_GB.UTF-8"}, "sv"),
        ("en", {"LANG": "sv_SE.UTF-8"}, "en"),
        (None, {"LANG": "sv_SE.UTF-8"}, "sv"),
        (None, {"LC_ALL": "C.UTF-8", "LANG": "sv_SE.UTF-8"}, "sv"),
        (None, {"LC_ALL": "en_US.UTF-8", "LANG": "sv_SE.UTF-8"}, "en"),
        (None, {"LANG": "de_DE.UTF-8"}, "en"),
    ],
)
def test_language_is_the_wish_then_the_environment(wish, environment, language):
    assert chosen_language(wish, environment) == language


def test_wish_is_found_among_arguments():
    assert wish_of(["invoke", "--language", "sv", "--list"]) == "sv"
    assert wish_of(["invoke", "minutes", "--language=en"]) == "en"
    assert wish_of(["invoke", "minutes"]) is None


def test_messages_within_messages_are_translated():
    problem = Problem(Place("meeting.yaml", 14, 15), "status", say("expected {a}, found {b}", a=say("hint"), b="x"), severity="warning")
    assert problem_lines(problem, "sv")[0].startswith("meeting.yaml:14:15: varning: status: ")
