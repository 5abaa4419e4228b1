"""An item (§) of a meeting: what was proposed, moved, voted and decided."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal, get_args

from pydantic import Field

from pipeline.records import shorthand
from pipeline.records.model import Date, Id, Model, Phrase, Prose, described, many
from pipeline.records.shorthand import Raw

DecisionStandard = Literal["noted", "filed", "approve", "reject", "proposal", "postpone", "refer_back"]
DECISION_STANDARDS: tuple[str, ...] = get_args(DecisionStandard)
StandardItem = Literal[
    "opening",
    "quorum",
    "adjusters",
    "agenda",
    "previous",
    "reports",
    "correspondence",
    "other",
    "next_meeting",
    "closing",
    "conflicts",
    "follow_up",
]


class Motion(Model):
    """A motion; ``text`` is a clause after 'att'."""

    id: Id | None = described("Name that stays; the mover's id if left out.", "Beteckning; annars förslagsställarens.", None)
    by: tuple[Id, ...] = described("Movers; one id may stand alone.", "Förslagsställare; ett id får stå ensamt.")
    kind: Literal["motion", "approve", "reject", "refer_back", "postpone"] = described(
        "Own clause, or approval, rejection … of the proposal.", "Egen att-sats, eller bifall, avslag … till förslaget.", "motion"
    )
    text: Phrase | None = described(
        "Clause: 'medlemsavgiften höjs med 2 procent'.", "Att-sats: ”medlemsavgiften höjs med 2 procent”.", None
    )
    seconded: tuple[Id, ...] = many("Those who support it.", "De som instämmer.")


class Vote(Model):
    """A vote; aye and nay name 'proposal' or a motion's id; all present who are not named vote aye, unless it is secret."""

    aye: Id = described("What yes means: proposal or a motion.", "Vad ja betyder: proposal eller ett yrkande.")
    nay: Id = described("What no means.", "Vad nej betyder.")
    against: tuple[Id, ...] = many("Who votes no.", "Vilka som röstar nej.")
    abstain: tuple[Id, ...] = many("Who abstains.", "Vilka som avstår.")
    secret: bool = described("By secret ballot.", "Sluten omröstning.", False)
    ayes: int | None = described("Number of yes, for a secret ballot only.", "Antal ja, bara vid sluten omröstning.", None, ge=0)
    nays: int | None = described("Number of no, for a secret ballot only.", "Antal nej, bara vid sluten omröstning.", None, ge=0)
    abstained: int | None = described(
        "Number abstaining, for a secret ballot only.", "Antal som avstår, bara vid sluten omröstning.", None, ge=0
    )
    casting: Id | None = described("What the chair's casting vote chose.", "Vad ordförandens utslagsröst valde.", None)
    table: bool = described("Show a table of names.", "Visa en tabell med namn.", True)


class Decision(Model):
    """One clause after 'att'; shorthand: the clause alone, or a mapping with ``att`` (sv) or ``to`` (en) for the clause.

    The bare words noted, filed, approve, reject, proposal stand for the wording's own clauses; a motion's id for the motion's.
    """

    id: Id = described("Name that stays; numbered 1, 2 … where left out.", "Beteckning; annars 1, 2 …", "1")
    clause: Phrase | None = described("The clause.", "Att-satsen.", None)
    standard: DecisionStandard | None = described("A clause of the wording.", "En att-sats ur formuleringarna.", None)
    motion: Id | None = described("The motion that was carried.", "Yrkandet som bifölls.", None)
    to: str | None = described("To which meeting it is postponed.", "Till vilket möte ärendet bordläggs.", None)
    owner: Id | None = described("Who sees to it.", "Ansvarig.", None)
    by: Date | None = described("Due.", "Klart senast.", None)
    done: Date | None = described("When it was done.", "När det blev klart.", None)

    words_pattern = r"[\s\S]+"
    words_example = "godkänna verksamhetsplanen"

    @classmethod
    def from_words(cls, words: str) -> Raw:
        """The shorthand."""
        return shorthand.decision_words(words, DECISION_STANDARDS, ())

    @classmethod
    def from_mapping(cls, value: Raw, _context: Any, /) -> Raw:
        """'att' and 'to' for the clause."""
        return shorthand.decision_mapping(value)


class Conflict(Model):
    """Jäv: somebody takes no part in an item; shorthand: the id, or 'sub-2 for member-4'."""

    person: Id = described("Who steps aside.", "Vem som är jävig.")
    substitute: Id | None = described("Who serves instead.", "Vem som tjänstgör i stället.", None)

    words_pattern = shorthand.CONFLICT
    words_example = "sub-2 for member-4"

    @classmethod
    def from_words(cls, words: str) -> Raw:
        """The shorthand."""
        return shorthand.conflict(words)


class Reservation(Model):
    """A reservation; shorthand: the id alone (for one's own motion)."""

    id: Id = described("Name that stays; numbered 1, 2 … where left out.", "Beteckning; annars 1, 2 …", "1")
    by: tuple[Id, ...] = described("Who.", "Vem.")
    text: Prose | None = described("Words, if any.", "Ord, om några.", None)
    document: Id | None = described("Written reservation among the documents.", "Skriftlig reservation bland handlingarna.", None)

    words_pattern = shorthand.NAME
    words_example = "member-2"

    @classmethod
    def from_words(cls, words: str) -> Raw:
        """The shorthand."""
        return {"by": words}


