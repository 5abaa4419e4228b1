"""Times that the law sets end on working days: reckoned by hand with a calendar beside."""

import datetime as dt

import pytest

from pipeline.records.working_days import announced_by, ends, taken_down_from


def day(words: str) -> dt.date:
    return dt.date.fromisoformat(words)


@pytest.mark.parametrize(
    ("verified", "last"),
    [
        ("2024-10-22", "2024-10-24"),  # Tuesday: Thursday
        ("2024-10-24", "2024-10-28"),  # Thursday: Saturday, so Monday
        ("2024-12-23", "2024-12-27"),  # Christmas Day, so the Friday after the day after
        ("2024-12-30", "2025-01-02"),  # New Year's Day, so the day after, in the next year
        ("2024-06-19", "2024-06-24"),  # Midsummer Eve, so Monday
        ("2024-03-27", "2024-04-02"),  # Good Friday, so the Tuesday after Easter
        ("2025-05-27", "2025-05-30"),  # Ascension Day, so Friday
        ("2024-02-28", "2024-03-01"),  # over a leap day
    ],
)
def test_the_notice_is_up_by_the_second_day_after(verified, last):
    assert announced_by(day(verified)) == day(last)


@pytest.mark.parametrize(
    ("posted", "first"),
    [
        ("2024-10-24", "2024-11-15"),  # three weeks end on Thursday 14 November
        ("2024-10-26", "2024-11-19"),  # on a Saturday, so Monday 18 November
        ("2024-12-03", "2024-12-28"),  # on Christmas Eve, so Friday 27 December
        ("2024-12-11", "2025-01-03"),  # on New Year's Day, so 2 January
        ("2024-12-16", "2025-01-08"),  # on Epiphany, so 7 January
        ("2025-05-16", "2025-06-10"),  # on 6 June and then Whitsun, so Monday 9 June
        ("2024-02-09", "2024-03-02"),  # over a leap day, on Friday 1 March
    ],
)
def test_the_notice_stays_until_appeals_have_ended(posted, first):
    assert taken_down_from(day(posted)) == day(first)


def test_the_days_on_which_nothing_ends_in_a_year():
    year = [day("2026-01-01") + dt.timedelta(days=number) for number in range(365)]
    free = [f"{one:%m-%d}" for one in year if ends(one) != one and one.weekday() < 5]
    assert free == [
        "01-01", "01-06", "04-03", "04-06", "05-01", "05-14", "06-19", "12-24", "12-25", "12-31",
    ]  # fmt: skip
