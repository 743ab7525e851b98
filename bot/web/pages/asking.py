"""Pages that answer: search, figures, targets, guides, what is ahead, and what stands behind a code."""

from dataclasses import replace
from itertools import groupby
from typing import Any

from bot.cards import targets as words
from bot.cards.coming import sitting_entry
from bot.cards.facts import known_lines
from bot.cards.figures import figure_line
from bot.cards.format import snippet
from bot.cards.results import notes_of
from bot.cards.when import when_entry
from bot.domain.people import NOBODY
from bot.domain.posts import Post
from bot.domain.results import ResultsPage
from bot.domain.views import Found, Page
from bot.errors import InvalidError
from bot.services.answers import GUIDES_A_PAGE
from bot.services.results import LINES_A_PAGE
from bot.services.search import FOUND_A_PAGE
from bot.services.upcoming import A_PAGE as COMING_A_PAGE
from bot.understanding import Meaning, understand
from bot.web.pages.answer import Sheet, Visit
from bot.web.pages.reading import turning

NOTHING: Page[Any] = Page((), 0, more=False)


async def search(visit: Visit) -> Sheet:
    """The search of the chat: what the ward itself answers, then posts; to a cry for help first whom to call."""
    question, page, known = visit.question, NOTHING, []
    meant = understand(question) if question else None
    if question:
        try:
            page = await visit.services.search.find(NOBODY, question, visit.page * FOUND_A_PAGE)
            known = known_lines(await visit.services.search.known(page.question), visit.ward) if not visit.page else []
        except InvalidError:
            # Signs alone: there is nothing to look for.
            page = NOTHING
    return Sheet(
        "search.html",
        {
            "q": question,
            "calls": meant.calls if meant and meant.meaning is Meaning.EMERGENCY else (),
            "known": known,
            "found": [{"post": one.post, "when": when_entry(one.post), "words": _around(one)} for one in page.items],
            **turning(visit, page),
        },
    )


def _around(found: Found) -> Any:
    there = found.match or found.before
    return snippet(found.before, found.match, found.after) if there else "Có trong tệp kèm theo."


async def results(visit: Visit) -> Sheet:
    """Figures by words and period, those about one thing together, each with its post."""
    try:
        found = await visit.services.results.find(NOBODY, visit.question, visit.page * LINES_A_PAGE)
    except InvalidError:
        found = ResultsPage(NOTHING)
    matters = [
        {"name": name, "lines": [{"words": figure_line(one.line), "number": one.source.number} for one in told]}
        for name, told in groupby(found.page.items, key=lambda one: one.matter)
    ]
    values = {"q": visit.question, "notes": notes_of(found), "matters": matters, **turning(visit, found.page)}
    return Sheet("results.html", values)


async def targets(visit: Visit) -> Sheet:
    """The newest tally, and every target that is under way with how it stands, the worst first."""
    view = await visit.services.targets.board(NOBODY)
    rows = [
        {
            "target": target,
            "mark": words.STATUS_MARKS[standing.status],
            "reached": words.reached_words(target, standing),
            "plans": [words.plan_words(target, plan) for plan in target.plans],
        }
        for target, standing in view.targets
    ]
    values = {"tally": view.tally, "post": view.post, "rows": rows, "count": view.count, "why": words.why_differs(view)}
    return Sheet("targets.html", values)


async def guides(visit: Visit) -> Sheet:
    """Guides by topic, of each the newest; with a question those whose title has its words."""
    page = await visit.services.answers.guides(NOBODY, visit.question, visit.page * GUIDES_A_PAGE)
    topics = [
        {"topic": topic, "posts": [{"post": one, "when": None} for one in found]}
        for topic, found in groupby(page.items, key=_topic)
    ]
    return Sheet("guides.html", {"q": visit.question, "topics": topics, **turning(visit, page)})


def _topic(post: Post) -> str:
    return post.topics[0] if post.topics else ""


async def upcoming(visit: Visit) -> Sheet:
    """What is ahead, day by day."""
    view = await visit.services.upcoming.coming(NOBODY, "", visit.page * COMING_A_PAGE)
    days = [
        {"day": day, "items": [{"coming": one, "when": sitting_entry(one)} for one in found]}
        for day, found in groupby(view.page.items, key=lambda one: one.day)
    ]
    # Its question names the days, which a page's own number does as well.
    return Sheet("upcoming.html", {"days": days, **turning(visit, replace(view.page, question=""))})


async def verify(visit: Visit) -> Sheet:
    """What was published under a code, and what has become of it; codes of what nobody may see are no codes."""
    code = "".join((visit.named.get("code") or visit.asked.get("ma", "")).split())[:20].upper()
    posts = await visit.services.shelves.of_code(NOBODY, code) if code else []
    return Sheet("verify.html", {"code": code, "posts": posts})
