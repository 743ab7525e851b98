"""What an official has set by hand outlives another reading: of a new text, or as another kind.

The reader is imported where it is asked: a start needs none of its patterns.
"""

from dataclasses import replace

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
        reading = on_day(replace(reading, date=before.date))
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


def on_day(reading: Reading) -> Reading:
    """Give a reading whose day was set: that answers what its text left open."""
    return replace(reading, warnings=tuple(one for one in reading.warnings if one.code not in _ANSWERED_BY_DAY))
