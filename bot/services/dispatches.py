"""Watching a push and holding it: status, pause, resume, cancel, resend."""

from bot.domain.delivery import DispatchState, Progress
from bot.domain.people import Role, Viewer
from bot.domain.posts import PostNumber
from bot.errors import InvalidError, MissingError
from bot.services.context import Context, require
from bot.storage import dispatches as storage
from bot.storage import posts as post_storage
from bot.storage import ward as ward_storage


class Dispatches:
    """Pushes of published posts, for writers and above."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._transaction = context.transaction

    async def status(self, viewer: Viewer, number: PostNumber | None) -> Progress:
        """How far a post's push has come; without a number, the newest post's."""
        return await storage.load_progress(self._transaction, await self._find(viewer, number))

    async def pause(self, viewer: Viewer, number: PostNumber) -> Progress:
        """Hold a push; what is on the wire at this moment still arrives."""
        dispatch_id = await self._find(viewer, number)
        await self._only_from(dispatch_id, DispatchState.RUNNING)
        await storage.set_dispatch_state(self._transaction, dispatch_id, DispatchState.PAUSED, note="by-hand")
        await storage.park_rows(self._transaction, dispatch_id)
        return await self._done(viewer, "paused", dispatch_id)

    async def resume(self, viewer: Viewer, number: PostNumber) -> Progress:
        """Let a held push go on where it stopped."""
        dispatch_id = await self._find(viewer, number)
        await self._only_from(dispatch_id, DispatchState.PAUSED)
        await storage.set_dispatch_state(self._transaction, dispatch_id, DispatchState.RUNNING)
        await storage.unpark_rows(self._transaction, dispatch_id)
        return await self._done(viewer, "resumed", dispatch_id)

    async def cancel(self, viewer: Viewer, number: PostNumber) -> Progress:
        """End a push: who has not got it will not; who has, keeps it."""
        dispatch_id = await self._find(viewer, number)
        await self._only_from(dispatch_id, DispatchState.RUNNING, DispatchState.PAUSED)
        await storage.set_dispatch_state(self._transaction, dispatch_id, DispatchState.CANCELLED, note="by-hand")
        await storage.cancel_rows(self._transaction, dispatch_id, self._context.now)
        return await self._done(viewer, "cancelled", dispatch_id)

    async def resend(self, viewer: Viewer, number: PostNumber) -> Progress:
        """Try those who failed once more, and nobody else."""
        dispatch_id = await self._find(viewer, number)
        await self._only_from(dispatch_id, DispatchState.DONE, DispatchState.RUNNING)
        if not await storage.requeue_failed(self._transaction, dispatch_id, self._context.now):
            raise InvalidError("nobody-failed")
        await storage.set_dispatch_state(self._transaction, dispatch_id, DispatchState.RUNNING)
        return await self._done(viewer, "resent", dispatch_id)

    async def _find(self, viewer: Viewer, number: PostNumber | None) -> int:
        require(viewer, Role.WRITER)
        sees = viewer.sees_cadre_posts
        if number is None:
            newest = await post_storage.list_posts(self._transaction, sees_cadre_posts=sees, limit=1)
            post = newest[0] if newest else None
        else:
            post = await post_storage.find_post(self._transaction, number, sees_cadre_posts=sees)
        dispatch_id = await storage.find_dispatch(self._transaction, post.id) if post else None
        if dispatch_id is None:
            raise MissingError("post", number=str(number or 1))
        return dispatch_id

    async def _only_from(self, dispatch_id: int, *states: DispatchState) -> None:
        progress = await storage.load_progress(self._transaction, dispatch_id)
        if progress.state not in states:
            raise InvalidError(f"dispatch-{progress.state}", number=progress.number)

    async def _done(self, viewer: Viewer, action: str, dispatch_id: int) -> Progress:
        progress = await storage.load_progress(self._transaction, dispatch_id)
        await ward_storage.insert_audit(
            self._transaction,
            at=self._context.now,
            person_id=viewer.person_id,
            action=f"dispatch-{action}",
            detail={"dispatch": dispatch_id, "number": progress.number},
        )
        return progress
