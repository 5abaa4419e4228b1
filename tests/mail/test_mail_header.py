"""Headers, addresses and file names: nothing can end a line, everything comes back as it went in."""

from __future__ import annotations

import email
import email.policy
import unicodedata
from email.header import decode_header, make_header

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pipeline.letter import Mailbox
from pipeline.mail.address import Address, AddressFault, read_address
from pipeline.mail.filename import ascii_file_name
from pipeline.mail.header import Field, HeaderFault, clean, mailboxes, tokens, unstructured

WORDS = st.text(st.characters(exclude_categories=("Cs",)), max_size=300)
HARMLESS = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp"), exclude_characters="\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"),
    min_size=1,
    max_size=200,
)


def decoded(folded: bytes) -> str:
    """A header's words as a strict reader of RFC 2047 sees them."""
    message = email.message_from_bytes(folded + b"\r\n", policy=email.policy.compat32)
    return str(make_header(decode_header(message["Subject"])))


def check_form(folded: bytes) -> None:
    """One field: every further line begins with a space, no line is long, nothing but printable ASCII."""
    assert folded.endswith(b"\r\n")
    first, *rest = folded[:-2].split(b"\r\n")
    assert all(line.startswith(b" ") and line.strip() for line in rest)
    assert all(len(line) <= 78 or b" " not in line.strip() for line in [first.partition(b": ")[2], *rest])
    assert all(0x20 <= octet < 0x7F for octet in folded.replace(b"\r\n", b""))


@given(HARMLESS)
@settings(max_examples=300)
def test_words_in_every_script_come_back_as_they_went_in(text):
    assume("=?" not in text)
    assume(clean(text))
    folded = unstructured("Subject", text).fold()
    check_form(folded)
    assert decoded(folded) == clean(text)


@given(WORDS)
@settings(max_examples=300)
def test_no_text_whatever_can_begin_another_header(text):
    try:
        folded = unstructured("Subject", text).fold()
    except HeaderFault:
        return
    check_form(folded)
    assert email.message_from_bytes(folded + b"\r\n").keys() == ["Subject"]


@given(WORDS, st.sampled_from(["kansliet@bergslaget.example", "o'neil+x@sub.bergslaget.example"]))
@settings(max_examples=300)
def test_names_of_every_kind_stay_before_their_address(name, address):
    try:
        folded = mailboxes("To", [Mailbox(name, address), Mailbox("", "b@c.example")]).fold()
    except HeaderFault:
        return
    check_form(folded)
    parsed = email.message_from_bytes(folded + b"\r\n", policy=email.policy.default)
    assert parsed.keys() == ["To"]
    assert [box.addr_spec for box in parsed["To"].addresses] == [address, "b@c.example"]
    if name.isascii() or len(clean(name)) < 20:  # the reader of Python 3.11 forgets spaces between long encoded words
        assert parsed["To"].addresses[0].display_name.replace(" ", "") == clean(name).replace(" ", "")


@pytest.mark.parametrize(
    "text",
    ["a\r\nBcc: b@c.example", "a\nb", "a\rb", "=?utf-8?q?=0ABcc:_x?=", "a\x00b", "a\u2028b", "a\u0085b", "a\u202eb", "a\ud800b", "a =?= b"],
)
def test_what_could_inject_is_refused_everywhere(text):
    for make in (lambda: unstructured("Subject", text), lambda: mailboxes("From", [Mailbox(text, "a@b.example")])):
        with pytest.raises(HeaderFault):
            make()
    with pytest.raises((HeaderFault, AddressFault)):
        mailboxes("From", [Mailbox("", f"{text}@b.example")])


@pytest.mark.parametrize("part", ["a\r\nX: y", "a\nb", " a", "", "a\tb"])
def test_ready_parts_are_refused_too(part):
    with pytest.raises(HeaderFault):
        Field("List-Id", (part,))
    with pytest.raises(HeaderFault):
        tokens("Bad Name", "x")


def test_plain_words_stay_plain_and_a_swedish_subject_reads_back():
    assert unstructured("Subject", "Minutes No. 2/2023").fold() == b"Subject: Minutes No. 2/2023\r\n"
    subject = "Nyhetsbrev nr\u00a02/2023 från Intresse\u00adföreningen  Bergslaget: Bergslagen kan bli förebild för grön industri"
    folded = unstructured("Subject", subject).fold()
    assert decoded(folded) == "Nyhetsbrev nr 2/2023 från Intresseföreningen Bergslaget: Bergslagen kan bli förebild för grön industri"
    assert b"Nyhetsbrev nr 2/2023" in folded, "what is plain stays readable in the raw"


