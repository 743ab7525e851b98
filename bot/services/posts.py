"""Writing a post: a draft, its revisions and doubts, and publishing it to everyone it is meant for."""

import re
import secrets
from dataclasses import replace
from datetime import date, timedelta
from math import ceil

from bot.clock import in_vietnam
from bot.domain.delivery import DispatchKind, Lane, Progress
from bot.domain.figures import AT_POSTING, Figure, WarningCode
from bot.domain.pages import DraftView, PostView, Reach, WardInfo
from bot.domain.people import Choice, Role, Viewer
from bot.domain.posts import Audience, Kind, Post, PostState
from bot.domain.reading import Reading
from bot.domain.words import fold_words
from bot.errors import InvalidError, MissingError, StarsError
from bot.reading.history import Published, doubts_beside
from bot.reading.notices import lacks_of
from bot.reading.reader import read
from bot.services.context import Context, require
from bot.storage import dispatches, search
from bot.storage import posts as storage
from bot.storage import ward as ward_storage
from bot.storage.engine import Transaction

LONGEST_TEXT = 200_000
LONGEST_TITLE = 300
MOST_EARLIER = 2_000
"""Published figures that a new text is compared with, the newest first."""
FREE_RATE = 30.0
"""Messages a second that Telegram lets every bot send for nothing."""
# Read out over the telephone, like invite codes.
_CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"


