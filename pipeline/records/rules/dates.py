"""Dates and times follow each other."""

from __future__ import annotations

import datetime as dt
import itertools

from pipeline.problems import Message, counted, say
from pipeline.records.rules.sense import Sense
from pipeline.records.working_days import announced_by, taken_down_from


def check_dates(sense: Sense) -> None:
    """Days in order, each from morning to evening; what comes after the meeting after it; the customs of verification."""
    _check_days(sense)
    _check_after(sense)
    _check_adjustment(sense)


def _check_days(sense: Sense) -> None:
    days = sense.meeting.days
    for before, day in itertools.pairwise(days):
        if day.date <= before.date:
            message = say("expected a day after {before}, found {found}", before=before.date.isoformat(), found=day.date.isoformat())
            sense.error(f"days.{days.index(day) + 1}", message, say("put the days in order, each once"))
    for number, day in enumerate(days, 1):
        times = [*([day.start] if day.start else []), *(time for pause in day.breaks for time in pause), *([day.end] if day.end else [])]
        for earlier, later in itertools.pairwise(times):
            if later <= earlier:
                message = say("expected a time after {before}, found {found}", before=_clock(earlier), found=_clock(later))
                sense.error(f"days.{number}", message, say("times of a day go from its start over its breaks to its end"))
    year = sense.meeting.meeting.year
    if days and days[0].date.year != year:
        message = say("expected the year of the meeting's days ({year}), found {found}", year=days[0].date.year, found=year)
        sense.warn("meeting", message, say("correct the name of the meeting, or its days"))


def _clock(time: dt.time) -> str:
    return f"{time:%H.%M}"


def _check_after(sense: Sense) -> None:
    """What cannot lie before the meeting."""
    meeting = sense.meeting
    first, last = meeting.days[0].date, meeting.days[-1].date
    if meeting.next is not None:
        _not_before(sense, "next.date", meeting.next.date, last, say("the meeting"))
        if meeting.next.start and meeting.next.end and meeting.next.end <= meeting.next.start:
            message = say(
                "expected a time after {before}, found {found}", before=_clock(meeting.next.start), found=_clock(meeting.next.end)
            )
            sense.error("next", message, say("write the start first, as 13.00-17.00, or leave the end out"))
    for item in meeting.items:
        for decision in item.decide:
            origin = f"items.{item.id}.decide.{decision.id}"
            if decision.by is not None:
                _not_before(sense, f"{origin}.by", decision.by, first, say("the meeting"))
            if decision.done is not None:
                _not_before(sense, f"{origin}.done", decision.done, first, say("the meeting"))
        for correction in item.corrections:
            after = last if item.immediate else meeting.adjust.adjusted or last
            _not_before(sense, f"items.{item.id}.corrections.{correction.id}.date", correction.date, after, say("the verification"))
    if meeting.newsletter is not None:
        _not_before(sense, "newsletter.date", meeting.newsletter.date, first, say("the meeting"))


def _check_adjustment(sense: Sense) -> None:
    adjust, meeting = sense.meeting.adjust, sense.meeting
    last = meeting.days[-1].date
    for field in ("latest", "adjusted"):
        if (value := getattr(adjust, field)) is not None:
            _not_before(sense, f"adjust.{field}", value, last, say("the meeting"))
    if meeting.status == "adjusted" and adjust.adjusted is None:
        hint = say("add adjusted: with the date, as 2023-06-05, under adjust:")
        sense.error("adjust", say("expected the date of verification, since the status is adjusted; found none"), hint)
    if meeting.status != "adjusted" and adjust.adjusted is not None:
        message = say("expected the status adjusted, since a date of verification is given; found {status}", status=meeting.status)
        sense.warn("status", message, say("write status: adjusted, or take the date away"))
    if adjust.posted is not None and adjust.adjusted is not None:
        _not_before(sense, "adjust.posted", adjust.posted, adjust.adjusted, say("the verification"))
    if adjust.taken_down is not None and adjust.posted is not None:
        _not_before(sense, "adjust.taken_down", adjust.taken_down, adjust.posted, say("the notice was put up"))
    if sense.source.organisation.profile == "municipal_federation":
        _check_customs(sense, last)


def _check_customs(sense: Sense, last: dt.date) -> None:
    """A municipal federation verifies within 14 days, tells of it by the second day after and keeps the notice up for three weeks."""
    adjust = sense.meeting.adjust
    field, verified = ("adjusted", adjust.adjusted) if adjust.adjusted is not None else ("latest", adjust.latest)
    if verified is not None and (verified - last).days > 14:
        message = say("expected verification within 14 days of the meeting, found {days}", days=(verified - last).days)
        sense.warn(f"adjust.{field}", message, say("correct the date if it is wrong; {date} was the last day", date=_plus(last, 14)))
    if adjust.adjusted is not None and adjust.posted is None and sense.meeting.status == "adjusted":
        message = say("expected the date on which the notice of verification is put up, found none")
        by = announced_by(adjust.adjusted).isoformat()
        sense.warn("adjust", message, say("add posted: with the date, under adjust:, at the latest {date}", date=by))
    if adjust.posted is not None and adjust.adjusted is not None and adjust.posted > (by_day := announced_by(adjust.adjusted)):
        message = say(
            "expected the notice by the second day after verification, found {days} days after", days=(adjust.posted - adjust.adjusted).days
        )
        sense.warn("adjust.posted", message, say("correct the date if it is wrong; {date} was the last day", date=by_day.isoformat()))
    if adjust.taken_down is not None and adjust.posted is not None and adjust.taken_down < (first := taken_down_from(adjust.posted)):
        days = (adjust.taken_down - adjust.posted).days
        many = say("expected the notice to be up until the three weeks for appeals have ended, found {days} days", days=days)
        message = counted(days, say("expected the notice to be up until the three weeks for appeals have ended, found one day"), many)
        hint = say(
            "correct one of the dates, or take the notice down on {date}: a last day that is no working day moves to the next one",
            date=first.isoformat(),
        )
        sense.warn("adjust.taken_down", message, hint)


def _plus(day: dt.date, days: int) -> str:
    return (day + dt.timedelta(days=days)).isoformat()


def _not_before(sense: Sense, origin: str, value: dt.date, limit: dt.date, event: Message) -> None:
    if value < limit:
        message = say(
            "expected a date not before {event} ({limit}), found {found}", event=event, limit=limit.isoformat(), found=value.isoformat()
        )
        sense.error(origin, message, _date_hint(value, limit))


def _date_hint(value: dt.date, limit: dt.date) -> Message:
    """What may have slipped: the year, or day and month; otherwise which of the two dates to look at."""
    year = limit.year + (limit.month > 10 and value.month < 3)
    if value.year < year and (value.month, value.day) != (2, 29) and value.replace(year=year) >= limit:
        return say("is the year right? {date} would do", date=value.replace(year=year).isoformat())
    return say("correct this date, or the other one; dates are written year-month-day")