class Statement(Model):
    """A statement for the record."""

    id: Id = described("Name that stays; numbered 1, 2 … where left out.", "Beteckning; annars 1, 2 …", "1")
    by: tuple[Id, ...] = described("Who.", "Vem.")
    text: Prose = described("Words.", "Ord.")


class Correction(Model):
    """A dated note that mends adjusted minutes at a §."""

    id: Id = described("Name that stays; numbered 1, 2 … where left out.", "Beteckning; annars 1, 2 …", "1")
    date: Date = described("Date of the note.", "Anteckningens datum.")
    text: Prose = described("What is corrected.", "Vad som rättas.")
    by: Id | None = described("Who noted it.", "Vem som antecknade det.", None)


class Item(Model):
    """An item (§); shorthand: a bare standard word, or {previous: 1/2023}."""

    id: Id = described("Name that stays; the standard word for standard items.", "Beteckning; standardordet för stående punkter.")
    standard: StandardItem | None = described("Which standard item it is.", "Vilken stående punkt det är.", None)
    heading: Phrase | None = described("Heading; standard items have the wording's.", "Rubrik; stående punkter har formuleringarnas.", None)
    number: int | None = described(
        "§ number, only where it must differ from the series.", "§-nummer, bara där det avviker från serien.", None, ge=1
    )
    dnr: str | None = described("Reference number.", "Diarienummer.", None)
    previous: str | None = described("Number/year of the previous minutes.", "Föregående protokolls nummer/år.", None)
    presenters: tuple[Id, ...] = many("Who presents it.", "Föredragande.")
    text: Prose | None = described("What was said, before the decision.", "Vad som sades, före beslutet.", None)
    background: Prose | None = described("Background.", "Bakgrund.", None)
    basis: tuple[Id, ...] = many("Supporting documents.", "Beslutsunderlag.")
    documents: tuple[Id, ...] = many("Other documents mentioned.", "Andra handlingar.")
    proposal: tuple[Phrase, ...] = many(
        "Proposed decision: clauses; one may stand alone.", "Förslag till beslut: att-satser; en får stå ensam."
    )
    motions: tuple[Motion, ...] = many("Motions.", "Yrkanden.")
    order: Annotated[Literal["automatic"] | Prose, Field(union_mode="left_to_right")] | None = described(
        "Order of proposition: own words, or automatic from proposal and motions.", "Propositionsordning: egna ord, eller automatic.", None
    )
    vote: Vote | None = described("Vote.", "Omröstning.", None)
    decide: tuple[Decision, ...] = many("Decisions.", "Beslut.")
    unanimous: bool = described("Decided unanimously, only if stated.", "Enhälligt, bara om det sägs.", False)
    conflict: tuple[Conflict, ...] = many("Jäv.", "Jäv.")
    not_deciding: tuple[Id, ...] = many("Those who take no part in the decision.", "De som inte deltar i beslutet.")
    reservations: tuple[Reservation, ...] = many("Reservations.", "Reservationer.")
    notes: tuple[Statement, ...] = many("Statements for the record.", "Protokollsanteckningar.")
    send_to: tuple[str, ...] = many(
        "Who is sent the decision: ids, members, or words.", "Beslutet skickas till: beteckningar, members eller ord."
    )
    talks: tuple[Id, ...] = many("Talks held at this item.", "Föredrag vid punkten.")
    immediate: bool = described("Verified at once.", "Omedelbart justerad.", False)
    corrections: tuple[Correction, ...] = many("Corrections of adjusted minutes.", "Rättelser av justerat protokoll.")
    personal: bool = described("Left out of public copies.", "Utelämnas i offentliga kopior.", False)
    internal: Prose | None = described("A note that never leaves.", "En anteckning som aldrig lämnar huset.", None)

    words_pattern = "|".join(get_args(StandardItem))
    words_example = "opening"

    @classmethod
    def from_words(cls, words: str) -> Raw:
        """The shorthand."""
        return shorthand.item_word(words, get_args(StandardItem))

    @classmethod
    def from_mapping(cls, value: Raw, _context: Any, /) -> Raw:
        """A standard item with its text, and the ids of motions, decisions, reservations and notes."""
        value = shorthand.item_mapping(value, get_args(StandardItem))
        for key, name in (("motions", "by"), ("reservations", ""), ("notes", ""), ("corrections", "")):
            if key in value:
                value[key] = shorthand.numbered([_entry(entry) for entry in shorthand.as_list(value[key])], name)
        if "decide" in value:
            motions = [entry["id"] for entry in shorthand.as_list(value.get("motions")) if isinstance(entry, dict) and "id" in entry]
            entries = [
                shorthand.decision_words(entry, DECISION_STANDARDS, motions) if isinstance(entry, str) else entry
                for entry in shorthand.as_list(value["decide"])
            ]
            value["decide"] = shorthand.numbered(entries)
        return value


def _entry(entry: object) -> object:
    """A reservation written as a name is one by that person."""
    return {"by": entry} if isinstance(entry, str) else entry


def section_numbers(items: Sequence[Item], first: int) -> list[int]:
    """The § of each item: counted from the first, and on from wherever an item has a number of its own."""
    numbers: list[int] = []
    following = first
    for item in items:
        number = item.number if item.number is not None else following
        numbers.append(number)
        following = number + 1
    return numbers