def test_a_long_unsubscribe_address_is_never_encoded():
    address = "<mailto:kansliet@bergslaget.example?subject=" + "Avsluta%20" * 20 + ">"
    assert tokens("List-Unsubscribe", address).fold() == f"List-Unsubscribe: {address}\r\n".encode()
    with pytest.raises(HeaderFault):
        tokens("List-Unsubscribe", "<mailto:åsa@b.example>")


# ── addresses ────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "spec"),
    [
        ("Registrator@Falun.EXAMPLE", "Registrator@falun.example"),
        (" kommun@falun.example ", "kommun@falun.example"),
        ("info@räksmörgås.example", "info@xn--rksmrgs-5wao1o.example"),
        ("info@RÄKSMÖRGÅS.example", "info@xn--rksmrgs-5wao1o.example"),
        ("åsa@malung-sälen.example", "åsa@xn--malung-slen-s8a.example"),
        ("faß@straße.example", "faß@xn--strae-oqa.example"),
        ("用户@例子.example", "用户@xn--fsqu00a.example"),
        ("o'neil+nyheter@a-b.example", "o'neil+nyheter@a-b.example"),
    ],
)
def test_addresses_as_smtp_carries_them(text, spec):
    assert str(read_address(text)) == spec


@pytest.mark.parametrize(
    "text",
    [
        "", "@", "a@", "@b.example", "a b@c.example", "a@b c.example", "a..b@c.example", ".a@c.example", "a.@c.example", '"a b"@c.example',
        "a@[127.0.0.1]", "a@b..example", "a@-b.example", "a@b-.example", "a@b_c.example", "<a@b.example>", "Namn <a@b.example>", "a@b.example>",
        "a@b.example\r\nRCPT TO:<c@d.example>", "a\n@b.example", "a,b@c.example", "x" * 65 + "@b.example", "a@" + "b" * 64 + ".example",
        "a@" + "b." * 130 + "example", "=?utf-8?q?a?=@b.example", "a\u202e@b.example", "a@xn--\u0000.example",
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused_without_being_repeated(text):
    with pytest.raises(AddressFault) as caught:
        read_address(text)
    assert len(text) < 4 or text not in str(caught.value)


@given(st.text(max_size=80))
@settings(max_examples=300)
def test_an_address_that_is_taken_can_stand_in_a_command(text):
    try:
        address = read_address(text)
    except AddressFault:
        return
    spec = str(address)
    assert not any(unicodedata.category(character)[0] in "CZ" or character in "<>" for character in spec)
    assert address.domain.isascii()
    assert spec.count("@") == 1
    assert read_address(spec).key == address.key


def test_two_spellings_of_one_mailbox_are_one():
    assert read_address("Kommun@Falun.example").key == read_address("kommun@falun.example").key
    assert read_address("a\u030asa@b.example").key == read_address("åsa@b.example").key
    assert read_address("a@räv.example").key == read_address("a@xn--rv-via.example").key


def test_ten_thousand_recipients_are_read_once_however_often_they_are_looked_at():
    read_address.cache_clear()
    for _ in range(3):
        for number in range(10_000):
            read_address(f"kommun{number}@m{number}.example")
    assert read_address.cache_info().misses == 10_000
    read_address.cache_clear()


@given(st.from_regex(r"[a-z0-9._-]{1,12}@[a-z0-9.-]{1,20}", fullmatch=True))
def test_the_glance_at_common_addresses_sees_what_the_long_look_sees(text):
    assert _read(text) == _read(" " + text)  # a blank before it is forgiven, and makes the glance fail


def _read(text):
    try:
        return read_address(text)
    except AddressFault:
        return None


def test_a_tag_is_added_where_it_fits():
    assert str(Address("studsar", "b.example").tagged("abc")) == "studsar+abc@b.example"
    assert str(Address("x" * 60, "b.example").tagged("abcdef")) == "x" * 60 + "@b.example"


# ── file names ───────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Intresseföreningen Bergslaget nyhetsbrev 2/2023", "Intresseforeningen-Bergslaget-nyhetsbrev-2-2023.pdf"),
        ("Ærø & Łódź – Straße", "Aero-Lodz-Strasse.pdf"),
        ("../../etc/passwd", "etc-passwd.pdf"),
        ("CON", "document.pdf"),
        ("例子", "document.pdf"),
        ("", "document.pdf"),
        ("x" * 200, "x" * 80 + ".pdf"),
    ],
)
def test_file_names_a_registry_keeps(words, name):
    assert ascii_file_name(words, ".pdf") == name


@given(st.text(max_size=100))
@settings(max_examples=200)
def test_any_words_give_a_safe_file_name(words):
    name = ascii_file_name(words, ".pdf")
    assert name.isascii()
    assert all(character.isalnum() or character in "-." for character in name)
    assert not name.startswith(("-", "."))
