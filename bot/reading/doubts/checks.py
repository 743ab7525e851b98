"""All doubts about a text, from what adds up to how it is written."""

from bot.domain.figures import Warning, WarningCode
from bot.reading.doubts.compare import doubts_from_comparing
from bot.reading.doubts.direction import doubts_about_direction
from bot.reading.doubts.parts import doubts_about_parts
from bot.reading.doubts.rates import doubts_about_rates
from bot.reading.doubts.slips import doubts_about_writing
from bot.reading.figures.figures import Placed
from bot.reading.figures.tally import overfull
from bot.reading.grammar.text import Text
from bot.reading.when import Event


def doubts_of(text: Text, happening: Event | None, placed: list[Placed]) -> tuple[Warning, ...]:
    """List the doubts, each with the exact quotes it is about; what adds up is never doubted.

    Every rule is relative to what the text itself says, none is a fixed limit that real figures may outgrow.
    """
    return (
        *(Warning(WarningCode.PARTS_EXCEED_TOTAL, (quote,)) for quote in overfull(text)),
        *doubts_about_parts(text, placed),
        *doubts_about_rates(text, placed),
        *doubts_from_comparing(text, placed),
        *doubts_about_writing(text, happening, placed),
        *doubts_about_direction(text),
    )
