"""All doubts about a text, from what adds up to how it is written."""

from bot.domain.figures import Warning, WarningCode
from bot.reading.doubts.compare import doubts_from_comparing
from bot.reading.doubts.counts import doubts_about_counts
from bot.reading.doubts.days import doubts_about_days
from bot.reading.doubts.direction import doubts_about_direction
from bot.reading.doubts.parts import doubts_about_parts
from bot.reading.doubts.phones import doubts_about_phones
from bot.reading.doubts.rates import doubts_about_rates
from bot.reading.doubts.rests import doubts_about_rests
from bot.reading.doubts.slips import doubts_about_writing
from bot.reading.doubts.twice import hours_of_one_event, two_fees_or_terms
from bot.reading.figures.figures import Placed
from bot.reading.figures.tally import overfull, overmet
from bot.reading.grammar.scan import Scan
from bot.reading.grammar.text import Text
from bot.reading.when import Event


def doubts_of(
    text: Text, marks: Scan, spans: list[tuple[int, int]], happening: Event | None, placed: list[Placed]
) -> tuple[Warning, ...]:
    """List the doubts, each with the exact quotes it is about; what adds up is never doubted.

    `spans` are the sentences. Rules are relative to what the text itself says; the few that are not rest on what no
    calendar, telephone, share or ward can be.
    """
    found = (
        *(Warning(WarningCode.PARTS_EXCEED_TOTAL, (quote,)) for quote in overfull(text)),
        *(Warning(WarningCode.SHARE_OVER_100, (quote,)) for quote in overmet(text)),
        *doubts_about_parts(text, placed),
        *doubts_about_rests(text, placed),
        *doubts_about_rates(text, placed),
        *doubts_from_comparing(text, placed),
        *two_fees_or_terms(text, placed),
        *hours_of_one_event(text, marks, spans),
        *doubts_about_counts(text, placed),
        *doubts_about_writing(text, happening, placed),
        *doubts_about_direction(text),
        *doubts_about_days(text, marks),
        *doubts_about_phones(text),
    )
    return tuple(dict.fromkeys(found))
