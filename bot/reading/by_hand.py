"""What an official has set by hand outlives another reading: of a new text, or as another kind.

The reader is imported where it is asked: a start needs none of its patterns.
"""

from dataclasses import replace

from bot.domain.figures import WarningCode
from bot.domain.reading import Field, Reading

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
    return replace(reading, by_hand=held)


def on_day(reading: Reading) -> Reading:
    """Give a reading whose day was set: that answers what its text left open."""
    return replace(reading, warnings=tuple(one for one in reading.warnings if one.code not in _ANSWERED_BY_DAY))
