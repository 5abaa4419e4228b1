"""The commands: arguments in, one call to pipeline.jobs, text and exit code out."""

from __future__ import annotations

import atexit
import gc
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

loudly = sys.excepthook
sys.excepthook = lambda kind, error, trace: None if issubclass(kind, KeyboardInterrupt) else loudly(kind, error, trace)
# Ctrl-C while the program is being loaded, before Invoke looks out for it, ends without a traceback

sys.dont_write_bytecode = bool(sys.flags.dont_write_bytecode)
# invoke turns bytecode off for what a tasks file imports: without this line every start would compile the whole project anew

from invoke.collection import Collection
from invoke.context import Context
from invoke.exceptions import Exit
from invoke.program import Program
from invoke.tasks import task

from pipeline.console import Console, Progress, let_reader_go, prepare_streams
from pipeline.messages import chosen_language, spoken, wish_of
from pipeline.problems import BadInput, ExitCode, Message, Place, Problem, reason_of, say

prepare_streams()
LANGUAGE = chosen_language(wish_of(sys.argv))
COLLECTED_AFTER = 400_000
"""Objects that a command makes before rubbish is first looked for: modules and models are none, and looking at them again and again takes time."""

COMMON = {
    "meeting": say("The meeting: its folder's name under source/meetings, or a path to a folder or meeting.yaml; the latest if left out."),
    "source": say("Folder with organisation.yaml, brand/, members.yaml and meetings/."),
    "output": say("Folder that documents are written to."),
    "language": say("Language of what the program says: sv or en; otherwise the system's."),
}


def command(words: Message, *, iterable: tuple[str, ...] = (), **helps: Message) -> Callable[[Callable[..., None]], Any]:
    """A task whose help speaks the user's language."""

    def wrap(body: Callable[..., None]) -> Any:
        names = body.__code__.co_varnames[1 : body.__code__.co_argcount]
        body.__doc__ = spoken(words, LANGUAGE)
        texts = {name: spoken(message, LANGUAGE) for name, message in {**COMMON, **helps}.items() if name in names}
        return task(helping(body), help=texts, iterable=list(iterable))

    return wrap


def helping(body: Callable[..., None]) -> Callable[..., None]:
    """A command that prints its help where --help stands in the place of its file: invoke takes it for the file's name."""
    from functools import wraps

    @wraps(body)
    def asked(context: Context, *values: Any, **given: Any) -> None:
        if not {"--help", "-h"}.isdisjoint(str(value) for value in (*values, *given.values())):
            from invoke.program import Program

            Program(version="").run(["invoke", "--search-root", str(Path(__file__).parent), "--help", body.__name__], exit=False)
            return
        body(context, *values, **given)

    return asked


def run(language: str | None, job: str, **arguments: Any) -> None:
    """Do one job of pipeline.jobs ('module.function'), say what came of it, and end with its exit code."""
    gc.set_threshold(COLLECTED_AFTER)
    atexit.register(gc.freeze)  # what is left goes with the process: Python would look through all of it once more
    console = Console(chosen_language(language))
    try:
        with Progress(console) as progress:
            outcome = _job(job)(progress=progress, **arguments)
    except BadInput as bad:
        console.problems(bad.problems)
        raise Exit(code=int(ExitCode.BAD_INPUT)) from None
    try:
        show(console, outcome)
        sys.stdout.flush()
    except BrokenPipeError:
        let_reader_go()
    except OSError as error:
        let_reader_go()
        message = say("expected room for what the program says, found: {reason}", reason=reason_of(error))
        console.problems([Problem(Place("stdout"), "", message)], written=None)
        raise Exit(code=int(ExitCode.BAD_INPUT)) from None
    if outcome.exit_code is not ExitCode.DONE:
        raise Exit(code=int(outcome.exit_code))


def _job(name: str) -> Callable[..., Any]:
    from importlib import import_module

    module, _, function = name.rpartition(".")
    found: Callable[..., Any] = getattr(import_module(f"pipeline.jobs.{module}"), function)
    return found


def show(console: Console, outcome: Any) -> None:
    """Problems to standard error; words, tables and what was written to standard output."""
    from pipeline.jobs.files import size_words
    from pipeline.jobs.outcome import TableOut

    console.problems(outcome.problems, written=None if outcome.mailed else bool(outcome.written))
    for said in outcome.said:
        if isinstance(said, TableOut):
            console.table(
                [console.words(head) for head in said.heads], [[console.words(cell) for cell in row] for row in said.rows], said.numbers
            )
        elif isinstance(said, Message):
            console.line(said)
        else:
            console.raw(said)
    for written in outcome.written:
        values = {"path": written.path, "size": size_words(written.size), "pages": written.pages, "seconds": f"{written.seconds:.2f}"}
        if written.pages == 1:
            console.line(say("{path}: {size}, 1 page, {seconds} s", **values))
        elif written.pages is not None:
            console.line(say("{path}: {size}, {pages} pages, {seconds} s", **values))
        else:
            console.line(say("{path}: {size}, {seconds} s", **values))


