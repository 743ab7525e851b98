"""The square that a telephone's camera reads: a post's short address, on its page and on paper."""

import io
from functools import lru_cache, partial

import segno

from bot.domain.people import NOBODY
from bot.web.pages.answer import Answer, Made, MissingPageError, Visit
from bot.web.pages.reading import number_in


async def of_post(visit: Visit) -> Made:
    """The square of a post that everybody may see."""
    number = number_in(visit.named["number"])
    if str(number) != visit.named["number"]:
        raise MissingPageError
    await visit.services.shelves.read(NOBODY, number)
    return partial(_drawn, visit.at.full(visit.at.short(number)))


def _drawn(address: str) -> Answer:
    return Answer(square(address), "image/svg+xml")


@lru_cache(maxsize=256)
def square(address: str) -> bytes:
    """An address as a QR code in SVG, black on white also in the dark; a seventh of it may be soiled."""
    drawn = io.BytesIO()
    segno.make(address, error="m", micro=False).save(drawn, kind="svg", border=2, light="white", omitsize=True)
    return drawn.getvalue()
