"""What people read: the plain text, and the HTML in light and dark."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.letter import Headline
from pipeline.look import Colour
from pipeline.mail import palette
from pipeline.mail.markup import write_html
from pipeline.mail.plain import write_text
from pipeline.problems import BadInput
from pipeline.story import Emphasis, Foreign, LineBreak, Link, Particular, Strong, Text, text
from tests.mail.desk import a_letter, plain_look


def unflowed(flowed: str) -> str:
    """What a program that knows RFC 3676 shows."""
    paragraphs, current = [], ""
    for line in flowed.rstrip("\n").split("\n"):
        bare = line.removeprefix(" ")
        current += bare
        if not bare.endswith(" ") or bare == "-- ":
            paragraphs.append(current)
            current = ""
    return "\n".join(paragraphs)


class Page(HTMLParser):
    """Words, elements and their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        self.open.append(tag)

    def handle_endtag(self, tag):
        while self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data):
        if not {"style", "title", "xml"} & set(self.open):
            self.words.append(data)

    def all(self, tag):
        return [attributes for name, attributes in self.elements if name == tag]


@pytest.fixture(scope="module")
def html(letter, look):
    return write_html(letter, look, enclosed=True)


@pytest.fixture(scope="module")
def page(html):
    return Page(html)


def test_the_text_says_everything_in_the_order_of_the_wording(letter):
    shown = unflowed(write_text(letter, enclosed=True))
    order = [
        "Bergslaget", "Nr 2 · juni 2023", "Hej! Här kommer nyhetsbrev nr 2/2023", "Bergslagen kan bli förebild för grön industri",
        "hur länet utvecklas och varför invånarna behövs när industrin blir grön.", "https://bergslaget.example/2-2023", "I detta nummer:",
        "– Gruvforskning för 16 miljoner", "https://bergslaget.example/2-2023#gruvor", "– Beslut & kalender",
        "Nästa möte: 14 september 2023, kl. 10.00, Falun", "bifogas som pdf (4 sidor, 0,3 MB) och finns även på https://bergslaget.example/.",
        "Till registrator", "Fel adress", "Vänliga hälsningar\nKansliet", "personuppgifter: https://bergslaget.example/personuppgifter", "-- \n",
    ]  # fmt: skip
    places = [shown.index(words) for words in order]
    assert places == sorted(places)
    assert "\u00ad" not in shown
    assert "\u00a0" not in shown


def test_an_address_is_told_once(letter):
    same = tuple(Headline(words, letter.headline.address) for words in ("Ett", "Två"))
    shown = write_text(replace(letter, headlines=same), enclosed=True)
    assert shown.count(letter.headline.address) == 1
    other = tuple(Headline(words, "https://bergslaget.example/x") for words in ("Ett", "Två"))
    assert write_text(replace(letter, headlines=other), enclosed=True).count("https://bergslaget.example/x") == 1


def test_signs_for_line_breaking_are_not_sent(letter, look):
    marked = replace(letter, opening=(text("kl.\u00a013.00\u2060–\u206017.00, ut\u00advecklas"),))
    assert "kl. 13.00–17.00, utvecklas" in write_text(marked, enclosed=True)
    assert "kl.\u00a013.00–17.00, utvecklas" in write_html(marked, look, enclosed=True)


def test_lines_of_the_text_are_short_and_addresses_whole(letter):
    flowed = write_text(letter, enclosed=True)
    assert all(len(line) <= 78 for line in flowed.split("\n"))
    assert "https://bergslaget.example/2-2023#gruvor" in flowed


def test_inlines_in_plain_text(letter):
    inlines = (
        Strong(text("Viktigt: ")), Emphasis(text("läs ")), Link(text("protokollet"), "https://b.example/p"), LineBreak(),
        Foreign(text("Thank you "), "en"), Link(text("a@b.example"), "mailto:a@b.example"), Text(" "), Link(text("ring"), "tel:+4623"),
    )  # fmt: skip
    shown = write_text(replace(letter, opening=(inlines,)), enclosed=True)
    assert "Viktigt: läs protokollet (https://b.example/p)\nThank you a@b.example ring (+4623)" in shown


@given(st.text(max_size=300))
def test_any_words_keep_the_form_of_flowed_text(words):
    flowed = write_text(replace(a_letter(), opening=(text(words),)), enclosed=True)
    lines = flowed.split("\n")
    assert not any(line.startswith(("From ", ">")) for line in lines)
    assert "".join(words.split()).replace("\u00ad", "")[:20].isprintable() is False or "".join(
        c for c in words if c.isprintable() and not c.isspace() and c != "\u00ad"
    ) in "".join(unflowed(flowed).split())


def test_the_html_says_the_same_words_as_the_text(letter, page):
    shown = "".join("".join(page.words).split())
    for words in write_text(letter, enclosed=True).split():
        if not words.startswith(("http", "--", "–", "Nästa", "möte:", "(http")) and not words.endswith(","):
            assert words in shown, words


def test_nothing_is_fetched_from_anywhere(page, html):
    assert not page.all("img")
    assert not page.all("link")
    assert not page.all("script")
    assert not page.all("iframe")
    assert "@import" not in html
    assert "url(" not in html
    assert "@font-face" not in html
    addresses = {attributes["href"] for attributes in page.all("a")}
    assert addresses == {
        "https://bergslaget.example/2-2023", "https://bergslaget.example/2-2023#gruvor", "https://bergslaget.example/",
        "https://bergslaget.example/personuppgifter",
    }, "no counted, shortened or marked links"  # fmt: skip


