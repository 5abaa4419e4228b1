"""The parts of the benchmark; each prints its table and returns nothing."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable

from pipeline.story import Article, Document, plain
from tests.bench import lines, peers, words
from tests.bench.timing import ROOT, in_turns, peak_memory_mb, python, table, verdict

LOADED = """
import sys, sysconfig
before = set(sys.modules)
from invoke.program import Program
from tests.bench.cold import job
job({name!r}, {output!r})
roots = (sysconfig.get_paths()["purelib"], sysconfig.get_paths()["platlib"])
names = [n for n, m in sys.modules.items() if n not in before and str(getattr(m, "__file__", "") or "").startswith(roots)]
print("\\n".join(names))
"""


def libraries(name: str) -> list[str]:
    """The third-party modules that a job has loaded when it is done."""
    with tempfile.TemporaryDirectory() as folder:
        code = LOADED.format(name=name, output=folder)
        done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return [line for line in done.stdout.splitlines() if line and " " not in line]


def cold(rounds: int = 7) -> None:
    """Cold commands against the bare import of just the third-party modules that they load, nothing of this project; both find bytecode."""
    rows = []
    for name, limit, arguments in (("minutes", 1.5, ["--format", "docx"]), ("newsletter", 2.0, [])):
        bare = f"import importlib\nfor n in {libraries(name)!r}:\n try: importlib.import_module(n)\n except Exception: pass"
        with tempfile.TemporaryDirectory() as folder:
            times = in_turns({"job": python("-m", "invoke", name, "--output", folder, *arguments), "bare": python("-c", bare)}, rounds)
        ratio = times["job"] / times["bare"]
        rows.append(
            (f"invoke {name}", f"{times['job'] * 1000:.0f} ms / imports {times['bare'] * 1000:.0f} ms = {ratio:.2f}", verdict(ratio, limit))
        )
    table("Cold: the command against the bare imports of its libraries", rows)


def make_newsletter(document: object) -> Callable[[], object]:
    """Lays out and writes a story; caches that live within one document are paid each time."""
    from pipeline.pdf.newsletter import layout_newsletter
    from pipeline.pdf.screen import write_screen

    def run(*, tagged: bool = True) -> bytes:
        layout = layout_newsletter(document, words.look())  # type: ignore[arg-type]
        return write_screen(document, layout.pages, words.look(), tagged=tagged)  # type: ignore[arg-type]

    return run


def page_count(data: bytes) -> int:
    """Pages of a PDF."""
    import pypdfium2

    with pypdfium2.PdfDocument(data) as document:
        return len(document)


def newsletter(copies: int = 1, rounds: int = 7) -> None:
    """Warm: composing and writing against typst, WeasyPrint, fpdf2 and ReportLab's own paragraphs on the same words."""
    document = words.longer_newsletter(copies)
    texts = words.paragraphs(document)
    contestants: dict[str, Callable[[], object]] = {
        "this project": make_newsletter(document),
        "this project, running text alone": lambda: lines.own(texts, "ragged"),
        "typst": peers.typst_runner(texts),
        "typst, PDF/UA-1": peers.typst_runner(texts, standards=["ua-1"]),
        "ReportLab's paragraphs": peers.reportlab_runner(texts),
        "fpdf2": peers.fpdf_runner(texts),
    }
    if copies <= 10:
        contestants["WeasyPrint"] = peers.weasyprint_runner(texts)
    pages = {name: page_count(run()) for name, run in contestants.items()}  # type: ignore[arg-type]
    times = in_turns(contestants, rounds)
    speed = {name: pages[name] / seconds for name, seconds in times.items()}
    rows = [(name, f"{times[name] * 1000:.0f} ms, {pages[name]} pages, {speed[name]:.0f} pages/s", "") for name in contestants]
    ratio = speed["this project"] / speed["typst"]
    rows.append(("pages per second beside typst", f"{ratio:.2f}", verdict(ratio, 0.5, least=True)))
    alone = times["typst"] / times["this project, running text alone"]
    rows.append(("the same words and nothing else, beside typst", f"{alone:.2f}", verdict(alone, 0.5, least=True)))
    whole = times["typst"] / times["this project"]
    rows.append(("the whole newsletter beside typst's bare running text", f"{whole:.2f}", ""))
    if "WeasyPrint" in times:
        faster = times["WeasyPrint"] / times["this project"]
        rows.append(("times as fast as WeasyPrint", f"{faster:.1f}", verdict(faster, 10, least=True)))
    table(f"Warm newsletter, {copies} times the words", rows)


