"""What stops a run before it does harm: a server that refuses everyone, leaves everything in doubt, or hangs up again and again."""

from __future__ import annotations

from dataclasses import field

from pipeline.dataclass import dataclass
from pipeline.mail.deliveries import Delivery
from pipeline.mail.verdict import Verdict
from pipeline.problems import Message, Place, Problem, say

IN_A_ROW = 3


@dataclass(frozen=True, slots=True)
class Stop:
    """Why a run ends early; ``lasting`` when a person has to change something before it can go on."""

    problem: Problem
    lasting: bool


@dataclass(slots=True)
class Brakes:
    """Looks at outcomes in their order; ``suspects`` are the refused ones that may not have been the recipients' fault."""

    place: Place
    suspects: list[Delivery] = field(default_factory=list)
    _doubts: int = 0
    _losses: int = 0

    def look(self, delivery: Delivery, verdict: Verdict) -> Stop | None:
        """Take in an outcome; a Stop when it is one too many of its kind."""
        self._doubts = self._doubts + 1 if verdict.outcome == "in_doubt" else 0
        self._losses = self._losses + 1 if verdict.outcome == "lost" else 0
        if verdict.suspect:
            self.suspects.append(delivery)
        elif verdict.outcome == "sent":
            self.suspects.clear()
        if len(self.suspects) >= IN_A_ROW:
            words = say(
                "expected the server to take mail, found it refuse {count} recipients in a row: {answer}",
                count=IN_A_ROW,
                answer=verdict.answer,
            )
            return self._stop(words, say("ask the provider; the recipients it refused last wait for the next run"), lasting=True)
        if self._doubts >= IN_A_ROW:
            words = say("expected an answer to each message, found none to the last {count}", count=IN_A_ROW)
            return self._stop(words, say("ask the provider whether these messages arrived before sending more"), lasting=False)
        if self._losses >= IN_A_ROW:
            words = say("expected the connection to last, found it lost again and again: {answer}", answer=verdict.answer)
            return self._stop(words, say("run the command again later"), lasting=False)
        return None

    def halt(self, verdict: Verdict) -> Stop:
        """The stop for an outcome that ends every run at once."""
        if verdict.outcome == "too_large":
            words = say("expected the server to take a message of this size, found its answer: {answer}", answer=verdict.answer)
            return self._stop(
                words, say("give the organisation an archive address, so that the letter can link to the document"), lasting=True
            )
        words = say("expected the server to take mail from this sender, found its answer: {answer}", answer=verdict.answer)
        return self._stop(
            words, say("look at sender, envelope address and log-in in mail.yaml"), lasting=verdict.outcome == "sender_refused"
        )

    def _stop(self, words: Message, hint: Message, *, lasting: bool) -> Stop:
        return Stop(Problem(self.place, "", words, hint), lasting)
