"""The square that a telephone's camera reads: a post's short address, on its page and on paper."""

from functools import partial

from bot.cards.charts.qr import square
from bot.domain.people import NOBODY
from bot.web.pages.answer import Answer, Made, Visit
from bot.web.pages.reading import exact_number


async def of_post(visit: Visit) -> Made:
    """The square of a post that everybody may see."""
    number = exact_number(visit.named["number"])
    await visit.services.shelves.read(NOBODY, number)
    return partial(_drawn, visit.at.full(visit.at.short(number)))


def _drawn(address: str) -> Answer:
    return Answer(square(address), "image/svg+xml")
