"""After a post went out: correcting every delivered copy, withdrawing it, ending it, and saying that it is over."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.audit import Action
from bot.domain.delivery import DispatchKind, DispatchState, Held, Lane, NewDispatch, Progress
from bot.domain.drafts import DraftView, Fired
from bot.domain.events import rings_when_withdrawn
from bot.domain.life import APPROVES, VISIBLE
from bot.domain.people import Role, Viewer
from bot.domain.posts import Correction, FollowUp, Post, PostNumber, PostState, Said
from bot.domain.words import fold_words
from bot.errors import InvalidError, LateError, MissingError, NotAllowedError
from bot.services.context import Context, require
from bot.services.life import Life
from bot.services.measuring import follow_targets
from bot.services.reminders import follow_event
from bot.services.sessions import sessions_of
from bot.storage import attachments, drafts, people, readings, reminders, search
from bot.storage import posts as storage
from bot.storage import ward as ward_storage
from bot.storage.push import copies, dispatches

LONGEST_REASON = 500
"""Characters of what an official adds to a decision, a withdrawal or an all-clear."""

LEFT_AFTER = timedelta(hours=1)
"""After which a correction that its author only began holds up nobody else: a wrong text cannot wait for them."""

OLD = tuple(kind for kind in DispatchKind if kind is not DispatchKind.WITHDRAWAL)


class Corrections:
    """Changing what was published already, for writers and above."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._transaction = context.transaction
        self._life = Life(context)

    async def begin(self, viewer: Viewer, number: PostNumber) -> tuple[DraftView, bool]:
        """Open a correction of a published post; also whether it is a new one, or one that somebody began before."""
        post, new = await self.opened(viewer, number)
        return await self._life.view(viewer, post), new

    async def opened(self, viewer: Viewer, number: PostNumber) -> tuple[Post, bool]:
        """The same, without all that shows it."""
        post = await self._published(viewer, number)
        under_way = await drafts.find_correction(self._transaction, post.id)
        if under_way is not None:
            correction = await self._life.load(under_way)
            if correction.author_id == viewer.person_id:
                return correction, False
            if not await self._is_left(correction):
                names = await people.list_names(self._transaction, [correction.author_id])
                raise InvalidError(
                    "correction-taken", number=str(number), name=names.get(correction.author_id or 0, "")
                )
            await self._life.move(correction, Action.DROP, viewer)
        now = self._context.now
        post_id = await drafts.insert_draft(self._transaction, viewer.person_id, now, like=post, corrects_id=post.id)
        reading, accepted = await readings.load_ticked(self._transaction, post.revision_id)
        revision_id = await storage.insert_revision(
            self._transaction, post_id, 1, post.body, reading, viewer.person_id, now, accepted=accepted
        )
        await storage.update_post(self._transaction, post_id, now, revision_id=revision_id)
        files = await attachments.list_files(self._transaction, post.revision_id)
        await attachments.link_files(self._transaction, revision_id, files)
        return await self._life.load(post_id), True

    async def _is_left(self, correction: Post) -> bool:
        """Whether another may begin anew: its author may not write any more, or has not touched a draft for long."""
        author = await people.find_official(self._transaction, correction.author_id or 0)
        idle = self._context.now - correction.updated_at >= LEFT_AFTER
        mine = correction.state in (PostState.DRAFT, PostState.RETURNED)
        return author is None or author.role < Role.WRITER or (mine and idle)

    async def apply(self, draft: DraftView, author: Viewer) -> Fired:
        """Make a correction the newest revision of its post, and bring every delivered copy up to date.

        Who has not got the post yet gets the new text only. Where the meaning changed, all who hold a copy are told.
        """
        now = self._context.now
        correction, post = draft.view.post, draft.corrected
        if post is None or post.state not in VISIBLE:
            return Fired(
                await self._life.move(correction, Action.UNDO, None, to=PostState.DRAFT, due_at=None, review_due=False),
                author,
                held="withdrawn",
            )
        changes = draft.changes.told() if draft.changes is not None else []
        await self._life.move(correction, Action.CORRECT, None, due_at=None, review_due=False)
        await drafts.adopt_revision(
            self._transaction,
            correction,
            post,
            change=Correction.MEANING if draft.loud else Correction.TYPING,
            changes=changes,
        )
        ends_at = self._life.ends_at(correction, draft.view.reading)
        # What an official ended stays so; what the clock ended may have another end now.
        over = post.state is PostState.EXPIRED and (ends_at is None or post.closing is not None)
        await self._life.move(
            post,
            Action.CORRECT,
            author,
            to=PostState.EXPIRED if over else None,
            revision_id=correction.revision_id,
            expires_at=None if over else ends_at,
            closing=post.closing if over else None,
            review_due=post.review_due or correction.review_due,
        )
        corrected = await storage.load_post(self._transaction, post.id) or post
        await search.index_post(
            self._transaction, post.id, correction.revision_id, f"{correction.title}\n{correction.body}"
        )
        await copies.lock_pushes(self._transaction)
        superseded = (DispatchKind.EDIT, DispatchKind.NOTICE)
        # A word that waits for the morning still tells what it was about.
        running = (DispatchState.RUNNING, DispatchState.PAUSED)
        await copies.end_dispatches(self._transaction, post.id, superseded, "superseded", now, states=running)
        await copies.repoint_pushes(self._transaction, post.id, correction.revision_id)
        pushes = [await self._change(corrected, DispatchKind.EDIT, author, beside=draft.loud)]
        if draft.loud:
            until = self._life.rings_at(corrected, draft.view.ward, now)
            pushes.append(await self._change(corrected, DispatchKind.NOTICE, author, until=until, reminded=True))
        await follow_event(self._context, corrected)
        measured = await follow_targets(self._context, corrected)
        return Fired(corrected, author, _worth_a_line(pushes), correction=True, measured=measured)

    async def withdrawable(self, viewer: Viewer, number: PostNumber) -> Post:
        """A published post, for somebody who may withdraw it: its author, whoever approves, an admin."""
        post = await self._published(viewer, number)
        if post.author_id != viewer.person_id and viewer.role < APPROVES:
            raise NotAllowedError("withdraw")
        return post

    async def count_copies(self, post: Post) -> Held:
        """How many people hold a copy of a post, and what can become of these."""
        held, fixed = await copies.count_copies(self._transaction, post.id, self._context.editable)
        return Held(held, fixed, self._context.deletable_for)

    async def rings(self, post: Post) -> bool:
        """Whether phones ring for a post's withdrawal, unless its writer says no."""
        reminded = await reminders.has_any(self._transaction, post.id)
        return rings_when_withdrawn(post, sessions_of(post), self._context.now, reminded=reminded)

    async def withdraw(self, viewer: Viewer, number: PostNumber, reason: str, *, tell: bool = False) -> Fired:
        """Take a post back at once: it is gone from every answer, and from the chats of those who got it.

        With `tell` their phones ring, too; who only wanted to be reminded of its event is told anyway.
        """
        post = await self.withdrawable(viewer, number)
        reason = reason_of(reason)
        why, now = Said(reason), self._context.now
        withdrawn = await self._life.move(
            post, Action.WITHDRAW, viewer, reason=reason, closing=why, expires_at=None, review_due=False
        )
        under_way = await drafts.find_correction(self._transaction, post.id)
        if under_way is not None:
            await self._life.move(await self._life.load(under_way), Action.DROP, viewer)
        await copies.lock_pushes(self._transaction)
        await copies.end_dispatches(self._transaction, post.id, OLD, "withdrawn", now)
        pushed = await self._change(withdrawn, DispatchKind.WITHDRAWAL, viewer, said=why)
        for one in await copies.list_said(self._transaction, post.id):
            await self._change(withdrawn, DispatchKind.SWEEP, None, said=why, about=one)
        recall = await self._recall(withdrawn, viewer if tell else None, why)
        await follow_event(self._context, withdrawn)
        measured = await follow_targets(self._context, withdrawn)
        return Fired(withdrawn, viewer, (pushed, *_worth_a_line([recall] if recall else [])), measured=measured)

    async def _recall(self, post: Post, official: Viewer | None, why: Said) -> Progress | None:
        """Let phones ring for a withdrawal: with an `official` who says so of all, else of those to be reminded."""
        if official is None and not await reminders.has_any(self._transaction, post.id):
            return None
        until = self._life.rings_at(post, await ward_storage.load_ward(self._transaction), self._context.now)
        # Where nothing can be taken away, the word in its place rings by itself.
        routes = self._context.editable if official is not None else ()
        return await self._change(
            post, DispatchKind.RECALL, official, said=why, until=until, reminded=True, routes=routes
        )

    async def all_clear(self, viewer: Viewer, number: PostNumber, follow_up: FollowUp, typed: str = "") -> Fired:
        """Tell exactly those who got a post what became of it; it ends, unless it goes on at another time.

        When and where that is the official has `typed`. Who has not got the post yet gets it with this.
        """
        post = await self.withdrawable(viewer, number)
        over = follow_up is not FollowUp.MOVED
        said = Said("" if over else reason_of(typed), follow_up)
        now = self._context.now
        if post.closing == said:
            # Pressed twice: phones ring once.
            raise LateError("told-already", number=str(number))
        await copies.lock_pushes(self._transaction)
        told = await self._change(post, DispatchKind.ALL_CLEAR, viewer, said=said)
        if over:
            await copies.end_dispatches(self._transaction, post.id, (DispatchKind.NEW,), "expired", now)
        told = await self._tell_reminded(post, told)
        detail = {"follow_up": str(follow_up), **({"reason": said.words} if said.words else {})}
        if over and post.state is PostState.PUBLISHED:
            ended = await self._life.move(post, Action.EXPIRE, viewer, detail=detail, closing=said, expires_at=None)
        else:
            await storage.update_post(self._transaction, post.id, now, closing=said, expires_at=None)
            await self._life.note(post, viewer, Action.ALL_CLEAR, **detail)
            ended = replace(post, closing=said, expires_at=None, updated_at=now)
        await follow_event(self._context, ended)
        edit = await self._change(ended, DispatchKind.EDIT, viewer, lane=Lane.ROUTINE, beside=True)
        return Fired(ended, viewer, _worth_a_line([told, edit]))

    async def due_to_expire(self) -> list[int]:
        """Published notices whose time is over."""
        return await drafts.list_due(self._transaction, PostState.PUBLISHED, self._context.now)

    async def expire(self, post_id: int) -> Fired | None:
        """End a notice whose time is over: whoever holds a copy sees it there; nobody's phone rings."""
        now = self._context.now
        post = await self._life.load(post_id)
        if post.state is not PostState.PUBLISHED or post.expires_at is None or post.expires_at > now:
            return None
        ended = await self._life.move(post, Action.EXPIRE, None, expires_at=None)
        await follow_event(self._context, ended)
        await copies.lock_pushes(self._transaction)
        await copies.end_dispatches(self._transaction, post.id, (DispatchKind.NEW,), "expired", now)
        return Fired(ended, pushes=(await self._change(ended, DispatchKind.EDIT, None, lane=Lane.ROUTINE),))

    async def _published(self, viewer: Viewer, number: PostNumber) -> Post:
        require(viewer, Role.WRITER)
        found = await storage.find_post(self._transaction, viewer, number)
        if found is None:
            raise MissingError("post", number=str(number))
        # Asked once it is locked: somebody may withdraw it at this moment.
        post = await self._life.load(found.id)
        if post.state not in VISIBLE:
            raise LateError(f"state-{post.state}", number=str(number))
        return post

    async def _change(
        self,
        post: Post,
        kind: DispatchKind,
        official: Viewer | None,
        *,
        lane: Lane = Lane.CHANGE,
        said: Said | None = None,
        about: int | None = None,
        beside: bool = False,
        until: datetime | None = None,
        reminded: bool = False,
        routes: Sequence[str] | None = None,
    ) -> Progress:
        """Begin a push about the copies that are out there, or `about` the messages of another dispatch.

        An edit `beside` a word to the same people has no live line where no copy can be edited: the word's says all.
        It waits `until` then, goes on these `routes` alone, and `reminded` also to those whom `_tell_reminded` tells.
        """
        progress_to = (official.route, official.chat_id) if official else None
        new = NewDispatch(kind, lane, self._context.now, post.revision_id, said=said, progress_to=progress_to)
        dispatch_id, rows = await copies.insert_change(
            self._transaction,
            post.id,
            new,
            about=about,
            # Where nothing can be changed, the word about the copy says all.
            editable_routes=self._context.editable if kind in (DispatchKind.EDIT, DispatchKind.SWEEP) else routes,
            uncertain=kind is not DispatchKind.EDIT,
            until=until,
        )
        if beside and kind is DispatchKind.EDIT and not rows:
            new = replace(new, progress_to=None)
            await copies.drop_line(self._transaction, dispatch_id)
        begun = Progress.begun(dispatch_id, new, rows, str(post.number), held=rows if until else 0)
        begun = await self._tell_reminded(post, begun, until=until) if reminded else begun
        if until and begun.total:
            # So that it is known to wait before anybody has looked at it.
            await dispatches.set_dispatch_state(self._transaction, dispatch_id, DispatchState.HELD)
            begun = replace(begun, state=DispatchState.HELD)
        return begun

    async def _tell_reminded(self, post: Post, word: Progress, *, until: datetime | None = None) -> Progress:
        """Let a word about a post go to those, too, who hold no copy but wanted to be reminded of its event."""
        rows = await reminders.insert_told(
            self._transaction, post.id, word.dispatch_id, Lane.CHANGE, self._context.now, until=until
        )
        held, waiting = (rows, 0) if until else (0, rows)
        return replace(word, total=word.total + rows, held=word.held + held, waiting=word.waiting + waiting)


def _worth_a_line(pushes: Sequence[Progress]) -> tuple[Progress, ...]:
    return tuple(one for one in pushes if one.chat_id is not None)


def reason_of(typed: str) -> str:
    """What an official says of why, as others will read it; raises InvalidError for nothing that can be read."""
    words = " ".join(typed.split())
    if not fold_words(words):
        raise InvalidError("reason")
    if len(words) > LONGEST_REASON:
        raise InvalidError("reason-long", most=LONGEST_REASON)
    return words
