"""To subscribe without a bot: every shelf as Atom (RFC 4287) and as a JSON Feed (1.1), and the ward's calendar.

A withdrawn post stays in every feed for a while, with its reason and nothing of what it said: whoever holds a copy is
to see it.
"""

import json
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

from markupsafe import Markup

from bot.cards.calendars import calendar_of, events_of
from bot.cards.format import lines
from bot.cards.names import KIND_NAMES, said
from bot.domain.heading import below_title
from bot.domain.people import NOBODY
from bot.domain.posts import Post, PostState
from bot.web.pages.answer import Answer, Made, Sheet, View, Visit
from bot.web.pages.reading import Finder, Shelf
from bot.web.pages.text import body_html

ATOM, JSON, CALENDAR = "application/atom+xml; charset=utf-8", "application/feed+json; charset=utf-8", "text/calendar"
EPOCH = datetime.fromisoformat("2026-01-01T00:00:00+07:00")
"""When a feed without any post was last changed."""


def atom(find: Finder) -> View:
    """A shelf as Atom."""

    async def view(visit: Visit) -> Made:
        return partial(_atom, visit, *await _read(visit, find))

    return view


def _atom(visit: Visit, shelf: Shelf, posts: Sequence[Post]) -> Sheet:
    items = [_item(visit, one) for one in posts]
    updated = max((one["updated"] for one in items), default=EPOCH)
    return Sheet("feed.atom", {"shelf": shelf, "items": items, "updated": updated}, media_type=ATOM)


def json_feed(find: Finder) -> View:
    """A shelf as a JSON Feed."""

    async def view(visit: Visit) -> Made:
        return partial(_json, visit, *await _read(visit, find))

    return view


def _json(visit: Visit, shelf: Shelf, posts: Sequence[Post]) -> Answer:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": f"{shelf.title} – {visit.ward.name}",
        "language": "vi",
        "home_page_url": visit.at.full(shelf.path),
        "feed_url": visit.at.full(f"{shelf.path}.json"),
        "items": [
            {
                "id": one["id"],
                "url": one["url"],
                "title": one["title"],
                "content_html": one["html"],
                "date_published": one["published"].isoformat(),
                "date_modified": one["updated"].isoformat(),
                "tags": one["tags"],
            }
            for one in (_item(visit, post) for post in posts)
        ],
    }
    return Answer(json.dumps(feed, ensure_ascii=False).encode(), JSON)


async def _read(visit: Visit, find: Finder) -> tuple[Shelf, list[Post]]:
    shelf = await find(visit)
    page = await visit.services.shelves.of(NOBODY, shelf.narrow)
    posts = [*page.items, *await visit.services.shelves.withdrawn(NOBODY)]
    return shelf, sorted(posts, key=lambda one: one.published_at or one.updated_at, reverse=True)


def _item(visit: Visit, post: Post) -> dict[str, Any]:
    """A post under its short address, which it keeps whatever becomes of it."""
    short = visit.at.full(visit.at.short(post.number)) if post.number else ""
    gone = post.state is PostState.WITHDRAWN
    return {
        "id": short,
        "url": short if gone else visit.at.full(visit.at.post(post)),
        "title": f"Đã thu hồi: tin số {post.number}" if gone else post.title,
        "html": str(_withdrawn(post) if gone else _content(post)),
        "published": post.published_at or post.updated_at,
        "updated": post.updated_at,
        "tags": [] if gone else [KIND_NAMES[post.kind], *post.topics],
    }


def _withdrawn(post: Post) -> Markup:
    why = f": {said(post.closing)}" if post.closing else ""
    return Markup("<p>Tin này đã thu hồi{}. Xin bà con đừng làm theo hay chuyển tiếp.</p>").format(why)


def _content(post: Post) -> Markup:
    """What became of the post, then its text."""
    above: list[Markup] = []
    if post.state is PostState.EXPIRED or post.closing:
        over = "ĐÃ KẾT THÚC" if post.state is PostState.EXPIRED else ""
        above.append(Markup("<p><strong>{}</strong></p>").format(": ".join(filter(None, (over, said(post.closing))))))
    if post.changes:
        made = Markup("").join(Markup("<li>{}</li>").format(one) for one in post.changes)
        above.append(Markup("<p><strong>ĐÍNH CHÍNH</strong></p><ul>{}</ul>").format(made))
    return lines(*above, body_html(below_title(post.body, post.title, whole=True)))


async def calendar(visit: Visit) -> Answer:
    """What takes place in the ward, for a calendar that looks again and again."""
    events = [
        event
        for post, sessions in await visit.services.shelves.events(NOBODY)
        for event in events_of(
            post,
            sessions,
            f"Tin số {post.number} của {visit.ward.name}.",
            visit.at.full(visit.at.short(post.number)) if post.number else "",
        )
    ]
    return Answer(calendar_of(events, visit.ward.name), CALENDAR)
