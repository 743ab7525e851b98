"""From a draft to everyone's phone: asking a second person, the hour, the moments in which Đăng can be taken back."""

import secrets
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.audit import Action
from bot.domain.delivery import DispatchKind, Lane, NewDispatch, Progress
from bot.domain.drafts import DraftView, Fired, Hour, Outcome
from bot.domain.hours import NIGHT
from bot.domain.life import APPROVES, OPEN, may_break_glass
from bot.domain.people import Role, Viewer
from bot.domain.posts import Post, PostNumber, PostState
from bot.errors import InvalidError, LateError, MissingError
from bot.services.context import Context, require
from bot.services.corrections import Corrections, reason_of
from bot.services.life import Life
from bot.storage import approvals, drafts, search
from bot.storage import people as people_storage
from bot.storage import posts as storage
from bot.storage import ward as ward_storage
from bot.storage.push import dispatches

REMIND_AFTER = timedelta(minutes=20)
"""How long a post waits for an answer before approvers and admins are asked once more."""

LATEST_START = timedelta(minutes=30)
"""How late a scheduled post still goes out by itself where the machine was down, or its approver; later its author is
asked."""

SOON = timedelta(minutes=5)
"""Until when before its hour a post counts as about to go out: as long as LOA_UNDO_SECONDS can be."""
JUST_GONE = timedelta(minutes=2)
AT_HAND = timedelta(hours=1)
"""How long somebody who says no more than "hủy" may mean the draft that they touched last."""

# Read out over the telephone, like invite codes.
_CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"


