"""Mail addresses as people write them and as SMTP carries them (RFC 5321, 5322, 6531; domains by IDNA 2008)."""

from __future__ import annotations

import functools
import re
import unicodedata

import idna

from pipeline.dataclass import dataclass
from pipeline.problems import Message, say

ATEXT = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-/=?^_`{|}~")
LOCAL_PART_OCTETS = 64
DOMAIN_OCTETS = 255
REMEMBERED = 20_000
"""Addresses that are read once only: a run reads each several times, and more of them than are remembered would all be forgotten in between."""

_COMMON = re.compile(r"[a-z0-9]+(?:[._-][a-z0-9]+)*@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}", re.ASCII)
"""What most addresses look like, found good at one glance; it takes nothing that the longer look would not take as it stands."""


class AddressFault(ValueError):
    """Words for a person on why this is no address; never holds the address itself."""

    def __init__(self, words: Message) -> None:
        """Keep the words."""
        self.words = words
        super().__init__(str(words))


@dataclass(frozen=True, slots=True)
class Address:
    """A checked address: ``local`` may hold letters beyond ASCII, ``domain`` is lower-case ASCII (A-labels)."""

    local: str
    domain: str

    def __str__(self) -> str:
        """The addr-spec as it stands in envelopes and headers."""
        return f"{self.local}@{self.domain}"

    @property
    def international(self) -> bool:
        """Whether only a server with SMTPUTF8 can take it (RFC 6531)."""
        return not self.local.isascii()

    @property
    def key(self) -> str:
        """Equal for two spellings that reach one mailbox in practice (case is folded although RFC 5321 2.4 permits otherwise)."""
        return f"{unicodedata.normalize('NFC', self.local).casefold()}@{self.domain}"

    def tagged(self, tag: str) -> Address:
        """The sub-address ``local+tag@domain`` (RFC 5233); the address itself when that would exceed the limit of RFC 5321 4.5.3.1.1."""
        local = f"{self.local}+{tag}"
        return Address(local, self.domain) if len(local.encode()) <= LOCAL_PART_OCTETS else self


@functools.lru_cache(maxsize=REMEMBERED)
def read_address(text: str) -> Address:
    """Parse one bare address (no name, no comment, no quoted local part, no address literal); raises AddressFault."""
    local, at, domain = text.strip().rpartition("@")
    if len(local) <= LOCAL_PART_OCTETS and len(domain) <= DOMAIN_OCTETS and _COMMON.fullmatch(text):
        return Address(local, domain)
    if not at or not local or not domain:
        raise AddressFault(say("expected an address like name@organisation.example, found no name or no domain around an @"))
    local = unicodedata.normalize("NFC", local)
    if not _is_dot_atom(local) or "=?" in local:
        raise AddressFault(
            say("expected letters, digits, full stops and -_+ before the @, found another character or a misplaced full stop")
        )
    if len(local.encode()) > LOCAL_PART_OCTETS:
        raise AddressFault(say("expected at most {limit} octets before the @", limit=LOCAL_PART_OCTETS))
    return Address(local, _ascii_domain(domain))


def _is_dot_atom(local: str) -> bool:
    """RFC 5322 3.2.3 with the UTF8-non-ascii of RFC 6531 3.3, less controls, spaces and unassigned code points."""
    return all(atom and all(_is_atext(character) for character in atom) for atom in local.split("."))


def _is_atext(character: str) -> bool:
    if character.isascii():
        return character in ATEXT
    return unicodedata.category(character)[0] in "LMNPS"


def _ascii_domain(domain: str) -> str:
    try:
        encoded = domain.lower() if domain.isascii() and _is_host(domain) else idna.encode(domain, uts46=True).decode("ascii").lower()
    except (idna.IDNAError, UnicodeError) as error:
        raise AddressFault(say("expected a domain like organisation.example after the @, found one that cannot be registered")) from error
    if len(encoded) > DOMAIN_OCTETS or not _is_host(encoded):
        raise AddressFault(say("expected a domain like organisation.example after the @, found one that cannot be registered"))
    return encoded


def _is_host(domain: str) -> bool:
    """Letters, digits and inner hyphens in labels of 1 to 63 (RFC 1123 2.1)."""
    labels = domain.split(".")
    return all(0 < len(label) <= 63 and label.replace("-", "").isalnum() and label[0] != "-" and label[-1] != "-" for label in labels)
