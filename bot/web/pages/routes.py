"""Every public page by its address; the leak test asks each of them for what nobody may see."""

from bot.web.pages import asking, feeds, media, papers, past, qr, reading
from bot.web.pages.answer import View
from bot.web.pages.reading import SHELVES

VIEWS: tuple[tuple[str, View], ...] = (
    ("/", reading.front),
    *((f"{path}.atom", feeds.atom(find)) for path, find in SHELVES.items()),
    *((f"{path}.json", feeds.json_feed(find)) for path, find in SHELVES.items()),
    *((path, reading.list_of(find)) for path, find in SHELVES.items()),
    ("/lich.ics", feeds.calendar),
    ("/tep/{number}/{mark}/{file}", media.file),
    ("/tim", asking.search),
    ("/so-lieu", asking.results),
    ("/chi-tieu", asking.targets),
    ("/huong-dan", asking.guides),
    ("/sap-den", asking.upcoming),
    ("/xac-minh", asking.verify),
    ("/xac-minh/{code}", asking.verify),
    ("/dinh-chinh", past.errata),
    ("/dinh-chinh/{year}", past.errata),
    ("/tin/{number}/lich-su", past.history),
    ("/tin/{number}/qr.svg", qr.of_post),
    ("/tin/{number}.pdf", papers.sheet),
    ("/tin/{number}.png", papers.of_post),
    ("/tin/{name}", reading.post),
    ("/anh.png", papers.of_ward),
    ("/{number}", reading.by_number),
)
"""In their order: what has a name of its own comes before what is named by a number."""
