"""Pages to read: the front, the shelves, a post."""

import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from bot.cards.charts.board import printable
from bot.cards.figures import headlines
from bot.cards.names import KIND_NAMES
from bot.cards.when import when_entry, when_parts
from bot.domain.figures import Figure
from bot.domain.heading import below_title
from bot.domain.history import Moved
from bot.domain.people import NOBODY
from bot.domain.posts import Audience, Correction, Post, PostNumber
from bot.domain.shelf import KIND_SLUGS, Narrow, Shown, slug_of
from bot.domain.views import Page
from bot.errors import MissingError
from bot.messages.markup import plain
from bot.services.shelves import A_PAGE
from bot.web.pages.answer import Answer, Made, MissingPageError, Sheet, View, Visit, redirect
from bot.web.pages.text import body_html, marks_of

AHEAD_IN_FRONT = 5
HEADLINES = 5
_NUMBER = re.compile(r"([1-9]\d{0,8})(?:-[a-z0-9-]{0,100})?", re.ASCII)


async def front(visit: Visit) -> Sheet:
    """What is urgent, what is ahead, the newest posts, and the ways to all others."""
    shown = await visit.services.shelves.front(NOBODY)
    coming = await visit.services.upcoming.coming(NOBODY)
    urgent = {one.id for one in shown.urgent}
    newest = [one for one in shown.page.items if one.id not in urgent]
    return Sheet(
        "front.html",
        {
            "urgent": entries(shown.urgent),
            "coming": coming.page.items[:AHEAD_IN_FRONT],
            "posts": entries(newest),
            "more": shown.page.more,
            "choices": shown.choices,
        },
    )


# --- shelves ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Shelf:
    """What a list of posts is called, what it is narrowed to, and where it stands."""

    title: str
    narrow: Narrow
    path: str


Finder = Callable[[Visit], Awaitable[Shelf]]


async def _all(visit: Visit) -> Shelf:
    return Shelf("Mọi tin của phường", Narrow(), visit.at.to("/tin"))


async def _of_kind(visit: Visit) -> Shelf:
    for kind, slug in KIND_SLUGS.items():
        if slug == visit.named["slug"]:
            return Shelf(KIND_NAMES[kind], Narrow(kind=kind), visit.at.kind(kind))
    raise MissingPageError


async def _of_topic(visit: Visit) -> Shelf:
    topic_id, name = _named((await visit.services.shelves.choices()).topics, visit.named["slug"])
    return Shelf(name, Narrow(topic_id=topic_id), visit.at.topic(name))


async def _of_area(visit: Visit) -> Shelf:
    area_id, name = _named((await visit.services.shelves.choices()).areas, visit.named["slug"])
    return Shelf(f"Tin cho {name}", Narrow(area_id=area_id), visit.at.area(name))


SHELVES: dict[str, Finder] = {
    "/tin": _all,
    "/loai/{slug}": _of_kind,
    "/chu-de/{slug}": _of_topic,
    "/khu-vuc/{slug}": _of_area,
}
"""All posts; those of a kind, about a topic, and those that apply to an area. Each is a page and two feeds."""


def _named(choices: Sequence[tuple[int, str]], slug: str) -> tuple[int, str]:
    for one in choices:
        if slug_of(one[1]) == slug:
            return one
    raise MissingPageError


def list_of(find: Finder) -> View:
    """The pages of a shelf."""

    async def view(visit: Visit) -> Sheet:
        shelf = await find(visit)
        page = await visit.services.shelves.of(NOBODY, shelf.narrow, visit.page * A_PAGE)
        values = {"shelf": shelf, "posts": entries(page.items), **turning(visit, page)}
        area_id = shelf.narrow.area_id
        return Sheet("shelf.html", values, start=f"kv-{area_id}" if area_id is not None else "")

    return view


def turning(visit: Visit, page: Page[Any]) -> dict[str, int | None]:
    """The numbers of the pages before and behind one of a list."""
    return {"newer": visit.page or None, "older": visit.page + 2 if page.more else None}


def entries(posts: Sequence[Post]) -> list[dict[str, Any]]:
    """Posts as lists show them, each with its time and place in one line."""
    return [{"post": one, "when": when_entry(one)} for one in posts]


# --- a post -----------------------------------------------------------------------------------------------------------


async def by_number(visit: Visit) -> Answer | Sheet:
    """A post's short address leads to its own; that of a withdrawn one says so at once."""
    shown = await _find(visit, exact_number(visit.named["number"]))
    return redirect(visit.at.post(shown.view.post)) if isinstance(shown, Shown) else shown


async def post(visit: Visit) -> Made:
    """A post's own page; under a title that it has no more it leads to that of today."""
    shown = await _find(visit, number_in(visit.named["name"]))
    if not isinstance(shown, Shown):
        return shown
    path = visit.at.post(shown.view.post)
    return partial(post_sheet, shown) if path == visit.path else redirect(path)


def number_in(name: str) -> PostNumber:
    """The number that "12" or "12-cup-dien" begins with; raises MissingPageError. Those of cadre posts are none."""
    match = _NUMBER.fullmatch(name)
    if match is None:
        raise MissingPageError
    return PostNumber(Audience.EVERYONE, int(match[1]))


def exact_number(name: str) -> PostNumber:
    """The number that a part of an address is, and nothing else; raises MissingPageError."""
    number = number_in(name)
    if str(number) != name:
        raise MissingPageError
    return number


async def _find(visit: Visit, number: PostNumber) -> Shown | Sheet:
    """A post, or the page that says that it was withdrawn and why, and nothing of what it said."""
    try:
        return await visit.services.shelves.read(NOBODY, number)
    except MissingError as error:
        if error.reason != "post-withdrawn":
            raise
        return Sheet("withdrawn.html", {"number": number, "why": error.facts["why"]}, status=410)


def post_sheet(shown: Shown) -> Sheet:
    """Everything that is known of a post, in the text's own words."""
    view, post = shown.view, shown.view.post
    text = below_title(post.body, post.title, whole=True)
    figures = view.reading.figures
    marks, anchors = marks_of(text, [one.quote for one in figures])
    return Sheet(
        "post.html",
        {
            "post": post,
            "told": _in_short(post),
            "areas": shown.areas,
            "corrected": _meaning(view.corrected),
            "typing": next((one for one in view.corrected[:1] if one.change is Correction.TYPING), None),
            "history": bool(view.corrected),
            "when": when_parts(post, view.ward.name),
            "headlines": headlines(view.reading, HEADLINES),
            "body": body_html(text, marks),
            "photos": [one for one in view.attachments if one.photo],
            "files": [one for one in view.attachments if not one.photo],
            "figures": _rows(figures, anchors),
        },
    )


def _in_short(post: Post) -> str:
    """When and where, and what it says first: what a link to it shows below its title."""
    entry = when_entry(post)
    said = " ".join(post.summary[0].split()) if post.summary else ""
    return ". ".join(filter(None, (printable(plain(entry)) if entry else "", said))) or post.title


def _meaning(corrected: Sequence[Moved]) -> Moved | None:
    return next((one for one in corrected if one.change is Correction.MEANING), None)


def _rows(figures: Sequence[Figure], anchors: Sequence[str | None]) -> list[dict[str, Any]]:
    """Figures of a post, each with the anchor of its quote; what stands in the title leads there."""
    return [
        {"figure": one, "told": one.label or one.phrase, "anchor": anchor or "tieu-de"}
        for one, anchor in zip(figures, anchors, strict=True)
    ]
