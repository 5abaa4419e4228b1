"""The way back at length: a record of a thousand §§, its Word file with a word changed in every tenth §, pulled."""

from __future__ import annotations

import shutil
import tempfile
import time
from copy import deepcopy
from functools import partial
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from lxml import etree

from pipeline.yamlfile.reading import built
from tests.bench.timing import ROOT, in_turns, peak_memory_mb, table, verdict

SECTIONS, CHANGED = 1000, 10
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LAST = "  - next_meeting\n"
_SECTION = """\
  - id: long-{number}
    heading: Ärende {number}
    background: |
      Kansliet har tagit fram ett förslag som rör ärende {number}. Det bygger vidare på fokusområdet *Bergslagen* och tar upp det som
      seminariet visade: grön omställning, kompetensförsörjning och samhällsplanering.
    proposal: godkänna förslaget i ärende {number}
    decide: proposal
"""


def long_record(folder: Path) -> Path:
    """The sample's folder with so many items more that its minutes have ``SECTIONS`` §§."""
    source = folder / "source"
    shutil.copytree(ROOT / "source", source)
    record = next(source.glob("meetings/*/meeting.yaml"))
    before, after = record.read_text(encoding="utf-8").split(_LAST)
    own = before.partition("\nitems:\n")[2].count("\n  - ") + 3  # the first, and the two after these
    more = "".join(_SECTION.format(number=number) for number in range(1, SECTIONS - own + 1))
    record.write_text(before + more + _LAST + after, encoding="utf-8")
    return source


def edited(written: Path) -> int:
    """Change a word in every tenth of the long §§ as Word would save it; how many were changed."""
    with ZipFile(written) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    stretches = parts["word/document.xml"].decode().split("Kansliet har tagit fram")
    words = ["Styrelsen" if number % CHANGED == 0 else "Kansliet" for number in range(len(stretches) - 1)]
    body = stretches[0] + "".join(f"{word} har tagit fram{rest}" for word, rest in zip(words, stretches[1:], strict=True))
    parts["word/document.xml"] = body.encode()
    with ZipFile(written, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return words.count("Styrelsen")


def restructured(written: Path, target: Path) -> None:
    """The same file with a § taken out, another put in, and a third moved behind its neighbour."""
    with ZipFile(written) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    root = etree.fromstring(parts["word/document.xml"])
    body = root[0]
    heads = [one for one in body if one.find(f"{_W}pPr/{_W}pStyle[@{_W}val='Heading1']") is not None]
    chosen = [_section(heads, number) for number in (300, 500, 700)]
    for element in chosen[0]:
        body.remove(element)
    place = heads[501]
    following = heads[502]
    for element in chosen[1]:
        following.addprevious(element)
    fresh = deepcopy(place)
    for mark in [*fresh.iter(f"{_W}bookmarkStart"), *fresh.iter(f"{_W}bookmarkEnd")]:
        mark.getparent().remove(mark)
    first, *rest = fresh.iter(f"{_W}t")
    first.text = "Ett nytt ärende"
    for one in rest:
        one.text = ""
    chosen[2][0].addprevious(fresh)
    parts["word/document.xml"] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def _section(heads: list[etree._Element], number: int) -> list[etree._Element]:
    found = [heads[number]]
    while found[-1].getnext() is not heads[number + 1]:
        found.append(found[-1].getnext())
    return found


def pull(rounds: int = 3) -> None:
    """Time and memory of pulling a thousand §§, the record read and its minutes composed anew each time as the command does."""
    from pipeline.jobs import documents, wayback

    def anew(name: str) -> None:
        built.cache_clear()  # a command finds no file read
        wayback.pull(file=name, source=source, meeting=None)

    with tempfile.TemporaryDirectory() as folder:
        source = str(long_record(Path(folder)))
        made = documents.make_minutes(source=source, meeting=None, output=str(Path(folder) / "output"), form="docx")
        file = str(next(one.path for one in made.written if str(one.path).endswith(".docx")))
        changed = edited(Path(file))
        moved = str(Path(folder) / "moved.docx")
        restructured(Path(file), Path(moved))
        found = wayback.pull(file=file, source=source, meeting=None)
        steps = sum("will be taken" in str(line) for line in wayback.pull(file=moved, source=source, meeting=None).said)
        times = in_turns({"run": partial(anew, file), "moved": partial(anew, moved)}, rounds)
        begun = time.process_time()
        anew(file)
        spent = time.process_time() - begun
        code = f"from pipeline.jobs import wayback; wayback.pull(file={file!r}, source={source!r}, meeting=None)"
        peak = peak_memory_mb(code)
    shown = sum("Styrelsen" in str(line) for line in found.said)
    table(
        f"Pull of {SECTIONS} §§, {changed} changed",
        [
            ("changes shown", str(shown), verdict(shown, changed, least=True)),
            ("invoke pull's work", f"{times['run']:.2f} s", verdict(times["run"], 2)),
            ("with §§ that came, went and moved", f"{times['moved']:.2f} s", verdict(times["moved"], 2)),
            ("of those taken", str(steps), verdict(steps, 3, least=True)),
            ("of that the processor's time", f"{spent:.2f} s", ""),
            ("peak memory", f"{peak:.0f} MB", verdict(peak, 150)),
        ],
    )
