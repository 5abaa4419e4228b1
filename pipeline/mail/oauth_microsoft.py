"""XOAUTH2 for Microsoft 365: a person signs in once with a device code (RFC 8628), msal renews the token, its cache lies in the keyring."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msal

from pipeline.mail.login import NoToken, Secret
from pipeline.mail.token_store import (
    TokenStore,
    another_account,
    ended,
    expired,
    refused,
    sign_in_problem,
    signed_out,
    unreached,
    withdrawn,
)
from pipeline.problems import Message, say

SCOPES = ("https://outlook.office.com/SMTP.Send",)
AUTHORITY = "https://login.microsoftonline.com/"
EXPIRED = frozenset({70008, 700082, 700084, 70043})
WITHDRAWN = frozenset({50057, 50133, 50173, 65001, 70000})
"""AADSTS numbers: an account switched off, a new password, a grant revoked, consent missing, a grant that is no longer valid."""


class MicrosoftTokens:
    """Access tokens for one mailbox; ``http_client`` stands in for msal's own where given."""

    def __init__(self, client_id: str, tenant: str, username: str, store: TokenStore, http_client: Any = None) -> None:
        """Read the cache from the store."""
        self._username = username
        self._store = store
        self._cache = msal.SerializableTokenCache()
        self._cache.deserialize(store.read() or None)
        options = {"http_client": http_client, "instance_discovery": False} if http_client is not None else {}
        self._application = msal.PublicClientApplication(client_id, authority=AUTHORITY + tenant, token_cache=self._cache, **options)

    def secret(self, again: bool) -> Secret:
        """The access token of the named account, renewed where it has expired or the server refused it; raises NoToken."""
        accounts = self._application.get_accounts()
        mine = [account for account in accounts if account["username"].casefold() == self._username.casefold()]
        if not mine:
            raise signed_out(self._username, tuple(account["username"] for account in accounts))
        try:
            result = self._application.acquire_token_silent_with_error(list(SCOPES), account=mine[0], force_refresh=again)
        except OSError as error:
            raise unreached(type(error).__name__) from error
        self._keep()
        if result and "access_token" in result:
            return Secret(result["access_token"])
        raise self._why(result or {})

    def _why(self, answer: dict[str, Any]) -> NoToken:
        """What the provider's error means (Microsoft's AADSTS codes)."""
        codes = {int(code) for code in answer.get("error_codes", ()) if str(code).isdigit()}
        if codes & EXPIRED or answer.get("suberror") == "token_expired":
            return expired(self._username)
        if codes & WITHDRAWN or answer.get("suberror") == "consent_required":
            return withdrawn(self._username)
        if answer.get("error") in ("temporarily_unavailable", "server_error"):
            return unreached(str(answer["error"]))
        if answer.get("error") in ("invalid_client", "unauthorized_client"):
            return refused(str(answer["error"]))
        return ended(self._username)

    def sign_in(self, tell: Callable[[Message], None]) -> None:
        """Let a person sign in on any device; ``tell`` gets the address and the code. Raises BadInput when it is refused or too late."""
        flow = self._application.initiate_device_flow(scopes=list(SCOPES))
        if "user_code" not in flow:
            raise sign_in_problem(str(flow.get("error", "unknown")))
        tell(say("open {address} and enter the code {code}", address=flow["verification_uri"], code=flow["user_code"]))
        result = self._application.acquire_token_by_device_flow(flow)
        if "access_token" not in result:
            raise sign_in_problem(str(result.get("error", "unknown")))
        came = str(result.get("id_token_claims", {}).get("preferred_username", ""))
        if came and came.casefold() != self._username.casefold():
            raise another_account(self._username, came)
        self._keep()

    def _keep(self) -> None:
        if self._cache.has_state_changed:
            self._store.write(self._cache.serialize())
            self._cache.has_state_changed = False
