"""Where tokens are kept between runs: the caller's keyring, seen as two functions."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.dataclass import dataclass
from pipeline.problems import BadInput, Place, Problem, say


@dataclass(frozen=True, slots=True)
class TokenStore:
    """Reads what was written last ('' for nothing) and writes it; never a file in the tree."""

    read: Callable[[], str]
    write: Callable[[str], None]


def sign_in_problem(code: str) -> BadInput:
    """The provider's refusal of a sign-in by its error code (RFC 6749 5.2), without its description, which may quote what was sent."""
    found = say("expected the provider to accept the sign-in, found its answer: {code}", code=code)
    return BadInput(
        [Problem(Place("mail.yaml"), "login", found, say("check client_id and tenant, and sign in with the sender's own account"))]
    )
