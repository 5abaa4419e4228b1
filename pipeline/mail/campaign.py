"""From a finished document to everyone's mailbox: where the edition stands, what a run would do, and the run itself."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.dataclass import dataclass
from pipeline.letter import Edition, Enclosure, Letter, Mailbox, Recipient, Settings
from pipeline.look import Look
from pipeline.mail.address import AddressFault
from pipeline.mail.brakes import Stop
from pipeline.mail.deliveries import Deliveries, Delivery, State
from pipeline.mail.enrolment import Intended, Note, address_problems, enrol, intend, known_rows, unreached
from pipeline.mail.header import HeaderFault, clean
from pipeline.mail.ledger import Ledger, LedgerFault, MailingRow
from pipeline.mail.lock import SendingLock
from pipeline.mail.message import Frozen, Message, address_message, freeze, to_spool
from pipeline.mail.places import unsafe_place
from pipeline.mail.provider import limits, seconds_needed
from pipeline.mail.run import Clock, Conduct, Run
from pipeline.mail.transport import SessionMaker
from pipeline.problems import BadInput, ExitCode, Place, Problem, say

if TYPE_CHECKING:
    from pipeline.mail.signing import Signer


MANY = 30
"""Messages that are worth making the ledger ready for a long run; a resumed run with few left goes on at once."""


@dataclass(frozen=True)
class Mailing:
    """What is to be sent to whom: letters by language, ``default`` among them, the document, the recipients in order."""

    letters: Mapping[str, Letter]
    default: str
    look: Look
    enclosure: Enclosure
    recipients: tuple[Recipient, ...]
    settings: Settings

    @property
    def edition(self) -> Edition:
        """What nobody is to get twice."""
        return self.letters[self.default].edition

    @property
    def official(self) -> bool:
        """Whether those who opted out of copies get it too."""
        return self.letters[self.default].official

    @property
    def document_sha256(self) -> str:
        """The document's fingerprint in the ledger."""
        return hashlib.sha256(self.enclosure.data).hexdigest()


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an edition stands: ``row`` None before its first run (or when nothing of it has left), ``correction`` 0 for the edition itself."""

    row: MailingRow | None
    correction: int
    reason: str


@dataclass(frozen=True)
class Plan:
    """What a run would do: the frozen messages, today's addresses with reasons, ``unreached`` recipients, ``older_words`` when the frozen letter differs.

    ``to_send`` counts addresses still to be served, ``seconds`` how long they take; ``size_limit`` 0 means that the server named none.
    """

    standing: Standing
    frozen: Frozen
    intended: tuple[Intended, ...]
    unreached: tuple[tuple[Recipient, Note], ...]
    to_send: int
    seconds: float
    size_limit: int
    older_words: bool


@dataclass(frozen=True)
class Outcome:
    """How a run ended: counts by state, why early (``stop``) or on wish (``interrupted``), when the next deferred one is due."""

    mailing: int
    counts: Mapping[State, int]
    stop: Stop | None
    interrupted: bool
    next_at: datetime | None

    @property
    def left(self) -> int:
        """Addresses that the next run has to serve."""
        return self.counts["pending"] + self.counts["deferred"]

    @property
    def exit_code(self) -> ExitCode:
        """What a person has to mend comes first, then what another run will do, then what has to be looked at."""
        if self.stop is not None and self.stop.lasting:
            return ExitCode.BAD_INPUT
        if self.left:
            return ExitCode.TRY_LATER
        if self.counts["in_doubt"]:
            return ExitCode.SOME_IN_DOUBT
        return ExitCode.SOME_FAILED if self.counts["failed"] else ExitCode.DONE


def open_ledger(path: Path, organisation: str, now: datetime, *, new: bool = False) -> Ledger:
    """The ledger to send with; raises BadInput in an unsafe place, or where it is not known what the organisation has sent and ``new`` does not say: nothing."""
    problem = unsafe_place(path)
    if problem is not None:
        raise BadInput([problem])
    ledger = Ledger(path, create=new)
    if new:
        ledger.adopt(organisation, now)
    if not ledger.knows(organisation):
        ledger.close()
        found = say("expected a ledger that knows what {organisation} has sent, found nothing of it", organisation=organisation)
        hint = say("copy it from the computer that sent before; only if nothing was ever sent, start one with --new-ledger")
        raise BadInput([Problem(Place(path.as_posix()), "ledger", found, hint)])
    return ledger


def standing(ledger: Ledger, edition: Edition, document_sha256: str, correction: str = "") -> Standing:
    """Where the edition stands with this document; raises BadInput when another one has left already and ``correction`` gives no reason."""
    rows = ledger.mailings(edition)
    if not rows:
        if correction:
            found = say("expected an edition that has been sent, since this is to correct it; found none")
            raise BadInput([Problem(Place(edition.key), "correction", found, say("send it without --correction"))])
        return Standing(None, 0, "")
    latest = rows[-1]
    wanted = correction or latest.reason
    if ledger.untouched(latest.id):
        return Standing(None, latest.correction, wanted if latest.correction else "")
    if latest.document_sha256 == document_sha256 and wanted == latest.reason:
        return Standing(latest, latest.correction, latest.reason)
    if correction:
        return Standing(None, latest.correction + 1, correction)
    found = say("expected the document that was sent on {date}, found another one", date=f"{latest.queued_at:%Y-%m-%d}")
    hint = say("restore that document, or send this one as a correction with --correction REASON")
    raise BadInput([Problem(Place(edition.key), "document", found, hint)])


def prepare(ledger: Ledger, mailing: Mailing, stand: Standing, now: datetime, size_limit: int) -> Plan:
    """What a run would do, writing nothing; raises BadInput for what cannot be sent: addresses, header texts, a message over ``size_limit``."""
    if stand.correction and not all(letter.notice for letter in mailing.letters.values()):
        raise ValueError("the letter of a correction has to say so in its notice")
    frozen = checked(mailing, stand.row.queued_at if stand.row is not None else now, stand.correction)
    known = known_rows(ledger, stand.row.id) if stand.row is not None else {}
    official = mailing.official
    entries = intend(mailing.recipients, known, ledger.address_hash, official=official, dead=ledger.dead_hashes())
    older_words = False
    if stand.row is not None:
        kept = ledger.thaw(stand.row.id)
        again = frozen if kept.enclosed else _freeze(mailing, kept.date, stand.correction, enclosed=False)
        older_words = to_spool(again) != to_spool(kept)
        frozen = kept
    else:
        frozen = fitting(mailing, frozen, size_limit)
    states = Counter(known[entry.recipient.id, entry.key].state for entry in entries if (entry.recipient.id, entry.key) in known)
    settled = states["sent"] + states["in_doubt"] + states["failed"]
    to_send = sum(1 for entry in entries if not entry.note) - settled
    seconds = seconds_needed(to_send, limits(mailing.settings))
    missed = tuple(unreached(mailing.recipients, entries))
    return Plan(stand, frozen, tuple(entries), missed, to_send, seconds, size_limit, older_words)


def checked(mailing: Mailing, date: datetime, correction: int) -> Frozen:
    """The mailing with the document enclosed; raises BadInput with every address and header text that cannot be sent."""
    problems = [*address_problems(mailing.recipients), *_name_problems(mailing.recipients)]
    try:
        frozen = _freeze(mailing, date, correction, enclosed=True)
    except HeaderFault as fault:
        problems.append(Problem(Place(mailing.edition.key), "letter", fault.words, say("mend the headline, the names or mail.yaml")))
    except AddressFault as fault:
        problems.append(Problem(Place("mail.yaml"), "sender", fault.words, say("mend the addresses in mail.yaml")))
    if problems:
        raise BadInput(problems)
    return frozen


def _name_problems(recipients: Iterable[Recipient]) -> list[Problem]:
    problems: list[Problem] = []
    for recipient in recipients:
        try:
            clean(recipient.name)
        except HeaderFault as fault:
            problems.append(Problem(recipient.where or Place(recipient.id), "name", fault.words, say("write the name in plain letters")))
    return problems


def fitting(mailing: Mailing, frozen: Frozen, size_limit: int) -> Frozen:
    """The frozen mailing, or one with a link in the document's place where the server takes no message so large; raises BadInput without a link."""
    if not size_limit or frozen.size <= size_limit:
        return frozen
    if all(letter.instead for letter in mailing.letters.values()):
        return _freeze(mailing, frozen.date, frozen.correction, enclosed=False)
    sizes = {"size": round(frozen.size / 1000), "limit": size_limit // 1000}
    found = say("expected a message of at most {limit} kB, found one of {size} kB", **sizes)
    hint = say("give the organisation an archive address, so that the letter can link to the document")
    if mailing.edition.kind == "verification":  # what is not yet verified is published nowhere
        hint = say("make the document's pictures smaller, or hand it over another way")
    raise BadInput([Problem(Place(mailing.edition.key), "document", found, hint)])


def _freeze(mailing: Mailing, date: datetime, correction: int, *, enclosed: bool) -> Frozen:
    enclosure = mailing.enclosure if enclosed else None
    return freeze(mailing.letters, mailing.default, mailing.look, enclosure, mailing.settings, date, correction)


def send(
    ledger: Ledger,
    mailing: Mailing,
    plan: Plan,
    make_session: SessionMaker,
    clock: Clock,
    conduct: Conduct,
    anyway: str = "",
    signer: Signer | None = None,
) -> Outcome:
    """Carry out the plan; raises LedgerFault when another run sends or the ledger cannot be written. ``anyway`` is kept as a person's reason."""
    with SendingLock(ledger.path):
        stand = standing(ledger, mailing.edition, mailing.document_sha256, plan.standing.reason)
        if stand != plan.standing:
            found = say("expected the ledger as it was when this was planned, found it changed")
            raise LedgerFault(Problem(Place(ledger.path.as_posix()), "ledger", found, say("run the command again")))
        now = clock.now()
        number = stand.row.id if stand.row is not None else ledger.begin(plan.frozen, mailing.document_sha256, stand.reason, now)
        if anyway:
            ledger.note_decision(number, "anyway", anyway, now)
        enrol(ledger, number, plan.frozen, mailing.recipients, now, official=mailing.official)
        if plan.to_send >= MANY:
            ledger.warm_up()
        return _run(Deliveries(ledger, number), plan.frozen, mailing.settings, make_session, clock, conduct, signer)


def _run(
    deliveries: Deliveries,
    frozen: Frozen,
    settings: Settings,
    make_session: SessionMaker,
    clock: Clock,
    conduct: Conduct,
    signer: Signer | None,
) -> Outcome:
    def message(delivery: Delivery) -> Message:
        marks = (delivery.token, delivery.message_id) if delivery.token else None
        return address_message(frozen, delivery.recipient, Mailbox(delivery.name, delivery.address), delivery.language, signer, marks)

    run = Run(deliveries, message, make_session, limits(settings), clock, conduct, Place(f"{settings.host}:{settings.port}"))
    run.go()
    return Outcome(deliveries.mailing, deliveries.counts(), run.reason, run.interrupted, deliveries.next_time())


def copy_for(mailing: Mailing, address: str, date: datetime, size_limit: int) -> Message:
    """One copy to look at (--test ADDRESS), outside the ledger; its letter bears the mark already, its id differs from all real ones."""
    frozen = fitting(mailing, checked(mailing, date, 0), size_limit)
    edition = replace(frozen.edition, number=f"{frozen.edition.number} {date.isoformat()}")
    return address_message(replace(frozen, edition=edition), "copy", Mailbox("", address), mailing.default)
