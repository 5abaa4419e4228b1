"""XOAUTH2 for Microsoft 365: a person signs in once with a device code (RFC 8628), msal renews the token, its cache lies in the keyring."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msal

from pipeline.mail.login import Secret
from pipeline.mail.token_store import TokenStore, sign_in_problem
from pipeline.problems import Message, say

SCOPES = ("https://outlook.office.com/SMTP.Send",)
AUTHORITY = "https://login.microsoftonline.com/"


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

    def secret(self, again: bool) -> Secret | None:
        """The access token, renewed where it has expired or the server refused it; None when a person has to sign in anew."""
        accounts = self._application.get_accounts(username=self._username) or self._application.get_accounts()
        if not accounts:
            return None
        result = self._application.acquire_token_silent(list(SCOPES), account=accounts[0], force_refresh=again)
        self._keep()
        return Secret(result["access_token"]) if result and "access_token" in result else None

    def sign_in(self, tell: Callable[[Message], None]) -> None:
        """Let a person sign in on any device; ``tell`` gets the address and the code. Raises BadInput when it is refused or too late."""
        flow = self._application.initiate_device_flow(scopes=list(SCOPES))
        if "user_code" not in flow:
            raise sign_in_problem(str(flow.get("error", "unknown")))
        tell(say("open {address} and enter the code {code}", address=flow["verification_uri"], code=flow["user_code"]))
        result = self._application.acquire_token_by_device_flow(flow)
        if "access_token" not in result:
            raise sign_in_problem(str(result.get("error", "unknown")))
        self._keep()

    def _keep(self) -> None:
        if self._cache.has_state_changed:
            self._store.write(self._cache.serialize())
            self._cache.has_state_changed = False
