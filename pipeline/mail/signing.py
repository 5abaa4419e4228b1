"""DKIM signatures (RFC 6376) with dkimpy's keys and canonicalisation; the same message and date give the same signature."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from datetime import datetime

from dkim.canonicalization import CanonicalizationPolicy
from dkim.crypto import RSASSA_PKCS1_v1_5_sign, UnparsableKeyError, parse_pem_private_key

from pipeline.mail.header import Field, tokens
from pipeline.problems import BadInput, Place, Problem, say

SIGNED = (
    "from", "to", "reply-to", "subject", "date", "message-id", "mime-version", "content-type", "list-id",
    "list-unsubscribe", "list-unsubscribe-post", "auto-submitted",
)  # fmt: skip
"""RFC 6376 5.4.1, with what RFC 8058 4 asks for; a field that is absent is signed as absent."""

TWICE = ("from", "to", "reply-to", "subject", "date", "content-type")
"""Named once more, and so signed as absent a second time: nobody can set another one over them (RFC 6376 8.15)."""


class Signer:
    """Signs for one domain and selector with an RSA key in PEM."""

    def __init__(self, domain: str, selector: str, key: bytes, where: str = "DKIM") -> None:
        """Read the key; raises BadInput, naming ``where``, when it is none."""
        self.domain = domain
        self.selector = selector
        try:
            self._key = parse_pem_private_key(key)
        except (UnparsableKeyError, ValueError, IndexError, KeyError) as error:
            expected = say("expected a private RSA key in PEM form for DKIM, found something else")
            hint = say("make one with: openssl genrsa -traditional -out dkim.pem 2048")
            raise BadInput([Problem(Place(where), "dkim", expected, hint)]) from error
        self._policy = CanonicalizationPolicy.from_c_value(b"relaxed/simple")

    def sign(self, fields: Sequence[Field], body_hash: bytes, at: datetime) -> Field:
        """The DKIM-Signature field to stand before ``fields``; ``body_hash`` is the SHA-256 of a body that ends in one CRLF."""
        parts = [
            "v=1;", "a=rsa-sha256;", "c=relaxed/simple;", f"d={self.domain};", f"s={self.selector};", f"t={int(at.timestamp())};",
            *_list("h=", SIGNED + TWICE),
            f"bh={base64.b64encode(body_hash).decode('ascii')};",
        ]  # fmt: skip
        digest = hashlib.sha256()
        for name in SIGNED:
            for field in fields:
                if field.name.lower() == name:
                    digest.update(self._canonical(field))
        digest.update(self._canonical(tokens("DKIM-Signature", *parts, "b=")).removesuffix(b"\r\n"))
        signature = base64.b64encode(bytes(RSASSA_PKCS1_v1_5_sign(digest, self._key))).decode("ascii")
        pieces = [signature[start : start + 70] for start in range(0, len(signature), 70)]
        return tokens("DKIM-Signature", *parts, f"b={pieces[0]}", *pieces[1:])

    def _canonical(self, field: Field) -> bytes:
        """The field as relaxed canonicalisation hashes it (RFC 6376 3.4.2)."""
        ((name, value),) = self._policy.canonicalize_headers([(field.name.encode("ascii"), field.value.encode("utf-8"))])
        return bytes(name) + b":" + bytes(value).strip() + b"\r\n"


def _list(start: str, names: Sequence[str]) -> list[str]:
    """Names between colons, in parts that a fold may follow."""
    parts = [f"{name}:" for name in names]
    parts[0] = start + parts[0]
    parts[-1] = parts[-1].removesuffix(":") + ";"
    return parts
