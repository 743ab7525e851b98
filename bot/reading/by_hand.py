"""What an official has set by hand outlives another reading: of a new text, or as another kind.

The reader is imported where it is asked: a start needs none of its patterns.
"""

import re
from dataclasses import replace
from datetime import date, timedelta

from bot.domain.figures import WarningCode
from bot.domain.reading import Field, Reading
from bot.domain.when_lines import WhenLines, kept_by_hand

_ANSWERED_BY_DAY = (WarningCode.MISSING_YEAR, WarningCode.BLANK_DATE)


def keeping(reading: Reading, before: Reading, body: str) -> Reading:
    """Give the reading of a text with what was set by hand in the one `before`."""
    held = before.by_hand
    if Field.KIND in held and reading.kind is not before.kind:
        from bot.reading.reader import read_as

        reading = read_as(body, reading, before.kind)
    if Field.TITLE in held:
        reading = replace(reading, title=before.title)
    if Field.DATE in held:
        reading = on_day(replace(reading, date=before.date, by_hand=held), body)
    if Field.END in held:
        reading = replace(reading, ends_at=before.ends_at)
    if Field.WHOLE in held:
        reading = replace(reading, left_out=())
    if Field.WHEN in held:
        reading = replace(reading, when=kept_by_hand(reading.when, before.when))
        if "time" in before.when.ward:
            reading = replace(reading, starts_at=before.starts_at, ends_at=before.ends_at)
    return replace(reading, by_hand=held)


def with_lines(reading: Reading, lines: WhenLines) -> Reading:
    """Give a reading with When-lines in the ward's words; an hour that these name in full is the event's."""
    told = replace(reading, when=lines, by_hand=reading.by_hand | {Field.WHEN})
    if lines.time == reading.when.time:
        return told
    from bot.reading.reader import read

    named = read(f"{reading.title}\n\nThời gian: {'; '.join(lines.time)}.")
    if named.starts_at is None:
        return told
    ends_at = reading.ends_at if Field.END in reading.by_hand else named.ends_at
    day = reading.date if Field.DATE in reading.by_hand else named.date or reading.date
    return replace(told, starts_at=named.starts_at, ends_at=ends_at, date=day)


def answered_by(lines: WhenLines) -> frozenset[WarningCode]:
    """What is not lacking any more where the ward has said it in a When-line."""
    told = {WarningCode.MISSING_TIME} if "time" in lines.ward and lines.time else set()
    if {"place", "area"} & set(lines.ward) and (lines.place or lines.area):
        told.add(WarningCode.MISSING_PLACE)
    return frozenset(told)


def on_day(reading: Reading, body: str) -> Reading:
    """Give a reading whose day was set: that answers what its text left open, and tells when its hours are."""
    answered = replace(reading, warnings=tuple(one for one in reading.warnings if one.code not in _ANSWERED_BY_DAY))
    named = _in_year(body, reading, reading.date.year) if reading.date and reading.starts_at is None else None
    if named is None or named.starts_at is None or named.starts_at.date() != reading.date:
        return answered
    ends_at = reading.ends_at if Field.END in reading.by_hand else named.ends_at
    return replace(answered, starts_at=named.starts_at, ends_at=ends_at)


def coming_day(body: str, reading: Reading, today: date) -> date | None:
    """The day of an event whose year is not written, where it can only be one that is soon to come."""
    for year in (today.year, today.year + 1):
        named = _in_year(body, reading, year)
        day = named and (named.starts_at.date() if named.starts_at else named.date)
        if day and today <= day <= today + _SOON:
            return day
    return None


def _in_year(body: str, reading: Reading, year: int) -> Reading | None:
    """The text read as if its first day without a year had this one."""
    from bot.reading.reader import read_as

    lacking = (one.quotes[0] for one in reading.warnings if one.code is WarningCode.MISSING_YEAR and one.quotes)
    quote = next(lacking, None)
    if quote is None or quote not in body:
        return None
    written = _DAY_AND_MONTH.search(quote)
    full = f"{quote}{written[1]}{year}" if written else f"{quote} năm {year}"
    return read_as(body.replace(quote, full, 1), reading, reading.kind)


_DAY_AND_MONTH = re.compile(r"\d{1,2}([/.-])\d{1,2}$")
_SOON = timedelta(days=180)
