"""What is worked out once for a document: language, wording, people, numbers and presence, with the words that need several of them."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from pipeline.compose.numbering import Mention, mentioned_documents, mentions, section_numbers
from pipeline.compose.people import People, people_of
from pipeline.compose.wording import Phrases
from pipeline.compose.words import phrase
from pipeline.dataclass import dataclass
from pipeline.language import Language, capitalised, language_for
from pipeline.records.presence import Presence, adjournments, presence_of
from pipeline.story import Inlines, Reference, text

if TYPE_CHECKING:
    from pipeline.records.meeting import Document, Meeting
    from pipeline.records.organisation import Organisation
    from pipeline.records.source import Source


@dataclass(frozen=True)
class Context:
    """One document in the making; ``public`` leaves out what is personal, ``shown`` are the items of an extract (None for all).

    ``spoken`` is another language than the organisation's, for letters.
    """

    source: Source
    public: bool = False
    shown: tuple[int, ...] | None = None
    spoken: str = ""

    @property
    def meeting(self) -> Meeting:
        """What happened."""
        return self.source.meeting

    @property
    def organisation(self) -> Organisation:
        """Whose meeting it was."""
        return self.source.organisation

    @cached_property
    def language(self) -> Language:
        """The document's language."""
        return language_for(self.spoken or self.organisation.language)

    @cached_property
    def phrases(self) -> Phrases:
        """The wording of the language and profile, spoken of the body that met."""
        name = self.language.finish(self.source.body.name)
        if self.language.code == "en" and not name.casefold().startswith("the "):
            name = f"The {name[:1].lower()}{name[1:]}"
        return Phrases(self.language.code, self.organisation.profile, name)

    @cached_property
    def body_heading(self) -> str:
        """The body's name as it stands alone."""
        return capitalised(self.language.finish(self.source.body.name).removeprefix("The "))

    @cached_property
    def neuter(self) -> bool:
        """Whether the body's name is of neuter gender ("årsmötet är beslutfört")."""
        return self.language.code == "sv" and self.source.body.name.casefold().endswith(("et", "t", "fullmäktige"))

    @cached_property
    def people(self) -> People:
        """Everybody whom the record names."""
        return people_of(self.organisation, self.source.body, self.meeting, self.language, self.phrases, public=self.public)

    @cached_property
    def presence(self) -> Presence:
        """Who was there and who decided, § by §."""
        return presence_of(self.meeting, self.source.body)

    @cached_property
    def quorum_item(self) -> int | None:
        """The item at which quorum is established, by index."""
        return next((index for index, item in enumerate(self.meeting.items) if item.standard == "quorum"), None)

    @cached_property
    def adjourned(self) -> dict[int, int]:
        """After which item each day but the last ended."""
        return adjournments(self.meeting)

    @cached_property
    def numbers(self) -> tuple[int, ...]:
        """The § of each item."""
        return section_numbers(self.source)

    @cached_property
    def order(self) -> dict[str, int]:
        """The index of each item by its id."""
        return {item.id: index for index, item in enumerate(self.meeting.items)}

    @cached_property
    def mentions(self) -> dict[str, Mention]:
        """The appendices by the document's id."""
        return mentions(self.meeting)

    @cached_property
    def told_at(self) -> dict[str, str]:
        """The first of the items shown that each talk is told at."""
        found: dict[str, str] = {}
        for index, item in enumerate(self.meeting.items):
            for talk in item.talks if self.shown is None or index in self.shown else ():
                found.setdefault(talk, item.id)
        return found

    @cached_property
    def mentioned_at(self) -> dict[str, tuple[int, ...]]:
        """The items that mention each document, by index."""
        found: dict[str, list[int]] = {}
        for index, item in enumerate(self.meeting.items):
            for document in dict.fromkeys(mentioned_documents(item, self.meeting)):
                found.setdefault(document, []).append(index)
        return {document: tuple(items) for document, items in found.items()}

    def finish(self, words: str) -> str:
        """Plain words of the record, finished."""
        return self.language.finish(words)

    def sections(self, items: frozenset[int] | set[int] | tuple[int, ...]) -> str:
        """'§§ 12–18, 20–21' of items by index."""
        return self.language.sections(self.numbers[index] for index in items)

    def left_out(self, document: Document) -> bool:
        """Whether a document is kept out of this copy."""
        return self.public and document.personal

    def title(self, document: str) -> Inlines:
        """A document's title where it is mentioned (it is edited in the list of appendices)."""
        return phrase(self.meeting.documents[document].title, self.language)

    def appendix(self, document: str, *, label: bool = False) -> Inlines:
        """'bilaga 5', or 'Bilaga 5' as a label, leading to the list of appendices unless this copy leaves it out."""
        mention = self.mentions[document]
        words = text(self.phrases.say("appendix" if label else "appendix.running", n=mention.number))
        return words if self.left_out(self.meeting.documents[document]) else (Reference(words, appendix_anchor(mention.number)),)


def appendix_anchor(number: int) -> str:
    """The anchor of an appendix in the list."""
    return f"appendix-{number}"


def section_anchor(item: str) -> str:
    """The anchor of a §."""
    return f"section-{item}"
