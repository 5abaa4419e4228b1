"""The commands as a secretary runs them: on the real record and on the two other organisations, with good and with bad input."""

import email
import os
import shutil
import subprocess
import sys
from email import policy
from pathlib import Path

import pypdfium2
import pytest

from pipeline.mail.ledger import Ledger
from tests.word.editor import Editor

ROOT = Path(__file__).parent.parent
CASES = {
    "bergslaget": ROOT / "source",
    "kommunalforbund": ROOT / "tests/cases/kommunalforbund",
    "english": ROOT / "tests/cases/english-association",
}


def invoke(*arguments, cwd=ROOT, **environment):
    env = {**os.environ, "PYTHONUTF8": "1", "LANG": "en_GB.UTF-8", "LC_ALL": "", "LANGUAGE": "", **environment}
    command = [sys.executable, "-m", "invoke", "--search-root", str(ROOT), *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, encoding="utf-8", check=False)


@pytest.fixture(scope="module", params=CASES)
def made(request, tmp_path_factory):
    output = tmp_path_factory.mktemp(request.param)
    for task in ("minutes", "newsletter"):
        run = invoke(task, "--source", CASES[request.param], "--output", output)
        assert run.returncode == 0, run.stderr
        assert "Traceback" not in run.stderr
    (folder,) = output.iterdir()
    return request.param, folder


def test_documents_are_written_and_said(made):
    name, folder = made
    sheet = {"minutes-immediate.docx", "minutes-immediate.pdf"} if name == "kommunalforbund" else set()
    assert {path.name for path in folder.iterdir()} == {"minutes.docx", "minutes.pdf", "newsletter.pdf"} | sheet
    assert (folder / "newsletter.pdf").stat().st_size < 3_000_000


def test_same_input_same_bytes(made, tmp_path):
    name, folder = made
    moved = tmp_path / "å ö"
    shutil.copytree(CASES[name], moved / "källa")
    elsewhere = {"TZ": "Pacific/Auckland", "PYTHONHASHSEED": "77", "LANG": "sv_SE.UTF-8", "SOURCE_DATE_EPOCH": "1"}
    for task in ("minutes", "newsletter"):
        run = invoke(task, "--source", moved / "källa", "--output", moved / "ut", cwd=tmp_path, **elsewhere)
        assert run.returncode == 0, run.stderr
    for path in folder.iterdir():
        assert (moved / "ut" / folder.name / path.name).read_bytes() == path.read_bytes(), path.name


def test_check_writes_nothing(tmp_path):
    run = invoke("check", "--source", ROOT / "source", cwd=tmp_path)
    assert run.returncode == 0, run.stderr
    assert "Lines hyphenated" in run.stdout
    assert list(tmp_path.iterdir()) == []


def test_check_aloud_speaks_the_headline_before_the_body():
    run = invoke("check", "--aloud")
    spoken = run.stdout
    assert spoken.index("Bergslagen kan bli förebild för grön industri") < spoken.index("En gång om året")


def test_bad_input_ends_with_two_and_leaves_the_last_good_document(tmp_path):
    source = tmp_path / "source"
    shutil.copytree(ROOT / "source", source)
    assert invoke("minutes", "--source", source, "--output", tmp_path / "out").returncode == 0
    good = (tmp_path / "out/2023-orebro/minutes.docx").read_bytes()
    record = source / "meetings/2023-orebro/meeting.yaml"
    record.write_text(record.read_text(encoding="utf-8").replace("status: unadjusted", "status: ajusted"), encoding="utf-8")
    run = invoke("minutes", "--source", source, "--output", tmp_path / "out")
    assert run.returncode == 2
    assert "Traceback" not in run.stderr
    line = next(line for line in run.stderr.splitlines() if ": status: " in line)
    assert "'draft', 'unadjusted' or 'adjusted'" in line
    assert "ajusted" in line
    assert "did you mean" in run.stderr
    assert (tmp_path / "out/2023-orebro/minutes.docx").read_bytes() == good
    swedish = invoke("minutes", "--source", source, "--output", tmp_path / "out", "--language", "sv")
    assert "förväntade" in swedish.stderr


@pytest.mark.parametrize(
    "arguments", [("minutes", "--format", "odt"), ("newsletter", "--edition", "web"), ("minutes", "--meeting", "2031-nowhere")]
)
def test_wrong_values_are_told(arguments):
    run = invoke(*arguments)
    assert run.returncode == 2
    assert "expected" in run.stderr
    assert "Traceback" not in run.stderr


def test_wrong_command_line_ends_with_one():
    assert invoke("minutes", "--nonsense").returncode == 1


