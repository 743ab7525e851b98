"""A post as one A4 sheet, and the pictures that links show: drawn when they are asked for, where nobody has yet."""

from functools import partial

from bot.cards.charts.draw import key_of
from bot.cards.papers import board_page, link_picture, ward_link_picture
from bot.domain.people import NOBODY
from bot.domain.views import PostView, WardInfo
from bot.messages.message import Drawing
from bot.web.pages.answer import Answer, Made, Visit
from bot.web.pages.reading import exact_number

PDF, PNG = "application/pdf", "image/png"
VERSION_LETTERS = 24


async def sheet(visit: Visit) -> Made:
    """A post for the notice board."""
    number = exact_number(visit.named["number"])
    shown = await visit.services.shelves.read(NOBODY, number)
    return partial(_sheet, shown.view, visit.at.full(visit.at.short(number)))


async def of_post(visit: Visit) -> Made:
    """What a link to a post shows; that of the ward where it is not drawn yet and many wait."""
    shown = await visit.services.shelves.read(NOBODY, exact_number(visit.named["number"]))
    return partial(_of_post, shown.view)


async def of_ward(visit: Visit) -> Made:
    """What a link to any other page shows."""
    return partial(_of_ward, visit.ward)


def _sheet(view: PostView, address: str) -> Answer:
    return _drawn(board_page(view, address), PDF, name=f"tin-{view.post.number}.pdf")


def _of_post(view: PostView) -> Answer:
    return _drawn(link_picture(view), PNG, instead=ward_link_picture(view.ward))


def _of_ward(ward: WardInfo) -> Answer:
    return _drawn(ward_link_picture(ward), PNG)


def _drawn(drawing: Drawing, media_type: str, *, name: str = "", instead: Drawing | None = None) -> Answer:
    headers = {"content-disposition": f'inline; filename="{name}"'} if name else {}
    version = key_of(drawing)[:VERSION_LETTERS]
    return Answer(b"", media_type, headers=headers, ranges=True, version=version, drawing=drawing, instead=instead)
