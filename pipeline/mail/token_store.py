"""Where tokens are kept between runs, the caller's keyring seen as two functions; and why there may be none, in words."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.dataclass import dataclass
from pipeline.mail.login import NoToken
from pipeline.problems import BadInput, Message, Place, Problem, say

_ANEW = say("sign in anew with invoke login")


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


def signed_out(user: str, others: tuple[str, ...] = ()) -> NoToken:
    """Nobody has signed in, or others have."""
    if not others:
        return NoToken(say("expected a sign-in of {user}, found none", user=user), say("sign in with invoke login"))
    return NoToken(*_of_another(user, ", ".join(others)))


def another_account(user: str, came: str) -> BadInput:
    """Somebody agreed, but not the sender."""
    return BadInput([Problem(Place("mail.yaml"), "username", *_of_another(user, came))])


def _of_another(user: str, others: str) -> tuple[Message, Message]:
    found = say("expected a sign-in of {user}, found one of {others}", user=user, others=others)
    return found, say("sign in as {user} with invoke login, or mend username in mail.yaml", user=user)


def expired(user: str) -> NoToken:
    """Time has ended the sign-in, as after months without a mailing."""
    return NoToken(say("expected a sign-in of {user} that still holds, found it expired", user=user), _ANEW)


def withdrawn(user: str) -> NoToken:
    """Somebody has ended the sign-in."""
    found = say("expected a sign-in of {user} that still holds, found it withdrawn (a new password, or consent taken back)", user=user)
    return NoToken(found, say("ask whoever runs the mail whether this program may still send, then sign in anew with invoke login"))


def ended(user: str) -> NoToken:
    """The provider does not say which of the two it was."""
    return NoToken(say("expected a sign-in of {user} that still holds, found it expired or withdrawn", user=user), _ANEW)


def refused(code: str) -> NoToken:
    """An error code about the application, without its description, which may quote what was sent."""
    found = say("expected the provider to know this program, found its answer: {code}", code=code)
    return NoToken(found, say("check client_id and tenant in mail.yaml, and the application's secret"))


def unreached(reason: str) -> NoToken:
    """Neither yes nor no; trying again helps."""
    found: Message = say("expected the provider to answer, found it out of reach: {reason}", reason=reason)
    return NoToken(found, say("look at the network and run the command again"), lasting=False)
