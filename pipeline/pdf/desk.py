"""What the whole layout shares: the compositor, the edition's rules, and what there is to say about decisions and failures."""

from __future__ import annotations

from dataclasses import field

from pipeline.dataclass import dataclass
from pipeline.look import Look
from pipeline.pdf.outcome import Remark
from pipeline.pdf.setter import Setter
from pipeline.pdf.spell import COLUMN_VOICE, Voice
from pipeline.pdf.styles import aligned
from pipeline.problems import Message, counted, say


@dataclass(slots=True)
class Desk:
    """One newsletter's making; ``compact`` is the edition of one sheet."""

    setter: Setter
    voice: Voice
    compact: bool = False
    notes: int = 0
    warnings: dict[Remark, None] = field(default_factory=dict)
    decisions: dict[Remark, None] = field(default_factory=dict)
    """Remarks in order, each once."""

    def warn(self, part: object, message: Message) -> None:
        """Say what could not be done for a part of the story."""
        self.warnings[Remark(getattr(part, "origin", ""), message)] = None

    def take(self, other: Desk) -> None:
        """Say what was said at another desk, and number notes from where it stopped."""
        self.notes = other.notes
        self.warnings |= other.warnings
        self.decisions |= other.decisions

    def decide(self, part: object, message: Message) -> None:
        """Say what was decided about a part, and why."""
        self.decisions[Remark(getattr(part, "origin", ""), message)] = None


def lines_words(number: int) -> Message:
    """'1 line', '3 lines'."""
    return counted(number, say("1 line"), say("{lines} lines", lines=number))


def pages_words(number: int) -> Message:
    """'1 page', '4 pages'."""
    return counted(number, say("1 page"), say("{pages} pages", pages=number))


def make_desk(look: Look, setter: Setter, *, compact: bool) -> Desk:
    """A desk with the brand's setting of running text."""
    body = aligned(COLUMN_VOICE.body, look.alignment)
    return Desk(setter, COLUMN_VOICE._replace(body=body, quotation=aligned(COLUMN_VOICE.quotation, look.alignment)), compact)
