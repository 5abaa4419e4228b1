"""When a time that Swedish law sets ends: on a working day (lag 1930:173 om beräkning av lagstadgad tid, 2 §; lag 1989:253 om allmänna helgdagar)."""

from __future__ import annotations

import datetime as dt

_FIXED = {(1, 1), (1, 6), (5, 1), (6, 6), (12, 24), (12, 25), (12, 26), (12, 31)}
"""Month and day, the eves of Christmas and the new year among them."""
_AFTER_EASTER = {-2, 1, 39}
"""Good Friday, Easter Monday, Ascension Day; those on a Sunday need no naming."""
_SATURDAY, _FRIDAY, _JUNE = 5, 4, 6
NOTICE_UP = dt.timedelta(weeks=3)
"""How long a decision may be appealed from the day on which the notice went up (kommunallagen 13 kap. 5 §)."""
NOTICE_WITHIN = dt.timedelta(days=2)
"""From verification to the notice (kommunallagen 8 kap. 12 §)."""


def ends(day: dt.date) -> dt.date:
    """The day itself, or the next working day where it is none."""
    while not _works(day):
        day += dt.timedelta(days=1)
    return day


def announced_by(verified: dt.date) -> dt.date:
    """The last day for the notice of verification."""
    return ends(verified + NOTICE_WITHIN)


def taken_down_from(posted: dt.date) -> dt.date:
    """The first day on which the notice may be taken down: the day after the time for appeals has ended."""
    return ends(posted + NOTICE_UP) + dt.timedelta(days=1)


def _works(day: dt.date) -> bool:
    if day.weekday() >= _SATURDAY or (day.month, day.day) in _FIXED:
        return False
    if day.month == _JUNE and 19 <= day.day <= 25 and day.weekday() == _FRIDAY:  # Midsummer Eve
        return False
    return (day - _easter(day.year)).days not in _AFTER_EASTER


def _easter(year: int) -> dt.date:
    """Easter Sunday in the Gregorian calendar (Meeus, Jones and Butcher)."""
    century, rest = divmod(year, 100)
    moon = (19 * (year % 19) + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    week = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (year % 19 + 11 * moon + 22 * week) // 451
    month, day = divmod(moon + week - 7 * late + 114, 31)
    return dt.date(year, month, day + 1)
