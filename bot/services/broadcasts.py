"""The ward's channel: who names it, and what is known of it. Its posts go out as everybody's do."""

from bot.domain.audit import Action
from bot.domain.people import NAME_LENGTH, Broadcast, Role, Viewer
from bot.errors import InvalidError, MissingError
from bot.messages.incoming import Origin
from bot.services.context import Context, require
from bot.storage import audit, roles
from bot.storage import broadcasts as storage
from bot.storage import people as people_storage


class Broadcasts:
    """One channel that gets every public post; admins name it."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._transaction = context.transaction

    def may_name(self, viewer: Viewer) -> bool:
        """Whether somebody may name the ward's channel, and has a platform in hand that has channels."""
        account = self._context.accounts.get(viewer.route)
        admin = viewer.role >= Role.ADMIN and not viewer.group
        return admin and account is not None and account.capabilities.airs

    async def named(self, viewer: Viewer) -> Broadcast | None:
        """The channel that gets the ward's posts."""
        require(viewer, Role.ADMIN)
        return await storage.find_named(self._transaction)

    async def name(self, viewer: Viewer, channel: Origin) -> Broadcast | None:
        """Let every public post go to this channel from now on, and to no other; returns the one that it replaces.

        Whether both the bot and who says so may post there was asked of the platform before.
        """
        require(viewer, Role.ADMIN)
        if not self.may_name(viewer):
            raise InvalidError("channel-elsewhere")
        if await people_storage.find_viewer(self._transaction, viewer.route, channel.chat_id) is not None and (
            await storage.find_there(self._transaction, viewer.route, channel.chat_id) is None
        ):
            raise InvalidError("channel-forward")
        # Of two who name one at the same moment the second finds what the first has named.
        await roles.lock_members(self._transaction)
        before = await storage.find_named(self._transaction)
        await storage.name(self._transaction, viewer.route, channel.chat_id, channel.name, self._context.now)
        await self._audit(viewer, Action.CHANNEL_NAMED, channel.name)
        now = await storage.find_named(self._transaction)
        return before if before is not None and now is not None and before.person_id != now.person_id else None

    async def stop(self, viewer: Viewer) -> Broadcast:
        """Let no new post go to the ward's channel; what stands there is still corrected and withdrawn."""
        require(viewer, Role.ADMIN)
        named = await storage.find_named(self._transaction)
        if named is None:
            raise MissingError("channel")
        await storage.stop_all(self._transaction)
        await self._audit(viewer, Action.CHANNEL_STOPPED, named.name)
        return named

    async def losing(self, route: str, chat_id: str) -> Broadcast | None:
        """The ward's channel, where it is this chat and the bot could post there until now."""
        there = await storage.find_there(self._transaction, route, chat_id)
        return there.channel if there is not None and there.named and there.channel.reachable else None

    async def regain(self, route: str, channel: Origin) -> bool:
        """Note that the bot may post in a channel (again); returns whether it is the ward's, which had lost it."""
        there = await storage.find_there(self._transaction, route, channel.chat_id)
        if there is None or there.channel.reachable:
            return False
        await storage.reach(self._transaction, there.channel.person_id)
        return there.named

    async def is_named(self, route: str, channel: Origin) -> bool:
        """Whether this channel gets the ward's posts."""
        there = await storage.find_there(self._transaction, route, channel.chat_id)
        return there is not None and there.named

    async def _audit(self, viewer: Viewer, action: Action, name: str) -> None:
        detail = {"name": name[:NAME_LENGTH]}
        await audit.insert_audit(
            self._transaction, at=self._context.now, person_id=viewer.person_id, action=action, detail=detail
        )
