"""What people may give by mistake: a good page with every word inside its frame, or a message with its place; through the command's own job."""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
import yaml
from PIL import Image

from pipeline.jobs.newsletters import make_newsletter
from pipeline.pdf.grid import LEFT, RIGHT
from pipeline.problems import BadInput
from tests.pdf.press import cmyk_profile
from tests.pdf.samples import FOLDERS

LONG = "Realisationsvinstbeskattningsutredningsbetänkande" * 4
HEADLINE = "Direktionen beslutar om ny släckbil och om övningsfältet i Kvarnholma samt om budgeten " * 4
HANGING = 9.0
Newsletter = dict[str, Any]


@pytest.fixture
def folder(tmp_path) -> Path:
    source = tmp_path / "source"
    shutil.copytree(FOLDERS["kommunalforbund"], source)
    return source


def changed(folder: Path, change: Callable[[Newsletter], object] = lambda _: None, lead: str | None = None) -> Path:
    (meeting,) = (folder / "meetings").iterdir()
    record = yaml.safe_load((meeting / "meeting.yaml").read_text(encoding="utf-8"))
    record["newsletter"].pop("pages")
    change(record["newsletter"])
    (meeting / "meeting.yaml").write_text(yaml.safe_dump(record, allow_unicode=True, sort_keys=False), encoding="utf-8")
    if lead is not None:
        (meeting / "texts" / "lead.md").write_text(lead, encoding="utf-8")
    return folder


def thirty_quotes(newsletter: Newsletter) -> None:
    quote, text = "Släckbilen på stationen i Tallmora har gjort sitt", "texts/lead.md"
    newsletter["articles"] = [
        {"id": f"a{number}", "kicker": "Ett ämne", "headline": f"Rubrik {number}", "text": text, "quote": quote} for number in range(30)
    ]


def lone(newsletter: Newsletter) -> None:
    newsletter["articles"] = []
    del newsletter["lead"]["boxes"]


@pytest.mark.parametrize(
    ("change", "lead", "words"),
    [
        (lambda _: None, f"Ett ord är {LONG} och långt.\n", LONG),
        (lambda newsletter: newsletter["lead"].update(headline=HEADLINE), None, HEADLINE),
        (lone, "En enda mening.\n", "En enda mening."),
        (thirty_quotes, None, "Rubrik 29"),
        (lambda newsletter: newsletter["lead"].update(quote="har gjort^[Not.] sitt"), "Bilen har gjort^[En not.] sitt.\n", "En not."),
        (lambda _: None, "Se.\n\n" + "|aa" * 12 + "|\n" + "|-" * 12 + "|\n" + "|127 384" * 12 + "|\n", "127 384" * 12),
        (lambda newsletter: newsletter["figures"][0].update(value="1234567890" * 4), None, "1234567890" * 4),
        (lambda newsletter: newsletter["decisions"][0].update(words="besluta " * 200), None, "besluta " * 200),
    ],
    ids=[
        "a word longer than the column",
        "a long headline",
        "one sentence",
        "30 pull quotes",
        "a note in a quote",
        "a table of 12 columns",
        "a long key figure",
        "a long decision",
    ],
)
def test_it_gives_pages_with_every_word_inside_the_frame(folder, tmp_path, change, lead, words):
    outcome = make_newsletter(source=str(changed(folder, change, lead)), meeting=None, output=str(tmp_path / "out"))
    said = ""
    with pypdfium2.PdfDocument(outcome.written[0].path) as pdf:
        for page in pdf:
            width, height = page.get_size()
            text = page.get_textpage()
            said += text.get_text_range()
            for index in range(text.count_chars()):
                left, low, right, high = text.get_charbox(index)
                if right > left:
                    assert LEFT - HANGING <= left <= right <= RIGHT + HANGING <= width
                    assert 0 < low <= high < height
    assert letters(words) in letters(said)


def letters(words: str) -> str:
    return "".join(sign for sign in words if sign.isalnum())


@pytest.mark.parametrize(
    ("change", "lead", "message"),
    [
        (lambda _: None, "", r"meeting\.yaml:\d+:\d+: newsletter\.lead: expected the article's words, found none"),
        (lambda _: None, "Hej 🚒 alla.\n", r"lead\.md:1:5: newsletter\.lead\.text: expected characters that the face .* has, found 🚒"),
        (lambda newsletter: newsletter["lead"].update(headline="Hej 🚒 alla"), None, r"newsletter\.lead\.headline: .*found 🚒"),
        (lambda _: None, "Ordet שלום.\n", r"lead\.md:1:7: .*found ש"),
        (lambda _: None, "Text.\n\n" + "|a" * 20 + "|\n" + "|-" * 20 + "|\n", r"lead\.md:3:1: .*found a table of 20 columns"),
        (lambda newsletter: newsletter["lead"].update(headline="Ord^[Not.]"), None, r"lead\.headline: .*found a footnote"),
        (lambda newsletter: newsletter["lead"].update(ingress="Ord^[Not.]"), None, r"lead\.ingress: .*found a footnote"),
        (lambda newsletter: newsletter["lead"]["boxes"][0]["pairs"].update({"I dag": "Ord^[Not.]"}), None, r"found a footnote"),
        (lambda newsletter: newsletter["lead"].pop("headline"), None, r"newsletter\.lead\.headline: expected the key"),
        (lambda newsletter: newsletter.update(lead=None), None, r"meeting\.yaml:\d+:\d+: newsletter\.lead"),
    ],
    ids=[
        "no words",
        "emoji",
        "emoji in a headline",
        "from right to left",
        "a wide table",
        "a note in a headline",
        "in an ingress",
        "in a box",
        "no headline",
        "no lead",
    ],
)
def test_it_is_told_with_its_place(folder, tmp_path, change, lead, message):
    with pytest.raises(BadInput, match=message):
        make_newsletter(source=str(changed(folder, change, lead)), meeting=None, output=str(tmp_path / "out"))
    assert not (tmp_path / "out").exists()