class Publishing:
    """Submitting, approving, scheduling, and letting a post go out."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._transaction = context.transaction
        self._life = Life(context)
        self._corrections = Corrections(context)

    async def publish(
        self,
        viewer: Viewer,
        draft: DraftView,
        *,
        at: datetime | None = None,
        alone: bool = False,
        at_once: bool = False,
        pay: bool = False,
    ) -> Outcome:
        """Đăng: ask an approver where the ward's policy wants one, else let the post go out, at its hour if it has one.

        `draft` is as it stands in this transaction, and as the writer saw it; if a doubt is open, raises InvalidError
        and nothing happens. `alone` says that an admin knows that nobody else can approve; `at_once` that an urgent
        post or a correction cannot wait for that. Only an admin may `pay`, for another's draft too.
        """
        require(viewer, Role.ADMIN if pay else Role.WRITER)
        post = draft.view.post
        if not pay and post.author_id != viewer.person_id:
            raise InvalidError("not-author")
        _check_ready(draft)
        if not at_once and post.state is not PostState.SCHEDULED:
            at = at or post.due_at
        unseen = False
        if draft.needs_approval and not draft.approved:
            if at_once and not may_break_glass(urgent=post.urgent, correction=post.corrects_id is not None):
                raise InvalidError("not-urgent")
            if not at_once and draft.may_agree and not post.review_due:
                remind_at = self._context.now + REMIND_AFTER
                submitted = await self._life.move(post, Action.SUBMIT, viewer, due_at=at, remind_at=remind_at)
                return Outcome(submitted, approvers=draft.may_agree)
            if not at_once and not alone and not post.review_due:
                if viewer.role < Role.ADMIN:
                    raise InvalidError("no-approver")
                return Outcome(post, ask="alone")
            unseen = True
        return await self._schedule(viewer, draft, at, unseen=unseen, pay=pay)

    async def approve(self, viewer: Viewer, draft: DraftView) -> Outcome:
        """Duyệt: somebody who had no hand in it agrees to this revision, and it goes out.

        `draft` is as it stands in this transaction, and as the approver saw it.
        """
        require(viewer, APPROVES)
        post = draft.view.post
        if viewer.person_id in await approvals.list_hands(self._transaction, post.id):
            raise InvalidError("own-post")
        approved = await self._life.move(post, Action.APPROVE, viewer, remind_at=None)
        now = self._context.now
        await approvals.insert_approval(self._transaction, post.revision_id, viewer.person_id, now)
        if post.due_at is not None and now - post.due_at > LATEST_START:
            await storage.update_post(self._transaction, post.id, now, due_at=None)
            return Outcome(approved, ask="hour")
        agreed = replace(draft, view=replace(draft.view, post=approved), approved=True)
        return await self._schedule(viewer, agreed, post.due_at)

    async def send_back(self, viewer: Viewer, post_id: int, revision: int, reason: str) -> Post:
        """Trả lại: its author is to change something, and is told what."""
        post = await self._decide(viewer, post_id, revision)
        return await self._life.move(post, Action.RETURN, viewer, reason=reason_of(reason), remind_at=None)

    async def reject(self, viewer: Viewer, post_id: int, revision: int, reason: str) -> Post:
        """Từ chối: it does not go out at all."""
        post = await self._decide(viewer, post_id, revision)
        return await self._life.move(post, Action.REJECT, viewer, reason=reason_of(reason), remind_at=None)

    async def for_approvers(self, post: Post) -> DraftView:
        """A post that was submitted, as every approver sees it."""
        return await self._life.view(None, post)

    def check_pending(self, viewer: Viewer, post: Post) -> None:
        """Let only somebody pass who may decide about a post that waits for it, before a reason is asked for."""
        require(viewer, APPROVES)
        if post.state is not PostState.PENDING:
            raise LateError(f"state-{post.state}", number="")

    def read_hour(self, typed: str, draft: DraftView) -> Hour | None:
        """When a draft is to go out as it is typed, "8h sáng mai"; None for anything else."""
        from bot.reading.moments import parse_due

        found = parse_due(typed, self._context.now)
        if found is None:
            return None
        night = draft.view.ward.quiet
        waits = night.covers(found.at) and not draft.view.post.urgent
        return Hour(
            found.at,
            past=found.at <= self._context.now,
            quiet=(night or NIGHT).covers(found.at),
            until=night.over(found.at) if waits else None,
        )

    async def going_out(self, viewer: Viewer, *, idle: bool) -> Post | None:
        """The newest post that this official let go and that can be stopped by "Hoàn tác" right now.

        With nothing else open (`idle`) also one that has just gone: who says to stop it is told that it is out.
        """
        now = self._context.now
        found = await drafts.find_let_go(self._transaction, viewer.person_id, due=now + SOON, gone=now - JUST_GONE)
        return found if found is None or idle or found.state is PostState.SCHEDULED else None

    async def waiting(self, viewer: Viewer) -> Post | None:
        """The post that this official let go last and that waits for its hour."""
        return await drafts.find_let_go(self._transaction, viewer.person_id)

    async def at_hand(self, viewer: Viewer) -> Post | None:
        """The draft that this official wrote, changed or threw away last, unless they let a post go since."""
        states = (PostState.DRAFT, PostState.RETURNED, PostState.CANCELLED)
        found = await drafts.list_drafts(self._transaction, author_id=viewer.person_id, states=states, limit=1)
        if not found or self._context.now - found[0].updated_at > AT_HAND:
            return None
        gone = self._context.now - JUST_GONE
        last = await drafts.find_let_go(self._transaction, viewer.person_id, gone=gone)
        return found[0] if last is None or last.updated_at < found[0].updated_at else None

    def spelled_out(self, typed: str) -> str:
        """A time with its day in full ("từ 7 giờ đến 11 giờ, thứ Ba 01/12/2026"), as typed where it is not plain."""
        from bot.reading.spans import spelled_out

        return spelled_out(typed, self._context.now) or typed

    async def undo(self, viewer: Viewer, post_id: int) -> DraftView:
        """Hoàn tác: what has not gone out yet does not; an approval that it had stays."""
        require(viewer, Role.WRITER)
        post = await self._life.load(post_id)
        if post.number is not None:
            raise LateError("undo-late", number=str(post.number))
        if post.state is PostState.MERGED:
            raise MissingError("already-corrected")
        draft = await self._life.preview(viewer, post_id)
        held = await self._hold(draft, viewer)
        return replace(draft, view=replace(draft.view, post=held))

    async def reviewed(self, viewer: Viewer, post_id: int) -> Post:
        """Somebody who had no hand in it has looked at a post that went out before anybody agreed."""
        require(viewer, APPROVES)
        post = await self._life.load(post_id)
        if post.state is PostState.MERGED:
            post = await self._life.load(post.corrects_id or 0)
        if not post.review_due:
            raise MissingError("reviewed")
        if viewer.person_id in await approvals.list_hands(self._transaction, post.id):
            raise InvalidError("own-post")
        if post.state in OPEN:
            raise InvalidError("review-early")
        await storage.update_post(self._transaction, post.id, self._context.now, review_due=False)
        await self._life.note(post, viewer, Action.REVIEWED)
        return post

    # --- what the clock does ------------------------------------------------------------------------------------------

    async def due_to_publish(self) -> list[int]:
        """Scheduled posts whose hour has come."""
        return await drafts.list_due(self._transaction, PostState.SCHEDULED, self._context.now)

    async def due_to_remind(self) -> list[int]:
        """Posts that have waited for an answer for long."""
        return await drafts.list_due(self._transaction, PostState.PENDING, self._context.now)

    async def fire(self, post_id: int) -> Fired | None:
        """Let a scheduled post go out whose hour has come; None where that was done or undone already.

        It is held instead where its author may not write any more, where nobody agrees to it any more, or where its
        hour passed long ago while the machine was down.
        """
        post = await self._life.load(post_id)
        if post.state is not PostState.SCHEDULED or post.due_at is None or post.due_at > self._context.now:
            return None
        agreed = await approvals.list_agreed(self._transaction, post.revision_id)
        fired = await self._fire(await self._life.view(None, post))
        waited = post.due_at - post.updated_at
        return replace(fired, draft_id=post.id, due_at=post.due_at, waited=waited, agreed=tuple(agreed))

    async def _fire(self, draft: DraftView) -> Fired:
        post = draft.view.post
        author = await people_storage.find_official(self._transaction, post.author_id or 0)
        held = ""
        if author is None or author.role < Role.WRITER:
            held = "author"
        elif draft.needs_approval and not post.review_due and not draft.approved:
            held = "unapproved"
        elif post.due_at is not None and self._context.now - post.due_at > LATEST_START:
            held = "late"
        if held or author is None:
            return Fired(await self._hold(draft, None, reason=held), author, held=held)
        return await self._go_out(draft, author)

    async def remind(self, post_id: int) -> Post | None:
        """Note that approvers are asked once more; None where somebody has answered."""
        post = await self._life.load(post_id)
        if post.state is not PostState.PENDING or post.remind_at is None or post.remind_at > self._context.now:
            return None
        # Not a change of the draft: its age stays.
        await storage.update_post(self._transaction, post.id, post.updated_at, remind_at=None)
        return post

    # --- the steps ----------------------------------------------------------------------------------------------------

    async def _decide(self, viewer: Viewer, post_id: int, revision: int) -> Post:
        require(viewer, APPROVES)
        post = await self._life.open(viewer, post_id)
        if post.revision != revision:
            raise LateError("draft-changed")
        return post

    async def _schedule(
        self, viewer: Viewer, draft: DraftView, at: datetime | None, *, unseen: bool = False, pay: bool = False
    ) -> Outcome:
        post, now = draft.view.post, self._context.now
        if post.corrects_id is None and draft.reach.stars and not (pay or post.paid):
            return Outcome(post, ask="stars", stars=draft.reach.stars)
        undo = 0 if post.urgent else self._context.undo_seconds
        due_at = at if at is not None and at > now else now + timedelta(seconds=undo)
        paid = post.paid or pay
        scheduled = await self._life.move(
            post,
            Action.SCHEDULE,
            viewer,
            due_at=due_at,
            remind_at=None,
            paid=paid,
            review_due=unseen or post.review_due,
        )
        if unseen:
            await self._life.note(post, viewer, Action.UNAPPROVED)
        if due_at > now:
            return Outcome(scheduled)
        fired = await self._fire(replace(draft, view=replace(draft.view, post=scheduled)))
        if fired.held:
            raise InvalidError(f"held-{fired.held}")
        return Outcome(fired.post, fired.pushes, measured=fired.measured)

    async def _hold(self, draft: DraftView, viewer: Viewer | None, *, reason: str = "") -> Post:
        """Take a scheduled post back to its author, approved where it was."""
        to = PostState.APPROVED if draft.approved else PostState.DRAFT
        post = draft.view.post
        return await self._life.move(post, Action.UNDO, viewer, to=to, reason=reason, due_at=None, review_due=False)

    async def _go_out(self, draft: DraftView, author: Viewer) -> Fired:
        post, now = draft.view.post, self._context.now
        if post.corrects_id is not None:
            return await self._corrections.apply(draft, author)
        number = PostNumber(post.audience, await ward_storage.take_number(self._transaction, post.audience))
        published = await self._life.move(
            post,
            Action.PUBLISH,
            None,
            number=number,
            code="".join(secrets.choice(_CODE_LETTERS) for _ in range(4)),
            published_at=now,
            due_at=None,
            expires_at=self._life.ends_at(post, draft.view.reading),
        )
        await search.index_post(self._transaction, post.id, post.revision_id, f"{post.title}\n{post.body}")
        push = NewDispatch(
            DispatchKind.NEW,
            Lane.URGENT if post.urgent else Lane.ROUTINE,
            now,
            post.revision_id,
            paid=post.paid,
            progress_to=(author.route, author.chat_id),
            promised_at=now + draft.reach.time,
            waits=self._life.waits(post, draft.view.ward, now),
        )
        dispatch_id, rows = await dispatches.insert_dispatch(self._transaction, push, draft.recipients)
        held = sum(people for _, people in draft.reach.later)
        return Fired(published, author, (Progress.begun(dispatch_id, push, rows, str(number), held=held),))


def _check_ready(draft: DraftView) -> None:
    if draft.held:
        raise InvalidError("personal-data")
    if not all(draft.accepted):
        raise InvalidError("doubts-open", open=draft.accepted.count(None))
    corrected = draft.corrected
    same = draft.changes is not None and not draft.changes.lines
    if corrected is not None and same and draft.view.post.kind is corrected.kind:
        raise InvalidError("nothing-corrected", number=str(draft.corrects))