class Posts:
    """Drafts and publishing, for writers and above."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._transaction = context.transaction

    def check_writer(self, viewer: Viewer) -> None:
        """Let only writers pass, before anything is asked of them."""
        require(viewer, Role.WRITER)

    async def start(self, viewer: Viewer, body: str, reading: Reading) -> DraftView:
        """Keep a text and what was read from it as a new draft of this writer."""
        require(viewer, Role.WRITER)
        if not body.strip():
            raise InvalidError("text-empty")
        if len(body) > LONGEST_TEXT:
            raise InvalidError("text-long", most=LONGEST_TEXT)
        post_id = await storage.insert_draft(self._transaction, viewer.person_id, self._context.now)
        asked = await self._ask(viewer, body, _titled(reading))
        await storage.insert_revision(self._transaction, post_id, body, asked, viewer.person_id, self._context.now)
        return await self._draft_view(await self._draft(viewer, post_id))

    async def preview(self, viewer: Viewer, post_id: int) -> DraftView:
        """The draft as it stands now."""
        return await self._draft_view(await self._draft(viewer, post_id))

    async def preview_to_pay(self, viewer: Viewer, post_id: int) -> DraftView:
        """Anyone's draft, for the admin who is asked to pay for its push."""
        require(viewer, Role.ADMIN)
        return await self._draft_view(await self._draft(viewer, post_id, anyone=True))

    async def set_title(self, viewer: Viewer, post_id: int, title: str) -> DraftView:
        """Give the draft another title."""
        post = await self._draft(viewer, post_id)
        title = " ".join(title.split())
        if not title or len(title) > LONGEST_TITLE:
            raise InvalidError("title", most=LONGEST_TITLE)
        reading = await storage.load_reading(self._transaction, post.revision_id)
        return await self._revise(viewer, post, post.body, replace(reading, title=title))

    async def set_kind(self, viewer: Viewer, post_id: int, kind: Kind) -> DraftView:
        """Say what sort of thing the draft is."""
        post = await self._draft(viewer, post_id)
        reading = await storage.load_reading(self._transaction, post.revision_id)
        return await self._revise(viewer, post, post.body, replace(reading, kind=kind))

    async def set_date(self, viewer: Viewer, post_id: int, typed: str) -> DraftView:
        """Say on which day it was ("08/07/2023").

        That answers the doubt about a missing year, and the one about a missing time too, unless a meeting lacks its
        hour: the day is printed above the text, the hour is not.
        """
        post = await self._draft(viewer, post_id)
        day = parse_day(typed)
        if day is None:
            raise InvalidError("date")
        reading = await storage.load_reading(self._transaction, post.revision_id)
        answered = (WarningCode.MISSING_YEAR, WarningCode.BLANK_DATE)
        doubts = tuple(one for one in reading.warnings if one.code not in answered)
        return await self._revise(viewer, post, post.body, replace(reading, date=day, warnings=doubts))

    async def set_text(self, viewer: Viewer, post_id: int, body: str, reading: Reading) -> DraftView:
        """Replace the draft's text, with what was read from the new one."""
        if not body.strip():
            raise InvalidError("text-empty")
        if len(body) > LONGEST_TEXT:
            raise InvalidError("text-long", most=LONGEST_TEXT)
        post = await self._draft(viewer, post_id)
        return await self._revise(viewer, post, body, _titled(reading))

    async def tick(self, viewer: Viewer, post_id: int, revision: int, position: int) -> DraftView:
        """Accept a doubt, or take the acceptance back; raises InvalidError for a doubt of an older revision."""
        post = await self._draft(viewer, post_id)
        accepted = await storage.list_accepted(self._transaction, post.revision_id)
        if post.revision != revision or not 0 <= position < len(accepted):
            raise InvalidError("draft-changed")
        done = accepted[position]
        await storage.set_accepted(
            self._transaction,
            post.revision_id,
            position,
            None if done else viewer.person_id,
            None if done else self._context.now,
        )
        return await self._draft_view(post)

    async def toggle_audience(self, viewer: Viewer, post_id: int) -> DraftView:
        """Change between everyone and cadres only."""
        post = await self._draft(viewer, post_id)
        other = Audience.EVERYONE if post.audience is Audience.CADRES else Audience.CADRES
        await storage.update_post(self._transaction, post.id, self._context.now, audience=other)
        return await self._draft_view(await self._draft(viewer, post_id))

    async def toggle_urgent(self, viewer: Viewer, post_id: int) -> DraftView:
        """Mark the draft urgent, or not."""
        post = await self._draft(viewer, post_id)
        await storage.update_post(self._transaction, post.id, self._context.now, urgent=not post.urgent)
        return await self._draft_view(await self._draft(viewer, post_id))

    async def topics(self, viewer: Viewer, post_id: int) -> list[Choice]:
        """Topics in use, and which of them the draft is about."""
        post = await self._draft(viewer, post_id)
        chosen = await storage.list_post_topic_ids(self._transaction, post.id)
        rows = await ward_storage.list_topics(self._transaction)
        return [Choice(row.id, row.name, row.id in chosen) for row in rows]

    async def toggle_topic(self, viewer: Viewer, post_id: int, topic_id: int) -> list[Choice]:
        """Say that the draft is about a topic, or that it is not."""
        choices = await self.topics(viewer, post_id)
        if all(one.id != topic_id for one in choices):
            raise MissingError("topic", name="")
        toggled = [Choice(one.id, one.name, one.chosen != (one.id == topic_id)) for one in choices]
        await storage.set_post_topic_ids(self._transaction, post_id, [one.id for one in toggled if one.chosen])
        return toggled

    async def drop(self, viewer: Viewer, post_id: int) -> None:
        """Throw the draft away."""
        post = await self._draft(viewer, post_id)
        await storage.update_post(self._transaction, post.id, self._context.now, state=PostState.CANCELLED)

    async def publish(self, viewer: Viewer, post_id: int, revision: int, *, pay: bool = False) -> tuple[Post, Progress]:
        """Number the post, make it findable, and write one delivery a person, all or nothing.

        `revision` is the one that the writer saw: if the draft has changed since, or a doubt is open, raises
        InvalidError and nothing happens. Where the push costs Stars, only an admin who said `pay` may publish, and
        may do so for another's draft.
        """
        now = self._context.now
        if pay:
            require(viewer, Role.ADMIN)
        post = await self._draft(viewer, post_id, anyone=pay)
        if post.revision != revision:
            raise InvalidError("draft-changed")
        accepted = await storage.list_accepted(self._transaction, post.revision_id)
        if not all(accepted):
            raise InvalidError("doubts-open", open=accepted.count(False))
        reach = await self._reach(post)
        if reach.stars and not pay:
            raise StarsError("stars", stars=reach.stars)
        number = await ward_storage.take_number(self._transaction, post.audience)
        await storage.update_post(
            self._transaction,
            post.id,
            now,
            state=PostState.PUBLISHED,
            number=number,
            code="".join(secrets.choice(_CODE_LETTERS) for _ in range(4)),
            published_at=now,
        )
        await search.index_post(self._transaction, post.id, fold_words(f"{post.title}\n{post.body}"))
        dispatch_id, _rows = await dispatches.insert_dispatch(
            self._transaction,
            revision_id=post.revision_id,
            kind=DispatchKind.NEW,
            lane=Lane.URGENT if post.urgent else Lane.ROUTINE,
            audience=post.audience,
            topic_ids=list(await storage.list_post_topic_ids(self._transaction, post.id)),
            progress_to=(viewer.route, viewer.chat_id),
            paid=bool(reach.stars),
            promised_at=now + reach.time,
            now=now,
        )
        await ward_storage.insert_audit(
            self._transaction,
            at=now,
            person_id=viewer.person_id,
            action="published",
            post_id=post.id,
            detail={"revision": post.revision, "doubts_accepted": len(accepted)},
        )
        published = await storage.load_post(self._transaction, post.id)
        if published is None:
            raise MissingError("draft")
        return published, await dispatches.load_progress(self._transaction, dispatch_id)

    async def _draft(self, viewer: Viewer, post_id: int, *, anyone: bool = False) -> Post:
        """The draft, locked; raises MissingError where it is none (of this writer, or of `anyone`)."""
        require(viewer, Role.WRITER)
        await storage.lock_post(self._transaction, post_id)
        post = await storage.load_post(self._transaction, post_id)
        if post is None or (post.author_id != viewer.person_id and not anyone):
            raise MissingError("draft")
        if post.state is PostState.PUBLISHED:
            raise MissingError("already-published", number=str(post.number))
        if post.state is not PostState.DRAFT:
            raise MissingError("draft")
        return post

    async def _revise(self, viewer: Viewer, post: Post, body: str, reading: Reading) -> DraftView:
        """Write a new revision; a doubt that was accepted stays so while its code and quotes are the same."""
        now = self._context.now
        reading = await self._ask(viewer, body, reading)
        before = await storage.load_reading(self._transaction, post.revision_id)
        accepted = await storage.list_accepted(self._transaction, post.revision_id)
        kept = {one for one, done in zip(before.warnings, accepted, strict=True) if done}
        revision_id = await storage.insert_revision(self._transaction, post.id, body, reading, viewer.person_id, now)
        for position, one in enumerate(reading.warnings):
            if one in kept:
                await storage.set_accepted(self._transaction, revision_id, position, viewer.person_id, now)
        return await self.preview(viewer, post.id)

    async def _ask(self, viewer: Viewer, body: str, reading: Reading) -> Reading:
        """Put after the text's own doubts those that posting it raises: what a notice lacks, what was said before.

        Asked anew for every revision, so that another kind, title or day changes them; what this writer may not see
        is not compared.
        """
        own = tuple(one for one in reading.warnings if one.code not in AT_POSTING)
        results = [one for one in reading.figures if not one.is_target]
        earlier = (
            await storage.list_figures_before(
                self._transaction,
                sees_cadre_posts=viewer.sees_cadre_posts,
                units={one.unit for one in results},
                limit=MOST_EARLIER,
            )
            if results
            else []
        )
        lacking = lacks_of(body, reading.kind, reading.date)
        told = doubts_beside(reading, [_published(*one) for one in earlier], in_vietnam(self._context.now).date())
        return replace(reading, warnings=(*own, *lacking, *told))

    async def _draft_view(self, post: Post) -> DraftView:
        reading = await storage.load_reading(self._transaction, post.revision_id)
        ward = WardInfo(*await ward_storage.load_ward(self._transaction))
        accepted = await storage.list_accepted(self._transaction, post.revision_id)
        return DraftView(PostView(post, reading, ward), tuple(accepted), await self._reach(post))

    async def _reach(self, post: Post) -> Reach:
        """Count people by route; routes send side by side, so the slowest one decides the time."""
        topic_ids = list(await storage.list_post_topic_ids(self._transaction, post.id))
        counts = await dispatches.count_addressed(self._transaction, post.audience, topic_ids)
        rates = self._context.rates
        seconds = max((count / rates.get(route, 1.0) for route, count in counts.items()), default=0)
        stars = sum(stars_for(count, rates.get(route, 1.0)) for route, count in counts.items())
        return Reach(sum(counts.values()), timedelta(seconds=seconds), stars)


