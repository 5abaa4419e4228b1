"""English as public bodies in Europe write it: day before month, 24-hour clock, single thousands mark, curly quotes."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from functools import cached_property

from pipeline.language.base import JOINED_DASH, Language
from pipeline.language.typography import Rules, rules_of

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
MONTH_WORDS = "|".join(MONTHS)
SCALES = "million|billion|thousand|m|bn"
MARKERS = (
    "[Nn]o\\.|[Nn]os\\.|pp?\\.|[Ss]ections?|[Aa]ppendix|[Pp]ages?|[Cc]hapter|[Aa]rt\\.|[Aa]rticle|[Ff]ig\\.|[Tt]able|[Ii]tem|[Rr]ef\\.?"
)
NAMES = "[Mm]ember|[Ss]ubstitute|[Dd]elegate|[Aa]uditor"
MEASURES = "euros?|kronor|dollars?|pounds?|tonnes?|tons?|people|inhabitants|litres?"
APART = (
    "and|or|of|to|in|on|at|by|for|from|with|as|than|that|which|who|the|a|an|per|is|was|are|were|has|had|have|can|will|shall|may|must|but|not"
    "|also|if|when|where|while|between|under|over|into|through|it|its|this|these|those|does|did|gives|shows|when|until"
)
OTHERS = (
    rf"(?<![\w.,:/-])(?<!–)\d{{1,2}}( )(?=(?:{MONTH_WORDS})\b)",
    rf"(?<!\w)(?:{MONTH_WORDS})( )(?=\d{{1,2}}(?!\d))",
    r"(?<!\w)(?:Mr|Mrs|Ms|Dr|Prof|St)\.?( )(?=[A-ZÅÄÖ])",
)
ELISIONS = re.compile(r"['‘](?:tis|twas|em|til|cause|n)\b|['‘]\d", re.IGNORECASE)
OPENS = " \t\n([{–—-/\u00a0\u202f“‘\"'"
CURRENCIES = "£€$¥"
MONEY_SCALES = frozenset({"", "k", "m", "bn", "tn"})


def _quotes(text: str, position: int) -> str:
    mark = text[position]
    if mark in "“„‘":
        return "“" if mark == "„" else mark
    opening = position == 0 or text[position - 1] in OPENS
    if mark == '"':
        return "“" if opening else "”"
    if not opening or ELISIONS.match(text, position):
        return "’"
    return "‘" if text[position + 1 : position + 2].isalnum() or text[position + 1 : position + 2] in '"“' else "’"


class English(Language):
    """English with the customs of European public bodies."""

    code = "en"
    tag = "en-GB"
    months = MONTHS
    conjunction = "and"
    group_mark = ","
    decimal_mark = "."
    group_from = 10_000
    numerals = NUMBERS
    neuter_one = "one"

    @cached_property
    def rules(self) -> Rules:
        """No-break spaces, dashes and curly quotes as British publishers set them."""
        return rules_of(
            markers=MARKERS, names=NAMES, months=MONTH_WORDS, apart=APART, scales=SCALES, measures=MEASURES, others=OTHERS, quotes=_quotes
        )

    def the_date(self, day: dt.date) -> str:
        """'5 June 2023'."""
        return self.date(day)

    def time(self, time: dt.time) -> str:
        """'08:30'."""
        return f"{time.hour:02}:{time.minute:02}"

    def clock(self, start: dt.time, end: dt.time | None = None) -> str:
        """'13:00', '13:00–17:00'."""
        return f"{self.time(start)}{JOINED_DASH}{self.time(end)}" if end else self.time(start)

    def measured(self, number: str, unit: str) -> tuple[str, str]:
        """A currency's sign stands before its number and a short scale right after it: '12' and 'k£' make '£12k'."""
        sign = next((sign for sign in CURRENCIES if sign in unit), "")
        if not sign:
            return number, unit
        rest = unit.replace(sign, "", 1).strip()
        minus, figures = ("\u2212", number[1:]) if number.startswith("\u2212") else ("", number)
        return (f"{minus}{sign}{figures}{rest}", "") if rest.casefold() in MONEY_SCALES else (f"{minus}{sign}{figures}", rest)

    def genitive(self, name: str) -> str:
        """'Anna’s', 'James’s'."""
        return f"{name}’s"

    def sort_key(self, words: str) -> tuple[str, str]:
        """Accents do not count; the words themselves decide a tie."""
        folded = unicodedata.normalize("NFD", words.casefold())
        return "".join(letter for letter in folded if not unicodedata.combining(letter)), words