def test_language_stands_on_the_page_and_on_what_programs_cut_out_of_it(page):
    assert page.all("html")[0]["lang"] == "sv"
    assert any(attributes.get("lang") == "sv" and attributes.get("role") == "article" for attributes in page.all("div"))
    assert not any(attributes.get("lang") == "und" for _, attributes in page.elements)


def test_headings_lists_and_tables_speak_to_a_screen_reader(page):
    assert [name for name, _ in page.elements if name in ("h1", "h2")] == ["h1", "h2", "h2"]
    assert len(page.all("li")) == 2
    assert all(table.get("role") == "presentation" for table in page.all("table"))


def test_the_brand_is_seen(html, look):
    assert "font-weight:bold;letter-spacing:-1px" in html.replace("; ", ";")
    assert html.count("border-top:solid 4px #8a1f17") >= 1, "fet"
    assert html.count("border-top:solid 1px #1f1d1b") >= 1, "fin"
    assert "background-color:#ede6da" in html


def test_quotation_marks_and_no_break_spaces_do_not_break_the_title(letter, look):
    html = write_html(replace(letter, subject='Nyhetsbrev nr\u00a02: "Vi <kan> & vill"\\'), look, enclosed=True)
    label = next(attributes["aria-label"] for attributes in Page(html).all("div") if attributes.get("role") == "article")
    assert label == 'Nyhetsbrev nr\u00a02: "Vi <kan> & vill"\\'


def test_words_of_the_record_cannot_become_markup(letter, look):
    evil = '</p><script>alert(1)</script><mj-raw>{{ 7 * 7 }}<img src="https://x.example/">'
    html = write_html(
        replace(
            letter,
            headline=Headline(evil),
            opening=(text(evil),),
            nameplate="<b>",
            dateline=(evil,),
            particulars=(Particular(evil, text(evil)),),
        ),
        look,
        enclosed=True,
    )
    page = Page(html)
    assert not page.all("script")
    assert not page.all("img")
    assert "".join(page.words).count("<script>alert(1)</script>") == 5
    assert "{{ 7 * 7 }}" in "".join(page.words)


def test_links_lead_to_the_web_a_mailbox_or_a_telephone(letter, look):
    for address in ("javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "bergslaget.example"):
        with pytest.raises(BadInput, match="https://"):
            write_html(replace(letter, opening=((Link(text("x"), address),),)), look, enclosed=True)


def test_what_is_empty_leaves_no_trace(letter, look):
    bare = replace(
        letter, notice=(), opening=(text("Hej!"),), headline=None, ingress=(), headlines=(), next_meeting=None, attached=(), registry=(), change=(),
        closing=(), privacy=(), imprint=(), dateline=(),
    )  # fmt: skip
    page = Page(write_html(bare, look, enclosed=True))
    assert not page.all("h1")
    assert not page.all("ul")
    assert write_text(bare, enclosed=True) == "Bergslaget\n\nHej!\n"


def test_a_correction_says_so_first(letter, look):
    marked = replace(letter, notice=(Strong(text("Rättelse: ")), Text("fel belopp på sidan 2.")))
    shown = "".join(Page(write_html(marked, look, enclosed=True)).words)
    assert shown.index("Rättelse") < shown.index("Hej!")
    plain = write_text(marked, enclosed=True)
    assert plain.index("Rättelse: fel belopp på sidan 2.") < plain.index("Hej!")


def test_where_the_document_is_not_enclosed_the_letter_links_to_it(letter, look):
    html, plain = write_html(letter, look, enclosed=False), write_text(letter, enclosed=False)
    for shown in (html, plain):
        assert "https://bergslaget.example/arkiv" in shown
        assert "bifogas" not in shown


# ── colours ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def readable(colours: palette.Palette) -> None:
    for ground in (colours.page, colours.box):
        for words in (colours.text, colours.secondary, colours.brand, colours.accent):
            assert palette.contrast(words, ground) >= 4.5, (words, ground)
    for ground, words in ((colours.foot, colours.secondary), (colours.foot, colours.accent), (colours.box_accent, colours.text)):
        assert palette.contrast(words, ground) >= 4.5, (words, ground)


def test_the_first_brand_reads_in_light_and_dark(look):
    readable(palette.light(look))
    readable(palette.dark(look))
    assert palette.dark(look).page == "#1f1d1b"
    assert palette.dark(look).brand == "#d9a47a", "Koppar ljus, for dark grounds only"


COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@given(st.dictionaries(st.sampled_from(["text", "secondary", "brand", "accent", "accent_light", "tone", "rule"]), COLOURS, min_size=7))
def test_any_brand_reads_in_the_dark(chosen):
    look = plain_look()
    colours = {role: Colour(chosen.get(role, colour.screen), colour.print) for role, colour in look.colours.items()}
    readable(palette.dark(replace(look, colours=colours)))


def test_every_colour_of_the_light_page_has_its_counterpart_in_the_dark(html):
    dark = html[html.index("prefers-color-scheme: dark") :]
    for name in ("page", "foot", "box", "next", "words", "quiet", "brand", "bold", "fine", "lit"):
        assert re.search(rf"\.{name}\b", dark), name
        assert f'class="{name}"' in html or f" {name}" in html


def test_headlines_in_another_language_say_so_to_a_screen_reader(letter, look):
    swedish = replace(
        letter,
        language="en-GB",
        headline=replace(letter.headline, language="sv-SE"),
        headlines=(Headline("Gruvor", "", "sv-SE"), Headline("Closing")),
    )
    html = write_html(swedish, look, enclosed=True)
    assert '<h1 lang="sv-SE"' in html
    assert '<li lang="sv-SE">Gruvor</li>' in html
    assert "<li>Closing</li>" in html
    assert 'lang="sv-SE"' not in write_html(replace(letter, language="en-GB"), look, enclosed=True)