@command(
    say("Write the minutes: a Word document and a PDF."),
    format=say("docx, pdf or all."),
    items=say("Only these items (ids with commas between): an extract."),
    public=say("A copy without signatures and what the record marks as personal."),
    attach_record=say("Put the record's public fields inside the PDF (PDF/A-3a)."),
    since=say("Tracked changes since an older record: a path, or a git revision."),
    comments=say("Warnings as comments in the Word document, each at its §, for those who verify it."),
    with_appendices=say("Also the complete minutes: every appendix behind the PDF, stamped with its number."),
)
def minutes(
    context: Context,
    meeting: str | None = None,
    source: str = "source",
    output: str = "output",
    format: str = "all",  # noqa: A002 — the flag's name
    items: str | None = None,
    public: bool = False,
    attach_record: bool = False,
    with_appendices: bool = False,
    since: str | None = None,
    comments: bool = False,
    language: str | None = None,
) -> None:
    """Replaced by ``command``."""
    given = {"meeting": meeting, "source": source, "output": output, "attach": attach_record, "appendices": with_appendices}
    run(language, "documents.make_minutes", **given, form=format, items=items, public=public, since=since, comments=comments)


@command(say("Write the notice and agenda (Word, PDF, calendar file) from the same record."), format=say("docx, pdf or all."))
def agenda(
    context: Context,
    meeting: str | None = None,
    source: str = "source",
    output: str = "output",
    format: str = "all",  # noqa: A002 — the flag's name
    language: str | None = None,
) -> None:
    """Replaced by ``command``."""
    run(language, "documents.make_agenda", meeting=meeting, source=source, output=output, form=format)


@command(
    say("Write the newsletter as a PDF of A4 pages."),
    edition=say("screen (tagged, for mail and office) or print (PDF/X-4, for the printer)."),
    marks=say("Crop and registration marks on the print edition."),
    booklet=say("Also two pages a side, for folded sheets from an office printer."),
    attach_record=say("Put the record's public fields inside the PDF (PDF/A-3a)."),
)
def newsletter(
    context: Context,
    meeting: str | None = None,
    source: str = "source",
    output: str = "output",
    edition: str = "screen",
    attach_record: bool = False,
    marks: bool = False,
    booklet: bool = False,
    language: str | None = None,
) -> None:
    """Replaced by ``command``."""
    given = {"meeting": meeting, "source": source, "output": output}
    run(language, "newsletters.make_newsletter", **given, edition=edition, marks=marks, booklet=booklet, attach=attach_record)


@command(
    say("Read everything and print every problem and warning; writes nothing."),
    strict=say("Make a miss of the page's limits an error."),
    aloud=say("Print what a screen reader would speak."),
)
def check(
    context: Context,
    meeting: str | None = None,
    source: str = "source",
    strict: bool = False,
    aloud: bool = False,
    language: str | None = None,
) -> None:
    """Replaced by ``command``."""
    run(language, "checking.check", meeting=meeting, source=source, strict=strict, aloud=aloud)


@command(
    say("Read what people changed in a Word file, and with --apply write it into the record."),
    file=say("The .docx that came back."),
    apply=say("Write the changes; a backup is kept."),
    ours=say("In a conflict keep the record's words."),
    theirs=say("In a conflict take the document's words."),
)
def pull(
    context: Context,
    file: str,
    meeting: str | None = None,
    source: str = "source",
    apply: bool = False,
    ours: bool = False,
    theirs: bool = False,
    language: str | None = None,
) -> None:
    """Replaced by ``command``."""
    run(language, "wayback.pull", file=file, source=source, meeting=meeting, apply=apply, ours=ours, theirs=theirs)


@command(
    say("Bring members.yaml up to date from a spreadsheet; shows the difference first."),
    file=say("An .xlsx or .csv file with the members."),
    apply=say("Change members.yaml; comments are kept."),
)
def members(context: Context, file: str, source: str = "source", apply: bool = False, language: str | None = None) -> None:
    """Replaced by ``command``."""
    run(language, "keeping.import_members", source=source, file=file, apply=apply)


@command(say("Make the next meeting's folder: standing people, numbers, date and standard items filled in."))
def new(context: Context, source: str = "source", language: str | None = None) -> None:
    """Replaced by ``command``."""
    run(language, "keeping.make_new", source=source)


@command(say("Write the JSON Schemas that let editors complete and check the source files."))
def schema(context: Context, source: str = "source", language: str | None = None) -> None:
    """Replaced by ``command``."""
    run(language, "keeping.make_schemas", source=source)