def stars_for(messages: int, rate: float) -> int:
    """What a platform that sells pace charges: 0.1 Star for each message above the free ones (Telegram's Bot API)."""
    free = FREE_RATE * max(1.0, messages / rate)
    return ceil(max(0.0, messages - free) / 10) if rate > FREE_RATE else 0


def read_text(body: str) -> Reading:
    """Read a text; slow for a long one, so that is done as a job."""
    return read(body)


def _published(figure: Figure, post: Post) -> Published:
    """An earlier figure for comparing; a published post has its number and its moment."""
    if post.number is None or post.published_at is None:
        raise MissingError("draft")
    posted = in_vietnam(post.published_at).date()
    return Published(figure, post.number, post.title, posted, post.event_date, post.date_as_written, post.organisation)


def parse_day(typed: str) -> date | None:
    """A day typed with its year, "8/7/2023" or "08-07-2023"; None for anything else."""
    match = re.fullmatch(r"(?:ngày\s+)?(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})", typed.strip().lower())
    if match is None:
        return None
    try:
        return date(int(match[3]), int(match[2]), int(match[1]))
    except ValueError:
        return None


async def load_view(transaction: Transaction, revision_id: int) -> PostView:
    """A published revision as the push engine renders it, whoever it goes to."""
    post = await storage.load_post_of_revision(transaction, revision_id)
    reading = await storage.load_reading(transaction, revision_id)
    return PostView(post, reading, WardInfo(*await ward_storage.load_ward(transaction)))


def _titled(reading: Reading) -> Reading:
    """A reading whose title fits a message; a text may be one endless line."""
    title = " ".join(reading.title.split()) or "Thông báo"
    return replace(reading, title=title if len(title) <= LONGEST_TITLE else title[: LONGEST_TITLE - 1] + "…")
