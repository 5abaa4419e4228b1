"""Swedish: dates, times, numbers, lists and typography after Svenska skrivregler."""

from __future__ import annotations

import datetime as dt
import unicodedata
from functools import cached_property

from pipeline.language.base import JOINED_DASH, Language
from pipeline.language.typography import NARROW_SPACE, NO_BREAK_SPACE, Rules, rules_of

MONTHS = ("januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november", "december")
NUMBERS = ("noll", "en", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv")
MONTH_WORDS = "|".join(MONTHS)
SCALES = "miljon(?:er)?|miljard(?:er)?|tusen|mn|md"
MARKERS = (
    "[Nn]r|[Kk]l\\.|s\\.|sid\\.|[Dd]nr|[Bb]ilaga|[Bb]ilagorna|[Ss]ida|[Pp]unkt|[Pp]aragraf|kap\\.|art\\.|mom\\.|fig\\.|tab\\.|st\\.|[Tt]el\\.?"
    "|[A-ZÅÄÖa-zåäö]+(?:gatan|vägen|torget|gränd|allén|platsen|stigen|leden)"
)
NAMES = "[Ll]edamot|[Ee]rsättare|[Oo]mbud|[Rr]evisor|[Jj]usterare"
MEASURES = "kronor|kr|euro|dollar|ton|liter|kubikmeter|invånare|personer"
APART = (
    "och|eller|samt|till|av|i|på|från|för|med|under|vid|om|än|då|där|när|mot|utan|inom|efter|före|per|att|som|men|är|var|har|hade|kan|ska|skall"
    "|blev|blir|blivit|den|det|de|inte|också|även|hos|ur|genom|mellan|respektive|vilket|vilka|fick|får|finns|fanns|gäller|visar|vill|kom|kommer"
)
OTHERS = (
    rf"(?<!\w)(?:den|Den)( )(?=\d{{1,2}} (?:{MONTH_WORDS}))",
    r"(?<!\w)(?:[Tt]|[Bb]l|[Dd]|[Mm]|[Ff]r|o)\.( )(?:ex|a|d|s|m|v|o)\.(?:( )(?:v|m|d)\.)?",
)
ALPHABET = str.maketrans({"å": "{", "ä": "|", "æ": "|", "ö": "}", "ø": "}"})


def _quotes(text: str, position: int) -> str:
    return "’" if text[position] in "'‘" else "”"


class Swedish(Language):
    """Swedish as it is written in Sweden."""

    code = "sv"
    tag = "sv-SE"
    months = MONTHS
    conjunction = "och"
    group_mark = NARROW_SPACE
    decimal_mark = ","
    group_from = 10_000
    numerals = NUMBERS
    neuter_one = "ett"

    @cached_property
    def rules(self) -> Rules:
        """Svenska skrivregler on no-break spaces, dashes and quotes."""
        return rules_of(
            markers=MARKERS, names=NAMES, months=MONTH_WORDS, apart=APART, scales=SCALES, measures=MEASURES, others=OTHERS, quotes=_quotes
        )

    def the_date(self, day: dt.date) -> str:
        """'den 5 juni 2023'."""
        return f"den{NO_BREAK_SPACE}{self.date(day)}"

    def time(self, time: dt.time) -> str:
        """'08.30'."""
        return f"{time.hour:02}.{time.minute:02}"

    def clock(self, start: dt.time, end: dt.time | None = None) -> str:
        """'kl. 13.00', 'kl. 13.00–17.00'."""
        until = f"{JOINED_DASH}{self.time(end)}" if end else ""
        return f"kl.{NO_BREAK_SPACE}{self.time(start)}{until}"

    def genitive(self, name: str) -> str:
        """'Annas', 'Lars', 'BRO:s', 'Ledamot 2:s'."""
        last = name.rstrip("”’)")[-1:]
        if last.casefold() in ("s", "x", "z") and not _abbreviation(name):
            return name
        return f"{name}:s" if last.isdigit() or _abbreviation(name) else f"{name}s"

    def sort_key(self, words: str) -> tuple[str, str]:
        """å, ä and ö after z; other accents as their plain letters; the words themselves decide a tie."""
        folded = "".join(
            letter if letter in "åäöæø" else unicodedata.normalize("NFD", letter)[0]
            for letter in unicodedata.normalize("NFC", words).casefold()
        )
        return folded.translate(ALPHABET), words


def _abbreviation(name: str) -> bool:
    """Whether the last word is said letter by letter: capitals alone."""
    last = name.rpartition(" ")[2]
    return len(last) > 1 and last.isalpha() and last.isupper()