@command(say("List open decisions of all records: owner, date, not marked done."))
def actions(context: Context, source: str = "source", language: str | None = None) -> None:
    """Replaced by ``command``."""
    run(language, "keeping.list_actions", source=source)


@command(
    say("Measure speed and setting beside the best peers (extra bench)."),
    parts=say("Parts with commas between: cold, newsletter, fifty, minutes, growth, memory, tags, lines, random, mail; all if left out."),
)
def bench(context: Context, parts: str = "", language: str | None = None) -> None:
    """Replaced by ``command``."""
    from importlib import import_module

    code = import_module("tests.bench.__main__").main([part.strip() for part in parts.split(",") if part.strip()])
    if code:
        raise Exit(code=code)


@command(
    say("Rehearse the mailing, or with --live send it."),
    live=say("Send; without it only files are written."),
    all=say("A file for every recipient, however many."),
    document=say("newsletter, minutes or agenda."),
    to=say("board, adjusters or ids with commas between, in place of the members."),
    test=say("Send one marked copy to this address."),
    correction=say("The reason why a different document of an edition that was sent goes out."),
    anyway=say("The reason why something goes out that is not fit to."),
    yes=say("Answer the question before the first message."),
    ledger=say("The ledger's file, where it is not in the user's data directory."),
    new_ledger=say("Begin a ledger: nothing was ever sent for this organisation."),
)
def send(
    context: Context,
    meeting: str | None = None,
    source: str = "source",
    output: str = "output",
    language: str | None = None,
    live: bool = False,
    all: bool = False,  # noqa: A002 — the flag's name
    document: str = "newsletter",
    to: str = "",
    test: str = "",
    correction: str = "",
    anyway: str = "",
    yes: bool = False,
    ledger: str | None = None,
    new_ledger: bool = False,
) -> None:
    """Replaced by ``command``."""
    from pipeline.jobs.mailing import Wish

    wish = Wish(live, all, document, to, test, correction, anyway, yes, ledger, new_ledger)
    ask = Console(chosen_language(language)).ask
    run(language, "mailing.send", meeting=meeting, source=source, output=output, wish=wish, ask=ask)


@command(say("Sign in to Microsoft 365 or Gmail once, where mail.yaml says login: xoauth2; the keyring keeps it."))
def login(context: Context, source: str = "source", language: str | None = None) -> None:
    """Replaced by ``command``."""
    run(language, "signing_in.sign_in", source=source, tell=Console(chosen_language(language)).line)


LEDGER = say("The ledger's file, where it is not in the user's data directory.")


@command(
    say("Show who has got what: per member, state, when, the server's answer."),
    ledger=LEDGER,
    json=say("As JSON."),
    csv=say("As CSV."),
    edition=say("Only this edition: organisation/kind/year/number."),
    resolve=say("Settle what is in doubt: in-doubt=sent or in-doubt=again."),
    recipient=say("Only this recipient when settling: id, name or address."),
    purge=say("Remove names, addresses and messages of mailings older than so many days."),
    revive=say("Send to this address again, although mail came back from it."),
)
def deliveries(
    context: Context,
    language: str | None = None,
    ledger: str | None = None,
    json: bool = False,
    csv: bool = False,
    edition: str = "",
    resolve: str = "",
    recipient: str = "",
    purge: str = "",
    revive: str = "",
) -> None:
    """Replaced by ``command``."""
    if revive:
        run(language, "accounts.revive_address", ledger=ledger, address=revive)
        return
    if purge:
        run(language, "accounts.purge_deliveries", ledger=ledger, days=purge)
        return
    form = "json" if json else "csv" if csv else "table"
    run(language, "accounts.show_deliveries", ledger=ledger, form=form, resolve=resolve, recipient=recipient, edition=edition)


@command(
    say("Read mail that came back and mark what it proves."),
    path=say("A maildir, an mbox, a folder of .eml files or a file."),
    also=say("One more of them; repeat the flag for more."),
    ledger=LEDGER,
    iterable=("also",),
)
def bounces(context: Context, path: str, also: list[str], language: str | None = None, ledger: str | None = None) -> None:
    """Replaced by ``command``."""
    run(language, "accounts.read_returned_mail", ledger=ledger, paths=(path, *also))


def list_in_language(arguments: list[str]) -> None:
    """``invoke --list --language sv``: Invoke's own list knows no flag of a command, so it is shown before Invoke stumbles over it."""
    if wish_of(arguments) is None or not {"--list", "-l"} & set(arguments):
        return
    commands = Collection.from_module(sys.modules[__name__])
    if not set(commands.task_names) & set(arguments):
        Program(namespace=commands).run(["invoke", "--list"])


list_in_language(sys.argv)
