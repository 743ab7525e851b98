"""Every public page by its address; the leak test asks each of them for what nobody may see."""

from bot.web.pages import asking, past, reading
from bot.web.pages.answer import View

VIEWS: tuple[tuple[str, View], ...] = (
    ("/", reading.front),
    ("/tin", reading.everything),
    ("/loai/{slug}", reading.of_kind),
    ("/chu-de/{slug}", reading.of_topic),
    ("/khu-vuc/{slug}", reading.of_area),
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
    ("/tin/{name}", reading.post),
    ("/{number}", reading.by_number),
)
"""In their order: what has a name of its own comes before what is named by a number."""