def turned() -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = 6
    return exif


def test_of_thirty_pull_quotes_each_stands_or_is_named(folder, tmp_path):
    outcome = make_newsletter(source=str(changed(folder, thirty_quotes)), meeting=None, output=str(tmp_path / "out"))
    named = [str(message) for message in outcome.said if ".quote: left out" in str(message)]
    with pikepdf.open(outcome.written[0].path) as pdf:
        content = b"\n".join(page.Contents.read_bytes() for page in pdf.pages)
    assert len(set(named)) == len(named) == 30 - len(re.findall(rb" 17 Tf", content))


def test_more_than_three_footnotes_on_a_page_are_told(folder, tmp_path):
    for count, told in ((3, []), (4, ["expected at most 3 footnotes on page 1, found 4"])):
        lead = "".join(f"Mening {number}^[Not nummer {number}.] är skriven. " for number in range(count)) + "\n"
        (meeting,) = (folder / "meetings").iterdir()
        (meeting / "texts" / "lead.md").write_text(lead, encoding="utf-8")
        outcome = make_newsletter(source=str(folder), meeting=None, output=str(tmp_path / "out"))
        assert [str(problem.message) for problem in outcome.problems if "footnotes" in str(problem.message)] == told


def saved(form: str, *, size: tuple[int, int] = (1600, 800), mode: str = "RGB", **options: Any) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size).save(out, form, **options)
    return out.getvalue()


SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 200 100">{}</svg>'
ENTITY = '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/hostname">]>' + SVG.format("<text>&x;</text>")
PICTURES = {
    "one pixel": ("a.png", saved("PNG", size=(1, 1)), "at least 1370 pixels across"),
    "cut short": ("a.png", saved("PNG")[:60], "."),
    "no picture": ("a.png", b"words", "."),
    "moving": ("a.gif", saved("GIF", mode="P"), "SVG, PNG or JPEG"),
    "too large": ("a.png", saved("PNG", size=(12000, 9000), mode="1"), "at most 100 million pixels"),
    "from elsewhere": (
        "a.svg",
        SVG.format('<image xlink:href="http://a.example/x.png" width="9" height="9"/>').encode(),
        "holds all its parts",
    ),
    "entities": ("a.svg", ENTITY.encode(), "without entities"),
    "itself inside": ("a.svg", SVG.format('<g id="a"><use xlink:href="#a"/></g>').encode(), "SVG drawing"),
    "16 bits": ("a.png", saved("PNG", mode="I;16"), None),
    "taken on its side": ("a.jpg", saved("JPEG", size=(800, 1600), exif=turned()), None),
    "in inks": ("a.jpg", saved("JPEG", mode="CMYK"), "RGB or greyscale, found CMYK"),
    "palette": ("a.png", saved("PNG", mode="P"), None),
    "transparent": ("a.png", saved("PNG", mode="RGBA"), None),
    "a script": ("a.svg", SVG.format('<script>alert(1)</script><rect width="9" height="9" onload="x()"/>').encode(), None),
    "many times as high as wide": ("a.svg", SVG.replace("200 100", "1 900").format('<rect width="1" height="900"/>').encode(), None),
}


@pytest.mark.parametrize("case", PICTURES)
def test_a_picture_is_shown_or_named(folder, tmp_path, case):
    name, data, message = PICTURES[case]
    (meeting,) = (folder / "meetings").iterdir()
    (meeting / "images" / name).write_bytes(data)
    record = (meeting / "meeting.yaml").read_text(encoding="utf-8")
    record = record.replace("file: station.svg", f"file: {name}").replace("    variants: [station-low.svg]\n", "")
    (meeting / "meeting.yaml").write_text(record.replace("  pages: 2\n", ""), encoding="utf-8")
    if message is None:
        data = make_newsletter(source=str(folder), meeting=None, output=str(tmp_path / "out")).written[0].path.read_bytes()
        assert b"alert(1)" not in data
        assert b"/JavaScript" not in data
        return
    with pytest.raises(BadInput, match=rf"meeting\.yaml:\d+:\d+: images\.station.*{message}"):
        make_newsletter(source=str(folder), meeting=None, output=str(tmp_path / "out"))


@pytest.mark.parametrize(
    ("demanded", "times", "hint"),
    [(2, 3, r"the copy is \d+ lines too long"), (4, 1, r"the copy is \d+ lines too short"), (None, 3, r"the copy is \d+ lines too short")],
)
def test_pages_that_no_sheets_hold_are_told_with_what_the_copy_lacks(folder, tmp_path, demanded, times, hint):
    (meeting,) = (folder / "meetings").iterdir()
    lead = (meeting / "texts" / "lead.md").read_text(encoding="utf-8") * times
    changed(folder, lambda newsletter: newsletter.update(pages=demanded) if demanded else None, lead)
    (folder / "brand" / "press.icc").write_bytes(cmyk_profile())
    brand = folder / "brand" / "brand.yaml"
    brand.write_text(brand.read_text(encoding="utf-8").rstrip() + "\nicc_profile: press.icc\n", encoding="utf-8")
    with pytest.raises(BadInput) as refused:
        make_newsletter(source=str(folder), meeting=None, output=str(tmp_path / "out"), edition="print")
    first, *copy = refused.value.problems
    assert re.fullmatch(rf"expected {demanded or 4} pages for whole sheets, found 3", str(first.message))
    assert re.match(hint, str(first.hint))
    assert all(problem.severity == "warning" and str(problem.message).startswith("page ") for problem in copy)
    assert not (tmp_path / "out").exists()
