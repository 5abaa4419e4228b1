"""What mailing needs from outside the record: settings, secrets, the ledger's place, the clock."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.jobs.extras import wanting
from pipeline.problems import BadInput, Place, Problem, reason_of, say

if TYPE_CHECKING:
    from pipeline.letter import Settings
    from pipeline.mail.run import Clock
    from pipeline.mail.signing import Signer
    from pipeline.records.source import Source

APPLICATION = "styrelsebrev"
PREFIX = "STYRELSEBREV_MAIL_"
"""STYRELSEBREV_MAIL_HOST and the like stand over mail.yaml; STYRELSEBREV_MAIL_PASSWORD is the only password that is read besides the keyring's."""


def mail_settings(record: Source, environment: Mapping[str, str] | None = None) -> Settings:
    """mail.yaml with the environment over it; raises BadInput without mail.yaml or for a value of the environment that does not fit."""
    from pydantic import ValidationError

    from pipeline.letter import Mailbox, Settings
    from pipeline.records.mail import Mail

    if record.mail is None:
        message = say("expected mail.yaml, found none")
        hint = say("write source/mail.yaml with at least format and sender")
        raise BadInput([Problem(record.place("mail"), "mail", message, hint)])
    environment = os.environ if environment is None else environment
    over = {name: environment[PREFIX + name.upper()] for name in Mail.model_fields if PREFIX + name.upper() in environment}
    try:
        mail = Mail.model_validate({**record.mail.model_dump(), **over})
    except ValidationError as error:
        names = sorted({str(part["loc"][0]) for part in error.errors()})
        hint = say("mend the variable or remove it")
        raise BadInput(
            [
                Problem(
                    Place(PREFIX + name.upper()), name, say("expected a value that fits, found {value}", value=over.get(name, "")), hint
                )
                for name in names
            ]
        ) from error
    organisation = record.organisation
    name = mail.sender_name or organisation.name
    return Settings(
        sender=Mailbox(name, mail.sender),
        host=mail.host or "",
        port=mail.port,
        security=mail.security,
        provider=mail.provider,
        authentication=mail.login,
        username=mail.username or mail.sender,
        reply_to=Mailbox(name, mail.reply_to) if mail.reply_to else None,
        envelope=mail.bounces or "",
        list_id=mail.list_id or "",
        list_name=organisation.name,
        unsubscribe_url=mail.unsubscribe or "",
        per_minute=mail.per_minute,
        per_day=mail.per_day,
        connections=mail.connections,
        dkim_domain=mail.sender.rpartition("@")[2],
        dkim_selector=mail.dkim_selector or "",
        oauth_client_id=mail.client_id or "",
        oauth_tenant=mail.tenant or "organizations",
        largest_message=int(mail.max_size_mb * 1_000_000),
    )


def ledger_path(wish: str | None) -> Path:
    """``--ledger``, else the file in the user's data directory."""
    if wish:
        return Path(wish).expanduser()
    from platformdirs import user_data_path

    return user_data_path(APPLICATION, appauthor=False) / "deliveries.sqlite"


def clock() -> Clock:
    """The real clock."""
    from pipeline.mail.run import Clock

    return Clock(now=lambda: datetime.now(UTC).astimezone(), monotonic=time.monotonic, sleep=time.sleep)


def session_maker(settings: Settings) -> Callable[[], Any]:
    """Makes sessions that log in with the password or the sign-in that the environment or the keyring has; raises BadInput where there is none."""
    from pipeline.mail.login import Secret
    from pipeline.mail.transport import Session

    if settings.authentication == "none":
        return lambda: Session(settings, None)
    if settings.authentication == "xoauth2":
        from pipeline.jobs.signing_in import token_source

        source = token_source(settings)
        return lambda: Session(settings, source)
    password = Secret(_password(settings))
    return lambda: Session(settings, lambda refused: None if refused else password)


def _password(settings: Settings) -> str:
    found = os.environ.get(PREFIX + "PASSWORD") or _keyring(settings)
    if found:
        return found
    message = say("expected a password for {user} in the environment or the keyring, found none", user=settings.username)
    hint = say(
        "set {variable}, or run: python -m keyring set {host} {user}",
        variable=PREFIX + "PASSWORD",
        host=settings.host,
        user=settings.username,
    )
    raise BadInput([Problem(Place("mail.yaml"), "password", message, hint)])


def _keyring(settings: Settings) -> str | None:
    import keyring
    import keyring.errors

    try:
        return keyring.get_password(settings.host, settings.username)
    except keyring.errors.KeyringError:
        return None


def edition_date(record: Source) -> datetime:
    """The date that a rehearsal's messages bear: the newsletter's, or the last day of the meeting, so that two rehearsals give the same bytes."""
    newsletter = record.meeting.newsletter
    day = newsletter.date if newsletter is not None else record.meeting.days[-1].date
    return datetime(day.year, day.month, day.day, 8, tzinfo=UTC)


def signer(record: Source) -> Signer | None:
    """The DKIM signer where mail.yaml names a key; raises BadInput for a key that cannot be read."""
    mail = record.mail
    if mail is None or not mail.dkim_key or not mail.dkim_selector:
        return None
    with wanting("dkim", record.place("mail.dkim_key"), "dkim_key"):
        from pipeline.mail.signing import Signer

    from pipeline.records.folder import contents

    path = Path(mail.dkim_key).expanduser()
    try:
        key = contents(path)
    except OSError as error:
        message = say("expected a DKIM key that can be read, found: {reason}", reason=reason_of(error))
        raise BadInput(
            [Problem(record.place("mail.dkim_key"), "dkim_key", message, say("name the key's file, outside the tree"))]
        ) from error
    return Signer(mail.sender.rpartition("@")[2], mail.dkim_selector, key, path.name)