def test_extract_keeps_the_number(tmp_path):
    run = invoke("minutes", "--items", "plan", "--format", "pdf", "--output", tmp_path, "--source", CASES["bergslaget"])
    assert run.returncode == 0, run.stderr
    with pypdfium2.PdfDocument(tmp_path / "2023-orebro/extract.pdf") as pdf:
        words = "".join(page.get_textpage().get_text_bounded() for page in pdf).replace("\u00a0", " ")
    assert "§ 18" in words
    assert "Seminarium om Bergslagen" not in words
    assert "Rätt utdraget" not in words  # an unadjusted § is not certified


def test_agenda_comes_with_a_calendar_file(tmp_path):
    run = invoke("agenda", "--output", tmp_path)
    assert run.returncode == 0, run.stderr
    calendar = (tmp_path / "2023-orebro/meeting.ics").read_text(encoding="utf-8")
    assert [line for line in calendar.splitlines() if line.startswith("DT") and "STAMP" not in line] == [
        "DTSTART:20230522T110000Z",
        "DTEND:20230522T150000Z",
        "DTSTART:20230523T063000Z",
        "DTEND:20230523T100000Z",
    ]


def test_rehearsal_makes_letters_that_open_ready_to_send(tmp_path):
    run = invoke("send", "--output", tmp_path, "--ledger", tmp_path / "ledger.sqlite")
    assert run.returncode == 0, run.stderr
    letters = sorted((tmp_path / "2023-orebro/mail").glob("*.eml"))
    assert len(letters) == 20
    message = email.message_from_bytes(letters[0].read_bytes(), policy=policy.default)
    assert message["X-Unsent"] == "1"
    assert message["To"].addresses[0].domain.endswith(".example")
    attachment = next(part for part in message.walk() if part.get_content_type() == "application/pdf")
    assert attachment.get_filename().isascii()
    assert not (tmp_path / "ledger.sqlite").exists()


def test_rehearsal_does_not_promise_copies_to_whoever_wants_none(tmp_path):
    arguments = ("--document", "minutes", "--output", tmp_path, "--source", CASES["english"], "--ledger", tmp_path / "none")
    run = invoke("send", *arguments)
    (line,) = [line for line in run.stdout.splitlines() if "office@marsh-trust.example" in line]
    assert "would be left out" in line
    assert "would be sent" not in line


@pytest.mark.parametrize("case", ["bergslaget", "english"])
def test_the_next_meetings_example_names_an_adjuster_that_check_takes(case, tmp_path):
    source = shutil.copytree(CASES[case], tmp_path / "source")
    there = set((source / "meetings").iterdir())
    invoke("new", "--source", source)
    (folder,) = set((source / "meetings").iterdir()) - there
    record = folder / "meeting.yaml"
    record.write_text(record.read_text(encoding="utf-8").replace("# adjust:", "adjust:").replace("# next:", "next:"), encoding="utf-8")
    run = invoke("check", "--source", source, "--meeting", folder.name)
    assert run.returncode == 0, run.stderr
    assert "adjust" not in run.stderr


def test_next_meeting_is_made_and_reads(tmp_path):
    source = tmp_path / "source"
    shutil.copytree(ROOT / "source", source)
    run = invoke("new", "--source", source)
    assert run.returncode == 0, run.stderr
    folders = {path.name for path in (source / "meetings").iterdir()}
    assert len(folders) == 2
    assert invoke("new", "--source", source).returncode in {0, 2}
    checked = invoke("agenda", "--source", source, "--output", tmp_path / "out", "--format", "docx")
    assert checked.returncode == 0, checked.stderr


def test_help_speaks_swedish():
    run = invoke("minutes", "--help", LANG="sv_SE.UTF-8")
    assert "protokoll" in run.stdout


@pytest.mark.parametrize("arguments", ["--list --language sv", "--language=sv --list", "-l --language sv"])
def test_the_list_of_commands_speaks_the_language_asked_for(arguments):
    run = invoke(*arguments.split())
    assert run.returncode == 0, run.stderr
    assert "Skriv protokollet" in run.stdout


def test_short_flag_of_the_language_never_sends(tmp_path):
    for task in ("send", "newsletter", "minutes", "agenda", "check", "deliveries", "actions", "new"):
        assert "-l STRING, --language=STRING" in invoke(task, "--help").stdout, task
    run = invoke("send", "-l", "sv", "--output", tmp_path)
    assert run.returncode == 0, run.stderr
    assert "inget skickades" in run.stdout


def test_missing_printers_profile_is_missed_in_the_brand_file(tmp_path):
    run = invoke("newsletter", "--edition", "print", "--output", tmp_path)
    assert run.returncode == 2
    assert "source/brand/brand.yaml:" in run.stderr
    assert "meeting.yaml" not in run.stderr


