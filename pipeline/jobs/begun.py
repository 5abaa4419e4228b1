"""A mailing that an earlier run began: what is left of it goes out in the words of that run, whatever the command line leaves unsaid."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.mail.campaign import Mailing
    from pipeline.mail.ledger import Ledger
    from pipeline.records.source import Source


def as_begun(mailing: Mailing, record: Source, ledger: Ledger | None, correction: str) -> Mailing:
    """The mailing with the notice of the correction that the ledger has begun, where ``correction`` gives no reason anew."""
    from pipeline.compose.letter import compose_letters

    latest = ledger.mailings(mailing.edition)[-1:] if ledger is not None else []
    enclosure = mailing.enclosure
    if correction or not latest or not latest[0].reason:
        return mailing
    letters = compose_letters(record, mailing.edition.kind, pages=enclosure.pages, size=len(enclosure.data), correction=latest[0].reason)
    return replace(mailing, letters=letters)
