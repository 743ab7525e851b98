"""Watching a post's push and what changed it, and holding them: status, pause, resume, cancel, resend.

Every order is for all of them at once: whoever stops a wrong text must not have to know what it is made of.
"""

from bot.domain.audit import Action
from bot.domain.delivery import ASIDE, DispatchKind, DispatchState, Progress
from bot.domain.life import goes_out
from bot.domain.people import Role, Viewer
from bot.domain.posts import Post, PostNumber
from bot.errors import InvalidError, MissingError
from bot.services.context import Context, require
from bot.storage import audit, inbox
from bot.storage import posts as post_storage
from bot.storage.push import copies
from bot.storage.push import dispatches as storage


class Dispatches:
    """Pushes of published posts, for writers and above."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._transaction = context.transaction

    async def status(self, viewer: Viewer, number: PostNumber | None) -> list[Progress]:
        """How far a post's push and its changes have come, the newest of each kind; without a number the newest post's.

        In the order in which they began.
        """
        return await self._newest(await self._post(viewer, number))

    async def post(self, viewer: Viewer, number: PostNumber | None) -> Post:
        """The post that `status` is about."""
        return await self._post(viewer, number)

    async def set_aside(self, viewer: Viewer) -> int:
        """How many messages of people are not tried any more, since the program died with each in hand."""
        require(viewer, Role.WRITER)
        return await inbox.count_set_aside(self._transaction)

    async def pause(self, viewer: Viewer, number: PostNumber) -> list[Progress]:
        """Hold what is under way; what is on the wire at this moment still arrives."""
        post = await self._post(viewer, number)
        for one in await self._only_from(post, DispatchState.RUNNING, DispatchState.HELD):
            await storage.set_dispatch_state(self._transaction, one.dispatch_id, DispatchState.PAUSED, note="by-hand")
            await storage.park_rows(self._transaction, one.dispatch_id)
            await self._audit(viewer, Action.DISPATCH_PAUSED, post, one)
        return await self._newest(post)

    async def resume(self, viewer: Viewer, number: PostNumber) -> list[Progress]:
        """Let what is held go on where it stopped."""
        post = await self._post(viewer, number)
        for one in await self._only_from(post, DispatchState.PAUSED):
            await storage.set_dispatch_state(self._transaction, one.dispatch_id, DispatchState.RUNNING)
            await storage.unpark_rows(self._transaction, one.dispatch_id)
            await self._audit(viewer, Action.DISPATCH_RESUMED, post, one)
        return await self._newest(post)

    async def cancel(self, viewer: Viewer, number: PostNumber) -> list[Progress]:
        """End what is under way: who has not got it will not; who has, keeps it."""
        post = await self._post(viewer, number)
        for one in await self._only_from(post, DispatchState.RUNNING, DispatchState.HELD, DispatchState.PAUSED):
            await storage.set_dispatch_state(
                self._transaction, one.dispatch_id, DispatchState.CANCELLED, note="by-hand"
            )
            await storage.cancel_rows(self._transaction, one.dispatch_id, self._context.now)
            await self._audit(viewer, Action.DISPATCH_CANCELLED, post, one)
        return await self._newest(post)

    async def resend(self, viewer: Viewer, number: PostNumber) -> list[Progress]:
        """Try those who failed once more, and nobody else."""
        post = await self._post(viewer, number)
        requeued = 0
        for one in await self._only_from(post, DispatchState.DONE, DispatchState.HELD, DispatchState.RUNNING):
            if not goes_out(one.kind, post.state):
                continue
            rows = await copies.requeue_failed(self._transaction, one.dispatch_id, self._context.now)
            if rows:
                await storage.set_dispatch_state(self._transaction, one.dispatch_id, DispatchState.RUNNING)
                await self._audit(viewer, Action.DISPATCH_RESENT, post, one)
            requeued += rows
        if not requeued:
            raise InvalidError("nobody-failed")
        return await self._newest(post)

    async def _post(self, viewer: Viewer, number: PostNumber | None) -> Post:
        require(viewer, Role.WRITER)
        if number is None:
            newest = await post_storage.list_posts(self._transaction, viewer, limit=1)
            post = newest[0] if newest else None
        else:
            # A withdrawn one too: its withdrawal is what an official wants to see then.
            post = await post_storage.find_post(self._transaction, viewer, number)
        if post is None:
            raise MissingError("post", number=str(number)) if number else MissingError("no-post")
        return post

    async def _newest(self, post: Post) -> list[Progress]:
        """The newest dispatch of each kind, and every sweep, locked; samples are nobody's business but the engine's."""
        found: dict[tuple[DispatchKind, int], Progress] = {}
        for dispatch_id in await storage.list_post_dispatches(self._transaction, post.id):
            progress = await storage.load_progress(self._transaction, dispatch_id)
            if progress.kind not in ASIDE:
                one_of_each = 0 if progress.kind is not DispatchKind.SWEEP else dispatch_id
                found.setdefault((progress.kind, one_of_each), progress)
        if not found:
            raise MissingError("post", number=str(post.number))
        return sorted(found.values(), key=lambda one: one.dispatch_id)

    async def _only_from(self, post: Post, *states: DispatchState) -> list[Progress]:
        """Those of the newest that stand in one of these states, and nobody claims or releases any meanwhile.

        Raises InvalidError where none does.
        """
        await copies.lock_pushes(self._transaction)
        newest = await self._newest(post)
        chosen = [one for one in newest if one.state in states]
        if not chosen:
            raise InvalidError(f"dispatch-{newest[-1].state}", number=newest[-1].number)
        return chosen

    async def _audit(self, viewer: Viewer, action: Action, post: Post, progress: Progress) -> None:
        await audit.insert_audit(
            self._transaction,
            at=self._context.now,
            person_id=viewer.person_id,
            action=action,
            post_id=post.id,
            detail={"dispatch": progress.dispatch_id, "number": progress.number},
        )