@pytest.mark.parametrize("task", ["pull", "members", "bounces"])
def test_help_behind_a_command_that_takes_a_file_is_help(task, tmp_path):
    run = invoke(task, "--help", cwd=tmp_path)
    assert (run.returncode, run.stderr) == (0, "")
    assert "--language" in run.stdout


WITHOUT_EXTRA = """
import sys

class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"dkim", "flufl", "msal", "openpyxl"}:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Missing())
"""


def test_a_plain_installation_has_every_command_but_what_the_extra_brings(tmp_path):
    (tmp_path / "sitecustomize.py").write_text(WITHOUT_EXTRA, encoding="utf-8")
    Ledger(tmp_path / "ledger.sqlite", create=True).close()
    ledger = ("--ledger", tmp_path / "ledger.sqlite")
    plain = {"PYTHONPATH": str(tmp_path)}
    for arguments in (("send", "--output", tmp_path / "out"), ("deliveries", *ledger)):
        run = invoke(*arguments, **plain)
        assert (run.returncode, "Traceback" in run.stderr) == (0, False), run.stderr
    (tmp_path / "returned.eml").write_text("Subject: x\n\n", encoding="utf-8")
    run = invoke("bounces", tmp_path / "returned.eml", *ledger, **plain)
    assert run.returncode == 2
    assert "expected the library flufl, found none" in run.stderr
    assert "requirements-mail.lock" in run.stderr


@pytest.mark.parametrize("days", ["ninety", "-1", "0", "9999999999"])
def test_days_that_are_no_number_purge_nothing(days):
    run = invoke("deliveries", "--purge=" + days)
    assert run.returncode == 2, run.stderr
    assert "number of days" in run.stderr


def test_the_reason_of_an_unreadable_file_speaks_swedish(tmp_path):
    run = invoke("pull", tmp_path / "saknas.docx", "--language", "sv")
    assert run.returncode == 2
    assert "ingen fil med det namnet" in run.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="shells close and fill streams otherwise there")
@pytest.mark.parametrize(("stream", "code"), [(">&-", 0), ("> /dev/full", 2), ("2>&-", 0)])
def test_an_output_that_is_closed_or_full_ends_without_a_traceback(stream, code):
    shell = f'"{sys.executable}" -m invoke actions {stream}'
    run = subprocess.run(["sh", "-c", shell], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (run.returncode, "Traceback" in run.stderr) == (code, False), run.stderr
    assert "Nothing was written" not in run.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="no head")
def test_a_reader_that_has_read_enough_gets_no_traceback():
    command = [sys.executable, "-u", "-m", "invoke", "--list"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as listing:
        listing.stdout.close()
        assert "Traceback" not in listing.stderr.read()


@pytest.mark.skipif(sys.platform == "win32", reason="no named pipes among files")
def test_a_pipe_in_the_records_place_is_told_and_not_waited_for(tmp_path):
    shutil.copytree(CASES["english"], tmp_path / "source")
    record = next((tmp_path / "source").glob("meetings/*/meeting.yaml"))
    record.unlink()
    os.mkfifo(record)
    run = subprocess.run(
        [sys.executable, "-m", "invoke", "check", "--source", tmp_path / "source", "--language", "en"],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert run.returncode == 2
    assert "a pipe or a device" in run.stderr


@pytest.mark.parametrize(("raised", "told"), [("KeyboardInterrupt", False), ("ValueError", True)])
def test_ctrl_c_while_the_program_is_loaded_shows_no_traceback(raised, told):
    code = f"""
import sys
class Interrupted:
    def find_spec(self, name, *_):
        if name == "pipeline.console":
            raise {raised}
sys.meta_path.insert(0, Interrupted())
import tasks
"""
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode != 0
    assert ("Traceback" in run.stderr) == told


def test_a_document_taken_in_part_is_said_so_and_ends_with_code_2(tmp_path):
    source = tmp_path / "source"
    shutil.copytree(CASES["bergslaget"], source)
    assert invoke("minutes", "--format", "docx", "--source", source, "--output", tmp_path / "out").returncode == 0
    editor = Editor((tmp_path / "out/2023-orebro/minutes.docx").read_bytes())
    editor.replace("bygger vidare", "bygger fritt vidare")
    editor.replace("Styrelsen är beslutför", "Styrelsen är knappt beslutför")
    (tmp_path / "back.docx").write_bytes(editor.save())
    shown = invoke("pull", tmp_path / "back.docx", "--source", source)
    assert (shown.returncode, shown.stderr) == (0, "")
    run = invoke("pull", tmp_path / "back.docx", "--apply", "--source", source)
    assert run.returncode == 2
    assert "found one that is not taken" in run.stderr
    assert run.stderr.endswith("Problems: 1. The rest was written.\n")
    assert "bygger fritt vidare" in (source / "meetings/2023-orebro/meeting.yaml").read_text(encoding="utf-8")
