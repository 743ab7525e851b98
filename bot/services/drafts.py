"""Writing a post: a draft, its revisions and doubts, until it is ready to go out.

The reading is imported where it is first asked: its patterns take longer to make than all the rest of a start needs.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.clock import in_vietnam
from bot.domain.attachments import Attachment
from bot.domain.audit import Action
from bot.domain.drafts import Accepted, DraftList, DraftView
from bot.domain.events import EVENTS
from bot.domain.figures import WarningCode
from bot.domain.life import APPROVES, OPEN, VISIBLE
from bot.domain.lines import carried
from bot.domain.people import Choice, Role, Viewer
from bot.domain.posts import Post, PostState
from bot.domain.reading import Reading
from bot.errors import InvalidError, LateError, MissingError
from bot.reading.by_hand import coming_day, keeping
from bot.reading.doubts.source import carried_over
from bot.reading.versions.replacement import Problem, replace_once
from bot.services.context import require
from bot.services.doubting import ask, said_already
from bot.services.fields import LONGEST_TITLE, Fields
from bot.storage import approvals, attachments, drafts, people, readings
from bot.storage import choices as choices_storage
from bot.storage import posts as storage
from bot.storage import ward as ward_storage

Choices = list[Choice]

LONGEST_TEXT = 200_000
DROPPED_KEPT = timedelta(days=1)
"""How long a draft that was thrown away can be had again."""
MOST_LISTED = 10
"""Drafts that /drafts shows of each sort."""


class Posts(Fields):
    """Drafts, for writers and above."""

    def check_writer(self, viewer: Viewer) -> None:
        """Let only writers pass, before anything is asked of them."""
        require(viewer, Role.WRITER)

    async def start(
        self,
        viewer: Viewer,
        body: str,
        reading: Reading,
        *,
        urgent: bool = False,
        topic: str = "",
        files: Sequence[Attachment] = (),
        message_id: str | None = None,
    ) -> DraftView:
        """Keep a text and what was read from it as a new draft of this writer; `topic` is chosen where it is in use.

        `message_id` is the message that holds all of the text.
        """
        require(viewer, Role.WRITER)
        now = self._context.now
        _check_text(body)
        post_id = await drafts.insert_draft(self._transaction, viewer.person_id, now)
        asked = await ask(self._context, viewer, body, _titled(reading), files)
        revision_id = await storage.insert_revision(self._transaction, post_id, 1, body, asked, viewer.person_id, now)
        await attachments.link_files(self._transaction, revision_id, files)
        await storage.update_post(
            self._transaction, post_id, now, urgent=urgent, revision_id=revision_id, message_id=message_id
        )
        if topic:
            chosen = [row.id for row in await ward_storage.list_topics(self._transaction) if row.name == topic]
            await choices_storage.set_post_topic_ids(self._transaction, post_id, chosen)
        return await self.preview(viewer, post_id)

    async def copy(self, viewer: Viewer, post_id: int) -> DraftView:
        """Begin a draft with the text of a rejected one of this writer, or of one whose author may not write any more.

        The second is for admins only. It is for the same people; a correction that was rejected becomes one again.
        """
        require(viewer, Role.WRITER)
        post = await self._life.load(post_id)
        mine = post.author_id == viewer.person_id and post.state is PostState.REJECTED
        if not mine and not await self._is_orphan(viewer, post):
            raise MissingError("draft")
        if not await self._may_correct(post):
            raise MissingError("draft")
        corrected = await self._life.corrected(post)
        now = self._context.now
        reading = await readings.load_reading(self._transaction, post.revision_id)
        files = await attachments.list_files(self._transaction, post.revision_id)
        # What was for cadres only must not be for everyone because it is written anew.
        draft_id = await drafts.insert_draft(
            self._transaction, viewer.person_id, now, like=corrected or post, corrects_id=post.corrects_id
        )
        asked = await ask(self._context, viewer, post.body, reading, files, corrects=post.corrects_id)
        revision_id = await storage.insert_revision(
            self._transaction, draft_id, 1, post.body, asked, viewer.person_id, now
        )
        await storage.update_post(self._transaction, draft_id, now, revision_id=revision_id)
        await attachments.link_files(self._transaction, revision_id, files)
        return await self.preview(viewer, draft_id)

    async def _may_correct(self, post: Post) -> bool:
        """Whether a draft corrects nothing, or what is out and nobody else corrects."""
        if post.corrects_id is None:
            return True
        corrected = await self._life.corrected(post)
        taken = await drafts.find_correction(self._transaction, post.corrects_id)
        return corrected is not None and corrected.state in VISIBLE and taken in (None, post.id)

    async def _is_orphan(self, viewer: Viewer, post: Post) -> bool:
        """Whether an admin asks about a post on its way that nobody else can let go out."""
        if viewer.role < Role.ADMIN or post.state not in OPEN:
            return False
        author = await people.find_official(self._transaction, post.author_id or 0)
        return author is None or author.role < Role.WRITER

    async def list(self, viewer: Viewer) -> DraftList:
        """What waits for this official: own drafts, others' that may be approved, and what went out unseen.

        Below them their drafts that were thrown away within the last day.
        """
        require(viewer, Role.WRITER)
        mine = await drafts.list_drafts(self._transaction, author_id=viewer.person_id, limit=MOST_LISTED)
        waiting: list[Post] = []
        unseen: list[Post] = []
        if viewer.role >= APPROVES:
            pending = await drafts.list_drafts(
                self._transaction, author_id=None, states=(PostState.PENDING,), limit=MOST_LISTED
            )
            hands = {one.id: await approvals.list_hands(self._transaction, one.id) for one in pending}
            waiting = [one for one in pending if viewer.person_id not in hands[one.id]]
            unseen = await drafts.list_review_due(self._transaction, MOST_LISTED)
        names = await people.list_names(self._transaction, [one.author_id for one in (*waiting, *unseen)])
        gone = await drafts.list_drafts(
            self._transaction, author_id=viewer.person_id, states=(PostState.CANCELLED,), limit=MOST_LISTED
        )
        dropped = tuple([one for one in gone if await self._can_be_restored(viewer, one)])
        return DraftList(tuple(mine), tuple(waiting), tuple(unseen), names, dropped)

    async def set_files(self, viewer: Viewer, post_id: int, files: Sequence[Attachment]) -> DraftView:
        """Replace the draft's files."""
        post = await self._life.open(viewer, post_id)
        reading = await readings.load_reading(self._transaction, post.revision_id)
        return await self._revise(viewer, post, post.body, reading, files=files)

    async def set_text(
        self,
        viewer: Viewer,
        post_id: int,
        body: str,
        reading: Reading,
        *,
        title: str = "",
        files: Sequence[Attachment] | None = None,
        message_id: str | None = None,
    ) -> DraftView:
        """Replace the draft's text, with what was read from the new one.

        What was set by hand stays. With a `title` the text was only mended: that title stays too, and so do the kind, a
        day that the text lacks, and what the writer chose of the figures.
        """
        _check_text(body)
        post = await self._life.open(viewer, post_id)
        before, accepted = await readings.load_ticked(self._transaction, post.revision_id)
        if post.corrects_id is None:
            await storage.update_post(self._transaction, post.id, self._context.now, message_id=message_id)
        reading = keeping(_titled(reading), before, body)
        if title:
            from bot.reading.figures.headlines import ranked

            figures = carried(before.figures, reading.figures, ranked(before.figures, before.tally))
            reading = replace(reading, title=title, kind=post.kind, date=reading.date or post.event_date)
            reading = carried_over(replace(reading, figures=figures), before)
        return await self._revise(viewer, post, body, reading, files=files, ticked=(before, accepted))

    async def typed_in(self, viewer: Viewer, message_id: str) -> Post | None:
        """The post of this writer whose whole text was typed in a message, and not changed elsewhere since."""
        return await drafts.find_typed(self._transaction, viewer.person_id, message_id)

    async def replaced(self, viewer: Viewer, post_id: int, typed: str) -> tuple[str, str]:
        """The draft's title and text with a piece replaced as it is typed, "103,8 => 103,9"; nothing is stored."""
        post = await self._life.open(viewer, post_id)
        body, title = replace_once(post.body, typed), replace_once(post.title, typed)
        if isinstance(body, Problem):
            raise InvalidError(f"replace-{body.trouble}", piece=body.piece[:80])
        return title if isinstance(title, str) else post.title, body

    async def tick(self, viewer: Viewer, draft: DraftView, position: int) -> DraftView:
        """Accept a doubt, or take the acceptance back.

        `draft` is as it stands in this transaction, and as the official saw it.
        """
        post, accepted = draft.view.post, list(draft.accepted)
        if not 0 <= position < len(accepted):
            raise LateError("draft-changed")
        if post.state not in (PostState.DRAFT, PostState.RETURNED):
            raise LateError(f"state-{post.state}", number="")
        ticked, reading = None, draft.view.reading
        code = reading.warnings[position].code
        if code is WarningCode.MISSING_YEAR and draft.own and reading.date is None and post.kind in EVENTS:
            # That no year is needed says that the day is the coming one: people want to be reminded of it.
            day = coming_day(post.body, reading, in_vietnam(self._context.now).date())
            if day is not None:
                return await self._on_day(viewer, post, reading, day)
        if accepted[position] is None:
            name = await people.list_names(self._transaction, [viewer.person_id])
            ticked = Accepted(name.get(viewer.person_id, ""), self._context.now, viewer.person_id)
        await approvals.set_accepted(
            self._transaction, post.revision_id, position, ticked.by if ticked else None, ticked.at if ticked else None
        )
        accepted[position] = ticked
        return replace(draft, accepted=tuple(accepted))

    async def asked_anew(self, viewer: Viewer, draft: DraftView) -> DraftView | None:
        """An own draft with the doubt that its text went out since it was written; None where that is not so."""
        post, reading = draft.view.post, draft.view.reading
        known = any(one.code is WarningCode.SAID_ALREADY for one in reading.warnings)
        if known or not draft.own or post.corrects_id or post.state not in (PostState.DRAFT, PostState.RETURNED):
            return None
        again = await said_already(self._context, viewer, post.body, post.title, post.id)
        return await self._revise(viewer, post, post.body, reading) if again else None

    async def drop(self, viewer: Viewer, post_id: int) -> Post:
        """Throw the draft away; its author can have it again for a day. Another's is returned or rejected instead."""
        post = await self._life.open(viewer, post_id)
        if post.author_id != viewer.person_id:
            raise InvalidError("not-author-drop")
        return await self._life.move(post, Action.DROP, viewer)

    async def restore(self, viewer: Viewer, post_id: int) -> DraftView:
        """Hoàn tác: a draft that its author threw away is there again, and nobody has agreed to it.

        Raises MissingError a day later, and for a correction whose post is gone or corrected by somebody else.
        """
        require(viewer, Role.WRITER)
        found = await storage.load_post(self._transaction, post_id)
        if found is not None and found.corrects_id is not None:
            # Its post first, as whoever begins a correction does.
            await storage.lock_post(self._transaction, found.corrects_id)
        post = await self._life.load(post_id)
        if post.state is PostState.CANCELLED and await self._can_be_restored(viewer, post):
            await approvals.delete_approvals(self._transaction, post.id)
            await self._life.move(
                post, Action.RESTORE, viewer, due_at=None, remind_at=None, paid=False, review_due=False
            )
        return await self.preview(viewer, post_id)

    async def _can_be_restored(self, viewer: Viewer, post: Post) -> bool:
        kept = self._context.now - post.updated_at < DROPPED_KEPT
        return post.author_id == viewer.person_id and kept and await self._may_correct(post)


def read_text(body: str) -> Reading:
    """Read a text; slow for a long one, so that is done as a job."""
    from bot.reading.reader import read

    return read(body)


def _check_text(body: str) -> None:
    if not body.strip():
        raise InvalidError("text-empty")
    if len(body) > LONGEST_TEXT:
        raise InvalidError("text-long", most=LONGEST_TEXT)


def _titled(reading: Reading) -> Reading:
    """A reading whose title fits a message; a text may be one endless line."""
    title = " ".join(reading.title.split()) or "Thông báo"
    return replace(reading, title=title if len(title) <= LONGEST_TITLE else title[: LONGEST_TITLE - 1] + "…")