def minutes(rounds: int = 7) -> None:
    """Warm minutes against docxtpl and pandoc on the same words."""
    from pipeline.word.document import write_docx

    for sections in (10, 1000):
        document = words.longer_minutes(sections)
        content = words.sections(document)
        bare = words.same_words(document)
        contestants: dict[str, Callable[[], object]] = {
            "this project": lambda d=bare: write_docx(d, words.look(), toc=False).data,  # type: ignore[misc] # the peers make no contents
            "docxtpl": peers.docxtpl_runner(content),
            "pandoc": peers.pandoc_runner(content),
        }
        times = in_turns(contestants, rounds if sections < 1000 else 3)
        rows = [(name, f"{seconds * 1000:.0f} ms", "") for name, seconds in times.items()]
        whole = in_turns({"whole": lambda d=document: write_docx(d, words.look())}, 3)["whole"]  # type: ignore[misc]
        rows.append(("this project, the whole minutes", f"{whole * 1000:.0f} ms", verdict(whole, 1) if sections == 1000 else ""))
        for peer in ("docxtpl", "pandoc"):
            ratio = times[peer] / times["this project"]
            rows.append((f"times as fast as {peer}", f"{ratio:.1f}", verdict(ratio, 1, least=True)))
        table(f"Warm minutes, {sections} §§", rows)


def growth() -> None:
    """Time per part of the document as it grows: 1, 10 and 100 times the newsletter, 10 to 10 000 §§."""
    from pipeline.word.document import write_docx

    rows = []
    per: list[float] = []
    for copies in (1, 10, 100):
        run = make_newsletter(words.longer_newsletter(copies))
        seconds = in_turns({"run": run}, 3 if copies < 100 else 1)["run"]
        per.append(seconds / copies)
        rows.append((f"newsletter × {copies}", f"{seconds:.2f} s", f"{per[-1] * 1000:.0f} ms a copy"))
    rows.append(("newsletter, 100 against 10 a copy", f"{per[2] / per[1]:.2f}", verdict(per[2] / per[1], 1.3)))
    spans = []
    for sections in (10, 100, 1000, 10_000):
        document = words.longer_minutes(sections)
        seconds = in_turns({"run": lambda d=document: write_docx(d, words.look())}, 3 if sections < 10_000 else 1)["run"]  # type: ignore[misc]
        spans.append(seconds / sections)
        rows.append((f"minutes, {sections} §§", f"{seconds:.2f} s", f"{spans[-1] * 1000:.2f} ms a §"))
    rows.append(("minutes, 10 000 against 1 000 a §", f"{spans[3] / spans[2]:.2f}", verdict(spans[3] / spans[2], 1.3)))
    table("Growth", rows)


def memory() -> None:
    """Peak memory of fresh interpreters."""
    rows = []
    for name, code, limit in (
        ("newsletter × 50", "from tests.bench import parts, words; parts.make_newsletter(words.longer_newsletter(50))()", 150),
        ("newsletter × 100", "from tests.bench import parts, words; parts.make_newsletter(words.longer_newsletter(100))()", 200),
        (
            "minutes, 1 000 §§",
            "from tests.bench import words; from pipeline.word.document import write_docx; write_docx(words.longer_minutes(1000), words.look())",
            150,
        ),
    ):
        peak = peak_memory_mb(code)
        rows.append((name, f"{peak:.0f} MB", verdict(peak, limit)))
    table("Peak memory, interpreter and libraries included", rows)


def _typst_in_the_same_dress(document: Document, texts: list[str]) -> bytes:
    """typst's file with what `lines.own` draws beside the text: running head, folio, kicker and headline in their faces."""
    article = next(block for block in document.blocks if isinstance(block, Article))
    dress = peers.typst_dress(article.kicker, plain(article.headline), document.furniture.running_head, article.section)
    return peers.typst_runner(texts, standards=["ua-1", "a-2a"], dress=dress)()


def _pixels(data: bytes) -> list[bytes]:
    import pypdfium2

    return [bytes(page.render(scale=2).buffer) for page in pypdfium2.PdfDocument(data)]


def tags(rounds: int = 15) -> None:
    """What tags cost: time a page, share of time, bytes; and the file beside typst's with the same words and standard."""
    document = words.newsletter()
    run = make_newsletter(document)
    times = in_turns({"tagged": run, "untagged": lambda: run(tagged=False)}, rounds)  # type: ignore[call-arg]
    tagged, untagged = run(), run(tagged=False)  # type: ignore[call-arg]
    pages = page_count(tagged)  # type: ignore[arg-type]
    cost = (times["tagged"] - times["untagged"]) * 1000
    size = (len(tagged) - len(untagged)) / 1000  # type: ignore[arg-type]
    share = cost / 1000 / times["untagged"]
    rows = [
        ("time a page", f"{cost / pages:.2f} ms", verdict(cost / pages, 5)),
        ("share of the untagged newsletter's time", f"{share:.0%}", verdict(share, 0.15)),
        ("bytes", f"{size:.1f} kB", verdict(size, 40)),
    ]
    other = sum(ours != theirs for ours, theirs in zip(_pixels(tagged), _pixels(untagged), strict=True))  # type: ignore[arg-type]
    rows.append(("pages whose pixels tags change, at 144 dpi", f"{other} of {pages}", verdict(other, 0)))
    texts = [text for text in words.paragraphs(document) if len(text) > 80]
    ours, theirs = len(lines.own(texts, "ragged")) / 1000, len(_typst_in_the_same_dress(document, texts)) / 1000
    said = f"{ours:.1f} / {theirs:.1f} kB"
    rows.append(("file of the same words and faces beside typst's (PDF/UA-1 and A-2a both)", said, verdict(ours / theirs, 1)))
    table("Tags", rows)
