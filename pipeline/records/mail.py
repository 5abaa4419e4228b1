"""mail.yaml: how mail leaves the house; never a password."""

from typing import Literal

from pipeline.records.model import Model, described


class Mail(Model):
    """The whole of mail.yaml; each setting may be overridden by the environment."""

    format: Literal[1] = described("Version of this file's format.", "Filformatets version.")
    host: str | None = described(
        "Mail server; without one only rehearsals are made.", "E-postserver; utan den görs bara repetitioner.", None
    )
    port: int = described("Port.", "Port.", 587, ge=1, le=65535)
    security: Literal["starttls", "tls", "none"] = described(
        "TLS from the start, after STARTTLS, or none (loopback only).",
        "TLS från början, efter STARTTLS, eller ingen (bara inom datorn).",
        "starttls",
    )
    provider: Literal["generic", "microsoft365", "gmail"] = described("Whose limits hold.", "Vems gränser som gäller.", "generic")
    login: Literal["password", "xoauth2", "none"] = described("How to log in.", "Hur inloggningen sker.", "password")
    username: str | None = described("User name; the sender's address if left out.", "Användarnamn; annars avsändarens adress.", None)
    sender: str = described("Address that the mail comes from.", "Adress som mejlet kommer från.")
    sender_name: str | None = described(
        "Name of the sender; the organisation's if left out.", "Avsändarens namn; annars organisationens.", None
    )
    reply_to: str | None = described("Address for answers, read by a person.", "Svarsadress, som en människa läser.", None)
    bounces: str | None = described("Envelope address that takes bounces (plus-addressed).", "Kuvertadress som tar emot studsar.", None)
    list_id: str | None = described(
        "List-Id, as in 'nyhetsbrev.bergslaget.example'.", "List-Id, som ”nyhetsbrev.bergslaget.example”.", None
    )
    unsubscribe: str | None = described(
        "HTTPS endpoint for one-click unsubscription (RFC 8058).", "HTTPS-adress för avanmälan med ett klick (RFC 8058).", None
    )
    max_size_mb: float = described(
        "Largest message the server takes, where it does not say.", "Största brev som servern tar, om den inte säger det.", 20.0
    )
    per_minute: int = described(
        "Most messages a minute, where fewer than the provider's own.",
        "Flest mejl i minuten, om färre än leverantörens egen gräns.",
        0,
        ge=0,
    )
    per_day: int = described(
        "Most messages a day, where fewer than the provider's own.", "Flest mejl om dygnet, om färre än leverantörens egen gräns.", 0, ge=0
    )
    connections: int = described(
        "Connections at a time; the provider's own if left out.",
        "Förbindelser på en gång; annars leverantörens egen gräns.",
        0,
        ge=0,
        le=10,
    )
    dkim_selector: str | None = described("DKIM selector, where a key is given.", "DKIM-selektor, där en nyckel finns.", None)
    dkim_key: str | None = described("Path of the DKIM key, outside the tree.", "Sökväg till DKIM-nyckeln, utanför trädet.", None)
    client_id: str | None = described("Application id for XOAUTH2.", "Program-id för XOAUTH2.", None)
    tenant: str | None = described("Directory (tenant) for Microsoft 365.", "Katalog (tenant) för Microsoft 365.", None)
